"""The model: record kinds, their value types, and the reader of seed files.

Nothing here depends on the store or on HTTP; everything else is derived from it.
"""
