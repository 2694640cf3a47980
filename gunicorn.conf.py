"""gunicorn's settings and hooks. Seeds are loaded by separate processes: no server process ever holds them.

Run as a program, it loads the seeds for a running server, within a time limit, and notes the outcome.
"""

import contextlib
import fcntl
import gc
import logging
import multiprocessing
import os
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path
from typing import Any, NamedTuple

from flask.cli import ScriptInfo

from api.cache import limits
from api.cli.dataset import AWAY
from api.response.program import digest_of_sources, program_digest
from api.settings import Settings
from api.store import Unavailable
from api.store.selection import is_loaded, note_reload_error, open_store
from api.telemetry.logs import GunicornLogger, log_as_json

if sys.flags.optimize > 1:  # descriptions in the contract are docstrings, which this level drops: start again without
    os.environ["PYTHONOPTIMIZE"] = "1"
    os.execv(sys.executable, [sys.executable, *(word for word in sys.orig_argv[1:] if word != "-OO")])

_settings = Settings.read()
_log = logging.getLogger("article_facts.reload")
with contextlib.suppress(OSError):  # a read-only folder serves what is in it
    _settings.folder.mkdir(parents=True, exist_ok=True)

wsgi_app = "asgi:app"
# Workers are forked from a master that holds the app, so all run the same program, even if its files change.
preload_app = True
# `gunicorn wsgi:app` asks for the plain Flask app, which takes threads.
worker_class = "gthread" if "wsgi:app" in sys.argv[1:] else "api.cache.worker.Worker"
threads = _settings.cache_threads  # for gthread; ours has its own
worker_connections = 2000
_host, _port = os.environ.get("HOST") or "127.0.0.1", os.environ.get("PORT", "8000")
bind = f"[{_host}]:{_port}" if ":" in _host and "[" not in _host else f"{_host}:{_port}"  # IPv6 in brackets
logger_class = GunicornLogger
control_socket_disable = True
forwarder_headers = ""
graceful_timeout = 30
timeout = 60
keepalive = 15
# For gunicorn's own workers; ours reads them from the same place.
limit_request_line = limits.LINE
limit_request_fields = limits.FIELDS
limit_request_field_size = limits.FIELD

_MOST_WORKERS = 256
_workers = os.environ.get("WEB_CONCURRENCY", "1")
if not (_workers.isdecimal() and 0 < int(_workers) <= _MOST_WORKERS):
    sys.exit(f"WEB_CONCURRENCY is the number of workers: 1 to {_MOST_WORKERS}, or unset for 1 (got {_workers!r}).")
if not (_port.isdecimal() and _port.isascii() and int(_port) < 2**16):
    sys.exit(f"PORT is the port to listen on: a number up to 65535, or unset for 8000 (got {_port!r}).")

_place = "the database" if _settings.database_url else f"{_settings.folder} (ARTICLE_FACTS_FOLDER)"
_NOT_LOADED = f"the seeds in {_settings.seeds} (ARTICLE_FACTS_SEEDS) could not be loaded into {_place}"

_METRICS = "PROMETHEUS_MULTIPROC_DIR"
if _settings.metrics:  # before any worker imports the client library, which reads it then
    os.environ.setdefault(_METRICS, str((_settings.folder / "metrics").resolve()))


def on_starting(server: Any) -> None:
    """Load the seeds before any worker starts. A first start on bad seeds ends here and prints every error; a later one
    goes on with the dataset from before, as HUP does."""
    _check_host()
    _hold_folder()
    fault = None if _is_loaded() else _load()
    if fault is not None and not (fault.is_away or _has_dataset()):
        sys.stderr.write(f"{fault.message}\nThe server was not started: {_NOT_LOADED}, and no dataset is there yet.\n")
        sys.exit(3)
    if fault is not None and sys.stderr.isatty():  # the log's one line of JSON is hard to read
        sys.stderr.write(f"{fault.message}\nThe dataset from before is served: {_NOT_LOADED}.\n")
    _note(fault)
    if _settings.metrics:
        _begin_to_count()
    program_digest()  # caches the digest of the program that is started now
    gc.collect()
    gc.freeze()  # what the master holds stays out of the workers' collections, which would copy its memory


def _check_host() -> None:
    """Refuse a wrong address before the load. Not at HUP: a failed look-up must not end a running server."""
    try:
        socket.getaddrinfo(_host.strip("[]"), int(_port), type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE)
    except OSError:
        sys.exit(f"HOST is the address to listen on: one of this machine, or unset for 127.0.0.1 (got {_host!r}).")


def _hold_folder() -> None:
    """Keep other servers off this folder for as long as this one runs. Unlike a pid file, a lock is never stale.

    Only the master holds it: processes that outlive a killed master, such as a load, do not.
    """
    try:
        held = os.open(_settings.folder / "server.lock", os.O_RDWR | os.O_CREAT, 0o644)
        fcntl.lockf(held, fcntl.LOCK_EX | fcntl.LOCK_NB)  # the descriptor stays open until the process ends
    except BlockingIOError:
        sys.exit(
            f"Another server runs on the folder {_settings.folder}: give this one its own by ARTICLE_FACTS_FOLDER."
        )
    except OSError:
        return  # a read-only folder may be served by several


def _begin_to_count() -> None:
    """Start counting at zero: a new server does not continue the counts of an old one."""
    folder = Path(os.environ[_METRICS])
    folder.mkdir(parents=True, exist_ok=True)
    for left in folder.glob("*.db"):
        left.unlink()


def post_fork(server: Any, worker: Any) -> None:
    """End a worker with its master, even one that was killed: uvicorn's worker does not check."""
    threading.Thread(target=_end_with, args=(os.getppid(),), name="master", daemon=True).start()


def _end_with(master: int) -> None:
    while os.getppid() == master:
        time.sleep(1)
    os.kill(os.getpid(), signal.SIGTERM)


def on_reload(server: Any) -> None:
    """On HUP, load the seeds again in a separate process; workers notice the new dataset by themselves.

    If the seeds are bad, the old data stays in service and /readyz says why. The same happens if the program's files
    have changed, since the running program may not be able to read what the new one builds.
    """
    if digest_of_sources() != program_digest():
        _note(_Fault("the program's files have changed since this server was started: restart it to load data."))
        return
    subprocess.Popen([sys.executable, __file__], stdin=subprocess.DEVNULL, start_new_session=True)


def child_exit(server: Any, worker: Any) -> None:
    """Keep the counts of a worker that has ended."""
    if _settings.metrics:
        from prometheus_client.multiprocess import mark_process_dead

        mark_process_dead(worker.pid)  # type: ignore[no-untyped-call]


def _is_loaded() -> bool:
    """Whether the snapshot holds the current seeds, judged by the files' times, without starting a process.

    A database is asked by a separate process only: its connections are made by threads, which must not be forked.
    """
    seeds, database = _settings.seeds, _settings.database_url
    return seeds is not None and database is None and is_loaded(_settings, seeds)


def _has_dataset() -> bool:
    """Whether a dataset was loaded before that this program can serve: asked in a forked process, since connections
    must not be."""
    asking = multiprocessing.get_context("fork").Process(target=_ask_for_dataset)
    asking.start()
    asking.join()
    return asking.exitcode == 0


def _ask_for_dataset() -> None:
    try:
        open_store(_settings.model_copy(update={"seeds": None})).current()  # without seeds it repairs nothing
    except Unavailable as missing:
        sys.exit(str(missing))


class _Fault(NamedTuple):
    """Why the seeds were not loaded, and whether that is only because the database is away."""

    message: str
    is_away: bool = False


def _load() -> _Fault | None:
    """Load the seeds in a forked process, which imports nothing again; returns what went wrong, or None."""
    if _settings.seeds is None:
        return None
    with tempfile.TemporaryFile("w+") as messages:
        loading = multiprocessing.get_context("fork").Process(target=_run_load, args=(messages.fileno(),))
        loading.start()
        loading.join(_settings.load_seconds)
        if loading.exitcode is None:
            loading.kill()
            return _Fault(
                f"the load took more than {_settings.load_seconds} s (ARTICLE_FACTS_LOAD_SECONDS) and was ended"
            )
        messages.seek(0)
        said = messages.read().strip()
    if loading.exitcode:
        return _Fault(said or f"the load ended with code {loading.exitcode}", loading.exitcode == AWAY)
    if said:
        _log.info("the load says:\n%s", said)
    return None


def _run_load(messages: int) -> None:
    """Run `flask --app wsgi facts load --if-changed` with its messages in the file; its JSON log stays on stderr."""
    sys.stdout = sys.stderr = os.fdopen(messages, "w", closefd=False)
    from wsgi import app

    app.cli.main(["facts", "load", "--if-changed"], obj=ScriptInfo(create_app=lambda: app))


def _note(found: _Fault | None) -> None:
    """Note the outcome of a load, for the log and for /readyz."""
    if found is not None:
        _log.error("the load failed, the old data keeps serving:\n%s", found.message)
    try:
        note_reload_error(_settings, found and found.message)
    except OSError as fault:  # a full disk, for instance; the error itself is logged above
        _log.error("the outcome of the reload cannot be noted for /readyz: %s", fault)


if __name__ == "__main__":
    log_as_json()
    _note(_load())
