"""`facts draft --from`: items of other tools are placed exactly, reported as standing elsewhere, or refused."""

import json
from pathlib import Path
from typing import Any

import pytest
import yaml
from jsonschema import Draft202012Validator

from tests.authoring.desk import TEXT, run

CONTENT = TEXT.read_text(encoding="utf-8")
RIGHT = (
    "roughly 45,000 homes",
    "about 180 tonnes",
    "in spring 2027",
    "has lost only one turbine",
    "Benbulben Research",
)
SHIFTED = {"€120 million": 3, "until 28 November 2025": -40}
INVENTED = ("about 90,000 homes", "the minister resigned", "in May 2031")
CLASSES = {"in spring 2027": "date", "until 28 November 2025": "date", "in May 2031": "date"}
CLASSES |= {
    "Benbulben Research": "organization",
    "has lost only one turbine": "claim",
    "the minister resigned": "claim",
}


def findings() -> list[tuple[str, str, int]]:
    """Class, phrase and offset: five right, two shifted, three invented."""
    right = [(phrase, CONTENT.index(phrase)) for phrase in RIGHT]
    shifted = [(phrase, CONTENT.index(phrase) + by) for phrase, by in SHIFTED.items()]
    invented = [(phrase, 100) for phrase in INVENTED]
    return [(CLASSES.get(phrase, "quantity"), phrase, start) for phrase, start in (*right, *shifted, *invented)]


def _langextract() -> str:
    extractions = [
        {
            "extraction_class": kind,
            "extraction_text": phrase,
            "char_interval": {"start_pos": start, "end_pos": start + len(phrase)},
            "alignment_status": "match_exact",
            "extraction_index": number,
            "attributes": {},
        }
        for number, (kind, phrase, start) in enumerate(findings(), 1)
    ]
    return json.dumps({"document_id": "doc_1", "text": CONTENT, "extractions": extractions}) + "\n"


def _annotation(kind: str, phrase: str, start: int) -> dict[str, Any]:
    position = {"type": "TextPositionSelector", "start": start, "end": start + len(phrase)}
    quote = {"type": "TextQuoteSelector", "exact": phrase, "prefix": "", "suffix": ""}
    return {"target": [{"source": "https://example.org/", "selector": [position, quote]}], "tags": [kind], "text": ""}


def _hypothesis() -> str:
    rows = [_annotation(*one) | {"id": f"a{number}"} for number, one in enumerate(findings())]
    return json.dumps({"total": len(rows), "rows": rows})


def _w3c() -> str:
    items = [
        {
            "@context": "http://www.w3.org/ns/anno.jsonld",
            "id": f"http://example.org/anno{number}",
            "type": "Annotation",
            "body": [{"type": "TextualBody", "purpose": "tagging", "value": kind}],
            "target": _annotation(kind, phrase, start)["target"][0],
        }
        for number, (kind, phrase, start) in enumerate(findings())
    ]
    return json.dumps({"type": "AnnotationPage", "items": items})


def _brat() -> str:
    lines = [
        f"T{number}\t{kind} {start} {start + len(phrase)}\t{phrase}"
        for number, (kind, phrase, start) in enumerate(findings(), 1)
    ]
    return "\n".join([*lines, "E1\tEvent:T1", "R1\tRel Arg1:T1 Arg2:T2"]) + "\n"


def _label_studio() -> str:
    results = [
        {
            "id": f"r{number}",
            "from_name": "label",
            "to_name": "text",
            "type": "labels",
            "value": {"start": start, "end": start + len(phrase), "text": phrase, "labels": [kind]},
        }
        for number, (kind, phrase, start) in enumerate(findings())
    ]
    return json.dumps([{"id": 1, "data": {"text": CONTENT}, "annotations": [{"id": 1, "result": results}]}])


def _label_studio_min() -> str:
    labels = [
        {"start": start, "end": start + len(phrase), "text": phrase, "labels": [kind]}
        for kind, phrase, start in findings()
    ]
    return json.dumps([{"id": 1, "text": CONTENT, "label": labels}])


FORMATS = {
    "LangExtract": _langextract,
    "Hypothesis": _hypothesis,
    "W3C": _w3c,
    "brat": _brat,
    "Label Studio": _label_studio,
    "Label Studio, short": _label_studio_min,
}


def _drafted(tmp_path: Path, content: str) -> tuple[str, str]:
    source = tmp_path / "found"
    source.write_text(content, encoding="utf-8")
    result = run(tmp_path, "draft", TEXT, "--from", source)
    assert result.exit_code == 0, result.stderr
    return result.stdout, result.stderr


@pytest.mark.parametrize("name", FORMATS)
def test_right_items_are_kept_shifted_ones_healed_and_invented_ones_refused(name: str, tmp_path: Path) -> None:
    """Shifted and invented items are listed, the shifted ones with their real place."""
    made, errors = _drafted(tmp_path, FORMATS[name]())
    assert "5 items as placed, 2 stand elsewhere, 3 refused." in errors
    for phrase in SHIFTED:
        assert f"{phrase!r} stands elsewhere at {CONTENT.index(phrase)}:" in errors
    for phrase in INVENTED:
        assert f"{phrase!r} not in the text" in errors
    seed = yaml.safe_load(made)
    places = [
        place
        for section in ("mentions", "figures", "dates", "claims")
        for record in seed[section]
        for place in record["evidence"]
    ]
    assert {place["exact"] for place in places} >= {*RIGHT, *SHIFTED}
    assert all(CONTENT[place["start"] : place["end"]] == place["exact"] for place in places)
    assert {record["value"] for record in seed["figures"]} == {45000, 180, 120000000}
    assert [record["edtf"] for record in seed["dates"] if record["id"] != "published"] == ["2027-21", "../2025-11-28"]


def _own(*items: object) -> str:
    return json.dumps({"items": items})


def test_our_own_json_brings_values_and_words(tmp_path: Path) -> None:
    """Given values are kept, with a note where the text reads otherwise; missing ones are read or TODOs."""
    made, errors = _drafted(
        tmp_path,
        _own(
            {"kind": "figure", "exact": "roughly 45,000 homes", "value": 54000, "hedge": "about", "unit": "homes"},
            {"kind": "claim", "exact": "has lost only one turbine", "statement": "One turbine was lost.",
             "speaker": "The Skerry Courier", "modality": "asserted"},
            {"kind": "mention", "exact": "Galway", "prefix": "seabed off", "suffix": ".", "type": "city"},
        ),
    )  # fmt: skip
    seed = yaml.safe_load(made)
    assert seed["figures"][0]["value"] == 54000
    assert "'roughly 45,000 homes' reads value 45000; the tool says value 54000" in errors
    assert seed["claims"][0]["statement"] == "One turbine was lost."
    assert seed["mentions"][0]["evidence"][0]["start"] == CONTENT.index("Galway")


@pytest.mark.parametrize("bad", [7, {"kind": "figure"}, {"exact": ""}, {"exact": 5}, None])
def test_one_bad_item_blocks_no_other(bad: object, tmp_path: Path) -> None:
    """The bad item is listed, and the others are placed."""
    made, errors = _drafted(tmp_path, _own(bad, {"kind": "figure", "exact": "about 180 tonnes"}))
    assert "1 item as placed, 0 stand elsewhere, 1 refused." in errors
    assert yaml.safe_load(made)["figures"][0]["value"] == 180


def test_a_phrase_of_several_places_is_never_placed_by_chance(tmp_path: Path) -> None:
    """Without offset, prefix and suffix, all its places are listed."""
    _, errors = _drafted(tmp_path, _own({"kind": "mention", "exact": "Galway"}))
    assert "'Galway' stands 2 times, at 417:423, 2396:2402" in errors


def test_offsets_that_count_utf_16_are_understood(tmp_path: Path) -> None:
    """JavaScript counts so. The phrase is at the place that is meant, so nothing is reported."""
    text = tmp_path / "wide.txt"
    text.write_text("🌊🌊 The pier has 40 lamps. The pier has 40 lamps. It is of the town.", encoding="utf-8")
    source = tmp_path / "found"
    value = {"start": 41, "end": 49, "text": "40 lamps", "labels": ["figure"]}
    source.write_text(json.dumps([{"data": {}, "annotations": [{"result": [{"value": value}]}]}]), encoding="utf-8")
    result = run(tmp_path, "draft", text, "--from", source)
    assert "1 item as placed" in result.stderr, result.stderr
    assert yaml.safe_load(result.stdout)["figures"][0]["evidence"][0]["start"] == 39


@pytest.mark.parametrize("content", ["", "{", "[]", '{"a": 1}', "plain words"])
def test_a_file_of_no_known_format_is_told_in_one_sentence(content: str, tmp_path: Path) -> None:
    """The exit code is 1."""
    source = tmp_path / "found"
    source.write_text(content, encoding="utf-8")
    result = run(tmp_path, "draft", TEXT, "--from", source)
    assert result.exit_code == 1
    assert len(result.stderr.splitlines()) == 1


def test_the_schema_for_models_is_strict(tmp_path: Path) -> None:
    """Every field is required, and others are forbidden, as the structured outputs of models ask."""
    schema = json.loads(run(tmp_path, "schema", "--drafts").stdout)
    Draft202012Validator.check_schema(schema)
    for definition in (schema, *schema["$defs"].values()):
        if definition.get("type") == "object":
            assert definition["additionalProperties"] is False
            assert set(definition["required"]) == set(definition["properties"])
