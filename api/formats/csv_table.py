"""CSV (RFC 4180): flat columns derived from the fields, nested ones joined by `_`, several values by `;`."""

import csv
import io
import json
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from typing import Any

from api.formats.format import Format, View
from schemas.registry import Collection

_ROWS = 200
_BOM = b"\xef\xbb\xbf"
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def write(records: Iterable[bytes], view: View) -> Iterator[bytes]:
    """The header, then chunks of rows."""
    paths = columns(view.collection, view.fields)
    yield (_BOM if view.bom else b"") + _rows([["_".join(path) for path in paths]])
    found = iter(records)
    while chunk := list(islice(found, _ROWS)):
        yield _rows([[_cell(json.loads(record), path, view.bom) for path in paths] for record in chunk])


def write_rows(names: Sequence[str], rows: Iterable[Sequence[Any]], bom: bool) -> bytes:
    """A table of plain values."""
    body = [[_neutral(_text(value), value, bom) for value in row] for row in rows]
    return (_BOM if bom else b"") + _rows([list(names), *body])


def columns(collection: Collection, fields: Sequence[str] | None = None) -> list[tuple[str, ...]]:
    """The paths of a collection's columns, or of those of some fields and the id."""
    wanted = {*fields, collection.key} if fields else None
    return [field.path for field in collection.fields if wanted is None or field.path[0] in wanted]


def _rows(rows: Iterable[Sequence[str]]) -> bytes:
    buffer = io.StringIO()
    csv.writer(buffer, lineterminator="\r\n").writerows(rows)
    return buffer.getvalue().encode()


def _cell(record: Any, path: tuple[str, ...], bom: bool) -> str:
    value = _at(record, path)
    return _neutral(_text(value), value, bom)


def _at(value: Any, path: tuple[str, ...]) -> Any:
    if value is None or not path:
        return value
    if isinstance(value, list):
        return [found for item in value for found in _as_list(_at(item, path))]
    return _at(value[path[0]], path[1:])


def _as_list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]


def _text(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, list):
        return ";".join(map(_text, value))
    return str(value).lower() if isinstance(value, bool) else str(value)


def _neutral(text: str, value: Any, bom: bool) -> str:
    """For spreadsheets, a text that would be read as a formula gets an apostrophe before it."""
    runs = bom and isinstance(value, str | list) and text.startswith(_FORMULA)
    return f"'{text}" if runs else text


MEDIA_TYPE = "text/csv; charset=utf-8; header=present"
FORMAT = Format("csv", MEDIA_TYPE, "CSV", "A flat table", write, default=None)
