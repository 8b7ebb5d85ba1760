"""The check kind `asked`."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, Literal

from replylint.checks import Hit
from replylint.checks.fact import Of, holds
from replylint.reading import Reading


@dataclass(frozen=True)
class Asked:
    """What the customer wrote asks for something: facts of the messages that the draft answers.

    `of` and `where`: as in `fact`. The place is the draft's first sentence, the customer's words are the evidence, and
    {note} quotes them. `each`: one hit for each such fact, else one for all of them.
    """

    of: Of
    where: dict[str, Any] = field(default_factory=dict)
    each: bool = False

    def run(self, reading: Reading, _: Literal["own", "all"] = "own") -> Iterator[Hit]:
        """The hits; none when the draft has no words."""
        view = reading.draft
        if not view.sentences:
            return
        first = view.sentences[0]
        found = [
            said.span(fact.start, fact.end)
            for said in reading.asking
            for fact in reading.facts(self.of, said)
            if holds(fact, self.where)
        ]
        for spans in ([span] for span in found) if self.each else filter(None, [found]):
            yield Hit(view, first.start, first.end, note=reading.quoted(spans[0]), evidence=tuple(spans))
