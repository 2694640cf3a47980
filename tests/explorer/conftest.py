"""A headless Chromium for what only a browser can show; `tests.needs` leaves its tests out where there is none."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from tests.conftest import Start, client_of
from tests.demo.test_demo import combined
from tests.explorer import sample
from tests.explorer.browser import Browser, driver
from tests.serving import Server, serving


@pytest.fixture(scope="session")
def server(started: Start) -> Server:
    """The real article on one engine: what differs between engines lies below the pages."""
    return started("asgi:app")


@pytest.fixture(scope="session")
def chromium(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Browser]:
    """One browser for the run."""
    with driver(tmp_path_factory.mktemp("chromium")) as running:
        yield Browser(running, tmp_path_factory.mktemp("downloads"))


@pytest.fixture
def browser(chromium: Browser, server: Server) -> Iterator[Browser]:
    """The browser on the real article. After each test: no error in the console, no request elsewhere."""
    yield from _watched(chromium, server)


@pytest.fixture(scope="session")
def sample_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A server with an invented article, whose text is known."""
    folder = tmp_path_factory.mktemp("sample")
    with serving(folder, sample.write(folder)) as running:
        yield running


@pytest.fixture
def sample_browser(chromium: Browser, sample_server: Server) -> Iterator[Browser]:
    """The browser on the invented article, watched in the same way."""
    yield from _watched(chromium, sample_server)


@pytest.fixture(scope="session")
def sample_client(tmp_path_factory: pytest.TempPathFactory) -> FlaskClient:
    """A client of an app with the invented article."""
    folder: Path = tmp_path_factory.mktemp("sample-client")
    return client_of(folder, sample.write(folder))


@pytest.fixture(scope="session")
def demo(tmp_path_factory: pytest.TempPathFactory) -> FlaskClient:
    """A client of the demo, whose earlier version was loaded before."""
    folder: Path = tmp_path_factory.mktemp("demo")
    client_of(folder / "store", combined(folder, earlier=True))
    return client_of(folder / "store", combined(folder))


def _watched(chromium: Browser, server: Server) -> Iterator[Browser]:
    chromium.start(server.url)
    yield chromium
    assert chromium.console() == []
    assert chromium.elsewhere() == []
