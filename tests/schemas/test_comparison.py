"""Figures of one measure side by side: conversion to one unit, and the verdict on each."""

from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from schemas.comparison import Row, compare, in_order
from schemas.units import unit_of

Amount = int | float | None


def figure(name: str, low: Amount, high: Amount, **more: Any) -> dict[str, Any]:
    """An invented figure of an article of its own, with both ends inclusive where they are given."""
    value = low if low == high else None
    hedge = "exact" if value is not None else "range"
    common = {
        "speaker": None, "unit": "people", "unit_code": None, "currency": None, "form": "amount", "approximate": False,
        "min_inclusive": None if low is None else True, "max_inclusive": None if high is None else True,
    }  # fmt: skip
    return {
        "id": name,
        "article": f"of-{name}",
        "value": value,
        "min": low,
        "max": high,
        "hedge": hedge,
        **common,
        **more,
    }


def compared(*figures: dict[str, Any], base: int = 0, unit: str | None = None) -> list[Row]:
    """The rows, all articles of one day."""
    return compare(figures, {one["article"]: "2024-05-16" for one in figures}, figures[base], unit)


@pytest.mark.parametrize(
    ("low", "high", "more", "verdict"),
    [
        (700, 800, {}, "agrees"),
        (750, 750, {}, "overlaps"),
        (800, 900, {}, "overlaps"),
        (801, 900, {}, "conflicts"),
        (700, None, {}, "overlaps"),
        (None, 699, {}, "conflicts"),
        (None, None, {}, None),
        (700, 800, {"unit": "engineers"}, "agrees"),
        (700, 800, {"unit_code": "%"}, None),
        (700, 800, {"currency": "EUR"}, None),
    ],
)
def test_the_verdict_is_by_intervals(low: Amount, high: Amount, more: dict[str, Any], verdict: str | None) -> None:
    """Against 700 to 800, after widening: equal, meeting or apart; null for figures that do not compare."""
    assert compared(figure("base", 700, 800), figure("other", low, high, **more))[1].verdict == verdict


def test_approximate_bounds_are_widened() -> None:
    """Roughly 700 to 800 meets 820; the same words elsewhere agree, the exact ones only overlap; shown as said."""
    roughly = figure("a", 700, 800, approximate=True)
    others = (
        figure("b", 820, 820),
        figure("c", 851, 851),
        figure("d", 700, 800, approximate=True),
        figure("e", 700, 800),
    )
    assert [row.verdict for row in compared(roughly, *others)] == [
        "agrees", "overlaps", "conflicts", "agrees", "overlaps",
    ]  # fmt: skip
    assert compared(roughly)[0].value_max == 800


def test_amounts_are_given_in_one_unit() -> None:
    """In the unit of the figure compared with, or the one requested; other dimensions are not converted."""
    figures = (
        figure("a", 5, 5, unit_code="km"), figure("b", 5000, 6000, unit_code="m"), figure("c", 1, 1, unit_code="h"),
        figure("d", None, 3, unit_code="[mi_i]", unit="miles"), figure("e", 7, 7, unit="laps"),
    )  # fmt: skip
    shown = [(row.value, row.value_min, row.value_max, row.unit, row.verdict) for row in compared(*figures)]
    assert shown == [
        (5, 5, 5, "km", "agrees"), (None, 5, 6, "km", "overlaps"), (1, 1, 1, "h", None),
        (None, None, 4.828032, "km", "conflicts"), (7, 7, 7, "laps", None),
    ]  # fmt: skip
    in_metres = [(row.value_max, row.unit) for row in compared(*figures, unit="m")]
    assert in_metres == [(5000, "m"), (6000, "m"), (1, "h"), (4828.032, "m"), (7, "laps")]


amounts = st.integers(-(10**9), 10**9) | st.decimals(-(10**6), 10**6, places=3).map(float)
bounds = st.tuples(amounts, amounts).map(sorted)
codes = st.sampled_from(["m", "km", "[mi_i]", "cm"])


@given(st.lists(st.tuples(bounds, codes, st.booleans()), min_size=1, max_size=6), st.data())
def test_a_verdict_is_the_same_from_both_sides_and_in_any_unit(
    given_figures: list[tuple[list[Any], str, bool]], data: st.DataObject
) -> None:
    """Verdicts are symmetric and independent of the unit; each figure agrees with itself."""
    figures = [
        figure(str(n), *ends, unit_code=code, approximate=widened)
        for n, (ends, code, widened) in enumerate(given_figures)
    ]
    base, other = (data.draw(st.sampled_from(range(len(figures)))) for _ in range(2))
    one = compared(*figures, base=base)
    assert one[base].verdict == "agrees"
    assert one[other].verdict == compared(*figures, base=other)[base].verdict
    assert [row.verdict for row in compared(*figures, base=base, unit="m")] == [row.verdict for row in one]


@given(amounts, codes, codes)
def test_amounts_keep_their_worth(amount: Any, code: str, unit: str) -> None:
    """In any unit a figure has the same value in the base unit, except for the last digits of a double."""
    row = compared(figure("a", amount, amount, unit_code=code), unit=unit)[0]
    expected = Fraction(str(amount)) * unit_of(code).factor
    found = Fraction(str(row.value)) * unit_of(unit).factor
    assert abs(found - expected) <= abs(expected) / 10**12
    assert row.value_min == row.value == row.value_max


def test_the_order_is_that_of_publication() -> None:
    """By instant where hours are given in several zones; then by article, and in reading order within one."""
    figures = [figure(name, 1, 1) for name in "abc"] + [figure("d", 1, 1, article="of-a")]
    published = {"of-a": "2024-05-17", "of-b": "2024-05-16", "of-c": "2024-05-17"}
    assert [one["id"] for one in in_order(figures, published)] == ["b", "a", "d", "c"]
    hours = {
        "of-a": "2024-05-23T23:00:00-04:00",
        "of-b": "2024-05-24T01:00:00+09:00",
        "of-c": "[2024-05-01,2024-05-02]",
    }
    assert [one["id"] for one in in_order(figures, hours)] == ["c", "b", "a", "d"]
