"""One request and its answer, and the id that both go by."""

import re
from collections.abc import Callable
from contextvars import ContextVar
from secrets import token_hex
from typing import NamedTuple

HEADER = "X-Request-ID"
REQUEST_ID: ContextVar[str | None] = ContextVar("request_id", default=None)
"""The id of the request that this task or thread works on."""

# What tracing systems send: UUIDs, ULIDs, W3C trace ids. Anything else could forge log lines or fill them.
_SANE = re.compile(r"[A-Za-z0-9._-]{1,64}")


class Exchange(NamedTuple):
    """What is known of a request once it is answered. `size` counts body bytes, `seconds` until the last of them was
    handed over, `edge` tells where the answer came from (hit, miss, coalesced, bypass; none without an edge)."""

    method: str
    path: str
    query: str
    status: int
    size: int
    seconds: float
    edge: str
    request_id: str


Observer = Callable[[Exchange], None]


def identify(sent: str | None) -> str:
    """The request's id, kept for the logs: the one it came with, if it is sane, or a new one."""
    known = sent if sent and _SANE.fullmatch(sent) else token_hex(8)
    REQUEST_ID.set(known)
    return known
