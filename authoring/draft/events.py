"""Events: what an article says has happened, or is to come.

An event is a verb that a date of its sentence belongs to, a noun beside a date ("a survey in May"), or one of the few
that tell an event without a date. The verb or noun gives the type, the verb's form or the day the status. A verb of
saying is no event: what it says is a claim.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from authoring.article_text import ArticleText, Span, SpanIndex
from authoring.draft.candidate import UNDECIDED, Candidate, Name, phrase
from authoring.draft.event_words import (
    ANY_NOUN,
    NOUN,
    PREDICATE,
    PUT_OFF,
    is_discussed,
    is_noun,
    says_only_when,
    type_of_base,
    type_of_noun,
    type_of_verb,
    word_of,
)
from authoring.draft.quotations import quotations
from authoring.draft.statements import Statement
from authoring.draft.undated_events import by_votes, in_question, is_aside, is_proposed, spoken, telling_nouns, tells
from schemas.edtf_date import parse
from schemas.evidence import LONGEST_SENTENCE

_NO = re.compile(
    r"\b(?:not|no(?! confidence)|never|nobody|nothing|none|barely|hardly|no longer|neither|nor"
    r"|than (?:it|they|he|she|we))\b|n[’']t\b",
    re.I,
)
_TELLS = re.compile(r"(?<!was |een |ere )told$")
_CALLED_FOR = re.compile(r"(?:convened|convoked|called|summoned|arranged|announced|planned|set)\b.{0,40} for $")
_NEGATES = 25  # characters before a verb
_BREAK = re.compile(
    r"[;:]|, (?:and|but|who|which|where|after|while|as|its?|his|her|their|the|a)\b"
    r"|\b(?:that|which|who|but|because|while|after|before(?= (?:it|he|she|they|being|[a-z]+ing)\b)|until|said|told|says"
    r"|was|were|had|has|have|is|are|will|would)\b"
    r"|\band (?:\w+ )?[a-z]{3,}ed\b"
)
_BEGINS = re.compile(
    r"(?:^|[,;:]|\band|\bbut|\bthat)\s*(?:(?:in|on|by|at|for|since|during|from|late|early)\s*)*$", re.I
)
_MARK = re.compile(r"[;:“”\"()–—]|,(?!\d)")
_FAR = 50  # characters before a verb in which a clause may begin
_FEW = 5  # words of a subject that belong to an event's phrase
_APPOSED = re.compile(r", [^,;.]{1,60}, ?$")
_PHRASE = (
    r"(?<!\w)(?:(?:(?:[Aa]n?|[Tt]he|[Ii]ts|[Tt]heir|[Hh]is|[Hh]er|[Tt]his|[Aa]nother|[A-Z][\w-]+[’']s?) )?"
    r"(?:(?!(?:of|in|at|on|for|to|with|from|by|after|before|during|until|and|or|that|told|was|were|is|are)\b)"
    r"[\w’-]+ ){0,3}?)?"
    rf"\b(?P<noun>(?i:{NOUN}))\b"
)
_OTHER_CLAUSE = re.compile(r"\b(?:said|says|when|after|before|since|because|as)\b|[,;] (?:and|but)\b")
_NONE = re.compile(r"\b(?:no|any|without|nor)(?: [a-z]+ of)?(?: [a-z]+)? $")
_THAT = re.compile(r" (?:that|which) (?:[\w’-]+ ){0,4}")
_SUBJECT = re.compile(rf"\b{_PHRASE}")
_NOUN_BEFORE = re.compile(
    rf"{_PHRASE}(?: (?:in|at|of|near|with|over|on) (?:[\w’-]+ ){{0,2}}[\w’-]+)?,? "
    r"(?:(?:is|are|was|were) )?"
    r"(?:(?:held|published|reported|released|posted|due|expected|planned|scheduled|set|slated) (?:down )?)?"
    r"(?:(?:in|on|of|since|by|for|from) )?$"
)
_NOUN_AFTER = re.compile(rf"(?P<own>[’']s)? (?:[\w-]+ ){{0,2}}?(?P<noun>{NOUN})\b")
_HAS_UNTIL = re.compile(
    r"\b(?:(?:has|have|had)(?: (?:only|just))?|(?:gives?|gave|given|granted) (?:[\w.’'-]+ ){0,4}[\w’'-]+)"
    r" (?:until |till )?$"
)
_AT = re.compile(r"\b(?:at|during|before|after|until|for|of|in|skipped|ahead of|told) $")
_TASK = re.compile(r" to (?P<verb>[a-z]+)\b")
_AND = re.compile(r"\b(?:and|but) (?:(?:in|on|by|at|from|since|later|earlier|then|the) )*$")
_LATER = re.compile(r"\b(?:after|before|since|following|because|despite|until|although|when)\b")
_CLAUSE_ENDS = re.compile(r"[;“”\"()–—]|[,:.](?!\d)|(?: and| but| after| before| as| when| while)\b")
_LONGEST_NOUN = 70  # characters before a date

Dated = dict[re.Match[str], list[Candidate]]
"""Verbs with the dates that belong to them."""


@dataclass(frozen=True)
class Event:
    """What happens: its phrase and fields; `word` is the verb or noun that tells it, `when` holds the places of its
    dates, `subject` is named before the verb."""

    span: Span
    word: str
    type: str
    status: str
    when: tuple[Span, ...]
    subject: Name | None
    places: tuple[Name, ...]


def events(
    text: ArticleText, when: list[Candidate], called: list[Name], stated: list[Statement], published: date | None
) -> Iterator[Event]:
    """The events of each sentence that states something, outside quotations."""
    quoted = SpanIndex(quotations(text.content))
    dated: dict[Span, list[Candidate]] = {}
    for one in when:
        if not quoted.holds(one.span):
            dated.setdefault(text.sentence_at(one.span.start), []).append(one)
    named: dict[Span, list[tuple[Span, Name]]] = {}
    decided = (one for one in called if one.type != UNDECIDED)
    for span, name in sorted(((span, one) for one in decided for span in one.spans), key=lambda pair: pair[0]):
        named.setdefault(text.sentence_at(span.start), []).append((span, name))
    for sentence in (statement.sentence for statement in stated):
        reader = _Sentence(text.content, sentence, named.get(sentence, []), quoted, published)
        yield from reader.events(dated.get(sentence, []))


@dataclass(frozen=True)
class _Sentence:
    """A sentence with those named in it."""

    content: str
    span: Span
    named: list[tuple[Span, Name]]
    quoted: SpanIndex
    published: date | None

    def events(self, dated: list[Candidate]) -> Iterator[Event]:
        """Those of its verbs, then those of its nouns whose dates belong to no verb."""
        words = spoken(self.content[slice(*self.span)])
        verbs = [verb for verb in PREDICATE.finditer(self.content, *self.span) if not is_noun(verb)]
        nouns = list(self._nouns(words))
        verbs = [verb for verb in verbs if not any(one.span.start <= verb.start() < one.span.end for one in nouns)]
        verbs = [verb for verb in verbs if not (verb["f"] or verb["b"]) or self._tells(verb, verbs)]
        told: Dated = {verb: [] for verb in verbs if self._tells(verb, verbs)} | self._told(dated, verbs)
        taken = {one.span for when in told.values() for one in when}
        loose = [one for one in dated if one.span not in taken]
        found = [self._of_verb(verb, when) for verb, when in told.items()]
        found += [self._of_noun(one) or self._task(one) for one in loose]
        made = [one for one in found if one]
        yield from made
        yield from (one for one in nouns if not any(one.span.meets(other.span) for other in made))

    def _is_held(self, when: Span, verb: re.Match[str]) -> bool:
        """Whether a date is that of what is held, though a verb stands before it: "will discuss it at a meeting on
        Tuesday"."""
        noun = self._noun_before(when) if type_of_verb(verb, "") == "debate" else None
        return noun is not None and _AT.search(self.content, noun.start() - 12, noun.start()) is not None

    def _of_verb(self, verb: re.Match[str], when: list[Candidate]) -> Event | None:
        is_delay = not when and word_of(verb) in PUT_OFF
        kind = "postponement" if is_delay else "vote" if by_votes(verb) else type_of_verb(verb, self._clause_of(verb))
        if not kind:
            return None
        after = [one.span.end for one in when if one.span.start > verb.end()]
        span = phrase(self.content, self._start(verb), min(after, default=self._clause_end(verb.end(), when)))
        status = _status(verb, when, self.published, self.span.start)
        own = [one for one in when if status != "happened" or _status_by_day(one, self.published) != "planned"]
        return self._event(span, word_of(verb), kind, status, own, verb.start())

    def _of_noun(self, one: Candidate) -> Event | None:
        """The noun beside a date that no verb has."""
        if not (noun := self._noun_of(one.span)):
            return None
        span, word = noun
        return self._event(span, word, type_of_noun(word), _status_by_day(one, self.published), [one], 0)

    def _task(self, one: Candidate) -> Event | None:
        """What is to be done until a date: "The board has until Friday to rule"."""
        has = _HAS_UNTIL.search(self.content, self.span.start, one.span.start)
        task = _TASK.match(self.content, one.span.end, self.span.end) if has else None
        if not has or not task:
            return None
        span = phrase(self.content, has.start(), self.span.end)
        return self._event(span, task["verb"], type_of_base(task["verb"]), "planned", [one], has.start())

    def _clause_end(self, at: int, when: list[Candidate]) -> int:
        """Where the phrase of an event without a date ends at the latest."""
        ends = None if when else _CLAUSE_ENDS.search(self.content, at, self.span.end)
        return ends.start() if ends else self.span.end

    def _event(self, span: Span, word: str, kind: str, status: str, when: list[Candidate], verb: int) -> Event:
        before = (name for where, name in reversed(self.named) if where.end <= verb and _acts(name))
        places = (name for where, name in self.named if self._is_where(where, name))
        days = tuple(one.span for one in when)
        return Event(span, word, kind, status, days, next(before, None), tuple(dict.fromkeys(places)))

    def _nouns(self, words: set[str]) -> Iterator[Event]:
        for where, noun, status in telling_nouns(self.content, self.span, words):
            if not self.quoted.meets(where):
                span = phrase(self.content, where.start, self._clause_end(where.end, []))
                yield self._event(span, noun, type_of_noun(noun), status, [], where.start)

    def _tells(self, verb: re.Match[str], verbs: list[re.Match[str]]) -> bool:
        """Whether a verb tells an event also without a date."""
        told = tells(verb, self.span.start, verbs) and not self._is_negated(verb, verbs)
        return told and not self.quoted.meets(Span(*verb.span()))

    def _clause_of(self, verb: re.Match[str]) -> str:
        """The sentence without what came before or after a verb: "reopened after a closure" is no closure."""
        aside = _LATER.search(self.content, verb.end(), self.span.end)
        return self.content[self.span.start : aside.start() if aside else self.span.end]

    def _told(self, dated: list[Candidate], verbs: list[re.Match[str]]) -> Dated:
        """The verbs to which dates belong."""
        found: Dated = {}
        for one in dated:
            verb = self._verb_of(one.span, verbs)
            if (
                verb
                and (not verb["said"] or _TELLS.search(verb.string, verb.start(), verb.end()))
                and not self._is_negated(verb, verbs)
                and not self._task(one)
                and not is_aside(verb)
                and not self._is_held(one.span, verb)
                and (verb["said"] or type_of_verb(verb, self._clause_of(verb)))
            ):
                found.setdefault(verb, []).append(one)
        return found

    def _is_negated(self, verb: re.Match[str], verbs: list[re.Match[str]]) -> bool:
        last = max((one.end() for one in verbs if one.end() <= verb.start()), default=self.span.start)
        return _NO.search(self.content, max(last, verb.start() - _NEGATES), verb.end()) is not None

    def _start(self, verb: re.Match[str]) -> int:
        """Where a short subject begins that stands right before a verb, else the verb: "Another protest is planned"."""
        if len(verb.group().split()) > _FEW:  # "expects the first half of it to be connected"
            return verb.start() + verb.group().rindex(" to ") + 1 if " to " in verb.group() else verb.start()
        marks = [mark.end() for mark in _MARK.finditer(self.content, self.span.start, verb.start())]
        clause = max(marks, default=self.span.start)
        whole = max(self.span.start, 1 + max(self.content.rfind(mark, self.span.start, verb.start()) for mark in ";:"))
        may_be = says_only_when(verb) or _THAT.search(self.content, whole, verb.start())
        told = may_be and ANY_NOUN.search(self.content, whole, verb.start())
        noun = _SUBJECT.search(self.content, whole, verb.start()) if told else None
        noun = None if noun and _OTHER_CLAUSE.search(self.content, noun.end(), verb.start()) else noun
        if noun and (says_only_when(verb) or _THAT.fullmatch(self.content, noun.end(), verb.start())):
            return noun.start()  # "A meeting of those who live there will be held", "a survey that they made"
        lead = self.content[clause : verb.start()]
        room = LONGEST_SENTENCE - 1 - len(verb.group().split())
        return verb.start() - len(lead.lstrip()) if 0 < len(lead.split()) <= min(_FEW, room) else verb.start()

    def _verb_of(self, when: Span, verbs: list[re.Match[str]]) -> re.Match[str] | None:
        """The verb that a date belongs to: the last one before it in its clause, the first of a clause that it begins,
        or the one that follows at once: "The council on Tuesday voted"."""
        before = next((verb for verb in reversed(verbs) if verb.end() <= when.start), None)
        after = next((verb for verb in verbs if verb.start() >= when.end), None)
        if after and self._begins_clause(when, after):
            return after
        if before and not _BREAK.search(_APPOSED.sub("", self.content[before.end() : when.start])):
            return before
        begins = _BEGINS.search(self.content[self.span.start : when.start])
        follows = after and after.start() == when.end + 1 and not self._noun_before(when)
        return after if begins or follows else None

    def _begins_clause(self, when: Span, verb: re.Match[str]) -> bool:
        """Whether a date begins a verb's clause: "since 2019, when it opened", "and in June it closed"."""
        subject = self.content[when.end : verb.start()]
        if subject.startswith((", when ", " when ")):
            return len(subject) < _FAR and not verb["said"] and type_of_verb(verb, "", known=True) is not None
        joined = _AND.search(self.content, self.span.start, when.start) is not None
        return joined and subject.strip() != "" and not re.search("[,;:.“”]", subject)

    def _noun_of(self, when: Span) -> tuple[Span, str] | None:
        """The noun beside a date that tells an event, with its phrase: "a survey in May", "Sunday’s election"."""
        if before := self._noun_before(when):
            is_none = _NONE.search(self.content, max(self.span.start, before.start() - 25), before.start("noun"))
            return None if is_none else (phrase(self.content, before.start(), when.end), before["noun"])
        after = _NOUN_AFTER.match(self.content, when.end, self.span.end)
        if not after or not (after["own"] or self.content.endswith("the ", 0, when.start)):
            return None
        return phrase(self.content, when.start, after.end()), after["noun"]

    def _noun_before(self, when: Span) -> re.Match[str] | None:
        stretch = Span(max(self.span.start, when.start - _LONGEST_NOUN), when.start)
        return _NOUN_BEFORE.search(self.content, *stretch) if ANY_NOUN.search(self.content, *stretch) else None

    def _is_where(self, span: Span, name: Name) -> bool:
        """Whether a place stands after "in", "at" or the like."""
        before = self.content[max(0, span.start - 12) : span.start]
        return not _acts(name) and re.search(r"\b(?:in|at|near|outside|off|from|to)(?: the)? $", before) is not None


def _status(verb: re.Match[str], when: list[Candidate], published: date | None, start: int) -> str:
    """By the verb's form; with a TODO where no day of the text tells, or one tells otherwise."""
    considered = verb["maybe"] or verb["weighed"] or is_discussed(verb) or in_question(verb) or is_proposed(verb, start)
    happened, ongoing = verb["d"] or verb["f"] or verb["said"], verb["n"] or verb["i"]
    put_off = happened and word_of(verb) in PUT_OFF
    status = "considered" if considered else "happened" if happened else "ongoing" if ongoing else "planned"
    edtfs = [str(one.fields["edtf"]) for one in when if "TODO" not in str(one.fields["edtf"])]
    goes_on = any(edtf.endswith("/..") for edtf in edtfs) and not type_of_verb(verb, "", known=True)
    if happened and goes_on and verb["done"].startswith(("has", "have")):
        return "ongoing"  # "has monitored the mountain since 2014"
    if not published or not edtfs:
        sure = not when or happened or verb["ahead"] or verb["weighed"] or is_discussed(verb)
        return status if sure else f"TODO {status}"
    hulls = [parse(edtf).hull for edtf in edtfs]
    day = published.isoformat()
    over = all(hull.latest is not None and hull.latest < day for hull in hulls)
    to_come = all(hull.earliest is not None and hull.earliest > day for hull in hulls)
    if happened and to_come and (put_off or _CALLED_FOR.search(verb.string, verb.start(), when[0].span.start)):
        return "planned"  # "The vote was put off until 3 May", "a meeting convened for Saturday"
    return f"TODO {status}" if over and not happened else status


def _status_by_day(one: Candidate, published: date | None) -> str:
    """Of what a noun tells: by the side of publication on which its day lies."""
    edtf = str(one.fields["edtf"])
    if "TODO" in edtf or not published:
        return "TODO"
    hull, day = parse(edtf).hull, published.isoformat()
    if hull.latest is not None and hull.latest < day:
        return "happened"
    return "planned" if hull.earliest is not None and hull.earliest > day else "TODO"


def _acts(name: Name) -> bool:
    return name.collection != "locations"
