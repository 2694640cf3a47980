"""A pool of threads for calls from an event loop: `concurrent.futures`, without what only other callers need.

Its futures can be waited for by threads, which takes two locks and a condition for each; here the work itself tells
the loop that it is done.
"""

import contextlib
import threading
from collections.abc import Callable
from queue import Empty, SimpleQueue

Work = Callable[[], object]


class Job:
    """Work that waits, or has begun. It must not raise."""

    __slots__ = ("_claimed", "_work")

    def __init__(self, work: Work) -> None:
        self._work = work
        self._claimed = threading.Lock()

    def run(self) -> None:
        """In a thread: do it, unless it was called off."""
        if self._claimed.acquire(blocking=False):
            self._work()

    def call_off(self) -> bool:
        """Whether it had not begun, and now never will."""
        return self._claimed.acquire(blocking=False)


class Threads:
    """At most `most` daemon threads, started as they are needed: a fork before that does no harm.

    Its methods are for one thread only, that of the event loop.
    """

    def __init__(self, most: int) -> None:
        self._most = most
        self._jobs: SimpleQueue[Job | None] = SimpleQueue()
        self._started = 0
        self._is_open = True

    def submit(self, work: Work, under_way: int) -> Job:
        """Queue work, so many jobs waiting or running already; RuntimeError once the pool is shut down."""
        if not self._is_open:
            raise RuntimeError("the pool is shut down")
        if under_way >= self._started < self._most:
            self._start()
        job = Job(work)
        self._jobs.put(job)
        return job

    def _start(self) -> None:
        try:
            threading.Thread(target=self._run, name=f"wsgi-{self._started + 1}", daemon=True).start()
        except RuntimeError:  # the system gives no more of them: those that there are must do
            if not self._started:
                raise
        else:
            self._started += 1

    def shut_down(self) -> None:
        """Drop what waits; what runs ends by itself, or with the process."""
        self._is_open = False
        with contextlib.suppress(Empty):
            while True:  # a look whether it is empty would be too old: threads take from it as well
                self._jobs.get_nowait()
        for _ in range(self._started):
            self._jobs.put(None)

    def _run(self) -> None:
        while (job := self._jobs.get()) is not None:
            job.run()
