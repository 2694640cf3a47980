"""Where the store finds out whether a record gives a field."""

from functools import cache
from types import NoneType, UnionType
from typing import Annotated, Any, Literal, NamedTuple, Union, get_args, get_origin

from pydantic.fields import FieldInfo

from schemas.registry import Collection, Field

MARK = "has"  # field name in the links table for the names of fields given that have neither column nor links


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
