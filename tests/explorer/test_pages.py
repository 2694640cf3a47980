"""The explorer's pages over HTTP: what they show is what the API says, and where they lead exists."""

import json
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from api import create_app
from api.explorer import facets, lists, words
from api.formats import offered
from api.settings import Settings
from schemas.registry import COLLECTIONS, QUERYABLE
from tests.explorer import sample
from tests.explorer.markup import Page
from tests.serving import ARTICLE

BROWSER = {"Accept": "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"}
LARGEST_PAGE = 100 * 1024


def get(client: FlaskClient, path: str, **headers: str) -> TestResponse:
    """A page as a browser asks for it."""
    return client.get(path, headers=BROWSER | headers)


def page(client: FlaskClient, path: str) -> Page:
    """A page that is there."""
    response = get(client, path)
    assert (response.status_code, response.content_type) == (200, "text/html; charset=utf-8")
    return Page(response.text)


def items(client: FlaskClient, path: str) -> list[Any]:
    """What the API answers."""
    response = client.get(path)
    assert response.status_code == 200
    return list(json.loads(response.data)["items"])


def test_every_link_of_every_page_leads_somewhere(client: FlaskClient) -> None:
    """From the first page on, each link within the app answers, and each page is small, titled and has one heading."""
    waiting, seen = ["/"], {"/"}
    while waiting:
        response = get(client, path := waiting.pop())
        assert response.status_code == 200, path
        if response.mimetype != "text/html" or path.startswith(("/v1/", "/docs")):
            continue
        assert len(response.data) < LARGEST_PAGE, path
        found = Page(response.text)
        assert (len(found.all("h1")), len(found.all("title"))) == (1, 1), path
        bare = {link.partition("?")[0] for link in seen}
        fresh = [link for link in found.links if link.startswith("/") and link not in seen]
        chosen = [link for link in fresh if link.partition("?")[0] not in bare or len(seen) < 400]
        waiting += chosen
        seen.update(chosen)
    records = [f"/{name}/{record['id']}" for name in COLLECTIONS for record in items(client, f"/v1/{name}?limit=1000")]
    assert set(records) <= seen


def test_the_first_page_tells_what_is_here(client: FlaskClient) -> None:
    """Counts of every collection, and three questions with answers and the addresses behind them."""
    found = page(client, "/")
    counts = json.loads(client.get("/v1/").data)["counts"]
    assert set(found.texts("a")) >= {f"{count:,} {name}" for name, count in counts.items()}
    assert found.texts("h1") == ["What a news article says, fact by fact."]
    assert found.all("form", action="/search")
    asked = [link for link in found.links if link.startswith("/v1/") and "?" in link]
    assert len(asked) == 3
    assert all(items(client, link) for link in asked)


def test_the_article_shows_every_fact_in_reading_order(client: FlaskClient) -> None:
    """Each with its label, its place and its phrase, under the heading of its paragraph."""
    found = page(client, f"/articles/{ARTICLE}")
    rows = items(client, f"/v1/articles/{ARTICLE}/facts?limit=1000")
    facts = [row for row in rows if row["kind"] != "mention"]
    assert found.texts("p", class_="label") == [row["label"] for row in facts]
    places = sorted(f"¶{row['paragraph']} · {row['start']}–{row['end']}" for row in rows)
    assert sorted(found.texts("span", class_="place")) == places
    assert sorted(found.texts("q")) == sorted(row["text"] for row in rows)
    assert {f"/{row['ref']}" for row in rows} <= set(found.links)
    headings = [f"paragraph {number}" for number in dict.fromkeys(row["paragraph"] for row in rows)]
    assert [text for text in found.texts("h3") if text.startswith("paragraph")] == headings


def test_the_article_tells_how_sure_each_time_is(client: FlaskClient) -> None:
    """Beside its days: whether a date is approximate or uncertain, whether an event has happened or may."""
    shown = Counter(page(client, f"/articles/{ARTICLE}").texts("p", class_="sure"))
    for record in items(client, f"/v1/dates?article={ARTICLE}&limit=1000"):
        days = words.span(record["earliest"], record["latest"])
        doubt = "" if record["certainty"] == "exact" else f" {record['certainty']}"
        assert shown[f"{days} {record['edtf']}{doubt}"], record["id"]
    for record in items(client, f"/v1/events?article={ARTICLE}&limit=1000"):
        assert any(text.endswith(record["status"]) for text in shown), record["id"]


def test_a_claim_is_a_chain_from_speaker_to_article_with_those_who_checked(client: FlaskClient) -> None:
    """Who said it, through whom it came, and what became of it, by name."""
    found = page(client, f"/claims/{ARTICLE}.staff-specialties")
    chain = next(text for text in found.texts("ol", class_="chain"))
    assert chain == "Unnamed sources of the Wall Street Journal reported The Wall Street Journal the article"
    checks = next(text for text in found.texts("ul", class_="checks"))
    assert checks == "declined to disclose · Microsoft spokesperson not independently verified · CNBC"


VIEWS = (
    f"/articles/{ARTICLE}",
    *(f"/{name}" for name in QUERYABLE),
    "/figures?hedge=about&sort=-value",
    "/companies/microsoft",
    f"/claims/{ARTICLE}.staff-specialties",
    "/claims/counts?by=modality",
    "/search?q=china",
    "/search?q=zebra",
)


@pytest.mark.parametrize("path", VIEWS)
def test_every_view_can_be_taken_along(client: FlaskClient, path: str) -> None:
    """Its address as data, with a button to copy it, and the same as CSV and NDJSON, before any table begins."""
    found = page(client, path)
    names = [element.name for element in found.elements]
    own = next(at for at, element in enumerate(found.elements) if element.has(id="api"))
    assert own < (names.index("table") if "table" in names and "/companies/" not in path else len(names))
    assert client.get(found.elements[own].attributes["href"]).mimetype == "application/json"
    assert {button.attributes["data-copy"] for button in found.all("button", class_="copy")} >= {"api"}
    assert {"CSV", "NDJSON"} | (set() if "/counts" in path else {"JSON-LD"}) <= set(found.texts("a"))
    assert client.get(found.all("a", type="text/csv")[0].attributes["href"]).mimetype == "text/csv"


@pytest.mark.parametrize("name", QUERYABLE)
def test_a_table_has_the_records_of_its_api_address(client: FlaskClient, name: str) -> None:
    """The address that a page shows gives what the page shows, in its order."""
    found = page(client, f"/{name}")
    api = next(element.attributes["href"] for element in found.all("a", id="api"))
    titles = found.texts("td", class_="as-title")
    assert api == f"/v1/{name}"
    field = {"articles": "headline", "facts": "label"}.get(name, "name" if "name" in items(client, api)[0] else "label")
    assert titles == [record[field] for record in items(client, api)]


@pytest.mark.parametrize("name", QUERYABLE)
def test_pages_by_cursor_show_every_record_once(client: FlaskClient, name: str) -> None:
    """The next page goes on where the last one ended."""
    path, keys = f"/{name}?limit=7", []
    while path:
        found = page(client, path)
        keys += _titles(found)
        path = next((a.attributes["href"] for a in found.all("a", rel="next")), "")
    records = items(client, f"/v1/{name}?limit=1000")
    assert keys == [f"/{record.get('ref') or name + '/' + record['id']}" for record in records]


def _titles(found: Page) -> list[str]:
    cells = [i for i, element in enumerate(found.elements) if element.name == "td" and element.has(class_="as-title")]
    return [found.elements[i + 1].attributes["href"] for i in cells]


@pytest.mark.parametrize(
    "question", ["hedge=about,range", "value_min=750", "q=conference", "sort=-value&hedge=vague", "unit=hours&limit=1"]
)
def test_a_filtered_table_agrees_with_the_api(client: FlaskClient, question: str) -> None:
    """One way to ask: the same parameters mean the same."""
    found = page(client, f"/figures?{question}")
    answer = items(client, f"/v1/figures?{question}")
    assert found.texts("td", class_="as-title") == [record["label"] for record in answer]


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
    """A large dataset's tables link to their counts instead of making them on the way, but for what the load made."""
    monkeypatch.setattr(facets, "BUDGET", 0)
    assert any(link.startswith("/claims?speaker=") for link in page(client, "/claims").links)
    found = page(client, "/claims?modality=reported")
    assert "/claims/counts?modality=reported&by=speaker" in found.links
    assert not any(link.startswith("/claims?modality=reported&speaker=") for link in found.links)
    total = len(items(client, "/v1/claims?modality=reported"))
    assert f"reported {total}" in found.texts("a")  # what the question itself says needs no counting
    assert page(client, "/claims/counts?modality=reported&by=speaker").texts("td", class_="number")


def test_counts_that_take_long_are_left_to_the_api(client: FlaskClient, monkeypatch: pytest.MonkeyPatch) -> None:
    """A page says so and names the address; what the load has counted, and what is few, it shows."""
    monkeypatch.setattr(lists, "_MOST_COUNTED", 20)
    found = page(client, "/claims/counts?by=speaker,modality")
    assert not found.texts("td", class_="number")
    assert "takes longer than a page should" in " ".join(found.texts("p", class_="empty"))
    assert (
        "/v1/claims/counts?by=speaker%2Cmodality" in found.links
        or "/v1/claims/counts?by=speaker,modality" in found.links
    )
    for path in ("/claims/counts?by=speaker", "/figures/counts?by=hedge,unit", "/claims/counts?by=speaker,about&q=ai"):
        assert page(client, path).texts("td", class_="number"), path


def test_every_collection_has_a_page_of_counts(client: FlaskClient) -> None:
    """Also articles, where `counts` could be taken for an article's id."""
    assert [client.get(f"/{name}/counts?by=kind").status_code for name in QUERYABLE] == [200] * len(QUERYABLE)


def test_counts_have_a_page_of_their_own(client: FlaskClient) -> None:
    """Every row of it leads to the records that it counts."""
    found = page(client, "/claims/counts?by=modality")
    rows = items(client, "/v1/claims/counts?by=modality")
    assert [int(text) for text in found.texts("td", class_="number")] == [row["count"] for row in rows]
    for row in rows:
        assert f"/claims?modality={row['modality']}" in found.links
        narrowed = page(client, f"/claims?modality={row['modality']}")
        assert narrowed.texts("p", class_="total")[0].startswith(f"{row['count']} claim")


def test_the_article_is_drawn_as_far_as_there_are_pictures(client: FlaskClient) -> None:
    """Figures, timeline and map are the API's own SVG, of this article's records, each with a text beside it."""
    drawn = {name for name in ("figures", "events", "locations") if "svg" in {made.suffix for made in offered(name)}}
    pictures = page(client, f"/articles/{ARTICLE}").all("img")
    assert {one.attributes["src"].partition(".svg?")[0] for one in pictures} == {f"/v1/{name}" for name in drawn}
    for one in pictures:
        assert client.get(one.attributes["src"]).mimetype == "image/svg+xml"
        assert one.attributes["alt"]


def test_the_article_carries_its_json_ld(client: FlaskClient) -> None:
    """The same as the API gives for it."""
    carried = page(client, f"/articles/{ARTICLE}").all("script", type="application/ld+json")
    assert [json.loads(one.text) for one in carried] == [json.loads(client.get(f"/v1/articles/{ARTICLE}.jsonld").data)]


def test_an_entry_gathers_every_fact_that_refers_to_it(client: FlaskClient) -> None:
    """With the address that gives them."""
    found = page(client, "/locations/london")
    rows = items(client, "/v1/facts?refers_to=locations/london")
    assert found.texts("td", class_="as-title") == [row["label"] for row in rows]
    assert "/v1/facts?refers_to=locations/london" in found.links


def test_the_search_finds_entries_and_facts(client: FlaskClient) -> None:
    """Names first, then facts, best first."""
    found = page(client, "/search?q=china")
    assert "/locations/china" in found.links
    rows = items(client, "/v1/facts?q=china&sort=relevance")
    assert found.texts("td", class_="as-title") == [row["label"] for row in rows]


def test_what_a_form_leaves_empty_is_left_out(client: FlaskClient) -> None:
    """The browser is sent to the address that says only what was asked; its form keeps what it does not show."""
    response = get(client, "/figures?q=&hedge=about&unit=+&sort=value")
    assert (response.status_code, response.headers["Location"]) == (302, "/figures?hedge=about&sort=value")
    kept = page(client, "/figures?hedge=about&sort=value").all("input", type="hidden")
    assert [(one.attributes["name"], one.attributes["value"]) for one in kept] == [("sort", "value")]


def test_every_filter_of_a_collection_stands_in_its_form(client: FlaskClient) -> None:
    """The form is made of the collection's declared filters; only those with a single value are left out."""
    for name, collection in QUERYABLE.items():
        found = page(client, f"/{name}")
        named = {element.attributes.get("name", "") for element in found.elements}
        declared = {field.parameter for field in collection.filters if len(field.options) != 1}
        assert declared <= named, name


@pytest.mark.parametrize(
    ("path", "parameter"),
    [
        ("/figures?bogus=1", "bogus"),
        ("/figures?hedge=perhaps", "hedge"),
        ("/figures?hedge=about&hedge=over", "hedge"),
        ("/figures?cursor=x", "cursor"),
        (f"/articles/{ARTICLE}?kindd=claim", "kindd"),
        ("/search?q=a&kind=claim", "kind"),
        ("/?x=1", "x"),
        ("/companies/microsoft?x=1", "x"),
        ("/claims/counts?by=label", "by"),
    ],
)
def test_a_wrong_parameter_is_named_to_people_and_programs(client: FlaskClient, path: str, parameter: str) -> None:
    """A page for a browser, a problem document for anybody else; 400 both times."""
    response = get(client, path)
    assert (response.status_code, response.mimetype) == (400, "text/html")
    assert parameter in Page(response.text).texts("code")
    assert response.headers["Cache-Control"] == "no-store"
    for accept in ("*/*", "application/json"):
        plain = client.get(path, headers={"Accept": accept})
        assert (plain.status_code, plain.mimetype) == (400, "application/problem+json")
        assert plain.get_json()["errors"][0]["parameter"] == parameter


@pytest.mark.parametrize("path", ["/nothing", "/companies/nobody", "/facts/figures/none", "/articles/x/text-check"])
def test_what_is_not_there_is_told_to_people_in_a_page(client: FlaskClient, path: str) -> None:
    """With a way on; programs get a problem document, and the data's addresses answer so always."""
    response = get(client, path)
    assert (response.status_code, response.mimetype) == (404, "text/html")
    assert Page(response.text).all("form", action="/search")
    assert client.get(path).mimetype == "application/problem+json"
    assert get(client, f"/v1{path}").mimetype == "application/problem+json"


def test_a_page_that_takes_only_reading_says_so(client: FlaskClient) -> None:
    """Also to people."""
    response = client.post("/figures", headers=BROWSER)
    assert (response.status_code, response.mimetype) == (405, "text/html")
    assert "GET" in response.headers["Allow"]


@pytest.mark.parametrize("path", ["/", "/figures?hedge=about", f"/articles/{ARTICLE}", "/search?q=china"])
def test_pages_are_validated_and_cached_as_data_is(client: FlaskClient, path: str) -> None:
    """A strong validator, 304 for who holds it, HEAD as GET, compression where asked for."""
    response = get(client, path)
    tag = response.headers["ETag"]
    assert not tag.startswith("W/")
    assert response.headers["Cache-Control"] == client.get("/v1/figures").headers["Cache-Control"]
    assert response.headers["Vary"] == "Accept, Accept-Encoding"
    assert get(client, path, **{"If-None-Match": tag}).status_code == 304
    head = client.head(path, headers=BROWSER)
    assert (head.status_code, head.headers["ETag"], head.data) == (200, tag, b"")
    assert head.headers["Content-Length"] == str(len(response.data))
    packed = get(client, path, **{"Accept-Encoding": "gzip"})
    assert packed.headers["Content-Encoding"] == "gzip"
    again = get(client, path, **{"Accept-Encoding": "gzip", "If-None-Match": packed.headers["ETag"]})
    assert (again.status_code, again.data) == (304, b"")


@pytest.mark.parametrize("path", ["/", f"/articles/{ARTICLE}", "/facts", "/nothing", f"/articles/{ARTICLE}/text-check"])
def test_the_policy_lets_nothing_in_from_elsewhere_and_nothing_inline(client: FlaskClient, path: str) -> None:
    """No inline script, style or handler, no other origin, no name of this host."""
    response = client.get(path, headers=BROWSER | {"Host": "evil.example"})
    policy = response.headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert "evil.example" not in response.text
    for element in Page(response.text).elements:
        assert "style" not in element.attributes
        assert not any(name.startswith("on") for name in element.attributes)
        assert element.name != "style"
        loaded = element.attributes.get("src") or (element.name == "link" and element.attributes["href"]) or "/"
        assert loaded.startswith("/")
        assert element.name != "script" or element.attributes.get("src") or element.has(type="application/ld+json")


def test_assets_are_kept_for_good_under_the_hash_of_their_content(client: FlaskClient) -> None:
    """Another name of the same file is not served."""
    found = page(client, "/")
    sheet = found.all("link", rel="stylesheet")[0].attributes["href"]
    response = client.get(sheet)
    assert (response.status_code, response.mimetype) == (200, "text/css")
    assert response.headers["Cache-Control"] == "public, max-age=31536000, immutable"
    assert client.get("/assets/000000000000-explorer.css").status_code == 404
    assert client.get("/assets/explorer.css").status_code == 404
    icon = client.get("/favicon.ico")
    assert (icon.status_code, client.get(icon.headers["Location"]).mimetype) == (302, "image/svg+xml")


@pytest.mark.parametrize("path", [f"/articles/{ARTICLE}", "/figures?hedge=about", "/companies/microsoft", "/claims"])
def test_links_to_a_page_can_be_shown_and_its_data_found(client: FlaskClient, path: str) -> None:
    """Title, description and Open Graph; alternates that answer with the type they name."""
    found = page(client, path)
    named = {meta.attributes.get("name") or meta.attributes.get("property") for meta in found.all("meta")}
    assert named >= {"description", "og:title", "og:description", "og:type", "og:site_name"}
    assert found.all("link", rel="canonical")[0].attributes["href"] == path.partition("?")[0]
    alternates = found.all("link", rel="alternate")
    assert {"application/json", "text/csv"} <= {link.attributes["type"] for link in alternates}
    for link in alternates:
        assert client.get(link.attributes["href"]).mimetype == link.attributes["type"]


def test_an_id_that_was_merged_away_leads_to_its_heir(sample_client: FlaskClient) -> None:
    """For people as in the API."""
    for path, target in (
        ("/companies/old-works", "/companies/example-works"),
        ("/articles/old-article", f"/articles/{sample.ARTICLE}"),
        ("/articles/old-article/text-check", f"/articles/{sample.ARTICLE}/text-check"),
    ):
        response = get(sample_client, path)
        assert (response.status_code, response.headers["Location"]) == (308, target)


def test_a_row_of_facts_leads_to_its_record(client: FlaskClient) -> None:
    """Its ref is the record's address."""
    response = get(client, f"/facts/figures/{ARTICLE}.asked-staff")
    assert (response.status_code, response.headers["Location"]) == (308, f"/figures/{ARTICLE}.asked-staff")


def test_labels_are_text_in_every_page(sample_client: FlaskClient) -> None:
    """Whatever a seed says, it starts no element; what JSON-LD there is stays JSON."""
    for path in (
        "/",
        f"/articles/{sample.ARTICLE}",
        "/figures",
        f"/figures/{sample.ARTICLE}.guests",
        "/search?q=guests",
    ):
        response = get(sample_client, path)
        assert "<img src=x" not in response.text
        for script in Page(response.text).all("script", type="application/ld+json"):
            assert sample.HOSTILE in json.dumps(json.loads(script.text))


def test_a_dataset_without_claims_or_answers_still_has_pages(sample_client: FlaskClient) -> None:
    """Empty states say so in words."""
    assert "No date answers this." in page(sample_client, "/dates").texts("p", class_="total")
    assert page(sample_client, "/").all("h1")
    assert page(sample_client, "/search").all("form", action="/search")
    assert page(sample_client, "/search?q=zebra").texts("p", class_="empty")
    assert page(sample_client, "/claims/counts?by=via").all("h1")


def test_people_are_told_when_the_data_is_away(tmp_path: Path) -> None:
    """503 with the time to wait, in a page that needs no data; assets are still there."""
    away = create_app(Settings(folder=tmp_path, seeds=None)).test_client()
    response = get(away, "/figures")
    assert (response.status_code, response.mimetype) == (503, "text/html")
    assert response.headers["Retry-After"] == "1"
    assert "/figures" in Page(response.text).links
    sheet = Page(response.text).all("link", rel="stylesheet")[0].attributes["href"]
    assert away.get(sheet).status_code == 200


def test_a_fault_of_ours_shows_no_traceback_to_people(tmp_path: Path) -> None:
    """500 as a page, without what went wrong within."""
    app = create_app(Settings(folder=tmp_path, seeds=None))
    app.add_url_rule("/broken", view_func=lambda: 1 / 0)
    response = get(app.test_client(), "/broken")
    assert (response.status_code, response.mimetype) == (500, "text/html")
    assert "ZeroDivisionError" not in response.text


def test_the_counts_of_every_field_can_be_reached(client: FlaskClient) -> None:
    """Each link from a table to its counts leads to a page, also where a field goes by another name."""
    for path in ("/claims", "/figures", "/facts", "/events"):
        for link in page(client, path).links:
            if "/counts?" in link:
                assert client.get(link).status_code == 200, link


def test_crawlers_are_kept_out_of_the_endless(client: FlaskClient) -> None:
    """Pages may be crawled, combinations of filters may not."""
    answer = client.get("/robots.txt")
    assert answer.mimetype == "text/plain"
    assert answer.text == "User-agent: *\nDisallow: /*?\n"
