"""NDJSON: one record a line, all of them, in constant memory."""

from collections.abc import Iterable, Iterator

from api.formats.format import Format, View, batches, single
from api.formats.json_page import select


def write(records: Iterable[bytes], view: View) -> Iterator[bytes]:
    chosen = (select(record, view) for record in single(records)) if view.fields else records
    for lines in batches(chosen):
        yield lines + b"\n"


FORMAT = Format("ndjson", "application/x-ndjson", "NDJSON", "One record a line", write, default=None)
