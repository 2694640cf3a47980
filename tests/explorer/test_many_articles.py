"""Pages over several articles: what is new, an article in short, what all say of an entry, and figures side by side."""

import pytest
from flask.testing import FlaskClient

from api.explorer import words
from schemas import wording
from tests.explorer.reading import get, items, page
from tests.serving import ARTICLE

CORRECTED, DENIAL = "lumera-cuts-ledger", "lumera-denial-northern-business-day"


def test_home_tells_what_the_last_load_changed(demo: FlaskClient, client: FlaskClient) -> None:
    """It shows numbers and claims, added ones first; nothing after the first load."""
    found = page(demo, "/")
    text = next(text for text in found.texts("section") if text.startswith("What is new"))
    newest, before = items(demo, "/v1/versions")
    assert f"{newest['added']} added, {newest['changed']} changed." in text
    assert f"/v1/changes?since={before['version']}" in found.links
    claims = [
        row
        for row in items(demo, f"/v1/changes?limit=1000&since={before['version']}")
        if row["ref"].startswith("claims/")
    ]
    shown = [link for link in found.links if link.startswith(f"/claims/{CORRECTED}.")]
    added = [f"/{row['ref']}" for row in claims if row["change"] == "added"]
    assert set(added) <= set(shown) <= {f"/{row['ref']}" for row in claims}
    assert added
    assert "What is new" not in get(client, "/").text


def test_an_article_begins_with_what_matters(demo: FlaskClient) -> None:
    """The leading claim, key figures with how many others there are to compare, and what is denied, doubted or not
    confirmed, before the first paragraph; not where only some of its facts are shown."""
    found = page(demo, f"/articles/{DENIAL}")
    short = next(text for text in found.texts("section") if text.startswith("In short"))
    claims = items(demo, f"/v1/claims?article={DENIAL}&limit=1000")
    denied = [words.heading(claim) for claim in claims if claim["modality"] == "denied"]
    assert denied[0] in short
    assert "less than 100 jobs compare 5" in short
    assert "400 jobs denied" in short
    assert "/measures/lumera-jobs-cut-in-merilahti" in found.links
    text = get(demo, f"/articles/{DENIAL}").text
    assert text.index('id="short"') < text.index('id="p1"')
    assert 'id="short"' not in get(demo, f"/articles/{DENIAL}?kind=figure").text


def test_long_lists_fold(demo: FlaskClient) -> None:
    """What a paragraph names beyond three, and places of a record beyond six, wait behind a line that counts them."""
    for article in (CORRECTED, ARTICLE):
        rows = items(demo, f"/v1/articles/{article}/facts?kind=mention&limit=1000")
        named = [sum(row["paragraph"] == number for row in rows) for number in {row["paragraph"] for row in rows}]
        folds = page(demo, f"/articles/{article}").all("details", class_="named")
        assert sorted(fold.text.split()[0] for fold in folds) == sorted(map(str, named))
        assert sum("open" in fold.attributes for fold in folds) == sum(number <= 3 for number in named)
    most = max(items(demo, "/v1/mentions?limit=1000"), key=lambda one: len(one["evidence"]))
    assert f"{len(most['evidence']) - 6} more places" in get(demo, f"/mentions/{most['id']}").text


def test_an_entry_s_page_follows_the_articles_in_time(demo: FlaskClient) -> None:
    """Its facts are grouped by article, with day, outlet and headline, the earliest first."""
    found = page(demo, "/parties/elias-thorvald")
    groups = found.texts("tr", class_="group")
    rows = items(demo, "/v1/facts?refers_to=parties/elias-thorvald&sort=published&limit=1000")
    outlets = list(dict.fromkeys(f"{wording.time(row['published'])} · {row['publisher_name']}" for row in rows))
    assert [group.partition(":")[0] for group in groups] == outlets
    assert found.texts("td", class_="as-title") == [words.heading(row) for row in rows]


@pytest.mark.parametrize("path", ["/parties/elias-thorvald", "/parties?id=elias-thorvald"])
def test_a_post_that_ended_is_not_read_as_held(demo: FlaskClient, path: str) -> None:
    """A post has its beginning and end beside it, in words."""
    (said,) = [text for text in page(demo, path).texts("dd") + page(demo, path).texts("td") if "plant manager" in text]
    assert said == (
        "plant manager of Lumera plant in Merilahti until about 30 April 2025; "
        "chief executive of Voltkraft since 2 June 2025"
    )


def test_a_corrected_or_retracted_claim_says_so_at_its_top(demo: FlaskClient) -> None:
    """Under its speaker, with a link to the claim that does; in the table below it is said who does it to whom."""
    for claim, said in (
        (f"{CORRECTED}.employees-2400", "corrected by Employees of the plant"),
        (
            "lumera-protest-baltic-observer.stones-reported",
            "retracted by Radio Merilahti took back its report on stones",
        ),
    ):
        found = page(demo, f"/claims/{claim}")
        assert said in found.texts("div", class_="big")[0]
        assert said.split(" ")[0].removesuffix("ed") + "s it" in found.texts("td", **{"data-label": "relation"})


def test_a_measure_s_page_shows_the_conflict_at_a_glance(demo: FlaskClient) -> None:
    """How many agree and conflict in words, the picture, and each figure with the API's verdict."""
    found = page(demo, "/measures/lumera-jobs-cut-in-merilahti")
    text = next(text for text in found.texts("section") if text.startswith("Comparison"))
    assert "2 agree, 2 conflict with the first published." in text
    (picture,) = [one.attributes["src"] for one in found.all("img")]
    assert demo.get(picture).mimetype == "image/svg+xml"
    rows = items(demo, "/v1/measures/lumera-jobs-cut-in-merilahti/comparison")
    said = [row["verdict"] for row in rows[1:] if row["verdict"]]
    assert found.texts("span", class_="verdict") == ["2 agree", "2 conflict", *said]
    assert {f"/{row['figure']}" for row in rows} <= set(found.links)
