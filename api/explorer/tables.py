"""A table of records: its columns, as the class names them, and its filters as a form, as their parameters make it."""

from collections.abc import Mapping
from functools import cache
from typing import Literal, NamedTuple

from api.explorer.address import Address
from api.explorer.words import spaced
from api.query.parameters import Parameter, Search
from api.query.schema import filters
from api.query.values import Amount, FieldValues
from schemas.registry import Collection, Field
from schemas.values import Word

Shape = Literal[
    "title", "word", "text", "ref", "amount", "time", "number", "status", "place", "counts", "affiliations", "voice",
    "manner",
]  # fmt: skip


class Column(NamedTuple):
    """A heading, its field and how that is shown. It can be sorted by if the collection sorts by the field."""

    heading: str
    field: str
    shape: Shape


# Fields shown otherwise than by their own value.
_SPECIAL: dict[str, Column] = {
    "affiliations": Column("affiliations", "affiliations", "affiliations"),
    "counts": Column("facts", "counts", "counts"),
    "earliest": Column("time", "earliest", "time"),
    "evidence": Column("place in the text", "evidence", "place"),
    "modality": Column("modality", "modality", "manner"),
    "of": Column("names", "of", "ref"),
    "parent": Column("part of", "parent", "ref"),
    "published": Column("published", "published", "time"),
    "speaker": Column("speaker", "speaker", "voice"),
    "start": Column("place in the text", "start", "place"),
    "value": Column("quantity", "value", "amount"),
    "verification": Column("verification", "verification", "status"),
}


@cache
def columns(collection: Collection) -> tuple[Column, ...]:
    """The columns of a collection's table; the first leads to the record."""
    first, *others = collection.table
    rest = (_SPECIAL.get(name) or _column(collection.field(name)) for name in others)
    return (Column(first, first, "title"), *rest)


def _column(field: Field) -> Column:
    shape: Shape = "number" if field.primitive == "number" else "text"
    shape = "ref" if field.refers_to else "word" if field.options or field.annotation == Word else shape
    return Column(spaced(field.name), field.name, shape)


_YES_NO = ("true", "false")
_LABELS = {
    "from": "from the day", "to": "to the day", "value_min": "at least", "value_max": "at most", "in": "in the unit",
}  # fmt: skip


class Control(NamedTuple):
    """One field of the form. `options` makes it a choice; `main` puts it among the first."""

    name: str
    label: str
    kind: str
    value: str
    options: tuple[str, ...] = ()
    main: bool = False


def controls(collection: Collection, address: Address) -> list[Control]:
    """The form's fields without the search, in order of declaration, choices first."""
    asked = filters(collection).items()
    found = [_control(name, parameter, address) for name, parameter in asked if not isinstance(parameter, Search)]
    useful = [control for control in found if len(control.options) != 1]
    return sorted(useful, key=lambda control: not control.main)


def hidden(address: Address) -> Mapping[str, str]:
    return {name: value for name, value in address.pairs if name in ("sort", "limit")}


def _control(name: str, parameter: Parameter, address: Address) -> Control:
    value, options = address.value(name) or "", tuple[str, ...]()
    if isinstance(parameter, FieldValues):
        options = parameter.field.options or (_YES_NO if parameter.field.primitive == "boolean" else ())
    if options and value and value not in options:
        options = (value, *options)  # several values at once stay chosen
    kind = "number" if isinstance(parameter, Amount) else "text"
    return Control(name, _LABELS.get(name, spaced(name)), kind, value, options, bool(options) and "true" not in options)
