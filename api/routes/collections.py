"""Collections, their records and their counts: parse, find, present.

A format that streams gives all records that match. A whole collection is kept as a file. Filtered or sorted rows are
copied from it if the format writes each row independently of the others. Until the file exists rows are written for
each request, and a long stream starts its making.
"""

from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from itertools import chain, islice
from urllib.parse import quote

from flask import Blueprint, Response, current_app, request

from api.formats import COUNTS_FORMATS, SUFFIXES, Format, View, offered
from api.formats.format import single
from api.problems import Problem
from api.query.meant import did_you_mean
from api.query.question import DEFAULT_LIMIT, Question, parse_counts, parse_page, parse_record
from api.response.bodies import BodyFiles, KeptFile, KeptRows, gathered, indexed
from api.response.headers import DID_YOU_MEAN
from api.response.respond import digest_of, etag
from api.routes.present import choose, held, moved_or_missing, present, respond_with, snapshot, view_of
from api.store import Snapshot
from api.store.names import counts_with_names, with_names
from api.store.plan import Condition, Equals, Find, Mark
from schemas.registry import COLLECTIONS, FACTS, QUERYABLE, Collection
from schemas.values import compact_json

routes = Blueprint("collections", __name__)
_MOST_ROWS = 1000


@routes.get("/v1/<collection>")
def collection_page(collection: str) -> Response:
    """A page of records, or all of them in a format that streams."""
    name, dot, suffix = collection.partition(".")
    return page(_collection(name), suffix if dot else None, f"/v1/{name}")


@routes.get("/v1/articles/<article>/facts")
@routes.get("/v1/articles/<article>/facts.<suffix>")
def article_facts(article: str, suffix: str | None = None) -> Response:
    """An article's facts as flat rows, in reading order."""
    if snapshot().get(COLLECTIONS["articles"], article) is None:
        return moved_or_missing(COLLECTIONS["articles"], article)
    return page(FACTS, suffix, f"/v1/articles/{article}/facts", Equals("article", (article,)))


@routes.get("/v1/<collection>/counts")
@routes.get("/v1/<collection>/counts.<suffix>")
def counts(collection: str, suffix: str | None = None) -> Response:
    """How many records there are by values of fields."""
    counted = _collection(collection)
    shown = choose(COUNTS_FORMATS, suffix, f"/v1/{collection}/counts")
    dataset = snapshot()
    question = parse_counts(counted, request.query_string, dataset)
    tag = etag(dataset.version, shown.mime)
    if (answer := held(tag, shown, dataset)) is not None:
        return answer
    found, cursor = question.counts(dataset, question.limit or _MOST_ROWS)
    total = dataset.groups(question.find, question.by) if question.counted else None
    types, rows = counts_with_names(dataset, counted, question.keys, question.by, found)
    view = view_of(dataset, question, by=types, next_cursor=cursor, total=total)
    return present(shown, map(compact_json, rows), view, tag)


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
        return moved_or_missing(found, key)
    shown = choose(offered(collection), suffix, f"/v1/{collection}/{key}")
    question = parse_record(found, request.query_string, dataset)
    return present(shown, _named(dataset, question, iter([stored])), view_of(dataset, question, single=True))


def page(collection: Collection, suffix: str | None, path: str, *fixed: Condition) -> Response:
    """A page of a collection, narrowed by fixed conditions."""
    shown = choose(offered(collection.name), suffix, path)
    dataset = snapshot()
    question = parse_page(collection, request.query_string, dataset, *fixed, newest_first=shown.newest_first)
    if shown.newest_first:  # shows when records were loaded, which the version does not tell
        return _page(shown, dataset, question, question.limit or shown.default or DEFAULT_LIMIT, None)
    tag = etag(dataset.version, shown.mime)
    if (answer := held(tag, shown, dataset)) is not None:
        return answer
    limit = question.limit or shown.default
    if limit is None:
        files: BodyFiles = current_app.extensions["body_files"]
        stream = _Stream(shown, dataset, question, view_of(dataset, question), files)
        return respond_with(shown, stream.body(tag), dataset.version, tag)
    return _page(shown, dataset, question, limit, tag)


def _page(shown: Format, dataset: Snapshot, question: Question, limit: int, tag: str | None) -> Response:
    records, cursor = question.page(dataset, limit)
    total = dataset.total(question.find) if question.counted else None
    view = view_of(dataset, question, next_cursor=cursor, total=total)
    response = present(shown, _named(dataset, question, iter(records)), view, tag)
    if question.searched and not records and (meant := did_you_mean(dataset, question.find, question.searched)):
        response.headers[DID_YOU_MEAN] = quote(meant)
    return response


def _named(dataset: Snapshot, question: Question, records: Iterator[bytes]) -> Iterator[bytes]:
    return with_names(dataset, question.find.collection, records) if question.names else records


def _collection(name: str) -> Collection:
    if name not in QUERYABLE:
        raise Problem("not-found", f"There is no collection {name!r}; there are {', '.join(QUERYABLE)}.")
    return QUERYABLE[name]


@dataclass(frozen=True, slots=True)
class _Stream:
    """All records that match."""

    shown: Format
    dataset: Snapshot
    question: Question
    view: View
    files: BodyFiles

    def body(self, tag: str) -> bytes | KeptFile | Iterator[bytes]:
        """The body, whose validator is `tag`."""
        question, has_rows = self.question, self.shown.row_lengths is not None
        if not (question.find.conditions or question.find.keys or question.mark or question.fields):
            name = self._name if has_rows else tag
            return self.files.find(name) or self.files.keep(name, self._whole)
        if question.fields or not has_rows:
            return gathered(self._written(question.find, question.mark))
        if (copied := self._copied()) is not None:
            return gathered(copied)
        body = gathered(self._written(question.find, question.mark))
        if not isinstance(body, bytes):
            self.files.prepare(self._name, self._whole)
        return body

    @property
    def _name(self) -> str:
        """The name of the file of the whole collection, however it is asked for."""
        view = self.view
        return digest_of(view.version, view.collection.name, self.shown.suffix, f"{view.bom} {view.names}")

    @property
    def _index(self) -> str:
        """The name of its index: the same content may be loaded with other positions."""
        return f"{self._name}-{self.dataset.placement}"

    def _written(self, find: Find, mark: Mark | None = None) -> Iterator[bytes]:
        lines = self.dataset.lines(find, mark)
        records = with_names(self.dataset, self.view.collection, single(lines)) if self.question.names else lines
        first = [*islice(records, 1)]  # read here, so that an early failure is an error, not a broken stream
        return self.shown.write(chain(first, records), self.view)

    def _whole(self) -> Iterator[bytes]:
        """All records of the collection, with an index if rows can be copied."""
        find, lengths = Find(self.view.collection), self.shown.row_lengths
        written = self._written(find)  # before there is a file, since it may fail
        if lengths is None or (index := self.files.spool(self._index)) is None:
            return written
        return indexed(written, chain.from_iterable(self.dataset.positions(find)), lengths, index)

    def _copied(self) -> Iterator[bytes] | None:
        """The rows from the collection's file; None if it is not there."""
        file, index = self.files.find(self._name), self.files.find(self._index)
        if file and index:
            with suppress(OSError):  # removed meanwhile
                return KeptRows(file.path, index.path).copied(
                    self.dataset.positions(self.question.find, self.question.mark)
                )
        return None
