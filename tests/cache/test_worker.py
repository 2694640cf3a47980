"""Clients that take their time, and more of them than there is room for."""

import socket
import time
from contextlib import ExitStack
from pathlib import Path

from tests.operation.processes import eventually
from tests.serving import PATIENCE

from .serving import Server, fresh, gunicorn, is_waiting


def everything(connection: socket.socket) -> bytes:
    """All that comes until the end."""
    return b"".join(iter(lambda: connection.recv(65536), b""))


def test_a_first_request_that_does_not_come(server: Server) -> None:
    """However much of it has arrived, the connection is closed after a second."""
    started = time.monotonic()
    with ExitStack() as stack:
        begun = (b"", b"GET / HT", b"GET / HTTP/1.1\r\nHost: x\r\nA: ")
        slow = [stack.enter_context(server.connect(sent)) for sent in begun]
        answers = [everything(connection) for connection in slow]
    assert answers == [b"", b"", b""]
    assert 0.9 < time.monotonic() - started < PATIENCE / 2


def test_a_client_that_asks_in_time_may_take_longer(server: Server) -> None:
    """The limit is for the first request's headers; a connection that is kept alive outlives it."""
    path = fresh("keep")
    request = f"GET {path} HTTP/1.1\r\nHost: x\r\n\r\n".encode()
    with server.connect(request) as connection:
        assert connection.recv(12) == b"HTTP/1.1 200"
        time.sleep(1.3)
        connection.recv(65536)
        connection.sendall(request)
        assert connection.recv(12) == b"HTTP/1.1 200"


def test_the_longest_waiting_makes_room(small: Server) -> None:
    """With three times as many silent connections as there is room for, a request is served at once."""
    with ExitStack() as stack:
        silent = [stack.enter_context(small.connect(b"GET / HTTP/1.1\r\n")) for _ in range(60)]
        assert small.ask(fresh("keep")).status == 200
        assert is_waiting(silent[-1])  # so the answer came before their time was over
        assert silent[0].recv(1) == b""


def test_no_request_under_way_is_ended_for_another(small: Server) -> None:
    """However many come after it."""
    path = fresh("slow")
    with ExitStack() as stack:
        busy = stack.enter_context(small.connect(f"GET {path} HTTP/1.1\r\nHost: x\r\n\r\n".encode()))
        assert small.becomes(path, calls=1)
        for _ in range(60):
            stack.enter_context(small.connect(b"GET / HTTP/1.1\r\n"))
        assert busy.recv(12) == b"HTTP/1.1 200"


def test_who_does_not_take_an_answer_is_let_go(small: Server) -> None:
    """A connection that was given up, with bytes left for it, does not stay open."""
    time.sleep(0.1)
    before = small.open_files()
    request = f"GET {fresh('stream')}?10000 HTTP/1.1\r\nHost: x\r\n\r\n".encode()
    with small.connect(request, receive_buffer=4096):
        eventually(lambda: small.open_files() == before + 1)
        eventually(lambda: small.open_files() == before)


def test_who_asks_and_does_not_read_is_let_go(small: Server) -> None:
    """A client that sends many requests for cached answers and reads none is cut off."""
    time.sleep(0.1)
    before = small.open_files()
    request = f"GET {fresh('large')} HTTP/1.1\r\nHost: x\r\n\r\n".encode()
    with small.connect(request * 20, receive_buffer=4096):
        eventually(lambda: small.open_files() == before + 1)
        eventually(lambda: small.open_files() == before)


def test_a_slow_reader_that_reads_is_served(small: Server) -> None:
    """For as long as it keeps reading."""
    request = f"GET {fresh('megabytes')} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n".encode()
    with small.connect(request, receive_buffer=65536) as connection:
        size = 0
        while piece := connection.recv(65536):
            size += len(piece)
            time.sleep(0.02)
        assert size > 3_000_000


def test_no_answer_under_way_is_ended_for_another(tmp_path: Path) -> None:
    """Nor is one from memory while its client still reads it."""
    request, size = f"GET {fresh('most')} HTTP/1.1\r\nHost: x\r\n\r\n".encode(), 9_000_000
    options = ("tests.cache.tiny:roomy", "--worker-connections", "5")
    with gunicorn(tmp_path / "log", *options) as roomy, ExitStack() as stack:
        for _ in range(2):  # then its bytes are known
            assert len(roomy.raw(request)) > size
        busy = stack.enter_context(roomy.connect(request, receive_buffer=65536))
        time.sleep(0.1)
        for _ in range(10):
            stack.enter_context(roomy.connect(b"GET / HTTP/1.1\r\n"))
        while size > 0:
            piece = busy.recv(65536)
            assert piece, f"{size} bytes are missing"
            size -= len(piece)
