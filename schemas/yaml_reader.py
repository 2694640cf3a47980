"""YAML with the manners of version 1.2, and the line of every value.

`no` is a word and `2024-05-23` a string; duplicate keys are refused, and so are anchors, aliases and tags:
seeds need none, and an alias is how a small file becomes a huge one.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import yaml

from schemas.faults import Faults, shown

_NULL = re.compile(r"null|Null|NULL|~|")
_BOOLEAN = {"true": True, "True": True, "TRUE": True, "false": False, "False": False, "FALSE": False}
_INTEGER = re.compile(r"[-+]?[0-9]{1,18}")
_FLOAT = re.compile(r"[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]{1,3})?")

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
        node = yaml.compose(text, Loader=yaml.CSafeLoader)
    except yaml.YAMLError as error:
        lines[()] = _line_of(error)
        faults.add(place, (), f"is not YAML: {_problem(error)}")
        return None, place
    except (RecursionError, ValueError) as error:
        faults.add(place, (), f"is not YAML: {error}")
        return None, place
    return _Reader(place, faults).value(node, ()), place


def _line_of(error: yaml.YAMLError) -> int:
    mark = getattr(error, "problem_mark", None)
    return mark.line + 1 if mark else 1


def _problem(error: yaml.YAMLError) -> str:
    problem = getattr(error, "problem", None) or getattr(error, "reason", None) or type(error).__name__
    return str(problem)


class _Reader:
    """Turns nodes into plain values, noting the line of each."""

    def __init__(self, place: YamlPlace, faults: Faults) -> None:
        self._place, self._faults, self._seen = place, faults, set[int]()

    def value(self, node: yaml.Node | None, path: Path) -> Any:
        if node is None:
            return None
        self._place.lines[path] = node.start_mark.line + 1
        if id(node) in self._seen:
            return self._refuse(path, "is an alias; write the value out")
        if not isinstance(node, yaml.ScalarNode):
            self._seen.add(id(node))
        if isinstance(node, yaml.MappingNode):
            return self._mapping(node, path)
        if isinstance(node, yaml.SequenceNode):
            return [self.value(item, (*path, number)) for number, item in enumerate(node.value)]
        return self._scalar(node, path) if isinstance(node, yaml.ScalarNode) else None

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

    def _scalar(self, node: yaml.ScalarNode, path: Path) -> Any:
        text: str = node.value
        if node.tag.startswith("!"):
            return self._refuse(path, f"has a tag, {shown(node.tag)}; seeds need none")
        if node.style:  # quoted or a block: text whatever it looks like
            return text
        if text in _BOOLEAN:
            return _BOOLEAN[text]
        if _NULL.fullmatch(text):
            return None
        if _INTEGER.fullmatch(text):
            return int(text)
        return float(text) if _FLOAT.fullmatch(text) else text

    def _refuse(self, path: Path, message: str) -> None:
        self._faults.add(self._place, path, message)
