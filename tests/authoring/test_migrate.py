"""Seeds in an old form: they load with one warning for each renamed field, and are rewritten in place."""

# ruff: noqa: E501 - tables of cases

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import Result

from tests.authoring.desk import run
from tests.commands import facts
from tests.serving import ROOT, SEEDS

ARTICLE = "articles/microsoft-china-relocation.yaml"
PLACE = "{paragraph: 3, start: 284, end: 288, exact: U.S.}"
MENTIONS = f"""
  # A place for its government.
  - id: old-place  # kept
    label: The United States, for its government
    of: locations/us
    role: metonym  # by its place
    about: [parties/us-government]
    evidence:
      - {PLACE}

  # Its other half.
  - id: old-government
    label: The US government, named as its country
    of: parties/us-government
    role: metonym
    evidence:
      - {PLACE}

  - {{id: old-name, label: A newspaper by another word, of: companies/cnbc, role: metonym, evidence: [{{paragraph: 3, start: 130, end: 133, exact: has}}]}}
"""
FIGURES = """
  - id: old-money
    label: Some money
    value: 2
    hedge: exact
    # what it is counted in
    unit: euros
    evidence: [{paragraph: 3, start: 284, end: 288, exact: U.S.}]
  - {id: old-code, label: Some money, value: 2, hedge: exact, unit: dollars, unit_code: USD, evidence: [{paragraph: 3, start: 284, end: 288, exact: U.S.}]}
  - {id: old-name, label: A way, value: 2, hedge: exact, unit: kilometres, unit_code: kilometers, evidence: [{paragraph: 3, start: 284, end: 288, exact: U.S.}]}
"""
PARTY = """
- id: old-party
  label: Somebody
  name: Somebody
  type: role
  affiliation: companies/microsoft  # an employer
"""


@pytest.fixture
def old(tmp_path: Path) -> Path:
    """The seeds, with records in their old form added."""
    seeds = Path(shutil.copytree(SEEDS, tmp_path / "old"))
    text = (seeds / ARTICLE).read_text()
    text = text.replace("\nmentions:\n", f"\nmentions:\n{MENTIONS}", 1).replace(
        "\nfigures:\n", f"\nfigures:\n{FIGURES}", 1
    )
    (seeds / ARTICLE).write_text(text)
    (seeds / "parties.yaml").write_text((seeds / "parties.yaml").read_text() + PARTY)
    return seeds


def migrated(folder: Path, seeds: Path) -> Result:
    """The command's result."""
    return run(folder, "migrate", seeds)


def test_old_seeds_load_with_a_sentence_a_field(old: Path, tmp_path: Path) -> None:
    """Each warning names the file, the line, the field, its new form, and the command that rewrites it."""
    command = [sys.executable, "-m", "flask", "--app", "wsgi", "facts", "check", str(old)]
    environment = os.environ | {"ARTICLE_FACTS_FOLDER": str(tmp_path)}
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)
    lines = done.stderr.splitlines()
    assert done.returncode == 0, lines
    assert len(lines) == 5
    assert all(line.startswith(f"{old}/") and "facts migrate SEEDS" in line for line in lines)
    assert any("parties.old-party.affiliation: is now `affiliations`" in line for line in lines)
    assert any(".role: " in line and "`stands_for`, here parties/us-government" in line for line in lines)
    assert any("figures.old-money.unit: is money" in line and "EUR" in line for line in lines)


def test_migrating_changes_the_files_and_not_the_dataset(
    old: Path, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    """The version stays the same, `check` warns no more, and a second run rewrites nothing."""
    before = facts("check", old, folder=tmp_path).stdout
    assert migrated(tmp_path, old).exit_code == 0
    caplog.clear()
    after = facts("check", old, folder=tmp_path)
    assert (after.stdout, after.stderr, caplog.messages) == (before, "", [])
    assert migrated(tmp_path, old).output == "0 fields rewritten.\n"


def test_comments_and_layout_stay(old: Path, tmp_path: Path) -> None:
    """Only the rewritten fields differ from the old file."""
    migrated(tmp_path, old)
    text = (old / ARTICLE).read_text()
    assert "  - id: old-place  # kept\n" in text
    assert "    stands_for: parties/us-government\n    role: metonym  # by its place\n" in text
    assert "old-government" not in text
    assert "  # Its other half.\n" in text
    assert "of: companies/cnbc, role: literal, evidence" in text
    assert "    # what it is counted in\n    currency: EUR\n    unit: euros\n" in text
    assert "unit: dollars, currency: USD, evidence" in text
    assert "unit_code: km, evidence" in text
    assert "  affiliations: [{of: companies/microsoft}]  # an employer\n" in (old / "parties.yaml").read_text()
    assert (old / "companies.yaml").read_bytes() == (SEEDS / "companies.yaml").read_bytes()


def test_what_is_not_certain_is_left_and_refused(old: Path, tmp_path: Path) -> None:
    """Where a metonym could stand for two entries, the modeller must decide."""
    text = (
        (old / ARTICLE)
        .read_text()
        .replace("about: [parties/us-government]", "about: [parties/us-government, companies/odsc]", 1)
    )
    (old / ARTICLE).write_text(text)
    migrated(tmp_path, old)
    assert "old-government" in (old / ARTICLE).read_text()
    done = facts("check", old, folder=tmp_path)
    assert done.exit_code == 1
    assert "old-place.stands_for: is missing; a metonym names the one that is meant" in done.stderr


def test_an_old_export_is_rewritten_in_place(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    """The two mentions of a metonym become one, also in the last article; other lines keep their bytes."""
    path = tmp_path / "old.ndjson"
    assert facts("load", SEEDS, folder=tmp_path).exit_code == 0
    lines = facts("export", folder=tmp_path).stdout.splitlines()
    number = next(n for n, line in enumerate(lines) if '"role":"metonym"' in line)
    mention = json.loads(lines[number])
    meant = mention.pop("stands_for")
    of = mention["of"]
    pair = [mention | {"about": [of, meant]}, mention | {"id": f"{mention['id']}-other", "of": meant, "about": [meant]}]
    old = [*lines[:number], *map(json.dumps, pair), *lines[number + 1 :]]
    article = next(n for n, line in enumerate(old) if '"kind":"article"' in line)
    counts = json.loads(old[article])["counts"]
    old[article] = old[article].replace(f'"mentions":{counts["mentions"]}', f'"mentions":{counts["mentions"] + 1}')
    path.write_text("\n".join(old) + "\n")
    assert facts("check", path, folder=tmp_path).exit_code == 1
    assert migrated(tmp_path, path).output.endswith("2 fields rewritten.\n")
    assert set(path.read_text().splitlines()) >= set(lines[:number]) - {lines[article]} | set(lines[number + 1 :])
    caplog.clear()
    done = facts("check", path, folder=tmp_path)
    assert (done.exit_code, done.stderr, caplog.messages) == (0, "", [])
    assert migrated(tmp_path, path).output == "0 fields rewritten.\n"


def test_an_old_export_loads_too(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    """NDJSON in the old form is read line by line, with one warning for each field."""
    party = {"kind": "party", "label": "x", "name": "x", "type": "role", "affiliation": "companies/c"}
    records = [{"kind": "company", "id": "c", "label": "x", "name": "x", "type": "company"}]
    records += [party | {"id": f"p-{n}"} for n in range(3)]
    path = tmp_path / "old.ndjson"
    path.write_text("".join(json.dumps(record) + "\n" for record in records))
    done = facts("check", path, folder=tmp_path)
    assert done.exit_code == 0, done.stderr
    assert len(caplog.messages) == 1


def test_nothing_is_rewritten_where_a_file_is_broken(tmp_path: Path) -> None:
    """The files before it stay as they are too. A missing path, and a file that is not UTF-8, end with one sentence."""
    (tmp_path / "articles").mkdir()
    registry = {"parties.yaml": PARTY, "articles/broken.yaml": "article: ["}
    for name, content in registry.items():
        (tmp_path / name).write_text(content, encoding="utf-8")
    done = migrated(tmp_path, tmp_path)
    assert (done.exit_code, done.stderr.splitlines()[-1]) == (1, "1 error; nothing was written.")
    assert {name: (tmp_path / name).read_text(encoding="utf-8") for name in registry} == registry
    latin = tmp_path / "latin.ndjson"
    latin.write_bytes(b'{"label": "caf\xe9"}')
    for path in (latin, tmp_path / "none"):
        printed = migrated(tmp_path, path)
        assert (printed.exit_code, len(printed.stderr.splitlines())) == (1, 1)
