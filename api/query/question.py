"""From a query string to a question: the parameters of each collection, derived from its fields."""

from collections.abc import Mapping
from functools import cache
from typing import Any, NamedTuple
from urllib.parse import unquote_to_bytes

from marshmallow import Schema, ValidationError

from api.problems import ParameterError, Problem, bad_parameter
from api.query import (
    Amount,
    Choice,
    Cursor,
    FieldValues,
    Moment,
    Names,
    Parameter,
    Refs,
    Search,
    Sort,
    Whole,
)
from api.query.cursor import read_cursor
from api.store import Snapshot
from api.store.plan import (
    RELEVANCE,
    Condition,
    During,
    Equals,
    Find,
    Mark,
    Matches,
    Part,
    Reaches,
    RefersTo,
    countable,
)
from schemas.characters import normalized, refuse_unsafe
from schemas.registry import Collection

DEFAULT_LIMIT = 50
LARGEST_LIMIT = 1000
_MOST_PARAMETERS = 100
_TRUE = {"true": True, "false": False}
_NOTHING = Schema.from_dict({})


class Question(NamedTuple):
    """A parsed query string. `limit` is None where none was given."""

    find: Find
    limit: int | None = None
    mark: Mark | None = None
    fields: tuple[str, ...] | None = None
    counted: bool = False
    bom: bool = False
    by: tuple[Part, ...] = ()

    @property
    def names(self) -> tuple[str, ...]:
        """What is counted by, as it was asked for."""
        named = {part: name for name, part in countable(self.find.collection).items()}
        return tuple(named[part] for part in self.by)


def parse_page(collection: Collection, query: bytes, snapshot: Snapshot, *fixed: Condition) -> Question:
    """The question for a page of records; Problem where a parameter is at fault."""
    given = _load(page_schema(collection, bool(fixed)), query)
    find = Find(collection, (*fixed, *_conditions(collection, given)), given.get("sort", ()))
    _check_sides(given)
    if RELEVANCE in find.keys and "q" not in given:
        raise bad_parameter("sort", "relevance needs a search; give q too")
    return Question(
        find,
        limit=given.get("limit"),
        mark=read_cursor(given["cursor"], find, snapshot) if "cursor" in given else None,
        fields=given.get("fields"),
        counted=given.get("count", False),
        bom=given.get("bom", False),
    )


def parse_counts(collection: Collection, query: bytes) -> Question:
    """The question for counts; Problem where a parameter is at fault."""
    given = _load(counts_schema(collection), query)
    _check_sides(given)
    if "by" not in given:
        raise bad_parameter("by", f"is missing; it takes {', '.join(countable(collection))}, at most two of them")
    by = tuple(countable(collection)[name] for name in given["by"])
    return Question(
        Find(collection, _conditions(collection, given)), given.get("limit"), bom=given.get("bom", False), by=by
    )


def parse_record(collection: Collection, query: bytes) -> Question:
    """The question for one record: which of its fields."""
    given = _load(record_schema(collection), query)
    return Question(Find(collection), fields=given.get("fields"), bom=given.get("bom", False))


def parse_nothing(query: bytes) -> None:
    """For resources without parameters."""
    _load(_NOTHING, query)


@cache
def page_schema(collection: Collection, within_article: bool = False) -> type[Schema]:
    """The parameters of a collection."""
    parameters = filters(collection)
    if within_article:
        del parameters["article"]
    parameters |= {
        "sort": Sort(collection),
        "limit": Whole("So many records at most. Without it: 50, or all in a format that streams.", 1, LARGEST_LIMIT),
        "cursor": Cursor(),
        **record_parameters(collection),
        "count": Choice("`true`: tell in `total` how many records answer.", _TRUE),
    }
    return Schema.from_dict(parameters)


@cache
def counts_schema(collection: Collection) -> type[Schema]:
    """The parameters of a collection's counts."""
    parameters = filters(collection) | {
        "by": Names("Count by one or two of these.", tuple(countable(collection)), most=2),
        "limit": Whole("So many rows at most, the largest counts first. Without it: 1000.", 1, LARGEST_LIMIT),
        "bom": _bom(),
    }
    return Schema.from_dict(parameters)


@cache
def record_schema(collection: Collection) -> type[Schema]:
    """The parameters of one record."""
    return Schema.from_dict(record_parameters(collection))


def record_parameters(collection: Collection) -> dict[str, Any]:
    """Which parts of records, and how."""
    return {"fields": Names("Only these fields, and the id.", list(collection.model.model_fields)), "bom": _bom()}


def filters(collection: Collection) -> dict[str, Any]:
    """The parameters that narrow a collection down."""
    found: dict[str, Any] = {field.parameter: FieldValues(field) for field in collection.filters}
    if collection.quantity:
        found["value_min"] = Amount("Only quantities that reach this or more: open and vague ones where they may.")
        found["value_max"] = Amount("Only quantities that begin at this or less.")
    if collection.time:
        found["from"] = Moment("Only what reaches this day or later.")
        found["to"] = Moment("Only what begins on this day or earlier.", end=True)
    return found | {"refers_to": Refs(), "q": Search()}


def _bom() -> Choice:
    return Choice("CSV only, `1`: a byte order mark, and cells that a spreadsheet would run neutralised.", {"1": True})


def _conditions(collection: Collection, given: Mapping[str, Any]) -> tuple[Condition, ...]:
    """In the order of the declarations, so that equal questions have equal plans."""
    found: list[Condition] = [
        Equals(field.name, given[field.parameter]) for field in collection.filters if field.parameter in given
    ]
    if {"value_min", "value_max"} & given.keys():
        found.append(Reaches(given.get("value_min"), given.get("value_max")))
    if {"from", "to"} & given.keys():
        found.append(During(given.get("from"), given.get("to")))
    if "refers_to" in given:
        found.append(RefersTo(given["refers_to"]))
    if "q" in given:
        found.append(Matches(given["q"]))
    return tuple(found)


def _check_sides(given: Mapping[str, Any]) -> None:
    for low, high in (("value_min", "value_max"), ("from", "to")):
        if low in given and high in given and given[low] > given[high]:
            raise bad_parameter(low, f"lies above {high}: {given[low]} > {given[high]}")


def _load(schema: type[Schema], query: bytes) -> dict[str, Any]:
    """The values of a query string by the schema; Problem with every parameter at fault."""
    made = _made(schema)
    loaded: dict[str, Any] = {}
    refused: dict[str, Any] = {}
    for name, value in _pairs(query, made).items():  # `Schema.load` would go over all the fields that were not given
        try:
            loaded[name] = made.fields[name].deserialize(value)
        except ValidationError as error:
            refused[name] = error.messages
    if refused:
        raise _invalid({name: refused[name] for name in made.fields if name in refused})
    return loaded


@cache
def _made(schema: type[Schema]) -> Schema:
    return schema()


def _pairs(query: bytes, schema: Schema) -> dict[str, str]:
    """Names and values, decoded; unknown and repeated names, and what is no text, end the request."""
    pairs = [pair.partition(b"=") for pair in query.split(b"&") if pair]
    if len(pairs) > _MOST_PARAMETERS:
        raise Problem("invalid-parameter", f"There are more than {_MOST_PARAMETERS} parameters.")
    found: dict[str, str] = {}
    for raw_name, _, raw_value in pairs:
        name = _decoded(raw_name) or "?"
        if name not in schema.fields:
            raise _unknown(name, schema)
        if name in found:
            raise bad_parameter(
                name, "stands twice; put several values into one, separated by commas", "repeated-parameter"
            )
        found[name] = _value(name, raw_value)
    return found


def _value(name: str, raw: bytes) -> str:
    value = _decoded(raw)
    if value is None:
        raise bad_parameter(name, "is not UTF-8 text")
    if value.isascii() and value.isprintable() and value.strip():
        return value
    if not value.strip():
        raise bad_parameter(name, "is empty; leave it out or give a value")
    try:
        refuse_unsafe(value)
    except ValueError as error:
        raise bad_parameter(name, str(error)) from error
    return normalized(value)


def _decoded(raw: bytes) -> str | None:
    if b"%" not in raw and b"+" not in raw and raw.isascii():
        return raw.decode("ascii")
    try:
        return unquote_to_bytes(raw.replace(b"+", b" ")).decode()
    except UnicodeDecodeError:
        return None


def _unknown(name: str, schema: Schema) -> Problem:
    known = ", ".join(schema.fields) or "none"
    return bad_parameter(name[:60], f"is not a parameter here; known: {known}", "unknown-parameter")


def _invalid(messages: Mapping[str, Any]) -> Problem:
    errors = [ParameterError(parameter=name, message=" ".join(told)) for name, told in messages.items()]
    detail = "; ".join(f"{error.parameter}: {error.message}" for error in errors)
    return Problem("invalid-parameter", detail, errors)


def parameters(schema: type[Schema]) -> dict[str, Parameter]:
    """The parameters of a schema by name, for documentation."""
    return {name: field for name, field in _made(schema).fields.items() if isinstance(field, Parameter)}
