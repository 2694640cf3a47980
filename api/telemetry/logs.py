"""JSON logs: an access line for each request on standard output, everything else on standard error."""

import contextlib
import json
import logging
import os
import sys
import time
from typing import Any

from gunicorn import glogging
from gunicorn.config import Config
from pythonjsonlogger.json import JsonFormatter

from api.telemetry.exchange import REQUEST_ID, Exchange

_LONGEST_PATH, _LONGEST_QUERY = 512, 1024  # characters; keeps a line below what a pipe takes in one write


def write_access(exchange: Exchange) -> None:
    """Write one line in one write, so that workers' lines never mix; a closed pipe stops no request."""
    line = {
        "time": _time(time.time()),
        "method": exchange.method[:20],
        "path": exchange.path[:_LONGEST_PATH],
        "query": exchange.query[:_LONGEST_QUERY],
        "status": exchange.status,
        "seconds": round(exchange.seconds, 6),
        "bytes": exchange.size,
        "cache": exchange.cache,
        "request_id": exchange.request_id,
    }
    with contextlib.suppress(OSError):
        os.write(1, json.dumps(line, separators=(",", ":")).encode() + b"\n")


class LogFormatter(JsonFormatter):
    """A log record as one line of JSON, with its request's id, if any."""

    def __init__(self) -> None:
        names = {"levelname": "level", "name": "logger", "exc_info": "traceback"}
        super().__init__(["levelname", "name", "process", "message"], rename_fields=names)

    def add_fields(self, log_data: dict[str, Any], record: logging.LogRecord, message_dict: dict[str, Any]) -> None:
        log_data["time"] = _time(record.created)
        super().add_fields(log_data, record, message_dict)
        if request_id := REQUEST_ID.get():
            log_data["request_id"] = request_id

    def process_log_record(self, log_data: dict[str, Any]) -> dict[str, Any]:
        """Levels in lower case, and without the coloured message that uvicorn adds for terminals."""
        log_data.pop("color_message", None)
        return {**log_data, "level": log_data["level"].lower()}


class GunicornLogger(glogging.Logger):  # type: ignore[misc]  # gunicorn has no types
    """Writes the error log of gunicorn and of the whole process as JSON."""

    def setup(self, cfg: Config) -> None:
        """Called at start and on each reload."""
        super().setup(cfg)
        for handler in self.error_log.handlers:
            handler.setFormatter(LogFormatter())
        log_as_json()


def log_as_json() -> None:
    """Send everything this process logs to standard error as JSON."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(LogFormatter())
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(logging.INFO)


def _time(seconds: float) -> str:
    whole = time.strftime("%Y-%m-%dT%H:%M:%S", time.gmtime(seconds))
    return f"{whole}.{int(seconds % 1 * 1000):03d}Z"
