"""icalendar reads the calendars back: every date with a day, on the days that the records have."""

from datetime import date, timedelta

import icalendar
from asking import body, items, same

calendar = icalendar.Calendar.from_ical(body("/v1/dates.ics"))
entries = {str(entry["x-article-facts-ref"]).partition("/")[2]: entry for entry in calendar.events}
dates = {one["id"]: one for one in items("dates")}
same("entries", set(entries), set(dates))
for key, one in dates.items():
    if one["earliest"] and one["latest"]:
        span = (entries[key].start, entries[key].end - timedelta(days=1))
        same(f"days of {key}", span, (date.fromisoformat(one["earliest"]), date.fromisoformat(one["latest"])))
    tentative = str(entries[key]["status"]) == "TENTATIVE"
    same(f"doubt about {key}", tentative, one["certainty"] != "exact")

events = icalendar.Calendar.from_ical(body("/v1/events.ics")).events
same("events with dates", len(events), sum(bool(one["dates"]) for one in items("events")))
weekly = [str(entry["summary"]) for entry in calendar.events if "rrule" in entry]
print(f"icalendar {icalendar.__version__}: {len(entries)} dates, {len(weekly)} recurring, {len(events)} events")
