"""SQLite and PostgreSQL give the same answers: status, headers and every byte."""

import json
import re
import unicodedata
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from api import create_app
from api.formats import offered
from api.settings import Settings
from api.store import reading
from api.store.plan import countable
from api.store.selection import load
from schemas.registry import QUERYABLE
from tests.store.postgres import Cluster
from tests.store.sample import write_sample

_SEARCHES = (
    "zurich",
    "ZÜRICH café",
    unicodedata.normalize("NFD", "Zürich façade"),
    "strasse",
    "izmir",
    "finch",
    "東京",
    "東*",
    '"plant river"',
    '"river plant" orchard',
    '"plant riv"*',
    "har*",
    "harb* caf*",
    "æther OR NOT (river)",
    "it's a:b & !c | (d) <-> e",
    "nothingatall",
    '"cafe naive" har*',
)
_FILTERS = {
    "figures": (
        "value_min=100&value_max=750",
        "value_min=500000",
        "value_max=0.2",
        "hedge=about,over",
        "hedge=range&unit=workers",
        "min_inclusive=false",
        "unit=years%20of%20service&value_min=10",
        "refers_to=companies/company-1,companies/company-2",
        "about=companies/company-0&value_max=10&sort=-max,unit",
    ),
    "facts": (
        "from=2004-05-01&to=2004-06-30",
        "to=1996",
        "kind=claim,date&from=2020",
        "verification=denied",
        "country=CH,JP",
        "refers_to=companies/company-3&q=river",
        "article=article-000003&value_min=1",
    ),
    "claims": (
        "verification=confirmed",
        "refers_to=locations/location-2",
        "speaker=parties/party-1,companies/company-1",
    ),
    "dates": ("from=2001&to=2001", "precision=interval,year&sort=latest,-earliest", "from=1999-12-31T23:00:00%2B02:00"),
    "events": ("locations=locations/location-1,locations/location-2&from=2010", "mode=virtual&sort=-type"),
    "articles": ("from=2010&to=2012", "author=Ren%C3%A9e%20Example&language=de", "sort=reading_time_minutes,-headline"),
    "companies": ("aliases=Soci%C3%A9t%C3%A9%203", "ticker_mic=XLON", "q=soci*"),
    "locations": ("country=CH,JP&sort=-latitude", "sort=country,-name"),
}


@pytest.fixture(scope="module")
def clients(cluster: Cluster, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[FlaskClient, FlaskClient]]:
    """An app on each engine, with the same invented articles."""
    folder = tmp_path_factory.mktemp("engines")
    seeds = write_sample(folder / "sample.ndjson", 40)
    cluster.create("engines")
    sqlite = Settings(folder=folder / "sqlite", query_seconds=60)
    postgres = Settings(folder=folder, database_url=cluster.url(database="engines"), query_seconds=60)
    assert load(sqlite, seeds) == load(postgres, seeds)
    apps = create_app(sqlite), create_app(postgres)
    yield apps[0].test_client(), apps[1].test_client()
    for app in apps:
        app.extensions["store"].close()


def _paths() -> Iterator[str]:
    yield from ("/v1/", "/v1/companies/company-old", "/v1/companies/company-1", "/v1/articles/article-000002/facts")
    for number, (name, collection) in enumerate(QUERYABLE.items()):
        # Words are indexed in one way for all collections: two of them get all searches, the others a fourth each.
        searches = _SEARCHES if name in ("facts", "companies") else _SEARCHES[number % 4 :: 4]
        yield from (f"/v1/{name}.{made.suffix}" for made in offered(name))
        yield from (f"/v1/{name}?sort={sign}{field.name}&limit=30" for field in collection.sorts for sign in ("", "-"))
        yield from (f"/v1/{name}/counts?by={part}" for part in countable(collection))
        yield from (f"/v1/{name}?count=true&q={quote(search)}" for search in searches)
        yield from (f"/v1/{name}?sort=relevance&limit=7&q={quote(search)}" for search in searches)
        for query in _FILTERS.get(name, ()):
            yield from (f"/v1/{name}?count=true&{query}", f"/v1/{name}.csv?{query}")
            if "sort" not in query:
                yield f"/v1/{name}/counts?by=kind&{query}"
    yield "/v1/facts/counts?by=country,verification"
    yield "/v1/figures/counts?by=hedge,min_inclusive&q=river"


def test_every_answer_is_the_same_byte_for_byte_on_both_engines(clients: tuple[FlaskClient, FlaskClient]) -> None:
    """Each format, sort, filter, count and search gives equal status, headers and body on both engines."""
    for path in _paths():
        answers = [client.get(path) for client in clients]
        assert answers[0].status_code < 400, (path, answers[0].data)
        sqlite, postgres = (_without_times_of_loading(answer) for answer in answers)
        assert postgres == sqlite, path


def _without_times_of_loading(answer: TestResponse) -> tuple[int, dict[str, str], bytes]:
    """Status, headers and body without the times of loading, which differ and are in feeds and their ETags."""
    headers = {name: value for name, value in answer.headers.items() if name != "Date"}
    if answer.mimetype != "application/atom+xml":
        return answer.status_code, headers, answer.data
    headers.pop("ETag")
    return answer.status_code, headers, re.sub(rb"<updated>[^<]*</updated>", b"", answer.data)


@pytest.mark.parametrize(
    "query", ["sort=value", "sort=-value", "sort=unit,-max", "q=river&sort=relevance", "hedge=about,over&sort=-unit"]
)
def test_paging_gives_the_same_pages_on_both_engines(
    clients: tuple[FlaskClient, FlaskClient], query: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A cursor from one engine continues on the other, through nulls and ties to the same last page; a stream gives
    the records of all pages."""
    monkeypatch.setattr(reading, "_CHUNK", 10)
    sqlite, postgres = (client.get(f"/v1/figures.ndjson?{query}").data for client in clients)
    assert postgres == sqlite
    pages, path = 0, f"/v1/figures?{query}&limit=37"
    while path:
        sqlite, postgres = (client.get(path).json for client in clients)
        assert postgres == sqlite
        pages, cursor = pages + 1, postgres["next_cursor"]
        path = f"/v1/figures?{query}&limit=37&cursor={cursor}" if cursor else ""
    assert pages > 2


def test_the_export_is_the_same_on_both_engines(clients: tuple[FlaskClient, FlaskClient], tmp_path: Path) -> None:
    """Both engines export the same lines in the same order."""
    sqlite, postgres = (list(client.application.extensions["store"].current().export()) for client in clients)
    assert postgres == sqlite
    assert len(sqlite) > 2000


def test_long_texts_are_searched_alike_on_both_engines(cluster: Cluster, tmp_path: Path) -> None:
    """Both engines find a word at its first 255 places in a record, and the first 16,000 words of a record."""
    cluster.create("long_texts")
    aliases = [f"common w{n}" for n in range(400)] + [" ".join([f"{n}"] * 49) for n in range(100, 430)] + ["beyond all"]
    company = {"kind": "company", "id": "long", "label": "Long", "name": "Long", "type": "company", "aliases": aliases}
    seeds = tmp_path / "seeds.ndjson"
    seeds.write_text(json.dumps(company) + "\n")
    found = []
    for settings in (
        Settings(folder=tmp_path),
        Settings(folder=tmp_path, database_url=cluster.url(database="long_texts")),
    ):
        load(settings, seeds)
        app = create_app(settings)
        questions = ('"common w10"', '"common w390"', "common w390", "w390", "150", "beyond", '"w1 common"', "com*")
        asked = (app.test_client().get("/v1/companies?limit=1&q=" + quote(question)) for question in questions)
        found.append([len(answer.json["items"]) for answer in asked])
        app.extensions["store"].close()
    assert found[0] == found[1] == [1, 0, 1, 1, 1, 0, 0, 1]
