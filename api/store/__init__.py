"""The store: one dataset at a time, queried by plans, on SQLite or PostgreSQL.

StoreError
├── Unavailable   the database or the snapshot cannot be reached; it may come back
│   └── Replaced  the dataset was replaced while it was read: the store has a newer one
├── Timeout       a request took longer than its deadline
└── Forgotten     the requested version is not, or no longer, in the log
"""

from collections.abc import Iterator, Sequence
from typing import Literal, NamedTuple, Protocol

from api.store.plan import Find, Found, Mark, Part, Scalar
from schemas.registry import Collection


class StoreError(Exception):
    """The store could not answer."""


class Unavailable(StoreError):
    """The store cannot be reached."""


class Replaced(Unavailable):
    """The dataset is no longer as it was when the snapshot was taken; the store's current one can be asked."""


class Timeout(StoreError):
    """A request ran past its deadline."""


class Forgotten(StoreError):
    """The version is not, or no longer, in the log."""


class Version(NamedTuple):
    """A dataset that was loaded: its version, when (RFC 3339, UTC), and how many records that load changed."""

    version: str
    loaded: str
    added: int
    changed: int
    removed: int
    merged: int


class Change(NamedTuple):
    """A change of a record: the version that made it and when that was loaded. `heir` is the ref it was merged into."""

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
    """A page of changes, and the mark of the next page; None at the end."""

    changes: list[Change]
    next: ChangeMark | None


class Snapshot(Protocol):
    """One version of the dataset; all answers of one snapshot agree with each other."""

    version: str

    def probe(self) -> None:
        """Unavailable or Timeout unless every part of the dataset can be read, on whichever nodes it is."""
        ...

    def get(self, collection: Collection, key: str) -> bytes | None:
        """A record's stored JSON, or None."""
        ...

    def heir(self, ref: str) -> str | None:
        """The ref that a merged one now redirects to, or None."""
        ...

    def find(self, find: Find, limit: int, mark: Mark | None = None) -> Found:
        """A page of records after the mark."""
        ...

    def mark(self, find: Find, key: str, tier: int) -> Mark | None:
        """The mark of the record with this id; None if there is none."""
        ...

    def stream(self, find: Find, mark: Mark | None = None) -> Iterator[bytes]:
        """All records after the mark, in constant memory."""
        ...

    def total(self, find: Find) -> int:
        """The number of matching records."""
        ...

    def exceeds(self, find: Find, most: int) -> bool:
        """Whether more than so many records match, without counting any beyond."""
        ...

    def tally(self, find: Find, parts: Sequence[Part], limit: int) -> list[tuple[Scalar | None, ...]]:
        """Rows of values and the number of matching records with them, largest first."""
        ...

    def is_counted(self, find: Find, parts: Sequence[Part]) -> bool:
        """Whether the load has precomputed these counts, so that `tally` is cheap."""
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
        """The versions in the log, newest first."""
        ...

    def changes(
        self,
        since: str | None,
        limit: int,
        mark: ChangeMark | None = None,
        collection: str | None = None,
        newest_first: bool = False,
    ) -> Changes:
        """A page of net changes since a version, oldest first. Forgotten if the version is not in the log.

        Without a version: the last known change of each record. `collection` restricts them to one, by name.
        """
        ...

    def last_change(self, ref: str) -> Change | None:
        """The last change of a record; None if it is not in the log."""
        ...

    def surfaced(self, collection: Collection, key: str) -> str | None:
        """When (RFC 3339) a record, or one that corrects, retracts or updates it, last changed; None if there is none.

        Only for collections in FOLLOWED."""
        ...


class Store(Protocol):
    """An engine that holds the dataset."""

    @property
    def newest(self) -> str | None:
        """The version that `current` last returned, without checking for a newer one; None if there is none."""
        ...

    def current(self) -> Snapshot:
        """The newest snapshot; Unavailable if there is none."""
        ...

    def close(self) -> None:
        """Close files and connections."""
        ...
