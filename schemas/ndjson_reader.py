"""NDJSON, one record a line, as the API exports it: JSON without NaN, duplicate keys or numbers beyond all use."""

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from schemas.faults import Faults, OutOfOrder, shown
from schemas.registry import COLLECTIONS, KINDS

_LONGEST = 2**20
_REGISTRY_KINDS = {collection.kind for collection in COLLECTIONS.values() if collection.scope == "registry"}
REDIRECT = "redirect"


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a file (from 1) and, once read, the entry in it; `todo` where that word stands in it."""

    file: str
    number: int
    entry: Any = None
    todo: bool = False

    def line(self, path: Sequence[str | int]) -> int:  # noqa: ARG002
        """The line; in NDJSON a record has one."""
        return self.number

    @property
    def kind(self) -> str:
        """The kind that the entry names."""
        return str(self.entry["kind"])

    @property
    def article(self) -> str:
        """The article an entry belongs to; empty for the registry and redirects."""
        if self.kind in _REGISTRY_KINDS or self.kind == REDIRECT:
            return ""
        return str(self.entry.get("id" if self.kind == "article" else "article"))

    @property
    def order(self) -> tuple[str, bool]:
        """Sorts an article's records together, the article itself first."""
        return (self.article, self.kind != "article")


def read_lines(path: Path, faults: Faults) -> Iterator[Line]:
    """The entries of a file, line by line; what is no entry is noted and passed over."""
    try:
        with path.open("rb") as file:
            for number, text in enumerate(iter(lambda: file.readline(_LONGEST + 1), b""), 1):
                yield from _entry(text, Line(str(path), number), faults)
    except OSError as error:
        faults.add(Line(str(path), 1), (), f"cannot be read: {error.strerror}")


def in_order(lines: Iterable[Line]) -> Iterator[Line]:
    """The same lines; OutOfOrder at the first that an export would have put before the one above it."""
    last = ""
    for line in lines:
        if line.article < last:
            raise OutOfOrder
        last = line.article
        yield line


def _entry(text: bytes, line: Line, faults: Faults) -> Iterator[Line]:
    if not text.strip():
        return
    try:
        if len(text) > _LONGEST:
            raise ValueError(f"is longer than {_LONGEST} bytes")
        entry = json.loads(text, object_pairs_hook=_pairs, parse_constant=_constant)
        if not isinstance(entry, dict) or entry.get("kind") not in (*KINDS, REDIRECT):
            raise ValueError(f"should be an object whose kind is one of {', '.join((*KINDS, REDIRECT))}")
    except (ValueError, RecursionError) as error:
        faults.add(line, (), f"is no record: {str(error) or 'nested too deeply'} (got {shown(text[:60])})")
        return
    yield Line(line.file, line.number, entry, todo=b"TODO" in text)


def _pairs(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        names = [name for name, _ in pairs]
        raise ValueError(f"{next(n for n in names if names.count(n) > 1)!r} stands twice in the same object")
    return found


def _constant(name: str) -> None:
    raise ValueError(f"{name} is no JSON number")
