"""Wrong settings are reported at once, by every command."""

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


def output_of(command: str, folder: Path, **environment: str) -> str:
    """What a command prints that must end by itself with 1."""
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
    """One sentence names the mistyped setting, the nearest known one, and all others."""
    line = output_of(command, tmp_path, ARTICLE_FACTS_QUERY_SECOND="3").strip()
    assert "\n" not in line
    assert "ARTICLE_FACTS_QUERY_SECOND is not a setting; did you mean ARTICLE_FACTS_QUERY_SECONDS?" in line
    for name in Settings.model_fields:
        assert f"ARTICLE_FACTS_{name.upper()}" in line


def refused(monkeypatch: pytest.MonkeyPatch, **environment: str) -> list[str]:
    """The lines with which a command refuses these settings."""
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    with pytest.raises(SystemExit) as ended:
        Settings.read()
    return str(ended.value).splitlines()


def test_an_invalid_value_ends_the_start(monkeypatch: pytest.MonkeyPatch) -> None:
    """Every invalid value is reported with its setting's name."""
    first, second = refused(monkeypatch, ARTICLE_FACTS_QUERY_SECONDS="soon", ARTICLE_FACTS_CACHE_THREADS="0")
    assert "ARTICLE_FACTS_QUERY_SECONDS: " in first
    assert "'soon'" in first
    assert "ARTICLE_FACTS_CACHE_THREADS: " in second


@pytest.mark.parametrize(
    ("name", "given", "said"),
    [
        ("METRICS", "maybe", "should be 1 or 0, true or false (got 'maybe')"),
        ("ACCESS_LOG", "", "should be 1 or 0, true or false (got '')"),
        ("CACHE_BYTES", "64M", "should be a whole number, such as 67108864 (got '64M')"),
        ("QUERY_SECONDS", "fast", "should be a number, such as 1.0 (got 'fast')"),
        ("QUERY_SECONDS", "nan", "should be a number, such as 1.0 (got 'nan')"),
        ("MAX_AGE", "-1", "should be 0 or more (got '-1')"),
        ("LOAD_SECONDS", "0", "should be more than 0 (got '0')"),
        ("SHARDS", "two", "should be a whole number, such as 2 (got 'two')"),
        ("STREAMS", "10001", "should be at most 10000 (got '10001')"),
    ],
)
def test_what_a_value_should_be_is_said(name: str, given: str, said: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """In an operator's words, not in those of the library that reads it."""
    monkeypatch.setenv(f"ARTICLE_FACTS_{name}", given)
    with pytest.raises(SystemExit) as ended:
        Settings.read()
    assert str(ended.value) == f"ARTICLE_FACTS_{name}: {said}."


def test_shards_without_a_database_end_the_start(monkeypatch: pytest.MonkeyPatch) -> None:
    """Shards without a database are refused, since SQLite has none."""
    (line,) = refused(monkeypatch, ARTICLE_FACTS_SHARDS="4")
    assert "ARTICLE_FACTS_SHARDS: " in line
    assert "set ARTICLE_FACTS_DATABASE_URL too" in line


@pytest.mark.parametrize("shards", ["0", "-1", "many", "5000"])
def test_an_impossible_number_of_shards_is_refused(shards: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """The number of shards is from 1 to 1024."""
    database = "postgresql+psycopg://db/facts"
    (line,) = refused(monkeypatch, ARTICLE_FACTS_DATABASE_URL=database, ARTICLE_FACTS_SHARDS=shards)
    assert re.search(r"ARTICLE_FACTS_SHARDS: .*\(got ", line)


def test_a_password_is_not_reported(monkeypatch: pytest.MonkeyPatch) -> None:
    """The password in a database's address is not printed: logs are read by many."""
    (line,) = refused(monkeypatch, ARTICLE_FACTS_DATABASE_URL="mysql://user:hunter2@db/x")
    assert "ARTICLE_FACTS_DATABASE_URL: should be " in line
    assert "hunter2" not in line


@pytest.mark.parametrize(
    ("written", "meant"),
    [("ARTICLE_FACTS_SEED", "SEEDS"), ("ARTICLE_FACTS_DATABASE", "DATABASE_URL"), ("ARTICLE_FACTS_", "SEEDS"),
     ("article_facts_metric", "METRICS"), ("ARTICLE_FACTS_MAXAGE", "MAX_AGE")],
)  # fmt: skip
def test_the_nearest_is_named(written: str, meant: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """The nearest name is found in upper or lower case, however different it is."""
    (line,) = refused(monkeypatch, **{written: "1"})
    assert f"{written} is not a setting; did you mean ARTICLE_FACTS_{meant}?" in line


@pytest.mark.parametrize(("old", "new"), [("EDGE_BYTES", "CACHE_BYTES"), ("EDGE_THREADS", "CACHE_THREADS")])
def test_an_old_name_is_answered_with_the_new_one(old: str, new: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """The old name of a renamed setting is answered with the new one."""
    (line,) = refused(monkeypatch, **{f"ARTICLE_FACTS_{old}": "1"})
    assert f"ARTICLE_FACTS_{old} is now called ARTICLE_FACTS_{new}" in line


def test_an_empty_folder_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    """An empty folder is refused: it would be the program's own."""
    assert refused(monkeypatch, ARTICLE_FACTS_FOLDER="") == [
        "ARTICLE_FACTS_FOLDER: should be a folder, or unset (got '')."
    ]


@pytest.mark.parametrize(("given", "meant"), [("", None), (".", Path())])
def test_no_seeds_and_those_of_the_working_directory(
    given: str, meant: Path | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Empty seeds mean none; a dot is the working directory."""
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
    """A mistyped address, or a password with a character that ends it, is refused: it would look like a database
    that is away."""
    (line,) = refused(monkeypatch, ARTICLE_FACTS_DATABASE_URL=url)
    assert "should be postgresql+psycopg://user:password@host:port/database" in line
    assert "hunter" not in line


@pytest.mark.parametrize(
    "url",
    ["postgresql://db/facts", "postgresql+psycopg://me:hunter%2F2%40@db1:5432,db2:5433/facts?sslmode=verify-full",
     "postgresql+psycopg://me@/facts?host=/run/postgresql", "postgresql+psycopg:///facts"],
)  # fmt: skip
def test_an_address_that_libpq_reads_is_taken(url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Several hosts, escaped passwords, TLS options and sockets are accepted."""
    monkeypatch.setenv("ARTICLE_FACTS_DATABASE_URL", url)
    assert Settings.read().database_url is not None


def test_a_folder_that_is_a_file_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A folder that is a file is refused under the setting's name, before the load fails."""
    (tmp_path / "var").touch()
    (line,) = refused(monkeypatch, ARTICLE_FACTS_FOLDER=str(tmp_path / "var"))
    assert "ARTICLE_FACTS_FOLDER: should be a folder, and is a file" in line


@pytest.mark.parametrize("workers", ["0", "100000"])
def test_an_impossible_number_of_workers_is_refused(
    workers: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """No workers would answer nothing, and 100,000 would take all memory before they could be stopped: both are
    refused."""
    for name, value in {"ARTICLE_FACTS_FOLDER": str(tmp_path), "WEB_CONCURRENCY": workers}.items():
        monkeypatch.setenv(name, value)
    with pytest.raises(SystemExit, match="WEB_CONCURRENCY is the number of workers: 1 to 256"):
        runpy.run_path(str(ROOT / "gunicorn.conf.py"))


def test_a_wrong_host_is_refused_before_the_load(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A wrong HOST is refused under its name before the load; a HUP, which reads the file again, does not end a
    server over it."""
    for name, value in {"ARTICLE_FACTS_FOLDER": str(tmp_path), "HOST": "http://127.0.0.1"}.items():
        monkeypatch.setenv(name, value)
    configuration = runpy.run_path(str(ROOT / "gunicorn.conf.py"))
    with pytest.raises(SystemExit, match=r"HOST is the address .*\(got 'http://127.0.0.1'\)"):
        configuration["on_starting"](None)
    assert not list(tmp_path.iterdir())


def test_a_wrong_port_is_refused(tmp_path: Path) -> None:
    """A wrong PORT is refused under its name; otherwise the start would end in a traceback."""
    assert "PORT is the port to listen on" in output_of("server", tmp_path, PORT="99999")


@pytest.mark.parametrize(
    ("host", "bound"),
    [("::1", "[::1]:8001"), ("[::]", "[::]:8001"), ("localhost", "localhost:8001"), ("", "127.0.0.1:8001")],
)
def test_the_address_to_listen_on(host: str, bound: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """IPv6 may have brackets or not; an empty host is the default, not every interface."""
    for name, value in {"ARTICLE_FACTS_FOLDER": str(tmp_path), "HOST": host, "PORT": "8001"}.items():
        monkeypatch.setenv(name, value)
    assert runpy.run_path(str(ROOT / "gunicorn.conf.py"))["bind"] == bound


def test_names_of_others_are_not_looked_at(monkeypatch: pytest.MonkeyPatch) -> None:
    """Only variables with our prefix are checked; ours are also known in lower case."""
    monkeypatch.setenv("ARTICLE_FACT_SEEDS", "x")
    monkeypatch.setenv("article_facts_max_age", "7")
    assert Settings.read().max_age == 7
