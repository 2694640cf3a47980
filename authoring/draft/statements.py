"""Statements that somebody stands behind: quotes, what is told by a speech verb, and what is hedged."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from authoring.article_text import ArticleText, Span
from authoring.draft.candidate import Name
from authoring.draft.words import SPEECH_VERBS
from authoring.locate import unusable
from schemas.evidence import LONGEST_PHRASE

_QUOTE = re.compile(r"[“\"]([^”\"]{8,400})[”\"]")
_SAID = re.compile(rf"\b(?:{SPEECH_VERBS})\b|\baccording to\b", re.I)
_MODALITY = (
    ("denied", re.compile(r"\b(?:den(?:y|ies|ied)|rejected)\b", re.I)),
    ("feared", re.compile(r"\b(?:fears?|feared|worr(?:y|ies|ied)|concerns?)\b", re.I)),
    ("considered", re.compile(r"\b(?:considering|considers?|weighing|mulling|plans? to|proposed)\b", re.I)),
    ("reported", re.compile(r"\b(?:reportedly|allegedly|is said to|are said to|according to|reported)\b", re.I)),
    ("asserted", re.compile(r"\b(?:could|may|might|likely|possibly|perhaps|appears? to|seems? to|suspected)\b", re.I)),
)
_LONGEST_WORDS = 8


@dataclass(frozen=True)
class Statement:
    """A statement: the phrase that pins it, how it is put, and who seems to say it (None where nobody is named)."""

    span: Span
    modality: str
    speaker: Name | None
    quoted: bool


def statements(text: ArticleText, names: list[Name]) -> Iterator[Statement]:
    """One a quote; of sentences without quotes, those that are attributed or hedged."""
    speakers = [name for name in names if name.collection != "locations"]
    for sentence in text.sentences:
        quotes = list(_QUOTE.finditer(text.content, sentence.start, sentence.end))
        for quote in quotes:
            yield Statement(_phrase(text.content, *quote.span(1)), "asserted", _speaker(text, sentence, speakers), True)
        if not quotes:
            yield from _unquoted(text, sentence, speakers)


def _unquoted(text: ArticleText, sentence: Span, speakers: list[Name]) -> Iterator[Statement]:
    said = _SAID.search(text.content, sentence.start, sentence.end)
    for modality, cue in _MODALITY:
        found = cue.search(text.content, sentence.start, sentence.end) or (said if modality == "asserted" else None)
        if found:
            speaker = _speaker(text, sentence, speakers) if said else None
            yield Statement(_phrase(text.content, found.start(), sentence.end), modality, speaker, False)
            return


def _speaker(text: ArticleText, sentence: Span, speakers: list[Name]) -> Name | None:
    """The name nearest to the speech verb, in its sentence."""
    said = _SAID.search(text.content, sentence.start, sentence.end)
    if not said:
        return None
    near = [
        (min(abs(span.end - said.start()), abs(span.start - said.end())), name.name, name)
        for name in speakers
        for span in name.spans
        if span.within(sentence)
    ]
    return min(near, key=lambda one: one[:2])[2] if near else None


def _phrase(content: str, start: int, end: int) -> Span:
    """The first words of a stretch, as many as evidence may have."""
    last = min(end, start + 1)
    for count, word in enumerate(re.finditer(r"\S+", content[start:end]), 1):
        if count > _LONGEST_WORDS or word.end() > LONGEST_PHRASE or "\n" in content[start : start + word.end()]:
            break
        last = start + word.end()
    while last > start + 1 and (content[last - 1] in ",;:.!? " or unusable(content[start:last])):
        last -= 1
    return Span(start, last)
