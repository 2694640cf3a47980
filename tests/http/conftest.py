"""Datasets to ask: the real article, and generated ones, each with the oracle that knows the answers."""

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import pytest
from flask.testing import FlaskClient

from api import create_app
from api.settings import Settings
from api.store.selection import load
from tests.conftest import client_of
from tests.generated import write
from tests.oracle import Oracle
from tests.serving import QUERY_SECONDS
from tests.store import postgres

SEED = 1
COLLECTIONS = (
    "companies", "parties", "measures", "locations", "articles", "mentions", "figures", "dates", "events", "claims",
    "facts",
)  # fmt: skip


Record = dict[str, Any]
Load = Callable[[list[Record]], FlaskClient]
ENGINES = ["sqlite", *["postgresql"] * postgres.installed()]


@pytest.fixture(params=ENGINES)
def loaded(request: pytest.FixtureRequest, tmp_path: Path) -> Load:
    """Loads records into one store, load after load, and gives a client of the newest; two versions before are kept."""
    url = None
    if request.param == "postgresql":
        cluster: postgres.Cluster = request.getfixturevalue("cluster")
        cluster.create("loads")
        url = cluster.url(database="loads")
    settings = Settings(
        folder=tmp_path / "store", seeds=None, database_url=url, kept_versions=2, tag_authority="a.example",
        query_seconds=QUERY_SECONDS,
    )  # fmt: skip

    def put(records: list[Record]) -> FlaskClient:
        seeds = tmp_path / "facts.ndjson"
        seeds.write_text("".join(json.dumps(record) + "\n" for record in records))
        load(settings, seeds)
        return create_app(settings).test_client()

    return put


@dataclass(frozen=True, eq=False, repr=False)
class Asked:
    """A client of a dataset and the oracle over the same records."""

    client: FlaskClient
    oracle: Oracle
    name: str = "article"

    def get(self, path: str, **parameters: Any) -> Any:
        """The body of a 200, as JSON."""
        found = self.client.get(f"{path}?{urlencode(parameters)}")
        assert found.status_code == 200, (path, parameters, found.get_json())
        return found.get_json()

    def ids(self, collection: str, **parameters: Any) -> list[str]:
        """The ids of all records that answer, in order."""
        key = "ref" if collection == "facts" else "id"
        return [item[key] for item in self.get(f"/v1/{collection}", limit=1000, fields=key, **parameters)["items"]]


def asked(client: FlaskClient, name: str = "article") -> Asked:
    """The client with an oracle over what it serves without a filter."""
    lines = {
        name: [json.loads(line) for line in client.get(f"/v1/{name}.ndjson").text.splitlines()] for name in COLLECTIONS
    }
    rows = lines.pop("facts")
    return Asked(client, Oracle.of((record for held in lines.values() for record in held), rows), name)


@pytest.fixture(scope="session")
def article(client: FlaskClient) -> Asked:
    """The real article."""
    return asked(client)


@pytest.fixture(scope="session", params=["article", "generated", *["postgresql"] * postgres.installed()])
def data(
    request: pytest.FixtureRequest, client: FlaskClient, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Asked]:
    """The real article, then a generated dataset on either engine."""
    if request.param == "article":
        yield asked(client)
        return
    folder = tmp_path_factory.mktemp(request.param)
    seeds = write(folder / "facts.ndjson", SEED)
    if request.param == "generated":
        yield asked(client_of(folder / "store", seeds), request.param)
        return
    cluster = request.getfixturevalue("cluster")
    cluster.create("oracle")
    store = Settings(folder=folder, database_url=cluster.url(database="oracle"), query_seconds=20)
    load(store, seeds)
    app = create_app(store)
    yield asked(app.test_client(), request.param)
    app.extensions["store"].close()
