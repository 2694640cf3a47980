"""Whether a text is English, the only language that drafting has rules for."""

import re
from collections import Counter

from authoring.article_text import ArticleText, FileError
from authoring.draft.words import words

_ENGLISH = frozenset(words("the of and to a in is was for that on with as by at from it be are has have had said will"))
_LEAST = 0.18  # share of these words; English prose has 0.3 and more, other languages less than 0.1
_ENOUGH = 8  # words, to say anything


def refuse_other_languages(text: ArticleText) -> None:
    """FileError where few of the text's words are common English ones."""
    found = Counter(word.lower() for word in re.findall(r"[^\W\d_]+", text.content[:100_000]))
    total = sum(found.values())
    share = sum(found[word] for word in _ENGLISH) / max(1, total)
    latin = re.findall(r"[A-Za-z\u00c0-\u024f]", text.content)
    letters = sum(map(len, found))
    if (total >= _ENOUGH and share < _LEAST) or 2 * len(latin) < letters or not total:
        raise FileError(
            f"{text.file} does not seem to be English ({share:.0%} of its words are common English ones), and drafting "
            "has rules for English only; model it by hand (seeds/README.md), with facts locate and fill."
        )
