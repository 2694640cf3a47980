"""PostgreSQL servers for the tests, in a temporary folder, on a Unix socket only: Debian's version 15, or the one in
POSTGRES_BINARIES."""

import contextlib
import os
import shutil
import signal
import subprocess
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

BINARIES = Path(os.environ.get("POSTGRES_BINARIES", "/usr/lib/postgresql/15/bin"))
EXTERNAL = os.environ.get("TEST_DATABASE_URL")  # postgresql+psycopg://...: tests that stop no server run on this one
_AS_POSTGRES = ["runuser", "-u", "postgres", "--"] if os.geteuid() == 0 else []  # initdb refuses to run as root
_SETTINGS = {"listen_addresses": "", "fsync": "off", "shared_buffers": "32MB", "max_connections": "60"}


def installed() -> bool:
    """Whether this machine has what the tests need."""
    return bool(EXTERNAL) or (BINARIES / "initdb").exists()


def is_alive(process: int) -> bool:
    """Whether a process runs; one that ended but was not yet collected by its parent does not."""
    try:
        state = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[0]
    except OSError:
        return False
    return state not in "ZX"


@dataclass(frozen=True)
class Cluster:
    """A PostgreSQL server; all its files are in its folder."""

    folder: Path

    def url(self, *others: "Cluster", database: str = "postgres") -> str:
        """Its address for the settings, with the addresses of other servers to fail over to."""
        hosts = ",".join(str(one.folder) for one in (self, *others))
        return f"postgresql+psycopg://postgres@/{database}?host={hosts}"

    def start(self) -> None:
        """Start it, and wait until it answers."""
        settings = _SETTINGS | {"unix_socket_directories": str(self.folder)}
        options = " ".join(f"-c {name}='{value}'" for name, value in settings.items())
        _run("pg_ctl", "start", "-w", "-D", self.data, "-l", self.folder / "log", "-o", options)

    def stop(self, how: str = "immediate") -> None:
        """End it, by default as a crash does; does nothing if it is not running."""
        if self.is_running():
            _run("pg_ctl", "stop", "-w", "-m", how, "-D", self.data)

    def process(self) -> int:
        """The id of its first process; OSError if it has ended properly or never ran."""
        return int((self.data / "postmaster.pid").read_text().split("\n", 1)[0])

    def is_running(self) -> bool:
        """Whether its first process is alive."""
        try:
            return is_alive(self.process())
        except OSError:
            return False

    def log_end(self) -> str:
        """The last lines of its log."""
        return "\n".join((self.folder / "log").read_text(errors="replace").splitlines()[-5:])

    @contextlib.contextmanager
    def stopped(self) -> Iterator[None]:
        """Suspend all of its processes within the block: they keep their connections and do nothing."""
        parent = self.process()
        found = subprocess.run(["pgrep", "-P", str(parent)], capture_output=True, text=True, check=True).stdout
        processes = [parent, *map(int, found.split())]
        try:
            for process in processes:
                os.kill(process, signal.SIGSTOP)
            yield
        finally:
            for process in processes:
                with contextlib.suppress(ProcessLookupError):
                    os.kill(process, signal.SIGCONT)

    def create(self, database: str, *options: str) -> None:
        """Create an empty database, in place of one of that name."""
        _run("dropdb", "-h", self.folder, "-U", "postgres", "--if-exists", "--force", database)
        _run("createdb", "-h", self.folder, "-U", "postgres", *options, database)

    @property
    def data(self) -> Path:
        """The server's files."""
        return self.folder / "data"


@contextlib.contextmanager
def running() -> Iterator[Cluster]:
    """A new, empty server."""
    with _folder() as cluster:
        locale = ("--encoding", "UTF8", "--locale", "C.UTF-8")
        _run("initdb", "--no-sync", "-A", "trust", "-U", "postgres", *locale, "-D", cluster.data)
        with _started(cluster):
            yield cluster


@contextlib.contextmanager
def standby(primary: Cluster) -> Iterator[Cluster]:
    """A hot standby that follows the primary."""
    with _folder() as cluster:
        source = ("-h", primary.folder, "-U", "postgres")
        _run("pg_basebackup", "-R", "-X", "stream", "--no-sync", "-c", "fast", *source, "-D", cluster.data)
        with _started(cluster):
            yield cluster


@contextlib.contextmanager
def _folder() -> Iterator[Cluster]:
    folder = Path(tempfile.mkdtemp(prefix="facts-pg-"))  # a socket's path must be short
    if _AS_POSTGRES:
        shutil.chown(folder, "postgres")
    try:
        yield Cluster(folder)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@contextlib.contextmanager
def _started(cluster: Cluster) -> Iterator[None]:
    cluster.start()
    try:
        yield
    finally:
        cluster.stop()


def _run(command: str, *arguments: object) -> None:
    """Run one of PostgreSQL's programs without our pipes, since servers it starts outlive it."""
    with tempfile.TemporaryFile() as output:
        full = [*_AS_POSTGRES, str(BINARIES / command), *map(str, arguments)]
        done = subprocess.run(full, stdin=subprocess.DEVNULL, stdout=output, stderr=output, cwd="/", check=False)
        output.seek(0)
        if done.returncode:
            raise RuntimeError(f"{command}: {output.read().decode()}")
