"""One connection of gunicorn's ASGI worker, made fit for clients that mean harm, and quick for those that ask again.

gunicorn 27.0.1 does not limit how long a new connection may take to send its first request, nor how long a client may
take to read. And what it refuses itself, before the app is reached, it refuses as plain text.
"""

import json
from asyncio import TimerHandle, Transport
from collections.abc import Iterable
from http import HTTPStatus
from typing import Any

from gunicorn.asgi.protocol import ASGIProtocol, _get_cached_date_header

from api.cache.lane import NAME, Lane, is_whole

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
    _lane: Lane | None = None
    _sent: bytes | None = None  # what the parser was given last, if that may be a whole request
    _is_begun = False  # the parser holds the begin of a request
    _answered = 0.0  # by the express lane: when

    def connection_made(self, transport: Transport) -> None:
        """Give the client a time to ask in, and someone else's place where there is none."""
        super().connection_made(transport)
        hooks = (self._pre_request, self._post_request)
        if hooks == (None, None) and not self.log.access_log_enabled:  # these want to see every request
            self._lane = getattr(self.app, "lane", None)
        self._asked = self.worker.loop.call_later(SECONDS_TO_ASK, self._has_not_asked)
        self.worker.admit(self)

    def connection_lost(self, exc: Exception | None) -> None:
        """Give the place back."""
        self.worker.connections.pop(self, None)
        for timer in (self._asked, self._taken):
            if timer is not None:
                timer.cancel()
        super().connection_lost(exc)

    def _feed_callback_parser(self, data: bytes) -> bool:
        """Take the express lane where these bytes are known and it is free; else let gunicorn parse them.

        Also called with what came before the answer to the request before it was out.
        """
        if self._current_request is None and not self._is_begun:
            if self._lane is not None and self._is_free:
                answer = self._lane.answer(data, _get_cached_date_header())
                if answer is not None:
                    self._send(*answer)
                    return True
            self._sent = data if is_whole(data) else None
        is_going_on = bool(super()._feed_callback_parser(data))
        self._is_begun = self._current_request is None
        if self._is_begun:
            self._sent = None  # the parser has passed over them, or waits for more: they were no request
        return is_going_on

    @property
    def _is_free(self) -> bool:
        """Whether an answer may go out at once, on a connection that stays open."""
        return (
            not self._request_ready.is_set()
            and not self._finishing_calls
            and not self._flow_control.write_paused
            and self.worker.alive
            and self.worker.nr + 1 < self.worker.max_requests
        )

    def _send(self, head: bytes, body: bytes) -> None:
        self.worker.nr += 1
        self._answered = self.worker.loop.time()
        if self._keepalive_handle is None:
            self._arm_keepalive_timer()
        self.transport.write(head)
        if body:
            self.transport.write(body)

    def _build_http_scope(self, request: Any, sockname: Any, peername: Any) -> dict[str, Any]:
        """Hand on the request's bytes where the connection stays open after it, so that the lane may learn them."""
        scope: dict[str, Any] = super()._build_http_scope(request, sockname, peername)
        if self._sent is not None and request.version == (1, 1) and not self._will_close(request, False):
            scope["extensions"] = {NAME: self._sent}
        return scope

    def _keepalive_timeout(self) -> None:
        """The express lane does not set the timer anew for each request, so it may ring too early."""
        left = self._answered + self._keepalive - self.worker.loop.time()
        if self._answered and left > 0:
            self._keepalive_handle = self.worker.loop.call_later(left, self._keepalive_timeout)
        else:
            super()._keepalive_timeout()

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
        """Whether it has no request under way: it has sent nothing, or not all of its headers, or keeps alive.

        What the express lane has answered is under way until the client has taken it, or nearly.
        """
        return self._awaiting_request and not self._flow_control.write_paused

    def make_room(self) -> None:
        """End it for another's sake."""
        if self.transport is not None:
            self.transport.abort()

    def _has_not_asked(self) -> None:
        if self.is_waiting and self.req_count == 1 and not self._answered:
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
