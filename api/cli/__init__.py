"""Commands for those who maintain the dataset: `flask --app wsgi facts ...`."""

from api.cli import authoring, dataset
from api.cli.group import facts

__all__ = ["facts", "authoring", "dataset"]
