"""What a format declares, and the view of records it is given to write."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import chain
from urllib.parse import quote, unquote

from schemas.registry import Collection
from schemas.values import JsonRecord

_BATCH = 2**17  # bytes of records that a streaming format handles at once
_AS_SENT = "%!$&'()*+,;=:@/?"  # in a query, beside letters, digits and -._~
TEXT: JsonRecord = {"type": "string"}
BINARY: JsonRecord = {"type": "string", "format": "binary"}
OBJECT: JsonRecord = {"type": "object", "additionalProperties": True}
Resolve = Callable[[str], JsonRecord | None]


def address(path: str, query: str) -> str:
    """A relative URL: percent-encoded where it must be, the query (bytes as Latin-1) otherwise as it was sent."""
    return quote(path) + (f"?{quote(query, safe=_AS_SENT, encoding='latin-1')}" if query else "")


def single(records: Iterable[bytes]) -> Iterator[bytes]:
    """The records that `write` is given, one by one."""
    return chain.from_iterable(lines.split(b"\n") for lines in records)


def batches(records: Iterable[bytes]) -> Iterator[bytes]:
    """The records that `write` is given as lines, in batches of at least _BATCH bytes."""
    held, size = [], 0
    for lines in records:
        held.append(lines)
        size += len(lines)
        if size >= _BATCH:
            yield b"\n".join(held)
            held, size = [], 0
    if held:
        yield b"\n".join(held)


@dataclass(slots=True, eq=False)  # frozen ones take three times as long to make, and there is one a request
class View:
    """What a format needs besides the records.

    path, query    those of the request, the query as it was sent
    resolve        the record of a ref, None if there is none
    fields         the selected fields; None: all
    names          whether records hold the names of their refs
    by             the columns of rows that are not records, with the types of their values
    also           further keys of a page
    surfaced       when the record of an id, or one that corrects it, last changed
    superseding    the claims that correct, retract or update the claim of a ref
    meant          the records, each with the modalities of the claims about it as `meant`, empty if one asserts it
    tag_authority  begins the ids of feeds
    """

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
    by: Mapping[str, object] = field(default_factory=dict)
    names: bool = False
    also: JsonRecord = field(default_factory=dict)
    surfaced: Callable[[str], str | None] = lambda _: None
    superseding: Callable[[str], Sequence[tuple[str, str]]] = lambda _: ()
    meant: Callable[[Sequence[JsonRecord]], Sequence[JsonRecord]] = lambda records: records
    tag_authority: str = "article-facts.example,2026"

    def name(self, ref: str) -> str:
        """The name of a registry entry, or the ref itself if there is none."""
        found = self.resolve(ref)
        return str(found["name"]) if found else ref

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
    """A representation, and what the rest of the program needs to know about it.

    suffix        ends the path: `.csv`
    media_type    the Content-Type
    name          as people write it: `CSV`
    title         what it is, in a few words
    write         turns records (JSON) into chunks of the body; records of a stream come joined, some hundred lines each
    default       records on a page without a `limit`; None: all of them, streamed
    collections   those it can show; None: all
    schema        the JSON Schema of its body in the OpenAPI document; None: that of the records
    policy        its Content-Security-Policy, if a viewer needs more than nothing
    compressed    whether its bytes are compressed already, so gzip would only cost time
    newest_first  whether a page without `sort` begins with the last changes
    row_lengths   the lengths of the rows in a chunk; None unless a record has the same row in all bodies of its columns
    """

    suffix: str
    media_type: str
    name: str
    title: str
    write: Callable[[Iterable[bytes], View], Iterator[bytes]]
    default: int | None = 50
    collections: frozenset[str] | None = None
    schema: JsonRecord | None = field(default_factory=lambda: TEXT)
    policy: str | None = None
    compressed: bool = False
    newest_first: bool = False
    row_lengths: Callable[[bytes], Iterator[int]] | None = None

    @property
    def mime(self) -> str:
        """The media type without parameters."""
        return self.media_type.partition(";")[0]

    def shows(self, collection: str) -> bool:
        return self.collections is None or collection in self.collections
