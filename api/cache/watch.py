"""Values that are read in the background, at no cost to requests: the dataset's version, answers to probes."""

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
    """The last result of `read`, which is called repeatedly in a thread and may block; None while it fails or has not
    returned. After each change `changed` is called in that thread.

    `newest`, which must not block, gives the value that answers are made from now: between two reads the store may have
    switched to a newer dataset, and nothing older must be answered after that.

    The thread starts with the first call, so after any fork.
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
