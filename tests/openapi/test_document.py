"""The contract as generated clients need it: small, each thing once under one name, with examples that are so."""

import json
import re
from typing import Any
from urllib.parse import urlencode

import pytest
from flask.testing import FlaskClient

from schemas.registry import QUERYABLE
from tests.json_nodes import nodes
from tests.serving import Server

_LARGEST = 216 * 1024  # bytes


@pytest.fixture(scope="module")
def contract(client: FlaskClient) -> dict[str, Any]:
    """The OpenAPI document."""
    found: dict[str, Any] = client.get("/openapi.json").get_json()
    return found


def test_the_document_is_small(client: FlaskClient) -> None:
    """Editors and generators open it at once."""
    assert len(client.get("/openapi.json").data) <= _LARGEST


def test_every_reference_leads_somewhere(contract: dict[str, Any]) -> None:
    """Each component that is named is there, and each that is there is named."""
    named = {node["$ref"] for node in nodes(contract) if "$ref" in node}
    there = {f"#/components/{section}/{name}" for section, ones in contract["components"].items() for name in ones}
    assert named - there == set()
    assert {name for name in there - named if "/responses/" not in name} == set()  # 405 and the like: any path


def test_enumerations_and_refs_stand_once(contract: dict[str, Any]) -> None:
    """Each enumeration and ref is a named component, so that generated clients have one type for it."""
    schemas = contract["components"]["schemas"]
    assert {"Hedge", "ActorRef", "CompanyType", "Modality", "EventStatus", "VerificationStatus"} <= set(schemas)
    inline = [
        node
        for name, schema in schemas.items()
        for node in nodes(schema)
        if node is not schema and (len(node.get("enum", ())) > 1 or "companies|" in node.get("pattern", ""))
    ]
    assert inline == []
    bodies = [json.dumps(schema, sort_keys=True) for schema in schemas.values() if "enum" in schema]
    assert len(bodies) == len(set(bodies))


def test_lists_may_be_repeated(server: Server, contract: dict[str, Any]) -> None:
    """A parameter of several values is sent as `a=1&a=2` by default, and that is understood."""
    lists = [one for one in contract["components"]["parameters"].values() if "List" in one["schema"].get("$ref", "")]
    assert len(lists) > 50
    assert all(one.get("style", "form") == "form" and one.get("explode", True) for one in lists)
    repeated = server.get("/v1/figures?hedge=about&hedge=range").json()["items"]
    assert repeated == server.get("/v1/figures?hedge=about,range").json()["items"] != []


@pytest.mark.parametrize(
    ("name", "taken", "refused"),
    [
        ("edtf", r"[2024-05-16\,2024-05-23]", "2024,"),
        ("url", r"https://a.example/1\,2?x=\\", "https://a.example/1,2"),
        ("label", r"1\,2", "1,2"),
    ],
)
def test_a_comma_within_a_value_is_written_with_a_backslash(
    server: Server, contract: dict[str, Any], name: str, taken: str, refused: str
) -> None:
    """What the contract's form of a list's items allows is one item for the server too."""
    collection = "dates" if name == "edtf" else "articles"
    declared = [one for one in contract["components"]["parameters"].values() if one["name"] == name]
    items = contract["components"]["schemas"][declared[0]["schema"]["$ref"].rpartition("/")[2]]["items"]
    if "$ref" in items:
        items = contract["components"]["schemas"][items["$ref"].rpartition("/")[2]]
    assert re.search(items["pattern"], taken)
    assert not re.search(items["pattern"], refused)
    assert server.get(f"/v1/{collection}?{urlencode({name: taken})}").status_code == 200


def test_every_operation_has_a_name_and_an_example(contract: dict[str, Any]) -> None:
    """What answers with records shows a real one; no two operations have one name."""
    operations = [one for path in contract["paths"].values() for method, one in path.items() if method != "parameters"]
    names = [one["operationId"] for one in operations]
    assert len(names) == len(set(names))
    for one in operations:
        content = one["responses"]["200"]["content"]
        assert all("examples" in body or "example" in body for body in content.values()), one["operationId"]


def test_examples_are_what_the_server_answers(server: Server, contract: dict[str, Any]) -> None:
    """An example within the document is a page of a real record; one that is linked to is there."""
    for name, example in contract["components"]["examples"].items():
        if "value" not in example:
            link = example["description"].split("`")[1]
            assert server.get(link).status_code == 200, link
        elif name.endswith("_page_json"):
            (record,) = example["value"]["items"]
            collection = name.partition("_")[0]
            key = QUERYABLE[collection].key
            assert (
                server.get(f"/v1/{record[key] if key == 'ref' else f'{collection}/{record[key]}'}").status_code == 200
            )
            if key == "id":
                assert server.get(f"/v1/{collection}/{record[key]}").json() == record


def test_ids_of_parameters_are_plain(contract: dict[str, Any]) -> None:
    """Component names have only letters, digits, `_` and `-`, which no generator misreads."""
    names = [name for ones in contract["components"].values() for name in ones]
    assert [name for name in names if not re.fullmatch(r"[A-Za-z0-9_-]+", name)] == []
