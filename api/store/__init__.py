"""The store: one dataset at a time, queried by plans, on SQLite or PostgreSQL."""

from typing import Protocol

from api.store.plan import (
    Change,
    ChangeMark,
    Changes,
    Forgotten,
    Replaced,
    StoreError,
    Timeout,
    Unavailable,
    Version,
)
from api.store.reading import Snapshot

__all__ = [
    "Change", "ChangeMark", "Changes", "Forgotten", "Replaced", "Snapshot", "Store", "StoreError", "Timeout",
    "Unavailable", "Version",
]  # fmt: skip


class Store(Protocol):
    """An engine that holds the dataset."""

    @property
    def newest(self) -> str | None:
        """The version that `current` last returned, without checking for a newer one; None if there is none."""

    def current(self) -> Snapshot:
        """The newest snapshot; Unavailable if there is none."""

    def close(self) -> None:
        """Close files and connections."""
