"""A claim for each statement: the words that pin it, who says it, and who declines to comment on it."""

import re
from bisect import bisect_left
from collections.abc import Iterator, Mapping
from dataclasses import replace

from authoring.article_text import ArticleText, Span
from authoring.draft.candidate import Name, phrase
from authoring.draft.clauses import VERB, Part, parts
from authoring.draft.modality import modality_of, silence
from authoring.draft.seed import Proposal, Value, Verified, ref_of, slug, unique
from authoring.draft.statements import Statement
from authoring.draft.words import FUNCTION_WORDS
from authoring.locate import unusable
from schemas.evidence import LONGEST_PHRASE, LONGEST_SENTENCE

_BEGINS = re.compile(r"(?:But |And |Meanwhile, |However, )?(?P<the>(?:[Tt]he )?)")
_THAT = re.compile(r"(?:[ ,]*that\b)?[\s,]*(?=\S)")
_PART_ENDS = re.compile(r"[,:](?!\d)|[;–—]")
_PREPOSITION = re.compile(
    r" (?:of|in|at|on|from|by|for|to|with|after|during|until|since|between|over|near|as|into|through|against|under)\b"
)
_ENOUGH = 6  # words, after which a preposition ends a phrase
_FEWEST = 3
_PRONOUN = re.compile(
    r"[ ,]*(?:that )?(?:But |And )?(?P<who>[Ii]t|[Ss]?[Hh]e)\b"
    r"(?! (?:is|was|will be|would be|may be) (?:[a-z]+ ){0,3}(?:that|to|who)\b)"
)
_LED_BY = re.compile(
    r"\b(?:of|in|at|on|by|for|to|with|from|near|and|or|than|after|before|against|between|as|like|over)"
    r" (?:(?:the|an?|its|their|his|her) )?(?:[a-z-]+ ){0,2}$"
)
_PLACED = re.compile(r"\b(?:in|at|from|near|off|on|outside|for|to|of|and|across) (?:the )?$")
_FOLLOWED = re.compile(
    rf"(?: \([^()]*\))?(?:, [^,;“”]{{1,60}},)? (?:[a-z]+ly |also |now |then |since )?(?:{VERB.pattern})"
)

Links = Mapping[str, Mapping[Span, Mapping[str, int]]]
"""Refs of a collection by the sentence that they stand in, with their places."""


def claims(
    text: ArticleText,
    stated: list[Statement],
    refs: Links,
    publisher: str | None,
    called: list[Name],
    mentioned: list[Proposal],
) -> list[Proposal]:
    """A claim for each part of a statement. Who only declines to comment, or cannot verify what is said, verifies the
    claim before."""
    subjects = Subjects(text.content, mentioned, called, publisher)
    actors = (name for name in called if name.collection != "locations")
    named = sorted((span, ref_of(name)) for name in actors for span in name.spans)
    taken: dict[str, int] = {}
    made: list[Proposal] = []
    for one in stated:
        silent = silence(text.content, one.sentence) if made and one.quotation != "direct" else None
        if silent:
            by = _silent(one, silent[1], named) or (publisher if silent[0] != "declined_to_disclose" else None)
            verified = Verified(by or "TODO who", silent[0], _clause(text.content, silent[1], one.sentence))
            made[-1] = replace(made[-1], verification=(*made[-1].verification, verified))
        else:
            for part in parts(text.content, one.sentence, one.said if one.quotation == "direct" else ()):
                stated_here = _stated_in(text.content, one, part)
                span = _phrase(text.content, stated_here)
                linked = {section: _linked(found.get(one.sentence, {}), part) for section, found in refs.items()}
                own = unique(_id(text.content[slice(*span)], linked), taken)
                fields = _claim(stated_here, publisher)
                said = stated_here.said[0] if stated_here.quotation and stated_here.said else None
                subject = subjects.of(part, said, str(fields["speaker"]))
                subject = None if stated_here.quotation == "direct" else subject
                about = subjects.about(part, said, {subject, fields["speaker"], publisher})
                made.append(Proposal(own, fields | {"subject": subject, "about": about} | linked, (span,)))
    return made


def _stated_in(content: str, one: Statement, part: Part) -> Statement:
    """What a part of a sentence states. What is neither quoted nor what somebody is said to say is the article's."""
    stretch = part.spans[-1] if re.search(r"\w", content[slice(*part.spans[-1])]) else part.spans[0]
    if part.spans == (one.sentence,):
        return one
    said = tuple(Span(max(s.start, stretch.start), min(s.end, stretch.end)) for s in one.said if s.meets(stretch))
    words = " ".join(content[slice(*span)] for span in part.spans)
    is_own = part.is_aside or (one.said and not said)
    modality = one.modality if one.quotation == "direct" and said else modality_of(words)
    speaker, quotation = (None, None) if is_own else (one.speaker, one.quotation)
    return replace(one, sentence=stretch, modality=modality, speaker=speaker, quotation=quotation, said=said)


class Subjects:
    """Whom statements are about, by the names and pronouns before their verbs, read from the beginning of a text on."""

    def __init__(self, content: str, mentioned: list[Proposal], called: list[Name], publisher: str | None) -> None:
        self._content, self._publisher = content, publisher
        self._placed = sorted((span, str(one.fields["of"])) for one in mentioned for span in one.spans)
        self._people = {ref_of(name) for name in called if name.type == "person"}
        self._last: dict[bool, str] = {}  # whether it is a person

    def of(self, part: Part, said: Span | None, speaker: str) -> str | None:
        """Whom a part, or what somebody says in it, begins with: a name that a verb follows, or a pronoun."""
        stretch = said or part.spans[0]
        found = self._before(part.after) if part.is_aside and not said else self._named(stretch)
        pronoun = None if found or (part.is_aside and not said) else _PRONOUN.match(self._content, *stretch)
        if pronoun:
            is_person = not pronoun["who"].lower().startswith("it")
            found = speaker if said and (speaker in self._people) == is_person else self._last.get(is_person)
        for ref in (speaker, found):
            if ref and ref != self._publisher and not ref.startswith("TODO"):
                self._last[ref in self._people] = ref
        return found

    def _before(self, at: int) -> str | None:
        """Whose name ends at a place."""
        return next(
            (ref for span, ref in self._within(Span(max(0, at - 80), at)) if span.end == at and _acts(ref)), None
        )

    def _named(self, stretch: Span) -> str | None:
        """The first name that a verb follows, before any other verb."""
        begins = _BEGINS.match(self._content, *stretch)
        first = {begins.start("the"), begins.end()} if begins else set()
        for span, ref in self._within(stretch):
            if self._content.startswith(("’s", "'s"), span.end) or not _acts(ref):
                continue
            if span.start in first:
                return ref
            if VERB.search(self._content, stretch.start, span.start):
                return None
            led = _LED_BY.search(self._content, stretch.start, span.start)
            if not led and _FOLLOWED.match(self._content, span.end, stretch.end):
                return ref
        return None

    def about(self, part: Part, said: Span | None, others: set[Value]) -> list[str] | None:
        """Whom and which places a part, or what somebody says in it, names beside its subject and speaker."""
        refs = (ref for one in ((said,) if said else part.spans) for _, ref in self._within(one))
        return [ref for ref in dict.fromkeys(refs) if ref not in others] or None

    def _within(self, stretch: Span) -> Iterator[tuple[Span, str]]:
        for at in range(bisect_left(self._placed, (Span(stretch.start, stretch.start), "")), len(self._placed)):
            span, ref = self._placed[at]
            if span.end > stretch.end:
                return
            yield span, ref


def _acts(ref: str) -> bool:
    return not ref.startswith("locations/")


def _id(words: str, linked: Mapping[str, list[str] | None]) -> str:
    """That of the event or figure that a claim tells of, else its last noun or the like."""
    told = [*(linked["events"] or ()), *(linked["figures"] or ())] if "events" in linked else []
    if told:
        return re.sub(r"-\d+$", "", told[0].partition("/.")[2])
    own = [word for word in re.findall(r"[^\W\d_]{3,}", words.lower()) if word not in FUNCTION_WORDS]
    return slug(own[-1] if own else words)


def _linked(placed: Mapping[str, int], part: Part) -> list[str] | None:
    """The refs whose places are in a part."""
    return [ref for ref, at in placed.items() if any(span.start <= at < span.end for span in part.spans)] or None


def _silent(one: Statement, words: Span, named: list[tuple[Span, str]]) -> str | None:
    """Who declines to comment, or cannot verify: the speaker, or whoever is named last before the words."""
    before = named[: bisect_left(named, (Span(words.start, words.start), ""))][-1:]
    last = next((ref for span, ref in before if span.start >= one.sentence.start), None)
    return ref_of(one.speaker) if one.speaker else last


def _clause(content: str, words: Span, sentence: Span) -> Span:
    """These words with those that belong to them: "did not answer a request for comment"."""
    stop = _PART_ENDS.search(content, words.end, sentence.end)
    return phrase(content, words.start, stop.start() if stop else sentence.end)


def _claim(one: Statement, publisher: str | None) -> dict[str, Value]:
    return {
        "statement": "TODO in your own words",
        "speaker": ref_of(one.speaker) if one.speaker else _unnamed_speaker(one, publisher),
        "modality": one.modality,
        "quotation": one.quotation,
    }


def _unnamed_speaker(statement: Statement, publisher: str | None) -> str:
    """The publisher where the article speaks for itself."""
    own = publisher if statement.quotation is None else None
    return own or "TODO the publisher, or who else says it"


def _phrase(content: str, one: Statement) -> Span:
    """The words that pin a statement: the first of a quotation, a short sentence whole, else those from its verb on."""
    part = Span(max(one.said[0].start, one.sentence.start), one.said[0].end) if one.said else one.sentence
    lead = _THAT.match(content, *part)
    start, end = (lead.end() if lead else part.start), min(part.end, one.sentence.end)
    if not re.search(r"\w", content[start:end]):  # "The owner denies that."
        start, end = one.sentence
    if one.quotation == "direct" or end <= start:
        return phrase(content, start, max(start, end))
    end = start + len(content[start:end].rstrip(' .,;:!?”"'))
    whole = content[start:end]
    if len(whole.split()) <= LONGEST_SENTENCE and len(whole) <= LONGEST_PHRASE and not _PART_ENDS.search(whole):
        return Span(start, end) if end > start and not unusable(whole) else phrase(content, start, end)
    verb = VERB.search(content, start, end)
    if verb and len(content[start : verb.start()].split()) > 1:
        start = verb.start()
    return _short(content, phrase(content, start, _part_end(content, start, end)))


def _part_end(content: str, start: int, end: int) -> int:
    stop = _PART_ENDS.search(content, start + 1, end)
    return stop.start() if stop and len(content[start : stop.start()].split()) >= _FEWEST else end


def _short(content: str, span: Span) -> Span:
    """A phrase up to the preposition that follows enough words."""
    for cut in _PREPOSITION.finditer(content, *span):
        if len(content[span.start : cut.start()].split()) >= _ENOUGH:
            return Span(span.start, cut.start())
    return span
