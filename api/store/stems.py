"""Other forms under which a word is found: its stem in the languages of the texts, and a number without separators.

Stems are made of words that are folded already, by the same rules for what is stored and for what is asked, so that no
engine's own languages take part. MARK sets them apart from words as written.
"""

import re
import threading
from collections.abc import Iterable, Sequence
from functools import cache, lru_cache
from typing import Any

MARK = "\ue002"
OWN = "en"  # the language of labels and statements, whatever that of the article
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
    """The stems of a folded word in these languages (BCP 47); none in a language that no stemmer is known for."""
    if word.isnumeric():
        return ()
    algorithms = dict.fromkeys(_ALGORITHMS.get(language.partition("-")[0]) for language in languages)
    with _lock:  # a stemmer holds the word it works on
        found = dict.fromkeys(_stemmer(algorithm).stemWord(word) for algorithm in algorithms if algorithm)
    return tuple(found)


def numbers(text: str) -> list[str]:
    """The numbers of a text that are written with separators, without them: 7000 for 7,000."""
    return [_DIGIT.sub("", grouped) for grouped in _GROUPED.findall(text)]


def other_forms(words: Iterable[str], text: str, language: str) -> list[str]:
    """The tokens under which a text is found beside its words: stems that are not words as written, and numbers."""
    languages = (OWN,) if language == OWN else (OWN, language)
    found = {stem: None for word in words for stem in stems(word, languages) if stem != word}
    found |= dict.fromkeys(numbers(text))
    return [MARK + one for one in found]


def alternatives(words: Sequence[str], text: str, languages: Sequence[str]) -> tuple[str, ...]:
    """The tokens that a word of a question matches beside itself: its stems, or a number without its separators."""
    whole = numbers(text) if len(words) > 1 and _GROUPED.fullmatch(text) else words if len(words) == 1 else []
    found = dict.fromkeys(stem for one in whole for stem in (*stems(one, (OWN, *languages)), one))
    return tuple(token for stem in found for token in (MARK + stem, stem))


@cache
def _stemmer(algorithm: str) -> Any:
    from snowballstemmer import stemmer  # only searches need it

    return stemmer(algorithm)
