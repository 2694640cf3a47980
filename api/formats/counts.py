"""Counts: flat rows `{field: value, "count": n}`, in the formats that suit a table of them."""

import json
from collections.abc import Iterable, Iterator

from api.formats import svg
from api.formats.csv_table import write_rows
from api.formats.format import Format, View


def _json(rows: Iterable[bytes], view: View) -> Iterator[bytes]:  # noqa: ARG001
    yield b'{"items":[%s],"next_cursor":null,"total":null}' % b",".join(rows)


def _csv(rows: Iterable[bytes], view: View) -> Iterator[bytes]:
    names = (*view.by, "count")
    yield write_rows(names, ([row[name] for name in names] for row in map(json.loads, rows)), view.bom)


def _ndjson(rows: Iterable[bytes], view: View) -> Iterator[bytes]:  # noqa: ARG001
    yield b"".join(row + b"\n" for row in rows)


FORMATS = (
    Format("json", "application/json", "Rows of counts", _json),
    Format("csv", "text/csv; charset=utf-8; header=present", "A table of counts", _csv),
    Format("ndjson", "application/x-ndjson", "One row a line", _ndjson),
    Format("svg", svg.MEDIA_TYPE, "Bars", svg.write_counts),
)
