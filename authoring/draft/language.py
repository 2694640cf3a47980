"""Whether a text is English, the only language that drafting has rules for."""

import re
from collections import Counter

from authoring.article_text import ArticleText, FileError
from authoring.draft.words import words

_ENGLISH = frozenset(words("the of and to a in is was for that on with as by at from it be are has have had said will"))
LEAST_ENGLISH = 0.18  # share of these words; English prose has 0.3 and more, other languages less than 0.1
_ENOUGH = 8  # words, to say anything


def share_of_english(text: ArticleText) -> float:
    """The share of a text's words that are common English ones; of fewer than 8 words 1, of letters not Latin 0."""
    found = Counter(word.lower() for word in re.findall(r"[^\W\d_]+", text.content[:100_000]))
    total = sum(found.values())
    latin = re.findall(r"[A-Za-z\u00c0-\u024f]", text.content)
    if 2 * len(latin) < sum(map(len, found)) or not total:
        return 0
    return sum(found[word] for word in _ENGLISH) / total if total >= _ENOUGH else 1


def refuse_other_languages(text: ArticleText) -> None:
    """FileError where few of the text's words are common English ones."""
    share = share_of_english(text)
    if share < LEAST_ENGLISH:
        raise FileError(
            f"{text.file} does not seem to be English ({share:.0%} of its words are common English ones), and drafting "
            "has rules for English only; model it by hand (seeds/README.md), with facts locate and fill."
        )
