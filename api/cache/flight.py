"""Equal misses at one time are one flight: one call of the app, and all who asked wait for it."""

import asyncio
from collections.abc import Callable, Coroutine
from typing import Any

from api.cache.call import Reply
from api.cache.key import Key
from api.cache.representation import Representation

# Keys are up to some kilobytes long.
MOST_UNKEPT = 1000


class Landing:
    """How a flight ended: with a representation for everybody, or with a reply that only one can have."""

    def __init__(self, reply: Reply, kept: Representation | None) -> None:
        self.kept = kept
        self._reply: Reply | None = reply if kept is None else None

    def claim(self) -> Reply | None:
        """The reply, to the first who asks."""
        reply, self._reply = self._reply, None
        return reply


class Flight:
    """Goes on while anybody waits for it, whoever began it."""

    def __init__(self, fetch: Coroutine[Any, Any, Landing], unclaimed: Callable[[Reply], None]) -> None:
        self.task = asyncio.create_task(fetch)
        self._unclaimed = unclaimed
        self._aboard = 0

    async def landing(self) -> Landing:
        """Wait for the end of it."""
        self._aboard += 1
        try:
            return await asyncio.shield(self.task)
        except asyncio.CancelledError:
            self._aboard -= 1
            if not self._aboard:
                self._call_off()
            raise

    def _call_off(self) -> None:
        """The last one has left, perhaps at the very moment of the landing."""
        if self.task.cancel() or self.task.cancelled() or self.task.exception():
            return
        if (reply := self.task.result().claim()) is not None:
            self._unclaimed(reply)


class Unkept:
    """Keys whose last answer could not be kept: waiting for each other would only take their clients longer."""

    def __init__(self) -> None:
        self._keys: set[Key] = set()

    def __contains__(self, key: Key) -> bool:
        """Whether a call for this key has nothing to give to others."""
        return key in self._keys

    def add(self, key: Key) -> None:
        """Remember it; where that takes too much room, forget the rest."""
        if len(self._keys) >= MOST_UNKEPT:
            self._keys.clear()
        self._keys.add(key)

    def discard(self, key: Key) -> None:
        """Its answers can be kept now."""
        self._keys.discard(key)


class Flights:
    """The flights under way, by key."""

    def __init__(self, unclaimed: Callable[[Reply], None]) -> None:
        self._under_way: dict[Key, Flight] = {}
        self._unclaimed = unclaimed

    def get(self, key: Key) -> Flight | None:
        """The flight that answers this key, if there is one."""
        return self._under_way.get(key)

    def start(self, key: Key, fetch: Coroutine[Any, Any, Landing]) -> Flight:
        """Begin one."""
        flight = self._under_way[key] = Flight(fetch, self._unclaimed)
        flight.task.add_done_callback(lambda _: self._ended(key, flight))
        return flight

    def clear(self) -> None:
        """Nobody joins those any more; who is aboard stays."""
        self._under_way.clear()

    def _ended(self, key: Key, flight: Flight) -> None:
        if self._under_way.get(key) is flight:
            del self._under_way[key]
