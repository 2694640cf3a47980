"""What the conditions of a question mean to the store: rows of the links, a test of columns, or a search. No SQL."""

from typing import Any, NamedTuple, assert_never

from api.store.plan import (
    Condition,
    Differs,
    During,
    Equals,
    Find,
    Given,
    Lacking,
    Matches,
    OfDimension,
    Reaches,
    RefersTo,
    Scalar,
)
from api.store.presence import MARK, presence
from schemas.registry import Collection

ANY_FIELD = ""  # the name in the links under which every ref of a record stands
_UNORDERED = 3


class Named(NamedTuple):
    """A condition of a question, and the name under which its values are bound."""

    condition: Condition
    name: str


class Linked(NamedTuple):
    """Rows of the links: those of a field, with one of some values (None: with any). `negated`: there is none."""

    field: str
    targets: tuple[Scalar, ...] | None
    negated: bool = False


class Tested(NamedTuple):
    """A test of a record's own columns. `field` is the one it looks at; `constant` tells that all records pass (True)
    or none (False)."""

    field: str | None = None
    constant: bool | None = None


class Searched(NamedTuple):
    """A search of the words."""


def means(collection: Collection, condition: Condition) -> Linked | Tested | Searched:
    """What of the store tells whether a record fulfils a condition."""
    match condition:
        case Matches():
            return Searched()
        case RefersTo(refs):
            return Linked(ANY_FIELD, refs)
        case Equals(name, values) | Differs(name, values):
            negated, field = isinstance(condition, Differs), collection.field(name)
            if field.many or field.asked.also:
                return Linked(name, values, negated)
            return Tested(name, (not negated) if len(field.options) == 1 else None)
        case Given(name) | Lacking(name):
            return _presence(collection, name, isinstance(condition, Lacking))
        case OfDimension() | Reaches() | During():
            return Tested()
        case _:
            assert_never(condition)


def _presence(collection: Collection, name: str, negated: bool) -> Linked | Tested:
    kind, field = presence(collection, name)
    match kind:
        case "always":
            return Tested(None, not negated)
        case "column":
            return Tested(field.name if field else None)
        case "links":
            return Linked(field.name if field else "", None, negated)
        case "mark":
            return Linked(MARK, (name,), negated)
        case _:
            assert_never(kind)


def named(find: Find) -> list[Named]:
    """The conditions that tell records apart, those whose index gives positions in order first."""
    found = [Named(condition, f"c{n}") for n, condition in enumerate(find.conditions)]
    telling = (one for one in found if not _always(find.collection, one.condition))
    return sorted(telling, key=lambda one: _rank(find.collection, one.condition))


def driver(find: Find, sorting: bool) -> tuple[Named | None, list[Named]]:
    """The condition whose index gives the records in order, if there is one, and the others."""
    found = named(find)
    if not sorting and found and _rank(find.collection, found[0].condition) < _UNORDERED:
        return found[0], found[1:]
    return None, found


def _rank(collection: Collection, condition: Condition) -> int:
    match means(collection, condition):
        case Searched():
            return 0
        case Linked(_, targets, negated):
            return 1 if targets and len(targets) == 1 and not negated else _UNORDERED
        case Tested():
            return 2 if isinstance(condition, Equals) and len(condition.values) == 1 else _UNORDERED


def _always(collection: Collection, condition: Condition) -> bool:
    """A kind that is the same in all records has no index, and needs none."""
    tested = means(collection, condition)
    return isinstance(tested, Tested) and tested.constant is True


def repeats(collection: Collection, condition: Condition) -> bool:
    """Whether a record may stand several times in the condition's set."""
    linked = means(collection, condition)
    return isinstance(linked, Linked) and not linked.negated and (linked.targets is None or len(linked.targets) > 1)


def deciding_field(collection: Collection, condition: Condition) -> str | None:
    """The field whose column alone decides about a condition; None where that needs anything else."""
    tested = means(collection, condition)
    return tested.field if isinstance(tested, Tested) else None


def shape(find: Find) -> tuple[Any, ...]:
    """What the SQL of a question depends on: not the values, but which and how many."""
    return (find.collection.name, tuple(map(_condition_shape, find.conditions)))


def _condition_shape(condition: Condition) -> tuple[Any, ...]:
    kind = type(condition).__name__
    match condition:
        case Equals(field, values) | Differs(field, values):
            return (kind, field, len(values))
        case Given(field) | Lacking(field):
            return (kind, field)
        case RefersTo(refs):
            return (kind, len(refs))
        case Reaches(low, high, within, base):
            return (kind, low is None, high is None, within, base)
        case During(first, last, within):
            return (kind, first and first.instant, last and last.instant, within)
        case OfDimension() | Matches():
            return (kind,)
        case _:
            assert_never(condition)
