"""Representations by key, bounded by bytes; the least recently used leaves first."""

from collections import OrderedDict

from api.edge.key import Key
from api.edge.messages import Headers
from api.edge.representation import Representation

# What CPython takes for an entry beside its bytes (dicts, tuples, the key, a slot in the table), and for a header
# field: from above, so that the bound holds for the process. tests/edge/test_cache.py measures it.
ENTRY_OVERHEAD = 3000
FIELD_OVERHEAD = 150


def cost(key: Key, headers: Headers, body: bytes) -> int:
    """An estimate, from above, of the memory an entry takes, in bytes."""
    path, query, accept, _ = key
    fields = sum(len(name) + len(value) + FIELD_OVERHEAD for name, value in headers)
    return ENTRY_OVERHEAD + len(path) + len(query) + len(accept or b"") + fields + len(body)


class Cache:
    """Not safe for threads: it lives in the event loop."""

    def __init__(self, max_bytes: int) -> None:
        self.max_bytes = max_bytes
        self.bytes = 0
        self._entries: OrderedDict[Key, tuple[Representation, int]] = OrderedDict()

    def __len__(self) -> int:
        return len(self._entries)

    def get(self, key: Key) -> Representation | None:
        """The entry, now the most recently used."""
        found = self._entries.get(key)
        if found is None:
            return None
        self._entries.move_to_end(key)
        return found[0]

    def put(self, key: Key, representation: Representation, size: int) -> None:
        """Keep an entry, at the cost of the least recently used; one larger than all the room is not kept."""
        self.discard(key)
        if size > self.max_bytes:
            return
        self._entries[key] = representation, size
        self.bytes += size
        while self.bytes > self.max_bytes:
            _, (_, freed) = self._entries.popitem(last=False)
            self.bytes -= freed

    def discard(self, key: Key) -> None:
        """Forget an entry, if there is one."""
        _, freed = self._entries.pop(key, (None, 0))
        self.bytes -= freed

    def clear(self) -> None:
        """Forget everything."""
        self._entries.clear()
        self.bytes = 0
