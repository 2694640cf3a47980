"""What a format is: a name, a media type, the collections it can show, and the writing of it."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote, unquote

from schemas.registry import Collection

_AS_SENT = "%!$&'()*+,;=:@/?"  # in a query, beside letters, digits and -._~
Resolve = Callable[[str], Mapping[str, Any] | None]


def address(path: str, query: str) -> str:
    """With what no address may hold percent-encoded, and the rest of the query (bytes as Latin-1) as it was sent."""
    return quote(path) + (f"?{quote(query, safe=_AS_SENT, encoding='latin-1')}" if query else "")


@dataclass(frozen=True, slots=True)
class View:
    """What is shown, beside the records: `path` and `query` are those of the request (the query as it was sent),
    `next_cursor` is where the next page begins or None, `fields` a selection or None, `resolve` gives the record a
    ref stands for."""

    collection: Collection
    path: str
    resolve: Resolve
    version: str = ""
    query: str = ""
    next_cursor: str | None = None
    total: int | None = None
    fields: tuple[str, ...] | None = None
    bom: bool = False
    single: bool = False
    by: tuple[str, ...] = ()

    @property
    def url(self) -> str:
        """The path and query of this view, never a host."""
        return address(self.path, self.query)

    @property
    def next(self) -> str | None:
        """The path and query of the next page; None at the end."""
        if self.next_cursor is None:
            return None
        kept = [pair for pair in self.query.split("&") if pair and unquote(pair.partition("=")[0]) != "cursor"]
        return address(self.path, "&".join([*kept, f"cursor={self.next_cursor}"]))


@dataclass(frozen=True, slots=True)
class Format:
    """A representation. `write` gets records as their JSON; `default` is how many a page has where no limit is
    given, None meaning all of them, streamed."""

    suffix: str
    media_type: str
    title: str
    write: Callable[[Iterable[bytes], View], Iterator[bytes]]
    default: int | None = 50
    collections: frozenset[str] | None = None

    @property
    def mime(self) -> str:
        """The media type without parameters."""
        return self.media_type.partition(";")[0]

    def shows(self, collection: str) -> bool:
        """Whether it can show this collection."""
        return self.collections is None or collection in self.collections
