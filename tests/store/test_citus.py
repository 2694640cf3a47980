"""The store on Citus: where its rows are, and what happens to answers and loads while a worker is away.

Runs if `make test-engine` is given the URL of a Citus whose workers can be reached by the addresses that it knows. A
worker counts as away when its database accepts no connections, so the test needs no access to the machines.
"""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path

import pytest
import requests
from pydantic import SecretStr

from api.settings import Settings
from api.store import Unavailable
from api.store.plan import Find
from api.store.postgres_engines import spread
from api.store.selection import load, open_store
from schemas.registry import COLLECTIONS
from tests.operation.processes import eventually
from tests.serving import PATIENCE, Server, serving
from tests.store.external import External, run
from tests.store.sample import write_sample

pytestmark = pytest.mark.needs("citus")

_CURRENT = "SELECT dataset FROM article_facts.current"
_PLACED = """SELECT table_name::text, citus_table_type, colocation_id, shard_count FROM citus_tables
WHERE table_name::text LIKE %s"""
_NODES = (
    "SELECT DISTINCT nodeport FROM citus_shards WHERE table_name::text LIKE %s AND citus_table_type = 'distributed'"
)
_DATASETS = "SELECT nspname FROM pg_namespace WHERE nspname ~ '^facts_[0-9a-f]{16}$'"


@pytest.fixture
def settings(cluster: External, tmp_path: Path) -> Settings:
    """Settings for an empty database on all nodes."""
    cluster.create("citus")
    return Settings(folder=tmp_path, database_url=cluster.url(database="citus"), query_seconds=20)


def _url(settings: Settings) -> str:
    assert settings.database_url
    return settings.database_url.get_secret_value()


def _loaded(settings: Settings, articles: int, **changed: object) -> str:
    """Load invented articles; returns the schema of the dataset."""
    load(settings.model_copy(update=changed), write_sample(settings.folder / f"{articles}.ndjson", articles))
    return str(run(_url(settings), _CURRENT)[0][0])


@contextmanager
def _away(worker: str) -> Iterator[None]:
    """Within the block a worker's database ends its sessions and accepts no new ones."""
    elsewhere = worker.replace("/citus", "/postgres")
    run(elsewhere, "ALTER DATABASE citus ALLOW_CONNECTIONS false")
    run(elsewhere, "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = 'citus'")
    try:
        yield
    finally:
        run(elsewhere, "ALTER DATABASE citus ALLOW_CONNECTIONS true")


def _statuses(server: Server) -> list[int]:
    return [requests.get(server.url + path, timeout=PATIENCE).status_code for path in ("/healthz", "/readyz")]


def test_rows_of_articles_are_spread_and_all_else_is_on_each_node(cluster: External, settings: Settings) -> None:
    """Tables of articles have as many shards as the setting says, by default one for each worker, and related tables
    are co-located. Datasets that are no longer read leave nothing on any node."""
    workers = len(cluster.workers())
    for shards in (3, None, 1):
        dataset = _loaded(settings, (shards or 0) + 1, shards=shards)
        placed = {name.partition(".")[2]: where for name, *where in run(_url(settings), _PLACED, [f"{dataset}.%"])}
        distributed = {name: where for name, where in placed.items() if where[0] == "distributed"}
        assert distributed.keys() == spread()
        assert {where[0] for name, where in placed.items() if name not in spread()} == {"reference"}
        assert {where[2] for where in distributed.values()} == {shards or workers}
        assert len({where[1] for where in distributed.values()}) == 1
        assert len(run(_url(settings), _NODES, [f"{dataset}.%"])) == min(shards or workers, workers)
    kept = set(run(_url(settings), _DATASETS))
    assert len(kept) == 2
    assert all(set(run(worker, _DATASETS)) == kept for worker in cluster.workers("citus"))


def test_first_loads_at_the_same_time_both_become_current(settings: Settings) -> None:
    """Two simultaneous first loads into an empty database both become current."""
    seeds = [write_sample(settings.folder / f"{n}.ndjson", n) for n in (1, 2)]
    with ThreadPoolExecutor(2) as threads:
        versions = [made[0] for made in threads.map(lambda one: load(settings, one), seeds)]
    store = open_store(settings)
    assert {one.version for one in store.current().versions()} == set(versions)
    store.close()


def test_any_node_can_be_asked(cluster: External, settings: Settings) -> None:
    """A worker answers with the same records as the coordinator, from all shards."""
    _loaded(settings, 2)
    found = []
    for url in (_url(settings), *cluster.workers("citus")):
        store = open_store(settings.model_copy(update={"database_url": SecretStr(url)}))
        snapshot = store.current()
        snapshot.probe()
        found.append([snapshot.find(Find(COLLECTIONS[name]), 1000).records for name in ("companies", "claims")])
        store.close()
    assert found[0] == found[1] == found[-1]
    assert len(found[0][1]) == 20


def test_while_a_worker_is_away_no_answer_is_wrong(cluster: External, settings: Settings) -> None:
    """While a worker is away, the node is live but not ready; answers that need the worker are 503, others are
    given; a load fails with one sentence and leaves the old dataset. After the worker's return everything works
    again, in the same process."""
    _loaded(settings, 3)
    options = {"ARTICLE_FACTS_DATABASE_URL": _url(settings), "ARTICLE_FACTS_SEEDS": ""}
    with serving(settings.folder / "server", app="asgi:app", **options) as server:
        eventually(lambda: _statuses(server) == [200, 200])
        before = server.get("/v1/figures?limit=1000").content
        for worker in cluster.workers("citus"):
            with _away(worker):
                eventually(lambda: _statuses(server) == [200, 503])
                answer = server.get("/v1/figures?limit=999")
                assert (answer.status_code, answer.json()["code"]) == (503, "store-unavailable")
                assert answer.headers["Retry-After"].isdigit()
                assert server.get("/v1/companies?limit=999").status_code == 200
                with pytest.raises(Unavailable, match=r"the database (refused|cannot)"):
                    _loaded(settings, 4)
            eventually(lambda: _statuses(server) == [200, 200])
            answer = server.get("/v1/figures?limit=1000", headers={"Cache-Control": "no-cache"})
            assert (answer.status_code, answer.content) == (200, before)
        version = load(settings, settings.folder / "4.ndjson")[0]
        eventually(lambda: server.get("/v1/").json()["version"] == version)
        assert "Traceback" not in (server.folder / "server.log").read_text()
