"""Servers that the tests share: paths from `fresh` keep them apart."""

from collections.abc import Iterator
from dataclasses import replace

import pytest

from .serving import Server, gunicorn, wait_for_the_end


@pytest.fixture(scope="session", autouse=True)
def ending() -> Iterator[None]:
    """The first fixture to be set up is the last to be torn down."""
    yield
    wait_for_the_end()


@pytest.fixture(scope="session")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """The tiny app behind the edge."""
    with gunicorn(tmp_path_factory.mktemp("edge") / "log") as running:
        yield running


@pytest.fixture(scope="session", params=["fast", "python"])
def by_parser(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """The same, once with gunicorn's C parser and once with the one in Python: they must agree."""
    log = tmp_path_factory.mktemp("edge") / "log"
    with gunicorn(log, "tests.cache.tiny:app", "--http-parser", request.param) as running:
        yield replace(running, parser=request.param)


@pytest.fixture(scope="session")
def small(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A server with room for 20 connections, and gunicorn's default grace for apps whose client has left."""
    options = ("--worker-connections", "20", "--asgi-disconnect-grace-period", "3")
    with gunicorn(tmp_path_factory.mktemp("edge") / "log", "tests.cache.tiny:app", *options) as running:
        yield running
