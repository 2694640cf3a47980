"""Which tests run in one worker of pytest-xdist: those of a file, and of all files those that share a costly server."""

import re

from xdist.scheduler import LoadFileScheduling

_WITH_CHROMIUM = re.compile(r"tests/explorer/test_(browser|cross_origin|source_links)\.py")
_OF_A_SHAPE = re.compile(r"\[((?:sqlite|postgresql)-[wa]sgi:app)\b")  # how the fixture `server` names its parameters
LONGEST_FIRST = ("chromium", "operation", "store", "docs", "deploy", "http", "explorer", "seeds", "authoring", "cache")
"""Groups, and folders of files, that take long, often with few tests: first, so that none is left alone at the end."""


def group(nodeid: str) -> str:
    """The name of a test's group."""
    if _WITH_CHROMIUM.match(nodeid):
        return "chromium"
    shape = _OF_A_SHAPE.search(nodeid)
    return shape[1] if shape else nodeid.partition("::")[0]


def rank(nodeid: str) -> int:
    """When a test comes; workers take a group at a time, in this order."""
    for name in (group(nodeid), nodeid.split("/")[1]):
        if name in LONGEST_FIRST:
            return LONGEST_FIRST.index(name)
    return len(LONGEST_FIRST)


class GroupScheduling(LoadFileScheduling):
    """`--dist loadfile` by groups instead of files."""

    def _split_scope(self, nodeid: str) -> str:
        """How the schedulers of pytest-xdist differ: what a test is kept together with. In a release without this
        method tests would be grouped by file again, and servers started more often."""
        return group(nodeid)
