"""How tests see the project: over HTTP, on a real store with the real article.

`server` is one server for the whole run, so tests must not change it; those that do start their own with
`serving()`. `client` is the app without a network, for properties that need thousands of requests.
"""

from collections.abc import Iterator
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from api import create_app
from api.settings import Settings
from api.stores import load
from tests.serving import SEEDS, Server, serving


@pytest.fixture(scope="session")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A server with the real article."""
    with serving(tmp_path_factory.mktemp("server")) as running:
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
