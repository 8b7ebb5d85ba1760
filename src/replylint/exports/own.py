"""Conversations in replylint's own shape, as a webhook, `replylint check` and any program of yours write them.

Long form or short form. In the long form there need not be a reply to score.
"""

from __future__ import annotations

from typing import Any

from replylint import wire
from replylint.conversation import Conversation
from replylint.exports.thread import People

LISTS = ("conversations",)
ASIDE = ()


def looks(record: dict[str, Any]) -> bool:
    """Whether a record is one of these."""
    return "turns" in record or "text" in record


def read(record: Any, _: dict[str, People]) -> Conversation:
    """The conversation of a record; raises `ShapeError`."""
    return wire.thread(record) if isinstance(record, dict) and "turns" in record else wire.conversation(record)
