"""What this machine lacks: the tests that need it are left out, and one line says what to install.

`@pytest.mark.needs("nginx")` names commands, `root` (the tests run as root), `postgresql` or `citus`. A fixture in
`_FIXTURES` brings its needs along. Where CI is set, anything missing is an error instead, but for what no package has.
Under pytest-xdist only the workers collect tests, so they hand their lines to the process that writes the summary.
"""

import os
import shutil
from collections import Counter
from collections.abc import Iterable

import pytest

from tests.store import postgres
from tests.store.external import is_citus

_PACKAGES = {
    "chromium": "chromium",
    "chromedriver": "chromium-driver",
    "nginx": "nginx-light",
    "pgbouncer": "pgbouncer",
    "postgresql": "postgresql-15",
    "setpriv": "util-linux",
    "slowhttptest": "slowhttptest",
    "systemd-analyze": "systemd",
}
"""Debian's package of each command that a test names."""
_REMEDIES = {"root": "run as root", "citus": "give the URL of a Citus with workers to `make test-engine`"}
_UNPACKAGED = frozenset({"citus"})
_FIXTURES = {"chromium": ("chromium", "chromedriver"), "cluster": ("postgresql",), "own_cluster": ("postgresql",)}
_LINES = pytest.StashKey[list[str]]()


def missing(names: Iterable[str]) -> tuple[str, ...]:
    """Those of the names that this machine does not have."""
    return tuple(name for name in dict.fromkeys(names) if not _found(name))


def _found(name: str) -> bool:
    if name == "root":
        return os.geteuid() == 0
    if name == "postgresql":
        return postgres.installed()
    if name == "citus":
        return bool(postgres.EXTERNAL) and is_citus(postgres.EXTERNAL)
    # Debian keeps servers where only root's PATH leads.
    return shutil.which(name, path=f"{os.environ.get('PATH', '')}:/usr/sbin:/sbin") is not None


def needs(item: pytest.Item) -> tuple[str, ...]:
    """All that a test needs: by its marks and by its fixtures."""
    marked = [name for mark in item.iter_markers("needs") for name in mark.args]
    fixtures = getattr(item, "fixturenames", ())
    return (*marked, *(name for fixture in fixtures for name in _FIXTURES.get(fixture, ())))


def sentence(names: tuple[str, ...], count: int) -> str:
    """What is left out, and what to do about it."""
    remedies = [_REMEDIES[name] for name in names if name in _REMEDIES]
    packages = " ".join(_PACKAGES[name] for name in names if name not in _REMEDIES)
    if packages:
        remedies.append(f"install {packages} (Debian's names)")
    tests = "1 test is" if count == 1 else f"{count} tests are"
    return f"{tests} left out, because {', '.join(names)} is missing here: {' and '.join(remedies)}."


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave out what cannot run here."""
    lacking = {item: names for item in items if (names := missing(needs(item)))}
    config.stash[_LINES] = [sentence(names, count) for names, count in Counter(lacking.values()).items()]
    if not postgres.installed():
        config.stash[_LINES].append("Tests over HTTP run on SQLite only: install postgresql-15 to run them on both.")
    if os.environ.get("CI"):
        lacking = {item: names for item, names in lacking.items() if _UNPACKAGED.issuperset(names)}
    if hasattr(config, "workeroutput"):
        config.workeroutput["left_out"] = config.stash[_LINES]
    if lacking:
        config.hook.pytest_deselected(items=list(lacking))
        items[:] = [item for item in items if item not in lacking]


def pytest_configure() -> None:
    """Where CI is set, tests over HTTP run on both engines."""
    if os.environ.get("CI") and not postgres.installed():
        raise pytest.UsageError("CI is set, so nothing may be left out: install postgresql-15.")


def pytest_runtest_setup(item: pytest.Item) -> None:
    """What was not left out though something is missing fails: CI is set."""
    if names := missing(needs(item)):
        pytest.fail(f"CI is set, so nothing may be left out. {sentence(names, 1)}", pytrace=False)


@pytest.hookimpl(optionalhook=True)
def pytest_testnodedown(node: pytest.Session) -> None:
    """Take over the lines of a worker of pytest-xdist; all workers collect the same tests."""
    node.config.stash[_LINES] = getattr(node, "workeroutput", {}).get("left_out", [])


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter, config: pytest.Config) -> None:
    """Say what was left out."""
    for line in config.stash.get(_LINES, []):
        terminalreporter.line(line, yellow=True)
