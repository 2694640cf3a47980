"""Records as JSON-LD nodes: one function a kind. A field that a selection left out is passed over."""

from collections.abc import Callable
from typing import Any

from api.formats.format import View
from api.formats.jsonld_entries import company, location, measure, party
from api.formats.jsonld_parts import Node, Record, entity, given, place, point, url, urls
from api.formats.spans import dates
from schemas.edtf_date import Span, hull, parse
from schemas.facts import COLLECTION

_MODE = {
    "in_person": "schema:OfflineEventAttendanceMode",
    "virtual": "schema:OnlineEventAttendanceMode",
    "hybrid": "schema:MixedEventAttendanceMode",
}


def node(record: Record, view: View) -> Node:
    """The node of a record of the view's collection; what is null or empty is left out."""
    collection = view.collection
    ref = record["ref"] if collection.key == "ref" else f"{collection.name}/{record['id']}"
    made = _KINDS[collection.kind](record, view)
    return {"@id": f"/v1/{ref}", "@type": made.pop("@type"), **given({**_common(record), **made})}


def _common(record: Record) -> Node:
    return {
        "name": record.get("label"),
        "about": urls(record.get("about")),
        "wasDerivedFrom": [place(one) for one in record.get("evidence") or ()],
        "type": record.get("type"),
    }


def _article(record: Record, view: View) -> Node:  # noqa: ARG001
    """An article is not derived from itself, so its evidence is only that."""
    minutes, author = record.get("reading_time_minutes"), record.get("author")
    return {
        "@type": ["NewsArticle", "Entity"],
        "wasDerivedFrom": None,
        "evidence": [place(one) for one in record.get("evidence") or ()],
        "headline": record.get("headline"),
        "publisher": url(record.get("publisher")),
        "author": {"@type": "Agent", "name": author} if author else None,
        **_published(record.get("published")),
        "inLanguage": record.get("language"),
        "timeRequired": f"PT{minutes}M" if minutes is not None else None,
        "originally_published_by": url(record.get("originally_published_by")),
        "sha256": record.get("text_sha256"),
        "text_length": record.get("text_length"),
        "copyrightNotice": record.get("rights"),
    }


def _published(edtf: str | None) -> Node:
    """A plain day is also one to schema.org."""
    if not edtf:
        return {}
    span = parse(edtf)
    plain = span.precision == "day" and span.certainty == "exact"
    return {"edtf": edtf, "datePublished": edtf if plain else None}


def _mention(record: Record, view: View) -> Node:  # noqa: ARG001
    """An annotation that identifies what a piece of text names."""
    return {
        "@type": _FACT_CLASSES["mention"],
        "motivatedBy": "oa:identifying",
        "hasBody": url(record.get("of")),
        "hasTarget": [place(one) for one in record.get("evidence") or ()],
        "wasDerivedFrom": None,
        "role": record.get("role"),
    }


def _figure(record: Record, view: View) -> Node:  # noqa: ARG001
    return {
        "@type": _FACT_CLASSES["figure"],
        "value": record.get("value"),
        "minValue": record.get("min"),
        "maxValue": record.get("max"),
        "min_inclusive": record.get("min_inclusive"),
        "max_inclusive": record.get("max_inclusive"),
        **_unit(record),
        **_said_by(record.get("speaker")),
    }


def _unit(record: Record) -> Node:
    """schema.org takes codes other than UN/CEFACT's with a prefix that tells whose they are."""
    code = record.get("unit_code")
    return {
        "hedge": record.get("hedge"),
        "unitText": record.get("unit"),
        "unitCode": f"ucum:{code}" if code else None,
    }


def _said_by(speaker: str | None) -> Node:
    if not speaker:
        return {}
    role = {"@type": "Attribution", "agent": url(speaker), "hadRole": "facts:speaker"}
    return {"wasAttributedTo": url(speaker), "qualifiedAttribution": role}


def _date(record: Record, view: View) -> Node:  # noqa: ARG001
    names = ("edtf", "role", "precision", "certainty", "recurrence")
    return {
        "@type": _FACT_CLASSES["date"],
        **{name: record.get(name) for name in names},
        "startDate": record.get("earliest"),
        "endDate": record.get("latest"),
        "relative_to": url(record.get("relative_to")),
    }


def _event(record: Record, view: View) -> Node:
    found = [Span(one.earliest, one.latest) for one in dates(record.get("dates"), view)]
    earliest, latest, *_ = hull(found)
    return {
        "@type": _FACT_CLASSES["event"],
        "startDate": earliest,
        "endDate": latest,
        "dates": urls(record.get("dates")),
        "location": urls(record.get("locations")),
        "wasAssociatedWith": urls(record.get("participants")),
        "eventAttendanceMode": _MODE.get(record.get("mode") or ""),
        "status": record.get("status"),
    }


def _claim(record: Record, view: View) -> Node:  # noqa: ARG001
    """What is said, by whom, through whom it came (1 is nearest the speaker), and who looked into it."""
    predicate, via = record.get("predicate"), urls(record.get("via"))
    return {
        "@type": _FACT_CLASSES["claim"],
        "text": record.get("statement"),
        "modality": record.get("modality"),
        **_said_by(record.get("speaker")),
        "wasInfluencedBy": via,
        "qualifiedInfluence": [
            {"@type": "Influence", "influencer": one, "hadRole": "facts:via", "position": place}
            for place, one in enumerate(via, 1)
        ],
        "review": [_review(one, record["id"]) for one in record.get("verification") or ()],
        "subject": url(record.get("subject")),
        "predicate": f"/v1/claims?predicate={predicate}" if predicate else None,
        "object": url(record.get("object")),
        **{name: urls(record.get(name)) for name in ("figures", "dates", "events")},
    }


def _review(verification: Record, claim: str) -> Node:
    return given(
        {
            "@type": "ClaimReview",
            "itemReviewed": f"/v1/claims/{claim}",
            "author": url(verification["by"]),
            "reviewRating": _rating(verification["status"]),
            "wasDerivedFrom": [place(one) for one in verification["evidence"]],
        }
    )


def _rating(status: str) -> Node:
    return {"@type": "Rating", "ratingText": status}


def _fact(row: Record, view: View) -> Node:  # noqa: ARG001
    """A flat row says less than its record, whose id and classes it shares."""
    kind = _KIND_OF[row["ref"].partition("/")[0]]
    points = zip(_cell(row.get("latitude")), _cell(row.get("longitude")), strict=False)
    return {
        "@type": _FACT_CLASSES[kind],
        "hasTarget" if kind == "mention" else "wasDerivedFrom": _row_place(row),
        "value": row.get("value"),
        "minValue": row.get("value_min"),
        "maxValue": row.get("value_max"),
        **_unit(row),
        "edtf": _cell(row.get("edtf")),
        "startDate": row.get("earliest"),
        "endDate": row.get("latest"),
        "about": [entity(one) for one in _cell(row.get("wikidata"))],
        "spatialCoverage": [{"@type": "Place", "geo": point(float(north), float(east))} for north, east in points],
        **_said_by(row.get("speaker")),
        "review": [
            {"@type": "ClaimReview", "itemReviewed": f"/v1/{row['ref']}", "reviewRating": _rating(one)}
            for one in _cell(row.get("verification"))
        ],
    }


def _cell(cell: Any) -> list[str]:
    return [] if cell is None else str(cell).split(";")


def _row_place(row: Record) -> Node | None:
    names = {"article": "article", "paragraph": "paragraph", "start": "start", "end": "end", "exact": "text"}
    if any(column not in row for column in names.values()):
        return None
    return place({name: row[column] for name, column in names.items()})


_KIND_OF = {collection: kind for kind, collection in COLLECTION.items()}


_FACT_CLASSES = {
    "mention": ["Annotation", "Entity"],
    "figure": ["QuantitativeValue", "Entity"],
    "date": ["TemporalEntity", "Entity"],
    "event": ["Event", "Activity"],
    "claim": ["Claim", "Statement", "Entity"],
}


_Maker = Callable[[Record, View], Node]


_KINDS: dict[str, _Maker] = {
    "company": company,
    "party": party,
    "location": location,
    "measure": measure,
    "article": _article,
    "mention": _mention,
    "figure": _figure,
    "date": _date,
    "event": _event,
    "claim": _claim,
    "fact": _fact,
}
