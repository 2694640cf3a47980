"""Reading pages: their elements with attributes and text, by Python's own parser."""

from dataclasses import dataclass, field
from html.parser import HTMLParser

_VOID = {"meta", "link", "input", "img", "br", "hr", "rect", "path", "wbr"}


@dataclass
class Element:
    """An element of a page: its name, attributes, the text within it, and the elements it stands in."""

    name: str
    attributes: dict[str, str]
    text: str = ""
    above: tuple["Element", ...] = field(default=(), repr=False)

    def has(self, **wanted: str) -> bool:
        """Whether its attributes have these values; `class_` is one of its classes."""
        classes = self.attributes.get("class", "").split()
        return all(
            value in classes if name == "class_" else self.attributes.get(name) == value
            for name, value in wanted.items()
        )


@dataclass
class _Reader(HTMLParser):
    elements: list[Element] = field(default_factory=list)
    opened: list[Element] = field(default_factory=list)
    words: list[tuple[tuple[Element, ...], str]] = field(default_factory=list)

    def __post_init__(self) -> None:
        super().__init__()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        element = Element(tag, {name: value or "" for name, value in attrs}, above=tuple(self.opened))
        self.elements.append(element)
        if tag not in _VOID:
            self.opened.append(element)

    def handle_endtag(self, tag: str) -> None:
        while self.opened and self.opened.pop().name != tag:
            pass

    def handle_data(self, data: str) -> None:
        self.words.append((tuple(self.opened), data))
        for element in self.opened:
            element.text += data


class Page:
    """A parsed page."""

    def __init__(self, html: str) -> None:
        reader = _Reader()
        reader.feed(html)
        self.elements = reader.elements
        self.words = reader.words
        """Runs of text, each with the elements it stands in, the outermost first."""

    def all(self, name: str, **wanted: str) -> list[Element]:
        """The elements of a name with these attributes."""
        return [element for element in self.elements if element.name == name and element.has(**wanted)]

    def texts(self, name: str, **wanted: str) -> list[str]:
        """What they say, with single blanks."""
        return [" ".join(element.text.split()) for element in self.all(name, **wanted)]

    @property
    def links(self) -> list[str]:
        """Where the page leads, fragments left off."""
        found = [
            element.attributes["href"].partition("#")[0] for element in self.all("a") if "href" in element.attributes
        ]
        return [link for link in dict.fromkeys(found) if link]
