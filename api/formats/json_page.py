"""JSON: a page of records joined from their stored bytes, or one record as it is."""

from collections.abc import Iterable, Iterator

import msgspec

from api.formats.format import Format, View

_fields = msgspec.json.Decoder(dict[str, msgspec.Raw]).decode


def write(records: Iterable[bytes], view: View) -> Iterator[bytes]:
    """A page as one chunk, with what it says beside its three keys; a single record is its own body."""
    chosen = [select(record, view) for record in records] if view.fields else list(records)
    if view.single:
        yield b"".join(chosen)
        return
    rest = msgspec.json.encode({"next_cursor": view.next_cursor, "total": view.total, **view.also})
    yield b'{"items":[%s],%s' % (b",".join(chosen), rest[1:])


def select(record: bytes, view: View) -> bytes:
    """The record with only its id and the chosen fields, in their original order."""
    wanted = {*(view.fields or ()), view.collection.key}
    return msgspec.json.encode({name: value for name, value in _fields(record).items() if name in wanted})


FORMAT = Format("json", "application/json", "JSON", "A page of records", write, schema=None)
