"""Names beside refs: adds to each ref the name of the record it refers to, read in bulk."""

import json
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby, islice
from typing import Any

from api.store import Snapshot
from api.store.plan import CountRow, Equals, Find, Part, Scalar
from schemas.registry import COLLECTIONS, Collection
from schemas.values import JsonRecord, compact_json

_RECORDS = 200  # whose refs are resolved together
_KEYS = 64  # refs in one statement; powers of two, so that there are few different statements
_MOST_KEPT = 20_000  # names that a stream keeps in memory


class NameReader:
    """Reads names of refs, each once."""

    def __init__(self, snapshot: Snapshot) -> None:
        self._snapshot = snapshot
        self._known: dict[str, str] = {}

    def read(self, wanted: Iterable[str]) -> dict[str, str]:
        """The names of at least these refs: an entry's name, any other record's label."""
        if len(self._known) > _MOST_KEPT:
            self._known.clear()
        found = by_ref(self._snapshot, {ref for ref in wanted if ref not in self._known})
        self._known |= {ref: record.get("name") or record["label"] for ref, record in found.items()}
        return self._known


def by_ref(snapshot: Snapshot, refs: Iterable[str]) -> dict[str, JsonRecord]:
    """Records by ref; refs without a record are left out."""
    found: dict[str, JsonRecord] = {}
    for name, some in groupby(sorted(refs), key=lambda ref: ref.partition("/")[0]):
        ids = [ref.partition("/")[2] for ref in some]
        for begin in range(0, len(ids), _KEYS):
            keys = ids[begin : begin + _KEYS]
            padded = (*keys, *keys[:1] * ((1 << (len(keys) - 1).bit_length()) - len(keys)))
            for stored in snapshot.find(Find(COLLECTIONS[name], (Equals("id", padded),)), len(keys)).records:
                record = json.loads(stored)
                found[f"{name}/{record['id']}"] = record
    return found


def with_names(snapshot: Snapshot, collection: Collection, records: Iterable[bytes]) -> Iterator[bytes]:
    """The records with `<field>_name` behind each ref, null for null, and `<field>_names` behind each list of refs."""
    reader, left = NameReader(snapshot), iter(records)
    fields = [(field.path, field.named.path[-1]) for field in collection.fields if field.named]
    while chunk := [json.loads(record) for record in islice(left, _RECORDS)]:
        names = reader.read({ref for record in chunk for path, _ in fields for ref in refs_at(record, path)})
        for record in chunk:
            for path, name in fields:
                record = _named(record, path, name, names)
            yield compact_json(record)


def counts_with_names(
    snapshot: Snapshot, collection: Collection, keys: Sequence[str], parts: Sequence[Part], rows: Sequence[CountRow]
) -> tuple[dict[str, object], list[dict[str, Scalar | None]]]:
    """The rows of counts, with `<key>_name` behind each key whose values are refs; and the types of their columns."""
    named, types = set(), dict[str, object]()
    for key, part in zip(keys, parts, strict=True):
        field = collection.field(part.field)
        types[key] = str if part.length else field.annotation
        if field.refers_to:
            named.add(key)
            types[f"{key}_name"] = str
    types["count"] = int
    found = [dict(zip((*keys, "count"), row, strict=True)) for row in rows]
    if not named:
        return types, found
    names = NameReader(snapshot).read(str(ref) for row in found for key in named if (ref := row[key]) is not None)
    for row in found:
        row |= {f"{key}_name": names.get(str(row[key])) for key in named}
    return types, [{key: row[key] for key in types} for row in found]


def refs_at(value: Any, path: Sequence[str]) -> Iterator[str]:
    """The refs at a path of a record."""
    if isinstance(value, list):
        for one in value:
            yield from refs_at(one, path)
    elif path and value is not None:
        yield from refs_at(value.get(path[0]), path[1:])
    elif value is not None:
        yield value


def _named(value: Any, path: Sequence[str], name: str, names: dict[str, str]) -> Any:
    """The value with the names behind the refs at the end of the path."""
    if isinstance(value, list):
        return [_named(one, path, name, names) for one in value]
    if value is None:
        return None
    here, *rest = path
    found: dict[str, Any] = {}
    for key, held in value.items():
        found[key] = _named(held, rest, name, names) if key == here and rest else held
        if key == here and not rest:
            found[name] = [names[ref] for ref in held] if isinstance(held, list) else held and names[held]
    return found
