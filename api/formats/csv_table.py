"""CSV (RFC 4180): one row a record. Text is quoted and numbers are not, so a program can tell them apart."""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cache
from itertools import islice
from operator import itemgetter
from typing import Any

import msgspec

from api.formats.format import Format, View
from api.formats.table import Cell, Column, columns, row_reader, text, value_reader
from schemas.registry import Collection

_ROWS = 200  # rows a chunk
_BOM = b"\xef\xbb\xbf"
_END = b"\r\n"
# A spreadsheet runs a cell that begins so; one that splits at ';' takes what follows for a cell of its own.
_FORMULA = re.compile(r"(?:^|(?<=;))(?=\s*[=+\-@\t\r＝＋－＠])")
_BETWEEN = "\x1f"  # no JSON text holds it unescaped, so it separates cells safely until all of them are written

Line = Callable[[bytes], bytes]


def write(records: Iterable[bytes], view: View) -> Iterator[bytes]:
    """The header, then chunks of rows."""
    shown = columns(view.collection, view.fields, view.names)
    yield _header([column.name for column in shown], view.bom)
    line = _line(view.collection, shown, view.bom)
    rows = iter(records)
    while chunk := list(islice(rows, _ROWS)):
        yield _finished(map(line, chunk))


def write_rows(names: Sequence[str], rows: Iterable[Sequence[Cell]], bom: bool) -> bytes:
    """A table of plain values."""
    return _header(names, bom) + _finished(_cells(row, bom) for row in rows)


def _header(names: Iterable[str], bom: bool) -> bytes:
    return (_BOM if bom else b"") + ",".join(map(_quoted, names)).encode() + _END


def _line(collection: Collection, shown: tuple[Column, ...], bom: bool) -> Line:
    """How one record becomes a line, without its end."""
    decode, read = msgspec.json.Decoder().decode, row_reader(shown)

    def whole(record: bytes) -> bytes:
        return _cells(read(decode(record)), bom)

    if bom or shown[0].name != collection.key:
        return whole
    copied = _copied(shown)
    return lambda record: whole(record) if b"\\" in record else copied(record)


@cache
def _copied(shown: tuple[Column, ...]) -> Line:
    """Copies single values as they stand in a record's JSON, where no text has an escape: a string of JSON is a quoted
    cell, a number a plain one. It takes a third of the time of reading values and writing them again, as is done for
    lists and what is nested."""
    copied = {column.name for column in shown if len(column.field.path) == 1 and not column.many}
    tops = list(dict.fromkeys(column.field.path[0] for column in shown))
    made = msgspec.defstruct("Cells", [(name, msgspec.Raw if name in copied else Any) for name in tops])
    decode, values, between = msgspec.json.Decoder(made).decode, msgspec.structs.astuple, _BETWEEN.encode()
    if copied.issuperset(tops):
        return lambda record: between.join(values(decode(record)))
    cells = [_cell_reader(column, tops.index(column.field.path[0]), column.name in copied) for column in shown]

    def line(record: bytes) -> bytes:
        top = values(decode(record))
        return between.join([cell(top) for cell in cells])

    return line


def _cell_reader(column: Column, place: int, is_copied: bool) -> Callable[[Sequence[Any]], Any]:
    """A function that gives a column's cell, from the values of a record's fields."""
    if is_copied:
        return itemgetter(place)
    read = value_reader(column.field.path[1:])
    return lambda top: _cell(read(top[place]), bom=False).encode()


def _finished(lines: Iterable[bytes]) -> bytes:
    """Lines with their cells separated as CSV has it; null is an empty cell, a truth value is text."""
    body = _END.join([*lines, b""])
    between = _BETWEEN.encode()
    for copied, written in ((b"null", b""), (b"true", b'"true"'), (b"false", b'"false"')):
        body = body.replace(between + copied, between + written)
    return body.replace(between, b",")


def _cells(row: Sequence[Cell], bom: bool) -> bytes:
    return _BETWEEN.join([_cell(value, bom) for value in row]).encode()


def _cell(value: Cell, bom: bool) -> str:
    if value is None or value == []:
        return ""
    if isinstance(value, int | float) and not isinstance(value, bool):
        return repr(value)
    written = text(value)
    return _quoted(_FORMULA.sub("'", written) if bom else written)


def _quoted(written: str) -> str:
    return '"' + written.replace('"', '""') + '"'


MEDIA_TYPE = "text/csv; charset=utf-8; header=present"
FORMAT = Format("csv", MEDIA_TYPE, "CSV", "A flat table", write, default=None)
