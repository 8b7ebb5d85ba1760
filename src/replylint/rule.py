"""What a rule is: one check, the conditions under which it speaks, and its words to the agent."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, Literal

from replylint.checks import Hit
from replylint.checks.asked import Asked, sentences
from replylint.checks.fact import Fact, Of, facts_within
from replylint.checks.limit import Limit
from replylint.checks.phrase import Phrase
from replylint.conversation import Audience, Channel, Span
from replylint.finding import About, Gate, Severity
from replylint.pattern import Pattern, joined, overlap
from replylint.phrase import fold
from replylint.reading import Reading, View
from replylint.reading.gloss import explanation, used

DEADLINE = "{deadline}"
FEWEST_READ, RIGHT_OFTEN_ENOUGH = 10, 0.9
Need = Literal["customer", "thread", "clock", "name", "incident", "recipient", "reply"]


@dataclass(frozen=True)
class Condition:
    """Something that must hold (`when`) or must not (`unless`) around a hit.

    `find` and `fact` look `within`: match, before or after (in the sentence), sentence, `next N`, `previous N` or
    `around N` sentences (the hit's own included), paragraph, reply, customer, recent (their last three), message (which the draft
    answers), thread; `times` is how many different words must be found; `at: start` takes those that begin a sentence.
    `heard`: the customer used the words of the hit.
    `explained`: the draft says what they mean. `absent`: the phrase or fact stands nowhere there.
    `any`: one of these conditions holds; `all`: every one does.
    The others compare what the conversation tells; `audience` and `channel` beside another key must hold as well, and so
    must `hit`: the words of the hit hold such a phrase.
    """

    find: Pattern | None = None
    fact: dict[Of, dict[str, Any]] = field(default_factory=dict)
    limit: Limit | None = None
    within: str = "sentence"
    at: Literal["anywhere", "start"] = "anywhere"
    times: int = 1
    heard: bool = False
    explained: bool = False
    absent: bool = False
    audience: tuple[Audience, ...] = ()
    channel: tuple[Channel, ...] = ()
    hit: Pattern | None = None
    any: tuple[Condition, ...] = ()
    all: tuple[Condition, ...] = ()

    def met(self, reading: Reading, hit: Hit) -> str | None:
        """The words or the fact that meet the condition, None when it is not met."""
        channel = reading.conversation.channel
        if (self.audience and reading.audience not in self.audience) or (self.channel and channel not in self.channel):
            return None
        if self.hit and not any(hit.start <= start and end <= hit.end for start, end in hit.view.matches(self.hit)):
            return None
        if self.any or self.all:
            return self._several(reading, hit)
        if self.heard:
            return hit.words if any(used(view.folded, hit.words) for view in reading.customer) else None
        if self.explained:
            return explanation(hit.view.folded, hit.words)
        if self.limit:
            return next((found.note for found in self.limit.run(reading)), None)
        if self.find or self.fact:
            return self._stands(reading, hit)
        return hit.words if self.hit else reading.audience if self.audience else channel

    def _several(self, reading: Reading, hit: Hit) -> str | None:
        """What the first of several conditions is met by, when one is met of `any`, or every one of `all`."""
        met = (one.met(reading, hit) for one in self.any or self.all)
        if self.any:
            return next((by for by in met if by is not None), None)
        each = list(met)
        return None if None in each else each[0]

    def _stands(self, reading: Reading, hit: Hit) -> str | None:
        """The first of the words or facts that stand there, often enough."""
        found = {fold(words): words for words in self._words(reading, hit)}
        if self.absent:
            return None if found else "(none)"
        return next(iter(found.values())) if len(found) >= self.times else None

    def evidence(self, reading: Reading, hit: Hit) -> Iterator[Span]:
        """The sentences outside the draft that meet the condition."""
        if self.within in ("customer", "recent", "message", "thread") and not self.absent:
            yield from sentences(self._places(reading, hit))

    def _words(self, reading: Reading, hit: Hit) -> Iterator[str]:
        return (view.seen.text[start:end] for view, start, end in self._places(reading, hit))

    def _places(self, reading: Reading, hit: Hit) -> Iterator[tuple[View, int, int]]:
        for view, start, end in self._stretches(reading, hit):
            for first, last in view.matches(self.find) if self.find else ():
                if start <= first and last <= end and (self.at == "anywhere" or view.begins(first)):
                    yield view, first, last
            for of, where in self.fact.items():
                for fact in facts_within(reading, of, where, view, start, end):
                    yield view, fact.start, fact.end

    def _stretches(self, reading: Reading, hit: Hit) -> Iterator[tuple[Any, int, int]]:
        if self.within == "match":
            yield hit.view, hit.start, hit.end
            return
        for view, start, end in reading.scopes(hit.view, hit.start, self.within):
            if self.within == "before":
                yield view, start, hit.start
            elif self.within == "after":
                yield view, hit.end, end
            else:
                yield view, start, end


@dataclass(frozen=True)
class Change:
    """Another severity under conditions: all of `when` hold and none of `unless`. It takes the rule's gate away."""

    severity: Severity
    when: tuple[Condition, ...] = ()
    unless: tuple[Condition, ...] = ()


@dataclass(frozen=True)
class Insert:
    """A fix that the agent completes: `words` by the hit, in its place or after its sentence. `___` stands for what only
    she knows, `{deadline}` for a time to choose."""

    label: str
    words: str
    at: Literal["after", "before", "instead", "end"] = "after"

    @property
    def dated(self) -> bool:
        """Whether there is a time to choose."""
        return DEADLINE in self.words


@dataclass(frozen=True)
class Measured:
    """How often findings of a severity were right, of those that a reader who did not know the rule has read."""

    right: int
    read: int

    @property
    def proven(self) -> bool:
        """Whether a trainer may take marks for them: nine in ten were right, and there were enough to say so."""
        return self.read >= FEWEST_READ and self.right >= RIGHT_OFTEN_ENOUGH * self.read


@dataclass(frozen=True)
class Rule:
    """One rule as its pack defines it. `id` is its path, `<category>/<name>`; at least one kind of check is set."""

    id: str
    message: str
    advice: str
    severity: Severity
    source: str
    confidence: float = 0.9
    gate: Gate | None = None
    about: About = "words"
    needs: tuple[Need, ...] = ()
    voice: Literal["own", "all"] = "own"
    phrase: Phrase | None = None
    fact: Fact | None = None
    limit: Limit | tuple[Limit, ...] | None = None
    asked: Asked | None = None
    when: tuple[Condition, ...] = ()
    unless: tuple[Condition, ...] = ()
    becomes: tuple[Change, ...] = ()
    fill_in: tuple[Insert, ...] = field(default=(), metadata={"key": "fill-in"})
    measured: dict[Severity, Measured] = field(default_factory=dict)

    @cached_property
    def checks(self) -> tuple[Phrase | Fact | Limit | Asked, ...]:
        """The rule's checks: each of them raises it."""
        limits = (self.limit,) if isinstance(self.limit, Limit) else self.limit or ()
        return (*(kind for kind in (self.phrase, self.fact, self.asked) if kind), *limits)

    @property
    def category(self) -> str:
        """The folder of the rule."""
        return self.id.partition("/")[0]

    def hits(self, reading: Reading) -> Iterator[tuple[Hit, str | None, str]]:
        """Each hit of the checks, a place once, with what stopped it (None: nothing) and the words that did.

        What a message asks for is sought only when nothing in the draft meets it: it takes longer than all else.
        """
        seen = set()
        if self.asked and self._met_already(reading):
            return
        for hit in self._found(reading):
            if (place := (hit.start, hit.end, hit.evidence if self.about == "absence" else ())) not in seen:
                seen.add(place)
                stopped, by = self._stopped(reading, hit)
                if stopped is None:
                    words = tuple(span for condition in self.when for span in condition.evidence(reading, hit))
                    hit = hit._replace(evidence=(*hit.evidence, *words))
                yield hit, stopped, by

    def _found(self, reading: Reading) -> Iterator[Hit]:
        """What the checks yield. Where the words of a phrase overlap a fact, the fact stands: it holds all that was said."""
        facts = joined((hit.start, hit.end) for hit in self.fact.run(reading, self.voice)) if self.fact and self.phrase else []
        for check in self.checks:
            for hit in check.run(reading, self.voice):
                if check is not self.phrase or not overlap(facts, hit.start, hit.end):
                    yield hit

    def _met_already(self, reading: Reading) -> bool:
        """Whether a condition on the draft as a whole stops the rule, whatever the message asks for."""
        view = reading.draft
        probe = Hit(view, 0, view.sentences[0].end) if view.sentences else Hit(view, 0, 0)
        return any(c.within == "reply" and c.met(reading, probe) is not None for c in self.unless)

    def _stopped(self, reading: Reading, hit: Hit) -> tuple[str | None, str]:
        if hit.sure:
            return None, ""
        if self.phrase and (covered := self.phrase.exception(hit)):
            return "except", hit.view.seen.text[slice(*covered)]
        for number, condition in enumerate(self.when):
            if condition.met(reading, hit) is None:
                return f"when[{number}]", ""
        for number, condition in enumerate(self.unless):
            words = condition.met(reading, hit)
            if words is not None:
                return f"unless[{number}]", words
        return None, ""

    def severity_of(self, reading: Reading, hit: Hit) -> Severity:
        """The severity of a hit: that of the first change whose conditions hold, else the rule's own."""
        for change in self.becomes:
            if all(c.met(reading, hit) is not None for c in change.when) and not any(
                c.met(reading, hit) is not None for c in change.unless
            ):
                return change.severity
        return self.severity
