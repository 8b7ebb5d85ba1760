"""Advice: what a text advises, what the customer has tried, and what the draft advises although it was tried."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, Literal, NamedTuple

from replylint.conversation import Span
from replylint.late import late
from replylint.reading.content import unmasked
from replylint.reading.deeds import DONE_FORMS, group
from replylint.reading.steps import Step, alike, same, step_of

if TYPE_CHECKING:
    from replylint.reading import Reading, View


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


def repeated(reading: Reading, view: View) -> Iterator[Repeated]:
    """What the draft advises although the customer has tried it, or did when we advised it before."""
    if not reading.customer or any(_AGAIN_PLEASE.search(said.folded) for said in reading.asking):
        return
    advised = [step for step in _advised(reading, view) if not _excused(reading, view, step)]
    if not advised:
        return
    tried = [(said, step) for said in reading.customer for step in _tried(reading, said)]
    before = [(ours, step) for ours in reading.earlier if _failed_after(reading, ours) for step in _advised(reading, ours)]
    for step in advised:
        for theirs, other in tried:
            if same(step, other):
                yield _made(step, theirs, other)
                break
        else:
            for ours, other in before:
                if not step.asked and alike(step, other):
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
        starts = [found.start() for found in _ADVISES.finditer(words) if _advising(found)]
        if (
            starts
            and not (_CAN.match(words, starts[0]) and "?" not in words and "please" not in words)
            and not (waits and waits.start() <= starts[0] + 3)
        ):
            last = sentence.start + (waits.start() if waits else len(words))
            yield step_of(reading, view, sentence.start + starts[0], last, _HAVE_YOU.search(words) is not None)


def _advising(found: re.Match[str]) -> bool:
    """Whether the verb is one of doing: `please accept` advises nothing."""
    verb = next((word for word in found.groups() if word), None)
    if found["i"] and (
        verb in DONE_FORMS
        or ((verb or "").endswith("ing") and verb not in ("bring", "ring"))
        or (found[0].lstrip(" ,;:").startswith("and ") and not found[0].startswith((",", ";", ":")))
    ):
        return False
    return verb is None or group(verb) is not None or verb in (_CALLS if found["i"] else _CALLS + _MORE)


_CALLS = ("contact", "call", "ring", "phone", "ask", "speak")
_MORE = ("make", "get", "another", "a", "different", "have")
_CAN = late(r"(?:can|will|would|could) you\b")


def _tried(reading: Reading, said: View) -> Iterator[Step]:
    """The sentences in which the customer tells what was done, when the message says that it did not help."""
    if _WORKED.search(said.folded) and not _FAILED.search(unmasked(said)):
        return
    for sentence in said.sentences:
        words = said.folded[sentence.start : sentence.end]
        if _TRIED.search(words) and not _UNTRIED.search(words):
            yield step_of(reading, said, sentence.start, sentence.end, False)


def _failed_after(reading: Reading, ours: View) -> bool:
    """Whether the customer's answer to a reply of ours says that its advice did not help."""
    answer = next((said for said in reading.customer if said.turn > ours.turn), None)
    if answer is None or not _FAILED.search(unmasked(answer)):
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
