"""The deadline of a request, which all of its statements share.

`begin` is called when a request arrives, `end` when its view has returned. Outside of that (later pieces of a stream,
commands) each statement has the full time, as processor time: waiting for the GIL or the client does not count.
"""

import time
from contextvars import ContextVar

from api.store import Timeout

_until: ContextVar[float | None] = ContextVar("until", default=None)


def begin(seconds: float) -> None:
    """Start the deadline of a request."""
    _until.set(time.monotonic() + seconds)


def end() -> None:
    """End the request."""
    _until.set(None)


def remaining() -> float | None:
    """The seconds left to the request; None outside of one. Timeout if there are none."""
    until = _until.get()
    if until is None:
        return None
    left = until - time.monotonic()
    if left <= 0:
        raise Timeout("the request took longer than its deadline")
    return left


class Clock:
    """Limits a statement that runs in this thread, by wall-clock time within a request, else by processor time."""

    def __init__(self) -> None:
        self._read, self._until = time.monotonic, 0.0
        self._looks: int | None = None

    def start(self, seconds: float, looks: int | None = None) -> None:
        """Begin a statement: it has what is left of the request, else `seconds`. Given `looks`, it also ends after that
        many calls of `is_over`."""
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
        """Whether the number of looks ended the statement."""
        return self._looks is not None and self._looks <= 0
