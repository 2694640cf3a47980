"""Ids that were merged away lead to their heirs."""

from pathlib import Path
from urllib.parse import unquote

import pytest
from flask.testing import FlaskClient

from tests.conftest import client_of
from tests.generated import write


@pytest.fixture(scope="module")
def generated(tmp_path_factory: pytest.TempPathFactory) -> FlaskClient:
    """A client of a dataset with three redirects."""
    folder: Path = tmp_path_factory.mktemp("redirects")
    return client_of(folder / "store", write(folder / "facts.ndjson", 4))


@pytest.mark.parametrize("method", ["GET", "HEAD"])
@pytest.mark.parametrize(
    ("path", "heir"),
    [
        ("/v1/companies/gone", "/v1/companies/c-1"),
        ("/v1/companies/gone.csv", "/v1/companies/c-1.csv"),
        ("/v1/companies/gone?fields=name", "/v1/companies/c-1?fields=name"),
        ("/v1/companies/gone.json?fields=name&bom=1", "/v1/companies/c-1.json?fields=name&bom=1"),
        ("/v1/figures/piece-0.gone", "/v1/figures/piece-0.figure-1"),
        ("/v1/figures/piece-0.gone.ndjson", "/v1/figures/piece-0.figure-1.ndjson"),
        ("/v1/articles/old-piece", "/v1/articles/piece-0"),
        ("/v1/articles/old-piece.json", "/v1/articles/piece-0.json"),
        ("/v1/articles/old-piece/facts", "/v1/articles/piece-0/facts"),
        ("/v1/articles/old-piece/facts.csv?limit=2", "/v1/articles/piece-0/facts.csv?limit=2"),
        ("/v1/articles/old-piece/facts.ndjson", "/v1/articles/piece-0/facts.ndjson"),
    ],
)
def test_a_merged_id_answers_308_to_its_heir(generated: FlaskClient, method: str, path: str, heir: str) -> None:
    """The redirect is permanent, relative, and keeps suffix and query; behind it is the heir."""
    found = generated.open(path, method=method, headers={"Host": "elsewhere.example"})
    assert (found.status_code, found.headers["Location"]) == (308, heir)
    assert generated.open(heir, method=method).status_code == 200


@pytest.mark.parametrize("sent", ["caf\xc3\xa9", "caf%C3%A9", "caf%c3%a9"])
def test_the_query_is_kept_to_the_byte(generated: FlaskClient, sent: str) -> None:
    """Also if a client sends raw UTF-8 (here as WSGI passes it, a character for each byte): it is encoded once."""
    found = generated.get("/v1/companies/gone", environ_overrides={"QUERY_STRING": f"fields={sent}"})
    assert unquote(found.headers["Location"]) == "/v1/companies/c-1?fields=café"


def test_a_text_check_follows_too(generated: FlaskClient) -> None:
    """308 keeps the method and the body, so the check goes to the heir."""
    found = generated.post("/v1/articles/old-piece/text-check", data="x", headers={"Content-Type": "text/plain"})
    assert (found.status_code, found.headers["Location"]) == (308, "/v1/articles/piece-0/text-check")


def test_merged_ids_are_in_no_collection(generated: FlaskClient) -> None:
    """Collections and counts hold heirs only."""
    assert "gone" not in {item["id"] for item in generated.get("/v1/companies?limit=1000").get_json()["items"]}
    assert generated.get("/v1/companies?count=true").get_json()["total"] == 6
