"""Move evidence from one version of an article's text to the next, as far as its place is certain."""

from collections.abc import Iterator
from datetime import date
from difflib import SequenceMatcher
from pathlib import Path
from typing import NamedTuple

from authoring.article_text import ArticleText, FileError, Span
from authoring.draft.absolute_dates import published_on
from authoring.draft.candidate import Candidate
from authoring.draft.dates import dates
from authoring.draft.figures import figures
from authoring.fill import is_placed, refuse_another, settle, write_context
from authoring.seed_edit import Entry, SeedFile
from schemas.grounding import Piece, Placing
from schemas.seedfiles.faults import Fault, SeedError

_DECIDING = ("edtf", "hedge", "value", "min", "max", "unit", "currency", "direction")
_CHANGES = {"replace": "{0!r} is now {1!r}", "insert": "{1!r} is new", "delete": "{0!r} is gone"}
_UNDECIDED = {"text_sha256": "TODO", "text_length": "TODO"}


class Rebased(NamedTuple):
    """How much evidence moved and stayed, a fault for each piece without a certain place, and for each whose sentence
    changed or that now reads as another figure or date."""

    moved: int
    kept: int
    rest: tuple[Fault, ...]
    reworded: tuple[Fault, ...]


def rebase(seed: Path, old: ArticleText, new: ArticleText) -> Rebased:
    """Rewrite the places that are certain. If some are not, the seed's hash becomes a TODO, so that it is not loaded.
    FileError where a text is the wrong one; SeedError where the seed is not of `old`."""
    file = SeedFile(seed)
    _check(file, old, new)
    evidence = file.evidence
    placed = Placing(map(_piece, evidence), new.content)
    found = [(entry, placed[_piece(entry)]) for entry in evidence]
    rest = tuple(file.fault(entry, _reason(entry, new, offsets)) for entry, offsets in found if len(offsets) != 1)
    certain = [(entry, offsets[0]) for entry, offsets in found if len(offsets) == 1]
    moved = sum(_move(file, entry, new, start) for entry, start in certain)
    if rest:
        file.set(file.article, _UNDECIDED, before=list(file.article.nodes)[-1])
    else:
        settle(file, new)
    reworded = tuple(_doubts(file, certain, old, new))
    file.write()
    return Rebased(moved, len(certain) - moved, rest, reworded)


def _piece(entry: Entry) -> Piece:
    paragraph, start = entry.number("paragraph") or 1, entry.number("start") or 0
    return Piece(
        entry.path, "", paragraph, start, entry.value("exact") or "", entry.value("prefix"), entry.value("suffix")
    )


def _check(file: SeedFile, old: ArticleText, new: ArticleText) -> None:
    recorded = file.article.value("text_sha256")
    if recorded == _UNDECIDED["text_sha256"]:
        raise FileError(
            f"{file.path} is between two texts: write what an earlier rebase listed as {{exact: ...}} without offsets, "
            f"then: flask --app wsgi facts fill {file.path} {new.file}."
        )
    if recorded != old.sha256:
        raise FileError(f"{old.file} is not the text of {file.path}: its hash differs.")
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


def _reason(entry: Entry, new: ArticleText, offsets: list[int]) -> str:
    exact = entry.value("exact") or ""
    if not offsets:
        alike = next(iter(new.alike(exact)), None)
        became = "gone" if alike is None else f"now {new.content[alike : alike + len(exact)]!r}"
        return f"{exact!r} has no certain place in {new.file}: it is {became}"
    places = ", ".join(f"{offset}:{offset + len(exact)}" for offset in offsets[:10])
    return f"{exact!r} has no certain place in {new.file}: it may be any of {places}"


def _move(file: SeedFile, entry: Entry, new: ArticleText, start: int) -> bool:
    found = new.place(start, start + len(entry.value("exact") or "")).model_dump()
    changed = {key: value for key, value in found.items() if entry.number(key) != value}
    file.set(entry, changed, before="exact")
    write_context(file, entry, new, start)
    return bool(changed)


def _doubts(file: SeedFile, certain: list[tuple[Entry, int]], old: ArticleText, new: ArticleText) -> Iterator[Fault]:
    """A fault for each piece whose sentence changed, or that now reads as another value."""
    before, after = _readings(old), _readings(new)
    for entry, start in certain:
        exact = entry.value("exact") or ""
        was_at = entry.number("start") or 0
        reasons = list(_rewording(_sentence(old, was_at), _sentence(new, start)))
        if entry.path.startswith(("figures", "dates")):
            was, now = _values(before, was_at, len(exact)), _values(after, start, len(exact))
            if was and now and was != now:
                reasons.append(f"it reads as {', '.join(now)} now, and as {', '.join(was)} before")
        if reasons:
            yield file.fault(entry, f"{exact!r} moved, but {'; '.join(reasons)}")


def _rewording(before: list[str], after: list[str]) -> Iterator[str]:
    """The words that changed in a sentence."""
    if before != after:
        changes = [
            _CHANGES[tag].format(" ".join(before[a:b]), " ".join(after[c:d]))
            for tag, a, b, c, d in SequenceMatcher(None, before, after, autojunk=False).get_opcodes()
            if tag != "equal"
        ]
        yield f"its sentence changed: {'; '.join(changes[:3])}"


def _readings(text: ArticleText) -> list[Candidate]:
    text = text.with_plain_blanks
    day = published_on(text)
    found = dates(text, date.fromisoformat(str(day.fields["edtf"])) if day else None)
    return [*found, *figures(text, [one.span for one in found])]


def _values(readings: list[Candidate], start: int, length: int) -> list[str]:
    """The values that the rules read in a phrase."""
    span = Span(start, start + length)
    met = [one.fields for one in readings if one.span.meets(span)]
    return [" ".join(str(fields[name]) for name in _DECIDING if name in fields) for fields in met]


def _sentence(text: ArticleText, offset: int) -> list[str]:
    """The words of the sentence at an offset."""
    start, end = text.sentence_at(offset)
    return text.content[start:end].split()
