"""What news says most often, on three invented articles: denials, doubt, money, change, times of day, corrections."""

import csv
import io
import shutil
from pathlib import Path
from typing import Any
from urllib.parse import quote
from xml.etree.ElementTree import fromstring

import pytest
from flask.testing import FlaskClient
from icalendar import Calendar

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


def _rows(client: FlaskClient, path: str) -> dict[str, dict[str, str]]:
    table = client.get(path).get_data(as_text=True)
    return {row["ref"]: row for row in csv.DictReader(io.StringIO(table, newline=""))}


def _entries(client: FlaskClient, path: str) -> list[Any]:
    return list(Calendar.from_ical(client.get(path).get_data(as_text=True)).walk("VEVENT"))


def test_nothing_is_overlooked_and_every_place_holds(tmp_path: Path) -> None:
    """`check --strict` has no advice on the three texts, and `verify` finds every place."""
    texts = sorted((NEWS / "texts").glob("*.txt"))
    given = [word for text in texts for word in ("--text", text)]
    done = run(tmp_path, "check", NEWS / "seeds", *given, "--strict")
    assert done.exit_code == 0, done.stderr
    assert run(tmp_path, "load", NEWS / "seeds").exit_code == 0
    for text in texts:
        assert "(100%)" in run(tmp_path, "verify", text.stem, text).stdout


def test_a_denied_statement_reads_as_denied(news: FlaskClient) -> None:
    """In the flat table, in the feed and on the claim's page it is marked as denied."""
    claim = f"{TALKS}.theatre-said"
    assert _rows(news, "/v1/facts.csv")[f"claims/{claim}"]["modality"] == "denied"
    atom = "{http://www.w3.org/2005/Atom}"
    titles = [
        "".join(entry.find(f"{atom}title").itertext())  # type: ignore[union-attr]
        for entry in fromstring(news.get("/v1/claims.atom?modality=denied").data).iter(f"{atom}entry")  # noqa: S314
    ]
    assert len(titles) == 1
    assert "denie" in titles[0].lower()
    assert "denie" in news.get(f"/claims/{claim}").get_data(as_text=True).lower()


def test_considered_events_do_not_look_planned(news: FlaskClient) -> None:
    """They are tentative in calendars and say so in the flat table."""
    rows = _rows(news, "/v1/facts.csv?kind=event")
    assert rows[f"events/{TALKS}.sharing"]["status"] == "considered"
    considered = _entries(news, f"/v1/events/{TALKS}.withdrawal.ics")
    planned = _entries(news, f"/v1/events/{TALKS}.talks.ics")
    assert [str(one["status"]) for one in considered] == ["TENTATIVE"]
    assert [str(one["status"]) for one in planned] == ["CONFIRMED"]


def test_one_of_two_days_is_not_the_days_between(news: FlaskClient) -> None:
    """A map on 30 May or on 6 June answers for either day, not for those between, and has no block of eight days."""
    found = f"{TALKS}.map"
    for day, there in (("2024-05-30", True), ("2024-06-02", False), ("2024-06-06", True)):
        assert (found in _ids(news, f"/v1/dates?from={day}&to={day}")) == there
    spans = news.get(f"/v1/dates/{found}").get_json()
    assert (spans["set"], [span["earliest"] for span in spans["spans"]]) == ("one", ["2024-05-30", "2024-06-06"])
    entries = _entries(news, f"/v1/dates/{found}.ics")
    assert all((one.decoded("dtend") - one.decoded("dtstart")).days == 1 for one in entries if "dtend" in one)


def test_more_than_half_excludes_the_half(news: FlaskClient) -> None:
    """The open bound is kept in the flat table, and 0.5 itself does not meet it."""
    row = _rows(news, "/v1/facts.csv?kind=figure")[f"figures/{TALKS}.crews-for-compromise"]
    assert (row["value_min"], row["min_inclusive"], row["value_max"]) == ("0.5", "false", "")
    found = f"{TALKS}.crews-for-compromise"
    assert found not in _ids(news, f"/v1/figures?article={TALKS}&unit=proportions&value_max=0.5")
    assert found in _ids(news, f"/v1/figures?article={TALKS}&unit=proportions&value_min=0.6&value_max=0.7")


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


def test_a_time_of_day_is_an_instant(news: FlaskClient) -> None:
    """Geneva's 9 a.m., London's embargo and the deadline's hour are in UTC."""
    starts = {
        name: news.get(f"/v1/dates/{TALKS}.{name}").get_json()["starts"] for name in ("talks", "embargo", "deadline")
    }
    assert starts == {
        "talks": "2024-06-03T07:00:00Z", "embargo": "2024-05-23T19:00:00Z", "deadline": "2024-05-31T12:00:00Z",
    }  # fmt: skip


def test_winter_ends_in_february(news: FlaskClient) -> None:
    """ "By the winter of 2024" ends with February 2025."""
    assert news.get(f"/v1/dates/{TALKS}.repair").get_json()["latest"] == "2025-02-28"


def test_about_a_year_is_no_day(news: FlaskClient) -> None:
    """ "In about 1905" covers its year, and says that it is approximate."""
    date = news.get(f"/v1/dates/{TALKS}.lighthouse-built").get_json()
    assert (date["earliest"], date["latest"]) == ("1905-01-01", "1905-12-31")
    assert (date["precision"], date["certainty"]) == ("year", "approximate")


def test_about_is_wider_than_its_number(news: FlaskClient) -> None:
    """ "About 3.5 times" meets numbers that round to it and no others; the answer keeps the article's number."""
    found = f"{RESULTS}.debt-ratio"
    assert found in _ids(news, "/v1/figures?form=ratio&value_min=3.46&value_max=3.49")
    assert found not in _ids(news, "/v1/figures?form=ratio&value_min=3.56&value_max=3.7")
    assert news.get(f"/v1/figures/{found}").get_json()["value"] == 3.5


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


def test_no_more_than_900_jobs_are_not_a_negative_number(news: FlaskClient) -> None:
    """An open lower bound ends at zero for what cannot be negative."""
    assert f"{RESULTS}.jobs" not in _ids(news, "/v1/figures?value_min=-15000000&value_max=-1")


def test_seconds_are_no_milliseconds(news: FlaskClient) -> None:
    """A span given in seconds is refused with the reason, and does not answer with everything."""
    answer = news.get("/v1/dates?from=1762500000")
    assert answer.status_code == 400
    assert "seconds" in answer.get_json()["detail"]


@pytest.mark.parametrize("word", ["末班车", "القطار"])
def test_other_scripts_are_found(news: FlaskClient, word: str) -> None:
    """A phrase in Chinese, and one in Arabic within it, are searched like any other."""
    assert f"{METRO}.misses-last-train" in _ids(news, f"/v1/claims?q={quote(word)}*")


@pytest.mark.parametrize("code", ["banana", "m//s"])
def test_a_unit_that_does_not_exist_is_refused(code: str, tmp_path: Path) -> None:
    """At the load, with file and line."""
    seeds = Path(shutil.copytree(NEWS / "seeds", tmp_path / "seeds"))
    seed = seeds / "articles" / f"{TALKS}.yaml"
    seed.write_text(seed.read_text().replace("unit_code: d\n", f"unit_code: {code}\n", 1))
    done = run(tmp_path / "store", "check", seeds)
    assert done.exit_code == 1
    assert "unit_code" in done.stderr
