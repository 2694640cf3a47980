"""What may be asked over HTTP, and how it is answered."""

from functools import partial

from flask import Flask

from api.cli import facts
from api.explorer import routes as explorer
from api.explorer.guide import problems_page
from api.explorer.page import error_page
from api.response import errors, respond
from api.response.bodies import BodyFiles
from api.response.content import App
from api.routes import collections, descriptions, posted, rows, service
from api.settings import Settings
from api.store import deadline, selection

__version__ = "1.0.0"


def create_app(settings: Settings | None = None) -> Flask:
    """The Flask app over the store that the settings name. Only wires."""
    settings = settings or Settings.read()
    app = App(__name__, static_folder=None)
    app.config.update(
        VERSION=__version__,
        MAX_AGE=settings.max_age,
        TAG_AUTHORITY=settings.tag_authority,
        MAX_CONTENT_LENGTH=2 * posted.LARGEST_BODY,
    )
    app.jinja_options = {"trim_blocks": True, "lstrip_blocks": True}  # a line with only a tag leaves none
    app.url_map.strict_slashes = False
    app.url_map.merge_slashes = False  # its redirects name the caller's Host
    app.url_map.redirect_defaults = False
    app.extensions["settings"] = settings
    app.extensions["store"] = selection.open_store(settings)
    app.extensions["reload_error"] = lambda: selection.reload_error(settings)
    app.extensions["body_files"] = BodyFiles(settings.folder / "files", settings.file_bytes, settings.query_seconds / 2)
    app.before_request(partial(deadline.begin, settings.query_seconds))
    app.teardown_request(lambda _: deadline.end())
    app.extensions["render_kinds"] = problems_page
    errors.install(app, error_page)
    app.after_request(respond.finish)
    for room in (service, descriptions, posted, rows, collections):
        app.register_blueprint(room.routes)
    app.register_blueprint(explorer)
    if settings.metrics:
        from api.telemetry import metrics  # it costs a tenth of a second, and is off by default

        metrics.install(app)
    app.cli.add_command(facts)
    return app
