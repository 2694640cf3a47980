"""Servers that the tests share: paths from `fresh` keep them apart."""

from collections.abc import Iterator

import pytest

from .serving import Server, gunicorn, wait_for_the_end


@pytest.fixture(scope="session", autouse=True)
def ending() -> Iterator[None]:
    """The first fixture to be set up is the last to be torn down."""
    yield
    wait_for_the_end()


@pytest.fixture(scope="session")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """The tiny app behind the cache."""
    with gunicorn(tmp_path_factory.mktemp("cache") / "log") as running:
        yield running


@pytest.fixture(scope="session")
def small(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A server with room for 20 connections."""
    options = ("--worker-connections", "20")
    with gunicorn(tmp_path_factory.mktemp("cache") / "log", "tests.cache.tiny:app", *options) as running:
        yield running
