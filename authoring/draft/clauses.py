"""The parts of a sentence that state something of their own: "The bank, which opened in May, failed; its head quit"."""

import re
from collections.abc import Iterator
from typing import NamedTuple

from authoring.article_text import Span
from authoring.draft.words import any_of

VERB = re.compile(
    r"(?<![’'-])\b(?:is|are|was|were|has|have|had|will|would|could|may|might|should|must|cannot|can|does|do|did"
    r"|(?<!\bthe )(?<!\ba )(?<!\bof )(?<!\ban )(?<!\bits )[a-z]{2,}ed"
    rf"|{any_of('irregular pasts')}|{any_of('verbs of states')})\b(?![’'-])"
)
"""What may be a sentence's verb."""
_RELATIVE = re.compile(
    r", (?:(?:which|who|whose|where) |(?=an? [^,;.“”\"]{0,60}\b(?:that|who|which|owned|founded|based|led|known) )"
    r"|(?=(?:founded|owned|built|launched|set up|established) ))"
)
_JOINT = re.compile(
    r"(?P<clause>;|, (?:but|while|whereas|though|although|yet)) |(?P<and>, and )"
    r"|(?P<verb> (?:and|but) (?=(?:(?:also|then|later|now) )?"
    r"(?:is|are|was|were|has|have|had|will|would|may|could|said|says|[a-z]{3,}ed"
    rf"|{any_of('irregular pasts')}|{any_of('verbs of states')})\b))"
    r"|(?P<participle>, )(?=(?:saying|adding|stating|alleging|arguing|pointing|claiming|warning|noting"
    r"|[a-z]{3,}ing (?:an?|the|its|his|her|their|what|that|some|more|\d))\b)"
    r"|(?P<after>,? (?:after(?! \d)|because|as(?! (?:long|many|much|well|of|an?|if)\b)|when|before|since(?! [\dA-Z])) )"
)
_ASIDE = re.compile(r"(?:\S+ ){2,}\S")
_ASIDE_ENDS = re.compile(r",(?!\d)|[;—–]|\.$")
_FEWEST = 4  # words of a part
_LONG = 7  # words of a part after "because"
_SOON = 12  # words within which a part's verb stands


class Part(NamedTuple):
    """What a sentence states, or one of several things: its stretches; of an aside, where whom it is about ends."""

    spans: tuple[Span, ...]
    after: int = -1

    @property
    def is_aside(self) -> bool:
        """Whether it is a relative clause or in apposition."""
        return self.after >= 0


def parts(content: str, sentence: Span, quoted: tuple[Span, ...]) -> list[Part]:
    """The parts of a sentence in the order of their first words; nothing is parted within a quotation."""
    asides = list(_asides(content, sentence, quoted))
    main = _without(sentence, [led for led, _ in asides])
    found = [Part(spans) for spans in _split(content, main, quoted)]
    return sorted((*found, *(Part((aside,), led.start) for led, aside in asides)))


def _asides(content: str, sentence: Span, quoted: tuple[Span, ...]) -> Iterator[tuple[Span, Span]]:
    """Relative clauses and what stands in apposition, each with and without what leads to it."""
    at = sentence.start
    while opening := _RELATIVE.search(content, at, sentence.end):
        ends = _ASIDE_ENDS.search(content, opening.end(), sentence.end)
        at = ends.start() if ends else sentence.end
        aside = Span(opening.end(), at)
        before = len(content[sentence.start : opening.start()].split())
        if before and _ASIDE.match(content, *aside) and not any(one.meets(aside) for one in quoted):
            yield Span(opening.start(), at), aside


def _without(sentence: Span, asides: list[Span]) -> list[Span]:
    """The stretches between asides."""
    starts = [sentence.start, *(one.end for one in asides)]
    ends = [*(one.start for one in asides), sentence.end]
    return [Span(start, end) for start, end in zip(starts, ends, strict=True) if end > start]


def _split(content: str, stretches: list[Span], quoted: tuple[Span, ...]) -> Iterator[tuple[Span, ...]]:
    """The stretches, parted where another clause begins."""
    own: list[Span] = []
    for stretch in stretches:
        start = stretch.start
        for joint in _JOINT.finditer(content, *stretch):
            lead, rest = Span(start, joint.start()), Span(joint.end(), stretch.end)
            if any(one.start <= joint.start() < one.end for one in quoted):
                continue
            if _states(content, rest, joint) and (own or _states(content, lead)) and not _LIST.search(content, *lead):
                yield (*own, lead)
                own, start = [], rest.start
        own.append(Span(start, stretch.end))
    yield tuple(own)


_LIST = re.compile(r"\b(?:between|both|either) [^,;]*$")


def _states(content: str, part: Span, joint: re.Match[str] | None = None) -> bool:
    """Whether a stretch has words enough, and its verb soon; after "and" no list goes on."""
    words = content[slice(*part)].split()
    verb = VERB.search(content, *part)
    if joint and joint["participle"]:
        return len(words) >= _FEWEST
    if len(words) < (_LONG if joint and joint["after"] else _FEWEST) or not verb:
        return False
    before = content[part.start : verb.start()]
    return len(before.split()) < _SOON and not (joint and joint["and"] and not before.strip())
