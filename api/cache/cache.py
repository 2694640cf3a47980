"""Representations by key, bounded by bytes; the least recently used leaves first."""

from collections import OrderedDict
from itertools import chain

from api.cache.key import Key
from api.cache.representation import Representation

# What CPython takes for an entry beside its bytes (the objects, the key, a slot in the table), and for a header field:
# from above, so that the bound holds for the process. tests/cache/test_cache.py measures it.
ENTRY_OVERHEAD = 500
FIELD_OVERHEAD = 150


def cost(key: Key, entry: Representation) -> int:
    """An estimate, from above, of the memory an entry takes, in bytes; its headers may stand there twice."""
    path, query, accept, _ = key
    fields = 2 * sum(map(len, chain.from_iterable(entry.headers))) + FIELD_OVERHEAD * len(entry.headers)
    return ENTRY_OVERHEAD + len(path) + len(query) + len(accept or b"") + fields + len(entry.body)


class Cache:
    """Not safe for threads: it lives in the event loop."""

    def __init__(self, max_bytes: int) -> None:
        self.max_bytes = max_bytes
        self.bytes = 0
        self._entries: OrderedDict[Key, Representation] = OrderedDict()

    def __len__(self) -> int:
        return len(self._entries)

    def get(self, key: Key) -> Representation | None:
        """The entry, now the most recently used."""
        found = self._entries.get(key)
        if found is not None:
            self._entries.move_to_end(key)
        return found

    def put(self, key: Key, entry: Representation) -> None:
        """Keep an entry, at the cost of the least recently used; one larger than all the room is not kept."""
        if key in self._entries:
            self.bytes -= cost(key, self._entries.pop(key))
        size = cost(key, entry)
        if size > self.max_bytes:
            return
        self._entries[key] = entry
        self.bytes += size
        while self.bytes > self.max_bytes:
            self.bytes -= cost(*self._entries.popitem(last=False))

    def clear(self) -> None:
        """Forget everything."""
        self._entries.clear()
        self.bytes = 0
