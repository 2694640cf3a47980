"""Pictures (SVG): figures as a range plot, dates and events on a timeline, locations on a map, counts as bars."""

import json
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING
from urllib.parse import parse_qsl

from api.charts.palette import STYLE_SOURCE
from api.formats.format import Format, View
from api.formats.spans import times
from schemas import wording
from schemas.comparison import compared_interval
from schemas.values import JsonObject, JsonRecord

if TYPE_CHECKING:
    from api.charts.comparison import Compared

MEDIA_TYPE = "image/svg+xml"
POLICY = f"default-src 'none'; style-src {STYLE_SOURCE}; frame-ancestors 'none'; sandbox"
_MOST = 200  # records of a picture if no limit is given


def write(records: Iterable[bytes], view: View) -> Iterator[bytes]:
    """One picture of all records; an empty one says so."""
    # Within functions: drawing needs libraries that nothing else loads.
    from api.charts.figures import figures_svg
    from api.charts.map import map_svg
    from api.charts.timeline import timeline_svg

    found = [json.loads(record) for record in records]
    match view.collection.name:
        case "figures":
            yield figures_svg(view.meant(found))
        case "locations":
            yield map_svg(found)
        case _:
            yield timeline_svg([_timed(record, view) for record in view.meant(found)])


def write_counts(rows: Iterable[bytes], view: View) -> Iterator[bytes]:
    """Rows of counts as bars; refs are shown by their names."""
    from api.charts.bars import counts_svg

    counted = [key for key in [*view.by][:-1] if f"{key}_name" not in view.by]
    yield counts_svg([json.loads(row) for row in rows], counted, view.next_cursor is not None)


def write_comparison(rows: Iterable[bytes], view: View) -> Iterator[bytes]:
    """A measure's figures as a range plot by day and source."""
    from api.charts.comparison import comparison_svg

    found = [json.loads(row) for row in rows]
    asked = dict(parse_qsl(view.query))
    first = found[0]["figure"] if found and "cursor" not in asked else ""  # the one compared with, on the first page
    wanted = asked.get("with", first).removeprefix("figures/")
    name = view.name(view.path.removeprefix("/v1/").partition("/comparison")[0])
    base = next((row["unit"] for row in found if row["figure"] == f"figures/{wanted}"), None)
    figures = view.meant([view.resolve(row["figure"]) or {} for row in found])
    yield comparison_svg(name, [_compared(*pair, wanted, base, view) for pair in zip(found, figures, strict=True)])


def _compared(row: JsonRecord, figure: JsonRecord, wanted: str, unit: str | None, view: View) -> "Compared":
    """A row of a comparison in the plot's form. A figure in another unit is not on the shared scale."""
    from api.charts.comparison import Compared
    from api.charts.figures import interval

    article = view.resolve(f"articles/{row['article']}") or {}
    is_on_scale = row["verdict"] is not None or row["unit"] == unit
    amounts = {"value": row["value"], "min": row["value_min"], "max": row["value_max"]}
    return Compared(
        day=wording.time(row["published"]),
        source=view.name(article["publisher"]),
        text=wording.quantity(figure),
        speaker=wording.listed(view.name(row["speaker"]) if row["speaker"] else None, *figure.get("meant", ())),
        said=interval({**figure, **amounts}) if is_on_scale else None,
        compared=compared_interval(figure, row["unit"]) if is_on_scale else None,
        verdict=row["verdict"],
        is_base=figure["id"] == wanted,
    )


def _timed(record: JsonRecord, view: View) -> JsonObject:
    found = times(record, view)
    spans = [span[:2] for span in found.spans]
    firsts, lasts = [first for first, _ in spans], [last for _, last in spans]
    return {
        "label": record["label"],
        "status": wording.listed(*dict.fromkeys([record.get("status"), record.get("mode"), *record.get("meant", ())])),
        "text": found.text + wording.recurring(record.get("recurrence")),
        "earliest": min(day for day in firsts if day) if firsts and None not in firsts else None,
        "latest": max(day for day in lasts if day) if lasts and None not in lasts else None,
        "spans": spans,
        "certainty": "uncertain" if found.either else found.certainty,
        "precision": found.precision,
    }


_DRAWN = frozenset({"figures", "dates", "events", "locations"})
FORMAT = Format("svg", MEDIA_TYPE, "SVG", "A picture", write, default=_MOST, collections=_DRAWN, policy=POLICY)
