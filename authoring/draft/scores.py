"""Votes and results of matches: "voted 7-3", "won 3-1"."""

import re
from functools import lru_cache

from authoring.article_text import ArticleText, Span
from authoring.draft.candidate import Candidate, Scalar
from authoring.draft.numbers import number
from authoring.draft.units import unit_after
from authoring.draft.worded_figures import SMALL

_VOTES = re.compile(rf"(?:[-–]|(?: votes)? to )(?P<second>{SMALL})\b(?![-–]\d|[.,]\d|%)")
_VOTED = re.compile(
    r"\b(?:vot(?:ed?|es|ing)(?: [a-z]+){0,3}|deadlocked(?: [a-z]+){0,2}"
    r"|(?:failed|passed|carried|defeated|approved|rejected|adopted|upheld|struck down|ruled)(?: [a-z]+){0,3}"
    r"|(?:margin of|split|divided|tied?)(?: at| on| by)?)[:,]? $",
    re.I,
)
_CARRIED = re.compile(r"passed|carried|approved|adopted|upheld", re.I)
_VOTE_AFTER = re.compile(r"[ ](?:party-line )?(?:vote|tie|decision|ruling|majority|split|margin)\b")
_VOTERS = re.compile(
    r"\b(?:vote[ds]?|voting|ballot|amendment|motion|ordinance|resolution|council|committee|commission|"
    r"court(?:[’']s| (?:ruled|split|decided))|(?:supreme|high|appeals?|federal|top|constitutional) court|board|judges"
    r"|justices|senat\w+|jur(?:y|ors)|panel|lawmakers|parliament)\b",
    re.I,
)
_HIGHEST_SCORE = 199
_SCORE = re.compile(
    r"[-–](?P<n>\d{1,3})(?![-–/\w%]|[.,:]\d| (?:favou?rites?|shots?|outsiders?|on(?! penalties| aggregate)|odds"
    r"|record|start|chance|split|year|age)\b)"
)
_SPORT = re.compile(
    r"\b(?:goal(?:keeper|less|s)?|match(?:es)?|(?:half|full)[- ]time|league|cup|penalt(?:y|ies)|strikers?"
    r"|midfield(?:er)?"
    r"|defenders?|tie-?break|tournament|(?:semi|quarter)-?finals?|innings|wickets?|quarterback|touchdowns?|playoffs?"
    r"|rebounds?|coach|fixtures?|derby|kick-?off|games?|scor(?:ed|ing)|equali[sz](?:ed|er)|seed(?:s|ed)?"
    r"|singles|doubles)\b",
    re.I,
)


_SPORTING_WORDS, _HEAD = 2, 8000  # different ones, in the first characters


def results(text: ArticleText, first: re.Match[str]) -> list[Candidate]:
    """The numbers of a vote or of a match, from their first one on; else nothing."""
    return _votes(text, first) or _scores(text, first)


def _votes(text: ArticleText, first: re.Match[str]) -> list[Candidate]:
    """ "Voted 7-3", "a 5-5 tie", from their first number on, where the sentence is about a vote; else nothing."""
    second = _VOTES.match(text.content, first.end())
    if not second or not re.fullmatch(SMALL, first.group(), re.I):
        return []
    voted = _VOTED.search(text.content, max(0, first.start() - 50), first.start())
    named = " to " not in second.group() and _VOTE_AFTER.match(text.content, second.end())
    about = _VOTERS.search(text.content, *text.sentence_at(first.start()))
    if not (voted or named) or not about or unit_after(text.content, second.end()):
        return []
    numbers = (int(number(first.group())), int(number(second["second"])))
    amounts = list(zip(numbers, (Span(*first.span()), Span(*second.span("second"))), strict=True))
    if voted and _CARRIED.match(voted.group()) and amounts[0][0] <= amounts[1][0]:
        return []  # "approved 10-15 a year"
    unit = "TODO votes or percent" if sum(amount for amount, _ in amounts) == 100 else "votes"
    return [Candidate(span, {"value": amount, "hedge": "exact", "unit": unit}) for amount, span in amounts]


def _scores(text: ArticleText, first: re.Match[str]) -> list[Candidate]:
    """ "Won 3-1", in a text about a match: the two numbers of a result. Odds and a season's record are none."""
    second = _SCORE.match(text.content, first.end())
    if not second or not first.group().isdigit() or max(int(first.group()), int(second["n"])) > _HIGHEST_SCORE:
        return []
    if text.content.endswith(("-", "–"), 0, first.start()) or not _is_about_sport(text.content):
        return []
    unit = unit_after(text.content, second.end())
    if unit and (unit.code or unit.currency or int(first.group()) < int(second["n"])):
        return []  # "10-15 players"
    fields: dict[str, Scalar] = {"hedge": "exact", "unit": "TODO goals or points", "form": "score"}
    numbers = ((first.group(), Span(*first.span())), (second["n"], Span(*second.span("n"))))
    return [Candidate(span, {"value": int(digits), **fields}) for digits, span in numbers]


@lru_cache(maxsize=1)
def _is_about_sport(content: str) -> bool:
    return len({word.group().lower() for word in _SPORT.finditer(content, 0, _HEAD)}) > _SPORTING_WORDS
