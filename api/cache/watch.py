"""What is read in the background, so that it costs a request nothing: the dataset's version, answers to probes."""

import logging
import threading
from collections.abc import Callable
from time import sleep
from typing import Generic, TypeVar

log = logging.getLogger(__name__)

# With the store's own look, a new dataset is noticed within a second.
SECONDS_BETWEEN_LOOKS = 0.2

T = TypeVar("T")


class Watched(Generic[T]):
    """Calls `read`, which may block, now and then in a thread of its own; None while it fails or has not returned.
    After each change `changed` is called there, too.

    `newest`, which must not block, is what answers are being made from: between two looks a newer dataset may have been
    taken already, and nothing older must be answered after it.

    The thread starts with the first call, in the worker process: a fork before that does no harm.
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
        """What was read last; None where the last look failed."""
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
