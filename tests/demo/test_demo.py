"""demo/: five invented articles about one matter, served beside the first article by `make demo`."""

import re
import subprocess
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from tests.commands import facts
from tests.conftest import client_of
from tests.serving import ARTICLE, ROOT

DEMO = ROOT / "demo"
ARTICLES = sorted(path.stem for path in (DEMO / "texts").glob("*.txt"))
CORRECTED = "lumera-cuts-ledger"
REGISTRY = ("companies", "parties", "locations")


def combined(folder: Path, *, earlier: bool = False) -> Path:
    """The seeds that `make demo` serves: the first article and the demo in one registry."""
    target = "demo-seeds-earlier" if earlier else "demo-seeds"
    subprocess.run(["make", "--silent", target, f"DEMO={folder}"], cwd=ROOT, check=True)
    return folder / "seeds"


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> FlaskClient:
    """A client of an app with the first article and the demo."""
    folder = tmp_path_factory.mktemp("demo")
    return client_of(folder / "store", combined(folder))


def test_there_are_five_articles_of_five_outlets(demo: FlaskClient) -> None:
    """Each has a text of 200 to 400 words, which is the one that its seed was made from."""
    articles = {one["id"]: one for one in demo.get("/v1/articles").get_json()["items"]}
    assert set(articles) == {ARTICLE, *ARTICLES}
    assert len(ARTICLES) == len({articles[article]["publisher"] for article in ARTICLES}) == 5
    for article in ARTICLES:
        assert 200 <= len((DEMO / "texts" / f"{article}.txt").read_text().split()) <= 400


def test_nothing_is_overlooked_and_every_place_holds(tmp_path: Path) -> None:
    """`check --strict` has no advice on any text, and `verify` finds every place of every article."""
    texts = [word for article in ARTICLES for word in ("--text", DEMO / "texts" / f"{article}.txt")]
    done = facts("check", DEMO / "seeds", *texts, "--strict", folder=tmp_path / "store")
    assert done.exit_code == 0, done.output
    assert facts("load", DEMO / "seeds", folder=tmp_path / "store").exit_code == 0
    for article in ARTICLES:
        done = facts("verify", article, DEMO / "texts" / f"{article}.txt", folder=tmp_path / "store")
        assert done.exit_code == 0, done.stdout
        assert "(100%)" in done.stdout


def test_three_articles_rest_on_one_source_one_has_its_own_and_one_denies(demo: FlaskClient) -> None:
    """The records have the sources and the denial that make the story worth comparing."""
    claims = demo.get("/v1/claims?limit=1000&predicate=cuts_jobs_in").get_json()["items"]
    by_speaker = {(one["article"], one["speaker"], one["modality"]) for one in claims}
    assert {article for article, speaker, _ in by_speaker if speaker == "parties/nordwire-source"} == {
        "lumera-cuts-ledger", "lumera-line-cell-and-charge", "lumera-protest-baltic-observer",
    }  # fmt: skip
    assert ("lumera-list-merilahti-post", "parties/shift-supervisor", "asserted") in by_speaker
    assert ("lumera-denial-northern-business-day", "parties/ingrid-falk", "denied") in by_speaker


def test_there_are_conflicting_counts_two_currencies_and_a_change_of_employer(demo: FlaskClient) -> None:
    """So that each can be asked for."""
    crowd = demo.get("/v1/figures?measure=measures/lumera-protest-crowd").get_json()["items"]
    assert {(one["speaker"], one["min"], one["max"]) for one in crowd} >= {
        ("parties/finnish-police", 300, 300), ("parties/metal-and-battery-union", 1000, None),
    }  # fmt: skip
    costs = demo.get("/v1/figures?measure=measures/lumera-second-line-cost").get_json()["items"]
    assert {one["currency"] for one in costs} == {"EUR", "USD"}
    posts = demo.get("/v1/parties/elias-thorvald").get_json()["affiliations"]
    assert [(post["of"], post["since"], post["until"]) for post in posts] == [
        ("companies/lumera-merilahti-plant", None, "2025-04-30~"), ("companies/voltkraft", "2025-06-02", None),
    ]  # fmt: skip


def test_the_earlier_version_is_a_dataset_of_its_own(tmp_path: Path) -> None:
    """Before its correction the first of the articles gave another number; its seed holds in that text."""
    seeds = combined(tmp_path, earlier=True)
    assert facts("load", seeds, folder=tmp_path / "store").exit_code == 0
    done = facts("verify", CORRECTED, DEMO / "earlier" / f"{CORRECTED}.txt", folder=tmp_path / "store")
    assert done.exit_code == 0, done.stdout
    assert "(100%)" in done.stdout
    client = client_of(tmp_path / "store", seeds)
    assert client.get(f"/v1/figures/{CORRECTED}.employees-2400").status_code == 200
    assert client.get(f"/v1/figures/{CORRECTED}.employees-1400").status_code == 404


def test_the_registries_do_not_clash_and_hold_nothing_that_nothing_names(demo: FlaskClient) -> None:
    """Every entry of the demo is named by one of its records or entries."""
    for name in (*REGISTRY, "measures"):
        for entry in re.findall(r"^- id: (.+)$", (DEMO / "seeds" / f"{name}.yaml").read_text(), re.M):
            found = [
                demo.get(f"/v1/{collection}?refers_to={name}/{entry}").get_json()["items"]
                for collection in (*REGISTRY, "mentions", "figures", "events", "claims")
            ]
            assert any(found), f"{name}/{entry}"
