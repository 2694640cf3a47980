"""Compares a text with an article's stored evidence, for the command line and HTTP alike."""

import json

from api.store import Snapshot
from api.store.plan import Equals, Find
from schemas.grounding import Piece, Report, check_text, pieces
from schemas.registry import COLLECTIONS
from schemas.values import IN_ARTICLE


def check_article(dataset: Snapshot, article: str, text: str) -> Report | None:
    """The places of the article's evidence in the text; None if there is no such article."""
    own = dataset.get(COLLECTIONS["articles"], article)
    if own is None:
        return None
    found: list[Piece] = []
    for name in IN_ARTICLE:
        for stored in dataset.stream(Find(COLLECTIONS[name], (Equals("article", (article,)),))):
            record = json.loads(stored)
            found += pieces(f"{name}/{record['id']}", record)
    return check_text(article, json.loads(own)["text_sha256"], found, text)
