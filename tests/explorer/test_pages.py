"""The explorer's pages over HTTP: what they show is what the API says, and where they lead exists."""

import json
import re
from collections import Counter

import pytest
from flask.testing import FlaskClient

from api.explorer import words
from api.formats import offered
from schemas import wording
from schemas.registry import COLLECTIONS, QUERYABLE
from tests.explorer import sample
from tests.explorer.markup import Page
from tests.explorer.reading import get, items, page
from tests.serving import ARTICLE

LARGEST_PAGE = 100 * 1024


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
    assert set(found.texts("a")) >= {words.counted(count, name) for name, count in counts.items()}
    assert "1 article" in found.texts("a")
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
    assert found.texts("p", class_="label") == [words.heading(row) for row in facts]
    places = sorted(f"¶{row['paragraph']} · {row['start']}–{row['end']}" for row in rows)
    assert sorted(found.texts("span", class_="place")) == places
    assert sorted(found.texts("q")) == sorted(row["text"] for row in rows)
    assert {f"/{row['ref']}" for row in rows} <= set(found.links)
    headings = [f"paragraph {number}" for number in dict.fromkeys(row["paragraph"] for row in rows)]
    assert [text for text in found.texts("h3") if text.startswith("paragraph")] == headings


def test_the_article_tells_how_sure_each_time_is(client: FlaskClient) -> None:
    """Each date in words that keep its doubt, beside its EDTF; of events whether they have happened or may."""
    shown = Counter(page(client, f"/articles/{ARTICLE}").texts("p", class_="sure"))
    for record in items(client, f"/v1/dates?article={ARTICLE}&limit=1000"):
        assert shown[f"{wording.time(record['edtf'])} {record['edtf']}"], record["id"]
    for record in items(client, f"/v1/events?article={ARTICLE}&limit=1000"):
        assert any(text.endswith(record["status"]) for text in shown), record["id"]


def test_a_claim_is_a_chain_from_speaker_to_article_with_those_who_checked(client: FlaskClient) -> None:
    """The chain has the names of the speaker, of those it came through and of those who checked it."""
    found = page(client, f"/claims/{ARTICLE}.staff-specialties")
    chain = next(text for text in found.texts("ol", class_="chain"))
    said = "Unnamed sources of the Wall Street Journal reported, in indirect speech"
    assert chain == f"{said} The Wall Street Journal the article"
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
def test_pages_by_cursor_show_every_record_once(client: FlaskClient, name: str) -> None:
    """The next page goes on where the last one ended, and its records are those of the API's address, in its order."""
    path, keys, titles = f"/{name}?limit=7", [], []
    while path:
        found = page(client, path)
        assert found.all("a", id="api")[0].attributes["href"] == f"/v1{path}"
        keys += _titles(found)
        titles += found.texts("td", class_="as-title")
        path = next((a.attributes["href"] for a in found.all("a", rel="next")), "")
    records = items(client, f"/v1/{name}?limit=1000")
    assert keys == [f"/{record.get('ref') or name + '/' + record['id']}" for record in records]
    for title, record in zip(titles, records, strict=True):  # an event's may also tell how claims mean it
        assert title.startswith(words.heading({"kind": "fact"} | record).removesuffix(")"))


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
    assert found.texts("td", class_="as-title") == [words.heading(record) for record in answer]


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


def test_the_first_page_describes_the_dataset_to_crawlers(client: FlaskClient) -> None:
    """As a schema.org `Dataset`: its version, its licence, and its facts in each format that is served."""
    (script,) = page(client, "/").all("script", type="application/ld+json")
    described, entry = json.loads(script.text), client.get("/v1/").get_json()
    assert (described["@context"], described["@type"]) == ("https://schema.org/", "Dataset")
    assert (described["version"], described["conditionsOfAccess"]) == (entry["version"], entry["licence"])
    files = {one["contentUrl"]: one["encodingFormat"] for one in described["distribution"]}
    assert files == {f"/v1/facts.{made.suffix}": made.mime for made in offered("facts")}
    assert all(client.head(path).mimetype == mime for path, mime in files.items())


def test_an_entry_gathers_every_fact_that_refers_to_it(client: FlaskClient) -> None:
    """With the address that gives them."""
    found = page(client, "/locations/london")
    rows = items(client, "/v1/facts?refers_to=locations/london")
    assert found.texts("td", class_="as-title") == [words.heading(row) for row in rows]
    assert "/v1/facts?refers_to=locations/london" in found.links


def test_the_search_finds_entries_and_facts(client: FlaskClient) -> None:
    """Names first, then facts, best first."""
    found = page(client, "/search?q=china")
    assert "/locations/china" in found.links
    rows = items(client, "/v1/facts?q=china&sort=relevance")
    assert found.texts("td", class_="as-title") == [words.heading(row) for row in rows]


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


def test_a_row_of_facts_leads_to_its_record(client: FlaskClient) -> None:
    """Its ref is the record's address."""
    response = get(client, f"/facts/figures/{ARTICLE}.asked-staff")
    assert (response.status_code, response.headers["Location"]) == (308, f"/figures/{ARTICLE}.asked-staff")


def test_people_read_whole_numbers_without_a_point(client: FlaskClient) -> None:
    """On a record's page, a page of counts and its picture, though data has one type a column (`700.0`)."""
    for path in (f"/figures/{ARTICLE}.asked-staff", "/figures/counts?by=min", "/v1/figures/counts.svg?by=min"):
        shown = re.sub(r"<[^>]*>", " ", get(client, path).text).split()
        assert ("700.0" in shown, "700" in shown) == (False, True), path


def test_labels_are_text_in_every_page(sample_client: FlaskClient) -> None:
    """No text of a seed starts an element; JSON-LD stays valid JSON."""
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
            assert path == "/" or sample.HOSTILE in json.dumps(json.loads(script.text))


def test_a_dataset_without_claims_or_answers_still_has_pages(sample_client: FlaskClient) -> None:
    """Empty states say so in words."""
    assert "No dates match." in page(sample_client, "/dates").texts("p", class_="total")
    assert page(sample_client, "/").all("h1")
    assert page(sample_client, "/search").all("form", action="/search")
    assert page(sample_client, "/search?q=zebra").texts("p", class_="empty")
    assert page(sample_client, "/claims/counts?by=via").all("h1")


MEANT = ("/claims", "/facts", "/events", "/search?q=hall", "/companies/example-works", f"/articles/{sample.ARTICLE}",
         f"/claims/{sample.ARTICLE}.closing", f"/events/{sample.ARTICLE}.sale")  # fmt: skip


@pytest.mark.parametrize("path", MEANT)
def test_no_page_shows_what_is_denied_or_only_considered_as_a_fact(sample_client: FlaskClient, path: str) -> None:
    """Wherever the label of such a record is shown, its modality or status is shown too."""
    text = " ".join(sample_client.get(path).text.split())
    assert text.count("The café closes") == text.count("Denied: The café closes")
    assert text.count("Sale of the hall") == text.count("Sale of the hall (considered)")
    assert "The café closes" in text or "Sale of the hall" in text


def test_a_claim_s_page_says_what_other_claims_are_to_it(sample_client: FlaskClient) -> None:
    """A correction is read where the corrected claim is, and the number of sources with the warning it needs."""
    found = page(sample_client, f"/claims/{sample.ARTICLE}.closing")
    section = next(text for text in found.texts("section") if text.startswith("Corroboration"))
    assert "1 independent source in this dataset" in section
    assert "does not make the claim true" in section
    assert found.texts("td", **{"data-label": "relation"}) == ["corrects it"]
