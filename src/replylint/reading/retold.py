"""A thing asked for by a name under which the customer, in the same or another word, has given it with its value."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from replylint.late import late
from replylint.reading.matter import plain, root
from replylint.reading.senses import telling, thing
from replylint.reading.wanted import IF, Wanted

if TYPE_CHECKING:
    from replylint.lexicon import Lexicon
    from replylint.reading import Reading, View

_ASKS = late(
    r"\b(?:(?:what|which)(?:'s| is| are| was| were)?(?= (?:the|your|his|her|their|its|exact|\w+ (?:is|are|was|do|did|does|"
    r"number)))|"
    r"please (?:\w+ )?(?:send|share|provide|give|tell|confirm|let|quote|state|enter|supply|include|advise|reply|e-?mail|"
    r"text|drop|pop|"
    r"message|describe)|(?:could|can|would|will) (?:you|i|we)(?: (?:please|kindly|also|just|possibly|have|get|take|"
    r"be so \w+ as to))* "
    r"(?:send|share|provide|give|tell|confirm|let|quote|state|enter|supply|have|get|take|know|pop|drop|describe|remind|"
    r"e-?mail|text)|"
    r"(?:may|could|can|might) (?:i|we) (?:please |also )?(?:have|ask|get|take|know)|"
    r"(?:i|we)(?:'ll|'d| will| would| do| still| just| only| also)* (?:need|require|like|love)\b(?: (?:to know|to have))?|"
    r"help (?:me |us )?to know|need to know|let (?:me|us) (?:have|know)|(?:send|give|tell|remind) (?:me|us)|"
    r"kindly (?:\w+ )?\w+|"
    r"pop your|quote your|we're missing|i'm missing|is missing|are missing)\b"
)
_ENDS = late(
    r"\b(?:so that|so (?:i|we|you|the|it|our)|in order to|before|once|because|since|while|as soon as|to (?:help|check|"
    r"find|locate|look|"
    r"verify|track|trace|see|pull|allow|enable|arrange|proceed|process|investigate|make|confirm|resolve|finish|set|order|"
    r"cancel|change|"
    r"update|fix|put|pay|open|identify|match|bring|log)|and (?:i|we)(?:'ll|'d| will| can)|then (?:i|we)|if|as (?:we|i|it|"
    r"they))\b|[.!;]"
)
_OTHER = late(
    r"\b(?:another|second|(?<!any )other|new|newer|again|both|next|updated|different|more|else|further|extra|each|wrong|"
    r"unreadable|correct|"
    r"security|verify|home|outbound|inbound|way back|alternative|future|preferred|prefer|like|want|would you|suits?|"
    r"convenient|best)\b"
)
_OF_IT = late(  # what only names the thing of which something else is asked
    r"\bwhen you\b|\bsuch an?\b|\b(?:exact|precise) [^.?!]{0,16}\bversion\b|"
    r"\bis there any other\b|\b(?:with|to|on|in|at|of) (?:this|that|these|those) "
)
_THINGS = plain(  # names of no value of their own, or asked for in so many ways that they have a reading of their own
    "details information info detail question questions answer reply response time times day date dates minute moment "
    "help issue problem "
    "order item items thing things customer message e-mail email photo photos picture pictures screenshot video form "
    "link page way "
    "step steps option options reason chance look patience understanding team case name amount price phone bit list line "
    "address receipt invoice document documents file proof copy money refund payment number code reference id colour size "
    "result "
    "update experience feedback delivery parcel package person people week month year hour thanks service account "
    "website store shop "
    "card bank agent colleague side end part place area room kind sort type couple lot app device status know idea process"
)
_GAP = late(
    r"(?: (?:number|no\.?|nr\.?|id|code|ref|reference|name|tag))*(?:'s|,| -|:| =)? ?(?:(?:is|was|are|it's|that's|reads?|"
    r"says?|said|shows?|showed|"
    r"on (?:it|the \w+)|called|of|a|an|the|my|number|no\.?|\()[ :]*){0,4}[\"'#]?"
)
_VALUE = late(
    r"(?:[a-z]{1,3} \d{2,5}\b|(?=[\w/_-]*\d)(?!\d{1,2}(?:st|nd|rd|th)\b)(?!(?:19|20)\d\d\b)(?:\w+(?:\.\d+)+|"
    r"[\w/_-]{2,})(?! ?(?:am|pm|days?|weeks?|months?|hours?|minutes?|times)\b))"
)
_NAMED = late(r"(?!I\b|I'|Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)[A-Z][\w'-]+(?: [A-Z0-9][\w'-]*)*")


def retold(reading: Reading, view: View) -> Iterator[Wanted]:
    """Each thing that the draft asks for by a name behind which a message of the customer's has a value."""
    for sentence in view.sentences:
        words = view.folded[sentence.start : sentence.end]
        asking = _ASKS.search(words)
        if asking is None or _OTHER.search(words) or IF.search(words) or _OF_IT.search(words, asking.end()):
            continue
        if words.startswith("which", asking.start()) and asking.start() and not words.endswith("?"):
            continue  # "the room which you did not like"
        cut = _ENDS.search(words, asking.end())
        last = cut.start() if cut else len(words)
        for end, senses in _names(reading.lexicon, words, asking.end(), last):
            for said in reversed(reading.customer):
                found = _value(reading.lexicon, said, senses)
                if found:
                    yield Wanted(sentence.start + asking.start(), sentence.start + end, said, *found)
                    break
            else:
                continue
            break


_WORD = late(r"[^\W\d_](?:[^\W_]|-(?=[^\W_]))*")


def _names(lexicon: Lexicon, words: str, first: int, last: int) -> Iterator[tuple[int, frozenset[str]]]:
    """The names of things in what is asked for, each with where it ends and what it may mean."""
    for found in _WORD.finditer(words, first, last):
        word = found[0].removesuffix("'s")
        if telling(lexicon, word) and root(word) not in _THINGS and len(word) > 2:
            yield found.end(), thing(lexicon, word)


def _value(lexicon: Lexicon, said: View, senses: frozenset[str]) -> tuple[int, int] | None:
    """A value that stands right behind such a name."""
    text, cased = said.unmasked, said.seen.text
    for found in _WORD.finditer(text):
        if senses.isdisjoint(thing(lexicon, found[0].removesuffix("'s"))) or not telling(lexicon, found[0]):
            continue
        gap = _GAP.match(text, found.end())
        at = gap.end() if gap else found.end()
        while at < len(text) and text[at] == " ":
            at += 1
        value = _VALUE.match(text, at) if text[at - 1 : at] not in "£$€" else None
        if value is None and at > found.end() + 1 and " " in text[found.end() : at] and len(cased) == len(text):
            value = _NAMED.match(cased, at) if _LINKS.search(text, found.end(), at) else None
        if value:
            return found.start(), value.end()
    return None


_LINKS = late(r"\b(?:is|was|are|it's|called|of|says?|reads?|name)\b|'s|[:=(]|^ $")
