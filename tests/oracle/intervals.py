"""Which intervals of days, instants and quantities meet, or lie in, those that are asked for."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from fractions import Fraction
from math import inf
from typing import Any

Record = dict[str, Any]
Span = tuple[str | None, str | None, str | None, str | None]  # first and last day, first and last instant
UNITS = {
    "a": ("s", Fraction(31557600)), "d": ("s", Fraction(86400)), "h": ("s", Fraction(3600)),
    "min": ("s", Fraction(60)), "s": ("s", Fraction(1)), "%": ("1", Fraction(1, 100)),
    "1": ("1", Fraction(1)), "EUR": ("EUR", Fraction(1)), "USD": ("USD", Fraction(1)), "km": ("m", Fraction(1000)),
}  # fmt: skip
DAY = timedelta(days=1) - timedelta(milliseconds=1)


def written_spans(edtf: str) -> list[Span]:
    """The spans of a written date that generated records use."""
    from tests.generated import INSTANTS, MEMBERS, SPANS

    if edtf in MEMBERS:
        return [(day, day, None, None) for day in MEMBERS[edtf]]
    return [(*SPANS[edtf], *INSTANTS.get(edtf, (None, None)))]


def written_begin(edtf: str) -> str:
    """When a written date begins; where that is open, the day on which it ends."""
    from tests.generated import INSTANTS, SPANS

    first, last = SPANS[edtf]
    return INSTANTS[edtf][0] if edtf in INSTANTS else first or last or ""


def moment(text: str) -> str | datetime:
    """A day unchanged; an instant, given as date-time or milliseconds, in UTC without its zone."""
    if text.lstrip("-").isdigit():
        return datetime(1970, 1, 1) + timedelta(milliseconds=int(text))  # noqa: DTZ001
    if "T" not in text:
        return text
    found = datetime.fromisoformat(text)
    return found.astimezone(UTC).replace(tzinfo=None) if found.tzinfo else found


def begins(text: str) -> datetime:
    """The first instant of a moment."""
    found = moment(text)
    return found if isinstance(found, datetime) else datetime.fromisoformat(found)


def ends(text: str) -> datetime:
    """The last instant of a moment."""
    found = moment(text)
    return found if isinstance(found, datetime) else datetime.fromisoformat(found) + DAY


def meets(span: Span, first: str | None, last: str | None) -> bool:
    """Whether two spans have a moment in common."""
    return _after(span[1] or "9999-12-31", span[3], first, ends) and _before(
        span[0] or "0001-01-01", span[2], last, begins
    )


def lies(span: Span, first: str | None, last: str | None) -> bool:
    """Whether a closed span lies within the asked one."""
    return _after(str(span[0]), span[2], first, begins) and _before(str(span[1]), span[3], last, ends)


def _after(day: str, instant: str | None, asked: str | None, side: Callable[[str], datetime]) -> bool:
    wanted = asked and moment(asked)
    return not wanted or (side(instant or day) >= wanted if isinstance(wanted, datetime) else day >= wanted)


def _before(day: str, instant: str | None, asked: str | None, side: Callable[[str], datetime]) -> bool:
    wanted = asked and moment(asked)
    return not wanted or (side(instant or day) <= wanted if isinstance(wanted, datetime) else day <= wanted)


def _unit(figure: Record) -> tuple[str | None, Fraction]:
    code = figure["unit_code"] or figure["currency"]
    return UNITS[code] if code in UNITS else (code, Fraction(1))


def is_in(figure: Record, code: str) -> bool:
    """Whether a figure is of the dimension of a unit or currency."""
    return _unit(figure)[0] == UNITS[code][0]


def reaches(record: Record, low: float | None, high: float | None, within: bool, unit: str | None) -> bool:
    """Whether a figure's interval meets the asked one, or lies in it; both in the base unit where a unit is asked."""
    if record["kind"] != "figure" or record["min"] is record["max"] is None:
        return False
    if within and None in (record["min"], record["max"]):
        return False
    asked, own = (UNITS[unit][1], _unit(record)[1]) if unit else (Fraction(1), Fraction(1))
    if unit and _unit(record)[0] != UNITS[unit][0]:
        return False
    scaled = [None if side is None else float(Fraction(repr(side)) * asked) for side in (low, high)]
    bottom, top = _side(record, "min", own), _side(record, "max", own)
    if scaled[0] is not None:
        return bottom[0] >= scaled[0] if within else _at_least(top, scaled[0])
    return top[0] <= scaled[1] if within else _at_most(bottom, scaled[1])


def _side(record: Record, name: str, scale: Fraction) -> tuple[float, bool]:
    """A bound as queries compare it, and whether it is inclusive: widened where approximate, open or at zero."""
    bound, inclusive = record[name], record[f"{name}_inclusive"]
    if bound is None:
        if name == "max":
            return inf, True
        counted = record["form"] != "change" and (record["max"] > 0 or (record["max"] == 0 and record["max_inclusive"]))
        return (0.0 if counted else -inf), True
    slack = Fraction(_slack(record, bound))
    widened = Fraction(repr(bound)) + (slack if name == "max" else -slack)
    return float(widened * scale), bool(inclusive) or slack > 0


def _at_least(side: tuple[float, bool], low: float) -> bool:
    return side[0] > low or (side[0] == low and side[1])


def _at_most(side: tuple[float, bool], high: float) -> bool:
    return side[0] < high or (side[0] == high and side[1])


def _slack(record: Record, bound: float) -> Decimal:
    """Half a unit of the last digit that is not zero, at most a tenth, where the figure is approximate."""
    number = abs(Decimal(repr(bound)))
    if not record["approximate"] or not number:
        return Decimal(0)
    digits = f"{number:f}"
    places = len(digits.partition(".")[2].rstrip("0"))
    zeros = 0 if places else len(digits.partition(".")[0]) - len(digits.partition(".")[0].rstrip("0"))
    return min(Decimal(10) ** (zeros - places) / 2, number / 10)
