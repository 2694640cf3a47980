"""Holding evidence against a text: right for any text, and quick for a large one."""

import random
import time

from hypothesis import given
from hypothesis import strategies as st

from schemas.evidence import paragraph_starts
from schemas.grounding import Piece, check_text, paragraph_at
from schemas.phrases import PhraseIndex

_FEW = st.text(alphabet="ab\n", max_size=60)


def _places(text: str, phrase: str) -> list[int]:
    return [start for start in range(len(text)) if text.startswith(phrase, start)]


@given(_FEW, st.lists(st.text(alphabet="ab\n", min_size=1, max_size=20), max_size=5))
def test_the_index_finds_what_a_search_finds(text: str, phrases: list[str]) -> None:
    """The place of a phrase that stands once, overlapping places counted; nothing for the others."""
    index = PhraseIndex(text, phrases)
    for phrase in phrases:
        places = _places(text, phrase)
        assert index.only(phrase) == (places[0] if len(places) == 1 else None)


@given(st.text(alphabet="abcdefgh \n", min_size=40, max_size=200), st.data())
def test_phrases_of_the_text_are_found(text: str, data: st.DataObject) -> None:
    """Of any length, wherever they stand."""
    start = data.draw(st.integers(0, len(text) - 2))
    phrase = text[start : start + data.draw(st.integers(1, 40))]
    places = _places(text, phrase)
    assert PhraseIndex(text, [phrase]).only(phrase) == (places[0] if len(places) == 1 else None)


def _large() -> tuple[str, list[Piece]]:
    """A text of 1 MiB and 500 pieces of evidence that all moved by two characters."""
    chance = random.Random(7)  # noqa: S311 - a text, not a secret
    words = ["".join(chance.choices("abcdefghijklmnop", k=chance.randint(2, 9))) for _ in range(5000)]
    text = "\n\n".join(" ".join(chance.choices(words, k=80)) for _ in range(2200))[: 2**20]
    starts = paragraph_starts(text)
    pieces = []
    for _ in range(500):
        start = chance.randrange(len(text) - 100)
        exact = text[start : start + 40]
        place = {"paragraph": paragraph_at(starts, start), "start": start, "end": start + 40, "exact": exact}
        pieces.append(Piece("claims/a.b", "evidence.0", place))
    return "xy" + text, pieces


def test_a_large_text_is_checked_in_a_moment() -> None:
    """1 MiB and 500 pieces that all moved: 40 ms on an idle machine, so half a second is generous."""
    text, pieces = _large()
    seconds = []
    for _ in range(3):
        begun = time.perf_counter()
        report = check_text("a", "0" * 64, pieces, text)
        seconds.append(time.perf_counter() - begun)
    assert report.moved == 500
    assert min(seconds) < 0.5
