"""Counts as bars."""

from typing import Any

from api.charts.bars import counts_svg
from tests.charts.reading import Picture, read


def _drawn(by: list[str], *rows: dict[str, Any]) -> Picture:
    return read(counts_svg(rows, by))


def _lengths(picture: Picture) -> list[float]:
    return [float(bar.attrib["width"]) for bar in picture.all("rect")[1:]]


def test_bars_are_as_long_as_their_counts() -> None:
    """Twice the count is twice the length, zero has no length, and each count is beside its bar."""
    picture = _drawn(
        ["hedge"], {"hedge": "about", "count": 4}, {"hedge": "over", "count": 2}, {"hedge": "x", "count": 0}
    )
    four, two, zero = _lengths(picture)
    assert (round(four / two, 2), zero) == (2, 0)
    assert {"about", "over", "4", "2", "0"} <= set(picture.texts)
    assert picture.description == "Bars for 3 counts by hedge, which add up to 6."


def test_null_is_not_the_word_none() -> None:
    """A missing value is called none, in a slanted face that sets it apart from such a text."""
    picture = _drawn(["unit"], {"unit": None, "count": 1}, {"unit": "none", "count": 1})
    styles = [text.get("font-style") for text in picture.all("text") if text.text == "none"]
    assert styles == ["italic", None]


def test_two_fields_are_groups() -> None:
    """Rows with the same first value are one group, in any order, and all bars share one scale."""
    rows = [{"a": a, "b": b, "count": count} for a, b, count in (("x", 1, 8), ("y", 1, 4), ("x", 2, 2))]
    picture = _drawn(["a", "b"], *rows)
    assert picture.title == "Counts by a and b"
    assert [text for text in picture.texts if text in "xy"] == ["x", "y"]
    assert [round(length / _lengths(picture)[2], 2) for length in _lengths(picture)] == [2, 0.5, 1]


def test_all_counts_zero() -> None:
    """Zeros alone are drawn as such."""
    assert _lengths(_drawn(["a"], {"a": "x", "count": 0})) == [0]
