"""What a format declares, and the view of records it is given to write."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import quote, unquote

from schemas.registry import Collection

_AS_SENT = "%!$&'()*+,;=:@/?"  # in a query, beside letters, digits and -._~
TEXT: Mapping[str, Any] = {"type": "string"}
BINARY: Mapping[str, Any] = {"type": "string", "format": "binary"}
OBJECT: Mapping[str, Any] = {"type": "object", "additionalProperties": True}
Resolve = Callable[[str], Mapping[str, Any] | None]


def address(path: str, query: str) -> str:
    """With what no address may hold percent-encoded, and the rest of the query (bytes as Latin-1) as it was sent."""
    return quote(path) + (f"?{quote(query, safe=_AS_SENT, encoding='latin-1')}" if query else "")


@dataclass(frozen=True, slots=True)
class View:
    """What is shown, beside the records: `path` and `query` are those of the request (the query as it was sent),
    `next_cursor` is where the next page begins or None, `fields` a selection or None, `resolve` gives the record a
    ref stands for, `names` tells whether the records hold the names of what their refs stand for. `by` are the columns
    of rows that are no records (of counts: all but the count), `also` what their page says beside its three keys.
    `surfaced` tells when the record of that id, or one that corrects it, changed last, `superseding` which claims
    correct, retract or update the one of a ref; `tag_authority` begins the ids of feeds."""

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
    names: bool = False
    also: Mapping[str, Any] = field(default_factory=dict)
    surfaced: Callable[[str], str | None] = lambda _: None
    superseding: Callable[[str], Sequence[tuple[str, str]]] = lambda _: ()
    tag_authority: str = "article-facts.example,2026"

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


@dataclass(frozen=True, slots=True, eq=False)  # there is one of each, so identity tells them apart
class Format:
    """A representation, and all that the rest of the program needs to know of it.

    suffix       ends the path: `.csv`
    media_type   the Content-Type
    name         as people write it: `CSV`
    title        what it is, in a few words
    write        turns records (their JSON) into chunks of the body
    default      records on a page where no `limit` is given; None: all of them, streamed
    collections  those it can show; None: all
    schema       of its body in the OpenAPI document: a JSON Schema; None: that of the records themselves
    policy       its Content-Security-Policy, where a viewer needs more than nothing
    compressed   whether its bytes are compressed already, so that gzip would only cost time
    newest_first  whether a page is in the order of the last changes where no `sort` is given
    """

    suffix: str
    media_type: str
    name: str
    title: str
    write: Callable[[Iterable[bytes], View], Iterator[bytes]]
    default: int | None = 50
    collections: frozenset[str] | None = None
    schema: Mapping[str, Any] | None = field(default_factory=lambda: TEXT)
    policy: str | None = None
    compressed: bool = False
    newest_first: bool = False

    @property
    def mime(self) -> str:
        """The media type without parameters."""
        return self.media_type.partition(";")[0]

    def shows(self, collection: str) -> bool:
        """Whether it can show this collection."""
        return self.collections is None or collection in self.collections
