"""The people and organisations that a text names, in reading order: in a sentence, and the last before a place."""

import re
from bisect import bisect_left
from functools import cached_property

from authoring.article_text import ArticleText, Span, SpanIndex
from authoring.draft.candidate import UNDECIDED, Name
from authoring.draft.known_names import pronoun_of

FEW = 12  # names looked through for whom a pronoun means
NEAR = 45  # characters between a verb of saying and the name that it belongs to
_PREPOSITION = re.compile(r"\b(?:by|with|from|to|about|against|of|for)(?: [a-z-]+| [A-Z][a-z]+(?:an|ese|ish)){0,2} $")
BEFORE = re.compile(r"\b(?:by|before [a-z-]+)(?: [a-z-]+| [A-Z][a-z]+(?:an|ese|ish)){0,2} $")


Named = tuple[Span, Name]


class Actors:
    """Those named in a text who may speak, but for headings."""

    def __init__(self, text: ArticleText, names: list[Name]) -> None:
        self._content = text.content
        actors = [name for name in names if name.collection != "locations" and name.type != UNDECIDED]
        head = SpanIndex(
            line for line in text.sentences if not ends(text.content, line) and not leads(text.content, line)
        )
        named = ((span, name) for name in actors for span in name.spans if not head.holds(span))
        self._named = sorted(named, key=lambda pair: pair[0])
        self._starts = [span.start for span, _ in self._named]

    @cached_property
    def _person_starts(self) -> list[int]:
        return [span.start for span, name in self._named if is_person(name)]

    def last_person_at(self, start: int) -> int:
        """Where the last person before a place is named; -1 where none is."""
        at = bisect_left(self._person_starts, start) - 1
        return self._person_starts[at] if at >= 0 else -1

    def between(self, start: int, end: int) -> list[Named]:
        """Those named from one place to another."""
        return self._named[bisect_left(self._starts, start) : bisect_left(self._starts, end)]

    def before(self, start: int, count: int = FEW) -> list[Named]:
        """The last few named before a place, the nearest first."""
        at = bisect_left(self._starts, start)
        return self._named[max(0, at - count) : at][::-1]

    def inside(self, sentence: Span, masked: str) -> list[Named]:
        """Those that a sentence names in its own words."""
        return [
            (span, name)
            for span, name in self.between(*sentence)
            if masked[span.start - sentence.start : span.end - sentence.start].strip()
        ]

    def is_object(self, span: Span, cue: re.Pattern[str] = _PREPOSITION) -> bool:
        """Whether a preposition stands before a name: "Asked about Ada Holm, he said"."""
        return cue.search(self._content, max(0, span.start - NEAR), span.start) is not None

    def with_role(self, role: str | None, start: int) -> Name | None:
        """The last person before whose role stands beside the name: "the judge" is Judge Ada Holm."""
        for span, name in self.before(start) if role else ():
            before = self._content[max(0, span.start - NEAR) : span.start]
            after = self._content[span.end : span.end + NEAR]
            titled = re.search(rf"\b{role}\b[^.;:]*$", before, re.I) or re.match(rf", [^.;:,]*\b{role}\b", after)
            if is_person(name) and titled:
                return name
        return None

    def called(self, noun: str, start: int) -> Name | None:
        """The last organisation before whose name has this noun: "the council" is the one named before."""
        return next((name for _, name in self.before(start, 200) if noun in name.name.lower()), None)


def may_be(name: Name, pronoun: str) -> bool:
    """Whether "he" or "she" may be somebody; anything but "her" a man's given name, and the other way round."""
    own = pronoun_of(name.name.split()[0])
    return is_person(name) and (not pronoun or own in (None, pronoun.lower()))


def is_person(name: Name) -> bool:
    return name.type in ("person", "role", "anonymous")


def ends(content: str, sentence: Span) -> bool:
    """Whether a line ends as a sentence does."""
    return content[slice(*sentence)].rstrip('”"’)').endswith((".", "!", "?"))


def leads(content: str, sentence: Span) -> bool:
    """ "Ada Holm said:"."""
    return content.endswith(":", *sentence)
