"""`hostile` is a client of an app that serves awkward records."""

from pathlib import Path

import pytest
from flask.testing import FlaskClient

from tests.conftest import client_of
from tests.formats.hostile import write


@pytest.fixture(scope="session")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> FlaskClient:
    """A client of an app with the awkward records."""
    folder: Path = tmp_path_factory.mktemp("hostile")
    return client_of(folder, write(folder))
