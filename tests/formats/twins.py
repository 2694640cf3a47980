"""Records that differ in one respect alone: on each axis a plain case, and variants of it that must not read alike.

Each case has a word of its own, of one length, in its id and its label, so that it can be found, searched and taken
out again: what is left of a view then differs only by what the record says.
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, get_args

from schemas.quantity import Form, Hedge
from schemas.records import Event, Modality, Quotation, VerificationStatus
from schemas.records.facts import RelationType

Record = dict[str, Any]
EVIDENCE = [{"article": "a", "paragraph": 1, "start": 0, "end": 4, "exact": "Boat", "prefix": None, "suffix": None}]
STATUSES = get_args(get_args(Event.__annotations__["status"])[0])
MODES = get_args(get_args(get_args(Event.__annotations__["mode"])[0])[0])
TIMES = (
    "2024-05-23", "2024-05-23~", "2024-05-23?", "2024-05-23%", "2024-05", "2024-05~", "2024-24", "2024", "202X",
    "2024-05-23/..", "../2024-05-23", "[2024-05-16,2024-05-23]", "{2024-05-16,2024-05-23}", "2024-05-16/2024-05-23",
    "[2024-05-16..2024-05-23]", "2024-05-23T09:00:00Z", "2024-05-23T09:00:00Z/2024-05-23T11:00:00Z",
)  # fmt: skip
HEDGES: Mapping[str, Record] = {
    "exact": {"value": 5}, "about": {"value": 5}, "at_least": {"min": 5}, "over": {"min": 5}, "at_most": {"max": 5},
    "under": {"max": 5}, "range": {"min": 5, "max": 6}, "vague": {},
}  # fmt: skip
FORMS: Sequence[Record] = (
    *({"form": form} for form in get_args(Form)),
    {"form": "change", "direction": "up"},
    {"form": "change", "direction": "down"},
)
ROWS, RECORD, DATED, MEANT, ALL = "rows", "record", "dated", "meant", ("rows", "record")


@dataclass(frozen=True)
class Axis:
    """What varies: in which kind of record, its cases (the first is plain), and which views can show it: those of flat
    rows, those of the record itself, or of the latter those that show its time, or how claims mean it."""

    name: str
    kind: str
    cases: Sequence[Record]
    views: Sequence[str] = ALL

    @property
    def words(self) -> list[str]:
        """The word of each case."""
        return [f"{self.name}{number:02}" for number in range(len(self.cases))]


def _each(field: str, values: Sequence[Any], **more: Any) -> list[Record]:
    return [{field: value, **more} for value in values]


def _verified(status: str) -> Record:
    return {"verification": [{"by": "parties/clerk", "status": status, "evidence": EVIDENCE}]}


_RELATED = [{"relations": [{"type": kind, "to": "claims/a.base"}]} for kind in get_args(RelationType)]
_CLAIMED = [
    *_each("modality", get_args(Modality)),
    *[{"modality": "asserted", **_verified(status)} for status in get_args(VerificationStatus)],
    {"modality": "asserted", "via": ["companies/p"]},
]
AXES = (
    Axis("modality", "claim", _each("modality", get_args(Modality))),
    Axis("quotation", "claim", _each("quotation", (None, *get_args(Quotation)))),
    Axis("verification", "claim", [{}, *map(_verified, get_args(VerificationStatus))]),
    Axis("relation", "claim", [{}, *_RELATED], [RECORD]),
    Axis("told", "claim", [{}, {"via": ["companies/p"]}, {"speaker": None}]),
    Axis("status", "event", _each("status", STATUSES)),
    Axis("mode", "event", _each("mode", (None, *MODES)), [RECORD]),
    Axis("time", "date", _each("edtf", TIMES)),
    Axis("recurring", "date", _each("recurrence", (None, "FREQ=WEEKLY;BYDAY=TH"), edtf="2024-05-23/.."), [RECORD]),
    Axis("scheduled", "event", _each("edtf", TIMES), [ROWS, DATED]),
    Axis("dated", "claim", _each("edtf", TIMES), [ROWS]),
    Axis("hedge", "figure", [{"hedge": hedge, **HEDGES[hedge]} for hedge in get_args(Hedge)]),
    Axis("approximate", "figure", _each("approximate", (False, True), hedge="range", min=5, max=6)),
    Axis("open", "figure", _each("approximate", (False, True), hedge="at_least", min=5)),
    Axis("form", "figure", [{"hedge": "exact", "value": 5, **form} for form in FORMS]),
    Axis("whole", "figure", _each("out_of", (None, 20), hedge="exact", value=5), [RECORD]),
    Axis("money", "figure", _each("currency", (None, "EUR", "USD"), hedge="exact", value=5, unit="dollars")),
    Axis("metonym", "mention", [{}, {"role": "metonym", "stands_for": "parties/mayor"}], [RECORD]),
    Axis("dispute", "location", [{}, {"claimed_by": ["locations/x"]}], [RECORD]),
    Axis("figured", "figure", _CLAIMED, [ROWS]),
    Axis("happening", "event", _CLAIMED, [ROWS]),
    Axis("amount", "figure", _each("modality", get_args(Modality)), [MEANT]),
    Axis("incident", "event", _each("modality", get_args(Modality)), [MEANT]),
    Axis("day", "date", _CLAIMED, [ROWS]),
)
OWN_FIELDS = {"edtf": "date", **dict.fromkeys(("modality", "verification", "via"), "claim")}


def records() -> Iterator[Record]:
    """The whole dataset."""
    yield {"kind": "company", "id": "p", "label": "A paper", "name": "A paper", "type": "publisher"}
    for name in ("mayor", "clerk"):
        yield {"kind": "party", "id": name, "label": f"The {name}", "name": f"The {name}", "type": "person"}
    yield {"kind": "location", "id": "x", "label": "Exland", "name": "Exland", "type": "country", "country": "NO"}
    yield _article()
    yield _record("claim", "base")
    yield _record("date", "day")
    yield _record("event", "undated", dates=[])
    yield _record("date", "weekly", recurrence="FREQ=WEEKLY;BYDAY=FR")
    for axis in AXES:
        for word, case in zip(axis.words, axis.cases, strict=True):
            yield from _case(axis, word, case)


def _article() -> Record:
    named = {"kind": "article", "id": "a", "label": "An article", "headline": "An article", "publisher": "companies/p"}
    text = {"language": "en", "text_sha256": "0" * 64, "text_length": 100, "rights": "Made up."}
    return {**named, **text, "published": "2024-05-23"}


def _case(axis: Axis, word: str, case: Record) -> Iterator[Record]:
    """The record of a case, and what it needs beside it."""
    own = {name: value for name, value in case.items() if OWN_FIELDS.get(name, axis.kind) == axis.kind}
    other = {name: value for name, value in case.items() if name not in own}
    if axis.kind == "location":
        yield {"kind": "location", "id": word, "label": word, "name": word, "type": "area", "latitude": 50,
               "longitude": 5, **own}  # fmt: skip
        return
    if axis.kind == "figure":
        yield {"kind": "measure", "id": word, "label": "Boats", "name": "Boats"}
        own = {"measure": f"measures/{word}", "hedge": "exact", **({} if "hedge" in own else {"value": 5}), **own}
    if "edtf" in other:
        yield _record("date", f"{word}-on", edtf=other["edtf"])
        own["dates"] = [f"dates/a.{word}-on"]
    if {"modality", "via"} & other.keys():
        named = {"figure": "figures", "event": "events", "date": "dates"}[axis.kind]
        yield _record("claim", f"{word}-said", **other, **{named: [f"{named}/a.{word}"]})
    yield _record(axis.kind, word, **own)
    if axis.kind == "claim" and "relations" not in own:
        yield _record("claim", f"{word}-same", relations=[{"type": "repeats", "to": f"claims/a.{word}"}])


_DEFAULTS: Mapping[str, Record] = {
    "claim": {"statement": "Boats are safe", "speaker": "parties/mayor", "modality": "asserted"},
    "event": {"type": "fair", "status": "happened", "dates": ["dates/a.day"]},
    "date": {"role": "happens", "edtf": "2024-05-23"},
    "figure": {"unit": "boats"},
    "mention": {"of": "locations/x"},
}


def _record(kind: str, word: str, **fields: Any) -> Record:
    common = {"kind": kind, "id": f"a.{word}", "label": f"Boats {word}", "article": "a", "evidence": EVIDENCE}
    return {**common, **_DEFAULTS[kind], **fields}


def write(folder: Path) -> Path:
    """The dataset as a file to load."""
    path = folder / "twins.ndjson"
    path.write_text("".join(json.dumps(record) + "\n" for record in records()))
    return path
