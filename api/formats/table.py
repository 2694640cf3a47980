"""Records as flat rows, for CSV, Parquet and XLSX: columns derived from the fields, nested ones joined by `_`."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import chain, islice, repeat
from typing import Any, Literal, NamedTuple

import msgspec
from pydantic import TypeAdapter

from api.formats.format import View
from schemas.registry import Collection, Field, column_field
from schemas.values import JsonObject

Kind = Literal["text", "integer", "number", "boolean", "date", "instant"]
Cell = str | int | float | bool | None | Sequence["Cell"]
Path = tuple[str, ...]
_SEVERAL = (list, tuple)


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its field, and whether a cell holds a list of values."""

    field: Field
    many: bool

    @property
    def name(self) -> str:
        return "_".join(self.field.path)

    @property
    def kind(self) -> Kind:
        """The type of one value: `number` if the column can hold fractions, even if all are whole."""
        primitive = self.field.primitive
        if primitive == "text":
            return "text" if self.field.joined else _TEXTS.get(_schema(self.field.annotation).get("format", ""), "text")
        return "integer" if self.field.is_whole else primitive


_TEXTS: dict[str, Kind] = {"date": "date", "date-time": "instant"}


@cache
def _schema(annotation: Any) -> JsonObject:
    """One for all fields of a type, since making it takes a millisecond."""
    return TypeAdapter(annotation).json_schema()


@cache
def columns(collection: Collection, fields: tuple[str, ...] | None = None, names: bool = False) -> tuple[Column, ...]:
    """The columns of a collection, or of some fields and the key; `names` adds those of names beside refs."""
    wanted = {*fields, collection.key} if fields else None
    chosen = [field for field in collection.fields if wanted is None or field.path[0] in wanted]
    return tuple(
        Column(field, field.many and not field.joined)  # a joined cell is one text already
        for own in chosen
        for field in (own, own.named if names else None)
        if field
    )


def columns_of(view: View) -> tuple[Column, ...]:
    """The columns of what a view shows."""
    if view.by:
        return tuple(Column(column_field(name, kind), many=False) for name, kind in view.by.items())
    return columns(view.collection, view.fields, view.names)


def text(value: Cell) -> str:
    r"""A cell as text: null is empty, truth values as in JSON, several values joined by `;` (within a value `\;`)."""
    if isinstance(value, str):
        return value
    if value is None:
        return ""
    if isinstance(value, _SEVERAL):
        return ";".join(map(_part, value))
    return str(value) if not isinstance(value, bool) else "true" if value else "false"


def _part(value: Any) -> str:
    return text(value).replace(";", "\\;")


def _parts(values: Sequence[Any]) -> Sequence[str]:
    if {*map(type, values)} == {int}:  # msgspec writes integers in a third of the time of `str`
        return msgspec.json.encode(values).decode()[1:-1].split(",")
    return ["" if one is None else one if one.__class__ is str and ";" not in one else _part(one) for one in values]


class ColumnValues(NamedTuple):
    """The values of a column in one sequence; each cell has as many as `sizes` says (None: null), without it one."""

    values: Sequence[Any]
    sizes: Sequence[int | None] | None = None

    def listed(self) -> Sequence[Cell]:
        """The cells, several values as a list."""
        if self.sizes is None:
            return self.values
        unread = iter(self.values)
        return [None if size is None else [*islice(unread, size)] for size in self.sizes]

    def joined(self) -> Sequence[Cell]:
        """The cells, several values as one text; a cell without any is null."""
        if self.sizes is None:
            return self.values
        unread = iter(_parts(self.values))
        return [next(unread) if size == 1 else ";".join(islice(unread, size)) if size else None for size in self.sizes]


Rows = list[list[Cell]]


def row_reader(
    columns: tuple[Column, ...], cells: Callable[[ColumnValues], Sequence[Cell]] = ColumnValues.listed
) -> Callable[[bytes], Rows]:
    """A function that reads lines of records as rows, by a decoder made for these columns, which skips the rest."""
    record = _Node("Record", [(column.field.path, column.many) for column in columns])
    decode, values = msgspec.json.Decoder(record.struct).decode_lines, msgspec.structs.astuple
    # From the last to the first, so that the places before stay as they are.
    spread = [(place, field) for place, field in enumerate(record.fields) if field.node or field.many][::-1]

    def read(lines: bytes) -> Rows:
        rows = [[*values(one)] for one in decode(lines)]
        for place, field in spread:
            columns = [cells(one) for one in field.spread([row[place] for row in rows], None)]
            for row, these in zip(rows, zip(*columns, strict=True), strict=True):
                row[place : place + 1] = these
        return rows

    return read


class _Field(NamedTuple):
    """A field that leads to columns; without a `node` it is one itself. `many`: its cells have several values."""

    node: "_Node | None"
    many: bool

    def spread(self, values: Sequence[Any], sizes: Sequence[int | None] | None) -> Iterator[ColumnValues]:
        held = _apart(values, sizes) if self.many else ColumnValues(values, sizes)
        if self.node is None:
            yield held
        else:
            yield from self.node.spread(*held)


class _Node:
    """A record, or a node below one, with those of its fields that lead to columns."""

    def __init__(self, name: str, paths: Iterable[tuple[Path, bool]]) -> None:
        below: dict[str, list[tuple[Path, bool]]] = {}
        for (step, *rest), many in paths:
            below.setdefault(step, []).append((tuple(rest), many))
        self.fields = [
            _Field(_Node(step.capitalize(), rests) if rests[0][0] else None, rests[0][1])
            for step, rests in below.items()
        ]
        types = [one.node.struct | list[one.node.struct] | None if one.node else Any for one in self.fields]  # type: ignore[name-defined]
        names = {f"field_{place}": step for place, step in enumerate(below)}  # steps like `earliest.year` cannot be
        self.struct: Any = msgspec.defstruct(name, zip(names, types, strict=True), rename=names, gc=False)

    def spread(self, nodes: Sequence[Any], sizes: Sequence[int | None] | None) -> Iterator[ColumnValues]:
        """The columns below these nodes, some of which may be null."""
        nulls, values = (None,) * len(self.fields), msgspec.structs.astuple
        columns = [*zip(*[nulls if node is None else values(node) for node in nodes], strict=True)]
        for field, column in zip(self.fields, columns or repeat(()), strict=False):
            yield from field.spread(column, sizes)


def _apart(values: Sequence[Any], sizes: Sequence[int | None] | None) -> ColumnValues:
    """The values with the lists among them flattened. Below a list, a null in place of a list counts as one value."""
    if list not in {*map(type, values)}:
        return ColumnValues(values, sizes)
    if sizes is None:
        given = [*chain.from_iterable(filter(None, values))]
        return ColumnValues(given, [None if value is None else len(value) for value in values])
    lists = [value if isinstance(value, list) else (value,) for value in values]
    lengths = map(len, lists)
    return ColumnValues([*chain.from_iterable(lists)], [size and sum(islice(lengths, size)) for size in sizes])
