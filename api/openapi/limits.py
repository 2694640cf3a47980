"""Limits of what this API answers and takes, for the schemas that state none of their own.

A record has at most 1 MiB, so no text or list in it is longer; a URL is far shorter.
"""

from typing import Any

_LONGEST_TEXT = 2**20
_MOST_ITEMS = 2**20
_LARGEST_INTEGER = 2**53 - 1  # beyond it JSON numbers are not exact everywhere


def bounded(node: Any) -> Any:
    """The same document with a bound at every string, array and integer."""
    if isinstance(node, list):
        return [bounded(item) for item in node]
    if not isinstance(node, dict):
        return node
    found = {key: value if key in ("example", "examples") else bounded(value) for key, value in node.items()}
    return _limits(node) | found


def _limits(node: dict[str, Any]) -> dict[str, Any]:
    match node.get("type"):
        case "string" if not {"enum", "const"} & node.keys():
            return {"maxLength": _LONGEST_TEXT}
        case "array":
            return {"maxItems": _MOST_ITEMS}
        case "integer":
            return {"format": "int64", "minimum": -_LARGEST_INTEGER, "maximum": _LARGEST_INTEGER}
    return {}
