"""Where tables are placed on a distributed engine, as far as it can be tested without one; the rest is in
tests/store/test_citus.py."""

from pathlib import Path

import pytest

from api.settings import Settings
from api.store import Unavailable
from api.store.postgres_engines import IDENTITY, engine_of, spread
from api.store.selection import load
from api.store.tables import schema
from schemas.registry import QUERYABLE
from tests.store.external import run
from tests.store.postgres import Cluster
from tests.store.sample import write_sample


@pytest.mark.parametrize(
    ("identity", "name"),
    [
        ("PostgreSQL 18.1 on x86_64-pc-linux-gnu", "PostgreSQL"),
        ("PostgreSQL 15.20 (Debian 15.20-0+deb12u1) on x86_64-pc-linux-gnu Citus 13.2-1", "Citus"),
        ("CockroachDB CCL v26.1.0 (x86_64-pc-linux-gnu)", "CockroachDB"),
        ("PostgreSQL 15.12-YB-2025.1.0.0-b0 on x86_64-pc-linux-gnu", "YugabyteDB"),
    ],
)
def test_an_engine_is_known_by_what_it_says_of_itself(identity: str, name: str) -> None:
    """An engine is recognised by its version string and extensions: Citus is an extension, so PostgreSQL's version
    alone does not name it."""
    assert engine_of(identity).name == name


def test_the_rows_of_a_record_lie_together() -> None:
    """All tables with positions of an article's collections are distributed; tables of the registry and those
    without positions are not."""
    tables = {*schema().tables, schema().states}
    of_articles = [name for name, one in QUERYABLE.items() if one.scope != "registry"]
    assert len(of_articles) == 7
    positioned = {table.name for table in tables if "position" in table.c}
    belonging = {name for name in positioned if name.split("_")[0] in of_articles}
    assert spread() == belonging | {f"{name}_words" for name in of_articles}
    assert {"articles", "facts", "facts_links", "dates_spans", "claims_recent", "claims_words"} <= spread()


def test_shards_are_refused_by_an_engine_without_them(cluster: Cluster, tmp_path: Path) -> None:
    """On an engine without shards the setting is refused with one sentence before anything is created; without the
    setting the same database is loaded."""
    cluster.create("shards")
    url = cluster.url(database="shards")
    if engine_of(run(url, IDENTITY)[0][0]).spreading:
        pytest.skip("this engine has them")
    seeds = write_sample(tmp_path / "some.ndjson", 1)
    settings = Settings(folder=tmp_path, database_url=url, shards=2)
    with pytest.raises(Unavailable, match="ARTICLE_FACTS_SHARDS is set, and the database is PostgreSQL without Citus"):
        load(settings, seeds)
    assert run(url, "SELECT count(*) FROM pg_namespace WHERE nspname ~ '^(facts|article)_'") == [(0,)]
    load(settings.model_copy(update={"shards": None}), seeds)
