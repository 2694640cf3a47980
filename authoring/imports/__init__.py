"""Drafts from what other tools and models extracted: read their formats, place each item, propose records."""
