"""The timeline: open, approximate and uncertain dates can be told apart, and far-off ones do not hide the rest."""

import pytest

from api.charts.timeline import Window, span, timeline_svg, window
from tests.charts.reading import Picture, read
from tests.charts.samples import span as item

MAY, SEPTEMBER, OCTOBER = "2024-05-23", "2024-09-05", "2024-10-31"


def _drawn(*items: dict[str, object]) -> Picture:
    return read(timeline_svg(items))


def _days(*pairs: tuple[str | None, str | None]) -> Window:
    return window([span(item(*pair)) for pair in pairs])


@pytest.mark.parametrize(("earliest", "latest", "arrows"), [
    (MAY, MAY, []), (MAY, OCTOBER, []), (None, MAY, ["left"]), (MAY, None, ["right"]), (None, None, []),
])  # fmt: skip
def test_open_ends_are_arrows(earliest: str | None, latest: str | None, arrows: list[str]) -> None:
    """A span without a beginning points to the left, one without an end to the right."""
    assert _drawn(item(earliest, latest)).arrows == arrows


def test_uncertainty_is_seen_without_colour() -> None:
    """An exact day is a dot, an approximate one a ring, an uncertain one a dashed ring; and so with longer spans."""
    for latest, tag in ((MAY, "circle"), (OCTOBER, "rect")):
        exact, about, perhaps = (
            _drawn(item(MAY, latest, certainty)).all(tag)[-1].attrib
            for certainty in ("exact", "approximate", "uncertain")
        )
        assert "fill" not in exact
        assert about["fill"] == perhaps["fill"] == "#ffffff"
        assert "stroke-dasharray" not in about
        assert "stroke-dasharray" in perhaps


def test_a_day_within_a_month_is_no_month_long() -> None:
    """Some day in May is a line between two ends; all of May is a bar."""
    within = _drawn(item("2024-05-01", "2024-05-31", precision="month"))
    lasting = _drawn(item("2024-05-01", "2024-05-31", precision="interval"))
    assert "some day within" in within.texts
    assert "some day within" not in lasting.texts
    assert len(within.all("rect")) == 1  # the paper


def test_says_the_dates_in_words_and_the_status() -> None:
    """Each date is written out, so that none has to be read off the axis."""
    picture = _drawn(item(SEPTEMBER, "2024-09-06", text="early September", status="planned", label="A conference"))
    assert "early September" in picture.texts
    assert "planned · A conference" in picture.texts


@pytest.mark.parametrize("days", [(MAY, MAY), (None, None)])
def test_long_words_are_broken_not_cut(days: tuple[str | None, str | None]) -> None:
    """Times and labels take more lines instead of ending in an ellipsis, also of what has no date."""
    time = "4 June 2025, 18:00 UTC+03:00; 4 June 2025, 20:00 UTC+03:00"
    label = "Other technology companies from the West are pushed out of China one after another"
    texts = _drawn({**item(*days), "text": time, "label": label, "status": "happened"}).texts
    assert label in " ".join(texts)
    assert days[0] is None or time in " ".join(texts)


def test_stands_in_order_of_time() -> None:
    """Earliest first, open beginnings by their end, and what has no date below the axis."""
    picture = _drawn(
        item(None, None, label="Undated"), item(OCTOBER, OCTOBER, label="Late"), item(MAY, MAY, label="Early"),
        item(None, SEPTEMBER, label="Middle"),
    )  # fmt: skip
    labels = [text for text in picture.texts if text in ("Undated", "Late", "Early", "Middle")]
    assert labels == ["Early", "Middle", "Late", "Undated"]
    assert picture.texts.index("Date not known") < picture.texts.index("Undated")


def test_a_few_far_off_dates_lie_beyond_a_broken_edge() -> None:
    """With most dates in 2024, 1994 is drawn in a zone beside the axis, with its date in words."""
    year = [item(MAY, MAY), item(SEPTEMBER, OCTOBER), item("2024-01-01", MAY)] * 3
    picture = _drawn(*year, item(None, "1994-12-31", "approximate"), item("2022-05-01", MAY))
    assert {"earlier", "None to 1994-12-31", "2022-05-01 to 2024-05-23", "goes beyond the axis"} <= set(picture.texts)
    assert "1995" not in picture.texts
    assert "later" not in picture.texts


def test_all_dates_are_on_the_axis_where_they_are_evenly_spread() -> None:
    """Nothing is cut off without need: two far-apart dates are both shown."""
    picture = _drawn(item("1994-01-01", "1994-01-01"), item(MAY, MAY))
    assert "2010" in picture.texts
    assert "earlier" not in picture.texts


def test_the_window_keeps_most_days() -> None:
    """It leaves out a few at either end, never a third, and says on which side."""
    near = [(f"2024-05-{day:02}", f"2024-05-{day:02}") for day in range(1, 29)]
    both = _days(*near, ("1066-10-14", "1066-10-14"), ("2999-01-01", None))
    assert (both.before, both.after) == (True, True)
    assert both.last - both.first == 27
    assert _days(*near) == Window(both.first, both.last, before=False, after=False)
    halves = _days((MAY, MAY), ("1066-10-14", "1066-10-14"))
    assert not halves.before


def test_shows_the_first_and_the_last_years_there_are() -> None:
    """The calendar's own ends are drawn like other days."""
    picture = _drawn(item("0001-01-01", "9999-12-31"))
    assert "0001-01-01 to 9999-12-31" in picture.texts
