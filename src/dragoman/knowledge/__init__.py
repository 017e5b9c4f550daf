"""The cellar: loads and checks the words, rules and facts under data/. Read-only; every other room may ask it."""
