"""A WSGI app that does what the edge must cope with, and tells what it has seen; `app` is the edge before it.

Paths are `/{what}/{anything}`: the second part makes keys that no other test has touched.
"""

import gzip
import json
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from contextvars import ContextVar
from typing import Any

from api.cache import CacheMiddleware, Outcome, bodies, streams, threads, worker

# Shorter than in production, so that the tests need not wait.
bodies.SECONDS_TO_SEND = 1.0
bodies.MOST_HELD = 500_000
streams.SECONDS_TO_TAKE = 1.0
threads.MOST_WAITING = 40
worker.SECONDS_TO_ASK = 1.0
worker.SECONDS_TO_SEND = 2.0
worker.SECONDS_TO_TAKE = 0.5
worker.SECONDS_BETWEEN_LOOKS = 0.1
worker.LEAST_PACE = 100_000

Headers = list[tuple[str, str]]
Result = tuple[str, Headers, Iterable[bytes]]

calls: Counter[str] = Counter()
running: Counter[str] = Counter()
most_at_once: Counter[str] = Counter()
batches: Counter[str] = Counter()
closed: Counter[str] = Counter()
observed: list[dict[str, Any]] = []
version: list[str | None] = ["1"]
counting = threading.Lock()
variable = ContextVar("variable", default="unset")

ETAG = '"tag"'
MODIFIED = "Sun, 06 Nov 1994 08:49:37 GMT"
OK = "200 OK"
MOST = 9_000_000  # bytes; more than the system takes off the server's hands
LARGE = 20_000  # bytes; the cache is 16 times as large, so this is the largest that is kept


def sized(content: bytes, *more: tuple[str, str]) -> Result:
    """A 200 that may be kept, unless `more` says otherwise."""
    return OK, [("Content-Length", str(len(content))), ("ETag", ETAG), *more], [content]


class Closing:
    """An iterable whose `close` is counted."""

    def __init__(self, path: str, chunks: Iterable[bytes]) -> None:
        self._path, self._chunks = path, iter(chunks)

    def __iter__(self) -> Iterator[bytes]:
        """Itself."""
        return self

    def __next__(self) -> bytes:
        """The next chunk, counted."""
        batches[self._path] += 1
        return next(self._chunks)

    def close(self) -> None:
        """As PEP 3333 wants it, called once."""
        closed[self._path] += 1


def keep(environ: dict[str, Any]) -> Result:
    told = {name: environ.get(name) for name in ("REQUEST_METHOD", "HTTP_ACCEPT", "HTTP_ACCEPT_ENCODING")}
    told["call"] = calls[environ["PATH_INFO"]]
    told["conditions"] = [name for name in environ if name.startswith("HTTP_IF_")]
    told["query"] = environ["QUERY_STRING"]
    vary, date = ("Vary", "Accept, accept-encoding"), ("Date", MODIFIED)
    return sized(json.dumps(told).encode(), ("Content-Type", "application/json"), vary, date, ("X-Request-ID", "app"))


def gzipped(environ: dict[str, Any]) -> Result:
    if "gzip" not in environ.get("HTTP_ACCEPT_ENCODING", ""):
        return sized(b"plain", ("Vary", "Accept-Encoding"))
    return sized(gzip.compress(b"plain"), ("Content-Encoding", "gzip"), ("Vary", "Accept-Encoding"))


def echo(environ: dict[str, Any]) -> Result:
    told = {name: value for name, value in environ.items() if isinstance(value, str)}
    told["body"] = environ["wsgi.input"].read().decode("latin-1")
    return sized(json.dumps(told).encode(), ("Cache-Control", "no-store"))


def limited(environ: dict[str, Any]) -> Result:
    """As an app with a limit of 100,000 bytes would."""
    longest = 100_000
    if int(environ.get("CONTENT_LENGTH") or 0) > longest or len(environ["wsgi.input"].read(longest + 1)) > longest:
        return "413 Payload Too Large", [("Content-Length", "3")], [b"413"]
    return sized(b"fine")


def stream(environ: dict[str, Any]) -> Result:
    """As many chunks of 64 KiB as the query says."""
    chunks = (b"%065536d" % number for number in range(int(environ["QUERY_STRING"])))
    return OK, [("ETag", ETAG)], Closing(environ["PATH_INFO"], chunks)


def broken_stream(environ: dict[str, Any]) -> Result:
    def chunks() -> Iterator[bytes]:
        yield b"x" * 70_000
        raise ValueError("broken on purpose")

    return OK, [], Closing(environ["PATH_INFO"], chunks())


def stuck_stream(environ: dict[str, Any]) -> Result:
    def chunks() -> Iterator[bytes]:
        yield b"x" * 70_000
        time.sleep(2)
        yield b"never sent"

    return OK, [], Closing(environ["PATH_INFO"], chunks())


def slow_fails_once(environ: dict[str, Any]) -> Result:
    result = keep(environ)
    time.sleep(0.2)
    return result if calls[environ["PATH_INFO"]] > 1 else fail(environ)


def context(environ: dict[str, Any]) -> Result:
    """What the context variable was, and what it is throughout the stream."""
    found = variable.get()
    variable.set(environ["PATH_INFO"])
    chunks = (f"{variable.get():70000}" for _ in range(5))
    return OK, [("X-Found", found)], (chunk.encode() for chunk in chunks)


def slow(environ: dict[str, Any]) -> Result:
    result = keep(environ)
    time.sleep(0.9)  # not too long for the deadline
    return result


def slow_failure(environ: dict[str, Any]) -> Result:
    path = environ["PATH_INFO"]
    with counting:
        running[path] += 1
        most_at_once[path] = max(most_at_once[path], running[path])
    time.sleep(0.2)
    with counting:
        running[path] -= 1
    return "404 Not Found", [("Content-Length", "4")], [b"gone"]


def state(environ: dict[str, Any]) -> Result:
    path = environ["QUERY_STRING"]
    threads = sum(thread.name.startswith("wsgi") for thread in threading.enumerate())
    seen = [told for told in observed if told["path"] == path]
    told = {
        "calls": calls[path],
        "most_at_once": most_at_once[path],
        "batches": batches[path],
        "closed": closed[path],
        "observed": seen,
        "threads": threads,
    }
    return sized(json.dumps(told).encode(), ("Cache-Control", "no-store"))


def set_version(environ: dict[str, Any]) -> Result:
    version[0] = environ["QUERY_STRING"] or None
    return sized(b"")


def fail(environ: dict[str, Any]) -> Result:
    raise ValueError("a secret that no client may see")


def wait_long(environ: dict[str, Any]) -> Result:
    time.sleep(2)
    return keep(environ)


ROUTES: dict[str, Callable[[dict[str, Any]], Result]] = {
    "keep": keep,
    "gzipped": gzipped,
    "echo": echo,
    "limited": limited,
    "stream": stream,
    "broken-stream": broken_stream,
    "stuck-stream": stuck_stream,
    "slow": slow,
    "slow-failure": slow_failure,
    "state": state,
    "version": set_version,
    "fail": fail,
    "slow-fails-once": slow_fails_once,
    "context": context,
    "stuck": wait_long,
    "no-store": lambda _: sized(b"x", ("Cache-Control", "max-age=5, No-Store")),
    "private": lambda _: sized(b"x", ("Cache-Control", 'private="x-y"')),
    "cookie": lambda _: sized(b"x", ("Set-Cookie", "a=b")),
    "vary-origin": lambda _: sized(b"x", ("Vary", "Origin"), ("Vary", "Accept")),
    "vary-all": lambda _: sized(b"x", ("Vary", "*")),
    "not-found": lambda _: ("404 Not Found", [("Content-Length", "1"), ("ETag", ETAG)], [b"x"]),
    "unsized": lambda _: (OK, [], [b"x"]),
    "wrong-size": lambda _: (OK, [("Content-Length", "3")], [b"x"]),
    "large": lambda _: sized(b"x" * LARGE),
    "too-large": lambda _: sized(b"x" * (LARGE + 1)),
    "megabytes": lambda _: sized(b"x" * 3_000_000),
    "most": lambda _: sized(b"x" * MOST),
}


def wsgi(environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
    """The WSGI app."""
    path = environ["PATH_INFO"]
    calls[path] += 1
    route = ROUTES.get(path.split("/")[1] if path.startswith("/") else path, ROUTES["not-found"])
    status, headers, chunks = route(environ)
    start_response(status, headers)
    return chunks


def observe(outcome: Outcome, scope: Any, status: int, size: int, seconds: float) -> None:
    """Remember what the cache reports."""
    told = {"outcome": outcome, "status": status, "size": size}
    observed.append({"path": scope["path"], **told})


def cached(max_bytes: int) -> CacheMiddleware:
    """In front of that app."""
    return CacheMiddleware(
        wsgi,
        version=lambda: version[0],
        max_bytes=max_bytes,
        threads=4,
        longest_body=110_000,
        streams=4,
        deadline=1.5,
        observe=observe,
    )


app = cached(16 * LARGE)
roomy = cached(20 * MOST)
