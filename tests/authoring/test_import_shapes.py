"""`facts draft --from` on files as other tools really write them, and on sloppy or hostile ones."""

import json
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.authoring.desk import TEXT, run

CONTENT = TEXT.read_text(encoding="utf-8")
PHRASE = "about 180 tonnes"
START = CONTENT.index(PHRASE)
END = START + len(PHRASE)
QUOTE = {"type": "TextQuoteSelector", "exact": PHRASE}


def drafted(tmp_path: Path, content: str, text: Path = TEXT) -> tuple[dict[str, Any], str]:
    """The seed, and what stderr says."""
    source = tmp_path / "found"
    source.write_text(content, encoding="utf-8", newline="")
    result = run(tmp_path, "draft", text, "--from", source, "--id", "made")
    assert result.exit_code == 0, result.stderr
    return yaml.safe_load(result.stdout), result.stderr


def own(*items: object) -> str:
    return json.dumps({"items": items})


def region(kind: str = "figure", **more: object) -> dict[str, Any]:
    """A region as Label Studio exports it."""
    value = {"start": START, "end": END, "text": PHRASE, "labels": [kind], **more}
    return {"id": "r1", "from_name": "label", "to_name": "text", "type": "labels", "value": value}


def task(text: str = CONTENT, **made: object) -> dict[str, Any]:
    return {"id": 1, "data": {"text": text}, **made}


def annotated(*results: object, **more: object) -> list[dict[str, object]]:
    return [{"result": list(results), **more}]


def extraction(**more: object) -> dict[str, object]:
    """An extraction as LangExtract saves it."""
    return {"extraction_class": "figure", "extraction_text": PHRASE, "alignment_status": None, "attributes": {}, **more}


def document(*extractions: object, text: str = CONTENT) -> str:
    """A line of LangExtract's JSONL, with letters as they are."""
    return json.dumps({"extractions": extractions, "text": text}, ensure_ascii=False) + "\n"


TEXT_AREA = {"id": "r1", "type": "textarea", "value": {"start": START, "end": END, "text": ["Each is heavy."]}}
CHOICES = {"id": "r1", "type": "choices", "value": {"start": START, "end": END, "choices": ["sure"]}}
RELATION = {"from_id": "r1", "to_id": "r2", "type": "relation", "direction": "right"}
HYPERTEXT = {"type": "hypertextlabels", "value": {"start": "/p[1]", "text": PHRASE, "hypertextlabels": ["figure"]}}
OTHER_TASK = task("Another text has about 180 tonnes.", annotations=annotated(region(start=17, end=33)))
SHORT = [{"text": CONTENT, "ner": [region()["value"]]}]
EXPORT = [{"id": "a", "tags": ["figure"], "target": [{"selector": [QUOTE]}]}]
FENCED = f"```json\n{json.dumps({'items': [{'kind': 'figure', 'exact': PHRASE}]}, indent=1)}\n```\n"
SKIPPED = [*annotated(region("claim"), was_cancelled=True), *annotated(region()), *annotated(region())]

ONE_FIGURE = {
    "Label Studio: skipped annotations, drafts and predictions beside two people's": json.dumps(
        [task(annotations=SKIPPED, drafts=annotated(region("claim")), predictions=annotated(region("claim")))]
    ),
    "Label Studio: predictions alone": json.dumps([task(annotations=[], predictions=annotated(region()))]),
    "Label Studio: choices and relations": json.dumps([task(annotations=annotated(region(), CHOICES, RELATION))]),
    "Label Studio: labels of HTML": json.dumps([task(annotations=annotated(HYPERTEXT))]),
    "Label Studio: one of several tasks": json.dumps([OTHER_TASK, task(annotations=annotated(region()))]),
    "Label Studio: its short format, with a control's own name": json.dumps(SHORT),
    "LangExtract: no interval": document(extraction(char_interval=None)),
    "LangExtract: one of several documents": document(extraction(), text="Of another.") + document(extraction()),
    "LangExtract: a line separator in the text": document(extraction(), text="of\u2028old") + document(extraction()),
    "Hypothesis: an export of a page": json.dumps({"export_date": "2025-10-09", "annotations": EXPORT}),
    "W3C: a body of plain words": json.dumps(
        {"bodyValue": "Heavy.", "target": {"selector": QUOTE}, "tags": ["figure"], "type": "Annotation"}
    ),
    "brat: parts that a line end separates": f"T1\tfigure {START} {START + 9};{START + 10} {END}\t{PHRASE}\r\n",
    "plain JSON: in a fence of Markdown": FENCED,
    "plain JSON: a bare list": json.dumps([{"kind": "figure", "exact": PHRASE}]),
}  # fmt: skip


@pytest.mark.parametrize("name", ONE_FIGURE)
def test_real_files_of_other_tools_are_read(name: str, tmp_path: Path) -> None:
    """One figure is in each; nothing else becomes a record, and nothing is refused."""
    seed, errors = drafted(tmp_path, ONE_FIGURE[name])
    assert [one["value"] for one in seed["figures"]] == [180], errors
    assert not seed["claims"]
    assert "1 item as placed, 0 stand elsewhere, 0 refused" in errors


def test_a_note_on_a_region_is_its_statement(tmp_path: Path) -> None:
    """Label Studio keeps it apart, under the region's id."""
    seed, _ = drafted(tmp_path, json.dumps([task(annotations=annotated(region("claim"), TEXT_AREA))]))
    assert [claim["statement"] for claim in seed["claims"]] == ["Each is heavy."]


def test_offsets_in_a_text_with_other_line_ends_are_understood(tmp_path: Path) -> None:
    """The tool's own text has CR LF, which it counts."""
    windows, phrase = CONTENT.replace("\n", "\r\n"), "Galway"
    start = windows.rindex(phrase)
    found = extraction(extraction_text=phrase, extraction_class="city", char_interval={"start_pos": start})
    seed, errors = drafted(tmp_path, document(found, text=windows))
    assert "1 item as placed, 0 stand elsewhere" in errors
    assert seed["mentions"][0]["evidence"][0]["start"] == CONTENT.rindex(phrase)


def test_what_differs_only_in_its_quotes_case_and_line_ends_is_placed_and_said(tmp_path: Path) -> None:
    """Models write straight quotes; the evidence is the text's own."""
    text = tmp_path / "text.txt"
    text.write_text("The port is “safe –\nand dry”, he said. It has 40 lamps.", encoding="utf-8")
    seed, errors = drafted(tmp_path, own({"kind": "claim", "exact": 'is "Safe - and dry"'}), text)
    assert "item 1: 'is \"Safe - and dry\"' stands elsewhere at 9:28, as 'is “safe –\\nand dry”'" in errors
    assert "0 items as placed, 1 stand elsewhere, 0 refused." in errors
    assert seed["claims"][0]["evidence"][0]["exact"] == "is “safe –"


def test_offsets_in_bytes_tell_one_of_several_places(tmp_path: Path) -> None:
    """They are not the place that the project counts, so this is said."""
    text = tmp_path / "text.txt"
    text.write_text("Été: 40 lamps. Été: 40 lamps.", encoding="utf-8")
    seed, errors = drafted(tmp_path, own({"kind": "figure", "exact": "40 lamps", "start": 25}), text)
    assert "'40 lamps' stands elsewhere at 20:28" in errors, errors
    assert seed["figures"][0]["evidence"][0]["start"] == 20


def test_of_a_phrase_in_parts_the_first_is_taken_and_that_is_said(tmp_path: Path) -> None:
    """What stands between the parts is not known to belong to them."""
    _, errors = drafted(tmp_path, f"T1\tfigure {START} {START + 9};{START + 12} {END}\tabout 180 nnes\n")
    assert "T1: 'about 180' is the first of 2 parts" in errors


UNUSABLE = {
    "value": [float("nan"), float("inf"), 1e300, 10**4000, "1,80", "many", {"a": 1}],
    "hedge": ["roughly", 7],
    "unit": [{"a": 1}, "a\0b", ["a", "b"], "x" * 5000],
    "currency": ["dollars", 5],
    "form": ["x"],
}


def test_values_that_no_record_can_hold_are_left_out_and_said(tmp_path: Path) -> None:
    """They are those that the rules read in the phrase instead, and one of them blocks no other item."""
    items = [{"kind": "figure", "exact": PHRASE, name: value} for name, values in UNUSABLE.items() for value in values]
    seed, errors = drafted(tmp_path, own(*items))
    assert errors.count("was left out") == len(items)
    assert f"{len(items)} items as placed, 0 stand elsewhere, 0 refused" in errors
    assert {(one["value"], one["hedge"], one["unit"]) for one in seed["figures"]} == {(180, "about", "tonnes")}


def test_words_that_no_record_can_hold_are_left_to_the_modeller(tmp_path: Path) -> None:
    """Half a surrogate pair is a question mark; a list of one is its one; a statement must not copy the text."""
    claim = {"kind": "claim", "exact": "has lost only one turbine"}
    copied = CONTENT[START - 60 : END + 40]
    unusable = [{"statement": "x" * 2000}, {"statement": copied}, {"modality": "said"}, {"speaker": {"a": 1}}]
    usable = {"statement": "One \ud800 was\nlost.", "modality": ["asserted"], "speaker": "No\tbody"}
    seed, errors = drafted(tmp_path, own({**claim, **usable}, *({**claim, **one} for one in unusable)))
    first, *rest = seed["claims"]
    assert (first["statement"], first["modality"], first["speaker"]) == ("One ? was lost.", "asserted", "TODO No body")
    assert all(one["statement"].startswith("TODO") and one["modality"] == "TODO" for one in rest)
    assert "has a statement that copies the text" in errors
    assert errors.count("was left out") == 2


def test_dates_that_are_no_edtf_are_read_from_the_text(tmp_path: Path) -> None:
    """With a note, as for every other field."""
    date = {"kind": "date", "exact": "in spring 2027"}
    seed, errors = drafted(
        tmp_path, own({**date, "edtf": "spring 2027"}, {**date, "edtf": "2027", "role": "The start!"})
    )
    assert [(one["edtf"], one["role"]) for one in seed["dates"]] == [("2027-21", "TODO"), ("2027", "TODO")]
    assert errors.count("was left out") == 2
    assert "reads 2027-21; the tool says 2027" in errors


def test_what_two_items_say_alike_is_taken_once(tmp_path: Path) -> None:
    """Where they say different things of one phrase, both are kept."""
    figure = {"kind": "figure", "exact": PHRASE}
    seed, errors = drafted(tmp_path, own(figure, figure, {**figure, "unit": "tons"}))
    assert [one["unit"] for one in seed["figures"]] == ["tonnes", "tons"]
    assert "item 2: 'about 180 tonnes' is the same as item 1" in errors
    assert "2 items as placed, 0 stand elsewhere, 0 refused, 1 found twice." in errors


def test_a_line_that_is_not_json_blocks_no_other(tmp_path: Path) -> None:
    """A tool may have been stopped while it wrote."""
    seed, errors = drafted(tmp_path, document(extraction()) + '{"extractions": [')
    assert len(seed["figures"]) == 1
    assert "line 2: is not JSON: refused" in errors


def test_a_field_of_another_name_is_said(tmp_path: Path) -> None:
    """Without its `kind` an item is a claim, whatever `class` says."""
    _, errors = drafted(tmp_path, own({"class": "figure", "exact": "about 180 tonnes", "start": 437, "end": 453}))
    assert "item 1: 'about 180 tonnes' has what is no field here: class" in errors


def test_names_of_any_kind_make_entries_that_load(tmp_path: Path) -> None:
    """With quotes and backslashes, of one id, of two kinds, of another script: all ids differ, and the publisher to
    whom the article refers has an entry too."""
    mention, place = {"kind": "mention", "exact": "Benbulben Research"}, {"exact": "Galway", "prefix": "seabed off"}
    names = ['The "Big" \\Firm: # x', "A.B. Co", "AB Co", "微软", "苹果"]
    source, seeds = tmp_path / "found", tmp_path / "seeds"
    kinds = [{**place, "kind": kind} for kind in ("city", "person")]
    source.write_text(own(*({**mention, "name": name} for name in names), *kinds), encoding="utf-8")
    assert run(tmp_path, "draft", TEXT, "--from", source, "--id", "made", "--into", seeds).exit_code == 0
    faults = run(tmp_path, "check", seeds).stderr.splitlines()
    assert [one for one in faults if "(TODO)" not in one] == [f"{len(faults) - 1} errors; nothing was loaded."]
    entries = yaml.safe_load((seeds / "companies.yaml").read_text(encoding="utf-8"))
    assert {one["name"] for one in entries} == {*names, "The Skerry Courier"} - {"AB Co"}


def test_a_text_in_another_language_is_not_called_english(tmp_path: Path) -> None:
    """Only a tool can draft it; which language it is in is left to the modeller."""
    text = tmp_path / "text.txt"
    text.write_text("Die Werft baut vierzig Schiffe, sagte der Sprecher am Montag in Kiel.", encoding="utf-8")
    seed, _ = drafted(tmp_path, own({"kind": "figure", "exact": "vierzig Schiffe", "value": 40}), text)
    assert seed["article"]["language"].startswith("TODO")
