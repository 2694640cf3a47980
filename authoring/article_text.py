"""An article's text as authoring sees it: paragraphs, sentences, and the places of phrases.

A FileError says in one sentence why a file that the user named cannot be used.
"""

import re
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cached_property
from hashlib import sha256
from itertools import accumulate
from pathlib import Path
from typing import NamedTuple

import ahocorasick

from schemas.evidence import LONGEST_CONTEXT, canonical_text, paragraph_starts
from schemas.grounding import Place, paragraph_at

BOM = "\ufeff"
_LARGEST = 16 * 2**20
_SHORT_LINE = 60  # a line shorter than this was ended on purpose, a longer one was wrapped
_END = re.compile(r"[.!?][\"”’')\]]*\s+(?=[\"“‘'(\[]?[A-Z0-9])|\n")
_ABBREVIATION = re.compile(
    r"(?:\b(?:Mr|Mrs|Ms|Dr|Prof|Hon|Eng|Rev|Fr|Sen|Rep|Gov|Gen|Lt|Col|Maj|Capt|Sgt|Supt|Insp|Brig|Adm|St|No|Inc|Ltd|Co|Corp|vs|Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec)"
    r"|(?<![’'])\b(?![ap]\.m)(?<![ap]\.)[A-Za-z](?:\.[A-Za-z])*)\.$"
)
_LONGEST_ABBREVIATION = 16
_ALIKE = str.maketrans("–—\n\t", "--  ")
_WIDE_OR_THIN = re.compile("[\u00a0\u1680\u2000-\u200a\u202f\u205f]")  # blanks, most of which no line breaks at
_PLAIN = (("“", '"'), ("”", '"'), ("‘", "'"), ("’", "'"), *((blank, " ") for blank in "\u00a0\u2009\u202f"))


class FileError(Exception):
    """A file cannot be used; the message says why."""


def plain(words: str) -> str:
    """Words with plain quotes, apostrophes and blanks, to compare them; one character for one, so places stay."""
    for mark, plain_mark in _PLAIN:  # six times as fast as str.translate
        words = words.replace(mark, plain_mark)
    return words


def plain_blanks(words: str) -> str:
    """Words with plain blanks for no-break and thin ones, one character for one."""
    return words if words.isascii() else _WIDE_OR_THIN.sub(" ", words)


def read_text(path: Path, largest: int | None = None) -> str:
    """A file's UTF-8 text; FileError if it is not UTF-8, cannot be read, or has more than `largest` bytes."""
    try:
        with path.open("rb") as file:
            found = file.read(-1 if largest is None else largest + 1)  # the size of a device is not known before
        if largest is not None and len(found) > largest:
            raise FileError(f"{path} is larger than {largest >> 20} MiB, the most that is read.")
        return found.decode()
    except UnicodeDecodeError as error:
        raise FileError(f"{path} is not UTF-8 text: byte {error.start} cannot be read.") from error
    except OSError as error:
        raise FileError(f"{path} cannot be read: {error.strerror}.") from error


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


class SpanIndex:
    """Spans of one text, to ask in logarithmic time whether one of them meets or holds another span."""

    def __init__(self, spans: Iterable[Span]) -> None:
        ordered = sorted(spans)
        self._starts = [span.start for span in ordered]
        self._ends = list(accumulate((span.end for span in ordered), max))  # the furthest end up to each span

    def meets(self, span: Span) -> bool:
        """Whether one of the spans has a character in common with this one."""
        at = bisect_left(self._starts, span.end)
        return at > 0 and self._ends[at - 1] > span.start

    def holds(self, span: Span) -> bool:
        """Whether one of the spans holds all of this one."""
        at = bisect_right(self._starts, span.start)
        return at > 0 and self._ends[at - 1] >= span.end


class Phrases:
    """Many phrases, to be found in one pass over a text."""

    def __init__(self, phrases: Iterable[str]) -> None:
        self._automaton = ahocorasick.Automaton()
        for phrase in phrases:
            self._automaton.add_word(phrase, phrase)
        self._automaton.make_automaton()

    def found_in(self, content: str) -> Iterator[tuple[Span, str]]:
        """Every place of every phrase, letter for letter, also within others."""
        found = self._automaton.iter(content) if len(self._automaton) else ()
        return ((Span(last + 1 - len(phrase), last + 1), phrase) for last, phrase in found)


def apart(spans: Iterable[Span]) -> Iterator[Span]:
    """Of spans that meet, the first, and of those the longest."""
    end = 0
    for span in sorted(spans, key=lambda one: (one.start, -one.end)):
        if span.start >= end:
            end = span.end
            yield span


@dataclass(frozen=True)
class ArticleText:
    """A text in canonical form; `file` is its name in messages."""

    content: str
    file: str = "the text"
    _repeated: dict[str, bool] = field(default_factory=dict, init=False, repr=False, compare=False)
    _held: dict[str, set[int]] = field(default_factory=dict, init=False, repr=False, compare=False)

    @classmethod
    def read(cls, path: Path) -> "ArticleText":
        """The text of a file; FileError where there is none."""
        found = read_text(path, _LARGEST)
        if "\0" in found:
            raise FileError(f"{path} is a binary file, not text: it has a NUL character.")
        if not found.strip():
            raise FileError(f"{path} is empty: there is no text in it.")
        return cls(canonical_text(found.removeprefix(BOM)), str(path))

    @property
    def with_plain_blanks(self) -> "ArticleText":
        """The text as rules read it: "3,100 people" with a no-break or thin blank is no other number; one character for
        one, so places stay."""
        content = plain_blanks(self.content)
        return self if content == self.content else ArticleText(content, self.file)

    @cached_property
    def starts(self) -> list[int]:
        """Where paragraphs begin."""
        return paragraph_starts(self.content)

    @property
    def sha256(self) -> str:
        """The hash that an article's record keeps."""
        return sha256(self.content.encode("utf-8", "surrogatepass")).hexdigest()

    def place(self, start: int, end: int) -> Place:
        return Place(paragraph=paragraph_at(self.starts, start), start=start, end=end)

    def evidence(self, start: int, end: int) -> dict[str, int | str]:
        """Evidence as a seed writes it; with the words beside the phrase where it occurs more than once."""
        exact, paragraph = self.content[start:end], paragraph_at(self.starts, start)
        context = self.context(start, end) if self.repeats(exact) else {}
        return {"paragraph": paragraph, "start": start, "end": end, "exact": exact, **context}

    def repeats(self, phrase: str) -> bool:
        if phrase not in self._repeated:
            first = self.content.find(phrase)
            self._repeated[phrase] = first >= 0 and self.content.find(phrase, first + 1) >= 0
        return self._repeated[phrase]

    def look_up(self, phrases: Iterable[str]) -> None:
        """Look up in one pass which of many phrases occur more than once."""
        wanted = set(phrases)
        counts = Counter(phrase for _, phrase in Phrases(wanted).found_in(self.content))
        self._repeated.update({phrase: counts[phrase] > 1 for phrase in wanted})

    def context(self, start: int, end: int) -> dict[str, str]:
        """`prefix` and `suffix`: the whole words on the phrase's line beside it, at most 16 characters each; none that
        end with a backslash, which records refuse."""
        prefix = self.content[max(0, start - LONGEST_CONTEXT - 1) : start].rpartition("\n")[2]
        suffix = self.content[end : end + LONGEST_CONTEXT + 1].partition("\n")[0]
        if len(prefix) > LONGEST_CONTEXT:
            prefix = prefix.partition(" ")[2]
        if len(suffix) > LONGEST_CONTEXT:
            suffix = suffix.rpartition(" ")[0]
        beside = (("prefix", prefix), ("suffix", suffix))
        return {key: words for key, words in beside if words.strip() and not words.endswith("\\")}

    def occurrences(self, phrase: str) -> list[int]:
        """Where a phrase stands, letter for letter; overlapping places count each."""
        return list(_occurrences(self.content, phrase))

    def alike(self, phrase: str) -> list[int]:
        """Where a phrase stands whatever the case and the kind of its quotes, dashes and blanks."""
        return list(_occurrences(self._folded, _folded(phrase)))

    @cached_property
    def _folded(self) -> str:
        return _folded(self.content)

    @cached_property
    def paragraphs(self) -> list[Span]:
        """The paragraphs, without the blanks around them."""
        ends = [*self.starts[1:], len(self.content)]
        return [_trimmed(self.content, Span(*pair)) for pair in zip(self.starts, ends, strict=True)]

    @cached_property
    def sentences(self) -> list[Span]:
        """The sentences of all paragraphs, and unwrapped lines (headings, buttons), if they have a letter or digit."""
        found = [sentence for paragraph in self.paragraphs for sentence in _sentences(self.content, paragraph)]
        return [span for span in found if any(c.isalnum() for c in self.content[span.start : span.end])]

    def sentences_with(self, clues: Iterable[str]) -> list[Span]:
        """The sentences that hold one of these words or parts of words; in any case where the clue is in lower case."""
        return [self.sentences[at] for at in sorted(set().union(*map(self._holding, clues)))]

    def found_where(self, clues: Iterable[str], pattern: re.Pattern[str]) -> Iterator[re.Match[str]]:
        """What a pattern finds in the sentences that hold one of its clues."""
        return (found for span in self.sentences_with(clues) for found in pattern.finditer(self.content, *span))

    def _holding(self, clue: str) -> set[int]:
        if clue not in self._held:
            content = self._lowered if clue.islower() else self.content
            starts = (found.start() for found in re.finditer(re.escape(clue), content))
            self._held[clue] = {bisect_right(self._sentence_starts, start) - 1 for start in starts} - {-1}
        return self._held[clue]

    @cached_property
    def _lowered(self) -> str:
        """The text in lower case, one character for one."""
        lowered = self.content.lower()
        return lowered if len(lowered) == len(self.content) else "".join(one.lower()[:1] for one in self.content)

    def sentence_at(self, offset: int) -> Span:
        """The sentence, or line, that an offset lies in."""
        return self.sentences[max(0, bisect_right(self._sentence_starts, offset) - 1)]

    @cached_property
    def _sentence_starts(self) -> list[int]:
        return [sentence.start for sentence in self.sentences]


def _occurrences(text: str, phrase: str) -> Iterator[int]:
    start = text.find(phrase)
    while start >= 0:
        yield start
        start = text.find(phrase, start + 1)


def _folded(text: str) -> str:
    """In lower case, with plain quotes, dashes and blanks; one character for one, so places stay."""
    return "".join(one if len(one.lower()) != 1 else one.lower() for one in plain(text).translate(_ALIKE))


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
    if text.endswith(".m", start, gap.start()) and re.match(
        r"[A-Z][\w ]{0,20} time\b|(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day\b|[A-Z]{2,4}\b",
        text[gap.end() : gap.end() + 30],
    ):
        return False  # "8 p.m. London time", "6 p.m. Tuesday"
    return not _ABBREVIATION.search(text, max(start, gap.start() - _LONGEST_ABBREVIATION), gap.start() + 1)
