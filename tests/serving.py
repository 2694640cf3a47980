"""A server of the project's own, as an operator runs it: gunicorn in a process, on a free port, with its own folder."""

import contextlib
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import requests

from api.store.sqlite import CURRENT
from tests.snapshots import place_snapshot

ROOT = Path(__file__).parent.parent
SEEDS = ROOT / "seeds"
PATIENCE = 120.0
"""Seconds after which a test gives up: only a fault takes so long, on a busy machine too. No test passes by it."""
QUERY_SECONDS = 10.0  # on a machine that runs several suites at once, one second is soon over
ARTICLE = "microsoft-china-relocation"


@dataclass(frozen=True)
class Server:
    """A running server; paths given to it begin with '/'."""

    url: str
    folder: Path
    process: "subprocess.Popen[bytes]"
    session: requests.Session

    def get(self, path: str, method: str = "GET", **options: object) -> requests.Response:
        """One request; redirects are not followed."""
        headers = {"Accept-Encoding": "identity", **dict(options.pop("headers", {}))}  # type: ignore[call-overload]
        return self.session.request(
            method,
            self.url + path,
            headers=headers,
            timeout=PATIENCE,
            allow_redirects=False,
            **options,  # type: ignore[arg-type]
        )

    def hang_up(self) -> None:
        """Ask the master to reload."""
        self.process.send_signal(signal.SIGHUP)


def free_port() -> int:
    """A port that nothing listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextlib.contextmanager
def serving(
    folder: Path, seeds: Path = SEEDS, app: str = "wsgi:app", root: Path = ROOT, loads: bool = False, **environment: str
) -> Iterator[Server]:
    """A server on the seeds, of the program under `root`, ended by its id when the block is left.

    Unless it `loads` the seeds itself, it finds them loaded.
    """
    port = free_port()
    known = {
        "ARTICLE_FACTS_FOLDER": str(folder),
        "ARTICLE_FACTS_SEEDS": str(seeds),
        "ARTICLE_FACTS_ACCESS_LOG": "0",
        "ARTICLE_FACTS_QUERY_SECONDS": str(QUERY_SECONDS),
        "PORT": str(port),
        "HOST": "127.0.0.1",
    }
    folder.mkdir(parents=True, exist_ok=True)
    elsewhere = {"ARTICLE_FACTS_SEEDS", "ARTICLE_FACTS_FOLDER", "ARTICLE_FACTS_DATABASE_URL"} & environment.keys()
    if not (loads or elsewhere or (folder / CURRENT).exists()):
        place_snapshot(seeds, folder)
    log = (folder / "server.log").open("wb")
    command = [sys.executable, "-m", "gunicorn", "--config", "gunicorn.conf.py"]
    if app == "wsgi:app":
        command.append(app)
    process = subprocess.Popen(command, cwd=root, env=os.environ | known | environment, stdout=log, stderr=log)
    with log, requests.Session() as session:
        server = Server(f"http://127.0.0.1:{port}", folder, process, session)
        try:
            _wait(server)
            yield server
        finally:
            process.terminate()
            process.wait(PATIENCE)


def _wait(server: Server) -> None:
    for _ in range(int(PATIENCE / 0.05)):
        if server.process.poll() is not None:
            raise RuntimeError((server.folder / "server.log").read_text())
        # A connection waits in the backlog until a worker accepts: on a busy machine for longer than this timeout.
        with contextlib.suppress(requests.ConnectionError, requests.Timeout):
            requests.get(server.url + "/healthz", timeout=5)
            return
        time.sleep(0.05)
    raise RuntimeError("the server did not come up:\n" + (server.folder / "server.log").read_text())
