"""Incidents: what a reply about a fault of the whole service says of it, and what it leaves out.

The conversation's key tells that there is one; without it only a draft that announces one to everybody does. Word lists say
how things break, work and are mended; here is only how a sentence joins them to a thing that the customer knows.
"""

from __future__ import annotations

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
_BORDER = late(r"[.!?;:,()\n–—]|\b(?:and|but|while|because|though|although|so)\b")
_PAUSE = late(r"[.!?;,()\n–—]|\b(?:and|but|while|because|though|although|so)\b")
_WORD = late(r"[a-z][\w'-]*|\ufffc+")
_IF = late(r"\s*(?:and |but |or )?(?:if|once|when|whether|until|unless|should|as soon as)\b")
_LABOUR = late(r"\b(?:the|to|our|their|we|they|i|hard|at|this|this is|more|all the) work$")  # work that people do
_SEARCH = late(
    r"\b(?:we|i|they|engineers|team|technicians|nobody) (?:still )?(?:haven't|have not|hadn't|never) [\w ]+$"
)  # what those who mend it lack
_NEAR = 20
_POINTS_BACK = frozenset("it they that this you everyone everybody nobody".split())
_WHOSE = frozenset(("quotation", "label", "copied", "title", "placeholder"))  # masked words that name something
_PRECISE = ("clock", "day", "date", "part-of-day", "duration", "business-duration", "end-of", "range", "placeholder")
_PERIOD = ("clock", "day", "date", "part-of-day", "duration", "range")
_AHEAD = late(
    r"\w'll\b|\b(?:will|shall|going to|next|every|expect|expected|due|more|news|updates?|bulletin|announcement|"
    r"announce|planned|scheduled|goes|go|restarts?|back|check|look)\b"
)
_BEHIND = ("since", "for")
_SPAN = ("from", "between", "during")  # of what was, unless the clause speaks of what will be
_WILL = late(r"\w'll\b|\b(?:will|shall|next|going to)\b")
_SETS = ("by", "within", "in", "before", "until")
_DONE = late(
    r"\b(?:we|they|team|engineers?|technicians?|crew|colleagues?|provider|vendor)(?:'ve| have| has)?"
    r"(?: (?:since|now|also|then|already|all))* (\w+ed) (?:it|them|the|all|every|both|that|its|a|an|one|two|your|our)\b"
)
_LINK = late(r"https?://|www\.|\bstatus\.[\w-]+\.\w")
_FELT = late(  # what an incident cost the customer
    r"\b(?:lost|gone|missing|dropped|not saved|lose|disappeared|vanished|twice|double|charged|refunds?|"
    r"where (?:is|are|did)|re-?enter|re-?do)\b"
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


def _clauses(view: View) -> Iterator[tuple[int, int]]:
    for sentence in view.sentences:
        at = sentence.start
        for border in _BORDER.finditer(view.folded, sentence.start, sentence.end):
            yield at, border.start()
            at = border.end()
        yield at, sentence.end


def _impact(reading: Reading, view: View) -> bool:
    """Whether a text says what does not work, what still does, or who is affected, in words of the customer's."""
    pointed = False
    works = [(a, b) for a, b in reading.matches(view, "incident-works") if not _LABOUR.search(view.folded, max(0, a - _NEAR), b)]
    fails = [(a, b) for a, b in reading.matches(view, "incident-fails") if not _SEARCH.search(view.folded, max(0, a - _NEAR), b)]
    if reading.matches(view, "incident-scope"):
        return True
    for start, end in _clauses(view):
        here = [(a, b) for a, b in (*fails, *works) if start <= a < end]
        if not here or _IF.match(view.folded, start, end):
            continue
        if _names_something(reading, view, start, end, here):
            return True
        words = set(_WORD.findall(view.folded, start, end))
        pointed = pointed or bool(words & _POINTS_BACK)
    return pointed and view.turn == reading.number and any(_impact(reading, said) for said in reading.asking)


def _names_something(reading: Reading, view: View, start: int, end: int, marks: list[tuple[int, int]]) -> bool:
    """Whether a clause has a word of content beside those that say that something fails or works."""
    general = reading.lexicon["incident-general"].words
    for found in _WORD.finditer(view.folded, start, end):
        if any(a <= found.start() < b for a, b in marks):
            continue
        if found[0].startswith(OPAQUE):
            if any(part.kind in _WHOSE and part.start <= found.start() < part.end for part in view.parts):
                return True
        elif not (_idle(found[0]) or found[0].removesuffix("'s") in general or grammatical(reading.lexicon, found[0])):
            return True
    return False


def _idle(word: str) -> bool:
    """Whether a word is a lone letter or an adverb."""
    return len(word) == 1 or word.endswith("ly")


def _next_word(reading: Reading, view: View) -> bool:
    """Whether a draft says when the next word comes, where the news stands, or that the agent stays."""
    if reading.matches(view, "incident-follow") or any(_ahead(view, time) for time in reading.facts("time", view)):
        return True
    return any("status" in view.seen.text[part.start : part.end].lower() for part in view.parts if part.kind == "url")


def _ahead(view: View, time: Time) -> bool:
    """Whether a precise time is one still to come, by the words of its clause."""
    word = time.governor.word if time.governor else None
    if time.kind not in _PRECISE or time.past or word in _BEHIND:
        return False
    if word in _SETS:
        return True
    sentence = view.sentences[view.sentence_at(time.start)]
    start, end = sentence.start, sentence.end
    for border in _PAUSE.finditer(view.folded, sentence.start, sentence.end):
        if border.end() <= time.start:
            start = border.end()
        elif border.start() >= time.end:
            end = border.start()
            break
    marker = _WILL if word in _SPAN else _AHEAD
    return marker.search(view.folded, max(start - 1, sentence.start), end) is not None


def _unaccounted(reading: Reading, view: View) -> str:
    """What an all-clear lacks, in words: two of its three parts, or the customer's own next step; "" when it is whole."""
    if _promised_account(reading, view):
        return ""
    missing = []
    if not _happened(reading, view):
        missing.append("what happened and when")
    if not reading.matches(view, "incident-mended") and not _deed(reading, view):
        missing.append("what we did")
    if not reading.matches(view, "incident-prevented") and not reading.matches(view, "prevention"):
        missing.append("what keeps it from coming back")
    reported = reading.matches(view, "incident-account") and _LINK.search(view.seen.text)
    if len(missing) - bool(reported) >= 2:
        return " or ".join((", ".join(missing[:-1]), missing[-1]))
    if any(_FELT.search(said.folded) for said in reading.asking) and not reading.matches(view, "incident-own-step"):
        return "what the customer does now about what was lost"
    return ""


def _deed(reading: Reading, view: View) -> bool:
    """Whether one of us did something to a thing, other than what is no cure."""
    idle = reading.lexicon["incident-no-deed"].words
    return any(match[1] not in idle for match in _DONE.finditer(view.folded))


def _happened(reading: Reading, view: View) -> bool:
    """Whether one sentence, or two together, say what went wrong and over what time."""
    causes = (*reading.matches(view, "incident-cause"), *reading.matches(view, "incident-fails"))
    told = {view.sentence_at(start) for start, _ in causes}
    when = {view.sentence_at(time.start) for time in reading.facts("time", view) if time.kind in _PERIOD}
    return any(number in when or number - 1 in when or number + 1 in when for number in told)


def _promised_account(reading: Reading, view: View) -> bool:
    """Whether the draft dates the full account that follows."""
    for start, _ in reading.matches(view, "incident-account"):
        number = view.sentence_at(start)
        times = [time for time in reading.facts("time", view) if view.sentence_at(time.start) == number]
        if any(_ahead(view, time) for time in times):
            return True
    return False
