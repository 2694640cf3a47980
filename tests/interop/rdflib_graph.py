"""rdflib reads the pages of all collections into one graph and answers SPARQL over them."""

import rdflib
from asking import ARTICLE, URL, body, collections, items, same
from rdflib.namespace import PROV, RDF, SDO

graph = rdflib.Graph()
for name in collections():
    path = f"/v1/{name}.jsonld?limit=1000"
    graph.parse(data=body(path), format="json-ld", publicID=URL + path)

same("claims", len(set(graph.subjects(RDF.type, SDO.Claim))), len(items("claims")))
same("quantities", len(set(graph.subjects(RDF.type, SDO.QuantitativeValue))), len(items("figures")))

UNVERIFIED = """
SELECT DISTINCT ?claim WHERE {
  ?claim a schema:Claim ; schema:review ?review .
  ?review schema:author/schema:name "CNBC" ; schema:reviewRating/schema:alternateName "not_independently_verified" .
}
"""
found = {str(row.claim) for row in graph.query(UNVERIFIED, initNs={"schema": SDO})}
expected = {
    f"{URL}/v1/claims/{one['id']}"
    for one in items("claims")
    if ("companies/cnbc", "not_independently_verified") in {(v["by"], v["status"]) for v in one["verification"]}
}
same("claims that CNBC could not verify", found, expected)

SPANS = "SELECT ?start ?end WHERE { ?event schema:startDate ?start ; schema:endDate ?end }"
conference = rdflib.URIRef(f"{URL}/v1/events/{ARTICLE}.odsc-europe-2024")
(span,) = graph.query(SPANS, initNs={"schema": SDO}, initBindings={"event": conference})
same("days of a conference", [str(day.toPython()) for day in span], ["2024-09-05", "2024-09-06"])

bodies = set(graph.objects(None, rdflib.URIRef("http://www.w3.org/ns/oa#hasBody")))
same("what is mentioned", bodies, {rdflib.URIRef(f"{URL}/v1/{one['of']}") for one in items("mentions")})
dangling = {o for o in graph.objects() if str(o).startswith(f"{URL}/v1/") and "?" not in o} - set(graph.subjects())
dangling -= {rdflib.URIRef(f"{URL}/v1/{name}") for name in collections()}
same("refs that lead nowhere", dangling, set())

speakers = len(set(graph.objects(None, PROV.wasAttributedTo)))
print(f"rdflib {rdflib.__version__}: {len(graph)} triples, {len(expected)} claims not verified, {speakers} speakers")
