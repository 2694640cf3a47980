"""The store: one dataset at a time, read by plans, on an engine of choice.

StoreError
├── Unavailable   the database or the snapshot cannot be reached; it may come back
├── Timeout       a request took longer than its deadline
└── Forgotten     the version asked about is not among those that are kept
"""

from collections.abc import Iterator, Sequence
from typing import Literal, NamedTuple, Protocol

from api.store.plan import Find, Found, Mark, Part, Scalar
from schemas.registry import Collection


class StoreError(Exception):
    """The store could not answer."""


class Unavailable(StoreError):
    """The store cannot be reached."""


class Timeout(StoreError):
    """A request ran past its deadline."""


class Forgotten(StoreError):
    """The version is not, or no longer, known."""


class Version(NamedTuple):
    """A dataset that was loaded: its version, when (RFC 3339, UTC), and how many records that load changed."""

    version: str
    loaded: str
    added: int
    changed: int
    removed: int
    merged: int


class Change(NamedTuple):
    """What became of a record: in which version, and when that was loaded. `heir` is the ref it was merged into."""

    ref: str
    change: Literal["added", "changed", "removed", "merged"]
    heir: str | None
    version: str
    at: str


class ChangeMark(NamedTuple):
    """Where a page of changes ended."""

    sequence: int
    ref: str


class Changes(NamedTuple):
    """A page of changes, and the mark to go on from, or None at the end."""

    changes: list[Change]
    next: ChangeMark | None


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

    def languages(self) -> tuple[str, ...]:
        """The languages of the articles, the most frequent first."""
        ...

    def counts(self) -> dict[str, int]:
        """How many records each collection has."""
        ...

    def export(self) -> Iterator[bytes]:
        """Every canonical line, in export order."""
        ...

    def versions(self) -> list[Version]:
        """The datasets that are remembered, the newest first."""
        ...

    def changes(
        self,
        since: str | None,
        limit: int,
        mark: ChangeMark | None = None,
        collection: str | None = None,
        newest_first: bool = False,
    ) -> Changes:
        """A page of what became of records since a version (Forgotten if it is not known), net, the oldest first.

        Without a version: of each record the last thing that is known. `collection` narrows to one by name.
        """
        ...

    def last_change(self, ref: str) -> Change | None:
        """The last thing that became of a record; None if it is not known."""
        ...

    def surfaced(self, collection: Collection, key: str) -> str | None:
        """When (RFC 3339) a record changed last, or one that corrects, retracts or updates it; None if it is not there.

        Only of what FOLLOWED lists."""
        ...


class Store(Protocol):
    """An engine that holds the dataset."""

    @property
    def newest(self) -> str | None:
        """The version that `current` gave last, without looking; None before that, or while there is none."""
        ...

    def current(self) -> Snapshot:
        """The newest snapshot; Unavailable if there is none."""
        ...

    def close(self) -> None:
        """Let go of files and connections."""
        ...
