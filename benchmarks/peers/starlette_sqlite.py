"""What a good engineer writes by hand for two questions: Starlette and sqlite3 on the project's own file, unvalidated.

`SNAPSHOT` names the file. The statements are short and run in the event loop.
"""

import os
import sqlite3

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

_ONE = "SELECT record FROM figures WHERE key = ?"
_PAGE = (
    "SELECT record, position FROM figures WHERE f_unit = ? AND high >= ? AND low <= ? "  # as our store has them
    "ORDER BY position LIMIT ?"
)
connection = sqlite3.connect(f"file:{os.environ['SNAPSHOT']}?mode=ro&immutable=1", uri=True)


async def one(request: Request) -> Response:
    """A figure."""
    row = connection.execute(_ONE, (request.path_params["key"],)).fetchone()
    return Response(row[0], media_type="application/json") if row else Response(status_code=404)


async def page(request: Request) -> Response:
    """The figures of a unit whose interval meets this one."""
    asked = request.query_params
    limit = int(asked["limit"])
    values = (asked["unit"], float(asked["value_min"]), float(asked["value_max"]), limit + 1)
    rows = connection.execute(_PAGE, values).fetchall()
    items = ",".join([row[0] for row in rows[:limit]])
    following = f'"{rows[limit - 1][1]}"' if len(rows) > limit else "null"
    body = f'{{"items":[{items}],"next_cursor":{following},"total":null}}'
    return Response(body, media_type="application/json")


app = Starlette(routes=[Route("/figures/{key}", one), Route("/figures", page)])
