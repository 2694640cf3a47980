"""Whether texts hold the words that are asked for."""

import re
import unicodedata
from collections.abc import Collection, Iterator, Sequence
from functools import cache
from typing import Any

import snowballstemmer

STEMMERS = {"en": "english", "de": "german", "fr": "french"}


@cache
def folded(text: str) -> list[str]:
    """The words of a text without case, marks and form; a Han or kana character is a word."""
    bare = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", text).casefold())
    bare = "".join(character for character in bare if not unicodedata.combining(character))
    return re.findall(r"[\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff]|[^\W_\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff]+", bare)


def matches(
    question: str, texts: Sequence[str], languages: Collection[str] = (), asked_languages: Collection[str] = ()
) -> bool:
    """Whether all terms of a question stand in the texts; one without a word answers nothing.

    Given languages, a word that is neither in quotes nor a prefix may stand in another form: with the same stem in one
    of them, or as a number with or without separators.
    """
    held = [folded(text) for text in texts]
    forms = set() if not languages else {form for text in texts for form in _forms(text, languages)}
    terms = [
        (folded(phrase or word), bool(word) and word.endswith("*"), bool(phrase), word)
        for phrase, word in re.findall(r'"([^"]*)"?|(\S+)', question)
    ]
    asked = [term for term in terms if term[0]]
    return bool(asked) and all(
        any(_stands(words, prefix, one) for one in held)
        or (bool(languages) and not prefix and not phrase and bool(_asked_forms(words, word, asked_languages) & forms))
        for words, prefix, phrase, word in asked
    )


GROUPED = re.compile(r"(?<!\d)\d{1,3}(?:[,'’\u00a0\u2009\u202f]\d{3})+(?!\d)", re.ASCII)


def _forms(text: str, languages: Collection[str]) -> Iterator[str]:
    yield from (re.sub(r"\D", "", one) for one in GROUPED.findall(text))
    for word in folded(text):
        yield word
        yield from _stems(word, languages)


def _asked_forms(words: list[str], word: str, languages: Collection[str]) -> set[str]:
    if len(words) == 1:
        return {words[0], *_stems(words[0], languages)}
    return {re.sub(r"\D", "", word)} if GROUPED.fullmatch(word) else set()


def _stems(word: str, languages: Collection[str]) -> set[str]:
    return {_stem(word, STEMMERS[one]) for one in languages if one in STEMMERS and not word.isnumeric()}


@cache
def _stem(word: str, algorithm: str) -> str:
    return str(_stemmer(algorithm).stemWord(word))


@cache
def _stemmer(algorithm: str) -> Any:
    return snowballstemmer.stemmer(algorithm)


def _stands(words: list[str], prefix: bool, text: list[str]) -> bool:
    for at in range(len(text) - len(words) + 1):
        *whole, last = text[at : at + len(words)]
        if whole == words[:-1] and (last.startswith(words[-1]) if prefix else last == words[-1]):
            return True
    return False
