"""The least that an ASGI app can do: the same bytes and headers every time. `BODY` names the file."""

import os
from pathlib import Path
from typing import Any

_body = Path(os.environ["BODY"]).read_bytes()
_headers = [
    tuple(part.strip().encode("latin-1") for part in line.split(":", 1))
    for line in Path(os.environ["BODY"] + ".headers").read_text().splitlines()
]


async def app(scope: dict[str, Any], _: Any, send: Any) -> None:
    """Answer."""
    if scope["type"] == "http":
        await send({"type": "http.response.start", "status": 200, "headers": _headers})
        await send({"type": "http.response.body", "body": _body})
