"""The map: places are where they belong, and their names do not lie on each other."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from api.charts.canvas import ROOM
from api.charts.map import Box, Occupied, map_svg, world
from api.charts.palette import PAPER
from tests.charts.reading import Picture, read
from tests.charts.samples import place

LONDON, BEIJING = place("London", 51.5, -0.13), place("Beijing", 39.9, 116.4)
SYDNEY, CHINA = place("Sydney", -33.9, 151.2), {**place("China", 35, 105, "country"), "country": "CN"}


def _drawn(*locations: dict[str, object]) -> Picture:
    return read(map_svg(locations))


def _view(picture: Picture) -> float:
    """How wide a part of the world is shown."""
    return float(picture.all("svg")[-1].attrib["viewBox"].split()[2])


def _points(picture: Picture) -> list[tuple[float, float]]:
    """Where the points are, in the order of the records; the legend's come after them."""
    return [(float(each.attrib["cx"]), float(each.attrib["cy"])) for each in picture.all("circle")]


def test_points_lie_to_each_other_as_on_earth() -> None:
    """Beijing lies east and south of London, Sydney east and south of Beijing."""
    london, beijing, sydney = _points(_drawn(LONDON, BEIJING, SYDNEY))[:3]
    assert london[0] < beijing[0] < sydney[0]
    assert london[1] < beijing[1] < sydney[1]


def test_every_place_is_named_or_listed() -> None:
    """A name is on the map, or listed below it: with a number if there is no room, or as without coordinates."""
    crowd = [place(f"Place {number}", 51.5, -0.1) for number in range(12)]
    picture = _drawn(*crowd, place("Europe", None, None, "region"), BEIJING)
    assert {"Beijing", "Europe", "Without coordinates", "Too close to others to be named on the map"} <= set(
        picture.texts
    )
    for number in range(12):
        assert any(text == f"Place {number}" or text.endswith(f" Place {number}") for text in picture.texts)
    assert "1 without coordinates" in picture.description


def test_a_number_in_the_list_is_on_the_map() -> None:
    """Where not even a number has room beside its point, the name is listed without one."""
    picture = _drawn(*[place(f"Place {number}", 51.5 + number / 10, -0.1) for number in range(40)], BEIJING)
    listed = [text.partition(" ")[0] for text in picture.texts if text[0].isdigit() and "Place" in text]
    assert 0 < len(listed) < 40
    assert set(listed) <= set(picture.texts)


def test_a_list_without_any_coordinates_needs_no_map() -> None:
    """Regions alone are listed; there is no empty map above them."""
    picture = _drawn(place("Europe", None, None, "region"))
    assert "Europe" in picture.texts
    assert not picture.all("path")


def test_tells_cities_from_what_is_larger_without_colour() -> None:
    """A city is a dot, the middle of a country a ring."""
    assert "fill" not in _drawn(LONDON).all("circle")[0].attrib
    assert _drawn(CHINA).all("circle")[0].attrib["fill"] == PAPER


def test_shades_the_countries_it_names() -> None:
    """A country that is a record is shaded; the country of a city is not."""
    assert len(_drawn(CHINA).all("path")) == 2
    assert len(_drawn({**BEIJING, "country": "CN"}).all("path")) == 1


def test_shows_no_more_of_the_world_than_it_needs() -> None:
    """One city is seen with the countries around it; three continents with the whole world."""
    assert _view(_drawn(LONDON)) < _view(_drawn(LONDON, BEIJING, SYDNEY)) / 3


@pytest.mark.parametrize("latitude", [-90, -75, 89, 90])
@pytest.mark.parametrize("longitude", [-180, 0, 180])
def test_the_ends_of_the_earth_are_on_the_map(latitude: float, longitude: float) -> None:
    """Poles and the date line lie within the frame, alone or with others."""
    for others in ([], [LONDON, SYDNEY]):
        picture = _drawn(place("End", latitude, longitude), *others)
        frame = {name: float(picture.all("rect")[1].attrib[name]) for name in ("x", "y", "width", "height")}
        x, y = _points(picture)[0]
        assert frame["x"] <= x <= frame["x"] + frame["width"]
        assert frame["y"] <= y <= frame["y"] + frame["height"]


def test_outlines_are_there() -> None:
    """The package of outlines has the countries of the world, the United Kingdom with its parts among them."""
    assert len(world().paths) > 150
    assert {"US", "CN", "IE", "AU", "NZ", "RU", "IR", "GB"} <= set(world().paths)
    assert all(path.startswith("M") and path.endswith("z") for path in world().paths.values())


points = st.tuples(st.floats(0, 700), st.floats(0, 300), st.floats(5, 150))


@settings(deadline=None)
@given(st.lists(points, max_size=60))
def test_labels_cover_neither_each_other_nor_points(spots: list[tuple[float, float, float]]) -> None:
    """For any points, labels overlap no other label or point and are within the bounds."""
    ground = Occupied(Box(0, 0, 700, 300))
    dots = [Box(x - 4, y - 4, x + 4, y + 4) for x, y, _ in spots]
    for dot in dots:
        ground.take(dot)
    labels = [box for x, y, wide in spots if (box := ground.take_beside(x, y, wide))]
    assert all(ground.bounds.holds(box) for box in labels)
    assert not [1 for box in labels for dot in dots if box.meets(dot)]
    assert not [1 for index, box in enumerate(labels) for other in labels[:index] if box.meets(other)]


def test_outlines_cannot_leave_their_frame() -> None:
    """The map is a nested SVG, clipped by its view box."""
    assert _drawn(LONDON).all("svg")[-1].attrib["width"] == str(ROOM)
