"""Shared by the routes: the dataset, the choice of a format, and turning records into a response."""

from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache, partial
from typing import Any

from flask import Response, current_app, redirect, request

from api.formats import Format, View, address
from api.problems import Problem
from api.query.question import Question
from api.response.bodies import KeptFile
from api.response.content import Content
from api.response.request_fields import LONGEST_REMEMBERED, preferred
from api.response.respond import digest, etag, respond, unchanged
from api.store import Snapshot, Store, StoreError
from api.store.assembled import superseding, with_meant
from schemas.registry import FACTS, Collection
from schemas.values import Json, JsonRecord, compact_json


def snapshot() -> Snapshot:
    """The dataset for this request."""
    store: Store = current_app.extensions["store"]
    return store.current()


def version_if_any() -> str | None:
    """The dataset's version, for what can be said without a dataset too."""
    try:
        return snapshot().version
    except StoreError:
        return None


def choose(formats: Sequence[Format], suffix: str | None, path: str) -> Format:
    """The format asked for: the suffix decides, or else Accept. Problem `not-acceptable` lists what there is."""
    if suffix is not None:
        found = next((made for made in formats if made.suffix == suffix), None)
    else:
        accept = request.environ.get("HTTP_ACCEPT", "")
        choice = _preferred if len(accept) <= LONGEST_REMEMBERED else _preferred.__wrapped__
        found = choice(tuple(formats), accept) if accept else formats[0]
    if found is None:
        listed = ", ".join(f"{path}.{made.suffix} ({made.mime})" for made in formats)
        raise Problem("not-acceptable", f"There is no such format here; there are {listed}.")
    return found


@lru_cache(maxsize=1024)
def _preferred(formats: tuple[Format, ...], accept: str) -> Format | None:
    mime = preferred(accept, [made.mime for made in formats])
    return next((made for made in formats if made.mime == mime), None)


def view_of(dataset: Snapshot, question: Question, **more: Any) -> View:
    """What a format needs besides the records."""
    asked = request.environ
    return View(
        question.find.collection,
        _path(asked),
        dataset.record,
        dataset.version,
        asked.get("QUERY_STRING", ""),
        fields=question.fields,
        bom=question.bom,
        names=question.names,
        surfaced=partial(dataset.surfaced, question.find.collection),
        superseding=partial(superseding, dataset),
        meant=partial(with_meant, dataset),
        tag_authority=current_app.config["TAG_AUTHORITY"],
        **more,
    )


def present(shown: Format, records: Iterable[bytes], view: View, tag: str | None = None) -> Response:
    """Records in a format. Without a tag the validator is a digest of the content, which changes with them alone."""
    body = b"".join(shown.write(records, view))
    response = respond_with(shown, body, view.version, tag or etag(digest(body), shown.mime))
    if (following := view.next) is not None:
        response.headers["Link"] = f'<{following}>; rel="next"'
    return response


def present_rows(shown: Format, dataset: Snapshot, rows: Iterable[JsonRecord], **more: Any) -> Response:
    """Rows that are not records, in a format; `more` are fields of the View. Not validated by the version: the log of
    loads differs where a version was replaced and came back."""
    asked = request.environ
    query = asked.get("QUERY_STRING", "")
    meant = partial(with_meant, dataset)
    view = View(FACTS, _path(asked), dataset.record, dataset.version, query, meant=meant, **more)
    return present(shown, map(compact_json, rows), view)


def held(tag: str, shown: Format, dataset: Snapshot) -> Response | None:
    """A 304, made without reading records, for a client that has this representation already; None for others."""
    return respond_with(shown, b"", dataset.version, tag) if unchanged(tag) else None


def respond_with(shown: Format, body: bytes | KeptFile | Iterable[bytes], version: str, tag: str) -> Response:
    return respond(Content(body, shown.media_type, shown.policy, shown.compressed), tag, version=version)


def respond_json(value: Json, version: str | None = None) -> Response:
    """A value as JSON; `version` is that of the dataset it comes from."""
    return respond(Content(compact_json(value), "application/json"), version=version)


def _path(asked: Mapping[str, Any]) -> str:
    """The request's path as text. What begins with "//" would be a reference to another host."""
    path = str(asked["PATH_INFO"]).encode("latin-1").decode(errors="replace")
    return "/" + path.lstrip("/")


def moved_or_missing(collection: Collection, key: str) -> Response:
    """A redirect to the same resource of a merged id's heir; Problem if there is none."""
    ref = f"{collection.name}/{key}"
    heir = snapshot().heir(ref)
    if heir is None:
        raise Problem("not-found", f"There is no {collection.kind} {key[:200]!r}.")
    query = request.query_string.decode("latin-1")
    return redirect(address(request.path.rstrip("/").replace(ref, heir, 1), query), 308)  # type: ignore[return-value]
