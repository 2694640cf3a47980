"""gunicorn's worker: uvicorn, with bounds on what one connection may send, hold and delay.

uvicorn 0.54 reads endless headers, waits for ever for a first request, and lets a client take its answer as slowly as
it likes. `Connection` is given to it by its `http` option and overrides methods of asyncio's `Protocol` and of the
interface that httptools documents for the object it parses into.
"""

import contextlib
import fcntl
import re
import resource
import signal
import struct
import termios
from asyncio import AbstractEventLoop, TimerHandle, Transport, get_running_loop
from collections import OrderedDict
from typing import Any

import httptools
from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol
from uvicorn_worker import UvicornWorker

from api.cache.limits import FIELDS, LONG_FIELD
from api.cache.messages import CONNECTION
from api.settings import Settings

# Bytes of a head, and of what frames a body: chunk sizes, chunk extensions, trailers. So it limits the chunks too.
LARGEST_HEAD = 65536
# Fields of a head or trailer that are parsed before the connection is closed: each takes more memory than its bytes.
MOST_FIELDS = 4 * FIELDS
# Received bytes are parsed in pieces of this size; the limits are checked between two pieces.
PIECE = 16384
# Requests that may be waiting behind one on the same connection.
MOST_PIPELINED = 20
# From the connection, or from a request's first byte, to the end of its head; from there to the end of its body.
SECONDS_TO_ASK = 10.0
SECONDS_TO_SEND = 40.0
# Of a process; half are for connections, the rest for the store, for files of whole collections and for logs.
MOST_FILES = 65536
# After the order to end, for connections on which nothing was received.
SECONDS_TO_BEGIN = 0.5
# A client that is behind with reading must keep the least pace over each of these periods.
SECONDS_TO_TAKE = 15.0
SECONDS_BETWEEN_LOOKS = 0.5
# asyncio's marks for "the client is behind" and "has caught up" are so many bytes apart.
TAKEN_TO_CATCH_UP = 49152

LEAST_PACE = Settings.read().least_pace  # bytes a second

_NOT_ASCII = re.compile(rb"[\x80-\xff]")

_open: OrderedDict["Connection", None] = OrderedDict()  # the least recently active first


class Connection(HttpToolsProtocol):
    """One connection."""

    most = 2000  # open at one time

    def __init__(self, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        self.is_busy = False
        self._is_new = True  # nothing was received
        self._is_in_first_line = True  # of a request
        self._wire: Transport | None = None
        self._clock: AbstractEventLoop = get_running_loop()
        self._look: TimerHandle | None = None
        self._unframed = 0  # bytes received that are neither of a whole head nor of a body
        self._fields = 0  # of the head or trailer under way
        self._requests = 0  # begun in what was received last
        self._whole_by: float | None = None  # when the request under way must be whole; None between two
        self._left = 0  # bytes that the client has not taken
        self._taken = 0  # those that it has since it fell behind, or in the period after that
        self._since = 0.0  # when that began

    def connection_made(self, transport: Transport) -> None:  # type: ignore[override]
        """Start the time limit of the first request; with too many connections, close an idle one."""
        super().connection_made(transport)
        self._wire = transport
        self._whole_by = self._clock.time() + SECONDS_TO_ASK
        self._since = self._clock.time()
        self._look = self._clock.call_later(SECONDS_BETWEEN_LOOKS, self._check)
        _open[self] = None
        if len(_open) > self.most:
            next((one for one in _open if one.is_idle), self).abort()

    def connection_lost(self, exc: Exception | None) -> None:
        _open.pop(self, None)
        if self._look is not None:
            self._look.cancel()
        super().connection_lost(exc)

    @property
    def is_idle(self) -> bool:
        """Whether nothing is being answered: no request has come, or not all of its head, or the last is done."""
        return not self.is_busy and self._wire is not None and not self._wire.get_write_buffer_size()

    def abort(self) -> None:
        if self._wire is not None:
            self._wire.abort()

    def data_received(self, data: bytes) -> None:
        """Parse within limits. Tasks that start in here see their connection in CONNECTION."""
        if self._wire is None or self._wire.is_closing():
            return
        CONNECTION.set(self)
        self._is_new = False
        self._requests = 0
        for begin in range(0, len(data), PIECE):
            piece = data[begin : begin + PIECE]
            self._unframed += len(piece)
            super().data_received(self._escaped(piece) if self._is_in_first_line else piece)
            if self._unframed > LARGEST_HEAD:
                self._refuse()
                return
        if self._whole_by is None and self._unframed:
            self._whole_by = self._clock.time() + SECONDS_TO_ASK
        _open.move_to_end(self)

    def _escaped(self, piece: bytes) -> bytes:
        """The piece, with letters of the target percent-encoded: curl sends "é" as typed, which httptools refuses."""
        line, end, rest = piece.partition(b"\n")
        self._is_in_first_line = not end
        return piece if line.isascii() else _NOT_ASCII.sub(lambda byte: b"%%%02X" % byte[0][0], line) + end + rest

    def on_header(self, name: bytes, value: bytes) -> None:
        """httptools: one field."""
        self._fields += 1
        if self._fields > MOST_FIELDS:
            raise httptools.HttpParserError("too many header fields")
        super().on_header(name, value)

    def on_headers_complete(self) -> None:
        """httptools: a head is whole."""
        self._requests += 1
        if self._requests > MOST_PIPELINED:
            raise httptools.HttpParserError("too many requests in one piece")
        self._unframed = self._fields = 0
        self._whole_by = self._clock.time() + SECONDS_TO_SEND
        self.is_busy = True
        super().on_headers_complete()

    def on_body(self, body: bytes) -> None:
        """httptools: some of a body."""
        self._unframed -= len(body)
        super().on_body(body)

    def on_message_complete(self) -> None:
        """httptools: a request is whole."""
        self._unframed = self._fields = 0
        self._is_in_first_line = True
        self._whole_by = None
        super().on_message_complete()

    def shutdown(self) -> None:
        """uvicorn: the worker ends. A new connection may have sent a request already, so it gets a moment."""
        if self._is_new:
            self._clock.call_later(SECONDS_TO_BEGIN, super().shutdown)
        else:
            super().shutdown()

    def resume_writing(self) -> None:
        self._taken += TAKEN_TO_CATCH_UP
        super().resume_writing()

    def _refuse(self) -> None:
        if self._wire is not None and not self.is_busy:
            lines = [b"HTTP/1.1 431 Request Header Fields Too Large"]
            lines += [b"%s: %s" % field for field in LONG_FIELD.headers]
            self._wire.write(b"\r\n".join(lines) + b"\r\n\r\n" + LONG_FIELD.body)
            self._wire.close()
        else:
            self.abort()

    def _check(self) -> None:
        """Periodic check: is the client in time?"""
        if self._wire is None:
            return
        now = self._clock.time()
        if (self._whole_by is not None and now > self._whole_by) or self._is_too_slow(self._wire, now):
            self.abort()
        else:
            self._look = self._clock.call_later(SECONDS_BETWEEN_LOOKS, self._check)

    def _is_too_slow(self, wire: Transport, now: float) -> bool:
        """Whether the client has been behind for a whole period and has taken less than its pace."""
        left = wire.get_write_buffer_size() + _unacknowledged(wire)
        self._taken += max(0, self._left - left)
        self._left = left
        if not left:
            self._since = now
        if now - self._since <= SECONDS_TO_TAKE:
            return False
        taken, self._taken, self._since = self._taken, 0, now
        return taken < LEAST_PACE * SECONDS_TO_TAKE


def _unacknowledged(wire: Transport) -> int:
    """Bytes in the system's send queue, which takes megabytes off our hands for a client that takes none."""
    try:
        answer = fcntl.ioctl(wire.get_extra_info("socket").fileno(), termios.TIOCOUTQ, b"\0" * 4)
    except (OSError, AttributeError):  # closed, or of a kind that does not say
        return 0
    return int(struct.unpack("i", answer)[0])


class Worker(UvicornWorker):  # type: ignore[misc]  # it has no types
    """`worker_class = "api.cache.worker.Worker"`."""

    CONFIG_KWARGS = {  # noqa: RUF012 - its name and shape are the library's
        "loop": "uvloop",
        "http": Connection,
        "ws": "none",
        "lifespan": "on",
        "interface": "asgi3",
        "proxy_headers": False,
        "server_header": False,
        "access_log": False,
    }

    def __init__(self, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        Connection.most = min(self.cfg.worker_connections, _files() // 2)

    def handle_exit(self, *_: object) -> None:
        """gunicorn: end at once (QUIT). uvicorn's server does not listen to that; it does to a second INT."""
        signal.raise_signal(signal.SIGINT)
        signal.raise_signal(signal.SIGINT)


def _files() -> int:
    """Files that this process may have open, raised as far as its user may: shells allow 1,024."""
    files, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    enough = MOST_FILES if most == resource.RLIM_INFINITY else min(most, MOST_FILES)
    if 0 <= files < enough:
        with contextlib.suppress(OSError):  # a sandbox may forbid it
            resource.setrlimit(resource.RLIMIT_NOFILE, (enough, most))
            return enough
    return MOST_FILES if files == resource.RLIM_INFINITY else files
