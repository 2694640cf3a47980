"""Answers assembled from several records: corroboration, comparison, text check. For HTTP, MCP and commands alike."""

import json
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from functools import partial
from typing import Any

from api.store import Snapshot
from api.store.names import by_ref
from api.store.plan import Equals, Find, RefersTo
from schemas import corroboration
from schemas.cells import split
from schemas.comparison import Figure, Row, compare, in_order
from schemas.corroboration import Claim, Origin, ref_of, related
from schemas.grounding import Piece, Report, check_text, pieces
from schemas.records import SUPERSEDING
from schemas.registry import COLLECTIONS, FACTS
from schemas.values import IN_ARTICLE, JsonRecord

_AT_ONCE = 100  # values in one condition


def _related_to(dataset: Snapshot, refs: Collection[str]) -> Iterator[Claim]:
    """The claims that have a relation to one of these."""
    ordered = sorted(refs)
    for begin in range(0, len(ordered), _AT_ONCE):
        some = RefersTo(tuple(ordered[begin : begin + _AT_ONCE]))
        yield from map(json.loads, dataset.stream(Find(COLLECTIONS["claims"], (some,))))


def superseding(dataset: Snapshot, ref: str) -> list[tuple[str, str]]:
    """The claims that correct, retract or update one, by its ref: the relation's type and their ref."""
    return [
        (relation["type"], ref_of(claim))
        for claim in _related_to(dataset, [ref])
        for relation in claim["relations"]
        if relation["to"] == ref and relation["type"] in SUPERSEDING
    ]


def with_meant(dataset: Snapshot, records: Sequence[JsonRecord]) -> list[JsonRecord]:
    """The records; figures and events with `meant`, the modalities of the claims about them, unless one asserts it."""
    refs = [f"{record['kind']}s/{record['id']}" for record in records]
    wanted, meant = [ref for ref in refs if ref.startswith(("figures/", "events/"))], dict[str, list[str]]()
    for begin in range(0, len(wanted), _AT_ONCE):
        some = tuple(wanted[begin : begin + _AT_ONCE])
        for row in map(json.loads, dataset.find(Find(FACTS, (Equals("ref", some),)), len(some)).records):
            modalities = split(row["modality"] or "asserted")
            meant[row["ref"]] = [] if "asserted" in modalities else modalities
    return [{**record, "meant": meant.get(ref, [])} for record, ref in zip(records, refs, strict=True)]


def corroborating(dataset: Snapshot, claim: Claim) -> tuple[list[corroboration.Row], int]:
    """The claims related to one, and the number of its independent sources."""
    found = related(claim, lambda refs: by_ref(dataset, refs).values(), partial(_related_to, dataset))
    articles = articles_of(dataset, (one.record["article"] for one in found))
    speakers = by_ref(dataset, {one.record["speaker"] for one in found if one.record["speaker"]})
    origins = {}
    for record, _ in found:
        article, speaker = articles[record["article"]], speakers.get(record["speaker"], {})
        origins[ref_of(record)] = Origin(article["publisher"], article["published"], speaker.get("type") == "anonymous")
    return corroboration.rows(found, origins), corroboration.independent_sources(found, origins)


def compared(dataset: Snapshot, measure: str, wanted: str | None, unit: str | None) -> list[Row]:
    """The figures of a measure (by id), compared with the figure `wanted` (an id; None: the earliest), in one unit.

    LookupError if `wanted` is not a figure of the measure.
    """
    asked = Find(COLLECTIONS["figures"], (Equals("measure", (f"measures/{measure}",)),))
    found: list[Figure] = [json.loads(stored) for stored in dataset.stream(asked)]
    articles = articles_of(dataset, {figure["article"] for figure in found})
    published = {article: record["published"] for article, record in articles.items()}
    figures = in_order(found, published)
    if not figures and wanted is None:
        return []
    base = next((figure for figure in figures if wanted in (None, figure["id"])), None)
    if base is None:
        raise LookupError(wanted)
    return compare(figures, published, base, unit)


def articles_of(dataset: Snapshot, ids: Iterable[str]) -> dict[str, Mapping[str, Any]]:
    return {record["id"]: record for record in by_ref(dataset, {f"articles/{one}" for one in ids}).values()}


def check_article(dataset: Snapshot, article: str, text: str) -> Report | None:
    """The places of the article's evidence in the text; None if there is no such article."""
    own = dataset.get(COLLECTIONS["articles"], article)
    if own is None:
        return None
    found: list[Piece] = []
    for name in IN_ARTICLE:
        for stored in dataset.stream(Find(COLLECTIONS[name], (Equals("article", (article,)),))):
            record = json.loads(stored)
            found += pieces(f"{name}/{record['id']}", record)
    return check_text(article, json.loads(own)["text_sha256"], found, text)
