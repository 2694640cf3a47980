"""Pages as a browser asks for them, and what the API answers beside them."""

import json
from typing import Any

from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from tests.explorer.markup import Page

BROWSER = {"Accept": "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"}


def get(client: FlaskClient, path: str, **headers: str) -> TestResponse:
    """A page as a browser asks for it."""
    return client.get(path, headers=BROWSER | headers)


def page(client: FlaskClient, path: str) -> Page:
    """A page that is there."""
    response = get(client, path)
    assert (response.status_code, response.content_type) == (200, "text/html; charset=utf-8")
    return Page(response.text)


def items(client: FlaskClient, path: str) -> list[Any]:
    """What the API answers."""
    response = client.get(path)
    assert response.status_code == 200
    return list(json.loads(response.data)["items"])
