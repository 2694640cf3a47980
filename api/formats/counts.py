"""Counts: flat rows `{field: value, "count": n}`, in the formats that suit a table of them."""

import json
from collections.abc import Iterable, Iterator
from dataclasses import replace

from api.formats import csv_table, json_page, ndjson, svg
from api.formats.csv_table import write_rows
from api.formats.format import View


def _json(rows: Iterable[bytes], view: View) -> Iterator[bytes]:  # noqa: ARG001
    yield b'{"items":[%s],"next_cursor":null,"total":null}' % b",".join(rows)


def _csv(rows: Iterable[bytes], view: View) -> Iterator[bytes]:
    names = (*view.by, "count")
    yield write_rows(names, ([row[name] for name in names] for row in map(json.loads, rows)), view.bom)


def _ndjson(rows: Iterable[bytes], view: View) -> Iterator[bytes]:  # noqa: ARG001
    yield b"".join(row + b"\n" for row in rows)


FORMATS = (
    replace(json_page.FORMAT, title="Rows of counts", write=_json),
    replace(csv_table.FORMAT, title="A table of counts", write=_csv, default=50),
    replace(ndjson.FORMAT, title="One row a line", write=_ndjson, default=50),
    replace(svg.FORMAT, title="Bars", write=svg.write_counts, default=50, collections=None),
)
