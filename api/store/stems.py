"""Other forms that a word is found by: its stem in the languages of the texts, and a number without separators.

Stems are computed from folded words, by the same rules for stored text and for queries, so that engines' own language
rules play no part. MARK distinguishes them from words as written.
"""

import re
import threading
from collections.abc import Iterable, Sequence
from functools import cache, lru_cache
from itertools import chain, repeat
from typing import Any

MARK = "\ue002"
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
_lock = threading.Lock()


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
