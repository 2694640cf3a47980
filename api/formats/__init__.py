"""The formats, and which of them a collection has."""

from functools import cache

from api.formats import atom, csv_table, geojson, ics, json_page, jsonld, ndjson, parquet, svg, xlsx
from api.formats.format import Format, View, address
from api.formats.rows import COMPARISON_FORMATS, COUNTS_FORMATS, ROWS_FORMATS

_MODULES = (json_page, csv_table, ndjson, parquet, xlsx, jsonld, geojson, ics, atom, svg)
FORMATS: tuple[Format, ...] = tuple(module.FORMAT for module in _MODULES)
JSON = json_page.FORMAT
SUFFIXES = {made.suffix: made for made in FORMATS}

__all__ = [
    "COMPARISON_FORMATS", "COUNTS_FORMATS", "ROWS_FORMATS", "FORMATS", "JSON", "SUFFIXES", "Format", "View", "address",
    "offered",
]  # fmt: skip


@cache
def offered(collection: str) -> tuple[Format, ...]:
    return tuple(made for made in FORMATS if made.shows(collection))
