"""What JSON-LD nodes of all kinds are made of."""

from collections.abc import Mapping
from typing import Any

Record = Mapping[str, Any]
Node = dict[str, Any]


def given(made: Node) -> Node:
    """Without what is null or empty."""
    return {name: value for name, value in made.items() if value not in (None, [], {})}


def url(ref: str | None) -> str | None:
    """Where a record is served, as the id of its node."""
    return f"/v1/{ref}" if ref else None


def urls(refs: list[str] | None) -> list[str]:
    """The same for several."""
    return [f"/v1/{ref}" for ref in refs or ()]


def place(evidence: Record) -> Node:
    """A place in an article's text: by position, and by the words that stand there."""
    return {
        "@type": ["SpecificResource", "Entity"],
        "hasSource": f"/v1/articles/{evidence['article']}",
        "paragraph": evidence["paragraph"],
        "hasSelector": [
            {"@type": "TextPositionSelector", "start": evidence["start"], "end": evidence["end"]},
            {"@type": "TextQuoteSelector", "exact": evidence["exact"]},
        ],
    }


def entity(wikidata: str | None) -> str | None:
    """The entity that a Wikidata id stands for."""
    return f"http://www.wikidata.org/entity/{wikidata}" if wikidata else None


def point(latitude: Any, longitude: Any) -> Node | None:
    """WGS 84 degrees as schema.org writes them; None where they are not known."""
    if latitude is None or longitude is None:
        return None
    return {"@type": "GeoCoordinates", "latitude": latitude, "longitude": longitude}
