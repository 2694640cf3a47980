"""The mirror of docs/recipes.md, run against a real server over several loads on each engine."""

import contextlib
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from api.settings import Settings
from api.store.selection import load, open_store
from tests.docs.test_recipes import PAGE
from tests.http.test_across_articles import RECORDS, article, claim, company
from tests.http.test_feeds import edited
from tests.operation.processes import eventually
from tests.oracle.version import version_of
from tests.serving import QUERY_SECONDS, ROOT, Server, serving
from tests.store import postgres

PROGRAM = next(block for block in re.findall(r"```python\n(.*?)```", PAGE, re.DOTALL) if "mirror.ndjson" in block)
Record = dict[str, Any]


@dataclass(frozen=True)
class Mirrored:
    """A server, its store, and a folder with its mirror."""

    server: Server
    settings: Settings
    folder: Path

    def load(self, records: list[Record]) -> str:
        """Load records while the server runs; the version, once it is served."""
        seeds = self.folder / "facts.ndjson"
        seeds.write_text("".join(json.dumps(record) + "\n" for record in records))
        version = load(self.settings, seeds)[0]
        eventually(lambda: self.server.get("/v1/").headers.get("Dataset-Version") == version)
        return version

    def run(self, program: str = PROGRAM) -> None:
        """One run of the mirror, in this process, which has imported what it needs."""
        with contextlib.chdir(self.folder):
            exec(program.replace("http://127.0.0.1:8000", self.server.url), {"__name__": "__main__"})  # noqa: S102

    @property
    def content(self) -> bytes:
        """What the mirror holds."""
        return (self.folder / "mirror.ndjson").read_bytes()

    def follow(self) -> None:
        """Run the mirror: it must hold the export, to the byte."""
        self.run()
        export = b"".join(line + b"\n" for line in open_store(self.settings).current().export())
        assert self.content == export
        assert version_of(self.content) == self.server.get("/v1/").json()["version"]


@pytest.fixture(params=["sqlite", *["postgresql"] * postgres.installed()])
def mirrored(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Mirrored]:
    """A server of some records, on each engine."""
    environment, url = {"ARTICLE_FACTS_KEPT_VERSIONS": "2"}, None
    if request.param == "postgresql":
        cluster = request.getfixturevalue("cluster")
        cluster.create("mirrored")
        url = environment["ARTICLE_FACTS_DATABASE_URL"] = cluster.url(database="mirrored")
    settings = Settings(
        folder=tmp_path / "store", seeds=None, database_url=url, kept_versions=2, query_seconds=QUERY_SECONDS
    )
    seeds = tmp_path / "first.ndjson"
    seeds.write_text("".join(json.dumps(record) + "\n" for record in STARTED))
    with serving(tmp_path / "store", seeds, app="asgi:app", **environment) as server:
        yield Mirrored(server, settings, tmp_path)


def redirect(old: str, heir: str) -> Record:
    """An id that was merged away."""
    return {"kind": "redirect", "ref": old, "heir": heir}


STARTED = [redirect("measures/turnout", "measures/crowd"), *RECORDS]


def without(records: list[Record], *names: str) -> list[Record]:
    """The records without an article, or an entry of the registry, by id."""
    return [one for one in records if one.get("id") not in names and one.get("article") not in names]


def test_replaying_changes_gives_the_export(mirrored: Mirrored) -> None:
    """After edits, an added article, a removed one, a merge with its redirect, an heir that is merged itself, and when
    the version held is forgotten; one that is up to date stays as it is; where another version comes in between nothing
    is written."""
    mirrored.follow()
    records = edited(STARTED, "north.closure", statement="The bridge closes – at “noon” perhaps")
    records = edited(records, "agency", name="An Agency")
    mirrored.load([*records, company("coast"), article("coast", "2024-05-20"), claim("coast")])
    mirrored.follow()
    mirrored.follow()
    records = without(records, "west")
    mirrored.load([*records, company("wire")])
    merged = edited(without(records, "agency"), "north.closure", via=["companies/wire"])
    merged = edited(merged, "south.closure", via=["companies/wire"])
    merged = [*merged, company("wire"), redirect("companies/agency", "companies/wire")]
    mirrored.load(merged)
    mirrored.follow()
    merged = [one for one in merged if one["kind"] != "redirect"]
    mirrored.load([*merged, company("post"), redirect("companies/agency", "companies/post")])
    before = mirrored.content
    stale = PROGRAM.replace('requests.get(URL, timeout=60).json()["version"]', repr(version_of(before)))
    assert stale != PROGRAM
    with pytest.raises(KeyError, match="items"):
        mirrored.run(stale)
    assert mirrored.content == before
    mirrored.follow()
    for label in ("1", "2", "3"):
        merged = edited(merged, "mayor", label=label)
        mirrored.load([*merged, company("post"), redirect("companies/agency", "companies/post")])
    assert mirrored.server.get(f"/v1/changes?since={version_of(mirrored.content)}").status_code == 410
    mirrored.follow()


def test_the_program_is_short_and_the_one_of_the_examples() -> None:
    """36 lines of code at most; examples/ has it as the page shows it."""
    assert len([line for line in PROGRAM.splitlines() if line]) <= 36
    assert (ROOT / "examples" / "mirror.py").read_text().endswith(PROGRAM)
