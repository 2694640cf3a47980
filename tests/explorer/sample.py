"""An invented article with a text of our own, for what the real one cannot show: its text is not in the project.

The text has characters outside the first Unicode plane and ones that exist in two forms, since offsets count code
points in NFC.
"""

import json
import unicodedata
from hashlib import sha256
from pathlib import Path
from typing import Any

ARTICLE = "café-works".replace("é", "e")
TEXT = (
    "Example Works opens a second hall 🏭\n\n"
    "The café 🍰 next door expects about 40 guests a day.\n\n"
    "A spokeswoman would not say when <b>the hall & yard</b> open."
)
HOSTILE = "Guests </script><img src=x onerror=alert(1)> a day & night"


def place(phrase: str, text: str = TEXT) -> dict[str, Any]:
    """Evidence for a phrase that occurs once in the text."""
    start = text.index(phrase)
    paragraph = text[:start].count("\n\n") + 1
    return {"article": ARTICLE, "paragraph": paragraph, "start": start, "end": start + len(phrase), "exact": phrase}


def records() -> list[dict[str, Any]]:
    """The article's records, with a label that would end a script or start an element if it were let through."""
    within = {"article": ARTICLE, "about": ["companies/example-works"]}
    works = {"kind": "company", "id": "example-works", "label": "Example Works", "name": "Example Works"}
    article = {
        "kind": "article",
        "id": ARTICLE,
        "label": HOSTILE,
        "headline": HOSTILE,
        "publisher": "companies/example-works",
        "published": "2026-01-05",
        "language": "en",
        "text_sha256": sha256(TEXT.encode()).hexdigest(),
        "text_length": len(TEXT),
        "rights": "The text is made up for tests.",
    }
    figure = {"value": 40, "hedge": "about", "unit": "guests", "evidence": [place("about 40 guests")]}
    claim = {
        "statement": "The hall has no date yet.",
        "speaker": None,
        "modality": "asserted",
        "evidence": [place("the hall & yard")],
    }
    denied = {"modality": "denied"}
    corrects = {"relations": [{"type": "corrects", "to": f"claims/{ARTICLE}.closing"}]}
    sale = {"type": "sale", "status": "considered", "evidence": [place("the hall & yard")]}
    return [
        {"kind": "redirect", "ref": "companies/old-works", "heir": "companies/example-works"},
        {"kind": "redirect", "ref": "articles/old-article", "heir": f"articles/{ARTICLE}"},
        works | {"type": "company"},
        article,
        within | {"kind": "figure", "id": f"{ARTICLE}.guests", "label": HOSTILE} | figure,
        within | {"kind": "claim", "id": f"{ARTICLE}.date", "label": "No date for the hall"} | claim,
        within | claim | {"kind": "claim", "id": f"{ARTICLE}.closing", "label": "The café closes"} | denied,
        within | claim | {"kind": "claim", "id": f"{ARTICLE}.opening", "label": "The café stays"} | corrects,
        within | {"kind": "event", "id": f"{ARTICLE}.sale", "label": "Sale of the hall"} | sale,
    ]


def write(folder: Path) -> Path:
    """The records as a file to load."""
    path = folder / "sample.ndjson"
    path.write_text("".join(json.dumps(record) + "\n" for record in records()))
    return path


def pasted() -> str:
    """The text as it may come from elsewhere: decomposed, other line ends, one phrase moved, one changed."""
    moved = "Now: " + TEXT.replace("the hall & yard", "the hall and yard")
    return unicodedata.normalize("NFD", moved).replace("\n", "\r\n")
