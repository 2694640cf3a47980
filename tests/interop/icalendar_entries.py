"""icalendar reads the calendars: every date with a day is on the days of its record."""

from datetime import date, timedelta

import icalendar
from asking import body, items, same

calendar = icalendar.Calendar.from_ical(body("/v1/dates.ics"))
entries: dict[str, list[icalendar.Event]] = {}
for entry in calendar.events:
    entries.setdefault(str(entry["x-article-facts-ref"]).partition("/")[2], []).append(entry)
dates = {one["id"]: one for one in items("dates")}
same("entries", set(entries), set(dates))
for key, one in dates.items():
    if all(span["earliest"] and span["latest"] for span in one["spans"]):  # a set has an entry a member
        shown = [(entry.start, entry.end - timedelta(days=1)) for entry in entries[key]]
        days = [tuple(date.fromisoformat(span[end]) for end in ("earliest", "latest")) for span in one["spans"]]
        same(f"days of {key}", shown, days)
    tentative = {str(entry["status"]) == "TENTATIVE" for entry in entries[key]}
    same(f"doubt about {key}", tentative, {one["certainty"] != "exact"})

events = icalendar.Calendar.from_ical(body("/v1/events.ics")).events
shown_events = {str(entry["x-article-facts-ref"]) for entry in events}
same("events with dates", len(shown_events), sum(bool(one["dates"]) for one in items("events")))
weekly = [str(entry["summary"]) for entry in calendar.events if "rrule" in entry]
print(f"icalendar {icalendar.__version__}: {len(entries)} dates, {len(weekly)} recurring, {len(shown_events)} events")
