"""False places: evidence whose phrase does not stand where it is recorded. Always an error."""

from collections.abc import Iterator
from pathlib import Path

from authoring.article_text import ArticleText, FileError
from schemas.records import Article, all_evidence
from schemas.seedfiles.faults import Fault, Faults, SeedError
from schemas.seedfiles.seedfile import Part, read_seeds


def false_places(part: Part, text: ArticleText) -> Iterator[Fault]:
    """Evidence whose phrase does not stand in its place."""
    known = [(parsed.where, parsed.ref, place) for parsed in part.records for place in all_evidence(parsed.record)]
    noted = [(where, "unmodelled", place) for place, where in part.unmodelled]
    for where, ref, place in (*known, *noted):
        stands = text.content[place.start : place.end] == place.exact
        if not stands or text.place(place.start, place.end).paragraph != place.paragraph:
            message = f"{place.exact!r} does not stand at {place.start}:{place.end} in paragraph {place.paragraph}"
            yield Fault(where.file, where.line(()), ref, message)


def hold_places(seeds: Path, folder: Path) -> str:
    """Check the places of each article that has a text `folder/<id>.txt`; how many have one, in a sentence. SeedError
    with every false place, and where a text is not the one that the article records."""
    if not folder.is_dir():
        raise FileError(f"{folder} is no folder; texts are files <article id>.txt in it.")
    faults: list[Fault] = []
    held = missing = 0
    for part in read_seeds(seeds, Faults(), sort=True):
        path = folder / f"{part.article}.txt"
        if part.article and path.exists():
            held += 1
            faults += _wrong(part, ArticleText.read(path))
        elif part.article:
            missing += 1
    if faults:
        raise SeedError(faults)
    rest = f"; {missing} have no text there" if missing else ""
    return f"Places of {held} of {held + missing} articles were held against their texts in {folder}{rest}."


def _wrong(part: Part, text: ArticleText) -> Iterator[Fault]:
    own = next(iter(part.of(Article)), None)
    if own and own.record.text_sha256 != text.sha256:
        message = f"is not of the text in {text.file}, whose hash is {text.sha256[:12]}…"
        yield Fault(own.where.file, own.where.line(("text_sha256",)), "article.text_sha256", message)
        return
    yield from false_places(part, text)
