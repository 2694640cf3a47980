"""The commands of docs/tutorial.md, run against the demo. `python -m tests.docs.tutorial` writes their answers anew."""

import contextlib
import os
import re
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from tests.commands import facts
from tests.serving import ROOT, Server, serving

PAGE = ROOT / "docs" / "tutorial.md"
STEP = re.compile(r"```sh\n(?P<command>.*?)```\n```(?P<kind>text|csv|json)\n(?P<answer>.*?)```", re.DOTALL)


@contextlib.contextmanager
def demo(folder: Path) -> Iterator[Server]:
    """The demo as `make demo` serves it: loaded twice, with the earlier version of an article first."""
    for target in ("demo-seeds-earlier", "demo-seeds"):
        subprocess.run(["make", "--silent", target, f"DEMO={folder}"], cwd=ROOT, check=True)
        done = facts("load", folder / "seeds", folder=folder / "store")
        assert done.exit_code == 0, done.stderr
    with serving(folder / "store", folder / "seeds", app="asgi:app") as server:
        yield server


def answer(command: str, server: Server, folder: Path) -> str:
    """What a command prints, asked of this server and store instead of those on the page."""
    here = command.replace("http://127.0.0.1:8000", server.url).replace("var/demo", str(folder))
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    done = subprocess.run(
        ["bash", "-euo", "pipefail", "-c", here],
        cwd=ROOT,
        env=os.environ | {"PATH": path},
        capture_output=True,
        check=False,
    )
    assert done.returncode == 0, (command, done.stdout, done.stderr)
    return done.stdout.decode().replace("\r\n", "\n").replace(server.url, "http://127.0.0.1:8000")


def main() -> None:
    """Write every answer anew."""
    with tempfile.TemporaryDirectory() as name, demo(Path(name)) as server:

        def written(step: re.Match[str]) -> str:
            found = answer(step["command"], server, Path(name))
            return f"```sh\n{step['command']}```\n```{step['kind']}\n{found.rstrip()}\n```"

        PAGE.write_text(STEP.sub(written, PAGE.read_text()))


if __name__ == "__main__":
    main()
