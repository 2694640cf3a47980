"""What is read in the background, at no cost to requests: the dataset's version, and answers to probes."""

import logging
import threading
from collections.abc import Callable, Sequence
from io import BytesIO
from time import monotonic, sleep
from typing import Generic, TypeVar

from api.cache.entry import lasting
from api.cache.messages import WSGIApp
from api.cache.wsgi import Call, Reply, environ_of

log = logging.getLogger(__name__)

# With the store's own look, a new dataset is noticed within a second.
SECONDS_BETWEEN_LOOKS = 0.2
# Seconds after which the answer to a probe is out of date: then the app is called as for any other path.
OLDEST = 5.0
LONGEST = 2**20  # bytes of its body

T = TypeVar("T")


class Watched(Generic[T]):
    """The last result of `read`, which is called repeatedly in a thread and may block; None while it fails or has not
    returned. After each change `changed` is called in that thread, which starts with the first call, so after any fork.

    `newest`, which must not block, gives the value that answers are made from now: between two reads the store may have
    switched to a newer dataset, and nothing older must be answered after that.
    """

    def __init__(
        self,
        read: Callable[[], T],
        newest: Callable[[], T | None] | None = None,
        changed: Callable[[], object] = lambda: None,
        name: str = "version",
    ) -> None:
        self._read, self._newest, self._changed, self._name = read, newest, changed, name
        self._held: T | None = None
        self._is_started = False

    def __call__(self) -> T | None:
        """The value read last; None if the last read failed."""
        if not self._is_started:
            self._is_started = True
            threading.Thread(target=self._watch, name=self._name, daemon=True).start()
        return self._newest() if self._newest and self._held else self._held

    def _watch(self) -> None:
        while True:
            self._look()
            sleep(SECONDS_BETWEEN_LOOKS)

    def _look(self) -> None:
        before = self._held
        try:
            self._held = self._read()
            if self._held != before:
                self._changed()
        except Exception as error:
            if self._held is not None:
                log.warning("the %s cannot be read, nothing is answered from memory by it: %s", self._name, error)
            self._held = None


class Polled:
    """The answers of `app` to GETs of these paths, refreshed a few times a second: no probe waits for a thread."""

    def __init__(self, app: WSGIApp, paths: Sequence[str]) -> None:
        self._app, self.paths = app, frozenset(path.encode() for path in paths)
        self._watched = Watched(self._ask, name="answers to probes")

    def start(self) -> None:
        """Start the thread, in the serving process, after any fork."""
        if self.paths:
            self._watched()

    def get(self, path: bytes) -> Reply | None:
        """The prepared answer to one of the paths; None if it is out of date."""
        at, replies = self._watched() or (0.0, {})
        return None if monotonic() - at > OLDEST else replies.get(path)

    def _ask(self) -> tuple[float, dict[bytes, Reply]]:
        return monotonic(), {path: lasting(answer(self._app, path)) for path in self.paths}


def answer(app: WSGIApp, path: bytes) -> Reply:
    """An app's reply to a plain GET."""
    scope = {"method": "GET", "raw_path": path, "query_string": b"", "http_version": "1.1"}
    call = Call(app, environ_of(scope, {b"host": b"localhost"}, BytesIO()), LONGEST)
    try:
        return call.begin()
    finally:
        call.close()
