"""Votes as two figures: those for and those against."""

import re

from authoring.article_text import ArticleText, Span
from authoring.draft.candidate import Candidate
from authoring.draft.units import unit_after

_VOTES = re.compile(r"(?:[-–]| to )(?P<second>\d{1,3})\b(?![-–]\d|[.,]\d|%)")
_VOTED = re.compile(
    r"\b(?:vot(?:ed?|es|ing)(?: [a-z]+){0,3}|deadlocked(?: [a-z]+){0,2}"
    r"|(?:failed|passed|carried|defeated|approved|rejected|adopted|upheld|struck down)(?: [a-z]+){0,3}"
    r"|(?:split|divided|tied?)(?: at| on| by)?)[:,]? $",
    re.I,
)
_CARRIED = re.compile(r"passed|carried|approved|adopted|upheld", re.I)
_VOTE_AFTER = re.compile(r"[ ](?:party-line )?(?:vote|tie|decision|ruling|majority|split|margin)\b")
_VOTERS = re.compile(
    r"\b(?:vote[ds]?|voting|ballot|amendment|motion|ordinance|resolution|council|committee|commission|"
    r"court[’']s|(?:supreme|high|appeals?|federal|top|constitutional) court|board|judges"
    r"|justices|senat\w+|jur(?:y|ors)|panel|lawmakers|parliament)\b",
    re.I,
)


def votes(text: ArticleText, first: re.Match[str]) -> list[Candidate]:
    """ "Voted 7-3", "a 5-5 tie", from their first number on, where the sentence is about a vote; else nothing."""
    second = _VOTES.match(text.content, first.end())
    if not second or not first.group().isdigit() or len(first.group()) > 3:
        return []
    voted = _VOTED.search(text.content, max(0, first.start() - 50), first.start())
    named = " to " not in second.group() and _VOTE_AFTER.match(text.content, second.end())
    about = _VOTERS.search(text.content, *text.sentence_at(first.start()))
    if not (voted or named) or not about or unit_after(text.content, second.end()):
        return []
    amounts = [(int(first.group()), Span(*first.span())), (int(second["second"]), Span(*second.span("second")))]
    if voted and _CARRIED.match(voted.group()) and amounts[0][0] <= amounts[1][0]:
        return []  # "approved 10-15 a year"
    unit = "TODO votes or percent" if sum(amount for amount, _ in amounts) == 100 else "votes"
    return [Candidate(span, {"value": amount, "hedge": "exact", "unit": unit}) for amount, span in amounts]
