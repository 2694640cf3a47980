"""`make http-lint`: bandit on the sources, httplint on an answer of every route in every format.

The tools live in an environment of their own (`.venv/http-lint`). httplint always exits with 0, so its text is read:
a BAD is an error, and so is a WARN without a waiver in `waivers.toml`, or a waiver that nothing needs.
"""

import json
import re
import subprocess
import sys
import tempfile
import tomllib
import venv
from collections.abc import Iterator
from pathlib import Path

from api.formats import COUNTS_FORMATS, offered
from schemas.registry import BY_KIND, QUERYABLE
from tests.operation.raw import request, send
from tests.serving import ARTICLE, ROOT, Server, serving

_HERE = Path(__file__).parent
_TOOLS = ROOT / ".venv" / "http-lint"
_NOTE = re.compile(r"^\s*\* \[(BAD|WARN)\] (.*)$", re.MULTILINE)
_PAGES = ("/", f"/articles/{ARTICLE}", "/docs", "/openapi.json", "/v1/", "/v1/problems/", "/v1/problems/not-found",
          "/healthz", "/readyz", "/metrics")  # fmt: skip
_ERRORS = ("/nowhere", "/v1/figures?nonsense=1", "/v1/figures.xml", "/v1/companies/nobody")


def paths(server: Server) -> Iterator[str]:
    """One of every route in every format, and errors."""
    yield from (*_PAGES, *_ERRORS)
    yield from (f"/v1/schemas/{kind}" for kind in BY_KIND)
    for name, collection in QUERYABLE.items():
        key = server.get(f"/v1/{name}?limit=1").json()["items"][0][collection.key]
        yield from (f"/v1/{name}", f"/v1/{name}?limit=2")
        yield from (f"/v1/{name}.{made.suffix}" for made in offered(name))
        yield from (f"/v1/{name}/counts.{made.suffix}?by=article" for made in COUNTS_FORMATS if name == "figures")
        if name != "facts":
            yield from (f"/v1/{name}/{key}", *(f"/v1/{name}/{key}.{made.suffix}" for made in offered(name)))
    yield f"/v1/articles/{ARTICLE}/facts"
    yield f"/v1/articles/{ARTICLE}/facts.csv"


def exchanges(server: Server) -> Iterator[tuple[str, bytes]]:
    """What was asked, and the bytes that came back: as they are, gzipped, without a body, and not modified."""
    for path in paths(server):
        target = path.encode()
        plain = send(server, request(target))
        yield f"GET {path}", plain
        yield f"GET {path} (gzip)", send(server, request(target, headers=b"Accept-Encoding: gzip\r\n"))
        tag = re.search(rb"(?i)\r\netag: (.*?)\r\n", plain)
        if tag:
            yield f"GET {path} (304)", send(server, request(target, headers=b"If-None-Match: " + tag[1] + b"\r\n"))
    yield "POST", send(server, request(f"/v1/articles/{ARTICLE}/text-check".encode(), b"POST",
                                       b"Content-Type: text/plain\r\nContent-Length: 1\r\n", b"x"))  # fmt: skip
    yield "OPTIONS", send(server, request(b"/v1/figures", b"OPTIONS"))


def notes(answers: list[bytes]) -> list[list[tuple[str, str]]]:
    """httplint's BADs and WARNs of each."""
    with tempfile.TemporaryDirectory() as folder:
        files = [Path(folder) / str(n) for n in range(len(answers))]
        for file, answer in zip(files, answers, strict=True):
            file.write_bytes(answer)
        command = [_TOOLS / "bin/python", _HERE / "lint.py", *files]
        lines = subprocess.run(command, capture_output=True, check=True, timeout=300).stdout.splitlines()
    texts = [json.loads(line) for line in lines]
    if len(texts) != len(answers) or not all("* [" in text for text in texts):
        raise RuntimeError("httplint has nothing to say of some answers, so it has not read them")
    return [_NOTE.findall(text) for text in texts]


def lint(server: Server) -> list[str]:
    """The lint's findings on the answers."""
    waivers = tomllib.loads((_HERE / "waivers.toml").read_text())["httplint"]
    asked, answers = zip(*exchanges(server), strict=True)
    faults, needed = [], set()
    for one, found in zip(asked, notes(list(answers)), strict=True):
        method, _, rest = one.partition(" ")
        path = rest.partition(" (")[0] if method == "GET" else method
        for level, text in found:
            waived = [n for n, waiver in enumerate(waivers)
                      if text.startswith(waiver["warning"]) and re.fullmatch(waiver["paths"], path)]  # fmt: skip
            needed.update(waived)
            if not waived:
                faults.append(f"{one}: {level} {text}")
    faults += [f"nothing needs the waiver of {one['warning']!r}" for n, one in enumerate(waivers) if n not in needed]
    sys.stdout.write(f"httplint: {len(answers)} answers, {len(faults)} faults, {len(waivers)} waivers\n")
    return faults


def main() -> int:
    """0 if no linter reports anything."""
    if not (_TOOLS / "bin/httplint").exists():
        venv.create(_TOOLS, with_pip=True)
        install = [_TOOLS / "bin/pip", "install", "--quiet", "--requirement", _HERE / "requirements.txt"]
        subprocess.run(install, check=True)
    folders = [ROOT / "api", ROOT / "schemas", ROOT / "authoring", *ROOT.glob("*.py")]
    bandit = subprocess.run(
        [_TOOLS / "bin/bandit", "--quiet", "--configfile", _HERE / "bandit.yaml", "--recursive", *folders], check=False
    )
    with (
        tempfile.TemporaryDirectory() as folder,
        serving(Path(folder), app="asgi:app", ARTICLE_FACTS_METRICS="1") as server,
    ):
        faults = lint(server)
    sys.stdout.write("".join(f"{fault}\n" for fault in faults))
    return bandit.returncode or bool(faults)


if __name__ == "__main__":
    sys.exit(main())
