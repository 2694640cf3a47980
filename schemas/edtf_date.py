"""Dates in EDTF (ISO 8601-2): the days and instants they cover, and their certainty.

Rarer forms (unspecified digits, qualified parts) are left to the `edtf` package, which is slow, and accepts
29 February 2026 and reversed intervals: so its input and results are checked.
"""

import re
from collections.abc import Callable, Iterable, Sequence
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from time import struct_time
from typing import Literal, NamedTuple

Precision = Literal["time", "day", "month", "season", "year", "decade", "interval", "set"]
Certainty = Literal["exact", "approximate", "uncertain"]
SetKind = Literal["one", "all"]

EXAMPLES = "2024-05-23, 2024-05~, 2024-05-23T09:00:00-04:00, 2024-09-05/2024-09-06, ../1994~, [2024-05-16,2024-05-23]"

_PLAIN = re.compile(r"([0-9]{4})(?:-([0-9]{2}))?(?:-([0-9]{2}))?([?~%]?)")
_TIMED = re.compile(r"([0-9]{4}-[0-9]{2}-[0-9]{2})T([0-9]{2}:[0-9]{2}:[0-9]{2})(Z|[+-][0-9]{2}(?::[0-9]{2})?)?")
_DAYS = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_ALLOWED = re.compile(r"[0-9X?~%-]{2,30}")
_DECADE = re.compile(r"[0-9]{3}X[?~%]?")
_LONGEST = 100

# Sub-year groupings of EDTF level 2: first month, and how many months. Winter begins in December of its year.
_SEASONS = {
    21: (3, 3), 22: (6, 3), 23: (9, 3), 24: (12, 3),
    25: (3, 3), 26: (6, 3), 27: (9, 3), 28: (12, 3),
    29: (9, 3), 30: (12, 3), 31: (3, 3), 32: (6, 3),
    33: (1, 3), 34: (4, 3), 35: (7, 3), 36: (10, 3),
    37: (1, 4), 38: (5, 4), 39: (9, 4), 40: (1, 6), 41: (7, 6),
}  # fmt: skip


class Span(NamedTuple):
    """Days as written, from first to last inclusive, None if open; `starts` and `ends` are instants in UTC (RFC 3339)
    if a time of day is given."""

    earliest: str | None
    latest: str | None
    starts: str | None = None
    ends: str | None = None

    @property
    def bounded(self) -> bool:
        return self.earliest is not None and self.latest is not None


class Extent(NamedTuple):
    """The meaning of an EDTF string. A set has several spans; `set` says whether one or all are meant."""

    spans: tuple[Span, ...]
    set: SetKind | None
    precision: Precision
    certainty: Certainty

    @property
    def hull(self) -> Span:
        """The span from the first beginning to the last end of all spans."""
        return hull(self.spans)

    def fields(self) -> dict[str, object]:
        """The derived fields of a date record."""
        return {
            **self.hull._asdict(),
            "spans": [{"earliest": one.earliest, "latest": one.latest} for one in self.spans],
            "set": self.set,
            "precision": self.precision,
            "certainty": self.certainty,
        }


def begins(text: str) -> str:
    """Sort key of EDTF strings by time: the instant or day at which each begins or, if that is open, the day it
    ends."""
    span = parse(text).hull
    return span.starts or span.earliest or span.latest or ""


def hull(spans: Sequence[Span]) -> Span:
    """The span that covers all of these; a side is None if any of them is open, or if there are none."""
    if len(spans) == 1:
        return spans[0]
    earliest, latest, starts, ends = zip(*spans, strict=True) if spans else ((), (), (), ())
    return Span(_all(min, earliest), _all(max, latest), _all(min, starts), _all(max, ends))


def _all(choose: Callable[[Iterable[str]], str], values: Sequence[str | None]) -> str | None:
    known = [value for value in values if value is not None]
    return choose(known) if known and len(known) == len(values) else None


@lru_cache(maxsize=4096)
def parse(text: str) -> Extent:
    """Read an EDTF string; ValueError where it names no time in the years 0001 to 9999."""
    if len(text) > _LONGEST:
        raise ValueError(f"is longer than {_LONGEST} characters")
    for day in _DAYS.findall(text):
        try:
            date.fromisoformat(day)
        except ValueError as error:
            raise ValueError(f"names {day}, which no calendar has") from error
    if text[:1] in ("[", "{"):
        return _set(text)
    return _interval(text) if "/" in text else _single(text)


def _single(text: str) -> Extent:
    return _plain(text) or _instant(text) or _by_package(text)


def _plain(text: str) -> Extent | None:
    """A year, season, month or day with at most one qualifier at its end; None for anything else."""
    found = _PLAIN.fullmatch(text)
    if not found or found[1] == "0000":
        return None
    year, month, certainty = int(found[1]), int(found[2] or 1), _certainty(found[4])
    if month in _SEASONS and not found[3]:
        return _months(year, *_SEASONS[month], "season", certainty)
    if not 1 <= month <= 12:
        return None
    if found[3]:
        day = text[:10]
        return Extent((Span(day, day),), None, "day", certainty)
    return _months(year, month, 1 if found[2] else 12, "month" if found[2] else "year", certainty)


def _months(year: int, month: int, many: int, precision: Precision, certainty: Certainty) -> Extent:
    past = 12 * year + month - 1 + many
    if past > 12 * 10_000:
        raise ValueError("ends after the year 9999")
    last = date.max if past == 12 * 10_000 else date(past // 12, past % 12 + 1, 1) - timedelta(days=1)
    span = Span(date(year, month, 1).isoformat(), last.isoformat())
    return Extent((span,), None, precision, certainty)


def _instant(text: str) -> Extent | None:
    """A day with time and zone; the day stays as written."""
    if "T" not in text:
        return None
    found = _TIMED.fullmatch(text)
    if not found:
        raise ValueError("is no instant: write hours, minutes, seconds and a zone, as in 2024-05-23T09:00:00-04:00")
    if not found[3]:
        raise ValueError("is an instant without a zone: end it with Z or the offset from UTC, such as -04:00")
    try:
        moment = datetime.fromisoformat(text).astimezone(UTC)
    except (ValueError, OverflowError) as error:
        raise ValueError("is a time that no clock shows, or lies outside the years 0001 to 9999") from error
    instant = moment.strftime("%Y-%m-%dT%H:%M:%SZ").zfill(20)
    return Extent((Span(found[1], found[1], instant, instant),), None, "time", "exact")


def _certainty(text: str) -> Certainty:
    """The certainty of a text; unspecified digits leave open which day or year is meant."""
    if "?" in text or "%" in text or "X" in text:
        return "uncertain"
    return "approximate" if "~" in text else "exact"


def _interval(text: str) -> Extent:
    """Two ends. `..` is open, an empty end unknown; either leaves that side without a day."""
    ends = text.split("/")
    if len(ends) != 2 or all(end in ("", "..") for end in ends):
        raise ValueError("is no interval: write two ends with '/' between, at most one of them open ('..')")
    span = _between(*ends)
    return Extent((span,), None, "interval", _certainty(text))


def _between(first: str, last: str) -> Span:
    """From the beginning of one date to the end of another; ValueError if reversed."""
    start, end = (Span(None, None) if one in ("", "..") else _single(one).hull for one in (first, last))
    if start.starts and end.ends:  # days as written in two zones may be in reverse order
        reversed_ = start.starts > end.ends
        first_day, last_day = sorted((start.earliest or "", end.latest or ""))
        span = Span(first_day, last_day, start.starts, end.ends)
    else:
        reversed_ = (start.earliest or "") > (end.latest or "9")
        span = Span(start.earliest, end.latest, start.starts, end.ends)
    if reversed_:
        raise ValueError(f"is a reversed interval: {first} lies after {last}")
    return span


def _set(text: str) -> Extent:
    """One of several dates (`[a,b]`), or all of them (`{a,b}`). A single range within (`[a..b]`) is one span."""
    if text[0] + text[-1] not in ("[]", "{}") or not text[1:-1]:
        raise ValueError(f"is not EDTF, as are {EXAMPLES}")
    kind: SetKind = "one" if text[0] == "[" else "all"
    members = text[1:-1].split(",")
    spans = tuple(dict.fromkeys(_member(member) for member in members))
    certainty = "uncertain" if kind == "one" else _certainty(text)
    if len(spans) > 1:
        return Extent(spans, kind, "set", certainty)
    return Extent(spans, None, "interval" if ".." in text else _single(members[0]).precision, certainty)


def _member(text: str) -> Span:
    if ".." not in text:
        return _single(text).hull
    first, _, last = text.partition("..")
    if not first and not last:
        raise ValueError("is a set of every day there is")
    return _between(first, last)


def _by_package(text: str) -> Extent:
    from edtf import EDTFParseException, parse_edtf  # heavy, and rarely needed

    if not _ALLOWED.fullmatch(text):
        raise ValueError(f"is not EDTF, as are {EXAMPLES}")
    try:
        parsed = parse_edtf(text)
        first, last = parsed.lower_strict(), parsed.upper_strict()
    except (EDTFParseException, ValueError, TypeError, AttributeError, OverflowError) as error:
        raise ValueError(f"is not EDTF of level 0, 1 or 2, as are {EXAMPLES}") from error
    span = Span(_day(first), _day(last))
    if span.earliest and span.latest and span.earliest > span.latest:
        raise ValueError(f"is a reversed interval: {span.earliest} lies after {span.latest}")
    return Extent((span,), None, _shape(text, parsed), _certainty(text))


def _day(moment: float | struct_time) -> str | None:
    if isinstance(moment, float):  # the package's open end
        return None
    year, month, day = moment[:3]
    if not 1 <= year <= 9999:
        raise ValueError("lies outside the years 0001 to 9999")
    return date(year, month, day).isoformat()


def _shape(text: str, parsed: object) -> Precision:
    if _DECADE.fullmatch(text):
        return "decade"
    if "X" in text:  # some day in a longer span
        return "interval"
    precision = getattr(parsed, "precision", None)
    return precision if precision in ("day", "month", "year") else "interval"
