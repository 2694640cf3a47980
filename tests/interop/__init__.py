"""Proof of the formats with programs that nobody here wrote: `make interop`."""
