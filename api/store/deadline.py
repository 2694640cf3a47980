"""The deadline of a request, shared by all of its statements.

`begin` is called when a request arrives, `end` when its view has returned. Outside of that (later pieces of a
stream, commands) each statement has the full time, counted in processor time: waiting for the GIL or the client is
free.
"""

import time
from contextvars import ContextVar

from api.store import Timeout

_until: ContextVar[float | None] = ContextVar("until", default=None)


def begin(seconds: float) -> None:
    _until.set(time.monotonic() + seconds)


def end() -> None:
    _until.set(None)


def remaining() -> float | None:
    """The seconds left of the request; None outside of one. Timeout if none are left."""
    until = _until.get()
    if until is None:
        return None
    left = until - time.monotonic()
    if left <= 0:
        raise Timeout("the request took longer than its deadline")
    return left


class Clock:
    """Limits a statement in this thread: by wall-clock time within a request, else by processor time."""

    def __init__(self) -> None:
        self._read, self._until = time.monotonic, 0.0
        self._looks: int | None = None

    def start(self, seconds: float, looks: int | None = None) -> None:
        """Begin a statement. It may take the time left of the request, else `seconds`. With `looks` it also ends after
        that many calls of `is_over`."""
        left = remaining()
        self._read = time.thread_time if left is None else time.monotonic
        self._until = self._read() + (seconds if left is None else left)
        self._looks = looks

    def is_over(self) -> bool:
        if self._looks is not None:
            self._looks -= 1
            if self._looks <= 0:
                return True
        return self._read() > self._until

    @property
    def is_out_of_looks(self) -> bool:
        """Whether the statement ended because of `looks`."""
        return self._looks is not None and self._looks <= 0
