"""Claims and figures across articles: corroboration and comparison over HTTP, on invented articles of one matter."""

# ruff: noqa: E501 - records read better on one line

import json
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest
from flask.testing import FlaskClient

from tests.conftest import client_of

OUTLETS = ("north", "south", "east", "west")


def company(name: str, kind: str = "news_organization") -> dict[str, Any]:
    """A company."""
    return {"kind": "company", "id": name, "label": name, "name": name.title(), "type": kind}


def article(name: str, day: str) -> dict[str, Any]:
    """An outlet's article."""
    return {"kind": "article", "id": name, "label": name, "headline": name, "publisher": f"companies/{name}", "published": day,
            "language": "en", "text_sha256": sha256(name.encode()).hexdigest(), "text_length": 100, "rights": "x"}  # fmt: skip


def evidence(name: str) -> list[dict[str, Any]]:
    """A place in it."""
    return [{"article": name, "paragraph": 1, "start": 0, "end": 5, "exact": "words"}]


def claim(name: str, **more: Any) -> dict[str, Any]:
    """An article's claim on the matter."""
    return {"kind": "claim", "id": f"{name}.closure", "article": name, "label": "The bridge closes", "statement": "The bridge closes",
            "modality": "asserted", "evidence": evidence(name), **more}  # fmt: skip


def figure(name: str, **more: Any) -> dict[str, Any]:
    """An article's count of the crowd."""
    return {"kind": "figure", "id": f"{name}.crowd", "article": name, "label": "people at the bridge", "unit": "people",
            "measure": "measures/crowd", "evidence": evidence(name), **more}  # fmt: skip


REPEATS = [{"type": "repeats", "to": "claims/north.closure"}]
RECORDS = [
    *map(company, OUTLETS), company("agency"),
    {"kind": "party", "id": "mayor", "label": "x", "name": "The Mayor", "type": "person"},
    {"kind": "party", "id": "official", "label": "x", "name": "An official", "type": "anonymous"},
    {"kind": "measure", "id": "crowd", "label": "x", "name": "People at the bridge", "about": []},
    {"kind": "measure", "id": "unused", "label": "x", "name": "Nothing yet", "about": []},
    article("north", "2024-05-16"), article("south", "2024-05-17"), article("east", "2024-05-15"), article("west", "2024-05-18"),
    claim("north", speaker="parties/official", via=["companies/agency"]),
    claim("south", speaker="parties/official", via=["companies/agency"], relations=REPEATS),
    claim("east", speaker="parties/mayor", relations=[{"type": "repeats", "to": "claims/south.closure"}],
          verification=[{"by": "companies/north", "status": "confirmed"}]),
    claim("west", modality="denied", relations=[{"type": "contradicts", "to": "claims/south.closure"}]),
    figure("north", hedge="about", value=7000, speaker="parties/mayor"),
    figure("south", hedge="exact", value=7200),
    figure("east", hedge="range", min=3000, max=4000),
    figure("west", hedge="vague"),
]  # fmt: skip


@pytest.fixture(scope="module")
def bridge(tmp_path_factory: pytest.TempPathFactory) -> FlaskClient:
    """A client of these records."""
    folder: Path = tmp_path_factory.mktemp("bridge")
    redirect = {"kind": "redirect", "ref": "measures/turnout", "heir": "measures/crowd"}
    (folder / "facts.ndjson").write_text("".join(json.dumps(one) + "\n" for one in [redirect, *RECORDS]))
    return client_of(folder / "store", folder / "facts.ndjson")


def page(client: FlaskClient, path: str) -> dict[str, Any]:
    """The body of a page."""
    found = client.get(path)
    assert found.status_code == 200, found.get_json()
    body: dict[str, Any] = found.get_json()
    assert {"items", "next_cursor", "total"} <= body.keys()
    return body


@pytest.mark.parametrize("asked", ["north", "south", "east"])
def test_corroboration_counts_independent_sources(bridge: FlaskClient, asked: str) -> None:
    """From any of the claims: the agency's anonymous official is one source, the mayor another; a denial is listed too."""
    body = page(bridge, f"/v1/claims/{asked}.closure/corroboration")
    assert body["independent_sources"] == 2
    relations = {
        row["claim"].removeprefix("claims/").removesuffix(".closure"): row["relation"] for row in body["items"]
    }
    assert relations == {name: "self" if name == asked else "repeats" for name in ("north", "south", "east")} | {
        "west": "contradicts"
    }
    assert body["items"][0]["relation"] == "self"
    assert body["items"][-1]["claim"] == "claims/west.closure"


def test_a_row_of_corroboration_is_flat(bridge: FlaskClient) -> None:
    """It has the speaker, the outlet and the verification."""
    rows = {row["claim"]: row for row in page(bridge, "/v1/claims/north.closure/corroboration")["items"]}
    assert rows["claims/east.closure"] == {
        "claim": "claims/east.closure", "article": "east", "publisher": "companies/east", "published": "2024-05-15",
        "speaker": "parties/mayor", "first_outlet": "companies/east", "modality": "asserted", "verification": "confirmed", "relation": "repeats",
    }  # fmt: skip
    assert rows["claims/south.closure"]["first_outlet"] == "companies/agency"
    assert rows["claims/west.closure"]["modality"] == "denied"


def test_comparison_shows_agreement_and_conflict(bridge: FlaskClient) -> None:
    """In order of publication, by default against the first; another by its ref or id."""
    body = page(bridge, "/v1/measures/crowd/comparison")
    assert [row["figure"] for row in body["items"]] == [
        f"figures/{name}.crowd" for name in ("east", "north", "south", "west")
    ]
    assert [row["verdict"] for row in body["items"]] == ["agrees", "conflicts", "conflicts", None]
    for asked in ("figures/north.crowd", "north.crowd"):
        verdicts = [row["verdict"] for row in page(bridge, f"/v1/measures/crowd/comparison?with={asked}")["items"]]
        assert verdicts == ["conflicts", "agrees", "overlaps", None]
    assert body["items"][1] == {
        "figure": "figures/north.crowd", "article": "north", "published": "2024-05-16", "speaker": "parties/mayor", "hedge": "about",
        "value": 7000, "value_min": 7000, "value_max": 7000, "unit": "people", "verdict": "conflicts",
    }  # fmt: skip
    assert page(bridge, "/v1/measures/unused/comparison") == {"items": [], "next_cursor": None, "total": None}


@pytest.mark.parametrize("path", ["claims/north.closure/corroboration", "measures/crowd/comparison", "versions"])
def test_their_total_is_counted_where_asked(bridge: FlaskClient, path: str) -> None:
    """As on every page."""
    page, counted = bridge.get(f"/v1/{path}").get_json(), bridge.get(f"/v1/{path}?count=true").get_json()
    assert page["items"]
    assert page["total"] is None
    assert counted == page | {"total": len(page["items"])}


@pytest.mark.parametrize("path", ["claims/north.closure/corroboration", "measures/crowd/comparison?in=1", "versions"])
def test_they_have_pages(bridge: FlaskClient, path: str) -> None:
    """`limit`, `next_cursor`, `Link` and `total` as on every page; a cursor is of one question and one version."""
    asked = f"/v1/{path}{'&' if '?' in path else '?'}limit=1"
    whole, items, here = bridge.get(f"/v1/{path}").get_json()["items"], [], asked
    while here:
        found = bridge.get(f"{here}&count=true")
        page = found.get_json()
        assert (len(page["items"]), page["total"]) == (1, len(whole))
        items += page["items"]
        here = f"{asked}&cursor={page['next_cursor']}" if page["next_cursor"] else ""
        assert found.headers.get("Link", "").startswith(f"<{here.partition('&cursor')[0]}&count=true&cursor=") == bool(
            here
        )
    assert items == whole
    cursor = bridge.get("/v1/companies/counts?by=id&limit=1").get_json()["next_cursor"]
    for wrong in (cursor, "x"):
        found = bridge.get(f"{asked}&cursor={wrong}")
        assert (found.status_code, found.get_json()["code"]) == (400, "invalid-cursor")


@pytest.mark.parametrize("path", ["/v1/claims/north.closure/corroboration", "/v1/measures/crowd/comparison"])
def test_they_come_as_tables(bridge: FlaskClient, path: str) -> None:
    """CSV and NDJSON by suffix or by Accept, with the dataset's version and a validator."""
    items = page(bridge, path)["items"]
    assert [json.loads(line) for line in bridge.get(f"{path}.ndjson").text.splitlines()] == items
    table = bridge.get(path, headers={"Accept": "text/csv"})
    assert table.text.splitlines()[0].replace('"', "") == ",".join(items[0])
    assert len(table.text.splitlines()) == len(items) + 1
    assert table.headers["Dataset-Version"] == bridge.get("/v1/").get_json()["version"]
    assert bridge.get(path, headers={"If-None-Match": bridge.get(path).headers["ETag"]}).status_code == 304


def test_a_comparison_can_be_seen(bridge: FlaskClient) -> None:
    """As a range plot that names each article, its day and the verdict, under the policy of pictures. On a later page
    no figure is taken for the one that all are compared with."""
    found = bridge.get("/v1/measures/crowd/comparison.svg")
    assert (found.status_code, found.mimetype) == (200, "image/svg+xml")
    assert "sandbox" in found.headers["Content-Security-Policy"]
    for name, day in (
        ("East", "15 May 2024"),
        ("North", "16 May 2024"),
        ("South", "17 May 2024"),
        ("West", "18 May 2024"),
    ):
        assert name in found.text
        assert day in found.text
    assert "The Mayor" in found.text
    assert "3 conflict" not in found.text
    assert "2 conflict" in found.text
    beside_north = bridge.get("/v1/measures/crowd/comparison.svg?with=north.crowd").text
    assert "1 conflicts" in beside_north
    assert "1 overlaps" in beside_north
    following = page(bridge, "/v1/measures/crowd/comparison?limit=1")["next_cursor"]
    rest = bridge.get(f"/v1/measures/crowd/comparison.svg?limit=2&cursor={following}").text
    assert "North" in rest
    assert "compared with" not in rest
    assert "shaded band" not in rest


def test_a_measure_may_have_more_figures_than_a_page(tmp_path: Path) -> None:
    """All of them are counted and on one of the pages; the measure's own page shows some."""
    counted = [figure("south", hedge="exact", value=n) | {"id": f"south.crowd-{n}"} for n in range(1001)]
    records = [one for one in RECORDS if one["kind"] not in ("figure", "claim")]
    (tmp_path / "facts.ndjson").write_text("".join(json.dumps(one) + "\n" for one in [*records, *counted]))
    client = client_of(tmp_path / "store", tmp_path / "facts.ndjson")
    first = page(client, "/v1/measures/crowd/comparison?count=true")
    last = page(client, f"/v1/measures/crowd/comparison?cursor={first['next_cursor']}")
    assert (first["total"], len(first["items"]), len(last["items"]), last["next_cursor"]) == (1001, 1000, 1, None)
    shown = client.get("/measures/crowd", headers={"Accept": "text/html"})
    assert shown.status_code == 200
    assert "The first 100 of 1,001 figures are shown" in shown.text


@pytest.mark.parametrize(
    ("path", "status", "code"),
    [
        ("/v1/claims/nobody.x/corroboration", 404, "not-found"),
        ("/v1/measures/nothing/comparison", 404, "not-found"),
        ("/v1/measures/crowd/comparison?with=x", 400, "invalid-parameter"),
        ("/v1/measures/crowd/comparison?in=banana", 400, "invalid-parameter"),
        ("/v1/measures/crowd/comparison?unit=km", 400, "unknown-parameter"),
        ("/v1/claims/north.closure/corroboration?with=x", 400, "unknown-parameter"),
        (f"/v1/measures/crowd/comparison?version={'0' * 64}", 409, "version-changed"),
        ("/v1/claims/north.closure/corroboration.pdf", 406, "not-acceptable"),
    ],
)
def test_what_cannot_be_answered_is_refused(bridge: FlaskClient, path: str, status: int, code: str) -> None:
    """With the codes of every other resource."""
    found = bridge.get(path)
    assert (found.status_code, found.get_json()["code"]) == (status, code)


def test_a_measure_that_was_merged_leads_to_its_heir(bridge: FlaskClient) -> None:
    """308, with the rest of the path and the query."""
    found = bridge.get("/v1/measures/turnout/comparison.csv?in=km")
    assert (found.status_code, found.headers["Location"]) == (308, "/v1/measures/crowd/comparison.csv?in=km")
