"""Loads at start and at HUP, above all of bad seeds."""

import errno
import json
import os
import re
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import requests

from api.settings import Settings
from api.store.build import SUBPROCESS_BYTES
from api.store.selection import note_reload_error, reload_error
from tests.operation.processes import eventually, workers_of
from tests.operation.shapes import SHAPES
from tests.serving import PATIENCE, ROOT, SEEDS, Server, serving
from tests.store.sample import write_sample


def spoil(seeds: Path) -> None:
    """Make two faults in two files."""
    companies, parties = seeds / "companies.yaml", seeds / "parties.yaml"
    companies.write_text(companies.read_text().replace("name:", "nmae:", 1))
    parties.write_text(parties.read_text().replace("type:", "type: nonsense #", 1))


def answers(server: Server, path: str, many: int = 30) -> list[requests.Response]:
    """Answers to a path, each on a new connection, so that every worker gives some."""
    return [requests.get(server.url + path, timeout=PATIENCE) for _ in range(many)]


def everywhere(server: Server, path: str, holds: Callable[[requests.Response], bool]) -> bool:
    """Whether every worker gives this answer; all are asked only once one gives it, so that waiting costs little."""
    return holds(requests.get(server.url + path, timeout=PATIENCE)) and all(map(holds, answers(server, path)))


def reloaded(server: Server) -> None:
    """Wait until every worker reports a good reload."""
    eventually(lambda: everywhere(server, "/readyz", lambda one: one.json()["reload_error"] is None))


def refused(server: Server, before: str | None = None) -> str:
    """The error that every worker reports of a reload, once it differs from the one before."""
    eventually(lambda: everywhere(server, "/readyz", lambda one: one.json()["reload_error"] not in (None, before)))
    (reported,) = reload_errors(server)
    return str(reported)


def reload_errors(server: Server) -> set[str | None]:
    """What all workers report of the last reload."""
    return {answer.json()["reload_error"] for answer in answers(server, "/readyz")}


def test_a_first_start_on_bad_seeds_exits_with_every_error(seeds: Path, tmp_path: Path) -> None:
    """A first start on bad seeds prints file and line of each error and exits without serving or leaving a pid file."""
    spoil(seeds)
    environment = {"ARTICLE_FACTS_FOLDER": str(tmp_path / "var"), "ARTICLE_FACTS_SEEDS": str(seeds), "PORT": "0"}
    command = [sys.executable, "-m", "gunicorn", "--config", "gunicorn.conf.py"]
    ended = subprocess.run(
        command, cwd=ROOT, env=os.environ | environment, capture_output=True, text=True, timeout=PATIENCE
    )
    assert ended.returncode == 3
    assert re.search(r"companies\.yaml:\d+: .*nmae", ended.stderr)
    assert re.search(r"parties\.yaml:\d+: .*nonsense", ended.stderr)
    assert f"the seeds in {seeds} (ARTICLE_FACTS_SEEDS) could not be loaded into {tmp_path}/var" in ended.stderr
    assert "and no dataset is there yet." in ended.stderr
    assert "Traceback" not in ended.stderr
    assert not (tmp_path / "var" / "server.pid").exists()


@pytest.mark.parametrize("app", SHAPES)
def test_a_later_start_on_bad_seeds_serves_the_old_data(seeds: Path, tmp_path: Path, app: str) -> None:
    """A server that starts again on bad seeds serves what it served before; /readyz and the log say why."""
    with serving(tmp_path / "var", seeds, app=app, loads=True) as first:
        before = first.get("/v1/companies").text
    spoil(seeds)
    with serving(tmp_path / "var", seeds, app=app, loads=True) as second:
        assert second.get("/v1/companies").text == before
        ready = second.get("/readyz")
        assert ready.status_code == 200
        assert re.search(r"companies\.yaml:\d+: .*nmae", ready.json()["reload_error"])
        logged = [json.loads(line) for line in (second.folder / "server.log").read_text().splitlines()]
        (error,) = [line["message"] for line in logged if line["level"] == "error"]
        assert re.search(r"parties\.yaml:\d+: .*nonsense", error)


@pytest.fixture(scope="module")
def changing(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the seeds, for tests that change them."""
    return Path(shutil.copytree(SEEDS, tmp_path_factory.mktemp("changing") / "seeds"))


@pytest.fixture(scope="module", params=SHAPES)
def server(
    request: pytest.FixtureRequest, changing: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Server]:
    """A server of two workers in each shape that has loaded those seeds; tests leave both usable."""
    folder = tmp_path_factory.mktemp("server")
    with serving(folder, changing, app=request.param, loads=True, WEB_CONCURRENCY="2") as running:
        yield running


@pytest.mark.parametrize("server", SHAPES[-1:], indirect=True)
def test_old_data_outlives_bad_seeds(server: Server, changing: Path) -> None:
    """After a HUP on bad seeds every worker serves the old data, also one that starts later; /readyz says why until
    the next good HUP."""
    before, error = server.get("/v1/companies").text, server.get("/readyz").json()["reload_error"]
    held = {changing / name: (changing / name).read_text() for name in ("companies.yaml", "parties.yaml")}
    spoil(changing)
    server.hang_up()
    reported = refused(server, error)
    assert re.search(r"\.yaml:\d+: ", reported)
    assert str(changing.parent) not in reported
    os.kill(workers_of(server.process.pid)[0], signal.SIGKILL)
    eventually(lambda: len(workers_of(server.process.pid)) == 2)
    assert {(answer.status_code, answer.text) for answer in answers(server, "/v1/companies")} == {(200, before)}
    assert {answer.status_code for answer in answers(server, "/readyz")} == {200}
    assert reload_errors(server) == {reported}
    for path, text in held.items():
        path.write_text(text)
    server.hang_up()
    reloaded(server)
    assert {answer.text for answer in answers(server, "/v1/companies")} == {before}


def test_a_good_reload_is_served_by_every_worker(server: Server, changing: Path) -> None:
    """After a HUP every worker serves the new data under a new version."""
    version = server.get("/readyz").json()["version"]
    companies = changing / "companies.yaml"
    companies.write_text(companies.read_text().replace("label: ", "label: New ", 1))
    server.hang_up()
    eventually(lambda: everywhere(server, "/readyz", lambda one: one.json()["version"] != version))
    (seen,) = {answer.text for answer in answers(server, "/v1/companies?q=new")}
    assert '"label":"New ' in seen


@pytest.mark.parametrize("server", SHAPES[-1:], indirect=True)
def test_loads_leave_the_log_json(server: Server) -> None:
    """What a load at start or HUP prints is one JSON line of the log."""
    lines = [json.loads(line) for line in (server.folder / "server.log").read_text().splitlines()]
    (first, *_) = [line["message"] for line in lines if line["message"].startswith("the load says:")]
    assert re.search(r"articles +1\n", first)
    assert "Loaded everything: there was no dataset." in first


@pytest.mark.parametrize("server", SHAPES[-1:], indirect=True)
def test_seeds_that_vanish_are_an_error_not_an_end(server: Server, changing: Path) -> None:
    """A HUP without one of the files, or without the folder, keeps the old data."""
    reported = server.get("/readyz").json()["reload_error"]
    for vanished in (changing / "companies.yaml", changing):
        vanished.rename(changing.parent / "elsewhere")
        server.hang_up()
        reported = refused(server, reported)
        assert str(changing.parent) not in reported
        assert server.get("/v1/companies").status_code == 200
        (changing.parent / "elsewhere").rename(vanished)


def test_a_load_that_breaks_off_tells_callers_no_place(tmp_path: Path) -> None:
    """A crash of a load is described in the log only: /readyz is public, and a traceback is full of paths."""
    settings = Settings(folder=tmp_path)
    note_reload_error(settings, f'Traceback (most recent call last):\n  File "{ROOT}/wsgi.py", line 1\nKeyError: 1')
    assert reload_error(settings) == "the load broke off; the log says why"


def test_a_reload_while_the_database_is_away_is_an_error(tmp_path: Path) -> None:
    """A reload while the database is away is reported, since nothing else would say later that the seeds were not
    loaded."""
    environment = {
        "ARTICLE_FACTS_FOLDER": str(tmp_path),
        "ARTICLE_FACTS_DATABASE_URL": "postgresql+psycopg://127.0.0.1:1/facts",
    }
    command = [sys.executable, "gunicorn.conf.py"]
    done = subprocess.run(
        command, cwd=ROOT, env=os.environ | environment, capture_output=True, text=True, timeout=PATIENCE
    )
    assert reload_error(Settings(folder=tmp_path)) == "the database is away; the seeds were not loaded."
    assert done.stdout == ""
    levels = [json.loads(line)["level"] for line in done.stderr.splitlines()]
    assert set(levels) == {"error"}


def test_a_note_that_cannot_be_written_leaves_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """On a full disk, where a file can be created but not written, no empty note is left."""

    def fill(path: Path, _: str) -> None:
        path.touch()
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(Path, "write_text", fill)
    with pytest.raises(OSError, match="No space left"):
        note_reload_error(Settings(folder=tmp_path), "bad seeds")
    assert not list(tmp_path.iterdir())


def test_seeds_that_a_subprocess_reads_are_loaded(tmp_path: Path) -> None:
    """The process that loads at HUP may itself start one that reads a large file."""
    source = write_sample(tmp_path / "sample.ndjson", 5)
    with source.open("a") as out:
        out.write(f"{' ' * 1023}\n" * (SUBPROCESS_BYTES // 1024))
    environment = {"ARTICLE_FACTS_FOLDER": str(tmp_path / "var"), "ARTICLE_FACTS_SEEDS": str(source)}
    command = [sys.executable, "gunicorn.conf.py"]
    done = subprocess.run(
        command, cwd=ROOT, env=os.environ | environment, capture_output=True, text=True, timeout=PATIENCE
    )
    assert done.returncode == 0
    assert "failed" not in done.stderr
    assert (tmp_path / "var" / "current.sqlite").exists(), done.stderr


@pytest.mark.needs("setpriv")
def test_a_file_that_may_not_be_read_is_reported(seeds: Path) -> None:
    """A file that may not be read is reported by its name like any other fault."""
    (seeds / "parties.yaml").chmod(0)
    # What root may read in spite of a file's mode, it may not without these.
    bounded = ["setpriv", "--bounding-set=-dac_override,-dac_read_search"] if os.geteuid() == 0 else []
    command = [*bounded, sys.executable, "-m", "flask", "--app", "wsgi", "facts", "check", str(seeds)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=PATIENCE, check=False)
    assert done.returncode == 1
    assert f"{seeds}/parties.yaml:1: cannot be read: Permission denied" in done.stderr
