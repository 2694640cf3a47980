"""What drafting proposes: a span of the text and the fields of the record it may become; and the part of a stretch of
text that may be evidence."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from itertools import islice

from authoring.article_text import Span, SpanIndex
from authoring.draft.words import FUNCTION_WORDS
from authoring.locate import unusable
from schemas.evidence import LONGEST_PHRASE, LONGEST_SENTENCE

_WORD = re.compile(r"\S+")
_FEWEST = 3  # words of a phrase
UNDECIDED = "TODO company or what else"  # the type of a name
Scalar = str | int | float | bool


@dataclass(frozen=True)
class Candidate:
    """A figure or a date: `fields` are those of its record; what the text leaves open is left out, or is a TODO."""

    span: Span
    fields: dict[str, Scalar] = field(default_factory=dict)


@dataclass(frozen=True)
class Name:
    """Somebody or something named: `collection` and `type` as in the registry, `ref` where it is known there."""

    name: str
    collection: str
    type: str
    spans: tuple[Span, ...]
    ref: str | None = None


def without_overlaps(found: Iterable[Candidate]) -> list[Candidate]:
    """In reading order; of those that meet, the longest one."""
    kept: list[Candidate] = []
    group: list[Candidate] = []
    end = 0
    for one in sorted(found, key=lambda candidate: candidate.span):
        if group and one.span.start >= end:
            kept += _longest(group)
            group = []
        group.append(one)
        end = max(end, one.span.end)
    return kept + _longest(group)


def _longest(group: list[Candidate]) -> list[Candidate]:
    if len(group) == 1:
        return group
    kept: list[Candidate] = []
    for one in sorted(group, key=lambda candidate: candidate.span.start - candidate.span.end):
        if not SpanIndex(other.span for other in kept).meets(one.span):
            kept.append(one)
    return sorted(kept, key=lambda candidate: candidate.span)


def phrase(content: str, start: int, end: int) -> Span:
    """The first words of a stretch, as many as evidence may have, without those at its end that only lead to what
    follows: "signed on Thursday after a"."""
    line = content[start : min(end, start + LONGEST_PHRASE + 1)].partition("\n")[0]
    words = [word for word in islice(_WORD.finditer(line), LONGEST_SENTENCE) if word.end() <= LONGEST_PHRASE]
    while len(words) > _FEWEST and words[-1].group().lower() in FUNCTION_WORDS:
        words.pop()
    last = start + words[-1].end() if words else min(end, start + 1)
    while last > start + 1 and (content[last - 1] in ',;:.!? ”"' or unusable(content[start:last])):
        last -= 1
    return Span(start, last)
