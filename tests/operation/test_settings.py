"""Settings that are not what they seem: whoever mistypes one is told so at once, by every command."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from api.settings import Settings
from tests.serving import ROOT

COMMANDS = {
    "server": ["gunicorn", "--config", "gunicorn.conf.py"],
    "command": ["flask", "--app", "wsgi", "facts", "check"],
    "any WSGI host": ["gunicorn", "--check-config", "wsgi:app"],
}


def told(command: str, folder: Path, **environment: str) -> str:
    """What a command says that must end with 1 by itself."""
    known = {"ARTICLE_FACTS_FOLDER": str(folder / "var"), "PORT": "0"}
    done = subprocess.run(
        [sys.executable, "-m", *COMMANDS[command]], cwd=ROOT, env=os.environ | known | environment,
        capture_output=True, text=True, timeout=60,
    )  # fmt: skip
    assert done.returncode == 1, done.stderr
    assert "Traceback" not in done.stderr
    assert not (folder / "var/server.pid").exists()
    return done.stderr


@pytest.mark.parametrize("command", COMMANDS)
def test_a_mistyped_setting_ends_the_start(command: str, tmp_path: Path) -> None:
    """In one sentence: what was written, what was meant, and what there is."""
    line = told(command, tmp_path, ARTICLE_FACTS_QUERY_SECOND="3").strip()
    assert "\n" not in line
    assert "ARTICLE_FACTS_QUERY_SECOND is no setting; ARTICLE_FACTS_QUERY_SECONDS may be meant" in line
    for name in Settings.model_fields:
        assert f"ARTICLE_FACTS_{name.upper()}" in line


@pytest.mark.parametrize("command", COMMANDS)
def test_a_value_that_is_none_ends_the_start(command: str, tmp_path: Path) -> None:
    """Every one is told, by its name."""
    lines = told(command, tmp_path, ARTICLE_FACTS_QUERY_SECONDS="soon", ARTICLE_FACTS_CACHE_THREADS="0").strip()
    assert len(lines.splitlines()) == 2
    assert "ARTICLE_FACTS_QUERY_SECONDS: " in lines
    assert "'soon'" in lines
    assert "ARTICLE_FACTS_CACHE_THREADS: " in lines


def test_shards_without_a_database_end_the_start(tmp_path: Path) -> None:
    """SQLite has none, so whoever sets them believes to be on a cluster."""
    lines = told("command", tmp_path, ARTICLE_FACTS_SHARDS="4").strip().splitlines()
    assert len(lines) == 1
    assert "ARTICLE_FACTS_SHARDS: " in lines[0]
    assert "set ARTICLE_FACTS_DATABASE_URL too" in lines[0]


@pytest.mark.parametrize("shards", ["0", "-1", "many", "5000"])
def test_a_number_of_shards_is_one_that_can_be(shards: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """From 1 to 1024."""
    monkeypatch.setenv("ARTICLE_FACTS_DATABASE_URL", "postgresql+psycopg://db/facts")
    monkeypatch.setenv("ARTICLE_FACTS_SHARDS", shards)
    with pytest.raises(SystemExit, match=r"ARTICLE_FACTS_SHARDS: .*\(got "):
        Settings.read()


def test_a_password_is_not_told(tmp_path: Path) -> None:
    """The address of a database may hold one; logs are read by many."""
    line = told("server", tmp_path, ARTICLE_FACTS_DATABASE_URL="mysql://user:hunter2@db/x")
    assert "ARTICLE_FACTS_DATABASE_URL: " in line
    assert "hunter2" not in line


@pytest.mark.parametrize(
    ("written", "meant"),
    [("ARTICLE_FACTS_SEED", "SEEDS"), ("ARTICLE_FACTS_DATABASE", "DATABASE_URL"), ("ARTICLE_FACTS_", "SEEDS"),
     ("article_facts_metric", "METRICS"), ("ARTICLE_FACTS_MAXAGE", "MAX_AGE")],
)  # fmt: skip
def test_the_nearest_is_named(written: str, meant: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """In whatever case it is written, and however far it is."""
    monkeypatch.setenv(written, "1")
    with pytest.raises(SystemExit, match=rf"{written} is no setting; ARTICLE_FACTS_{meant} may be meant"):
        Settings.read()


@pytest.mark.parametrize(("old", "new"), [("EDGE_BYTES", "CACHE_BYTES"), ("EDGE_THREADS", "CACHE_THREADS")])
def test_an_old_name_tells_the_new_one(old: str, new: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """A setting that was renamed is not taken for a slip."""
    monkeypatch.setenv(f"ARTICLE_FACTS_{old}", "1")
    with pytest.raises(SystemExit, match=f"ARTICLE_FACTS_{old} is now called ARTICLE_FACTS_{new}"):
        Settings.read()


def test_no_workers_are_refused(tmp_path: Path) -> None:
    """A server without a worker would answer nothing."""
    assert "WEB_CONCURRENCY" in told("server", tmp_path, WEB_CONCURRENCY="0")


def test_names_of_others_are_not_looked_at(monkeypatch: pytest.MonkeyPatch) -> None:
    """Only those that begin as ours do; ours are known in small letters, too."""
    monkeypatch.setenv("ARTICLE_FACT_SEEDS", "x")
    monkeypatch.setenv("article_facts_max_age", "7")
    assert Settings.read().max_age == 7
