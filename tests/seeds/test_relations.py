"""What claims are to each other, also to those of other articles: no claim leads back to itself."""

# ruff: noqa: E501 - tables of cases

import json
from pathlib import Path
from typing import Any

from tests.seeds.test_loader import run


def dataset(path: Path, relations: dict[str, list[tuple[str, str]]]) -> Path:
    """Two articles, `a` and `b`, with these claims and what they are to other claims."""
    records: list[dict[str, Any]] = [{"kind": "company", "id": "c", "label": "x", "name": "x", "type": "publisher"}]
    for article in ("a", "b"):
        place = {"article": article, "paragraph": 1, "start": 0, "end": 1, "exact": "x"}
        records.append(
            {"kind": "article", "id": article, "label": "x", "headline": "x", "publisher": "companies/c", "published": "2024",
             "language": "en", "text_sha256": "0" * 64, "text_length": 9, "rights": "x"}
        )  # fmt: skip
        records += [
            {"kind": "claim", "id": claim, "label": "x", "article": article, "statement": "x", "modality": "asserted",
             "evidence": [place], "relations": [{"type": kind, "to": f"claims/{to}"} for kind, to in ones]}
            for claim, ones in relations.items() if claim.startswith(f"{article}.")
        ]  # fmt: skip
    path.write_text("".join(json.dumps(record) + "\n" for record in records))
    return path


def test_claims_may_lead_to_claims_of_other_articles(tmp_path: Path) -> None:
    """Also to one that is read later, and contradict each other both ways."""
    relations = {
        "a.one": [("contradicts", "b.one"), ("updates", "a.two")],
        "a.two": [("repeats", "b.two")],
        "b.one": [("contradicts", "a.one"), ("corrects", "a.two")],
        "b.two": [],
    }
    assert run("check", dataset(tmp_path / "two.ndjson", relations), tmp_path)[0] == 0


def test_claims_do_not_lead_back_to_themselves(tmp_path: Path) -> None:
    """Claims that repeat, update, correct or retract each other may not form a cycle."""
    relations = {"a.one": [("repeats", "b.one")], "b.one": [("corrects", "b.two")], "b.two": [("retracts", "a.one")]}
    code, lines = run("check", dataset(tmp_path / "circle.ndjson", relations), tmp_path)
    assert code == 1
    assert len(lines) == 2
    assert "claims.a.one.relations: leads back to the claim itself: claims/a.one -> claims/b.one" in "".join(lines)
