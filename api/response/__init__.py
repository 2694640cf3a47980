"""Responses: headers, validators, compression and errors, in one place."""
