"""The place in an article that a fact comes from, as the W3C Web Annotation selectors count it."""

import re
from typing import Annotated, Self

from pydantic import AfterValidator, Field, StringConstraints, model_validator

from schemas.characters import normalized
from schemas.values import Slug, Value, clean

LONGEST_PHRASE = 80
LONGEST_SENTENCE = 8
_LARGEST_OFFSET = 10**8
_BLANK_LINES = re.compile(r"\n[^\S\n]*(?:\n[^\S\n]*)+")


def canonical_text(text: str) -> str:
    """The article's text as offsets count it: Unicode NFC, lines ended by LF."""
    return normalized(text.replace("\r\n", "\n").replace("\r", "\n"))


def paragraph_starts(text: str) -> list[int]:
    """Offsets at which the blocks that blank lines separate begin, the first block first."""
    starts = [gap.end() for gap in _BLANK_LINES.finditer(text)]
    lead = len(text) - len(text.lstrip())
    return [lead, *(start for start in starts if lead < start < len(text))]


_QUOTES = "“”„‘’«»\"'()[]"


def _phrase(exact: str) -> str:
    """Evidence is a phrase: a whole sentence of more than a few words would copy the article."""
    if len(exact.split()) > LONGEST_SENTENCE and _is_sentence(exact.strip(_QUOTES)):
        raise ValueError(f"is a whole sentence of more than {LONGEST_SENTENCE} words; quote a phrase of it")
    return clean(exact)


def _is_sentence(bare: str) -> bool:
    return (bare[:1].isupper() or bare[:1].isdigit()) and bare[-1:] in ".!?…"


Phrase = Annotated[str, StringConstraints(min_length=1, max_length=LONGEST_PHRASE), AfterValidator(_phrase)]
Offset = Annotated[int, Field(ge=0, le=_LARGEST_OFFSET)]


class Evidence(Value):
    """A place: `exact` equals the text at `start:end`, in Unicode code points, `end` exclusive.

    The text meant is that of `canonical_text`; `paragraph` counts from 1.
    """

    article: Slug
    paragraph: Annotated[int, Field(ge=1, le=10**6)]
    start: Offset
    end: Offset
    exact: Phrase

    @model_validator(mode="after")
    def _length(self) -> Self:
        if self.end - self.start != len(self.exact):
            raise ValueError(f"end - start is {self.end - self.start}, but the phrase has {len(self.exact)} characters")
        return self
