"""iCalendar (RFC 5545): dates and events as all-day entries, and what is doubtful about them in their titles.

A time that is open on one side stands on its known day, as "from" or "until"; what has no day at all is left out.
`fields` does not narrow entries. There is no URL property: it must be absolute, and the API does not know its host.
"""

import json
from collections.abc import Iterable, Iterator, Mapping
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from itertools import islice
from typing import Any

from icalendar import Event, vText

from api.formats.format import Format, View
from api.formats.ics_recurrence import first_day, rule_of_days
from api.formats.spans import Span, span
from schemas.edtf_date import parse

MEDIA_TYPE = "text/calendar; charset=utf-8"
_ENTRIES = 100  # entries a chunk
_HEAD = "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//Article Facts//EN\r\nCALSCALE:GREGORIAN\r\n"

Record = Mapping[str, Any]


class Text(vText):
    r"""Text as RFC 5545 escapes it; the package would take the two characters `\N` for a line break."""

    def to_ical(self) -> bytes:
        """The escaped text."""
        escaped = self.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,")
        return escaped.replace("\n", "\\n").encode()


def write(records: Iterable[bytes], view: View) -> Iterator[bytes]:
    """The calendar in chunks."""
    yield f"{_HEAD}NAME:Article Facts: {view.collection.name}\r\n".encode()
    stamp = lru_cache(maxsize=64)(lambda article: _stamp(view.resolve(f"articles/{article}")))
    found = (_entry(json.loads(record), view, stamp) for record in records)
    entries = (entry.to_ical() for entry in found if entry is not None)
    while chunk := list(islice(entries, _ENTRIES)):
        yield b"".join(chunk)
    yield b"END:VCALENDAR\r\n"


def _entry(record: Record, view: View, stamp: Any) -> Event | None:
    found = span(record, view)
    if not (found.earliest or found.latest):
        return None
    entry = Event()
    entry.add("uid", f"{view.collection.name}/{record['id']}@article-facts")
    entry.add("dtstamp", stamp(record["article"]))
    entry.add("summary", Text(_summary(record, found)))
    _add_days(entry, record, found)
    entry.add("description", Text(_description(record, view)))
    entry.add("categories", [record["kind"], (record.get("role") or record["type"]).replace("_", " ")])
    entry.add("status", "CONFIRMED" if _is_sure(record, found) else "TENTATIVE")
    entry.add("transp", "TRANSPARENT")
    entry.add("x-article-facts-ref", f"{view.collection.name}/{record['id']}")
    entry.add("x-article-facts-certainty", found.certainty)
    _add_places(entry, record, view)
    return entry


def _add_days(entry: Event, record: Record, found: Span) -> None:
    """Where the time is open its known day stands for it. The end is the day after the last.

    A rule recurs within the span; a date that is one day is the day it starts from.
    """
    earliest, latest = _day(found.earliest), _day(found.latest)
    first, last = earliest or latest or date.min, latest or earliest or date.min
    rule, bound = record.get("recurrence"), None if record.get("precision") == "day" else latest
    starts = first_day(rule, earliest, bound) if rule and earliest else None
    if rule and starts:
        entry.add("rrule", rule_of_days(rule, bound))
        first = last = starts
    entry.add("dtstart", first)
    if last < date.max:
        entry.add("dtend", last + timedelta(days=1))


def _summary(record: Record, found: Span) -> str:
    """The label, and in brackets what the days do not show."""
    told = []
    if not (found.earliest and found.latest):
        told.append(f"from {found.earliest}" if found.earliest else f"until {found.latest}")
    if found.certainty != "exact":
        told.append(found.certainty)
    if record.get("status") == "considered":
        told.append("considered")
    return f"{record['label']} ({', '.join(told)})" if told else str(record["label"])


def _is_sure(record: Record, found: Span) -> bool:
    return found.certainty == "exact" and record.get("status") != "considered"


def _description(record: Record, view: View) -> str:
    times = [record] if record["kind"] == "date" else [one for one in map(view.resolve, record["dates"]) if one]
    told = [f"Time: {', '.join(one['edtf'] for one in times)} (EDTF)"]
    if record.get("recurrence"):
        told.append(f"Recurs: {record['recurrence']}")
    if record.get("status"):
        told.append(f"Status: {record['status']}")
    phrase = record["evidence"][0]
    told.append(f"In the article, paragraph {phrase['paragraph']}: “{phrase['exact']}”")
    return "\n".join(told)


def _add_places(entry: Event, record: Record, view: View) -> None:
    places = [place for place in map(view.resolve, record.get("locations", ())) if place]
    if places:
        entry.add("location", Text("; ".join(place["name"] for place in places)))
    if len(places) == 1 and places[0]["latitude"] is not None:
        entry.add("geo", (places[0]["latitude"], places[0]["longitude"]))


def _stamp(article: Record | None) -> datetime:
    """The day of publication, so that the same dataset gives the same bytes."""
    known = parse(article["published"]).hull if article else None
    day = _day(known.earliest or known.latest if known else None) or date(1970, 1, 1)
    return datetime.combine(day, time(), UTC)


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


FORMAT = Format(
    "ics", MEDIA_TYPE, "iCalendar", "A calendar", write, default=None, collections=frozenset({"dates", "events"})
)
