"""Pairs of claims from different articles that may say the same: which are proposed, and which are not."""

import random
from itertools import product
from types import SimpleNamespace
from typing import Any

import pytest
from rapidfuzz import fuzz

from authoring.same_claims import same_claims
from schemas.records import Article, Claim
from schemas.seedfiles.faults import FileLine
from schemas.seedfiles.seedfile import Parsed, Part
from tests.authoring.desk import run
from tests.demo.test_demo import combined

WHERE = FileLine("seeds.yaml", 1)


def claim(article: str, statement: str, *, slug: str = "c", reviewed: Any = None, **more: Any) -> Parsed:
    """A claim with the fields that the comparison reads."""
    fields: dict[str, Any] = {"modality": "asserted", "subject": None, "predicate": None, "object": None} | more
    relations = [SimpleNamespace(type="repeats", to=ref) for ref in fields.pop("to", ())]
    record = Claim.model_construct(
        id=f"{article}.{slug}", article=article, statement=statement, relations=relations, **fields
    )
    return Parsed("claims", record, WHERE, reviewed or {})


def part(published: str, *claims: Parsed) -> Part:
    """An article with its claims."""
    name = claims[0].record.article
    article = Parsed("articles", Article.model_construct(id=name, published=published), WHERE)
    return Part(name, [article, *claims])


def proposed(first: Parsed, second: Parsed, *more: Part) -> list[tuple[str, str, str]]:
    """What is proposed for two claims; the second is of the article published later."""
    found = same_claims([part("2025-06-04", second), part("2025-06-03", first), *more])
    return [(one.claim.ref, one.relation, one.other) for one in found]


SAID = "About 400 jobs at the plant in Merilahti are to be cut."
TRIPLE = {"subject": "companies/lumera", "predicate": "cuts_jobs_in", "object": "locations/merilahti"}


@pytest.mark.parametrize(
    ("statement", "more", "relation"),
    [
        (SAID, {}, "repeat"),
        ("At the Merilahti plant about 400 jobs are to be cut.", {}, "repeat"),
        (SAID, {"modality": "denied"}, "contradict or update"),
        ("About 620 jobs at the plant in Merilahti are to be cut.", {}, "contradict or update"),
        ("The list has 620 names.", TRIPLE, "contradict or update"),
        ("The battery maker wants fewer hands.", TRIPLE, "repeat"),
    ],
)
def test_what_may_say_the_same_is_proposed(statement: str, more: dict[str, Any], relation: str) -> None:
    """On the later claim: other word order, the same subject, predicate and object, a denial, another number."""
    found = proposed(claim("ledger", SAID, **TRIPLE), claim("post", statement, **more))
    assert found == [("claims/post.c", relation, "claims/ledger.c")]


@pytest.mark.parametrize(
    ("statement", "more"),
    [
        ("The union wants talks about the jobs at the plant.", {}),
        ("Of 85 million euros in grants nothing has to be paid back.", {}),
        ("Whoever takes public money owes something for it.", {}),
        (SAID, {"to": ["claims/ledger.c"]}),
        (SAID, {"reviewed": {"same_claim": "Another plant."}}),
    ],
)
def test_what_says_something_else_or_is_settled_is_not(statement: str, more: dict[str, Any]) -> None:
    """Few words in common, a relation that is there already, an answer that a person gave."""
    assert proposed(claim("ledger", SAID, **TRIPLE), claim("post", statement, **more)) == []


def test_claims_that_others_connect_are_left_alone() -> None:
    """A repeats B, and B repeats C: A and C need no relation. Claims of one article are not compared."""
    bridge = part("2025-06-05", claim("wire", "In a word: 400.", to=["claims/ledger.c", "claims/post.c"]))
    assert proposed(claim("ledger", SAID), claim("post", SAID), bridge) == []
    one = part("2025-06-03", claim("ledger", SAID), claim("ledger", SAID, slug="d"))
    assert list(same_claims([one])) == []


def test_the_command_proposes_and_changes_nothing(tmp_path: Any) -> None:
    """Each candidate is a line with its place, and none is an error; the seeds stay as they are."""
    seeds = combined(tmp_path)
    for path in seeds.rglob("*.yaml"):  # without the answers that the demo gives
        lines = path.read_text(encoding="utf-8").splitlines(keepends=True)
        path.write_text("".join(line for line in lines if "same_claim:" not in line), encoding="utf-8")
    before = {path: path.read_bytes() for path in seeds.rglob("*.yaml")}
    result = run(tmp_path, "check", seeds)
    assert result.exit_code == 0
    lines = result.stderr.splitlines()
    assert lines
    assert all(": same_claim: may " in line and line.startswith(str(seeds)) for line in lines)
    assert {path: path.read_bytes() for path in seeds.rglob("*.yaml")} == before


def test_the_work_grows_with_the_claims(monkeypatch: pytest.MonkeyPatch) -> None:
    """Three times the claims take less than six times the comparisons; a repetition among 6,000 is found."""
    compared: list[str] = []
    ratio = fuzz.ratio
    monkeypatch.setattr(fuzz, "ratio", lambda *words, **options: compared.append(words[0]) or ratio(*words, **options))
    pairs = {}
    for count in (2_000, 6_000):
        articles, repeated = invented(count)
        compared.clear()
        assert repeated in {(one.other, one.claim.ref) for one in same_claims(articles)}
        pairs[count] = len(compared)
    assert 0 < pairs[6_000] < 6 * pairs[2_000]


def invented(count: int) -> tuple[list[Part], tuple[str, str]]:
    """Claims of random words, 20 in each article, and the refs of two that say the same."""
    chance = random.Random(1)  # noqa: S311
    words = ["".join(letters) for letters in product("bgkmpt", "aeiou", "dgk", "aeiou")]
    said = [" ".join(chance.choices(words, k=12)) for _ in range(count)]
    said[-1] = said[count // 2]
    claims = [claim(f"a{n // 20:04}", statement, slug=f"c{n}") for n, statement in enumerate(said)]
    articles = [part(f"2025-06-03T00:00:00Z{n:05}", *claims[n : n + 20]) for n in range(0, count, 20)]
    return articles, (claims[count // 2].ref, claims[-1].ref)
