"""PgBouncer in transaction mode before a PostgreSQL server of the tests' own."""

import contextlib
import subprocess
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from tests.serving import PATIENCE, free_port
from tests.store.postgres import Cluster

_BINARY = "/usr/sbin/pgbouncer"


@contextlib.contextmanager
def pooling(cluster: Cluster, connections: int) -> Iterator[str]:
    """Run PgBouncer with this many connections to the server, for any number of clients; yields the URL of
    `postgres` through it."""
    with tempfile.TemporaryDirectory(prefix="facts-pool-") as name:
        folder, port = Path(name), free_port()
        folder.chmod(0o777)
        settings = {
            "listen_addr": "127.0.0.1",
            "listen_port": port,
            "unix_socket_dir": "",
            "auth_type": "any",
            "pool_mode": "transaction",
            "default_pool_size": connections,
            "max_client_conn": 200,
            "logfile": folder / "log",
        }
        lines = [f"{key} = {value}" for key, value in settings.items()]
        databases = f"[databases]\n* = host={cluster.folder} port=5432 user=postgres\n[pgbouncer]\n"
        (folder / "pgbouncer.ini").write_text(databases + "\n".join(lines) + "\n")
        process = subprocess.Popen(
            ["runuser", "-u", "postgres", "--", _BINARY, str(folder / "pgbouncer.ini")],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        try:
            _wait(folder / "log")
            yield f"postgresql+psycopg://postgres@127.0.0.1:{port}/postgres"
        finally:
            process.terminate()
            process.wait(PATIENCE)


def _wait(log: Path) -> None:
    for _ in range(int(PATIENCE / 0.05)):
        if log.exists() and "process up" in log.read_text():
            return
        time.sleep(0.05)
    raise RuntimeError(f"pgbouncer did not come up: {log.read_text() if log.exists() else ''}")
