"""What a draft asks for although the customer has given it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, NamedTuple

from replylint.conversation import Span
from replylint.late import late
from replylint.reading.identifiers import Given, bare, files
from replylint.reading.matter import plain, roots
from replylint.reading.requests import NUMBERS, Request
from replylint.reading.retold import retold
from replylint.reading.wanted import wanted

if TYPE_CHECKING:
    from replylint.reading import Reading, View


class AskedAgain(NamedTuple):
    """A thing asked for again. `note` is what the customer gave, `evidence` where."""

    start: int
    end: int
    kind: str
    note: str
    evidence: tuple[Span, ...]


_OTHER = late(
    r"\b(?:second|other|another|separate|separately|different|two|both|several|additional) (?:\w+ )?(?:orders?|bookings?|"
    r"accounts?|parcels?|items?|invoices?)\b|"
              r"\bordered (?:\w+ ){0,2}separately\b|\b(?:don't|do not|can't|cannot|haven't) (?:\w+ ){0,2}(?:have|find|got|"
              r"remember|know)\b[^.?!]{0,20}\b(?:number|e-?mail|reference|code|it)\b")  # fmt: skip
_RELATIONS = late(
    r"\b(?:daughter|son|wife|husband|partner|mother|mum|father|dad|child|baby|dog|cat|pet|brother|sister|"
    r"friend|colleague)\b"
)
_PLACE = late(r"\b(?:at|from|in|on|through|via) (?:the |your |an? )?[a-z]{3,}")
_DATED = late(r"\d|day\b|month|year|week|january|february|march|april|june|july|august|september|october|november|december")
_ANYBODY = late(r"people|guests|persons|party|group|adults|attend|particip")
_BODIES = late(r"\bus\b|people|party|group|table|adults|guests|persons")
_OF_WHAT = late(r"^ (?:of|and)\b|\b(?:pet|school|maiden|teacher|street|town)\b")
_CHANGING = ("picture", "error", "result", "status", "version", "look")  # what is another one after a change on our side
_CHANGED = late(
    r"\b(?:i|we)(?:'ve| have)(?: just| now| also)* (?:sent|re-?\w+|changed|updated|fixed|switched|pushed|cleared|enabled|"
    r"corrected|upgraded|replaced)\b"
    r"|\bwhen you\b|\bon (?:our|my) (?:side|end)\b|\bnow that\b|\bafter (?:the|this|that|you|doing|trying|restarting)\b"
)
_STAY = plain("stay booked party table appointment arriving visit trip travel fly flight holiday reserved journey")
_CHARGE = plain("charge pay paid bill cost debit refund price")
_VAGUE = plain("issue problem error damage fault screen message item product page happening look show app appears")
_OWNERS = plain("device phone handset smartphone mobile model brand type number name exact cell")
_SYSTEMS = late(r"\b(?:ios|android|windows|macos|mac os|ipados|ubuntu|debian|fedora|chrome ?os)\b")
_BROWSERS = late(r"\b(?:chrome|firefox|edge|safari|opera)\b")


def asked_again(reading: Reading, view: View) -> Iterator[AskedAgain]:
    """Each asking of the draft for something that the customer gave, once."""
    done: set[int] = set()
    for asked in reading.facts("request", view):
        if asked.start in done or _excused(reading, view, asked):
            continue
        told = _told(reading, asked)
        if told and not _shown(view, told[1]):
            done.add(asked.start)
            span, value = told
            yield AskedAgain(asked.start, asked.end, asked.kind, value, (span,) if span else ())
    yield from _others(reading, view, done)
    for step in reading.facts("repeated-advice", view) if any(lead in view.folded for lead in _LEADS) else ():
        if step.how == "asked" and step.sure:
            yield AskedAgain(step.start, step.end, "step", step.note, step.evidence)


_LEADS = ("have you", "did you", "you've", "you have", "has it", "have they", "has the", "was it", "were they", "did they")


def _others(reading: Reading, view: View, done: set[int]) -> Iterator[AskedAgain]:
    """What is asked for again without a slot of its own, where nothing else of its sentence is."""
    taken = {view.sentence_at(start) for start in done}
    for found in (*wanted(reading, view), *retold(reading, view)) if reading.customer else ():
        here = view.sentence_at(found.start)
        if here in taken:
            continue
        first, last = view.sentences[max(0, here - 1)].start, view.sentences[here].end
        if _unusable(reading, view, first, last) or _any(reading, view, "ask-safety", first, last):
            continue
        note = " ".join(found.said.seen.text[found.first : found.last].split())
        if not _shown(view, note):
            taken.add(here)
            yield AskedAgain(found.start, found.end, "open", note, (found.said.span(found.first, found.last),))


def _unusable(reading: Reading, view: View, first: int, last: int) -> bool:
    """Whether it is said there why what was given is of no use; a "missing item" is no reason."""
    found = reading.matches(view, "given-unusable")
    return any(first <= a < last and not view.folded.startswith(("missing", "wrong"), a) for a, _ in found)


def _beside(view: View, start: int) -> tuple[int, int]:
    """From the sentence before a place to the one after."""
    here = view.sentence_at(start)
    return view.sentences[max(0, here - 1)].start, view.sentences[min(len(view.sentences) - 1, here + 1)].end


def _excused(reading: Reading, view: View, asked: Request) -> bool:
    """Whether the draft says why it asks: what was given is of no use, another is meant, or it must be sure who writes."""
    sentence = view.sentences[view.sentence_at(asked.start)]
    first, last = _beside(view, asked.start)
    if asked.kind in _CHANGING and _CHANGED.search(view.folded, first, last):
        return True
    unusable = asked.kind not in ("form", "status") and _any(reading, view, "given-unusable", first, last)
    return (
        unusable
        or (asked.kind != "form" and _any(reading, view, "ask-anew", asked.start, min(sentence.end, asked.end + 12)))
        or _any(reading, view, "ask-safety", first, sentence.end)
    )


def _any(reading: Reading, view: View, name: str, first: int, last: int) -> bool:
    return bool(reading.begun(view, name, first, last))


def _shown(view: View, value: str) -> bool:
    """Whether the draft shows the value itself, as one does to have it confirmed."""
    wanted = "".join(filter(str.isalnum, value.lower()))
    shown = "".join(filter(str.isalnum, view.seen.text.lower()))
    return len(wanted) > 2 and any(map(str.isdigit, wanted)) and wanted in shown


def _told(reading: Reading, asked: Request) -> tuple[Span | None, str] | None:
    """Where the customer gave it and what; without a place when only the form has it."""
    for said in reversed(reading.customer):
        text = said.unmasked
        if asked.kind == "picture" and (seen := _pictured(reading, said, text, asked)):
            return seen
        if asked.kind == "document" and (paper := _filed(reading, said, asked)):
            return paper
        for found in reading.facts("given", said) if asked.kind != "picture" else ():
            if _fits(reading, text, asked, found):
                return said.span(found.start, found.end), found.value
    if asked.kind in ("other", "choice"):
        return _labelled(reading, asked)
    if answer := _answered(reading, asked):
        return answer
    form = reading.conversation.customer
    known = form and {"email": form.email, "phone": form.phone, "address": form.address}.get(asked.kind)
    return (None, known) if known else None


def _around(text: str, start: int, end: int) -> str:
    """The sentence or so in which something was said."""
    first = max(text.rfind(mark, 0, start) for mark in ".!?\n") + 1
    ends = [at for mark in "!?\n" if (at := text.find(mark, end)) >= 0] + [at for at in [text.find(". ", end)] if at >= 0]
    return text[first : min(ends, default=len(text))]


def _fits(reading: Reading, text: str, asked: Request, found: Given) -> bool:
    """Whether what was given is what is asked for."""
    if asked.kind in NUMBERS or asked.kind == "reference":
        return _same_number(reading, text, asked, found)
    if asked.kind != found.kind and (asked.kind, found.kind) != ("bought", "shop"):
        return False
    judge = _JUDGES.get(asked.kind)
    return judge is None or judge(reading, asked, found, text)


def _same_device(reading: Reading, asked: Request, found: Given, text: str) -> bool:
    """Whether a device is the one asked about, with its model when that is asked."""
    if ("model" in asked.thing or "make" in asked.thing) and not any(map(str.isdigit, found.value)):
        return False
    named = roots(reading.lexicon, asked.thing) - _OWNERS
    return not named or bool(named & roots(reading.lexicon, text)) or "model" in _around(text, found.start, found.end)


def _same_charge(reading: Reading, asked: Request, found: Given, text: str) -> bool:
    """Whether an amount is that of what is asked about."""
    return bool(
        roots(reading.lexicon, _around(text, found.start, found.end))
        & (_CHARGE | roots(reading.lexicon, asked.thing + asked.rest))
    )


def _same_purchase(_reading: Reading, asked: Request, found: Given, text: str) -> bool:
    """Whether the day is told, and the place when that is asked for."""
    around = _around(text, found.start, found.end)
    place = "where" in asked.words or any(
        word in asked.thing for word in ("store", "shop", "place", "branch", "retailer", "seller")
    )
    return (
        ("when" not in asked.words and place) or _DATED.search(around) is not None if not place else bool(_PLACE.search(around))
    )


def _same_measure(_reading: Reading, asked: Request, found: Given, _: str) -> bool:
    return ("weight" not in asked.thing and "heavy" not in asked.thing) or "kg" in found.value or "lb" in found.value


def _same_look(_reading: Reading, asked: Request, found: Given, _: str) -> bool:
    return ("size" in asked.thing) == found.value.startswith("size")


def _same_count(reading: Reading, asked: Request, found: Given, _: str) -> bool:
    if "to add" in asked.rest or "would you like to" in asked.rest:
        return False
    anybody = _ANYBODY.search(asked.thing) is not None and _BODIES.search(found.value) is not None
    return anybody or bool(roots(reading.lexicon, asked.thing) & roots(reading.lexicon, found.value))


def _same_paper(reading: Reading, asked: Request, found: Given, _: str) -> bool:
    return bool(_papers(reading, asked) & roots(reading.lexicon, found.value))


def _papers(reading: Reading, asked: Request) -> frozenset[str]:
    """The words of a paper; a receipt is the proof of a purchase."""
    return roots(reading.lexicon, asked.thing + (" receipt invoice" if "proof of p" in asked.thing else ""))


def _same_number(reading: Reading, text: str, asked: Request, found: Given) -> bool:
    """Whether a number is of the kind asked for. A reference may be that of anything, when nothing more is said of it."""
    if found.kind not in NUMBERS and found.kind != "reference":
        return False
    if _OTHER.search(text):
        return False
    if asked.kind == found.kind:
        labels = roots(reading.lexicon, asked.thing)
        return asked.kind not in ("account", "item", "case", "bill") or bool(
            labels & roots(reading.lexicon, _before(text, found.start))
        )
    if asked.kind == "reference":
        more = roots(reading.lexicon, asked.rest)
        if any(kind in asked.rest for kind in NUMBERS if kind != found.kind) and found.kind not in asked.rest:
            return False
        return not more or bool(more & roots(reading.lexicon, _around(text, found.start, found.end)))
    return (
        found.kind == "reference"
        and asked.kind in ("booking", "case")
        and not roots(reading.lexicon, _CUTS.split(_before(text, found.start))[-1]) - plain("reference ref number")
    )


_CUTS = late(r"[,;:.!?(\n]")


def _before(text: str, start: int) -> str:
    return text[max(0, start - 30) : start]


def _same_version(_reading: Reading, asked: Request, found: Given, _: str) -> bool:
    """Whether a version is that of the system, the browser or the program that is asked about."""
    of = asked.thing + asked.rest[:24]
    if "exact" in asked.words and "." not in found.value:
        return False
    system = _SYSTEMS.search(found.value) is not None
    browser = _BROWSERS.search(found.value) is not None
    if "browser" in of or _BROWSERS.search(of):
        return browser and ("version" not in of or any(map(str.isdigit, found.value)))
    if _SYSTEMS.search(of) or "operating" in of or asked.thing in ("os", "os version"):
        return system
    return not system and not browser


def _same_day(reading: Reading, asked: Request, found: Given, text: str) -> bool:
    """Whether a date is that of what is asked about."""
    said = roots(reading.lexicon, _around(text, found.start, found.end))
    wanted = roots(reading.lexicon, asked.thing + " " + asked.rest)
    about = wanted - plain("date day time exact start happen occur")
    if about:
        return bool(about & said) or bool(about & _STAY and said & _STAY)
    return bool(said & (plain("started happened began") | _STAY))


def _same_name(_reading: Reading, asked: Request, found: Given, text: str) -> bool:
    """Whether a name is that of the person asked about."""
    others = any(
        word in asked.thing + asked.rest
        for word in ("guest", "passenger", "second", "both", "other", "companion", "parents", "their")
    )
    said = text[max(0, found.start - 14) : found.start]
    theirs = any(word in said for word in ("they", "he's", "he is", "she", "names"))
    company = any(word in asked.thing for word in ("company", "business", "account"))
    relation = _RELATIONS.search(asked.words)
    if relation:
        return relation[0] in text[max(0, found.start - 14) : found.start]
    if asked.rest.startswith(" is on") or "what name" in asked.words:
        return "name" in said and "my" not in said
    return not company and others == theirs and (others or _OF_WHAT.search(asked.rest) is None)


_JUDGES = {
    "version": _same_version,
    "device": _same_device,
    "day": _same_day,
    "amount": _same_charge,
    "bought": _same_purchase,
    "measure": _same_measure,
    "name": _same_name,
    "look": _same_look,
    "people": _same_count,
    "document": _same_paper,
}


def _pictured(reading: Reading, said: View, text: str, asked: Request) -> tuple[Span | None, str] | None:
    """The picture that the customer sent of what is asked for."""
    about = asked.rest.partition(" of ")[2] or asked.rest.partition(" showing ")[2]
    wanted = roots(reading.lexicon, about.split(" so ")[0].split(" and ")[0].split(",")[0]) - _VAGUE
    pictures = [name for name, image in files(reading, said) if image]
    names = plain(" ".join(pictures).lower().replace("_", " ").replace(".", " "))
    shown = [found for found in reading.facts("given", said) if found.kind == "picture"]
    moving = "video" in asked.thing or "record" in asked.thing or "clip" in asked.thing or "cast" in asked.thing
    if (not pictures and not shown) or (wanted and not wanted & (roots(reading.lexicon, text) | names)):
        return None
    if (
        moving
        and not any("video" in found.value for found in shown)
        and not any(name.endswith(("mp4", "mov")) for name in pictures)
    ):
        return None
    if shown:
        return said.span(shown[0].start, shown[0].end), shown[0].value
    return said.span(0, len(text.rstrip())), pictures[0]


def _filed(reading: Reading, said: View, asked: Request) -> tuple[Span | None, str] | None:
    """The file whose name says that it is the paper asked for."""
    names = _papers(reading, asked)
    for name, _ in files(reading, said):
        if names & roots(reading.lexicon, name.lower().replace("_", " ").replace("-", " ").replace(".", " ")):
            return said.span(0, len(said.text.rstrip())), name
    return None


def _labelled(reading: Reading, asked: Request) -> tuple[Span | None, str] | None:
    """The value that stands behind the name of the thing asked for, or the choice that was made."""
    for said in reversed(reading.customer):
        text = said.unmasked
        for word in asked.thing.split("|"):
            shape = _CHOSEN if asked.kind == "choice" else _VALUE
            for found in re.finditer(shape.format(re.escape(word).replace("\\ ", " ?")), text):
                return said.span(*found.span()), " ".join(found[0].split())
    return None


_VALUE = (  # the thing's name, then a word with a digit in it
    r"\b{}\b(?: (?:number|no\.?|id|code|plate))?(?: (?:is|was|of)|:| =)? [\"']?(?=[\w/-]*[\d_])"
    r"(?!\d{{1,2}}(?:st|nd|rd|th)\b)[\w/-]{{3,}}(?: \w*\d\w*| [a-z]{{3}}\b)?"
)
_CHOSEN = (
    r"\b(?:i'd like|i would like|i want|i'd prefer|i would prefer|i'd rather have|i need|i'll take|i'd go for|just|"
    r"please send)(?: a| an| the| my| your)?(?: full| "
    r"new)? {0}\b|(?:^|[.!?] ){0},? (?:please|would be|for me)\b"
)


def _answered(reading: Reading, asked: Request) -> tuple[Span | None, str] | None:
    """The number with which the customer answered when we asked for it before."""
    if asked.kind not in NUMBERS and asked.kind != "reference":
        return None
    for ours in reading.earlier:
        if any(before.kind == asked.kind for before in reading.facts("request", ours)):
            answer = next((said for said in reading.customer if said.turn > ours.turn), None)
            for found in bare(answer) if answer else ():
                return (answer.span(found.start, found.end), found.value) if answer else None
    return None
