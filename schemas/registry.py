"""The collections and their fields: read from the record classes once, used everywhere."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache, cached_property
from itertools import combinations
from types import UnionType
from typing import Annotated, Any, Literal, TypeVar, Union, cast, get_args, get_origin

from pydantic import BaseModel, TypeAdapter

from schemas import markers
from schemas.facts import FactRow
from schemas.getters import Getter, getter
from schemas.records import CLASSES, Day, NamedEntry, Record, RegistryEntry
from schemas.values import COLLECTION_NAMES, NAMED, JsonObject

M = TypeVar("M", bound=markers.Marker)
Scope = Literal["registry", "article", "rows"]


@dataclass(frozen=True)
class Property:
    """A declared field of a class, nested values as one. `annotation` is the type of one value; `marks` include its."""

    name: str
    annotation: Any
    many: bool
    marks: tuple[markers.Marker, ...]

    @property
    def bare(self) -> object:
        """The type of one value without constraints."""
        return _bare(self.annotation)

    @property
    def nested(self) -> type[BaseModel] | None:
        return self.bare if isinstance(self.bare, type) and issubclass(self.bare, BaseModel) else None

    def mark(self, kind: type[M]) -> M | None:
        """Its marker of a kind; None if it has none."""
        return next((mark for mark in self.marks if isinstance(mark, kind)), None)


@dataclass(frozen=True)
class Field(Property):
    """A leaf of a record: its path, its type, and what can be done with it.

    `name` is its query parameter and column (`ticker_mic`), `path` the way to it (`("ticker", "mic")`). `many`: a
    record has several values; `joined`: they share one cell.
    """

    path: tuple[str, ...]

    @cached_property
    def asked(self) -> markers.Asked:
        return self.mark(markers.Asked) or markers.UNASKED

    @cached_property
    def searched(self) -> markers.Searched | None:
        return self.mark(markers.Searched)

    @cached_property
    def refers_to(self) -> markers.RefersTo | None:
        return self.mark(markers.RefersTo)

    @cached_property
    def joined(self) -> bool:
        return self.mark(markers.Joined) is not None

    @cached_property
    def parameter(self) -> str:
        return self.asked.parameter or self.name

    @cached_property
    def filters(self) -> bool:
        return self.asked.filter

    @cached_property
    def sorts(self) -> bool:
        """Constants do not: they order nothing and have no index."""
        return self.asked.sort and not self.many and len(self.options) != 1

    @cached_property
    def column(self) -> bool:
        return (self.filters or self.sorts) and not self.many

    @cached_property
    def named(self) -> "Field | None":
        """The field added for the names of its refs with `names=1`, None for other fields: a list beside a list of
        refs; refs within nested values are single."""
        if not self.refers_to or self.joined:
            return None
        ending = "_names" if self.many and len(self.path) == 1 else "_name"
        path = (*self.path[:-1], self.path[-1] + ending)
        return Field("_".join(path), str, self.many, (), path)

    @cached_property
    def primitive(self) -> Literal["text", "number", "boolean"]:
        """The store's type of one value."""
        kinds = _primitives(self.annotation)
        return "boolean" if kinds == {bool} else "number" if kinds <= {int, float} else "text"

    @cached_property
    def is_whole(self) -> bool:
        """Whether its numbers are integers; all others are floats, whole ones too."""
        return _primitives(self.annotation) == {int}

    @cached_property
    def options(self) -> tuple[str, ...]:
        """The values of an enumeration, or none."""
        return get_args(self.bare) if get_origin(self.bare) is Literal else ()

    @cached_property
    def repeating(self) -> bool:
        """Whether it has few values, each in many records, so that counts are precomputed."""
        is_marked = self.mark(markers.Repeating) is not None
        return self.column and (is_marked or self.primitive == "boolean" or len(self.options) > 1)


@dataclass(frozen=True, eq=False)  # there is one instance each, hashed often: by identity is faster
class Collection:
    """A collection: its class, and the fields derived from it. `quantity` and `time` say by which intervals it can be
    queried; `key` names the field that identifies its records. `computed` fields can be queried but are not in records:
    the days that the dates of an event or claim cover."""

    name: str
    kind: str
    model: type[BaseModel]
    scope: Scope
    fields: tuple[Field, ...]
    quantity: bool = False
    time: bool = False
    computed: tuple[Field, ...] = ()
    key: str = "id"

    def field(self, name: str) -> Field:
        """The field of that name; KeyError if there is none."""
        return self._named[name]

    @cached_property
    def _named(self) -> dict[str, Field]:
        return {field.name: field for field in self._asked}

    @cached_property
    def _asked(self) -> tuple[Field, ...]:
        return (*self.fields, *self.computed)

    @cached_property
    def columns(self) -> tuple[Field, ...]:
        """The fields that have a column in the store; computed ones come last."""
        return tuple(field for field in self._asked if field.column and field.name != self.key)

    @cached_property
    def repeating(self) -> tuple[Field, ...]:
        """The fields by which counts are precomputed."""
        return tuple(field for field in self.columns if field.repeating)

    @cached_property
    def by_time(self) -> tuple[Field, ...]:
        """The EDTF fields that sort by when they begin."""
        return tuple(field for field in self.columns if field.asked.by_time)

    @cached_property
    def filters(self) -> tuple[Field, ...]:
        return tuple(field for field in self._asked if field.filters)

    @cached_property
    def sorts(self) -> tuple[Field, ...]:
        return tuple(field for field in self._asked if field.sorts)

    @cached_property
    def pairs(self) -> tuple[tuple[Field, Field], ...]:
        """The fields of values in one list, two by two: a verification has `by` and `status`."""
        nested = [field for field in self.filters if field.many and len(field.path) == 2 and not field.joined]
        return tuple((one, two) for one, two in combinations(nested, 2) if one.path[0] == two.path[0])

    @cached_property
    def table(self) -> tuple[str, ...]:
        """The fields that a table of its records shows first."""
        return cast("type[Record]", self.model).table

    @cached_property
    def order(self) -> str:
        """The default order, in words."""
        if self.scope == "registry":
            return "name, then id"
        return "id" if self.name == "articles" else "article, then the place in its text, then id"


def _unwrap(annotation: object) -> tuple[object, bool, list[markers.Marker]]:
    """An annotation without None, tuple and markers: the type of one value, whether many, the markers met."""
    origin = get_origin(annotation)
    if origin is Annotated:
        inner, *marks = get_args(annotation)
        kept, many, more = _unwrap(inner)
        own = [mark for mark in marks if isinstance(mark, markers.Marker)]
        constrained = annotation if kept is inner else kept
        return (constrained, many, own + more)
    if origin in (Union, UnionType):
        rest = [part for part in get_args(annotation) if part is not type(None)]
        if len(rest) == 1:
            return _unwrap(rest[0])
    if origin is tuple:
        kept, _, marks = _unwrap(get_args(annotation)[0])
        return (kept, True, marks)
    return (annotation, False, [])


def _bare(annotation: object) -> object:
    return _bare(get_args(annotation)[0]) if get_origin(annotation) is Annotated else annotation


def _primitives(annotation: object) -> set[object]:
    bare = _bare(annotation)
    if get_origin(bare) in (Union, UnionType):
        return set().union(*(_primitives(part) for part in get_args(bare)))
    return {str} if get_origin(bare) is Literal else {bare}


def properties(model: type[BaseModel]) -> Iterator[Property]:
    for name, declared in model.model_fields.items():
        marks = [mark for mark in declared.metadata if isinstance(mark, markers.Marker)]
        inner, several, more = _unwrap(declared.annotation)
        joined = next((mark for mark in marks if isinstance(mark, markers.Joined)), None)
        item = _unwrap(joined.item)[2] if joined else []
        annotation = joined.item if joined else inner
        # Constraints that pydantic moved from the annotation into the metadata.
        constraints = [mark for mark in declared.metadata if not isinstance(mark, markers.Marker)]
        if not joined and constraints and get_origin(inner) is not Annotated:
            annotation = Annotated[(inner, *constraints)]
        yield Property(name, annotation, several or joined is not None, (*marks, *more, *item))


def column_field(name: str, annotation: object) -> Field:
    """The field of a column of rows that are not records; nothing can be asked of it."""
    options = [kind for kind in get_args(annotation) if kind is not type(None)]
    given = Union[tuple(options)] if get_origin(annotation) in (Union, UnionType) else annotation  # noqa: UP007 - made
    return Field(name, given, False, (), (name,))


def _fields(model: type[BaseModel], path: tuple[str, ...] = (), many: bool = False) -> Iterator[Field]:
    for one in properties(model):
        here = (*path, one.name)
        if not one.nested:
            yield Field("_".join(here), one.annotation, many or one.many, one.marks, here)
            continue
        searched = one.mark(markers.Searched)  # of evidence: its phrases
        for leaf in _fields(one.nested, here, many or one.many):
            yield replace(leaf, marks=(searched, *leaf.marks)) if searched and leaf.path[-1] == "exact" else leaf


class _Days(BaseModel):
    """Fields that events and claims get from their dates."""

    earliest: Annotated[Day | None, markers.FILTER]
    latest: Annotated[Day | None, markers.FILTER]


_DAYS = tuple(_fields(_Days))
_TIMED, _DATED = ("articles", "dates", "events", "claims"), ("events", "claims")  # collections


def _collection(name: str, model: type[Record]) -> Collection:
    scope: Scope = "registry" if issubclass(model, RegistryEntry) else "article"
    computed = _DAYS if name in _DATED else ()
    kind, fields = model.model_fields["kind"].default, tuple(_fields(model))
    return Collection(name, kind, model, scope, fields, name == "figures", name in _TIMED, computed)


if tuple(CLASSES) != COLLECTION_NAMES:
    raise TypeError(f"the classes are of {', '.join(CLASSES)}; the collections are {', '.join(COLLECTION_NAMES)}")
if tuple(name for name, model in CLASSES.items() if issubclass(model, NamedEntry)) != NAMED:
    raise TypeError(f"classes of entries that a text may name, {', '.join(NAMED)}, are those below NamedEntry")
COLLECTIONS = {name: _collection(name, model) for name, model in CLASSES.items()}
FACTS = Collection("facts", "fact", FactRow, "rows", tuple(_fields(FactRow)), quantity=True, time=True, key="ref")
QUERYABLE = {**COLLECTIONS, "facts": FACTS}
BY_KIND = {collection.kind: collection for collection in COLLECTIONS.values()}


@cache
def json_schema(kind: str) -> JsonObject:
    """The JSON Schema (2020-12) of a record as it is served; KeyError for an unknown kind."""
    model = FACTS.model if kind == "fact" else BY_KIND[kind].model
    schema = TypeAdapter(model).json_schema(mode="serialization")
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", "$id": f"/v1/schemas/{kind}", **schema}


def refs(collection: Collection, record: object) -> Iterator[tuple[str, str]]:
    """Every ref of a record, with the name of its field."""
    for name, get in _ref_getters(collection.name):
        for ref in get(record):
            yield name, ref


@cache
def _ref_getters(collection: str) -> list[tuple[str, Getter]]:
    fields = QUERYABLE[collection].fields
    return [(field.name, getter(field.path)) for field in fields if field.refers_to]
