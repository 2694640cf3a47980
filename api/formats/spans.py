"""The times of a date or an event, in words and as days."""

from collections.abc import Sequence
from dataclasses import dataclass

from api.formats.format import View
from schemas import wording
from schemas.edtf_date import Span as Days
from schemas.edtf_date import hull, parse
from schemas.records import Date
from schemas.values import JsonRecord

_DOUBTS = ("exact", "approximate", "uncertain")


@dataclass(frozen=True, slots=True)
class Times:
    """The spans of a record: first and last day (ISO, inclusive, None where open). With `either`, one of them is meant,
    else all. `starts` and `ends` are instants where a time of day is given; `text` is the whole in words."""

    spans: tuple[tuple[str | None, str | None], ...]
    certainty: str
    text: str
    either: bool = False
    starts: str | None = None
    ends: str | None = None
    precision: str = "interval"

    @property
    def is_known(self) -> bool:
        return any(day for span in self.spans for day in span)

    @property
    def is_sure(self) -> bool:
        """Whether nothing about them is in doubt."""
        return self.certainty == "exact" and not self.either


def times(record: JsonRecord, view: View) -> Times:
    """The times of a date or event. Several dates are as sure as the least sure of them, and are one span unless one is
    a set, whose members stay apart."""
    refs = record.get("dates") or ()
    dates = [record] if record["kind"] == "date" else [one for one in map(view.resolve, refs) if one]
    certainty = _DOUBTS[max((_DOUBTS.index(one["certainty"]) for one in dates), default=0)]
    text = "; ".join(wording.time(one["edtf"]) for one in dates)
    if len(dates) == 1:
        (one,) = dates
        return Times(_spans(one), certainty, text, one["set"] == "one", one["starts"], one["ends"], one["precision"])
    if any(one["set"] for one in dates):
        together = tuple(span for one in dates for span in _spans(one))
        return Times(together, certainty, text, any(one["set"] == "one" for one in dates))
    first, last = hull([Days(one["earliest"], one["latest"]) for one in dates])[:2]
    return Times(((first, last),) if dates else (), certainty, text)


def published_day(article: JsonRecord) -> str | None:
    """The day of an article's publication (ISO): the first that is known."""
    span = parse(article["published"]).hull
    return span.earliest or span.latest


def _spans(date: JsonRecord) -> tuple[tuple[str | None, str | None], ...]:
    return tuple((one["earliest"], one["latest"]) for one in date["spans"])


def dates(refs: Sequence[str] | None, view: View) -> list[Date]:
    return [Date.model_construct(**one) for one in map(view.resolve, refs or ()) if one]
