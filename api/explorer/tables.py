"""The columns of each collection's table: what a reader compares first. The rest stands on the record's page."""

from typing import Literal, NamedTuple

from schemas.registry import Collection

Shape = Literal["title", "word", "text", "ref", "refs", "amount", "span", "day", "number", "status", "place", "counts"]


class Column(NamedTuple):
    """A heading, the field it shows and how; it can be sorted by where the collection sorts by the field."""

    heading: str
    field: str
    shape: Shape


_PLACE = Column("place", "evidence", "place")
_TABLES: dict[str, tuple[Column, ...]] = {
    "companies": (
        Column("name", "name", "title"),
        Column("type", "type", "word"),
        Column("part of", "parent", "ref"),
        Column("headquarters", "headquarters", "ref"),
        Column("Wikidata", "wikidata", "text"),
    ),
    "parties": (
        Column("name", "name", "title"),
        Column("type", "type", "word"),
        Column("affiliations", "affiliations", "refs"),
        Column("location", "location", "ref"),
    ),
    "locations": (
        Column("name", "name", "title"),
        Column("type", "type", "word"),
        Column("country", "country", "text"),
        Column("within", "within", "ref"),
        Column("latitude", "latitude", "number"),
        Column("longitude", "longitude", "number"),
    ),
    "measures": (
        Column("name", "name", "title"),
        Column("about", "about", "refs"),
    ),
    "articles": (
        Column("headline", "headline", "title"),
        Column("publisher", "publisher", "ref"),
        Column("published", "published", "day"),
        Column("facts", "counts", "counts"),
    ),
    "mentions": (
        Column("named", "label", "title"),
        Column("name of", "of", "ref"),
        Column("stands for", "stands_for", "ref"),
        Column("role", "role", "word"),
        _PLACE,
    ),
    "figures": (
        Column("figure", "label", "title"),
        Column("quantity", "value", "amount"),
        Column("hedge", "hedge", "word"),
        Column("speaker", "speaker", "ref"),
        _PLACE,
    ),
    "dates": (
        Column("date", "label", "title"),
        Column("time", "earliest", "span"),
        Column("certainty", "certainty", "word"),
        Column("role", "role", "word"),
        _PLACE,
    ),
    "events": (
        Column("event", "label", "title"),
        Column("type", "type", "word"),
        Column("status", "status", "word"),
        Column("places", "locations", "refs"),
        _PLACE,
    ),
    "claims": (
        Column("claim", "label", "title"),
        Column("speaker", "speaker", "ref"),
        Column("modality", "modality", "word"),
        Column("verification", "verification", "status"),
        _PLACE,
    ),
    "facts": (
        Column("fact", "label", "title"),
        Column("kind", "kind", "word"),
        Column("quantity", "value", "amount"),
        Column("time", "earliest", "span"),
        Column("speaker", "speaker", "ref"),
        Column("verification", "verification", "status"),
        Column("place", "start", "place"),
    ),
}


def columns(collection: Collection) -> tuple[Column, ...]:
    """The columns of a collection's table."""
    return _TABLES[collection.name]
