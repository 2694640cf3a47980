"""The place in an article that a fact comes from, with offsets as in W3C Web Annotation selectors."""

import re
from typing import Annotated, ClassVar, Self

from pydantic import AfterValidator, Field, StringConstraints, model_validator

from schemas.cells import refuse_open_end
from schemas.characters import normalized, refuse_unsafe
from schemas.markers import Datatype, Meaning, Part, Term
from schemas.values import Slug, Value, checked_by, clean

LONGEST_PHRASE = 80
LONGEST_SENTENCE = 8  # words
LONGEST_UNSPACED = 24  # characters, in scripts without spaces
LONGEST_CONTEXT = 16
_LARGEST_OFFSET = 10**8
_BLANK_LINES = re.compile(r"\n[^\S\n]*(?:\n[^\S\n]*)+")


def canonical_text(text: str) -> str:
    """The text that offsets refer to: Unicode NFC, LF line ends."""
    return normalized(text.replace("\r\n", "\n").replace("\r", "\n"))


def paragraph_starts(text: str) -> list[int]:
    """The offsets where paragraphs begin; blank lines separate them."""
    starts = [gap.end() for gap in _BLANK_LINES.finditer(text)]
    lead = len(text) - len(text.lstrip())
    return [lead, *(start for start in starts if lead < start < len(text))]


_QUOTES = "“”„‘’«»‹›「」『』\"'()[]（）"
_ENDS = ".!?…。！？｡؟۔।"
_SOME_END = frozenset(_ENDS)
# Between two sentences: blanks after an end that is no abbreviation's ("U.S. Senate", "Mr. Lund"), blanks after a
# quoted one, or an end of a script without blanks.
_BETWEEN = re.compile(
    rf"(?<=[{re.escape(_ENDS)}])(?:[{re.escape(_QUOTES)}]+\s+|(?<!\b[A-Z]\.)(?<!\b[A-Z]\w\.)(?<!\b[A-Z]\w\w\.)\s+(?![a-z]))"
    r"|(?<=[。！？｡])"
)
# Scripts without spaces between words: Thai to Burmese, Khmer, kana, Han.
_UNSPACED = re.compile(
    r"[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]"
)


def _phrase(exact: str) -> str:
    """Refuse whole sentences of more than a few words, which would copy the article."""
    if not _SOME_END.isdisjoint(exact):  # most phrases have none
        for sentence in {exact, *_BETWEEN.split(exact)}:  # the whole too, in which a full stop may shorten
            _refuse_sentence(sentence.strip(_QUOTES))
    return clean(exact)


def _refuse_sentence(bare: str) -> None:
    # A sentence begins with a capital, a digit or a letter of a script without capitals, and has an end.
    if bare[:1].isalnum() and not bare[:1].islower() and bare[-1:] in _ENDS:
        if len(bare.split()) > LONGEST_SENTENCE:
            raise ValueError(f"is a whole sentence of more than {LONGEST_SENTENCE} words; quote a phrase of it")
        if len(bare) > LONGEST_UNSPACED and 2 * len(_UNSPACED.findall(bare)) > len(bare):
            raise ValueError(f"is a whole sentence of more than {LONGEST_UNSPACED} characters; quote a phrase of it")


Phrase = Annotated[str, StringConstraints(min_length=1, max_length=LONGEST_PHRASE), AfterValidator(_phrase)]
Context = Annotated[
    str,
    StringConstraints(min_length=1, max_length=LONGEST_CONTEXT),
    checked_by(refuse_unsafe),
    checked_by(refuse_open_end),
]
Offset = Annotated[int, Field(ge=0, le=_LARGEST_OFFSET), Datatype("xsd:nonNegativeInteger")]
_POSITION = Part("oa:hasSelector", "oa:TextPositionSelector")
_QUOTE = Part("oa:hasSelector", "oa:TextQuoteSelector")


class Evidence(Value):
    """A place: `exact` equals the text at `start:end`, in Unicode code points, `end` exclusive.

    The text is in Unicode NFC with LF line ends; `paragraph` counts from 1. `prefix` and `suffix` are the whole words
    beside the phrase, given only where it occurs more than once.
    """

    rdf: ClassVar[Meaning] = Meaning(("oa:SpecificResource", "prov:Entity"))

    article: Annotated[Slug, Term("oa:hasSource", template="/v1/articles/{}")]
    paragraph: Annotated[int, Field(ge=1, le=10**6), Term("facts:paragraph")]
    start: Annotated[Offset, Term("oa:start", within=_POSITION)]
    end: Annotated[Offset, Term("oa:end", within=_POSITION)]
    exact: Annotated[Phrase, Term("oa:exact", within=_QUOTE, quoted=True)]
    prefix: Annotated[Context | None, Term("oa:prefix", within=_QUOTE, quoted=True)] = None
    suffix: Annotated[Context | None, Term("oa:suffix", within=_QUOTE, quoted=True)] = None

    @model_validator(mode="after")
    def _length(self) -> Self:
        if self.end - self.start != len(self.exact):
            raise ValueError(f"end - start is {self.end - self.start}, but the phrase has {len(self.exact)} characters")
        return self
