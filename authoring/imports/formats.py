"""Readers of other tools' files: LangExtract, W3C Web Annotations, brat, Label Studio, and our own plain JSON.

A reader yields an Item for each finding, or a sentence about one that it cannot use: one bad item blocks no other.
"""

import json
import re
from collections.abc import Callable, Iterable, Iterator
from itertools import count
from pathlib import Path

from authoring.article_text import BOM, ArticleText, FileError, read_text
from authoring.imports.items import DraftItem, Item
from schemas.evidence import canonical_text

Found = Item | str
Json = dict[str, object]

_LARGEST = 64 * 2**20
_BRAT = re.compile(r"(?:[TREAMN#]\d+|\*)\t")
_SPAN = re.compile(r"(T\d+)\t(\S+) (\d{1,9} \d{1,9}(?:;\d{1,9} \d{1,9})*)\t(.*)")
_FENCE = re.compile(r"^```.*$", re.MULTILINE)  # with which models wrap JSON


def read_items(path: Path, text: ArticleText) -> list[Found]:
    """What a tool found in the text; FileError where its file is of no known format."""
    content = read_text(path, _LARGEST).removeprefix(BOM).replace("\r\n", "\n")
    if _BRAT.match(content.lstrip()):
        return list(_brat(content))
    bad: list[Found] = []
    document = _document(content, path, bad)
    if document == []:
        raise FileError(f"{path} is empty: nothing was found by the tool that wrote it.")
    for own, reader in _READERS:
        if own(document):
            return [*reader(document, text), *bad]
    raise FileError(
        f"{path} is of no known format: LangExtract's JSONL, W3C Web Annotations, brat, Label Studio's JSON, or the "
        "plain JSON of `facts schema --drafts`."
    )


def _document(content: str, path: Path, bad: list[Found]) -> object:
    """One JSON document, or a list of one a line; lines that are not JSON are noted as `bad` if there are others."""
    content = _FENCE.sub("", content)
    try:
        return _parsed(content)
    except (ValueError, RecursionError):
        found = []
        for number, line in enumerate(content.split("\n"), 1):
            try:
                found += [_parsed(line)] if line.strip() else []
            except (ValueError, RecursionError):
                bad.append(f"line {number}: is not JSON")
        if bad and not found:
            raise FileError(f"{path}:1 is neither JSON nor a line of brat.") from None
        return found


def _parsed(content: str) -> object:
    """JSON, with a question mark for half of a surrogate pair, which no file can hold."""
    document: object = json.loads(content)
    if r"\ud" in content.lower():
        document = json.loads(json.dumps(document, ensure_ascii=False).encode(errors="replace"))
    return document


def _objects(value: object) -> list[Json]:
    """The objects of a list, or the only one."""
    if isinstance(value, dict):
        return [value]
    return [one for one in value if isinstance(one, dict)] if isinstance(value, list) else []


def _text(value: object) -> str:
    return value if isinstance(value, str) else ""


def _offset(value: object) -> int | None:
    return value if isinstance(value, int) and not isinstance(value, bool) and value >= 0 else None


def _item(name: str, kind: object, exact: object, start: object = None, own: str = "", **more: object) -> Found:
    """An item; `own` is the text that the tool read, where its offset is one of a text with other line ends."""
    if not isinstance(exact, str) or not exact.strip():
        return f"{name}: has no phrase"
    attributes, offset = more.get("attributes"), _offset(start)
    if own and offset is not None:
        offset = len(canonical_text(own[:offset]))
    prefix, suffix, note = (_text(more.get(key)) for key in ("prefix", "suffix", "note"))
    said = attributes if isinstance(attributes, dict) else {}
    return Item(name, _text(kind) or "claim", exact, offset, prefix, suffix, said, note)


def _read_by(documents: list[Json], text_of: Callable[[Json], str], text: ArticleText) -> Iterator[tuple[Json, str]]:
    """The documents on this article, if some have its very text, else all; each with its text if that is written
    otherwise."""
    of_article = [one for one in documents if canonical_text(text_of(one)) == text.content]
    for one in of_article or documents:
        yield one, "" if text_of(one) == text.content or not of_article else text_of(one)


def _is_langextract(document: object) -> bool:
    return any("extractions" in one for one in _objects(document))


def _langextract(document: object, text: ArticleText) -> Iterator[Found]:
    numbers = count(1)
    for annotated, own in _read_by(_objects(document), lambda one: _text(one.get("text")), text):
        for one in _objects(annotated.get("extractions")):
            interval = one.get("char_interval")
            start = interval.get("start_pos") if isinstance(interval, dict) else None
            kind, exact = one.get("extraction_class"), one.get("extraction_text")
            yield _item(f"extraction {next(numbers)}", kind, exact, start, own, attributes=one.get("attributes"))


def _annotations(document: object) -> Iterator[Json]:
    """The annotations in a list, a collection, a page, an export, or the rows of a search."""
    for one in _objects(document):
        if "target" in one:
            yield one
        else:
            yield from _annotations(next(filter(None, map(one.get, ("rows", "items", "annotations", "first"))), None))


def _is_web_annotation(document: object) -> bool:
    is_empty = isinstance(document, dict) and document.get("rows") == []
    return is_empty or next(_annotations(document), None) is not None


def _web_annotations(document: object, _: ArticleText) -> Iterator[Found]:
    for number, one in enumerate(_annotations(document), 1):
        selectors = [selector for target in _objects(one.get("target")) for selector in _selectors(target)]
        quote: Json = next((s for s in selectors if s.get("type") == "TextQuoteSelector"), {})
        place: Json = next((s for s in selectors if s.get("type") == "TextPositionSelector"), {})
        given, bodies = one.get("tags"), _objects(one.get("body"))
        tags = [_text(tag) for tag in given] if isinstance(given, list) else []
        tags += [_text(body.get("value")) for body in bodies if body.get("purpose") == "tagging"]
        said = (body.get("value") for body in bodies if body.get("purpose") != "tagging")
        comment = next(filter(None, map(_text, (one.get("text"), one.get("bodyValue"), *said))), None)
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
    return any("annotations" in one or "predictions" in one or _short(one) for one in _objects(document))


def _label_studio(document: object, text: ArticleText) -> Iterator[Found]:
    numbers = count(1)
    for task, own in _read_by(_objects(document), lambda task: _task_text(task, text), text):
        results = [*_results(task), *_short(task)]
        notes = {_text(one.get("id")): _value(one)["text"] for one in results if one.get("type") == "textarea"}
        for found in results:
            value = _value(found)
            labels = value.get(_text(found.get("type")) or "labels", value.get("labels"))
            if not isinstance(labels, list) or found.get("type") in ("textarea", "choices"):
                continue  # a relation, or what is said of a whole task or of a region
            number = next(numbers)
            identity = _text(found.get("id"))
            start, end = (_offset(value.get(name)) for name in ("start", "end"))
            exact = value.get("text") or _task_text(task, text)[start or 0 : end or 0]
            yield _item(
                f"region {identity or number}", labels[0] if labels else "claim", exact, value.get("start"), own,
                attributes={"statement": notes[identity]} if identity in notes else {},
            )  # fmt: skip


def _results(task: Json) -> list[Json]:
    """What people submitted, without what they skipped; else what they drafted; else what models predicted."""
    for made in ("annotations", "drafts", "predictions"):
        kept = (one for one in _objects(task.get(made)) if not one.get("was_cancelled"))
        if found := [result for one in kept for result in _objects(one.get("result"))]:
            return found
    return []


def _short(task: Json) -> list[Json]:
    """The regions of a task in Label Studio's short format, under whatever name its labels have."""
    lists = [_objects(value) for name, value in task.items() if name not in ("annotations", "drafts", "predictions")]
    return [one for regions in lists for one in regions if "start" in one and "labels" in one]


def _value(result: Json) -> Json:
    value = result.get("value", result)
    return value if isinstance(value, dict) else {}


def _task_text(task: Json, text: ArticleText) -> str:
    """The text of a task: the article's, else the longest of its values."""
    given = task.get("data")
    values = [_text(value) for value in (given.values() if isinstance(given, dict) else [task.get("text")])]
    return next((one for one in values if canonical_text(one) == text.content), max(values, key=len, default=""))


def _own_items(document: object) -> list[object] | None:
    """The items of our own plain JSON, also of several such documents, and where a model left out the object around
    them."""
    if isinstance(document, list) and not any("exact" in one for one in _objects(document)):
        lists = [own for one in _objects(document) if (own := _own_items(one)) is not None]
        return [item for own in lists for item in own] if lists else None
    items: object = document.get("items") if isinstance(document, dict) else document
    return items if isinstance(items, list) else None


def _own(document: object, _: ArticleText) -> Iterator[Found]:
    own = DraftItem.model_fields.keys() - {"kind", "exact", "prefix", "suffix"}
    for number, one in enumerate(_own_items(document) or [], 1):
        if not isinstance(one, dict):
            yield f"item {number}: is no object"
            continue
        known = {key: value for key, value in one.items() if key in own and value is not None}
        unknown = sorted(one.keys() - DraftItem.model_fields.keys() - {"start", "end"})
        yield _item(
            f"item {number}", one.get("kind"), one.get("exact"), one.get("start"), prefix=one.get("prefix"),
            suffix=one.get("suffix"), attributes=known,
            note=f"has what is no field here: {', '.join(unknown)}" if unknown else "",
        )  # fmt: skip


def _brat(content: str) -> Iterator[Found]:
    """Text-bound annotations with their attributes and notes; relations and events are no findings of their own."""
    attributes: dict[str, dict[str, object]] = {}
    lines = content.split("\n")
    for line in lines:
        if found := re.match(r"[AM]\d+\t(\S+) (T\d+)(?: (.*))?", line):
            attributes.setdefault(found[2], {})[found[1].lower()] = found[3] or True
        if note := re.match(r"#\d+\t\S+ (T\d+)\t(.*)", line):
            attributes.setdefault(note[1], {})["statement"] = note[2]
    for line in lines:
        if found := _SPAN.fullmatch(line):
            yield _spanned(found, attributes.get(found[1], {}))
        elif line.startswith("T"):
            yield f"{line[:40]!r}: is no text-bound annotation of brat"


def _spanned(found: re.Match[str], attributes: Json) -> Found:
    """One annotation. Parts that only a line end or a blank separates are one phrase; else the first part is taken."""
    name, kind, places, exact = found.groups()
    offsets = [int(offset) for offset in re.findall(r"\d+", places)]
    gaps = [start - end for end, start in zip(offsets[1::2], offsets[2::2], strict=False)]
    if all(gap == 1 for gap in gaps):
        return _item(name, kind, exact, offsets[0], attributes=attributes)
    first = exact[: offsets[1] - offsets[0]]
    return _item(name, kind, first, offsets[0], attributes=attributes, note=f"is the first of {len(gaps) + 1} parts")


_READERS: tuple[tuple[Callable[[object], bool], Callable[[object, ArticleText], Iterable[Found]]], ...] = (
    (_is_langextract, _langextract),
    (_is_web_annotation, _web_annotations),
    (_is_label_studio, _label_studio),
    (lambda document: _own_items(document) is not None, _own),
)
