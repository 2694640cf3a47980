"""Records that contradict themselves or each other: refused at the load, with file and line."""

# ruff: noqa: E501 - tables of cases

import json
import shutil
from pathlib import Path
from typing import Any

import pytest

from tests.seeds.test_loader import ARTICLE, PLACE, Break, run, section, swap
from tests.serving import SEEDS

FIGURE = "id: zz, label: z, value: 2, hedge: exact, unit: things"
# what is wrong -> how the seeds are broken, what is said
CONTRADICTIONS: dict[str, tuple[Break, str]] = {
    "currency beside a unit": (section("figures", f"{{{FIGURE}, currency: EUR, unit_code: m, {PLACE}}}"), "zz.currency: is given beside unit_code; money has no UCUM code (got 'EUR')"),
    "a change from itself": (section("figures", f"{{{FIGURE}, form: change, compared_to: figures/.zz, {PLACE}}}"), "zz.compared_to: is the figure itself"),
    "direction of an amount": (section("figures", f"{{{FIGURE}, direction: up, {PLACE}}}"), "zz.direction: is given, though the form is 'amount'"),
    "no unit": (section("figures", f"{{{FIGURE}, unit_code: banana, {PLACE}}}"), "zz.unit_code: is no UCUM code"),
    "no currency": (section("figures", f"{{{FIGURE}, currency: RMB, {PLACE}}}"), "zz.currency: is no currency code of ISO 4217"),
    "no zone": (section("dates", f"{{id: zz, label: z, role: starts, edtf: '2024-05-23T09:00:00', {PLACE}}}"), "zz.edtf: is an instant without a zone"),
    "metonym of nobody": (section("mentions", f"{{id: zz, label: z, of: locations/us, role: metonym, {PLACE}}}"), "zz.stands_for: is missing; a metonym names the one that is meant"),
    "a measure that is not": (section("figures", f"{{{FIGURE}, measure: measures/none, {PLACE}}}"), "zz.measure: refers to measures/none, which does not exist"),
    "a claim that is not": (section("claims", f"{{id: zz, label: z, statement: z, modality: asserted, relations: [{{type: repeats, to: claims/other.none}}], {PLACE}}}"), "zz.relations: refers to claims/other.none, which does not exist"),
    "claimed and in a country": (swap("locations.yaml", "  country: CN\n", "  country: CN\n  claimed_by: [locations/us]\n"), "country: is given beside claimed_by"),
    "a place within itself": (swap("locations.yaml", "  country: US\n", "  country: US\n  within: locations/us\n"), "within: leads back to the record itself"),
    "a date relative to itself": (section("dates", f"{{id: zz, label: z, role: starts, edtf: '2024', relative_to: dates/.zz, {PLACE}}}"), "relative_to: leads back to the record itself"),
}  # fmt: skip


@pytest.mark.parametrize("what", CONTRADICTIONS)
def test_a_contradiction_is_told_by_file_and_line(what: str, tmp_path: Path) -> None:
    """Exit code 1 and one fault, at the line of the record or field."""
    seeds = Path(shutil.copytree(SEEDS, tmp_path / "seeds"))
    how, message = CONTRADICTIONS[what]
    how(seeds)
    code, lines = run("check", seeds, tmp_path)
    assert code == 1
    assert len(lines) == 2, lines
    name, line, _ = lines[0].removeprefix(f"{seeds}/").split(":", 2)
    assert name in (ARTICLE, "locations.yaml")
    assert int(line) > 1
    assert message in lines[0]


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
