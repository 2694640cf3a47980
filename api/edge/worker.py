"""gunicorn's ASGI worker, made fit for clients that mean harm: `worker_class = "api.edge.worker.EdgeWorker"`.

gunicorn 27.0.1 does not limit how long a new connection may take to send its first request, nor how long a client may
take to read, nor, in this worker, how many connections there are (`worker_connections`): some thousand that do nothing
use up the file descriptors, and nobody else is served. And what it refuses itself, before the app is reached, it
refuses as plain text.
"""

import json
from asyncio import TimerHandle, Transport
from collections.abc import Iterable
from http import HTTPStatus
from typing import Any

from gunicorn.asgi.protocol import ASGIProtocol
from gunicorn.workers import gasgi

# From the connection to the end of the first request's headers. For later ones `keepalive` counts.
SECONDS_TO_ASK = 10.0
# A client that is behind with reading and takes less than so much in that time is given up.
SECONDS_TO_TAKE = 30.0
LEAST_TO_TAKE = 65536  # bytes


def refusal(status: int, detail: str, more: Iterable[tuple[str, str]] = ()) -> bytes:
    """A whole response that ends its connection: problem+json, in the words of the app's own."""
    code = "malformed-request" if status < HTTPStatus.INTERNAL_SERVER_ERROR else "internal-error"
    title = HTTPStatus(status).phrase
    problem = {"type": f"/v1/problems/{code}", "title": title, "status": status, "detail": detail, "code": code}
    body = json.dumps(problem).encode()
    headers = {
        "Content-Type": "application/problem+json",
        "Content-Length": str(len(body)),
        "Cache-Control": "no-store",
        "Access-Control-Allow-Origin": "*",
        "X-Content-Type-Options": "nosniff",
        **dict(more),
        "Connection": "close",
    }
    lines = [f"HTTP/1.1 {status} {title}", *(f"{name}: {value}" for name, value in headers.items()), "", ""]
    return "\r\n".join(lines).encode("latin-1") + body


class EdgeProtocol(ASGIProtocol):  # type: ignore[misc]
    """One connection."""

    _asked: TimerHandle | None = None
    _taken: TimerHandle | None = None

    def connection_made(self, transport: Transport) -> None:
        """Give the client a time to ask in, and someone else's place where there is none."""
        super().connection_made(transport)
        self._asked = self.worker.loop.call_later(SECONDS_TO_ASK, self._has_not_asked)
        self.worker.admit(self)

    def connection_lost(self, exc: Exception | None) -> None:
        """Give the place back."""
        self.worker.connections.pop(self, None)
        for timer in (self._asked, self._taken):
            if timer is not None:
                timer.cancel()
        super().connection_lost(exc)

    def pause_writing(self) -> None:
        """The client is behind: watch it."""
        super().pause_writing()
        self._expect_to_take()

    def resume_writing(self) -> None:
        """It is not any more."""
        if self._taken is not None:
            self._taken.cancel()
            self._taken = None
        super().resume_writing()

    @property
    def is_waiting(self) -> bool:
        """Whether it has no request under way: it has sent nothing, or not all of its headers, or keeps alive."""
        return bool(self._awaiting_request)

    def make_room(self) -> None:
        """End it for another's sake."""
        if self.transport is not None:
            self.transport.abort()

    def _has_not_asked(self) -> None:
        if self.is_waiting and self.req_count == 1:
            self._send_error_response(HTTPStatus.REQUEST_TIMEOUT, "The request's headers did not arrive in time.")
            self._keepalive_timeout()

    def _expect_to_take(self) -> None:
        left = self.transport.get_write_buffer_size()
        self._taken = self.worker.loop.call_later(SECONDS_TO_TAKE, self._has_taken, left)

    def _has_taken(self, left: int) -> None:
        if self.transport.get_write_buffer_size() > left - LEAST_TO_TAKE:
            self.transport.abort()
        else:
            self._expect_to_take()

    def _send_error_response(self, status: int, message: str, extra_headers: Iterable[tuple[str, str]] = ()) -> None:
        self._safe_write(refusal(status, message, extra_headers))

    def _close_transport(self) -> None:
        """gunicorn waits for the client to take what is left, without end."""
        super()._close_transport()
        if self._taken is None and self.transport is not None and self.transport.get_write_buffer_size():
            self._expect_to_take()


class EdgeWorker(gasgi.ASGIWorker):  # type: ignore[misc]
    """Holds at most `worker_connections` connections: past that, the longest waiting one makes room."""

    def __init__(self, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        self.connections: dict[EdgeProtocol, None] = {}  # The oldest first.

    def admit(self, connection: EdgeProtocol) -> None:
        """Take one more connection. One with a request under way is not ended for it."""
        self.connections[connection] = None
        if len(self.connections) > self.worker_connections:
            next(filter(lambda one: one.is_waiting, self.connections), connection).make_room()

    async def _serve(self) -> None:
        # The protocol notes whether there is a C parser on the class that is asked, and looks it up on this one.
        ASGIProtocol._check_h1c_protocol_available()
        # gunicorn has no setting for the protocol class; this is the worker's own process.
        gasgi.ASGIProtocol = EdgeProtocol
        await super()._serve()
