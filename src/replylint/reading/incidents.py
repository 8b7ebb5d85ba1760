"""Incidents: what a reply about a fault of the whole service says of it, and what it leaves out.

The conversation's key tells that there is one; without it only a draft that announces one to everybody does. Word lists say
how things break, work and are mended; here is only how a sentence joins them to a thing that the customer knows.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, NamedTuple

from replylint.conversation import Incident
from replylint.late import late
from replylint.reading.matter import grammatical
from replylint.reading.voice import OPAQUE

if TYPE_CHECKING:
    from replylint.reading import Reading, View
    from replylint.reading.times import Time

_HINTS = ("outage", "disruption", "interruption", "incident", "difficulties", "affecting", "impacting", " down ")
_BORDER = late(r"[.!?;,()\n–—]|:(?!\d)|\b(?:and|but|while|because|though|although|so)\b")
_PAUSE = late(r"[.!?;,()\n–—]|\b(?:and|but|while|because|though|although|so)\b")
_WORD = late(r"[a-z][\w'-]*|\ufffc+")
_TALK = late(  # a thing of the customer's is only mentioned: how we write, where news stands, how much it matters
    r"\b(?:i'll|i will|we'll|we will|update[ds]?|news|status|see|follow|check|visit|watch|read|know how|know that|understand|"
    r"realise|realize|appreciate|rely|relies|depend|depends|important|matters?|needs?|thank|thanks|via|on our|at our|reach|"
    r"contact|call us|write|reply|sends?|message you|network card|one of our|if|when|once|working (?:on|to|hard)|hope|hopes|"
    r"wanted?|thing|asked|wrote|screens? of|behind|responsible|run|runs|engineers?|team|specialists?|cause[ds]?|for your|"
    r"about your|in your|to your)\b|\btry\b"
)
_INDOORS = late(
    r" (?:at|in|near|to|on) (?:\w+ ){0,3}?(?:data ?cent|server|host|substation|exchange|office|building|provider|supplier)"
)
_ANCHOR = late(
    r"\b(?:before|after|during|until|ahead of|raised (?:the|an)|had|investigating|received|have|of) (?:(?:the|our|all|your|"
    r"first|last) )?$"
)  # a thing that dates
_IF = late(r"\s*(?:and |but |or )?(?:even )?(?:if|once|when|whether|until|unless|should|as soon as)\b")
_LABOUR = late(  # what people do, not what a service does
    r"\b(?:the|to|our|their|we|they|i|hard|at|this|this is|more|all the|\w+'s) work$|\b(?:to|i|we|i'll|we'll) go (?:on|"
    r"through|ahead|out)$|\b(?:that|which|what|as|if|whatever|how|where|when|everything|all) you can$"
)
_SEARCH = late(
    r"\b(?:generators?|backups?|failover|sensors?) (?:didn't|did not|hasn't|failed)[\w ]*$|\b(?:we|i|they|engineers|team|"
    r"technicians|nobody) (?:still )?(?:haven't|have not|hadn't|never) [\w ]+$"
)  # what those who mend it lack
_ACT = late(  # what the customer cannot do, which names what fails
    r"(?:can't|cant|can not|cannot|couldn't|unable to|able to|impossible to|hard to|don't|doesn't|won't|"
    r"not) (?:be )?(?:\w+ly )?(?:log|sign|pay|paid|book|order|buy|download|upload|print|printing|transfer|withdraw|top|"
    r"export|import|stream|watch|join|board|collect|redeem|submit|post|attach|share files|sell|scan|ring|ringing|play|"
    r"playing|charge|charging|unlock|lock|send|sent|sending|booked|ordered|placed|sync|syncing|switch|search|edit|save|saved|"
    r"delivered)$"
)
_FAULT = late(r"(?:issue|problem|trouble|difficult|outage|disruption|interruption|fault|error|failure)")
_HOW = late(r"ly$|\w{3}ed$|(?<!o)n't$")  # words of manner and of what was done, which name no thing
_NEAR = 20
_OWN = 3  # words of a message that asks what is going on
_POINTS_BACK = frozenset("it they that this you everyone everybody nobody noone ours both either neither all".split())
_NONE = late(r"\s*(?:\w+, )?no ([a-z][\w-]+)")  # "No pass scans today"
_SHORT = late(  # "Checkout is.": the verb of the customer's question said again, with nothing after it
    r"\b(?:is|are|isn't|aren't|can|can't|cannot|do|don't|does|doesn't|has|hasn't|have|haven't|won't|did|didn't)(?: (?:just|"
    r"right|now|still|currently|at present|at the moment|today|tonight|too|also|either|sadly|indeed|again|only)){0,3}\s*$"
)
_TOPIC = late(  # without any of these a reply is about something else than the incident
    r"\b(?:issues?|problems?|incident|outages?|faults?|errors?|bugs?|troubles?|disrupt\w*|interrupt\w*|difficult\w*|wrong|"
    r"engineers?|technicians?|fix\w*|mend\w*|repair\w*|down|offline|aware|investigat\w*|looking into|working on|worked on|"
    r"on it|news|updates?|status|bear with|hang on|patience|fail\w*|crash\w*|broke\w*|unstable|degraded|unavailable|attack|"
    r"know|today|morning|afternoon|tonight|evening|moment|present|sorry|apolog\w*|restor\w*|back|again|still|yet|next|up|"
    r"sorted|works?|working|event|hiccup|snag|gremlins?|meltdown|glitch\w*|hit by|on the case|running|over|resumed|normal|"
    r"resolved|solved|cause|another go|once more)\b"
)
_WHOSE = frozenset(("quotation", "label", "copied", "title", "placeholder"))  # masked words that name something
_PRECISE = ("clock", "day", "date", "part-of-day", "duration", "business-duration", "end-of", "range", "placeholder")
_PERIOD = ("clock", "day", "date", "part-of-day", "duration", "range")
_POINT = ("clock", "day", "date", "part-of-day", "range")
_AHEAD = late(
    r"\bto (?:write|ring|call|phone|text|message|update|mail|tell|report)\b|\w'll\b|\b(?:will|shall|going to|next|every|"
    r"expect|expected|due|more|news|updates?|bulletin|announcement|announce|planned|scheduled|goes|go|restarts?|back|check|"
    r"look)\b"
)
_NOW = late(  # said in the present of what is to come
    r"(?:'s|'re|'m|\b(?:is|are|am|goes?|comes?)) (?:\w+ )?(?:out|live|on|due|ready|there|here|in|over|up)\b|\b(?:word|"
    r"reach\w*|arriv\w+|opens?|starts?|runs?|follows?|comes?|lands?|finish\w*|ends?|deploy\w*|releas\w+|switch\w*)\b|\b(?:i|"
    r"we|you|they) (?:put|post|ring|phone|call|write|send|text|get|hear|talk|meet|mail|publish|report|speak|message)\b|"
    r"\b(?:phones|calls|writes|rings|texts|mails|sends|messages|tells|meets|visits) (?:you|every|all|each|everyone)\b"
)
_PAST = late(
    r"\b(?:was|were|had|has|have|been|began|went|came|found|saw|lost|broke|cut|hit|took|got|since|struck|blew|\w{3,}ed)\b|'ve\b"
)
_RETRY = late(r"\b(?:try|retry|log in|sign in|refresh|reload) (?:\w+ ){0,3}?(?:again|once more|later|in|after|at)\b")
_FROM = late(r"\b(?:from before|older than|newer than|created|placed|made|dated|booked|sent|bought|ordered) (?:\w+ )?$")
_SPOKEN = late(  # times of day as people say them
    r"\b(?:a )?(?:quarter|half|ten|twenty(?:-five)?|five|5|10|20|25)(?: minutes)? (?:past|to|after)\b|\b(?:at|by|"
    r"around) half\b|\b\d{1,2}(?:[:.]\d\d)? ?(?:ish|-ish|o'clock|hrs|hours|h)\b|\b(?:on|at) the (?:half )?hour\b|\b(?:at|by|"
    r"before|until|after|around) (?:\d{1,2}|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|noon|midday|"
    r"lunch(?:time)?|tea(?:time)?|supper|dinner(?:time)?|close of (?:play|business)|closing(?: time)?|bedtime|sunset|"
    r"midnight)\b|\b(?:within|in|inside|under) (?:the|an|half an|a quarter of an|the next|a couple of|a few) (?:hours?|"
    r"minutes|half-hour)\b|\b(?:first thing|tonight|later today|this (?:afternoon|evening)|tomorrow|end of (?:the )?(?:day|"
    r"play))\b"
)
_BARE = frozenset(("", "at", "by", "around", "about", "from", "on", "before"))  # a time apart, which belongs to what precedes it
_BEHIND = ("since", "for")
_SPAN = ("from", "between", "during")  # of what was, unless the clause speaks of what will be
_WILL = late(r"\w'll\b|\b(?:will|shall|next|going to)\b")
_SETS = ("by", "within", "in", "before", "until")
_DID = (
    r"(\w+ed|took|put|cut|rebuilt|sent|paid|split|dug|laid|built|brought|set|shut|wrote|undid|withdrew|drew|redid|drove|flew|"
    r"swept|lent|dried|gave|hung|strung|fixed)"
)
_DONE = late(
    r"\b(?:i|we|they|who|and|then|team|engineers?|technicians?|crew|colleagues?|provider|supplier|courier|vendor|firm|"
    r"contractor|"
    rf"plumber|electrician|developers?)(?:'ve| have| has)?(?: (?:since|now|also|then|already|all|at once|\w+ly))* {_DID} "
    r"(?:it|them|the|all|every|both|that|its|a|an|one|two|three|your|our|their|each|more|this|\w+ed|up|out|in|off|"
    r"back) (?!right\b)"
)
_WAS_DONE = late(
    rf"\b(?:was|were|has been|have been|is being|it's|they're)(?: (?:since|now|also|then|already|\w+ly))* {_DID}\b(?! right\b)"
)
_BEFELL = frozenset(  # done by the fault, not by who mended it
    "affected delayed interrupted stopped disrupted impacted damaged caused cut overloaded blocked charged lost missed rejected "
    "declined refused duplicated corrupted attacked hacked compromised triggered shut limited degraded logged paused "
    "disconnected apologised pleased delighted relieved annoyed "
    "frustrated finished completed ended concluded lifted restored".split()
)
_WENT = late(
    r"\b(?:\w{2,}ed|was|were|cut|broke|burst|burnt|stole|struck|went|fell|lost|made|sent|got|came|ran|took|saw|could|"
    r"couldn't|gave|shut|put|let|blew|froze|stood|left|grew|rose|hung|read|hit|spread|tore|leaked|had|did|didn't|felt|met|"
    r"wasn't|weren't)\b"
)
_MENDERS = late(r"\b(?:we|i|i've|we've|engineers?|technicians?|team|teams|crew|crews|colleagues?|they|plumber|electrician)\b")
_OVER = late(  # a clause of the end
    r"\b(?:again|back|restored|resumed|normal|resolved|fixed|over|ended|solved|closed|repaired|mended|replaced|renewed|"
    r"rebuilt|swapped|restarted|corrected|clear|sorted|working|fully|reported|you (?:wrote|called|told|asked|reported|"
    r"contacted)|thank|thanks|sorry)\b"
)
_FROM_NOW = late(
    r"\bnow (?:also |first |always |only |automatically |never )?([a-z]{2,}s)\b|\b(?:is|are|gets?) (?:also |"
    r"then )?([a-z]+(?:ed|en)) (?:now|from (?:now|here|today|this day) on|around the clock|round the clock|day and night|"
    r"twice|first|before|every|each|whenever)\b|\b(?:from|as of) (?:now|here|today|this \w+|next \w+|monday|january|february|"
    r"march|april|may|june|july|august|september|october|november|december)(?: on)?(?:,| [a-z]+s? |[.!;])|\bfor good\b|"
    r"\b(?:itself|themselves|by itself|on its own)\b|\b(?:every|each) (?:night|day|morning|evening|hour|week|month|quarter|"
    r"minute|change|update|release|one|file|batch|time|new|such)\b|\b(?:before|after) (?:any|each|every|it|that|this|they)\b|"
    r"\b(?:a|an|its|another|each) (?:second|spare|twin|backup|back-up|standby|reserve|duplicate)\b(?! (?:time|look|chance|"
    r"opinion|go\b|try))|\b(?:will|shall|'ll|can) (?:only|now|first|no longer|from now on)\b|\bin (?:future|parallel|"
    r"reserve)\b|\bno longer (?:depends?|depending|relies|rely|runs?|shares?|accepts?|sends?|uses?|needs?|goes|go|sits?|"
    r"touch\w*|starts?|possible)\b|\b(?:instead of|twice as|next time|lessons?|so it can|so that it can|in case)\b|"
    r"\bwe(?:'re| are| will|'ll| shall| plan to| intend to| have decided to)(?: also| now)?(?: be)? (?:lay|add|build|train|"
    r"test|mov|split|separat|replac|upgrad|doubl|review|chang|switch|tighten|introduc|renew|rewrit|hir|double-check|rehears|"
    r"automat|retir|limit)(?:e|ing)?\b"
)
_CURED = late(r"\b(?:corrected|replaced|updated|moved|put|switched|changed)\b")  # cures, which prevent nothing
_WORKS = frozenset("works runs is was has does goes loads opens shows looks seems prints sends this always as us plays".split())
_HER_OWN = late(  # that it concerns her
    r"\b(?:yours|you (?:can|may|need|needn't|get|will|won't|don't|only|have to|should|keep)|you'll|if (?:you|your|yours|it|"
    r"any|one)|please|your (?!patience|understanding|trust|loyalty|feedback|message|e-?mail|letter|support|custom|business|"
    r"area|cooperation|note))\b"
)
_LINK = late(r"https?://|www\.|\bstatus\.[\w-]+\.\w")
_FELT = late(  # what an incident cost the customer
    r"\b(?:bounced?|overdrawn|overdraft|fined|fees?|penalt\w+|charged (?:twice|double)|out of pocket|cost me|compensat\w+|"
    r"can't (?:see|find) (?:it|any|them|my)|isn't there|aren't there|never arrived|didn't arrive|redo|start again|"
    r"lost|gone|missing|not saved|lose|disappeared|vanished|emptied|deleted|wiped|charged|refunds?|re-?enter|re-?do|"
    r"where (?:is|are|did))\b"
)


class Report(NamedTuple):
    """What the draft says of an incident. `start` and `end` hold its first sentence; `lacks` names what it leaves out: for
    an open one `impact` and `next word`, for a resolved one `account`, which `note` tells in words."""

    start: int
    end: int
    state: Incident
    lacks: tuple[str, ...]
    note: str = ""


def incidents(reading: Reading, view: View) -> Iterator[Report]:
    """The one report of a draft about an incident; none when there is no incident."""
    if not view.sentences or view.turn != reading.number:
        return
    told = reading.conversation.incident
    state = told or _announced(reading, view)
    if told == "open" and reading.matches(view, "incident-over"):
        state = None  # an all-clear ahead of the key: neither an update nor, for now, a full account
    if state is None:
        return
    first = view.sentences[0]
    if reading.asking and not (any(_about(reading, said) for said in (view, *reading.asking)) or _wonders(reading, view)):
        yield Report(first.start, first.end, state, ())
        return
    if state == "open":
        lacks = [name for name, has in (("impact", _impact), ("next word", _next_word)) if not has(reading, view)]
        yield Report(first.start, first.end, "open", tuple(lacks))
        return
    note = _unaccounted(reading, view)
    yield Report(first.start, first.end, "resolved", ("account",) if note else (), note)


def _announced(reading: Reading, view: View) -> Incident | None:
    """What a draft plainly says of the whole service, when no key tells."""
    if not any(hint in view.folded for hint in _HINTS):
        return None
    said = [
        start
        for start, _ in reading.matches(view, "incident-announced")
        if not view.text[: view.sentences[view.sentence_at(start)].end].endswith("?")
    ]
    if not said:
        return None
    return "resolved" if reading.matches(view, "incident-over") else "open"


def _about(reading: Reading, view: View) -> bool:
    """Whether a text is about the incident at all: an order or a question of another kind goes on beside it."""
    if _TOPIC.search(view.folded):
        return True
    return any(reading.matches(view, name) for name in ("incident-fails", "incident-mended", "incident-cause"))


def _wonders(reading: Reading, view: View) -> bool:
    """Whether what the customer says has hardly a word of a matter of her own, and the draft takes up none."""
    said = {word for message in reading.asking for word in _WORD.findall(message.folded) if not _general(reading, word)}
    return len(said) <= _OWN and not said & set(_WORD.findall(view.folded))


def _clauses(view: View) -> Iterator[tuple[int, int]]:
    for sentence in view.sentences:
        at = sentence.start
        for border in _BORDER.finditer(view.folded, sentence.start, sentence.end):
            yield at, border.start()
            at = border.end()
        yield at, sentence.end


def _impact(reading: Reading, view: View) -> bool:
    """Whether a text says what does not work, what still does, or who is affected, in words of the customer's."""
    pointed, answers = False, view.turn == reading.number and bool(reading.asking)
    works = [(a, b) for a, b in reading.matches(view, "incident-works") if not _LABOUR.search(view.folded, max(0, a - _NEAR), b)]
    fails = [(a, b) for a, b in reading.matches(view, "incident-fails") if not _SEARCH.search(view.folded, max(0, a - _NEAR), b)]
    if any(not _INDOORS.match(view.folded, b) for _, b in reading.matches(view, "incident-scope")):
        return True
    things = [a for a, _ in reading.matches(view, "incident-thing") if not _ANCHOR.search(view.folded, max(0, a - _NEAR), a)]
    things = things if view.turn == reading.number else []
    for start, end in _clauses(view):
        if any(start <= a < end for a in things) and not _TALK.search(view.folded, start, end):
            return True
        here = [(a, b) for a, b in (*fails, *works) if start <= a < end]
        none = _NONE.match(view.folded, start, end)
        if none and not _general(reading, none[1]) and not _TALK.search(view.folded, start, end):
            return True
        if answers and (short := _SHORT.search(view.folded, start, end)):
            here.append(short.span())
            start = view.sentences[view.sentence_at(start)].start
        if not here or _IF.match(view.folded, start, end):
            continue
        if _names_something(reading, view, start, end, here):
            return True
        words = set(_WORD.findall(view.folded, start, end))
        pointed = pointed or bool(words & _POINTS_BACK)
    return pointed and answers and any(_impact(reading, said) for said in (*reading.asking, *reading.earlier))


def _names_something(reading: Reading, view: View, start: int, end: int, marks: list[tuple[int, int]]) -> bool:
    """Whether a clause has a word of content beside those that say that something fails or works."""
    if any(_ACT.search(view.folded, a, b) for a, b in marks):
        return True
    after = min(a for a, _ in marks) if all(_FAULT.match(view.folded, a, b) for a, b in marks) else start
    for found in _WORD.finditer(view.folded, start, end):
        if found.start() < after or any(a <= found.start() < b for a, b in marks):
            continue
        if found[0].startswith(OPAQUE):
            if any(part.kind in _WHOSE and part.start <= found.start() < part.end for part in view.parts):
                return True
        elif not (_idle(found[0]) or _general(reading, found[0])):
            return True
    return False


def _general(reading: Reading, word: str) -> bool:
    """Whether a word tells nothing about what broke."""
    return word.removesuffix("'s") in reading.lexicon["incident-general"].words or grammatical(reading.lexicon, word)


def _idle(word: str) -> bool:
    """Whether a word is a lone letter, or one of manner or of what was done."""
    return len(word) == 1 or _HOW.search(word) is not None


def _next_word(reading: Reading, view: View) -> bool:
    """Whether a draft says when the next word comes, where the news stands, or that the agent stays."""
    if reading.matches(view, "incident-follow") or any(_ahead(view, time) for time in reading.facts("time", view)):
        return True
    if any(_coming(view, *spoken.span(), _AHEAD) for spoken in _SPOKEN.finditer(view.folded)):
        return True
    return any("status" in view.seen.text[part.start : part.end].lower() for part in view.parts if part.kind == "url")


def _ahead(view: View, time: Time) -> bool:
    """Whether a precise time is one still to come, by the words of its clause."""
    word = time.governor.word if time.governor else None
    if time.kind not in _PRECISE or time.past or word in _BEHIND:
        return False
    return _coming(view, time.start, time.end, _WILL if word in _SPAN else _AHEAD, sets=word in _SETS)


def _coming(view: View, at: int, until: int, marker: re.Pattern[str], *, sets: bool = False) -> bool:
    """Whether the clause around a time speaks of what is to come, and not of what the customer shall try then."""
    sentence = view.sentences[view.sentence_at(at)]
    start, end = sentence.start, sentence.end
    for border in _PAUSE.finditer(view.folded, sentence.start, sentence.end):
        if border.end() <= at:
            start = border.end()
        elif border.start() >= until:
            end = border.start()
            break
    if view.folded[start:at].strip(" ,") in _BARE:
        start = sentence.start
    start = max(start - 1, sentence.start)
    if _RETRY.search(view.folded, start, end) or _FROM.search(view.folded, start, at):
        return False
    if sets or marker.search(view.folded, start, end):
        return True
    return _NOW.search(view.folded, start, end) is not None and not _PAST.search(view.folded, start, end)


def _unaccounted(reading: Reading, view: View) -> str:
    """What an all-clear lacks, in words: two of its three parts, or the customer's own next step; "" when it is whole."""
    if _promised_account(reading, view):
        return ""
    missing = []
    if not _happened(reading, view):
        missing.append("what happened and when")
    if not reading.matches(view, "incident-mended") and not _deed(reading, view):
        missing.append("what we did")
    if not _prevented(reading, view):
        missing.append("what keeps it from coming back")
    reported = reading.matches(view, "incident-account") and _LINK.search(view.seen.text)
    if len(missing) - bool(reported) >= 2:
        return " or ".join((", ".join(missing[:-1]), missing[-1]))
    hurt = any(_FELT.search(said.folded) for said in reading.asking)
    if hurt and not reading.matches(view, "incident-own-step") and not _HER_OWN.search(view.folded):
        return "what the customer does now about what was lost"
    return ""


def _deed(reading: Reading, view: View) -> bool:
    """Whether one of us did something to a thing, other than what is no cure."""
    idle = reading.lexicon["incident-no-deed"].words
    if any(match[1] not in idle for match in _DONE.finditer(view.folded)):
        return True
    return any(match[1] not in idle and match[1] not in _BEFELL for match in _WAS_DONE.finditer(view.folded))


def _prevented(reading: Reading, view: View) -> bool:
    """Whether a draft says what is there, or done, from now on."""
    if reading.matches(view, "incident-prevented"):
        return True
    if any(not _CURED.search(view.folded, start, end) for start, end in reading.matches(view, "prevention")):
        return True
    over = reading.lexicon["incident-no-deed"].words | _WORKS
    return any((match[1] or match[2]) not in over for match in _FROM_NOW.finditer(view.folded))


def _happened(reading: Reading, view: View) -> bool:
    """Whether one sentence, or two together, say what went wrong and over what time."""
    causes = (*reading.matches(view, "incident-cause"), *reading.matches(view, "incident-fails"))
    told = {view.sentence_at(start) for start, _ in causes}
    when = {view.sentence_at(time.start) for time in reading.facts("time", view) if time.kind in _PERIOD}
    if any(number in when or number - 1 in when or number + 1 in when for number in told):
        return True
    points = {view.sentence_at(time.start) for time in reading.facts("time", view) if time.kind in _POINT}
    return any(_befell(reading, view, number) for number in points)


def _befell(reading: Reading, view: View, number: int) -> bool:
    """Whether a sentence tells in the past what came about, other than that it is over or what was done."""
    idle = reading.lexicon["incident-no-deed"].words
    sentence = view.sentences[number]
    mended = _MENDERS.search(view.folded, sentence.start, sentence.end)
    until = mended.start() if mended else sentence.end
    for start, end in _clauses(view):
        if not sentence.start <= start < sentence.end or _OVER.search(view.folded, start, end):
            continue
        if any(match[0] not in idle for match in _WENT.finditer(view.folded, start, min(end, until))):
            return True
    return False


def _promised_account(reading: Reading, view: View) -> bool:
    """Whether the draft dates the full account that follows."""
    for start, _ in reading.matches(view, "incident-account"):
        number = view.sentence_at(start)
        times = [time for time in reading.facts("time", view) if view.sentence_at(time.start) == number]
        if any(_ahead(view, time) for time in times):
            return True
    return False
