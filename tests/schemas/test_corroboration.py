"""Which claims say the same, and how many sources stand behind them: the rule, held against graphs of claims."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from schemas.corroboration import MOST, Claim, Origin, Related, independent_sources, ref_of, related, rows

Relations = Mapping[str, Sequence[tuple[str, str]]]


def claim(name: str, relations: Sequence[tuple[str, str]] = (), **more: Any) -> dict[str, Any]:
    """An invented claim of an article of its own."""
    made = [{"type": kind, "to": f"claims/{to}"} for kind, to in relations]
    common = {"speaker": None, "via": [], "modality": "asserted", "verification": []}
    return {"id": name, "article": f"of-{name}", "relations": made, **common, **more}


class Held:
    """Claims in memory; `reads` counts the questions."""

    def __init__(self, claims: Iterable[Claim]) -> None:
        self._claims = {ref_of(one): one for one in claims}
        self.reads = 0

    def get(self, refs: Collection[str]) -> Iterable[Claim]:
        self.reads += 1
        return [self._claims[ref] for ref in refs if ref in self._claims]

    def related_to(self, refs: Collection[str]) -> Iterable[Claim]:
        self.reads += 1
        return [one for one in self._claims.values() if any(relation["to"] in refs for relation in one["relations"])]


def around(asked: Claim, held: Held) -> list[Related]:
    """The claims related to one of those held."""
    return related(asked, held.get, held.related_to)


def origins(claims: Iterable[Claim], anonymous: Collection[str] = ()) -> dict[str, Origin]:
    """Each claim's article has a publisher of its own."""
    return {
        ref_of(one): Origin(f"companies/{one['article']}", "2024-05-16", one["speaker"] in anonymous) for one in claims
    }


def told(asked: str, claims: Sequence[Claim]) -> dict[str, str]:
    """The relation of each claim that is listed, by id."""
    start = next(one for one in claims if one["id"] == asked)
    found = around(start, Held(claims))
    listed = [row.claim.removeprefix("claims/") for row in rows(found, origins(claims))]
    assert len(listed) == len(set(listed))
    return {one.record["id"]: one.relation for one in found}


def sources(asked: str, claims: Sequence[Claim], anonymous: Collection[str] = ()) -> int:
    """How many sources it has."""
    start = next(one for one in claims if one["id"] == asked)
    return independent_sources(around(start, Held(claims)), origins(claims, anonymous))


@pytest.mark.parametrize("asked", ["a", "b", "c"])
def test_who_repeats_whom_does_not_matter(asked: str) -> None:
    """The same claims are found from each of them, directly or through others, in either direction."""
    chain = [claim("a"), claim("b", [("repeats", "a")]), claim("c", [("repeats", "b")]), claim("d")]
    assert told(asked, chain) == {name: "self" if name == asked else "repeats" for name in "abc"}


def test_what_corrects_or_contradicts_stands_beside() -> None:
    """Listed with what it is to the claim, from both sides, and not counted; nor is what only they are related to."""
    claims = [
        claim("a"), claim("b", [("repeats", "a")]), claim("c", [("corrects", "b"), ("updates", "e")]),
        claim("d", [("contradicts", "a")]), claim("e"), claim("f", [("repeats", "c")]),
    ]  # fmt: skip
    assert told("a", claims) == {"a": "self", "b": "repeats", "c": "corrects", "d": "contradicts"}
    assert sources("a", claims) == 2
    assert told("c", claims) == {"c": "self", "f": "repeats", "b": "corrected_by", "e": "updated_by"}
    assert told("d", claims) == {"d": "self", "a": "contradicts"}
    assert told("e", claims) == {"e": "self", "c": "updates"}


def test_a_wire_story_is_one_source() -> None:
    """Three papers that print one agency's report count once; a paper's own finding counts beside it."""
    wire = "companies/wire"
    claims = [
        claim("a", via=[wire]), claim("b", [("repeats", "a")], via=[wire]), claim("c", [("repeats", "a")], via=[wire]),
        claim("d", [("repeats", "a")]),
    ]  # fmt: skip
    assert sources("a", claims) == 2
    assert sources("a", claims[:3]) == 1


def test_one_speaker_is_one_source_unless_nobody_knows_who() -> None:
    """A speaker counts once in however many outlets; an anonymous one once for each first outlet."""
    said = [claim(name, [("repeats", "a")] if name != "a" else [], speaker="parties/official") for name in "abc"]
    assert sources("a", said) == 1
    assert sources("a", said, anonymous=["parties/official"]) == 3
    through = [{**one, "via": ["companies/wire"]} for one in said]
    assert sources("a", through, anonymous=["parties/official"]) == 1


names = st.sampled_from("abcdefgh")
kinds = st.sampled_from(["repeats", "repeats", "updates", "corrects", "retracts", "contradicts"])
graphs = st.dictionaries(names, st.lists(st.tuples(kinds, names), max_size=3), min_size=1)


@given(graphs, st.data())
def test_the_statement_is_the_component_of_repeats(graph: Relations, data: st.DataObject) -> None:
    """In any graph, claims that repeat each other are a connected component and have the same sources."""
    claims = [claim(name, [one for one in to if one[1] in graph and one[1] != name]) for name, to in graph.items()]
    asked = data.draw(st.sampled_from(sorted(graph)))
    component = {asked}
    for _ in claims:
        for one in claims:
            linked = {relation["to"][7:] for relation in one["relations"] if relation["type"] == "repeats"}
            if component & ({one["id"]} | linked) and (one["id"] in component or linked & component):
                component |= {one["id"], *linked}
    found = told(asked, claims)
    assert {name for name, relation in found.items() if relation in ("self", "repeats")} == component
    assert sources(asked, claims) == len(component)
    assert all(sources(other, claims) == len(component) for other in component)


def test_a_long_chain_is_bounded() -> None:
    """At most `MOST` claims of a statement are read; a wide graph needs few queries."""
    star = [claim("a"), *(claim(f"b{n}", [("repeats", "a")]) for n in range(MOST + 50))]
    held = Held(star)
    assert len(around(star[0], held)) == MOST
    assert held.reads <= 4


def test_rows_are_flat_and_in_order() -> None:
    """The claim first, then those that repeat it by publication, then those beside; verifications are joined."""
    looked_into = [{"status": "confirmed"}, {"status": "denied"}, {"status": "confirmed"}]
    claims = [
        claim("b", speaker="parties/x", verification=looked_into), claim("a", [("repeats", "b")]),
        claim("c", [("repeats", "b")]), claim("d", [("contradicts", "b")]),
    ]  # fmt: skip
    days = {"b": "2024-05-17", "a": "2024-05-18T23:00:00-04:00", "c": "2024-05-19T01:00:00+09:00", "d": "2024-01-01"}
    known = {ref_of(one): Origin("companies/p", days[one["id"]], False) for one in claims}
    found = rows(around(claims[0], Held(claims)), known)
    assert [row.claim for row in found] == ["claims/b", "claims/c", "claims/a", "claims/d"]
    assert found[0]._asdict() == {
        "claim": "claims/b", "article": "of-b", "publisher": "companies/p", "published": "2024-05-17",
        "speaker": "parties/x", "first_outlet": "companies/p", "modality": "asserted",
        "verification": "confirmed;denied", "relation": "self",
    }  # fmt: skip
    assert found[1].verification is None
