"""When a record was or is: a date's own days, or those that all dates of an event cover together."""

from collections.abc import Mapping
from typing import Any, NamedTuple

from api.formats.format import View
from schemas.edtf_date import Span as Days
from schemas.edtf_date import hull
from schemas.records import Date

_DOUBTS = ("exact", "approximate", "uncertain")


class Span(NamedTuple):
    """First and last day (ISO, inclusive, None where open), how sure they are, and how precise."""

    earliest: str | None
    latest: str | None
    certainty: str
    precision: str


def span(record: Mapping[str, Any], view: View) -> Span:
    """The span of a date or event. Several dates are as sure as the least sure of them."""
    if record["kind"] == "date":
        return Span(record["earliest"], record["latest"], record["certainty"], record["precision"])
    found = dates(record.get("dates"), view)
    doubts = [_DOUBTS.index(one.certainty) for one in found]
    precision = found[0].precision if len(found) == 1 else "interval"
    return Span(
        *hull([Days(one.earliest, one.latest) for one in found])[:2], _DOUBTS[max(doubts, default=0)], precision
    )


def dates(refs: list[str] | None, view: View) -> list[Date]:
    """The dates that refs lead to."""
    return [Date.model_construct(**one) for one in map(view.resolve, refs or ()) if one]
