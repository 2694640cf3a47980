"""Query strings: which parameters each resource takes, and the question that a query string asks.

query_string   bytes to text: decoded, known, repeated only where several values are taken
parameters     kinds of parameters: names, orders, numbers, choices, cursors
values         those that are compared with what records hold
schema         the parameters of each resource, derived from the fields of its collection
entries        registry entries by their names
cursor         where a page ended
question       all of it together: what is asked of the store
suggestion     what a search that found nothing may have meant

Everything here refuses with a Problem that names the parameter and says what it takes. The JSON Schema that a parameter
describes is exact: the OpenAPI document is made of it, and tests check that neither more nor less is taken.
"""

from api.query.parameters import Choice, Cursor, Names, Parameter, Search, Sort, Version, Whole
from api.query.values import Amount, FieldValues, Refs, TimeBound, UnitCode

__all__ = [
    "Amount",
    "Choice",
    "Cursor",
    "FieldValues",
    "Names",
    "Parameter",
    "Refs",
    "Search",
    "Sort",
    "TimeBound",
    "UnitCode",
    "Version",
    "Whole",
]
