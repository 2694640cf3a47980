"""Pictures (SVG): figures as a range plot, dates and events on a timeline, locations on a map, counts as bars."""

import json
from collections.abc import Iterable, Iterator
from typing import Any

from api.charts.palette import STYLE_SOURCE
from api.formats.format import Format, View
from api.formats.spans import times
from schemas import wording

MEDIA_TYPE = "image/svg+xml"
POLICY = f"default-src 'none'; style-src {STYLE_SOURCE}; frame-ancestors 'none'; sandbox"
_MOST = 200  # records of a picture where no limit is given


def write(records: Iterable[bytes], view: View) -> Iterator[bytes]:
    """One picture of all records; an empty one says so."""
    from api.charts import pictures  # drawing needs libraries that no other answer does

    found = [json.loads(record) for record in records]
    match view.collection.name:
        case "figures":
            yield pictures.figures_svg(found)
        case "locations":
            yield pictures.map_svg(found)
        case _:
            yield pictures.timeline_svg([_timed(record, view) for record in found])


def write_counts(rows: Iterable[bytes], view: View) -> Iterator[bytes]:
    """Rows of counts as bars, refs by their names."""
    from api.charts import pictures

    yield pictures.counts_svg(
        [json.loads(row) for row in rows], [key for key in view.by if f"{key}_name" not in view.by]
    )


def write_comparison(rows: Iterable[bytes], view: View) -> Iterator[bytes]:  # noqa: ARG001
    """A measure's figures as a range plot: who says it and on which day, in order of publication."""
    from api.charts import pictures

    yield pictures.figures_svg([_compared(json.loads(row)) for row in rows])


def _compared(row: dict[str, Any]) -> dict[str, Any]:
    """A row of a comparison as the range plot wants a figure."""
    said = f" ({row['verdict']})" if row["verdict"] else ""
    return {
        "label": f"{row['article']}, {row['published'][:10]}{said}",
        "unit": row["unit"],
        "hedge": row["hedge"],
        "value": row["value"],
        "min": row["value_min"],
        "max": row["value_max"],
        "min_inclusive": row["hedge"] != "over",
        "max_inclusive": row["hedge"] != "under",
    }


def _timed(record: dict[str, Any], view: View) -> dict[str, Any]:
    """A record with its times, as the timeline wants it."""
    found = times(record, view)
    days = [day for span in found.spans for day in span]
    firsts, lasts = days[::2], days[1::2]
    return {
        "label": record["label"],
        "status": wording.listed(record.get("status"), record.get("mode")),
        "text": found.text + wording.recurring(record.get("recurrence")),
        "earliest": min(day for day in firsts if day) if firsts and None not in firsts else None,
        "latest": max(day for day in lasts if day) if lasts and None not in lasts else None,
        "spans": found.spans,
        "certainty": "uncertain" if found.either else found.certainty,
        "precision": found.precision,
    }


FORMAT = Format(
    "svg",
    MEDIA_TYPE,
    "SVG",
    "A picture",
    write,
    default=_MOST,
    collections=frozenset({"figures", "dates", "events", "locations"}),
    policy=POLICY,
)
