"""A new format is one module and one line: everything else finds it by what it declares."""

import json
import shutil
import subprocess
import sys
from pathlib import Path

from tests.serving import ROOT

MODULE = '''"""SHOUT: labels in capitals."""

import json
from collections.abc import Iterable, Iterator

from api.formats.format import Format, View


def write(records: Iterable[bytes], view: View) -> Iterator[bytes]:  # noqa: ARG001
    """A label a line."""
    yield "".join(json.loads(record)["label"].upper() + "\\n" for record in records).encode()


FORMAT = Format("shout", "text/x-shout", "SHOUT", "Labels in capitals", write, policy="sandbox", compressed=True)
'''
PROGRAM = """
import json, pathlib, sys
from api import create_app
from api.settings import Settings
from api.store.selection import load

settings = Settings(folder=pathlib.Path("var"), seeds=pathlib.Path(sys.argv[1]))
load(settings, settings.seeds)
client = create_app(settings).test_client()
answer = client.get("/v1/figures.shout", headers={"Accept-Encoding": "gzip"})
accepted = client.get("/v1/figures", headers={"Accept": "text/x-shout"})
contract = client.get("/openapi.json").get_json()
path = contract["paths"]["/v1/{collection}.{format}"]
print(json.dumps({
    "capitals": answer.text == answer.text.upper() != "",
    "policy": answer.headers["Content-Security-Policy"],
    "encoding": answer.headers.get("Content-Encoding"),
    "accepted": accepted.data == answer.data,
    "entry": client.get("/v1/").get_json()["collections"][0]["formats"]["shout"],
    "contract": "text/x-shout" in path["get"]["responses"]["200"]["content"],
    "described": "Labels in capitals" in json.dumps(path["parameters"]),
    "refused": ".shout" in client.get("/v1/figures.nothing").get_json()["detail"],
    "page": ">SHOUT<" in client.get("/figures").text,
}))
"""


def test_an_invented_format_is_found_everywhere(tmp_path: Path) -> None:
    """Its answers, policy and name, the contract, the links of the first page, errors and the explorer."""
    for room in ("api", "schemas", "authoring"):
        shutil.copytree(ROOT / room, tmp_path / room, ignore=shutil.ignore_patterns("__pycache__"))
    (tmp_path / "api/formats/shout.py").write_text(MODULE)
    listed = tmp_path / "api/formats/__init__.py"
    content = listed.read_text()
    assert "    svg,\n" in content
    listed.write_text(
        content.replace("    svg,\n", "    shout,\n    svg,\n", 1).replace(
            "    svg.FORMAT,\n", "    svg.FORMAT,\n    shout.FORMAT,\n"
        )
    )
    command = [sys.executable, "-c", PROGRAM, str(ROOT / "seeds")]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False, timeout=60)
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout) == {
        "capitals": True,
        "policy": "sandbox",
        "encoding": None,
        "accepted": True,
        "entry": "/v1/companies.shout",
        "contract": True,
        "described": True,
        "refused": True,
        "page": True,
    }
