"""Versions and changes: what each load did is kept across loads, and is the same on both engines."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from api.settings import Settings
from api.store import Change, Forgotten, Snapshot
from api.store.selection import load, open_store
from tests.serving import QUERY_SECONDS
from tests.store import postgres
from tests.store.postgres import Cluster
from tests.store.sample import write_sample

Records = dict[str, str]  # a company's id, and its name


@dataclass(frozen=True)
class Loads:
    """Loads into one store, one after the other."""

    settings: Settings
    seeds: Path

    def load(self, companies: Records, merged: dict[str, str] | None = None) -> str:
        """Load these companies; `merged` are ids that were merged into others. Returns the version."""
        lines = [
            {"kind": "redirect", "ref": f"companies/{old}", "heir": f"companies/{new}"}
            for old, new in (merged or {}).items()
        ] + [
            {"kind": "company", "id": name, "label": label, "name": label, "type": "company"}
            for name, label in companies.items()
        ]
        self.seeds.write_text("".join(json.dumps(line) + "\n" for line in lines))
        return load(self.settings, self.seeds)[0]

    def snapshot(self) -> Snapshot:
        """The snapshot of a process that starts now."""
        return open_store(self.settings).current()

    def changes(self, since: str | None = None, limit: int = 1000) -> dict[str, str]:
        """Each ref and its change, page by page."""
        return {one.ref.removeprefix("companies/"): one.change for one in walked(self.snapshot(), since, limit)}


def walked(snapshot: Snapshot, since: str | None, limit: int) -> Iterator[Change]:
    """All changes, page by page."""
    page = snapshot.changes(since, limit)
    yield from page.changes
    while page.next:
        page = snapshot.changes(since, limit, page.next)
        yield from page.changes


@pytest.fixture(params=["sqlite", *["postgresql"] * postgres.installed()])
def loads(request: pytest.FixtureRequest, tmp_path: Path) -> Loads:
    """An empty store on each engine."""
    url = None
    if request.param == "postgresql":
        cluster: Cluster = request.getfixturevalue("cluster")
        name = f"history_{abs(hash(request.node.nodeid))}"
        cluster.create(name)
        url = cluster.url(database=name)
    return Loads(
        Settings(folder=tmp_path / "var", database_url=url, kept_versions=3, query_seconds=QUERY_SECONDS),
        tmp_path / "seeds.ndjson",
    )


def test_the_first_load_adds_every_record(loads: Loads) -> None:
    """Without `since` all records are added; since the current version nothing changed."""
    version = loads.load({"a": "A", "b": "B"})
    assert loads.changes() == {"a": "added", "b": "added"}
    assert loads.changes(version) == {}
    (only,) = loads.snapshot().versions()
    assert (only.version, only.added, only.changed, only.removed, only.merged) == (version, 2, 0, 0, 0)


def test_changes_are_net_since_a_version(loads: Loads) -> None:
    """Each added, changed, removed or merged record is listed once; a record that was changed back is not. Versions
    are listed newest first."""
    first = loads.load({"a": "A", "b": "B", "c": "C", "d": "D"})
    second = loads.load({"a": "A2", "b": "B2", "c": "C", "e": "E"}, {"d": "a"})
    third = loads.load({"a": "A3", "b": "B", "e": "E"}, {"d": "a"})
    assert loads.changes(first) == {"a": "changed", "c": "removed", "d": "merged", "e": "added"}
    assert loads.changes(second) == {"a": "changed", "b": "changed", "c": "removed"}
    assert loads.changes(third) == {}
    assert loads.changes() == {"a": "added", "b": "added", "c": "removed", "d": "merged", "e": "added"}
    (merged,) = (one for one in loads.snapshot().changes(None, 9).changes if one.ref == "companies/d")
    assert (merged.change, merged.heir, merged.version) == ("merged", "companies/a", second)
    numbers = [(one.version, one.added, one.changed, one.removed, one.merged) for one in loads.snapshot().versions()]
    assert numbers == [(third, 0, 2, 1, 0), (second, 1, 2, 0, 1), (first, 4, 0, 0, 0)]


def test_redirects_are_logged_as_what_they_lead_to(loads: Loads) -> None:
    """A redirect is logged as a merge into its heir, also if its id had no record before or the heir changes; it is
    still listed when old versions are forgotten."""
    first = loads.load({"a": "A", "b": "B"}, {"old": "a"})
    assert loads.changes() == {"a": "added", "b": "added", "old": "merged"}
    second = loads.load({"a": "A", "b": "B"}, {"old": "b", "older": "b"})
    assert loads.changes(first) == {"old": "merged", "older": "merged"}
    assert heirs(loads, first) == {"old": "companies/b", "older": "companies/b"}
    third = loads.load({"b": "B", "c": "C"}, {"old": "b", "a": "b"})
    assert loads.changes(second) == {"a": "merged", "c": "added", "older": "removed"}
    assert loads.changes(first) == {"a": "merged", "c": "added", "old": "merged", "older": "removed"}
    newest = loads.snapshot().versions()[0]
    assert (newest.added, newest.changed, newest.removed, newest.merged) == (1, 0, 1, 1)
    loads.load({"b": "B", "c": "C", "old": "New"}, {"a": "b"})
    assert loads.changes(third) == {"old": "added"}
    for n in range(5):
        loads.load({"b": f"B{n}", "c": "C", "old": "New"}, {"a": "b"})
    assert heirs(loads, None) == {"a": "companies/b"}


def heirs(loads: Loads, since: str | None) -> dict[str, str]:
    """The refs that are merged, with their heirs."""
    found = walked(loads.snapshot(), since, 1)
    return {one.ref.removeprefix("companies/"): one.heir for one in found if one.heir}


def test_changes_come_oldest_first_or_newest_first_in_pages(loads: Loads) -> None:
    """Pages list changes by load, then by ref, without gap or repetition, also for one collection."""
    loads.load({"a": "A", "b": "B", "c": "C"})
    loads.load({"a": "A", "b": "B2", "c": "C", "d": "D"})
    snapshot = loads.snapshot()
    refs = [one.ref for one in walked(snapshot, None, 1)]
    assert refs == [f"companies/{name}" for name in "acbd"]
    page = snapshot.changes(None, 3, newest_first=True)
    rest = snapshot.changes(None, 3, page.next, newest_first=True)
    assert [one.ref for one in (*page.changes, *rest.changes)] == refs[::-1]
    assert rest.next is None
    assert len(snapshot.changes(None, 9, collection="companies").changes) == 4
    assert snapshot.changes(None, 9, collection="claims").changes == []


def test_a_version_that_is_not_kept_is_forgotten(loads: Loads) -> None:
    """A version that is no longer kept is treated like an unknown one; present records stay listed as added or
    changed."""
    versions = [loads.load({"a": "A", "b": f"B{n}"}) for n in range(6)]
    assert [one.version for one in loads.snapshot().versions()] == versions[:1:-1]
    assert loads.changes(versions[2]) == {"b": "changed"}
    for unknown in (versions[1], "0" * 64, "", "a\0b"):
        with pytest.raises(Forgotten):
            loads.snapshot().changes(unknown, 10)
    assert set(loads.changes()) == {"a", "b"}


def test_the_same_content_again_is_no_version(loads: Loads) -> None:
    """Loading the same content again makes no new version; a dataset that comes back after it was forgotten is the
    newest version once more."""
    first = loads.load({"a": "A"})
    assert loads.load({"a": "A"}) == first
    assert [one.version for one in loads.snapshot().versions()] == [first]
    second = loads.load({"a": "A2"})
    assert loads.load({"a": "A"}) == first
    assert [one.version for one in loads.snapshot().versions()] == [first, second, first]
    assert loads.changes(second) == {"a": "changed"}
    assert loads.changes(first) == {}


_datasets = st.lists(
    st.dictionaries(st.sampled_from("abcdefgh"), st.sampled_from("xyz"), min_size=1, max_size=8), min_size=2, max_size=5
)


@given(_datasets)
@settings(max_examples=9, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_replaying_the_changes_gives_the_dataset(
    tmp_path_factory: pytest.TempPathFactory, datasets: list[Records]
) -> None:
    """From any version, removing what is gone and reading what was added or changed gives the current dataset, and
    each listed record did change."""
    folder = tmp_path_factory.mktemp("replay")
    loads = Loads(Settings(folder=folder / "var"), folder / "seeds.ndjson")
    versions = [loads.load(dataset) for dataset in datasets]
    now = datasets[-1]
    for version, then in zip(versions, datasets, strict=True):
        expected = {name: "changed" for name in now.keys() & then.keys() if now[name] != then[name]}
        expected |= dict.fromkeys(now.keys() - then.keys(), "added") | dict.fromkeys(
            then.keys() - now.keys(), "removed"
        )
        assert loads.changes(version, limit=2) == expected


def test_the_log_is_the_same_on_both_engines(cluster: Cluster, tmp_path: Path) -> None:
    """Both engines have the same log, except for the times of loading."""
    cluster.create("histories")
    found = []
    for settings_of in (
        Settings(folder=tmp_path),
        Settings(folder=tmp_path, database_url=cluster.url(database="histories")),
    ):
        for articles in (1, 3, 2):
            load(settings_of, write_sample(tmp_path / "sample.ndjson", articles))
        snapshot = open_store(settings_of).current()
        found.append([one._replace(at="") for one in walked(snapshot, None, 100)])
        found.append([one._replace(loaded="") for one in snapshot.versions()])  # type: ignore[misc]
    assert found[0] == found[2]
    assert found[1] == found[3]
    assert len(found[0]) > 200
