"""Each server that is measured: how it starts on the same data."""

# ruff: noqa: E501 - rows and commands read better on one line

import contextlib
import json
import shutil
from collections.abc import Iterator
from pathlib import Path

from benchmarks.machine import TOOLS, Running, free, ours, running

_NGINX = """daemon off; worker_processes 1; pid {folder}/nginx.pid; error_log stderr;
events {{ worker_connections 512; }}
http {{ access_log off; default_type application/json; sendfile on; open_file_cache max=10; keepalive_requests 10000000;
  client_body_temp_path {folder}/nginx; proxy_temp_path {folder}/nginx; fastcgi_temp_path {folder}/nginx; uwsgi_temp_path {folder}/nginx; scgi_temp_path {folder}/nginx;
  server {{ listen 127.0.0.1:{port}; root {folder}/static; }} }}
"""
_JSON_SERVER_ROWS = 2000


@contextlib.contextmanager
def contestants(folder: Path, work: Path) -> Iterator[dict[str, Running]]:
    """All servers at once, of which only the one measured is busy: `folder` holds our snapshot, `work` is for files."""
    with contextlib.ExitStack() as stack:
        found = {"ours": stack.enter_context(_ours(folder, work))}
        snapshot = (folder / "current.sqlite").resolve()
        cold = _linked(snapshot, work / "cold")
        found["ours, cache off"] = stack.enter_context(_ours(cold, work, ARTICLE_FACTS_CACHE_BYTES="0"))
        _write_files(found["ours"], work)
        for name, start in _PEERS.items():
            found[name] = stack.enter_context(start(snapshot, work))
        yield found


def _ours(folder: Path, work: Path, **settings: str) -> contextlib.AbstractContextManager[Running]:
    port = free()
    command, environment = ours(folder, port, **settings)
    return running(command, "/v1/", port, environment, work / f"ours-{port}.log")


def _linked(snapshot: Path, folder: Path) -> Path:
    """A folder that leads to the same snapshot: a folder is one server's."""
    folder.mkdir()
    (folder / snapshot.name).symlink_to(snapshot)
    (folder / "current.sqlite").symlink_to(snapshot.name)
    return folder


def _write_files(server: Running, work: Path) -> None:
    """The figures that peers in memory serve, and the one answer that static ones repeat."""
    first = json.loads(server.get("/v1/figures?limit=1000"))
    second = (
        json.loads(server.get(f"/v1/figures?limit=1000&cursor={first['next_cursor']}"))
        if first["next_cursor"]
        else {"items": []}
    )
    (work / "figures.ndjson").write_text("\n".join(map(json.dumps, first["items"])), encoding="utf-8")
    every = [*first["items"], *second["items"]]
    assert len(every) <= _JSON_SERVER_ROWS
    (work / "db.json").write_text(json.dumps({"figures": every}))
    one = first["items"][0]["id"]
    (work / "static" / "figures").mkdir(parents=True)
    body = server.get(f"/v1/figures/{one}")
    (work / "static" / "figures" / one).write_bytes(body)
    (work / "body").write_bytes(body)
    headers = f"content-type: application/json\ncontent-length: {len(body)}\n"
    (work / "body.headers").write_text(headers + 'etag: "x"\ncache-control: public, max-age=5\nvary: Accept\n')


def _uvicorn(app: str, port: int) -> list[str]:
    options = [
        "--port",
        str(port),
        "--loop",
        "uvloop",
        "--http",
        "httptools",
        "--no-access-log",
        "--log-level",
        "warning",
    ]
    return [str(TOOLS / "venv/bin/uvicorn"), app, *options]


def _fastapi_sqlalchemy(snapshot: Path, work: Path) -> contextlib.AbstractContextManager[Running]:
    port = free()
    command = _uvicorn("benchmarks.peers.fastapi_sqlalchemy:app", port)
    return running(command, "/openapi.json", port, {"SNAPSHOT": str(snapshot)}, work / "sqlalchemy.log")


def _starlette(snapshot: Path, work: Path) -> contextlib.AbstractContextManager[Running]:
    port = free()
    command = _uvicorn("benchmarks.peers.starlette_sqlite:app", port)
    ready = "/figures?unit=hours&value_min=1&value_max=2&limit=1"
    return running(command, ready, port, {"SNAPSHOT": str(snapshot)}, work / "starlette.log")


def _fastapi_memory(_: Path, work: Path) -> contextlib.AbstractContextManager[Running]:
    port = free()
    command = _uvicorn("benchmarks.peers.fastapi_memory:app", port)
    return running(command, "/openapi.json", port, {"RECORDS": str(work / "figures.ndjson")}, work / "memory.log")


def _bare_asgi(_: Path, work: Path) -> contextlib.AbstractContextManager[Running]:
    port = free()
    command, environment = ours(work, port, BODY=str(work / "body"))
    return running([*command, "benchmarks.peers.bare_asgi:app"], "/", port, environment, work / "bare.log")


def _nginx(_: Path, work: Path) -> contextlib.AbstractContextManager[Running]:
    port = free()
    (work / "nginx.conf").write_text(_NGINX.format(folder=work, port=port))
    (work / "static" / "ready").write_text("ready")
    path = shutil.which("nginx") or "/usr/sbin/nginx"
    return running([path, "-c", str(work / "nginx.conf")], "/ready", port, {}, work / "nginx.log")


def _datasette(snapshot: Path, work: Path) -> contextlib.AbstractContextManager[Running]:
    port = free()
    (work / "facts.db").symlink_to(snapshot)
    command = [str(TOOLS / "venv/bin/datasette"), "serve", "-i", str(work / "facts.db"), "-p", str(port)]
    return running(command, "/-/versions.json", port, {}, work / "datasette.log")


def _json_server(_: Path, work: Path) -> contextlib.AbstractContextManager[Running]:
    port = free()
    command = ["node", str(TOOLS / "npm/node_modules/json-server/lib/cli/bin.js"), str(work / "db.json")]
    return running([*command, "--port", str(port), "--quiet"], "/figures?_limit=1", port, {}, work / "json.log")


_PEERS = {
    "Starlette + sqlite3": _starlette,
    "FastAPI + SQLAlchemy": _fastapi_sqlalchemy,
    "FastAPI in memory": _fastapi_memory,
    "bare ASGI app": _bare_asgi,
    "nginx static": _nginx,
    "Datasette": _datasette,
    "json-server": _json_server,
}
