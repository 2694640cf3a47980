"""Make a draft from another tool's findings: its values, TODO where judgement is due, and a note on each value that
the drafting rules read otherwise."""

import re
from collections.abc import Callable, Hashable, Iterable, Mapping
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any, NamedTuple

from pydantic import BaseModel, ValidationError

from authoring.article_text import ArticleText, Span, plain
from authoring.draft.candidate import UNDECIDED, Candidate, Name, phrase
from authoring.draft.dates import dates
from authoring.draft.figures import figures
from authoring.draft.language import LEAST_ENGLISH, share_of_english
from authoring.draft.names import Known
from authoring.draft.proposals import by_sentence, draft, mentions
from authoring.draft.seed import Draft, Proposal, Value, ref_of, slug, unique
from authoring.imports.formats import read_items
from authoring.imports.items import Kind, Placed, Refused, place
from authoring.locate import unusable
from schemas.records import Claim, Company, Date, Figure
from schemas.seedfiles.faults import Faults, FileLine

_FIGURES = ("figure", "quantity", "number", "money", "percent", "cardinal", "amount", "statistic", "measure")
_DATES = ("date", "time", "datetime", "timex")
_COMPANIES = ("org", "organization", "organisation", "company")
_OTHERS = ("government", "institution", "political_party", "union", "group", "role", "administration", "anonymous")
_TYPES = {
    **dict.fromkeys(_COMPANIES, ("companies", "company")),
    **dict.fromkeys(("person", "per"), ("parties", "person")),
    **dict.fromkeys(("gpe", "loc", "location", "place", "city"), ("locations", "city")),
    **dict.fromkeys(("country", "state", "region", "facility", "water", "area"), ("locations", "")),
    **dict.fromkeys(_OTHERS, ("parties", "")),
}
_KINDS: dict[str, Kind] = {  # every other class is a claim
    **dict.fromkeys(("mention", "entity", "party", *_TYPES), "mention"),
    **dict.fromkeys(_FIGURES, "figure"),
    **dict.fromkeys(_DATES, "date"),
}
_NUMBERS = ("value", "min", "max")
_READ = (*_NUMBERS, "hedge", "currency")  # what the rules read better than a unit's name
_NUMBER = re.compile(r"-?(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?")
_LONGEST_NUMBER = 30  # characters
_FEW = 8  # words that a statement may share with the text in a row


class Import(NamedTuple):
    """The draft, and a line for each item that stands elsewhere, was refused, was found twice, or is read otherwise."""

    draft: Draft
    kept: int
    healed: int
    refused: int
    twice: int
    lines: tuple[str, ...]


def imported(
    text: ArticleText, source: Path, registry: Iterable[Known], published: date | None = None, article: str = ""
) -> Import:
    """A draft of the findings in a file, placed in the text; FileError where the file is of no known format."""
    found = read_items(source, text)
    bad = [f"{one}: refused" for one in found if isinstance(one, str)]
    results = [place(one, text) for one in found if not isinstance(one, str)]
    refused = [one for one in results if isinstance(one, Refused)]
    placed: dict[Hashable, Placed] = {}
    twice: list[str] = []
    for one in results:
        if isinstance(one, Placed):
            first = placed.setdefault((_kind(one), one.span, repr(one.item.attributes)), one)
            if first is not one:
                twice.append(f"{one.item.name}: {one.item.exact[:60]!r} is the same as {first.item.name}")
    healed = [one for one in placed.values() if one.healed]
    lines = [
        *(f"{one.item.name}: {one.item.exact[:60]!r} {one.healed}" for one in healed),
        *(f"{one.item.name}: {one.item.exact[:60]!r} {one.reason}" for one in refused),
        *(f"{one.item.name}: {one.item.exact[:60]!r} {one.item.note}" for one in placed.values() if one.item.note),
        *bad,
        *twice,
    ]
    maker = _Maker(text, list(registry), published, article)
    made = maker.draft(list(placed.values()))
    counts = (len(placed) - len(healed), len(healed), len(refused) + len(bad), len(twice))
    return Import(made, *counts, (*lines, *maker.questions))


def _kind(one: Placed) -> Kind:
    return _KINDS.get(one.item.kind.lower(), "claim")


class _Maker:
    """Makes proposals of placed items."""

    def __init__(self, text: ArticleText, registry: list[Known], published: date | None, article: str) -> None:
        self._text, self._frame = text, draft(text, registry, published, article)
        self._by_name = {
            plain(name).casefold(): ref for ref, entry in registry for name in (entry.name, *entry.aliases)
        }
        read = text.with_plain_blanks
        self._dates = dates(read, self._frame.published)
        self._figures = figures(read, [one.span for one in self._dates])
        self.questions: list[str] = []

    def draft(self, placed: list[Placed]) -> Draft:
        """The draft of one article; figures and dates are linked from the claims in whose sentence they stand."""
        by_kind: dict[Kind, list[Placed]] = {"mention": [], "figure": [], "date": [], "claim": []}
        for one in placed:
            by_kind[_kind(one)].append(one)
        names = self._names(by_kind["mention"])
        own_figures = self._proposals(by_kind["figure"], self._figure)
        own_dates = self._proposals(by_kind["date"], self._date)
        if any(one.fields.get("relative_to") for one in own_dates) and "published" not in {one.id for one in own_dates}:
            own_dates[:0] = [one for one in self._frame.dates if one.id == "published"]
        linked = {
            "figures": by_sentence("figures", own_figures, self._text),
            "dates": by_sentence("dates", own_dates, self._text),
        }
        return replace(
            self._frame,
            language="en" if share_of_english(self._text) >= LEAST_ENGLISH else "TODO its code in ISO 639, such as zh",
            names=names,
            mentions=mentions(names),
            figures=own_figures,
            dates=own_dates,
            events=[],
            claims=self._proposals(by_kind["claim"], lambda one: self._claim(one, linked)),
        )

    def _proposals(self, placed: list[Placed], fields: Callable[[Placed], dict[str, Value]]) -> list[Proposal]:
        taken: dict[str, int] = {}
        made = []
        for one in sorted(placed, key=lambda item: item.span):
            span = self._evidence(one.span)
            made.append(Proposal(unique(slug(self._text.content[span.start : span.end]), taken), fields(one), (span,)))
        return made

    def _names(self, placed: list[Placed]) -> list[Name]:
        """Each entry once, with all its places; the publisher too, to whom claims and the article refer."""
        found: dict[str, Name] = {}
        for one in placed:
            span = self._evidence(one.span)
            phrase = " ".join(self._text.content[span.start : span.end].split())
            name = str(self._usable(one, Company, ("name",)).get("name", phrase))
            word = _word(one.item.attributes.get("type")) or one.item.kind.lower()
            collection, kind = _TYPES.get(word, ("companies", UNDECIDED))
            made = Name(name, collection, kind or word, (span,), self._by_name.get(plain(name).casefold()))
            known = found.setdefault(ref_of(made), made)
            found[ref_of(made)] = replace(known, spans=tuple(sorted({*known.spans, span})))
        for publisher in (one for one in self._frame.names if ref_of(one) == self._frame.publisher):
            found.setdefault(ref_of(publisher), publisher)
        return list(found.values())

    def _evidence(self, span: Span) -> Span:
        """The span, or its first words where it is too long for evidence."""
        exact = self._text.content[span.start : span.end]
        return phrase(self._text.content, *span) if "\n" in exact or unusable(exact) else span

    def _note(self, one: Placed, message: str) -> None:
        self.questions.append(f"{one.item.name}: {one.item.exact[:60]!r} {message}")

    def _usable(self, one: Placed, model: type[BaseModel], names: Iterable[str]) -> dict[str, Value]:
        """What the tool says of these fields, as far as records can hold it; a note on the rest."""
        said = one.item.attributes
        given = {name: _value(name, said.get(name, said.get("value") if name == "edtf" else None)) for name in names}
        given = {name: value for name, value in given.items() if value not in (None, "", [])}
        for name, message in _faults(model, given).items():
            self._note(one, f"has a {name} that was left out: {message}")
            del given[name]
        return given

    def _figure(self, one: Placed) -> dict[str, Value]:
        given = self._usable(one, Figure, (*_NUMBERS, "hedge", "unit", "unit_code", "currency", "form"))
        read = _read(self._figures, one.span)
        if read is None:
            return {"hedge": "TODO", "unit": "TODO what is counted", **_open_value(given), **given}
        fields = {"hedge": "exact", "unit": "TODO what is counted", **_open_value(read.fields), **read.fields}
        differing = [name for name in _READ if name in given and given[name] != fields.get(name)]
        if differing:
            own = [f"{name} {fields[name]}" for name in _READ if name in fields and name in (*_NUMBERS, *differing)]
            self._note(
                one, f"reads {', '.join(own)}; the tool says {', '.join(f'{name} {given[name]}' for name in differing)}"
            )
        if any(name in _NUMBERS for name in differing):  # the tool may mean another number than the rules
            fields = {"hedge": fields["hedge"], "unit": "TODO what is counted"}
        return {**fields, **given}

    def _date(self, one: Placed) -> dict[str, Value]:
        given = self._usable(one, Date, ("edtf", "role"))
        read = _read(self._dates, one.span)
        fields: dict[str, Value] = dict(read.fields) if read else {"edtf": "TODO"}
        if read and "edtf" in given and read.fields["edtf"] != given["edtf"]:
            self._note(one, f"reads {read.fields['edtf']}; the tool says {given['edtf']}")
        kept = {name: value for name, value in fields.items() if name in Date.model_fields}
        return {**kept, "role": "TODO", **given}

    def _claim(self, one: Placed, linked: dict[str, dict[Span, dict[str, int]]]) -> dict[str, Value]:
        given = self._usable(one, Claim, ("statement", "modality", "quotation"))
        words = " ".join(str(given.get("statement", "")).split())
        if len(words.split()) > _FEW and words.rstrip(".") in " ".join(self._text.content.split()):
            self._note(one, "has a statement that copies the text; write it in your own words")
            del given["statement"]
        speaker = _word(one.item.attributes.get("speaker"))
        sentence = self._text.sentence_at(one.span.start)
        return {
            "statement": "TODO in your own words",
            "speaker": self._by_name.get(plain(speaker).casefold()) or f"TODO {speaker or 'who says it'}",
            "modality": "TODO",
            **given,
            **{name: list(refs.get(sentence, ())) or None for name, refs in linked.items()},
        }


def _read(found: list[Candidate], span: Span) -> Candidate | None:
    return next((one for one in found if one.span.meets(span)), None)


def _open_value(fields: Mapping[str, object]) -> dict[str, Value]:
    return {} if any(name in fields for name in _NUMBERS) else {"value": "TODO"}


def _word(value: object) -> str:
    return " ".join(value.split()) if isinstance(value, str) else ""


def _value(name: str, value: object) -> Any:
    """A tool's value as a seed has it: the only one of a list, words without blanks around them, a number of digits."""
    one = value[0] if isinstance(value, list) and len(value) == 1 else value
    if not isinstance(one, str):
        return int(one) if isinstance(one, float) and one.is_integer() else one
    words = _word(one)
    is_number = name in _NUMBERS and len(words) < _LONGEST_NUMBER and _NUMBER.fullmatch(words)
    return _value(name, float(words.replace(",", ""))) if is_number else words


def _faults(model: type[BaseModel], given: Mapping[str, object]) -> dict[str, str]:
    """Why a class of records refuses single fields, by field."""
    try:
        model.model_validate(given)
    except ValidationError as error:
        faults = Faults()
        faults.add_invalid(FileLine("", 0), error, "")
        return {fault.path: fault.message for fault in faults if fault.path in given}
    return {}
