"""Cursors: opaque to callers, valid only for the filter and order they were made for.

A cursor holds the id of the page's last record, so it stays valid when the data is reloaded, the tier of relevance in
which the page ended, and a digest of the question.
"""

import base64
import binascii
import json
from hashlib import sha256

from api.problems import Problem, bad_parameter
from api.store import Snapshot
from api.store.plan import RELEVANCE, TIERS, Find, Mark

_LONGEST = 600


def write_cursor(find: Find, mark: Mark) -> str:
    """The cursor that goes on after a mark."""
    tier = mark.values[0] if RELEVANCE in find.keys else 0
    content = json.dumps([_digest(find), mark.id, tier], separators=(",", ":"))
    return base64.urlsafe_b64encode(content.encode()).decode().rstrip("=")


def read_cursor(cursor: str, find: Find, snapshot: Snapshot) -> Mark:
    """The mark a cursor stands for; Problem `invalid-cursor` if it is not one for this question."""
    digest, key, tier = _content(cursor)
    if digest != _digest(find):
        raise _invalid("was made for another filter or order; start again without it")
    mark = snapshot.mark(find, key, tier)
    if mark is None:
        raise _invalid("points at a record that is gone; start again without it")
    return mark


def _content(cursor: str) -> tuple[str, str, int]:
    try:
        if len(cursor) > _LONGEST:
            raise ValueError
        digest, key, tier = json.loads(
            base64.b64decode(cursor + "=" * (-len(cursor) % 4), altchars=b"-_", validate=True)
        )
    except (ValueError, TypeError, binascii.Error, RecursionError) as error:
        raise _invalid("is not a cursor of this API; take next_cursor from the page before") from error
    is_key = isinstance(digest, str) and isinstance(key, str) and key.isascii() and "\0" not in key
    if not is_key or tier not in TIERS:
        raise _invalid("is not a cursor of this API; take next_cursor from the page before")
    return digest, key, int(tier)


def _digest(find: Find) -> str:
    question = repr((find.collection.name, find.conditions, find.keys))
    return sha256(question.encode("utf-8", "surrogatepass")).hexdigest()[:12]


def _invalid(message: str) -> Problem:
    return bad_parameter("cursor", message, "invalid-cursor")
