"""Quantities as an article hedges them, and the interval that each becomes."""

from decimal import Decimal
from fractions import Fraction
from functools import lru_cache
from math import inf, nextafter
from typing import Literal, NamedTuple

from schemas.units import Unit, exact, unit_of

Hedge = Literal["exact", "about", "at_least", "over", "at_most", "under", "range", "vague"]
Form = Literal["amount", "share", "change", "ratio", "rank", "score"]
Amount = int | float | None


class Bounds(NamedTuple):
    """An interval. A null bound is unknown or open, and its inclusiveness is null too."""

    min: Amount
    max: Amount
    min_inclusive: bool | None
    max_inclusive: bool | None


class Interval(NamedTuple):
    """A closed interval of doubles: an open end is infinite, an exclusive bound is the next double inwards."""

    low: float
    high: float


class Quantity(NamedTuple):
    """What queries compare of a figure.

    `own` is in the figure's own numbers, `base` in the base unit of `dimension` (a UCUM base unit, or a currency); None
    without bounds, or without unit code and currency. Approximate bounds are widened. An open lower bound is 0 if the
    other is not negative and the figure is not a change. Unless `bounded` (both bounds are given), a figure never
    certainly lies within an interval.
    """

    own: Interval | None
    base: Interval | None
    dimension: str | None
    bounded: bool


@lru_cache(maxsize=1024)  # called twice in a row for a figure: for its record and for its flat row
def quantity(bounds: Bounds, approximate: bool, form: Form, code: str | None) -> Quantity:
    """The intervals of a figure's bounds for queries; `code` is its UCUM code or its currency."""
    unit = unit_of(code) if code else None
    bounded = bounds.min is not None and bounds.max is not None
    if bounds.min is None and bounds.max is None:
        return Quantity(None, None, unit.dimension if unit else None, bounded)
    low, high = _low(bounds, approximate, form), _high(bounds, approximate)
    own, base = (one and _interval(low, high, bounds, approximate, one) for one in (_SAME, unit))
    return Quantity(own, base, unit.dimension if unit else None, bounded)


def slack(bound: int | float) -> Fraction:
    """How far an approximate bound is widened: half a unit of its last non-zero digit, at most a tenth."""
    if bound == 0:
        return Fraction(0)
    digit = Decimal(repr(bound)).normalize().as_tuple().exponent
    return min(Fraction(10) ** int(digit) / 2, abs(exact(bound)) / 10)


_SAME = Unit("")


def _interval(low: Fraction | float, high: Fraction | float, bounds: Bounds, approximate: bool, unit: Unit) -> Interval:
    """The closed interval in a unit. A bound that was widened is inclusive."""
    first, last = (unit.to_base(low), unit.to_base(high)) if unit is not _SAME else (float(low), float(high))
    open_low = bounds.min_inclusive is False and not (approximate and bounds.min)
    open_high = bounds.max_inclusive is False and not (approximate and bounds.max)
    return Interval(nextafter(first, inf) if open_low else first, nextafter(last, -inf) if open_high else last)


def _low(bounds: Bounds, approximate: bool, form: Form) -> Fraction | float:
    if bounds.min is not None:
        return exact(bounds.min) - slack(bounds.min) if approximate else bounds.min
    counted = form != "change" and bounds.max is not None and bounds.max >= 0
    empty = bounds.max == 0 and bounds.max_inclusive is False
    return 0.0 if counted and not empty else -inf


def _high(bounds: Bounds, approximate: bool) -> Fraction | float:
    if bounds.max is None:
        return inf
    return exact(bounds.max) + slack(bounds.max) if approximate else bounds.max


def bounds(
    hedge: Hedge, value: Amount, low: Amount, high: Amount, low_closed: bool | None, high_closed: bool | None
) -> Bounds:
    """The interval that a hedge and its numbers make; ValueError where they contradict each other."""
    if hedge in ("exact", "about"):
        if value is None:
            raise ValueError(f"value: is missing, though the hedge is {hedge!r}")
        if low not in (None, value) or high not in (None, value):
            raise ValueError(f"min, max: follow from the value where the hedge is {hedge!r}; leave them out")
        return Bounds(value, value, True, True)
    if value is not None:
        raise ValueError(f"value: a figure hedged {hedge!r} has bounds, not a value")
    low_closed = _closed("min", low, low_closed, hedge != "over")
    high_closed = _closed("max", high, high_closed, hedge != "under")
    _check_sides(hedge, low, high, low_closed, high_closed)
    if low is not None and high is not None and (low > high or (low == high and not (low_closed and high_closed))):
        raise ValueError(f"min: {low} lies above or meets the max of {high}")
    return Bounds(low, high, low_closed, high_closed)


def _closed(side: str, bound: Amount, given: bool | None, default: bool) -> bool | None:
    if bound is None:
        if given is not None:
            raise ValueError(f"{side}_inclusive: is given without {side}")
        return None
    return default if given is None else given


# hedge -> (min is given, max is given, min_inclusive, max_inclusive); "any" leaves it open
_SIDES: dict[str, tuple[object, object, object, object]] = {
    "at_least": (True, False, True, None),
    "over": (True, False, False, None),
    "at_most": (False, True, None, True),
    "under": (False, True, None, False),
    "range": (True, True, "any", "any"),
    "vague": ("any", "any", "any", "any"),
}


def _check_sides(hedge: str, low: Amount, high: Amount, low_closed: bool | None, high_closed: bool | None) -> None:
    names = ("min", "max", "min_inclusive", "max_inclusive")
    found = (low is not None, high is not None, low_closed, high_closed)
    for name, is_so, should in zip(names, found, _SIDES[hedge], strict=True):
        if should != "any" and is_so is not should:
            wanted = f"a {name}" if should else f"no {name}"
            if name.endswith("inclusive"):
                wanted = f"{name} {'true' if should else 'false'}"
            raise ValueError(f"{name}: contradicts the hedge {hedge!r}, which asks for {wanted}")
