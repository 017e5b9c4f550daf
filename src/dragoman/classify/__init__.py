"""Classify: a small model's view of who does what to whom, beside that of the rules."""
