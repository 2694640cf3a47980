"""An article for reading: its card, its facts by paragraph, claims as chains, and pictures."""

import json
from collections import Counter
from collections.abc import Mapping
from functools import cache

from flask import Blueprint, Response, request

from api.explorer.lists import found
from api.explorer.page import Address, Context, here, show, sources, without_blanks
from api.explorer.records import moved, stored
from api.explorer.words import Names, statuses
from api.formats import SUFFIXES, View, offered
from api.query.question import parse_page
from api.store import Snapshot
from api.store.assembled import with_meant
from api.store.plan import Equals, Find, Part
from schemas.corroboration import PASSIVE
from schemas.registry import COLLECTIONS, FACTS
from schemas.values import JsonObject, JsonRecord

routes = Blueprint("articles", __name__)
_FACTS_AT_ONCE = 150  # fits an article of some thirty paragraphs, and keeps pages below 100 KiB
_PLACES = 100
_SUMMED_UP, _FIGURES_LOOKED_AT = 4, 100
_SAID, _DOUBTED = ("asserted", "reported"), ("denied", "doubted", "feared")
_UNCONFIRMED = ("denied", "not_independently_verified", "declined_to_disclose")
_ARTICLES, _CLAIMS, _FIGURES, _MENTIONS = (COLLECTIONS[name] for name in ("articles", "claims", "figures", "mentions"))


@routes.get("/articles/<key>")
def article_page(key: str) -> Response:
    """An article's facts in reading order."""
    address = here()
    elsewhere = without_blanks(address) or moved(_ARTICLES, key)
    return elsewhere or show("article.html", lambda dataset: _article(dataset, key, address))


def _article(dataset: Snapshot, key: str, address: Address) -> Context:
    own = Equals("article", (key,))
    question = parse_page(FACTS, request.query_string, dataset, own)
    page = found(dataset, question, address, _FACTS_AT_ONCE)
    article = stored(dataset, _ARTICLES, key)
    kinds = dataset.tally(Find(FACTS, (own,)), (Part("kind"),), len(COLLECTIONS))
    found_claims = map(json.loads, dataset.stream(Find(_CLAIMS, (own,))))  # flat rows do not have who verified what
    claims = {f"claims/{claim['id']}": claim for claim in found_claims}
    is_whole = not (address.filters or address.value("cursor"))
    verified = (one for claim in claims.values() for one in statuses(claim["verification"]) or (None,))
    named = Names(dataset)
    return {
        "article": json.loads(article),
        "address": address,
        "paragraphs": _paragraphs(page["records"]),
        "claims": claims,
        "in_short": _summary(dataset, own, claims) if is_whole and claims else None,
        "superseded": _superseded(claims),
        "next": page["next"],
        "all": sum(int(str(count)) for _, count in kinds),
        "kinds": kinds,
        "standing": Counter(verified).most_common(),
        "compared": cache(lambda measure: dataset.total(Find(_FIGURES, (Equals("measure", (measure,)),)))),
        "sources": sources(offered(FACTS.name), address.at(f"/v1/articles/{key}/facts")),
        "record_sources": sources(offered(_ARTICLES.name), Address(f"/v1/articles/{key}")),
        "pictures": _pictures(dataset, own),
        "jsonld": _jsonld(article, f"/v1/articles/{key}", named, dataset.version),
        "named": named,
    }


def _summary(dataset: Snapshot, own: Equals, claims: Mapping[str, JsonRecord]) -> Context:
    """The first claim, the figures that most claims rest on, and what is denied, doubted or unconfirmed."""
    ordered = sorted(claims.values(), key=lambda claim: claim["evidence"][0]["start"])
    used = Counter(ref for claim in ordered for ref in claim["figures"])
    figures = [json.loads(one) for one in dataset.find(Find(_FIGURES, (own,)), _FIGURES_LOOKED_AT).records]
    known = [figure for figure in figures if figure["min"] is not None or figure["max"] is not None]
    known.sort(key=lambda figure: (figure["measure"] is None, -used[f"figures/{figure['id']}"]))
    lead = next((claim for claim in ordered if claim["modality"] in _SAID), ordered[0])
    doubted = [
        claim
        for claim in ordered
        if claim is not lead
        and (claim["modality"] in _DOUBTED or any(one["status"] in _UNCONFIRMED for one in claim["verification"]))
    ]
    figures = with_meant(dataset, known[:_SUMMED_UP])
    return {"lead": lead, "figures": figures, "doubted": doubted[:_SUMMED_UP], "doubts": len(doubted)}


def _superseded(claims: Mapping[str, JsonRecord]) -> dict[str, list[tuple[str, str]]]:
    """The claims that another claim of the article updates, corrects, retracts or contradicts (how, and which one), and
    the figures that rest on such claims alone."""
    found: dict[str, list[tuple[str, str]]] = {}
    for ref, claim in claims.items():
        for relation in claim["relations"]:
            if relation["type"] in PASSIVE:
                said = PASSIVE[relation["type"]].replace("_", " ")
                found.setdefault(relation["to"], []).append((said, ref))
    standing = {figure for ref, claim in claims.items() if ref not in found for figure in claim["figures"]}
    for ref, said_of in list(found.items()):
        for figure in claims[ref]["figures"] if ref in claims else ():
            if figure not in standing:
                found.setdefault(figure, []).extend(said_of)
    return found


def _paragraphs(rows: list[JsonObject]) -> list[Context]:
    """Each paragraph's facts in reading order, and its mentions apart."""
    made: dict[int, Context] = {}
    for row in rows:
        number = row["paragraph"]
        paragraph = made.setdefault(number, {"number": number, "facts": [], "mentions": []})
        paragraph["mentions" if row["kind"] == "mention" else "facts"].append(row)
    return list(made.values())


def _pictures(dataset: Snapshot, own: Equals) -> list[tuple[str, str, Address]]:
    article = (("article", str(own.values[0])),)
    drawn = [
        ("figures", "The article's figures as ranges on a scale", Address("/v1/figures.svg", article)),
        ("events", "The article's events on a timeline", Address("/v1/events.svg", article)),
    ]
    named = dataset.tally(Find(_MENTIONS, (own,)), (Part("of"),), _PLACES)
    places = [str(ref).partition("/")[2] for ref, _ in named if str(ref).startswith("locations/")]
    if places:
        chosen = Address("/v1/locations.svg", (("id", ",".join(sorted(places))),))
        drawn.append(("locations", "The places that the article names, on a map", chosen))
    return drawn


def _jsonld(article: bytes, url: str, named: Names, version: str) -> str:
    """The article as JSON-LD, escaped for a script element."""
    view = View(_ARTICLES, url, named.resolve, version, single=True)
    written = b"".join(SUFFIXES["jsonld"].write([article], view)).decode()
    return written.replace("<", "\\u003c").replace(">", "\\u003e").replace("&", "\\u0026")
