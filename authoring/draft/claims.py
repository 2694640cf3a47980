"""A claim for each statement: the words that pin it, who says it, and who declines to comment on it."""

import re
from bisect import bisect_left
from collections.abc import Mapping
from dataclasses import replace

from authoring.article_text import ArticleText, Span
from authoring.draft.candidate import Name, phrase
from authoring.draft.modality import silence
from authoring.draft.seed import Proposal, Value, Verified, ref_of, slug, unique
from authoring.draft.statements import Statement
from authoring.draft.words import any_of
from authoring.locate import unusable
from schemas.evidence import LONGEST_PHRASE, LONGEST_SENTENCE

_THAT = re.compile(r"(?:[ ,]*that\b)?[\s,]*(?=\S)")
_VERB = re.compile(
    r"(?<![’'-])\b(?:is|are|was|were|has|have|had|will|would|could|may|might|should|must|cannot|can|does|do|did"
    r"|(?<!\bthe )(?<!\ba )(?<!\bof )(?<!\ban )(?<!\bits )[a-z]{2,}ed"
    rf"|{any_of('irregular pasts')}|{any_of('verbs of states')})\b(?![’'-])"
)
_PART_ENDS = re.compile(r",(?!\d)|[;:–—]")
_PREPOSITION = re.compile(
    r" (?:of|in|at|on|from|by|for|to|with|after|during|until|since|between|over|near|as|into|through|against|under)\b"
)
_ENOUGH = 6  # words, after which a preposition ends a phrase
_FEWEST = 3

Links = Mapping[str, Mapping[Span, list[str]]]


def claims(
    text: ArticleText, stated: list[Statement], refs: Links, publisher: str | None, called: list[Name]
) -> list[Proposal]:
    """A claim a statement. Who only declines to comment, or cannot verify what is said, verifies the claim before."""
    actors = (name for name in called if name.collection != "locations")
    named = sorted((span, ref_of(name)) for name in actors for span in name.spans)
    taken: dict[str, int] = {}
    made: list[Proposal] = []
    for one in stated:
        silent = silence(text.content, one.sentence) if made and one.quotation != "direct" else None
        if silent:
            by = _silent(one, silent[1], named) or (publisher if silent[0] != "declined_to_disclose" else None)
            verified = Verified(by or "TODO who", silent[0], _clause(text.content, silent[1], one.sentence))
            made[-1] = replace(made[-1], verification=(*made[-1].verification, verified))
        else:
            span = _phrase(text.content, one)
            made.append(
                Proposal(unique(slug(text.content[slice(*span)]), taken), _claim(one, refs, publisher), (span,))
            )
    return made


def _silent(one: Statement, words: Span, named: list[tuple[Span, str]]) -> str | None:
    """Who declines to comment, or cannot verify: the speaker, or whoever is named last before the words."""
    before = named[: bisect_left(named, (Span(words.start, words.start), ""))][-1:]
    last = next((ref for span, ref in before if span.start >= one.sentence.start), None)
    return ref_of(one.speaker) if one.speaker else last


def _clause(content: str, words: Span, sentence: Span) -> Span:
    """These words with those that belong to them: "did not answer a request for comment"."""
    stop = _PART_ENDS.search(content, words.end, sentence.end)
    return phrase(content, words.start, stop.start() if stop else sentence.end)


def _claim(one: Statement, refs: Links, publisher: str | None) -> dict[str, Value]:
    return {
        "statement": "TODO in your own words",
        "speaker": ref_of(one.speaker) if one.speaker else _unnamed_speaker(one, publisher),
        "modality": one.modality,
        "quotation": one.quotation,
        **{section: found.get(one.sentence) for section, found in refs.items()},
    }


def _unnamed_speaker(statement: Statement, publisher: str | None) -> str:
    """The publisher where the article speaks for itself."""
    own = publisher if statement.quotation is None else None
    return own or "TODO the publisher, or who else says it"


def _phrase(content: str, one: Statement) -> Span:
    """The words that pin a statement: the first of a quotation, a short sentence whole, else those from its verb on."""
    part = Span(max(one.said[0].start, one.sentence.start), one.said[0].end) if one.said else one.sentence
    lead = _THAT.match(content, *part)
    start, end = (lead.end() if lead else part.start), min(part.end, one.sentence.end)
    if not re.search(r"\w", content[start:end]):  # "The owner denies that."
        start, end = one.sentence
    if one.quotation == "direct" or end <= start:
        return phrase(content, start, max(start, end))
    end = start + len(content[start:end].rstrip(' .,;:!?”"'))
    whole = content[start:end]
    if len(whole.split()) <= LONGEST_SENTENCE and len(whole) <= LONGEST_PHRASE and not _PART_ENDS.search(whole):
        return Span(start, end) if end > start and not unusable(whole) else phrase(content, start, end)
    verb = _VERB.search(content, start, end)
    if verb and len(content[start : verb.start()].split()) > 1:
        start = verb.start()
    return _short(content, phrase(content, start, _part_end(content, start, end)))


def _part_end(content: str, start: int, end: int) -> int:
    stop = _PART_ENDS.search(content, start + 1, end)
    return stop.start() if stop and len(content[start : stop.start()].split()) >= _FEWEST else end


def _short(content: str, span: Span) -> Span:
    """A phrase up to the preposition that follows enough words."""
    for cut in _PREPOSITION.finditer(content, *span):
        if len(content[span.start : cut.start()].split()) >= _ENOUGH:
            return Span(span.start, cut.start())
    return span
