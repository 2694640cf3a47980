"""The dataset as a Data Package (Frictionless): a typed CSV file for each collection."""

from api.formats import csv_table
from api.formats.table import Kind, columns
from schemas.registry import QUERYABLE, Collection
from schemas.values import JsonObject

_TYPES: dict[Kind, JsonObject] = {
    "text": {"type": "string"},
    "integer": {"type": "integer"},
    "number": {"type": "number"},
    "boolean": {"type": "boolean", "trueValues": ["true"], "falseValues": ["false"]},
    "date": {"type": "date"},
    "instant": {"type": "datetime"},
}


def data_package(version: str, licence: str) -> JsonObject:
    """The descriptor; paths are relative to its own URL."""
    return {
        "$schema": "https://datapackage.org/profiles/2.0/datapackage.json",
        "name": "article-facts",
        "id": f"sha256:{version}",
        "title": "Article Facts",
        "description": f"What news articles say, as typed, validated, sourced records. {licence}",
        "homepage": "/",
        "version": version,
        "resources": [_resource(collection) for collection in QUERYABLE.values()],
    }


def _resource(collection: Collection) -> JsonObject:
    return {
        "name": collection.name,
        "type": "table",
        "path": f"v1/{collection.name}.{csv_table.FORMAT.suffix}",
        "description": " ".join((collection.model.__doc__ or collection.name).split()),
        "scheme": "http",
        "format": "csv",
        "mediatype": csv_table.FORMAT.mime,
        "encoding": "utf-8",
        "schema": {
            # Several values in one cell are a text.
            "fields": [
                {"name": column.name, **_TYPES["text" if column.many else column.kind]}
                for column in columns(collection)
            ],
            "primaryKey": [collection.key],
            "missingValues": [""],
        },
    }
