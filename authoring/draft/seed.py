"""A draft as the YAML of a seed to edit: exact places, and a TODO where judgement is due."""

import re
import textwrap
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache
from pathlib import Path
from zlib import crc32

import yaml

from authoring.article_text import ArticleText, FileError, Span
from authoring.draft.candidate import Name, Scalar, phrase
from authoring.locate import flow, scalar, unusable
from authoring.modeline import modeline, write_schemas
from authoring.seed_edit import composed, write_whole
from schemas.characters import normalized
from schemas.grounding import paragraph_at
from schemas.seedfiles.seedfile import REQUIRED
from schemas.uncollected import uncollected

_HEAD = """\
# A draft: check each record, remove what is not a fact, add what is missing, and replace every TODO
# (see seeds/README.md). `facts check` refuses the file while a TODO is left.
"""
_RIGHTS = (
    "Only facts are recorded here, in the modeller's words. The article's text belongs to its publisher and is not "
    "included; evidence gives positions in it and short phrases."
)

_LETTERS = str.maketrans(
    {"æ": "ae", "Æ": "Ae", "œ": "oe", "Œ": "Oe", "ø": "o", "Ø": "O", "ß": "ss", "ł": "l", "Ł": "L", "đ": "d", "Đ": "D",
     "ð": "d", "Ð": "D", "þ": "th", "Þ": "Th", "ı": "i", "–": "-", "—": "-"}
)  # fmt: skip
_FULL_STOP, _SEPARATORS = re.compile(r"(?<!\d)\.|\.(?!\d)"), re.compile(r"[^a-z0-9]+")
_AT_BLANK_LINE = re.compile(r"^(?=\n)", re.MULTILINE)
_PLAIN = re.compile(
    r"(?!(?:null|true|false|yes|no|on|off|[0-9a-f]{64})\Z)[a-z](?:[^\r\n\t:#\[\]{}\"]*[\w.’)?!])?", re.I
)

Value = Scalar | Sequence[str] | None


@dataclass(frozen=True)
class Verified:
    """What somebody does about a claim: confirms it, or declines to comment."""

    by: str
    status: str
    span: Span


@dataclass(frozen=True)
class Proposal:
    """A record to write: its id, fields, places, and a claim's verification."""

    id: str
    fields: Mapping[str, Value]
    spans: tuple[Span, ...]
    verification: tuple[Verified, ...] = ()


@dataclass(frozen=True)
class Draft:
    """Everything proposed for one article."""

    text: ArticleText
    article: str
    published: date | None
    day: Span | None
    names: list[Name]
    publisher: str | None = None
    author: str | None = None
    language: str = "en"
    head: Sequence[Span] = ()
    mentions: list[Proposal] = field(default_factory=list)
    figures: list[Proposal] = field(default_factory=list)
    dates: list[Proposal] = field(default_factory=list)
    events: list[Proposal] = field(default_factory=list)
    claims: list[Proposal] = field(default_factory=list)

    @uncollected()
    def seed(self, is_written: bool = False) -> str:
        """The article's file, as YAML; with `is_written`, the new entries are in the registry already."""
        sections = {name: getattr(self, name) for name in ("mentions", "figures", "dates", "events", "claims")}
        self.text.look_up(self.text.content[s.start : s.end] for one in sections.values() for p in one for s in p.spans)
        notes = ["", "New entries are at the end of the registry files."] if is_written else self._missing()
        lines = [modeline(), *_HEAD.splitlines(), *(f"# {note}".rstrip() for note in notes), "", *self._article()]
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
            shown = scalar(name)
            yield f'  {collection}.yaml: {{id: {entry}, label: "TODO", name: {shown}, type: {kind}}}'

    def _new_entries(self) -> list[tuple[str, str, str, str]]:
        return sorted({(one.collection, entry_id(one), one.name, one.type) for one in self.names if not one.ref})

    def entries(self) -> dict[str, str]:
        """Registry entries that the draft refers to and that are not there yet: file -> YAML to put at its end."""
        found: dict[str, str] = {}
        for collection, entry, name, kind in self._new_entries():
            lines = (
                f"- id: {entry}",
                f"  label: {scalar(f'TODO {name}, who or what it is')}",
                f"  name: {scalar(name)}",
                f"  type: {kind}",
            )
            found[collection] = found.get(collection, "") + "\n" + "\n".join(lines) + "\n"
        return found

    def write(self, seeds: Path) -> list[Path]:
        """Write the seed into a seed folder, new entries at the end of its registry files, and what a new folder needs;
        the paths. FileError where the article has a seed already, or a registry file is broken."""
        path = seeds / "articles" / f"{self.article}.yaml"
        if path.exists():
            raise FileError(f"{path} is there already; give another --id, or remove it.")
        entries = self.entries()
        files = {seeds / f"{name}.yaml": entries.get(name, "") for name in REQUIRED}
        changed = {file: _extended(file, new, self.article) for file, new in files.items() if new or not file.exists()}
        path.parent.mkdir(parents=True, exist_ok=True)
        schema = [] if (seeds / "schema").exists() else write_schemas(seeds / "schema")
        for file, content in {**changed, path: self.seed(is_written=True)}.items():  # the seed last, to try again
            write_whole(file, content)
        return [path, *changed, *schema]

    def _article(self) -> Iterator[str]:
        fields: dict[str, Value] = {
            "id": self.article,
            "label": "TODO what it tells, in your own words",
            "headline": headline(self.text),
            "publisher": self.publisher or "TODO a ref into companies",
            "author": self.author or "TODO or leave out",
            "published": self.published.isoformat() if self.published else "TODO",
            "language": self.language,
            "text_sha256": self.text.sha256,
            "text_length": len(self.text.content),
            "rights": _RIGHTS,
            "about": ["TODO"],
        }
        yield "article:"
        yield from (f"  {key}: {as_yaml(value)}" for key, value in fields.items())
        evidence = sorted({*self.head, *filter(None, [self.day, self._headline()])})
        yield from ["  evidence:"] if evidence else []
        yield from (f"    - {flow(self.text.evidence(*span))}" for span in evidence)

    def _headline(self) -> Span | None:
        """The first words of the headline, as evidence for it."""
        found = phrase(self.text.content, *self.text.paragraphs[0])
        return None if unusable(self.text.content[found.start : found.end]) else found

    def _records(self, proposals: list[Proposal]) -> Iterator[str]:
        paragraph = 0
        for one in proposals:
            if one.spans and one.fields.get("statement"):
                before, paragraph = paragraph, paragraph_at(self.text.starts, one.spans[0].start)
                yield from [f"  # paragraph {paragraph}"] if paragraph != before else []
            yield f"  - id: {as_yaml(one.id)}"
            yield from (f"    {key}: {as_yaml(value)}" for key, value in one.fields.items() if value is not None)
            yield from self._verification(one.verification)
            yield "    evidence:" if one.spans else "    evidence: [TODO a phrase that tells it]"
            yield from (f"      - {flow(self.text.evidence(*span))}" for span in one.spans)
            yield ""

    def _verification(self, verified: tuple[Verified, ...]) -> Iterator[str]:
        yield from ["    verification:"] if verified else []
        for one in verified:
            yield f"      - by: {as_yaml(one.by)}"
            yield f"        status: {one.status}"
            yield "        evidence:"
            yield f"          - {flow(self.text.evidence(*one.span))}"


def _extended(file: Path, entries: str, article: str) -> str:
    """A registry file with entries at its end, indented as its list is, but for those that an earlier draft wrote;
    FileError where it holds no list of lines."""
    comment = f"\n# Drafted for {article}.\n"
    if not file.exists():
        added = comment + entries if entries else ""
        return f"{modeline(file.stem)}\n{added or '[]'}\n".replace("\n\n\n", "\n\n")
    text, root, _ = composed(file)
    if isinstance(root, yaml.SequenceNode) and root.flow_style and not root.value:
        text, root = text[: root.start_mark.index] + text[root.end_mark.index :], None
    if root is not None and (not isinstance(root, yaml.SequenceNode) or root.flow_style):
        raise FileError(f"{file} should hold a list with a line that begins with '- ' for each entry.")
    indent, line_end = " " * root.start_mark.column if root else "", "\r\n" if "\r\n" in text else "\n"
    found = _AT_BLANK_LINE.split(textwrap.indent(entries, indent))
    new = "".join(entry for entry in found if entry not in text.replace("\r\n", "\n"))
    added = "\n" + textwrap.indent(comment, indent) + new
    return text.rstrip() + added.replace("\n", line_end) if new else text


@lru_cache(maxsize=10_000)
def slug(name: str) -> str:
    """An id made from a name."""
    plain = normalized(name.translate(_LETTERS), "NFKD").encode("ascii", "ignore").decode().lower().replace("'", "")
    own = _SEPARATORS.sub("-", _FULL_STOP.sub("", plain)).strip("-")[:60].strip("-")
    return own or f"unnamed-{crc32(name.encode(errors='replace')):08x}"  # of a script that is not Latin


def entry_id(name: Name) -> str:
    """The id of a registry entry that is not there yet."""
    return slug(re.sub(r"^(?:The|A|An) ", "", name.name))


def ref_of(name: Name) -> str:
    """The registry entry of a name: the known one, or the one that the draft adds."""
    return name.ref or f"{name.collection}/{entry_id(name)}"


def headline(text: ArticleText) -> str:
    """The first line of a text."""
    first = text.paragraphs[0]
    return " ".join(text.content[first.start : first.end].split("\n")[0].split())[:1000]


def unique(own: str, taken: dict[str, int]) -> str:
    """An id that is not taken yet: itself, or with a number after it."""
    free = own
    while free in taken:
        taken[own] += 1
        free = f"{own}-{taken[own]}"
    taken[free] = 1
    return free


def as_yaml(value: Value) -> str:
    """A value as YAML, plain where that means the same; in a list a comma or a question mark would end it."""
    if isinstance(value, str):
        return _words_as_yaml(value)
    if isinstance(value, list | tuple):
        return f"[{', '.join(scalar(one) if ',' in one or '?' in one else as_yaml(one) for one in value)}]"
    return scalar(value)


@lru_cache(maxsize=10_000)
def _words_as_yaml(words: str) -> str:
    return words if words.isprintable() and _PLAIN.fullmatch(words) else scalar(words)
