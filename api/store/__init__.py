"""The store: one dataset at a time, read by plans, on an engine of choice.

StoreError
├── Unavailable   the database or the snapshot cannot be reached; it may come back
└── Timeout       a query took longer than its deadline
"""

from collections.abc import Iterator, Sequence
from typing import Protocol

from api.store.plan import Find, Found, Mark, Part, Scalar
from schemas.registry import Collection


class StoreError(Exception):
    """The store could not answer."""


class Unavailable(StoreError):
    """The store cannot be reached."""


class Timeout(StoreError):
    """A query ran past its deadline."""


class Snapshot(Protocol):
    """One version of the dataset; all answers of one snapshot agree with each other."""

    version: str

    def get(self, collection: Collection, key: str) -> bytes | None:
        """A record's stored JSON, or None."""
        ...

    def heir(self, ref: str) -> str | None:
        """The ref that a merged-away one now stands for, or None."""
        ...

    def find(self, find: Find, limit: int, mark: Mark | None = None) -> Found:
        """A page of records after the mark."""
        ...

    def mark(self, find: Find, key: str, tier: int) -> Mark | None:
        """The mark of a record that is known by its id; None if there is no such record."""
        ...

    def stream(self, find: Find, mark: Mark | None = None) -> Iterator[bytes]:
        """All records after the mark, in constant memory."""
        ...

    def total(self, find: Find) -> int:
        """How many records answer."""
        ...

    def tally(self, find: Find, parts: Sequence[Part], limit: int) -> list[tuple[Scalar | None, ...]]:
        """Rows of values and how many records answer with them, the most first."""
        ...

    def is_counted(self, find: Find, parts: Sequence[Part]) -> bool:
        """Whether the load has counted this already, so that `tally` reads next to nothing."""
        ...

    def counts(self) -> dict[str, int]:
        """How many records each collection has."""
        ...

    def export(self) -> Iterator[bytes]:
        """Every canonical line, in export order."""
        ...


class Store(Protocol):
    """An engine that holds the dataset."""

    def current(self) -> Snapshot:
        """The newest snapshot; Unavailable if there is none."""
        ...

    def close(self) -> None:
        """Let go of files and connections."""
        ...
