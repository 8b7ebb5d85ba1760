"""What a server writes down of itself: a JSON object a line on standard error. Never a text, never a message of an exception."""

from __future__ import annotations

import json
import logging
from datetime import UTC, datetime
from typing import Any

from replylint.fault import where

LOG = logging.getLogger("replylint.server")
_KEPT = "told"  # where a record carries its fields


class Lines(logging.Formatter):
    """A record as one line of JSON. Of an exception only its kind and its place in the code: its message could hold a text."""

    def format(self, record: logging.LogRecord) -> str:
        """The line."""
        at = datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds")
        line = {"at": at, "level": record.levelname.lower(), "event": record.getMessage(), **getattr(record, _KEPT, {})}
        if record.exc_info and record.exc_info[1]:
            line["fault"] = where(record.exc_info[1])
        return json.dumps(line, ensure_ascii=False, default=str)


def write(event: str, level: int = logging.INFO, **fields: Any) -> None:
    """One line about an event; a field that is None is left out."""
    LOG.log(level, event, extra={_KEPT: {name: value for name, value in fields.items() if value is not None}})


CONFIG: dict[str, Any] = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"lines": {"()": f"{__name__}.{Lines.__name__}"}},
    "handlers": {"err": {"class": "logging.StreamHandler", "formatter": "lines", "stream": "ext://sys.stderr"}},
    "root": {"handlers": ["err"], "level": "WARNING"},
    "loggers": {LOG.name: {"level": "INFO"}, "uvicorn": {"level": "WARNING"}},
}
