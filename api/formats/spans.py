"""The times of a date or an event, in words and as days."""

from collections.abc import Sequence
from dataclasses import dataclass

from api.formats.format import View
from schemas import wording
from schemas.edtf_date import Span, hull, parse
from schemas.values import JsonRecord

_DOUBTS = ("exact", "approximate", "uncertain")


@dataclass(frozen=True, slots=True)
class Times:
    """The spans of a record. With `either`, one of them is meant, else all. `text` is the whole in words."""

    spans: tuple[Span, ...]
    certainty: str
    text: str
    either: bool = False
    precision: str = "interval"

    @property
    def is_known(self) -> bool:
        return any(map(any, self.spans))

    @property
    def is_open(self) -> bool:
        return any(span.earliest is None or span.latest is None for span in self.spans)

    @property
    def is_sure(self) -> bool:
        return self.certainty == "exact" and not self.either


def times(record: JsonRecord, view: View) -> Times:
    """The times of a date or event. Several are as sure as the least sure, and one span unless there is a set."""
    found = [record] if record["kind"] == "date" else dates(record, view)
    certainty = _DOUBTS[max((_DOUBTS.index(one["certainty"]) for one in found), default=0)]
    text = "; ".join(wording.time(one["edtf"]) for one in found)
    if len(found) == 1:
        (one,) = found
        return Times(parse(one["edtf"]).spans, certainty, text, one["set"] == "one", one["precision"])
    if any(one["set"] for one in found):
        together = tuple(span for one in found for span in parse(one["edtf"]).spans)
        return Times(together, certainty, text, any(one["set"] == "one" for one in found))
    return Times((covered(found),) if found else (), certainty, text)


def covered(dates: Sequence[JsonRecord]) -> Span:
    return hull([span for one in dates for span in parse(one["edtf"]).spans])


def published_day(article: JsonRecord) -> str | None:
    """The day of an article's publication (ISO): the first that is known."""
    span = parse(article["published"]).hull
    return span.earliest or span.latest


def dates(record: JsonRecord, view: View) -> list[JsonRecord]:
    return [one for one in map(view.resolve, record.get("dates") or ()) if one]
