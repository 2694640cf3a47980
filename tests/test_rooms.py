"""Each module imports only what its room may: data flows one way, and a worker does not load what it never uses."""

# ruff: noqa: E501 - a table of rooms

import ast
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.serving import ROOT

# a room (its modules' names begin so) -> what nothing in it may import, at the top or within a function
FORBIDDEN = {
    "schemas": ("flask", "werkzeug", "sqlalchemy", "psycopg", "marshmallow", "gunicorn", "authoring", "api"),
    "authoring": ("flask", "werkzeug", "sqlalchemy", "psycopg", "marshmallow", "gunicorn", "api"),
    "api.settings": ("flask", "schemas", "authoring", "api"),
    "api.problems": ("flask", "sqlalchemy", "schemas", "authoring", "api"),
    "api.store": ("flask", "werkzeug", "gunicorn", "marshmallow", "authoring", "api.routes", "api.formats", "api.query",
                  "api.response", "api.problems", "api.cli", "api.openapi", "api.explorer", "api.cache", "api.telemetry"),
    "api.query": ("flask", "sqlalchemy", "psycopg", "sqlite3", "authoring", "api.routes", "api.formats", "api.response", "api.cli",
                  "api.openapi", "api.explorer", "api.cache"),
    "api.formats": ("flask", "sqlalchemy", "psycopg", "sqlite3", "authoring", "api.store", "api.routes", "api.query", "api.response",
                    "api.cli", "api.explorer", "api.cache"),
    "api.charts": ("flask", "sqlalchemy", "authoring", "api.store", "api.routes", "api.query", "api.response", "api.cli", "api.explorer"),
    "api.response": ("schemas", "sqlalchemy", "psycopg", "sqlite3", "authoring", "api.query", "api.routes", "api.formats", "api.charts",
                     "api.openapi", "api.explorer", "api.cache", "api.cli", "api.telemetry", "api.store.sqlite", "api.store.postgres",
                     "api.store.selection"),
    "api.cache": ("flask", "sqlalchemy", "psycopg", "sqlite3", "schemas", "authoring", "api.query", "api.store", "api.routes", "api.formats",
                  "api.charts", "api.openapi", "api.explorer", "api.cli", "api.telemetry", "api.response.respond", "api.response.errors"),
    "api.telemetry": ("sqlalchemy", "psycopg", "sqlite3", "schemas", "authoring", "api.query", "api.formats", "api.charts", "api.openapi",
                      "api.explorer", "api.cache", "api.cli", "api.store.sqlite", "api.store.postgres", "api.store.selection"),
    "api.cli": ("api.routes", "api.response", "api.formats", "api.charts", "api.openapi", "api.explorer", "api.cache", "api.telemetry",
                "api.query"),
    "api.routes": ("sqlalchemy", "psycopg", "sqlite3", "yaml", "authoring", "api.store.sqlite", "api.store.postgres", "api.store.build",
                   "api.store.selection", "api.cli", "api.cache", "api.explorer", "api.telemetry"),
    "api.openapi": ("flask", "sqlalchemy", "authoring", "api.store.sqlite", "api.store.postgres", "api.cli", "api.cache", "api.explorer"),
    "api.mcp": ("flask", "sqlalchemy", "psycopg", "sqlite3", "authoring", "api.routes", "api.response", "api.formats", "api.cli",
                "api.openapi", "api.explorer", "api.cache", "api.telemetry"),
    "api.explorer": ("sqlalchemy", "psycopg", "sqlite3", "authoring", "api.cli", "api.cache"),
}  # fmt: skip
NOT_IN_A_WORKER = (
    "yaml", "detroit", "edtf", "schemas.seedfiles", "authoring", "api.store.build", "api.store.rows",
)  # fmt: skip


def sources() -> dict[str, Path]:
    """The project's modules by name."""
    found = {}
    for room in ("schemas", "authoring", "api"):
        for path in sorted((ROOT / room).rglob("*.py")):
            parts = path.relative_to(ROOT).with_suffix("").parts
            found[".".join(parts[:-1] if parts[-1] == "__init__" else parts)] = path
    return found


def imported(name: str, path: Path, top: bool = False) -> Iterator[str]:
    """The modules that a module imports: everywhere in it, or only where it is imported itself (`top`)."""
    tree = ast.parse(path.read_text())
    for node in _at_import(tree) if top else ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            package = name if path.name == "__init__.py" else name.rpartition(".")[0]
            above = package.split(".")[: len(package.split(".")) - node.level + 1] if node.level else []
            module = ".".join([*above, *([node.module] if node.module else [])])
            yield module
            yield from (f"{module}.{alias.name}" for alias in node.names if f"{module}.{alias.name}" in SOURCES)


def _at_import(node: ast.AST) -> Iterator[ast.AST]:
    for child in ast.iter_child_nodes(node):
        if isinstance(child, ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda):
            continue
        if isinstance(child, ast.If) and "TYPE_CHECKING" in ast.dump(child.test):
            continue
        yield child
        yield from _at_import(child)


SOURCES = sources()


def within(module: str, rooms: tuple[str, ...]) -> bool:
    """Whether a module is one of these, or in one of them."""
    return any(module == room or module.startswith(f"{room}.") for room in rooms)


@pytest.mark.parametrize("room", FORBIDDEN)
def test_data_flows_one_way(room: str) -> None:
    """No module of a room imports what lies before it on the way, nor a library of another room's trade."""
    modules = {name: path for name, path in SOURCES.items() if within(name, (room,))}
    assert modules, f"there is no room {room}"
    back = [
        f"{name} imports {one}"
        for name, path in modules.items()
        for one in imported(name, path)
        if within(one, FORBIDDEN[room])
    ]
    assert back == []


def test_every_room_has_a_row() -> None:
    """What lies in `api/` beside `__init__.py`, and each top-level package, is named in the table."""
    rooms = {name for name in SOURCES if name.count(".") == 1 and name.startswith("api.")} | {"schemas", "authoring"}
    assert rooms == FORBIDDEN.keys()


def test_no_module_imports_itself_by_a_detour() -> None:
    """The modules can be read in an order in which each comes after those it imports."""
    edges = {
        name: {one for one in imported(name, path, top=True) if one in SOURCES and one != name}
        for name, path in SOURCES.items()
    }
    packages = {name for name, path in SOURCES.items() if path.name == "__init__.py"}
    left = {
        name: {one for one in ones if one not in packages or not name.startswith(f"{one}.")}
        for name, ones in edges.items()
    }
    while ready := [name for name, ones in left.items() if not ones & left.keys()]:
        for name in ready:
            del left[name]
    assert left == {}


def test_a_worker_does_not_load_what_only_loading_needs() -> None:
    """Importing the application leaves the readers of seeds, and their libraries, where they are."""
    found = f"import sys, wsgi; print(*[name for name in {NOT_IN_A_WORKER!r} if name in sys.modules])"
    done = subprocess.run([sys.executable, "-c", found], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout.split() == []
