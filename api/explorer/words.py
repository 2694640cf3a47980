"""What pages say beside the wording of values: headings of records, names of fields and formats, and addresses that
may break."""

import re
from collections.abc import Mapping, Sequence
from typing import Any

from schemas import wording
from schemas.cells import split
from schemas.registry import QUERYABLE
from schemas.wording import plural, quantity, recurring, time, times

__all__ = [
    "about", "counted", "heading", "joined", "pieces", "plural", "quantity", "recurring", "spaced", "statuses", "time",
    "times", "title",
]  # fmt: skip

_JOINT = re.compile(r"(?<=[&/?=,])")


def heading(record: Mapping[str, Any]) -> str:
    """A record's or flat row's name or label; of a claim or event with how it is meant, so that what is denied or only
    considered never reads as said or done."""
    said = str(record.get("headline") or record.get("name") or record["label"])
    if record["kind"] == "claim" and record.get("modality"):
        return wording.claim(said, record["modality"], None)
    if record["kind"] == "event" and record.get("status"):
        return wording.event(said, record["status"])
    return said


def counted(count: int, collection: str) -> str:
    """`1 article`, `2,000 articles`, by the collection's name."""
    return plural(count, QUERYABLE[collection].kind, collection)


def spaced(name: object) -> str:
    """A field's name or an enumeration's value as words."""
    return str(name).replace("_", " ")


def joined(value: str | Sequence[str] | None) -> list[str]:
    """Several values: a list's, or those of a flat row's cell."""
    return split(value) if isinstance(value, str) else list(value or ())


def statuses(verification: str | Sequence[Mapping[str, Any]] | None) -> list[str]:
    """The statuses of a claim's verifications, or of a flat row's cell, each once."""
    if isinstance(verification, str):
        return split(verification)
    return list(dict.fromkeys(one["status"] for one in verification or ()))


def title(collection: str) -> str:
    """A collection's heading."""
    return collection.capitalize()


def about(collection: str) -> str:
    """What one of its records is, in its class's own first sentence."""
    sentence = (QUERYABLE[collection].model.__doc__ or "").partition("\n")[0]
    return re.split(r"[.:;] ", sentence)[0].rstrip(".") + "."


def pieces(address: object) -> list[str]:
    """An address in the parts between which it may break, rather than within a word, where a line is too short."""
    return [piece for piece in _JOINT.split(str(address)) if piece]
