"""Claims of different articles that may repeat or contradict each other: candidates for `relations`.

Two claims are compared if they share two stems, all stems, or subject, predicate and object, and no relations connect
them. For each of these keys only the last claims are remembered, so the work grows with the number of claims.
"""

import re
from collections import Counter, defaultdict, deque
from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import NamedTuple

from authoring.draft.words import FUNCTION_WORDS
from schemas.records import Article, Claim
from schemas.seedfiles.seedfile import Parsed, Part

RULE = "same_claim"
_REMEMBERED = 40  # claims, by stem
_SHARED = 2  # stems
_ALIKE = 70  # percent, of the sorted stems
_OPPOSITE = 85  # percent: from here on one that differs in its numbers is worth a look
_STEM = 5  # letters


class Candidate(NamedTuple):
    """A claim, the ref of one published earlier, and whether it may repeat it, or contradict or update it."""

    claim: Parsed[Claim]
    other: str
    relation: str


@dataclass(frozen=True, slots=True, eq=False)  # there is one of each, so identity tells them apart
class _Said:
    """A claim with what is compared: stems and numbers of its statement, its triple, and the keys to find it by."""

    parsed: Parsed[Claim]
    stems: str
    numbers: frozenset[str]
    triple: Hashable
    keys: Sequence[Hashable]


def same_claims(articles: Iterable[Part]) -> Iterator[Candidate]:
    """The candidates, on the claim of the later article."""
    from rapidfuzz import fuzz

    said = sorted(_in_order(articles), key=lambda pair: pair[0])
    connected = _connected(parsed for _, parsed in said)
    remembered: dict[Hashable, deque[_Said]] = defaultdict(lambda: deque(maxlen=_REMEMBERED))
    for _, parsed in said:
        one = _said(parsed)
        for other in _near(one, remembered):
            if connected[parsed.ref] != connected[other.parsed.ref]:
                alike = fuzz.ratio(one.stems, other.stems, score_cutoff=_ALIKE)
                if relation := _relation(one, other, alike):
                    yield Candidate(parsed, other.parsed.ref, relation)
        for key in set(one.keys):
            remembered[key].append(one)


def _in_order(articles: Iterable[Part]) -> Iterator[tuple[tuple[str, str], Parsed[Claim]]]:
    for part in articles:
        published = next((one.record.published for one in part.of(Article)), "")
        for parsed in part.of(Claim):
            if RULE not in parsed.reviewed:
                yield (published, parsed.ref), parsed


def _said(parsed: Parsed[Claim]) -> _Said:
    claim = parsed.record
    words = re.findall(r"[^\W_]+(?:[.,]\d+)*", claim.statement.casefold())
    stems = sorted({word[:_STEM] for word in words if word not in FUNCTION_WORDS and not word[0].isdigit()})
    numbers = frozenset(word.replace(",", "") for word in words if word[0].isdigit())
    triple = (claim.subject, claim.predicate, claim.object) if claim.predicate else None
    alone = [(" ".join(stems),), *([triple] if triple else [])]  # enough without another key
    return _Said(parsed, " ".join(stems), numbers, triple, [*stems, *alone * _SHARED])


def _near(one: _Said, remembered: Mapping[Hashable, Sequence[_Said]]) -> list[_Said]:
    """Earlier claims of other articles that share enough with this one."""
    shared = Counter(chain.from_iterable(remembered[key] for key in one.keys))
    article = one.parsed.record.article
    return [each for each, count in shared.items() if count >= _SHARED and each.parsed.record.article != article]


def _relation(one: _Said, other: _Said, alike: float) -> str | None:
    is_about_the_same = one.triple is not None and one.triple == other.triple
    differs = bool(one.numbers and other.numbers and one.numbers != other.numbers)
    if not is_about_the_same and alike < (_OPPOSITE if differs else _ALIKE):
        return None
    denials = [each.parsed.record.modality == "denied" for each in (one, other)]
    return "contradict or update" if differs or denials[0] != denials[1] else "repeat"


def _connected(claims: Iterable[Parsed[Claim]]) -> dict[str, str]:
    """For each claim, the representative of all claims that relations connect it with."""
    heads: dict[str, str] = {}

    def head(ref: str) -> str:
        while (above := heads.setdefault(ref, ref)) != ref:
            heads[ref] = heads.setdefault(above, above)
            ref = above
        return ref

    for parsed in claims:
        head(parsed.ref)
        for relation in parsed.record.relations:
            heads[head(parsed.ref)] = head(relation.to)
    return {ref: head(ref) for ref in list(heads)}
