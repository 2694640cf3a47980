"""More articles beside the first: one registry, ids that do not clash, and the same bytes after a round trip."""

import json
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from api import create_app
from api.settings import Settings
from api.store.selection import load
from tests.authoring.desk import INVENTED, MODELLED, TEXTS, run, together
from tests.conftest import client_of
from tests.serving import ARTICLE
from tests.store.postgres import Cluster


@pytest.fixture(scope="module")
def shared(tmp_path_factory: pytest.TempPathFactory) -> FlaskClient:
    """A client of an app with all of them."""
    folder = tmp_path_factory.mktemp("together")
    return client_of(folder / "var", together(folder))


def _items(client: FlaskClient, path: str) -> list[dict[str, object]]:
    return list(client.get(path).json["items"])


@pytest.mark.parametrize("article", MODELLED)
def test_every_place_of_an_invented_article_holds(article: str, tmp_path: Path) -> None:
    """`facts verify` finds each phrase exactly where the store says, in the text that it recorded."""
    run(tmp_path, "load", together(tmp_path))
    result = run(tmp_path, "verify", article, TEXTS[article])
    assert result.exit_code == 0, result.stdout
    assert "places exact (100%); 0 moved, 0 missing.\nThe text is the one recorded.\n" in result.stdout


def test_all_are_served_beside_each_other(shared: FlaskClient) -> None:
    """The first article and the invented ones, from one store."""
    assert {article["id"] for article in _items(shared, "/v1/articles")} == {ARTICLE, *MODELLED}


def test_a_registry_entry_is_referred_to_from_both(shared: FlaskClient) -> None:
    """`refers_to` crosses articles: Europe is named in each, by one entry."""
    mentions = _items(shared, "/v1/mentions?refers_to=locations/europe")
    assert {mention["article"] for mention in mentions} == {ARTICLE, INVENTED}
    assert len(_items(shared, "/v1/locations?name=Europe")) == 1


def test_ids_of_two_articles_do_not_clash(shared: FlaskClient) -> None:
    """Two have a date `published` and a mention `europe`; the article's id tells them apart."""
    for slug, collection in (("published", "dates"), ("europe", "mentions"), ("reading-time", "figures")):
        for article in (ARTICLE, INVENTED):
            assert shared.get(f"/v1/{collection}/{article}.{slug}").json["article"] == article


def test_a_change_of_the_registry_reaches_both(tmp_path: Path) -> None:
    """Rows of every article show the entry's new name after one edit of the registry."""
    seeds = together(tmp_path)
    path = seeds / "locations.yaml"
    path.write_text(
        path.read_text(encoding="utf-8").replace("wikidata: Q46\n", "wikidata: Q4600000046\n"), encoding="utf-8"
    )
    client = client_of(tmp_path / "var", seeds)
    rows = _items(client, "/v1/facts?wikidata=Q4600000046&limit=1000")
    assert {row["article"] for row in rows} == {ARTICLE, INVENTED}


def test_a_round_trip_gives_the_same_bytes_and_version(tmp_path: Path) -> None:
    """An export is loaded into an empty store and exported again."""
    seeds, exported = together(tmp_path), tmp_path / "facts.ndjson"
    first = run(tmp_path / "one", "load", seeds).stdout
    exported.write_text(run(tmp_path / "one", "export").stdout, encoding="utf-8")
    second = run(tmp_path / "two", "load", exported).stdout
    assert run(tmp_path / "two", "export").stdout == exported.read_text(encoding="utf-8")
    assert first == second
    assert len(first.split("version    ")[1].strip()) == 64


def test_a_round_trip_through_postgresql_gives_the_same_bytes_and_version(cluster: Cluster, tmp_path: Path) -> None:
    """Seeds are loaded into one database, exported and loaded into another; the bytes are those of SQLite."""
    seeds, exported = together(tmp_path), tmp_path / "facts.ndjson"
    first, lines = _kept(cluster, "authoring_one", tmp_path, seeds)
    exported.write_bytes(b"".join(line + b"\n" for line in lines))
    second, again = _kept(cluster, "authoring_two", tmp_path, exported)
    assert (first, lines) == (second, again)
    assert load(Settings(folder=tmp_path / "sqlite"), seeds)[0] == first


def _kept(cluster: Cluster, database: str, folder: Path, seeds: Path) -> tuple[str, list[bytes]]:
    """Version and export of a new database that the seeds were loaded into."""
    cluster.create(database)
    settings = Settings(folder=folder, database_url=cluster.url(database=database), query_seconds=20)
    version, _ = load(settings, seeds)
    store = create_app(settings).extensions["store"]
    lines = list(store.current().export())
    store.close()
    return version, lines


def test_places_left_out_on_purpose_are_no_records(tmp_path: Path) -> None:
    """`unmodelled` stays in the seed."""
    run(tmp_path, "load", together(tmp_path))
    lines = run(tmp_path, "export").stdout.splitlines()
    assert not [line for line in lines if "SIGN UP" in line]
    assert {json.loads(line)["kind"] for line in lines} <= {
        *("company", "party", "location", "measure", "article", "mention", "figure", "date", "event", "claim")
    }
