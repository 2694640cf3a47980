"""Text: what of it may stand in XML, how wide it is, and how it is made to fit."""

import xml.etree.ElementTree as ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st

from api.charts.lettering import clean, fit, width, wrap
from tests.charts.samples import texts


@given(texts)
def test_clean_text_is_legal_in_xml(text: str) -> None:
    """Any text, cleaned, can be written to XML and read back unchanged."""
    element = ElementTree.Element("text")
    element.text = clean(text)
    document = ElementTree.tostring(element, "utf-8")
    assert (ElementTree.fromstring(document).text or "") == clean(text)  # noqa: S314 - written here


@pytest.mark.parametrize(("dirty", "shown"), [
    ("  two \n lines\t", "two lines"),
    ("nul\x00 and escape\x1b", "nul and escape"),
    ("half \ud83d of a pair", "half of a pair"),
    ("a whole 😀", "a whole 😀"),
    (12, "12"),
    (True, "True"),
])  # fmt: skip
def test_cleans_to_one_visible_line(dirty: object, shown: str) -> None:
    """White space becomes single spaces; controls and lone surrogates go; other values are written out."""
    assert clean(dirty) == shown


def test_wide_characters_are_wider() -> None:
    """The estimate differs for i and m, and for Latin and Chinese; combining accents add nothing."""
    assert width("iiii", 12) < width("nnnn", 12) < width("mmmm", 12) < width("字字字字", 12)
    assert width("e\u0301", 12) == width("e", 12)
    assert width("text", 12) < width("text", 12, bold=True)


@given(texts.map(clean), st.integers(30, 400), st.integers(9, 24), st.booleans())
def test_fits(text: str, room: int, size: int, bold: bool) -> None:
    """Cut text is no wider than the room, and text that fits is unchanged."""
    shown = fit(text, room, size, bold)
    assert width(shown, size, bold) <= room
    assert (shown == text) == (width(text, size, bold) <= room) or shown.endswith("…")


@given(texts.map(clean), st.integers(40, 400), st.integers(1, 4))
def test_wraps(text: str, room: int, lines: int) -> None:
    """Broken text has at most so many lines, each of which fits, and loses nothing unless an ellipsis says so."""
    broken = wrap(text, room, 12, lines)
    assert len(broken) <= lines
    assert all(width(line, 12) <= room for line in broken)
    whole = "".join(broken).replace(" ", "")
    assert whole == text.replace(" ", "") or broken[-1].endswith("…")


def test_breaks_between_words() -> None:
    """Lines end at a space where there is one, and within a word only where it is longer than a line."""
    assert wrap("some words to break", width("some words", 12) + 1, 12, 3) == ["some words", "to break"]
    assert "".join(wrap("字" * 10, 12 * 5, 12, 9)) == "字" * 10


def test_keeps_accents_with_their_letter() -> None:
    """A text is never cut between a letter and the accents that combine with it."""
    text = "e\u0301" * 50
    for room in range(20, 120):
        assert fit(text, room, 12).removesuffix("…").count("e") * 2 == len(fit(text, room, 12).removesuffix("…"))
