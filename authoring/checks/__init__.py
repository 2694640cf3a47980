"""Checks on meaning: each record against what its own evidence says. A check may be wrong, so it asks a question."""
