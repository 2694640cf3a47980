"""If program files change under a running server, it continues with those it was started from."""

import os
import shutil
import signal
from collections.abc import Iterator
from pathlib import Path

import pytest

from api.response.program import digest_of_sources
from tests.operation.processes import eventually, workers_of
from tests.operation.test_reload import answers, everywhere, refused, reloaded
from tests.serving import ROOT, SEEDS, Server, serving

_PROGRAM = ("api", "authoring", "schemas", "asgi.py", "wsgi.py", "gunicorn.conf.py")

BROKEN = {
    "invalid module": ("api/response/respond.py", "def\n"),
    "invalid template": ("api/explorer/templates/base.html", "{% nonsense %}"),
    "missing module": ("api/response/headers.py", None),
}


@pytest.fixture(scope="module")
def program(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the program, for tests that break and repair it."""
    place = tmp_path_factory.mktemp("program")
    for name in _PROGRAM:
        copy = shutil.copytree if (ROOT / name).is_dir() else shutil.copy
        copy(ROOT / name, place / name)
    return place


@pytest.fixture(scope="module")
def seeds(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the seeds, to be changed."""
    return Path(shutil.copytree(SEEDS, tmp_path_factory.mktemp("changed") / "seeds"))


@pytest.fixture(scope="module")
def running(program: Path, seeds: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A server of that copy. In either shape gunicorn's master holds the program."""
    with serving(tmp_path_factory.mktemp("var"), seeds, app="asgi:app", root=program, WEB_CONCURRENCY="2") as server:
        eventually(lambda: len(workers_of(server.process.pid)) == 2)
        yield server


def test_a_reload_takes_no_new_program(running: Server, program: Path, seeds: Path) -> None:
    """A HUP after a change of the program loads nothing, /readyz says why and workers continue; once the files are
    restored, HUP loads again."""
    missing, companies = program / BROKEN["missing module"][0], seeds / "companies.yaml"
    held = missing.read_text()
    missing.unlink()
    companies.write_text(companies.read_text().replace("label: ", "label: Fresh ", 1))
    running.hang_up()
    reported = refused(running)
    assert "program" in reported
    assert "restart" in reported
    assert {answer.json()["items"] == [] for answer in answers(running, "/v1/companies?q=fresh")} == {True}
    missing.write_text(held)
    running.hang_up()
    reloaded(running)
    eventually(lambda: everywhere(running, "/v1/companies?q=fresh", lambda one: len(one.json()["items"]) == 1))


@pytest.mark.parametrize("name", BROKEN)
def test_every_changed_file_is_noticed(program: Path, monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    """The digest of the program changes with any of its files, and is the same again when the file is restored."""
    monkeypatch.setattr("api.response.program.ROOT", program)
    path, text = BROKEN[name]
    before, held = digest_of_sources(), (program / path).read_text()
    (program / path).unlink() if text is None else (program / path).write_text(text)
    assert digest_of_sources() != before
    (program / path).write_text(held)
    assert digest_of_sources() == before


def test_a_worker_that_starts_later_is_of_the_same_program(running: Server, program: Path) -> None:
    """A worker killed during an upgrade is replaced by one of the running program, even if the program on disk
    cannot start."""
    before = running.get("/v1/companies").text
    changed = {"asgi.py": "raise RuntimeError('half an upgrade')\n", "api/response/respond.py": "def\n"}
    held = {path: (program / path).read_text() for path in changed}
    for path, text in changed.items():
        (program / path).write_text(text)
    for victim in workers_of(running.process.pid):
        os.kill(victim, signal.SIGKILL)
        eventually(lambda victim=victim: victim not in (now := workers_of(running.process.pid)) and len(now) == 2)
    assert {answer.text for answer in answers(running, "/v1/companies")} == {before}
    for path, text in held.items():
        (program / path).write_text(text)
