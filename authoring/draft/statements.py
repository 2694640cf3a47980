"""Statements, one a sentence: how each is put, whether it is quoted, and who seems to say it."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from authoring.article_text import ArticleText, Span
from authoring.draft.actors import ends, leads
from authoring.draft.candidate import Name
from authoring.draft.modality import MODALITY_CLUES, modality_of
from authoring.draft.saying import GRINNED, attributed, verb_of
from authoring.draft.speakers import MARKS, Speakers


@dataclass(frozen=True)
class Statement:
    """What a sentence states: how it is put, and who seems to say it (None: nobody is named).

    `said` is the part of the sentence that is given to the speaker: what is quoted, what follows the verb of saying, or
    what comes before "according to".
    """

    sentence: Span
    modality: str
    speaker: Name | None
    quotation: str | None
    said: tuple[Span, ...] = ()


def statements(text: ArticleText, names: list[Name]) -> Iterator[Statement]:
    """One a sentence, in reading order; headings and lines without an end mark state nothing."""
    speakers, put = Speakers(text, names), frozenset(text.sentences_with(MODALITY_CLUES))
    for sentence in text.sentences:
        quotes = speakers.quotes_in(sentence)
        masked = _masked(text.content, sentence, quotes)
        leading = leads(text.content, sentence)
        stated = leading or ends(text.content, sentence)
        if not (masked.strip(MARKS) and quotes) and not stated:
            continue
        verb = quotes and GRINNED.search(text.content[slice(*sentence)])
        verb = verb or verb_of(masked, [quote.start - sentence.start for quote in quotes])
        first = quotes[0].start - sentence.start if quotes else None
        speaker = speakers.of(sentence, masked, verb, first) if verb or stated else None
        if leading and not quotes:
            continue
        quotation = "direct" if quotes else "indirect" if verb or speaker else None
        modality = modality_of(masked) if sentence in put else "asserted"
        said = tuple(quotes) or tuple(attributed(sentence, masked, verb))
        yield Statement(sentence, modality, speaker, quotation, said)


def _masked(content: str, sentence: Span, quotes: list[Span]) -> str:
    """The sentence with blanks in place of what it quotes, and of what stands in brackets."""
    words = re.sub(r"\([^()]*\)", lambda found: " " * len(found.group()), content[slice(*sentence)])
    for quote in quotes:
        start, end = max(0, quote.start - sentence.start), min(len(words), quote.end - sentence.start)
        words = words[:start] + " " * (end - start) + words[end:]
    return words
