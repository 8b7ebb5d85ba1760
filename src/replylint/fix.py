"""Ready words put in the place of a hit so that the sentence around them still reads as one."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from replylint.checks import Hit
from replylint.finding import Edit, Fix
from replylint.late import late
from replylint.rule import DEADLINE, Insert

_BEFORE = late(r"[ \t]*,?[ \t]*$")
_AFTER = late(r"[ \t]*[,:]?[ \t]*")
_HANDLE = late(r"@\w+")
_HANGING = late(  # words after which a comma only opens a parenthesis
    r"\b(?:and|but|so|or|yet|that|which|who|because|since|though|although|while|as|if|then|i|we|they|he|she|am|is|are|was|"
    r"were|be|been|has|have|had|do|does|did|can|could|will|would|must|may|might|should|shall|\w+['’](?:m|re|s|ve|ll))(?=[\s,]*$)",
    re.IGNORECASE,
)
_SUBORDINATE = late(r"\b(?:if|when|as|since|because|while|although|once|after|before|until|unless)\b", re.I)
_CLAUSE = late(  # what a comma stands before on its own account
    r"(?:and|but|so|or|nor|yet|for|because|as|since|while|which|who|i|we|you|he|she|it|they|there|this|that|these|those|"
    r"the|a|an|our|your|my|his|her|their|no|not)\b",
    re.IGNORECASE,
)


def automatic(hit: Hit) -> Iterator[Fix]:
    """The fix that a hit's ready words make, if it has any. Nothing but wording changes."""
    made = _reworded(hit) if hit.instead else _left_out(hit) if hit.instead == "" else None
    if made:
        yield made


def _reworded(hit: Hit) -> Fix:
    """The ready words in the place of the hit's."""
    text = hit.instead or ""
    opens = hit.start == hit.view.sentences[hit.view.sentence_at(hit.start)].start
    if opens or (hit.words[:1].isupper() and (len(hit.words) < 2 or not hit.words.isupper())):
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
        comma_before = _BEFORE.search(before)
        start -= len(comma_before[0]) if comma_before else 0
        return _fix("Leave it out", hit, start, end, "") if before.strip() else None
    capital = hit.words[:1].isupper() and hit.words[:1] != "I"
    if capital or not any(map(str.isalnum, _HANDLE.sub("", before))):  # it opened the sentence
        if not rest[0].isalnum() and rest[0] not in "\"'“‘£$€([*":  # "... no": what is left would begin with a stroke
            return None
        first = rest[0] if rest[1:2].isupper() else rest[0].upper()  # "iPad" stays
        return _fix("Leave it out", hit, start, gap + 1, first)
    lead, comma = _joint(before, text[end:gap].strip(), rest)
    return _fix("Leave it out", hit, start - len(before) + len(lead), gap, comma + " ")


def _joint(before: str, comma: str, rest: str) -> tuple[str, str]:
    """What stays of the text before a parenthesis that is taken out, and the comma that stays in its place."""
    hanging = _HANGING.search(before)
    if hanging:  # "but, unfortunately, it"
        return before[: hanging.end()], ""
    lead = before.rstrip()
    inside = lead.endswith(",") and comma == "," and lead.count(" ") > 0
    if inside and not _CLAUSE.match(rest) and not _SUBORDINATE.search(lead):  # "the van, unfortunately, left"
        return lead[:-1].rstrip(), ""
    return lead, "" if lead.endswith((",", ";", ":", "—", "–", "-", "(")) else comma


_SLOT = "by ___ (day and time)"


def fill_in(insert: Insert, hit: Hit, deadlines: Sequence[str] = ()) -> Iterator[Fix]:
    """Ways out that the agent completes or picks: what only she can know is `___`; for `{deadline}` she has an empty
    slot, and the choice of some that the calendar allows."""
    yield _filled(insert.label, insert.words.replace(DEADLINE, _SLOT), insert, hit)
    if insert.dated:
        for deadline in deadlines:
            yield _filled(f"{insert.label}: {deadline}", insert.words.replace(DEADLINE, deadline), insert, hit)


def _filled(label: str, words: str, insert: Insert, hit: Hit) -> Fix:
    if insert.at == "instead":
        return _fix(label, hit, hit.start, hit.end, words, "fill-in")
    sentence = hit.view.sentences[hit.view.sentence_at(hit.start)]
    at = {"before": hit.start, "after": hit.end, "end": sentence.end}[insert.at]
    end, rest = _begun(hit, at) if words.endswith((".", "!", "?")) else (at, "")
    return _fix(label, hit, at, end, words + rest, "fill-in")


def _begun(hit: Hit, at: int) -> tuple[int, str]:
    """After a whole sentence what follows begins one, too: "Hi Ana, thanks" with one put after the name. The end and the
    text of what changes for it; nothing where markup stands between."""
    text = hit.view.text
    first = next((place for place in range(at, len(text)) if not text[place].isspace()), None)
    if first is None:
        return at, ""
    span = hit.view.span(at, first + 1)
    plain = span.end - span.start == first + 1 - at
    if not plain or not text[first : first + 1].islower() or text[first + 1 : first + 2].isupper():  # "iPad" stays
        return at, ""
    return first + 1, text[at:first] + text[first].upper()


def _fix(label: str, hit: Hit, start: int, end: int, text: str, applies: str = "automatic") -> Fix:
    span = hit.view.span(start, end)
    return Fix(label, "automatic" if applies == "automatic" else "fill-in", (Edit(span.start, span.end, text),))


def applied(text: str, edits: tuple[Edit, ...]) -> str:
    """`text` with edits made, the last place first."""
    for edit in sorted(edits, key=lambda e: e.start, reverse=True):
        text = text[: edit.start] + edit.text + text[edit.end :]
    return text
