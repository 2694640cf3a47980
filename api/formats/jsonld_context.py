"""The JSON-LD context: what each term of our documents means, in words that others know.

schema.org for things and quantities, Web Annotation for places in a text, PROV for who stands behind what, Activity
Streams for paging, RDF's own reification for a claim's subject and object. What none of them has a word for stands
under `facts:`, a URN, since the API does not know the host it is served from.
"""

from typing import Any

URL = "/v1/context.jsonld"

_PREFIXES = {
    "schema": "https://schema.org/",
    "oa": "http://www.w3.org/ns/oa#",
    "prov": "http://www.w3.org/ns/prov#",
    "as": "https://www.w3.org/ns/activitystreams#",
    "time": "http://www.w3.org/2006/time#",
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
    "loc": "http://id.loc.gov/datatypes/edtf/",
    "facts": "urn:article-facts:",
}

_CLASSES = {
    "schema": (
        "City",
        "Claim",
        "ClaimReview",
        "Corporation",
        "Country",
        "Event",
        "GeoCoordinates",
        "GovernmentOrganization",
        "NewsArticle",
        "NewsMediaOrganization",
        "Organization",
        "Person",
        "Place",
        "PostalAddress",
        "QuantitativeValue",
        "Rating",
        "State",
    ),
    "oa": ("Annotation", "SpecificResource", "TextPositionSelector", "TextQuoteSelector"),
    "prov": ("Activity", "Agent", "Attribution", "Entity", "Influence"),
    "as": ("CollectionPage",),
    "time": ("TemporalEntity",),
    "rdf": ("Statement",),
}

_TEXTS = {
    "schema": (
        "addressCountry",
        "addressRegion",
        "alternateName",
        "copyrightNotice",
        "headline",
        "inLanguage",
        "latitude",
        "leiCode",
        "longitude",
        "maxValue",
        "minValue",
        "name",
        "position",
        "sha256",
        "text",
        "tickerSymbol",
        "timeRequired",
        "unitCode",
        "unitText",
        "value",
    ),
    "oa": ("exact",),
    "as": ("totalItems",),
    "facts": (
        "certainty",
        "hedge",
        "max_inclusive",
        "min_inclusive",
        "modality",
        "paragraph",
        "precision",
        "recurrence",
        "role",
        "status",
        "text_length",
        "type",
    ),
}

_NODES = {  # refs, and nodes within the record
    "schema": (
        "about",
        "address",
        "affiliation",
        "author",
        "containedInPlace",
        "eventAttendanceMode",
        "geo",
        "itemReviewed",
        "location",
        "parentOrganization",
        "publisher",
        "review",
        "reviewRating",
        "sameAs",
        "spatialCoverage",
        "url",
    ),
    "oa": ("hasBody", "hasSelector", "hasSource", "hasTarget", "motivatedBy"),
    "prov": (
        "agent",
        "hadRole",
        "influencer",
        "qualifiedAttribution",
        "qualifiedInfluence",
        "wasAssociatedWith",
        "wasAttributedTo",
        "wasDerivedFrom",
        "wasInfluencedBy",
    ),
    "as": ("items", "next", "partOf"),
    "rdf": ("subject", "predicate", "object"),
    "facts": ("dates", "events", "evidence", "figures", "originally_published_by", "relative_to"),
}

_TYPED = {
    "startDate": ("schema:startDate", "xsd:date"),
    "endDate": ("schema:endDate", "xsd:date"),
    "datePublished": ("schema:datePublished", "xsd:date"),
    "edtf": ("facts:edtf", "loc:EDTF"),
    "start": ("oa:start", "xsd:nonNegativeInteger"),
    "end": ("oa:end", "xsd:nonNegativeInteger"),
}


def _context() -> dict[str, Any]:
    plain = {
        name: f"{prefix}:{name}" for table in (_CLASSES, _TEXTS) for prefix, names in table.items() for name in names
    }
    nodes = {name: {"@id": f"{prefix}:{name}", "@type": "@id"} for prefix, names in _NODES.items() for name in names}
    typed = {name: {"@id": term, "@type": kind} for name, (term, kind) in _TYPED.items()}
    return {"@version": 1.1, **_PREFIXES, **plain, **nodes, **typed, "ratingText": "schema:alternateName"}


CONTEXT = _context()
