"""The only engine: a conversation, a ruleset and settings to a result. No state, no files, no network, no clock."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import replace
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from replylint import __version__, fix
from replylint.checks import Hit
from replylint.conversation import Calendar, Conversation, Span
from replylint.document import InputError
from replylint.finding import RANK, Due, Finding, Metrics, Near, Promise, Question, Result, Severity, Suppressed, Verdict
from replylint.late import late
from replylint.phrase import fold
from replylint.reading import Reading, View
from replylint.reading.commitments import Commitment
from replylint.reading.syntax import PIPELINE, installed
from replylint.rule import Rule
from replylint.ruleset import Ruleset
from replylint.score import score
from replylint.settings import Settings

if TYPE_CHECKING:
    from replylint.reading.clock import Window


class _Raised(NamedTuple):
    """A finding with the number of its sentence, which precedence goes by."""

    finding: Finding
    sentence: int


def lint(conversation: Conversation, ruleset: Ruleset, settings: Settings, explain: bool = False) -> Result:
    """Judge the draft of a conversation.

    The result depends on nothing but the arguments. `explain` adds `near`: what nearly was a finding. Raises
    `InputError` when the conversation has no turn of an agent.
    """
    reading, running, absent, findings, suppressed, near = find(conversation, ruleset, settings, explain)
    metrics = _metrics(reading)
    return Result(
        id=conversation.id,
        ruleset=_running(ruleset, settings)[1],
        engine={"version": __version__, "syntax": PIPELINE if reading.parser else None},
        verdict=_verdict(findings, settings),
        findings=findings,
        suppressed=suppressed,
        not_applicable=absent,
        commitments=tuple(_promises(reading)),
        questions=tuple(_questions(reading)),
        score=score(findings, running, _weights(ruleset), _opportunities(reading, findings), metrics.words),
        metrics=metrics,
        conversation=conversation,
        near=near,
    )


class Found(NamedTuple):
    """What the rules find in a draft: the reading that they went by, the ids of those that ran, and the parts of a result."""

    reading: Reading
    running: list[str]
    not_applicable: dict[str, tuple[str, ...]]
    findings: tuple[Finding, ...]
    suppressed: tuple[Suppressed, ...]
    near: tuple[Near, ...]


def find(conversation: Conversation, ruleset: Ruleset, settings: Settings, explain: bool = False) -> Found:
    """The part of `lint` that runs the rules, for one who tries a single rule: what a result tells besides takes longer."""
    number = conversation.draft
    if number is None:
        raise InputError("nothing to judge: no turn has the role 'agent'")
    reading = Reading(completed(conversation, settings), number, ruleset.lexicon, settings.parser == "auto" and installed())
    rules, _ = _running(ruleset, settings)
    running, absent = _applicable(reading, rules)
    raised: list[_Raised] = []
    near: list[Near] = []
    for rule in running:
        for hit, stopped, by in rule.hits(reading):
            if stopped is None:
                raised.append(_raise(rule, reading, hit, settings))
            elif explain:
                near.append(Near(rule.id, hit.view.span(hit.start, hit.end), hit.words, stopped, by))
    findings, suppressed = _settled(_numbered(raised), ruleset, settings, conversation.id)
    return Found(reading, [rule.id for rule in running], absent, findings, suppressed, tuple(near))


@lru_cache(maxsize=32)
def _running(ruleset: Ruleset, settings: Settings) -> tuple[tuple[Rule, ...], str]:
    """The enabled rules and the identity, worked out once for a ruleset and settings."""
    return tuple(enabled(ruleset, settings)), identity(ruleset, settings)


def identity(ruleset: Ruleset, settings: Settings) -> str:
    """Name, version and hash of everything that bears on the outcome: every pack, severity and setting."""
    house = ruleset.packs[0].file
    bearing = repr((ruleset.digests, replace(settings, packs=(), file=None)))  # a store has no part in the repr
    return f"{house.name}@{house.version}+sha256:{hashlib.sha256(bearing.encode()).hexdigest()[:16]}"


def enabled(ruleset: Ruleset, settings: Settings) -> Iterator[Rule]:
    """The rules that run under these settings: the profile's, and those switched on, less those switched off."""
    profile = {name: p for pack in ruleset.packs for name, p in pack.file.profiles.items()}[settings.profile]
    for rule in ruleset.rules:
        names = {rule.id, rule.category}
        chosen = (not profile.rules or names & set(profile.rules)) and not names & set(profile.without)
        if (chosen or names & set(settings.on)) and not names & set(settings.off):
            yield rule


def completed(conversation: Conversation, settings: Settings) -> Conversation:
    """The conversation with what only the settings tell; without a clock of its own it goes by the instant of its draft."""
    draft = conversation.draft
    return replace(
        conversation,
        now=conversation.now or (None if draft is None else conversation.turns[draft].at),
        audience=conversation.audience or settings.audience,
        glossary=conversation.glossary or settings.glossary,
        calendar=_calendar(conversation.calendar, settings.calendar),
    )


def _calendar(told: Calendar | None, usual: Calendar | None) -> Calendar | None:
    """The calendar that is told, what it lacks taken from the settings."""
    if told is None or usual is None:
        return told or usual
    return Calendar(
        told.time_zone or usual.time_zone,
        told.hours if told.hours is not None else usual.hours,
        told.holidays or usual.holidays,
        told.country or usual.country,
    )


def _applicable(reading: Reading, rules: Iterable[Rule]) -> tuple[list[Rule], dict[str, tuple[str, ...]]]:
    """The rules that have what they need, and the others by what they lack."""
    running: list[Rule] = []
    absent: dict[str, tuple[str, ...]] = {}
    for rule in rules:
        lacking = next((need for need in rule.needs if not reading.has(need)), None)
        if lacking is None:
            running.append(rule)
        else:
            told = "language" if lacking == "customer" and reading.foreign else lacking
            absent[told] = (*absent.get(told, ()), rule.id)
    return running, absent


def _raise(rule: Rule, reading: Reading, hit: Hit, settings: Settings) -> _Raised:
    """A hit as a finding; its ordinal among equals is settled later."""
    view = hit.view
    sentence = view.sentence_at(hit.start)
    span = view.span(hit.start, hit.end)
    severity = rule.severity_of(reading, hit)
    gate = rule.gate if severity == rule.severity else None  # what is only suspected fails no reply
    proven = severity in rule.measured and rule.measured[severity].proven
    severity = settings.severity.get(rule.id, settings.severity.get(rule.category, severity))
    fixes = (
        *fix.automatic(hit),
        *(way for insert in rule.fill_in for way in fix.fill_in(insert, hit, reading.deadlines if insert.dated else ())),
    )
    text = reading.conversation.turns[span.turn].text[span.start : span.end]
    slots = {
        "match": " ".join(hit.words.split()),
        "note": hit.note or (reading.quoted(hit.evidence[0]) if hit.evidence else ""),
        "instead": hit.instead or "",
    }
    found = Finding(
        id=_id(rule, reading, hit, sentence),
        rule=rule.id,
        severity=severity,
        gate=gate,
        about=rule.about,
        span=span,
        text=text,
        message=_SLOT.sub(lambda slot: slots[slot[1]], rule.message),
        advice=rule.advice,
        source=rule.source,
        confidence=rule.confidence,
        evidence=hit.evidence,
        fixes=fixes,
        proven=proven,
    )
    return _Raised(found, sentence)


_SLOT = late(r"\{(match|note|instead)\}")


def _id(rule: Rule, reading: Reading, hit: Hit, sentence: int) -> str:
    """What a finding is known by while its rule, words and sentence stay; for an absence, the customer's message."""
    if rule.about == "absence":
        said = [reading.conversation.turns[number].text for number in reading.customer_turns]
        key = "\n".join((rule.id, *said[-1:]))
    else:
        around = hit.view.sentences[sentence]
        key = "\n".join((rule.id, fold(hit.words), " ".join(hit.view.folded[around.start : around.end].split())))
    return hashlib.sha256(key.encode("utf-8", "surrogatepass")).hexdigest()[:12]


def _numbered(raised: list[_Raised]) -> list[_Raised]:
    """In the order of the text; equal findings told apart by their ordinal."""
    seen: dict[str, int] = {}
    ordered = []
    for one in sorted(raised, key=lambda r: (r.finding.span, r.finding.rule)):
        ordinal = seen[one.finding.id] = seen.get(one.finding.id, 0) + 1
        named = one.finding._replace(id=f"{one.finding.id}-{ordinal}")
        ordered.append(_Raised(named, one.sentence))
    return ordered


def _settled(
    raised: list[_Raised], ruleset: Ruleset, settings: Settings, within: str | None
) -> tuple[tuple[Finding, ...], tuple[Suppressed, ...]]:
    """What is shown and what is not: lost by precedence or dismissed. Gates first, then by severity and place."""
    lost = _lost(raised, ruleset)
    dismissed = {d.id for d in settings.dismissals if d.within is None or d.within == within}
    for one in raised:
        if one.finding.id in dismissed:
            lost[one.finding.id] = "dismissed"
    shown = [one.finding for one in raised if one.finding.id not in lost]
    shown.sort(key=lambda f: (f.gate is None, RANK[f.severity], f.span, f.rule))
    hidden = (Suppressed(one.finding, lost[one.finding.id]) for one in raised if one.finding.id in lost)
    return tuple(shown), tuple(hidden)


def _lost(raised: list[_Raised], ruleset: Ruleset) -> dict[str, str]:
    """The ids of findings that another one stands over -> the rule of that one."""
    lost: dict[str, str] = {}
    of: dict[str, list[_Raised]] = {}
    for one in raised:
        of.setdefault(one.finding.rule, []).append(one)
    for precedence in (p for pack in ruleset.packs for p in pack.file.precedence):
        kept = [one for one in of.get(precedence.keep, ()) if one.finding.id not in lost]
        if not kept:
            continue
        beside: dict[int, list[_Raised]] = {}
        for one in kept:
            beside.setdefault(one.sentence, []).append(one)
        for other in (other for rule in precedence.over for other in of.get(rule, ())):
            near = kept if precedence.same == "reply" else beside.get(other.sentence, ())
            if any(precedence.same != "span" or _overlap(one.finding.span, other.finding.span) for one in near):
                lost.setdefault(other.finding.id, precedence.keep)
    return lost


def _overlap(one: Span, other: Span) -> bool:
    return one.start < other.end and other.start < one.end


def holding(findings: Iterable[Finding], settings: Settings) -> tuple[Finding, ...]:
    """Those for which a draft is held."""
    return tuple(f for f in findings if {f.severity, f.rule, f.category} & set(settings.hold))


def _verdict(findings: tuple[Finding, ...], settings: Settings) -> Verdict:
    if holding(findings, settings):
        return "hold"
    return "warn" if any(f.severity != "suggestion" for f in findings) else "pass"


def _promises(reading: Reading) -> Iterator[Promise]:
    view = reading.draft
    windows = {deadline.made: deadline.window for deadline in reading.facts("deadline", view)}
    for made in reading.facts("commitment", view):
        yield promise(reading, view, made, windows.get(made))


def promise(reading: Reading, view: View, made: Commitment, window: Window | None) -> Promise:
    """A commitment as results tell it, with the instants that its due time comes to."""
    span = view.span(made.start, made.end)
    text = reading.conversation.turns[span.turn].text
    due = None
    if made.due is not None:
        said = view.span(made.due.start, made.due.end)
        instants = (window.earliest, window.latest, window.assumed) if window else ()
        due = Due(text[said.start : said.end], *instants)
    matter = view.span(made.object.start, made.object.end) if made.object else None
    done_to = text[matter.start : matter.end] if matter else None
    return Promise(span, text[span.start : span.end], made.actor, made.action, made.strength, due, done_to)


def _questions(reading: Reading) -> Iterator[Question]:
    """The customer's questions as results tell them; nothing is read when she wrote nothing."""
    if not reading.has("customer"):
        return
    for asked in reading.facts("question", reading.draft):
        span = asked.evidence[0]
        text = reading.conversation.turns[span.turn].text[span.start : span.end]
        yield Question(span, text, asked.answer, asked.by)


def _weights(ruleset: Ruleset) -> dict[str, int]:
    return {category: weight for pack in ruleset.packs for category, weight in pack.file.weights.items()}


def _opportunities(reading: Reading, findings: Iterable[Finding]) -> set[str]:
    """The categories in which the draft had something to do: a score leaves the others out."""
    found = {"clarity", "structure", "tone", "priming", *(f.category for f in findings)}
    view = reading.draft
    if reading.facts("commitment", view):
        found.add("commitments")
    trouble = reading.lexicon["sorry"].pattern
    if view.matches(trouble) or reading.told(trouble):
        found.add("apology")
    if reading.has("thread"):
        found.add("history")
    if reading.has("customer") or reading.has("name"):
        found.add("personalisation")
    if reading.has("incident"):
        found.add("incident")
    return found


def _metrics(reading: Reading) -> Metrics:
    view = reading.draft
    count = sum(view.words)
    return Metrics(count, len(view.sentences), tuple(view.text[s.start : s.end] for s in view.sentences))


def shown(findings: Iterable[Finding], most: int = 5) -> list[Finding]:
    """The findings that a face shows: the first few of those worth an interruption, in their order."""
    return list(findings)[:most]


def at_or_above(findings: Iterable[Finding], severity: Severity) -> list[Finding]:
    """The findings of that severity or a worse one."""
    return [f for f in findings if RANK[f.severity] <= RANK[severity]]
