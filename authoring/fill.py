"""Look up a seed's phrases in the article's text and write their offsets into the seed."""

from collections.abc import Iterator
from pathlib import Path

from authoring.article_text import ArticleText, FileError
from authoring.locate import spelling, unusable
from authoring.seed_edit import PLACE, Entry, SeedFile
from schemas.characters import normalized
from schemas.grounding import too_few
from schemas.seedfiles.faults import Fault, SeedError

_UNKNOWN = (None, "", "null", "~", "TODO")


def fill(seed: Path, text: ArticleText) -> int:
    """Write missing places and the text's hash and length into the seed; the number of pieces filled. FileError where
    the text is another article's, SeedError where a phrase cannot be placed; then nothing is written."""
    file = SeedFile(seed)
    _same_article(file, text)
    faults = [fault for piece in file.evidence for fault in _fill(file, piece, text)]
    if faults:
        raise SeedError(faults)
    settle(file, text)
    filled = sum(not is_placed(piece) for piece in file.evidence)
    file.write()
    return filled


def settle(file: SeedFile, text: ArticleText) -> None:
    """Record hash and length of the text that the places refer to."""
    known = {"text_sha256": text.sha256, "text_length": len(text.content)}
    unknown = {key: value for key, value in known.items() if file.article.value(key) != str(value)}
    if unknown:
        file.set(file.article, unknown, before=list(file.article.nodes)[-1])


def is_placed(piece: Entry) -> bool:
    """Whether evidence has its place already."""
    return "nth" not in piece.nodes and all(piece.number(key) is not None for key in PLACE)


def _same_article(file: SeedFile, text: ArticleText) -> None:
    recorded = file.article.value("text_sha256")
    if recorded not in (*_UNKNOWN, text.sha256):
        raise FileError(
            f"{text.file} is not the text of {file.path} (its hash differs); "
            "if the article was edited: flask --app wsgi facts rebase SEED OLD NEW."
        )
    refuse_another(file, text)


def refuse_another(file: SeedFile, text: ArticleText) -> None:
    """FileError where hardly any of the seed's phrases stand in the text, in whatever spelling."""
    phrases = [normalized(piece.value("exact") or "") for piece in file.evidence]
    standing = sum(bool(text.alike(phrase)) for phrase in phrases)
    if too_few(standing, len(phrases)):
        reason = f"{standing} of the {len(phrases)} phrases of {file.path} stand in it"
        raise FileError(f"{text.file} seems to be another article: {reason}.")


def _fill(file: SeedFile, piece: Entry, text: ArticleText) -> Iterator[Fault]:
    phrase = piece.value("exact") or ""
    if is_placed(piece):
        start, end = piece.number("start") or 0, piece.number("end") or 0
        recorded = {key: piece.number(key) for key in PLACE}
        if text.content[start:end] != phrase or text.place(start, end).model_dump() != recorded:
            yield file.fault(
                piece, f"{phrase!r} does not stand at {start}:{end}; remove its offsets to have them filled in"
            )
        write_context(file, piece, text, start)
        return
    typed, phrase = phrase, normalized(phrase)
    starts, nth = text.occurrences(phrase), piece.value("nth")
    if reason := unusable(phrase) or _unplaceable(len(starts), nth):
        yield file.fault(piece, f"{phrase!r} {reason}{'' if starts else spelling(text, phrase)}")
        return
    start = starts[int(nth) - 1 if nth else 0]
    if phrase != typed:
        file.set(piece, {"exact": phrase}, before="exact")
    file.set(piece, text.place(start, start + len(phrase)).model_dump(), before="exact")
    write_context(file, piece, text, start)
    if nth:
        file.remove(piece, "nth")


def write_context(file: SeedFile, piece: Entry, text: ArticleText, start: int) -> None:
    """Write `prefix` and `suffix` if the phrase occurs more than once, and remove those that no longer apply."""
    phrase = piece.value("exact") or ""
    found = text.context(start, start + len(phrase)) if text.repeats(phrase) else {}
    changed = {key: words for key, words in found.items() if piece.value(key) != words}
    if changed:
        file.append(piece, changed, before="exact")
    for key in piece.nodes.keys() & {"prefix", "suffix"} - found.keys():
        file.remove(piece, key)


def _unplaceable(times: int, nth: str | None) -> str | None:
    """Why a phrase that occurs `times` times has no certain place, or None."""
    if times == 0:
        return "does not stand in the text"
    if nth is None:
        return f"stands {times} times; say which by nth: 1 to {times}" if times > 1 else None
    if nth.isdecimal() and 1 <= int(nth) <= times:
        return None
    if times == 1:
        return f"stands once, so nth is 1 (got {nth})"
    return f"stands {times} times, so nth is a number from 1 to {times} (got {nth})"
