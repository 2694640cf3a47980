"""The dataset's version, looked up in the background: reading it costs a request nothing."""

import logging
import threading
from collections.abc import Callable
from time import sleep

log = logging.getLogger(__name__)

# With the store's own look, a new dataset is noticed within a second.
SECONDS_BETWEEN_LOOKS = 0.2


class Watched:
    """Calls `read`, which may block, now and then in a thread of its own; None while it fails or has not returned.

    `newest`, which must not block, is what answers are being made from: between two looks a newer dataset may have been
    taken already, and nothing older must be answered after it.

    The thread starts with the first call, in the worker process: a fork before that does no harm.
    """

    def __init__(self, read: Callable[[], str], newest: Callable[[], str | None] | None = None) -> None:
        self._read, self._newest = read, newest
        self._version: str | None = None
        self._is_started = False

    def __call__(self) -> str | None:
        """The version that answers are made from; None where the last look failed."""
        if not self._is_started:
            self._is_started = True
            threading.Thread(target=self._watch, name="version", daemon=True).start()
        return self._newest() if self._newest and self._version else self._version

    def _watch(self) -> None:
        while True:
            self._look()
            sleep(SECONDS_BETWEEN_LOOKS)

    def _look(self) -> None:
        try:
            self._version = self._read()
        except Exception as error:
            if self._version is not None:
                log.warning("the dataset's version is unknown, nothing is answered from the cache: %s", error)
            self._version = None
