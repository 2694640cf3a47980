"""What each key of our JSON-LD documents means: derived from the terms on the fields, as is the context itself.

schema.org for things and quantities, Web Annotation for places in a text, PROV for who stands behind what, Activity
Streams for paging, RDF's own reification for a claim's subject and object. What none of them has a word for stands
under `facts:`, a URN, since the API does not know the host it is served from.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cache
from typing import Any, get_args

from pydantic import BaseModel

from schemas.facts import FactRow
from schemas.markers import Datatype, Meaning, Part, RefersTo, Term
from schemas.registry import COLLECTIONS, FACTS, QUERYABLE, Property, properties

URL = "/v1/context.jsonld"
EDTF, ADDRESS, DAY = "loc:EDTF", "@id", "xsd:date"
# Columns of a flat row -> the fields of its first evidence
PLACE = {"text": "exact", "paragraph": "paragraph", "start": "start", "end": "end"}

IDENTITY = {"id", "kind", "ref"}  # said by @id and @type
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


@dataclass(frozen=True, slots=True)
class Qualified:
    """How PROV tells more of a relation: the property and class of the node that does, and the property that leads
    from it to the one who is meant."""

    name: str
    type: str
    to: str


QUALIFIED = {
    "prov:wasAttributedTo": Qualified("prov:qualifiedAttribution", "prov:Attribution", "prov:agent"),
    "prov:wasInfluencedBy": Qualified("prov:qualifiedInfluence", "prov:Influence", "prov:influencer"),
}
_PAGE = {name: f"as:{name}" for name in ("CollectionPage", "totalItems")}
_LINKS = ("as:items", "as:next", "as:partOf", "prov:hadRole")


@dataclass(frozen=True, slots=True)
class Written:
    """How a field is written: from which field of the record, under which key and meaning, as what (`datatype`, None of
    plain values; `@id` of addresses). `model` is the class of a nested value, `many` tells whether there are several;
    with `day`, only an EDTF date that is one certain day is written."""

    name: str
    key: str
    term: Term
    datatype: str | None
    model: type[BaseModel] | None
    many: bool
    is_ref: bool
    day: bool = False

    @property
    def path(self) -> str:
        """What the keys of nested values that have no term of their own begin with."""
        return f"{self.name}_"

    @property
    def nested(self) -> type[BaseModel]:
        """The class of its nested values; TypeError if it has none."""
        if self.model is None:
            raise TypeError(f"{self.name} has no nested values that a term could go by")
        return self.model


def local(name: str) -> str:
    """A prefixed name without its prefix: a key or a class in our documents."""
    return name.rpartition(":")[2]


@cache
def written(model: type[BaseModel], path: str = "") -> tuple[Written, ...]:
    """How the fields of a class are written, in their order."""
    left = IDENTITY if not path else set()
    return tuple(one for each in properties(model) if each.name not in left for one in _written(each, path))


@cache
def written_row(collection: str) -> tuple[Written, ...]:
    """How the columns of a fact's flat row are written: its place as evidence, in the term of its collection."""
    (evidence,) = (one for one in written(QUERYABLE[collection].model) if one.name == "evidence")
    return (evidence, *(one for one in written(FactRow) if one.name not in PLACE))


def _written(declared: Property, path: str) -> Iterator[Written]:
    own = Term(f"facts:{path}{declared.name}")
    term = declared.mark(Term) or own
    datatype = _datatype(declared, term)
    nested = isinstance(declared.type, type) and issubclass(declared.type, BaseModel) and not term.template
    made = Written(
        declared.name,
        term.key or local(term.name),
        term,
        ADDRESS if nested else datatype,
        declared.type if nested else None,
        declared.many or (term.template or "").startswith("http"),  # a thing may be known elsewhere under several
        declared.mark(RefersTo) is not None,
    )
    if datatype == EDTF and term is not own:
        yield replace(made, datatype=DAY, day=True)
        made = replace(made, key=local(own.name), term=own)
    yield made


def _datatype(declared: Property, term: Term) -> str | None:
    if declared.mark(RefersTo) or term.values or "/" in (term.template or ""):
        return ADDRESS
    found = declared.mark(Datatype)
    return found.name if found else None


def meaning(model: type[BaseModel]) -> Meaning:
    """The classes of a model in RDF; a kind of record that has none is a class of ours."""
    found: Meaning = getattr(model, "rdf", Meaning())
    kinds = model.model_fields.get("kind")
    return found if found.classes or kinds is None or model is FactRow else Meaning((f"facts:{model.__name__}",))


def relations(field: Written) -> Mapping[str, str]:
    """The property of each value by which a nested value names its own."""
    options = get_args(next(one.type for one in properties(field.nested) if one.name == field.term.by))
    return {one: field.term.values.get(one, f"facts:{one}") for one in options}


def _context() -> dict[str, Any]:
    made: dict[str, Any] = {"@version": 1.1, **_PREFIXES}
    for key, means in _meanings():
        if key != "@id" and made.setdefault(key, means) != means:
            raise TypeError(f"{key!r} would mean both {made[key]!r} and {means!r} in JSON-LD; give the field a Term")
    return made


def _meanings() -> Iterator[tuple[str, Any]]:
    yield from _PAGE.items()
    yield from (_linked(name) for name in _LINKS)
    for one in QUALIFIED.values():
        yield from (_linked(one.name), _plain(one.type), _linked(one.to), _plain("schema:position"))
    for collection in QUERYABLE.values():
        fields = written(collection.model) if collection is not FACTS else ()
        rows = (one for name in COLLECTIONS if collection is FACTS and _is_fact(name) for one in written_row(name))
        yield from _of_class(collection.model, (*fields, *rows))
        yield from (_plain(f"facts:{field.named.name}") for field in collection.fields if field.named)


def _is_fact(name: str) -> bool:
    return COLLECTIONS[name].scope == "article" and name != "articles"


def _of_class(model: type[BaseModel], fields: tuple[Written, ...]) -> Iterator[tuple[str, Any]]:
    found = meaning(model)
    yield from map(_plain, found.classes)
    yield from map(_linked, found.always)
    for field in fields:
        yield field.key, _plain_or_typed(field)
        yield from _around(field.term)
        if field.term.by:
            yield from map(_linked, relations(field).values())
        if field.model:
            yield from _of_class(field.model, written(field.model, field.path))


def _around(term: Term) -> Iterator[tuple[str, Any]]:
    part: Part | None = term.within
    while part:
        yield from (_linked(part.name), _plain(part.type))
        part = part.within
    implied = [term.implies] if isinstance(term.implies, str) else term.implies.values()
    yield from (_plain(name) for name in implied if name)
    if term.inverse:
        yield _linked(term.inverse)


def _plain_or_typed(field: Written) -> Any:
    return {"@id": field.term.name, "@type": field.datatype} if field.datatype else field.term.name


def _plain(name: str) -> tuple[str, str]:
    return local(name), name


def _linked(name: str) -> tuple[str, dict[str, str]]:
    return local(name), {"@id": name, "@type": ADDRESS}


CONTEXT = _context()
