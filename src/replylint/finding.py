"""What a lint gives back: findings with their words, reasons and ways out, and the result that holds them."""

from __future__ import annotations

from datetime import datetime
from typing import Literal, NamedTuple

from replylint.conversation import Conversation, Span

Severity = Literal["error", "warning", "suggestion"]
Gate = Literal["autofail", "section-fail"]
About = Literal["words", "absence"]
Verdict = Literal["pass", "warn", "hold"]
Status = Literal["kept", "open", "due-soon", "broken", "unknown"]
RANK: dict[Severity, int] = {"error": 0, "warning": 1, "suggestion": 2}


class Edit(NamedTuple):
    """Replace the code points `start` to `end` of the draft as given by `text`."""

    start: int
    end: int
    text: str


class Fix(NamedTuple):
    """A way out. `automatic` changes wording and no fact; `fill-in` leaves a slot that only the agent can fill."""

    label: str
    applies: Literal["automatic", "fill-in"]
    edits: tuple[Edit, ...]


class Finding(NamedTuple):
    """One fault. `span` holds the words (for an absence: the draft's first sentence), `evidence` the words elsewhere
    that make it a fault; `confidence` runs from 0 to 1; `proven`: findings of this kind were right at least nine times in
    ten when read (`replylint.rule.Measured`); `id` is stable while rule, words and sentence are."""

    id: str
    rule: str
    severity: Severity
    gate: Gate | None
    about: About
    span: Span
    text: str
    message: str
    advice: str
    source: str
    confidence: float
    evidence: tuple[Span, ...] = ()
    fixes: tuple[Fix, ...] = ()
    proven: bool = True

    @property
    def category(self) -> str:
        """The folder of the rule: `commitments`, `tone`, …"""
        return self.rule.partition("/")[0]


class Suppressed(NamedTuple):
    """A finding that is not shown, and the rule or the reason that took its place."""

    finding: Finding
    by: str


class Near(NamedTuple):
    """Words that nearly were a finding, and what stopped it: the exception or condition and the words that met it."""

    rule: str
    span: Span
    text: str
    stopped_by: str
    words: str


class Due(NamedTuple):
    """By when. The instants are None when no clock is known; `assumed` names what was taken for granted."""

    text: str
    earliest: datetime | None = None
    latest: datetime | None = None
    assumed: tuple[str, ...] = ()


class Promise(NamedTuple):
    """A commitment of the draft as a result reports it; `object` holds the words for what the action is done to."""

    span: Span
    text: str
    actor: Literal["i", "we", "named", "team", "someone", "nobody"]
    action: str
    strength: Literal["promise", "expectation", "offer", "courtesy"]
    due: Due | None
    object: str | None = None


class Entry(NamedTuple):
    """A promise of a thread: the promise, when and by whom it was made (None: not known), what became of it, and the
    words that show it."""

    promise: Promise
    made: datetime | None
    by: str | None
    status: Status
    evidence: tuple[Span, ...] = ()


class Question(NamedTuple):
    """A question of the customer, whether the draft answers it, and the words that do."""

    span: Span
    text: str
    answer: Literal["answered", "deferred", "open"]
    by: tuple[Span, ...] = ()


class Score(NamedTuple):
    """The trainer's number: see `replylint.score`. `total` is None when the reply is not scored (`why_not` says why);
    `computed` is what the total would be without gates; `unconfirmed` are the ids of findings that cost nothing until a
    person says that they are right."""

    total: int | None
    computed: int | None
    band: Literal["excellent", "good", "needs work", "not ready"] | None
    passed: bool | None
    why_not: str | None
    gates: tuple[str, ...]
    categories: dict[str, float | None]
    applied: int
    of: int
    unconfirmed: tuple[str, ...] = ()


class Metrics(NamedTuple):
    """Counts of the agent's own words, and the sentences of which a grade can be asked (`measures.grade`): it takes
    longer than all the rules, and few readers of a result want it."""

    words: int
    sentences: int
    readable: tuple[str, ...]


class Override(NamedTuple):
    """Who let a held draft go, and why. The face that keeps overrides fills it in."""

    by: str
    reason: str
    until: datetime | None


class Result(NamedTuple):
    """All that one lint found, in the order in which a face shows it, and the conversation whose turns the spans count in."""

    id: str | None
    ruleset: str
    engine: dict[str, str | None]
    verdict: Verdict
    findings: tuple[Finding, ...]
    suppressed: tuple[Suppressed, ...]
    not_applicable: dict[str, tuple[str, ...]]
    commitments: tuple[Promise, ...]
    questions: tuple[Question, ...]
    score: Score
    metrics: Metrics
    conversation: Conversation
    near: tuple[Near, ...] = ()
    override: Override | None = None
