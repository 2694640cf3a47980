"""Program files that change under a running server: it serves on with those it was started from."""

import os
import shutil
import signal
from collections.abc import Iterator
from itertools import count
from pathlib import Path

import pytest

from tests.operation.processes import eventually, workers_of
from tests.operation.shapes import SHAPES
from tests.operation.test_reload import answers, everywhere, refused, reloaded
from tests.serving import ROOT, SEEDS, Server, serving

_numbers = count()
_PROGRAM = ("api", "authoring", "schemas", "asgi.py", "wsgi.py", "gunicorn.conf.py")

BROKEN = {
    "invalid module": ("api/response/respond.py", "def\n"),
    "invalid template": ("api/explorer/templates/base.html", "{% nonsense %}"),
    "missing module": ("api/response/headers.py", None),
}
CASES = [*(("asgi:app", name) for name in BROKEN), ("wsgi:app", "invalid module")]


@pytest.fixture(scope="module")
def program(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the program, to be broken and mended."""
    place = tmp_path_factory.mktemp("program")
    for name in _PROGRAM:
        copy = shutil.copytree if (ROOT / name).is_dir() else shutil.copy
        copy(ROOT / name, place / name)
    return place


@pytest.fixture(scope="module")
def seeds(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the seeds, to be changed."""
    return Path(shutil.copytree(SEEDS, tmp_path_factory.mktemp("changed") / "seeds"))


@pytest.fixture(scope="module", params=SHAPES)
def running(
    request: pytest.FixtureRequest, program: Path, seeds: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Server]:
    """A server of that copy, in each shape."""
    folder = tmp_path_factory.mktemp("var")
    with serving(folder, seeds, app=request.param, root=program, WEB_CONCURRENCY="2") as server:
        eventually(lambda: len(workers_of(server.process.pid)) == 2)
        yield server


def rename(seeds: Path, word: str) -> None:
    """New data."""
    companies = seeds / "companies.yaml"
    companies.write_text(companies.read_text().replace("label: ", f"label: {word} ", 1))


@pytest.mark.parametrize(("running", "name"), CASES, indirect=["running"])
def test_a_reload_takes_no_new_program(running: Server, program: Path, seeds: Path, name: str) -> None:
    """It is refused, /readyz says why, and workers serve on; when the files are back, so is the reload."""
    path, text = BROKEN[name]
    held = (program / path).read_text()
    (program / path).unlink() if text is None else (program / path).write_text(text)
    word = f"fresh{next(_numbers)}"
    rename(seeds, word)
    running.hang_up()
    told = refused(running)
    assert "program" in told
    assert "restart" in told
    assert {answer.json()["items"] == [] for answer in answers(running, f"/v1/companies?q={word}")} == {True}
    (program / path).write_text(held)
    running.hang_up()
    reloaded(running)
    eventually(lambda: everywhere(running, f"/v1/companies?q={word}", lambda one: len(one.json()["items"]) == 1))


def test_a_worker_that_starts_later_is_of_the_same_program(running: Server, program: Path) -> None:
    """A worker killed amid an upgrade comes back, though what is on disk could not be started."""
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
