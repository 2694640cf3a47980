"""The Big List of Naughty Strings, from its package, on both stores: both give the same status.

Each string is used in every segment of every path and as the value of every parameter. The filters of fields get a
sixth of the list each, so that each type of field has had all strings.
"""

import json
import os
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from api import create_app
from api.query.schema import counts_schema, page_schema, parameters
from api.settings import Settings
from api.store.selection import load
from schemas.registry import QUERYABLE
from tests.serving import SEEDS
from tests.store import postgres

pytestmark = pytest.mark.faults
_LIST = os.environ.get("NAUGHTY_STRINGS")  # `make faults` installs it from npm
NAUGHTY = list(dict.fromkeys(json.loads(Path(_LIST).read_text()))) if _LIST else []
_SHARES = 6
_FIELDS = {field.parameter + end for one in QUERYABLE.values() for field in one.filters for end in ("", "_not")}
STATUSES = {200, 308, 400, 404, 406}


def of_collections() -> Iterator[tuple[str, str]]:
    """Each parameter once, at the first collection that has it: the same code reads it for all."""
    seen: set[str] = set()
    for name, collection in QUERYABLE.items():
        for path, schema in ((name, page_schema(collection)), (f"{name}/counts", counts_schema(collection))):
            for parameter in parameters(schema).keys() - seen:
                seen.add(parameter)
                yield path, parameter


@pytest.fixture(scope="module", params=["both" if postgres.installed() else "sqlite"])
def clients(
    request: pytest.FixtureRequest, client: FlaskClient, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[list[FlaskClient]]:
    """An app with the real article on SQLite, and one on PostgreSQL."""
    if request.param == "sqlite":
        yield [client]
        return
    cluster = request.getfixturevalue("cluster")
    cluster.create("naughty")
    url = cluster.url(database="naughty")
    settings = Settings(folder=tmp_path_factory.mktemp("naughty"), seeds=SEEDS, database_url=url, query_seconds=20)
    load(settings, SEEDS)
    app = create_app(settings)
    yield [client, app.test_client()]
    app.extensions["store"].close()


def ask(clients: list[FlaskClient], path: str, **headers: str) -> TestResponse:
    """The answer, once all clients have given the same status."""
    answers = [client.get(path, headers=headers) for client in clients]
    assert len({answer.status_code for answer in answers}) == 1, (path, [answer.text for answer in answers])
    return answers[0]


def test_the_list_is_the_list() -> None:
    """The list was found and is complete."""
    assert len(NAUGHTY) > 400


@pytest.mark.parametrize(("number", "path", "parameter"), [(n, *one) for n, one in enumerate(sorted(of_collections()))])
def test_as_a_value(clients: list[FlaskClient], number: int, path: str, parameter: str) -> None:
    """As a value each string is answered, or refused with a 400 that names the parameter."""
    for text in NAUGHTY[number % _SHARES :: _SHARES] if parameter in _FIELDS else NAUGHTY:
        answer = ask(clients, f"/v1/{path}?{parameter}={quote(text, safe='')}")
        assert answer.status_code in (200, 400), (text, answer.text)
        assert answer.status_code == 200 or parameter in answer.text


@pytest.mark.parametrize("name", ["?{}=1", "?{}"])
def test_as_a_name(clients: list[FlaskClient], name: str) -> None:
    """As a parameter's name each string is refused with 400, unless it is empty."""
    for text in NAUGHTY:
        answer = ask(clients, "/v1/figures" + name.format(quote(text, safe="")))
        assert answer.status_code == 400 or text == "", (text, answer.text)


@pytest.mark.parametrize(
    "path",
    ["/{}", "/v1/{}", "/v1/figures.{}", "/v1/{}/counts", "/v1/figures/{}", "/v1/articles/{}/facts", "/v1/schemas/{}",
     "/v1/problems/{}", "/docs/{}"],
)  # fmt: skip
@pytest.mark.parametrize("safe", ["", "/"])
def test_as_a_segment(clients: list[FlaskClient], path: str, safe: str) -> None:
    """In a path no string causes a 5xx; also if a slash in it makes more segments."""
    for text in [one for one in NAUGHTY if safe in one]:
        answer = ask(clients, path.format(quote(text, safe=safe)))
        assert answer.status_code in STATUSES, (text, answer.text)


def test_as_an_accept_header(clients: list[FlaskClient]) -> None:
    """An Accept header that cannot be read is ignored or refused with 406."""
    for text in NAUGHTY:
        header = "".join(character for character in text if 31 < ord(character) < 127)
        assert ask(clients, "/v1/figures", Accept=header).status_code in (200, 406)
