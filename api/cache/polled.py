"""Answers to probes, prepared in the background, so that no probe waits for a thread."""

from collections.abc import Sequence
from io import BytesIO
from time import monotonic
from typing import NamedTuple

from api.cache.entry import Entry, entry_of
from api.cache.messages import WSGIApp
from api.cache.watch import Watched
from api.cache.wsgi import Call, Reply, environ_of

# Seconds after which a prepared answer is out of date: then the app is called as for any other path.
OLDEST = 5.0
LONGEST = 2**20  # bytes of a body


class _Made(NamedTuple):
    """When the answers were made, and each by its path."""

    at: float
    entries: dict[bytes, Entry]


class Polled:
    """The answers of `app` to GETs of these paths, refreshed a few times a second in a thread."""

    def __init__(self, app: WSGIApp, paths: Sequence[str]) -> None:
        self._app, self._paths = app, [path.encode() for path in paths]
        self._watched = Watched(self._ask, name="answers to probes")

    def start(self) -> None:
        """Start the thread, in the serving process, after any fork."""
        if self._paths:
            self._watched()

    def get(self, path: bytes) -> Entry | None:
        """The prepared answer to a path; None if it is not polled, or out of date."""
        if path not in self._paths:
            return None
        made = self._watched()
        return None if made is None or monotonic() - made.at > OLDEST else made.entries[path]

    def _ask(self) -> _Made:
        return _Made(monotonic(), {path: entry_of(answer(self._app, path)) for path in self._paths})


def answer(app: WSGIApp, path: bytes) -> Reply:
    """An app's reply to a plain GET."""
    scope = {"method": "GET", "raw_path": path, "query_string": b"", "http_version": "1.1"}
    call = Call(app, environ_of(scope, {b"host": b"localhost"}, BytesIO()), LONGEST)
    try:
        return call.begin()
    finally:
        call.close()
