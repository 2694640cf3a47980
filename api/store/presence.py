"""Whether a field of a record is given: where the store can tell."""

from functools import cache
from types import NoneType, UnionType
from typing import Annotated, Any, Literal, NamedTuple, Union, get_args, get_origin

from pydantic.fields import FieldInfo

from schemas.registry import Collection, Field

MARK = "has"  # the name in the links under which a record names fields that no column and no link of their own tells of


class Presence(NamedTuple):
    """`always`: in every record. `column`: where that column is not null. `links`: where the links hold the field.
    `mark`: where the links hold the field's name under MARK."""

    kind: Literal["always", "column", "links", "mark"]
    field: Field | None = None


@cache
def presence(collection: Collection, name: str) -> Presence:
    """Where the store tells whether a record gives the field of that name."""
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
    """The fields whose names a record's links hold, where it gives them."""
    return tuple(name for name in collection.model.model_fields if presence(collection, name).kind == "mark")


def _may_lack(declared: FieldInfo) -> bool:
    """A field that must be stated has a value, and a list that must be stated an item, unless null is one."""
    return not declared.is_required() or _allows_none(declared.annotation)


def _allows_none(annotation: Any) -> bool:
    if get_origin(annotation) is Annotated:
        return _allows_none(get_args(annotation)[0])
    return get_origin(annotation) in (Union, UnionType) and NoneType in get_args(annotation)
