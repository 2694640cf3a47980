"""Records to draw: sensible ones, and ones that hypothesis makes up."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Any

from hypothesis import strategies as st

from api.charts.bars import counts_svg
from api.charts.comparison import Compared, comparison_svg
from api.charts.figures import figures_svg, interval
from api.charts.map import map_svg
from api.charts.timeline import timeline_svg
from schemas.wording import quantity

Records = Sequence[Mapping[str, Any]]
Draw = Callable[[Records], bytes]

PICTURES: dict[str, Draw] = {
    "figures": figures_svg,
    "timeline": timeline_svg,
    "map": map_svg,
    "counts": lambda rows: counts_svg(rows, ["label"]),
    "comparison": lambda records: comparison_svg("A measure", [compared(one) for one in records]),
}


def compared(record: Mapping[str, Any], verdict: str | None = "conflicts", **more: Any) -> Compared:
    """A figure's record as a row of a comparison, without widening."""
    said = interval(record)
    low, high = (float("-inf") if said.low is None else said.low, float("inf") if said.high is None else said.high)
    row = Compared(
        str(record.get("day", "3 June 2025")),
        record["label"],
        quantity(record),
        None,
        said,
        (low, high),
        verdict,
        False,
    )
    return row._replace(**more)


def record(number: int = 0, label: str = "A label") -> dict[str, Any]:
    """One record that every picture can draw: a figure, a span, a location and a count in one."""
    return {
        **figure("exact", value=number, label=label),
        **span("2024-05-23", "2024-05-24", label=label),
        **place(label, number % 120 - 50, number * 7 % 340 - 170),
        "count": number,
    }


def figure(hedge: str, *, label: str = "A label", unit: str = "hours", **fields: Any) -> dict[str, Any]:
    """A figure record; `value`, `min`, `max` and which bounds are excluded come as in the API."""
    empty = dict.fromkeys(("value", "min", "max", "min_inclusive", "max_inclusive"))
    return {"kind": "figure", **empty, "hedge": hedge, "unit": unit, "label": label, **fields}


def span(earliest: str | None, latest: str | None, certainty: str = "exact", **fields: Any) -> dict[str, Any]:
    """A date or event with its resolved span."""
    words = f"{earliest} to {latest}"
    return {
        "label": "A label", "text": words, "earliest": earliest, "latest": latest, "certainty": certainty, **fields
    }  # fmt: skip


def place(name: str, latitude: float | None, longitude: float | None, type: str = "city") -> dict[str, Any]:
    """A location record."""
    return {"name": name, "type": type, "country": None, "latitude": latitude, "longitude": longitude}


texts = st.text(st.characters(exclude_categories=()), max_size=300)  # lone surrogates and controls too
_amounts = st.floats(-1e15, 1e15) | st.integers(-(10**15), 10**15)
_days = st.none() | st.dates(date.min, date.max)


@st.composite
def figures(draw: st.DrawFn) -> dict[str, Any]:
    """A figure as the schema admits it."""
    low, high = sorted((draw(_amounts), draw(_amounts)))
    bounds: dict[str, dict[str, Any]] = {
        "exact": {"value": low, "min": low, "max": low},
        "about": {"value": low, "min": low, "max": low},
        "at_least": {"min": low, "min_inclusive": True},
        "over": {"min": low, "min_inclusive": False},
        "at_most": {"max": low, "max_inclusive": True},
        "under": {"max": low, "max_inclusive": False},
        "range": {"min": low, "max": high, "min_inclusive": draw(st.booleans()), "max_inclusive": True},
        "vague": {},
    }
    hedge = draw(st.sampled_from(sorted(bounds)))
    unit = draw(st.sampled_from(["hours", "staff"]) | texts)
    return figure(hedge, label=draw(texts), unit=unit, **bounds[hedge])


@st.composite
def spans(draw: st.DrawFn) -> dict[str, Any]:
    """A span of any days from the year 1 to 9999, open or not."""
    first, last = draw(_days), draw(_days)
    if first and last:
        first, last = sorted((first, last))
    certainty = draw(st.sampled_from(["exact", "approximate", "uncertain"]))
    precision = draw(st.sampled_from(["day", "month", "year", "interval", "set"]))
    ends = [day and day.isoformat() for day in (first, last)]
    return span(ends[0], ends[1], certainty, precision=precision, label=draw(texts), status=draw(st.none() | texts))


locations = st.builds(place, texts, st.floats(-90, 90), st.floats(-180, 180), st.sampled_from(["city", "country"]))
unplaced = st.builds(place, texts, st.none(), st.none())
counts = st.fixed_dictionaries({"label": st.none() | texts, "count": st.integers(0, 10**9)})

ANY: dict[str, st.SearchStrategy[dict[str, Any]]] = {
    "figures": figures(),
    "timeline": spans(),
    "map": locations | unplaced,
    "counts": counts,
    "comparison": figures(),
}
