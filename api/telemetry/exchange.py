"""One request and its answer, and their id."""

import os
import re
from collections.abc import Callable
from contextvars import ContextVar
from itertools import count
from secrets import token_hex
from typing import NamedTuple

HEADER = "X-Request-ID"
REQUEST_ID: ContextVar[str | None] = ContextVar("request_id", default=None)
"""The id of the request that this task or thread serves."""

# What tracing systems send: UUIDs, ULIDs, W3C trace ids. Anything else could forge log lines or fill them.
_SANE = re.compile(r"[A-Za-z0-9._-]{1,64}")


class Exchange(NamedTuple):
    """An answered request. `size` counts body bytes, `seconds` until the last was handed over, `cache` is hit, miss,
    coalesced or bypass (none without a cache)."""

    method: str
    path: str
    query: str
    status: int
    size: int
    seconds: float
    cache: str
    request_id: str


Observer = Callable[[Exchange], None]

_prefix, _numbers = token_hex(5), count()


def _begin_anew() -> None:
    """Keep a forked process from repeating its parent's ids."""
    global _prefix, _numbers
    _prefix, _numbers = token_hex(5), count()


os.register_at_fork(after_in_child=_begin_anew)


def new_id() -> str:
    """A unique id: random for the process, then counted, which takes a tenth of the time."""
    return f"{_prefix}{next(_numbers):08x}"


def identify(sent: str | None) -> str:
    """Set and return the request's id: the one it was sent with, if sane, or a new one."""
    known = sent if sent and _SANE.fullmatch(sent) else new_id()
    REQUEST_ID.set(known)
    return known
