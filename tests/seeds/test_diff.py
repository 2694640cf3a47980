"""`facts diff`: what became of each record between two datasets."""

import json
from pathlib import Path

from tests.authoring.desk import run


def company(name: str, **more: str) -> dict[str, str]:
    """An invented company."""
    return {"kind": "company", "id": name, "label": name, "name": name, "type": "company"} | more


def write(path: Path, *records: dict[str, str]) -> Path:
    """Records as an NDJSON file."""
    path.write_text("".join(json.dumps(record) + "\n" for record in records))
    return path


def test_each_record_that_is_not_as_it_was_has_a_line(tmp_path: Path) -> None:
    """Added, changed, removed and merged ones, by ref; equal ones have none, in any order of the file."""
    old = write(tmp_path / "old.ndjson", company("a"), company("b"), company("c"), company("d"))
    heir = {"kind": "redirect", "ref": "companies/c", "heir": "companies/a"}
    new = write(tmp_path / "new.ndjson", heir, company("e"), company("d"), company("a", label="Another"))
    found = run(tmp_path, "diff", old, new)
    assert found.exit_code == 0
    assert [line.split() for line in found.stdout.splitlines()] == [
        ["changed", "companies/a"],
        ["removed", "companies/b"],
        ["merged", "companies/c", "->", "companies/a"],
        ["added", "companies/e"],
    ]
    assert run(tmp_path, "diff", old, old).stdout == ""


def test_a_dataset_with_a_fault_is_refused(tmp_path: Path) -> None:
    """With its file and line, as by every other command."""
    old = write(tmp_path / "old.ndjson", company("a"))
    broken = write(tmp_path / "broken.ndjson", company("b", type="nothing"))
    found = run(tmp_path, "diff", old, broken)
    assert found.exit_code == 1
    assert "broken.ndjson:1" in found.output
