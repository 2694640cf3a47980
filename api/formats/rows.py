"""Rows that are not records: counts, and answers assembled from several records. `View.by` names their columns."""

import json
from collections.abc import Iterable, Iterator
from dataclasses import replace

from api.formats import csv_table, json_page, ndjson, svg
from api.formats.csv_table import write_rows
from api.formats.format import OBJECT, View
from schemas.values import JsonRecord


def _csv(rows: Iterable[bytes], view: View) -> Iterator[bytes]:
    read: Iterator[JsonRecord] = map(json.loads, rows)
    yield write_rows(view.by, ([row.get(name) for name in view.by] for row in read), view.bom)


ROWS_FORMATS = (
    replace(json_page.FORMAT, title="A page of rows", schema=OBJECT),
    replace(csv_table.FORMAT, title="A table of rows", write=_csv, default=50),
    replace(ndjson.FORMAT, title="One row a line", default=50),
)
COMPARISON_FORMATS = (
    *ROWS_FORMATS,
    replace(svg.FORMAT, title="A range plot", write=svg.write_comparison, collections=None),
)
COUNTS_FORMATS = (
    replace(json_page.FORMAT, title="Rows of counts"),
    replace(csv_table.FORMAT, title="A table of counts", write=_csv, default=50),
    replace(ndjson.FORMAT, title="One row a line", default=50),
    replace(svg.FORMAT, title="Bars", write=svg.write_counts, default=50, collections=None),
)
