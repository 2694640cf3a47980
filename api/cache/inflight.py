"""Calls in flight: concurrent equal misses share one call of the app."""

from cachetools import LRUCache

from api.cache.key import Key
from api.cache.threads import Job
from api.cache.wsgi import Reply

MOST_UNCACHEABLE = 1000  # keys; each is up to some kilobytes long


class Calls:
    """The calls in flight by key, and the keys whose last answer could not be cached: those are not coalesced, since a
    waiting request would have to call the app afterwards anyway."""

    def __init__(self) -> None:
        self._in_flight: dict[Key, Job[Reply]] = {}
        self._uncacheable: LRUCache[Key, bool] = LRUCache(MOST_UNCACHEABLE)

    def get(self, key: Key) -> Job[Reply] | None:
        """The call to join. None if there is none, or nobody waits for it any more."""
        job = self._in_flight.get(key)
        return job if job is not None and job.is_awaited else None

    def add(self, key: Key, job: Job[Reply]) -> None:
        if key not in self._uncacheable:
            self._in_flight[key] = job

    def leave(self, key: Key, job: Job[Reply]) -> None:
        """To be called by whoever has waited for a call."""
        if not job.is_awaited and self._in_flight.get(key) is job:
            del self._in_flight[key]

    def clear(self) -> None:
        """New requests no longer join these calls; waiting ones still get the reply."""
        self._in_flight.clear()

    def note(self, key: Key, cacheable: bool) -> None:
        """Remember whether an answer could be cached, of the last MOST_UNCACHEABLE that could not."""
        if cacheable:
            self._uncacheable.pop(key, None)
        else:
            self._uncacheable[key] = True
