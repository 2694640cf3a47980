"""A seed to edit, written from candidates: places exact, judgement left as TODO, a claim for each statement."""

import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from authoring.article_text import ArticleText, FileError, Span
from authoring.draft.absolute_dates import published_on
from authoring.draft.candidate import Candidate, Name, Scalar
from authoring.draft.dates import dates
from authoring.draft.figures import figures
from authoring.draft.names import Known, names
from authoring.draft.statements import Statement, statements
from authoring.locate import flow
from authoring.modeline import modeline
from schemas.characters import normalized
from schemas.edtf_date import parse

_HEAD = """\
# A draft: found by rules, so look at each record, drop what is no fact, add what is missing, and clear every TODO
# (seeds/README.md tells how). `facts check` refuses the file as long as one is left.
"""
_RIGHTS = (
    "Only facts are recorded here, in the modeller's words. The article's text belongs to its publisher and is not "
    "included; evidence gives positions in it and short phrases."
)
_HEAD_PARAGRAPHS = 2
_PUBLISHERS = ("news_organization", "publisher")

Value = Scalar | Sequence[str] | None


@dataclass(frozen=True)
class Proposal:
    """A record to write: its id, fields, and places."""

    id: str
    fields: Mapping[str, Value]
    spans: tuple[Span, ...]


@dataclass(frozen=True)
class Draft:
    """Everything proposed for one article."""

    text: ArticleText
    article: str
    published: date | None
    day: Span | None
    names: list[Name]
    publisher: str | None = None
    mentions: list[Proposal] = field(default_factory=list)
    figures: list[Proposal] = field(default_factory=list)
    dates: list[Proposal] = field(default_factory=list)
    claims: list[Proposal] = field(default_factory=list)
    notes: tuple[str, ...] = ()

    def seed(self) -> str:
        """The article's file, as YAML."""
        sections = {"mentions": self.mentions, "figures": self.figures, "dates": self.dates, "claims": self.claims}
        self.text.look_up(self.text.content[s.start : s.end] for one in sections.values() for p in one for s in p.spans)
        notes = [f"# {note}".rstrip() for note in (*self.notes, *self._missing())]
        lines = [modeline(), *_HEAD.splitlines(), *notes, "", *self._article()]
        for name, proposals in sections.items():
            lines += ["", f"{name}:" if proposals else f"{name}: []", *self._records(proposals)]
        return "\n".join(lines) + "\n"

    def _missing(self) -> Iterator[str]:
        """The registry entries that are not there yet, for the head of the file."""
        for number, (collection, entry, name, kind) in enumerate(self._new_entries()):
            if number == 0:
                yield from (
                    "",
                    "Not in the registry yet (--into SEEDS writes it there); what is right goes to the file named:",
                )
            shown = json.dumps(name, ensure_ascii=False)
            yield f'  {collection}.yaml: {{id: {entry}, label: "TODO", name: {shown}, type: {kind}}}'

    def _new_entries(self) -> list[tuple[str, str, str, str]]:
        return sorted({(one.collection, entry_id(one), one.name, one.type) for one in self.names if not one.ref})

    def entries(self) -> dict[str, str]:
        """Registry entries that the draft refers to and that are not there yet: file -> YAML to put at its end."""
        missing = sorted(
            {(name.collection, entry_id(name), name.name, name.type) for name in self.names if not name.ref}
        )
        found: dict[str, str] = {}
        for collection, entry, name, kind in missing:
            shown = json.dumps(name, ensure_ascii=False)
            lines = (
                f"- id: {entry}",
                f'  label: "TODO {name}, who or what it is"',
                f"  name: {shown}",
                f"  type: {kind}",
            )
            found[collection] = found.get(collection, "") + "\n" + "\n".join(lines) + "\n"
        return found

    def write(self, seeds: Path) -> list[Path]:
        """Write the seed into a seed folder, and new entries at the end of its registry files; the paths. FileError
        where the article has a seed already."""
        path = seeds / "articles" / f"{self.article}.yaml"
        if path.exists():
            raise FileError(f"{path} is there already; give another --id, or remove it.")
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(self.seed(), encoding="utf-8")
        written = [path]
        for collection, entries in self.entries().items():
            file = seeds / f"{collection}.yaml"
            with file.open("a", encoding="utf-8") as registry:
                registry.write(f"\n# Drafted for {self.article}.\n{entries}")
            written.append(file)
        return written

    def _article(self) -> Iterator[str]:
        fields: dict[str, Value] = {
            "id": self.article,
            "label": "TODO what it tells, in your own words",
            "headline": _headline(self.text),
            "publisher": self.publisher or "TODO a ref into companies",
            "author": "TODO or leave out",
            "published": self.published.isoformat() if self.published else "TODO",
            "language": "en",
            "text_sha256": self.text.sha256,
            "text_length": len(self.text.content),
            "rights": _RIGHTS,
            "about": ["TODO"],
        }
        yield "article:"
        yield from (f"  {key}: {_value(value)}" for key, value in fields.items())
        if self.day:
            yield "  evidence:"
            yield f"    - {flow(self.text.evidence(*self.day))}"

    def _records(self, proposals: list[Proposal]) -> Iterator[str]:
        paragraph = 0
        for one in proposals:
            if one.spans and one.fields.get("statement") and self.text.place(*one.spans[0]).paragraph != paragraph:
                paragraph = self.text.place(*one.spans[0]).paragraph
                yield f"  # paragraph {paragraph}"
            yield f"  - id: {_value(one.id)}"
            yield from (f"    {key}: {_value(value)}" for key, value in one.fields.items() if value is not None)
            yield "    evidence:" if one.spans else "    evidence: [TODO a phrase that tells it]"
            yield from (f"      - {flow(self.text.evidence(*span))}" for span in one.spans)
            yield ""


def draft(text: ArticleText, registry: Iterable[Known] = (), published: date | None = None, article: str = "") -> Draft:
    """What the rules find in a text. Without `published` the day is looked for in the article's head."""
    head = published_on(text)
    on = published or (date.fromisoformat(str(head.fields["edtf"])) if head else None)
    found_dates = dates(text, on)
    found_names = names(text, registry)
    own_figures = _proposals("figures", text, figures(text, [one.span for one in found_dates]))
    day = _day(found_dates, on)
    own_dates = _proposals("dates", text, _with_published(found_dates, day), on)
    if on and not day and any("relative_to" in one.fields for one in own_dates):
        own_dates.insert(0, Proposal("published", {"role": "published", "edtf": on.isoformat()}, ()))
    publisher = _publisher(text, found_names)
    return Draft(
        text=text,
        article=article or slug(_headline(text)),
        published=on,
        day=day,
        names=found_names,
        publisher=publisher,
        mentions=_mentions(found_names),
        figures=own_figures,
        dates=own_dates,
        claims=_claims(text, list(statements(text, found_names)), own_figures, own_dates, publisher),
    )


def _publisher(text: ArticleText, found: list[Name]) -> str | None:
    """The news organisation that the registry knows and that stands in the article's head; it speaks where nobody else
    is said to."""
    head = Span(0, text.paragraphs[min(_HEAD_PARAGRAPHS, len(text.paragraphs) - 1)].start)
    in_head = (one.ref for one in found if one.ref and one.type in _PUBLISHERS and one.spans[0].within(head))
    return next(in_head, None)


def slug(name: str) -> str:
    """An id made from a name."""
    plain = normalized(name.replace("ø", "o").replace("Ø", "O").replace("ß", "ss"), "NFKD")
    plain = plain.encode("ascii", "ignore").decode().lower().replace("'", "")
    plain = re.sub(r"(?<!\d)\.|\.(?!\d)", "", plain)
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:60].strip("-") or "unnamed"


def entry_id(name: Name) -> str:
    """The id of a registry entry that is not there yet."""
    return slug(re.sub(r"^(?:The|A|An) ", "", name.name))


def _headline(text: ArticleText) -> str:
    first = text.paragraphs[0]
    return " ".join(text.content[first.start : first.end].split("\n")[0].split())[:1000]


def _ref(name: Name) -> str:
    return name.ref or f"{name.collection}/{entry_id(name)}"


def _mentions(found: list[Name]) -> list[Proposal]:
    taken: dict[str, int] = {}
    proposals = []
    for name in found:
        own = unique(_ref(name).partition("/")[2], taken)
        proposals.append(Proposal(own, {"label": name.name, "of": _ref(name), "role": "literal"}, name.spans))
    return proposals


def _role(edtf: str, on: date | None) -> str:
    """The role of a date that is open to one side: what began then, or is to be done by then; else a TODO."""
    if on is None or "TODO" in edtf:
        return "TODO"
    hull = parse(edtf).hull
    if hull.latest is None:
        return "starts"
    return "deadline" if hull.earliest is None and hull.latest >= on.isoformat() else "TODO"


def _proposals(section: str, text: ArticleText, found: list[Candidate], on: date | None = None) -> list[Proposal]:
    taken: dict[str, int] = {}
    proposals = []
    for one in found:
        fields: dict[str, Value] = dict(one.fields)
        own = str(fields.pop("id", slug(text.content[one.span.start : one.span.end])))
        first: dict[str, Value] = {"role": _role(str(fields["edtf"]), on)} if section == "dates" else {}
        proposals.append(Proposal(unique(own, taken), {**first, **fields}, (one.span,)))
    return proposals


def _day(found: list[Candidate], on: date | None) -> Span | None:
    """Where the day of publication is written: the first date in the text that is that day."""
    return next((one.span for one in found if on and one.fields["edtf"] == on.isoformat()), None)


def _with_published(found: list[Candidate], day: Span | None) -> list[Candidate]:
    """The day of publication under the id that relative dates point to."""
    own: dict[str, Scalar] = {"id": "published", "role": "published"}
    return [
        Candidate(one.span, {key: value for key, value in (one.fields | own).items() if key != "relative_to"})
        if one.span == day
        else one
        for one in found
    ]


def _claims(
    text: ArticleText,
    found: list[Statement],
    own_figures: list[Proposal],
    own_dates: list[Proposal],
    publisher: str | None,
) -> list[Proposal]:
    taken: dict[str, int] = {}
    linked = {"figures": by_sentence("figures", own_figures, text), "dates": by_sentence("dates", own_dates, text)}
    return [
        Proposal(
            unique(slug(text.content[one.span.start : one.span.end]), taken),
            {
                "statement": "TODO in your own words",
                "speaker": _ref(one.speaker) if one.speaker else _unnamed_speaker(one, publisher),
                "modality": one.modality,
                "quotation": one.quotation,
                **{name: refs.get(one.sentence) for name, refs in linked.items()},
            },
            (one.span,),
        )
        for one in found
    ]


def _unnamed_speaker(statement: Statement, publisher: str | None) -> str:
    """The publisher where the article speaks for itself."""
    own = publisher if statement.quotation is None else None
    return own or "TODO the publisher, or who else says it"


def by_sentence(section: str, proposals: list[Proposal], text: ArticleText) -> dict[Span, list[str]]:
    """Refs of records by the sentence in which their first place begins."""
    found: dict[Span, list[str]] = {}
    for one in proposals:
        if one.spans:
            found.setdefault(text.sentence_at(one.spans[0].start), []).append(f"{section}/.{one.id}")
    return found


def _value(value: Value) -> str:
    if isinstance(value, list | tuple):
        return f"[{', '.join(_value(one) for one in value)}]"
    plain = (
        isinstance(value, str) and re.fullmatch(r"[a-z][a-z0-9/._-]*", value) and value not in ("null", "true", "false")
    )
    return str(value) if plain else json.dumps(value, ensure_ascii=False)


def unique(own: str, taken: dict[str, int]) -> str:
    """An id that is not taken yet: itself, or with a number after it."""
    free = own
    while free in taken:
        taken[own] += 1
        free = f"{own}-{taken[own]}"
    taken[free] = 1
    return free
