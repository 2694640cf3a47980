"""Faults of seeds, each with its file, line and field, all reported in one run.

Exception
├── SeedError    seeds with faults
└── OutOfOrder   records are not in export order (the reader then sorts the file)
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple, Protocol

from pydantic import ValidationError

_MOST = 1000  # more than anybody reads; a wrong file of millions of lines must not be read to its end
_SHOWN = 60
_MEMBERS = ("constrained-int", "constrained-float")  # of a union, which pydantic names in paths


class Where(Protocol):
    """A place in a file that knows the line of each field below it."""

    @property
    def file(self) -> str:
        """The file's name."""

    def line(self, path: Sequence[str | int]) -> int:
        """The line (from 1) of the deepest part of the path that the file has."""


@dataclass(frozen=True, slots=True)
class FileLine:
    """A line of a file, from 1, as the place of everything in it."""

    file: str
    number: int

    def line(self, path: Sequence[str | int]) -> int:  # noqa: ARG002
        return self.number


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
        self, where: Where, error: ValidationError, name: str, but: Sequence[tuple[str | int, ...]] = ()
    ) -> None:
        """Note all that a class refused, except below or above the paths of `but`, whose faults are noted elsewhere: a
        list whose items were all refused is reported as empty too."""
        for path, message in _refusals(error):
            if not any(path[: len(known)] == known or (path and known[: len(path)] == path) for known in but):
                self.add(where, path, message, name)

    def lose(self, name: str) -> None:
        """Note that a record (by ref) or a collection could not be read, so that refs to it are not reported as
        dangling."""
        self._lost.add(name)

    def lost(self, ref: str) -> bool:
        """Whether the record may have been among what could not be read."""
        return ref in self._lost or ref.partition("/")[0] in self._lost

    def __len__(self) -> int:
        return len(self._found)

    def __iter__(self) -> Iterator[Fault]:
        return iter(sorted(self._found, key=lambda fault: (fault.file, fault.line)))

    def check(self) -> None:
        """Raise SeedError with all faults, if there are any."""
        if self._found:
            raise SeedError(list(self))


def _printable(text: str) -> str:
    """The text with everything escaped that could break a line or control a terminal."""
    return "".join(character if character.isprintable() else repr(character)[1:-1] for character in text)


def shown(value: object) -> str:
    """A value as a message shows it: short, and without a control character."""
    text = repr(value)
    return text if len(text) <= _SHOWN else f"{text[:_SHOWN]}…"


def _refusals(error: ValidationError) -> Iterator[tuple[tuple[str | int, ...], str]]:
    for refusal in error.errors(include_url=False):
        if "constrained-int" in refusal["loc"]:
            continue  # the other member of the union, a float, says the same
        path = tuple(part for part in refusal["loc"] if part not in _MEMBERS)
        message = refusal["msg"].removeprefix("Value error, ")
        if refusal["type"] == "value_error" and ": " in message and isinstance(refusal["input"], dict):
            field, _, message = message.partition(": ")  # a rule over several fields names the one at fault
            first = field.split(",")[0]
            yield (*path, *first.split(".")), _message(message, refusal["input"].get(first, refusal["input"]))
        else:
            yield path, _message(message, None if refusal["type"] == "missing" else refusal["input"])


def _message(message: str, got: object) -> str:
    message = message[:1].lower() + message[1:]
    return message if got is None or isinstance(got, dict) else f"{message} (got {shown(got)})"
