"""Advice that was followed already, by what it does and to what: for steps that no list knows."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import TYPE_CHECKING, NamedTuple

from replylint.late import late
from replylint.reading.doings import Doing, doings, much_shared, one_deed, told_of
from replylint.reading.matter import Roots, merged
from replylint.reading.senses import act, past, shared

if TYPE_CHECKING:
    from replylint.lexicon import Lexicon
    from replylint.reading import Reading, View
    from replylint.reading.sentences import Sentence


class Again(NamedTuple):
    """A stretch of the draft that tells to do (or asks about) what the customer tells of in a stretch of `where`."""

    start: int
    end: int
    asked: bool
    where: View
    first: int
    last: int


_LEADS = frozenset(  # what stands right before a verb that tells someone to do something
    "please kindly pls just also then first next now simply try you you'll i'd we'd and or again more maybe perhaps "
    "instead so do always "
    "only let's either quickly properly carefully fully firmly gently briefly completely manually ahead sure".split()
)
_MODALS = frozenset("can could would should will may might must".split())
_BEFORE_TO = frozenset(  # and before "to", which else tells a purpose or what is to come
    "you you'll need have got want like wish try trying sure best idea worth remember help helps able how requested asked "
    "advised required encouraged invited driver colleague them someone easiest quickest simplest recommend advise go forget "
    "suggest ask usually often still only just due moment minute time here want".split()
)
_STEP_IS = late(
    r"\b(?:fix|step|thing|trick|way|cure|remedy|answer|route|idea|next|do|here|option|helps|first|solution|advice|suggestion|"
    r"recommendation|tip|bet|plan)(?: is|'s| would be|'d be)(?: usually| often| then| simply| always)? to $"
)
_MAKES = late(  # "have the driver check it", "give the contacts a clean"
    r"\b(?:have|get|ask) (?:[\w']+ ){1,4}$|"
    r"\b(?:give|have|do|try|perform|run|need|needs|with)\b(?: [\w']+){0,5}? (?:an?|another|one more)(?: \w+)? $"
)
_GERUND = late(
    r"\b(?:try|trying|tried|suggest|recommend|advise|worth|by|start|starts|begin|consider|mind|how about|what about|just|simply|"
    r"(?:helps|works|fixes it|fix|trick|step|cure|thing|does it) is(?: usually| often)?) $"
)
_HELPS = late(
    r"\b(?:should|will|can|could|might|may|often|usually|normally|generally|always|nearly always|sometimes)(?: \w+)? "
    r"(?:help|fix|solve|clear|cure|bring|stop|get|sort|do the trick|work|hold|restore|settle|free|make|helps|fixes|solves|clears|"
    r"cures|sorts|brings|stops|frees|gets|does the trick|works)\b|\b(?:helps|fixes|solves|clears|cures|sorts|"
    r"does the trick|works wonders|does wonders|ought to|tends to|is (?:usually|often|normally) (?:enough|all|what))\b"
)
_WHO = late(
    r"\b(?:(?:i'd|we'd|(?:i|we) would)(?! (?:like|love|be|have|need|want|also like))\b|"
    r"(?P<them>i|we|he|she|they|who|nobody|our (?!advice|suggestion|recommendation|tip)\w+(?= (?:will|can|is|has|have|would)\b))"
    r"(?:'ll|'ve|'d|'re|'m|'s)?(?! (?:also |would |'d |strongly |always |usually )?(?:suggest|recommend|advise|ask|"
    r"propose|invite|need you|want you|"
    r"urge))|you|please|kindly|let's|worth)\b"
)
_NO = late(
    r"\b(?:you've|you have|you had|you did|you were|thanks? (?:you )?for|despite|without|instead of|rather than|no need to|"
    r"don't|do not|never|needn't|need not|shouldn't|stop|avoid|after|since you|as you|already|isn't|not|won't|glad|sorry|"
    r"shame|nor)\b"
)
_VAIN = late(r"\bis (?:\w+ )?(?:no|not)\b|n't\b|\bnever\b|\bpointless\b|\buseless\b")
_IF = late(
    r"\b(?:if|in case|should) (?:it|the|this|that|they|any|none|not|so|things|nothing|your|there|you (?:ever|see|still|can't|"
    r"don't|are|notice|need|want|prefer|would|wish))\b|\bwhenever\b|\bnext time\b|\bunless\b|\bin (?:the )?future\b|"
    r"\bif (?:you|your)\b[^,]*,|\bonce (?:it|you|we|they|i|the)\b|\bwhen (?:it|the|they)\b|\bevery (?:\w+ )?(?:week|month|"
    r"year|day)s?\b"
)
_MENDED = late(
    r"\b(?:i|we|our [\w-]+(?: [\w-]+)?|the (?:engineer|team|caretaker|technician|developers?|provider|network team))"
    r"(?:'ve|'s| have| has)?(?: just| now| also| already| since| today| this morning)* "
    r"(?P<did>[a-z-]+)\b"
)
_IDLE = frozenset(
    "looked checked added tested searched verified inspected scanned used entered typed chosen chose selected placed registered "
    "submitted filed completed emailed written wrote messaged run ran taken took read saved copied viewed followed logged "
    "marked applied booked asked called spoken spoke went contacted sent put left kept held waited opened gave given".split()
)
_MENDS = frozenset(
    "renewed corrected repaired fixed refreshed reissued released lifted extended patched deployed rolled unlocked resolved "
    "restored mended serviced recreated regenerated resynced amended widened woken woke cancelled credited".split()
)
_QUESTION = late(r"(?:(?:and|so|also|but|just to check),? )?(?:have|has|had|did|was|were|is|are)\b")
_ASKS_ABOUT = late(r"(?:do|does|which|what|who|where|why|when)\b")


def again(
    reading: Reading, view: View, told: Sequence[View], ours: Sequence[View], telling: Callable[[str], bool]
) -> Iterator[Again]:
    """Each sentence of the draft that tells to do what those messages of the customer's tell in a sentence that is `telling`,
    or what our own messages `ours`, of which they wrote that it did not help, told before."""
    lexicon = reading.lexicon
    known = merged((*(told_of(lexicon, said, True) for said in told), *(told_of(lexicon, where, False) for where in ours)))
    advised = list(_advised(lexicon, view, known))
    asked = list(_asked(lexicon, view, known))
    if not advised and not asked:
        return
    sought = merged(one.acts.union(*one.all) for _, one in (*advised, *asked))
    done = [found for said in told for found in _done(lexicon, said, sought, telling)]
    before = [(where, sentence, one) for where in ours for sentence, one in _advised(lexicon, where, sought)] if advised else []
    seen: set[int] = set()
    for questions, pairs in ((False, advised), (True, asked)):
        for sentence, one in pairs:
            if sentence.start in seen:
                continue
            found = next(((where, s) for where, s, other in done if one_deed(one, other)), None)
            if found is None and not questions:
                found = next(((where, s) for where, s, other in done if much_shared(one, other)), None)
                found = found or next(((where, s) for where, s, other in before if _same(one, other)), None)
            if found and not _elsewhere(view, sentence, *found):
                seen.add(sentence.start)
                end = one.start + len(view.text[one.start : sentence.end].rstrip(" .!?,;:"))
                start = end - len(view.text[one.start : end].lstrip())
                yield Again(start, end, questions, found[0], found[1].start, found[1].end)


def _elsewhere(view: View, sentence: Sentence, where: View, told: Sentence) -> bool:
    """Whether the two name other addresses or versions: “about:config” is not “about:addons”, 11.1 is not 11."""
    mine, theirs = (
        {found[0].rstrip(".,/") for found in _ADDRESS.finditer(text.unmasked, one.start, one.end)}
        for text, one in ((view, sentence), (where, told))
    )
    return bool(mine) and bool(theirs) and mine.isdisjoint(theirs)


_ADDRESS = late(r"\babout:[\w#]+|\bhttps?://\S+|\b(?:ios|android|version|v|windows|firefox|os) ?\d+(?:\.\d+)*")


def _done(lexicon: Lexicon, view: View, sought: Roots, telling: Callable[[str], bool]) -> Iterator[tuple[View, Sentence, Doing]]:
    """What a message tells as done, when a word beside it may tell of a deed that is sought."""
    for sentence, found in doings(lexicon, view, True, sought):
        if found and telling(view.folded[sentence.start : sentence.end]):
            yield from ((view, sentence, one) for one in found)


_SNAPS = ("take", "snap", "record", "film", "get", "attach", "make", "capture", "shoot")
_SHOTS = late(r"\b(?:photos?|pictures?|pics?|screen ?shots?|videos?|recordings?|logs?|log files?|images?)\b")
_IDLY = late(
    r"\w+ (?:us|left|right|also|too)\b|(?:test|check|see|try) (?:it|this|that)(?=[.,!;]|$)"
)  # "keep us posted", "turn left"
_IN_ADDRESS = ("/", "?", "&", "=", "#", "_", ".", "\\", ":")
_TELLS_HOW_IT_IS = late(  # what can be done, or is done by something else: no order
    r"\b(?:you(?: \w+)? (?:can|could|may|might)(?! (?:\w+ )?(?:try|ask|want|also try|like))|able to|means that you|"
    r"(?:was|were|is|are) able|"
    r"you would(?: \w+){0,3} have to|(?!i |we |you |they )[a-z]+ would (?:\w+ )?try to|"
    r"lets? you|allows? you)\b(?:(?!, |; | then ).)*$"
)
_SHORT = 9  # code points of what is a name or a thank-you rather than advice


def _advised(lexicon: Lexicon, view: View, sought: Roots | None = None) -> Iterator[tuple[Sentence, Doing]]:
    """What a text tells someone to do, of all deeds or those that are sought."""
    text = view.unmasked
    signed = {part.start for part in view.parts}
    for sentence, found in doings(lexicon, view, False, sought):
        questions = _QUESTION.match(text, sentence.start) or _ASKS_ABOUT.match(text, sentence.start)
        if questions and text.endswith("?", sentence.start, sentence.end):
            continue
        for one in found if sentence.start not in signed and sentence.end - sentence.start > _SHORT else ():
            at = text.index(one.verb, one.start)
            before = text[sentence.start : at]
            clause = text[one.start : at].lstrip()
            if (one.verb in _SNAPS and _SHOTS.search(text, at, one.end)) or _IDLY.match(text, at):
                continue
            if _TELLS_HOW_IT_IS.search(before) or (text[at - 1 : at] in _IN_ADDRESS and at > sentence.start):
                continue
            if _VAIN.search(text, at, sentence.end) and _gerund(one.verb):
                continue
            if (view.text[at].isupper() and (clause or text[sentence.start : sentence.end].endswith(","))) or not (
                one.names or one.borrowed
            ):
                continue
            if (
                not (_named(text, one, at, sentence) if _gerund(one.verb) else _told_to(text, one, at, clause))
                or _NO.search(before)
                or _IF.search(before)
            ):
                continue
            who = [m["them"] for m in _WHO.finditer(before)]
            if not (who and who[-1]):
                yield sentence, one


def _named(text: str, one: Doing, at: int, sentence: Sentence) -> bool:
    """Whether a gerund names what would help."""
    clause = text[one.start : at].lstrip()
    if clause:
        return _GERUND.search(clause) is not None
    return _HELPS.search(text, one.start, sentence.end) is not None


def _told_to(text: str, one: Doing, at: int, clause: str) -> bool:
    """Whether a verb is one of an order or a suggestion: it begins its clause, or follows what leads one."""
    if _STATES.match(text, at + len(one.verb)) or (one.verb == "let" and _KNOW.match(text, at)):
        return False
    if clause:
        touch = clause == "in " and text.endswith("to get", 0, one.start)
        return (touch or _led(clause)) and not (_IF_YOU.search(text, max(0, at - 8), at) and not _THEN.match(text, at))
    listed = any("#" in each for each in one.acts)
    third = one.verb.endswith("s") and not one.verb.endswith("ss")
    return not third and (listed or _DOES.match(text, at + len(one.verb)) is not None)


_DOES = late(r" (?:the|your|it|them|any|all|both|each|this|that|these|those|an?|some|every|up|out|off|down|back|another) ")
_IF_YOU = late(r"\bif you $")
_THEN = late(r"[^.!?,]*, (?:it|that|this|they|you|the \w+)(?:'ll| will| should| can| ought)\b")
_KNOW = late(r"let (?:me|us|you|him|her|them|know)\b")
_YOU = late(  # "I suggest you restart it", not "if you run it"
    r"\b(?:suggest|recommend|advise|propose|request|ask|need|want|like|best|important|better|sure)\w*(?: (?:that|if))? you $"
)
_STATES = late(r" (?:is|are|was|were|has|have|had|will|would|should|can|could|may|might|must|does|do|did|of)\b|'s\b")


def _led(clause: str) -> bool:
    """Whether the words before a verb are such as lead an order, a wish or a suggestion."""
    words = clause.replace(",", " ").replace(":", " ").split()
    last, previous = words[-1] if words else "", words[-2] if len(words) > 1 else ""
    if last == "to":
        return not previous or previous in _BEFORE_TO or _STEP_IS.search(clause) is not None
    if last == "you" and previous in ("let", "lets", "help", "helps"):
        return False
    if last == "you":
        return _YOU.search(clause) is not None
    if last in _MODALS:
        return previous == "you"
    return last in _LEADS or (last in ("in", "into") and previous == "get") or _MAKES.search(clause) is not None


def _gerund(verb: str) -> bool:
    return verb.endswith("ing") and verb not in ("bring", "ring", "sing", "swing", "sling", "string", "spring", "wring", "cling")


def _asked(lexicon: Lexicon, view: View, sought: Roots) -> Iterator[tuple[Sentence, Doing]]:
    """What a text asks whether it has been done, of the deeds that are sought."""
    for sentence, found in doings(lexicon, view, True, sought) if "?" in view.text else ():
        words = view.folded[sentence.start : sentence.end]
        if words.endswith("?") and _QUESTION.match(words):
            yield from ((sentence, one) for one in found)


def mended(lexicon: Lexicon, view: View, here: int) -> bool:
    """Whether we have changed something in or before a sentence, so that a step may be worth another try."""
    first = view.sentences[max(0, here - 2)].start
    for found in _MENDED.finditer(view.folded, first, view.sentences[here].end):
        did = found["did"]
        if did in _MENDS or (did not in _IDLE and past(did) and any("#" in one for one in act(lexicon, did))):
            return True
    return False


def _same(one: Doing, other: Doing) -> bool:
    """Whether two pieces of advice are one: the deed, and more than one of its words."""
    theirs = merged(name.senses for name in (*other.names, *other.borrowed))
    told = shared([name.senses for name in one.names], theirs)
    return (one_deed(one, other) and (told > 1 or (one.verb == other.verb and told == len(one.names) == 1))) or much_shared(
        one, other
    )
