"""Text folded into words, the same way for what is stored and for what is asked, on every engine.

Case, accents and Unicode form do not matter. The engines get words only, so no input reaches their syntax.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from functools import cache, lru_cache
from typing import Any

from api.store.plan import Term
from schemas.characters import normalized
from schemas.getters import Getter, getter
from schemas.registry import QUERYABLE, Collection

FENCE = "\ue000"  # stands between two texts, so that no phrase reaches from one into the next
NOWHERE = "\ue001"  # a word that no text has: what a question without a word asks for
_WORD = re.compile(r"[^\W_]+")
_CJK = re.compile(r"([\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff])")
_TERM = re.compile(r'"([^"]*)"?|(\S+)')
_LONGEST_WORD = 100


def words(text: str) -> list[str]:
    """The words of a text: letters and digits, casefolded, without marks; each Han or kana character is one."""
    if text.isascii():  # most texts are, and need none of the rest
        return _cut(_WORD.findall(text.lower()), text)
    folded = normalized(normalized(text, "NFKD").casefold(), "NFKD")
    bare = "".join(character for character in folded if not unicodedata.combining(character))
    spaced = _CJK.sub(r" \1 ", bare)
    return _cut(_WORD.findall(spaced), spaced)


def _cut(found: list[str], text: str) -> list[str]:
    return [word[:_LONGEST_WORD] for word in found] if len(text) > _LONGEST_WORD else found


def terms(question: str) -> tuple[Term, ...]:
    """The terms of a search: words, "a phrase", prefix*, each once. What holds no word is passed over; where
    nothing is left, nothing is found."""
    return tuple(dict.fromkeys(term for term in _terms(question) if term.words)) or (Term((NOWHERE,)),)


def _terms(question: str) -> Iterator[Term]:
    for phrase, word in _TERM.findall(question):
        yield Term(tuple(words(phrase))) if phrase else Term(tuple(words(word)), word.endswith("*"))


def searched(collection: Collection, record: Any) -> tuple[list[str], list[str]]:
    """The texts of a record that are searched: its title's, and the others."""
    found: tuple[list[str], list[str]] = ([], [])
    for title, get in _searched_getters(collection.name):
        found[title].extend(get(record))
    return found[True], found[False]


@cache
def _searched_getters(collection: str) -> list[tuple[bool, Getter]]:
    fields = QUERYABLE[collection].fields
    return [(field.searched.title, getter(field.path)) for field in fields if field.searched]


def fenced(texts: Iterable[str]) -> str:
    """The words of texts, each text fenced off from the next."""
    return f" {FENCE} ".join(map(_joined, dict.fromkeys(texts)))


@lru_cache(maxsize=4096)
def _joined(text: str) -> str:
    """The words of a text; kept for a while, since a fact's texts come again with its flat row."""
    return " ".join(words(text))
