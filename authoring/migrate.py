"""Rewrite seed files and NDJSON files in place after fields were renamed; layout and comments stay.

`schemas.seedfiles.renamed` decides what to rewrite. Each edit replaces one value, or removes the lines of one record.
"""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

import yaml

from authoring.article_text import FileError, read_text
from authoring.seed_edit import Edit, composed, edited, write_whole
from schemas.registry import BY_KIND
from schemas.seedfiles.renamed import Rewrite, by_name, rewrites
from schemas.values import IN_ARTICLE, REGISTRY, compact_json


class Migrated(NamedTuple):
    """A field that was rewritten in a file, how often, and why."""

    file: Path
    name: str
    times: int
    message: str


def migrate(seeds: Path) -> list[Migrated]:
    """Rewrite all files of a seed folder, or one of NDJSON, or none if one is broken; what was done. FileError where a
    file cannot be read or is no JSON, SeedError for broken YAML."""
    if seeds.is_file():
        return _migrate_lines(seeds)
    if not seeds.is_dir():
        raise FileError(f"{seeds} is neither a seed folder nor an NDJSON file: there is nothing at this path.")
    found: list[Migrated] = []
    rewritten: dict[Path, str] = {}
    for path in _files(seeds):
        text, root, value = composed(path)
        edits: list[Edit] = []
        for collection, entries in _lists(path, root):
            made = list(rewrites(collection, value[collection] if isinstance(value, dict) else value))
            edits += [edit for rewrite in made for edit in _edits(text, entries, rewrite)]
            found += _summary(path, collection, made)
        if edits:
            rewritten[path] = edited(text, edits)
    for path, text in rewritten.items():
        write_whole(path, text)
    return found


def _migrate_lines(path: Path) -> list[Migrated]:
    """Rewrite the lines whose records changed. An article that lost a record loses its counts, to be counted again."""
    lines = read_text(path).splitlines()
    lists: dict[tuple[str, str], list[int]] = {}
    entries: dict[int, Any] = {number: _entry(path, number, line) for number, line in enumerate(lines) if line.strip()}
    for number, entry in entries.items():
        if isinstance(entry, dict) and entry.get("kind") in BY_KIND:
            key = BY_KIND[str(entry["kind"])].name, str(entry.get("article"))
            lists.setdefault(key, []).append(number)
    found, changed = list[Migrated](), set[int]()
    for (collection, article), numbers in lists.items():
        made = list(rewrites(collection, [entries[number] for number in numbers]))
        for rewrite in made:
            number = numbers[rewrite.number]
            entries[number] = None if rewrite.drop else rewrite.applied(entries[number])
            changed.add(number)
        for number in lists.get(("articles", article), ()) if any(rewrite.drop for rewrite in made) else ():
            entries[number].pop("counts", None)
            changed.add(number)
        found += _summary(path, collection, made)
    if found:
        kept = ((number, line) for number, line in enumerate(lines) if entries.get(number))
        written = (compact_json(entries[number]).decode() if number in changed else line for number, line in kept)
        write_whole(path, "".join(f"{line}\n" for line in written))
    return found


def _entry(path: Path, number: int, line: str) -> Any:
    try:
        return json.loads(line)
    except ValueError as error:
        raise FileError(f"{path}:{number + 1} is not JSON; check it first.") from error


def _files(seeds: Path) -> list[Path]:
    registry = [seeds / f"{name}.yaml" for name in REGISTRY]
    return [path for path in (*registry, *sorted((seeds / "articles").glob("*.yaml"))) if path.is_file()]


def _lists(path: Path, root: yaml.Node | None) -> Iterator[tuple[str, list[yaml.Node]]]:
    """The lists of records in a file, by collection, as nodes."""
    if isinstance(root, yaml.SequenceNode):
        yield path.stem, root.value
    elif isinstance(root, yaml.MappingNode):
        for key, value in root.value:
            if key.value in IN_ARTICLE and isinstance(value, yaml.SequenceNode):
                yield key.value, value.value


def _summary(path: Path, collection: str, made: list[Rewrite]) -> Iterator[Migrated]:
    for name, several in by_name(made).items():
        yield Migrated(path, f"{collection}.{name}", len(several), several[0].message)


def _edits(text: str, entries: list[yaml.Node], rewrite: Rewrite) -> Iterator[Edit]:
    node = entries[rewrite.number]
    if not isinstance(node, yaml.MappingNode):
        return
    if rewrite.drop:
        yield _without(text, node)
        return
    given = [f"{key}: {_written(value)}" for key, value in rewrite.given.items()]
    keys = {key.value: (key, value) for key, value in node.value}
    old = next((name for name in rewrite.taken if name in keys), None)
    if old:
        key, value = keys[old]
        yield Edit(key.start_mark.index, _end(value), _joined(given, node, key))
    else:
        key, _ = keys[rewrite.name]
        at = key.start_mark.index
        yield Edit(at, at, _joined([*given, ""], node, key))


def _joined(lines: list[str], node: yaml.MappingNode, key: yaml.Node) -> str:
    return (", " if node.flow_style else "\n" + " " * key.start_mark.column).join(lines)


def _written(value: object) -> str:
    """A value in flow style; strings without quotes where YAML reads them as strings."""
    if isinstance(value, list):
        return f"[{', '.join(map(_written, value))}]"
    if isinstance(value, dict):
        return "{" + ", ".join(f"{key}: {_written(one)}" for key, one in value.items()) + "}"
    plain = isinstance(value, str) and value.replace("/", "").replace("-", "").replace(".", "").isalnum()
    return str(value) if plain and not str(value).isdigit() else json.dumps(value, ensure_ascii=False)


def _end(node: yaml.Node) -> int:
    """Where a value ends; PyYAML's end mark of a block lies behind comments that follow it."""
    children = [one for pair in node.value for one in pair] if isinstance(node, yaml.MappingNode) else node.value
    if isinstance(node, yaml.CollectionNode) and not node.flow_style and children:
        return _end(children[-1])
    return int(node.end_mark.index)


def _without(text: str, node: yaml.MappingNode) -> Edit:
    """A record's lines, with the blank line behind it; comments above it stay."""
    start = text.rfind("\n", 0, node.start_mark.index) + 1
    end = text.find("\n", _end(node))
    end = len(text) if end < 0 else end + 1
    return Edit(start, end + 1 if text[end : end + 1] == "\n" else end, "")
