"""Atom (RFC 4287): articles and claims as a feed, the latest change first.

Links are relative and ids are `tag:` URIs (RFC 4151), so neither depends on the server's address. An entry's `updated`
is the last load that changed it or a claim that corrects it; the entry links such claims. `fields` has no effect.
"""

import json
from collections.abc import Iterable, Iterator
from urllib.parse import parse_qsl, urlencode
from xml.etree.ElementTree import Element, SubElement, tostring

from api.formats.format import Format, View
from api.formats.spans import published_day
from schemas import wording
from schemas.values import JsonRecord

MEDIA_TYPE = "application/atom+xml; charset=utf-8"
_NEVER = "1970-01-01T00:00:00Z"  # an empty feed was never updated, but the element is required

_PASSIVE = {"corrects": "Corrected", "retracts": "Retracted", "updates": "Updated"}


def write(records: Iterable[bytes], view: View) -> Iterator[bytes]:
    """The feed, or one entry as a separate document."""
    entries = [_entry(json.loads(record), view) for record in records]
    if view.single:
        for entry in entries:
            entry.set("xmlns", "http://www.w3.org/2005/Atom")
            yield _document(entry)
        return
    feed = _feed(view, max((entry.findtext("updated", _NEVER) for entry in entries), default=_NEVER))
    feed.extend(entries)
    yield _document(feed)


def _document(root: Element) -> bytes:
    return ('<?xml version="1.0" encoding="utf-8"?>\n' + tostring(root, encoding="unicode")).encode()


def _feed(view: View, updated: str) -> Element:
    name = view.collection.name
    feed = Element("feed", {"xmlns": "http://www.w3.org/2005/Atom", "xml:lang": "en"})
    _text(feed, "id", f"tag:{view.tag_authority}:{_without_cursor(view.url)}")
    _text(feed, "title", f"Article Facts: {name}")
    _text(feed, "updated", updated)
    _text(SubElement(feed, "author"), "name", "Article Facts")
    SubElement(feed, "link", {"rel": "self", "type": "application/atom+xml", "href": view.url})
    _alternates(feed, name)
    if view.next:
        SubElement(feed, "link", {"rel": "next", "type": "application/atom+xml", "href": view.next})
    return feed


def _entry(record: JsonRecord, view: View) -> Element:
    ref = f"{view.collection.name}/{record['id']}"
    article = record if record["kind"] == "article" else view.resolve(f"articles/{record['article']}") or {}
    moment = f"{day}T00:00:00Z" if (day := published_day(article)) else _NEVER
    entry = Element("entry")
    _text(entry, "id", f"tag:{view.tag_authority}:/v1/{ref}")
    _text(entry, "title", _title(record, view), article.get("language") if record["kind"] == "article" else None)
    _text(entry, "updated", view.surfaced(record["id"]) or moment)
    _text(entry, "published", moment)
    _text(SubElement(entry, "author"), "name", _author(record, article, view))
    _alternates(entry, ref)
    SubElement(entry, "category", {"term": record.get("modality") or record["language"]})
    corrections = _corrections(entry, ref, view) if record["kind"] == "claim" else []
    _text(entry, "summary", " ".join([*corrections, _summary(record, view)]))
    return entry


def _corrections(entry: Element, ref: str, view: View) -> list[str]:
    """Link the claims that correct, retract or update this one; a sentence for each."""
    said = []
    for kind, other in view.superseding(ref):
        title = f"{_PASSIVE[kind]} by “{_label(other, view)}”"
        SubElement(entry, "link", {"rel": "related", "type": "text/html", "href": f"/{other}", "title": title})
        said.append(f"{title}.")
    return said


def _title(record: JsonRecord, view: View) -> str:
    """A headline, or a claim with its speaker and modality: a denied or feared claim must not read as asserted."""
    if record["kind"] == "article":
        return str(record["headline"])
    speaker = record["speaker"] and view.name(record["speaker"])
    return wording.claim(record["label"], record["modality"], speaker)


def _alternates(parent: Element, ref: str) -> None:
    """The page for people, which feed readers open, and the record itself."""
    SubElement(parent, "link", {"rel": "alternate", "type": "text/html", "href": f"/{ref}"})
    SubElement(parent, "link", {"rel": "alternate", "type": "application/json", "href": f"/v1/{ref}"})


def _author(record: JsonRecord, article: JsonRecord, view: View) -> str:
    """The speaker; where there is none, the publisher of the article."""
    if record["kind"] == "article" and record["author"]:
        return str(record["author"])
    return view.name(record.get("speaker") or article["publisher"])


def _summary(record: JsonRecord, view: View) -> str:
    if record["kind"] == "article":
        counts = ", ".join(wording.plural(n, name.removesuffix("s")) for name, n in record["counts"].items())
        return f"{record['label']}. Published by {view.name(record['publisher'])}; {counts}."
    speaker = record["speaker"] and view.name(record["speaker"])
    quoted = [f"In {record['quotation']} speech."] if record["quotation"] else []
    via = [f"Through {', '.join(view.name(ref) for ref in record['via'])}."] if record["via"] else []
    checks = [f"{view.name(one['by'])}: {one['status'].replace('_', ' ')}." for one in record["verification"]]
    relations = [f"It {one['type']} “{_label(one['to'], view)}”." for one in record["relations"]]
    said = wording.claim(record["statement"], record["modality"], speaker)
    return " ".join([said, *quoted, *via, *checks, *relations])


def _label(ref: str, view: View) -> str:
    found = view.resolve(ref)
    return str(found["label"]) if found else ref


def _without_cursor(url: str) -> str:
    """The same id for all pages of a feed, whether the format was chosen by suffix or by `Accept`."""
    path, _, query = url.partition("?")
    kept = urlencode([pair for pair in parse_qsl(query, True) if pair[0] != "cursor"])
    return path.removesuffix(f".{FORMAT.suffix}") + (f"?{kept}" if kept else "")


def _text(parent: Element, name: str, text: str, language: str | None = None) -> None:
    """Add a child with text, in English unless a language is given."""
    SubElement(parent, name, {"xml:lang": language} if language else {}).text = text


_LISTED = frozenset({"articles", "claims"})
FORMAT = Format("atom", MEDIA_TYPE, "Atom", "A feed", write, collections=_LISTED, newest_first=True)
