"""A seed to edit, written from what was found in a text: places exact, judgement left as TODO."""

import json
import re
from collections.abc import Iterable, Iterator
from datetime import date
from typing import Any

from authoring.article_text import ArticleText, Span
from authoring.draft.candidate import Candidate, Name
from authoring.draft.dates import dates, published_on
from authoring.draft.figures import figures
from authoring.draft.names import names
from authoring.draft.statements import Statement, statements
from authoring.locate import flow
from authoring.modeline import modeline
from schemas.characters import normalized

_HEAD = """\
# A draft: found by rules, so look at each record, drop what is no fact, add what is missing, and clear every TODO
# (seeds/README.md tells how). `facts check` refuses the file as long as one is left.
"""
_RIGHTS = (
    "Only facts are recorded here, in the modeller's words. The article's text belongs to its publisher and is not "
    "included; evidence gives positions in it and short phrases."
)


def draft(
    text: ArticleText, registry: Iterable[tuple[str, Any]] = (), published: date | None = None, article: str = ""
) -> str:
    """The draft of a seed, as YAML. Without `published` the day is looked for in the article's head."""
    day = published_on(text)
    on = published or (date.fromisoformat(day.fields["edtf"]) if day else None)
    found_dates = dates(text, on)
    found_names = names(text, registry)
    lines = [
        modeline(),
        *_HEAD.splitlines(),
        *_missing_entries(found_names),
        "",
        *_article(text, on, day, article or slug(_headline(text))),
        *_mentions(text, found_names),
        *_records("figures", text, figures(text, [one.span for one in found_dates]), {"speaker": "TODO"}),
        *_records("dates", text, _with_published(found_dates, day), {}),
        *_claims(text, list(statements(text, found_names))),
    ]
    return "\n".join(lines) + "\n"


def slug(name: str) -> str:
    """An id made from a name."""
    plain = normalized(name.replace("ø", "o").replace("Ø", "O"), "NFKD")
    plain = plain.encode("ascii", "ignore").decode().lower().replace("'", "").replace(".", "")
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:60].strip("-") or "unnamed"


def _headline(text: ArticleText) -> str:
    first = text.paragraphs[0]
    return " ".join(text.content[first.start : first.end].split("\n")[0].split())[:1000]


def _missing_entries(found: list[Name]) -> Iterator[str]:
    """Registry entries that the draft refers to and that are not there yet, ready to be moved there."""
    missing = sorted({(name.collection, slug(name.name), name.name, name.type) for name in found if not name.ref})
    if missing:
        yield "#"
        yield "# Not in the registry yet; what is right of it goes to the file named first:"
    for collection, entry, name, kind in missing:
        shown = json.dumps(name, ensure_ascii=False)
        yield f'#   {collection}.yaml: {{id: {entry}, label: "TODO", name: {shown}, type: {kind}}}'


def _article(text: ArticleText, on: date | None, day: Candidate | None, article: str) -> Iterator[str]:
    headline = _headline(text)
    fields = {
        "id": article,
        "label": "TODO what it tells, in your own words",
        "headline": headline,
        "publisher": "TODO a ref into companies",
        "author": "TODO or leave out",
        "published": on.isoformat() if on else "TODO",
        "language": "en",
        "text_sha256": text.sha256,
        "text_length": len(text.content),
        "rights": _RIGHTS,
    }
    yield "article:"
    yield from (f"  {key}: {_value(value)}" for key, value in fields.items())
    yield "  about: [TODO]"
    if day:
        yield "  evidence:"
        yield f"    - {flow(text.evidence(*day.span))}"


def _value(value: Any) -> str:
    plain = (
        isinstance(value, str) and re.fullmatch(r"[a-z][a-z0-9/._-]*", value) and value not in ("null", "true", "false")
    )
    return str(value) if plain else json.dumps(value, ensure_ascii=False)


def _mentions(text: ArticleText, found: list[Name]) -> Iterator[str]:
    yield from ("", "mentions:" if found else "mentions: []")
    taken: set[str] = set()
    for name in found:
        ref = name.ref or f"{name.collection}/{slug(name.name)}"
        fields = {"label": f"TODO {name.name}", "of": ref, "role": "literal"}
        yield from _record(text, _unique(ref.partition("/")[2], taken), fields, name.spans)


def _records(section: str, text: ArticleText, found: list[Candidate], more: dict[str, Any]) -> Iterator[str]:
    yield from ("", f"{section}:" if found else f"{section}: []")
    taken: set[str] = set()
    for one in found:
        phrase = text.content[one.span.start : one.span.end]
        first = {"role": "TODO"} if section == "dates" else {}
        fields = {"label": f"TODO what {phrase!r} is", **first, **one.fields, **more}
        yield from _record(text, _unique(str(fields.pop("id", slug(phrase))), taken), fields, (one.span,))


def _with_published(found: list[Candidate], day: Candidate | None) -> list[Candidate]:
    """The day of publication under the id that relative dates point to."""
    if day is None:
        return found
    own = {"id": "published", "label": "The article's day of publication", "role": "published"}
    return [Candidate(one.span, {**one.fields, **own}) if one.span == day.span else one for one in found]


def _claims(text: ArticleText, found: list[Statement]) -> Iterator[str]:
    yield from ("", "claims:" if found else "claims: []")
    taken: set[str] = set()
    paragraph = 0
    for one in found:
        place = text.place(*one.span)
        if place.paragraph != paragraph:
            paragraph = place.paragraph
            yield from (f"  # paragraph {paragraph}", "")
        fields = {
            "label": "TODO",
            "statement": "TODO in your own words" + (" (quoted)" if one.quoted else ""),
            "speaker": _speaker(one.speaker),
            "modality": one.modality,
        }
        yield from _record(text, _unique(slug(text.content[one.span.start : one.span.end]), taken), fields, (one.span,))


def _speaker(name: Name | None) -> str:
    if name is None:
        return "TODO whoever says it; the publisher where the article speaks for itself"
    return f"TODO {name.ref or f'{name.collection}/{slug(name.name)}'}, if so"


def _record(text: ArticleText, own: str, fields: dict[str, Any], spans: Iterable[Span]) -> Iterator[str]:
    yield f"  - id: {_value(own)}"
    yield from (f"    {key}: {_value(value)}" for key, value in fields.items())
    yield "    evidence:"
    yield from (f"      - {flow(text.evidence(*span))}" for span in spans)
    yield ""


def _unique(own: str, taken: set[str]) -> str:
    number, free = 1, own
    while free in taken:
        number += 1
        free = f"{own}-{number}"
    taken.add(free)
    return free
