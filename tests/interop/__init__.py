"""Tests of the formats with other people's programs: `make interop`."""
