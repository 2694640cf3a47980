"""Attacks on a server without a proxy, and what other clients notice: the table of docs/operations.md."""

import socket
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from http.client import HTTPConnection
from pathlib import Path

import pytest
import requests

from tests.faults.clients import begin, outcome
from tests.faults.conftest import Measured
from tests.operation.processes import workers_of
from tests.serving import Server, serving
from tests.store.sample import write_sample

pytestmark = pytest.mark.faults

_ARTICLES = 150
_CHECK = "/v1/articles/article-000001/text-check"
MIB = 2**20


@pytest.fixture(scope="module")
def seeds(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Enough records for streams of megabytes."""
    return write_sample(tmp_path_factory.mktemp("sample") / "sample.ndjson", _ARTICLES)


@pytest.fixture(scope="module")
def server(seeds: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A server with one worker."""
    options = {"WEB_CONCURRENCY": "1", "ARTICLE_FACTS_QUERY_SECONDS": "1"}
    with serving(tmp_path_factory.mktemp("attacks"), seeds, app="asgi:app", **options) as running:
        running.get("/v1/figures")
        yield running


def address(server: Server) -> tuple[str, int]:
    """Host and port."""
    return "127.0.0.1", int(server.url.rpartition(":")[2])


def memory(server: Server) -> float:
    """The worker's own memory in MiB."""
    (worker,) = workers_of(server.process.pid)
    lines = Path(f"/proc/{worker}/smaps_rollup").read_text().splitlines()
    return sum(int(line.split()[1]) for line in lines if line.startswith("Pss_Anon:")) / 1024


class Watch:
    """Requests paths, each on a new connection, while the block runs; keeps seconds and statuses."""

    def __init__(self, server: Server, *paths: str, pause: float = 0.02) -> None:
        self._server, self._paths, self._pause = server, paths, pause
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._run)
        self.seconds: list[float] = []
        self.statuses: set[int] = set()

    def __enter__(self) -> "Watch":
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._over.set()
        self._thread.join()

    def _run(self) -> None:
        is_over = False
        while not is_over:
            for path in self._paths:
                began = time.monotonic()
                connection = HTTPConnection(*address(self._server), timeout=30)
                connection.request("GET", path)
                answer = connection.getresponse()
                answer.read()
                connection.close()
                self.statuses.add(answer.status)
                self.seconds.append(time.monotonic() - began)
            is_over = self._over.wait(self._pause)

    def percentile(self, share: float) -> float:
        """The seconds within which this share was answered."""
        return sorted(self.seconds)[min(len(self.seconds) - 1, int(share * len(self.seconds)))]

    @property
    def p99(self) -> float:
        """The milliseconds within which 99 of 100 were answered."""
        return self.percentile(0.99) * 1000


def pour(server: Server, begin: bytes, piece: bytes, most: int) -> int:
    """Send `begin` and then `piece` until the server closes the connection or `most` bytes are sent; returns how
    many were."""
    sent = 0
    with socket.create_connection(address(server), timeout=20) as connection:
        try:
            connection.sendall(begin)
            while sent < most:
                connection.sendall(piece)
                sent += len(piece)
        except OSError:
            pass
    return sent


CHUNKED = f"POST {_CHECK} HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n".encode()
ENDLESS = {
    "header": (b"GET / HTTP/1.1\r\nHost: x\r\nA: ", b"a" * 65536),
    "headers": (b"GET / HTTP/1.1\r\nHost: x\r\n", b"A: b\r\n" * 10_000),
    "line": (b"GET /", b"a" * 65536),
    "trailers": (CHUNKED + b"0\r\n", b"A: b\r\n" * 10_000),
    "chunk extension": (CHUNKED + b"1;", b"a" * 65536),
}  # fmt: skip


@pytest.mark.parametrize("name", ENDLESS)
def test_endless_heads_and_trailers_are_cut_off(server: Server, name: str, measured: Measured) -> None:
    """Ten connections that would send 60 MB each are cut off long before that, and memory stays the same."""
    before = memory(server)
    with Watch(server, "/v1/figures") as others, ThreadPoolExecutor(10) as pool:
        sent = list(pool.map(lambda _: pour(server, *ENDLESS[name], 60_000_000), range(10)))
    grown = memory(server) - before
    measured(
        "endless heads" if ENDLESS[name][0].startswith(b"GET") else "endless trailers", grown=grown, p99=others.p99
    )
    assert max(sent) < 16 * MIB  # what the two systems' buffers hold
    assert grown < 16
    assert others.statuses == {200}


@pytest.mark.parametrize("path", [_CHECK, "/nowhere"])
@pytest.mark.parametrize("framing", ["declared", "chunked"])
def test_endless_bodies(server: Server, path: str, framing: str, measured: Measured) -> None:
    """Eight endless bodies at once, to a resource that accepts a body and to one that does not, slow down nobody
    else."""
    head = f"POST {path} HTTP/1.1\r\nHost: x\r\nContent-Type: text/plain\r\n"
    if framing == "declared":
        begin, piece = head + "Content-Length: 10000000000\r\n\r\n", b"x" * 65536
    else:
        begin, piece = head + "Transfer-Encoding: chunked\r\n\r\n", b"10000\r\n" + b"x" * 65536 + b"\r\n"
    before = memory(server)
    with Watch(server, "/v1/figures") as others, ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda _: pour(server, begin.encode(), piece, 50 * MIB), range(8)))
    grown = memory(server) - before
    measured("endless bodies", grown=grown, p99=others.p99)
    assert grown < 16
    assert others.statuses == {200}


@pytest.mark.parametrize("path", [_CHECK, "/nowhere"])
def test_many_small_chunks(server: Server, path: str, measured: Measured) -> None:
    """800,000 chunks of one byte, to any path, leave others answered."""
    begin = (
        f"POST {path} HTTP/1.1\r\nHost: x\r\nContent-Type: text/plain\r\nTransfer-Encoding: chunked\r\n\r\n".encode()
    )
    with Watch(server, "/v1/figures", pause=0.001) as others:
        pour(server, begin, b"1\r\nx\r\n" * 10_000, 4_800_000)
        time.sleep(0.5)
    measured("small chunks", p99=others.p99)
    assert others.percentile(0.99) < 0.1
    assert others.statuses == {200}


def test_health_does_not_wait_for_searches(server: Server, measured: Measured) -> None:
    """While sixteen clients search as fast as they can for the commonest words and for words without a match, health
    checks are answered. Clients and probes are separate processes; on a calm machine the p99 is below 50 ms."""
    searching = begin("search", server.url, 11, 16)
    time.sleep(1)
    probes = outcome(begin("probe", server.url, 8, 0.02, "/healthz", "/readyz"))
    searching.communicate(timeout=120)
    seconds = sorted(taken for taken, _ in probes)
    middle, most = (seconds[int(share * len(seconds))] * 1000 for share in (0.5, 0.99))
    measured("searches", p50=middle, p99=most)
    assert {status for _, status in probes} == {200}
    assert most < 250


def slow_reader(server: Server, path: str) -> socket.socket:
    """A client that has requested a stream and reads slowly."""
    connection = socket.socket()
    connection.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
    connection.connect(address(server))
    connection.sendall(f"GET {path} HTTP/1.1\r\nHost: x\r\n\r\n".encode())
    return connection


def test_slow_readers_starve_nobody(server: Server, measured: Measured) -> None:
    """With 200 readers of streams at 1 KiB/s, new streams and pages are answered."""
    over = threading.Event()
    with ExitStack() as stack:
        readers = [
            stack.enter_context(slow_reader(server, "/v1/facts.ndjson?has=label&sort=-label")) for _ in range(200)
        ]

        def read() -> None:
            while not over.wait(1):
                for one in readers:
                    one.setblocking(False)
                    try:
                        one.recv(1024)
                    except OSError:
                        continue

        reading = threading.Thread(target=read)
        reading.start()
        time.sleep(3)
        with Watch(server, "/v1/figures", "/v1/companies.ndjson?has=label", pause=0.2) as others:
            time.sleep(12)
        over.set()
        reading.join()
    measured("slow readers", p99=others.p99)
    assert others.statuses == {200}
    assert others.percentile(0.99) < 1


def test_one_stream_too_many_is_refused(seeds: Path, tmp_path: Path, measured: Measured) -> None:
    """One stream too many is 503 `overloaded` with Retry-After, while pages are answered."""
    path = "/v1/facts.ndjson?has=label&sort=-label"
    options = {"WEB_CONCURRENCY": "1", "ARTICLE_FACTS_STREAMS": "3"}
    with serving(tmp_path, seeds, app="asgi:app", **options) as small, ExitStack() as stack:
        for _ in range(3):
            stack.enter_context(slow_reader(small, path))
        time.sleep(2)
        answer = small.get(path)
        assert (answer.status_code, answer.json()["code"]) == (503, "overloaded")
        assert int(answer.headers["Retry-After"]) >= 1
        assert small.get("/v1/figures").status_code == 200
    measured("many streams")


def test_every_large_upload_is_answered(server: Server, measured: Measured) -> None:
    """Each of 480 texts of 250 KiB on keep-alive connections, eight at a time, is answered."""
    text = b"A line of text.\n" * 16_000

    def upload(_: int) -> list[int]:
        with requests.Session() as session:
            headers = {"Content-Type": "text/plain"}
            return [session.post(server.url + _CHECK, text, headers=headers, timeout=60).status_code for _ in range(60)]

    with ThreadPoolExecutor(8) as pool:
        statuses = [status for these in pool.map(upload, range(8)) for status in these]
    measured("uploads", answered=statuses.count(200))
    assert statuses == [200] * 480


def test_shapes_of_questions_take_no_memory(server: Server, measured: Measured) -> None:
    """After 10,000 queries of different shapes the worker has grown by less than 30 MiB, not counting the cache."""
    fields = ("hedge", "unit", "currency", "form", "direction", "measure", "speaker", "about", "article", "id")

    def ask(numbers: range) -> None:
        with requests.Session() as session:
            for number in numbers:
                chosen = [name for bit, name in enumerate(fields) if number >> bit & 1]
                query = "&".join(f"lacks={name}" for name in chosen[:5]) + "".join(f"&{n}_not=a" for n in chosen[5:])
                order = fields[number % 4]
                session.get(f"{server.url}/v1/figures?limit=1&sort={'-' * (number % 2)}{order}&{query}", timeout=30)

    ask(range(200))
    before = memory(server)
    with ThreadPoolExecutor(4) as pool:
        list(pool.map(ask, [range(start, 10_000, 4) for start in range(4)]))
    grown = memory(server) - before
    measured("shapes", grown=grown)
    assert grown < 30 + 64
