"""From a part's checked records to items for a store: derived values filled in, in default order."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from hashlib import sha256
from typing import NamedTuple, cast

from pydantic import BaseModel
from pydantic_core import to_json

from schemas.edtf_date import Span, hull, parse
from schemas.facts import COLLECTION, Fact, FactRows, dates_of, times_of
from schemas.quantity import Quantity
from schemas.records import Article, Figure, Record, RegistryEntry, own_evidence
from schemas.registry import COLLECTIONS, FACTS, Collection
from schemas.seedfiles.seedfile import Parsed, Part
from schemas.values import IN_ARTICLE, REGISTRY


class Item(NamedTuple):
    """One record for the store, with what queries compare besides its fields.

    record    has the collection's fields as attributes
    quantity  a figure's, also of its fact row: compared with `value_min, value_max, in`
    times     the spans of a date, of an event's or claim's dates, or of an article's publication: a record meets a span
              if one of them does, and lies within it if all do
    computed  the values of the collection's computed fields, in order
    refs      (field, ref)
    source    the record that is searched: of a fact row the fact, with its statement and all places
    """

    collection: Collection
    key: str
    record: object
    json: str
    quantity: Quantity | None
    times: tuple[Span, ...]
    computed: tuple[str | None, ...]
    refs: tuple[tuple[str, str], ...]
    source: Record


def canonical(record: BaseModel) -> str:
    """A record's JSON as it is stored and served: `model_dump_json`, but faster."""
    written: bytes = record.__pydantic_serializer__.to_json(record)
    return written.decode()


@dataclass(frozen=True, slots=True)
class Content:
    """A part's items in default order. `article` is empty for the registry. `source` is the digest of the part's bytes
    in the seeds, `digest` the sha256 of its lines in an export. `kept`: as loaded before, so `items` is empty."""

    article: str
    source: bytes
    digest: bytes
    items: list[Item]
    kept: bool = False


def registry_content(part: Part) -> Content:
    """The entries by name, then id, and before them (in the digest only) the redirects by ref."""
    items: list[Item] = []
    for collection in REGISTRY:
        entries = [one for one in part.of(RegistryEntry) if one.collection == collection]
        items += [_item(one, {}) for one in sorted(entries, key=lambda parsed: (parsed.record.name, parsed.record.id))]
    return _content(part, [redirect.json for redirect in part.in_order()], items)


def article_content(part: Part, article: Parsed[Article], entries: Mapping[str, RegistryEntry]) -> Content:
    """The article (complete with its counts), its records in reading order, and their flat rows."""
    local = {parsed.ref: parsed.record for parsed in part.records}
    items = [_item(article, local)]
    facts: dict[str, Item] = {}
    for collection in IN_ARTICLE[1:]:
        for parsed in sorted(of_collection(part, collection), key=_reading_order):
            facts[parsed.ref] = _item(parsed, local)
    items += facts.values()
    items += _rows(part, FactRows(article.record, local, entries.__getitem__), facts)
    return _content(part, [], items)


def _content(part: Part, lines: list[str], items: list[Item]) -> Content:
    digest = sha256()
    for line in (*lines, *(item.json for item in items if item.collection is not FACTS)):
        digest.update(f"{line}\n".encode())
    return Content(part.article, part.source, digest.digest(), items)


def _rows(part: Part, rows: FactRows, items: Mapping[str, Item]) -> Iterator[Item]:
    facts = [cast("Parsed[Fact]", parsed) for parsed in part.records if parsed.record.kind in COLLECTION]
    for parsed in sorted(facts, key=lambda one: (*_reading_order(one), one.collection)):
        row, fact = rows.row(parsed.record), items[parsed.ref]
        written = to_json(vars(row)).decode()
        yield Item(FACTS, row.ref, row, written, fact.quantity, fact.times, (), fact.refs, parsed.record)


def _item(parsed: Parsed, local: Mapping[str, Record]) -> Item:
    record, collection = parsed.record, COLLECTIONS[parsed.collection]
    times = parse(record.published).spans if isinstance(record, Article) else times_of(dates_of(record, local))
    quantity = record.quantity() if isinstance(record, Figure) else None
    computed = hull(times)[:2] if collection.computed else ()
    return Item(collection, record.id, record, canonical(record), quantity, times, computed, parsed.refs, record)


def of_collection(part: Part, collection: str) -> Iterator[Parsed]:
    return (parsed for parsed in part.records if parsed.collection == collection)


def _reading_order(parsed: Parsed) -> tuple[int, str]:
    return (own_evidence(parsed.record)[0].start, parsed.record.id)
