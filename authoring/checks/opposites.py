"""Statements that turn their evidence round: less for more, last for first, two names in each other's place."""

import re
from collections.abc import Iterator
from itertools import combinations, product
from typing import NamedTuple

from authoring.article_text import Span, plain
from authoring.checks.article import ArticleChecked, Question, content_words, cut, rule
from authoring.draft.numbers import NUMBER, number
from authoring.draft.words import FUNCTION_WORDS, any_of

_NUMBER = re.compile(NUMBER, re.I)
_WORD = re.compile(r"[^\W_][\w’'-]*")
_BEFORE, _AFTER = 28, 28  # characters of a text beside what a statement has as well
_STEM = 5
_AT_MOST = re.compile(r"\b(?:no|not) (?:more|higher|longer|older|larger|taller|later) than\b", re.I)
_AT_LEAST = re.compile(r"\b(?:no|not) (?:fewer|less|lower|earlier|smaller) than\b|\bno less\b", re.I)
_NEITHER = re.compile(
    r"\b(?:(?:no|any|once|one|two|three|four|five|\d+) more(?! than)|more or less|more than once|up to"
    r"|(?:no|never|nothing|nobody)\b[^.,;]{0,40}? more|(?:put|called|turned|left|gives?) up)\b",
    re.I,
)
_PASSIVE = re.compile(r"\b(?:is|are|was|were|been|being|be) (?:\w+ )?[a-z]+(?:ed|en|wn)\b|[a-z]+ed by\b")
_NO_VERB = re.compile(rf"\b(?:(?:its|the|his|her|their|an?) [a-z]+|[A-Z]\w*|{'|'.join(FUNCTION_WORDS)})\b")


class _Side(NamedTuple):
    """One of two opposites: words of a statement that say it, words of a text that do, and more that may."""

    said: re.Pattern[str]
    read: re.Pattern[str]
    may_be: re.Pattern[str]


def _side(name: str, *more: str) -> _Side:
    lists = ((f"says {name}",), (f"reads {name}", *more), (f"reads {name}", *more, f"may read {name}"))
    return _Side(*(re.compile(rf"\b(?:{any_of(*titles)})\b", re.I) for titles in lists))


_QUANTITIES = (_side("more", "rises"), _side("less", "falls"))
_OPPOSITES = (_QUANTITIES, (_side("before"), _side("after")), (_side("first"), _side("last")))
_SIDES = [(own, other) for pair in _OPPOSITES for own, other in (pair, pair[::-1])]


@rule
def statement_turned(article: ArticleChecked) -> Iterator[Question]:
    """A statement says more, before or first where its sentence does, and not where that says less, after or last."""
    for parsed, claim, _, words, _ in article.claims():
        statement, text = _plain(claim.statement), _plain(words)
        for own, other in _SIDES:
            beside = (_beside(found, text, own) for found in own.said.finditer(statement))
            turned = next((other.read.search(near) for near in beside if not own.may_be.search(near)), None)
            if turned:
                yield Question(parsed, f"the evidence says {turned.group()!r}", repr(cut(claim.statement)))


def _plain(words: str) -> str:
    """Words in which no "more" is said of what is at most, nor by a phrase of its own."""
    return _NEITHER.sub("X", _AT_LEAST.sub("at least", _AT_MOST.sub("at most", words)))


def _beside(found: re.Match[str], text: str, own: _Side) -> str:
    """What stands in a text beside the numbers of a quantity, or else the next word, that a statement has at a word;
    all of the text where it has neither."""
    statement = found.string
    near = statement[max(0, found.start() - 18) : found.end() + 14]
    numbers = {number(one.group()) for one in _NUMBER.finditer(near)} if own in _QUANTITIES else set()
    places = [one.span() for one in _NUMBER.finditer(text) if number(one.group()) in numbers]
    words = (one.group() for one in _WORD.finditer(statement, found.end()) if one.group() not in FUNCTION_WORDS)
    if not places and (word := next(words, "")):
        places = [one.span() for one in re.finditer(rf"\b{re.escape(word[:_STEM])}", text)]
    parts = " … ".join(text[max(0, start - _BEFORE) : end + _AFTER] for start, end in places)
    return parts if places else text


@rule
def statement_order(article: ArticleChecked) -> Iterator[Question]:
    """Two names stand on the same sides of a word in a statement and in its sentence, unless one of them is passive."""
    for parsed, claim, sentences, *_ in article.claims():
        for (before, first), (after, second) in combinations(_named(article, plain(claim.statement)), 2):
            said = claim.statement[before.end : after.start]
            read = [
                (one < other, article.words(Span(min(one, other).end, max(one, other).start)))
                for one, other in product(article.mentions_of[first], article.mentions_of[second])
                if any(one.within(sentence) and other.within(sentence) for sentence in sentences)
            ]
            same = [(is_first, words) for is_first, words in read if _verbs(words) & _verbs(said)]
            if same and not any(is_first or _is_passive(words) != _is_passive(said) for is_first, words in same):
                yield Question(parsed, f"the evidence has {second} before {first}", repr(cut(claim.statement)))


def _named(article: ArticleChecked, statement: str) -> list[tuple[Span, str]]:
    """The entries that a statement names, in its order, with where; of a name within another, only the longer one."""
    names = {name: ref for ref in article.mentions_of for name in article.names_of(ref)}
    any_name = "|".join(map(re.escape, sorted(names, key=len, reverse=True))) or "(?!)"
    found = {names[one.group()]: Span(*one.span()) for one in re.finditer(rf"\b(?:{any_name})\b(?!['-])", statement)}
    return sorted((span, ref) for ref, span in found.items())


def _verbs(words: str) -> set[str]:
    """The beginnings of the words between two names that may be their verb; "to" of "from A to B"."""
    return {"to"} if words.strip() == "to" else content_words(_NO_VERB.sub("", words))


def _is_passive(words: str) -> bool:
    return _PASSIVE.search(words) is not None
