"""Which claims say the same as one claim, which correct or contradict it, and how many sources it has.

Claims that repeat each other, directly or through others, are one statement of at most `MOST` claims. Claims that
update, correct, retract or contradict one of them, or the reverse, are listed but not counted.

A claim's source is its speaker, or without one its first outlet: the last of `via`, or else the article's publisher. So
an agency story in ten papers is one source. An anonymous speaker is a source for each first outlet, since two papers'
"official" may be two persons. Limits: an undeclared copy counts as independent, and two speakers of one institution are
two sources.
"""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from typing import Literal, NamedTuple

from schemas.edtf_date import begins
from schemas.values import JsonRecord

MOST = 1000
Claim = JsonRecord
Read = Callable[[Collection[str]], Iterable[Claim]]

Relation = Literal[
    "self", "repeats", "updates", "updated_by", "corrects", "corrected_by", "retracts", "retracted_by", "contradicts"
]
PASSIVE: Mapping[str, Relation] = {
    "updates": "updated_by",
    "corrects": "corrected_by",
    "retracts": "retracted_by",
    "contradicts": "contradicts",
}


class Origin(NamedTuple):
    """A claim's article and speaker, as far as needed. `is_anonymous`: the speaker has no name."""

    publisher: str
    published: str
    is_anonymous: bool


class Row(NamedTuple):
    """A related claim. `relation` is its relation to the requested one, or to one that repeats it."""

    claim: str
    article: str
    publisher: str
    published: str
    speaker: str | None
    first_outlet: str
    modality: str
    verification: str | None
    relation: Relation


class Related(NamedTuple):
    """A claim and its relation to the requested one."""

    record: Claim
    relation: Relation


def ref_of(claim: Claim) -> str:
    """`claims/<id>`."""
    return f"claims/{claim['id']}"


def related(asked: Claim, get: Read, related_to: Read) -> list[Related]:
    """The claim itself, those that repeat it, and those that correct or contradict it. `get` reads the claims of refs,
    `related_to` those that have a relation to one of them."""
    same, beside = {ref_of(asked): asked}, dict[str, Related]()
    frontier: Sequence[Claim] = [asked]
    while frontier:
        edges = list(_edges(frontier, get, related_to))
        for record, other, kind in edges:
            if kind != "repeats" and ref_of(record) in same:
                beside.setdefault(ref_of(other), Related(other, PASSIVE[kind]))
            elif kind != "repeats":
                beside[ref_of(record)] = Related(record, kind)
        repeating = {ref_of(one): one for record, other, kind in edges if kind == "repeats" for one in (record, other)}
        new = sorted(repeating.keys() - same.keys())[: MOST - len(same)]
        frontier = [repeating[ref] for ref in new]
        same |= {ref: repeating[ref] for ref in new}
    found = [Related(one, "repeats") for one in same.values()]
    found[0] = Related(asked, "self")
    return found + [one for ref, one in beside.items() if ref not in same]


def _edges(frontier: Sequence[Claim], get: Read, related_to: Read) -> Iterator[tuple[Claim, Claim, Relation]]:
    """The relations from and to these claims: from which, to which, of which type."""
    own = {ref_of(one): one for one in frontier}
    referring = {ref_of(one): one for one in related_to(own.keys())}
    targets = {relation["to"] for one in frontier for relation in one["relations"]}
    known = {ref_of(one): one for one in get(targets)} | referring | own
    for record in (referring | own).values():
        for relation in record["relations"]:
            if relation["to"] in known and (relation["to"] in own or ref_of(record) in own):
                yield record, known[relation["to"]], relation["type"]


def rows(found: Iterable[Related], origins: Mapping[str, Origin]) -> list[Row]:
    """The requested claim, those that repeat it, then the others, each group in order of publication."""
    made = [_row(one, origins[ref_of(one.record)]) for one in found]
    rank = {"self": 0, "repeats": 1}
    return sorted(made, key=lambda row: (rank.get(row.relation, 2), begins(row.published), row.claim))


def _row(one: Related, origin: Origin) -> Row:
    claim = one.record
    statuses = dict.fromkeys(verification["status"] for verification in claim["verification"])
    return Row(
        claim=ref_of(claim),
        article=claim["article"],
        publisher=origin.publisher,
        published=origin.published,
        speaker=claim["speaker"],
        first_outlet=_first_outlet(claim, origin),
        modality=claim["modality"],
        verification=";".join(statuses) or None,
        relation=one.relation,
    )


def independent_sources(found: Iterable[Related], origins: Mapping[str, Origin]) -> int:
    same = (one.record for one in found if one.relation in ("self", "repeats"))
    return len({_source(claim, origins[ref_of(claim)]) for claim in same})


def _source(claim: Claim, origin: Origin) -> tuple[str | None, str | None]:
    """The speaker and the first outlet, as far as they distinguish sources."""
    is_named = claim["speaker"] is not None and not origin.is_anonymous
    return claim["speaker"], None if is_named else _first_outlet(claim, origin)


def _first_outlet(claim: Claim, origin: Origin) -> str:
    via: Sequence[str] = claim["via"]
    return via[-1] if via else origin.publisher
