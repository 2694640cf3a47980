"""gunicorn's settings. The master loads the seeds, workers only read; a bad seed at HUP leaves the old data served."""

import contextlib
import gc
import os
import subprocess
import sys
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

from api.response.program import digest_of_sources
from api.settings import Settings
from api.store.selection import note_reload_error
from api.telemetry import metric_files
from api.telemetry.logs import GunicornLogger
from api.telemetry.nameless import hide_name

_settings = Settings.read()
with contextlib.suppress(OSError):  # a read-only folder serves what is in it
    _settings.folder.mkdir(parents=True, exist_ok=True)

wsgi_app = "asgi:app"
# Workers are forked from a master that holds the app, so all are of one program, whatever becomes of its files.
preload_app = True
worker_class = "api.cache.worker.EdgeWorker"
worker_connections = 2000
asgi_loop = "uvloop"
asgi_disconnect_grace_period = 0
http_parser = "auto"  # gunicorn's own parser in C where it is installed
bind = f"{os.environ.get('HOST', '127.0.0.1')}:{os.environ.get('PORT', '8000')}"
pidfile = str(_settings.folder / "server.pid") if os.access(_settings.folder, os.W_OK) else None
logger_class = GunicornLogger
control_socket_disable = True
forwarder_headers = ""
graceful_timeout = 30
timeout = 60
keepalive = 15
limit_request_line = 8190
limit_request_fields = 64
limit_request_field_size = 8190

hide_name()

if _settings.metrics:  # before any worker imports the client library, which looks at it then
    os.environ.setdefault(metric_files.VARIABLE, str((_settings.folder / "metrics").resolve()))


def on_starting(server: Any) -> None:
    """Load the seeds before any worker; a first start on bad seeds ends here, with every error told."""
    done = _load()
    sys.stderr.write(done.stderr)
    if done.returncode:
        if server.pidfile is not None:
            server.pidfile.unlink()
        sys.exit(3)
    if _settings.metrics:
        metric_files.begin()
    # gunicorn has no hook before a reload, and ends, with all workers, on files that it cannot take.
    server.reload = partial(_reload_unchanged, server, server.reload, _program())
    gc.collect()
    gc.freeze()  # what the master holds stays out of the workers' collections, which would copy its memory


def _reload_unchanged(server: Any, reload: Callable[[], None], started: str) -> None:
    """HUP is for data: where the program is not the one that was started, nothing is touched."""
    if _program() == started:
        reload()
    else:
        _note(server, "the program's files have changed since this server was started: restart it to load data.")


def _program() -> str:
    """A digest of the program's files, as they are now; of what is missing, its absence."""
    here = Path(__file__).parent
    entries = [here / name for name in ("asgi.py", "wsgi.py", "gunicorn.conf.py")]
    return digest_of_sources(path for path in entries if path.exists())


def on_reload(server: Any) -> None:
    """Load the seeds again; if they are bad the old data keeps serving, and /readyz says why."""
    done = _load()
    _note(server, done.stderr.strip() if done.returncode else None)


def _note(server: Any, error: str | None) -> None:
    """What became of a reload, for the log and for /readyz."""
    if error is not None:
        server.log.error("the reload failed, the old data keeps serving:\n%s", error)
    try:
        note_reload_error(_settings, error)
    except OSError as fault:
        # A full disk must not end the server; the line above has told what there is to tell.
        server.log.error("what became of the reload cannot be noted for /readyz: %s", fault)


def child_exit(server: Any, worker: Any) -> None:
    """What a worker counted outlives it."""
    if _settings.metrics:
        metric_files.bury(worker.pid)


def _load() -> "subprocess.CompletedProcess[str]":
    """In a process of its own, so that neither the master nor a worker ever holds the seeds."""
    if _settings.seeds is None:
        return subprocess.CompletedProcess([], 0, "", "")
    command = [sys.executable, "-m", "flask", "--app", "wsgi", "facts", "load", "--if-changed"]
    return subprocess.run(command, text=True, capture_output=True, check=False)
