"""Nothing is undocumented: routes, parameters, formats, error codes and settings all stand in the contract or docs."""

import re

import pytest
from flask.testing import FlaskClient

from api.formats import COUNTS_FORMATS, FORMATS, offered
from api.problems import KINDS
from api.query.schema import counts_schema, filters, more_filters, page_schema, parameters
from schemas.registry import QUERYABLE

# Pages for people and what they are made of, which no program asks for.
FOR_PEOPLE = re.compile(r"^(?!/v1|/healthz|/readyz|/metrics|/openapi)")


@pytest.fixture(scope="module")
def contract(client: FlaskClient) -> dict:
    """The OpenAPI document."""
    return client.get("/openapi.json").get_json()


def shape(path: str) -> str:
    """A path with its variable parts made equal."""
    return re.sub(r"<[^>]+>|\{[^}]+\}", "*", path)


def test_every_route_is_in_the_contract(client: FlaskClient, contract: dict) -> None:
    """What Flask routes below /v1, the contract describes, as itself or with a collection's name in it."""
    described = {shape(path) for path in contract["paths"]}
    described |= {re.sub(r"^/v1/[a-z]+(?=[/.]|$)", "/v1/*", path) for path in described}
    described |= {path.replace(".*", "") for path in described}
    rules = [rule for rule in client.application.url_map.iter_rules() if not rule.alias]
    routed = {shape(rule.rule) for rule in rules if not FOR_PEOPLE.match(rule.rule)}
    assert routed - described - {"/metrics"} == set()


def operation(contract: dict, path: str) -> dict:
    """The GET of a path, its references to parameters followed."""
    found = contract["paths"][path]["get"]
    known = contract["components"]["parameters"]
    return found | {"parameters": [known[one["$ref"].rpartition("/")[2]] for one in found["parameters"]]}


@pytest.mark.parametrize("name", QUERYABLE)
def test_every_parameter_is_in_the_contract(contract: dict, name: str) -> None:
    """A collection's parameters are all described, each with words; its counts point to those they share with it."""
    collection = QUERYABLE[name]
    page, counts = (operation(contract, path) for path in (f"/v1/{name}", f"/v1/{name}/counts"))
    described = {one["name"]: one["description"] for one in page["parameters"]}
    assert set(described) == set(parameters(page_schema(collection)))
    assert {f"{field.parameter}_not" for field in collection.filters} <= set(described)
    assert all(described.values())
    counted = {one["name"] for one in counts["parameters"]}
    narrowing = {*filters(collection), *more_filters(collection)}
    assert counted == set(parameters(counts_schema(collection))) - narrowing | {"q"}
    assert "the collection's filters" in counts["description"]


def test_every_format_is_in_the_contract(contract: dict) -> None:
    """By suffix, each with what it is for; the path without one is JSON, so that a client's answer has one type."""
    paths = contract["paths"]
    for path, formats in (
        ("/v1/{collection}.{format}", FORMATS),
        ("/v1/{collection}/{id}.{format}", FORMATS),
        ("/v1/{collection}/counts.{format}", COUNTS_FORMATS),
        ("/v1/articles/{id}/facts.{format}", offered("facts")),
    ):
        content = paths[path]["get"]["responses"]["200"]["content"]
        known = contract["components"]["parameters"]
        named = (known[one["$ref"].rpartition("/")[2]] for one in paths[path]["parameters"])
        (suffix,) = (one for one in named if one["name"] == "format")
        assert set(content) == {made.mime for made in formats}
        assert suffix["schema"]["enum"] == [made.suffix for made in formats]
        assert all(made.title in suffix["description"] for made in formats)
        assert all("examples" in one for one in content.values())
    for name in QUERYABLE:
        for path in (f"/v1/{name}", f"/v1/{name}/counts"):
            assert set(paths[path]["get"]["responses"]["200"]["content"]) == {"application/json"}
            others = ", ".join(f"`.{made.suffix}`" for made in offered(name)[1:] if path == f"/v1/{name}")
            assert others in paths[path]["get"]["description"]


def test_every_error_code_is_in_the_contract(contract: dict) -> None:
    """The contract has an example of each code."""
    answers = contract["components"]["responses"].values()
    described = {
        code
        for answer in answers
        for content in answer.get("content", {}).values()
        for code in content.get("examples", ())
    }
    assert described == set(KINDS)
