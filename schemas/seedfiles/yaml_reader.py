"""Which files may be opened as seeds, and YAML 1.2 with the line of every value: `no` is a word, `2024-05-23` a string.
Duplicate keys, anchors, aliases and tags are refused: seeds need none, and aliases make a huge dataset of a small file.
"""

import errno
import os
import re
import stat
from pathlib import Path
from typing import NamedTuple

import yaml

from schemas.seedfiles.faults import Faults, FieldPath, FileLine, Plain, YamlPlace, shown

_LARGEST = 16 * 2**20  # of a YAML file; an NDJSON file is read line by line
_NULL = re.compile(r"null|Null|NULL|~|")
_BOOLEAN = {"true": True, "True": True, "TRUE": True, "false": False, "False": False, "FALSE": False}
_INTEGER = re.compile(r"[-+]?[0-9]{1,18}")
_FLOAT = re.compile(r"[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]{1,3})?")
_DEEPEST = 50  # levels; the deepest seed has six
_HINTS = {  # what libyaml's words mean in a seed
    "mapping values are not allowed in this context": "a value with ': ' needs quotes, or a line begins too far right",
    "could not find expected ':'": "a key has no colon after it, or a value over several lines needs quotes",
    "did not find expected key": "a line begins too far left or right, or quotes end within a value",
    "did not find expected '-' indicator": "a line begins too far left or right",
    "did not find expected ',' or ']'": "a bracket is not closed, or a value beside it needs quotes",
    "did not find expected ',' or '}'": "a bracket is not closed, or a value beside it needs quotes",
    "found unexpected end of stream": "quotes are not closed",
    "found character that cannot start any token": "a value that begins with this character needs quotes",
}
_MOST_VALUES = 50_000  # a long article has 10,000; larger datasets are loaded from NDJSON


def refusal(path: Path, folder: Path | None = None) -> str | None:
    """Why a file must not be opened, or None: a FIFO blocks the load, a device need never end, and a link out of the
    seed folder may expose other files."""
    try:
        mode = path.stat().st_mode
        if stat.S_ISFIFO(mode):  # of a shell's pipe there is no real path
            return "is not a regular file: it is a pipe; write it to a file and load that"
        target = os.path.realpath(path, strict=True)
    except OSError as error:
        return f"cannot be read: {error.strerror}"
    if folder is not None and not Path(target).is_relative_to(os.path.realpath(folder)):
        return "is a link out of the seed folder"
    if stat.S_ISDIR(mode):
        return f"cannot be read: {os.strerror(errno.EISDIR)}"
    return None if stat.S_ISREG(mode) else "is not a regular file"


def read_text(path: Path, folder: Path, faults: Faults) -> str | None:
    """The text of a file in a seed folder; None, with the fault noted, if it cannot be read."""
    here = FileLine(str(path), 1)
    if message := refusal(path, folder):
        faults.add(here, (), message)
        return None
    try:
        if path.stat().st_size <= _LARGEST:
            return path.read_bytes().decode("utf-8-sig")
        faults.add(here, (), f"is larger than {_LARGEST >> 20} MiB")
    except UnicodeDecodeError as error:
        at = FileLine(str(path), _line_at(error.object, error.start))
        faults.add(at, (), f"is not UTF-8 text: byte {error.start} is {error.object[error.start]:#04x}")
    except OSError as error:
        faults.add(here, (), f"cannot be read: {error.strerror}")
    return None


def read_yaml(text: str, file: str, faults: Faults) -> tuple[Plain, YamlPlace]:
    """The value of a YAML text and the lines of its parts; null, with the faults noted, if it is broken."""
    builder = _Builder(YamlPlace(file, {}), faults)
    try:
        for event in yaml.parse(text, Loader=yaml.CSafeLoader):
            builder.take(event)
    except _Unreadable as error:
        builder.refuse(*error.args)
    except (yaml.YAMLError, ValueError) as error:
        mark = getattr(error, "problem_mark", None)
        problem = getattr(error, "problem", None) or getattr(error, "reason", None) or error
        is_tab = mark is not None and text.startswith("\t", mark.index)
        hint = "lines are indented with blanks, never with tabs" if is_tab else _HINTS.get(str(problem))
        # A refused character has its place in bytes instead of a mark.
        line = mark.line + 1 if mark else _line_at(text.encode(), getattr(error, "position", 0))
        builder.refuse(line, f"is not YAML: {problem}" + (f" ({hint})" if hint else ""))
    return None if builder.refused else builder.value, builder.place


class _Unreadable(Exception):
    """The line at which reading stopped, and why the text is not read any further."""


class _Open(NamedTuple):
    """A list or mapping whose end has not been read, and the keys that wait for their value."""

    path: FieldPath
    value: list[Plain] | dict[str, Plain]
    keys: list[str]


class _Builder:
    """Builds the plain value from the parser's events, so that limits hold before anything is built."""

    def __init__(self, place: YamlPlace, faults: Faults) -> None:
        self.place = place
        self.value: Plain = None
        self.refused = False
        self._faults = faults
        self._open: list[_Open] = []
        self._documents = self._values = 0

    def refuse(self, line: int, message: str) -> None:
        """Note that the file as a whole cannot be read."""
        self.refused = True
        self._faults.add(YamlPlace(self.place.file, {(): line}), (), message)

    def take(self, event: yaml.Event) -> None:
        if isinstance(event, yaml.CollectionEndEvent):
            self._open.pop()
        elif isinstance(event, yaml.DocumentStartEvent):
            self._documents += 1
            if self._documents > 1:
                raise _Unreadable(_line(event), "is not YAML: but found another document")
        elif isinstance(event, yaml.NodeEvent):
            self._node(event)

    def _node(self, event: yaml.NodeEvent) -> None:
        line = _line(event)
        self._check(event, line)
        parent = self._open[-1] if self._open else None
        if parent is not None and isinstance(parent.value, dict) and not parent.keys:
            self._key(event, parent, parent.value, line)
            return
        path: FieldPath = ()
        if parent is not None:
            path = (*parent.path, parent.keys[-1] if isinstance(parent.value, dict) else len(parent.value))
        self.place.lines[path] = line
        if isinstance(event, yaml.CollectionStartEvent):
            collection: list[Plain] | dict[str, Plain] = {} if isinstance(event, yaml.MappingStartEvent) else []
            self._open.append(_Open(path, collection, []))
            self._put(parent, collection)
        else:
            self._put(parent, _scalar(event) if isinstance(event, yaml.ScalarEvent) else None)

    def _check(self, event: yaml.NodeEvent, line: int) -> None:
        """Refuse what YAML allows and seeds do not need."""
        self._values += 1
        if self._values > _MOST_VALUES:
            raise _Unreadable(line, f"holds more than {_MOST_VALUES:,} values; load a dataset of this size from NDJSON")
        if len(self._open) == _DEEPEST and isinstance(event, yaml.CollectionStartEvent):
            raise _Unreadable(line, f"is nested more than {_DEEPEST} deep")
        if isinstance(event, yaml.AliasEvent):
            self.refuse(line, f"is an alias, *{event.anchor}; write the value out")
        elif event.anchor:
            self.refuse(line, f"has an anchor, &{event.anchor}; seeds need none")
        elif tag := getattr(event, "tag", None):
            self.refuse(line, f"has a tag, {shown(tag)}; seeds need none")

    def _key(self, event: yaml.NodeEvent, parent: _Open, mapping: dict[str, Plain], line: int) -> None:
        if not isinstance(event, yaml.ScalarEvent):
            raise _Unreadable(line, "has a key that is a list, a mapping or an alias; seeds need none")
        key = event.value
        parent.keys.append(key)
        if key in mapping:
            path = (*parent.path, key)
            self.place.lines[path] = line
            self._faults.add(self.place, path, "stands twice in the same mapping")

    def _put(self, parent: _Open | None, value: Plain) -> None:
        if parent is None:
            self.value = value
        elif isinstance(parent.value, dict):
            parent.value[parent.keys.pop()] = value
        else:
            parent.value.append(value)


def _line_at(held: bytes, position: int) -> int:
    return held.count(b"\n", 0, position) + 1


def _line(event: yaml.Event) -> int:
    return event.start_mark.line + 1 if event.start_mark else 1


def _scalar(event: yaml.ScalarEvent) -> Plain:
    text: str = event.value
    if event.style:  # quoted or a block: always text
        return text
    if text in _BOOLEAN:
        return _BOOLEAN[text]
    if _NULL.fullmatch(text):
        return None
    if _INTEGER.fullmatch(text):
        return int(text)
    return float(text) if _FLOAT.fullmatch(text) else text
