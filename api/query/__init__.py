"""Query strings: which parameters each resource takes, and the question that a query string asks (`question`).

A refusal is a Problem that names the parameter and says what it takes. The JSON Schema of a parameter is exact: the
OpenAPI document is made of it, and tests check that it takes neither more nor less.
"""
