"""Questions whose answers are rows, not records: changes, corroboration, comparison."""

from collections.abc import Sequence
from typing import NamedTuple

from marshmallow import Schema

from api.query.cursor import digest_of, read_change_cursor, read_rows_cursor, write_rows_cursor
from api.query.parameters import LARGEST_LIMIT, Limit, Parameter, Values, Version
from api.query.question import DEFAULT_LIMIT, parse_values
from api.query.schema import BOM, CURSOR, TOTAL
from api.query.values import UnitCode
from api.store import ChangeMark, Snapshot
from schemas.values import JsonRecord

_FIGURE = Parameter("The figure that the others are compared with; by default the first published.")
_UNIT = UnitCode("The unit (UCUM) or currency (ISO 4217) for the amounts; by default that of the figure of `with`.")
_SINCE = Version("Only changes since this version of the dataset; 410 if it is not known (any more).")
_LIMIT = Limit(f"At most this many rows; by default 50, or {LARGEST_LIMIT} in other formats than JSON.")
_WHOLE = Limit(f"At most this many rows; by default {LARGEST_LIMIT}.")
_PAGE = {"cursor": CURSOR, "bom": BOM, "count": TOTAL, "version": Version()}
ROWS = Schema.from_dict({"limit": _WHOLE, **_PAGE})()
CHANGES = Schema.from_dict({"since": _SINCE, "limit": _LIMIT, **_PAGE})()
COMPARISON = Schema.from_dict({"with": _FIGURE, "in": _UNIT, "limit": _WHOLE, **_PAGE})()


def page_of(
    rows: Sequence[JsonRecord], given: Values, version: str, *question: object
) -> tuple[Sequence[JsonRecord], str | None]:
    """The page that is asked for of all rows, and the cursor of the next; Problem where the one given is not of this
    question."""
    digest = digest_of(*question)
    begin = read_rows_cursor(given["cursor"], digest, version) if "cursor" in given else 0
    end = begin + given.get("limit", LARGEST_LIMIT)
    return rows[begin:end], write_rows_cursor(digest, end, version) if end < len(rows) else None


class ChangesQuestion(NamedTuple):
    """A page of changes. `since` is a version, or None for all that is known."""

    since: str | None
    limit: int
    mark: ChangeMark | None
    bom: bool
    counted: bool


def parse_changes(query: bytes, snapshot: Snapshot, default: int | None) -> ChangesQuestion:
    """The question for a page of changes, with `default` rows unless told; Problem where a parameter is at fault."""
    given = parse_values(CHANGES, query, snapshot)
    since = given.get("since")
    mark = read_change_cursor(given["cursor"], since) if "cursor" in given else None
    limit = given.get("limit", default or DEFAULT_LIMIT)
    return ChangesQuestion(since, limit, mark, given.get("bom", False), given.get("count", False))
