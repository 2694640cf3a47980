"""The explorer: the same dataset, for people. Pages are rendered here and read through the API's own queries."""

from flask import Blueprint

from api.explorer import articles, assets, guide, home, lists, records, text_check

routes = Blueprint("explorer", __name__, template_folder="templates")
for room in (assets, guide, home, articles, text_check, lists, records):
    routes.register_blueprint(room.routes)
