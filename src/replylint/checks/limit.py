"""The check kind `limit`."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from replylint.checks import Hit
from replylint.conversation import Channel
from replylint.measures import MEASURES, Measure, surely_below
from replylint.reading import Reading

_NOTES: dict[Measure, str] = {  # what a measure comes to, in words
    "sentence grade": "a sentence of reading grade {:g}",
    "plain words": "a sentence of {:g} words",
    "chained clauses": "{:g} clauses in a chain",
    "grade": "the heaviest sentence of a reply of reading grade {:g}",
}


@dataclass(frozen=True)
class Limit:
    """A measure of the draft above (`over`) or below (`under`) a number; `of` names the measure.

    `channel`: only there, since a chat takes less than a letter.
    """

    of: Measure
    over: float | None = None
    under: float | None = None
    channel: tuple[Channel, ...] = ()

    def run(self, reading: Reading, voice: Literal["own", "all"] = "own") -> Iterator[Hit]:
        """One hit for each sentence, paragraph or reply (as the measure counts) outside the limit."""
        if self.channel and reading.conversation.channel not in self.channel:
            return
        view = reading.draft if voice == "own" else reading.whole
        if self.over is not None and self.under is None and surely_below(self.of, view, self.over):
            return
        for value, start, end in MEASURES[self.of](reading, view):
            if (self.over is not None and value > self.over) or (self.under is not None and value < self.under):
                yield Hit(view, start, end, note=_NOTES.get(self.of, "{:g}").format(value))
