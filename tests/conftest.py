"""How tests see the project: over HTTP, on a real store with the real article.

`server` is one server for the whole run, in each shape in turn (plain WSGI or behind the edge, on SQLite or
PostgreSQL), so tests must not change it; those that do start their own with `serving()`. `client` is the app without a
network, for properties that need thousands of requests.
"""

import os
import signal
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, suppress
from functools import cache
from pathlib import Path
from types import FrameType

import pytest
from flask.testing import FlaskClient
from hypothesis import settings

from api import create_app
from api.settings import Settings
from api.store.selection import load
from tests.serving import SEEDS, Server, serving
from tests.snapshots import place_snapshot
from tests.store import postgres
from tests.store.external import External

SHAPES = [("sqlite", "wsgi:app"), ("sqlite", "asgi:app"), *[("postgresql", "asgi:app")] * postgres.installed()]
Start = Callable[[str], Server]
settings.register_profile("suite", deadline=None, database=None)  # an example may wait for a processor
settings.load_profile("suite")
_SHARED_CLUSTER = pytest.StashKey[postgres.Cluster]()


def pytest_configure(config: pytest.Config) -> None:
    """TERM and INT end the run once its fixtures are torn down, so no server is left behind.

    A worker of pytest-xdist takes the first signal and no other: a terminal's Ctrl-C reaches it twice, and execnet
    sends one more. The first process waits until the workers have ended, because pytest-xdist kills them after a while.
    """
    is_worker = hasattr(config, "workerinput")

    def end(number: int, frame: FrameType | None) -> None:
        for each in (signal.SIGTERM, signal.SIGINT):
            signal.signal(each, signal.SIG_IGN if is_worker else signal.default_int_handler)
        if is_worker:
            config.add_cleanup(lambda: os._exit(2))  # at once, since nobody asks for the results any more
        elif config.pluginmanager.hasplugin("dsession"):
            _end_workers()
        signal.default_int_handler(number, frame)

    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, end)


def _end_workers(seconds: float = 60) -> None:
    found = subprocess.run(["pgrep", "-P", str(os.getpid())], capture_output=True, text=True, check=False)
    workers = [int(worker) for worker in found.stdout.split()]
    for worker in workers:
        with suppress(ProcessLookupError):  # pgrep itself is one of them, and gone
            os.kill(worker, signal.SIGTERM)
    until = time.monotonic() + seconds
    while any(map(postgres.is_alive, workers)) and time.monotonic() < until:
        time.sleep(0.05)


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_auto_num_workers() -> int:
    """Two for each processor: a worker waits half of its time, for servers to start and for what they do."""
    return min(8, 2 * (os.cpu_count() or 1))


def pytest_runtest_setup(item: pytest.Item) -> None:
    """Without its PostgreSQL every other test would fail one by one."""
    shared = item.config.stash.get(_SHARED_CLUSTER, None)
    if shared and not shared.is_running():
        pytest.exit(f"The run's PostgreSQL is gone. The end of its log:\n{shared.log_end()}", returncode=3)


@pytest.fixture(scope="session")
def cluster(pytestconfig: pytest.Config) -> Iterator[postgres.Cluster]:
    """A PostgreSQL server for the whole run; a test that uses it makes a database of its own."""
    if postgres.EXTERNAL:
        yield External(Path(), postgres.EXTERNAL)
        return
    with postgres.running() as running:
        pytestconfig.stash[_SHARED_CLUSTER] = running
        yield running
        del pytestconfig.stash[_SHARED_CLUSTER]


@pytest.fixture(scope="session")
def started(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Start]:
    """Starts the server of an app on SQLite when it is first asked for: one each, whatever the order of the tests."""
    with ExitStack() as servers:
        yield cache(lambda app: servers.enter_context(serving(tmp_path_factory.mktemp("server"), app=app)))


@pytest.fixture(scope="session", params=["without data"])
def without_data(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A server without seeds and without a dataset, which counts what it answers."""
    with serving(tmp_path_factory.mktemp("empty"), ARTICLE_FACTS_SEEDS="", ARTICLE_FACTS_METRICS="1") as running:
        yield running


@pytest.fixture(scope="session")
def on_postgresql(cluster: postgres.Cluster, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """The server on PostgreSQL. It is loaded from here, which has imported the program already."""
    folder = tmp_path_factory.mktemp("server")
    load(Settings(folder=folder, database_url=cluster.url()), SEEDS)
    with serving(folder, ARTICLE_FACTS_DATABASE_URL=cluster.url(), ARTICLE_FACTS_SEEDS="") as running:
        yield running


@pytest.fixture(scope="session", params=SHAPES, ids="-".join)
def server(request: pytest.FixtureRequest, started: Start) -> Server:
    """A server with the real article."""
    engine, app = request.param
    found: Server = request.getfixturevalue("on_postgresql") if engine == "postgresql" else started(app)
    return found


def client_of(folder: Path, seeds: Path = SEEDS) -> FlaskClient:
    """A client of an app over seeds loaded into the folder, with time enough on a busy machine."""
    place_snapshot(seeds, folder)
    return create_app(Settings(folder=folder, seeds=seeds, query_seconds=20)).test_client()


@pytest.fixture(scope="session")
def client(tmp_path_factory: pytest.TempPathFactory) -> FlaskClient:
    """A client of an app with the real article."""
    return client_of(tmp_path_factory.mktemp("client"))
