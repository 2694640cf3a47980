"""The part of a stretch of text that may be evidence."""

import re

from authoring.article_text import Span
from authoring.locate import unusable
from schemas.evidence import LONGEST_PHRASE, LONGEST_SENTENCE


def phrase(content: str, start: int, end: int) -> Span:
    """The first words of a stretch, as many as evidence may have."""
    last = min(end, start + 1)
    for count, word in enumerate(re.finditer(r"\S+", content[start:end]), 1):
        if count > LONGEST_SENTENCE or word.end() > LONGEST_PHRASE or "\n" in content[start : start + word.end()]:
            break
        last = start + word.end()
    while last > start + 1 and (content[last - 1] in ',;:.!? ”"' or unusable(content[start:last])):
        last -= 1
    return Span(start, last)
