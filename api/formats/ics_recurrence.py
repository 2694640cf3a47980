"""Recurrence rules for all-day entries: RFC 5545 wants the first entry to be one that the rule makes, and an end
that is a day like the start."""

from datetime import date, datetime, time, timedelta

from icalendar import vRecur

_SEARCHED = timedelta(days=3700)  # a rule that makes no day in ten years is not shown as one
_FINER = {"BYHOUR", "BYMINUTE", "BYSECOND"}
_OF_DAYS = {"DAILY", "WEEKLY", "MONTHLY", "YEARLY"}


def first_day(rule: str, earliest: date, latest: date | None) -> date | None:
    """The first day that the rule makes from `earliest` to `latest`; None if none, or if it is finer than days."""
    from dateutil.rrule import rrulestr  # heavy, and rarely needed

    parts = _parts(rule)
    if parts["FREQ"] not in _OF_DAYS or _FINER & parts.keys():
        return None
    ends = [latest, _ends(parts), earliest + min(_SEARCHED, date.max - earliest)]
    searched = min(end for end in ends if end) - earliest
    start = _late(earliest)
    if searched < timedelta() or date.max - start < searched:
        return None
    parts["UNTIL"] = _compact(start + searched)
    parts.pop("COUNT", None)
    found = next(iter(rrulestr(_written(parts), dtstart=datetime.combine(start, time()))), None)
    return earliest + (found.date() - start) if found else None


def _late(day: date) -> date:
    """A day in the calendar's last years from which weekdays and leap years follow as from this one.

    dateutil looks on until the year 9999 for a rule that makes no day, whatever its end: from here that is soon.
    """
    if day.year // 100 != (day + min(_SEARCHED, date.max - day)).year // 100:
        return day  # a leap year may be left out on the way
    years = (year for year in range(9957, 9985) if year % 4 == day.year % 4)
    return next((late for late in (day.replace(year=year) for year in years) if late.weekday() == day.weekday()), day)


def rule_of_days(rule: str, latest: date | None) -> vRecur:
    """The rule, ending on `latest` unless it ends before."""
    parts = _parts(rule)
    ends = [end for end in (latest, _ends(parts)) if end]
    if ends and "COUNT" not in parts:
        parts["UNTIL"] = _compact(min(ends))
    made: vRecur = vRecur.from_ical(_written(parts))
    return made


def _ends(parts: dict[str, str]) -> date | None:
    return datetime.strptime(parts["UNTIL"][:8], "%Y%m%d").date() if "UNTIL" in parts else None  # noqa: DTZ007


def _compact(day: date) -> str:
    return day.isoformat().replace("-", "")


def _parts(rule: str) -> dict[str, str]:
    pairs = (part.partition("=") for part in rule.split(";"))
    return {name: value for name, _, value in pairs}


def _written(parts: dict[str, str]) -> str:
    return ";".join(f"{name}={value}" for name, value in parts.items())
