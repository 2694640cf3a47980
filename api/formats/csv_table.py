"""CSV (RFC 4180): one row a record. Text is quoted and numbers are not, so a program can tell them apart."""

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain, repeat

import msgspec

from api.formats.format import Format, View, batches
from api.formats.table import Cell, ColumnValues, columns, row_reader, text

_BOM = b"\xef\xbb\xbf"
# Spreadsheets run a cell that begins with one of these as a formula; some of them split cells at ';'.
_FORMULA = re.compile(r"(?:^|(?<=;))(?=\s*[=+\-@\t\r＝＋－＠])")
_ESCAPE = re.compile(rb"\\(?:u([0-9a-f]{4})|(.))")
_ESCAPED = {b'"': b'""', b"b": b"\b", b"f": b"\f", b"n": b"\n", b"r": b"\r", b"t": b"\t"}

# Cells are written as JSON, one a line, which msgspec does ten times as fast as Python. Raw values are written as they
# are: an empty cell, and what marks the end of a row.
_EMPTY = msgspec.Raw(b"")
_END = (msgspec.Raw(b"\r"),)
_encode_lines = msgspec.json.Encoder().encode_lines


def write(records: Iterable[bytes], view: View) -> Iterator[bytes]:
    """The header, then chunks of rows."""
    shown = columns(view.collection, view.fields, view.names)
    yield _header([column.name for column in shown], view.bom)
    read = row_reader(shown, ColumnValues.joined)
    booleans = [place for place, column in enumerate(shown) if column.kind == "boolean" and not column.many]
    for lines in batches(records):
        rows = read(lines)
        for place in booleans:
            for row in rows:
                row[place] = text(row[place]) or None
        yield _written(rows, view.bom)


def write_rows(names: Sequence[str], rows: Iterable[Sequence[Cell]], bom: bool) -> bytes:
    written = ([text(cell) or None if isinstance(cell, bool | list | tuple) else cell for cell in row] for row in rows)
    return _header(names, bom) + _written(written, bom)


def _header(names: Sequence[str], bom: bool) -> bytes:
    return (_BOM if bom else b"") + _written([names], bom=False)


def _written(rows: Iterable[Sequence[Cell]], bom: bool) -> bytes:
    parts = chain.from_iterable(zip(rows, repeat(_END)))
    cells = [_EMPTY if cell is None else cell for part in parts for cell in part]
    if bom:
        cells = [_FORMULA.sub("'", cell) if isinstance(cell, str) else cell for cell in cells]
    lines = b"\n" + _encode_lines(cells)
    table = b"\r\n".join([row[1:-1] for row in lines.replace(b"\n", b",").split(b"\r")])
    return _ESCAPE.sub(_unescaped, table) if b"\\" in table else table


def _unescaped(escape: re.Match[bytes]) -> bytes:
    code, sign = escape.groups()
    return chr(int(code, 16)).encode() if code else _ESCAPED.get(sign, sign)


def row_lengths(table: bytes) -> Iterator[int]:
    """The lengths of the rows of a table, its header included. A line break within quotes does not end a row."""
    length = quotes = 0
    for piece in table.split(b"\r\n")[:-1]:
        length += len(piece) + 2
        quotes += piece.count(b'"')
        if quotes % 2 == 0:
            yield length
            length = 0


MEDIA_TYPE = "text/csv; charset=utf-8; header=present"
FORMAT = Format("csv", MEDIA_TYPE, "CSV", "A flat table", write, default=None, row_lengths=row_lengths)
