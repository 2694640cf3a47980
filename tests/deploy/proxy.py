"""nginx with the site of deploy/, as a process of its own on a free port."""

import contextlib
import os
import shutil
import subprocess
import time
from collections.abc import Iterator, Mapping
from pathlib import Path
from urllib.parse import urlsplit

import requests

from tests.serving import PATIENCE, ROOT, Server, free_port

_FRAME = """
{user}
daemon off;
worker_processes 1;
pid {folder}/nginx.pid;
error_log {folder}/error.log info;
events {{ worker_connections 1024; }}
http {{
    access_log off;
    client_body_temp_path {folder}/body;
    proxy_temp_path {folder}/proxy;
    fastcgi_temp_path {folder}/fastcgi;
    uwsgi_temp_path {folder}/uwsgi;
    scgi_temp_path {folder}/scgi;
    include site.conf;
}}
"""


@contextlib.contextmanager
def proxied(server: Server, folder: Path, changes: Mapping[str, str] | None = None) -> Iterator[Server]:
    """The server behind nginx; `changes` are made to the site's text, each must apply."""
    port, folder = free_port(), folder.resolve()
    folder.mkdir(parents=True, exist_ok=True)
    upstream = urlsplit(server.url).netloc
    places = {
        "\n    listen 80;\n    server_name _;": f"\n    listen 127.0.0.1:{port};\n    server_name _;",
        "server 127.0.0.1:8000;": f"server {upstream};",
        "proxy_cache_path /var/cache/": f"proxy_cache_path {folder}/",  # nginx makes only the last folder of a path
    }
    (folder / "site.conf").write_text(_changed((ROOT / "deploy/nginx.conf").read_text(), places | dict(changes or {})))
    shutil.copy(ROOT / "deploy/problem-headers.conf", folder)
    user = "user root;" if os.geteuid() == 0 else ""
    (folder / "nginx.conf").write_text(_FRAME.format(folder=folder, user=user))
    command = [_nginx(), "-p", str(folder), "-c", str(folder / "nginx.conf"), "-e", str(folder / "start.log")]
    process = subprocess.Popen(command)
    with requests.Session() as session:
        try:
            front = Server(f"http://127.0.0.1:{port}", folder, process, session)
            _wait(front)
            yield front
        finally:
            process.terminate()
            process.wait(PATIENCE)


def _changed(text: str, changes: Mapping[str, str]) -> str:
    for old, new in changes.items():
        assert old in text, f"the site has no {old!r}"
        text = text.replace(old, new)
    return text


def _nginx() -> str:
    return shutil.which("nginx", path=f"{os.environ['PATH']}:/usr/sbin") or "nginx"


def _wait(front: Server) -> None:
    for _ in range(int(PATIENCE / 0.05)):
        assert front.process.poll() is None, (front.folder / "start.log").read_text()
        with contextlib.suppress(requests.ConnectionError):
            requests.get(front.url + "/problem/414", timeout=5)
            return
        time.sleep(0.05)
    raise AssertionError("nginx did not come up")
