"""What holds for all pictures, whatever they show."""

import re
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from api.charts.canvas import LIMIT, WIDTH
from api.charts.palette import INK, PAPER, STYLE, TINT
from api.charts.rows import WIDE
from tests.charts.reading import SVG, Picture, read
from tests.charts.samples import ANY, PICTURES, Draw, record

HOSTILE = {
    "markup": "</g><script>x()</script>",
    "entity": "&amp; &lt; &nbsp; &#0;",
    "end of a CDATA section": "]]> <![CDATA[ x",
    "control characters": "a\x00b\x08c\x1bd\x7fe\x85f",
    "lone surrogates": "a\ud800b\udfffc",
    "no characters": "a\ufffeb\uffffc\ufdd0d",
    "attribute": "\" onload='alert(1)' x=\"",
    "lines": "one\r\ntwo\ttwo\u2028three",
}


@pytest.fixture(params=PICTURES)
def draw(request: pytest.FixtureRequest) -> Draw:
    """Each of the pictures in turn."""
    return PICTURES[request.param]


def _inside(picture: Picture) -> list[object]:
    """What sticks out of the picture; half a pixel is forgiven."""
    return [
        box for box in picture.boxes()
        if box[1] < -0.5 or box[2] < -0.5 or box[3] > picture.width + 0.5 or box[4] > picture.height + 0.5
    ]  # fmt: skip


@pytest.mark.parametrize("count", [0, 1, 2, 30, 200, LIMIT + 5])
def test_shows_any_number_of_records_within_its_width(draw: Draw, count: int) -> None:
    """However many records: 800 pixels wide, or narrower, nothing outside the view box, and a height that grows."""
    picture = read(draw([record(number) for number in range(count)]))
    assert picture.root.attrib["viewBox"] == f"0 0 {picture.width:.0f} {picture.root.attrib['height']}"
    assert picture.width in (WIDTH, WIDE)
    assert _inside(picture) == []


def test_grows_with_the_number_of_records(draw: Draw) -> None:
    """Two hundred records make a taller picture than one, not smaller rows."""
    one, many = (read(draw([record(number) for number in range(count)])) for count in (1, 200))
    assert many.height > one.height


def test_is_named_and_described_for_those_who_do_not_see_it(draw: Draw) -> None:
    """It has the role of an image, and its title and description, with the number of records, come first."""
    picture = read(draw([record(1), record(2)]))
    assert picture.root.attrib["role"] == "img"
    assert [child.tag for child in picture.root][:2] == [f"{SVG}title", f"{SVG}desc"]
    named = [child.attrib["id"] for child in picture.root if "id" in child.attrib]
    assert picture.root.attrib["aria-labelledby"].split() == named
    assert picture.title
    assert "2 " in picture.description
    assert picture.description in picture.words


def test_says_so_when_there_is_nothing_to_show(draw: Draw) -> None:
    """An empty list makes a picture with a note, not an error and not an empty frame."""
    picture = read(draw([]))
    assert "Nothing to show" in picture.description
    assert picture.description in picture.texts


def test_says_so_when_it_leaves_records_out(draw: Draw) -> None:
    """Beyond the limit it draws the first ones, and says how many there are."""
    picture = read(draw([record(number, f"Label {number} end") for number in range(LIMIT + 5)]))
    assert any(f"The first {LIMIT} of {LIMIT + 5} " in text for text in picture.texts)
    assert f"Label {LIMIT} end" not in picture.words


def test_labels_are_text(draw: Draw) -> None:
    """A label can be searched, selected and read aloud, in any script."""
    for label in ("Plain label", "微软提供调职", "عرض نقل الموظفين", "Ünïcödé é"):
        assert label in read(draw([record(1, label)])).words


@pytest.mark.parametrize("label", HOSTILE.values(), ids=HOSTILE)
def test_survives_hostile_text(draw: Draw, label: str) -> None:
    """Text stays text: what XML forbids is left out, what it reserves is escaped, and nothing becomes markup."""
    picture = read(draw([record(1, label)]))
    known = {"svg", "title", "desc", "style", "text", "rect", "line", "circle", "path"}
    assert {element.tag.removeprefix(SVG) for element in picture.root.iter()} <= known
    shown = re.sub("[\x00-\x1f\x7f-\x9f\u2028\ufdd0\ufffe\uffff\ud800-\udfff ]", "", label)
    assert shown in picture.words.replace(" ", "")


def test_cuts_a_long_label(draw: Draw) -> None:
    """A label of 5,000 characters, with spaces or without, ends in an ellipsis inside the picture."""
    for label in ("word " * 1000, "x" * 5000, "字" * 5000):
        picture = read(draw([record(1, label)]))
        assert any(text.endswith("…") for text in picture.texts)
        assert _inside(picture) == []


def test_needs_no_script_or_other_file(draw: Draw) -> None:
    """Nothing in it runs or loads, and no element has a style attribute: the policy allows one style sheet."""
    picture = read(draw([record(number) for number in range(5)]))
    for element in picture.root.iter():
        assert element.tag.removeprefix(SVG) not in {"script", "image", "use", "foreignObject", "a"}
        assert not [name for name in element.attrib if name.startswith("on") or "href" in name or name == "style"]
        assert not [value for value in element.attrib.values() if "url(" in value]
    assert [sheet.text for sheet in picture.all("style")] == [STYLE]


def test_every_shade_turns_round_in_the_dark(draw: Draw) -> None:
    """Each colour has a dark counterpart; the contrast of text is at least 4.5 to 1 in both schemes."""
    picture = read(draw([record(number) for number in range(5)]))
    turned = dict(re.findall(r'\[fill="(#\w{6})"\]\{fill:(#\w{6})\}', STYLE))
    assert _shades(picture) - {"none"} <= turned.keys()
    for text in picture.all("text"):
        ink = text.attrib.get("fill", INK)
        for ground in (PAPER, TINT):
            assert _contrast(ink, ground) >= 4.5
            assert _contrast(turned[ink], turned[ground]) >= 4.5


def _shades(picture: Picture) -> set[str]:
    return {
        element.attrib[name] for element in picture.root.iter() for name in ("fill", "stroke") if name in element.attrib
    }


def _contrast(one: str, other: str) -> float:
    """The ratio that WCAG defines."""
    light, dark = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def _luminance(shade: str) -> float:
    parts = [int(shade[start : start + 2], 16) / 255 for start in (1, 3, 5)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def test_prints_in_black_and_white(draw: Draw) -> None:
    """It has only shades of grey, on its own background, and no dark scheme in print."""
    picture = read(draw([record(number) for number in range(5)]))
    assert all(re.fullmatch(r"none|#(..)\1\1", shade) for shade in _shades(picture))
    assert STYLE.startswith("@media screen and (prefers-color-scheme:dark){")
    paper = picture.all("rect")[0]
    assert (paper.attrib["fill"], paper.attrib["width"], paper.attrib["height"]) == (
        "#ffffff", picture.root.attrib["width"], picture.root.attrib["height"],
    )  # fmt: skip


def test_equal_records_make_equal_bytes(draw: Draw) -> None:
    """The same records give the same document, so that an ETag of it holds."""
    records = [record(number) for number in range(20)]
    assert draw(records) == draw([dict(each) for each in records])


def test_is_quick(draw: Draw) -> None:
    """Two hundred records take well below a second of processor time; some 20 ms."""
    records = [record(number) for number in range(200)]
    draw(records)  # reads the outlines of the countries, once
    start = time.process_time()
    draw(records)
    assert time.process_time() - start < 1


@pytest.mark.parametrize("kind", PICTURES)
@settings(deadline=None, max_examples=60)
@given(chosen=st.data())
def test_draws_whatever_the_schema_admits(kind: str, chosen: st.DataObject) -> None:
    """Any records at all make a well-formed document with nothing outside its view box."""
    records = chosen.draw(st.lists(ANY[kind], max_size=12))
    assert _inside(read(PICTURES[kind](records))) == []
