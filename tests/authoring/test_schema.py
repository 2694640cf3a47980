"""The JSON Schemas of seed files are made from the classes, kept in seeds/schema, and accept every seed."""

import json
from pathlib import Path

import jsonschema
import pytest
import yaml

from authoring.modeline import modeline, schema_text, schemas
from tests.authoring.desk import FINISHED, REGISTRY, SEED, run, together, without_places
from tests.serving import ROOT, SEEDS


class _Loader(yaml.CSafeLoader):
    """YAML as seeds are read: a date is a string."""


_Loader.yaml_implicit_resolvers = {
    first: [(tag, pattern) for tag, pattern in resolvers if not tag.endswith("timestamp")]
    for first, resolvers in yaml.CSafeLoader.yaml_implicit_resolvers.items()
}


def _faults(name: str, seed: str) -> list[str]:
    validator = jsonschema.Draft202012Validator(schemas()[name])
    value = yaml.load(seed, Loader=_Loader)  # noqa: S506 - a safe loader, without dates
    return [error.message for error in validator.iter_errors(value)]


def test_the_kept_schemas_are_current() -> None:
    """If this fails: flask --app wsgi facts schema --into seeds/schema"""
    kept = {path.stem: path.read_text(encoding="utf-8") for path in (SEEDS / "schema").glob("*.json")}
    assert kept == {name: schema_text(schema) for name, schema in schemas().items()}


def test_the_command_prints_what_is_kept(tmp_path: Path) -> None:
    """It prints one schema at a time, the article's by default."""
    assert run(tmp_path, "schema").stdout == (SEEDS / "schema" / "article.json").read_text(encoding="utf-8")
    assert json.loads(run(tmp_path, "schema", "companies").stdout)["type"] == "array"
    assert run(tmp_path, "schema", "firms").exit_code == 1


def test_every_seed_keeps_to_it_and_names_it(tmp_path: Path) -> None:
    """All articles, filled or not, and the registry are valid and name their schema."""
    seeds = together(tmp_path)
    for path in (seeds / "articles").glob("*.yaml"):
        assert _faults("article", path.read_text(encoding="utf-8")) == []
    assert _faults("article", without_places()) == []
    for name in REGISTRY:
        text = (SEEDS / f"{name}.yaml").read_text(encoding="utf-8")
        assert text.startswith(modeline(name) + "\n")
        assert _faults(name, text) == []


@pytest.mark.parametrize(
    "path", [*sorted((ROOT / "seeds" / "articles").glob("*.yaml")), *FINISHED.values()], ids=lambda path: path.stem
)
def test_the_modeline_leads_to_the_schema(path: Path) -> None:
    """Its path is relative to the seed."""
    first = path.read_text(encoding="utf-8").splitlines()[0]
    assert first.startswith("# yaml-language-server: $schema=")
    assert (path.parent / first.partition("=")[2]).resolve() == SEEDS / "schema" / "article.json"


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("hedge: about", "hedge: roughly"),
        ("figures/.homes", "firms/.homes"),
        ("    value: 45000\n", "    value: 45000\n    colour: red\n"),
        ("unit: homes", "unit: homes\n    kind: figure"),
        ('    edtf: "2014"\n', '    edtf: "2014"\n    earliest: 2014-01-01\n'),
    ],
)
def test_it_refuses_what_check_refuses(old: str, new: str) -> None:
    """Unknown values, wrong refs, unknown fields, and fields that seeds leave out because they are derived."""
    seed = SEED.read_text(encoding="utf-8")
    assert old in seed
    assert _faults("article", seed.replace(old, new, 1)) != []
