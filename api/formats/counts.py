"""Counts: flat rows `{field: value, "count": n}`, in the formats that suit a table of them."""

import json
from collections.abc import Iterable, Iterator

from api.formats import svg
from api.formats.csv_table import write_rows
from api.formats.format import Format, View


def _json(rows: Iterable[str], view: View) -> Iterator[bytes]:  # noqa: ARG001
    yield f'{{"items":[{",".join(rows)}],"next_cursor":null,"total":null}}'.encode()


def _csv(rows: Iterable[str], view: View) -> Iterator[bytes]:
    names = (*view.by, "count")
    yield write_rows(names, ([row[name] for name in names] for row in map(json.loads, rows)), view.bom)


def _ndjson(rows: Iterable[str], view: View) -> Iterator[bytes]:  # noqa: ARG001
    yield "".join(f"{row}\n" for row in rows).encode()


FORMATS = (
    Format("json", "application/json", "Rows of counts", _json),
    Format("csv", "text/csv; charset=utf-8; header=present", "A table of counts", _csv),
    Format("ndjson", "application/x-ndjson", "One row a line", _ndjson),
    Format("svg", svg.MEDIA_TYPE, "Bars", svg.write_counts),
)
