"""Public names only: no module rests on what another library, or another of our modules, keeps to itself.

So the next minor release of gunicorn, uvicorn, Flask or Werkzeug can be taken without a change here.
"""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.serving import ROOT

_ENTRIES = ("asgi.py", "wsgi.py", "gunicorn.conf.py")
_BY_STRING = ("getattr", "setattr", "hasattr", "delattr")
_DOCUMENTED = (
    "_asdict",
    "_fields",
    "_make",
    "_replace",
    "_exit",
)  # of named tuples and `os`, by Python's own documentation


def sources() -> list[Path]:
    """The sources of the program: rooms and entry points, not tests."""
    rooms = [path for room in ("api", "schemas", "authoring") for path in sorted((ROOT / room).rglob("*.py"))]
    return [*rooms, *(ROOT / name for name in _ENTRIES)]


def is_private(name: str) -> bool:
    """`_x`, and neither `_` nor `__x__`."""
    is_meant_so = name.startswith("_") and name.strip("_") != "" and not name.endswith("__")
    return is_meant_so and name not in _DOCUMENTED


def is_own(node: ast.Attribute) -> bool:
    """Whether it is `self._x` or `super()._x`."""
    return (isinstance(node.value, ast.Name) and node.value.id in ("self", "cls")) or is_of_a_base(node)


def is_of_a_base(node: ast.Attribute) -> bool:
    """`super()._x`."""
    return isinstance(node.value, ast.Call) and isinstance(node.value.func, ast.Name) and node.value.func.id == "super"


def imported(tree: ast.AST) -> Iterator[str]:
    """Private names that are imported, from wherever."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import | ast.ImportFrom):
            module = getattr(node, "module", None) or ""
            names = [*module.split("."), *(part for alias in node.names for part in alias.name.split("."))]
            yield from (f"line {node.lineno} imports {name}" for name in names if is_private(name))


def reached(tree: ast.AST) -> Iterator[str]:
    """Private attributes of anything but the object itself, also by their name as a string."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute) and is_private(node.attr) and not is_own(node):
            yield f"line {node.lineno} reaches for {node.attr}"
        elif isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in _BY_STRING:
            named = [one.value for one in node.args[1:2] if isinstance(one, ast.Constant)]
            yield from (f"line {node.lineno} reaches for {name}" for name in named if is_private(str(name)))


def classes(trees: dict[Path, ast.Module]) -> dict[str, ast.ClassDef]:
    """All of ours by name."""
    return {node.name: node for tree in trees.values() for node in ast.walk(tree) if isinstance(node, ast.ClassDef)}


def defined(made: ast.ClassDef, ours: dict[str, ast.ClassDef]) -> set[str]:
    """The names that a class, or one of ours that it inherits from, gives itself."""
    names = set()
    for node in ast.walk(made):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            names.add(node.name)
        elif isinstance(node, ast.Attribute) and isinstance(node.ctx, ast.Store):
            names.add(node.attr)
        elif isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
            names.add(node.id)
    return names | inherits(made, ours)


def inherits(made: ast.ClassDef, ours: dict[str, ast.ClassDef]) -> set[str]:
    """The names that a class has of those of ours that it inherits from."""
    bases = {base.id for base in made.bases if isinstance(base, ast.Name) and base.id in ours} - {made.name}
    return {name for base in bases for name in defined(ours[base], ours)}


def inherited(tree: ast.AST, ours: dict[str, ast.ClassDef]) -> Iterator[str]:
    """Private attributes of itself that a class uses and does not define: somebody else's."""
    for made in (node for node in ast.walk(tree) if isinstance(node, ast.ClassDef)):
        known, of_bases = defined(made, ours), inherits(made, ours)
        for node in ast.walk(made):
            if not (isinstance(node, ast.Attribute) and is_private(node.attr) and is_own(node)):
                continue
            if node.attr not in (of_bases if is_of_a_base(node) else known):
                yield f"line {node.lineno}: {made.name} uses self.{node.attr}, which it does not define"


def faults(trees: dict[Path, ast.Module]) -> list[str]:
    """Every use of a name that is not public."""
    ours = classes(trees)
    return [
        f"{path.name}: {fault}"
        for path, tree in trees.items()
        for fault in (*imported(tree), *reached(tree), *inherited(tree, ours))
    ]


def test_no_private_name_is_used() -> None:
    """In no source of the program."""
    assert faults({path: ast.parse(path.read_text()) for path in sources()}) == []


def test_the_tests_use_no_private_name_of_a_library() -> None:
    """Of ours they do, to break the program from within."""
    parsed = {path: ast.parse(path.read_text()) for path in sources()}
    ours = {name for made in classes(parsed).values() for name in defined(made, {})}
    tests = {path: ast.parse(path.read_text()) for path in sorted((ROOT / "tests").rglob("*.py"))}
    assert [fault for fault in faults(tests) if fault.rpartition(" ")[2] not in ours] == []


@pytest.mark.parametrize(
    "source",
    [
        "from uvicorn._compat import asyncio_run",
        "from flask.globals import _cv_app",
        "import gunicorn._thing",
        "import gunicorn\ngunicorn.app._load()",
        "setattr(app, '_got_first_request', False)",
        "class Worker(Base):\n    def run(self):\n        return self._serve()",
        "class Worker(Base):\n    def run(self):\n        return super()._serve()",
        "class Worker(Base):\n    def _serve(self):\n        return super()._serve()",
    ],
)
def test_a_private_name_would_be_found(source: str) -> None:
    """However it is reached."""
    assert len(faults({Path("x.py"): ast.parse(source)})) == 1


def test_what_a_class_defines_it_may_use() -> None:
    """Its own names, and those of ours that it inherits from."""
    source = """
class Base(Theirs):
    _limit = 3
    def __init__(self):
        self._held = 0
    def _step(self):
        return self._held + self._limit
class Other(Base):
    def run(self):
        return self._step() + self._held
    def _step(self):
        return super()._step()
"""
    assert faults({Path("x.py"): ast.parse(source)}) == []
