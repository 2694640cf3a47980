"""Quantities as an article hedges them, and the interval that each becomes."""

from math import inf, nextafter
from typing import Literal, NamedTuple

Hedge = Literal["exact", "about", "at_least", "over", "at_most", "under", "range", "vague"]
Amount = int | float | None


class Bounds(NamedTuple):
    """An interval: a null bound is unknown or open, and then says nothing of inclusiveness."""

    min: Amount
    max: Amount
    min_inclusive: bool | None
    max_inclusive: bool | None

    def reach(self) -> tuple[float, float] | None:
        """The closed interval of doubles it covers, for queries; None where no bound is known.

        An exclusive bound becomes the next double inwards; an open one infinity.
        """
        if self.min is None and self.max is None:
            return None
        low = -inf if self.min is None else float(self.min)
        high = inf if self.max is None else float(self.max)
        return (
            nextafter(low, inf) if self.min_inclusive is False else low,
            nextafter(high, -inf) if self.max_inclusive is False else high,
        )


def bounds(
    hedge: Hedge, value: Amount, low: Amount, high: Amount, low_closed: bool | None, high_closed: bool | None
) -> Bounds:
    """The interval that a hedge and its numbers make; ValueError where they contradict each other."""
    if hedge in ("exact", "about"):
        return _point(hedge, value, low, high)
    if value is not None:
        raise ValueError(f"value: a figure hedged {hedge!r} has bounds, not a value")
    low_closed = _closed("min", low, low_closed, hedge != "over")
    high_closed = _closed("max", high, high_closed, hedge != "under")
    _check_sides(hedge, low, high, low_closed, high_closed)
    if low is not None and high is not None:
        _check_order(low, high, bool(low_closed and high_closed))
    return Bounds(low, high, low_closed, high_closed)


def _point(hedge: Hedge, value: Amount, low: Amount, high: Amount) -> Bounds:
    if value is None:
        raise ValueError(f"value: is missing, though the hedge is {hedge!r}")
    if low not in (None, value) or high not in (None, value):
        raise ValueError(f"min, max: follow from the value where the hedge is {hedge!r}; leave them out")
    return Bounds(value, value, True, True)


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
            raise ValueError(f"{name}: contradicts the hedge {hedge!r}, which asks for {_described(name, should)}")


def _described(name: str, should: object) -> str:
    if name.endswith("inclusive"):
        return f"{name} {'true' if should else 'false'}"
    return f"a {name}" if should else f"no {name}"


def _check_order(low: int | float, high: int | float, closed: bool) -> None:
    if low > high or (low == high and not closed):
        raise ValueError(f"min: {low} lies above or meets the max of {high}")
