"""Mentions -> parties in their office on the day; words -> dates and places; last, claims."""
