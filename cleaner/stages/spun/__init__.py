"""Spun text: found by a detector, turned back where certain, by siblings, names and words."""
