"""The formats, and which of them a collection has.

Rows that are not records (counts, and answers assembled from several records) have some of them too; `View.by` names
their columns.
"""

import json
from collections.abc import Iterable, Iterator
from dataclasses import replace
from functools import cache

from api.formats import atom, csv_table, geojson, ics, json_page, jsonld, ndjson, parquet, svg, xlsx
from api.formats.csv_table import write_rows
from api.formats.format import OBJECT, Format, View, address
from schemas.values import JsonRecord, compact_json

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


_MOST = 1000  # rows without a `limit`; a table is read whole, so it has as many as a page may have


def _cells(rows: Iterable[bytes], view: View) -> Iterator[JsonRecord]:
    """The rows with a value for each column; what a row lacks is null."""
    return ({name: row.get(name) for name in view.by} for row in map(json.loads, rows))


def _csv(rows: Iterable[bytes], view: View) -> Iterator[bytes]:
    yield write_rows([*view.by], ([*row.values()] for row in _cells(rows, view)), view.bom)


def _filled(made: Format) -> Format:
    """The format with a value for each column in all rows."""

    def write(rows: Iterable[bytes], view: View) -> Iterator[bytes]:
        return made.write(map(compact_json, _cells(rows, view)), view)

    return replace(made, write=write, default=_MOST)


_LINES = replace(ndjson.FORMAT, title="One row a line", default=_MOST)
_TABLES = (_LINES, _filled(parquet.FORMAT), _filled(xlsx.FORMAT))
ROWS_FORMATS = (
    replace(json_page.FORMAT, title="A page of rows", schema=OBJECT),
    replace(csv_table.FORMAT, title="A table of rows", write=_csv, default=_MOST),
    *_TABLES,
)
COMPARISON_FORMATS = (
    *ROWS_FORMATS,
    replace(svg.FORMAT, title="A range plot", write=svg.write_comparison, collections=None),
)
COUNTS_FORMATS = (
    replace(json_page.FORMAT, title="Rows of counts"),
    replace(csv_table.FORMAT, title="A table of counts", write=_csv, default=_MOST),
    *_TABLES,
    replace(svg.FORMAT, title="Bars", write=svg.write_counts, default=50, collections=None),
)
