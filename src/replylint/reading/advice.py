"""Steps: what a text advises, what the customer has tried, and what the draft advises although it was tried."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, Literal, NamedTuple

from replylint.conversation import Span
from replylint.late import late
from replylint.lexicon import Lexicon
from replylint.reading.deeds import deed, deeds
from replylint.reading.matter import plain, roots

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


class Repeated(NamedTuple):
    """Advice that was tried. `how`: `advice`, or `asked` (have you tried); `note` is what the customer wrote (or we did)."""

    start: int
    end: int
    how: Literal["advice", "asked"]
    note: str
    evidence: tuple[Span, ...]


_ADVISES = late(
    r"\b(?:please|kindly|pls)(?: (?:also|just|do|first|then|now|try to|try and|try))* (?P<a>[\w-]+)"
    r"|\b(?:could|can|would|will) you (?:please |kindly |also |just |try to |try |first )*(?P<b>[\w-]+)"
    r"|\b(?:try(?:ing)?(?: to| and)?|have a go at|(?:i'd|i would|we'd|we would|i|we)(?: also)? (?:suggest|recommend|"
    r"advise))(?: that you|"
    r" you)?(?: also| first)? (?P<c>[\w-]+)"
    r"|\byou(?:'ll| will)?(?: should| need to| must|'d need to| have to)(?: also| then| first)* (?P<d>[\w-]+)"
    r"|\b(?:best|next|first) (?:thing|step)(?: to do)? is(?: to)? (?P<e>[\w-]+)"
    r"|\b(?:clears|fixes|solves|helps|works|does|cures|sorts) (?:it |this |that )?is (?P<f>[\w-]+ing)\b|\bmake sure\b|\bensure\b"
    r"|\bhave you (?:already |also )?(?:tried|done|checked)?(?: to)? ?(?P<g>[\w-]+)|\bdid you (?:already |also )?(?:try|"
    r"check)(?: to)? (?P<h>[\w-]+)"
    r"|(?:^|[,;:] (?:and |then |first,? )?|\b(?:and|then|first|next|now)[, ]+)(?!(?:please|kindly|pls|try|trying|could|can|"
    r"you|i|we|make sure|ensure|have)\b)"
    r"(?P<i>[a-z-]+)\b|\b(?:and|or) (?P<j>[\w-]+ing)\b|\bhave a (?P<k>look)\b"
)
_HAVE_YOU = late(
    r"\bhave you (?:already |also )?(?:\w+ed|tried|done|run|reset|taken|made)\b|\bdid you (?:already |also )?(?:try|check)\b"
)
_IF = late(r"\b(?:if|in case|should) (?:it|the|this|that|they|you (?:ever|see|still|can't|have)|not|so|none|any)\b|"
    r"\bwhenever\b|\bnext time\b|\bunless\b|"
           r"\bin (?:the )?future\b|\bonce (?:it|you|we|they|i)\b|\bwhile (?:i|we)\b.{0,40}$")  # fmt: skip
_TRIED = late(
    r"\btried\b|\balready\b|\b(?:i|we)(?:'ve| have)(?: \w+)? \w+|\bdid (?:that|it|this|all|so|everything|what|the)\b|"
    r"\bdone\b|\btwice\b|\btimes\b"
    r"|\b(?:i|we)(?: also| even| just| then| both)* (?!need|indeed)(?:[\w-]{2,}ed|held|rang|did|took|put|bought|went|reset|"
    r"ran|spoke|swapped|got|made|bled|cut|left|sent|wrote)\b"
    r"|^\W*(?:also |even |just |then )?(?!need|indeed)(?:[\w-]{2,}ed|held|resent|rang|did|done|took|put|bought|went|reset|ran|"
    r"spoke|bled|rebooted)\b"
    r"|\b(?:did not|didn't|does not|doesn't) (?:help|work|change|do|fix|solve|make)\b|\bno (?:luck|change|difference|joy|"
    r"effect|odds|result)\b|\bnope\b"
    r"|(?:'s|\bhas|\bhave|\bis|\bare) been \w+ed\b|[,;] (?:also |then |and )?(?!need)\w{2,}ed\b"
)
_FAILED = late(
    r"\bstill\b|\bsame\b|\bno (?:luck|change|difference|joy|effect|odds|result|good|success|idea)\b|\bnope?\b|\bnothing\b|"
    r"n't\b|\bwont\b|\bdidnt\b|\bdoesnt\b|\bnot\b|"
    r"\bno avail\b|\bunable\b|\bfail|\bwithout\b|\bagain\b|\bkeeps?\b|\bas before\b|\bback\b|\berror\b|\bstuck\b|\bfreez|"
    r"\bcrash|\bdead\b|\bno \w+|\beither\b"
)
_WORKED = late(r"\b(?:works|working|worked|fixed|solved|sorted|helped|did the trick|all good)\b")
_UNTRIED = late(
    r"\b(?:haven't|have not|hasn't|didn't|did not|never|not) (?:\w+ )?(?:try|tried|do|done|yet|got round|get round|dare|"
    r"want)\b|\bnot (?:yet|got)\b|"
    r"\b(?:should|shall|do|can|could|must) i\b|\bi(?:'ll| will| am going to|'m going to| want to| don't want to|"
    r" would rather| need to)\b|\?\s*$|\bbefore i\b|\b(?:tell|told|tells|telling|ask|asked|asks) (?:me|us) to\b|\b(?:not|"
    r"isn't|wasn't) possible\b"
)
_AGAIN_PLEASE = late(
    r"\b(?:send|resend|give|tell|explain|remind|repeat|post|share|forward)\b[^.?!]{0,40}\b(?:again|once more|steps|"
    r"instructions)\b|\bhow (?:was|did|does) that\b"
    r"|\b(?:lost|deleted|can't find|cannot find) (?:your|the) (?:message|e-?mail|instructions|steps|reply)\b|"
    r"\bwhat were the (?:steps|instructions)\b"
    r"|\bsteps again\b|\b(?:how|what) (?:was|were) (?:it|they|those|that) again\b"
)
_OURS = late(
    r"\b(?:i|we)(?:'ve| have)(?: just| now| also)* (?:re-?\w+|changed|updated|fixed|switched|pushed|cleared|enabled|"
    r"corrected|unlocked|released|upgraded|"
    r"replaced|repaired|moved|lifted|removed|made|put|sent a|turned)\b|\b(?:version|update|fix|patch|"
    r"release) (?:\S+ )?(?:went|is|has been|was) (?:on|out|in|now|"
    r"installed|live|released)\b|\bnow (?:that )?(?:it's|it is|we|i)\b|\bwe (?:just )?(?:reset|updated|renewed)\b"
)
_SAFETY = late(r"\b(?:smell|leak|smoke|fire|emergency|ambulance|999|911|112|police|safety|law|legally)\b")
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
        "restart reboot power cycle relaunch hard soft reset turn switch unplug start off back everything twice times again"
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


def repeated(reading: Reading, view: View) -> Iterator[Repeated]:
    """What the draft advises although the customer has tried it, or did when we advised it before."""
    if not reading.customer or any(_AGAIN_PLEASE.search(said.folded) for said in reading.asking):
        return
    advised = [step for step in _advised(reading, view) if not _excused(reading, view, step)]
    if not advised:
        return
    tried = [(said, step) for said in reading.customer for step in _tried(reading, said)]
    before = [(ours, step) for ours in reading.earlier if _failed_after(reading, ours) for step in _advised(reading, ours)]
    common = deeds(reading.lexicon).common
    for step in advised:
        for theirs, other in tried:
            if _same(step, other, common):
                yield _made(step, theirs, other)
                break
        else:
            for ours, other in before:
                if not step.asked and _alike(step, other):
                    yield _made(step, ours, other)
                    break


def _made(step: Step, where: View, other: Step) -> Repeated:
    note = " ".join(where.seen.text[other.start : other.end].split())
    note = note if len(note) <= _MOST else note[: note.rfind(" ", 0, _MOST)] + " …"
    return Repeated(step.start, step.end, "asked" if step.asked else "advice", note, (where.span(other.start, other.end),))


_MOST = 60  # code points of what was tried that a message quotes


def _advised(reading: Reading, view: View) -> Iterator[Step]:
    """The sentences of a text that advise to do something."""
    for sentence in view.sentences:
        words = view.folded[sentence.start : sentence.end]
        waits = _IF.search(words)
        starts = [found.start() for found in _ADVISES.finditer(words) if _advising(reading.lexicon, found)]
        if (
            starts
            and not (_CAN.match(words, starts[0]) and "?" not in words and "please" not in words)
            and not (waits and waits.start() <= starts[0] + 3)
        ):
            last = sentence.start + (waits.start() if waits else len(words))
            yield _step(reading, view, sentence.start + starts[0], last, _HAVE_YOU.search(words) is not None)


def _advising(lexicon: Lexicon, found: re.Match[str]) -> bool:
    """Whether the verb is one of doing: `please accept` advises nothing."""
    verb = next((word for word in found.groups() if word), None)
    if found["i"] and (
        (verb or "").endswith("ed")
        or ((verb or "").endswith("ing") and verb not in ("bring", "ring"))
        or (found[0].lstrip(" ,;:").startswith("and ") and not found[0].startswith((",", ";", ":")))
    ):
        return False
    return verb is None or deed(lexicon, verb) is not None or verb in (_CALLS if found["i"] else _CALLS + _MORE)


_CALLS = ("contact", "call", "ring", "phone", "ask", "speak")
_MORE = ("make", "get", "another", "a", "different", "have")
_CAN = late(r"(?:can|will|would|could) you\b")
_PRONOUN = late(r"\b(?:it|them|this|that)\b")
_CLAUSE = late(r"[,;:()]| (?:and|or|then|&|to see|to check|so that) ")
_LITERAL = late(r"\S*[#:/_\\]\w\S*|\"[^\"]+\"")
_BEFORE = 28  # code points before “is up to date” in which its subject stands
_THING = late(r"[^,;:.()]{0,24}")


def _step(reading: Reading, view: View, start: int, end: int, asked: bool) -> Step:
    while start < end and not view.seen.text[start].isalnum():
        start += 1
    while end > start and not view.seen.text[end - 1].isalnum():
        end -= 1
    words = view.unmasked[start:end]
    here = view.sentence_at(start)
    previous = view.sentences[max(0, here - 1)]
    before = roots(reading.lexicon, view.folded[previous.start : previous.end]) - _PLAIN if here else frozenset[str]()
    clauses = []
    for clause in _CLAUSE.split(words):
        verbs = [group for word in clause.split() if (group := deed(reading.lexicon, word)) is not None]
        nouns = roots(reading.lexicon, " ".join(word for word in clause.split() if deed(reading.lexicon, word) is None)) - _PLAIN
        if verbs and not nouns and _PRONOUN.search(clause):
            nouns = before
        before |= nouns
        clauses.append((tuple(verbs), nouns))
    kinds = _kinds(reading, view, start, end)
    times = frozenset(_NUMBERS.get(number + unit[:3], number + unit[:3]) for number, unit in _TIMES.findall(words)) | frozenset(
        _OFTEN.findall(words)
    )
    return Step(
        start,
        end,
        asked,
        roots(reading.lexicon, words) - _PLAIN,
        tuple(clauses),
        kinds,
        times,
        frozenset(_LITERAL.findall(words)),
    )


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
                near = roots(
                    reading.lexicon,
                    view.folded[first : after.end() if after else b].removeprefix(" and ").split(" and ")[0].split(" then ")[0],
                )
                things = near - _OBJECTS[name] if name in _OBJECTS else frozenset()
                found[name] = found.get(name, frozenset()) | things
    return found


def _tried(reading: Reading, said: View) -> Iterator[Step]:
    """The sentences in which the customer tells what was done, when the message says that it did not help."""
    if _WORKED.search(said.folded) and not _FAILED.search(said.unmasked):
        return
    for sentence in said.sentences:
        words = said.folded[sentence.start : sentence.end]
        if _TRIED.search(words) and not _UNTRIED.search(words):
            yield _step(reading, said, sentence.start, sentence.end, False)


def _failed_after(reading: Reading, ours: View) -> bool:
    """Whether the customer's answer to a reply of ours says that its advice did not help."""
    answer = next((said for said in reading.customer if said.turn > ours.turn), None)
    if answer is None or not _FAILED.search(answer.unmasked):
        return False
    sentences = [answer.folded[s.start : s.end] for s in answer.sentences]
    if any(_UNTRIED.search(words) and "yet" in words for words in sentences):
        return False
    return any(_TRIED.search(words) and not _UNTRIED.search(words) for words in sentences)


def _excused(reading: Reading, view: View, step: Step) -> bool:
    """Whether the draft says what is different this time, only sums up, or must say it."""
    here = view.sentence_at(step.start)
    sentence = view.sentences[here]
    words = view.folded[sentence.start : sentence.end]
    before = view.folded[view.sentences[max(0, here - 2)].start : sentence.end]
    said = [(a, b) for a, b in reading.matches(view, "step-no") if sentence.start <= a < sentence.end]
    return (
        any(a < step.start + 3 or view.folded[a:b] == "already" for a, b in said)
        or any(sentence.start <= a < sentence.end for a, _ in reading.matches(view, "step-difference"))
        or _OURS.search(before) is not None
        or _SAFETY.search(words) is not None
    )


def _same(step: Step, tried: Step, common: frozenset[int]) -> bool:
    """Whether what is advised is among what was tried; a `common` deed takes two nouns to tell."""
    if _apart(step, tried):
        return False
    if _known(step, tried):
        return True
    if step.literal and not step.literal & tried.literal:
        return False
    for verbs, nouns in step.clauses:
        theirs = frozenset(noun for done, about in tried.clauses if verbs and verbs[0] in done for noun in about)
        shared = nouns & theirs
        if len(shared) >= (2 if verbs and verbs[0] in common else 1) and 2 * len(shared) >= len(nouns):
            return True
        shared = nouns & tried.content
        if len(shared) >= 3 and 4 * len(shared) >= 3 * len(nouns):
            return True
    return False


def _known(step: Step, other: Step) -> bool:
    """Whether both name a known step, done to the same."""
    for kind, things in step.kinds.items():
        theirs = other.kinds.get(kind)
        if theirs is not None and (
            things & theirs or not (things or theirs) or (kind != "step-update" and not (things and theirs))
        ):
            return True
    return False


def _apart(step: Step, other: Step) -> bool:
    """Whether two steps differ in how long they take or in what is to be typed."""
    times = step.times and other.times and not step.times & other.times
    return bool(times or (step.literal and other.literal and not step.literal & other.literal))


def _alike(step: Step, other: Step) -> bool:
    """Whether two pieces of advice are one."""
    if _apart(step, other):
        return False
    if _known(step, other):
        return True
    mine, theirs = (frozenset(noun for _, nouns in one.clauses for noun in nouns) for one in (step, other))
    verbs = {verb for each, _ in step.clauses for verb in each} & {verb for each, _ in other.clauses for verb in each}
    shared = mine & theirs
    if mine == theirs and mine and step.kinds.keys() == other.kinds.keys():
        return True
    return bool(verbs) and len(shared) >= 2 and len(shared) >= (0.55 if len(shared) > 2 else 0.75) * len(mine | theirs)
