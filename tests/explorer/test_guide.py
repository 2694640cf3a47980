"""The documentation within the site: chapters, problems, and the page to try the contract."""

from pathlib import Path

import pytest
from flask.testing import FlaskClient

from api import create_app
from api.explorer.guide import CHAPTERS
from api.problems import KINDS
from api.settings import Settings
from schemas.quantity import Hedge
from schemas.records import Modality, VerificationStatus
from tests.explorer.reading import get, page
from tests.serving import ROOT

FOR_DEVELOPERS = {"architecture.md", "performance.md", "scale.md"}  # read beside the code


@pytest.mark.parametrize("chapter", CHAPTERS, ids=lambda chapter: chapter.name)
def test_a_chapter_is_a_page(client: FlaskClient, chapter: object) -> None:
    """With one heading, the way to the others, and no style that the policy forbids."""
    found = page(client, f"/guide/{chapter.name}")  # type: ignore[attr-defined]
    assert found.texts("h1") == [chapter.title]  # type: ignore[attr-defined]
    assert not [one for one in found.elements if "style" in one.attributes]
    assert {f"/guide/{one.name}" for one in CHAPTERS} | {"/guide"} <= set(found.links)
    relative = [link for link in found.links if not link.startswith(("/", "http://", "https://"))]
    assert not relative
    assert "<!--" not in " ".join(found.texts("p"))


def test_every_document_is_a_chapter_or_for_developers() -> None:
    """A new one is put where it is read."""
    chapters = {chapter.file.removeprefix("docs/") for chapter in CHAPTERS if chapter.file.startswith("docs/")}
    assert {path.name for path in (ROOT / "docs").glob("*.md")} == chapters | FOR_DEVELOPERS


def test_the_glossary_has_the_words_that_need_one(client: FlaskClient) -> None:
    """Each has an entry with an anchor; every modality, hedge and verification is explained."""
    found = page(client, "/guide/glossary")
    entries = {word for heading in found.all("h2") for word in heading.attributes["id"].split("-")}
    assert {"ref", "hedge", "metonym", "modality", "edtf", "evidence", "measure", "corroboration"} <= entries
    explained = set(found.texts("code"))
    assert {*Modality.__args__, *Hedge.__args__, *VerificationStatus.__args__} <= explained  # type: ignore[attr-defined]


def test_a_problem_is_a_page_for_browsers_and_json_for_programs(client: FlaskClient) -> None:
    """Its type leads to an explanation either way."""
    for kind in KINDS.values():
        assert client.get(kind.type).get_json()["explanation"] == kind.explanation
        assert page(client, kind.type).texts("h1") == [kind.title]
    listed = page(client, "/v1/problems/")
    assert {kind.type for kind in KINDS.values()} <= set(listed.links)
    assert "Accept" in get(client, "/v1/problems/").headers["Vary"]
    assert get(client, "/v1/problems/no-such").status_code == 404


def test_what_explains_an_error_needs_no_dataset(tmp_path: Path) -> None:
    """While the store is away, its error's page and the guide are there; what shows data is not."""
    empty = create_app(Settings(folder=tmp_path, seeds=None)).test_client()
    for path in ("/v1/problems/store-unavailable", "/v1/problems/", "/guide", "/guide/operations", "/docs"):
        assert get(empty, path).status_code == 200, path
    assert get(empty, "/").status_code == 503


def test_the_contract_page_leads_back(client: FlaskClient) -> None:
    """To the explorer and the guide, in the site's own colours."""
    found = page(client, "/docs")
    assert {"/", "/guide", "/openapi.json"} <= set(found.links)
    sheets = [one.attributes["href"] for one in found.all("link", rel="stylesheet")]
    assert any(sheet.endswith("-scheme.css") for sheet in sheets)
    assert all(client.get(sheet).status_code == 200 for sheet in sheets)
