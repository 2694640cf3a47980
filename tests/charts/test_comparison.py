"""The range plot of a comparison: figures by day and source over the band of the one compared with."""

from typing import Any

from api.charts.comparison import comparison_svg
from api.charts.palette import TINT
from tests.charts.reading import Picture, read
from tests.charts.samples import compared, figure


def drawn(*rows: Any) -> Picture:
    """The picture of these rows."""
    return read(comparison_svg("Jobs cut", rows))


BASE = compared(figure("about", value=400, label="The Ledger"), "agrees", is_base=True, compared=(350.0, 450.0))


def band(picture: Picture) -> list[tuple[float, float]]:
    """Where the band begins and ends in each row."""
    found = [one.attrib for one in picture.all("rect") if one.get("fill") == TINT and "stroke" not in one.attrib]
    return [(float(one["x"]), float(one["x"]) + float(one["width"])) for one in found]


def test_a_verdict_is_a_word_and_a_sign() -> None:
    """Each verdict has a word in the row and in the legend, and its own sign; the base row says that it is the base."""
    label = {"label": "The Post"}
    for verdict, marks in (("agrees", "line"), ("overlaps", "circle"), ("conflicts", "line")):
        with_it = drawn(BASE, compared(figure("exact", value=420, **label), verdict))
        without = drawn(BASE, compared(figure("exact", value=420, **label), None))
        assert with_it.texts.count(verdict) == 2
        assert len(with_it.all(marks)) > len(without.all(marks))
        assert "not comparable" in without.texts
    assert "compared with" in drawn(BASE).texts


def test_a_conflict_shows_its_distance() -> None:
    """A dotted line from the band to the mark, on the side where the mark lies; none where they meet."""
    for value, is_left in ((100, True), (900, False)):
        picture = drawn(BASE, compared(figure("exact", value=value), "conflicts"))
        (dotted,) = [line.attrib for line in picture.all("line") if "stroke-dasharray" in line.attrib]
        start, end = band(picture)[0]
        near = float(dotted["x2"] if is_left else dotted["x1"])
        assert abs(near - (start if is_left else end)) < 1
    met = drawn(BASE, compared(figure("exact", value=420), "overlaps"))
    assert [line for line in met.all("line") if "stroke-dasharray" in line.attrib] == []


def test_open_ends_are_arrows_that_reach_as_far_as_is_compared() -> None:
    """To the edge where nothing bounds them, and no further than 0 where counts cannot be less."""
    low = drawn(BASE, compared(figure("under", max=100), "conflicts", compared=(0.0, 100.0)))
    high = drawn(BASE, compared(figure("at_least", min=620), "conflicts"))
    heads = [[path.attrib["d"] for path in one.all("path") if "v9z" in path.attrib["d"]][-1] for one in (low, high)]
    assert [float(head[1:].split(" ")[0]) for head in heads] == [26, 404]


def test_what_has_no_place_on_the_scale_is_written_only() -> None:
    """A figure in another currency, or without a number, has a row without a mark."""
    other = compared(figure("exact", value=10**12, label="The Dollar"), None, said=None, compared=None)
    picture = drawn(BASE, other)
    assert "The Dollar" in picture.texts
    assert len(band(picture)) == 1
    assert not any("bn" in text for text in picture.texts if text != other.text)


def test_days_are_headings_and_the_description_counts() -> None:
    """Rows of one day are under one heading; the description counts the verdicts."""
    said = ((420, "4 June 2025", "overlaps"), (900, "4 June 2025", "conflicts"), (950, "5 June 2025", "conflicts"))
    rows = [compared(figure("exact", value=number, day=day), verdict) for number, day, verdict in said]
    picture = drawn(BASE, *rows)
    assert [text for text in picture.texts if text.endswith("June 2025")] == [
        "3 June 2025",
        "4 June 2025",
        "5 June 2025",
    ]
    assert "4 figures by day and source: 1 overlaps, 2 conflict." in picture.description
