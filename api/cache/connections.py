"""The connections of a worker: how many there may be, and which gives way to a new one."""

from contextvars import ContextVar
from typing import Protocol


class Connection(Protocol):
    """A connection as the cache sees it."""

    is_busy: bool
    """A request is being answered."""


CONNECTION: ContextVar[Connection | None] = ContextVar("connection", default=None)
"""The one that the request of this task came on; None on servers that do not say."""
