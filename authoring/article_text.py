"""An article's text as authoring sees it: paragraphs, sentences, and the places of phrases.

FileError is what is wrong with a file that the user named, in one sentence.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from hashlib import sha256
from pathlib import Path
from typing import Any, NamedTuple

from schemas.evidence import canonical_text, paragraph_starts
from schemas.grounding import Place, paragraph_at

_LARGEST = 16 * 2**20
_SHORT_LINE = 60  # a line shorter than this was ended on purpose, a longer one was wrapped
_END = re.compile(r"[.!?][\"”’')\]]*\s+(?=[\"“‘'(\[]?[A-Z0-9])|\n")
_ABBREVIATION = re.compile(
    r"(?:\b(?:Mr|Mrs|Ms|Dr|Prof|Sen|Rep|Gov|Gen|Lt|Col|St|No|Inc|Ltd|Co|Corp|vs|Jan|Feb|Mar|Apr|Aug|Sept?|Oct|Nov|Dec)"
    r"|\b[A-Za-z](?:\.[A-Za-z])*)\.$"
)


class FileError(Exception):
    """A file that cannot be used, and why."""


class Span(NamedTuple):
    """Part of a text, `end` exclusive."""

    start: int
    end: int

    def within(self, other: "Span") -> bool:
        """Whether the other span holds all of this one."""
        return other.start <= self.start and self.end <= other.end

    def meets(self, other: "Span") -> bool:
        """Whether the two have a character in common."""
        return self.start < other.end and other.start < self.end


@dataclass(frozen=True)
class ArticleText:
    """A text in canonical form; `file` is its name in messages."""

    content: str
    file: str = "the text"

    @classmethod
    def read(cls, path: Path) -> "ArticleText":
        """The text of a file; FileError where there is none."""
        try:
            if path.stat().st_size > _LARGEST:
                raise FileError(f"{path} is larger than {_LARGEST >> 20} MiB, which no article is.")
            found = path.read_bytes().decode("utf-8-sig")
        except UnicodeDecodeError as error:
            raise FileError(f"{path} is not UTF-8 text: byte {error.start} cannot be read.") from error
        except OSError as error:
            raise FileError(f"{path} cannot be read: {error.strerror}.") from error
        if "\0" in found:
            raise FileError(f"{path} is no text but a binary file: it holds a NUL character.")
        if not found.strip():
            raise FileError(f"{path} is empty: there is no text in it.")
        return cls(canonical_text(found), str(path))

    @cached_property
    def starts(self) -> list[int]:
        """Where paragraphs begin."""
        return paragraph_starts(self.content)

    @property
    def sha256(self) -> str:
        """The hash that an article's record keeps."""
        return sha256(self.content.encode("utf-8", "surrogatepass")).hexdigest()

    def place(self, start: int, end: int) -> Place:
        """The place of a span."""
        return Place(paragraph=paragraph_at(self.starts, start), start=start, end=end)

    def evidence(self, start: int, end: int) -> dict[str, Any]:
        """Evidence as a seed writes it."""
        return {**self.place(start, end).model_dump(), "exact": self.content[start:end]}

    def occurrences(self, phrase: str) -> list[int]:
        """Where a phrase stands, letter for letter; overlapping places count each."""
        return [found.start() for found in re.finditer(f"(?={re.escape(phrase)})", self.content)]

    @cached_property
    def paragraphs(self) -> list[Span]:
        """The paragraphs, without the blanks around them."""
        ends = [*self.starts[1:], len(self.content)]
        return [_trimmed(self.content, Span(*pair)) for pair in zip(self.starts, ends, strict=True)]

    @cached_property
    def sentences(self) -> list[Span]:
        """The sentences, and lines that end on purpose, of all paragraphs; what holds no letter or digit is none."""
        found = [sentence for paragraph in self.paragraphs for sentence in _sentences(self.content, paragraph)]
        return [span for span in found if any(c.isalnum() for c in self.content[span.start : span.end])]


def _trimmed(text: str, span: Span) -> Span:
    inner = text[span.start : span.end]
    lead = len(inner) - len(inner.lstrip())
    return Span(span.start + lead, span.start + max(lead, len(inner.rstrip())))


def _sentences(text: str, paragraph: Span) -> Iterator[Span]:
    start = paragraph.start
    for gap in _END.finditer(text, paragraph.start, paragraph.end):
        if _ends(text, start, gap):
            yield _trimmed(text, Span(start, gap.end()))
            start = gap.end()
    yield _trimmed(text, Span(start, paragraph.end))


def _ends(text: str, start: int, gap: re.Match[str]) -> bool:
    if gap.group() == "\n":
        line = text.rfind("\n", 0, gap.start()) + 1
        return gap.start() - max(line, start) < _SHORT_LINE
    return not _ABBREVIATION.search(text[start : gap.start() + 1])
