"""Snapshot builds that are interrupted, run out of space, go wrong or may not write."""

import json
import os
import shutil
import signal
import sqlite3
import subprocess
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import requests

from api.settings import Settings
from api.store import Unavailable
from api.store.selection import load, open_store
from api.store.sqlite_build import check
from tests.commands import facts
from tests.operation.processes import eventually, workers_of
from tests.serving import SEEDS, serving


def settings_of(folder: Path, seeds: Path = SEEDS) -> Settings:
    """Settings for a folder."""
    return Settings(folder=folder, seeds=seeds)


def snapshots(folder: Path) -> list[str]:
    """The snapshot files, complete or not."""
    return sorted(path.name for path in folder.glob("*.sqlite") if path.name != "current.sqlite")


def many_companies(path: Path, many: int) -> Path:
    """NDJSON seeds that take a while to load."""
    company = {"kind": "company", "type": "company", "aliases": [], "parent": None, "headquarters": None}
    blank = dict.fromkeys(("wikidata", "lei", "ticker", "website"))
    with path.open("w") as lines:
        for n in range(many):
            name = f"Company {n:06}"
            lines.write(json.dumps({"id": f"c{n:06}", "label": name, "name": name, **company, **blank}) + "\n")
    return path


def killed_while_building(folder: Path, seeds: Path) -> None:
    """Kill a load while its file grows."""
    if (child := os.fork()) == 0:
        load(settings_of(folder), seeds)
        os._exit(0)
    while not any(path.stat().st_size for path in folder.glob("building-*")):
        assert os.waitpid(child, os.WNOHANG) == (0, 0), "the load ended before it could be killed"
        time.sleep(0.001)
    os.kill(child, signal.SIGKILL)
    assert os.WTERMSIG(os.waitpid(child, 0)[1]) == signal.SIGKILL


def test_killed_builds_leave_only_the_old_snapshot(tmp_path: Path) -> None:
    """After three killed builds the old data is served, and the next build removes what they left."""
    folder = tmp_path / "var"
    before = load(settings_of(folder), SEEDS)[0]
    large = many_companies(tmp_path / "large.ndjson", 20_000)
    for _ in range(3):
        killed_while_building(folder, large)
        assert {path.suffix for path in folder.glob("building-*")} <= {".sqlite", ".heap"}
        assert len(list(folder.glob("building-*"))) <= 2
        assert open_store(settings_of(folder)).current().version == before
    load(settings_of(folder), SEEDS)
    assert list(folder.glob("building-*")) == []
    assert snapshots(folder) == [os.readlink(folder / "current.sqlite")]


def test_only_two_snapshots_are_kept(tmp_path: Path) -> None:
    """Only the current and the previous snapshot are kept."""
    folder = tmp_path / "var"
    for many in (10, 11, 12, 13):
        load(settings_of(folder), many_companies(tmp_path / "some.ndjson", many))
    assert len(snapshots(folder)) == 2


def test_the_previous_snapshot_can_be_restored(tmp_path: Path) -> None:
    """Moving the link, as in docs/operations.md, switches an open store to the previous snapshot."""
    folder = tmp_path / "var"
    before = load(settings_of(folder), SEEDS)[0]
    old = os.readlink(folder / "current.sqlite")
    load(settings_of(folder), many_companies(tmp_path / "some.ndjson", 3))
    store = open_store(settings_of(folder))
    assert store.current().version != before
    (folder / "back").symlink_to(old)
    (folder / "back").rename(folder / "current.sqlite")
    eventually(lambda: store.current().version == before)


def test_a_snapshot_of_another_program_is_passed_over(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A snapshot by a newer version of the program is ignored, and the server keeps its own."""
    settings = settings_of(tmp_path / "var")
    before = load(settings, SEEDS)[0]
    store = open_store(settings)
    assert store.current().version == before
    monkeypatch.setattr("api.store.sqlite_build.LAYOUT", "another")
    load(settings, many_companies(tmp_path / "some.ndjson", 3))
    monkeypatch.setattr("api.store.sqlite._REFRESH", 0)
    assert [store.current().version for _ in range(3)] == [before] * 3


def test_a_file_that_fails_its_check_is_never_switched_to(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A new file whose bytes are damaged is found before readers see it."""
    folder = tmp_path / "var"
    before = load(settings_of(folder), SEEDS)[0]

    def spoil_and_check(path: Path) -> None:
        with path.open("r+b") as file:
            file.seek(path.stat().st_size // 2)
            file.write(os.urandom(8192))
        check(path)

    monkeypatch.setattr("api.store.sqlite_build.check", spoil_and_check)
    with pytest.raises((Unavailable, sqlite3.DatabaseError), match=r"check|malformed|corrupt"):
        load(settings_of(folder), many_companies(tmp_path / "large.ndjson", 2000))
    assert open_store(settings_of(folder)).current().version == before
    assert list(folder.glob("building-*")) == []
    assert len(snapshots(folder)) == 1


@pytest.fixture
def mount(tmp_path: Path) -> Iterator[Callable[[str], Path]]:
    """Mount a small file system with these options; needs root."""
    place = tmp_path / "mounted"

    def mounted(options: str) -> Path:
        place.mkdir(exist_ok=True)
        subprocess.run(["mount", "-t", "tmpfs", "-o", options, "tmpfs", str(place)], check=True, capture_output=True)
        return place

    yield mounted
    subprocess.run(["umount", "--lazy", str(place)], check=False, capture_output=True)


@pytest.mark.needs("root")
def test_a_full_disk_keeps_the_old_snapshot(tmp_path: Path, mount: Callable[[str], Path]) -> None:
    """On a full disk the load fails with one line and removes its file; the server keeps serving and loads again
    later."""
    seeds = tmp_path / "seeds.ndjson"
    many_companies(seeds, 10)
    folder = mount("size=6m")
    with serving(folder, seeds) as server:
        before = server.get("/readyz").json()["version"]
        many_companies(seeds, 6_000)
        refused = facts("load", folder=folder, seeds=seeds)
        assert refused.exit_code == 1
        assert "full" in refused.stderr
        assert "Traceback" not in refused.stderr
        assert list(folder.glob("building-*")) == []
        server.hang_up()
        _until(lambda: server.get("/readyz").json()["reload_error"])
        assert server.get("/readyz").json()["version"] == before
        many_companies(seeds, 20)
        server.hang_up()
        _until(lambda: server.get("/readyz").json()["version"] != before)
        assert server.get("/readyz").json()["reload_error"] is None


def _until(look: Callable[[], object]) -> None:
    def patiently() -> object:
        try:
            return look()
        except requests.ConnectionError:
            return None

    eventually(patiently)


@pytest.mark.needs("root")
@pytest.mark.parametrize("with_seeds", [True, False], ids=["seeds unchanged", "no seeds"])
def test_a_read_only_folder_is_served(tmp_path: Path, mount: Callable[[str], Path], with_seeds: bool) -> None:
    """A read-only folder with a snapshot can be served, also after a HUP."""
    folder = mount("size=16m")
    version = load(settings_of(folder), SEEDS)[0]
    subprocess.run(["mount", "-o", "remount,ro", str(folder)], check=True)
    with pytest.raises(OSError, match="Read-only"):
        (folder / "probe").touch()
    environment = {} if with_seeds else {"ARTICLE_FACTS_SEEDS": ""}
    with serving(tmp_path / "log", ARTICLE_FACTS_FOLDER=str(folder), **environment) as server:
        served = {"status": "ok", "version": version, "reload_error": None}
        assert server.get("/readyz").json() == served
        old = workers_of(server.process.pid)
        server.hang_up()
        eventually(lambda: not set(old) & set(workers_of(server.process.pid)))
        _until(lambda: server.get("/readyz").json() == served)
        assert server.process.poll() is None


def test_the_lock_is_free_again_after_a_failure(tmp_path: Path) -> None:
    """A failed load does not block the next."""
    folder = tmp_path / "var"
    bad = tmp_path / "bad.ndjson"
    bad.write_text("{}\n")
    assert facts("load", folder=folder, seeds=bad).exit_code == 1
    shutil.rmtree(folder, ignore_errors=True)
    assert load(settings_of(folder), SEEDS)[1]["articles"] == 1
