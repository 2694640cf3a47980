"""Quantities: which numbers a hedge takes, the interval they make, and which values it reaches."""

from math import inf, nextafter
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from schemas.quantity import Bounds, Interval, bounds, quantity, slack

# hedge, value, min, max, min_inclusive, max_inclusive -> the interval
TAKEN: list[tuple[tuple[Any, ...], tuple[Any, ...]]] = [
    (("exact", 7, None, None, None, None), (7, 7, True, True)),
    (("exact", 0, None, None, None, None), (0, 0, True, True)),
    (("exact", -3, -3, -3, None, None), (-3, -3, True, True)),
    (("about", 7000, None, None, None, None), (7000, 7000, True, True)),
    (("at_least", None, 40, None, None, None), (40, None, True, None)),
    (("over", None, 30, None, None, None), (30, None, False, None)),
    (("at_most", None, None, 5, None, None), (None, 5, None, True)),
    (("under", None, None, 5, None, None), (None, 5, None, False)),
    (("range", None, 700, 800, None, None), (700, 800, True, True)),
    (("range", None, 700, 800, False, False), (700, 800, False, False)),
    (("range", None, 7, 7, None, None), (7, 7, True, True)),
    (("vague", None, None, None, None, None), (None, None, None, None)),
    (("vague", None, 0.5, None, False, None), (0.5, None, False, None)),
]
CONTRADICTIONS: list[tuple[Any, ...]] = [
    ("exact", None, None, None, None, None),
    ("exact", 7, 6, None, None, None),
    ("exact", 7, 6, 8, None, None),
    ("about", None, 7, 7, None, None),
    ("at_least", 40, None, None, None, None),
    ("at_least", None, None, None, None, None),
    ("at_least", None, 40, 50, None, None),
    ("at_least", None, 40, None, False, None),
    ("over", None, 30, None, True, None),
    ("over", None, None, 30, None, None),
    ("at_most", None, 1, 5, None, None),
    ("at_most", None, None, 5, None, False),
    ("under", None, None, 5, None, True),
    ("range", 750, 700, 800, None, None),
    ("range", None, 700, None, None, None),
    ("range", None, None, 800, None, None),
    ("range", None, 800, 700, None, None),
    ("range", None, 7, 7, False, True),
    ("vague", 1, None, None, None, None),
    ("vague", None, None, None, True, None),
    ("vague", None, 2, 1, None, None),
]


@pytest.mark.parametrize(("given_", "interval"), TAKEN)
def test_the_interval_of_a_hedge(given_: tuple[Any, ...], interval: tuple[Any, ...]) -> None:
    """Each hedge makes its interval: a null bound is open or unknown."""
    assert tuple(bounds(*given_)) == interval


@pytest.mark.parametrize("given_", CONTRADICTIONS)
def test_a_hedge_that_contradicts_its_numbers_is_refused(given_: tuple[Any, ...]) -> None:
    """Values beside bounds, missing or surplus bounds, min > max and empty intervals; the message names the field."""
    with pytest.raises(ValueError, match=r"^(value|min|max|min_inclusive|max_inclusive|min, max): "):
        bounds(*given_)


NUMBERS = st.integers(-(10**15), 10**15) | st.floats(-1e15, 1e15)


@given(low=NUMBERS, high=NUMBERS, low_closed=st.booleans(), high_closed=st.booleans(), value=NUMBERS)
def test_a_range_holds_what_lies_in_it(
    low: float, high: float, low_closed: bool, high_closed: bool, value: float
) -> None:
    """The closed interval for queries holds a double exactly if the range does, inclusiveness counted."""
    low, high = sorted((low, high))
    if low == high:
        return
    found = quantity(bounds("range", None, low, high, low_closed, high_closed), False, "amount", None).own
    assert found is not None
    for one in (value, low, high):
        inside = (low < one or (low == one and low_closed)) and (one < high or (one == high and high_closed))
        assert (found.low <= float(one) <= found.high) == inside


# bounds, form -> the interval that queries compare
OPEN: list[tuple[Bounds, Any, Interval | None]] = [
    (Bounds(40, None, True, None), "amount", Interval(40, inf)),
    (Bounds(None, 900, None, True), "amount", Interval(0, 900)),
    (Bounds(None, 900, None, True), "change", Interval(-inf, 900)),
    (Bounds(None, -5, None, True), "amount", Interval(-inf, -5)),
    (Bounds(None, 0, None, True), "share", Interval(0, 0)),
    (Bounds(None, 0, None, False), "amount", Interval(-inf, nextafter(0, -inf))),
    (Bounds(0.5, None, False, None), "share", Interval(nextafter(0.5, inf), inf)),
    (Bounds(None, None, None, None), "amount", None),
]


@pytest.mark.parametrize(("given_", "form", "interval"), OPEN)
def test_open_bounds_end_where_nothing_lies_beyond(given_: Bounds, form: Any, interval: Interval | None) -> None:
    """An open lower bound beside one that is not negative ends at 0, but for a change; without any bound there is
    nothing to meet. Only what has both bounds can lie within another interval."""
    found = quantity(given_, False, form, None)
    assert found.own == interval
    assert found.bounded is False


WIDENED = {
    7000: 500, 100: 10, 700: 50, 800: 50, 0.5: 0.05, 51.3: 0.05, 0: 0, -7000: 500, 1234: 0.5, 7: 0.5, 10: 1, 120: 5,
    10**15: 10**14, 0.001: 0.0001, 1.5e-7: 5e-9,
}  # fmt: skip


@pytest.mark.parametrize("bound", WIDENED)
def test_an_approximate_bound_is_widened(bound: float) -> None:
    """By half a unit of the last digit that is not zero, at most a tenth; zero stays."""
    assert float(slack(bound)) == WIDENED[bound]


@given(low=NUMBERS, high=NUMBERS)
def test_widening_goes_outwards_and_keeps_the_sign(low: float, high: float) -> None:
    """The widened interval contains the given one, and reaches at most a tenth beyond it."""
    low, high = sorted((low, high))
    found = quantity(Bounds(low, high, True, True), True, "amount", None).own
    assert found is not None
    assert found.low <= low <= high <= found.high
    assert float(low) - found.low <= abs(low) / 10 * 1.0000001
    assert (found.low < 0) == (low < 0)


def test_about_and_roughly_meet_as_they_are_meant() -> None:
    """ "About 7,000", "about 100", "roughly 700 to 800", and exclusive bounds that become inclusive."""
    assert quantity(bounds("about", 7000, None, None, None, None), True, "amount", None).own == (6500, 7500)
    assert quantity(bounds("about", 100, None, None, None, None), True, "amount", None).own == (90, 110)
    assert quantity(bounds("range", None, 700, 800, None, None), True, "amount", None).own == (650, 850)
    assert quantity(bounds("over", None, 40, None, None, None), True, "amount", None).own == (36, inf)
    assert quantity(bounds("over", None, 0, None, None, None), True, "amount", None).own == (nextafter(0, inf), inf)


def test_quantities_compare_in_the_base_unit_of_their_dimension() -> None:
    """51.3 percent is 0.513, 5 km is 5,000 m, 20 degrees Celsius are 293.15 K; money keeps to its currency."""
    found = {
        (value, code): quantity(Bounds(value, value, True, True), False, "amount", code)
        for value, code in ((51.3, "%"), (0.513, "1"), (5, "km"), (5000, "m"), (20, "Cel"), (2, "EUR"), (2, None))
    }
    assert found[51.3, "%"].base == found[0.513, "1"].base == (0.513, 0.513)
    assert found[5, "km"].base == found[5000, "m"].base == (5000, 5000)
    assert found[20, "Cel"].base == (293.15, 293.15)
    assert {key[1]: one.dimension for key, one in found.items()} == {
        "%": "1", "1": "1", "km": "m", "m": "m", "Cel": "K", "EUR": "EUR", None: None,
    }  # fmt: skip
    assert found[2, None].base is None
