"""Answers of rows that are not records: comparisons across articles, earlier datasets and what changed between them."""

import json
from collections.abc import Sequence

from flask import Blueprint, Response, request

from api.formats import COMPARISON_FORMATS, ROWS_FORMATS
from api.problems import Problem, bad_parameter
from api.query.cursor import digest_of, read_change_cursor, read_rows_cursor, write_change_cursor, write_rows_cursor
from api.query.parameters import LARGEST_LIMIT
from api.query.question import DEFAULT_LIMIT, parse_values
from api.query.schema import CHANGES, COMPARISON, ROWS
from api.routes.present import choose, moved_or_missing, present_rows, snapshot
from api.store import Change, Forgotten, Version
from api.store.assembled import compared, corroborating
from schemas import comparison, corroboration
from schemas.registry import COLLECTIONS
from schemas.values import JsonObject, JsonRecord

routes = Blueprint("rows", __name__)
_CHANGED = ("ref", "change", "version", "at")  # of a merged record also its `heir`
_CHANGE = {name: Change.__annotations__[name] for name in (*_CHANGED, "heir")}


@routes.get("/v1/claims/<key>/corroboration")
@routes.get("/v1/claims/<key>/corroboration.<suffix>")
def claim_corroboration(key: str, suffix: str | None = None) -> Response:
    """The claims that say the same as one, those that correct or contradict it, and how many sources it has."""
    shown = choose(ROWS_FORMATS, suffix, f"/v1/claims/{key}/corroboration")
    dataset = snapshot()
    stored = dataset.get(COLLECTIONS["claims"], key)
    if stored is None:
        return moved_or_missing(COLLECTIONS["claims"], key)
    given = parse_values(ROWS, request.query_string, dataset)
    found, sources = corroborating(dataset, json.loads(stored))
    page = _page([row._asdict() for row in found], given, dataset.version, "corroboration", key)
    page |= {"by": corroboration.Row.__annotations__, "also": {"independent_sources": sources}}
    return present_rows(shown, dataset, **page)


@routes.get("/v1/measures/<key>/comparison")
@routes.get("/v1/measures/<key>/comparison.<suffix>")
def measure_comparison(key: str, suffix: str | None = None) -> Response:
    """A measure's figures from all articles side by side, each compared with one of them."""
    shown = choose(COMPARISON_FORMATS, suffix, f"/v1/measures/{key}/comparison")
    dataset = snapshot()
    if dataset.get(COLLECTIONS["measures"], key) is None:
        return moved_or_missing(COLLECTIONS["measures"], key)
    given = parse_values(COMPARISON, request.query_string, dataset)
    try:
        base = given["with"].removeprefix("figures/") if "with" in given else None
        rows = [row._asdict() for row in compared(dataset, key, base, given.get("in"))]
    except LookupError:
        raise bad_parameter("with", f"is no figure of measures/{key} (got {(base or '')[:60]!r})") from None
    page = _page(rows, given, dataset.version, "comparison", key, base, given.get("in"))
    return present_rows(shown, dataset, by=comparison.Row.__annotations__, **page)


@routes.get("/v1/versions")
@routes.get("/v1/versions.<suffix>")
def versions(suffix: str | None = None) -> Response:
    """The versions in the log, newest first."""
    shown = choose(ROWS_FORMATS, suffix, "/v1/versions")
    dataset = snapshot()
    given = parse_values(ROWS, request.query_string, dataset)
    page = _page([version._asdict() for version in dataset.versions()], given, dataset.version, "versions")
    return present_rows(shown, dataset, by=Version.__annotations__, **page)


@routes.get("/v1/changes")
@routes.get("/v1/changes.<suffix>")
def changes(suffix: str | None = None) -> Response:
    """The net changes of records since a version, oldest first."""
    shown = choose(ROWS_FORMATS, suffix, "/v1/changes")
    dataset = snapshot()
    given = parse_values(CHANGES, request.query_string, dataset)
    since, limit = given.get("since"), given.get("limit", shown.default or DEFAULT_LIMIT)
    mark = read_change_cursor(given["cursor"], since) if "cursor" in given else None
    try:
        found = dataset.changes(since, limit, mark)
        total = dataset.changes_total(since) if given.get("count") else None
    except Forgotten as error:
        detail = f"{str(error).capitalize()}; read the dataset anew, and follow on from there."
        raise Problem("version-forgotten", detail) from error
    cursor = write_change_cursor(since, found.next) if found.next else None
    rows = [
        {name: getattr(one, name) for name in _CHANGED} | ({"heir": one.heir} if one.heir else {})
        for one in found.changes
    ]
    return present_rows(shown, dataset, rows, by=_CHANGE, bom=given.get("bom", False), next_cursor=cursor, total=total)


def _page(rows: Sequence[JsonRecord], given: JsonRecord, version: str, *question: object) -> JsonObject:
    """The arguments of `present_rows` for a page of rows that are all in memory."""
    digest = digest_of(*question)
    begin = read_rows_cursor(given["cursor"], digest, version) if "cursor" in given else 0
    end = begin + given.get("limit", LARGEST_LIMIT)
    cursor = write_rows_cursor(digest, end, version) if end < len(rows) else None
    total = len(rows) if given.get("count") else None
    return {"rows": rows[begin:end], "bom": given.get("bom", False), "next_cursor": cursor, "total": total}
