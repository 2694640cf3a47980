"""The ten kinds of record, one class each: the only place where a field is declared.

Columns, indexes, query parameters, CSV columns, JSON Schema and documentation are derived from these classes;
`schemas.registry` reads the markers in the annotations. `table` names the fields that a kind's table shows first.
"""

from schemas.records.article import Article, Counts, Mention
from schemas.records.base import Day, NamedEntry, Record, RegistryEntry, all_evidence, own_evidence, places
from schemas.records.facts import SUPERSEDING, Claim, Date, Event, Figure, Modality, Quotation, VerificationStatus
from schemas.records.registry_entries import Company, Location, Measure, Party

CLASSES: dict[str, type[Record]] = {
    "companies": Company,
    "parties": Party,
    "locations": Location,
    "measures": Measure,
    "articles": Article,
    "mentions": Mention,
    "figures": Figure,
    "dates": Date,
    "events": Event,
    "claims": Claim,
}
"""The class of each collection, by the collection's name."""

__all__ = [
    "CLASSES", "SUPERSEDING", "Article", "Claim", "Company", "Counts", "Date", "Day", "Event", "Figure", "Location",
    "Measure", "Mention", "Modality", "NamedEntry", "Party", "Quotation", "Record", "RegistryEntry",
    "VerificationStatus", "all_evidence", "own_evidence", "places",
]  # fmt: skip
