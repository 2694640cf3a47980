"""Records that are allowed but awkward: markup, separators, quotes, formulas, right-to-left text, emoji, and dates of
every form. Written as NDJSON, as an export would be."""

import json
from pathlib import Path
from typing import Any

ARTICLE = "hostile"
TEXTS = (
    '<script>alert("1")</script>',
    "]]> & &amp; <b>bold</b>",
    "a,b;c \"quoted\" 'single'",
    "=HYPERLINK(1)",
    "back\\slash\\n and \\, \\;",
    "BEGIN:VEVENT END:VCALENDAR",
    "\u05e9\u05dc\u05d5\u05dd \u200f\u0645\u0631\u062d\u0628\u0627\u200e!",
    "\U0001f469\u200d\U0001f4bb \U0001f1ea\U0001f1fa caf\u00e9",
    "x" * 190,
    "\U0001f600" * 60,
)
TIMES: tuple[tuple[str, str | None], ...] = (
    ("2024-05-23", None),
    ("2024", None),
    ("../1994~", None),
    ("2024-05-23/..", "FREQ=WEEKLY;BYDAY=FR"),
    ("2024-05-20/2024-06-30", "FREQ=DAILY;BYDAY=TH;INTERVAL=1"),
    ("2024-05-23?", "FREQ=MONTHLY;COUNT=3"),
    ("2024-02-01", "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30"),
    ("2024-05-23", "FREQ=HOURLY"),
    ("2024-05-23/..", "FREQ=WEEKLY;UNTIL=20240701T000000"),
    ("0001-01-01/9999-12-31", None),
    ("9999-12-31", "FREQ=DAILY"),
    ("../0001-01-01", "FREQ=WEEKLY"),
    ("[2024-05-16,2024-05-23]", None),
    ("199X", None),
    ("2024-05-23T10:00:00Z/2024-05-24", None),
    ("[2024-05-23T10:00:00Z,2024-05-25T11:30:00+01:00]", None),
    ("2024-05-23T09:00:00-04:00", None),
    ("2024-05-23T11:00:00-04:00", None),
)


def write(folder: Path) -> Path:
    """The records as a file; returns its path."""
    path = folder / "hostile.ndjson"
    path.write_text("".join(json.dumps(record) + "\n" for record in _records()), encoding="utf-8")
    return path


def _records() -> list[dict[str, Any]]:
    registry = [
        {"id": "publisher", "kind": "company", "label": TEXTS[0], "name": TEXTS[1], "type": "publisher"},
        *(
            {"id": f"place-{n}", "kind": "location", "label": text, "name": text, "type": "city", "aliases": [text]}
            | ({"latitude": -90 + n, "longitude": 180 - 40.5 * n} if n % 3 else {})
            for n, text in enumerate(TEXTS)
        ),
        {"id": "nobody", "kind": "party", "label": TEXTS[6], "name": TEXTS[7], "type": "anonymous"},
    ]
    article = {
        "id": ARTICLE,
        "kind": "article",
        "label": TEXTS[4],
        "headline": TEXTS[1],
        "publisher": "companies/publisher",
        "author": TEXTS[0],
        "published": "2024-05~",
        "language": "en",
        "text_sha256": "0" * 64,
        "text_length": 100000,
        "rights": TEXTS[2],
    }
    dates = [_date(n, edtf, rule) for n, (edtf, rule) in enumerate(TIMES)]
    events = [_event(n) for n in range(len(TIMES))] + [{**_event(0), "id": f"{ARTICLE}.undated", "dates": []}]
    events.append({**_event(0), "id": f"{ARTICLE}.timed", "dates": [f"dates/{ARTICLE}.date-{n}" for n in (16, 17)]})
    return [*registry, article, *dates, *events, *(_claim(n) for n in range(len(TEXTS)))]


def _fact(name: str, n: int) -> dict[str, Any]:
    exact = TEXTS[n % len(TEXTS)][:80].strip()
    place = {"article": ARTICLE, "paragraph": 1, "start": 10 * n, "end": 10 * n + len(exact), "exact": exact}
    return {
        "id": f"{ARTICLE}.{name}-{n}",
        "kind": name,
        "label": TEXTS[n % len(TEXTS)],
        "article": ARTICLE,
        "about": [],
        "evidence": [place, place],
    }


def _date(n: int, edtf: str, rule: str | None) -> dict[str, Any]:
    return _fact("date", n) | {"role": "happens", "edtf": edtf, "recurrence": rule}


def _event(n: int) -> dict[str, Any]:
    dates = [f"dates/{ARTICLE}.date-{n}", f"dates/{ARTICLE}.date-0"]
    places = [f"locations/place-{n % len(TEXTS)}"]
    return _fact("event", n) | {"type": "meeting", "status": "planned", "dates": dates, "locations": places}


def _claim(n: int) -> dict[str, Any]:
    check = {"by": "parties/nobody", "status": "partly_confirmed", "evidence": _fact("claim", n)["evidence"]}
    return _fact("claim", n) | {
        "statement": TEXTS[n],
        "speaker": "parties/nobody" if n % 2 else None,
        "modality": "denied",
        "via": ["companies/publisher", "parties/nobody"],
        "verification": [check],
        "predicate": "says",
    }
