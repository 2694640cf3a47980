"""Quantities: which numbers a hedge takes, the interval they make, and which values it reaches."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from schemas.quantity import bounds

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
def test_a_range_reaches_what_lies_in_it(
    low: float, high: float, low_closed: bool, high_closed: bool, value: float
) -> None:
    """The closed interval for queries holds a double exactly if the range does, inclusiveness counted."""
    low, high = sorted((low, high))
    if low == high:
        return
    reach = bounds("range", None, low, high, low_closed, high_closed).reach()
    assert reach is not None
    for one in (value, low, high):
        inside = (low < one or (low == one and low_closed)) and (one < high or (one == high and high_closed))
        assert (reach[0] <= float(one) <= reach[1]) == inside


def test_open_ends_reach_to_infinity_and_vague_ones_nowhere() -> None:
    """An unknown bound beside a given one is open; without any there is nothing to meet."""
    assert bounds("at_least", None, 40, None, None, None).reach() == (40, float("inf"))
    assert bounds("at_most", None, None, 40, None, None).reach() == (float("-inf"), 40)
    assert bounds("vague", None, None, None, None, None).reach() is None
