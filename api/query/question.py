"""From a query string to a question: what is asked of the store, and how the answer is to be shown."""

from collections.abc import Iterator
from functools import cache
from typing import Any, NamedTuple

from marshmallow import Schema, ValidationError

from api.problems import ParameterError, Problem, bad_parameter
from api.query.cursor import read_counts_cursor, read_cursor
from api.query.entries import entry_ref
from api.query.parameters import Values
from api.query.query_string import read_pairs
from api.query.schema import NOTHING, counts_schema, page_schema, record_schema
from api.query.values import EntryName
from api.store import Snapshot, plan
from api.store.plan import Condition, Find, Moment, Part
from api.store.words import terms
from schemas.registry import Collection
from schemas.units import unit_of

DEFAULT_LIMIT = 50
# Records counted by two fields of many values in some 0.5 s; half as many rows of facts, or if a field is a list.
_MOST_GROUPED = 200_000


class Question(NamedTuple):
    """A parsed query string. `keys` name the parts counted by as they were written; `skip` counts are on the pages
    before; `searched` is the text of `q`."""

    find: Find
    limit: int | None = None
    mark: plan.Mark | None = None
    fields: tuple[str, ...] | None = None
    counted: bool = False
    bom: bool = False
    by: tuple[Part, ...] = ()
    keys: tuple[str, ...] = ()
    skip: int = 0
    names: bool = False
    searched: str | None = None


def parse_page(
    collection: Collection, query: bytes, snapshot: Snapshot, *fixed: Condition, newest_first: bool = False
) -> Question:
    """The question for a page of records; Problem where a parameter is at fault. `newest_first`: unless sorted."""
    given = parse_values(page_schema(collection, bool(fixed)), query, snapshot)
    keys = given.get("sort", (plan.RECENT,) if newest_first else ())
    find = Find(collection, (*fixed, *_conditions(collection, given, snapshot)), keys)
    if plan.RELEVANCE in find.keys and "q" not in given:
        raise bad_parameter("sort", "relevance needs a search; give q too")
    return Question(
        find,
        limit=given.get("limit"),
        mark=read_cursor(given["cursor"], find, snapshot) if "cursor" in given else None,
        counted=given.get("count", False),
        searched=given.get("q"),
        **_shown(collection, given),
    )


def parse_counts(collection: Collection, query: bytes, snapshot: Snapshot) -> Question:
    """The question for counts; Problem where a parameter is at fault."""
    given = parse_values(counts_schema(collection), query, snapshot)
    known = plan.countable(collection)
    if "by" not in given:
        raise bad_parameter("by", f"is missing; it takes {', '.join(known)}, at most two of them")
    find = Find(collection, _conditions(collection, given, snapshot))
    by = tuple(known[name] for name in given["by"])
    _check_reach(snapshot, find, by)
    return Question(
        find,
        given.get("limit"),
        counted=given.get("count", False),
        bom=given.get("bom", False),
        by=by,
        keys=given["by"],
        skip=read_counts_cursor(given["cursor"], find, by, snapshot.version) if "cursor" in given else 0,
    )


def _check_reach(snapshot: Snapshot, find: Find, by: tuple[Part, ...]) -> None:
    """Refuse to count more records than there is time for."""
    slow = find.collection.scope == "rows" or any(find.collection.field(part.field).many for part in by)
    most = _MOST_GROUPED // 2 if slow else _MOST_GROUPED
    if len(by) < 2 or snapshot.counts()[find.collection.name] <= most or snapshot.is_counted(find, by):
        return
    if snapshot.exceeds(find, most):
        few = ", ".join(field.parameter for field in find.collection.repeating)
        reason = f"these two fields of many values can be counted over {most:,} records, and more match"
        raise bad_parameter("by", f"{reason}; narrow them down by a filter, or count by fields of few values: {few}")


def parse_record(collection: Collection, query: bytes, snapshot: Snapshot) -> Question:
    """The question for one record: which of its fields, and how."""
    given = parse_values(record_schema(collection), query, snapshot)
    return Question(Find(collection), **_shown(collection, given))


def parse_nothing(query: bytes) -> None:
    """For resources without parameters."""
    read_pairs(query, NOTHING)


def _shown(collection: Collection, given: Values) -> dict[str, Any]:
    """How records are shown. Selected refs keep their names beside them; flat rows have none to add."""
    shown = {name: given[name] for name in ("fields", "bom", "names") if name in given}
    if collection.scope == "rows":
        shown.pop("names", None)
    if "names" in shown and "fields" in shown:
        named = {field.path: field.named.path[0] for field in collection.fields if field.named}
        shown["fields"] += tuple(named[(name,)] for name in shown["fields"] if (name,) in named)
    return shown


def _conditions(collection: Collection, given: Values, snapshot: Snapshot) -> tuple[Condition, ...]:
    """In the order of the declarations, so that equal questions have equal plans."""
    compared = _compared(collection)
    found: list[Condition] = [kind(field, given[name]) for name, kind, field in compared if name in given]
    within = given.get("match", False)
    found += _quantity(given, within)
    if {"from", "to"} & given.keys():
        found.append(plan.During(given.get("from"), given.get("to"), within))
    found += [plan.Given(name) for name in given.get("has", ())]
    found += [plan.Lacking(name) for name in given.get("lacks", ())]
    if "refers_to" in given:
        found.append(plan.RefersTo(given["refers_to"]))
    if "q" in given:
        found.append(plan.Matches(terms(given["q"], snapshot.languages())))
    return tuple(found)


@cache
def _compared(collection: Collection) -> tuple[tuple[str, type[plan.Equals | plan.Differs], str], ...]:
    """The parameters that compare with a field: name, condition and field."""
    endings = ((plan.Equals, ""), (plan.Differs, "_not"))
    return tuple((one.parameter + ending, kind, one.name) for one in collection.filters for kind, ending in endings)


def _quantity(given: Values, within: bool) -> Iterator[Condition]:
    """The conditions on quantities: without a unit in the records' own numbers, with one in its base unit."""
    unit = unit_of(given["in"]) if "in" in given else None
    if unit:
        yield plan.OfDimension(unit.dimension)
    if {"value_min", "value_max"} & given.keys():
        low, high = (given.get(name) for name in ("value_min", "value_max"))
        if unit:
            low, high = (None if side is None else unit.to_base(side) for side in (low, high))
        yield plan.Reaches(low, high, within, base=unit is not None)


def parse_values(schema: Schema, query: bytes, snapshot: Snapshot) -> Values:
    """The values of a query string; Problem with every parameter at fault. `Schema.load` would visit all fields."""
    loaded: dict[str, object] = {}
    refused: dict[str, str] = {}
    for name, text in read_pairs(query, schema).items():
        try:
            value = schema.fields[name].deserialize(text)
            if isinstance(value, tuple) and any(isinstance(one, EntryName) for one in value):
                refs = (entry_ref(snapshot, one) if isinstance(one, EntryName) else one for one in value)
                value = tuple(dict.fromkeys(refs))
            loaded[name] = value
        except ValidationError as error:
            refused[name] = " ".join(map(str, error.messages))
    if refused:
        errors = [ParameterError(parameter=name, message=refused[name]) for name in schema.fields if name in refused]
        detail = "; ".join(f"{error.parameter}: {error.message}" for error in errors)
        raise Problem("invalid-parameter", detail, errors)
    if loaded.get("version", snapshot.version) != snapshot.version:
        detail = f"The dataset is now at version {snapshot.version}, not {loaded['version']}; start again from it."
        raise Problem("version-changed", detail)
    _check_sides(loaded)
    return loaded


def _check_sides(given: Values) -> None:
    for low, high in (("value_min", "value_max"), ("from", "to")):
        if low in given and high in given and _at(given[low], "00:00:00.000") > _at(given[high], "23:59:59.999"):
            first, last = (one.text if isinstance(one, Moment) else one for one in (given[low], given[high]))
            raise bad_parameter(low, f"lies above {high}: {first} > {last}")


def _at(bound: float | Moment, time: str) -> Any:
    """A bound in a form that compares; a day takes the given time."""
    return bound if isinstance(bound, float) else bound.text if bound.instant else f"{bound.text}T{time}Z"
