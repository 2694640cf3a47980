"""How far evidence reaches: whole words and numbers, with the hedge or the "not" that belongs to them."""

import re
from collections.abc import Iterator

from authoring.checks.article import ArticleChecked, Question, cut, rule, spans_of
from authoring.checks.quantities import quoted, readings
from schemas.evidence import Evidence
from schemas.records import Claim, own_evidence

_WITHIN_A_WORD = re.compile(r"[^\W\d_]{2}|\d{2}")
_WITHIN_A_NUMBER = re.compile(r"(?<=\d)[.,]\d|(?<=\d[.,])\d")
_ENDING = re.compile(r"(?:e?s|[’'])\b")  # "South African" of "South Africans"
_HEDGE = re.compile(
    r"\b(?:about|around|some|roughly|approximately|nearly|almost|more|fewer|less|over|under|below|above|at least"
    r"|at most|up to|as (?:many|much|few|little) as|estimated)\b",
    re.I,
)
_NOT = re.compile(r"(?:\b(?:not|never|cannot)|n[’']t) $", re.I)
_CONTRAST = re.compile(
    r"(?:the|an?|only|just|all|every|so|because|in|at|on|by|for|with|from|even|until|could|may|might|can|will|would|must|are|is)\b",
    re.I,
)


@rule
def evidence_cut(article: ArticleChecked) -> Iterator[Question]:
    """Evidence begins and ends between words, and not within a number."""
    content = article.text.content
    spans = [span for parsed in article.part.records for span in spans_of(own_evidence(parsed.record))]
    joined = {span.start for span in spans} & {span.end for span in spans}  # where the text has no blank
    for parsed in article.part.records:
        for place in own_evidence(parsed.record):
            wrong = {at for at in (place.start, place.end) if _is_within(content, place, at)} - joined
            for at in sorted(wrong):
                around = f"{content[max(0, at - 8) : at]}|{content[at : at + 8]}"
                yield Question(parsed, f"{cut(place.exact)!r} is cut within {cut(around)!r}")


def _is_within(content: str, place: Evidence, at: int) -> bool:
    """Whether a word or number goes on beyond one end of a phrase; its plural or possessive ending may be left out."""
    if at == place.end and _ENDING.match(content, at):
        return False
    in_word = at > 0 and _WITHIN_A_WORD.match(content, at - 1)
    return bool(in_word or _WITHIN_A_NUMBER.match(content, at))


@rule
def hedge_left_out(article: ArticleChecked) -> Iterator[Question]:
    """The evidence of a figure that is hedged has the hedge."""
    for parsed, figure, found in readings(article):
        first = min(place.start for place in figure.evidence)
        for one in found[:1] if figure.hedge != "exact" else ():
            if _HEDGE.search(article.text.content[one.span.start : first]):
                yield Question(parsed, f"the text says {quoted(article, one)}; the evidence begins behind the hedge")


@rule
def negation_left_out(article: ArticleChecked) -> Iterator[Question]:
    """The evidence of a claim does not begin behind the "not" of its verb."""
    content = article.text.content
    for parsed, claim in article.each(Claim):
        first = claim.evidence[0]
        before = content[article.text.sentence_at(first.start).start : first.start]
        if (found := _NOT.search(before)) and not _CONTRAST.match(first.exact):
            yield Question(parsed, f"{found.group().strip()!r} stands before the evidence, {cut(first.exact)!r}")
