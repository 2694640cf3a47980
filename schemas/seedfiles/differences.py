"""What became of each record between two datasets: added, changed, removed, or merged into another."""

from collections.abc import Iterator, Mapping
from hashlib import sha256
from pathlib import Path
from typing import Literal, NamedTuple

from schemas.registry import FACTS
from schemas.seedfiles.dataset import Dataset, in_any_order

Change = Literal["added", "changed", "removed", "merged"]


class Difference(NamedTuple):
    """A record that changed; `heir` is the ref that a merged one leads to."""

    ref: str
    change: Change
    heir: str | None = None


def differences(old: Path, new: Path) -> Iterator[Difference]:
    """By ref; `old` and `new` are seed folders or NDJSON files. SeedError where one of them has a fault."""
    before, _ = in_any_order(old, _digests)
    after, heirs = in_any_order(new, _digests)
    for ref in sorted(before.keys() | after.keys()):
        if ref not in after:
            yield Difference(ref, "merged" if ref in heirs else "removed", heirs.get(ref))
        elif ref not in before:
            yield Difference(ref, "added")
        elif before[ref] != after[ref]:
            yield Difference(ref, "changed")


def _digests(dataset: Dataset) -> tuple[Mapping[str, bytes], Mapping[str, str]]:
    """The digest of each record, and the heirs of those that were merged away, by ref."""
    items = (item for item in dataset if item.collection is not FACTS)
    found = {f"{item.collection.name}/{item.key}": sha256(item.json.encode()).digest() for item in items}
    return found, {one.ref: one.heir for one in dataset.redirects}
