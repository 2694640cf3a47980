"""The JSON Schemas of the seed files, made from the record classes, for editors.

A seed names its schema in its modeline, a comment that the YAML language server reads; `seeds/schema/` holds them.
"""

import json
import re
from pathlib import Path
from typing import Any

from pydantic import BaseModel
from pydantic.json_schema import models_json_schema

from authoring.imports.items import DraftItems
from authoring.seed_edit import PLACE, write_whole
from schemas.registry import COLLECTIONS
from schemas.seedfiles.seedfile import Unmodelled, derived
from schemas.values import IN_ARTICLE, REGISTRY, SLUG

_DIALECT = "https://json-schema.org/draft/2020-12/schema"
_FILLED = ("text_sha256", "text_length")  # by `facts fill`
_REF = re.compile(r"\^\(\?:([a-z|]+)\)/.*\$")
_REVIEWED = {
    "type": "object",
    "description": "Questions of `facts check` that a person answered: rule and reason. Not exported.",
    "additionalProperties": {"type": "string", "minLength": 1},
}
_NTH = {"type": "integer", "minimum": 1, "description": "Which occurrence of the phrase. `facts fill` removes it."}
Schema = dict[str, Any]  # JSON

_LOCAL = {"type": "string", "pattern": f"^{SLUG}$", "maxLength": 100}


def modeline(name: str = "article") -> str:
    """The comment by which an editor finds the schema of a seed file."""
    up = "../" if name == "article" else ""
    return f"# yaml-language-server: $schema={up}schema/{name}.json"


def schemas() -> dict[str, Schema]:
    """File name -> schema: one for an article's file, one for each file of the registry."""
    definitions = _definitions()
    found = {"article": _document("An article's seed", _article(), definitions)}
    for name in REGISTRY:
        entries = {"type": "array", "items": _ref(COLLECTIONS[name].model.__name__)}
        found[name] = _document(f"The registry's {name}", entries, definitions)
    return found


def draft_schema() -> Schema:
    """The schema of the plain JSON of `draft --from`: every field is required and may be null, as the structured
    outputs of models ask."""
    return {"$schema": _DIALECT, **DraftItems.model_json_schema(mode="serialization")}


def write_schemas(folder: Path) -> list[Path]:
    """Write them where the modelines look; the files written."""
    folder.mkdir(parents=True, exist_ok=True)
    texts = {folder / f"{name}.json": schema_text(schema) for name, schema in schemas().items()}
    for path, text in texts.items():
        write_whole(path, text)
    return list(texts)


def schema_text(schema: Schema) -> str:
    """A schema as its file has it."""
    return json.dumps(schema, ensure_ascii=False, indent=1) + "\n"


def _article() -> Schema:
    sections = {name: _listed(COLLECTIONS[name].model.__name__) for name in IN_ARTICLE[1:]}
    return {
        "type": "object",
        "additionalProperties": False,
        "required": ["article"],
        "properties": {
            "article": _ref("Article"),
            **sections,
            "unmodelled": {"description": "Places that hold no fact, and why.", **_listed("Unmodelled")},
        },
    }


def _listed(model: str) -> Schema:
    return {"type": ["array", "null"], "items": _ref(model)}


def _ref(model: str) -> dict[str, str]:
    return {"$ref": f"#/$defs/{model}"}


def _document(title: str, body: Schema, definitions: Schema) -> Schema:
    return {"$schema": _DIALECT, "title": title, **body, "$defs": _reached(body, definitions)}


def _reached(body: Schema, definitions: Schema) -> Schema:
    """Only the definitions that the body needs."""
    found: Schema = {}
    todo = [body]
    while todo:
        for name in _named(todo.pop()):
            if name not in found:
                found[name] = definitions[name]
                todo.append(definitions[name])
    return dict(sorted(found.items()))


def _named(value: object) -> set[str]:
    if isinstance(value, dict):
        own = {value["$ref"].rpartition("/")[2]} if isinstance(value.get("$ref"), str) else set()
        return own.union(*map(_named, value.values()))
    return set().union(*map(_named, value)) if isinstance(value, list) else set()


def _definitions() -> Schema:
    """The classes as a seed may write them: without fields that are derived or left out there."""
    models: list[type[BaseModel]] = [*(collection.model for collection in COLLECTIONS.values()), Unmodelled]
    _, given = models_json_schema([(model, "validation") for model in models])
    found: Schema = _with_own_refs(given["$defs"])
    for collection in COLLECTIONS.values():
        definition = found[collection.model.__name__]
        unsaid = {"kind"} | ({"article"} if collection.scope == "article" else set())
        _without(definition, unsaid | derived(collection.name).keys())
        definition["properties"]["reviewed"] = _REVIEWED
        if collection.name in IN_ARTICLE[1:]:
            definition["properties"]["id"] = _LOCAL
            definition["required"] = [name for name in definition["required"] if name != "label"]
    article = found["Article"]
    article["required"] = [name for name in article["required"] if name not in _FILLED]
    for name in ("Evidence", "Unmodelled"):
        _without(found[name], {"article"})
        found[name]["properties"]["nth"] = _NTH
        found[name]["required"] = [key for key in found[name]["required"] if key not in PLACE]
    return found


def _without(definition: Schema, unsaid: set[str]) -> None:
    for name in unsaid:
        definition["properties"].pop(name, None)
    definition["required"] = [name for name in definition.get("required", []) if name not in unsaid]


def _with_own_refs(value: Any) -> Any:
    """Refs to the article's own records may be written short: `figures/.staff`."""
    if isinstance(value, list):
        return [_with_own_refs(item) for item in value]
    if not isinstance(value, dict):
        return value
    found = {key: _with_own_refs(item) for key, item in value.items()}
    ref = _REF.fullmatch(value["pattern"]) if isinstance(value.get("pattern"), str) else None
    own = [name for name in ref[1].split("|") if name in IN_ARTICLE] if ref else []
    if own:
        found["pattern"] = f"^(?:{value['pattern'][1:-1]}|(?:{'|'.join(own)})/\\.{SLUG})$"
    return found
