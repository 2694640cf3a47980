"""Companies, parties and locations as JSON-LD nodes: one function a kind."""

from api.formats.format import View
from api.formats.jsonld_parts import Node, Record, entity, given, point, url

_COMPANY = {"news_organization": "NewsMediaOrganization"}


_PARTY = {"government": "GovernmentOrganization", "administration": "GovernmentOrganization", "role": "Person"}


_LOCATION = {"country": "Country", "state": "State", "city": "City"}


def _entry(record: Record) -> Node:
    return {
        "name": record.get("name") or record.get("label"),
        "alternateName": record.get("aliases"),
        "sameAs": [one for one in (entity(record.get("wikidata")), _geonames(record.get("geonames"))) if one],
    }


def _geonames(number: int | None) -> str | None:
    return f"https://sws.geonames.org/{number}/" if number else None


def company(record: Record, view: View) -> Node:  # noqa: ARG001
    """A company, or a part of one."""
    ticker = record.get("ticker")
    kinds = ["Organization", _COMPANY.get(record.get("type", "")), "Corporation" if ticker else None, "Agent"]
    return {
        "@type": [kind for kind in kinds if kind],
        **_entry(record),
        "parentOrganization": url(record.get("parent")),
        "location": url(record.get("headquarters")),
        "leiCode": record.get("lei"),
        "tickerSymbol": f"{ticker['mic']} {ticker['symbol']}" if ticker else None,
        "url": record.get("website"),
    }


def party(record: Record, view: View) -> Node:  # noqa: ARG001
    """A group and the nameless are agents, and neither persons nor organizations for certain."""
    kinds = [_PARTY.get(record.get("type", "")), "Agent"]
    return {
        "@type": [kind for kind in kinds if kind],
        **_entry(record),
        "affiliation": [url(one["of"]) for one in record.get("affiliations") or ()],
        "location": url(record.get("location")),
    }


def measure(record: Record, view: View) -> Node:  # noqa: ARG001
    """A quantity in the world that figures are about."""
    return {"@type": ["Entity"], **_entry(record)}


def location(record: Record, view: View) -> Node:  # noqa: ARG001
    """A place, with its point where that is known."""
    kinds = ["Place", _LOCATION.get(record.get("type", ""))]
    address = {"addressCountry": record.get("country"), "addressRegion": record.get("subdivision")}
    return {
        "@type": [kind for kind in kinds if kind],
        **_entry(record),
        "geo": point(record.get("latitude"), record.get("longitude")),
        "address": {"@type": "PostalAddress", **given(address)} if record.get("country") else None,
        "containedInPlace": url(record.get("within")),
    }
