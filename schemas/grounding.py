"""Holds recorded evidence against a text: exact, moved or missing. One implementation for all who ask."""

from bisect import bisect_right
from collections.abc import Iterable, Iterator
from hashlib import sha256
from typing import Any, Literal, NamedTuple

from schemas.evidence import canonical_text, paragraph_starts
from schemas.phrases import PhraseIndex
from schemas.values import Value

Status = Literal["exact", "moved", "missing"]


class Place(Value):
    """Where a phrase stands now."""

    paragraph: int
    start: int
    end: int


class Check(Value):
    """One piece of evidence held against a text. `field` tells which of the record's evidence it is, `found` the
    new place of one that moved."""

    ref: str
    field: str
    exact: str
    paragraph: int
    start: int
    end: int
    status: Status
    found: Place | None = None


class Report(Value):
    """How an article's evidence stands in a text. `same_text` is true where the text's hash is the recorded one."""

    article: str
    same_text: bool
    exact: int
    moved: int
    missing: int
    checks: tuple[Check, ...]

    @property
    def another_article(self) -> bool:
        """Whether so few phrases stand in the text that it can hardly be the article's."""
        return too_few(self.exact + self.moved, len(self.checks)) and not self.same_text


class Piece(NamedTuple):
    """Evidence with the record and field it belongs to; `place` is the evidence as a plain dict."""

    ref: str
    field: str
    place: dict[str, Any]


def pieces(ref: str, record: dict[str, Any]) -> Iterator[Piece]:
    """All evidence of a record, also that of its verifications."""
    for n, place in enumerate(record["evidence"]):
        yield Piece(ref, f"evidence.{n}", place)
    for n, verification in enumerate(record.get("verification", ())):
        for m, place in enumerate(verification["evidence"]):
            yield Piece(ref, f"verification.{n}.evidence.{m}", place)


def check_text(article: str, sha: str, evidence: Iterable[Piece], text: str) -> Report:
    """Hold evidence against a text. A phrase that is not in its place counts as moved only where it stands once."""
    held = canonical_text(text)
    starts = paragraph_starts(held)
    known = list(evidence)
    lost = {piece.place["exact"] for piece in known if not _is_in_place(piece, held, starts)}
    index = PhraseIndex(held, lost)
    checks = tuple(_check(piece, held, starts, index) for piece in known)
    tally = {status: sum(check.status == status for check in checks) for status in ("exact", "moved", "missing")}
    same = sha256(held.encode("utf-8", "surrogatepass")).hexdigest() == sha
    return Report(article=article, same_text=same, checks=checks, **tally)


def too_few(standing: int, phrases: int) -> bool:
    """Whether a text that holds so few of an article's phrases is another article; single common words always stand."""
    return 4 * standing < phrases


def paragraph_at(starts: list[int], offset: int) -> int:
    """The paragraph, from 1, that an offset lies in."""
    return max(1, bisect_right(starts, offset))


def _is_in_place(piece: Piece, text: str, starts: list[int]) -> bool:
    place = piece.place
    start: int = place["start"]
    same: bool = text[start : place["end"]] == place["exact"]
    return same and paragraph_at(starts, start) == place["paragraph"]


def _check(piece: Piece, text: str, starts: list[int], index: PhraseIndex) -> Check:
    place = piece.place
    status: Status = "exact"
    found: Place | None = None
    if not _is_in_place(piece, text, starts):
        found = _same_place(piece.place, text, starts) or _only_place(place["exact"], starts, index)
        status = "moved" if found else "missing"
    return Check(
        ref=piece.ref,
        field=piece.field,
        exact=place["exact"],
        paragraph=place["paragraph"],
        start=place["start"],
        end=place["end"],
        status=status,
        found=found,
    )


def _same_place(place: dict[str, Any], text: str, starts: list[int]) -> Place | None:
    """The phrase stands at its offset, so it is only the paragraph that is counted otherwise."""
    exact, start = place["exact"], place["start"]
    if not text.startswith(exact, start):
        return None
    return Place(paragraph=paragraph_at(starts, start), start=start, end=start + len(exact))


def _only_place(exact: str, starts: list[int], index: PhraseIndex) -> Place | None:
    start = index.only(exact)
    if start is None:
        return None
    return Place(paragraph=paragraph_at(starts, start), start=start, end=start + len(exact))
