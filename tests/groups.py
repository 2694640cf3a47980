"""Which tests run in one worker of pytest-xdist: those of a file, and of all files those that share a costly server.

For `--dist loadgroup`, by pytest-xdist's mark `xdist_group`. Fixtures and files that share a server carry the mark
themselves; all other tests get the group of their file. Workers take a group at a time, in the order of collection.
"""

from functools import cache
from pathlib import Path

import pytest

_TESTS = Path(__file__).parent
LONGEST_FIRST = ("chromium", "operation", "store", "docs", "deploy", "http", "explorer", "seeds", "authoring", "cache")
"""Groups, and folders of files, that take long, often with few tests: first, so that none is left alone at the end."""


@pytest.hookimpl(tryfirst=True)  # before pytest-xdist reads the marks
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Give each test a group, and sort by group: what takes long comes first."""
    for item in items:
        if item.get_closest_marker("xdist_group") is None:
            item.add_marker(pytest.mark.xdist_group(_file(item.path)))
    items.sort(key=_rank)


@cache
def _file(path: Path) -> str:
    return str(path.relative_to(_TESTS).with_suffix(""))


def _rank(item: pytest.Item) -> int:
    """When a test comes: by its group's place in the list, else by its folder's."""
    mark = item.get_closest_marker("xdist_group")
    names = (mark.args[0] if mark else "", _file(item.path).partition("/")[0])
    return next((LONGEST_FIRST.index(name) for name in names if name in LONGEST_FIRST), len(LONGEST_FIRST))
