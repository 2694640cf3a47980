"""Edit a seed file in place: values are replaced at PyYAML's node marks, so comments and layout stay."""

import re
import shutil
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

import yaml

from authoring.article_text import FileError, read_text
from authoring.locate import scalar
from schemas.seedfiles.faults import Fault, Faults
from schemas.seedfiles.yaml_reader import read_yaml
from schemas.values import Json

PLACE = ("paragraph", "start", "end")
_LONE_END = re.compile(r"(?<!\r)\n")  # of a line that was added to a file with CR LF
_LONGEST_NUMBER = 12  # digits


class Edit(NamedTuple):
    """Characters to replace."""

    start: int
    end: int
    text: str


@dataclass(frozen=True)
class Entry:
    """A mapping of a seed, by its nodes: key -> (key node, value node)."""

    node: yaml.MappingNode
    path: str
    nodes: dict[str, tuple[yaml.Node, yaml.Node]]

    def value(self, key: str) -> str | None:
        """A scalar as it is written, without quotes; None where the key is missing."""
        found = self.nodes.get(key)
        return found[1].value if found and isinstance(found[1], yaml.ScalarNode) else None

    def number(self, key: str) -> int | None:
        found = self.value(key)
        is_number = found is not None and found.isdecimal() and len(found) <= _LONGEST_NUMBER
        return int(found) if found and is_number else None


def edited(text: str, edits: Iterable[Edit]) -> str:
    for edit in sorted(edits, reverse=True):
        text = text[: edit.start] + edit.text + text[edit.end :]
    return text


def write_whole(path: Path, text: str) -> None:
    """Write a file, whole or not at all. A link goes on leading to it, and who may read it may read it still."""
    file = path.resolve()
    draft = file.with_name(f".{file.name}.draft")
    try:
        draft.write_bytes(text.encode())
        if file.exists():
            shutil.copymode(file, draft)
        draft.replace(file)
    finally:
        draft.unlink(missing_ok=True)


def composed(path: Path) -> tuple[str, yaml.Node | None, Json]:
    """A YAML file's text, nodes and plain value; FileError where it cannot be read, SeedError for all that seeds must
    not have."""
    text, faults = read_text(path), Faults()
    value, _ = read_yaml(text, str(path), faults)
    faults.check()
    return text, yaml.compose(text, Loader=yaml.CSafeLoader), value


class SeedFile:
    """An article's seed and the edits to make in it."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._edits: list[Edit] = []
        if path.is_file() and path.suffix != ".yaml":
            raise FileError(f"{path} is no seed, whose name ends in .yaml: give the seed first, then the text.")
        self.text, root, _ = composed(path)
        if not isinstance(root, yaml.MappingNode):
            raise FileError(
                f"{path} is not an article's seed: it should hold a mapping with article, mentions, figures ..."
            )
        self._root = root

    @property
    def article(self) -> Entry:
        """The article's own record; FileError if there is none."""
        for mapping in _mappings(self._root, ""):
            if mapping.path == "article" and mapping.nodes:
                return mapping
        raise FileError(f"{self.path} is not an article's seed: it has no mapping 'article'.")

    @property
    def evidence(self) -> list[Entry]:
        """Every piece of evidence: whatever has a phrase."""
        return [mapping for mapping in _mappings(self._root, "") if mapping.value("exact")]

    def fault(self, mapping: Entry, message: str) -> Fault:
        return Fault(str(self.path), mapping.node.start_mark.line + 1, mapping.path, message)

    def set(self, mapping: Entry, values: Mapping[str, object], before: str) -> None:
        """Set keys; those that are missing are inserted before the key `before`."""
        for key in values.keys() & mapping.nodes.keys():
            node = mapping.nodes[key][1]
            self._edits.append(Edit(node.start_mark.index, node.end_mark.index, scalar(values[key])))
        missing = [f"{key}: {scalar(values[key])}" for key in values if key not in mapping.nodes]
        if missing:
            mark = mapping.nodes[before][0].start_mark
            gap = ", " if mapping.node.flow_style else "\n" + " " * mark.column
            self._edits.append(Edit(mark.index, mark.index, gap.join(missing) + gap))

    def append(self, mapping: Entry, values: Mapping[str, str], before: str) -> None:
        """Like `set`, but missing keys go to the end of a mapping on one line."""
        missing = {key: value for key, value in values.items() if key not in mapping.nodes}
        if not mapping.node.flow_style or not missing:
            self.set(mapping, values, before)
            return
        self.set(mapping, {key: value for key, value in values.items() if key in mapping.nodes}, before)
        end = max(value.end_mark.index for _, value in mapping.nodes.values())
        self._edits.append(Edit(end, end, "".join(f", {key}: {scalar(value)}" for key, value in missing.items())))

    def remove(self, mapping: Entry, key: str) -> None:
        """Remove a key and its value; a comment beside them stays."""
        key_node, value_node = mapping.nodes[key]
        start, end = key_node.start_mark.index, value_node.end_mark.index
        self._edits.append(_flow_cut(self.text, start, end) if mapping.node.flow_style else _cut(self.text, start, end))

    def write(self) -> None:
        if self._edits:
            text = edited(self.text, self._edits)
            write_whole(self.path, _LONE_END.sub("\r\n", text) if "\r\n" in self.text else text)


def _mappings(node: yaml.Node, path: str) -> Iterator[Entry]:
    if isinstance(node, yaml.MappingNode):
        nodes: dict[str, tuple[yaml.Node, yaml.Node]] = {
            key.value: (key, value) for key, value in node.value if isinstance(key, yaml.ScalarNode)
        }
        yield Entry(node, path, nodes)
        for key, (_, value) in nodes.items():
            yield from _mappings(value, f"{path}.{key}".lstrip("."))
    elif isinstance(node, yaml.SequenceNode):
        for number, item in enumerate(node.value):
            yield from _mappings(item, f"{path}.{_name(item, number)}")


def _name(item: yaml.Node, number: int) -> str:
    """A record by its id, anything else by its number."""
    pairs = item.value if isinstance(item, yaml.MappingNode) else []
    ids = [value.value for key, value in pairs if key.value == "id" and isinstance(value, yaml.ScalarNode)]
    return str(ids[0]) if ids else str(number)


def _flow_cut(text: str, start: int, end: int) -> Edit:
    """Cut with the comma that follows, or else with the one before."""
    after = end + len(text[end:]) - len(text[end:].lstrip(" "))
    if text[after : after + 1] == ",":
        after += 1
        return Edit(start, after + len(text[after:]) - len(text[after:].lstrip(" ")), "")
    before = len(text[:start].rstrip())
    return Edit(before - 1 if text[:before].endswith(",") else start, end, "")


def _cut(text: str, start: int, end: int) -> Edit:
    """Cut the whole line, unless a list's dash or a comment stands on it."""
    line, rest = text.rfind("\n", 0, start) + 1, text.find("\n", end)
    rest = len(text) if rest < 0 else rest
    if text[end:rest].strip():
        return Edit(start, end + len(text[end:rest]) - len(text[end:rest].lstrip()), "")
    if not text[line:start].strip():
        return Edit(line, min(rest + 1, len(text)), "")
    following = rest + 1 + len(text[rest + 1 :]) - len(text[rest + 1 :].lstrip())
    return Edit(start, following, "")
