"""Comparing evidence with a text: right for any text, and quick for a large one."""

import random
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from schemas.evidence import canonical_text, paragraph_starts
from schemas.grounding import Check, Piece, check_text, paragraph_at
from tests.operation.processes import least_seconds

_PATIENT = settings(deadline=None)  # a machine under load must not fail them
TEXT = (
    "Harbour to grow\n\nThe harbour of Lindholt is to grow by 40 metres. The harbour employs 310 people.\n\n"
    "The council voted on Monday. Its mayor said the harbour was full. The union wants 12 more cranes.\n\n"
    "In March the council votes again. The harbour opened in 1911."
)


def _piece(phrase: str, nth: int = 1, text: str = TEXT) -> Piece:
    start = -1
    for _ in range(nth):
        start = text.index(phrase, start + 1)
    return Piece("claims/a.b", "evidence.0", paragraph_at(paragraph_starts(text), start), start, phrase)


ALL = [
    *(_piece("The harbour", nth) for nth in (1, 2, 3)),
    *(_piece("council", nth) for nth in (1, 2)),
    *map(_piece, ("by 40 metres", "310 people", "on Monday", "Its mayor", "12 more cranes", "In March")),
]


def _checks(text: str, pieces: list[Piece] | None = None) -> tuple[Check, ...]:
    return check_text("a", "0" * 64, pieces or ALL, text).checks


def test_a_sentence_put_before_a_text_moves_all_of_it() -> None:
    """Phrases that occur several times are placed by their neighbours; only the changed one is missing."""
    checks = _checks("Hello. " + TEXT.replace("310 people", "311 people"))
    assert [(one.exact, one.status) for one in checks if one.status != "moved"] == [("310 people", "missing")]
    assert all(one.found and one.found.start == one.start + 7 for one in checks if one.status == "moved")


def test_one_of_several_that_is_gone_is_missing() -> None:
    """A phrase is not placed where other evidence is."""
    checks = _checks(
        "Hello. " + TEXT.replace("Lindholt is to grow", "Lindholt may grow").replace("The harbour e", "It e")
    )
    assert [(one.exact, one.start) for one in checks if one.status == "missing"] == [("The harbour", ALL[1].start)]


def test_a_phrase_without_neighbours_is_ambiguous_with_all_places() -> None:
    """Without context or neighbours, none of several places is certain."""
    (check,) = _checks("x " + TEXT, [_piece("The harbour", 2)])
    assert check.status == "ambiguous"
    assert [place.start for place in check.places] == [_piece("The harbour", nth).start + 2 for nth in (1, 2, 3)]


@pytest.mark.parametrize("nth", [1, 2, 3])
def test_prefix_and_suffix_tell_which_place_is_meant(nth: int) -> None:
    """The recorded words beside the phrase are enough, without neighbours."""
    suffix = ("of Lindholt", "employs 310", "opened in 1911.")[nth - 1]
    prefix = (None, "metres.", "again.")[nth - 1]
    piece = _piece("The harbour", nth)._replace(prefix=prefix, suffix=suffix)
    (check,) = _checks("x " + TEXT, [piece])
    assert check.status == "moved"
    assert check.found
    assert check.found.start == piece.start + 2


def test_evidence_that_ends_beyond_a_text_is_missing() -> None:
    """The text is cut within a phrase, or before it."""
    cut = TEXT[: ALL[-1].end - 1]
    assert _checks(cut)[-1].status == "missing"
    assert _checks(cut + "h")[-1].status == "exact"


def test_another_paragraph_is_another_place() -> None:
    """The offsets stay where a blank line replaces a full stop and a blank, but the paragraph is counted otherwise."""
    checks = _checks(TEXT.replace("was full. The", "was full\n\nThe"))
    assert {one.status for one in checks} == {"exact", "moved"}


@_PATIENT
@given(st.text(alphabet="ab\n", max_size=60), st.text(alphabet="ab\n", min_size=1, max_size=60))
def test_a_place_that_is_reported_holds_the_phrase(old: str, new: str) -> None:
    """This holds for any two texts; a phrase that occurs nowhere is missing."""
    pieces = [
        Piece("claims/a.b", "evidence.0", 1, start, old[start : start + size])
        for start in range(len(old))
        for size in (1, 3)
    ]
    held = canonical_text(new)
    for check in check_text("a", "0" * 64, pieces, new).checks:
        places = [check.found] if check.found else list(check.places)
        assert all(held[one.start : one.end] == check.exact for one in places)
        assert (check.status == "ambiguous") == (len(check.places) > 1)
        if check.exact not in held:
            assert check.status == "missing"


def _large() -> tuple[str, list[Piece]]:
    """A text of 1 MiB and 500 pieces of evidence that all moved by two characters."""
    chance = random.Random(7)  # noqa: S311 - a text, not a secret
    words = ["".join(chance.choices("abcdefghijklmnop", k=chance.randint(2, 9))) for _ in range(5000)]
    text = "\n\n".join(" ".join(chance.choices(words, k=80)) for _ in range(2200))[: 2**20]
    starts = paragraph_starts(text)
    places = [chance.randrange(len(text) - 100) for _ in range(500)]
    return "xy" + text, [
        Piece("claims/a.b", "evidence.0", paragraph_at(starts, start), start, text[start : start + 40])
        for start in places
    ]


def test_a_large_text_is_checked_in_a_moment() -> None:
    """1 MiB and 500 pieces that all moved: 0.1 s of processor time, so half a second is generous."""
    text, pieces = _large()
    assert check_text("a", "0" * 64, pieces, text).moved == 500
    assert least_seconds(lambda: check_text("a", "0" * 64, pieces, text)) < 0.5


@pytest.mark.parametrize("length", [2, 4, 6])
def test_many_short_phrases_cost_no_search_each(length: int) -> None:
    """500 different ones, none of them in a text of 1 MiB: less than a quarter of a search for each."""
    text, _ = _large()
    chance = random.Random(length)  # noqa: S311 - phrases, not secrets
    drawn = dict.fromkeys("".join(chance.choices("abcdefghijklmnopqrstuvwxyzé’", k=length)) for _ in range(650))
    begun = time.process_time()
    missing = [phrase for phrase in drawn if phrase not in text][:500]
    searches = time.process_time() - begun
    assert len(missing) > 250
    pieces = [Piece("claims/a.b", "evidence.0", 1, 0, phrase) for phrase in missing]
    assert least_seconds(lambda: check_text("a", "0" * 64, pieces, text)) < searches / 4
