"""The range plot: each hedge has its words and its mark, each unit its scale."""

import pytest

from api.charts.figures import figures_svg
from schemas.wording import quantity
from tests.charts.reading import Picture, read
from tests.charts.samples import figure

BOUNDS = {
    "exact": {"value": 90, "min": 90, "max": 90},
    "about": {"value": 7000, "min": 7000, "max": 7000},
    "at_least": {"min": 40, "min_inclusive": True},
    "over": {"min": 30, "min_inclusive": False},
    "at_most": {"max": 12, "max_inclusive": True},
    "under": {"max": 5, "max_inclusive": False},
    "range": {"min": 700, "max": 800, "min_inclusive": True, "max_inclusive": True},
    "vague": {},
}


def _drawn(*hedges: str, **fields: object) -> Picture:
    return read(figures_svg([figure(hedge, **{**BOUNDS[hedge], **fields}) for hedge in hedges]))


def test_says_the_quantity_in_words() -> None:
    """Each value is written out, so that none has to be read off the axis."""
    words = {quantity(figure(hedge, **bounds)) for hedge, bounds in BOUNDS.items()}
    assert "less than 5 hours" in words <= set(_drawn(*BOUNDS).texts)


@pytest.mark.parametrize(("hedge", "arrows"), [
    ("exact", []), ("about", []), ("range", []), ("vague", []),
    ("at_least", ["right"]), ("over", ["right"]), ("at_most", ["left"]), ("under", ["left"]),
])  # fmt: skip
def test_open_ends_are_arrows(hedge: str, arrows: list[str]) -> None:
    """What has no upper bound points to the right, what has no lower bound to the left, and nothing else points."""
    assert _drawn(hedge).arrows == arrows


def test_marks_differ_without_colour() -> None:
    """A dot is exact, a hollow diamond is about, a bar is a range; a ring is a bound that does not belong to it."""
    exact, about, over, least, span = (_drawn(each) for each in ("exact", "about", "over", "at_least", "range"))
    assert [len(each.all("circle")) for each in (exact, about, over, least, span)] == [2, 0, 2, 0, 0]
    assert {circle.get("fill") for circle in exact.all("circle")} == {None}
    assert {circle.get("fill") for circle in over.all("circle")} == {"#ffffff"}
    assert {path.get("fill") for path in about.all("path")} == {"#ffffff"}
    assert len(span.all("rect")) == len(exact.all("rect")) + 2


def test_the_legend_explains_the_marks_that_are_used() -> None:
    """There is an entry for each kind of mark in the picture, and none for others."""
    assert "exact" in _drawn("exact").texts
    assert "about" not in _drawn("exact").texts
    assert {"exact", "about", "range", "at least, at most", "over, under"} <= set(_drawn(*BOUNDS).texts)


def test_a_vague_figure_is_listed_without_a_mark_or_drawn_with_the_bound_it_has() -> None:
    """A subset has no number; a majority is over one half, and is called vague."""
    assert not _drawn("vague").all("circle")
    majority = _drawn("vague", min=0.5, min_inclusive=False, label="Most of them")
    assert majority.arrows == ["right"]
    assert "more than 0.5 hours" in majority.texts
    assert "vague · Most of them" in majority.texts


def test_each_unit_has_its_own_scale() -> None:
    """Seven thousand engineers do not press forty workshops to the zero line, and share no axis with them."""
    engineers, workshops = figure("about", unit="engineers", value=7000), figure("at_least", unit="workshops", min=40)
    picture = read(figures_svg([engineers, workshops, engineers]))
    assert "3 figures in 2 units" in picture.description
    assert [text for text in picture.texts if text in ("engineers", "workshops")] == ["engineers", "workshops"]
    assert {"8,000", "40"} <= set(picture.texts)
    assert "logarithmic scale" not in picture.texts


def test_a_wide_spread_in_one_unit_is_logarithmic_and_says_so() -> None:
    """Where the largest is a hundred times the smallest, both stay readable."""
    picture = read(figures_svg([figure("exact", value=3), figure("exact", value=7000)]))
    assert "logarithmic scale" in picture.texts


def test_dollars_of_two_countries_share_no_scale() -> None:
    """Nor do a share and a change in percent: what a unit's name does not say is in its heading."""
    money = [figure("exact", value=5, unit="dollars", currency=code) for code in ("CAD", "AUD", "CAD")]
    percent = [figure("exact", value=5, unit="percent", unit_code="%", form=form) for form in ("share", "change")]
    picture = read(figures_svg([*money, *percent]))
    assert "5 figures in 4 units" in picture.description
    assert {"dollars (CAD)", "dollars (AUD)", "percent (share)", "percent"} <= set(picture.texts)
