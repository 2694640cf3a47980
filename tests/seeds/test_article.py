"""The real article, its round trip through an export, and its grounding."""

import json
import os
import random
import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests.commands import facts
from tests.conftest import client_of
from tests.generated import write
from tests.oracle import strings
from tests.oracle.version import version_of
from tests.serving import ARTICLE, ROOT, SEEDS

TEXT = next(iter(sorted((ROOT / ".." / "shared" / "seed").glob("*.txt"))), None)
FACTS = ("mentions", "figures", "dates", "events", "claims")


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store's folder with the real article."""
    folder = tmp_path_factory.mktemp("article")
    client_of(folder)
    return folder


@pytest.fixture(scope="module")
def exported(store: Path) -> bytes:
    """Its export."""
    return exported_from(store)


def exported_from(folder: Path) -> bytes:
    """What the export command writes about a store."""
    done = facts("export", folder=folder, seeds=None)
    assert done.exit_code == 0, done.stderr
    return done.stdout_bytes


def reloaded(folder: Path, content: bytes) -> bytes:
    """The export of a store loaded from a file with this content."""
    folder.mkdir()
    (folder / "facts.ndjson").write_bytes(content)
    client_of(folder / "store", folder / "facts.ndjson")
    return exported_from(folder / "store")


def test_the_article_is_modelled_whole(exported: bytes) -> None:
    """As many records as a careful reading of the article expects, and more than 120 pieces of evidence."""
    records = [json.loads(line) for line in exported.splitlines()]
    number = {
        kind: sum(record["kind"] == kind for record in records) for kind in {record["kind"] for record in records}
    }
    assert 25 <= number["company"] + number["party"] + number["location"] <= 45
    assert number["article"] == 1
    assert (number["figure"] >= 10, number["date"] >= 8, number["event"] >= 7, number["claim"] >= 18) == (True,) * 4
    assert exported.count(b'"exact"') > 120


def test_every_registry_entry_is_mentioned_or_referred_to(exported: bytes) -> None:
    """No registry entry is without a fact about it."""
    records = [json.loads(line) for line in exported.splitlines()]
    names = {"company": "companies", "party": "parties", "location": "locations"}
    entries = {f"{names[record['kind']]}/{record['id']}" for record in records if record["kind"] in names}
    referred = {text for record in records for text in strings(record)}
    assert entries <= referred


def test_the_stated_counts_are_those_of_the_export(exported: bytes) -> None:
    """An article's own counts, the entry's and the lines of the export agree."""
    records = [json.loads(line) for line in exported.splitlines()]
    own = next(record["counts"] for record in records if record["kind"] == "article")
    assert own == {name: sum(f"{record['kind']}s" == name for record in records) for name in FACTS}


def test_export_load_export_gives_the_same_bytes(exported: bytes, tmp_path: Path) -> None:
    """The export loads to the same records as the seeds, in any order of its lines."""
    assert exported.endswith(b"\n")
    assert reloaded(tmp_path / "same", exported) == exported
    lines = exported.splitlines(keepends=True)
    random.Random(1).shuffle(lines)  # noqa: S311
    assert reloaded(tmp_path / "shuffled", b"".join(lines)) == exported


def test_generated_data_round_trips_with_its_redirects(tmp_path: Path) -> None:
    """So do several articles with redirects, accents, emoji and every kind of null."""
    once = reloaded(tmp_path / "once", write(tmp_path / "facts.ndjson", 7).read_bytes())
    assert once.count(b'"kind":"redirect"') == 3
    assert reloaded(tmp_path / "twice", once) == once


def test_the_version_is_that_of_the_content(exported: bytes, tmp_path: Path) -> None:
    """Seeds and export give the same dataset version: a hash over those of the registry and of each article."""
    version = client_of(tmp_path / "seeds").get("/v1/").get_json()["version"]
    (tmp_path / "facts.ndjson").write_bytes(exported)
    assert client_of(tmp_path / "lines", tmp_path / "facts.ndjson").get("/v1/").get_json()["version"] == version
    assert version_of(exported) == version


def test_an_export_is_utf8_whatever_the_terminal_speaks(tmp_path: Path) -> None:
    """A locale without the letters neither stops nor changes the export."""
    client_of(tmp_path / "store", write(tmp_path / "facts.ndjson", 7))
    environment = {"ARTICLE_FACTS_FOLDER": str(tmp_path / "store"), "PYTHONIOENCODING": "latin-1"}
    command = [sys.executable, "-m", "flask", "--app", "wsgi", "facts", "export"]
    done = subprocess.run(command, cwd=ROOT, env=os.environ | environment, capture_output=True, check=False)
    assert (done.returncode, done.stdout) == (0, exported_from(tmp_path / "store"))
    assert "東京".encode() in done.stdout


@pytest.mark.skipif(TEXT is None, reason="the article's text is not part of the project, and is not here")
def test_every_place_of_the_article_is_exact(store: Path) -> None:
    """All recorded places are compared with the text, which is not part of the project."""
    done = facts("verify", ARTICLE, TEXT, folder=store)
    assert done.exit_code == 0, done.stdout
    assert "(100%)" in done.stdout
    assert "The text is the one recorded." in done.stdout


def test_check_prints_counts(tmp_path: Path) -> None:
    """`facts check` says what the seeds hold, and leaves no store behind."""
    done = facts("check", SEEDS, folder=tmp_path / "store")
    assert done.exit_code == 0, done.stderr
    assert re.search(r"claims +[0-9]+\n", done.stdout)
    assert not [path for path in (tmp_path / "store").glob("*") if path.suffix == ".sqlite"]
