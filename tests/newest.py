"""`make newest`: the tests with the newest release of each dependency, and with the one before of the frameworks.

Each run has an environment of its own under `.tools/newest`, where nothing is pinned. Not in the gate: what fails here
was released by others since, and says what the next change of the pins will cost.

    make newest                        all tests
    make newest TESTS=tests/cache      those
"""

import os
import re
import subprocess
import sys
import tomllib
import venv
from pathlib import Path

ROOT = Path(__file__).parent.parent
PLACE = ROOT / ".tools" / "newest"
PARALLEL = ("--numprocesses", "auto", "--dist", "loadscope", "--no-loadscope-reorder")
FRAMEWORKS = ("gunicorn", "flask", "werkzeug", "uvicorn")


def dependencies() -> list[str]:
    """Names and bounds as pyproject.toml has them."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    return [*project["dependencies"], *project["optional-dependencies"]["dev"]]


def previous(name: str) -> str:
    """`name==version` of the release before the newest one."""
    command = [sys.executable, "-m", "pip", "index", "versions", name]
    listed = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    found = re.search(r"Available versions: (.+)", listed)
    versions = found[1].split(", ") if found else []
    return f"{name}=={versions[min(1, len(versions) - 1)]}"


def run(name: str, constraints: list[str], tests: list[str]) -> bool:
    """Whether the tests pass in a fresh environment with these constraints."""
    place = PLACE / name
    venv.create(place, with_pip=True, clear=True)
    python = str(place / "bin" / "python")
    wanted = place / "constraints.txt"
    wanted.write_text("\n".join(constraints))
    bounds = [
        re.split(r"[<>=]", one)[0] if any(one.startswith(f) for f in FRAMEWORKS) else one for one in dependencies()
    ]
    install = [python, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "-c", str(wanted)]
    subprocess.run([*install, *(bounds if constraints else dependencies())], check=True)
    listed = subprocess.run(
        [python, "-m", "pip", "list", "--format=freeze"], capture_output=True, text=True, check=True
    )
    named = [line for line in listed.stdout.split() if line.lower().startswith((*FRAMEWORKS, "pydantic=="))]
    print(f"{name}: {', '.join(named)}", flush=True)
    # Bytecode is kept, as by `make test`: the many processes of the tests would each compile the program again.
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    command = [python, "-m", "pytest", *PARALLEL, *tests]
    return subprocess.run(command, cwd=ROOT, env=environment, check=False).returncode == 0


def main() -> None:
    """Both runs; exit 1 if one of them fails."""
    tests = sys.argv[1:] or ["tests"]
    runs = {"newest": [], "before": [previous(name) for name in FRAMEWORKS]}
    passed = {name: run(name, constraints, tests) for name, constraints in runs.items()}
    for name, is_well in passed.items():
        print(f"{name}: {'passed' if is_well else 'FAILED'}")
    sys.exit(not all(passed.values()))


if __name__ == "__main__":
    main()
