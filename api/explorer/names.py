"""The names of what refs stand for."""

import json

from api.explorer.words import heading
from api.store import Snapshot
from schemas.registry import COLLECTIONS
from schemas.values import JsonObject


class Names:
    """Names by ref, each read once."""

    def __init__(self, dataset: Snapshot) -> None:
        self._dataset = dataset
        self._known: dict[str, tuple[str, str | None]] = {}

    def __call__(self, ref: str) -> str:
        """An entry's name, any other record's heading."""
        return self._read(ref)[0]

    def language(self, ref: str) -> str | None:
        """The language of a name: an article's for its headline; None for the dataset's own."""
        return self._read(ref)[1]

    def _read(self, ref: str) -> tuple[str, str | None]:
        if ref not in self._known:
            record = self.resolve(ref) or {"kind": "", "label": ref}
            self._known[ref] = heading(record), record.get("language")
        return self._known[ref]

    def resolve(self, ref: str) -> JsonObject | None:
        """The record that a ref stands for, or None."""
        name, _, key = ref.partition("/")
        stored = self._dataset.get(COLLECTIONS[name], key) if name in COLLECTIONS else None
        found: JsonObject | None = json.loads(stored) if stored else None
        return found


def is_ref(value: object) -> bool:
    """Whether a value reads as a ref."""
    return isinstance(value, str) and value.partition("/")[0] in COLLECTIONS and "/" in value
