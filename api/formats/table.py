"""Records as flat rows, for CSV, Parquet and XLSX: columns derived from the fields, nested ones joined by `_`."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any, Literal

import msgspec
from pydantic import TypeAdapter

from schemas.registry import Collection, Field
from schemas.values import Json, JsonObject

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
        """The field's path joined by `_`."""
        return "_".join(self.field.path)

    @property
    def kind(self) -> Kind:
        """The type of one value: `number` if the column can hold fractions, even if all are whole."""
        primitive = self.field.primitive
        if primitive == "text":
            return _TEXTS.get(_schema(self.field).get("format", ""), "text")
        return "integer" if primitive == "number" and _schema(self.field).get("type") == "integer" else primitive


_TEXTS: dict[str, Kind] = {"date": "date", "date-time": "instant"}


@cache
def _schema(field: Field) -> JsonObject:
    return {} if field.joined else TypeAdapter(field.annotation).json_schema()


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


def text(value: Cell) -> str:
    r"""A cell as text: null is empty, truth values as in JSON, several values joined by `;` (within a value `\;`)."""
    if isinstance(value, str):
        return value
    if value is None:
        return ""
    if isinstance(value, _SEVERAL):
        return text(value[0]).replace(";", "\\;") if len(value) == 1 else _joined(value)
    return str(value) if not isinstance(value, bool) else "true" if value else "false"


def _joined(values: Sequence[Cell]) -> str:
    texts = [value if isinstance(value, str) else text(value) for value in values]
    return ";".join([one.replace(";", "\\;") if ";" in one else one for one in texts])


Read = Callable[[Iterable[bytes]], Iterator[Sequence[Cell]]]


def row_reader(columns: tuple[Column, ...]) -> Read:
    """A function that reads records as rows, with a decoder made for these columns, which skips the rest."""
    tops: dict[str, list[Path]] = {}
    for column in columns:
        tops.setdefault(column.field.path[0], []).append(column.field.path[1:])
    nodes = {name: _Nested(name, paths) if paths[0] else None for name, paths in tops.items()}
    record = msgspec.defstruct("Record", [(name, node.type if node else Any) for name, node in nodes.items()])
    decode, values = msgspec.json.Decoder(record).decode, msgspec.structs.astuple
    # From last to first, so that earlier places stay the same.
    nested = [(place, node.spread) for place, node in enumerate(nodes.values()) if node][::-1]

    def read(records: Iterable[bytes]) -> Iterator[Sequence[Cell]]:
        for row in map(list, map(values, map(decode, records))):
            for place, spread in nested:
                row[place : place + 1] = spread(row[place])
            yield row

    return read if nested else lambda records: map(values, map(decode, records))


class _Nested:
    """The columns below one field, which holds a node, a list of nodes, or null."""

    def __init__(self, name: str, paths: Sequence[Path]) -> None:
        steps = list(dict.fromkeys(path[0] for path in paths))
        node = msgspec.defstruct(name.capitalize(), [(step, Any) for step in steps])
        self.type: Any = node | list[node] | None  # type: ignore[valid-type]
        self._width = len(paths)
        self._deep = [(steps.index(path[0]), path[1:]) for path in paths] if any(path[1:] for path in paths) else None

    def spread(self, value: Json) -> Iterable[Cell]:
        """A cell for each column; of several nodes each cell is a list."""
        if not value:
            return [value] * self._width
        values = msgspec.structs.astuple
        cells = [*zip(*map(values, value), strict=True)] if isinstance(value, list) else values(value)
        return cells if self._deep is None else [_below(cells[place], path) for place, path in self._deep]


def _below(value: Json, path: Path) -> Json:
    """The value at a path below a node; the values of several nodes are one list."""
    if isinstance(value, _SEVERAL):
        found = [_below(one, path) for one in value]
        return [one for some in found for one in (some if isinstance(some, list) else (some,))]
    return value if value is None or not path else _below(value[path[0]], path[1:])
