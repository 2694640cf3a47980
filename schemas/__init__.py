"""The model: record kinds, their value types, and the reader of seed files. Everything else is derived from it."""
