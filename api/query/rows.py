"""Questions whose answers are rows, not records: changes, corroboration, comparison."""

import base64
import json
from collections.abc import Mapping
from typing import Any, NamedTuple

from marshmallow import Schema, ValidationError

from api.problems import Problem, bad_parameter
from api.query.parameters import SHOWN, Choice, Cursor, Parameter, Version, Whole
from api.query.question import parse_values
from api.store import ChangeMark, Snapshot
from schemas.units import unit_of

DEFAULT_LIMIT = 50
LARGEST_LIMIT = 1000
_LONGEST_CURSOR = 600


class Since(Version):
    """The version since which changes are asked for."""

    help = "Only what changed since this version of the dataset; where that is not known (any more): 410."


class FigureRef(Parameter):
    """A figure, by its ref or id."""

    help = "The figure that the others are compared with. Without it: the one that was published first."

    def read(self, value: str) -> str:
        """The id."""
        return value.removeprefix("figures/")


class UnitCode(Parameter):
    """A unit (UCUM) or a currency (ISO 4217)."""

    help = "The unit (UCUM) or currency (ISO 4217) that amounts are given in. Without it: that of the figure of `with`."

    def read(self, value: str) -> str:
        """The code."""
        try:
            unit_of(value)
        except ValueError as error:
            raise ValidationError(f"{error} (got {value[:SHOWN]!r})") from error
        return value


_BOM = Choice("CSV only, `1`: a byte order mark, and cells that a spreadsheet would run neutralised.", {"1": True})
_SHOWN: dict[str, Any] = {"bom": _BOM, "version": Version()}
ROWS = Schema.from_dict(_SHOWN)
CHANGES = Schema.from_dict(
    {"since": Since(), "limit": Whole("So many rows at most. Without it: 50.", 1, LARGEST_LIMIT), "cursor": Cursor()}
    | _SHOWN
)
COMPARISON = Schema.from_dict({"with": FigureRef(), "in": UnitCode()} | _SHOWN)


class ChangesQuestion(NamedTuple):
    """A page of changes. `since` is a version, or None for all that is known."""

    since: str | None
    limit: int
    mark: ChangeMark | None
    bom: bool


def parse_rows(query: bytes, snapshot: Snapshot, schema: type[Schema] = ROWS) -> Mapping[str, Any]:
    """The values of the parameters given; Problem where one is at fault."""
    return parse_values(schema, query, snapshot)


def parse_changes(query: bytes, snapshot: Snapshot) -> ChangesQuestion:
    """The question for a page of changes; Problem where a parameter is at fault."""
    given = parse_values(CHANGES, query, snapshot)
    since = given.get("since")
    mark = _read_cursor(given["cursor"], since) if "cursor" in given else None
    return ChangesQuestion(since, given.get("limit", DEFAULT_LIMIT), mark, given.get("bom", False))


def write_change_cursor(since: str | None, mark: ChangeMark) -> str:
    """The cursor that goes on after a mark, for the same `since` only."""
    content = json.dumps([_digest(since), mark.sequence, mark.ref], separators=(",", ":"))
    return base64.urlsafe_b64encode(content.encode()).decode().rstrip("=")


def _read_cursor(cursor: str, since: str | None) -> ChangeMark:
    made_for, sequence, ref = _content(cursor)
    if made_for != _digest(since):
        raise _invalid("was made for another `since`; start again without it")
    return ChangeMark(sequence, ref)


def _content(cursor: str) -> tuple[str, int, str]:
    try:
        if len(cursor) > _LONGEST_CURSOR:
            raise ValueError("too long")
        padded = cursor + "=" * (-len(cursor) % 4)
        made_for, sequence, ref = json.loads(base64.b64decode(padded, altchars=b"-_", validate=True))
    except (ValueError, TypeError, RecursionError) as error:
        raise _invalid("is not a cursor of this resource; take next_cursor from the page before") from error
    is_number = type(sequence) is int and 0 <= sequence < 2**63
    if not (is_number and isinstance(made_for, str) and isinstance(ref, str) and ref.isascii() and ref.isprintable()):
        raise _invalid("is not a cursor of this resource; take next_cursor from the page before")
    return made_for, sequence, ref


def _digest(since: str | None) -> str:
    return f"since {since[:12] if since else 'the beginning'}"


def _invalid(message: str) -> Problem:
    return bad_parameter("cursor", message, "invalid-cursor")
