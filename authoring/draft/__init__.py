"""Candidates for a seed, found in a text by rules; a person decides about each."""
