"""Moves evidence from one version of an article's text to the next, where exactly one place can be meant."""

from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from authoring.article_text import ArticleText, FileError
from authoring.fill import is_placed, refuse_another, settle
from authoring.seed_edit import Entry, SeedFile
from schemas.grounding import Place
from schemas.seedfiles.faults import Fault, SeedError

_CONTEXTS = (0, 10, 20, 40, 80, 160, 320)
_UNDECIDED = {"text_sha256": "TODO", "text_length": "TODO"}


class Rebased(NamedTuple):
    """What came of it: how many pieces moved, how many stayed where they were, and what could not be moved."""

    moved: int
    kept: int
    rest: tuple[Fault, ...]


def rebase(seed: Path, old: ArticleText, new: ArticleText) -> Rebased:
    """Rewrite the places that can be told; with a rest, the seed's hash becomes a TODO, so that it is not loaded
    before the rest is mended. FileError where a text is the wrong one; SeedError where the seed is not of `old`."""
    file = SeedFile(seed)
    _check(file, old, new)
    found = [(piece, _moved(piece, old, new)) for piece in file.evidence]
    rest = [piece for piece, place in found if place is None]
    moved = sum(_move(file, piece, place) for piece, place in found if place)
    if rest:
        file.set(file.article, _UNDECIDED, before=list(file.article.nodes)[-1])
    else:
        settle(file, new)
    file.write()
    told = tuple(file.fault(piece, f"{piece.value('exact')!r} has no certain place in {new.file}") for piece in rest)
    return Rebased(moved, len(found) - moved - len(rest), told)


def _check(file: SeedFile, old: ArticleText, new: ArticleText) -> None:
    if file.article.value("text_sha256") != old.sha256:
        raise FileError(f"{old.file} is not the text that {file.path} is of: its hash differs.")
    faults = [file.fault(piece, f"{piece.value('exact')!r} {reason}") for piece, reason in _wrong(file, old)]
    if faults:
        raise SeedError(faults)
    refuse_another(file, new)


def _wrong(file: SeedFile, old: ArticleText) -> Iterator[tuple[Entry, str]]:
    for piece in file.evidence:
        if not is_placed(piece):
            yield piece, "has no offsets yet; fill them first"
        elif old.content[piece.number("start") or 0 : piece.number("end")] != piece.value("exact"):
            yield piece, f"does not stand in its place in {old.file}"


def _moved(piece: Entry, old: ArticleText, new: ArticleText) -> Place | None:
    """The phrase's place in the new text: found with as little of its surroundings as make it the only one in both."""
    start, end = piece.number("start") or 0, piece.number("end") or 0
    for size in _CONTEXTS:
        for left, right in ((size, size), (size, 0), (0, size)):
            begin = max(0, start - left)
            around = old.content[begin : end + right]
            if len(old.occurrences(around)) == 1 and len(places := new.occurrences(around)) == 1:
                at = places[0] + start - begin
                return new.place(at, at + end - start)
    return None


def _move(file: SeedFile, piece: Entry, place: Place) -> bool:
    found = place.model_dump()
    changed = {key: value for key, value in found.items() if piece.number(key) != value}
    file.set(piece, changed, before="exact")
    return bool(changed)
