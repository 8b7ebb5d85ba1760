"""An undertaking of the agent, as the grammar reads it."""

from __future__ import annotations

from typing import Literal, NamedTuple

from replylint.reading.times import Time
from replylint.reading.verbs import Kind

Actor = Literal["i", "we", "named", "team", "someone", "nobody"]
Strength = Literal["promise", "expectation", "offer", "courtesy"]
Form = Literal["will", "doing", "done now", "let me", "be done", "you will", "wait"]


class Matter(NamedTuple):
    """The place of the words that say what an act is done to: "the invoice"."""

    start: int
    end: int


class Commitment(NamedTuple):
    """One undertaking. `start` and `end` hold its words, from the subject to the end of the clause.

    `action` is the verb's base form, `kind` its class, `object` what it is done to. `due` is the specific time that dates
    it, `vague` a time that does not. `hedge` is the word that takes it half back, `condition` what it waits for. `certain`
    is False where the grammar guessed. What is negated is no undertaking.
    """

    start: int
    end: int
    actor: Actor
    action: str
    kind: Kind
    form: Form
    strength: Strength = "promise"
    due: Time | None = None
    vague: Time | None = None
    hedge: str | None = None
    condition: Literal["customer", "event"] | None = None
    certain: bool = True
    object: Matter | None = None
