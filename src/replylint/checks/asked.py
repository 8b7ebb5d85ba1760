"""The check kind `asked`."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any, Literal

from replylint.checks import Hit
from replylint.checks.fact import Of, holds
from replylint.conversation import Span
from replylint.reading import Reading, View


@dataclass(frozen=True)
class Asked:
    """What the customer wrote asks for something: facts of the messages that the draft answers.

    `of` and `where`: as in `fact`. The place is the draft's first sentence, the customer's sentences are the evidence,
    which {note} quotes. `within`: `message`, what the draft answers, or `recent`, the customer's last messages.
    """

    of: Of
    where: dict[str, Any] = field(default_factory=dict)
    within: Literal["message", "recent"] = "message"

    def run(self, reading: Reading, _: Literal["own", "all"] = "own") -> Iterator[Hit]:
        """One hit for all such facts; none when there is no such fact, or the draft has no words."""
        view = reading.draft
        if not view.sentences:
            return
        first = view.sentences[0]
        found = sentences(
            (said, fact.start, fact.end)
            for said in (reading.asking if self.within == "message" else reading.recent)
            for fact in reading.facts(self.of, said)
            if holds(fact, self.where)
        )
        if evidence := tuple(found):
            yield Hit(view, first.start, first.end, evidence=evidence)


def sentences(places: Iterable[tuple[View, int, int]]) -> Iterator[Span]:
    """The sentences that hold some words, each once: words alone say too little to be quoted."""
    seen = set()
    for view, start, end in places:
        first, last = view.sentence_at(start), view.sentence_at(max(start, end - 1))
        if (view.turn, first) not in seen:
            seen.add((view.turn, first))
            yield view.span(min(start, view.sentences[first].start), max(end, view.sentences[last].end))
