"""The JSON-LD context, derived from the terms on the fields.

schema.org for things and quantities, Web Annotation for places in a text, PROV for sources, Activity Streams for pages,
RDF reification for a claim's subject and object. The rest is under `facts:`, a URN, since the API's host is not known.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cache
from typing import NamedTuple, get_args

from pydantic import BaseModel

from schemas.facts import FactRow
from schemas.markers import Datatype, Meaning, Part, RefersTo, Term
from schemas.registry import FACTS, QUERYABLE, Property, properties
from schemas.values import IN_ARTICLE, JsonObject

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


class Qualified(NamedTuple):
    """PROV's qualified form of a relation: property and class of its node, and the property from there to the agent."""

    name: str
    type: str
    to: str


QUALIFIED = {
    "prov:wasAttributedTo": Qualified("prov:qualifiedAttribution", "prov:Attribution", "prov:agent"),
    "prov:wasInfluencedBy": Qualified("prov:qualifiedInfluence", "prov:Influence", "prov:influencer"),
}
_PAGE = {name: f"as:{name}" for name in ("CollectionPage", "totalItems")}
_Meaning = tuple[str, str | dict[str, str]]  # a key of the context, and what it stands for
_LINKS = ("as:items", "as:next", "as:partOf", "prov:hadRole")


@dataclass(frozen=True, slots=True)
class Written:
    """How a field of a record is written: under which key, with which datatype (None: plain; `@id`: an address).
    `model` is the class of a nested value. With `day`, only an EDTF date that is one certain day is written."""

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
        """The prefix of the keys of nested values that have no term of their own."""
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
    omitted = set() if path else IDENTITY
    return tuple(one for each in properties(model) if each.name not in omitted for one in _written(each, path))


@cache
def written_row(collection: str) -> tuple[Written, ...]:
    """How the columns of a fact's flat row are written; its place as evidence, as in its collection."""
    (evidence,) = (one for one in written(QUERYABLE[collection].model) if one.name == "evidence")
    return (evidence, *(one for one in written(FactRow) if one.name not in PLACE))


def _written(declared: Property, path: str) -> Iterator[Written]:
    own = Term(f"facts:{path}{declared.name}")
    term = declared.mark(Term) or own
    datatype = _datatype(declared, term)
    nested = None if term.template else declared.nested
    made = Written(
        declared.name,
        term.key or local(term.name),
        term,
        ADDRESS if nested else datatype,
        nested,
        declared.many or (term.template or "").startswith("http"),  # several addresses may mean the same thing
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
    """The RDF classes of a model; a kind without any is a class under `facts:`."""
    found: Meaning = getattr(model, "rdf", Meaning())
    kinds = model.model_fields.get("kind")
    return found if found.classes or kinds is None or model is FactRow else Meaning((f"facts:{model.__name__}",))


def relations(field: Written) -> Mapping[str, str]:
    """The property for each value of the field that names it (`Term.by`)."""
    options = get_args(next(one.bare for one in properties(field.nested) if one.name == field.term.by))
    return {one: field.term.values.get(one, f"facts:{one}") for one in options}


def _meanings() -> Iterator[_Meaning]:
    yield from _PAGE.items()
    yield from (_linked(name) for name in _LINKS)
    for one in QUALIFIED.values():
        yield from (_linked(one.name), _plain(one.type), _linked(one.to), _plain("schema:position"))
    for collection in QUERYABLE.values():
        fields = written(collection.model) if collection is not FACTS else ()
        rows = (one for name in IN_ARTICLE[1:] if collection is FACTS for one in written_row(name))
        yield from _of_class(collection.model, (*fields, *rows))
        yield from (_plain(f"facts:{field.named.name}") for field in collection.fields if field.named)


def _of_class(model: type[BaseModel], fields: tuple[Written, ...]) -> Iterator[_Meaning]:
    found = meaning(model)
    yield from map(_plain, found.classes)
    yield from map(_linked, found.always)
    for field in fields:
        yield field.key, {"@id": field.term.name, "@type": field.datatype} if field.datatype else field.term.name
        yield from _around(field.term)
        if field.term.by:
            yield from map(_linked, relations(field).values())
        if field.model:
            yield from _of_class(field.model, written(field.model, field.path))


def _around(term: Term) -> Iterator[_Meaning]:
    part: Part | None = term.within
    while part:
        yield from (_linked(part.name), _plain(part.type))
        part = part.within
    implied = [term.implies] if isinstance(term.implies, str) else term.implies.values()
    yield from (_plain(name) for name in implied if name)
    if term.inverse:
        yield _linked(term.inverse)


def _plain(name: str) -> _Meaning:
    return local(name), name


def _linked(name: str) -> _Meaning:
    return local(name), {"@id": name, "@type": ADDRESS}


BOUNDS = {"startDate": "earliest", "endDate": "latest"}  # where a time is in doubt
CONTEXT: JsonObject = {"@version": 1.1, **_PREFIXES}
CONTEXT |= {key: {"@id": f"facts:{key}", "@type": DAY} for key in BOUNDS.values()}
for _key, _means in _meanings():
    if _key != "@id" and CONTEXT.setdefault(_key, _means) != _means:
        raise TypeError(f"{_key!r} would mean both {CONTEXT[_key]!r} and {_means!r} in JSON-LD; give the field a Term")
