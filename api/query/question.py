"""From a query string to a question: what is asked of the store, and how the answer is to be shown.

Its text is decoded first, its parameters known and repeated only if they take several values; then each is read.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import cache, lru_cache
from itertools import islice
from typing import Any, NamedTuple
from urllib.parse import unquote_to_bytes

from marshmallow import Schema, ValidationError

from api.problems import ParameterError, Problem, bad_parameter
from api.query.cursor import digest, read_cursor, read_rows_cursor, write_cursor, write_rows_cursor
from api.query.meant import entry_ref
from api.query.parameters import SeveralValues, Values
from api.query.schema import NOTHING, counts_schema, page_schema, record_schema
from api.query.values import EntryName
from api.store import Snapshot, plan
from api.store.plan import Condition, CountRow, Find, Moment, Part
from api.store.words import terms
from schemas.characters import normalized, refuse_unsafe
from schemas.registry import FACTS, Collection
from schemas.units import unit_of

DEFAULT_LIMIT = 50
# Records counted by two fields of many values in some 0.5 s; half as many rows of facts, or if a field is a list.
_MOST_GROUPED = 200_000
_MOST_PARAMETERS = 100
_BRACKETS = re.compile(r"\[[0-9]{0,2}\]$")
_LONGEST_NAME = 60  # characters of an unknown name that an error repeats
_MOST_NAMED = 10  # unknown names in an error
_LEAST_ALIKE = 75  # of 100: how alike a known name has to be to be proposed


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

    def page(self, snapshot: Snapshot, limit: int) -> tuple[list[bytes], str | None]:
        """At most so many records, and the cursor of the next page; None at the end."""
        found = snapshot.find(self.find, limit, self.mark)
        return found.records, write_cursor(self.find, found.next) if found.next else None

    def counts(self, snapshot: Snapshot, limit: int) -> tuple[list[CountRow], str | None]:
        """At most so many rows of counts, and the cursor of the next page; None at the end."""
        rows, past = snapshot.tally(self.find, self.by, limit + 1, self.skip), self.skip + limit
        is_last = len(rows) <= limit
        return rows[:limit], None if is_last else write_rows_cursor(digest(self.find, *self.by), past, snapshot.version)


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
        skip=read_rows_cursor(given["cursor"], digest(find, *by), snapshot.version) if "cursor" in given else 0,
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
    _read_pairs(query, NOTHING)


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
    for name, text in _read_pairs(query, schema).items():
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


def _read_pairs(query: bytes, schema: Schema) -> Mapping[str, str | list[str]]:
    """The text of each parameter given, or a list of texts if it takes several values. Problem for an unknown
    parameter, a repeated one that takes one value, and what is not text."""
    pairs = [pair.partition(b"=") for pair in query.split(b"&") if pair]
    if len(pairs) > _MOST_PARAMETERS:
        raise Problem("invalid-parameter", f"There are more than {_MOST_PARAMETERS} parameters.")
    one: dict[str, str] = {}
    several: dict[str, list[str]] = {}
    for raw_name, _, raw_value in pairs:
        try:
            name, takes_several = _parameter(raw_name, schema)
        except LookupError:
            raise _unknown([name for name, _, _ in pairs], schema) from None
        if takes_several:
            several.setdefault(name, []).append(_text(name, raw_value))
        elif name in one:
            raise bad_parameter(name, "takes one value, but is given twice; give it once", "repeated-parameter")
        else:
            one[name] = _text(name, raw_value)
    return {**one, **several}


@lru_cache(maxsize=1024)
def _parameter(raw_name: bytes, schema: Schema) -> tuple[str, bool]:
    """A parameter's name, without the brackets that axios and others add to lists (`hedge[]=about`, `hedge[0]=about`),
    and whether it takes several values. LookupError for an unknown one."""
    written = _decoded(raw_name) or "?"
    if written in schema.fields:
        return written, isinstance(schema.fields[written], SeveralValues)
    name = _BRACKETS.sub("", written)
    if isinstance(schema.fields.get(name), SeveralValues):
        return name, True
    raise LookupError(written)


def _unknown(raw_names: Sequence[bytes], schema: Schema) -> Problem:
    """The problem that names those of the parameters that are unknown, and lists the known ones once."""
    messages: dict[str, str] = {}
    for raw_name in raw_names:
        try:
            _parameter(raw_name, schema)
        except LookupError as error:
            name = str(error.args[0])[:_LONGEST_NAME]
            known = "" if messages else f"; known: {', '.join(schema.fields) or 'none'}"
            messages.setdefault(name, f"is not a parameter here{_alike(name, schema)}{known}")
    errors = [ParameterError(parameter=name, message=said) for name, said in islice(messages.items(), _MOST_NAMED)]
    return Problem("unknown-parameter", "; ".join(f"{one.parameter}: {one.message}" for one in errors), errors)


# What other APIs call a parameter.
_ELSEWHERE = {
    "page": "cursor", "offset": "cursor", "skip": "cursor", "per_page": "limit", "page_size": "limit", "size": "limit",
    "order": "sort", "order_by": "sort", "sort_by": "sort", "search": "q", "query": "q", "group_by": "by",
    "select": "fields", "columns": "fields", "since": "from", "after": "from", "until": "to", "before": "to",
}  # fmt: skip


def _alike(name: str, schema: Schema) -> str:
    from rapidfuzz import fuzz, process  # only an error needs it

    if _ELSEWHERE.get(name) in schema.fields:
        return f" ({_ELSEWHERE[name]} may be meant)"
    if name == "format":
        return " (a format is a suffix of the path, as in .csv)"
    if "fields" in schema.fields and any(name == field.parameter for field in FACTS.filters):
        return " (/v1/facts has it)"
    alike = process.extract(name, list(schema.fields), scorer=fuzz.ratio, score_cutoff=_LEAST_ALIKE, limit=2)
    return f" ({' or '.join(found for found, _, _ in alike)} may be meant)" if alike else ""


def _text(name: str, raw: bytes) -> str:
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
