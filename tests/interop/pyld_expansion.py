"""PyLD expands every document with no context but this server's, and every term keeps its meaning."""

import json
from importlib.metadata import version

from asking import ARTICLE, URL, body, collections, items, same
from pyld import jsonld

SCHEMA, OA, PROV = "https://schema.org/", "http://www.w3.org/ns/oa#", "http://www.w3.org/ns/prov#"


def only_here(address: str, _options: object) -> dict[str, object]:
    """A document loader that only knows this server."""
    if not address.startswith(f"{URL}/"):
        raise SystemExit(f"a document asks for {address}")
    document = json.loads(body(address.removeprefix(URL)))
    return {"contentType": "application/ld+json", "contextUrl": None, "documentUrl": address, "document": document}


def meaningless(term: str) -> None:
    """A term that the context does not define would be dropped silently."""
    raise SystemExit(f"no meaning is given to {term!r}")


def expanded(path: str) -> list[dict[str, object]]:
    """The expansion of a document, in which every term and class has a meaning."""
    options = {"base": URL + path, "documentLoader": only_here}
    return jsonld.expand(json.loads(body(path)), options, on_property_dropped=meaningless)


def triples(path: str) -> list[dict[str, dict[str, str]]]:
    """The triples of a document. A class without a meaning would be read as a relative URL."""
    options = {"base": URL + path, "documentLoader": only_here}
    found = jsonld.to_rdf(json.loads(body(path)), options)["@default"]
    classes = {one["object"]["value"] for one in found if one["predicate"]["value"].endswith("#type")}
    same("classes without a meaning", {one for one in classes if one.startswith(URL)}, set())
    return found


counts = {}
for name in collections():
    (page,) = expanded(f"/v1/{name}.jsonld?limit=1000")
    same(f"{name} in a page", len(page["https://www.w3.org/ns/activitystreams#items"]), len(items(name)))
    counts[name] = len(triples(f"/v1/{name}.jsonld?limit=1000"))

(company,) = expanded("/v1/companies/microsoft.jsonld")
same("company's id", company["@id"], f"{URL}/v1/companies/microsoft")
same("company's classes", set(company["@type"]), {SCHEMA + "Organization", SCHEMA + "Corporation", PROV + "Agent"})
same("company's LEI", company[SCHEMA + "leiCode"], [{"@value": "INR2EJN1ERAN0W5ZP974"}])
same("company elsewhere", company[SCHEMA + "sameAs"], [{"@id": "http://www.wikidata.org/entity/Q2283"}])

(place,) = expanded("/v1/locations/london.jsonld")
(point,) = place[SCHEMA + "geo"]
same("latitude of London", point[SCHEMA + "latitude"], [{"@value": 51.51}])

(figure,) = expanded(f"/v1/figures/{ARTICLE}.asked-staff.jsonld")
same("lower bound", figure[SCHEMA + "minValue"], [{"@value": 700}])
same("upper bound", figure[SCHEMA + "maxValue"], [{"@value": 800}])

(claim,) = expanded(f"/v1/claims/{ARTICLE}.asked-staff-number.jsonld")
same("speaker", claim[PROV + "wasAttributedTo"], [{"@id": f"{URL}/v1/parties/wsj-unnamed-sources"}])
same("through", claim[PROV + "wasInfluencedBy"], [{"@id": f"{URL}/v1/companies/wall-street-journal"}])
selectors = claim[PROV + "wasDerivedFrom"][0][OA + "hasSelector"]
offset = {"@type": "http://www.w3.org/2001/XMLSchema#nonNegativeInteger", "@value": 1024}
same("position", selectors[0][OA + "start"], [offset])
same("words", selectors[1][OA + "exact"], [{"@language": "en", "@value": "approximately 700 to 800 employees"}])

print(f"PyLD {version('PyLD')}: {sum(counts.values())} triples in {len(counts)} collections, none lost")
