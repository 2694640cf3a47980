"""What all parameters share."""

from typing import Any

from marshmallow import fields

MOST_VALUES = 100
SHOWN = 60  # characters of a value that an error repeats


class Parameter(fields.Field[Any]):
    """A parameter of the query string; `help` documents it."""

    help = ""

    def _deserialize(self, value: str, attr: str | None, data: Any, **kwargs: Any) -> Any:  # noqa: ARG002
        return self.read(value)

    def read(self, value: str) -> Any:
        """The value that the text stands for; ValidationError says what is taken."""
        raise NotImplementedError

    def describe(self) -> dict[str, Any]:
        """JSON Schema of what is taken."""
        return {"type": "string"}


def several(item: dict[str, Any], most: int = MOST_VALUES) -> dict[str, Any]:
    """JSON Schema of comma-separated values."""
    return {"type": "array", "items": item, "minItems": 1, "maxItems": most}
