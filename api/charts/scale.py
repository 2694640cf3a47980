"""Axes: from numbers and days to pixels, with ticks at round values. Scales are detroit's, except where it fails: a
single point, numbers close to zero, and years before 1."""

import math
from collections.abc import Callable, Iterable, Sequence
from datetime import date, datetime, time
from typing import NamedTuple

import detroit

from api.charts.lettering import width
from schemas.wording import MONTHS, compact, number

TICK_SIZE = 11
_TICKS = 4  # approximate number
_DAY_TICKS = (6, 4, 3, 2)  # approximate numbers; fewer are tried where labels would touch
_LOGARITHMIC_FROM = 100  # largest over smallest; below it small values are still distinct on a linear axis
_SHORT_FROM = 1e6  # labels are abbreviated where the axis reaches this far
_SMALLEST = 1e-290  # smaller numbers underflow when ticks are computed
_YEARS_FROM = 3 * 366  # days; from here on the ticks are years
_FIRST, _LAST = date(2, 1, 1).toordinal(), date(9998, 12, 31).toordinal()  # ticks are computed beyond the ends


class Axis(NamedTuple):
    """An axis from `left` to `right`, in pixels. `ticks` are positions with labels, empty where there is no room."""

    left: float
    right: float
    ticks: tuple[tuple[float, str], ...]
    place: Callable[[float], float]
    logarithmic: bool = False


def number_axis(numbers: Sequence[float], left: float, right: float) -> Axis:
    """An axis that shows all the numbers, and zero if it is linear. At least one number is needed."""
    low, high = min(numbers), max(numbers)
    logarithmic = low > _SMALLEST and high / low >= _LOGARITHMIC_FROM
    write = compact if max(high, -low) >= _SHORT_FROM else number
    if logarithmic:
        scale = detroit.scale_log().set_domain([low, high]).nice()
    else:
        low, high = min(low, 0.0), max(high, 0.0)
        scale = detroit.scale_linear().set_domain([low, max(high, low + 1) if high - low < _SMALLEST else high])
        scale.nice(_TICKS)
    scale.set_range([left, right])

    def label(tick: float) -> str:
        """A logarithmic axis is labelled at powers of ten."""
        power = math.log10(tick) if logarithmic else 0
        return write(int(tick) if tick == int(tick) else tick) if abs(power - round(power)) < 1e-9 else ""

    ticks = _spaced((float(scale(tick)), label(tick)) for tick in scale.ticks(_TICKS))
    return Axis(left, right, ticks, lambda amount: float(scale(amount)), logarithmic)


def day_axis(first: int, last: int, left: float, right: float) -> Axis:
    """An axis of days, given as ordinals. Days outside its range are placed beyond its ends."""
    padding = max(round((last - first) * 0.03), 3) if last > first else 15
    first, last = max(first - padding, _FIRST), min(last + padding, _LAST)
    per_day = (right - left) / (last - first)

    def place(day: float) -> float:
        return left + (day - first) * per_day

    choose = _years if last - first >= _YEARS_FROM else _days
    choices = (_placed(choose(first, last, count), place) for count in _DAY_TICKS)
    ticks = next((ticks for ticks in choices if all(label for _, label in ticks)), ())
    return Axis(left, right, ticks or _placed(choose(first, last, _DAY_TICKS[0]), place), place)


def reach(day: int) -> int:
    """The nearest day that an axis can show."""
    return min(max(day, _FIRST), _LAST)


def _placed(days: Sequence[date], place: Callable[[float], float]) -> tuple[tuple[float, str], ...]:
    ticks = [(place(day.toordinal()), label) for day, label in zip(days, _day_labels(days), strict=True)]
    return _spaced(sorted(ticks, key=lambda tick: not tick[1].isdigit()))


def _days(first: int, last: int, count: int) -> list[date]:
    ends = [datetime.combine(date.fromordinal(day), time()) for day in (first, last)]
    ticks = detroit.scale_time().set_domain(ends).ticks(count)
    return [tick.date() for tick in ticks if tick.time() == time()]


def _years(first: int, last: int, count: int) -> list[date]:
    years = [date.fromordinal(day).year for day in (first, last)]
    ticks = [int(year) for year in detroit.scale_linear().set_domain(years).ticks(count)]
    days = [date(year, 1, 1) for year in ticks if year > 0]
    return [day for day in days if first <= day.toordinal() <= last]


def _day_labels(days: Sequence[date]) -> list[str]:
    """The year where one begins, else month or day; the first label adds the year if no other label does."""
    monthly = all(day.day == 1 for day in days)
    labels = [_day_label(day, monthly) for day in days]
    if labels and not any(label.isdigit() for label in labels):
        labels[0] += f" {days[0].year}"
    return labels


def _day_label(day: date, monthly: bool) -> str:
    if (day.month, day.day) == (1, 1):
        return str(day.year)
    month = MONTHS[day.month - 1][:3]  # independent of the locale: equal records must give equal bytes
    return month if monthly else f"{day.day} {month}"


def _spaced(ticks: Iterable[tuple[float, str]]) -> tuple[tuple[float, str], ...]:
    """The ticks ordered by position; labels that would touch an earlier given one are dropped."""
    taken: list[tuple[float, float]] = []
    kept: list[tuple[float, str]] = []
    for x, label in ticks:
        start, end = x - width(label, TICK_SIZE) / 2 - 5, x + width(label, TICK_SIZE) / 2 + 5
        free = bool(label) and all(end <= left or start >= right for left, right in taken)
        taken += [(start, end)] if free else []
        kept.append((x, label if free else ""))
    return tuple(sorted(kept))
