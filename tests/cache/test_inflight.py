"""Equal misses at one time."""

import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager

from tests.operation.processes import eventually

from .serving import Answer, Server, fresh


def at_once(server: Server, path: str, times: int) -> list[Answer]:
    """Equal requests, each on a connection of its own."""
    with ThreadPoolExecutor(times) as pool:
        return list(pool.map(lambda _: server.ask(path), range(times)))


@contextmanager
def asking(server: Server, path: str) -> Iterator[None]:
    """A client that asks, and leaves with the block; within it the app has been called."""
    with server.connect(f"GET {path} HTTP/1.1\r\nHost: x\r\n\r\n".encode()):
        assert server.becomes(path, calls=1)
        yield


def test_equal_misses_are_one_call(server: Server) -> None:
    """Ten clients, one call; nine of them are reported as coalesced."""
    path = fresh("slow")
    answers = at_once(server, path, 10)
    assert {answer.body for answer in answers} == {answers[0].body}
    outcomes = [one["outcome"] for one in server.state(path)["observed"]]
    assert sorted(outcomes) == ["coalesced"] * 9 + ["miss"]
    assert server.calls(path) == 1


def test_what_cannot_be_shared_is_not(server: Server) -> None:
    """After an answer that is not kept the others ask for themselves, and at the same time."""
    path = fresh("slow-failure")
    answers = at_once(server, path, 5)
    assert [(answer.status, answer.body) for answer in answers] == [(404, b"gone")] * 5
    state = server.state(path)
    assert state["calls"] == 5
    assert state["most_at_once"] > 1


def test_what_was_not_kept_is_not_waited_for(server: Server) -> None:
    """Once an answer could not be kept, equal requests do not wait for each other at all; a good one ends that."""
    path = fresh("slow-failure")
    server.ask(path)
    at_once(server, path, 4)
    state = server.state(path)
    assert state["most_at_once"] > 1
    assert {one["outcome"] for one in state["observed"]} == {"miss"}


def test_what_could_not_be_kept_once_may_be_later(server: Server) -> None:
    """A failure is forgotten with the first success: that is kept, and equal misses are one call again."""
    path = fresh("slow-fails-once")
    assert [server.ask(path).status for _ in range(3)] == [500, 200, 200]
    server.ask(f"{fresh('version')}?{path}", "POST")
    at_once(server, path, 4)
    assert server.calls(path) == 3


def test_streams_are_not_shared(server: Server) -> None:
    """Each of the clients that ask for a stream at one time gets all of it."""
    answers = at_once(server, fresh("stream") + "?30", 4)
    assert [len(answer.body) for answer in answers] == [30 * 65536] * 4


def test_the_first_client_may_leave(server: Server) -> None:
    """The call goes on for the clients that still wait, without a second one."""
    path = fresh("slow")
    with ThreadPoolExecutor(1) as pool:
        with asking(server, path):
            second = pool.submit(server.ask, path)
            time.sleep(0.3)  # nothing tells that it waits; the call takes three times as long
        assert second.result().json()["call"] == 1
    assert [one["status"] for one in server.state(path)["observed"]] == [499, 200]


def test_everybody_may_leave(server: Server) -> None:
    """Once no client waits the call is over, and the next client begins another."""
    path = fresh("slow")
    with asking(server, path):
        pass
    assert [one["status"] for one in eventually(lambda: server.state(path)["observed"])] == [499]
    assert server.ask(path).json()["call"] == 2


def test_a_change_under_way_is_not_kept(server: Server) -> None:
    """An answer that was begun with one version and ended with the next may be of either, so it is not kept."""
    path = fresh("slow")
    with ThreadPoolExecutor(1) as pool:
        under_way = pool.submit(server.ask, path)
        assert server.becomes(path, calls=1)
        server.ask(f"{fresh('version')}?{path}", "POST")
        assert under_way.result().json()["call"] == 1
    assert server.ask(path).json()["call"] == 2


def test_nobody_joins_a_flight_of_another_version(server: Server) -> None:
    """A request after a change of version is not answered by a call from before it."""
    path = fresh("slow")
    with ThreadPoolExecutor(1) as pool:
        before = pool.submit(server.ask, path)
        assert server.becomes(path, calls=1)
        server.ask(f"{fresh('version')}?{path}", "POST")
        assert server.ask(path).json()["call"] == 2
        assert before.result().json()["call"] == 1
