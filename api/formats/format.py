"""What a format is: a name, a media type, the collections it can show, and the writing of it."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from schemas.registry import Collection

Resolve = Callable[[str], Mapping[str, Any] | None]


@dataclass(frozen=True, slots=True)
class View:
    """What is shown, beside the records: `url` is the path and query of this view, `next` the path and query of
    the next page or None, `fields` a selection or None, `resolve` gives the record a ref stands for."""

    collection: Collection
    url: str
    resolve: Resolve
    version: str = ""
    next: str | None = None
    next_cursor: str | None = None
    total: int | None = None
    fields: tuple[str, ...] | None = None
    bom: bool = False
    single: bool = False
    by: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Format:
    """A representation. `write` gets records as their JSON; `default` is how many a page has where no limit is
    given, None meaning all of them, streamed."""

    suffix: str
    media_type: str
    title: str
    write: Callable[[Iterable[str], View], Iterator[bytes]]
    default: int | None = 50
    collections: frozenset[str] | None = None

    @property
    def mime(self) -> str:
        """The media type without parameters."""
        return self.media_type.partition(";")[0]

    def shows(self, collection: str) -> bool:
        """Whether it can show this collection."""
        return self.collections is None or collection in self.collections
