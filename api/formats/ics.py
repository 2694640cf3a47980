"""iCalendar (RFC 5545): dates and events as entries of their days or instants, and what is doubtful in their titles.

A time that is open on one side stands on its known day, as "from" or "until"; what has no day at all is left out.
`fields` does not narrow entries. There is no URL property: it must be absolute, and the API does not know its host.
"""

from collections.abc import Iterable, Iterator

from api.formats.format import Format, View

MEDIA_TYPE = "text/calendar; charset=utf-8"


def write(records: Iterable[bytes], view: View) -> Iterator[bytes]:
    """The calendar in chunks; what has no day is counted in a journal entry at its end."""
    from api.formats import ics_entries  # icalendar takes a tenth of the program's start

    return ics_entries.write(records, view)


FORMAT = Format(
    "ics", MEDIA_TYPE, "iCalendar", "A calendar", write, default=None, collections=frozenset({"dates", "events"})
)
