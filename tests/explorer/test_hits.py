"""What was searched for is marked where it stands on a page of answers."""

import pytest
from flask.testing import FlaskClient
from hypothesis import given
from hypothesis import strategies as st
from markupsafe import Markup

from api.explorer.hits import Hits
from api.store.plan import Find, Matches
from api.store.words import terms
from schemas.registry import FACTS
from tests.explorer.reading import page

LANGUAGES = ("en", "de")


def marked(question: str, text: str) -> str:
    """A text with the hits of a question."""
    return str(Hits(Find(FACTS, (Matches(terms(question, LANGUAGES)),)))(text, "de"))


@pytest.mark.parametrize(
    ("question", "text", "expected"),
    [
        ("staff", "Staff were asked", "<mark>Staff</mark> were asked"),
        ("relocate", "a relocation plan", "a <mark>relocation</mark> plan"),
        ("haus", "Die Häuser", "Die <mark>Häuser</mark>"),
        ("7000", "about 7,000 people", "about <mark>7,000</mark> people"),
        ('"the plan"', "a plan, the plan", "a plan, <mark>the plan</mark>"),
        ("pla*", "places to plan", "<mark>places</mark> to <mark>plan</mark>"),
        ("地铁", "海港地铁", "海港<mark>地</mark><mark>铁</mark>"),
        ("b", "<b>B</b> & c", "&lt;<mark>b</mark>&gt;<mark>B</mark>&lt;/<mark>b</mark>&gt; &amp; c"),
        ("nothing", "Staff & more", "Staff &amp; more"),
    ],
)
def test_hits_are_marked(question: str, text: str, expected: str) -> None:
    """By stem and number, a phrase as a whole, a prefix's words; all else is escaped."""
    found = marked(question, text)
    assert found.replace("</mark><mark>", "") == expected.replace("</mark><mark>", "")


@given(st.text(max_size=40), st.text(max_size=60))
def test_marks_change_no_text(question: str, text: str) -> None:
    """Without the marks, and unescaped, any text is unchanged by any search."""
    found = marked(question, text)
    assert Markup(found.replace("<mark>", "").replace("</mark>", "")).unescape() == text  # noqa: S704


def test_a_search_shows_its_hits(client: FlaskClient) -> None:
    """In its labels, and in the phrase of the article where only that has it."""
    marks = page(client, "/search?q=relocate").texts("mark")
    assert {mark.lower() for mark in marks} >= {"relocation", "relocating"}
    assert {mark.lower()[:6] for mark in marks} == {"reloca"}


def test_empty_columns_are_left_out(client: FlaskClient) -> None:
    """A table has no column without values, except the one that it is sorted by."""
    mentions = page(client, "/facts?kind=mention")
    assert "quantity" not in mentions.texts("th")
    assert "modality" in page(client, "/claims").texts("th")
    assert "quantity" in page(client, "/facts?kind=mention&sort=value").texts("th")
