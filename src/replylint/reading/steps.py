"""A step as words tell it, and whether two of them are one."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from replylint.late import late
from replylint.reading.content import stems, unmasked
from replylint.reading.deeds import FEEBLE, group

if TYPE_CHECKING:
    from replylint.reading import Reading, View

_KINDS = (
    "step-restart", "step-reinstall", "step-clear", "step-browser", "step-sign-in", "step-battery", "step-spam", "step-bank",
    "step-update", "step-password", "step-network", "step-cable", "step-clock",
)  # fmt: skip


class Step(NamedTuple):
    """A stretch of a sentence that advises or reports steps: its content words; each clause's verbs (the numbers of their
    groups) with its other words; the known steps with what they are done to; the lengths of time in it."""

    start: int
    end: int
    asked: bool
    content: frozenset[str]
    clauses: tuple[tuple[tuple[int, ...], frozenset[str]], ...]
    kinds: dict[str, frozenset[str]]
    times: frozenset[str]
    literal: frozenset[str]


_TIMES = late(r"\b(\d+|thirty|twenty|ten|five|half an) ?(seconds?|secs?|minutes?|mins?|hours?)\b")
_OFTEN = late(r"\b(?:once(?! more| again)|twice|(?:three|four|five) times)\b")
_NUMBERS = {
    "half anhou": "30min",
    "thirtymin": "30min",
    "twentymin": "20min",
    "tenmin": "10min",
    "fivemin": "5min",
    "thirtysec": "30sec",
    "twentysec": "20sec",
    "tensec": "10sec",
    "fivesec": "5sec",
    "60sec": "1min",
}
_OBJECTS = {  # steps that are the same only when done to the same, and the words that are theirs
    "step-restart": stems(
        "restart reboot power cycle relaunch hard soft reset turn switch unplug start off back everything twice times again"
    ),
    "step-reinstall": stems(
        "reinstall uninstall clean install fresh copy delete remove download everything whole entire again twice times scratch"
    ),
    "step-update": stems(
        "update upgrade latest version firmware software newest fully check everything available now again date up-to-date "
        "running run downloaded sure"
    ),
    "step-password": stems("reset change set new password passcode link forgot forgotten again twice times"),
}
_PLAIN = stems(
    "team support service services us department desk app phone device account website site page please settings help team "
    "problem issue order message email error customer"
)
_PRONOUN = late(r"\b(?:it|them|this|that)\b")
_CLAUSE = late(r"[,;:()]| (?:and|or|then|&|to see|to check|so that) ")
_LITERAL = late(r"\S*[#:/_\\]\w\S*|\"[^\"]+\"")
_BEFORE = 28  # code points before “is up to date” in which its subject stands
_THING = late(r"[^,;:.()]{0,24}")


def step_of(reading: Reading, view: View, start: int, end: int, asked: bool) -> Step:
    while start < end and not view.seen.text[start].isalnum():
        start += 1
    while end > start and not view.seen.text[end - 1].isalnum():
        end -= 1
    words = unmasked(view)[start:end]
    here = view.sentence_at(start)
    previous = view.sentences[max(0, here - 1)]
    before = stems(view.folded[previous.start : previous.end]) - _PLAIN if here else frozenset[str]()
    clauses = []
    for clause in _CLAUSE.split(words):
        verbs = [number for word in clause.split() if (number := group(word)) is not None]
        nouns = stems(" ".join(word for word in clause.split() if group(word) is None)) - _PLAIN
        if verbs and not nouns and _PRONOUN.search(clause):
            nouns = before
        before |= nouns
        clauses.append((tuple(verbs), nouns))
    kinds = _kinds(reading, view, start, end)
    times = frozenset(_NUMBERS.get(number + unit[:3], number + unit[:3]) for number, unit in _TIMES.findall(words)) | frozenset(
        _OFTEN.findall(words)
    )
    return Step(start, end, asked, stems(words) - _PLAIN, tuple(clauses), kinds, times, frozenset(_LITERAL.findall(words)))


def _kinds(reading: Reading, view: View, start: int, end: int) -> dict[str, frozenset[str]]:
    """The known steps of a stretch, each with what it is done to."""
    found: dict[str, frozenset[str]] = {}
    for name in _KINDS:
        for a, b in reading.matches(view, name):
            if start <= a and b <= end:
                after = _THING.match(view.folded, b)
                first = max(
                    start,
                    view.folded.rfind(" ", 0, max(1, a - _BEFORE)),
                    view.folded.rfind(" and ", 0, a),
                    view.folded.rfind(",", 0, a),
                )
                first = first if name == "step-update" else a
                near = stems(
                    view.folded[first : after.end() if after else b].removeprefix(" and ").split(" and ")[0].split(" then ")[0]
                )
                things = near - _OBJECTS[name] if name in _OBJECTS else frozenset()
                found[name] = found.get(name, frozenset()) | things
    return found


def same(one: Step, tried: Step) -> bool:
    """Whether what is advised is among what was tried."""
    if _apart(one, tried):
        return False
    if _known(one, tried):
        return True
    if one.literal and not one.literal & tried.literal:
        return False
    for verbs, nouns in one.clauses:
        theirs = frozenset(noun for done, about in tried.clauses if verbs and verbs[0] in done for noun in about)
        shared = nouns & theirs
        if len(shared) >= (2 if verbs and verbs[0] in FEEBLE else 1) and 2 * len(shared) >= len(nouns):
            return True
        shared = nouns & tried.content
        if len(shared) >= 3 and 4 * len(shared) >= 3 * len(nouns):
            return True
    return False


def _known(one: Step, other: Step) -> bool:
    """Whether both name a known step, done to the same."""
    for kind, things in one.kinds.items():
        theirs = other.kinds.get(kind)
        if theirs is not None and (
            things & theirs or not (things or theirs) or (kind != "step-update" and not (things and theirs))
        ):
            return True
    return False


def _apart(one: Step, other: Step) -> bool:
    """Whether two steps differ in how long they take or in what is to be typed."""
    times = one.times and other.times and not one.times & other.times
    return bool(times or (one.literal and other.literal and not one.literal & other.literal))


def alike(one: Step, other: Step) -> bool:
    """Whether two pieces of advice are one."""
    if _apart(one, other):
        return False
    if _known(one, other):
        return True
    mine, theirs = (frozenset(noun for _, nouns in each.clauses for noun in nouns) for each in (one, other))
    verbs = {verb for each, _ in one.clauses for verb in each} & {verb for each, _ in other.clauses for verb in each}
    shared = mine & theirs
    if mine == theirs and mine and one.kinds.keys() == other.kinds.keys():
        return True
    return bool(verbs) and len(shared) >= 2 and len(shared) >= (0.55 if len(shared) > 2 else 0.75) * len(mine | theirs)
