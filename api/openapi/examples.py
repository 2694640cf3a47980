"""Examples of real records: what the server answers for one record, in each format."""

import json
from collections.abc import Mapping
from dataclasses import dataclass

from api.formats import COUNTS_FORMATS, JSON, Format, View, offered
from api.formats.format import Resolve
from api.openapi.components import Node
from schemas.grounding import Check, Report
from schemas.registry import Collection
from schemas.values import JsonRecord

_LONGEST = 300  # characters of an example within the document, but for JSON


@dataclass(frozen=True)
class Example:
    """A record of a collection, and the answers that show it, by resource (page, single, counts) and format: all made
    at once, since reading the store has a deadline."""

    collection: Collection
    fields: JsonRecord
    answers: Mapping[tuple[str, str], Node]

    @property
    def key(self) -> str:
        """The record's id, or a row's ref."""
        return str(self.fields[self.collection.key])

    def report(self) -> Node:
        """The report of a text check in which the record's first evidence is exact."""
        place = self.fields["evidence"][0]
        recorded = {name: place[name] for name in ("exact", "paragraph", "start", "end")}
        checked = Check(ref=f"{self.collection.name}/{self.key}", field="evidence.0", status="exact", **recorded)
        tally = {"exact": 1, "moved": 0, "ambiguous": 0, "missing": 0}
        return Report(article=place["article"], same_text=False, **tally, checks=(checked,)).model_dump(mode="json")


def example(collection: Collection, record: bytes, total: int, resolve: Resolve) -> Example:
    """The example of a record; `total` is the number of its kind."""
    fields, path = json.loads(record), f"/v1/{collection.name}"
    page = View(collection, path, resolve, query="limit=1")
    single = View(collection, f"{path}/{fields[collection.key]}", resolve, single=True)
    counts = View(collection, f"{path}/counts", resolve, query="by=kind", by={"kind": str, "count": int})
    counted = json.dumps({"kind": fields["kind"], "count": total}).encode()
    answers = {("page", made.suffix): _written(made, record, page) for made in offered(collection.name)}
    answers |= {("single", made.suffix): _written(made, record, single) for made in offered(collection.name)}
    answers |= {("counts", made.suffix): _written(made, counted, counts) for made in COUNTS_FORMATS}
    return Example(collection, fields, answers)


def _written(made: Format, record: bytes, view: View) -> Node:
    """The body as a value, or its URL in words: openapi-typescript reads an `externalValue` as a file, and stops."""
    path = f"{view.path}.{made.suffix}" + (f"?{view.query}" if view.query else "")
    elsewhere = {"description": f"See `{path}`."}
    if made.compressed or made.mime.startswith("image/") or (view.single and made is not JSON):
        return elsewhere
    body = b"".join(made.write([record], view)).decode()
    if len(body) > _LONGEST and made is not JSON:
        return elsewhere
    return {"value": json.loads(body) if made.schema is None or made.schema.get("type") == "object" else body}
