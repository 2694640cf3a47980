"""Unfinished seeds are refused: TODOs, and evidence without its place, in YAML and NDJSON alike."""

import json
import re
from pathlib import Path

import pytest

from schemas.seedfiles.faults import NO_OFFSETS, STILL_TODO
from tests.authoring.desk import INVENTED, run, together, without_places


def _change(seeds: Path, old: str, new: str) -> None:
    path = seeds / "articles" / f"{INVENTED}.yaml"
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


@pytest.mark.parametrize("command", ["check", "load"])
def test_evidence_without_offsets_is_told_with_the_command_that_fills_it(command: str, tmp_path: Path) -> None:
    """A seed is in this state while it is written."""
    seeds = together(tmp_path)
    _change(
        seeds, '{paragraph: 3, start: 230, end: 250, exact: "roughly 45,000 homes"}', '{exact: "roughly 45,000 homes"}'
    )
    result = run(tmp_path, command, seeds)
    assert result.exit_code == 1
    assert f"figures.{INVENTED}.homes.evidence.0: {NO_OFFSETS}" in result.stderr
    assert result.stderr.splitlines()[-1] == "1 error; nothing was loaded."


def test_evidence_without_offsets_is_told_once_a_file(tmp_path: Path) -> None:
    """A seed that is not filled yet has hundreds of such pieces, among which other errors would be lost."""
    seeds = together(tmp_path)
    typed = without_places().replace("hedge: about", "hedge: roughly", 1)
    (seeds / "articles" / f"{INVENTED}.yaml").write_text(typed, encoding="utf-8")
    *output, ending = run(tmp_path, "check", seeds).stderr.splitlines()
    (line,) = [line for line in output if NO_OFFSETS in line]
    number = int(re.search(r" \(and (\d+) more in this file\)$", line)[1])
    assert number > 100
    assert len([line for line in output if "hedge" in line]) == 1
    assert ending == f"{number + len(output)} errors; nothing was loaded."


def test_evidence_without_offsets_is_told_in_ndjson_too(tmp_path: Path) -> None:
    """The rule is the same for NDJSON."""
    run(tmp_path, "load", together(tmp_path))
    lines = []
    for line in run(tmp_path, "export").stdout.splitlines():
        record = json.loads(line)
        if record.get("id") == f"{INVENTED}.homes":
            record["evidence"] = [{"article": INVENTED, "exact": "roughly 45,000 homes", "nth": 1}]
            record["label"] = "TODO a label"
        lines.append(json.dumps(record))
    path = tmp_path / "facts.ndjson"
    path.write_text("\n".join(lines), encoding="utf-8")
    result = run(tmp_path, "check", path)
    assert result.exit_code == 1
    assert f"evidence.0: {NO_OFFSETS}" in result.stderr
    assert f"label: {STILL_TODO}" in result.stderr


def test_a_todo_anywhere_is_refused_beside_other_errors(tmp_path: Path) -> None:
    """A TODO in place of a choice is reported once, and other errors are reported too."""
    seeds = together(tmp_path)
    _change(seeds, "modality: asserted", "modality: TODO asserted or reported")
    _change(seeds, "unit: homes", "unit: homes\n    colour: red")
    _change(seeds, "reason: A button.", "reason: TODO")
    errors = run(tmp_path, "check", seeds).stderr
    assert f"claims.{INVENTED}.approved.modality: {STILL_TODO}" in errors
    assert errors.count("modality") == 1
    assert "colour: is no field here" in errors
    assert f"unmodelled.reason: {STILL_TODO}" in errors


def test_a_phrase_of_the_article_may_say_todo(tmp_path: Path) -> None:
    """`exact` is the article's word, not a decision."""
    seeds = together(tmp_path)
    _change(seeds, 'exact: "SIGN UP FOR OUR NEWSLETTER"', 'exact: "SIGN UP FOR A TODO HEADING"')
    assert run(tmp_path, "check", seeds).exit_code == 0


def test_unmodelled_needs_a_reason(tmp_path: Path) -> None:
    """A gap without a reason would be a way to silence advice."""
    seeds = together(tmp_path)
    _change(seeds, ", reason: A button.", "")
    assert "unmodelled.reason: is missing" in run(tmp_path, "check", seeds).stderr
