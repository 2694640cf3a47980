"""Earlier datasets, and what changed between them: parse, find, present."""

from flask import Blueprint, Response, request

from api.formats import ROWS_FORMATS
from api.problems import Problem
from api.query.question import parse_values
from api.query.rows import ROWS, parse_changes, write_change_cursor
from api.routes.present import choose, present_rows, snapshot
from api.store import Change, Forgotten, Version

routes = Blueprint("history", __name__)
_COLUMNS = ("ref", "change", "version", "at", "heir")


@routes.get("/v1/versions")
@routes.get("/v1/versions.<suffix>")
def versions(suffix: str | None = None) -> Response:
    """The versions in the log, newest first."""
    shown = choose(ROWS_FORMATS, suffix, "/v1/versions")
    dataset = snapshot()
    given = parse_values(ROWS, request.query_string, dataset)
    rows = [version._asdict() for version in dataset.versions()]
    return present_rows(shown, dataset, rows, by=Version._fields, bom=given.get("bom", False))


@routes.get("/v1/changes")
@routes.get("/v1/changes.<suffix>")
def changes(suffix: str | None = None) -> Response:
    """The net changes of records since a version, oldest first."""
    shown = choose(ROWS_FORMATS, suffix, "/v1/changes")
    dataset = snapshot()
    asked = parse_changes(request.query_string, dataset)
    try:
        found = dataset.changes(asked.since, asked.limit, asked.mark)
    except Forgotten as error:
        detail = f"{str(error).capitalize()}; read the dataset anew, and follow on from there."
        raise Problem("version-forgotten", detail) from error
    cursor = write_change_cursor(asked.since, found.next) if found.next else None
    rows = [_row(change) for change in found.changes]
    return present_rows(shown, dataset, rows, by=_COLUMNS, bom=asked.bom, next_cursor=cursor)


def _row(change: Change) -> dict[str, str]:
    """Only a merged record has an `heir`."""
    row = {"ref": change.ref, "change": change.change, "version": change.version, "at": change.at}
    return row | ({"heir": change.heir} if change.heir else {})
