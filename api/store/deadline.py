"""The time that a request may still take, which all of its statements share.

A request calls `begin` and, when its view has returned, `end`. Statements outside of that (the later pieces of a
stream, commands) are bounded each for itself, by the time that they work: waiting for a processor or for the client
is no work.
"""

import time
from contextvars import ContextVar

from api.store import Timeout

_until: ContextVar[float | None] = ContextVar("until", default=None)


def begin(seconds: float) -> None:
    """All statements from now on share so many seconds."""
    _until.set(time.monotonic() + seconds)


def end() -> None:
    """The request is over."""
    _until.set(None)


def remaining() -> float | None:
    """The seconds that are left to the request; None outside of one. Timeout where none are."""
    until = _until.get()
    if until is None:
        return None
    left = until - time.monotonic()
    if left <= 0:
        raise Timeout("the request took longer than its deadline")
    return left


class Clock:
    """Tells a statement that runs in this thread when its time is over: by the wall, or by the work done."""

    def __init__(self) -> None:
        self._read, self._until = time.monotonic, 0.0
        self._looks: int | None = None

    def start(self, seconds: float, looks: int | None = None) -> None:
        """A statement begins: it may take what is left of the request, else `seconds` of work; given `looks`, it also
        ends after so many calls of `is_over`."""
        left = remaining()
        self._read = time.thread_time if left is None else time.monotonic
        self._until = self._read() + (seconds if left is None else left)
        self._looks = looks

    def is_over(self) -> bool:
        """Whether the statement is to be ended."""
        if self._looks is not None:
            self._looks -= 1
            if self._looks <= 0:
                return True
        return self._read() > self._until

    @property
    def is_out_of_looks(self) -> bool:
        """Whether it was the number of looks that ended the statement."""
        return self._looks is not None and self._looks <= 0
