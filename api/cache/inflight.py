"""Calls in flight: concurrent equal misses share one call of the app."""

import asyncio
from collections.abc import Callable, Coroutine

from cachetools import LRUCache

from api.cache.key import Key
from api.cache.wsgi import Reply

MOST_UNCACHEABLE = 1000  # keys; each is up to some kilobytes long


class Result:
    """The result of a call: a reply that all waiting requests share, or that only one of them can send."""

    def __init__(self, reply: Reply, is_shared: bool) -> None:
        self.shared = reply if is_shared else None
        self._reply = None if is_shared else reply

    def claim(self) -> Reply | None:
        """The reply, for the first caller only."""
        reply, self._reply = self._reply, None
        return reply


class InFlight:
    """One call. It continues while any request waits for it, whichever started it."""

    def __init__(self, fetch: Coroutine[None, None, Result], discard: Callable[[Reply], None]) -> None:
        self.task = asyncio.create_task(fetch)
        self._discard = discard
        self._waiting = 0

    async def result(self) -> Result:
        self._waiting += 1
        try:
            return await asyncio.shield(self.task)
        except asyncio.CancelledError:
            self._waiting -= 1
            if not self._waiting:
                self._cancel()
            raise

    def _cancel(self) -> None:
        """The last waiting request has left, possibly just as the result arrived."""
        if self.task.cancel() or self.task.cancelled() or self.task.exception():
            return
        if (reply := self.task.result().claim()) is not None:
            self._discard(reply)


class Calls:
    """The calls in flight by key, and the keys whose last answer could not be cached: those are not coalesced, since a
    waiting request would have to call the app afterwards anyway."""

    def __init__(self, discard: Callable[[Reply], None]) -> None:
        self._in_flight: dict[Key, InFlight] = {}
        self._uncacheable: LRUCache[Key, bool] = LRUCache(MOST_UNCACHEABLE)
        self._discard = discard

    def get(self, key: Key) -> InFlight | None:
        return self._in_flight.get(key)

    def start(self, key: Key, fetch: Coroutine[None, None, Result]) -> InFlight:
        call = self._in_flight[key] = InFlight(fetch, self._discard)
        call.task.add_done_callback(lambda _: self._ended(key, call))
        return call

    def clear(self) -> None:
        """New requests no longer join these calls; waiting ones still get the result."""
        self._in_flight.clear()

    def is_uncacheable(self, key: Key) -> bool:
        """Whether the last answer for this key could not be cached."""
        return key in self._uncacheable

    def note(self, key: Key, cacheable: bool) -> None:
        """Remember whether an answer could be cached, of the last MOST_UNCACHEABLE that could not."""
        if cacheable:
            self._uncacheable.pop(key, None)
        else:
            self._uncacheable[key] = True

    def _ended(self, key: Key, call: InFlight) -> None:
        if self._in_flight.get(key) is call:
            del self._in_flight[key]
