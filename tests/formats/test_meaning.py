"""No view says less than the record: what differs from the plain case in one respect never reads like it.

Every format of every resource, and every page on the screen, on a phone and on paper, as the program declares them.
"""

import io
import json
import re
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any
from xml.etree.ElementTree import fromstring

import pytest
from arro3.io import read_parquet
from flask.testing import FlaskClient
from icalendar import Calendar
from openpyxl import load_workbook

from api.formats import COMPARISON_FORMATS, ROWS_FORMATS, SUFFIXES, Format, offered
from schemas.registry import BY_KIND
from tests.conftest import client_of
from tests.explorer.markup import Element, Page
from tests.explorer.reading import get
from tests.formats.twins import AXES, DATED, MEANT, RECORD, ROWS, Axis, write
from tests.serving import ROOT

STYLES = (ROOT / "api/explorer/assets/explorer.css").read_text()
# Views that have no column for what varies: their columns are part of the contract.
LACKING = {
    "corroboration": {"quotation", "told", "dated"},
    "comparison": {"approximate", "open", "form", "whole", "money"},
}


@pytest.fixture(scope="module")
def twins(tmp_path_factory: pytest.TempPathFactory) -> FlaskClient:
    """A client of an app with the records of all axes."""
    folder: Path = tmp_path_factory.mktemp("twins")
    return client_of(folder / "store", write(folder))


@pytest.mark.parametrize("axis", AXES, ids=lambda axis: axis.name)
def test_no_format_tells_two_cases_alike(twins: FlaskClient, axis: Axis) -> None:
    """One record in each format, its name taken out, is another document for each case."""
    alike = {}
    for path, made in _resources(axis):
        seen: dict[str, list[str]] = defaultdict(list)
        for word in axis.words:
            answer = twins.get(f"{path.format(word)}".replace("SUFFIX", made.suffix))
            assert answer.status_code == 200, (path, made.suffix, answer.text)
            seen[_READ.get(made.suffix, _text)(answer.data).replace(word, "…")].append(word)
        if same := [words for words in seen.values() if len(words) > 1]:
            alike[path.replace("SUFFIX", made.suffix)] = same
    assert alike == {}


def _resources(axis: Axis) -> Iterator[tuple[str, Format]]:
    """The addresses at which a case is alone, `{}` standing for its word, in each of their formats."""
    collection = BY_KIND[axis.kind]
    key = "{}" if collection.scope == "registry" else "a.{}"
    for made in offered(collection.name):
        if RECORD in axis.views or ({DATED, MEANT} & {*axis.views} and made.suffix in _DRAWN):
            yield f"/v1/{collection.name}/{key}.SUFFIX", made
    if ROWS in axis.views:
        yield from ((f"/v1/facts.SUFFIX?ref={collection.name}/{key}", made) for made in offered("facts"))
    if axis.kind == "claim" and axis.name not in LACKING["corroboration"]:
        yield from ((f"/v1/claims/{key}/corroboration.SUFFIX", made) for made in ROWS_FORMATS)
    if axis.kind == "figure" and RECORD in axis.views and axis.name not in LACKING["comparison"]:
        yield from (("/v1/measures/{}/comparison.SUFFIX", made) for made in COMPARISON_FORMATS)
    if axis.kind == "figure" and MEANT in axis.views:
        yield "/v1/measures/{}/comparison.SUFFIX", SUFFIXES["svg"]


_DRAWN = ("ics", "svg")  # in other formats an event's dates stand as refs, and claims apart


def _text(content: bytes) -> str:
    return content.decode()


def _parquet(content: bytes) -> str:
    table = read_parquet(io.BytesIO(content)).read_all()
    return repr([(name, [value.as_py() for value in table.column(name)]) for name in table.schema.names])


def _xlsx(content: bytes) -> str:
    sheet = load_workbook(io.BytesIO(content)).worksheets[0]
    return repr(list(sheet.iter_rows(values_only=True)))


_READ: dict[str, Callable[[bytes], str]] = {"parquet": _parquet, "xlsx": _xlsx}


_COLLECTION, _RECORD = "explorer.lists.collection_page", "explorer.records.record_page"
_SHOWN_IN_LISTS = {"modality", "quotation", "verification", "told", "status", "time", "recurring", "hedge",
                   "approximate", "open", "form", "whole", "money", "metonym", "dispute", "amount",
                   "incident"}  # fmt: skip
_WITHOUT_RECORDS = {
    "explorer.guide.docs",
    "explorer.assets.docs_asset",
    "explorer.guide.contents",
    "explorer.guide.chapter",
    "explorer.home.home",  # chooses its records itself, and shows them by the same macros
    "explorer.lists.counts",
    "explorer.text_check.form",
    "explorer.text_check.check",
    "explorer.assets.asset",
    "explorer.assets.favicon",
    "explorer.assets.robots",
}


def _pages(axis: Axis) -> Mapping[str, Mapping[str, str]]:
    """The pages that show an axis: by endpoint (and section), the address for each word; several may have the same."""
    name = BY_KIND[axis.kind].name
    keys = {word: _key(axis, word) for word in axis.words}
    refs, ids = ",".join(keys.values()), ",".join(key.partition("/")[2] for key in keys.values())
    found: dict[str, Mapping[str, str]] = {}
    if RECORD in axis.views:
        found[_RECORD] = {word: f"/{key}" for word, key in keys.items()}
    if axis.name in _SHOWN_IN_LISTS:
        found[_COLLECTION] = dict.fromkeys(keys, f"/{name}?id={ids}")
    if ROWS in axis.views:
        found[f"{_COLLECTION}#facts"] = dict.fromkeys(keys, f"/facts?ref={refs}")
        found["explorer.lists.search"] = dict.fromkeys(keys, f"/search?q={axis.name}*")
    if ROWS in axis.views or axis.name == "relation":
        found["explorer.articles.article_page"] = dict.fromkeys(keys, f"/articles/a?ref={refs}")
    if axis.kind == "claim" and axis.name not in LACKING["corroboration"] | {"relation"}:
        found[f"{_RECORD}#corroboration"] = {word: f"/claims/a.{word}-same" for word in keys}
    if axis.kind == "figure" and {RECORD, MEANT} & {*axis.views}:
        found[f"{_RECORD}#comparison"] = {word: f"/measures/{word}" for word in keys}
    return found


def _key(axis: Axis, word: str) -> str:
    return f"{BY_KIND[axis.kind].name}/{word if BY_KIND[axis.kind].scope == 'registry' else f'a.{word}'}"


@pytest.mark.parametrize("axis", AXES, ids=lambda axis: axis.name)
def test_no_page_tells_two_cases_alike(twins: FlaskClient, axis: Axis) -> None:
    """What stands for one record on a page, its name taken out, is another text for each case, whatever a style sheet
    for phones or paper hides."""
    alike = {}
    for endpoint, addresses in _pages(axis).items():
        read = {path: _read(twins, path) for path in set(addresses.values())}
        seen: dict[str, list[str]] = defaultdict(list)
        for word, path in addresses.items():
            seen[_shown(read[path], endpoint, _key(axis, word)).replace(word, "…")].append(word)
        if same := [words for words in seen.values() if len(words) > 1]:
            alike[endpoint] = same
    assert alike == {}


def test_every_page_is_looked_at(twins: FlaskClient) -> None:
    """Every page is listed among those that show records or among those that do not."""
    found = {rule.endpoint for rule in twins.application.url_map.iter_rules() if rule.endpoint.startswith("explorer.")}
    looked_at = {endpoint.partition("#")[0] for axis in AXES for endpoint in _pages(axis)}
    assert found == looked_at | _WITHOUT_RECORDS


def _read(client: FlaskClient, path: str) -> Page:
    answer = get(client, path)
    assert answer.status_code == 200, (path, answer.text)
    return Page(answer.text)


def _shown(page: Page, endpoint: str, key: str) -> str:
    """The words that stand for a record: of its own page all, else those of the rows that lead to it."""
    section = endpoint.partition("#")[2]
    if endpoint == _RECORD:
        roots = page.all("main")
    else:
        links = page.all("a", href=f"/{key}")
        roots = [_row(link) for link in links if not section or section == "facts" or _is_within(link, section)]
    assert roots, (key, "is not shown")
    return "\n".join(_visible(page, root) for root in roots)


def _is_within(link: Element, section: str) -> bool:
    return any(element.has(**{"aria-labelledby": section}) for element in link.above)


def _row(link: Element) -> Element:
    """The row or item that a link stands in."""
    return next(element for element in reversed(link.above) if element.name in ("tr", "li"))


def _visible(page: Page, root: Element) -> str:
    """The text within an element but for what a rule hides, in whatever medium; what only screen readers are told
    counts as hidden."""
    within = [(above, text) for above, text in page.words if any(one is root for one in above)]
    elements = {id(one): one for above, _ in within for one in above}
    hidden = {key for key, one in elements.items() if any(_matches(one, selector) for selector in _HIDING)}
    shown = (text for above, text in within if not hidden & set(map(id, above)))
    return " ".join("".join(shown).split())


def _matches(element: Element, selector: tuple["_Compound", ...]) -> bool:
    *outer, last = selector
    above = iter(element.above)
    return _is(element, last) and all(any(_is(one, compound) for one in above) for compound in outer)


_Compound = tuple[str, tuple[str, ...], str, str]


def _compound(written: str) -> _Compound:
    """`p.note[lang=en]` as name, classes, attribute and its value."""
    name, classes, attribute = re.fullmatch(r"([a-z]*)((?:\.[a-z-]+)*)(?:\[([^\]]+)\])?", written).groups()  # type: ignore[union-attr]
    key, _, value = (attribute or "").partition("=")
    return name, tuple(filter(None, classes.split("."))), key, value


def _is(element: Element, compound: _Compound) -> bool:
    name, classes, key, value = compound
    attributes = element.attributes
    return (
        name in ("", element.name)
        and (not classes or set(classes) <= set(attributes.get("class", "").split()))
        and (not key or (attributes.get(key) == value if value else key in attributes))
    )


def _hiding() -> list[tuple[_Compound, ...]]:
    """The selectors of all rules that hide something, each as its compounds."""
    rules = re.findall(r"([^{}]*)\{[^{}]*display: none", re.sub(r"/\*.*?\*/", "", STYLES, flags=re.DOTALL))
    selectors = [one.strip() for rule in rules for one in rule.split(",") if "::" not in one]
    return [tuple(map(_compound, one.split())) for one in (*selectors, ".unseen")]


_HIDING = _hiding()


def test_a_picture_draws_nothing_between_two_days(twins: FlaskClient) -> None:
    """Two readings are two marks, and in words one or the other."""
    picture = twins.get("/v1/dates.svg?edtf=%5B2024-05-16%5C%2C2024-05-23%5D&limit=1").text
    assert "16 or 23 May 2024" in picture
    marks = [node for node in fromstring(picture).iter() if node.tag.endswith("circle")]  # noqa: S314
    assert len({node.get("cx") for node in marks}) >= 2


@pytest.mark.parametrize("fields", ["", "earliest,latest"])
@pytest.mark.parametrize("name", ["dates", "facts", "events", "claims"])
def test_linked_data_gives_no_span_to_a_time_in_doubt(twins: FlaskClient, name: str, fields: str) -> None:
    """A set or an uncertain time begins and ends on no day; its days are bounds, in the fact's row as in the record."""
    sure = {one["edtf"]: one["set"] is None and one["certainty"] == "exact" for one in _items(twins, "/v1/dates")}
    dated = {one["ref"]: one["edtf"] for one in _items(twins, "/v1/facts")}
    narrowed = {"fields": fields} if fields and name in ("dates", "facts") else {}
    nodes = _items(twins, f"/v1/{name}.jsonld", **narrowed)
    spans = {node["@id"].removeprefix("/v1/"): bool({"startDate", "endDate"} & node.keys()) for node in nodes}
    assert any(spans.values())
    assert spans == {ref: bool(dated[ref]) and sure[dated[ref]] for ref in spans}


def _items(client: FlaskClient, path: str, **query: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads(client.get(path, query_string={"limit": "1000", **query}).data)["items"]
    return found


def test_a_calendar_says_what_it_cannot_show(twins: FlaskClient) -> None:
    """An event without a date is counted; an instant stays one; considered and doubtful events are tentative."""
    calendar = Calendar.from_ical(twins.get("/v1/events/a.undated.ics").data)
    assert [str(one["x-article-facts-undated"]) for one in calendar.walk("VJOURNAL")] == ["1"]
    assert str(calendar["x-wr-calname"]) == "Article Facts: events"
    (entry,) = Calendar.from_ical(twins.get("/v1/dates.ics?edtf=2024-05-23T09:00:00Z&q=time*").data).walk("VEVENT")
    assert entry.decoded("dtstart").isoformat() == "2024-05-23T09:00:00+00:00"
    for query, status in (("status=happened", "CONFIRMED"), ("status=considered", "TENTATIVE")):
        entries = Calendar.from_ical(twins.get(f"/v1/events.ics?{query}&q=status*").data).walk("VEVENT")
        assert {str(one["status"]) for one in entries} == {status}


def test_a_recurrence_from_a_plain_day_begins_on_a_day_that_it_makes(twins: FlaskClient) -> None:
    """Each Friday from a Thursday on begins on the Friday, and does not end."""
    (entry,) = Calendar.from_ical(twins.get("/v1/dates/a.weekly.ics").data).walk("VEVENT")
    assert entry.decoded("dtstart").isoformat() == "2024-05-24"
    assert "UNTIL" not in entry["rrule"]
