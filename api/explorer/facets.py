"""Counts by field, each a link that narrows the page down to what it counts."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from api.explorer.page import Address
from api.store import Snapshot
from api.store.plan import CountRow, Equals, Find, Part
from schemas.registry import Field
from schemas.values import REGISTRY, clean

BUDGET = 6_000  # records read for a page's counts: some 50 ms; a field of several values reads all links
_ROWS = 6
_UNCOUNTED = (
    "id", "ref", "label", "name", "aliases", "headline", "statement", "website", "archived", "wikidata", "edtf",
    "text_sha256", "unit_code",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Value:
    """A value of a field, its count and share of the largest, and where a click leads. `ref`: the record it means."""

    value: str | None
    ref: str | None
    count: int
    share: float
    address: Address
    chosen: bool


class Facet(NamedTuple):
    """A field and its most frequent values; `more` leads to all of them."""

    field: Field
    values: tuple[Value, ...]
    more: Address


def facets(dataset: Snapshot, find: Find, total: int, address: Address) -> list[Facet]:
    """The fields worth counting by: several values, some of several records. Expensive counts have their own page."""
    size, left, made = dataset.counts()[find.collection.name], BUDGET, []
    for field in sorted(filter(_is_counted, find.collection.filters), key=lambda one: not one.options):
        part = (Part(field.name),)
        cost = 0 if dataset.is_counted(find, part) else size if field.many else total
        rows: Sequence[CountRow] | None = _known(find, field, total)
        if rows is None and cost <= left:
            rows, left = dataset.tally(find, part, _ROWS + 1), left - cost
        facet = _facet(field, rows or [], address)
        known = [value for value in facet.values if value.value is not None]
        is_useful = any(value.chosen for value in known) or (len(known) > 1 and known[0].count > 1)
        if rows is None or is_useful:
            made.append(facet)
    return made


def _known(find: Find, field: Field, total: int) -> list[CountRow] | None:
    """The only possible row if the question names one value of the field; else None."""
    asked = [one.values for one in find.conditions if isinstance(one, Equals) and one.field == field.name]
    return [(asked[0][0], total)] if total and not field.many and len(asked) == 1 and len(asked[0]) == 1 else None


def _is_counted(field: Field) -> bool:
    if field.refers_to and set(field.refers_to.collections).isdisjoint(REGISTRY):
        return False  # records of several articles often have the same label
    return field.primitive == "text" and field.name not in _UNCOUNTED and len(field.options) != 1


def _facet(field: Field, rows: Sequence[CountRow], address: Address) -> Facet:
    largest = max((int(str(row[1])) for row in rows), default=1)
    values = tuple(_value(field, row[0], int(str(row[1])), largest, address) for row in rows)
    return Facet(field, values, address.but(sort=None, limit=None, by=field.parameter).at(f"{address.path}/counts"))


def _value(field: Field, value: object, count: int, largest: int, address: Address) -> Value:
    text = None if value is None else str(value)
    chosen = text is not None and address.value(field.parameter) == asked(text)
    target = address.but(**{field.parameter: None if chosen or text is None else asked(text)})
    ref = f"articles/{text}" if field.name == "article" else text if field.refers_to else None
    return Value(text, ref, count, count / largest, target, chosen)


def asked(value: str) -> str:
    """A value as text for its parameter, with commas escaped."""
    return clean(value).replace(",", "\\,")
