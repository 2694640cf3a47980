"""A new format, field or kind is declared once: everything else finds it."""

import json
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from api.formats import FORMATS
from tests.serving import ARTICLE, PATIENCE, ROOT

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

settings = Settings(folder=pathlib.Path("var"), seeds=pathlib.Path(sys.argv[1]), query_seconds=20)
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
    "described": "Labels in capitals" in json.dumps(contract["components"]["parameters"]["format"]),
    "refused": ".shout" in client.get("/v1/figures.nothing").get_json()["detail"],
    "page": ">SHOUT<" in client.get("/figures").text,
}))
"""


FIELD_PROGRAM = f"""
path = "/v1/figures/{ARTICLE}.asked-staff"
fact = client.get("/v1/facts?colour=grey&kind=figure&limit=1").get_json()["items"][0]
contract = client.get("/openapi.json").get_json()
print(json.dumps({{
    "json": client.get(path).get_json()["colour"],
    "filter": client.get("/v1/figures?colour=red&count=true").get_json()["total"],
    "csv": '"colour"' in client.get("/v1/figures.csv").text.splitlines()[0],
    "facts": fact["colour"],
    "facts.csv": '"colour"' in client.get("/v1/facts.csv").text.splitlines()[0],
    "jsonld": client.get(path + ".jsonld").get_json()["colour"],
    "facts.jsonld": client.get("/v1/facts.jsonld?kind=figure&limit=1").get_json()["items"][0]["colour"],
    "context": client.get("/v1/context.jsonld").get_json()["@context"]["colour"],
    "schema": "colour" in client.get("/v1/schemas/figure").get_json()["properties"],
    "contract": "colour" in contract["components"]["schemas"]["Figure"]["properties"],
    "page": "grey" in client.get(path.removeprefix("/v1")).text,
    "table": "grey" in client.get("/figures").text,
}}))
"""
KIND_PROGRAM = """
contract = client.get("/openapi.json").get_json()
print(json.dumps({
    "json": client.get("/v1/products/boat").get_json()["name"],
    "ref": client.get("/v1/products/boat").get_json()["maker"],
    "search": client.get("/v1/products?q=boat&count=true").get_json()["total"],
    "csv": client.get("/v1/products.csv").text.splitlines()[1].split(",")[0],
    "class": client.get("/v1/products/boat.jsonld").get_json()["@type"],
    "context": client.get("/v1/context.jsonld").get_json()["@context"]["Product"],
    "entry": "products" in [one["name"] for one in client.get("/v1/").get_json()["collections"]],
    "contract": "Product" in contract["components"]["schemas"],
    "page": "A boat" in client.get("/products/boat").text,
    "table": "A boat" in client.get("/products").text,
    "found": "/products/boat" in client.get("/search?q=boat").text,
    "meant": client.get("/v1/facts?refers_to=A+boat").get_json()["items"],
}))
"""
PRODUCT = '''class Product(NamedEntry):
    """Something that a company makes."""

    kind: Annotated[Literal["product"], FILTER] = "product"
    type: Annotated[Literal["vehicle", "device"], FILTER]
    maker: Annotated[values.CompanyRef | None, FILTER] = None


'''


def _copy_rooms(folder: Path) -> None:
    for room in ("api", "schemas", "authoring"):
        shutil.copytree(ROOT / room, folder / room, ignore=shutil.ignore_patterns("__pycache__"))


def _replace(path: Path, *pairs: tuple[str, str]) -> None:
    content = path.read_text()
    for old, new in pairs:
        assert old in content, old
        content = content.replace(old, new, 1)
    path.write_text(content)


@pytest.fixture(scope="module")
def invented(tmp_path_factory: pytest.TempPathFactory) -> list[dict[str, Any]]:
    """What a copy of the program says that has a format, a field and a kind more: one start and one load for all."""
    place = tmp_path_factory.mktemp("invented")
    _copy_rooms(place)
    seeds = shutil.copytree(ROOT / "seeds", place / "seeds")
    for invent in (_invent_format, _invent_field, _invent_kind):
        invent(place)
    command = [sys.executable, "-c", PROGRAM + FIELD_PROGRAM + KIND_PROGRAM, str(seeds)]
    done = subprocess.run(command, cwd=place, capture_output=True, text=True, check=False, timeout=PATIENCE)
    assert done.returncode == 0, done.stderr
    return [json.loads(line) for line in done.stdout.splitlines()]


def _invent_format(place: Path) -> None:
    """A module, and its name in the list."""
    (place / "api/formats/shout.py").write_text(MODULE)
    listed = place / "api/formats/__init__.py"
    content = listed.read_text()
    assert content.count("svg, xlsx\n") == content.count("svg)\n") == 1
    listed.write_text(content.replace("svg, xlsx\n", "svg, xlsx, shout\n").replace("svg)\n", "svg, shout)\n"))


def _invent_field(place: Path) -> None:
    """A line in its class, and one in the flat row."""
    colour = '    colour: Annotated[Literal["grey", "red"]{}, FILTER] = {}\n'
    next_one = "    approximate: Annotated[bool"
    _replace(
        place / "schemas/records/facts.py",
        (next_one, colour.format("", '"grey"') + next_one),
        ('("label", "value", "hedge", "speaker"', '("label", "colour", "value", "hedge", "speaker"'),
    )
    column = colour.format(" | None", "None")
    _replace(
        place / "schemas/facts.py", ("    approximate: Annotated[bool", column + "    approximate: Annotated[bool")
    )


def _invent_kind(place: Path) -> None:
    """A class, its name among those of the registry, and its line among the collections; and a record of it."""
    (place / "seeds/products.yaml").write_text(
        "- id: boat\n  name: A boat\n  label: A boat\n  type: vehicle\n  maker: companies/microsoft\n"
    )
    _replace(place / "schemas/records/registry_entries.py", ("class Measure(", PRODUCT + "class Measure("))
    _replace(place / "schemas/values.py", ('"parties", "locations")', '"parties", "locations", "products")'))
    line = '    "locations": Location,\n'
    _replace(
        place / "schemas/records/__init__.py",
        ("import Company, Location, Measure, Party", "import Company, Location, Measure, Party, Product"),
        (line, line + line.replace("locations", "products").replace("Location", "Product")),
    )


def test_an_invented_format_is_found_everywhere(invented: list[dict[str, Any]]) -> None:
    """Its answers, policy and name, the contract, the links of the first page, errors and the explorer."""
    assert invented[0] == {
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


def test_every_declared_format_is_listed() -> None:
    """A module that declares a format and is not in the list would be offered nowhere."""
    declared = {path.stem for path in (ROOT / "api/formats").glob("*.py") if "\nFORMAT = " in path.read_text()}
    assert declared == {made.write.__module__.rpartition(".")[2] for made in FORMATS}


def test_an_invented_field_is_found_everywhere(invented: list[dict[str, Any]]) -> None:
    """Every format, filter, schema and page has it."""
    assert invented[1] == {
        "json": "grey",
        "filter": 0,
        "csv": True,
        "facts": "grey",
        "facts.csv": True,
        "jsonld": "grey",
        "facts.jsonld": "grey",
        "context": "facts:colour",
        "schema": True,
        "contract": True,
        "page": True,
        "table": True,
    }


def test_an_invented_kind_is_found_everywhere(invented: list[dict[str, Any]]) -> None:
    """Its records, references, names and search, every format, the contract and the pages have it."""
    assert invented[2] == {
        "json": "A boat",
        "ref": "companies/microsoft",
        "search": 1,
        "csv": '"boat"',
        "class": ["Product"],
        "context": "facts:Product",
        "entry": True,
        "contract": True,
        "page": True,
        "table": True,
        "found": True,
        "meant": [],
    }
