"""The figures of one measure side by side, in one unit, each compared with one of them.

Intervals are equal (agrees), meet (overlaps) or do not (conflicts); bounds of approximate figures are widened as in
queries. There is no verdict without a bound, or on another currency or dimension. Counted things compare whatever
their unit is called, since one measure counts one thing.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import Literal, NamedTuple

from schemas.edtf_date import begins
from schemas.quantity import Amount, Bounds, Interval, Quantity, quantity
from schemas.units import unit_of
from schemas.values import JsonRecord

Figure = JsonRecord
Verdict = Literal["agrees", "overlaps", "conflicts"]


class Row(NamedTuple):
    """A figure of the measure. Amounts are as stated, in `unit`: a UCUM code, a currency, or what is counted. `verdict`
    is None if the figures are not comparable."""

    figure: str
    article: str
    published: str
    speaker: str | None
    hedge: str
    value: Amount
    value_min: Amount
    value_max: Amount
    unit: str
    verdict: Verdict | None


def in_order(figures: Iterable[Figure], published: Mapping[str, str]) -> list[Figure]:
    """Sorted by publication, stable; `published` is by article id."""
    return sorted(figures, key=lambda figure: (begins(published[figure["article"]]), figure["article"]))


def compare(
    figures: Sequence[Figure], published: Mapping[str, str], base: Figure, unit: str | None = None
) -> list[Row]:
    """A row for each figure, in the same order, compared with `base`, from which the `unit` is by default."""
    code, held = unit or _code(base), _quantity(base)
    return [_row(figure, published[figure["article"]], code, _verdict(_quantity(figure), held)) for figure in figures]


def _row(figure: Figure, published: str, code: str | None, verdict: Verdict | None) -> Row:
    own = _code(figure)
    converts = code is not None and own is not None and unit_of(code).dimension == unit_of(own).dimension
    amounts = (figure[name] for name in ("value", "min", "max"))
    value, low, high = (_converted(amount, own, code) if converts else amount for amount in amounts)
    return Row(
        figure=f"figures/{figure['id']}",
        article=figure["article"],
        published=published,
        speaker=figure["speaker"],
        hedge=figure["hedge"],
        value=value,
        value_min=low,
        value_max=high,
        unit=(code if converts else own) or figure["unit"],
        verdict=verdict,
    )


def compared_interval(figure: Figure, unit: str) -> Interval | None:
    """The interval that is compared, in a unit of the same dimension: widened if approximate, None without bounds."""
    own, code = _quantity(figure).own, _code(figure)
    if own is None or code is None or code == unit:
        return own
    return Interval(*(unit_of(unit).from_base(unit_of(code).to_base(bound)) for bound in own))


def _converted(amount: Amount, own: str | None, code: str | None) -> Amount:
    if amount is None or own is None or code is None or own == code:
        return amount
    return unit_of(code).from_base(unit_of(own).to_base(amount))


def _code(figure: Figure) -> str | None:
    code: str | None = figure["unit_code"] or figure["currency"]
    return code


def _quantity(figure: Figure) -> Quantity:
    bounds = Bounds(figure["min"], figure["max"], figure["min_inclusive"], figure["max_inclusive"])
    return quantity(bounds, figure["approximate"], figure["form"], _code(figure))


def _verdict(one: Quantity, other: Quantity) -> Verdict | None:
    """Compared in base units; counted things as they are."""
    if one.dimension != other.dimension:
        return None
    mine, theirs = (one.base, other.base) if one.dimension else (one.own, other.own)
    if mine is None or theirs is None:
        return None
    if mine == theirs:
        return "agrees"
    return "overlaps" if mine.low <= theirs.high and theirs.low <= mine.high else "conflicts"
