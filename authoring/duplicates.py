"""Registry entries that may be the same one under two ids."""

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Iterator
from difflib import SequenceMatcher
from itertools import combinations
from typing import Any

from schemas.characters import normalized
from schemas.seedfiles.seedfile import Parsed

_ALIKE = 0.92
_MEANINGLESS = frozenset(
    ("the", "inc", "corp", "corporation", "co", "company", "ltd", "limited", "plc", "gmbh", "ag", "as", "asa", "sa")
)
_CODES = ("wikidata", "lei", "geonames")


def near_duplicates(entries: Iterable[Parsed]) -> Iterator[tuple[Parsed, str]]:
    """Entries with the ref of another that has the same code, the same name but for case, accents and "Inc", or nearly
    the same spelling."""
    blocks: dict[tuple[str, Any], list[tuple[Parsed, str]]] = defaultdict(list)
    for parsed in entries:
        for key, name in _keys(parsed):
            blocks[key].append((parsed, name))
    seen: set[frozenset[str]] = set()
    for block in blocks.values():
        for (one, name), (other, second) in combinations(block, 2):
            pair = frozenset((one.ref, other.ref))
            if len(pair) == 2 and pair not in seen and _alike(name, second):
                seen.add(pair)
                yield other, one.ref


def _keys(parsed: Parsed) -> Iterator[tuple[tuple[str, Any], str]]:
    """What entries are compared within: those of one code, and names of one beginning."""
    for code in _CODES:
        value = getattr(parsed.record, code, None)
        if value is not None:
            yield (code, value), ""
    kind = "locations" if parsed.collection == "locations" else "actors"
    for name in {_folded(one) for one in (parsed.record.name, *parsed.record.aliases)} - {""}:
        yield (kind, name[:2]), name


def _folded(name: str) -> str:
    plain = "".join(c for c in normalized(name.casefold(), "NFKD") if not unicodedata.combining(c))
    return " ".join(word for word in re.findall(r"\w+", plain) if word not in _MEANINGLESS)


def _alike(one: str, other: str) -> bool:
    return one == other or SequenceMatcher(None, one, other).ratio() >= _ALIKE
