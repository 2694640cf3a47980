"""A gunicorn of our own, on a free port of 127.0.0.1, and the clients to try it with."""

import json
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from http.client import HTTPConnection
from itertools import count
from pathlib import Path
from typing import Any

from tests.serving import PATIENCE, ROOT, free_port

WORKER = "api.cache.worker.Worker"
_numbers = count()
_ending: list["subprocess.Popen[bytes]"] = []


@dataclass(frozen=True)
class Answer:
    """A response, its header names in lower case."""

    status: int
    headers: dict[str, str]
    body: bytes

    def json(self) -> Any:
        """The body as JSON."""
        return json.loads(self.body)


@dataclass(frozen=True)
class Server:
    """A running server."""

    port: int
    pid: int
    log: Path

    def ask(self, target: str, method: str = "GET", body: bytes | None = None, /, **headers: str) -> Answer:
        """One request on a connection of its own; `if_none_match=` is the header If-None-Match."""
        with closing(HTTPConnection("127.0.0.1", self.port, timeout=PATIENCE)) as connection:
            connection.putrequest(method, target, skip_accept_encoding=True)
            for name, value in headers.items():
                connection.putheader(name.replace("_", "-"), value)
            if body is not None:
                connection.putheader("Content-Length", str(len(body)))
            connection.endheaders(body)
            response = connection.getresponse()
            named = {name.lower(): value for name, value in response.getheaders()}
            return Answer(response.status, named, response.read())

    def state(self, path: str) -> Any:
        """What the app and the cache have seen of a path."""
        return self.ask(f"/state/{next(_numbers)}?{path}").json()

    def becomes(self, path: str, **expected: int) -> bool:
        """Whether the state of a path is as expected, now or soon."""
        until = time.monotonic() + PATIENCE
        while time.monotonic() < until:
            state = self.state(path)
            if all(state[name] == value for name, value in expected.items()):
                return True
            time.sleep(0.02)
        return False

    def calls(self, path: str) -> int:
        """How often the app was called for a path."""
        return int(self.state(path)["calls"])

    def connect(self, sent: bytes = b"", receive_buffer: int | None = None) -> socket.socket:
        """A raw connection on which `sent` went out; with a small receive buffer its reader is slow."""
        connection = socket.socket()
        if receive_buffer:
            connection.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, receive_buffer)
        connection.settimeout(PATIENCE)
        connection.connect(("127.0.0.1", self.port))
        connection.sendall(sent)
        return connection

    def raw(self, sent: bytes) -> bytes:
        """All that comes back for `sent` until the server closes, or falls silent after its first words."""
        with self.connect(sent) as connection:
            return b"".join(_received(connection))

    def open_files(self) -> int:
        """How many files and sockets the worker holds."""
        children = Path(f"/proc/{self.pid}/task/{self.pid}/children").read_text().split()
        return sum(len(os.listdir(f"/proc/{child}/fd")) for child in children)


def is_waiting(connection: socket.socket) -> bool:
    """Whether the server has neither answered nor closed."""
    connection.setblocking(False)
    try:
        connection.recv(1)
    except BlockingIOError:
        return True
    return False


def _received(connection: socket.socket) -> Iterator[bytes]:
    try:
        while piece := connection.recv(65536):
            yield piece
            connection.settimeout(0.2)
    except (TimeoutError, ConnectionResetError):
        return


def fresh(what: str) -> str:
    """A path of the tiny app that has not been requested yet."""
    return f"/{what}/{next(_numbers)}"


@contextmanager
def gunicorn(log: Path, target: str = "tests.cache.tiny:app", *options: str) -> Iterator[Server]:
    """Run `target` with one ASGI worker; ended with SIGTERM, see below."""
    port = free_port()
    config = log.with_name("gunicorn.conf.py")
    config.touch()  # Empty, lest gunicorn takes the project's own.
    command = [sys.executable, "-m", "gunicorn", target, "--bind", f"127.0.0.1:{port}", "--config", str(config)]
    command += ["--worker-class", WORKER, "--no-control-socket", "--keep-alive", "5", "--graceful-timeout", "5"]
    command += options
    with log.open("wb") as output:
        process = subprocess.Popen(command, cwd=ROOT, stderr=output, env=os.environ | {"PYTHONDONTWRITEBYTECODE": "1"})
    try:
        server = Server(port, process.pid, log)
        _wait_for(server, process)
        yield server
    finally:
        process.send_signal(signal.SIGTERM)
        _ending.append(process)


def wait_for_the_end() -> None:
    """Of all the servers that were told to: together, for it takes each a second or two."""
    while _ending:
        _ending.pop().wait(PATIENCE)


def _wait_for(server: Server, process: "subprocess.Popen[bytes]") -> None:
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until:
        assert process.poll() is None, server.log.read_text()
        try:
            server.ask("/")
            return
        except OSError:
            time.sleep(0.05)
    raise AssertionError(server.log.read_text())
