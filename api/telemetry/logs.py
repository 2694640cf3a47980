"""JSON logs: an access line a request on standard output, everything else on standard error."""

import contextlib
import json
import logging
import os
import sys
import time
from typing import Any

from gunicorn import glogging

from api.telemetry.exchange import REQUEST_ID, Exchange

_LONGEST_PATH, _LONGEST_QUERY = 512, 1024  # characters; a line stays below what a pipe takes at once
_STANDARD = frozenset(vars(logging.makeLogRecord({}))) | {"message", "asctime"}


def write_access(exchange: Exchange) -> None:
    """One line, in one write, so that those of several workers never mix; a closed pipe stops no request."""
    line = {
        "time": _time(time.time()),
        "method": exchange.method[:20],
        "path": exchange.path[:_LONGEST_PATH],
        "query": exchange.query[:_LONGEST_QUERY],
        "status": exchange.status,
        "seconds": round(exchange.seconds, 6),
        "bytes": exchange.size,
        "edge": exchange.edge,
        "request_id": exchange.request_id,
    }
    with contextlib.suppress(OSError):
        os.write(1, json.dumps(line, separators=(",", ":")).encode() + b"\n")


class JSONFormatter(logging.Formatter):
    """A log record as one line of JSON, with the id of the request it belongs to, if any."""

    def format(self, record: logging.LogRecord) -> str:
        """The line."""
        line: dict[str, Any] = {
            "time": _time(record.created),
            "level": record.levelname.lower(),
            "logger": record.name,
            "process": record.process,
            "message": record.getMessage(),
        }
        line |= {name: value for name, value in vars(record).items() if name not in _STANDARD and name[0] != "_"}
        if request_id := REQUEST_ID.get():
            line["request_id"] = request_id
        if record.exc_info:
            line["traceback"] = self.formatException(record.exc_info)
        return json.dumps(line, default=str)


class GunicornLogger(glogging.Logger):  # type: ignore[misc]  # gunicorn has no types
    """gunicorn's error log, and that of everything else in the process, in JSON."""

    def setup(self, cfg: Any) -> None:
        """Called at start and on each reload."""
        super().setup(cfg)
        handler = logging.StreamHandler(sys.stderr)
        root = logging.getLogger()
        root.handlers[:] = [handler]
        root.setLevel(logging.INFO)
        for one in (handler, *self.error_log.handlers):
            one.setFormatter(JSONFormatter())


def _time(seconds: float) -> str:
    whole = time.strftime("%Y-%m-%dT%H:%M:%S", time.gmtime(seconds))
    return f"{whole}.{int(seconds % 1 * 1000):03d}Z"
