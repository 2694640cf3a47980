"""JSON-LD: records as nodes with relative ids, under a context that the API serves itself.

A node's type comes from its record's class, its properties from the terms on the fields (`jsonld_context`). Null and
empty values are left out.
"""

import json
from collections.abc import Iterable, Iterator

from pydantic import BaseModel

from api.formats import jsonld_context
from api.formats.format import OBJECT, Format, View
from api.formats.json_page import select
from api.formats.jsonld_context import PLACE, QUALIFIED, Written, local, meaning, relations, written, written_row
from api.formats.spans import covered, dates
from schemas.cells import split
from schemas.characters import direction
from schemas.edtf_date import parse
from schemas.markers import Part
from schemas.registry import QUERYABLE
from schemas.values import Json, JsonObject, JsonRecord, compact_json

MEDIA_TYPE = "application/ld+json"


def write(records: Iterable[bytes], view: View) -> Iterator[bytes]:
    """A page with its items, or one record as the document."""
    made = _Nodes(view)
    nodes = [made.node(json.loads(one), json.loads(select(one, view)) if view.fields else None) for one in records]
    body = nodes[0] if view.single and nodes else _page(nodes, view)
    yield compact_json({"@context": jsonld_context.URL, **body})


def _page(nodes: list[JsonObject], view: View) -> JsonObject:
    whole = view.url.partition("?")[0].removesuffix(".jsonld")
    page: JsonObject = {"@id": view.url, "@type": "CollectionPage", "partOf": whole, "items": nodes}
    if view.next:
        page["next"] = view.next
    if view.total is not None:
        page["totalItems"] = view.total
    return page


class _Nodes:
    """Makes the nodes of a view's records, and caches the languages of their articles."""

    def __init__(self, view: View) -> None:
        self._view = view
        self._languages: dict[str, str | None] = {}

    def node(self, whole: JsonRecord, selected: JsonRecord | None = None) -> JsonObject:
        """The node of a record, or of its selected fields. A flat row of a fact has the id and classes of that fact."""
        collection, record = self._view.collection, selected or whole
        ref = record["ref"] if collection.key == "ref" else f"{collection.name}/{record['id']}"
        name, _, key = ref.partition("/")
        model, fields = QUERYABLE[name].model, written(collection.model)
        if collection.key == "ref":
            record, fields = _with_evidence(record), written_row(name)
        article = key.partition(".")[0]
        if "language" in record:
            self._languages[article] = record["language"]
        made = self._described(record, model, fields, f"/v1/{ref}", article)
        made.update(_names(record, fields))
        if _is_in_doubt(whole):  # its days are bounds, not those on which it begins and ends
            made = {jsonld_context.BOUNDS.get(key, key): value for key, value in made.items()}
        if collection.computed:
            made.update(_days(record, self._view))
        return {"@id": f"/v1/{ref}", **made}

    def _described(
        self, record: JsonRecord, model: type[BaseModel], fields: tuple[Written, ...], own: str, article: str
    ) -> JsonObject:
        """The properties of a record or a nested value; `own` is the id of the record."""
        means = meaning(model)
        classes = list(means.classes)
        node: JsonObject = {"@type": classes}
        node |= {local(name): said for name, said in means.always.items()}
        for field in fields:
            value = record.get(field.name)
            if value is None or value == []:
                continue
            self._add(node, field, value, own, article)
            implies = field.term.implies
            implied = implies if isinstance(implies, str) else implies.get(value)
            classes += [implied] if implied else []
        node["@type"] = [local(name) for name in dict.fromkeys(classes)]
        return node if classes else {key: value for key, value in node.items() if key != "@type"}

    def _add(self, node: JsonObject, field: Written, value: Json, own: str, article: str) -> None:
        joined = field.many and isinstance(value, str)
        values: list[Json] = value if isinstance(value, list) else [*split(value)] if joined else [value]
        if field.term.by:
            for relation in values:
                _relate(node, field, relation)
            return
        made = [one for each in values if (one := self._value(field, each, own, article)) is not None]
        _put(_within(node, field.term.within), field.key, made, field.many)
        _qualify(node, field, made, isinstance(value, list))

    def _value(self, field: Written, value: Json, own: str, article: str) -> Json:
        """One value in JSON-LD; None for a date that cannot be written as a day."""
        term = field.term
        if field.model:
            fields = written(field.model, field.path)
            node = self._described(value, field.model, fields, own, article) | _names(value, fields, field.path)
            return {**node, local(term.inverse): own} if term.inverse else node
        if field.day:
            found = parse(value)
            return value if found.precision == "day" and found.certainty == "exact" else None
        if term.template:
            return term.template.format(**value) if isinstance(value, dict) else term.template.format(value)
        if term.values:
            return term.values.get(value, f"facts:{value}")
        if term.quoted:
            return self._quoted(value, article)
        return f"/v1/{value}" if field.is_ref else value

    def _quoted(self, text: str, article: str) -> Json:
        """Text of the article with its language, and its direction if right to left."""
        if article not in self._languages:
            found = self._view.resolve(f"articles/{article}")
            self._languages[article] = found.get("language") if found else None
        language = self._languages[article]
        if language is None:
            return text
        right_to_left = {"@direction": "rtl"} if direction(text) == "rtl" else {}
        return {"@value": text, "@language": language, **right_to_left}


def _within(node: JsonObject, part: Part | None) -> JsonObject:
    """The node of a part, added if it is missing, beside other parts under the same property."""
    if part is None:
        return node
    outer, key, kind = _within(node, part.within), local(part.name), local(part.type)
    found = _listed(outer.get(key, []))
    made: JsonObject | None = next((one for one in found if one["@type"] == kind), None)
    if made is None:
        made = {"@type": kind}
        outer[key] = [*found, made] if found else made
    return made


def _put(node: JsonObject, key: str, values: list[Json], many: bool) -> None:
    """Add values to a term. Several fields may share a term: it then has the values of all, each once."""
    if values:
        together = [*_listed(node.get(key, []))]
        together += [one for one in values if one not in together]
        node[key] = together if many or len(together) > 1 else together[0]


def _listed(value: Json) -> list[Json]:
    return value if isinstance(value, list) else [value]


def _qualify(node: JsonObject, field: Written, refs: list[str], ordered: bool) -> None:
    """Add PROV's qualified form, with the role and the position in a list: the first is nearest the speaker."""
    if found := QUALIFIED.get(field.term.name):
        common = {"@type": local(found.type), "hadRole": f"facts:{field.name}"}
        made: list[Json] = [{**common, local(found.to): ref} for ref in refs]
        for position, one in enumerate(made if ordered else (), 1):
            one["position"] = position
        _put(node, local(found.name), made, field.many)


def _relate(node: JsonObject, field: Written, value: JsonRecord) -> None:
    """Add a nested value that names its property: `{"type": "corrects", "to": "claims/x"}`."""
    for one in written(field.nested, field.path):
        if one.name != field.term.by:
            to = value[one.name]
            _put(node, local(relations(field)[value[str(field.term.by)]]), [f"/v1/{to}" if one.is_ref else to], True)


def _names(record: JsonRecord, fields: tuple[Written, ...], path: str = "") -> JsonObject:
    """The names beside refs that `names=1` adds."""
    known = {field.name for field in fields} | jsonld_context.IDENTITY
    return {path + name: value for name, value in record.items() if name not in known and value not in (None, [])}


def _with_evidence(row: JsonRecord) -> JsonRecord:
    place = {field: row[column] for column, field in PLACE.items() if column in row}
    article = {"article": row["article"]} if "article" in row else {}
    rest = {name: value for name, value in row.items() if name not in PLACE}
    return {**rest, "evidence": [{**article, **place}]} if place else rest


def _is_in_doubt(record: JsonRecord) -> bool:
    """Whether a date's or fact's time is a set, or not certain."""
    times = map(parse, filter(None, split(record.get("edtf") or "")))
    return any(one.set or one.certainty != "exact" for one in times)


def _days(record: JsonRecord, view: View) -> JsonObject:
    """The days that the dates of an event or claim cover together; none if they are in doubt, or a set."""
    known = dates(record, view)
    if any(one["set"] or one["certainty"] != "exact" for one in known):
        return {}
    return {key: day for key, day in zip(("startDate", "endDate"), covered(known)[:2], strict=True) if day}


FORMAT = Format("jsonld", MEDIA_TYPE, "JSON-LD", "Linked data", write, schema=OBJECT)
