"""HTTP as bytes on a socket, for requests that no client library would send."""

import socket
from dataclasses import dataclass
from urllib.parse import urlsplit

from tests.serving import Server

CLOSE = b"Connection: close\r\n"


@dataclass(frozen=True)
class Answer:
    """One answer; `rest` is what followed it."""

    status: int
    head: str
    body: bytes
    rest: bytes = b""


def send(server: Server, *pieces: bytes, ends: bool = False) -> bytes:
    """Everything received until the server closes; with `ends` our side closes first, in the middle of the request."""
    at = urlsplit(server.url)
    with socket.create_connection((str(at.hostname), int(at.port or 80)), timeout=40) as connection:
        try:
            for piece in pieces:
                connection.sendall(piece)
            if ends:
                connection.shutdown(socket.SHUT_WR)
        except OSError:
            pass  # refused before the end: what counts is the answer
        return _everything(connection)


def _everything(connection: socket.socket) -> bytes:
    received = b""
    try:
        while chunk := connection.recv(65536):
            received += chunk
    except ConnectionResetError:
        pass
    return received


def answers(received: bytes) -> list[Answer]:
    """The answers in these bytes, divided by their Content-Length."""
    found = []
    while received.startswith(b"HTTP/1."):
        head, _, rest = received.partition(b"\r\n\r\n")
        text = head.decode("latin-1")
        status = int(text.split(" ", 2)[1])
        length = _length(status, text, rest)
        found.append(Answer(status, text, rest[:length], rest[length:]))
        received = rest[length:]
    return found


def _length(status: int, head: str, rest: bytes) -> int:
    if status < 200 or status in (204, 304):
        return 0
    for line in head.split("\r\n")[1:]:
        name, _, value = line.partition(":")
        if name.lower() == "content-length":
            return int(value)
    return len(rest)


def ask(server: Server, *pieces: bytes, ends: bool = False) -> list[Answer]:
    """The answers to these bytes."""
    return answers(send(server, *pieces, ends=ends))


def request(target: bytes = b"/healthz", method: bytes = b"GET", headers: bytes = b"", body: bytes = b"") -> bytes:
    """One request with `Connection: close`."""
    return method + b" " + target + b" HTTP/1.1\r\nHost: x\r\n" + CLOSE + headers + b"\r\n" + body
