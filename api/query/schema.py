"""The query parameters of each resource: marshmallow schemas derived from the fields of its collection."""

from functools import cache

from marshmallow import Schema

from api.query.parameters import LARGEST_LIMIT, Choice, Limit, Names, Parameter, Search, Sort, Version
from api.query.values import Amount, FieldValues, Refs, TimeBound, UnitCode
from api.store.plan import countable
from schemas.registry import Collection

NOTHING = Schema.from_dict({})()
CURSOR = Parameter("Continue after a page: its `next_cursor`, with the same filters and order.")
BOM = Choice("CSV only, `1`: a byte order mark, and harmless cells in place of formulas.", {"1": True})
TOTAL = Choice("`true`: `total` is the number of all matches, on all pages.", {"true": True, "false": False})

# Of resources whose answers are rows, not records.
_SINCE = Version("Only changes since this version of the dataset; 410 if it is not known (any more).")
_LIMIT = Limit(f"At most this many rows; by default 50, or {LARGEST_LIMIT} in other formats than JSON.")
_FIGURE = Parameter("The figure that the others are compared with; by default the first published.")
_UNIT = UnitCode("The unit (UCUM) or currency (ISO 4217) for the amounts; by default that of the figure of `with`.")
_WHOLE = Limit(f"At most this many rows; by default {LARGEST_LIMIT}.")
_PAGE = {"cursor": CURSOR, "bom": BOM, "count": TOTAL, "version": Version()}
ROWS = Schema.from_dict({"limit": _WHOLE, **_PAGE})()
CHANGES = Schema.from_dict({"since": _SINCE, "limit": _LIMIT, **_PAGE})()
COMPARISON = Schema.from_dict({"with": _FIGURE, "in": _UNIT, "limit": _WHOLE, **_PAGE})()


@cache
def page_schema(collection: Collection, within_article: bool = False) -> Schema:
    """The parameters of a collection; `within_article` of that collection in one article."""
    narrowing = filters(collection) | more_filters(collection)
    if within_article:
        del narrowing["article"], narrowing["article_not"]
    return Schema.from_dict({
        **narrowing,
        "sort": Sort(collection),
        "limit": Limit("At most this many records; by default 50, or all in a format that streams."),
        "cursor": CURSOR,
        **_shown(collection),
        "count": TOTAL,
        "version": Version(),
    })()  # fmt: skip


@cache
def counts_schema(collection: Collection) -> Schema:
    return Schema.from_dict({
        **filters(collection),
        **more_filters(collection),
        "by": Names("Count by one or two of these.", tuple(countable(collection)), most=2),
        "limit": Limit("At most this many rows, the largest counts first; by default 1000."),
        "cursor": CURSOR,
        "bom": BOM,
        "count": TOTAL,
        "version": Version(),
    })()  # fmt: skip


@cache
def record_schema(collection: Collection) -> Schema:
    return Schema.from_dict({**_shown(collection), "version": Version()})()


def filters(collection: Collection) -> dict[str, Parameter]:
    """The parameters that narrow a collection down, as a form offers them."""
    found: dict[str, Parameter] = {field.parameter: FieldValues(field) for field in collection.filters}
    if collection.quantity:
        found["value_min"] = Amount("Only quantities that may be this or more, also open and vague ones.")
        found["value_max"] = Amount("Only quantities that may be this or less.")
        found["in"] = UnitCode(
            "The unit (UCUM code) or currency (ISO 4217) that `value_min` and `value_max` are given in. "
            "Only figures of that dimension or in that currency match."
        )
    if collection.time:
        found["from"] = TimeBound("Only what lasts until this day or later; a fact by its own time, not its article's.")
        found["to"] = TimeBound("Only what begins on this day or earlier; what has no time is left out.", end=True)
    return found | {"refers_to": Refs(), "q": Search()}


def more_filters(collection: Collection) -> dict[str, Parameter]:
    """The parameters that exclude values, ask for given fields, and say how intervals compare."""
    found: dict[str, Parameter] = {
        f"{field.parameter}_not": FieldValues(field, excluded=True) for field in collection.filters
    }
    if collection.quantity or collection.time:
        found["match"] = Choice(
            "`within`: only quantities and times that lie within the bounds for certain. "
            "`meets` (the default): those that may overlap them.",
            {"meets": False, "within": True},
        )
    names = tuple(collection.model.model_fields)
    return found | {
        "has": Names("Only records that have all of these fields.", names),
        "lacks": Names("Only records that have none of these fields: null, or an empty list.", names),
    }


def _shown(collection: Collection) -> dict[str, Parameter]:
    names = "`1`: adds the name of each ref, as `<field>_name`, or `<field>_names` for a list."
    if collection.scope == "rows":
        names = "Has no effect here: these rows always have the same columns."
    return {
        "fields": Names("Only these fields, and the id.", tuple(collection.model.model_fields)),
        "names": Choice(names, {"1": True}),
        "bom": BOM,
    }


def parameters(schema: Schema) -> dict[str, Parameter]:
    """The parameters of a schema by name, for documentation."""
    return {name: field for name, field in schema.fields.items() if isinstance(field, Parameter)}
