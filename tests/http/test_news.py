"""What news says most often, on three invented articles: money, change, disputes, corrections, other scripts.

Doubt is in test_intervals, and in tests/formats/test_meaning.
"""

from pathlib import Path
from urllib.parse import quote

import pytest
from flask.testing import FlaskClient

from tests.authoring.desk import run
from tests.conftest import client_of
from tests.explorer.markup import Page
from tests.serving import ROOT

NEWS = ROOT / "tests" / "fixtures" / "news"
TALKS, RESULTS, METRO = "selkie-bank-talks", "tessel-third-quarter", "haigang-last-metro"


@pytest.fixture(scope="module")
def news(tmp_path_factory: pytest.TempPathFactory) -> FlaskClient:
    """A client of an app with the three articles."""
    return client_of(tmp_path_factory.mktemp("news"), NEWS / "seeds")


def _ids(client: FlaskClient, path: str) -> set[str]:
    answer = client.get(f"{path}{'&' if '?' in path else '?'}limit=1000")
    assert answer.status_code == 200, answer.get_data(as_text=True)
    return {one.get("id") or one["ref"] for one in answer.get_json()["items"]}


def test_nothing_is_overlooked_and_every_place_holds(tmp_path: Path) -> None:
    """`check --strict` has no advice on the three texts, and `verify` finds every place."""
    texts = sorted((NEWS / "texts").glob("*.txt"))
    given = [word for text in texts for word in ("--text", text)]
    done = run(tmp_path, "check", NEWS / "seeds", *given, "--strict")
    assert done.exit_code == 0, done.stderr
    assert run(tmp_path, "load", NEWS / "seeds").exit_code == 0
    for text in texts:
        assert "(100%)" in run(tmp_path, "verify", text.stem, text).stdout


def test_money_is_asked_for_by_currency(news: FlaskClient) -> None:
    """€2bn and 2,000 million euros are one amount; yuan in any script are CNY."""
    assert f"{RESULTS}.debt" in _ids(news, "/v1/figures?currency=EUR&value_min=1900000000&value_max=1999999999")
    yuan = _ids(news, "/v1/figures?currency=CNY")
    assert {f"{RESULTS}.work-moved", f"{RESULTS}.china-sales-before", f"{METRO}.cost"} <= yuan


def test_a_fall_and_a_rise_are_not_stored_alike(news: FlaskClient) -> None:
    """ "Fell 38 percent from" and "rose 38 percent to" differ by direction; the first names what it starts from."""
    fell, rose = (
        news.get(f"/v1/figures/{RESULTS}.{name}").get_json() for name in ("china-sales-fell", "us-sales-rose")
    )
    assert (fell["value"], fell["form"], fell["direction"]) == (38, "change", "down")
    assert (rose["value"], rose["form"], rose["direction"]) == (38, "change", "up")
    assert fell["compared_to"] == f"figures/{RESULTS}.china-sales-before"
    assert _ids(news, "/v1/figures?direction=down") == {f"{RESULTS}.china-sales-fell"}


def test_a_second_employer_is_kept(news: FlaskClient) -> None:
    """A person is found by either of two employers."""
    for employer in ("parties/leyden-hall", "parties/geneva-peace-forum"):
        assert "ruben-achterberg" in _ids(news, f"/v1/parties?refers_to={employer}")


def test_a_disputed_place_has_claimants_and_no_country(news: FlaskClient) -> None:
    """It has `claimed_by`, and `country` is null."""
    place = news.get("/v1/locations/selkie-bank").get_json()
    assert (place["country"], place["claimed_by"]) == (None, ["locations/norvane", "locations/estrel"])


def test_a_retracted_number_names_its_retraction(news: FlaskClient) -> None:
    """The withdrawn profit leads to the claims that retract and correct it."""
    withdrawn = f"claims/{RESULTS}.profit-withdrawn"
    assert {f"{RESULTS}.withdrawal", f"{RESULTS}.profit"} <= _ids(news, f"/v1/claims?refers_to={withdrawn}")
    types = {
        one["id"]: [relation["type"] for relation in one["relations"]]
        for one in news.get(f"/v1/claims?refers_to={withdrawn}").get_json()["items"]
    }
    assert types[f"{RESULTS}.withdrawal"] == ["retracts"]
    assert types[f"{RESULTS}.profit"] == ["corrects"]
    facts = Page(news.get(f"/articles/{RESULTS}").get_data(as_text=True)).texts("li", class_="fact")
    withdrawn_figure = news.get(f"/v1/{withdrawn}").get_json()["figures"][0]
    label = news.get(f"/v1/{withdrawn_figure}").get_json()["label"]
    (shown,) = (text for text in facts if text.startswith("figure") and label in text)
    assert "retracted by" in shown


@pytest.mark.parametrize("word", ["末班车", "القطار"])
def test_other_scripts_are_found(news: FlaskClient, word: str) -> None:
    """A phrase in Chinese, and one in Arabic within it, are searched like any other."""
    assert f"{METRO}.misses-last-train" in _ids(news, f"/v1/claims?q={quote(word)}*")
