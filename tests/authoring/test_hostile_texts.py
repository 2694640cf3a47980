"""Degenerate texts: drafting does not fail on them, and its time grows in proportion to their length."""

import re
from datetime import date

import pytest

from authoring.article_text import ArticleText
from authoring.draft.proposals import draft
from tests.operation.processes import least_seconds

HEAD = "Tunnel Opens Late\n\nBy Ilka Sorvari\n\n14 August 2025\n\nThe plan holds "


def drafted(body: str) -> str:
    return draft(ArticleText(f"{HEAD}{body} today.\n"), [], date(2025, 8, 14), "tunnel").seed()


@pytest.mark.parametrize(
    "body",
    [
        "9" * 5000 + " people",
        "9" * 400 + " years ago",
        "in " + "9" * 30 + " days",
        "trillion " * 60 + "one",
        "9" * 5000 + "th",
    ],
    ids=["digits", "years", "days", "scales", "rank"],
)
def test_numbers_that_are_too_large_are_no_figures(body: str) -> None:
    """A number too large for a double or the calendar is not drafted as a figure."""
    bounds = re.findall(r"^    (?:value|min|max): (\S+)", drafted(body), re.MULTILINE)
    assert bounds == []


def test_a_text_may_begin_with_a_date() -> None:
    """A date at the very start of a text, or as all of it, is placed at offset 0."""
    seed = draft(ArticleText("On Tuesday the council will vote.\n"), [], date(2025, 10, 9), "vote").seed()
    assert 'start: 0, end: 10, exact: "On Tuesday"' in seed


@pytest.mark.parametrize("words", ["A ", "Aa ", "A Aa ", "The "])
def test_thousands_of_capitals_in_a_row_are_read(words: str) -> None:
    """Thousands of words in capitals, as in an index or an unformatted table, are drafted."""
    assert "\nclaims:" in drafted(words * 3000)


@pytest.mark.parametrize(
    "words",
    [
        "A. ",
        "one ",
        "Aa, ",
        "An official said it was so. ",
        "She told him on Monday that no train of any kind would run until the ice was gone. ",
    ],
)
def test_the_time_of_a_draft_grows_with_its_text(words: str) -> None:
    """Four times the text takes about four times as long, not sixteen."""
    drafted("warmed up")
    short, long = (least_seconds(lambda count=count: drafted(words * count)) for count in (500, 2000))
    assert long < 7 * short
