"""What these programs share: requests with nothing but the standard library."""

import json
import sys
from typing import Any
from urllib.request import urlopen

URL = sys.argv[1]
ARTICLE = "microsoft-china-relocation"


def body(path: str) -> bytes:
    """The body at a path of the server."""
    with urlopen(URL + path, timeout=30) as response:
        found: bytes = response.read()
        return found


def collections() -> list[str]:
    """The names of all collections."""
    return [one["name"] for one in json.loads(body("/v1/"))["collections"]]


def items(collection: str) -> list[dict[str, Any]]:
    """All records of a collection; as many as the server counts."""
    page = json.loads(body(f"/v1/{collection}?limit=1000&count=true"))
    assert len(page["items"]) == page["total"] > 0
    found: list[dict[str, Any]] = page["items"]
    return found


def same(what: str, found: object, expected: object) -> None:
    """Stop the program if the two differ."""
    if found != expected:
        raise SystemExit(f"{what}: found {found!r}, expected {expected!r}")
