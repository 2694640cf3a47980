"""Axes: everything that is to be shown has a place on them, and their ticks can be read."""

from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from api.charts.lettering import width
from api.charts.scale import TICK_SIZE, Axis, day_axis, number_axis

numbers = st.lists(st.floats(-1e15, 1e15) | st.integers(-(10**15), 10**15), min_size=1, max_size=20)
days = st.dates(date(2, 1, 1), date(9998, 12, 31))


def _labels(axis: Axis) -> list[str]:
    return [label for _, label in axis.ticks if label]


def _readable(axis: Axis) -> bool:
    """Whether there are labels, and none touches the next."""
    shown = [(x, width(label, TICK_SIZE)) for x, label in axis.ticks if label]
    pairs = pairwise(shown)
    return bool(shown) and all(x1 + wide1 / 2 < x2 - wide2 / 2 for (x1, wide1), (x2, wide2) in pairs)


@given(numbers)
def test_every_number_has_its_place(amounts: list[float]) -> None:
    """Any numbers lie between the ends of their axis, in their order, and the axis has labels that do not touch."""
    axis = number_axis(amounts, 100, 500)
    places = [axis.place(amount) for amount in sorted(amounts)]
    assert places == sorted(places)
    assert all(99.9 <= place <= 500.1 for place in places)
    assert _readable(axis)


@given(days, days)
def test_every_day_has_its_place(one: date, other: date) -> None:
    """Any two days lie between the ends of their axis, which has labels that do not touch."""
    first, last = sorted((one.toordinal(), other.toordinal()))
    axis = day_axis(first, last, 100, 500)
    assert 99.9 <= axis.place(first) <= axis.place(last) <= 500.1
    assert _readable(axis)


@pytest.mark.parametrize(("amounts", "labels"), [
    ([3], ["0", "1", "2", "3"]),
    ([0.5], ["0", "0.1", "0.2", "0.3", "0.4", "0.5"]),
    ([700, 800], ["0", "200", "400", "600", "800"]),
    ([-4, 9], ["−5", "0", "5", "10"]),
    ([0], ["0", "0.2", "0.4", "0.6", "0.8", "1"]),
    ([2_000_000], ["0", "500,000", "1 m", "1.5 m", "2 m"]),
    ([3, 7000], ["1", "10", "100", "1,000", "10,000"]),
])  # fmt: skip
def test_numbers_are_marked_at_round_values(amounts: list[float], labels: list[str]) -> None:
    """Ticks are round and begin at zero, unless the numbers are so far apart that the axis has to be logarithmic."""
    axis = number_axis(amounts, 100, 500)
    assert _labels(axis) == labels
    assert axis.logarithmic == (amounts == [3, 7000])


@pytest.mark.parametrize(("first", "length", "labels"), [
    ("2024-05-23", 0, ["12 May 2024", "19 May", "26 May", "2 Jun"]),
    ("2024-01-01", 305, ["2024", "Apr", "Jul", "Oct"]),
    ("2024-05-16", 168, ["Jun 2024", "Jul", "Aug", "Sep", "Oct", "Nov"]),
    ("1994-12-31", 365 * 30, ["1995", "2000", "2005", "2010", "2015", "2020", "2025"]),
    ("0002-01-01", 365 * 2020, ["500", "1000", "1500", "2000"]),
])  # fmt: skip
def test_days_are_marked_where_the_calendar_turns(first: str, length: int, labels: list[str]) -> None:
    """Ticks are days, months or years, depending on the length; at least one has the year."""
    start = date.fromisoformat(first)
    axis = day_axis(start.toordinal(), (start + timedelta(days=length)).toordinal(), 100, 500)
    assert _labels(axis) == labels
