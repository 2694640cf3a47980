"""Query strings: which parameters each resource takes, and the question that a query string asks.

query_string   bytes to text: decoded, known, repeated only if several values are taken
parameters     kinds of parameters: names, orders, numbers, choices, cursors
values         parameters that are compared with what records hold
schema         the parameters of each resource, derived from the fields of its collection
entries        registry entries by name
cursor         where a page ended
question       all of it together: what is asked of the store
rows           the same for changes, corroboration and comparison
suggestion     what a search without results may have meant

A refusal is a Problem that names the parameter and says what it takes. The JSON Schema of a parameter is exact: the
OpenAPI document is made of it, and tests check that it takes neither more nor less.
"""
