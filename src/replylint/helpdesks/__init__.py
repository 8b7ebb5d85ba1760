"""What helpdesks send, read into conversations. Pure functions: plain data in, an event out."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from replylint.helpdesks import standard, zendesk
from replylint.helpdesks.event import Deleted, Event, Said, Told

__all__ = ["READERS", "Deleted", "Event", "Said", "Told"]

READERS: dict[str, Callable[[Any], Event | None]] = {"zendesk": zendesk.event, "standard": standard.event}
"""How the payload of each vendor's webhooks is read: its JSON -> what it tells, None when that does not concern a thread;
raises `schema.ShapeError`."""
