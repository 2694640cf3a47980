"""The dataset described for data packages, language models and crawlers."""

import csv
import io
import re
import xml.etree.ElementTree as ElementTree
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from api import create_app
from api.settings import Settings
from api.store.selection import load
from schemas.registry import QUERYABLE
from tests.serving import ARTICLE, SEEDS, Server


def test_the_data_package_names_every_column_of_every_file(server: Server) -> None:
    """Each resource is a CSV that is there, by a path relative to the descriptor; its fields are the file's header."""
    found = server.get("/datapackage.json")
    package = found.json()
    assert found.headers["Content-Type"] == "application/json"
    assert package["version"] == found.headers["Dataset-Version"]
    assert [resource["name"] for resource in package["resources"]] == [*QUERYABLE]
    for resource in package["resources"]:
        assert not resource["path"].startswith(("/", ".", "http"))
        header = next(csv.reader(io.StringIO(server.get(f"/{resource['path']}?limit=1").text)))
        assert [field["name"] for field in resource["schema"]["fields"]] == header
        assert set(resource["schema"]["primaryKey"]) < set(header)


def test_columns_have_types(client: FlaskClient) -> None:
    """Numbers, days, instants and truth values are not just text; several values in a cell are."""
    package = client.get("/datapackage.json").get_json()
    types = {
        f"{resource['name']}.{field['name']}": field["type"]
        for resource in package["resources"]
        for field in resource["schema"]["fields"]
    }
    assert types["figures.value"] == "number"
    assert types["figures.min_inclusive"] == "boolean"
    assert types["articles.text_length"] == "integer"
    assert types["dates.earliest"] == "date"
    assert types["companies.name"] == types["companies.aliases"] == "string"


def test_llms_txt_leads_somewhere(client: FlaskClient) -> None:
    """A title, a summary, and links that are all served."""
    found = client.get("/llms.txt")
    assert found.mimetype in ("text/markdown", "text/plain")
    lines = found.text.splitlines()
    assert lines[0].startswith("# ")
    assert any(line.startswith("> ") for line in lines)
    links = re.findall(r"\]\((/[^)]*)\)", found.text)
    assert {f"/v1/{name}" for name in QUERYABLE} <= set(links)
    for link in links:
        assert client.get(link).status_code == (405 if link == "/mcp" else 200), link


def locations(text: str) -> list[str]:
    """The addresses in a sitemap."""
    root = ElementTree.fromstring(text)  # noqa: S314 - our own
    space = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
    assert root.tag == f"{space}urlset"
    return [str(one.text) for one in root.iter(f"{space}loc")]


def test_the_sitemap_names_the_pages(client: FlaskClient) -> None:
    """Collections and articles, each of which is a page."""
    found = client.get("/sitemap.xml")
    assert found.mimetype == "application/xml"
    paths = locations(found.text)
    assert {"/", "/claims", f"/articles/{ARTICLE}"} <= set(paths)
    for path in paths:
        assert client.get(path, headers={"Accept": "text/html"}).mimetype == "text/html", path
    assert re.search(r"<lastmod>\d{4}-\d\d-\d\d</lastmod>", found.text)


def test_the_sitemap_has_whole_urls_where_the_site_is_known(tmp_path: Path) -> None:
    """By a setting, never from the request."""
    settings = Settings(folder=tmp_path, seeds=SEEDS, public_url="https://facts.example")
    load(settings, SEEDS)
    found = create_app(settings).test_client().get("/sitemap.xml", headers={"Host": "evil.example"})
    assert all(one.startswith("https://facts.example/") for one in locations(found.text))
    assert "evil" not in found.text


@pytest.mark.parametrize("url", ["facts.example", "https://facts.example/", "https://a/b", "ftp://a", "https://u@a"])
def test_a_public_url_is_an_origin(url: str) -> None:
    """Without a path, a slash or a user."""
    with pytest.raises(ValueError, match="should be https://host"):
        Settings(public_url=url)


@pytest.mark.parametrize("path", ["/datapackage.json", "/llms.txt", "/sitemap.xml"])
def test_they_are_resources_like_any_other(server: Server, path: str) -> None:
    """Validators, no parameters."""
    found = server.get(path)
    assert server.get(path, headers={"If-None-Match": found.headers["ETag"]}).status_code == 304
    assert server.get(f"{path}?x=1").json()["code"] == "unknown-parameter"
