"""Holding evidence against a text: right for any text, and quick for a large one."""

import random
import time
from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from schemas.evidence import paragraph_starts
from schemas.grounding import Piece, check_text, paragraph_at
from schemas.phrases import PhraseIndex

_PATIENT = settings(deadline=None)  # a machine under load must not fail them
_FEW = st.text(alphabet="ab\n", max_size=60)


def _places(text: str, phrase: str) -> list[int]:
    return [start for start in range(len(text)) if text.startswith(phrase, start)]


def _only(text: str, phrase: str) -> int | None:
    places = _places(text, phrase)
    return places[0] if len(places) == 1 else None


@_PATIENT
@given(_FEW, st.lists(st.text(alphabet="ab\n", min_size=1, max_size=20), max_size=5))
def test_the_index_finds_what_a_search_finds(text: str, phrases: list[str]) -> None:
    """The place of a phrase that stands once, overlapping places counted; nothing for the others."""
    index = PhraseIndex(text, phrases)
    for phrase in phrases:
        assert index.only(phrase) == _only(text, phrase)


@_PATIENT
@given(st.text(max_size=80), st.lists(st.text(min_size=1, max_size=9), max_size=5), st.data())
def test_any_characters_may_be_looked_for(text: str, phrases: list[str], data: st.DataObject) -> None:
    """Beyond Latin, beyond the first plane, and those whose lowest bytes are the same."""
    held = text + data.draw(st.sampled_from(["", *phrases])) + "".join(chr(ord(c) ^ 0x100) for c in text[:20])
    index = PhraseIndex(held, phrases)
    for phrase in phrases:
        assert index.only(phrase) == _only(held, phrase)


@pytest.mark.parametrize("text", ["a" * 20_000, "abcdefgh" * 3000, "x" * 9000 + "abcdefgh" * 3000])
def test_what_repeats_itself_is_read_right(text: str) -> None:
    """Where there are more places to look at than a search would take."""
    phrases = ["a", "aaaa", "aaaab", "abcdefgh", "abcdefghx", "habc", "xabcd", "hb", "h" * 9]
    index = PhraseIndex(text, phrases)
    assert [index.only(phrase) for phrase in phrases] == [_only(text, phrase) for phrase in phrases]


@_PATIENT
@given(st.text(alphabet="abcdefgh \n", min_size=40, max_size=200), st.data())
def test_phrases_of_the_text_are_found(text: str, data: st.DataObject) -> None:
    """Of any length, wherever they stand."""
    start = data.draw(st.integers(0, len(text) - 2))
    phrase = text[start : start + data.draw(st.integers(1, 40))]
    assert PhraseIndex(text, [phrase]).only(phrase) == _only(text, phrase)


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


def _fastest(work: Callable[[], object]) -> float:
    seconds = []
    for _ in range(3):
        begun = time.perf_counter()
        work()
        seconds.append(time.perf_counter() - begun)
    return min(seconds)


def test_a_large_text_is_checked_in_a_moment() -> None:
    """1 MiB and 500 pieces that all moved: 40 ms on an idle machine, so half a second is generous."""
    text, pieces = _large()
    assert check_text("a", "0" * 64, pieces, text).moved == 500
    assert _fastest(lambda: check_text("a", "0" * 64, pieces, text)) < 0.5


@pytest.mark.parametrize("length", [2, 4, 6])
def test_many_short_phrases_cost_no_search_each(length: int) -> None:
    """500 different ones, none of them in a text of 1 MiB: beside a search for each, they take a tenth of the time."""
    text, _ = _large()
    chance = random.Random(length)  # noqa: S311 - phrases, not secrets
    drawn = dict.fromkeys("".join(chance.choices("abcdefghijklmnopqrstuvwxyzé’", k=length)) for _ in range(650))
    begun = time.perf_counter()
    missing = [phrase for phrase in drawn if phrase not in text][:500]
    searches = time.perf_counter() - begun
    assert len(missing) > 250
    assert _fastest(lambda: list(map(PhraseIndex(text, missing).only, missing))) < searches / 4
