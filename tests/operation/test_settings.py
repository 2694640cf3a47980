"""Settings that are not what they seem: whoever mistypes one is told so at once, by every command."""

import os
import re
import runpy
import subprocess
import sys
from pathlib import Path

import pytest

from api.settings import Settings
from tests.serving import PATIENCE, ROOT

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
        capture_output=True, text=True, timeout=PATIENCE,
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
    assert "ARTICLE_FACTS_QUERY_SECOND is not a setting; did you mean ARTICLE_FACTS_QUERY_SECONDS?" in line
    for name in Settings.model_fields:
        assert f"ARTICLE_FACTS_{name.upper()}" in line


def refused(monkeypatch: pytest.MonkeyPatch, **environment: str) -> list[str]:
    """The lines that a command ends with, as the test above shows of every command, where these are set."""
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    with pytest.raises(SystemExit) as ended:
        Settings.read()
    return str(ended.value).splitlines()


def test_a_value_that_is_none_ends_the_start(monkeypatch: pytest.MonkeyPatch) -> None:
    """Every one is reported, by its name."""
    first, second = refused(monkeypatch, ARTICLE_FACTS_QUERY_SECONDS="soon", ARTICLE_FACTS_CACHE_THREADS="0")
    assert "ARTICLE_FACTS_QUERY_SECONDS: " in first
    assert "'soon'" in first
    assert "ARTICLE_FACTS_CACHE_THREADS: " in second


def test_shards_without_a_database_end_the_start(monkeypatch: pytest.MonkeyPatch) -> None:
    """SQLite has no shards, so the setting is a mistake that must be reported."""
    (line,) = refused(monkeypatch, ARTICLE_FACTS_SHARDS="4")
    assert "ARTICLE_FACTS_SHARDS: " in line
    assert "set ARTICLE_FACTS_DATABASE_URL too" in line


@pytest.mark.parametrize("shards", ["0", "-1", "many", "5000"])
def test_a_number_of_shards_is_one_that_can_be(shards: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """From 1 to 1024."""
    database = "postgresql+psycopg://db/facts"
    (line,) = refused(monkeypatch, ARTICLE_FACTS_DATABASE_URL=database, ARTICLE_FACTS_SHARDS=shards)
    assert re.search(r"ARTICLE_FACTS_SHARDS: .*\(got ", line)


def test_a_password_is_not_reported(monkeypatch: pytest.MonkeyPatch) -> None:
    """The address of a database may hold one; logs are read by many."""
    (line,) = refused(monkeypatch, ARTICLE_FACTS_DATABASE_URL="mysql://user:hunter2@db/x")
    assert "ARTICLE_FACTS_DATABASE_URL: should be " in line
    assert "hunter2" not in line


@pytest.mark.parametrize(
    ("written", "meant"),
    [("ARTICLE_FACTS_SEED", "SEEDS"), ("ARTICLE_FACTS_DATABASE", "DATABASE_URL"), ("ARTICLE_FACTS_", "SEEDS"),
     ("article_facts_metric", "METRICS"), ("ARTICLE_FACTS_MAXAGE", "MAX_AGE")],
)  # fmt: skip
def test_the_nearest_is_named(written: str, meant: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """In any case, and however different the name is."""
    (line,) = refused(monkeypatch, **{written: "1"})
    assert f"{written} is not a setting; did you mean ARTICLE_FACTS_{meant}?" in line


@pytest.mark.parametrize(("old", "new"), [("EDGE_BYTES", "CACHE_BYTES"), ("EDGE_THREADS", "CACHE_THREADS")])
def test_an_old_name_tells_the_new_one(old: str, new: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """A setting that was renamed is not taken for a slip."""
    (line,) = refused(monkeypatch, **{f"ARTICLE_FACTS_{old}": "1"})
    assert f"ARTICLE_FACTS_{old} is now called ARTICLE_FACTS_{new}" in line


def test_an_empty_folder_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    """It would be the program's own."""
    assert refused(monkeypatch, ARTICLE_FACTS_FOLDER="") == [
        "ARTICLE_FACTS_FOLDER: should be a folder, or unset (got '')."
    ]


@pytest.mark.parametrize(("given", "meant"), [("", None), (".", Path())])
def test_no_seeds_and_those_of_the_working_directory(
    given: str, meant: Path | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Empty is none; a dot is a folder."""
    monkeypatch.setenv("ARTICLE_FACTS_SEEDS", given)
    assert Settings.read().seeds == meant


@pytest.mark.parametrize(
    "url",
    ["postgresql", "postgresql+psycopg://", "postgres://db/facts", "postgresql+psycopg2://db/facts",
     "postgresql+psycopg://db:port/facts", "postgresql+psycopg://db1:5432,db2:99999/facts",
     "postgresql+psycopg://me:hunter/2@db/facts", "postgresql+psycopg://me:hunter@2@db/facts",
     "postgresql+psycopg://db/facts?hunter2=1"],
)  # fmt: skip
def test_an_address_that_libpq_would_misread_is_refused(url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """A slip, or a password with a letter that ends it, would look like a database that is away."""
    (line,) = refused(monkeypatch, ARTICLE_FACTS_DATABASE_URL=url)
    assert "should be postgresql+psycopg://user:password@host:port/database" in line
    assert "hunter" not in line


@pytest.mark.parametrize(
    "url",
    ["postgresql://db/facts", "postgresql+psycopg://me:hunter%2F2%40@db1:5432,db2:5433/facts?sslmode=verify-full",
     "postgresql+psycopg://me@/facts?host=/run/postgresql", "postgresql+psycopg:///facts"],
)  # fmt: skip
def test_an_address_that_libpq_reads_is_taken(url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Several hosts, escaped passwords, options of TLS, sockets."""
    monkeypatch.setenv("ARTICLE_FACTS_DATABASE_URL", url)
    assert Settings.read().database_url is not None


def test_a_folder_that_is_a_file_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """By the setting's name, and not by the error of the load."""
    (tmp_path / "var").touch()
    (line,) = refused(monkeypatch, ARTICLE_FACTS_FOLDER=str(tmp_path / "var"))
    assert "ARTICLE_FACTS_FOLDER: should be a folder, and is a file" in line


@pytest.mark.parametrize("workers", ["0", "100000"])
def test_a_number_of_workers_that_none_can_want_is_refused(
    workers: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Without a worker a server answers nothing; 100,000 would take all memory before it could be stopped."""
    for name, value in {"ARTICLE_FACTS_FOLDER": str(tmp_path), "WEB_CONCURRENCY": workers}.items():
        monkeypatch.setenv(name, value)
    with pytest.raises(SystemExit, match="WEB_CONCURRENCY is the number of workers: 1 to 256"):
        runpy.run_path(str(ROOT / "gunicorn.conf.py"))


def test_a_host_that_is_none_is_refused_before_the_load(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """By the variable's name; but a HUP, which reads the file again, does not end a server over it."""
    for name, value in {"ARTICLE_FACTS_FOLDER": str(tmp_path), "HOST": "http://127.0.0.1"}.items():
        monkeypatch.setenv(name, value)
    configuration = runpy.run_path(str(ROOT / "gunicorn.conf.py"))
    with pytest.raises(SystemExit, match=r"HOST is the address .*\(got 'http://127.0.0.1'\)"):
        configuration["on_starting"](None)
    assert not list(tmp_path.iterdir())


def test_a_port_that_is_none_is_refused(tmp_path: Path) -> None:
    """Otherwise the start ends in a traceback of the operating system's call."""
    assert "PORT is the port to listen on" in told("server", tmp_path, PORT="99999")


@pytest.mark.parametrize(
    ("host", "bound"),
    [("::1", "[::1]:8001"), ("[::]", "[::]:8001"), ("localhost", "localhost:8001"), ("", "127.0.0.1:8001")],
)
def test_the_address_to_listen_on(host: str, bound: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """IPv6 with or without brackets; an empty host is the default, and not every interface."""
    for name, value in {"ARTICLE_FACTS_FOLDER": str(tmp_path), "HOST": host, "PORT": "8001"}.items():
        monkeypatch.setenv(name, value)
    assert runpy.run_path(str(ROOT / "gunicorn.conf.py"))["bind"] == bound


def test_names_of_others_are_not_looked_at(monkeypatch: pytest.MonkeyPatch) -> None:
    """Only those that begin as ours do; ours are known in small letters, too."""
    monkeypatch.setenv("ARTICLE_FACT_SEEDS", "x")
    monkeypatch.setenv("article_facts_max_age", "7")
    assert Settings.read().max_age == 7
