"""Faults of seeds, each with its file, line and field, all reported in one run.

Exception
├── SeedError    seeds with faults
└── OutOfOrder   records are not in export order (the reader then sorts the file)
"""

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from typing import NamedTuple

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from schemas.seedfiles.completion import INHERITED
from schemas.values import pattern_in_words

NO_OFFSETS = "has no offsets yet; fill them with: flask --app wsgi facts fill SEED FILE"
STILL_TODO = "is still to be decided (TODO)"
_TODO = re.compile(r"\bTODO\b")
_PLACE = ("paragraph", "start", "end")

FieldPath = tuple[str | int, ...]
Plain = bool | int | float | str | list["Plain"] | dict[str, "Plain"] | None  # what YAML and JSON can hold

_MOST = 1000  # more than anybody reads; a wrong file of millions of lines must not be read to its end
_SHOWN = 60
_WORDS = {  # what pydantic says in Python's terms, in those of a seed's author
    "missing": "is missing",
    "tuple_type": "should be a list",
    "model_type": "should be a mapping",
    "dict_type": "should be a mapping",
    "string_type": "should be text, in quotes if it looks like a number",
    "string_unicode": "should be text in Unicode",
    "int_type": "should be a whole number",
    "float_type": "should be a number, without quotes, commas or words",
}
_MEMBERS = ("constrained-int", "constrained-float")  # of a union, which pydantic names in paths


@dataclass(frozen=True, slots=True)
class FileLine:
    """A line of a file, from 1, as the place of everything in it."""

    file: str
    number: int

    def line(self, path: Sequence[str | int]) -> int:  # noqa: ARG002
        return self.number

    def has(self, path: Sequence[str | int]) -> bool:  # noqa: ARG002
        return True


@dataclass(frozen=True, slots=True)
class YamlPlace:
    """The lines of a file's values below `prefix`."""

    file: str
    lines: dict[FieldPath, int]
    prefix: FieldPath = ()

    def line(self, path: Sequence[str | int]) -> int:
        """The line of the deepest part of the path that the file holds."""
        full = self._full(path)
        while full and full not in self.lines:
            full = full[:-1]
        return self.lines.get(full, 1)

    def has(self, path: Sequence[str | int]) -> bool:
        """Whether the file holds a value at this path."""
        return self._full(path) in self.lines

    def _full(self, path: Sequence[str | int]) -> FieldPath:
        return (*self.prefix, *(int(part) if str(part).isdecimal() else part for part in path))

    def below(self, *path: str | int) -> "YamlPlace":
        return YamlPlace(self.file, self.lines, (*self.prefix, *path))


Where = FileLine | YamlPlace
"""A place in a file that knows the line of each field below it."""


class Fault(NamedTuple):
    """One thing wrong, printed as `file:line: path.to.field: what is wrong (got ...)`."""

    file: str
    line: int
    path: str
    message: str

    def __str__(self) -> str:
        return f"{self.file}:{self.line}: {self.path + ': ' if self.path else ''}{self.message}"


@dataclass
class SeedError(Exception):
    """Seeds with faults; none of their records is loaded. It can be passed between processes."""

    faults: Sequence[Fault]

    def __str__(self) -> str:
        return "\n".join(map(str, self.faults))


class OutOfOrder(Exception):
    """The records of a file do not come in export order, so it cannot be read in one pass."""


class Faults:
    """Collects faults, so that one run reports them all; SeedError once there are a thousand."""

    def __init__(self) -> None:
        self._found: list[Fault] = []
        self._lost: set[str] = set()

    def add(self, where: Where, path: Sequence[str | int], message: str, name: str = "") -> None:
        """Note a fault at a field of the record called `name`."""
        shown = ".".join(filter(None, (name, *map(str, path))))
        self._found.append(Fault(where.file, where.line(path), _printable(shown), _printable(message)))
        if len(self._found) >= _MOST:
            self.check()

    def add_invalid(
        self, where: Where, error: ValidationError, name: str, but: Sequence[FieldPath] = (),
        fields: Collection[str] = (),
    ) -> None:  # fmt: skip
        """Note all that a class with these fields refused, except below or above the paths of `but`, whose faults are
        noted elsewhere, and of what is inherited, which is refused where it is written. A list whose items were all
        refused is not reported as empty too."""
        refusals = list(_refusals(error, fields))
        paths = (*but, *(path for path, _ in refusals))
        above = {path[:length] for path in paths for length in range(1, len(path))}
        for path, message in refusals:
            is_elsewhere = is_inherited(where, path) or any(path[: len(known)] == known for known in but)
            if path not in above and not is_elsewhere:
                self.add(where, path, message, name)

    def lose(self, name: str) -> None:
        """Note that a record (by ref, empty if unknown), a collection, or all of an article (`*/<article>.`) could not
        be read: refs to it are not reported as dangling."""
        self._lost.add(name)

    def lost(self, ref: str) -> bool:
        """Whether the record may have been among what could not be read."""
        collection, _, name = ref.partition("/")
        return not self._lost.isdisjoint({ref, collection, f"*/{name.partition('.')[0]}."})

    def lost_in(self, article: str) -> bool:
        """Whether a record of the article, or one that nobody can name, could not be read."""
        return any(not name or name.partition("/")[2].startswith(f"{article}.") for name in self._lost)

    def __len__(self) -> int:
        return len(self._found)

    def __iter__(self) -> Iterator[Fault]:
        return iter(sorted(self._found, key=lambda fault: (fault.file, fault.line)))

    def check(self) -> None:
        """Raise SeedError with all faults, if there are any."""
        if self._found:
            raise SeedError(list(self))


def unfinished(value: Plain, path: FieldPath = ()) -> Iterator[tuple[FieldPath, str]]:
    """What a seed lacks before it can be loaded, with its path: decisions marked TODO, and evidence without its place.
    A phrase is the article's, so it may contain the word TODO."""
    if isinstance(value, str) and _TODO.search(value) and path[-1:] != ("exact",):
        yield path, STILL_TODO
    elif isinstance(value, list):
        for number, item in enumerate(value):
            yield from unfinished(item, (*path, number))
    elif isinstance(value, dict):
        if "exact" in value and ("nth" in value or any(value.get(key) is None for key in _PLACE)):
            yield path, NO_OFFSETS
        for key, item in value.items():
            yield from unfinished(item, (*path, key))


def is_inherited(where: Where, path: Sequence[str | int]) -> bool:
    """Whether the value at a path was taken from a claim, which the file has instead."""
    return path[:1] in [(name,) for name in INHERITED] and not where.has(path[:1])


def _printable(text: str) -> str:
    """The text with everything escaped that could break a line or control a terminal."""
    return "".join(character if character.isprintable() else repr(character)[1:-1] for character in text)


def shown(value: object) -> str:
    """A value as a message shows it: short, and without a control character."""
    text = repr(value)
    return text if len(text) <= _SHOWN else f"{text[:_SHOWN]}…"


def _refusals(error: ValidationError, fields: Collection[str]) -> Iterator[tuple[FieldPath, str]]:
    for refusal in error.errors(include_url=False):
        if "constrained-int" in refusal["loc"]:
            continue  # the other member of the union, a float, says the same
        path = tuple(part for part in refusal["loc"] if part not in _MEMBERS)
        message = _said(refusal, fields)
        if refusal["type"] == "value_error" and ": " in message and isinstance(refusal["input"], dict):
            field, _, message = message.partition(": ")  # a rule over several fields names the one at fault
            first = field.split(",")[0]
            yield (*path, *first.split(".")), _message(message, refusal["input"].get(first, refusal["input"]))
        else:
            yield path, _message(message, None if refusal["type"] == "missing" else refusal["input"])


def _said(refusal: ErrorDetails, fields: Collection[str]) -> str:
    kind = refusal["type"]
    if kind == "extra_forbidden":
        nearest = get_close_matches(str(refusal["loc"][-1]), fields, n=1) if len(refusal["loc"]) == 1 else []
        return "is no field here" + "".join(f"; {one} may be meant" for one in nearest)
    if kind == "string_pattern_mismatch":
        return f"should be {pattern_in_words(refusal['ctx']['pattern'])}"
    message = refusal["msg"].removeprefix("Value error, ")
    if kind in _WORDS and kind != "missing" and refusal["input"] is None:
        return f"is empty; it {_WORDS[kind].partition(',')[0]}"
    return _WORDS.get(kind) or re.sub(r"^(?:Input|String|Tuple) (?=should)| after validation, not 0$", "", message)


def _message(message: str, got: object) -> str:
    message = message[:1].lower() + message[1:]
    return message if got is None or isinstance(got, dict) else f"{message} (got {shown(got)})"
