"""Install other people's tools under `.interop/`, start a server, and let each tool read from it.

Prints one line for each consumer. A tool that cannot be installed or run is a failure, never a pass.
"""

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import ExitStack
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Literal

from tests.demo.test_demo import combined
from tests.serving import ROOT, SEEDS, serving
from tests.store import postgres

HERE = Path(__file__).parent
ROOM = HERE.parent.parent / ".interop"
_AT_ONCE = 2  # installations, then programs
_LONGEST = 240  # seconds a program or an installation may take
_ENVIRONMENT = os.environ | {"PROJECT_PYTHON": sys.executable}  # for programs that run a command of the project


@dataclass(frozen=True)
class Consumer:
    """A program of this folder, its environment, and the kind of server it is given.

    That is a server with the first article, with the demo, or with values that look like others (`spreadsheets`); or
    an empty PostgreSQL `database`.
    """

    program: str
    environment: str
    given: Literal["first", "demo", "spreadsheets", "database"] = "first"


CONSUMERS = (
    Consumer("pandas_tables", "tables"),
    Consumer("polars_tables", "tables"),
    Consumer("duckdb_tables", "tables"),
    Consumer("duckdb_across_articles", "tables", given="demo"),
    Consumer("duckdb_example", "tables", given="demo"),
    Consumer("recipes", "tables"),
    Consumer("streamlit_page", "streamlit", given="demo"),
    Consumer("vega_page", "browser", given="demo"),
    Consumer("hyparquet_rows", "browser"),
    Consumer("gnumeric_sheets", "browser"),
    Consumer("libreoffice_sheets", "browser", given="spreadsheets"),
    Consumer("duckdb_httpfs", "httpfs"),
    Consumer("shillelagh_queries", "dashboards"),
    Consumer("sqlalchemy_views", "dashboards", given="database"),
    Consumer("grafana_dashboard", "dashboards"),
    Consumer("frictionless_package", "datapackage"),
    Consumer("pyld_expansion", "documents"),
    Consumer("rdflib_graph", "documents"),
    Consumer("icalendar_entries", "documents"),
    Consumer("feedparser_entries", "documents"),
    Consumer("geojson_validator", "documents"),
    Consumer("python_client", "openapi"),
    Consumer("typescript_client", "typescript"),
    Consumer("mcp_client", "agents"),
    Consumer("mcp_inspector", "inspector"),
    Consumer("extraction_writers", "extraction"),
)


def main() -> int:
    """The number of failures."""
    ROOM.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as name, ExitStack() as stack, postgres.running() as cluster:
        folder, pool = Path(name), stack.enter_context(ThreadPoolExecutor(_AT_ONCE))
        environments = dict.fromkeys(one.environment for one in CONSUMERS)
        installed = {name: pool.submit(_ready, name) for name in environments}
        seeds = {"first": SEEDS, "demo": combined(folder), "spreadsheets": ROOT / "tests/fixtures/spreadsheets"}
        given = {called: stack.enter_context(serving(folder / called, of)).url for called, of in seeds.items()}
        given["database"] = cluster.url()
        return sum(
            not passed
            for passed in pool.map(lambda one: _passes(one, installed[one.environment], given[one.given]), CONSUMERS)
        )


def _passes(consumer: Consumer, installed: Future[str], url: str) -> bool:
    """Run a program once its environment is installed, and print its line."""
    fault = installed.result()
    python = ROOM / consumer.environment / "bin" / "python"
    program = [python if python.exists() else sys.executable, HERE / f"{consumer.program}.py", url]
    fault, output = (fault, "") if fault else _run(program, ROOM / consumer.environment)
    lines = output.strip().splitlines()
    if not fault and not lines:
        fault = "it said nothing"
    print(f"FAILED  {consumer.program}: {fault}" if fault else f"ok      {lines[-1]}", flush=True)
    return not fault


def _ready(environment: str) -> str:
    """Install an environment unless it exists; returns the error, if any."""
    install, listed = _installer(environment)
    folder, stamp = ROOM / environment, ROOM / f"{environment}.sha256"
    digest = sha256(b"".join(file.read_bytes() for file in listed)).hexdigest()
    if folder.exists() and stamp.exists() and stamp.read_text() == digest:
        return ""
    shutil.rmtree(folder, ignore_errors=True)
    fault = install(folder, listed)
    if not fault:
        stamp.write_text(digest)
    return f"{environment} cannot be installed: {fault}" if fault else ""


def _installer(environment: str) -> tuple[Callable[[Path, list[Path]], str], list[Path]]:
    packages = HERE / environment
    if packages.is_dir():
        return _install_npm, [packages / "package.json", packages / "package-lock.json"]
    return _install_python, [HERE / f"{environment}.txt"]


def _install_python(folder: Path, listed: list[Path]) -> str:
    """Install with our own pip, compiling only what is imported, which takes half the time."""
    fault, _ = _run([sys.executable, "-m", "venv", "--without-pip", folder], ROOM)
    pip = [sys.executable, "-m", "pip", "--python", folder / "bin" / "python"]
    quickly = ["--quiet", "--no-compile", "--disable-pip-version-check"]
    return fault or _run([*pip, "install", *quickly, "--requirement", *listed], ROOM)[0]


def _install_npm(folder: Path, listed: list[Path]) -> str:
    folder.mkdir()
    for file in listed:
        shutil.copy(file, folder)
    return _run(["npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund"], folder)[0]


def _run(command: list[str | Path], folder: Path) -> tuple[str, str]:
    """The error, if any, and what the command printed."""
    try:
        done = subprocess.run(
            command, cwd=folder, capture_output=True, text=True, timeout=_LONGEST, check=False, env=_ENVIRONMENT
        )
    except (OSError, subprocess.TimeoutExpired) as error:
        return str(error), ""
    return (f"{done.stdout}{done.stderr}".strip() or f"exit {done.returncode}") if done.returncode else "", done.stdout


if __name__ == "__main__":
    sys.exit(1 if main() else 0)
