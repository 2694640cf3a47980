"""Readers of other tools' files: LangExtract, W3C Web Annotations, brat, Label Studio, and our own plain JSON.

A reader yields an Item for each finding, or a sentence about one that it cannot use: one bad item blocks no other.
"""

import json
import re
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

from authoring.article_text import FileError, read_text
from authoring.imports.items import DraftItem, Item

Found = Item | str
Json = dict[str, object]

_LARGEST = 64 * 2**20


def read_items(path: Path) -> list[Found]:
    """The findings in a file; FileError where it is of no known format."""
    content = read_text(path, _LARGEST)
    if re.match(r"\s*[TREAMN*#]\d*\t", content):
        return list(_brat(content))
    documents = [one for one in _documents(content, path) if one != []]
    if not documents:
        raise FileError(f"{path} is empty: nothing was found by the tool that wrote it.")
    return [item for document in documents for item in _of_document(document, path)]


def _documents(content: str, path: Path) -> Iterator[object]:
    """One JSON document, or one a line."""
    try:
        yield json.loads(content)
    except (ValueError, RecursionError):
        for number, line in enumerate(content.splitlines(), 1):
            if line.strip():
                try:
                    yield json.loads(line)
                except (ValueError, RecursionError) as error:
                    raise FileError(f"{path}:{number} is neither JSON nor a line of brat.") from error


def _of_document(document: object, path: Path) -> Iterator[Found]:
    for own, reader in _READERS:
        if own(document):
            yield from reader(document)
            return
    raise FileError(
        f"{path} is of no known format: LangExtract's JSONL, W3C Web Annotations, brat, Label Studio's JSON, or the "
        "plain JSON of `facts schema --drafts`."
    )


def _objects(value: object) -> list[Json]:
    """The objects of a list, or the only one."""
    if isinstance(value, dict):
        return [value]
    return [one for one in value if isinstance(one, dict)] if isinstance(value, list) else []


def _text(value: object) -> str:
    return value if isinstance(value, str) else ""


def _offset(value: object) -> int | None:
    return value if isinstance(value, int) and not isinstance(value, bool) and value >= 0 else None


def _item(name: str, kind: object, exact: object, start: object = None, **more: object) -> Found:
    if not isinstance(exact, str) or not exact.strip():
        return f"{name}: has no phrase"
    attributes = more.get("attributes")
    return Item(
        name,
        _text(kind) or "claim",
        exact,
        _offset(start),
        _text(more.get("prefix")),
        _text(more.get("suffix")),
        attributes if isinstance(attributes, dict) else {},
    )


def _is_langextract(document: object) -> bool:
    return any("extractions" in one for one in _objects(document))


def _langextract(document: object) -> Iterator[Found]:
    extractions = (one for annotated in _objects(document) for one in _objects(annotated.get("extractions")))
    for number, one in enumerate(extractions, 1):
        interval = one.get("char_interval")
        start = interval.get("start_pos") if isinstance(interval, dict) else None
        kind, exact = one.get("extraction_class"), one.get("extraction_text")
        yield _item(f"extraction {number}", kind, exact, start, attributes=one.get("attributes"))


def _annotations(document: object) -> Iterator[Json]:
    """The annotations in a list, a collection, a page, or the rows of a search."""
    for one in _objects(document):
        inner = one.get("rows") or one.get("items") or one.get("first")
        if inner is not None:
            yield from _annotations(inner)
        elif "target" in one:
            yield one


def _is_web_annotation(document: object) -> bool:
    return next(_annotations(document), None) is not None


def _web_annotations(document: object) -> Iterator[Found]:
    for number, one in enumerate(_annotations(document), 1):
        selectors = [selector for target in _objects(one.get("target")) for selector in _selectors(target)]
        quote: Json = next((s for s in selectors if s.get("type") == "TextQuoteSelector"), {})
        place: Json = next((s for s in selectors if s.get("type") == "TextPositionSelector"), {})
        given, bodies = one.get("tags"), _objects(one.get("body"))
        tags = [_text(tag) for tag in given] if isinstance(given, list) else []
        tags += [_text(body.get("value")) for body in bodies if body.get("purpose") == "tagging"]
        comments = [_text(one.get("text")), *(_text(b.get("value")) for b in bodies if b.get("purpose") != "tagging")]
        comment = next(filter(None, comments), None)
        yield _item(
            f"annotation {_text(one.get('id')) or number}", next(iter(tags), "claim"), quote.get("exact"),
            place.get("start"), prefix=quote.get("prefix"), suffix=quote.get("suffix"),
            attributes={"statement": comment} if comment else {},
        )  # fmt: skip


def _selectors(target: Json) -> Iterator[Json]:
    for selector in _objects(target.get("selector")):
        yield selector
        yield from _objects(selector.get("refinedBy"))


def _is_label_studio(document: object) -> bool:
    return any("annotations" in one or "predictions" in one or "label" in one for one in _objects(document))


def _label_studio(document: object) -> Iterator[Found]:
    number = 0
    for task in _objects(document):
        own = _task_text(task)
        made = [*_objects(task.get("annotations")), *_objects(task.get("predictions"))]
        results = [one for annotation in made for one in _objects(annotation.get("result"))]
        for found in (*results, *_objects(task.get("label"))):
            value = found.get("value", found)
            if isinstance(value, dict) and ("labels" in value or "start" in value):
                number += 1
                labels = value.get("labels")
                kind = labels[0] if isinstance(labels, list) and labels else "claim"
                exact = value.get("text") or own[_offset(value.get("start")) or 0 : _offset(value.get("end")) or 0]
                yield _item(f"region {_text(found.get('id')) or number}", kind, exact, value.get("start"))


def _task_text(task: Json) -> str:
    """The text of a task, for regions without words of their own, as programs make them."""
    given = task.get("data")
    return max(map(_text, given.values() if isinstance(given, dict) else [task.get("text")]), key=len, default="")


def _is_own(document: object) -> bool:
    return isinstance(document, dict) and isinstance(document.get("items"), list)


def _own(document: object) -> Iterator[Found]:
    items = document["items"] if isinstance(document, dict) else []
    own = DraftItem.model_fields.keys() - {"kind", "exact", "prefix", "suffix"}
    for number, one in enumerate(items, 1):
        if not isinstance(one, dict):
            yield f"item {number}: is no object"
            continue
        known = {key: value for key, value in one.items() if key in own and value is not None}
        yield _item(
            f"item {number}", one.get("kind"), one.get("exact"), one.get("start"), prefix=one.get("prefix"),
            suffix=one.get("suffix"), attributes=known,
        )  # fmt: skip


def _brat(content: str) -> Iterator[Found]:
    """Text-bound annotations and their attributes; of one in several parts, the first."""
    attributes: dict[str, dict[str, object]] = {}
    for line in content.splitlines():
        found = re.match(r"[AM]\d+\t(\S+) (T\d+)(?: (.*))?", line)
        if found:
            attributes.setdefault(found[2], {})[found[1].lower()] = found[3] or True
        note = re.match(r"#\d+\t\S+ (T\d+)\t(.*)", line)
        if note:
            attributes.setdefault(note[1], {})["statement"] = note[2]
    for line in content.splitlines():
        if not line.startswith("T"):
            continue
        found = re.fullmatch(r"(T\d+)\t(\S+) (\d+) (\d+)((?:;\d+ \d+)*)\t(.*)", line)
        if not found:
            yield f"{line[:40]!r}: is no text-bound annotation of brat"
            continue
        length = int(found[4]) - int(found[3])
        exact = found[6][:length] if found[5] else found[6]
        yield _item(found[1], found[2], exact, int(found[3]), attributes=attributes.get(found[1], {}))


_READERS: tuple[tuple[Callable[[object], bool], Callable[[object], Iterable[Found]]], ...] = (
    (_is_langextract, _langextract),
    (_is_web_annotation, _web_annotations),
    (_is_label_studio, _label_studio),
    (_is_own, _own),
)
