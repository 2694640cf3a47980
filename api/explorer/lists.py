"""Tables: a collection, its counts by field, and the search over everything. Columns are those that a class names, the
form's fields are a collection's parameters.
"""

import json
from dataclasses import replace
from functools import cache
from typing import NamedTuple

from flask import Blueprint, Response, request

from api.explorer.facets import asked, facets
from api.explorer.hits import Hits
from api.explorer.page import Address, Context, here, show, sources, without_blanks
from api.explorer.words import Names, spaced
from api.formats import COUNTS_FORMATS, SUFFIXES, offered
from api.formats.table import text
from api.problems import bad_parameter
from api.query.meant import did_you_mean
from api.query.parameters import Parameter, Search
from api.query.question import DEFAULT_LIMIT, Question, parse_counts, parse_nothing, parse_page
from api.query.schema import filters
from api.query.values import Amount, FieldValues
from api.store import Snapshot
from api.store.assembled import with_meant
from api.store.plan import RELEVANCE, CountRow, Find
from schemas.registry import FACTS, QUERYABLE, Collection, Field
from schemas.values import COLLECTION_NAMES, NAMED, Word
from schemas.wording import plain

routes = Blueprint("lists", __name__)
ANY = f"<any({', '.join((*COLLECTION_NAMES, FACTS.name))}):collection>"
_FOUND_AT_ONCE = 6
_MOST_BARS = 100
_MOST_COUNTED = 30_000  # records counted for a page: some 70 ms


@routes.get(f"/{ANY}")
def collection_page(collection: str) -> Response:
    """A collection as a table, with its filters as a form and its counts as links."""
    address = here()
    return without_blanks(address) or show(
        "collection.html", lambda dataset: _collection(dataset, QUERYABLE[collection], address)
    )


@routes.get("/search")
def search() -> Response:
    """Everything that has the words: entries by name, then facts."""
    address = here()
    return without_blanks(address) or show("search.html", lambda dataset: _search(dataset, address))


@routes.get("/articles/counts", defaults={"collection": "articles"})  # or it would be an article's id
@routes.get(f"/{ANY}/counts")
def counts(collection: str) -> Response:
    """How many records there are by a field's values, as bars."""
    address = here()
    return show("counts.html", lambda dataset: _counts(dataset, QUERYABLE[collection], address))


def found(dataset: Snapshot, question: Question, address: Address, limit: int | None = None) -> Context:
    """A page of records with the address of the next one, for any template with a table."""
    page, cursor = question.page(dataset, question.limit or limit or DEFAULT_LIMIT)
    records = [json.loads(record) for record in page]
    is_flat = question.find.collection is FACTS
    return {
        "records": records if is_flat else with_meant(dataset, records),
        "next": cursor and address.but(cursor=cursor),
    }


def _collection(dataset: Snapshot, collection: Collection, address: Address) -> Context:
    question = parse_page(collection, request.query_string, dataset)
    total = dataset.total(question.find)
    return {
        "collection": collection,
        "columns": columns(collection),
        "sorts": {field.name for field in collection.sorts},
        "address": address,
        "sources": sources(offered(collection.name), address.at(f"/v1{address.path}")),
        "picture": SUFFIXES["svg"].shows(collection.name) and total > 0,
        "controls": controls(collection, address),
        "hidden": {name: value for name, value in address.pairs if name in ("sort", "limit")},
        "facets": facets(dataset, question.find, total, address),
        "total": total,
        "hits": Hits(question.find),
        "named": Names(dataset),
        "articles": dataset.counts()["articles"],
        **found(dataset, question, address),
    }


def _search(dataset: Snapshot, address: Address) -> Context:
    if not address.pairs:
        parse_nothing(request.query_string)
        return {"address": address, "words_asked": "", "groups": [], "counts": dataset.counts()}
    question = parse_page(FACTS, request.query_string, dataset)
    for name, _ in address.pairs:
        if name != "q":
            raise bad_parameter(name, "is not a parameter of the search; it takes q", "unknown-parameter")
    question = question._replace(find=replace(question.find, keys=(RELEVANCE,)))
    ranked = address.but(sort=RELEVANCE.field)
    groups: list[Context] = []
    for name in ("articles", *NAMED):
        page = dataset.find(Find(QUERYABLE[name], question.find.conditions), _FOUND_AT_ONCE)
        if page.records:
            records = [json.loads(record) for record in page.records]
            groups.append({"name": name, "records": records, "more": page.next and address.at(f"/{name}")})
    total = dataset.total(question.find)
    meant = did_you_mean(dataset, question.find, question.searched or "") if not total and not groups else None
    return {
        "address": address,
        "words_asked": address.value("q") or "",
        "meant": meant and address.but(q=meant),
        "groups": groups,
        "collection": FACTS,
        "columns": columns(FACTS),
        "total": total,
        "hits": Hits(question.find),
        "sources": sources(offered(FACTS.name), ranked.at("/v1/facts")),
        "named": Names(dataset),
        "articles": dataset.counts()["articles"],
        **found(dataset, question, ranked.at("/facts")),
    }


def _counts(dataset: Snapshot, collection: Collection, address: Address) -> Context:
    question = parse_counts(collection, request.query_string, dataset)
    total = 0 if dataset.is_counted(question.find, question.by) else dataset.total(question.find)
    many = total if total > _MOST_COUNTED else 0
    rows, cursor = ([], None) if many else question.counts(dataset, question.limit or _MOST_BARS)
    largest = max((int(str(row[-1])) for row in rows), default=1)
    base = Address(f"/{collection.name}", address.but(by=None).filters)
    return {
        "collection": collection,
        "address": address,
        "base": base,
        "canonical": Address(address.path, (("by", ",".join(question.keys)),)),
        "by": question.keys,
        "rows": [_bar(question, row, largest, base) for row in rows],
        "next": cursor and address.but(cursor=cursor),
        "too_many": many,
        "named": Names(dataset),
        "sources": sources(COUNTS_FORMATS, address.at(f"/v1{address.path}")),
    }


def _bar(question: Question, row: CountRow, largest: int, base: Address) -> Context:
    values, count = [None if value is None else text(plain(value)) for value in row[:-1]], row[-1]
    collection = question.find.collection
    chosen = {
        collection.field(part.field).parameter: asked(value)
        for part, value in zip(question.by, values, strict=True)
        if value is not None and part.length is None
    }
    target = base.but(**chosen) if len(chosen) == len(values) else None
    return {"values": values, "count": count, "share": int(str(count)) / largest, "target": target}


# Fields shown otherwise than by their own name and value.
_HEADINGS = {
    "counts": "facts", "earliest": "time", "evidence": "place in the text", "of": "names", "parent": "part of",
    "start": "place in the text", "value": "quantity",
}  # fmt: skip
_SHAPES = {
    "affiliations": "affiliations", "counts": "counts", "earliest": "time", "evidence": "place", "modality": "manner",
    "published": "time", "speaker": "voice", "start": "place", "value": "amount", "verification": "status",
}  # fmt: skip


class Column(NamedTuple):
    """A heading, its field, and as what `parts.html` shows it. It can be sorted by if the collection sorts by it."""

    heading: str
    field: str
    shape: str


@cache
def columns(collection: Collection) -> tuple[Column, ...]:
    """The columns of a collection's table; the first leads to the record."""
    first, *others = collection.table
    shapes = {first: "title"} | {name: _SHAPES.get(name) or _shape(collection.field(name)) for name in others}
    return tuple(Column(_HEADINGS.get(name, spaced(name)), name, shape) for name, shape in shapes.items())


def _shape(field: Field) -> str:
    shape = "number" if field.primitive == "number" else "text"
    return "ref" if field.refers_to else "word" if field.options or field.annotation == Word else shape


_LABELS = {
    "from": "from the day", "to": "to the day", "value_min": "at least", "value_max": "at most", "in": "in the unit",
}  # fmt: skip


class Control(NamedTuple):
    """One field of the form. `options` makes it a choice; `main` puts it among the first."""

    name: str
    label: str
    kind: str
    value: str
    options: tuple[str, ...] = ()
    main: bool = False


def controls(collection: Collection, address: Address) -> list[Control]:
    """The form's fields without the search, in order of declaration, choices first."""
    asked = filters(collection).items()
    found = [_control(name, parameter, address) for name, parameter in asked if not isinstance(parameter, Search)]
    useful = [control for control in found if len(control.options) != 1]
    return sorted(useful, key=lambda control: not control.main)


def _control(name: str, parameter: Parameter, address: Address) -> Control:
    value, options = address.value(name) or "", tuple[str, ...]()
    if isinstance(parameter, FieldValues):
        options = parameter.field.options or (("true", "false") if parameter.field.primitive == "boolean" else ())
    if options and value and value not in options:
        options = (value, *options)  # several values at once stay chosen
    kind = "number" if isinstance(parameter, Amount) else "text"
    return Control(name, _LABELS.get(name, spaced(name)), kind, value, options, bool(options) and "true" not in options)
