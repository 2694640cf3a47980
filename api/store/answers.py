"""What the store answers beside records, and why it may not.

StoreError
├── Unavailable   the database or the snapshot cannot be reached; it may come back
│   └── Replaced  the dataset was replaced while it was read: the store has a newer one
├── Timeout       a request took longer than its deadline
└── Forgotten     the requested version is not, or no longer, in the log
"""

from typing import Literal, NamedTuple

NO_DATASET = "there is no dataset yet; `flask --app wsgi facts load` makes one from the seeds"


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
