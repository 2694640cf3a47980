"""JSON-LD: records as nodes with relative ids, under a context that the API serves itself."""

import json
from collections.abc import Iterable, Iterator
from typing import Any

from api.formats import jsonld_context
from api.formats.format import OBJECT, Format, View
from api.formats.json_page import select
from api.formats.jsonld_records import node

MEDIA_TYPE = "application/ld+json"


def write(records: Iterable[bytes], view: View) -> Iterator[bytes]:
    """A page with its items, or one record as the document."""
    nodes = [node(json.loads(select(one, view) if view.fields else one), view) for one in records]
    body = nodes[0] if view.single and nodes else _page(nodes, view)
    yield json.dumps({"@context": jsonld_context.URL, **body}, ensure_ascii=False, separators=(",", ":")).encode()


def _page(nodes: list[dict[str, Any]], view: View) -> dict[str, Any]:
    page: dict[str, Any] = {
        "@id": view.url,
        "@type": "CollectionPage",
        "partOf": view.url.partition("?")[0].removesuffix(".jsonld"),
        "items": nodes,
    }
    if view.next:
        page["next"] = view.next
    if view.total is not None:
        page["totalItems"] = view.total
    return page


FORMAT = Format("jsonld", MEDIA_TYPE, "JSON-LD", "Linked data", write, schema=OBJECT)
