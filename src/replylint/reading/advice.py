"""Advice: what a text advises, what the customer has tried, and what the draft advises although it was tried."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Literal, NamedTuple

from replylint.conversation import Span
from replylint.late import late
from replylint.lexicon import Lexicon
from replylint.reading.deeds import deed
from replylint.reading.steps import Step, alike, like, same, step_of, surely
from replylint.reading.tried import again, mended

if TYPE_CHECKING:
    from replylint.reading import Reading, View
    from replylint.reading.sentences import Sentence


class Repeated(NamedTuple):
    """Advice that was tried. `how`: `advice`, or `asked` (have you tried); `sure`: the deed and what it is done to are the
    same; `note` is what the customer wrote (or we did)."""

    start: int
    end: int
    how: Literal["advice", "asked"]
    sure: bool
    note: str
    evidence: tuple[Span, ...]


_ADVISES = late(
    r"\b(?:please|kindly|pls)(?: (?:also|just|do|first|then|now|try to|try and|try|have (?:a|another)(?: quick|"
    r" good)?))* (?P<a>[\w-]+)"
    r"|\b(?:could|can|would|will) you (?:please |kindly |also |just |try to |try |first |mind |have (?:a|another) (?:quick |"
    r"good )?)*(?P<b>[\w-]+)"
    r"|(?:(?<!we )(?<!i )(?<!to )(?<!they )\b(?:try|(?<!are )(?<!you're )trying)"
    r"(?: to| and)?|\b(?:have (?:a|another) go at|(?:i'd|i would|we'd|we would|i|we)(?: also)? (?:suggest|recommend|"
    r"advise)|(?:it's|it is|is|be|it'd be) (?:also )?(?:well )?worth|(?<=is )time to|(?<='s )time to|"
    r"(?:goes away|clears|works|helps|disappears|stops) (?:when|once|if|by)|how about|what about|start by|begin by|begin with|"
    r"consider|"
    r"the (?:trick|thing|idea|answer|solution|fix|key) is(?: usually| often)?(?: to)?|give))(?: that you|"
    r" you)?(?: also| first)? (?P<c>[\w-]+)"
    r"|\byou(?:'ll| will)?(?: should| need to| must|'d need to| have to|(?: could| can| might| may)(?: also|"
    r" always)?(?= (?:try|"
    r"ask|check|want to|like to|wish to|contact)\b))(?: also| then| first| just| want to| like to| wish to| try to| try)* "
    r"(?P<d>[\w-]+)"
    r"|\b(?:best|next|first|simplest|easiest|quickest) (?:thing|step|way|fix)(?: to do)? is(?: to)? (?P<e>[\w-]+)"
    r"|\b(?:clears|fixes|solves|helps|works|does|cures|sorts) (?:it |this |that )?(?:is|:) (?P<f>[\w-]+)\b|\bmake sure\b|"
    r"\bensure\b|\b(?:i'd|i would) (?P<l>(?!like|love|be|have|need|suggest|recommend|advise)\w+)"
    r"|\b(?:have you|(?:whether|if) you(?:'ve| have)) (?:already |also )?"
    r"(?:tried|done|checked)?(?: to)? ?(?P<g>[\w-]+)|\bdid you (?:already |also )?(?:try|"
    r"check)(?: to)? (?P<h>[\w-]+)"
    r"|(?:^|[,;:] (?:and |then |so |first,? )?|\b(?:and|then|first|next|now|just|simply)[, ]+)(?!(?:please|kindly|pls|try|"
    r"trying|"
    r"could|can|you|i|we|make sure|ensure|have|just|simply|then|first|next|now|start by|begin by)\b)"
    r"(?P<i>[a-z-]+)\b|\b(?:and|or) (?P<j>[\w-]+ing)\b|\bhave a (?:quick |good |little )?(?P<k>look|peek)\b"
)
_MENDS = late(
    r"\b(?:should|will|can|could|might|may|often|usually|normally|generally|always|nearly always)(?: \w+)? (?:help|fix|"
    r"solve|clear|cure|bring|stop|get|sort|do the trick|work|helps|fixes|solves|clears|cures|sorts|does the trick|works)\b"
)
_HAVE_YOU = late(
    r"\b(?:whether|if) you(?:'ve| have) (?:already |also |ever )?\w+ed\b|"
    r"\bhave you (?:already |also )?(?:\w+ed|tried|done|run|reset|taken|made)\b|\bdid you (?:already |also )?(?:try|check)\b"
)
_IF = late(r"\b(?:if|in case|should) (?:it|the|this|that|they|you (?:ever|see|still|can't|have(?! (?:\w+ )?(?:tried|\w+ed\b)))|"
    r"not|so|none|any)\b|"
    r"\bif you (?!have|haven't|could|can|would|didn't)\w+[^,]{0,40},|\bwhenever\b|\bnext time\b|\bunless\b|"
           r"\bin (?:the )?future\b|\bonce (?:it|you|we|they|i)\b|\bwhile (?:i|we)\b.{0,40}$")  # fmt: skip
_TRIED = late(
    r"\btried\b|\balready\b|\b(?:i|we)(?:'ve|ve| have)(?: \w+)? (?:\w+ed|done|been|put|set|"
    r"run|reset|taken|made|gone|held|spoken|rung|shrunk|written|sent|had|cut|left|bled|got|given|shut|let|read)\b|"
    r"\bdid (?:that|it|this|all|so|everything|what|the)\b|"
    r"\bdone\b|\btwice\b|\btimes\b"
    r"|\b(?:i|we)(?: also| even| just| then| both)* (?!need|indeed)(?:[\w-]{2,}ed|held|rang|did|took|put|bought|went|reset|"
    r"ran|spoke|swapped|got|made|bled|cut|left|sent|wrote|shook|blew|drew|shut|let)\b"
    r"|^\W*(?:also |even |just |then )?(?!need|indeed)(?:[\w-]{2,}ed|held|resent|rang|did|done|took|put|bought|went|reset|ran|"
    r"spoke|bled|rebooted|shook|blew|got|swapped|shut|wiped|made)\b"
    r"|\b(?:my|the|our) [\w ]{2,20} (?:says?|said|told me|told us|tells me|swears?|confirms?|confirmed|insists?)\b|"
    r"\bthey (?:told|say|said)\b|"
    r"^\W*(?:the |my |our |both |all )?(?!i |we |it |he |she |you )[a-z]+ (?!need)[a-z]{2,}ed\b"
    r"|\bnot (?:in|with|at|under|there)\b|\bnothing (?:in|there|at|under)\b|"
    r"\b(?:hasn't|haven't|hasnt|havent) (?:seen|got|found|"
    r"received|heard)\b|\b(?:didnt|doesnt|didn't|doesn't|hasn't|hasnt|did not|has not)(?: \w+)? (?:help\w*|work\w*|chang\w+)|"
    r"\b(?:new|fresh|different|another|second) [\w ]{3,20}[,.] (?:\w+ )?(?:nothing|same|no|still|nope)\b"
    r"|\b(?:did not|didn't|does not|doesn't|did|does) (?:nothing|help|work|change|do|fix|solve|make)\b|"
    r"\bno (?:luck|change|difference|joy|"
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
    r"|\b(?:write|list|type|spell|set|post|send)\b[^.?!]{0,16}\b(?:down|out)\b[^.?!]{0,12}\b(?:again|once more|for me)\b"
    r"|\b(?:once more|again)\b[^.?!]{0,30}\b(?:instructions|steps)\b|\bsteps again\b|\b(?:how|what) (?:was|were) (?:it|"
    r"they|those|that) again\b"
)
_OURS = late(
    r"\b(?:i|we)(?:'ve| have)(?: just| now| also)* (?:re-?\w+|changed|updated|fixed|switched|pushed|cleared|enabled|"
    r"corrected|unlocked|released|upgraded|"
    r"replaced|repaired|moved|lifted|removed|made|put|sent a|turned)\b|\b(?:version|update|fix|patch|"
    r"release) (?:\S+ )?(?:went|is|has been|was) (?:on|out|in|now|"
    r"installed|live|released)\b|\bnow (?:that )?(?:it's|it is|we|i)\b|\bwe (?:just )?(?:reset|updated|renewed)\b"
)
_DONE = late(
    r"\byou(?:'ve| have) (?:already |clearly |obviously |certainly |kindly )*(?:done|tried|ruled|been through|covered|"
    r"gone through)\b"
)
_ANOTHER = late(r"\b(?:other|another|different|second|both)\b")
_WHENEVER = late(r"\b(?:if|when|whenever|unless|every time|since) (?:i|we|you)\b|\b(?:have|had|has) to\b|\bused to\b")
_SHOWS = late(r"\b(?:photos?|pictures?|pics?|screen ?shots?|videos?|recordings?|log files?)\b")
_SAFETY = late(r"\b(?:smell|leak|smoke|fire|emergency|ambulance|999|911|112|police|safety|law|legally)\b")


_BACK = 8  # messages of the customer's: what was tried before them was tried for another trouble


def repeated(reading: Reading, view: View) -> Iterator[Repeated]:
    """What the draft advises although the customer has tried it, or did when we advised it before."""
    if not reading.customer or any(_AGAIN_PLEASE.search(said.folded) for said in reading.asking):
        return
    done: set[int] = set()
    told = [said for said in reading.customer[-_BACK:] if not _solved(said)]
    failed = [ours for ours in reading.lately if _failed_after(reading, ours)]
    for found in _by_list(reading, view, told, failed):
        done.add(view.sentence_at(found.start))
        yield found
    for one in again(reading, view, told, failed, _telling) if told or failed else ():
        if view.sentence_at(one.start) not in done and not _excused(reading, view, one.start, listed=False):
            note = _short(" ".join(one.where.seen.text[one.first : one.last].split()))
            how: Literal["advice", "asked"] = "asked" if one.asked else "advice"
            yield Repeated(one.start, one.end, how, False, note, (one.where.span(one.first, one.last),))


def _by_list(reading: Reading, view: View, told: Sequence[View], failed: Sequence[View]) -> Iterator[Repeated]:
    """What the lists of steps and deeds know to have been tried, by what the customer told or by our advice that failed."""
    if not failed and not any(_TRIED.search(said.folded) for said in told):
        return
    advised = [step for step in _advised(reading, view) if not _excused(reading, view, step.start)]
    if not advised:
        return
    tried = [(said, step) for said in told for step in _tried(reading, said, advised)]
    before = [
        (ours, step_of(reading, ours, said.start, said.end, False))
        for ours in failed
        for said in ours.sentences
        if like(reading, ours, said, advised)
    ]
    for step in advised:
        for theirs, other in tried:
            if same(reading, step, other):
                yield _made(step, theirs, other, surely(step, other))
                break
        else:
            for ours, other in before:
                if not step.asked and alike(step, other):
                    yield _made(step, ours, other, True)
                    break


def _made(step: Step, where: View, other: Step, sure: bool) -> Repeated:
    note = " ".join(where.seen.text[other.start : other.end].split())
    how: Literal["advice", "asked"] = "asked" if step.asked else "advice"
    return Repeated(step.start, step.end, how, sure, _short(note), (where.span(other.start, other.end),))


def _short(note: str) -> str:
    return note if len(note) <= _MOST else note[: note.rfind(" ", 0, _MOST)] + " …"


_MOST = 60  # code points of what was tried that a message quotes


def _advised(reading: Reading, view: View) -> Iterator[Step]:
    """The sentences of a text that advise to do something."""
    for sentence in view.sentences:
        words = view.folded[sentence.start : sentence.end]
        waits = _IF.search(words)
        mends = _MENDS.search(words, 1) if _GERUND.match(words) else None
        starts = [found.start() for found in _ADVISES.finditer(words) if _advising(reading.lexicon, found, mends is not None)]
        if (
            starts
            and not (_CAN.match(words, starts[0]) and "?" not in words and "please" not in words)
            and not (waits and waits.start() <= starts[0] + 3)
        ):
            last = sentence.start + (waits.start() if waits else mends.start() if mends and starts[0] == 0 else len(words))
            yield step_of(reading, view, sentence.start + starts[0], last, _HAVE_YOU.search(words) is not None)


def _advising(lexicon: Lexicon, found: re.Match[str], mends: bool) -> bool:
    """Whether the verb is one of doing: `please accept` advises nothing. A gerund advises where it is to mend something."""
    verb = next((word for word in found.groups() if word), "")
    if found["i"]:
        gerund = verb.endswith("ing") and verb not in ("bring", "ring")
        led = found[0].lstrip(" ,;:")
        if verb.endswith("ed") or (gerund and not mends) or (led.startswith("and ") and led == found[0].lstrip(" ")):
            return False
        return (
            deed(lexicon, verb) is not None
            or verb in _CALLS
            or (not found.start() and verb not in _NO_DEED and _DOES.match(found.string, found.start("i")) is not None)
        )
    if found["j"]:
        return deed(lexicon, verb) is not None
    if verb == "let":
        return not found.string.startswith((" us", " me"), found.end())
    return verb not in _NO_DEED or (verb in _ARTICLES and " try " in " " + found[0])


_GERUND = late(r"[a-z]{3,}ing\b")
_DOES = late(r"(?!\w+s )[a-z]{3,} (?:the|your|it|them|all|each|both|every|some|boiling|warm|cold|hot)\b")
_ARTICLES = frozenset("a an the your it another".split())
_NO_DEED = frozenset(
    (
        "accept let note be find know tell send share provide reply confirm thank thanks sorry hi hello hey dear the this "
        "that these those it its there here we you your our my i a an in on at as for from by with to of no not yes and but so "
        "if when once what which who how why where do don't all any some see feel rest remember forgive bear keep "
        "expect understand has have had is are was were will would could should can may might upload attach include "
        "quote give advise"
    ).split()
)
_CALLS = ("contact", "call", "ring", "phone", "ask", "speak")
_CAN = late(r"(?:can|will|would|could) you\b")


def _tried(reading: Reading, said: View, advised: Sequence[Step]) -> Iterator[Step]:
    """The sentences in which the customer tells what was tried, of those that may tell of a step that is advised."""
    for sentence in said.sentences:
        words = said.folded[sentence.start : sentence.end]
        tried = like(reading, said, sentence, advised) and _TRIED.search(said.folded, sentence.start, sentence.end)
        if tried and _telling(words):
            yield step_of(reading, said, sentence.start, sentence.end, False)


def _solved(said: View) -> bool:
    """Whether a message says that something helped, and nothing that it did not."""
    return _WORKED.search(said.folded) is not None and not _FAILED.search(said.unmasked)


def _telling(words: str) -> bool:
    """Whether a folded sentence of the customer's may tell what was done."""
    return not _UNTRIED.search(words) and not _WHENEVER.search(words)


def _failed_after(reading: Reading, ours: View) -> bool:
    """Whether the customer's answer to a reply of ours says that its advice did not help."""
    answer = next((said for said in reading.customer if said.turn > ours.turn), None)
    if answer is None or _solved(answer):
        return False
    sentences = [answer.folded[s.start : s.end] for s in answer.sentences]
    if any("yet" in words and _UNTRIED.search(words) for words in sentences):
        return False
    failed = _FAILED.search(answer.unmasked) is not None
    return any((failed or _TRIED.search(words)) and not _UNTRIED.search(words) for words in sentences)


def _excused(reading: Reading, view: View, start: int, listed: bool = True) -> bool:
    """Whether the draft says what is different this time, only sums up, or must say it."""
    here = view.sentence_at(start)
    sentence = view.sentences[here]
    words = view.folded[sentence.start : sentence.end]
    before = view.folded[view.sentences[max(0, here - 2)].start : sentence.end]
    said = reading.begun(view, "step-no", sentence.start, sentence.end)
    return (
        any(a < start + 3 or view.folded[a:b] == "already" for a, b in said)
        or bool(reading.begun(view, "step-difference", sentence.start, sentence.end))
        or _other(reading, view, sentence)
        or _OURS.search(before) is not None
        or mended(reading.lexicon, view, here)
        or _DONE.search(words) is not None
        or _SAFETY.search(words) is not None
        or (listed and _SHOWS.search(words) is not None)
    )


def _other(reading: Reading, view: View, sentence: Sentence) -> bool:
    """Whether it is to be done with another thing than the customer did it with."""
    if not reading.begun(view, "step-other", sentence.start, sentence.end):
        return False
    return not any(_ANOTHER.search(said.folded) for said in reading.customer)
