"""The ways from a record to the values of its fields, worked out once a field: loading goes them millions of times."""

from collections.abc import Callable, Iterable, Sequence
from operator import attrgetter
from typing import Any

from schemas.cells import split

Getter = Callable[[Any], Sequence[Any]]


def getter(path: Sequence[str], joined: bool = False) -> Getter:
    """Gives all values at a path of a record; nulls are passed over, a joined cell is split."""
    step, rest = attrgetter(path[0]), getter(path[1:], joined) if path[1:] else None

    def get(record: Any) -> Sequence[Any]:
        value = step(record)
        if value is None or value == ():
            return ()
        if rest is None:
            return value if isinstance(value, tuple) else split(value) if joined else (value,)
        return [one for item in value for one in rest(item)] if isinstance(value, tuple) else rest(value)

    return get


def row_getter(paths: Iterable[Sequence[str]]) -> Callable[[Any], Sequence[Any]]:
    """Gives the one value at each path of a record, None where there is none."""
    steps = [_single(path) for path in paths]
    return lambda record: [step(record) for step in steps]


def _single(path: Sequence[str]) -> Callable[[Any], Any]:
    """Gives the value at a path, or None where a step on the way is null."""
    step, rest = attrgetter(path[0]), _single(path[1:]) if path[1:] else None
    if rest is None:
        return step

    def get(record: Any) -> Any:
        value = step(record)
        return None if value is None else rest(value)

    return get
