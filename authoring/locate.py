"""Places of a phrase in a text, each with its context and with evidence to paste."""

import json
import re
from collections.abc import Iterator, Mapping

from pydantic import TypeAdapter, ValidationError

from authoring.article_text import ArticleText, FileError
from schemas.characters import normalized
from schemas.evidence import Phrase

_CONTEXT = 30
_PHRASE: TypeAdapter[str] = TypeAdapter(Phrase)
_json = json.JSONEncoder(ensure_ascii=False).encode
_ESCAPED = {code: f"\\u{code:04x}" for code in (*range(0x7F, 0xA0), 0x2028, 0x2029)}


def scalar(value: object) -> str:
    """A scalar as YAML: JSON, with escapes for what YAML takes for a line break or refuses."""
    written = _json(value)
    return written if written.isascii() and "\x7f" not in written else written.translate(_ESCAPED)


def located(text: ArticleText, phrase: str) -> Iterator[str]:
    """Two lines an occurrence: a comment with its place and context, and its YAML; FileError if there is none."""
    phrase = normalized(phrase)
    if reason := unusable(phrase):
        raise FileError(f"{phrase[:80]!r} cannot be evidence: {reason}.")
    places = text.occurrences(phrase)
    if not places:
        raise FileError(f"{phrase!r} does not stand in {text.file}{spelling(text, phrase)}.")
    for number, start in enumerate(places, 1):
        end = start + len(phrase)
        where = f"paragraph {text.place(start, end).paragraph}, {start}:{end}"
        yield f"# {number} of {len(places)}, {where}: {_context(text.content, start, end)}"
        yield f"- {flow(text.evidence(start, end))}"


def flow(evidence: Mapping[str, int | str]) -> str:
    """Evidence on one line of YAML, as seeds have it."""
    fields = (f"{key}: {value if isinstance(value, int) else scalar(value)}" for key, value in evidence.items())
    return "{" + ", ".join(fields) + "}"


def unusable(phrase: str) -> str | None:
    """Why a phrase cannot be evidence, or None."""
    try:
        _PHRASE.validate_python(phrase)
    except ValidationError as error:
        return re.sub("^(?:Value error, |String |Input )", "", error.errors()[0]["msg"])
    return None


def _context(text: str, start: int, end: int) -> str:
    before, after = text[max(0, start - _CONTEXT) : start], text[end : end + _CONTEXT]
    return " ".join(f"…{before}[{text[start:end]}]{after}…".split())


def spelling(text: ArticleText, phrase: str) -> str:
    """The end of a message: the text's own spelling where it differs only in case, quotes, dashes or blanks."""
    start = next(iter(text.alike(phrase)), None)
    return "" if start is None else f"; {text.content[start : start + len(phrase)]!r} does"
