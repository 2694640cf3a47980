"""The test suite itself: without its PostgreSQL it stops at once, and it leaves no server behind."""

import os
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.operation.processes import eventually
from tests.serving import ROOT
from tests.store.postgres import is_alive

pytestmark = [pytest.mark.faults, pytest.mark.needs("postgresql")]
_PROBE = [sys.executable, "-m", "pytest", "tests/faults/postgres_probe.py", "-m", "", "-k"]


def test_a_run_whose_postgresql_is_gone_stops_with_a_sentence() -> None:
    """Without PostgreSQL no further test runs; the run ends with its own status and the end of PostgreSQL's log."""
    done = subprocess.run([*_PROBE, "postgresql"], cwd=ROOT, capture_output=True, text=True, timeout=120, check=False)
    assert done.returncode == 3
    assert "The run's PostgreSQL is gone." in done.stdout


def _to_the_run(run: "subprocess.Popen[bytes]", number: int) -> None:
    run.send_signal(number)


def _to_its_group(run: "subprocess.Popen[bytes]", number: int) -> None:
    """Send the signal to the whole process group, as a terminal does."""
    os.killpg(run.pid, number)


@pytest.mark.parametrize(
    ("number", "workers", "tell"),
    [
        (signal.SIGTERM, "0", _to_the_run),
        (signal.SIGTERM, "1", _to_the_run),
        (signal.SIGINT, "1", _to_the_run),
        (signal.SIGINT, "1", _to_its_group),
    ],
)
def test_a_signal_ends_the_servers_of_a_run(
    tmp_path: Path, number: int, workers: str, tell: Callable[["subprocess.Popen[bytes]", int], None]
) -> None:
    """TERM and Ctrl-C tear the fixtures down, in the workers of pytest-xdist too."""
    output = tmp_path / "processes"
    command = [*_PROBE, "waits", "--numprocesses", workers]
    environment = os.environ | {"PROBE_FILE": str(output)}
    run = subprocess.Popen(command, cwd=ROOT, env=environment, stdout=subprocess.DEVNULL, start_new_session=True)
    servers = eventually(lambda: _processes(run, output), seconds=120)
    tell(run, number)
    assert run.wait(90) == 2
    eventually(lambda: not any(map(is_alive, servers)))


def _processes(run: "subprocess.Popen[bytes]", output: Path) -> list[int]:
    assert run.poll() is None
    text = output.read_text() if output.exists() else ""
    return list(map(int, text.split())) if text.endswith("\n") else []
