"""Ready words put in the place of a hit so that the sentence around them still reads as one."""

from __future__ import annotations

import re

from replylint.checks import Hit
from replylint.finding import Edit, Fix
from replylint.rule import Insert

_BEFORE = re.compile(r"[ \t]*,?[ \t]*$")
_AFTER = re.compile(r"[ \t]*[,:]?[ \t]*")
_HANDLE = re.compile(r"@\w+")
_HANGING = re.compile(  # words after which a comma only opens a parenthesis
    r"\b(?:and|but|so|or|yet|that|which|who|because|since|though|although|while|as|if|then|i|we|they|he|she|am|is|are|was|"
    r"were|be|been|has|have|had|do|does|did|can|could|will|would|must|may|might|should|shall|\w+['’](?:m|re|s|ve|ll))(?=[\s,]*$)",
    re.IGNORECASE,
)


def automatic(hit: Hit) -> Fix | None:
    """The fix that a hit's ready words make; None when it has none. Nothing but wording changes."""
    if hit.instead is None:
        return None
    if hit.instead == "":
        return _left_out(hit)
    text = hit.instead
    if hit.words[:1].isupper() and (len(hit.words) < 2 or not hit.words.isupper()):
        text = text[:1].upper() + text[1:]
    return _fix(f"Write “{hit.instead}”", hit, hit.start, hit.end, text)


def _left_out(hit: Hit) -> Fix | None:
    """The hit's words taken out, with the comma that belonged to them and a capital for what now begins the sentence."""
    text = hit.view.seen.text
    sentence = hit.view.sentences[hit.view.sentence_at(hit.start)]
    start, end = hit.start, hit.end
    before = text[sentence.start : start]
    after = _AFTER.match(text, end, sentence.end)
    gap = after.end() if after else end
    rest = text[gap : sentence.end]
    if not any(map(str.isalnum, rest)):  # nothing follows: keep the stop, drop the comma before
        lead = _BEFORE.search(before)
        start -= len(lead[0]) if lead else 0
        return _fix("Leave it out", hit, start, end, "") if before.strip() else None
    capital = hit.words[:1].isupper() and hit.words[:1] != "I"
    if capital or not any(map(str.isalnum, _HANDLE.sub("", before))):  # it opened the sentence
        first = rest[:1].upper()
        return _fix("Leave it out", hit, start, gap + 1, first)
    hanging = _HANGING.search(before)  # "but, unfortunately, it" keeps no comma, "sold out, unfortunately, and" keeps one
    lead = before[: hanging.end()] if hanging else before.rstrip()
    opened = hanging or lead.endswith((",", ";", ":", "—", "–", "-", "("))
    kept = "" if opened or not text[end:gap].strip() else text[end:gap].rstrip()
    start -= len(before) - len(lead)
    return _fix("Leave it out", hit, start, gap, kept + " ")


def fill_in(insert: Insert, hit: Hit) -> Fix:
    """A fix with an empty slot: what only the agent can know is `___`."""
    if insert.at == "instead":
        return _fix(insert.label, hit, hit.start, hit.end, insert.words, "fill-in")
    at = hit.end if insert.at == "after" else hit.start
    return _fix(insert.label, hit, at, at, insert.words, "fill-in")


def _fix(label: str, hit: Hit, start: int, end: int, text: str, applies: str = "automatic") -> Fix:
    span = hit.view.span(start, end)
    return Fix(label, "automatic" if applies == "automatic" else "fill-in", (Edit(span.start, span.end, text),))


def applied(text: str, edits: tuple[Edit, ...]) -> str:
    """`text` with edits made, the last place first."""
    for edit in sorted(edits, key=lambda e: e.start, reverse=True):
        text = text[: edit.start] + edit.text + text[edit.end :]
    return text
