"""YAML with the manners of version 1.2, and the line of every value.

`no` is a word and `2024-05-23` a string; duplicate keys are refused, and so are anchors, aliases and tags:
seeds need none, and an alias is how a small file becomes a huge one.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import yaml

from schemas.seedfiles.faults import Faults, shown

_NULL = re.compile(r"null|Null|NULL|~|")
_BOOLEAN = {"true": True, "True": True, "TRUE": True, "false": False, "False": False, "FALSE": False}
_INTEGER = re.compile(r"[-+]?[0-9]{1,18}")
_FLOAT = re.compile(r"[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]{1,3})?")
_DEEPEST = 50  # levels; the deepest seed has six

Path = tuple[str | int, ...]


@dataclass(frozen=True, slots=True)
class YamlPlace:
    """Where the values below `prefix` of a file stand."""

    file: str
    lines: dict[Path, int]
    prefix: Path = ()

    def line(self, path: Sequence[str | int]) -> int:
        """The line of the deepest part of the path that the file holds."""
        full = (*self.prefix, *(int(part) if str(part).isdecimal() else part for part in path))
        while full and full not in self.lines:
            full = full[:-1]
        return self.lines.get(full, 1)

    def below(self, *path: str | int) -> "YamlPlace":
        """The place of a part of this one."""
        return YamlPlace(self.file, self.lines, (*self.prefix, *path))


def read_yaml(text: str, file: str, faults: Faults) -> tuple[Any, YamlPlace]:
    """The plain value of a YAML text and the lines of its parts; null, with the faults noted, where it is broken."""
    lines: dict[Path, int] = {}
    place = YamlPlace(file, lines)
    try:
        if refused := list(_refused(text)):
            for line, message in refused:
                faults.add(YamlPlace(file, {(): line}), (), message)
            return None, place
        node = yaml.compose(text, Loader=yaml.CSafeLoader)
    except (yaml.YAMLError, ValueError) as error:
        lines[()] = _line_of(error)
        faults.add(place, (), f"is not YAML: {_problem(error)}")
        return None, place
    return _Reader(place, faults).value(node, ()), place


def _refused(text: str) -> Iterator[tuple[int, str]]:
    """What YAML has and seeds do without, told by line before anything is built from it: the composer would follow
    nesting until the stack ends."""
    depth = 0
    event: Any
    for event in yaml.parse(text, Loader=yaml.CSafeLoader):
        line = event.start_mark.line + 1
        depth += isinstance(event, yaml.CollectionStartEvent) - isinstance(event, yaml.CollectionEndEvent)
        if depth > _DEEPEST:
            yield line, f"is nested more than {_DEEPEST} deep"
            return
        if isinstance(event, yaml.AliasEvent):
            yield line, f"is an alias, *{event.anchor}; write the value out"
        elif getattr(event, "anchor", None):
            yield line, f"has an anchor, &{event.anchor}; seeds need none"
        elif getattr(event, "tag", None):
            yield line, f"has a tag, {shown(event.tag)}; seeds need none"


def _line_of(error: Exception) -> int:
    mark = getattr(error, "problem_mark", None)
    return mark.line + 1 if mark else 1


def _problem(error: Exception) -> str:
    return str(getattr(error, "problem", None) or getattr(error, "reason", None) or error)


def _scalar(node: yaml.ScalarNode) -> Any:
    text: str = node.value
    if node.style:  # quoted or a block: text whatever it looks like
        return text
    if text in _BOOLEAN:
        return _BOOLEAN[text]
    if _NULL.fullmatch(text):
        return None
    if _INTEGER.fullmatch(text):
        return int(text)
    return float(text) if _FLOAT.fullmatch(text) else text


class _Reader:
    """Turns nodes into plain values, noting the line of each."""

    def __init__(self, place: YamlPlace, faults: Faults) -> None:
        self._place, self._faults = place, faults

    def value(self, node: yaml.Node | None, path: Path) -> Any:
        if node is None:
            return None
        self._place.lines[path] = node.start_mark.line + 1
        if isinstance(node, yaml.MappingNode):
            return self._mapping(node, path)
        if isinstance(node, yaml.SequenceNode):
            return [self.value(item, (*path, number)) for number, item in enumerate(node.value)]
        return _scalar(node) if isinstance(node, yaml.ScalarNode) else None

    def _mapping(self, node: yaml.MappingNode, path: Path) -> dict[str, Any]:
        found: dict[str, Any] = {}
        for key_node, value_node in node.value:
            key = key_node.value if isinstance(key_node, yaml.ScalarNode) else shown(key_node.tag)
            if key in found:
                self._place.lines[(*path, key)] = key_node.start_mark.line + 1
                self._refuse((*path, key), "stands twice in the same mapping")
                continue
            found[key] = self.value(value_node, (*path, key))
        return found

    def _refuse(self, path: Path, message: str) -> None:
        self._faults.add(self._place, path, message)
