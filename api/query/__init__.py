"""Query parameters: what each takes, and what it says when given something else.

marshmallow fields, one a kind of value. `describe()` is the JSON Schema of what a parameter takes, exactly: the OpenAPI
document is made of them, and machines check that neither more nor less is taken.
"""

from api.query.controls import Choice, Cursor, Names, Search, Sort, Whole
from api.query.parameter import Parameter
from api.query.values import Amount, FieldValues, Moment, Refs

__all__ = [
    "Amount",
    "Choice",
    "Cursor",
    "FieldValues",
    "Moment",
    "Names",
    "Parameter",
    "Refs",
    "Search",
    "Sort",
    "Whole",
]
