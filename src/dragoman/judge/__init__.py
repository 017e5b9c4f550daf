"""What claims of many articles come to together, and what people have judged of them."""
