"""Marks the words by which a text was found, by the folding and stems of the search."""

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

from markupsafe import Markup, escape

from api.store.plan import Find, Matches, Term
from api.store.words import MARK, OWN, numbers, stems, words

_TOKEN = re.compile(
    r"[0-9]{1,3}(?:[,'’\u00a0\u2009\u202f][0-9]{3})+(?![0-9])"
    r"|[\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff]|[^\W_\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff]+"
)
_MOST_TERMS = 50  # of a question that are marked; each is looked for in every text of a page


class _Token(NamedTuple):
    """A word of a text: its place, the folded word, and the other forms under which it is found."""

    start: int
    end: int
    word: str
    forms: frozenset[str]


class Hits:
    """Marks what a search asked for; other texts stay as they are."""

    def __init__(self, find: Find | None = None) -> None:
        conditions = find.conditions if find else ()
        self._terms = [term for one in conditions if isinstance(one, Matches) for term in one.terms][:_MOST_TERMS]

    def __call__(self, text: str, language: str | None = None) -> str:
        """The text as markup, each hit within `<mark>`."""
        hits = self._found(text, language)
        bounds = sorted({0, len(text), *(bound for hit in hits for bound in hit)})
        pieces = (
            Markup("<mark>{}</mark>").format(text[start:end])
            if any(first <= start and end <= last for first, last in hits)
            else escape(text[start:end])
            for start, end in pairwise(bounds)
        )
        return Markup("").join(pieces)

    def within(self, text: str, language: str | None = None) -> bool:
        """Whether a text has any of what was asked for."""
        return bool(self._found(text, language))

    def _found(self, text: str, language: str | None) -> set[tuple[int, int]]:
        if not self._terms or not text:
            return set()
        tokens, languages = [], (OWN, language) if language else (OWN,)
        for found in _TOKEN.finditer(text):
            whole = "".join(numbers(found[0])) or "".join(words(found[0]))
            forms = frozenset(MARK + one for one in (whole, *stems(whole, languages)))
            tokens.append(_Token(found.start(), found.end(), whole, forms))
        return {hit for term in self._terms for hit in _places(term, tokens)}


def _places(term: Term, tokens: Sequence[_Token]) -> Iterator[tuple[int, int]]:
    *before, last = term.words
    for begin in range(len(tokens) - len(before)):
        *first, final = tokens[begin : begin + len(before) + 1]
        stands = final.word.startswith(last) if term.prefix else final.word == last
        if stands and [one.word for one in first] == before:
            yield (first or [final])[0].start, final.end
    for token in tokens:
        if token.word in term.forms or token.forms & set(term.forms):
            yield token.start, token.end
