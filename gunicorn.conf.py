"""gunicorn's settings. The master loads the seeds, workers only read; a bad seed at HUP leaves the old data served."""

import os
import subprocess
import sys
from typing import Any

from api.settings import Settings
from api.stores import note_reload_error

_settings = Settings.read()

wsgi_app = "wsgi:app"
worker_class = "gthread"
threads = 8
bind = f"{os.environ.get('HOST', '127.0.0.1')}:{os.environ.get('PORT', '8000')}"
pidfile = str(_settings.folder / "server.pid")
control_socket_disable = True
forwarder_headers = ""
graceful_timeout = 30
timeout = 60
keepalive = 15
limit_request_line = 8190


def on_starting(server: Any) -> None:
    """Load the seeds before any worker; a first start on bad seeds ends here, with every error told."""
    done = _load()
    sys.stderr.write(done.stderr)
    if done.returncode:
        sys.exit(3)


def on_reload(server: Any) -> None:
    """Load the seeds again; if they are bad the old data keeps serving, and /readyz says why."""
    done = _load()
    sys.stderr.write(done.stderr)
    note_reload_error(_settings, done.stderr if done.returncode else None)


def _load() -> "subprocess.CompletedProcess[str]":
    """In a process of its own, so that neither the master nor a worker ever holds the seeds."""
    if _settings.seeds is None:
        return subprocess.CompletedProcess([], 0, "", "")
    command = [sys.executable, "-m", "flask", "--app", "wsgi", "facts", "load", "--if-changed"]
    return subprocess.run(command, text=True, capture_output=True, check=False)
