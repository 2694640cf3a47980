"""Make a draft from another tool's findings: its values, TODO where judgement is due, and a note on each value that
the drafting rules read otherwise."""

import re
from collections.abc import Callable, Iterable, Iterator
from datetime import date
from pathlib import Path
from typing import NamedTuple

from authoring.article_text import ArticleText, Span, plain
from authoring.draft.candidate import Candidate, Name, phrase
from authoring.draft.dates import dates
from authoring.draft.figures import figures
from authoring.draft.names import Known
from authoring.draft.proposals import by_sentence, draft
from authoring.draft.seed import Draft, Proposal, Value, ref_of, slug, unique
from authoring.imports.formats import read_items
from authoring.imports.items import Kind, Placed, Refused, place
from authoring.locate import unusable
from schemas.records import Claim, Date

_FIGURES = ("figure", "quantity", "number", "money", "percent", "cardinal", "amount", "statistic", "measure")
_DATES = ("date", "time", "datetime", "timex")
_COMPANIES = ("mention", "entity", "org", "organization", "organisation", "company", "party")
_OTHERS = ("government", "institution", "political_party", "union", "group", "role", "administration", "anonymous")
_TYPES = {
    **dict.fromkeys(("person", "per"), ("parties", "person")),
    **dict.fromkeys(("gpe", "loc", "location", "place", "city"), ("locations", "city")),
    **dict.fromkeys(("country", "state", "region", "facility", "water", "area"), ("locations", "")),
    **dict.fromkeys(_OTHERS, ("parties", "")),
}
_KINDS: dict[str, Kind] = {  # every other class is a claim
    **dict.fromkeys((*_COMPANIES, *_TYPES), "mention"),
    **dict.fromkeys(_FIGURES, "figure"),
    **dict.fromkeys(_DATES, "date"),
}
_NUMBERS = ("value", "min", "max")


class Import(NamedTuple):
    """The draft, and a line for each item that stands elsewhere, was refused, or is read otherwise."""

    draft: Draft
    kept: int
    healed: int
    refused: int
    lines: tuple[str, ...]


def imported(
    text: ArticleText, source: Path, registry: Iterable[Known], published: date | None = None, article: str = ""
) -> Import:
    """A draft of the findings in a file, placed in the text; FileError where the file is of no known format."""
    found = read_items(source)
    bad = [f"{one}: refused" for one in found if isinstance(one, str)]
    results = [place(one, text) for one in found if not isinstance(one, str)]
    placed = [one for one in results if isinstance(one, Placed)]
    refused = [one for one in results if isinstance(one, Refused)]
    healed = [one for one in placed if one.healed]
    lines = [
        *(f"{one.item.name}: {one.item.exact[:60]!r} {one.healed}" for one in healed),
        *(f"{one.item.name}: {one.item.exact[:60]!r} {one.reason}" for one in refused),
        *bad,
    ]
    maker = _Maker(text, list(registry), draft(text, (), published, article))
    made = maker.draft(placed)
    return Import(made, len(placed) - len(healed), len(healed), len(refused) + len(bad), (*lines, *maker.questions))


class _Maker:
    """Makes proposals of placed items."""

    def __init__(self, text: ArticleText, registry: list[Known], frame: Draft) -> None:
        self._text, self._frame = text, frame
        self._by_name = {
            plain(name).casefold(): ref for ref, entry in registry for name in (entry.name, *entry.aliases)
        }
        self._dates = dates(text, frame.published)
        self._figures = figures(text, [one.span for one in self._dates])
        self.questions: list[str] = []

    def draft(self, placed: list[Placed]) -> Draft:
        """The draft of one article; figures and dates are linked from the claims in whose sentence they stand."""
        by_kind: dict[Kind, list[Placed]] = {"mention": [], "figure": [], "date": [], "claim": []}
        for one in placed:
            by_kind[_KINDS.get(one.item.kind.lower(), "claim")].append(one)
        names = list(self._names(by_kind["mention"]))
        own_figures = self._proposals(by_kind["figure"], self._figure)
        own_dates = self._proposals(by_kind["date"], self._date)
        if any(one.fields.get("relative_to") for one in own_dates) and "published" not in {one.id for one in own_dates}:
            own_dates[:0] = [one for one in self._frame.dates if one.id == "published"]
        linked = {
            "figures": by_sentence("figures", own_figures, self._text),
            "dates": by_sentence("dates", own_dates, self._text),
        }
        return Draft(
            text=self._text,
            article=self._frame.article,
            published=self._frame.published,
            day=self._frame.day,
            publisher=self._frame.publisher,
            author=self._frame.author,
            head=self._frame.head,
            names=names,
            mentions=[
                Proposal(slug(name.name), {"label": name.name, "of": ref_of(name), "role": "literal"}, name.spans)
                for name in names
            ],
            figures=own_figures,
            dates=own_dates,
            claims=self._proposals(by_kind["claim"], lambda one: self._claim(one, linked)),
        )

    def _proposals(self, placed: list[Placed], fields: Callable[[Placed], dict[str, Value]]) -> list[Proposal]:
        taken: dict[str, int] = {}
        made = []
        for one in sorted(placed, key=lambda item: item.span):
            span = self._evidence(one.span)
            made.append(Proposal(unique(slug(self._text.content[span.start : span.end]), taken), fields(one), (span,)))
        return made

    def _names(self, placed: list[Placed]) -> Iterator[Name]:
        spans: dict[tuple[str, str, str, str | None], list[Span]] = {}
        for one in placed:
            name = str(one.item.attributes.get("name") or " ".join(one.item.exact.split()))
            word = str(one.item.attributes.get("type") or one.item.kind).lower()
            collection, kind = _TYPES.get(word, ("companies", "company"))
            key = (name, collection, kind or word, self._by_name.get(plain(name).casefold()))
            spans.setdefault(key, []).append(self._evidence(one.span))
        for (name, collection, kind, ref), places in spans.items():
            yield Name(name, collection, kind, tuple(sorted(set(places))), ref)

    def _evidence(self, span: Span) -> Span:
        """The span, or its first words where it is too long for evidence."""
        exact = self._text.content[span.start : span.end]
        return phrase(self._text.content, *span) if "\n" in exact or unusable(exact) else span

    def _ask(self, one: Placed, read: Value, said: str) -> None:
        self.questions.append(f"{one.item.name}: {one.item.exact[:60]!r} reads {read}; the tool says {said}")

    def _figure(self, one: Placed) -> dict[str, Value]:
        given = {name: _number(one.item.attributes.get(name)) for name in _NUMBERS}
        numbers = {name: value for name, value in given.items() if value is not None}
        words = ("hedge", "unit", "unit_code", "currency", "form")
        texts = {name: str(one.item.attributes[name]) for name in words if one.item.attributes.get(name)}
        read = _read(self._figures, one.span)
        if read and numbers and not any(read.fields.get(name) == value for name, value in numbers.items()):
            said = ", ".join(f"{name} {value}" for name, value in numbers.items())
            own = ", ".join(f"{name} {read.fields[name]}" for name in _NUMBERS if name in read.fields)
            self._ask(one, own or "no number", said)
        open_value = {} if numbers or read else {"value": "TODO"}
        hedge = read.fields.get("hedge", "exact") if read else "TODO"
        fields = {"hedge": hedge, "unit": "TODO what is counted", **open_value}
        return {**fields, **(read.fields if read and not numbers else {}), **numbers, **texts}

    def _date(self, one: Placed) -> dict[str, Value]:
        read = _read(self._dates, one.span)
        edtf = one.item.attributes.get("edtf") or one.item.attributes.get("value")
        fields: dict[str, Value] = dict(read.fields) if read else {"edtf": "TODO"}
        if isinstance(edtf, str):
            if read and read.fields["edtf"] != edtf:
                self._ask(one, read.fields["edtf"], edtf)
            fields["edtf"] = edtf
        role = str(one.item.attributes.get("role") or "TODO")
        return {"role": role, **{name: value for name, value in fields.items() if name in Date.model_fields}}

    def _claim(self, one: Placed, linked: dict[str, dict[Span, list[str]]]) -> dict[str, Value]:
        given = one.item.attributes
        speaker = str(given.get("speaker") or "")
        ref = self._by_name.get(plain(speaker).casefold())
        sentence = self._text.sentence_at(one.span.start)
        modality = str(given.get("modality") or "")
        return {
            "statement": str(given.get("statement") or "TODO in your own words"),
            "speaker": ref or f"TODO {speaker or 'who says it'}",
            "modality": modality if modality in _options("modality") else "TODO",
            "quotation": str(given["quotation"]) if given.get("quotation") in ("direct", "indirect") else None,
            **{name: refs.get(sentence) for name, refs in linked.items()},
        }


def _options(field: str) -> tuple[str, ...]:
    annotation = Claim.model_fields[field].annotation
    return tuple(getattr(annotation, "__args__", ()))


def _read(found: list[Candidate], span: Span) -> Candidate | None:
    return next((one for one in found if one.span.meets(span)), None)


def _number(value: object) -> int | float | None:
    if isinstance(value, str) and re.fullmatch(r"-?\d[\d,]*(?:\.\d+)?", value):
        value = float(value.replace(",", ""))
    if isinstance(value, bool) or not isinstance(value, int | float):
        return None
    return int(value) if value == int(value) else value
