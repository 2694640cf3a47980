"""Events: what a sentence with a date says has happened, or is to come.

The verb gives the type, its form the status. A verb of saying is no event: what it says is a claim.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from authoring.article_text import ArticleText, Span, SpanIndex
from authoring.draft.candidate import UNDECIDED, Candidate, Name, phrase
from authoring.draft.statements import Statement, quotations
from authoring.draft.words import SPEECH_VERBS, by_type, words
from schemas.edtf_date import parse

_VERBS, _NOUNS = by_type("verbs of events"), by_type("nouns of events")
_OF_NOUNS = ("beginning", "end", "held", "breakdown", "opening")
_HELD = "hold/held plan/planned schedule/scheduled take_place/took_place/taken_place postpone stage call_off/called_off"
_TIMETABLE = "opens|reopens|begins|starts|resumes|launches|ends|finishes|expires|closes|meets|votes|decides|convenes"
_AHEAD = (
    r"(?:will|shall|would|should|must)(?: then| also| now)?(?: be)?"
    r"|(?:(?:is|are|was|were) )?(?:due|set|expected|scheduled|forecast|planned|meant|likely)(?: only)? to(?: be)?"
    r"|(?:is|are|was|were) to(?: be)?|(?:plans?|planned|intends?|intended|aims?|aimed|prepares?|agreed) to(?: be)?"
)
_MAYBE = r"(?:could|may|might|can|considers?|wants?|wanted|hopes?|hoped|threatens?|threatened|asked)(?: to)?(?: be)?"
_DONE = r"(?:was|were|has|have|had)(?: (?:also|already|just|since|been|later|finally|all|both))*"
_NO = re.compile(r"\b(?:not|never|nobody|no longer|neither|nor)\b|n[’']t\b", re.I)
_BREAK = re.compile(
    r"[;:]|, (?:and|but|who|which|where|after|while|as|its?|his|her|their|the|a)\b"
    r"|\b(?:that|which|who|but|because|while|after|before|until|said|told|says|was|were|had|has|have|is|are|will|would)\b"
    r"|\band (?:\w+ )?[a-z]{3,}ed\b"
)
_FEW = 4  # words of a subject that belong to an event's phrase
_APPOSED = re.compile(r", [^,;.]{1,60}, ?$")


def _forms(verb: str) -> tuple[str, list[str]]:
    """A verb and its past forms: regular ones are made, irregular ones given."""
    base, *past = verb.replace("_", " ").split("/")
    regular = f"{base[:-1]}ied" if base[-1] == "y" and base[-2] not in "aeiou" else f"{base.removesuffix('e')}ed"
    return base, past or [regular]


_BASE: dict[str, str] = {}
_PAST: dict[str, str] = {}
for _kind, _verbs in (*_VERBS.items(), ("held", words(_HELD))):
    for _base, _past in map(_forms, _verbs):
        _BASE[_base] = _kind
        _PAST |= dict.fromkeys(_past, _kind)
_TYPE_OF_NOUN = [(kind, re.compile(rf"\b(?:{'|'.join(nouns)})\b", re.I)) for kind, nouns in _NOUNS.items()]
_ADVERB = r"(?:\w+ly )?"
_PREDICATE = re.compile(
    rf"(?<![\w’'-])(?<!\bbe )(?:(?P<maybe>{_MAYBE}) {_ADVERB}(?P<m>{'|'.join(_BASE)}|{'|'.join(_PAST)})"
    rf"|(?P<ahead>{_AHEAD}) {_ADVERB}(?P<a>{'|'.join(_BASE)}|{'|'.join(_PAST)})"
    rf"|(?P<weighed>(?:is|are|was|were) (?:considering|weighing)(?: a| an| the)?) (?P<w>[a-z]+)"
    rf"|(?P<now>(?:is|are)(?: being)?) {_ADVERB}(?P<n>{'|'.join(_PAST)})"
    rf"|(?P<done>(?:{_DONE} )?){_ADVERB}(?P<d>{'|'.join(_PAST)})"
    rf"|(?P<t>{_TIMETABLE})|(?<=s )(?P<p>begin|start|resume|open|end|meet|close|vote)"
    rf"|(?P<said>{SPEECH_VERBS}))\b"
)


@dataclass(frozen=True)
class Event:
    """What happens: its phrase and fields; `when` holds the places of its dates, `subject` is named before the verb."""

    span: Span
    type: str
    status: str
    when: tuple[Span, ...]
    subject: Name | None
    places: tuple[Name, ...]


def events(
    text: ArticleText, when: list[Candidate], called: list[Name], stated: list[Statement], published: date | None
) -> Iterator[Event]:
    """One for each verb of the table that a date belongs to, outside quotations."""
    quoted = SpanIndex(quotations(text.content))
    dated: dict[Span, list[Candidate]] = {}
    for one in when:
        if not quoted.holds(one.span):
            dated.setdefault(text.sentence_at(one.span.start), []).append(one)
    named: dict[Span, list[tuple[Span, Name]]] = {}
    decided = (one for one in called if one.type != UNDECIDED)
    for span, name in sorted(((span, one) for one in decided for span in one.spans), key=lambda pair: pair[0]):
        named.setdefault(text.sentence_at(span.start), []).append((span, name))
    for statement in stated:
        own, near = dated.get(statement.sentence, []), named.get(statement.sentence, [])
        yield from _of_sentence(text.content, statement.sentence, own, near, published)


def _of_sentence(
    content: str, sentence: Span, dated: list[Candidate], named: list[tuple[Span, Name]], published: date | None
) -> Iterator[Event]:
    verbs = list(_PREDICATE.finditer(content, *sentence)) if dated else []
    found: dict[re.Match[str], list[Candidate]] = {}
    for one in dated:
        verb = _verb_of(content, sentence, one.span, verbs)
        if verb and not verb["said"] and not _NO.search(content, max(sentence.start, verb.start() - 25), verb.end()):
            found.setdefault(verb, []).append(one)
    for verb, when in found.items():
        kind = _type(content[slice(*sentence)], verb)
        if kind:
            after = [one.span.end for one in when if one.span.start > verb.end()]
            yield Event(
                phrase(content, _start(content, sentence, verb), min(after, default=sentence.end)),
                kind,
                _status(verb, when, published),
                tuple(one.span for one in when),
                next((name for span, name in reversed(named) if span.end <= verb.start() and _acts(name)), None),
                tuple(dict.fromkeys(name for span, name in named if _is_where(content, span, name))),
            )


def _start(content: str, sentence: Span, verb: re.Match[str]) -> int:
    """Where a short subject begins that stands right before a verb, else the verb: "Another protest is planned"."""
    start = max(sentence.start, 1 + max(content.rfind(mark, sentence.start, verb.start()) for mark in ',;:“”"()'))
    lead = content[start : verb.start()]
    return verb.start() - len(lead.lstrip()) if 0 < len(lead.split()) <= _FEW else verb.start()


def _verb_of(content: str, sentence: Span, when: Span, verbs: list[re.Match[str]]) -> re.Match[str] | None:
    """The verb that a date belongs to: the last one before it in its clause, or the first of a clause it begins."""
    before = next((verb for verb in reversed(verbs) if verb.end() <= when.start), None)
    if before and not _BREAK.search(_APPOSED.sub("", content[before.end() : when.start])):
        return before
    lead = content[sentence.start : when.start].rstrip()
    begins = not lead or lead.endswith((",", ";", "and"))
    return next((verb for verb in verbs if begins and verb.start() >= when.end), None)


def _type(sentence: str, verb: re.Match[str]) -> str | None:
    """The type of a verb; where it only says that something is held, begins or ends, that of the noun."""
    if verb["weighed"]:
        return verb["w"].removesuffix("s") if verb["w"] != "new" else None
    word = next(verb[name] for name in ("m", "a", "n", "d", "t", "p") if verb[name]).lower()
    if word == "found" and not verb["done"] and re.match(r"[^.,]{0,40} that\b", verb.string[verb.end() :][:60]):
        return None  # "a study found in 2019 that"
    kind = next(filter(None, (_PAST.get(word), *(_BASE.get(word.removesuffix(end)) for end in ("", "s", "es")))))
    if kind not in _OF_NOUNS:
        return kind
    noun = next((kind for kind, nouns in _TYPE_OF_NOUN if nouns.search(sentence)), None)
    return noun or (None if kind == "held" else kind)


def _status(verb: re.Match[str], when: list[Candidate], published: date | None) -> str:
    """By the verb's form; with a TODO where no day of the text tells, or one tells otherwise."""
    considered, happened, ongoing = verb["maybe"] or verb["weighed"], verb["d"], verb["n"]
    status = "considered" if considered else "happened" if happened else "ongoing" if ongoing else "planned"
    hulls = [parse(str(one.fields["edtf"])).hull for one in when if "TODO" not in str(one.fields["edtf"])]
    if not published or not hulls:
        return status if happened or verb["ahead"] else f"TODO {status}"
    day = published.isoformat()
    over = all(hull.latest is not None and hull.latest < day for hull in hulls)
    to_come = all(hull.earliest is not None and hull.earliest > day for hull in hulls)
    return f"TODO {status}" if (over and not happened) or (to_come and happened) else status


def _acts(name: Name) -> bool:
    return name.collection != "locations"


def _is_where(content: str, span: Span, name: Name) -> bool:
    """Whether a place stands after "in", "at" or the like."""
    before = content[max(0, span.start - 12) : span.start]
    return not _acts(name) and re.search(r"\b(?:in|at|near|outside|off|from|to)(?: the)? $", before) is not None
