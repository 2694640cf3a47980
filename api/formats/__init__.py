"""The formats, and which of them a collection has."""

from functools import cache

from api.formats import (
    atom,
    counts,
    csv_table,
    geojson,
    ics,
    json_page,
    jsonld,
    ndjson,
    parquet,
    rows,
    svg,
    xlsx,
)
from api.formats.format import Format, View, address

FORMATS: tuple[Format, ...] = (
    json_page.FORMAT,
    csv_table.FORMAT,
    ndjson.FORMAT,
    parquet.FORMAT,
    xlsx.FORMAT,
    jsonld.FORMAT,
    geojson.FORMAT,
    ics.FORMAT,
    atom.FORMAT,
    svg.FORMAT,
)
COUNTS_FORMATS = counts.FORMATS
ROWS_FORMATS = rows.FORMATS
COMPARISON_FORMATS = rows.COMPARISON_FORMATS
JSON = json_page.FORMAT
SUFFIXES = {made.suffix: made for made in FORMATS}

__all__ = [
    "COMPARISON_FORMATS",
    "COUNTS_FORMATS",
    "ROWS_FORMATS",
    "FORMATS",
    "JSON",
    "SUFFIXES",
    "Format",
    "View",
    "address",
    "offered",
]


@cache
def offered(collection: str) -> tuple[Format, ...]:
    """The formats that a collection has."""
    return tuple(made for made in FORMATS if made.shows(collection))
