"""Records as flat rows: columns derived from the fields, nested ones joined by `_`. CSV, Parquet and XLSX are made of
them."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache
from operator import itemgetter
from typing import Any, Literal

from pydantic import TypeAdapter

from schemas.registry import Collection, Field

Kind = Literal["text", "integer", "number", "boolean", "date", "instant"]
Cell = str | int | float | bool | None | list[Any]
Record = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its field, and whether a cell holds a list of values."""

    field: Field
    many: bool

    @property
    def name(self) -> str:
        """The field's path joined by `_`."""
        return "_".join(self.field.path)

    @property
    def kind(self) -> Kind:
        """The type of one value; a column that can hold fractions is of numbers, even where all of them are whole."""
        primitive = self.field.primitive
        if primitive == "text":
            return _TEXTS.get(_schema(self.field).get("format", ""), "text")
        return "integer" if primitive == "number" and _schema(self.field).get("type") == "integer" else primitive


_TEXTS: dict[str, Kind] = {"date": "date", "date-time": "instant"}


@cache
def _schema(field: Field) -> dict[str, Any]:
    return {} if field.joined else TypeAdapter(field.annotation).json_schema()


@cache
def columns(collection: Collection, fields: tuple[str, ...] | None = None, names: bool = False) -> tuple[Column, ...]:
    """The columns of a collection's records, or of some fields and the key; with `names` those of names beside refs."""
    wanted = {*fields, collection.key} if fields else None
    chosen = [field for field in collection.fields if wanted is None or field.path[0] in wanted]
    return tuple(
        Column(field, field.many and not field.joined)  # a joined cell is one text already
        for own in chosen
        for field in (own, own.named if names else None)
        if field
    )


@cache
def row_reader(columns: tuple[Column, ...]) -> Callable[[Record], list[Cell]]:
    """A function that gives the cells of a record."""
    readers = [_reader(column.field.path) for column in columns]
    return lambda record: [read(record) for read in readers]


def joined(values: Sequence[Any]) -> str:
    r"""Several values as one text, separated by `;`; one within a value is written `\;`."""
    return ";".join([text(value).replace(";", "\\;") for value in values])


def text(value: Cell) -> str:
    """A cell as text; null is empty, true and false are written as in JSON."""
    if isinstance(value, str):
        return value
    if value is None:
        return ""
    if isinstance(value, list):
        return joined(value)
    return str(value).lower() if isinstance(value, bool) else str(value)


def _reader(path: tuple[str, ...]) -> Callable[[Record], Cell]:
    if len(path) == 1:
        return itemgetter(path[0])
    first, rest = itemgetter(path[0]), value_reader(path[1:])
    return lambda record: rest(first(record))


def value_reader(path: tuple[str, ...]) -> Callable[[Any], Cell]:
    """A function that gives the value at a path below another; the values of several nodes are one list."""
    if not path:
        return lambda value: value
    step, rest = path[0], value_reader(path[1:]) if path[1:] else None

    def read(value: Any) -> Any:
        if value is None:
            return None
        if not isinstance(value, list):
            return value[step] if rest is None else rest(value[step])
        found = [one[step] for one in value] if rest is None else [rest(one[step]) for one in value]
        return [one for some in found for one in (some if isinstance(some, list) else (some,))]

    return read
