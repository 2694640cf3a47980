"""iCalendar (RFC 5545): dates and events as entries on their days or instants. Titles say what is in doubt.

A time that is open on one side is entered on its known day, as "from" or "until". `fields` does not narrow entries.
There is no URL property: it must be absolute, and the API does not know its host.
"""

from collections.abc import Iterable, Iterator

from api.formats.format import Format, View

MEDIA_TYPE = "text/calendar; charset=utf-8"


def write(records: Iterable[bytes], view: View) -> Iterator[bytes]:
    """The calendar in chunks. A journal entry at its end counts the records without a day."""
    from api.formats import ics_entries  # icalendar takes a tenth of the program's start

    return ics_entries.write(records, view)


FORMAT = Format(
    "ics", MEDIA_TYPE, "iCalendar", "A calendar", write, default=None, collections=frozenset({"dates", "events"})
)
