"""A calendar's entries. RFC 5545: the first entry is one that its rule makes, and an all-day rule ends on a day."""

import json
from collections.abc import Callable, Iterable, Iterator
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from itertools import islice

from icalendar import Event, Journal, vRecur, vText

from api.formats.format import View, single
from api.formats.spans import Times, published_day, times
from schemas import wording
from schemas.recurrence import parts_of
from schemas.values import JsonRecord

_RECORDS = 100  # records a chunk
_HEAD = "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//Article Facts//EN\r\nCALSCALE:GREGORIAN\r\n"
_SEARCHED = timedelta(days=3700)  # a rule without a day in ten years is not shown
_LAST_BUT_ONE = date.max - timedelta(days=1)
_FINER = {"BYHOUR", "BYMINUTE", "BYSECOND"}
_OF_DAYS = {"DAILY", "WEEKLY", "MONTHLY", "YEARLY"}


class Text(vText):
    r"""Text as RFC 5545 escapes it; the package takes the two characters `\N` for a line break."""

    def to_ical(self) -> bytes:
        escaped = self.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,")
        return escaped.replace("\n", "\\n").encode()


def write(records: Iterable[bytes], view: View) -> Iterator[bytes]:
    """The calendar in chunks; what has no day is counted in a journal entry at its end."""
    name = Text(f"Article Facts: {view.collection.name}").to_ical().decode()
    yield f"{_HEAD}NAME:{name}\r\nX-WR-CALNAME:{name}\r\n".encode()
    stamp = lru_cache(maxsize=64)(lambda article: _stamp(view.resolve(f"articles/{article}")))
    undated: list[datetime] = []
    parsed = map(json.loads, single(records))
    while chunk := view.meant(list(islice(parsed, _RECORDS))):
        yield b"".join(entry.to_ical() for record in chunk for entry in _entries(record, view, stamp, undated))
    if undated:
        note = f"{wording.plural(len(undated), view.collection.kind)} without a date, not in this calendar"
        entry = Journal()
        entry.add("uid", f"undated/{view.collection.name}@article-facts")
        entry.add("dtstamp", max(undated))
        entry.add("summary", Text(note))
        entry.add("x-article-facts-undated", str(len(undated)))
        yield entry.to_ical()
    yield b"END:VCALENDAR\r\n"


def _entries(
    record: JsonRecord, view: View, stamp: Callable[[str], datetime], undated: list[datetime]
) -> Iterator[Event]:
    """An entry for each of a record's spans; the members of a set are apart, with nothing between them."""
    found = times(record, view)
    if not found.is_known:
        undated.append(stamp(record["article"]))
    known = [span for span in found.spans if any(span)]
    for number, span in enumerate(known, start=1):
        entry = Event()
        ref = f"{view.collection.name}/{record['id']}"
        entry.add("uid", f"{ref}{f'.{number}' if len(known) > 1 else ''}@article-facts")
        entry.add("dtstamp", stamp(record["article"]))
        entry.add("summary", Text(_summary(record, found)))
        if span.starts and (span.ends or span.latest is None):
            entry.add("dtstart", datetime.fromisoformat(span.starts))
            if span.ends and span.ends != span.starts:
                entry.add("dtend", datetime.fromisoformat(span.ends))
        else:  # also where one side has no time of day, since both must be of one type
            _add_days(entry, record, _day(span.earliest), _day(span.latest))
        entry.add("description", Text(_description(record, found)))
        entry.add("categories", [record["kind"], (record.get("role") or record["type"]).replace("_", " ")])
        entry.add("status", "CONFIRMED" if found.is_sure and not _doubted(record) else "TENTATIVE")
        entry.add("transp", "TRANSPARENT")
        entry.add("x-article-facts-ref", ref)
        entry.add("x-article-facts-certainty", found.certainty)
        _add_places(entry, record, view)
        yield entry


def _add_days(entry: Event, record: JsonRecord, earliest: date | None, latest: date | None) -> None:
    """Add the days; `dtend` is the day after the last, or else the last day of the calendar. An open end gets the known
    day. A rule recurs within the span, or from its day on if the date is a single day."""
    first, last = earliest or latest or date.min, latest or earliest or date.min
    rule, bound = record.get("recurrence"), None if record.get("precision") == "day" else latest
    starts = first_day(rule, earliest, bound) if rule and earliest else None
    if rule and starts:
        entry.add("rrule", rule_of_days(rule, bound))
        first = last = starts
    entry.add("dtstart", first)
    if first < date.max:
        entry.add("dtend", min(last, _LAST_BUT_ONE) + timedelta(days=1))


def _doubted(record: JsonRecord) -> bool:
    return record.get("status") == "considered" or bool(record.get("meant"))


def _summary(record: JsonRecord, found: Times) -> str:
    """The label with its status and how claims mean it, then the time if the days alone would overstate it."""
    said = str(record["label"])
    if "status" in record:
        said = wording.event(said, record["status"], record.get("meant", ()))
    certainty = f", {found.certainty}" if found.certainty != "exact" and found.certainty not in found.text else ""
    return said if found.is_sure and not found.is_open else f"{said} ({found.text}{certainty})"


def _description(record: JsonRecord, found: Times) -> str:
    said = {"EDTF": "edtf", "Recurs": "recurrence", "Status": "status", "Mode": "mode"}
    given = ((name, record.get(field)) for name, field in said.items())
    lines = [f"{name}: {value.replace('_', ' ')}" for name, value in given if value]
    phrase = record["evidence"][0]
    place = f"In the article, paragraph {phrase['paragraph']}: “{phrase['exact']}”"
    return "\n".join([f"Time: {found.text}" + (", one of these" if found.either else ""), *lines, place])


def _add_places(entry: Event, record: JsonRecord, view: View) -> None:
    places = [place for place in map(view.resolve, record.get("locations", ())) if place]
    if places:
        entry.add("location", Text("; ".join(place["name"] for place in places)))
    if len(places) == 1 and places[0]["latitude"] is not None:
        entry.add("geo", (places[0]["latitude"], places[0]["longitude"]))


def _stamp(article: JsonRecord | None) -> datetime:
    """The day of publication, so that the same dataset gives the same bytes."""
    day = _day(published_day(article) if article else None) or date(1970, 1, 1)
    return datetime.combine(day, time(), UTC)


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


def first_day(rule: str, earliest: date, latest: date | None) -> date | None:
    """The first day that the rule makes from `earliest` to `latest`; None if none, or if it is finer than days."""
    from dateutil.rrule import rrulestr  # heavy, and rarely needed

    parts = parts_of(rule)
    if parts["FREQ"] not in _OF_DAYS or _FINER & parts.keys():
        return None
    ends = [latest, _ends(parts), earliest + min(_SEARCHED, date.max - earliest)]
    searched = min(end for end in ends if end) - earliest
    start = _late(earliest)
    if searched < timedelta() or date.max - start < searched:
        return None
    parts["UNTIL"] = f"{start + searched:%Y%m%d}".zfill(8)
    parts.pop("COUNT", None)
    found = next(iter(rrulestr(_written(parts), dtstart=datetime.combine(start, time()))), None)
    return earliest + (found.date() - start) if found else None


def _late(day: date) -> date:
    """A day in the calendar's last years from which weekdays and leap years follow as from this one.

    dateutil searches until the year 9999 for a rule that makes no day, whatever its end; from here that is not far.
    """
    last = day + min(_SEARCHED, date.max - day)
    if any(year % 100 == 0 and year % 400 for year in range(day.year, last.year + 1)):  # no leap year: only 400 fit
        return day.replace(year=9600 + day.year % 400)
    years = (year for year in range(9957, 9985) if year % 4 == day.year % 4)
    return next((late for late in (day.replace(year=year) for year in years) if late.weekday() == day.weekday()), day)


def rule_of_days(rule: str, latest: date | None) -> vRecur:
    """The rule, ending on `latest` unless it ends before."""
    parts = parts_of(rule)
    ends = [end for end in (latest, _ends(parts)) if end]
    if ends and "COUNT" not in parts:
        parts["UNTIL"] = f"{min(ends):%Y%m%d}".zfill(8)
    made: vRecur = vRecur.from_ical(_written(parts))
    return made


def _ends(parts: dict[str, str]) -> date | None:
    return date.fromisoformat(parts["UNTIL"][:8]) if "UNTIL" in parts else None


def _written(parts: dict[str, str]) -> str:
    return ";".join(f"{name}={value}" for name, value in parts.items())
