"""What the rules find in a text, as records to edit: a claim a sentence, with its figures, dates and events linked."""

import re
from bisect import bisect_left
from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date
from types import MappingProxyType

from authoring.article_text import ArticleText, Span, SpanIndex
from authoring.draft.absolute_dates import published_on
from authoring.draft.bylines import head_lines, staff_lines, written_by
from authoring.draft.candidate import Candidate, Name, Scalar
from authoring.draft.claims import claims
from authoring.draft.dates import dates
from authoring.draft.described_speakers import joined
from authoring.draft.event_words import ANY_NOUN, UNNAMED, type_of_noun
from authoring.draft.events import Event, events
from authoring.draft.figures import figures
from authoring.draft.ids import date_id, figure_id, mention_id
from authoring.draft.names import Known, names
from authoring.draft.seed import Draft, Proposal, Value, headline, ref_of, slug, unique
from authoring.draft.statements import statements
from authoring.draft.told_figures import as_told
from authoring.draft.words import GROUP_NOUNS
from schemas.edtf_date import parse
from schemas.uncollected import uncollected

_AGENCY = re.compile(r"\(([A-Z][\w ’'-]*)\) ?[-–—]")
_SAID_ROLES = {
    "stated": ("said", "says", "told", "stated", "added", "warned", "denied", "confirmed", "insisted"),
    "reported": ("reported", "wrote", "reports"),
    "announced": ("announced", "unveiled", "disclosed"),
}
_SAID_ON = re.compile(rf"\b({'|'.join(verb for verbs in _SAID_ROLES.values() for verb in verbs)})(?: [a-z]+){{0,2}} $")
_BEGINS, _ENDS = re.compile(r"begin|start|open|resume|launch"), re.compile(r"end|finish|expire|runs? out|close")
_LED = re.compile(r"[IiOo]n (?=[A-Z\d]|spring|summer|autumn|winter|early|late|mid)")
_NEAR = 100  # names before "the company" that it may stand for
_FORM = re.compile(
    rf"\b[Tt]he (company|firm|club|charity|party|police|regulator|{GROUP_NOUNS})\b(?!’s|'s| (?:of|for)\b)"
)
_FORMS_OF = {
    **dict.fromkeys(("company", "firm"), ("company",)),
    "union": ("union",),
    "party": ("political_party",),
    **dict.fromkeys(("agency", "regulator", "authority", "ministry"), ("administration",)),
}
_PUBLISHERS = ("news_organization", "publisher")


@uncollected()
def draft(
    text: ArticleText,
    registry: Iterable[Known] = (),
    published: date | None = None,
    article: str = "",
    publisher: str | None = None,
) -> Draft:
    """What the rules find in a text. Without `published` and `publisher`, a ref, they are looked for in its head."""
    own_text, text = text, text.with_plain_blanks
    day_named = published_on(text)
    on = published or (date.fromisoformat(str(day_named.fields["edtf"])) if day_named else None)
    found_dates = dates(text, on)
    found_names = names(text, registry)
    stated = list(statements(text, found_names))
    found_names += joined((one.speaker for one in stated), found_names)
    happening = list(events(text, found_dates, found_names, stated, on))
    counted = as_told(text, figures(text, [one.span for one in found_dates]), found_names)
    own_figures = _joined(text, _proposals(text, counted))
    day = _day(found_dates, on)
    own_events = _events(text, happening)
    told_on = {span: one.id for event, one in zip(happening, own_events, strict=True) for span in event.when}
    own_dates = _dates(text, _with_published(found_dates, day, told_on), happening, on)
    own_events = _with_dates(own_events, happening, own_dates)
    head = SpanIndex(head_lines(text))
    named = _publisher(text, found_names, head)
    authors = _authors(found_names, head) or _authors(found_names, SpanIndex(written_by(text)))
    found_names = without_staff(text, found_names)
    told = [one for one in found_names if one is not named or not all(map(head.holds, one.spans))]
    own_publisher = publisher or (ref_of(named) if named else None)
    linked = {"figures": own_figures, "dates": own_dates, "events": own_events}
    refs = {section: by_sentence(section, proposals, text) for section, proposals in linked.items()}
    mentioned = mentions(told, _other_forms(text, found_names))
    stating = claims(text, stated, refs, own_publisher, told, mentioned)
    return Draft(
        text=own_text,
        article=article or slug(headline(text)),
        published=on,
        day=day,
        names=found_names,
        publisher=own_publisher,
        author=" and ".join(one.name for one in authors) or None,
        head=[span for one in (named, *authors) if one for span in one.spans if head.holds(span) or one in authors],
        mentions=mentioned,
        figures=own_figures,
        dates=own_dates,
        events=_with_participants(own_events, stating, own_publisher),
        claims=[_without_participants(one) for one in stating],
    )


def by_sentence(section: str, proposals: list[Proposal], text: ArticleText) -> dict[Span, dict[str, int]]:
    """Refs of records, and where their first places begin, by the sentence of these."""
    found: dict[Span, dict[str, int]] = {}
    for one in proposals:
        if one.spans:
            at = one.spans[0].start
            found.setdefault(text.sentence_at(at), {})[f"{section}/.{one.id}"] = at
    return found


def _publisher(text: ArticleText, found: list[Name], head: SpanIndex) -> Name | None:
    """The organisation that a line under the headline names, a news organisation first, else the agency of the
    dateline: the speaker where no other is named."""
    bodies = [one for one in found if one.collection != "locations" and one.type != "person"]
    in_head = [one for one in bodies if any(map(head.holds, one.spans))]
    news = (one for one in in_head if one.type in _PUBLISHERS)
    agency = _AGENCY.search(text.content)
    sent = (one for one in bodies if agency and Span(*agency.span(1)) in one.spans)
    return next(iter((*news, *in_head, *sent)), None)


def without_staff(text: ArticleText, found: list[Name]) -> list[Name]:
    """The names but for people whom only bylines and credits name: the article's `author` takes them."""
    lines = staff_lines(text)
    return [one for one in found if one.type != "person" or not all(map(lines.holds, one.spans))]


def _authors(found: list[Name], lines: SpanIndex) -> list[Name]:
    """The people whom bylines name, in reading order."""
    named = (one for one in found if one.type == "person" and lines.holds(one.spans[0]))
    return sorted(named, key=lambda one: one.spans)


def mentions(found: list[Name], forms: Mapping[str, list[Span]] = MappingProxyType({})) -> list[Proposal]:
    """A mention of each name, with the places of its other forms (by ref)."""
    taken: dict[str, int] = {}
    return [
        Proposal(
            unique(short if (short := mention_id(name)) not in taken else ref_of(name).partition("/")[2], taken),
            {"label": name.name, "of": ref_of(name), "role": "literal"},
            tuple(sorted((*name.spans, *forms.get(ref_of(name), ())))),
        )
        for name in found
    ]


def _other_forms(text: ArticleText, found: list[Name]) -> dict[str, list[Span]]:
    """Where "the company" or "the council" stands for an organisation: the last one before it that is a company, or
    that has the noun in its name."""
    bodies = ((span, one) for one in found if one.collection != "locations" for span in one.spans)
    named = sorted(bodies, key=lambda pair: pair[0])
    starts = [span.start for span, _ in named]
    forms: dict[str, list[Span]] = {}
    for form in _FORM.finditer(text.content):
        at = bisect_left(starts, form.start())
        before = reversed(named[max(0, at - _NEAR) : at])
        meant = next((one for _, one in before if _is_called(form[1], one)), None)
        if meant:
            forms.setdefault(ref_of(meant), []).append(Span(*form.span()))
    return forms


def _is_called(noun: str, one: Name) -> bool:
    if noun in _FORMS_OF:
        return one.type in _FORMS_OF[noun]
    return noun in one.name.lower().split()


def _proposals(text: ArticleText, found: Iterable[Candidate]) -> list[Proposal]:
    taken: dict[str, int] = {}
    return [
        Proposal(
            unique(_id(text, one), taken),
            {name: value for name, value in one.fields.items() if name != "id"},
            (one.span,),
        )
        for one in found
    ]


def _joined(text: ArticleText, found: list[Proposal]) -> list[Proposal]:
    """A figure of the headline as a second place of the one that the text gives in full."""
    headline = text.paragraphs[0]
    told = [one for one in found if not one.spans[0].within(headline)]
    for one in reversed([one for one in found if one.spans[0].within(headline)]):
        at = next((at for at, other in enumerate(told) if _measured(one) == _measured(other)), None)
        if at is None:
            told.insert(0, one)
        else:
            told[at] = replace(told[at], id=one.id, spans=(*told[at].spans, *one.spans))
    return told


def _measured(one: Proposal) -> dict[str, Value]:
    return {name: value.casefold() if isinstance(value, str) else value for name, value in one.fields.items()}


def _id(text: ArticleText, one: Candidate) -> str:
    return str(one.fields.get("id") or (figure_id if "hedge" in one.fields else date_id)(text, one))


def _dates(text: ArticleText, found: list[Candidate], happening: list[Event], on: date | None) -> list[Proposal]:
    """With a role, and the day of publication where a date is reckoned from it."""
    event_on = {span: event for event in happening for span in event.when}
    made = [
        Proposal(one.id, {"role": _role(text, one, event_on.get(one.spans[0]), on), **one.fields}, _led(text, one))
        for one in _proposals(text, found)
    ]
    if on and not any(one.id == "published" for one in made) and any("relative_to" in one.fields for one in made):
        made.insert(0, Proposal("published", {"role": "published", "edtf": on.isoformat()}, ()))
    return made


def _led(text: ArticleText, one: Proposal) -> tuple[Span, ...]:
    """A date's place with the "in" or "on" before it: "on 12 June", but "the second half of 2026"."""
    ((start, end),) = one.spans
    led = _LED.match(text.content, start - 3) if start >= 3 else None
    return (Span(start - 3, end) if led else Span(start, end),)


def _role(text: ArticleText, one: Proposal, event: Event | None, on: date | None) -> str:
    """By the verb of saying before a date, by the event that it is of, by the side to which its span is open, or by the
    side of publication on which it lies; a TODO where none of these tells."""
    edtf = str(one.fields["edtf"])
    if on is None or "TODO" in edtf:
        return "TODO"
    start, hull = one.spans[0].start, parse(edtf).hull
    said = _SAID_ON.search(text.content, max(text.sentence_at(start).start, start - 40), start)
    if said:
        return next(role for role, verbs in _SAID_ROLES.items() if said[1] in verbs)
    if hull.earliest is None and text.content.startswith(("until ", "till "), start):
        return "ends"
    if hull.latest is None or hull.earliest is None:
        return "starts" if hull.latest is None else "deadline" if hull.latest >= on.isoformat() else "TODO"
    if event and event.status == "planned":
        return "starts" if _BEGINS.match(event.word) else "ends" if _ENDS.match(event.word) else "planned"
    if event and event.status == "happened":
        return "happened"
    return "happened" if hull.latest < on.isoformat() else "planned" if hull.earliest > on.isoformat() else "TODO"


def _day(found: list[Candidate], on: date | None) -> Span | None:
    """Where the day of publication is written: the first date in the text that is that day."""
    return next((one.span for one in found if on and one.fields["edtf"] == on.isoformat()), None)


def _with_published(found: list[Candidate], day: Span | None, told_on: Mapping[Span, str]) -> list[Candidate]:
    """The day of publication under the id that relative dates point to; the others under those of their events."""
    own: dict[str, Scalar] = {"id": "published", "role": "published"}
    return [
        Candidate(one.span, {key: value for key, value in (one.fields | own).items() if key != "relative_to"})
        if one.span == day
        else Candidate(one.span, one.fields | ({"id": told_on[one.span]} if one.span in told_on else {}))
        for one in found
    ]


def _with_dates(own: list[Proposal], happening: list[Event], own_dates: list[Proposal]) -> list[Proposal]:
    ref_at = {span.end: f"dates/.{one.id}" for one in own_dates for span in one.spans}
    whens = ([ref_at[span.end] for span in event.when] or None for event in happening)
    return [replace(one, fields={**one.fields, "dates": when}) for one, when in zip(own, whens, strict=True)]


def _with_participants(own: list[Proposal], stating: list[Proposal], publisher: str | None) -> list[Proposal]:
    """Events with whom the claim that first tells of them is about, and whom else it names."""
    telling = {ref: claim.fields for claim in reversed(stating) for ref in _refs(claim.fields["events"])}
    made = []
    for one in own:
        claim = telling.get(f"events/.{one.id}", {})
        named = (*(_refs(one.fields["participants"]) or _refs(claim.get("subject"))), *_refs(claim.get("about")))
        acting = [ref for ref in dict.fromkeys(named) if ref != publisher and not ref.startswith("locations/")]
        made.append(replace(one, fields={**one.fields, "participants": acting or None}))
    return made


def _without_participants(claim: Proposal) -> Proposal:
    """A claim that is about places only where an event says who takes part."""
    places = [ref for ref in _refs(claim.fields["about"]) if ref.startswith("locations/")]
    return replace(claim, fields={**claim.fields, "about": places or None}) if claim.fields["events"] else claim


def _refs(value: Value) -> tuple[str, ...]:
    return (value,) if isinstance(value, str) else tuple(value) if isinstance(value, list) else ()


def _event_id(text: ArticleText, event: Event) -> str:
    """The noun of its phrase that gives its type ("rally"), else the type, or the verb of none."""
    noun = ANY_NOUN.search(text.content, *event.span)
    if noun and type_of_noun(noun.group()) == event.type:
        return slug(noun.group())
    return slug(event.word if event.type == UNNAMED else event.type)


def _events(text: ArticleText, happening: list[Event]) -> list[Proposal]:
    taken: dict[str, int] = {}
    return [
        Proposal(
            unique(_event_id(text, one), taken),
            {
                "type": one.type,
                "status": one.status,
                "dates": None,
                "locations": [ref_of(place) for place in one.places] or None,
                "participants": [ref_of(one.subject)] if one.subject else None,
            },
            (one.span,),
        )
        for one in happening
    ]
