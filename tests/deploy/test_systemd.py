"""The systemd units: their sandbox, and a restart on a socket that systemd holds."""

import contextlib
import os
import re
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
import requests

from tests.serving import PATIENCE, ROOT, SEEDS
from tests.snapshots import place_snapshot

_GREATEST_EXPOSURE = 1.5  # of 10; 9.6 is a service without a sandbox


@pytest.mark.needs("systemd-analyze")
def test_the_service_is_sandboxed() -> None:
    """systemd's own judgement of the unit."""
    unit = ROOT / "deploy/article-facts.service"
    command = ["systemd-analyze", "security", "--offline=true", "--no-pager", str(unit)]
    told = subprocess.run(command, capture_output=True, text=True, timeout=PATIENCE, check=True).stdout
    (exposure,) = re.findall(r"Overall exposure level.*?: ([\d.]+)", told)
    assert float(exposure) <= _GREATEST_EXPOSURE


def test_connections_wait_while_the_service_restarts(tmp_path: Path) -> None:
    """Between two services on one passed socket a request waits in it, and is answered by the second."""
    with socket.create_server(("127.0.0.1", 0), backlog=64) as listener:
        url = f"http://127.0.0.1:{listener.getsockname()[1]}"
        place_snapshot(SEEDS, tmp_path)
        for _ in range(2):
            with _service(listener, tmp_path) as service:
                assert requests.get(url + "/readyz", timeout=PATIENCE).ok
            assert service.returncode == 0


@contextlib.contextmanager
def _service(listener: socket.socket, folder: Path) -> Iterator["subprocess.Popen[bytes]"]:
    """Started as systemd would, with the socket as descriptor 3 and its own id in LISTEN_PID; ended with the block."""
    start = (
        f"import os; os.dup2({listener.fileno()}, 3); os.environ['LISTEN_PID'] = str(os.getpid()); "
        f"os.execv({sys.executable!r}, [{sys.executable!r}, '-m', 'gunicorn', '--config', 'gunicorn.conf.py'])"
    )
    known = {"ARTICLE_FACTS_FOLDER": str(folder), "ARTICLE_FACTS_SEEDS": str(SEEDS), "LISTEN_FDS": "1"}
    log = (folder / "server.log").open("ab")
    with log:
        service = subprocess.Popen(
            [sys.executable, "-c", start], cwd=ROOT,
            env=os.environ | known, pass_fds=(listener.fileno(),), stdout=log, stderr=log,
        )  # fmt: skip
    try:
        yield service
    finally:
        service.terminate()
        service.wait(PATIENCE)
