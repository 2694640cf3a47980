"""How tests see the project: over HTTP, on a real store with the real article.

`server` is one server for the whole run, in each shape in turn (plain WSGI or behind the edge, on SQLite or
PostgreSQL), so tests must not change it; those that do start their own with `serving()`. `client` is the app without a
network, for properties that need thousands of requests.
"""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from api import create_app
from api.settings import Settings
from api.store.selection import load
from tests.serving import SEEDS, Server, serving
from tests.store import postgres

SHAPES = [("sqlite", "wsgi:app"), ("sqlite", "asgi:app"), *[("postgresql", "asgi:app")] * postgres.installed()]
_LEFT_OUT = f"PostgreSQL is not in {postgres.BINARIES}: all tests on it are left out (Debian: postgresql-15)."


def pytest_configure() -> None:
    """A gate that leaves half of the tests out would be none."""
    if os.environ.get("CI") == "true" and not postgres.installed():
        raise pytest.UsageError(_LEFT_OUT)


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Say what was not tested."""
    if not postgres.installed():
        terminalreporter.write_line(_LEFT_OUT)


@pytest.fixture(scope="session")
def cluster() -> Iterator[postgres.Cluster]:
    """A PostgreSQL server for the whole run; a test that uses it makes a database of its own."""
    if not postgres.installed():
        pytest.skip("PostgreSQL is not installed")
    with postgres.running() as running:
        yield running


@pytest.fixture(scope="session", params=SHAPES, ids="-".join)
def server(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A server with the real article."""
    engine, app = request.param
    environment = {}
    if engine == "postgresql":
        environment["ARTICLE_FACTS_DATABASE_URL"] = request.getfixturevalue("cluster").url()
    with serving(tmp_path_factory.mktemp("server"), app=app, **environment) as running:
        yield running


def client_of(folder: Path, seeds: Path = SEEDS) -> FlaskClient:
    """A client of an app over seeds loaded into the folder."""
    settings = Settings(folder=folder, seeds=seeds)
    load(settings, seeds)
    return create_app(settings).test_client()


@pytest.fixture(scope="session")
def client(tmp_path_factory: pytest.TempPathFactory) -> FlaskClient:
    """A client of an app with the real article."""
    return client_of(tmp_path_factory.mktemp("client"))
