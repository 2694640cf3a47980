"""What a machine lacks is said in one line and its tests left out; where CI is set it is an error instead.

`@pytest.mark.needs("nginx")` names commands that must be there; `root` means that the tests run as root.
"""

import os
import shutil
from collections.abc import Iterable

import pytest

_LEFT_OUT = pytest.StashKey[dict[str, int]]()


def missing(names: Iterable[str]) -> list[str]:
    """Those of the names that this machine does not have."""
    return [name for name in names if not (os.geteuid() == 0 if name == "root" else _found(name))]


def _found(command: str) -> bool:
    # Debian keeps servers where only root's PATH leads.
    return shutil.which(command, path=f"{os.environ.get('PATH', '')}:/usr/sbin:/sbin") is not None


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leaves out what cannot run here."""
    lacking = {item: missing(mark.args) for item in items if (mark := item.get_closest_marker("needs"))}
    left_out = {item: names for item, names in lacking.items() if names}
    counts: dict[str, int] = {}
    for names in left_out.values():
        counts[", ".join(names)] = counts.get(", ".join(names), 0) + 1
    if counts and os.environ.get("CI"):
        raise pytest.UsageError(f"CI is set, but this machine lacks: {'; '.join(counts)}")
    config.stash[_LEFT_OUT] = counts
    if left_out:
        config.hook.pytest_deselected(items=list(left_out))
        items[:] = [item for item in items if item not in left_out]


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter, config: pytest.Config) -> None:
    """The one line."""
    for names, count in config.stash.get(_LEFT_OUT, {}).items():
        terminalreporter.line(f"left out {count} tests: this machine has no {names}", yellow=True)
