"""To whom a reply is written: the words of the recipient's names, and of those whom she names herself."""

from __future__ import annotations

from typing import TYPE_CHECKING

from replylint.late import late
from replylint.phrase import fold

if TYPE_CHECKING:
    from replylint.reading import Reading

_WORD = late(r"[^\W\d_][^\W\d_'’]*")
_CAPITAL = late(r"[^\W\d_a-z][^\W\d_]+(?:['’][^\W\d_]+)?")
TITLES = frozenset("mr mrs ms miss mx dr prof professor sir madam herr frau".split())


def recipient(reading: Reading) -> frozenset[str]:
    """The words of all the names by which the conversation knows the recipient, titles left out."""
    told = reading.conversation.customer
    if told is None:
        return frozenset()
    names = [told.name or "", *told.names, (told.email or "").partition("@")[0], told.handle or ""]
    return frozenset(word for name in names for word in _WORD.findall(fold(name))) - TITLES


def acquainted(reading: Reading) -> frozenset[str]:
    """The words in capitals of the customer's messages and the names of our own side: of people she knows of."""
    turns = reading.conversation.turns[: reading.number + 1]
    known = {fold(word) for turn in turns if turn.role == "customer" for word in _CAPITAL.findall(turn.text)}
    ours = [turn.author or "" for turn in turns] + [reading.conversation.agent.name or "" if reading.conversation.agent else ""]
    return frozenset(known | {word for name in ours for word in _WORD.findall(fold(name))}) - TITLES
