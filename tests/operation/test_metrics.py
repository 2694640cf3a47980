"""Metrics are added up over all workers, ended ones too; they are off by default."""

import os
import signal
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
import requests
from prometheus_client.parser import text_string_to_metric_families

from api import create_app
from api.settings import Settings
from tests.operation.processes import eventually, workers_of
from tests.operation.shapes import SHAPES
from tests.serving import ARTICLE, PATIENCE, Server, serving


@pytest.fixture(scope="module", params=SHAPES)
def counting(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A server with two workers and metrics, in each shape."""
    folder = tmp_path_factory.mktemp("metrics")
    with serving(folder, app=request.param, ARTICLE_FACTS_METRICS="1", WEB_CONCURRENCY="2") as running:
        yield running


def sample(server: Server, name: str, **labels: str) -> float:
    """The sum of the samples of this name with at least these labels."""
    text = requests.get(server.url + "/metrics", timeout=PATIENCE).text
    found = [one for family in text_string_to_metric_families(text) for one in family.samples if one.name == name]
    return sum(one.value for one in found if labels.items() <= one.labels.items())


def comes_to(expected: float, server: Server, name: str, **labels: str) -> None:
    """Wait for a count: a request is counted just after its answer was sent."""
    eventually(lambda: sample(server, name, **labels) == expected)


def ask(server: Server, path: str, many: int = 1) -> None:
    """Request a path several times, each on a new connection, so that every worker gets some."""
    for _ in range(many):
        requests.get(server.url + path, timeout=PATIENCE)


def test_requests_are_counted_by_route_and_status(counting: Server) -> None:
    """Requests are counted under the route's template, never under what the caller wrote."""
    ask(counting, "/v1/claims", 20)
    ask(counting, "/v1/claims?nonsense=1", 3)
    labels = {"method": "GET", "route": "/v1/<collection>"}
    comes_to(20, counting, "article_facts_requests_total", status="200", **labels)
    comes_to(3, counting, "article_facts_requests_total", status="400", **labels)
    comes_to(23, counting, "article_facts_request_seconds_count", route="/v1/<collection>")


def test_on_a_server_without_a_folder_a_process_shows_its_own(tmp_path: Path) -> None:
    """Without a folder for metrics, as under `flask run` or waitress, a process shows its own counts."""
    client = create_app(Settings(folder=tmp_path, seeds=None, metrics=True)).test_client()
    client.get("/v1/")  # the store has no dataset
    found = client.get("/metrics")
    assert (found.status_code, found.mimetype) == (200, "text/plain")
    assert 'article_facts_store_errors_total{kind="unavailable"}' in found.text


def test_callers_make_no_labels(counting: Server) -> None:
    """All unknown paths share one label, and so do all unknown methods."""
    for n in range(10):
        requests.request(("PURGE", "LOCK")[n % 2], f"{counting.url}/made/up/{n}", timeout=PATIENCE)
    comes_to(10, counting, "article_facts_requests_total", method="other", route="none")
    text = requests.get(counting.url + "/metrics", timeout=PATIENCE).text
    assert "up/" not in text
    assert "PURGE" not in text


def test_the_text_check_has_its_route(counting: Server) -> None:
    """A route with only POST is counted under its own template too."""
    url = f"{counting.url}/v1/articles/{ARTICLE}/text-check"
    requests.post(url, data=b"x", headers={"Content-Type": "text/plain"}, timeout=PATIENCE)
    route = "/v1/articles/<article>/text-check"
    comes_to(1, counting, "article_facts_requests_total", method="POST", status="200", route=route)


def test_the_dataset_is_named(counting: Server) -> None:
    """The metrics give the dataset's version."""
    version = counting.get("/readyz").json()["version"]
    assert sample(counting, "article_facts_dataset_info", version=version) == 1


def test_counts_outlive_workers(counting: Server) -> None:
    """The counts of a worker that was killed or replaced remain."""
    ask(counting, "/v1/problems/", 12)
    counts = {"route": "/v1/problems/", "status": "200"}
    comes_to(12, counting, "article_facts_requests_total", **counts)  # a worker killed before that has not counted it
    master = counting.process.pid
    for _ in range(3):
        old = workers_of(master)
        os.kill(old[0], signal.SIGKILL)
        eventually(lambda old=old: len(workers_of(master)) == 2 and old[0] not in workers_of(master))
    comes_to(12, counting, "article_facts_requests_total", **counts)
    old = workers_of(master)
    counting.hang_up()
    eventually(lambda: not set(old) & set(workers_of(master)))
    time.sleep(1)
    comes_to(12, counting, "article_facts_requests_total", **counts)


def test_gzipped_metrics_have_their_own_length(counting: Server) -> None:
    """Content-Length is that of the compressed body."""
    answer = requests.get(f"{counting.url}/metrics", headers={"Accept-Encoding": "gzip"}, timeout=PATIENCE, stream=True)
    assert answer.headers["Content-Encoding"] == "gzip"
    assert int(answer.headers["Content-Length"]) == len(answer.raw.read(decode_content=False))


def test_store_errors_are_counted(without_data: Server) -> None:
    """A store that cannot be reached is a 503, and is counted."""
    before = sample(without_data, "article_facts_store_errors_total", kind="unavailable")
    answer = requests.get(without_data.url + "/v1/figures", timeout=PATIENCE)
    assert (answer.status_code, answer.json()["code"]) == (503, "store-unavailable")
    assert answer.headers["Retry-After"] == "1"
    comes_to(before + 1, without_data, "article_facts_store_errors_total", kind="unavailable")


def test_metrics_are_off_by_default(shared: Server) -> None:
    """By default there is no /metrics, and no files are written for it."""
    assert shared.get("/metrics").status_code == 404
    assert not (shared.folder / "metrics").exists()
