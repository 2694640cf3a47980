"""Rows that are not records: answers assembled from several records, with columns of their own (`View.by`)."""

import json
from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import Any

from api.formats import csv_table, json_page, ndjson, svg
from api.formats.csv_table import write_rows
from api.formats.format import OBJECT, View


def _json(rows: Iterable[bytes], view: View) -> Iterator[bytes]:
    """A page, with the answer's other keys beside the usual three."""
    rest = json.dumps({"next_cursor": view.next_cursor, "total": view.total, **view.also}, separators=(",", ":"))
    yield b'{"items":[%s],%s' % (b",".join(rows), rest[1:].encode())


def _csv(rows: Iterable[bytes], view: View) -> Iterator[bytes]:
    read: Iterator[dict[str, Any]] = map(json.loads, rows)
    yield write_rows(view.by, ([row.get(name) for name in view.by] for row in read), view.bom)


def _ndjson(rows: Iterable[bytes], view: View) -> Iterator[bytes]:  # noqa: ARG001
    yield b"".join(row + b"\n" for row in rows)


FORMATS = (
    replace(json_page.FORMAT, title="A page of rows", write=_json, schema=OBJECT),
    replace(csv_table.FORMAT, title="A table of rows", write=_csv, default=50),
    replace(ndjson.FORMAT, title="One row a line", write=_ndjson, default=50),
)

COMPARISON_FORMATS = (
    *FORMATS,
    replace(svg.FORMAT, title="A range plot", write=svg.write_comparison, collections=None),
)
