"""Dates as an article gives them, in EDTF (ISO 8601-2), and the span of days that each covers.

Plain dates, intervals and sets of them are read here, since nearly all are such, and the `edtf` package takes some
30 ms for a set; everything else is read by that package, whose laxness (29 February 2026, reversed intervals, trailing
blanks) is caught before and after.
"""

import re
from datetime import date, timedelta
from functools import lru_cache
from typing import Any, Literal, NamedTuple

Precision = Literal["day", "month", "year", "interval", "set"]
Certainty = Literal["exact", "approximate", "uncertain"]

EXAMPLES = "2024-05-23, 2024-05~, 2024-09-05/2024-09-06, ../1994~ and [2024-05-16,2024-05-23]"

_PLAIN = re.compile(r"([0-9]{4})(?:-([0-9]{2}))?(?:-([0-9]{2}))?([?~%]?)")
_DAYS = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_ALLOWED = re.compile(r"[0-9X?~%/.,\[\]{}-]{2,100}")


class Span(NamedTuple):
    """What an EDTF string says: the first and last day it covers (None where open), and how surely."""

    earliest: date | None
    latest: date | None
    precision: Precision
    certainty: Certainty

    def fields(self) -> dict[str, str | None]:
        """The derived fields of a date record."""
        return {
            "earliest": self.earliest.isoformat() if self.earliest else None,
            "latest": self.latest.isoformat() if self.latest else None,
            "precision": self.precision,
            "certainty": self.certainty,
        }


@lru_cache(maxsize=4096)
def parse(text: str) -> Span:
    """Read an EDTF string; ValueError where it names no span of the years 0001 to 9999."""
    for day in _DAYS.findall(text):
        _calendar_day(day)
    span = _interval(text) if "/" in text else _plain(text) or _set(text)
    span = span or _by_package(text)
    if span.earliest and span.latest and span.earliest > span.latest:
        raise ValueError(f"is a reversed interval: {span.earliest} lies after {span.latest}")
    return span


def _calendar_day(day: str) -> None:
    try:
        date.fromisoformat(day)
    except ValueError as error:
        raise ValueError(f"names {day}, which no calendar has") from error


def _plain(text: str) -> Span | None:
    """A year, month or day with at most one qualifier at its end; None where it is something else."""
    found = _PLAIN.fullmatch(text)
    if not found or (found[2] and not 1 <= int(found[2]) <= 12) or found[1] == "0000":
        return None
    first = date(int(found[1]), int(found[2] or 1), int(found[3] or 1))
    precision: Precision = "day" if found[3] else "month" if found[2] else "year"
    return Span(first, _last_day(first, precision), precision, _certainty(found[4]))


def _last_day(first: date, precision: Precision) -> date:
    if precision == "day":
        return first
    if precision == "year" or first.month == 12:
        return date(first.year, 12, 31)
    return date(first.year, first.month + 1, 1) - timedelta(days=1)


def _certainty(marks: str) -> Certainty:
    if "?" in marks or "%" in marks:
        return "uncertain"
    return "approximate" if "~" in marks else "exact"


def _interval(text: str) -> Span | None:
    """Two ends; `..` is open and an empty end unknown, and both leave that side without a day."""
    ends = text.split("/")
    if len(ends) != 2 or all(end in ("", "..") for end in ends):
        raise ValueError("is no interval: write two ends with '/' between, at most one of them open ('..')")
    start, end = (Span(None, None, "day", "exact") if e in ("", "..") else _plain(e) or _by_package(e) for e in ends)
    if start.earliest and end.earliest and start.earliest > end.earliest:
        raise ValueError(f"is a reversed interval: {start.earliest} lies after {end.earliest}")
    return Span(start.earliest, end.latest, "interval", _certainty(text))


def _set(text: str) -> Span | None:
    """One of several plain dates (`[a,b]`), or all of them (`{a,b}`); None where it is something else."""
    if text[:1] + text[-1:] not in ("[]", "{}") or "," not in text:
        return None
    dates = [_plain(member) for member in text[1:-1].split(",")]
    known = [date for date in dates if date and date.certainty == "exact"]
    if len(known) < len(dates):
        return None
    ends = [end for one in known for end in (one.earliest, one.latest) if end]
    return Span(min(ends), max(ends), "set", _set_certainty(text))


def _by_package(text: str) -> Span:
    from edtf import EDTFParseException, parse_edtf  # heavy, and rarely needed

    if not _ALLOWED.fullmatch(text):
        raise ValueError(f"is not EDTF, as are {EXAMPLES}")
    try:
        parsed = parse_edtf(text)
        first, last = parsed.lower_strict(), parsed.upper_strict()
    except (EDTFParseException, ValueError, TypeError, AttributeError, OverflowError) as error:
        raise ValueError(f"is not EDTF of level 0, 1 or 2, as are {EXAMPLES}") from error
    return Span(_day(first), _day(last), _shape(text, parsed), _set_certainty(text))


def _day(moment: Any) -> date | None:
    if isinstance(moment, float):  # the package's mark of an open end
        return None
    year, month, day = tuple(moment)[:3]
    if not 1 <= year <= 9999:
        raise ValueError("lies outside the years 0001 to 9999")
    return date(year, month, day)


def _shape(text: str, parsed: object) -> Precision:
    if text[0] in "[{":
        return "set"
    if "X" in text:  # unspecified digits: some day in a longer span
        return "interval"
    precision = getattr(parsed, "precision", None)
    return precision if precision in ("day", "month", "year") else "interval"


def _set_certainty(text: str) -> Certainty:
    """One of a set ('[a,b]') and unspecified digits leave open which; all of a set ('{a,b}') does not."""
    return "uncertain" if text[0] == "[" or "X" in text else _certainty(text)
