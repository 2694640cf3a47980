"""Numbers and days as text for labels."""

from datetime import date

from schemas.wording import MONTHS


def number(amount: float) -> str:
    """`7,000`, `0.5`, `−12`: at most six digits after the point, or an exponent where they show nothing."""
    if amount == int(amount):
        written = f"{int(amount):,}"
    else:
        written = f"{amount:,.6f}".rstrip("0")
        written = f"{amount:.6g}" if written.endswith(".") else written
    return written.replace("-", "−")


def month(day: date) -> str:
    """`Sep`, independent of the locale: equal records must give equal bytes."""
    return MONTHS[day.month - 1][:3]


def period(earliest: date | None, latest: date | None, doubt: str = "", between: bool = False) -> str:
    """`5 to 6 Sep 2024`, `until about 1994`, `between 16 and 23 May 2024`; `doubt` is a word like `about`."""
    if earliest is None or latest is None:
        known = _end(latest, doubt) if earliest is None else _start(earliest, doubt)
        return _joined("until" if earliest is None else "from", doubt, known) if known else "date not known"
    if between and earliest < latest:
        return _joined("between", _from_to(earliest, latest, "").replace(" to ", " and ", 1))
    return _joined(doubt, _whole(earliest, latest) or _from_to(earliest, latest, doubt))


def _joined(*words: str) -> str:
    return " ".join(filter(None, words))


def _day(day: date) -> str:
    return f"{day.day} {month(day)} {day.year}"


def _start(day: date | None, doubt: str) -> str:
    """A first day. Where it is in doubt, no more precise than it was given: 1 January stands for a year."""
    if day is None or not doubt or day.day != 1:
        return _day(day) if day else ""
    return str(day.year) if day.month == 1 else f"{month(day)} {day.year}"


def _end(day: date | None, doubt: str) -> str:
    """A last day. Where it is in doubt, no more precise than it was given: 31 December stands for a year."""
    if day is None or not doubt or (day.month, day.day) != (12, 31):
        return _day(day) if day else ""
    return str(day.year)


def _whole(first: date, last: date) -> str:
    """The years or the month that a span covers exactly; empty if it does not."""
    if (first.month, first.day) == (1, 1) and (last.month, last.day) == (12, 31):
        return str(first.year) if first.year == last.year else f"{first.year} to {last.year}"
    if first.day == 1 and (first.year, first.month) == (last.year, last.month) and _is_month_end(last):
        return f"{month(first)} {first.year}"
    return ""


def _is_month_end(day: date) -> bool:
    return day == date.max or date.fromordinal(day.toordinal() + 1).day == 1


def _from_to(first: date, last: date, doubt: str) -> str:
    """Two days; a month or year they share is written once."""
    if first == last:
        return _day(first)
    start, end = _start(first, doubt), _end(last, doubt)
    if first.year == last.year and (start, end) == (_day(first), _day(last)):
        start = str(first.day) if first.month == last.month else f"{first.day} {month(first)}"
    return f"{start} to {end}"
