"""A step as words tell it, and whether two of them are one."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, NamedTuple

from replylint.late import late
from replylint.lexicon import Lexicon
from replylint.reading.deeds import Deeds, deed, deeds
from replylint.reading.matter import merged, plain, roots

if TYPE_CHECKING:
    from replylint.reading import Reading, View
    from replylint.reading.sentences import Sentence

_KINDS = (
    "step-restart", "step-reinstall", "step-clear", "step-browser", "step-sign-in", "step-battery", "step-spam", "step-bank",
    "step-update", "step-password", "step-network", "step-cable", "step-clock",
)  # fmt: skip


_REPLACING = ("replace", "put", "use", "insert", "install")


class Clause(NamedTuple):
    """A clause of a step: its verbs (the numbers of their groups), its other content words, those before a preposition, the
    stem of its first word, which may be a verb of no group, and up or down."""

    verbs: tuple[int, ...]
    nouns: frozenset[str]
    objects: frozenset[str]
    lead: str
    way: str


class Step(NamedTuple):
    """A stretch of a sentence that advises or reports steps: its content words; its clauses; the known steps with what they
    are done to; the lengths of time in it; what is to be typed. `trying`: it tells of having tried something,
    `denied`: that somebody has not seen or does not have it."""

    start: int
    end: int
    asked: bool
    content: frozenset[str]
    trying: bool
    denied: bool
    clauses: tuple[Clause, ...]
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
    "step-restart": plain(
        "restart reboot power cycle relaunch hard soft reset turn switch unplug start off back everything twice times again "
        "overnight minute hour second moment while night day week morning today yesterday few whole full half"
    ),
    "step-reinstall": plain(
        "reinstall uninstall clean install fresh copy delete remove download everything whole entire again twice times scratch"
    ),
    "step-update": plain(
        "update upgrade latest version firmware software newest fully check everything available now again date up-to-date "
        "running run downloaded sure"
    ),
    "step-password": plain("reset change set new password passcode link forgot forgotten again twice times use used using"),
}
_PLAIN = plain(
    "team support service services us department desk app phone device account website site page please settings help team "
    "problem issue order message email error customer use used using"
)
_PRONOUN = late(r"\b(?:it|them|this|that)\b")
_CLAUSE = late(r"[,;:()]| (?:and|or|then|&|to see|to check|so that) ")
_PREPOSITION = late(
    r" (?:from|in|on|at|to|with|by|for|into|under|behind|through|via|using|of|onto|inside|between|"
    r"over|once|while|until|so|as|near|against|about) "
)
_LEAD = late(
    r"^(?:(?:please|kindly|pls|you|i|we|i've|we've|ive|also|just|then|first|could|can|would|have|to|and|or|try|trying|tried|"
    r"suggest|recommend|advise|i'd|we'd|i would|we would|start by|begin by|a go at|already|even|next|now|should|need to|"
    r"make sure|is|it's|worth|how about|what about|consider) "
    r")+"
)
_GOES_ON = late(r"(?:in|on|at|under|behind|with|from|such as) ")
_RENEWED = late(r"(?:brand )?(?:new|fresh|another|different|second|spare|replacement) \w")
_WAY = late(r"\b(?:up|down)\b")
_DENIED = late(
    r"\b(?:hasn't|haven't|hasnt|havent|didn't|doesn't|don't|do not|has not|have not|never|nobody|no one|none of them)(?: \w+)? "
    r"(?:seen|see|have|got|found|find|received|know|heard|there|saw)\b|\b(?:say|says|said) (?:no|they don't|it's not|it isn't|"
    r"nothing|there's no)|\b(?:told (?:me|us)|on hold|no answer|no help|not covered|couldn't help|can't help|cannot help)\b"
)
_TRYING = late(
    r"\b(?:did|does|do) nothing\b|\b(?:didn't|didnt|doesn't|doesnt|hasn't|not) help|\bno (?:difference|effect|use|change)\b|"
    r"\btried (?:the|my|your|an?|with|both|all|that|this|it|in|using|another|different|every|\d)\b"
)
_LITERAL = late(r"\S*[#:/_\\]\w\S*|\"[^\"]+\"")
_BEFORE = 28  # code points before “is up to date” in which its subject stands
_THING = late(r"[^,;:.()]{0,24}")


def step_of(reading: Reading, view: View, start: int, end: int, asked: bool) -> Step:
    """The step that a stretch of a sentence tells."""
    while start < end and not view.seen.text[start].isalnum():
        start += 1
    while end > start and not view.seen.text[end - 1].isalnum():
        end -= 1
    words = view.unmasked[start:end]
    here = view.sentence_at(start)
    previous = view.sentences[max(0, here - 1)]
    before = roots(reading.lexicon, view.folded[previous.start : previous.end]) - _PLAIN if here else frozenset[str]()
    clauses = tuple(_clauses(reading.lexicon, words, before))
    kinds = _kinds(reading, view, start, end)
    times = frozenset(_NUMBERS.get(number + unit[:3], number + unit[:3]) for number, unit in _TIMES.findall(words)) | frozenset(
        _OFTEN.findall(words)
    )
    trying, denied = _TRYING.search(words) is not None, _DENIED.search(words) is not None
    literal = frozenset(_LITERAL.findall(words))
    return Step(start, end, asked, roots(reading.lexicon, words) - _PLAIN, trying, denied, clauses, kinds, times, literal)


def like(reading: Reading, view: View, sentence: Sentence, steps: Sequence[Step]) -> bool:
    """Whether a sentence may tell one of some steps: it names a known step, or it or the one before shares a word with them."""
    here = view.sentence_at(sentence.start)
    near = (view.unmasked[each.start : each.end] for each in view.sentences[max(0, here - 1) : here + 1])
    said = merged(roots(reading.lexicon, words) for words in near)
    if any(not said.isdisjoint(step.content.union(*(clause.nouns for clause in step.clauses))) for step in steps):
        return True
    kinds = {kind for step in steps for kind in step.kinds}
    return any(reading.begun(view, kind, sentence.start, sentence.end) for kind in kinds)


def _clauses(lexicon: Lexicon, words: str, before: frozenset[str]) -> Iterator[Clause]:
    """The clauses of a stretch; `before` is what a pronoun may stand for, and one without a verb goes on with the last."""
    numbers, last = deeds(lexicon).numbers, tuple[int, ...]()
    for clause in _CLAUSE.split(words):
        told = _LEAD.sub("", clause.strip())
        verbs = tuple(number for word in told.split() if (number := deed(lexicon, word)) is not None)
        if not verbs and _RENEWED.match(told):
            verbs = (numbers["replace"],)
        nouns = _nouns(lexicon, told)
        cut = _PREPOSITION.search(told, 1)
        objects = _nouns(lexicon, told[: cut.start()]) if cut else nouns
        lead = "" if verbs else min(roots(lexicon, told.partition(" ")[0]), default="")  # of a compound one, and always the same
        meant = frozenset[str]()
        if _PRONOUN.search(_after_verb(lexicon, told) if verbs else told.partition(" ")[2][:5]):
            meant = before | {lead} - {""}
        before |= nouns
        way = found[0] if (found := _WAY.search(told)) else ""
        does = verbs or (last if _GOES_ON.match(told) else ())
        yield Clause(does, nouns, objects or nouns, lead, way)
        if meant:
            yield Clause(does, meant, meant, lead, way)
        last = verbs or last


def _after_verb(lexicon: Lexicon, words: str) -> str:
    """The two words after the first verb."""
    parts = words.split()
    verb = next((at for at, word in enumerate(parts) if deed(lexicon, word) is not None), len(parts))
    return " ".join(parts[verb + 1 : verb + 3])


def _nouns(lexicon: Lexicon, words: str) -> frozenset[str]:
    """The content words without the first verb; a further one may be a noun, as in “the head cleaning”."""
    parts = words.split()
    verb = next((at for at, word in enumerate(parts) if deed(lexicon, word) is not None), len(parts))
    return roots(lexicon, " ".join(parts[:verb] + parts[verb + 1 :])) - _PLAIN


def _kinds(reading: Reading, view: View, start: int, end: int) -> dict[str, frozenset[str]]:
    """The known steps of a stretch, each with what it is done to."""
    found: dict[str, frozenset[str]] = {}
    for name in _KINDS:
        for a, b in reading.begun(view, name, start, end):
            if b <= end:
                after = _THING.match(view.folded, b)
                first = max(
                    start,
                    view.folded.rfind(" ", 0, max(1, a - _BEFORE)),
                    view.folded.rfind(" and ", 0, a),
                    view.folded.rfind(",", 0, a),
                )
                first = first if name == "step-update" else a
                near = roots(
                    reading.lexicon,
                    view.folded[first : after.end() if after else b].removeprefix(" and ").split(" and ")[0].split(" then ")[0],
                )
                things = near - _OBJECTS[name] if name in _OBJECTS else frozenset()
                found[name] = found.get(name, frozenset()) | things
    return found


def same(reading: Reading, one: Step, tried: Step) -> bool:
    """Whether what is advised is among what was tried."""
    if _apart(one, tried):
        return False
    if _known(one, tried):
        return True
    if (one.literal and not one.literal & tried.literal) or _of_another(one, tried):
        return False
    known = deeds(reading.lexicon)
    return any(_done(known, clause, one, tried) for clause in one.clauses)


def _done(known: Deeds, clause: Clause, one: Step, tried: Step) -> bool:
    """Whether the deed of a clause is told among what was tried: by its verb and object, or by nearly all its words."""
    if clause.verbs and clause.verbs[0] == known.numbers["hold"] and one.times and not tried.times:
        return False
    verbs = {*clause.verbs[:1], *(verb for verb in clause.verbs if verb not in known.common)}
    told_of = [done for done in tried.clauses if verbs.intersection(done.verbs)]
    if not {known.numbers[verb] for verb in _REPLACING}.isdisjoint(clause.verbs):
        told_of += [done for done in tried.clauses if done.verbs == (known.numbers["replace"],)]
    theirs = frozenset(noun for done in told_of for noun in done.nouns)
    shared = clause.objects & theirs
    turned = clause.way and any(done.way == clause.way for done in told_of)
    least = 2 if clause.verbs and clause.verbs[0] in known.common and not turned else 1
    if len(shared) >= least and 2 * len(shared) >= len(clause.objects):
        return True
    shared = clause.nouns & theirs
    if len(shared) >= least and 2 * len(shared) >= len(clause.nouns):
        return True
    shared = clause.nouns & tried.content
    told = clause.verbs or clause.lead in tried.content
    if told and len(shared) >= 3 and 4 * len(shared) >= 3 * len(clause.nouns):
        return True
    if clause.verbs and clause.verbs[0] == known.numbers["ask"] and tried.denied and clause.objects & tried.content:
        return True
    if clause.verbs and clause.verbs[0] in known.common and any(done.lead in clause.objects for done in tried.clauses):
        return True
    if clause.lead and clause.lead in tried.content and len(shared) >= 2 and 2 * len(shared) >= len(clause.objects):
        return True
    return tried.trying and len(shared) >= 2 and 2 * len(shared) >= len(clause.nouns)


def surely(one: Step, tried: Step) -> bool:
    """Whether two steps that are the same are so by a known step, or by a verb and all that it is done to."""
    deeds = ((clause, done) for clause in one.clauses for done in tried.clauses if {*clause.verbs[:1]} & {*done.verbs})
    return _known(one, tried) or any(clause.objects and clause.objects <= done.nouns for clause, done in deeds)


def _known(one: Step, other: Step) -> bool:
    """Whether both name a known step, done to the same."""
    for kind, things in one.kinds.items():
        theirs = other.kinds.get(kind)
        if theirs is not None and (
            things & theirs or not (things or theirs) or (kind != "step-update" and not (things and theirs))
        ):
            return True
    return False


def _of_another(one: Step, other: Step) -> bool:
    """Whether both name a known step, done to different things."""
    return any(things and (theirs := other.kinds.get(kind)) and not things & theirs for kind, things in one.kinds.items())


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
    mine, theirs = (frozenset(noun for clause in each.clauses for noun in clause.nouns) for each in (one, other))
    verbs = {verb for clause in one.clauses for verb in clause.verbs} & {
        verb for clause in other.clauses for verb in clause.verbs
    }
    shared = mine & theirs
    if mine == theirs and mine and one.kinds.keys() == other.kinds.keys():
        return True
    return bool(verbs) and len(shared) >= 2 and len(shared) >= (0.55 if len(shared) > 2 else 0.75) * len(mine | theirs)
