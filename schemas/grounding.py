"""Compares recorded evidence with a text: exact, moved, ambiguous or missing.

A phrase that is not in its place is located by its `prefix` and `suffix`, and by its neighbours: the evidence around it
whose new place is certain.
"""

from bisect import bisect_left, bisect_right
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from hashlib import sha256
from typing import Literal, NamedTuple, get_args

import ahocorasick

from schemas.evidence import canonical_text, paragraph_starts
from schemas.values import JsonRecord, Value

Status = Literal["exact", "moved", "ambiguous", "missing"]
_MOST_PLACES = 100  # places listed for one ambiguous phrase; a hostile text could repeat it endlessly
_NEIGHBOURS = 3  # neighbours considered on each side


class Place(Value):
    """Where a phrase is now."""

    paragraph: int
    start: int
    end: int


class Check(Value):
    """One piece of evidence compared with a text. `field` is its path in the record, `found` its new place if it moved,
    `places` its possible places if ambiguous (the first hundred)."""

    ref: str
    field: str
    exact: str
    paragraph: int
    start: int
    end: int
    status: Status
    found: Place | None = None
    places: tuple[Place, ...] = ()


class Report(Value):
    """The result for all of an article's evidence. `same_text` is true if the text has the recorded hash."""

    article: str
    same_text: bool
    exact: int
    moved: int
    ambiguous: int
    missing: int
    checks: tuple[Check, ...]

    @property
    def another_article(self) -> bool:
        """Whether so few phrases were found that the text is hardly the article's."""
        return too_few(self.exact + self.moved, len(self.checks)) and not self.same_text


class Piece(NamedTuple):
    """One piece of evidence, with the ref of its record and its path in it."""

    ref: str
    field: str
    paragraph: int
    start: int
    exact: str
    prefix: str | None = None
    suffix: str | None = None

    @property
    def end(self) -> int:
        return self.start + len(self.exact)


def pieces(ref: str, record: JsonRecord) -> Iterator[Piece]:
    """All evidence of a record, including that of its verifications."""
    given = {f"verification.{number}.evidence": one for number, one in enumerate(record.get("verification", ()))}
    for field, holder in {"evidence": record, **given}.items():
        for number, at in enumerate(holder["evidence"]):
            place = (at["paragraph"], at["start"], at["exact"], at.get("prefix"), at.get("suffix"))
            yield Piece(ref, f"{field}.{number}", *place)


def check_text(article: str, sha: str, evidence: Iterable[Piece], text: str) -> Report:
    """Compare an article's evidence with a text; `sha` is the hash recorded for the article's own."""
    content = canonical_text(text)
    checks = tuple(_checks(list(evidence), content))
    tally = Counter(check.status for check in checks)
    counts = {status: tally[status] for status in get_args(Status)}
    same_text = sha256(content.encode("utf-8", "surrogatepass")).hexdigest() == sha
    return Report(article=article, same_text=same_text, **counts, checks=checks)


def too_few(standing: int, phrases: int) -> bool:
    """Whether so few phrases were found that the text must be another article: common words occur in any."""
    return 4 * standing < phrases


def paragraph_at(starts: list[int], offset: int) -> int:
    """The paragraph, from 1, that an offset lies in."""
    return max(1, bisect_right(starts, offset))


def _checks(known: list[Piece], text: str) -> Iterator[Check]:
    starts = paragraph_starts(text)
    placed = Placing(known, text)
    for piece in known:
        places = [
            Place(paragraph=paragraph_at(starts, at), start=at, end=at + len(piece.exact)) for at in placed[piece]
        ]
        own = Place(paragraph=piece.paragraph, start=piece.start, end=piece.end)
        status: Status = "ambiguous" if len(places) > 1 else "moved" if places else "missing"
        yield Check(
            ref=piece.ref, field=piece.field, exact=piece.exact, **own.model_dump(),
            status="exact" if places == [own] else status,
            found=places[0] if status == "moved" and places != [own] else None,
            places=tuple(places) if status == "ambiguous" else (),
        )  # fmt: skip


class _Key(NamedTuple):
    """Identifies a recorded place; several records may share one."""

    start: int
    exact: str


class Placing:
    """The offsets in a text where evidence may be now: one if certain, several if ambiguous, none if missing."""

    def __init__(self, known: Iterable[Piece], text: str) -> None:
        self._text = text
        own = {_Key(piece.start, piece.exact): piece for piece in known}
        self._found: dict[_Key, list[int]] = {key: [key.start] for key in own if text.startswith(key.exact, key.start)}
        self._rest = {key: piece for key, piece in own.items() if key not in self._found}
        if self._rest:
            self._place_the_rest(own)

    def __getitem__(self, piece: Piece) -> list[int]:
        return self._found[_Key(piece.start, piece.exact)]

    def _place_the_rest(self, own: dict[_Key, Piece]) -> None:
        standing = _occurrences(self._text, {key.exact for key in own})
        self._anchors = _anchors(own, standing, self._found)
        for key, piece in self._rest.items():
            if (offset := self._by_surroundings(piece, standing[key.exact])) is not None:
                self._found[key] = [offset]
        undecided: dict[str, list[_Key]] = defaultdict(list)
        taken: dict[str, set[int]] = defaultdict(set)
        for key in own:
            if key in self._found:
                taken[key.exact].update(self._found[key])
            else:
                undecided[key.exact].append(key)
        for exact, keys in undecided.items():
            self._share(keys, [offset for offset in standing[exact] if offset not in taken[exact]])

    def _share(self, keys: list[_Key], free: list[int]) -> None:
        """Give a phrase's free places to the evidence that is left; an only one goes to the nearest evidence."""
        nearest = (
            min(keys, key=lambda key: abs(key.start + next(self._shifts(key.start), 0) - free[0])) if free else None
        )
        for key in keys:
            if len(free) > 1:
                self._found[key] = self._between_neighbours(key.start, free)
            else:
                self._found[key] = free if key == nearest else []

    def _by_surroundings(self, piece: Piece, standing: list[int]) -> int | None:
        """The place that prefix, suffix and neighbours point to; None if there is none, or several alike."""
        votes = Counter(piece.start + shift for shift in self._shifts(piece.start))
        seen = {offset for offset in votes if offset >= 0 and self._text.startswith(piece.exact, offset)}
        fitting = {offset for offset in standing if self._fits(piece, offset)}
        weights = {offset: (offset in fitting, votes[offset]) for offset in seen | fitting}
        best = max(weights.values(), default=None)
        leaders = [offset for offset, weight in weights.items() if weight == best]
        return leaders[0] if len(leaders) == 1 else None

    def _shifts(self, start: int) -> Iterator[int]:
        at = bisect_left(self._anchors, (start, 0))
        around = self._anchors[max(0, at - _NEIGHBOURS) : at + _NEIGHBOURS]
        for old, new in sorted(around, key=lambda anchor: abs(anchor[0] - start)):
            yield new - old

    def _fits(self, piece: Piece, offset: int) -> bool:
        """Whether the recorded prefix and suffix (at an end of the text one of them) surround a place."""
        if not piece.prefix and not piece.suffix:
            return False
        before = self._text[max(0, offset - 40) : offset].rstrip()
        after = self._text[offset + len(piece.exact) : offset + len(piece.exact) + 40].lstrip()
        return before.endswith((piece.prefix or "").rstrip()) and after.startswith((piece.suffix or "").lstrip())

    def _between_neighbours(self, start: int, free: list[int]) -> list[int]:
        """The only place that keeps the order of the evidence, or all of them."""
        at = bisect_left(self._anchors, (start, 0))
        low = self._anchors[at - 1][1] if at else 0
        high = self._anchors[at][1] if at < len(self._anchors) else len(self._text)
        between = [offset for offset in free if low <= offset <= high]
        return between if len(between) == 1 else free


def _occurrences(text: str, phrases: set[str]) -> dict[str, list[int]]:
    """Where each phrase occurs, at most a hundred places each, overlapping ones included."""
    found: dict[str, list[int]] = {phrase: [] for phrase in phrases}
    automaton = ahocorasick.Automaton()
    for phrase in phrases:
        automaton.add_word(phrase, phrase)
    automaton.make_automaton()
    for last, phrase in automaton.iter(text):
        if len(found[phrase]) < _MOST_PLACES:
            found[phrase].append(last + 1 - len(phrase))
    return found


def _anchors(
    own: dict[_Key, Piece], standing: dict[str, list[int]], in_place: Mapping[_Key, list[int]]
) -> list[tuple[int, int]]:
    """Old and new offsets of the phrases whose place is certain without context, in order."""
    recorded = Counter(key.exact for key in own)
    certain = [
        (key.start, standing[key.exact][0])
        for key, piece in own.items()
        if len(standing[key.exact]) == 1 and recorded[key.exact] == 1 and not (piece.prefix or piece.suffix)
    ]
    return sorted({*certain, *((key.start, key.start) for key in in_place if len(standing[key.exact]) == 1)})
