"""The kinds of check, one file a kind, and what they yield.

A kind is a frozen dataclass whose fields are the keys of the rule language and whose `run(reading)` yields hits; its
docstring is its manual page.
"""

from __future__ import annotations

from typing import NamedTuple

from replylint.conversation import Span
from replylint.reading import View


class Hit(NamedTuple):
    """Words of a text that a check points at, before the rule's conditions are asked.

    `instead` is what to write in their place (None: no ready words), `note` fills `{note}` in the rule's message. A
    `sure` hit is raised whatever the rule's conditions say; `evidence` are words elsewhere that make it one.
    """

    view: View
    start: int
    end: int
    instead: str | None = None
    note: str = ""
    sure: bool = False
    evidence: tuple[Span, ...] = ()

    @property
    def words(self) -> str:
        """The words as the draft has them."""
        return self.view.seen.text[self.start : self.end]
