"""Nothing is undocumented: routes, parameters, formats, error codes and settings all stand in the contract or docs."""

import re

import pytest
from flask.testing import FlaskClient

from api.formats import COUNTS_FORMATS, offered
from api.problems import KINDS
from api.query.schema import counts_schema, page_schema, parameters
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
    routed = {shape(rule.rule) for rule in client.application.url_map.iter_rules() if not FOR_PEOPLE.match(rule.rule)}
    assert routed - described - {"/metrics"} == set()


@pytest.mark.parametrize("name", QUERYABLE)
def test_every_parameter_and_format_is_in_the_contract(contract: dict, name: str) -> None:
    """A collection's parameters and formats are all described, each with words."""
    for path, schema, formats in (
        (f"/v1/{name}", page_schema(QUERYABLE[name]), offered(name)),
        (f"/v1/{name}/counts", counts_schema(QUERYABLE[name]), COUNTS_FORMATS),
    ):
        operation = contract["paths"][path]["get"]
        described = {one["name"]: one["description"] for one in operation["parameters"]}
        assert set(described) == set(parameters(schema))
        assert all(described.values())
        assert set(operation["responses"]["200"]["content"]) == {made.mime for made in formats}


def test_every_error_code_is_in_the_contract_and_explained(client: FlaskClient, contract: dict) -> None:
    """Each code stands in the contract with an example, and its type leads to an explanation."""
    answers = contract["components"]["responses"].values()
    described = {
        code for answer in answers for content in answer["content"].values() for code in content.get("examples", ())
    }
    assert described == set(KINDS)
    for kind in KINDS.values():
        assert client.get(kind.type).get_json()["explanation"] == kind.explanation
