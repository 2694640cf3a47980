"""NDJSON: one record a line, all of them, in constant memory."""

from collections.abc import Iterable, Iterator
from itertools import islice

from api.formats.format import Format, View
from api.formats.json_page import select

_LINES = 200  # lines a chunk: large enough that the server's work for a chunk does not count


def write(records: Iterable[bytes], view: View) -> Iterator[bytes]:
    """Chunks of lines."""
    lines = iter(records)
    while chunk := list(islice(lines, _LINES)):
        if view.fields:
            chunk = [select(record, view) for record in chunk]
        yield b"\n".join([*chunk, b""])


FORMAT = Format("ndjson", "application/x-ndjson", "NDJSON", "One record a line", write, default=None)
