"""NDJSON, one record a line, as the API exports it: JSON without NaN, duplicate keys or numbers too long to read."""

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from pydantic_core import from_json, to_json

from schemas.registry import BY_KIND, COLLECTIONS
from schemas.seedfiles.faults import Faults, FileLine, OutOfOrder, Plain, shown

_LONGEST = 2**20
_LONGEST_BLOCK = 10_000  # lines: more than an article has, few enough for memory
_MOST_VALUES = 50_000  # in one record; many faults in one record take long to describe
_MOST_DIGITS = 400  # more than any float has
REDIRECT = "redirect"
_SHARED_KINDS = {REDIRECT, *(made.kind for made in COLLECTIONS.values() if made.scope == "registry")}
_KINDS = (*BY_KIND, REDIRECT)


@dataclass(frozen=True, slots=True)
class Line(FileLine):
    """A line with an entry. `article`: the id of the entry's article, empty for the registry and redirects."""

    text: bytes
    entry: dict[str, Plain]
    article: str

    @property
    def kind(self) -> str:
        return str(self.entry["kind"])


class Block(NamedTuple):
    """Successive lines of the file. A block begins at a line that looks like an article's own."""

    file: str
    first: int
    texts: list[bytes]

    def lines(self, faults: Faults) -> Iterator[Line]:
        """The entries, line by line; faults are noted."""
        for number, text in enumerate(self.texts, self.first):
            if text.strip() and (line := _entry(text, self.file, number, faults)):
                yield line


class KnownBlock(NamedTuple):
    """All lines of an article that was loaded from the same bytes before; `source` is their digest."""

    article: str
    source: bytes
    block: Block


def read_blocks(path: Path, faults: Faults) -> Iterator[Block]:
    texts: list[bytes] = []
    number = 0
    try:
        with path.open("rb", buffering=_LONGEST) as file:
            for number, text in enumerate(iter(lambda: file.readline(_LONGEST + 1), b""), 1):
                if len(texts) >= _LONGEST_BLOCK or b'"kind":"article"' in text or b'"kind": "article"' in text:
                    yield Block(str(path), number - len(texts), texts)
                    texts = []
                texts.append(text)
            yield Block(str(path), number + 1 - len(texts), texts)
    except OSError as error:
        faults.add(FileLine(str(path), 1), (), f"cannot be read: {error.strerror}")


def in_order(lines: Iterable[Line | KnownBlock]) -> Iterator[Line | KnownBlock]:
    """The same lines; OutOfOrder at the first that an export would have written earlier."""
    last, is_whole = "", False
    for line in lines:
        if line.article < last or (line.article == last and is_whole):
            raise OutOfOrder
        last, is_whole = line.article, isinstance(line, KnownBlock)
        yield line


def _entry(text: bytes, file: str, number: int, faults: Faults) -> Line | None:
    try:
        if len(text) > _LONGEST:
            raise ValueError(f"is longer than {_LONGEST} bytes")
        if text.count(b",") >= _MOST_VALUES:
            raise ValueError(f"holds more than {_MOST_VALUES:,} values")
        entry = _read(text)
        if not isinstance(entry, dict) or entry.get("kind") not in _KINDS:
            raise ValueError(f"should be an object whose kind is one of {', '.join(_KINDS)}")
    except (ValueError, RecursionError) as error:
        why = "nested too deeply" if isinstance(error, RecursionError) else error
        beginning = text[:60].decode(errors="replace").rstrip()
        faults.add(FileLine(file, number), (), f"is no record: {why} (got {shown(beginning)})")
        faults.lose("")
        return None
    kind = entry["kind"]
    article = "" if kind in _SHARED_KINDS else str(entry.get("id" if kind == "article" else "article"))
    return Line(file, number, text, entry, article)


def _read(text: bytes) -> Plain:
    """The value of a line. As an export writes it, no key is there twice; any other line takes four times as long."""
    try:
        value: Plain = from_json(text, allow_inf_nan=False)
        if to_json(value) == text.rstrip():
            return value
    except ValueError:
        pass  # json.loads reports what is wrong in words that do not change with a library's version
    checked: Plain = json.loads(text, object_pairs_hook=_pairs, parse_constant=_constant, parse_int=_integer)
    return checked


def _pairs(pairs: list[tuple[str, Plain]]) -> dict[str, Plain]:
    found = dict(pairs)
    if len(found) != len(pairs):
        names = [name for name, _ in pairs]
        raise ValueError(f"{next(n for n in names if names.count(n) > 1)!r} stands twice in the same object")
    return found


def _integer(digits: str) -> int:
    if len(digits) > _MOST_DIGITS:
        raise ValueError(f"a number has more than {_MOST_DIGITS} digits")
    return int(digits)


def _constant(name: str) -> None:
    raise ValueError(f"{name} is no JSON number")
