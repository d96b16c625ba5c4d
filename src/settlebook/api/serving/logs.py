"""What a server writes down: one JSON object a line, with ids of requests, and nothing secret or personal."""

import json
import logging
import traceback
from datetime import UTC, datetime
from typing import Any

import psycopg

from settlebook.engine import EngineError

FIELDS = "settlebook"  # of a record: what else it says, by name


class JsonLines(logging.Formatter):
    """For programs that gather logs."""

    def format(self, record: logging.LogRecord) -> str:
        line = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "logger": record.name,
            "message": record.getMessage(),
            **getattr(record, FIELDS, {}),
            **_error(record),
        }
        return json.dumps({name: value for name, value in line.items() if value is not None}, default=str)


class PlainLines(logging.Formatter):
    """For people at a terminal."""

    def format(self, record: logging.LogRecord) -> str:
        named = {**getattr(record, FIELDS, {}), **_error(record)}
        more = "".join(f" {name}={value}" for name, value in named.items() if value is not None)
        at = datetime.fromtimestamp(record.created).astimezone().isoformat(timespec="seconds")
        return f"{at} {record.levelname.lower()} {record.getMessage()}{more}"


def _error(record: logging.LogRecord) -> dict[str, Any]:
    """What went wrong and where in the program; never the words of an error that may quote what was sent."""
    error = record.exc_info[1] if record.exc_info else None
    if error is None:
        return {}
    frames = traceback.extract_tb(error.__traceback__)
    told = {
        "error": type(error).__name__,
        "trace": [f"{_short(each.filename)}:{each.lineno}" for each in frames],
    }
    if isinstance(error, psycopg.Error):
        return told | {"sqlstate": error.sqlstate, "reason": error.diag.message_primary}
    if isinstance(error, EngineError):
        return told | {"reason": error.problem}
    return told


def _short(path: str) -> str:
    """A file as the package knows it, without where it is installed."""
    return path.replace("\\", "/").rpartition("/site-packages/")[2].rpartition("/src/")[2]


def logging_of(form: str) -> dict[str, Any]:
    """For logging.config: everything to the standard error, in one form."""
    kind = JsonLines if form == "json" else PlainLines
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {"line": {"()": f"{kind.__module__}.{kind.__qualname__}"}},
        "handlers": {"standard_error": {"class": "logging.StreamHandler", "formatter": "line"}},
        "root": {"handlers": ["standard_error"], "level": "WARNING"},
        "loggers": {"settlebook": {"level": "INFO"}, "uvicorn": {"level": "INFO"}},
    }
