"""Collections, their records and their counts: parse, find, present."""

import json
from collections.abc import Iterable, Iterator
from typing import Any

from flask import Blueprint, Response, current_app, redirect, request

from api.formats import COUNTS_FORMATS, SUFFIXES, Format, View, address, choose, offered
from api.problems import not_found
from api.query.cursor import write_cursor
from api.query.question import Question, parse_counts, parse_page, parse_record
from api.response.respond import etag, respond, unchanged
from api.store import Snapshot, Store
from api.store.names import counts_with_names, with_names
from api.store.plan import Condition, Equals
from schemas.registry import COLLECTIONS, FACTS, QUERYABLE, Collection

routes = Blueprint("collections", __name__)
_MOST_ROWS = 1000


def snapshot() -> Snapshot:
    """The dataset that this request is answered from."""
    store: Store = current_app.extensions["store"]
    return store.current()


@routes.get("/v1/<collection>")
def collection_page(collection: str) -> Response:
    """A page of records, or all of them in a format that streams."""
    name, suffix = _split(collection)
    return page(_collection(name), suffix, f"/v1/{name}")


@routes.get("/v1/articles/<article>/facts")
@routes.get("/v1/articles/<article>/facts.<suffix>")
def article_facts(article: str, suffix: str | None = None) -> Response:
    """An article's facts as flat rows, in reading order."""
    if snapshot().get(COLLECTIONS["articles"], article) is None:
        return moved_or_missing(COLLECTIONS["articles"], article, f"/facts.{suffix}" if suffix else "/facts")
    return page(FACTS, suffix, f"/v1/articles/{article}/facts", Equals("article", (article,)))


@routes.get("/v1/<collection>/counts")
@routes.get("/v1/<collection>/counts.<suffix>")
def counts(collection: str, suffix: str | None = None) -> Response:
    """How many records there are by values of fields."""
    counted = _collection(collection)
    shown = choose(COUNTS_FORMATS, suffix, request.headers.get("Accept"), f"/v1/{collection}/counts")
    dataset = snapshot()
    question = parse_counts(counted, request.query_string, dataset)
    tag = etag(dataset.version, shown.mime)
    found = [] if unchanged(tag) else dataset.tally(question.find, question.by, question.limit or _MOST_ROWS)
    keys, rows = counts_with_names(dataset, counted, question.keys, question.by, found)
    view = _view(dataset, question, by=keys)
    return _presented(
        shown, [json.dumps(row, ensure_ascii=False, separators=(",", ":")).encode() for row in rows], view, tag
    )


@routes.get("/v1/<collection>/<key>")
def record(collection: str, key: str) -> Response:
    """One record; a known suffix names its format unless the whole is an id."""
    found = _collection(collection)
    dataset = snapshot()
    stored, suffix = dataset.get(found, key), None
    if stored is None:
        stem, _, ending = key.rpartition(".")
        if stem and ending in SUFFIXES:
            key, suffix, stored = stem, ending, dataset.get(found, stem)
    if stored is None:
        return moved_or_missing(found, key, f".{suffix}" if suffix else "")
    shown = choose(offered(collection), suffix, request.headers.get("Accept"), f"/v1/{collection}/{key}")
    question = parse_record(found, request.query_string, dataset)
    tag = etag(dataset.version, shown.mime)
    records = [] if unchanged(tag) else _named(dataset, question, [stored])
    return _presented(shown, records, _view(dataset, question, single=True), tag)


def page(collection: Collection, suffix: str | None, path: str, *fixed: Condition) -> Response:
    """A page of a collection, narrowed by fixed conditions."""
    shown = choose(offered(collection.name), suffix, request.headers.get("Accept"), path)
    dataset = snapshot()
    question = parse_page(collection, request.query_string, dataset, *fixed)
    tag = etag(dataset.version, shown.mime)
    if unchanged(tag):
        return _presented(shown, [], _view(dataset, question), tag)
    limit = question.limit or shown.default
    records, view = (_whole if limit is None else _page)(dataset, question, limit or 0)
    return _presented(shown, records, view, tag)


def _page(dataset: Snapshot, question: Question, limit: int) -> tuple[Iterable[bytes], View]:
    found = dataset.find(question.find, limit, question.mark)
    cursor = write_cursor(question.find, found.next) if found.next else None
    total = dataset.total(question.find) if question.counted else None
    return _named(dataset, question, found.records), _view(dataset, question, next_cursor=cursor, total=total)


def _whole(dataset: Snapshot, question: Question, _: int) -> tuple[Iterator[bytes], View]:
    records = dataset.stream(question.find, question.mark)
    named = with_names(dataset, question.find.collection, records) if question.names else records
    return named, _view(dataset, question)


def _named(dataset: Snapshot, question: Question, records: list[bytes]) -> list[bytes]:
    return list(with_names(dataset, question.find.collection, records)) if question.names else records


def _view(dataset: Snapshot, question: Question, **more: Any) -> View:
    query = request.query_string.decode("latin-1")
    return View(
        question.find.collection,
        request.path,
        _resolver(dataset),
        dataset.version,
        query,
        fields=question.fields,
        bom=question.bom,
        names=question.names,
        **more,
    )


def _presented(shown: Format, records: Iterable[bytes], view: View, tag: str) -> Response:
    chunks = shown.write(records, view)
    body = chunks if shown.default is None and not isinstance(records, list) else b"".join(chunks)
    max_age = current_app.config["MAX_AGE"]
    response = respond(body, shown.media_type, tag, max_age, shown.policy, shown.compressed)
    if (following := view.next) is not None:
        response.headers["Link"] = f'<{following}>; rel="next"'
    return response


def _split(name: str) -> tuple[str, str | None]:
    stem, dot, suffix = name.partition(".")
    return stem, suffix if dot else None


def _collection(name: str) -> Collection:
    if name not in QUERYABLE:
        raise not_found(f"There is no collection {name!r}; there are {', '.join(QUERYABLE)}.")
    return QUERYABLE[name]


def moved_or_missing(collection: Collection, key: str, rest: str) -> Response:
    """A redirect to the heir of an id that was merged away, with the rest of the path; Problem if there is none."""
    heir = snapshot().heir(f"{collection.name}/{key}")
    if heir is None:
        raise not_found(f"There is no {collection.kind} {key!r}.")
    query = request.query_string.decode("latin-1")
    return redirect(address(f"/v1/{heir}{rest}", query), 308)  # type: ignore[return-value]


def _resolver(dataset: Snapshot) -> Any:
    def resolve(ref: str) -> Any:
        name, _, key = ref.partition("/")
        stored = dataset.get(COLLECTIONS[name], key)
        return json.loads(stored) if stored else None

    return resolve
