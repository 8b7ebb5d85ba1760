"""What a helpdesk tells of a conversation, whichever helpdesk it is."""

from __future__ import annotations

from typing import NamedTuple

from replylint.conversation import Conversation, Turn


class Said(NamedTuple):
    """One message of a conversation; `key` is the helpdesk's own id of it, by which it is known when it comes again."""

    conversation: str
    turn: Turn
    key: str


class Told(NamedTuple):
    """A whole conversation, as it is now. It has an id."""

    conversation: Conversation


class Deleted(NamedTuple):
    """A conversation that is no more, and of which nothing is to be kept."""

    conversation: str


Event = Said | Told | Deleted
