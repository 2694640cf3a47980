"""How the store evaluates a condition: by rows of the links table, by columns of the record, or by a search. No SQL."""

from functools import cache
from types import NoneType, UnionType
from typing import Annotated, Any, Literal, NamedTuple, Union, assert_never, get_args, get_origin

from pydantic.fields import FieldInfo

from api.store import plan
from schemas.registry import Collection, Field

ANY_FIELD = ""  # field name in the links table for every ref of a record
MARK = "has"  # field name in the links table for the names of fields given that have neither column nor links
_BETWEEN, _NULL = "\n", "\U0010ffff"  # in the links of pairs; neither is in a text, and null comes last


def pair_name(one: Field, two: Field) -> str:
    """The field name in the links table for the pairs of values that two fields have in one list."""
    return f"{one.name},{two.name}"


def joined_pair(one: str | None, two: str | None) -> str:
    """A pair as the target of a link."""
    return f"{_NULL if one is None else one}{_BETWEEN}{_NULL if two is None else two}"


def split_pair(target: str | None) -> tuple[str | None, str | None]:
    """The pair of a link's target; nulls for a record without."""
    one, _, two = (_NULL + _BETWEEN + _NULL if target is None else target).partition(_BETWEEN)
    return (None if one == _NULL else one), (None if two == _NULL else two)


_UNORDERED = 3


class Named(NamedTuple):
    """A condition of a question, and the name under which its values are bound."""

    condition: plan.Condition
    name: str


class Linked(NamedTuple):
    """Rows of the links table: a field's, with one of these values (None: any); `negated`: there is none."""

    field: str
    targets: tuple[plan.Scalar, ...] | None
    negated: bool = False


class Tested(NamedTuple):
    """A test of a record's own columns. `field` is the one tested; `constant` is True where all records pass, False
    where none do."""

    field: str | None = None
    constant: bool | None = None


class Searched(NamedTuple):
    """A full-text search."""


def means(collection: Collection, condition: plan.Condition) -> Linked | Tested | Searched:
    """How a condition is evaluated."""
    match condition:
        case plan.Matches():
            return Searched()
        case plan.RefersTo(refs):
            return Linked(ANY_FIELD, refs)
        case plan.Equals(name, values) | plan.Differs(name, values):
            negated, field = isinstance(condition, plan.Differs), collection.field(name)
            if field.many or field.asked.also:
                return Linked(name, values, negated)
            return Tested(name, (not negated) if len(field.options) == 1 else None)
        case plan.Given(name) | plan.Lacking(name):
            return _presence(collection, name, isinstance(condition, plan.Lacking))
        case plan.OfDimension() | plan.Reaches() | plan.During():
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


def bound_name(number: int) -> str:
    """The name under which the values of a question's condition are bound."""
    return f"c{number}"


def named(find: plan.Find) -> list[Named]:
    """The conditions that not every record meets; first those whose index yields positions in order."""
    found = [Named(condition, bound_name(n)) for n, condition in enumerate(find.conditions)]
    restricting = (one for one in found if not _always(find.collection, one.condition))
    return sorted(restricting, key=lambda one: _rank(find.collection, one.condition))


def driver(find: plan.Find, sorting: bool) -> tuple[Named | None, list[Named]]:
    """The condition whose index yields the records in order, if any, and the remaining ones."""
    found = named(find)
    if not sorting and found and _rank(find.collection, found[0].condition) < _UNORDERED:
        return found[0], found[1:]
    return None, found


def _rank(collection: Collection, condition: plan.Condition) -> int:
    match means(collection, condition):
        case Searched():
            return 0
        case Linked(_, targets, negated):
            return 1 if targets and len(targets) == 1 and not negated else _UNORDERED
        case Tested():
            return 2 if isinstance(condition, plan.Equals) and len(condition.values) == 1 else _UNORDERED


def _always(collection: Collection, condition: plan.Condition) -> bool:
    """Whether every record meets the condition, as with `kind` in a collection of one kind: it has no index."""
    tested = means(collection, condition)
    return isinstance(tested, Tested) and tested.constant is True


def repeats(collection: Collection, condition: plan.Condition) -> bool:
    """Whether the condition's set may contain a record more than once."""
    linked = means(collection, condition)
    return isinstance(linked, Linked) and not linked.negated and (linked.targets is None or len(linked.targets) > 1)


def deciding_field(collection: Collection, condition: plan.Condition) -> str | None:
    """The field whose column alone decides the condition; None where more is needed."""
    tested = means(collection, condition)
    return tested.field if isinstance(tested, Tested) else None


def shape(find: plan.Find) -> tuple[Any, ...]:
    """What the SQL of a question depends on: its conditions and the number of values, not the values."""
    return (find.collection.name, tuple(map(_condition_shape, find.conditions)))


def _condition_shape(condition: plan.Condition) -> tuple[Any, ...]:
    kind = type(condition).__name__
    match condition:
        case plan.Equals(field, values) | plan.Differs(field, values):
            return (kind, field, len(values))
        case plan.Given(field) | plan.Lacking(field):
            return (kind, field)
        case plan.RefersTo(refs):
            return (kind, len(refs))
        case plan.Reaches(low, high, within, base):
            return (kind, low is None, high is None, within, base)
        case plan.During(first, last, within):
            return (kind, first and first.instant, last and last.instant, within)
        case plan.OfDimension() | plan.Matches():
            return (kind,)
        case _:
            assert_never(condition)


class Presence(NamedTuple):
    """`always`: in every record. `column`: where that column is not null. `links`: where the links hold the field.
    `mark`: where the links hold the field's name under MARK."""

    kind: Literal["always", "column", "links", "mark"]
    field: Field | None = None


@cache
def presence(collection: Collection, name: str) -> Presence:
    """Where the store finds out whether a record gives the field of that name."""
    declared = collection.model.model_fields[name]
    own = next((field for field in collection.fields if field.path == (name,)), None)
    if name == collection.key or not _may_lack(declared):
        return Presence("always")
    if own and own.column:
        return Presence("column", own)
    if own and own.many and own.filters:
        return Presence("links", own)
    return Presence("mark")


@cache
def marked(collection: Collection) -> tuple[str, ...]:
    """The fields whose names are in a record's links if it gives them."""
    return tuple(name for name in collection.model.model_fields if presence(collection, name).kind == "mark")


def _may_lack(declared: FieldInfo) -> bool:
    """Whether a record may lack the field. A required field has a value, and a required list an item, unless it
    allows null."""
    return not declared.is_required() or _allows_none(declared.annotation)


def _allows_none(annotation: Any) -> bool:
    if get_origin(annotation) is Annotated:
        return _allows_none(get_args(annotation)[0])
    return get_origin(annotation) in (Union, UnionType) and NoneType in get_args(annotation)
