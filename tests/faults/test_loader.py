"""A load that hangs, and two servers on one folder."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.faults.conftest import Measured
from tests.operation.processes import eventually, workers_of
from tests.serving import ROOT, SEEDS, Server, serving

pytestmark = pytest.mark.faults

_LIMIT = 20  # seconds; a start on a busy machine must stay below


def loader_of(server: Server) -> int:
    """The process that loads, once it exists: a child of the one that the master started and does not wait for."""

    def find() -> int:
        for supervisor in workers_of(server.process.pid):
            words = Path(f"/proc/{supervisor}/cmdline").read_bytes().split(b"\0")
            if words[1:2] and words[1].endswith(b"gunicorn.conf.py"):
                return next(iter(workers_of(supervisor)), 0)
        return 0

    return eventually(find)


def test_a_loader_that_hangs_holds_up_nothing(tmp_path: Path, measured: Measured) -> None:
    """While a load hangs, requests are answered; after the time limit /readyz reports it, and TERM ends the server
    at once."""
    seeds = tmp_path / "seeds"
    subprocess.run(["cp", "-r", SEEDS, seeds], check=True)
    options = {"ARTICLE_FACTS_LOAD_SECONDS": str(_LIMIT), "WEB_CONCURRENCY": "1"}
    with serving(tmp_path / "var", seeds, app="asgi:app", **options) as server:
        (seeds / "companies.yaml").touch()
        server.hang_up()
        os.kill(loader_of(server), signal.SIGSTOP)
        assert server.get("/v1/figures").status_code == 200
        error = eventually(lambda: server.get("/readyz").json()["reload_error"], _LIMIT + 20)
        assert f"took more than {_LIMIT} s" in error
        server.hang_up()
        hanging = loader_of(server)
        os.kill(hanging, signal.SIGSTOP)
        began = time.monotonic()
        server.process.send_signal(signal.SIGTERM)
        server.process.wait(15)
        measured("hung loader", seconds=time.monotonic() - began)
        os.kill(hanging, signal.SIGKILL)


def test_two_servers_on_one_folder(tmp_path: Path, measured: Measured) -> None:
    """A second server says which setting to change; a killed server does not prevent the next."""
    command = [sys.executable, "-m", "gunicorn", "--config", "gunicorn.conf.py"]
    environment = os.environ | {"ARTICLE_FACTS_FOLDER": str(tmp_path), "PORT": "0"}
    with serving(tmp_path, app="asgi:app", WEB_CONCURRENCY="1") as first:
        second = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, timeout=60)
        assert second.returncode == 1
        assert "ARTICLE_FACTS_FOLDER" in second.stderr
        assert "Traceback" not in second.stderr
        workers = workers_of(first.process.pid)
        first.process.kill()
    with serving(tmp_path, app="asgi:app", WEB_CONCURRENCY="1") as third:
        assert third.get("/healthz").status_code == 200
        eventually(lambda: not any(Path(f"/proc/{worker}").exists() for worker in workers))
    measured("killed master")


def test_a_master_killed_in_its_first_load_does_not_stop_the_next(tmp_path: Path) -> None:
    """A load that outlives its master, even one that hangs, does not hold the folder."""
    environment = os.environ | {"ARTICLE_FACTS_FOLDER": str(tmp_path), "PORT": "0"}
    command = [sys.executable, "-m", "gunicorn", "--config", "gunicorn.conf.py"]
    with subprocess.Popen(command, cwd=ROOT, env=environment, stderr=subprocess.DEVNULL) as master:
        (loader,) = eventually(lambda: workers_of(master.pid))
        os.kill(loader, signal.SIGSTOP)
        master.kill()
    try:
        with serving(tmp_path, app="asgi:app", loads=True) as next_one:
            assert next_one.get("/readyz").status_code == 200
    finally:
        os.kill(loader, signal.SIGKILL)
