"""Text folded into words, in the same way for stored text and for queries, on both engines.

Case, accents and Unicode form do not matter. Engines receive words only, so no input reaches their query syntax. A word
is also found by other forms: its stem in the languages of the texts, and a number without separators. Stems are
computed from folded words, so engines' own language rules play no part.
"""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from functools import cache, lru_cache
from itertools import chain, repeat
from threading import Lock
from typing import Any

from api.store.plan import Term
from schemas.characters import normalized
from schemas.getters import Getter, getter
from schemas.registry import QUERYABLE, Collection

FENCE = "\ue000"  # separates two texts, so that no phrase spans both
NOWHERE = "\ue001"  # a word that occurs in no text: the query for a question without words
MARK = "\ue002"  # begins a token that is another form of a word, not a word as written
OWN = "en"  # the language of labels and statements, in every dataset
_GROUPED = re.compile(r"(?<![0-9])[0-9]{1,3}(?:[,'’\u00a0\u2009\u202f][0-9]{3})+(?![0-9])")
_DIGIT = re.compile(r"[^0-9]")
_ALGORITHMS = {
    "ar": "arabic", "ca": "catalan", "cs": "czech", "da": "danish", "de": "german", "el": "greek", "en": "english",
    "eo": "esperanto", "es": "spanish", "et": "estonian", "eu": "basque", "fa": "persian", "fi": "finnish",
    "fr": "french", "ga": "irish", "hi": "hindi", "hu": "hungarian", "hy": "armenian",
    "id": "indonesian", "it": "italian",
    "lt": "lithuanian", "nb": "norwegian", "ne": "nepali", "nl": "dutch", "nn": "norwegian", "no": "norwegian",
    "pl": "polish", "pt": "portuguese", "ro": "romanian", "ru": "russian", "sr": "serbian", "st": "sesotho",
    "sv": "swedish", "ta": "tamil", "tr": "turkish", "yi": "yiddish",
}  # fmt: skip
_lock = Lock()
_WORD = re.compile(r"[^\W_]+")
_CJK = re.compile(r"([\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff])")
_TERM = re.compile(r'"([^"]*)"?|(\S+)')
_LONGEST_WORD = 100
MOST_WORDS = 16_000  # searchable words of a record; a tsvector has 16,383 positions
MOST_PLACES = 255  # occurrences of one word in a record; a tsvector keeps no more


def words(text: str) -> list[str]:
    """The words of a text: letters and digits, casefolded, without marks; each Han or kana character is one."""
    if text.isascii():  # most texts are ASCII and need nothing else
        return _cut(_WORD.findall(text.lower()), text)
    folded = normalized(normalized(text, "NFKD").casefold(), "NFKD")
    bare = "".join(character for character in folded if not unicodedata.combining(character))
    spaced = _CJK.sub(r" \1 ", bare)
    return _cut(_WORD.findall(spaced), spaced)


def _cut(found: list[str], text: str) -> list[str]:
    return [word[:_LONGEST_WORD] for word in found] if len(text) > _LONGEST_WORD else found


def terms(question: str, languages: Sequence[str] = ()) -> tuple[Term, ...]:
    """The terms of a search: words, "a phrase", prefix*, each once. Terms without a word are
    ignored; if none is left, nothing matches. Words also match their other forms in these languages."""
    found = (term for term in _terms(question, languages) if term.words)
    return tuple(dict.fromkeys(found)) or (Term((NOWHERE,)),)


def _terms(question: str, languages: Sequence[str]) -> Iterator[Term]:
    for phrase, word in _TERM.findall(question):
        folded = tuple(words(phrase or word))
        if phrase or word.endswith("*"):
            yield Term(folded, bool(word))
        else:
            yield Term(folded, forms=alternatives(folded, word, languages))


def searched(collection: Collection, record: Any) -> tuple[list[str], list[str]]:
    """The searchable texts of a record: those of titles, and the others."""
    found: tuple[list[str], list[str]] = ([], [])
    for title, get in _searched_getters(collection.name):
        found[title].extend(get(record))
    return found[True], found[False]


@cache
def _searched_getters(collection: str) -> list[tuple[bool, Getter]]:
    fields = QUERYABLE[collection].fields
    return [(field.searched.title, getter(field.path)) for field in fields if field.searched]


@lru_cache(maxsize=4096)  # a fact's texts come again with its flat row
def searchable(title: tuple[str, ...], body: tuple[str, ...], language: str) -> tuple[str, str]:
    """The words of a record's title and of its other texts, with a fence between texts. After those
    of the others come the other forms under which all words are found."""
    forms: dict[str, None] = {}
    sides = []
    for texts in (title, body):
        found = [_folded(text, language) for text in dict.fromkeys(texts)]
        sides.append(f" {FENCE} ".join([joined for joined, _ in found]))
        for _, more in found:
            forms |= more
    titled, others = _within_bounds(*sides)
    return titled, " ".join([others, FENCE, *forms])


def _within_bounds(titled: str, others: str) -> tuple[str, str]:
    """The words within the bounds that all engines keep: the first `MOST_WORDS` of them, with a fence in place of each
    that occurs more than `MOST_PLACES` times."""
    if titled.count(" ") + others.count(" ") < MOST_PLACES - 1:  # not even that many words
        return titled, others
    seen: Counter[str] = Counter()
    bounded = [_bounded(titled.split(), MOST_WORDS, seen)]
    bounded.append(_bounded(others.split(), MOST_WORDS - len(bounded[0]), seen))
    return " ".join(bounded[0]), " ".join(bounded[1])


def _bounded(found: list[str], most: int, seen: "Counter[str]") -> list[str]:
    kept = found[:most]
    for n, word in enumerate(kept):
        seen[word] += 1
        if seen[word] > MOST_PLACES:
            kept[n] = FENCE
    return kept


@lru_cache(maxsize=4096)  # names come again with each fact about them
def _folded(text: str, language: str) -> tuple[str, dict[str, None]]:
    """The words of a text, and its other forms."""
    found = words(text)
    return " ".join(found), other_forms(found, text, language)


@lru_cache(maxsize=100_000)
def stems(word: str, languages: tuple[str, ...]) -> tuple[str, ...]:
    """The stems of a folded word in these languages (BCP 47), as far as there is a stemmer."""
    if word.isnumeric():
        return ()
    algorithms = dict.fromkeys(_ALGORITHMS.get(language.partition("-")[0]) for language in languages)
    with _lock:  # stemmers are not thread-safe
        found = dict.fromkeys(_stemmer(algorithm).stemWord(word) for algorithm in algorithms if algorithm)
    return tuple(found)


def numbers(text: str) -> list[str]:
    """The numbers in a text that have separators, without them: 7000 for 7,000."""
    return [_DIGIT.sub("", grouped) for grouped in _GROUPED.findall(text)]


def other_forms(words: Iterable[str], text: str, language: str) -> dict[str, None]:
    """Additional tokens for a text, each once: stems that differ from its words, and numbers."""
    found = dict.fromkeys(chain.from_iterable(map(_other_stems, words, repeat(language))))
    for number in numbers(text):
        found[MARK + number] = None
    return found


@lru_cache(maxsize=100_000)  # a load asks for each word of each text
def _other_stems(word: str, language: str) -> tuple[str, ...]:
    languages = (OWN,) if language == OWN else (OWN, language)
    return tuple(MARK + stem for stem in stems(word, languages) if stem != word)


def alternatives(words: Sequence[str], text: str, languages: Sequence[str]) -> tuple[str, ...]:
    """Additional tokens that a word of a query matches: its stems, or the number without separators."""
    whole = numbers(text) if len(words) > 1 and _GROUPED.fullmatch(text) else words if len(words) == 1 else []
    found = dict.fromkeys(stem for one in whole for stem in (*stems(one, (OWN, *languages)), one))
    return tuple(token for stem in found for token in (MARK + stem, stem))


@cache
def _stemmer(algorithm: str) -> Any:
    from snowballstemmer import stemmer  # only searches need it

    return stemmer(algorithm)
