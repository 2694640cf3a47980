"""Questions to the store as values (conditions, order, page), its answers beside records, and why it may not answer.
No SQL and no HTTP.

StoreError
├── Unavailable   the database or the snapshot cannot be reached; it may come back
│   └── Replaced  the dataset was replaced while it was read: the store has a newer one
├── Timeout       a request took longer than its deadline
└── Forgotten     the requested version is not, or no longer, in the log
"""

from dataclasses import dataclass, field
from functools import cache
from typing import Literal, NamedTuple

from schemas.registry import Collection

Scalar = str | int | float | bool
CountRow = tuple[Scalar | None, ...]
"""The values counted by, and the number."""


@dataclass(frozen=True, slots=True)
class Equals:
    """The field has one of these values."""

    field: str
    values: tuple[Scalar, ...]


@dataclass(frozen=True, slots=True)
class Differs:
    """The field has none of these values; a record without a value matches too."""

    field: str
    values: tuple[Scalar, ...]


@dataclass(frozen=True, slots=True)
class Given:
    """The record's field of that name is neither null nor an empty list."""

    field: str


@dataclass(frozen=True, slots=True)
class Lacking:
    """The record's field of that name is null or an empty list."""

    field: str


@dataclass(frozen=True, slots=True)
class RefersTo:
    """One of these refs occurs anywhere in the record."""

    refs: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class OfDimension:
    """The record's quantity is in a unit of this dimension, or in this currency."""

    dimension: str


@dataclass(frozen=True, slots=True)
class Reaches:
    """The record's quantity meets the closed interval; a side that is None is open.

    `within`: it lies in the interval for certain, so neither of its own bounds is open. `base`: the interval is in the
    base unit of the record's dimension, and not in the record's own numbers.
    """

    low: float | None
    high: float | None
    within: bool = False
    base: bool = False


@dataclass(frozen=True, slots=True)
class Moment:
    """A day (ISO), or with `instant` an instant in UTC (RFC 3339, with milliseconds)."""

    text: str
    instant: bool = False

    @property
    def day(self) -> str:
        """The day; of an instant its day in UTC."""
        return self.text[:10]


@dataclass(frozen=True, slots=True)
class During:
    """The record's time meets the span from `first` to `last`, both included; a side that is None is open.

    A day is compared with days as they are written, an instant with instants; a record without a time of day meets an
    instant by its day in UTC. `within`: all of the record's spans lie in it for certain, so none has an open end.
    """

    first: Moment | None
    last: Moment | None
    within: bool = False


@dataclass(frozen=True, slots=True)
class Term:
    """Adjacent words; with `prefix` the last one may be the beginning of a word. `forms` are tokens that match instead.

    Forms depend on the dataset's languages and are not part of the question.
    """

    words: tuple[str, ...]
    prefix: bool = False
    forms: tuple[str, ...] = field(default=(), repr=False)


@dataclass(frozen=True, slots=True)
class Matches:
    """All of the terms occur in the record's searchable text."""

    terms: tuple[Term, ...]


Condition = Equals | Differs | Given | Lacking | RefersTo | OfDimension | Reaches | During | Matches


@dataclass(frozen=True, slots=True)
class Key:
    """A field to order by; nulls come last either way. RELEVANCE puts words as written before other forms of them,
    and those in a title before others."""

    field: str
    descending: bool = False


RELEVANCE = Key("relevance")
RECENT = Key(
    "recent"
)  # by last change, of the record or of one that corrects it, newest first; only in FOLLOWED collections
TIERS = (0, 1, 2)  # of relevance: all words as written in a title; as written elsewhere; in other forms


@dataclass(frozen=True, slots=True)
class Find:
    """A question to one collection. Without keys the order is the default one."""

    collection: Collection
    conditions: tuple[Condition, ...] = ()
    keys: tuple[Key, ...] = ()


class Mark(NamedTuple):
    """Where a page ended: the key values, position and id of its last record.

    The value of the key RELEVANCE is the tier.
    """

    values: tuple[Scalar | None, ...]
    position: int
    id: str


class Found(NamedTuple):
    """A page: records as stored JSON, and the mark of the next page; None at the end."""

    records: list[bytes]
    next: Mark | None


class Part(NamedTuple):
    """A part of a date to count by: `earliest.year`."""

    field: str
    length: int | None = None  # characters of an ISO day; None takes the value whole

    @property
    def name(self) -> str:
        """Its name among the counts that a load keeps."""
        return f"{self.field}:{self.length or ''}"

    def of(self, day: str) -> str | None:
        """The part of a day or EDTF; None where it does not begin with one, as a set does not."""
        begin = day[: self.length]
        is_whole = "0" <= begin < ":" and (self.length == _DATE_PARTS["year"] or begin[4:5] == "-")
        return begin if is_whole and len(begin) == self.length else None


_DATE_PARTS = {"year": 4, "month": 7}
_DAYS = ("earliest", "latest", "published")


@cache
def countable(collection: Collection) -> dict[str, Part]:
    """What a collection can be counted by, by name: its filters, and the years and months of its days.

    A part of a day has two names, since some programs cannot handle a dot in a field's name.
    """
    whole = {field.parameter: Part(field.name) for field in collection.filters}
    days = [field.name for field in collection.columns if field.name in _DAYS]
    parts = [(day, name, Part(day, length)) for day in days for name, length in _DATE_PARTS.items()]
    dotted = {f"{day}.{name}": part for day, name, part in parts}
    return whole | dotted | {f"{day}_{name}": part for day, name, part in parts}


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
