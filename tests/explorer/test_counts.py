"""Counts beside tables and on pages of their own."""

import pytest
from flask.testing import FlaskClient

from api.explorer import facets, lists
from api.store.plan import countable
from schemas.registry import QUERYABLE
from tests.explorer.markup import Page
from tests.explorer.reading import BROWSER, items, page


def test_counts_beside_a_table_are_those_of_the_api(client: FlaskClient) -> None:
    """Within the filter in force."""
    found = page(client, "/claims?modality=reported")
    rows = items(client, "/v1/claims/counts?by=speaker&modality=reported")
    links = {a.attributes["href"]: " ".join(a.text.split()) for a in found.all("a")}
    for row in rows[:6]:
        assert links[f"/claims?modality=reported&speaker={row['speaker']}"].endswith(f" {row['count']}")


def test_counts_that_would_keep_a_page_waiting_stand_on_pages_of_their_own(
    client: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Tables of a large dataset link to counts on their own pages, except for those made at the load."""
    monkeypatch.setattr(facets, "BUDGET", 0)
    assert any(link.startswith("/claims?speaker=") for link in page(client, "/claims").links)
    found = page(client, "/claims?modality=reported")
    assert "/claims/counts?modality=reported&by=speaker" in found.links
    assert not any(link.startswith("/claims?modality=reported&speaker=") for link in found.links)
    total = len(items(client, "/v1/claims?modality=reported"))
    assert f"reported {total}" in found.texts("a")  # what the question itself says needs no counting
    assert page(client, "/claims/counts?modality=reported&by=speaker").texts("td", class_="number")


def test_counts_that_take_long_are_left_to_the_api(client: FlaskClient, monkeypatch: pytest.MonkeyPatch) -> None:
    """The page says so and gives the API address; counts made at the load, and of few records, are shown."""
    monkeypatch.setattr(lists, "_MOST_COUNTED", 20)
    found = page(client, "/claims/counts?by=speaker,modality")
    assert not found.texts("td", class_="number")
    assert "takes too long for a page" in " ".join(found.texts("p", class_="empty"))
    assert "/v1/claims/counts?by=speaker,modality" in found.links
    for path in ("/claims/counts?by=speaker", "/figures/counts?by=hedge,unit", "/claims/counts?by=speaker,about&q=ai"):
        assert page(client, path).texts("td", class_="number"), path


def test_more_counts_are_on_the_next_page(client: FlaskClient) -> None:
    """As records are."""
    rows = items(client, "/v1/claims/counts?by=about")
    first = page(client, "/claims/counts?by=about&limit=2")
    (following,) = [link for link in first.links if "cursor=" in link and not link.startswith("/v1/")]
    found = [*first.texts("td", class_="number"), *page(client, following).texts("td", class_="number")]
    assert [int(text) for text in found] == [row["count"] for row in rows[:4]]


def test_counts_have_a_page_of_their_own(client: FlaskClient) -> None:
    """Every row of it leads to the records that it counts."""
    found = page(client, "/claims/counts?by=modality")
    rows = items(client, "/v1/claims/counts?by=modality")
    assert [int(text) for text in found.texts("td", class_="number")] == [row["count"] for row in rows]
    assert {f"/claims?modality={row['modality']}" for row in rows} <= set(found.links)


def test_the_counts_of_every_field_can_be_reached(client: FlaskClient) -> None:
    """Each link from a table to its counts leads to a page, also where a field goes by another name."""
    for path in ("/claims", "/figures", "/facts", "/events"):
        for link in page(client, path).links:
            if "/counts?" in link:
                assert client.get(link).status_code == 200, link


@pytest.mark.parametrize("name", QUERYABLE)
def test_counts_by_every_field_lead_to_what_they_count(client: FlaskClient, name: str) -> None:
    """Also counts by a yes or no, a number or a text with commas, and of articles, where `counts` could be an id."""
    for field in countable(QUERYABLE[name]):
        found = page(client, f"/{name}/counts?by={field}&limit=3")
        for link in (one for one in found.all("a") if any(outer.name == "td" for outer in one.above)):
            (row,) = (outer for outer in link.above if outer.name == "tr")
            (count,) = (one.text for one in found.all("td", class_="number") if row in one.above)
            narrowed = page(client, link.attributes["href"])
            assert narrowed.texts("p", class_="total")[0].split()[0] == count, link.attributes["href"]


@pytest.mark.parametrize("by", ["speaker", "speaker,modality"])
def test_a_page_of_counts_has_an_address_of_its_own(client: FlaskClient, by: str) -> None:
    """The canonical one keeps the fields counted by, without which there is no such page, and nothing else."""
    (canonical,) = page(client, f"/claims/counts?by={by}&q=ai").all("link", rel="canonical")
    assert canonical.attributes["href"] == f"/claims/counts?by={by}"


def test_from_counts_by_nothing_known_a_link_leads_on(client: FlaskClient) -> None:
    """To the collection: counts without `by` would be refused again."""
    response = client.get("/claims/counts?by=nothing", headers=BROWSER)
    assert response.status_code == 400
    (link,) = (one for one in Page(response.text).all("a") if "without filters" in one.text)
    assert client.get(link.attributes["href"], headers=BROWSER).status_code == 200
