"""Words of pages: headings of records, names of refs and fields, and addresses that may break."""

import re
from collections.abc import Sequence
from functools import cache

from api.store import Snapshot
from schemas import wording
from schemas.cells import split
from schemas.registry import QUERYABLE
from schemas.values import JsonRecord

_JOINT = re.compile(r"(?<=[&/?=,])")


def heading(record: JsonRecord) -> str:
    """A record's or flat row's name or label, with a claim's modality or an event's status, so that a denied or
    considered one never reads as asserted or done."""
    said = str(record.get("headline") or record.get("name") or record["label"])
    if record["kind"] == "claim" and record.get("modality"):
        return wording.claim(said, record["modality"], None)
    if record["kind"] == "event" and record.get("status"):
        return wording.event(said, record["status"], record.get("meant", ()))
    return said


class Names:
    """The names of the records of refs; each record is read once."""

    def __init__(self, dataset: Snapshot) -> None:
        self.resolve = cache(dataset.record)

    def __call__(self, ref: str) -> str:
        """An entry's name, any other record's heading."""
        return heading(self.resolve(ref) or {"kind": "", "label": ref})

    def language(self, ref: str) -> str | None:
        """The language of a name: an article's for its headline; None for the dataset's own."""
        return (self.resolve(ref) or {}).get("language")


def counted(count: int, collection: str) -> str:
    """`1 article`, `2,000 articles`, by the collection's name."""
    return wording.plural(count, QUERYABLE[collection].kind, collection)


def spaced(name: object) -> str:
    """A field's name or an enumeration's value as words."""
    return str(name).replace("_", " ")


def joined(value: str | Sequence[str] | None) -> list[str]:
    """The values of a list, or of a flat row's cell."""
    return split(value) if isinstance(value, str) else list(value or ())


def statuses(verification: str | Sequence[JsonRecord] | None) -> list[str]:
    """The statuses in a claim's verifications or in a flat row's cell, each once."""
    if isinstance(verification, str):
        return split(verification)
    return list(dict.fromkeys(one["status"] for one in verification or ()))


def about(collection: str) -> str:
    """What a record of the collection is: the first sentence of its class."""
    sentence = (QUERYABLE[collection].model.__doc__ or "").partition("\n")[0]
    return re.split(r"[.:;] ", sentence)[0].rstrip(".") + "."


def pieces(address: object) -> list[str]:
    """An address in parts, between which a line may break."""
    return [piece for piece in _JOINT.split(str(address)) if piece]
