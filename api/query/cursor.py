"""Cursors: opaque to callers, valid only for the question they were made for.

A cursor holds the id of the page's last record, so it stays valid when the data is reloaded, the tier of relevance in
which the page ended, and a digest of the question.
"""

import base64
import json
from hashlib import sha256

import msgspec

from api.problems import Problem, bad_parameter
from api.store import ChangeMark, Snapshot
from api.store.plan import RELEVANCE, TIERS, Find, Mark, Part
from schemas.values import Json

_LONGEST = 600
_MOST_SKIPPED = 2**53


def write_cursor(find: Find, mark: Mark) -> str:
    """The cursor that continues after a mark."""
    return _encoded(digest(find), mark.id, mark.values[0] if RELEVANCE in find.keys else 0)


def read_cursor(cursor: str, find: Find, snapshot: Snapshot) -> Mark:
    """The mark a cursor stands for; Problem `invalid-cursor` if it is not one for this question."""
    made_for, key, tier = _decoded(cursor)
    is_key = isinstance(made_for, str) and isinstance(key, str) and key.isascii() and "\0" not in key
    if not is_key or tier not in TIERS:
        raise _foreign()
    if made_for != digest(find):
        raise _invalid("was made for another filter or order; start again without it")
    mark = snapshot.mark(find, key, int(tier))
    if mark is None:
        raise _invalid("points at a record that is gone; start again without it")
    return mark


def write_rows_cursor(question: str, skip: int, version: str) -> str:
    """The cursor that continues after this many rows of a question, by its digest. Rows have no id, so it is valid for
    one version only."""
    return _encoded(question, skip, version)


def read_rows_cursor(cursor: str, question: str, version: str) -> int:
    """The number of rows before those that a cursor stands for; Problem if it is not of this question and version."""
    made_for, skip, made_from = _decoded(cursor)
    is_ours = isinstance(made_for, str) and isinstance(made_from, str)
    if not (is_ours and type(skip) is int and 0 < skip < _MOST_SKIPPED):
        raise _foreign()
    if made_for != question:
        raise _invalid("was made for another question; start again without it")
    if made_from != version:
        raise _invalid("was made from another version of the dataset; start again without it")
    return skip


def write_change_cursor(since: str | None, mark: ChangeMark) -> str:
    """The cursor of changes that continues after a mark, for the same `since` only."""
    return _encoded(_beginning(since), mark.sequence, mark.ref)


def read_change_cursor(cursor: str, since: str | None) -> ChangeMark:
    made_for, sequence, ref = _decoded(cursor)
    is_number = type(sequence) is int and 0 <= sequence < 2**63
    if not (is_number and isinstance(made_for, str) and isinstance(ref, str) and ref.isascii() and ref.isprintable()):
        raise _foreign()
    if made_for != _beginning(since):
        raise _invalid("was made for another `since`; start again without it")
    return ChangeMark(sequence, ref)


def _beginning(since: str | None) -> str:
    return f"since {since[:12] if since else 'the beginning'}"


def _encoded(*parts: object) -> str:
    return base64.urlsafe_b64encode(msgspec.json.encode(parts)).decode().rstrip("=")


def _decoded(cursor: str) -> tuple[Json, Json, Json]:
    """The three parts of a cursor, of whatever type; Problem if it is not one."""
    try:
        if len(cursor) > _LONGEST:
            raise ValueError
        padded = cursor + "=" * (-len(cursor) % 4)
        one, two, three = json.loads(base64.b64decode(padded, altchars=b"-_", validate=True))
    except (ValueError, TypeError, RecursionError) as error:
        raise _foreign() from error
    return one, two, three


def _foreign() -> Problem:
    """The problem of a text that is no cursor of the resource."""
    return _invalid("is not a cursor of this resource; take next_cursor from the page before")


def _invalid(message: str) -> Problem:
    return bad_parameter("cursor", message, "invalid-cursor")


def digest(find: Find, *by: Part) -> str:
    """The digest of a question for records, or for counts by these parts."""
    return digest_of(find.collection.name, find.conditions, find.keys, *by)


def digest_of(*question: object) -> str:
    return sha256(repr(question).encode("utf-8", "surrogatepass")).hexdigest()[:12]
