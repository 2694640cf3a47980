"""From seeds to records: a folder of YAML or one NDJSON file, read part by part, with every fault noted.

A part is what is checked together: the registry with the redirects, or one article with all its records. Parts come in
the order of an export: redirects, registry, articles by id.
"""

import json
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cache, cached_property
from hashlib import sha256
from pathlib import Path
from typing import Generic, TypeVar, cast

import typing_extensions
from pydantic import TypeAdapter, ValidationError

from schemas.evidence import Evidence
from schemas.markers import Derived
from schemas.records import CLASSES, Record
from schemas.registry import BY_KIND, COLLECTIONS, refs
from schemas.seedfiles.completion import complete
from schemas.seedfiles.faults import Faults, FileLine, Plain, Where, YamlPlace, shown, unfinished
from schemas.seedfiles.ndjson_reader import Block, KnownBlock, Line, in_order, read_blocks
from schemas.seedfiles.renamed import renewed, renewed_line
from schemas.seedfiles.yaml_reader import read_text, read_yaml, refusal
from schemas.values import IN_ARTICLE, REGISTRY, SLUG, JsonObject, Ref, Text

_SECTIONS = ("article", *IN_ARTICLE[1:])
_UNMODELLED = "unmodelled"
_REVIEWED = "reviewed"
_DIGEST_BYTES = 16  # of a `source`: enough to tell articles apart
REQUIRED = ("companies", "parties", "locations")  # a folder may lack the files of the other collections
_REF: TypeAdapter[str] = TypeAdapter(Ref)

T = TypeVar("T", list[Plain], dict[str, Plain])
K = TypeVar("K", bound=Record)
R = typing_extensions.TypeVar("R", bound=Record, covariant=True, default=Record)


@dataclass(frozen=True)
class Parsed(Generic[R]):
    """A valid record, and where it is. `reviewed`: checks on meaning that a person answered, rule to reason."""

    collection: str
    record: R
    where: Where
    reviewed: Mapping[str, str] = field(default_factory=dict)

    @cached_property
    def ref(self) -> str:
        return f"{self.collection}/{self.record.id}"

    @cached_property
    def refs(self) -> tuple[tuple[str, str], ...]:
        """Every ref of the record, with the name of its field."""
        return tuple(refs(COLLECTIONS[self.collection], self.record))


@dataclass(frozen=True, slots=True)
class Redirect:
    """The ref of an id that was merged away, and the ref of its heir."""

    ref: str
    heir: str
    where: Where

    @property
    def json(self) -> str:
        """Its line in an export."""
        return json.dumps({"kind": "redirect", "ref": self.ref, "heir": self.heir}, separators=(",", ":"))


class Unmodelled(Evidence):
    """A place in the text without a fact, and why. It stays in the seed."""

    reason: Text


@dataclass(slots=True)
class Part:
    """The records that are checked together. `article` is the article's id, empty for the registry and redirects.
    `source` is a digest of their bytes. `known`: the article was loaded from the same bytes before, so it is not parsed
    again, and `records` is empty."""

    article: str = ""
    records: list[Parsed] = field(default_factory=list)
    redirects: list[Redirect] = field(default_factory=list)
    unmodelled: list[tuple[Unmodelled, Where]] = field(default_factory=list)
    where: Where | None = None
    source: bytes = b""
    known: bool = False

    def in_order(self) -> list[Redirect]:
        """The redirects by ref."""
        return sorted(self.redirects, key=lambda redirect: redirect.ref)

    def of(self, kind: type[K]) -> list[Parsed[K]]:
        return [cast("Parsed[K]", one) for one in self.records if isinstance(one.record, kind)]


_LIKE_A_SEED = re.compile(r"\.ya?ml(\.txt)?$", re.IGNORECASE)
Known = Callable[[bytes], str | None]  # the article that was loaded before from a part's `source`, if any


def read_seeds(path: Path, faults: Faults, sort: bool = False, known: Known = lambda _: None) -> Iterator[Part]:
    """The parts of a seed folder or of an NDJSON file, which is read in one pass, one part in memory at a time:
    OutOfOrder if its records are not in export order. With `sort` it is read into memory, in any order."""
    if path.is_dir():
        yield from _folder(path, faults, known)
    elif not path.exists():
        message = "is neither a seed folder nor an NDJSON file: there is nothing at this path"
        faults.add(FileLine(str(path), 1), (), message)
    elif refused := refusal(path):
        faults.add(FileLine(str(path), 1), (), refused)
    elif path.suffix in (".yaml", ".yml"):
        faults.add(FileLine(str(path), 1), (), "is one file of a seed folder; give the folder")
    elif sort:
        lines = [line for block in read_blocks(path, faults) for line in block.lines(faults)]
        lines.sort(key=lambda line: (line.article, line.kind != "article"))  # the article itself first
        yield from parts_of(lines, faults)
    else:
        yield from parts_of(in_order(_unless_known(read_blocks(path, faults), faults, known)), faults, known)


def _folder(path: Path, faults: Faults, known: Known) -> Iterator[Part]:
    registry = Part(redirects=list(_redirects(path, faults)))
    registry.records += registry_records(path, faults)
    yield registry
    articles = sorted((path / "articles").glob("*.yaml"), key=lambda file: file.stem)
    if not articles:
        faults.add(FileLine(str(path / "articles"), 1), (), "holds no article: *.yaml files are expected in it")
    for file in articles:
        yield _article_file(file, path, faults, known)
    # Misnamed files would otherwise be ignored silently.
    read = sorted(f"{name}.yaml" for name in (*REGISTRY, "redirects"))
    found = (file for pattern in ("*", "articles/*", "articles/*/*") for file in path.glob(pattern))
    for file in sorted({file for file in found if _LIKE_A_SEED.search(file.name)}.difference(articles)):
        if file.parent != path or file.name not in read:
            faults.add(FileLine(str(file), 1), (), f"is not read; seeds are {', '.join(read)} and articles/*.yaml")


def registry_records(folder: Path, faults: Faults, todo: bool = True) -> Iterator[Parsed]:
    """The entries of a folder's registry files. With `todo` false also those that are valid but for their TODOs."""
    for collection in REGISTRY:
        if collection in REQUIRED or (folder / f"{collection}.yaml").exists():
            yield from _registry_file(folder, collection, faults, todo)


def _value(text: str | None, path: Path, faults: Faults, shape: type[T], wanted: str) -> tuple[T, YamlPlace]:
    """The value of a file's text if it has the shape, otherwise an empty one with the fault noted."""
    if text is None:
        return shape(), YamlPlace(str(path), {})
    before = len(faults)
    value, place = read_yaml(text, str(path), faults)
    if isinstance(value, shape):
        return value, place
    if len(faults) == before:
        faults.add(place, (), f"should hold {wanted}")
    return shape(), place


def _redirects(folder: Path, faults: Faults) -> Iterator[Redirect]:
    path = folder / "redirects.yaml"
    if not (path.exists() or path.is_symlink()):  # a broken link is a fault, a missing file is not
        return
    text = read_text(path, folder, faults)
    mapping, place = _value(text, path, faults, dict, "a mapping of refs to the refs of their heirs")
    for ref, heir in mapping.items():
        yield from _redirect(ref, heir, place.below(ref), faults)


def _redirect(ref: Plain, heir: Plain, where: Where, faults: Faults) -> Iterator[Redirect]:
    try:
        yield Redirect(_REF.validate_python(ref), _REF.validate_python(heir), where)
    except ValidationError as error:
        faults.add_invalid(where, error, "redirects")


def _registry_file(folder: Path, collection: str, faults: Faults, todo: bool) -> Iterator[Parsed]:
    before = len(faults)
    path = folder / f"{collection}.yaml"
    entries, place = _value(read_text(path, folder, faults), path, faults, list, "a list of records")
    if len(faults) > before and not entries:
        faults.lose(collection)
    for number, entry in renewed(collection, entries, place):
        yield from _record(collection, entry, place.below(number), faults, number, todo)


def _article_file(path: Path, folder: Path, faults: Faults, known: Known) -> Part:
    before = len(faults)
    text = read_text(path, folder, faults)
    source = source_digest([path.stem.encode(), (text or "").encode()])
    if known(source) is not None:
        return Part(path.stem, source=source, known=True)
    written, place = _value(text, path, faults, dict, f"a mapping with {', '.join(_SECTIONS)}")
    sections = complete(written)
    part = Part(path.stem, where=place, source=source)
    if not re.fullmatch(SLUG, path.stem):
        faults.add(place, (), f"should be named by the article's id, a slug (got {path.stem!r})")
        return part
    if len(faults) > before and not sections:
        faults.lose(f"*/{path.stem}.")
        return part
    for name in sections.keys() - {*_SECTIONS, _UNMODELLED}:
        faults.add(place, (name,), f"is no section of an article; they are {', '.join((*_SECTIONS, _UNMODELLED))}")
    article = sections.get("article")
    if not isinstance(article, dict) or article.get("id") != path.stem:
        faults.add(place, ("article", "id"), f"should be the file's name, {path.stem!r}")
        faults.lose(f"articles/{path.stem}")
    else:
        own = _completed(article, path.stem, own=True)
        part.records += _record("articles", own, place.below("article"), faults, "")
    for name in _SECTIONS[1:]:
        below = place.below(name)
        for number, entry in renewed(name, _listed(sections.get(name), below, name, faults), below):
            completed = _completed(entry, path.stem) if isinstance(entry, dict) else entry
            part.records += _record(name, completed, below.below(number), faults, number)
    part.unmodelled += _unmodelled(sections.get(_UNMODELLED), place.below(_UNMODELLED), path.stem, faults)
    return part


def _unmodelled(entries: Plain, place: YamlPlace, article: str, faults: Faults) -> Iterator[tuple[Unmodelled, Where]]:
    for number, entry in enumerate(_listed(entries, place, _UNMODELLED, faults)):
        where, completed = place.below(number), _written_out(entry, article)
        owed = tuple(unfinished(completed))
        try:
            yield Unmodelled.model_validate(completed), where
        except ValidationError as error:
            faults.add_invalid(where, error, _UNMODELLED, but=[path for path, _ in owed])
        for path, message in owed:
            faults.add(where, path, message, _UNMODELLED)


def _listed(entries: Plain, place: YamlPlace, name: str, faults: Faults) -> list[Plain]:
    if entries is None or isinstance(entries, list):
        return entries or []
    faults.add(place, (), f"should be a list of records (got {shown(entries)})", name)
    faults.lose(name)
    return []


def _completed(entry: dict[str, Plain], article: str, own: bool = False) -> dict[str, Plain]:
    """Write out what an article's file may leave out: the article in ids, refs and evidence."""
    completed = {key: _written_out(value, article) for key, value in entry.items()}
    if not own:
        completed["article"] = entry.get("article", article)
        if isinstance(entry.get("id"), str):
            completed["id"] = f"{article}.{entry['id']}"
    return completed


def _written_out(value: Plain, article: str) -> Plain:
    if isinstance(value, str) and "/." in value:
        collection, _, slug = value.partition("/.")
        return f"{collection}/{article}.{slug}" if collection in COLLECTIONS else value
    if isinstance(value, list):
        return [_written_out(item, article) for item in value]
    if isinstance(value, dict):
        inner = {key: _written_out(item, article) for key, item in value.items()}
        return {"article": article, **inner} if "exact" in inner else inner
    return value


def _record(
    collection: str, entry: Plain, where: Where, faults: Faults, number: int | str, todo: bool = True
) -> Iterator[Parsed]:
    """The record, if it is valid; derived fields must not be given."""
    name = f"{collection}.{entry.get('id', number) if isinstance(entry, dict) else number}"
    reviewed: Mapping[str, str] = {}
    if isinstance(entry, dict):
        reviewed = _reviewed(entry, where, faults, name)
        typed = [key for key in derived(collection) if key in entry]
        for key in typed:
            faults.add(where, (key,), f"follows from {derived(collection)[key].source}; leave it out", name)
        entry = {key: value for key, value in entry.items() if key not in typed and key != _REVIEWED}
    for parsed in _validated(collection, entry, where, faults, name, todo):
        yield replace(parsed, reviewed=reviewed)


def _reviewed(entry: JsonObject, where: Where, faults: Faults, name: str) -> Mapping[str, str]:
    """The checks on meaning that a person answered, rule to reason."""
    given = entry.get(_REVIEWED, {})
    if isinstance(given, dict) and all(isinstance(reason, str) and reason.strip() for reason in given.values()):
        for path, message in unfinished(given, (_REVIEWED,)):
            faults.add(where, path, message, name)
        return given
    faults.add(where, (_REVIEWED,), f"should be a mapping of rules to reasons (got {shown(given)})", name)
    return {}


@cache
def derived(collection: str) -> dict[str, Derived]:
    """The fields of a collection's records that are derived from others."""
    declared = COLLECTIONS[collection].model.model_fields
    marks = ((name, mark) for name, made in declared.items() for mark in made.metadata)
    return {name: mark for name, mark in marks if isinstance(mark, Derived)}


def _validated(
    collection: str, entry: Plain, where: Where, faults: Faults, name: str, todo: bool = True
) -> Iterator[Parsed]:
    """The record, if it is valid and finished. With `todo` false it is known to be finished, or need not be."""
    model = CLASSES[collection]
    owed = tuple(unfinished(entry)) if todo else ()
    try:
        record = model.model_validate(entry)
        if not owed:
            yield Parsed(collection, record, where)
            return
    except ValidationError as error:
        owed = owed or tuple(unfinished(entry))  # evidence without offsets is invalid as well
        # What is derived and not given is missing only where its source is refused.
        absent = [(key,) for key in derived(collection) if isinstance(entry, dict) and key not in entry]
        faults.add_invalid(where, error, name, but=[*absent, *(path for path, _ in owed)], fields=model.model_fields)
    if isinstance(entry, dict):
        faults.lose(f"{collection}/{entry.get('id')}")
    for path, message in owed:
        faults.add(where, path, message, name)


def _unless_known(blocks: Iterable[Block], faults: Faults, known: Known) -> Iterator[Line | KnownBlock]:
    for block in blocks:
        source = source_digest(block.texts)
        article = known(source)
        if article is None:
            yield from block.lines(faults)
        else:
            yield KnownBlock(article, source, block)


def parts_of(lines: Iterable[Line | KnownBlock], faults: Faults, known: Known = lambda _: None) -> Iterator[Part]:
    """The parts in lines of NDJSON, in order; the registry comes first, even if empty."""
    part: Part | None = Part()
    texts, warned = list[bytes](), set[str]()
    for line in lines:
        if part is None or line.article != part.article:
            if part is not None:
                yield replace(part, source=source_digest(texts))
            part, texts = Part(line.article, where=line if isinstance(line, Line) else None), []
        if isinstance(line, KnownBlock):
            yield from _known_part(line, faults, known)
            part = None
            continue
        texts.append(line.text)
        if line.kind == "redirect":
            for extra in sorted(line.entry.keys() - {"kind", "ref", "heir"}):
                faults.add(line, (extra,), "is no field of a redirect", "redirects")
            part.redirects += _redirect(line.entry.get("ref"), line.entry.get("heir"), line, faults)
        else:
            collection = BY_KIND[line.kind].name
            entry = renewed_line(collection, line.entry, line, warned)
            part.records += _validated(collection, entry, line, faults, "", b"TODO" in line.text)
    if part is not None:
        yield replace(part, source=source_digest(texts))


def _known_part(line: KnownBlock, faults: Faults, known: Known) -> Iterator[Part]:
    """Ask again, now that the registry is known: an article may have to be parsed for entries that changed."""
    if known(line.source) is None:
        yield from list(parts_of(line.block.lines(faults), faults))[1:]
    else:
        yield Part(line.article, source=line.source, known=True)


def source_digest(texts: Iterable[bytes]) -> bytes:
    return sha256(b"\n".join(texts)).digest()[:_DIGEST_BYTES]
