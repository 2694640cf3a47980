"""Calls in flight: equal misses at one time share one call of the app, and all who asked wait for its result."""

import asyncio
from collections.abc import Callable, Coroutine
from typing import Any

from api.cache.entry import Entry
from api.cache.key import Key
from api.cache.reply import Reply

# Keys are up to some kilobytes long.
MOST_UNCACHEABLE = 1000


class Result:
    """How a call ended: with an entry for everybody, or with a reply that only one can have."""

    def __init__(self, reply: Reply, entry: Entry | None) -> None:
        self.entry = entry
        self._reply: Reply | None = reply if entry is None else None

    def claim(self) -> Reply | None:
        """The reply, to the first who asks."""
        reply, self._reply = self._reply, None
        return reply


class InFlight:
    """One call. It goes on while anybody waits for it, whoever began it."""

    def __init__(self, fetch: Coroutine[Any, Any, Result], discard: Callable[[Reply], None]) -> None:
        self.task = asyncio.create_task(fetch)
        self._discard = discard
        self._waiting = 0

    async def result(self) -> Result:
        """Wait for its end."""
        self._waiting += 1
        try:
            return await asyncio.shield(self.task)
        except asyncio.CancelledError:
            self._waiting -= 1
            if not self._waiting:
                self._cancel()
            raise

    def _cancel(self) -> None:
        """The last one has left, perhaps in the moment in which the result came in."""
        if self.task.cancel() or self.task.cancelled() or self.task.exception():
            return
        if (reply := self.task.result().claim()) is not None:
            self._discard(reply)


class Calls:
    """The calls in flight by key, and the keys whose last answer could not be cached.

    Uncacheable keys are not coalesced: those who waited would have to ask for themselves afterwards.
    """

    def __init__(self, discard: Callable[[Reply], None]) -> None:
        self._in_flight: dict[Key, InFlight] = {}
        self._uncacheable: set[Key] = set()
        self._discard = discard

    def get(self, key: Key) -> InFlight | None:
        """The call that will answer this key, if there is one."""
        return self._in_flight.get(key)

    def start(self, key: Key, fetch: Coroutine[Any, Any, Result]) -> InFlight:
        """Begin one."""
        call = self._in_flight[key] = InFlight(fetch, self._discard)
        call.task.add_done_callback(lambda _: self._ended(key, call))
        return call

    def clear(self) -> None:
        """Nobody joins those any more; who waits for one still gets its result."""
        self._in_flight.clear()

    def is_uncacheable(self, key: Key) -> bool:
        """Whether the last answer for this key could not be cached."""
        return key in self._uncacheable

    def note(self, key: Key, cacheable: bool) -> None:
        """Remember whether an answer could be cached; where that takes too much room, forget the rest."""
        if cacheable:
            self._uncacheable.discard(key)
            return
        if len(self._uncacheable) >= MOST_UNCACHEABLE:
            self._uncacheable.clear()
        self._uncacheable.add(key)

    def _ended(self, key: Key, call: InFlight) -> None:
        if self._in_flight.get(key) is call:
            del self._in_flight[key]
