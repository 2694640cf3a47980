"""How a server ends, and what it does if few files and sockets may be open."""

import os
import resource
import signal
import socket
import time
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from urllib.parse import urlsplit

import pytest
import requests

from tests.operation.processes import eventually, workers_of
from tests.serving import PATIENCE, Server, serving

_FILES = 80
_GRACEFUL = 30  # seconds that gunicorn waits for its workers


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A server whose worker may have few files open."""
    with serving(tmp_path_factory.mktemp("server"), app="asgi:app") as running:
        resource.prlimit(running.process.pid, resource.RLIMIT_NOFILE, (_FILES, _FILES))
        (worker,) = workers_of(running.process.pid)
        os.kill(worker, signal.SIGKILL)
        eventually(lambda: worker not in workers_of(running.process.pid) and running.get("/healthz").ok)
        yield running


def test_idle_connections_do_not_use_up_the_files(server: Server) -> None:
    """If there are more connections than files, those idle longest are closed, and requests are answered."""
    address = urlsplit(server.url)
    with ExitStack() as open_ones:
        for _ in range(_FILES + 20):
            open_ones.enter_context(socket.create_connection((str(address.hostname), int(address.port or 0))))
        assert requests.get(server.url + "/v1/figures.csv?limit=3", timeout=PATIENCE).ok  # on a new connection


def test_a_quick_end_is_quick(server: Server) -> None:
    """QUIT, which supervisors send to the master alone, ends the server at once: no worker has to be killed."""
    began = time.monotonic()
    server.process.send_signal(signal.SIGQUIT)
    assert server.process.wait(_GRACEFUL * 2) == 0
    assert time.monotonic() - began < _GRACEFUL
    assert "SIGKILL! Perhaps out of memory?" not in Path(server.folder / "server.log").read_text().rpartition("quit")[2]
