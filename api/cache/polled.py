"""Answers to probes, made in the background: whoever asks waits for no thread."""

from collections.abc import Sequence
from io import BytesIO
from time import monotonic
from typing import NamedTuple

from api.cache.entry import Entry, entry_of
from api.cache.messages import WSGIApp
from api.cache.reply import Reply
from api.cache.watch import Watched
from api.cache.wsgi import Call, environ_of

# An answer that could not be made anew for so many seconds says nothing about the present: the app is asked as for
# any other path then.
OLDEST = 5.0
LONGEST = 2**20  # bytes of a body


class _Made(NamedTuple):
    """When the answers were made, and each by its path."""

    at: float
    entries: dict[bytes, Entry]


class Polled:
    """The answers of `app` to GETs of these paths, made anew a few times a second by a thread of its own."""

    def __init__(self, app: WSGIApp, paths: Sequence[str]) -> None:
        self._app, self._paths = app, [path.encode() for path in paths]
        self._watched = Watched(self._ask, name="answers to probes")

    def start(self) -> None:
        """Begin, in the process that serves; a fork before that does no harm."""
        if self._paths:
            self._watched()

    def get(self, path: bytes) -> Entry | None:
        """The answer to a path; None if it is not polled, or there is no recent answer."""
        if path not in self._paths:
            return None
        made = self._watched()
        return None if made is None or monotonic() - made.at > OLDEST else made.entries[path]

    def _ask(self) -> _Made:
        return _Made(monotonic(), {path: entry_of(answer(self._app, path)) for path in self._paths})


def answer(app: WSGIApp, path: bytes) -> Reply:
    """What an app answers to a plain GET."""
    scope = {"method": "GET", "raw_path": path, "query_string": b"", "http_version": "1.1"}
    call = Call(app, environ_of(scope, {b"host": b"localhost"}, BytesIO()), LONGEST)
    try:
        return call.begin()
    finally:
        call.close()
