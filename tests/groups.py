"""Which tests run in one worker of pytest-xdist: those of a file, and of all files those that share a costly server.

By pytest-xdist's own `--dist loadscope`, which takes what stands before the last `::` of a test's id as its scope: here
it is given ids whose scope is a group. (Its mark `xdist_group` does not reach it from pytest 9.2 on.)
"""

import re
from collections.abc import Sequence

import pytest
from xdist.remote import Producer
from xdist.scheduler import LoadScopeScheduling
from xdist.workermanage import WorkerController

_WITH_CHROMIUM = re.compile(r"tests/explorer/test_(browser|cross_origin|source_links)\.py")
_SHARED = re.compile(r"\[((?:sqlite|postgresql)-[wa]sgi:app|without data)\b")  # as fixtures name their parameters
LONGEST_FIRST = ("chromium", "operation", "store", "docs", "deploy", "http", "explorer", "seeds", "authoring", "cache")
"""Groups, and folders of files, that take long, often with few tests: first, so that none is left alone at the end."""


def group(nodeid: str) -> str:
    """The name of a test's group."""
    if _WITH_CHROMIUM.match(nodeid):
        return "chromium"
    shared = _SHARED.search(nodeid)
    return shared[1] if shared else nodeid.partition("::")[0]


def rank(nodeid: str) -> int:
    """When a test comes; workers take a group at a time, in this order."""
    for name in (group(nodeid), nodeid.split("/")[1]):
        if name in LONGEST_FIRST:
            return LONGEST_FIRST.index(name)
    return len(LONGEST_FIRST)


class GroupScheduling(LoadScopeScheduling):
    """`--dist loadscope` by groups."""

    def __init__(self, config: pytest.Config, log: Producer | None = None) -> None:
        super().__init__(config, log)
        self.ids: dict[str, str] = {}

    def add_node_collection(self, node: WorkerController, collection: Sequence[str]) -> None:
        """Give each test an id with its group as the scope; its number is what it is run by."""
        grouped = [f"{group(nodeid)}::{number}" for number, nodeid in enumerate(collection)]
        self.ids.update(zip(grouped, collection, strict=True))
        super().add_node_collection(node, grouped)

    def remove_node(self, node: WorkerController) -> str | None:
        """The test at which a worker crashed, by its own id."""
        return self.ids.get(super().remove_node(node) or "")


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Producer) -> GroupScheduling | None:
    """By groups where the command line says by scopes."""
    return GroupScheduling(config, log) if config.getoption("dist") == "loadscope" else None


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """What takes long comes first, so that no worker is left alone with it at the end."""
    items.sort(key=lambda item: rank(item.nodeid))
