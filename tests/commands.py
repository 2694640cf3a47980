"""The project's commands in the tests' own process, which has imported the program already."""

from pathlib import Path

from click.testing import Result

from api import create_app
from api.settings import Settings
from tests.serving import SEEDS


def facts(*words: object, folder: Path, seeds: Path | None = SEEDS) -> Result:
    """`flask --app wsgi facts ...` on the store in the folder; it ends by itself or with an exit code."""
    app = create_app(Settings(folder=folder, seeds=seeds))
    found = app.test_cli_runner().invoke(args=["facts", *map(str, words)])
    assert found.exception is None or isinstance(found.exception, SystemExit), found.exception
    return found
