"""What a commitment waits for, and the times that date it."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from operator import attrgetter

from replylint.late import late
from replylint.reading import times
from replylint.reading.commitments.commitment import Commitment
from replylint.reading.sentences import Sentence

_WITH_YOU = late(
    r"\b(?:if|once|when|whenever|as soon as|unless|until|after|in case|upon|provided)\s+(?:\w+\s+){0,2}?(?:you|your|u)\b"
    r"|\b(?:once|when|as soon as|after|until) (?:we|i)(?:'ve| have)? (?:hear|heard|receive|received|get|got|"
    r"have)\b[^.!?]{0,30}\b(?:you|your)\b"
    r"|\bonce (?:received|completed|submitted|done|filled|confirmed|verified|approved|signed|sent)\b"
    r"|\bshould you\b|\bif (?:there (?:is|are)|this|that|it|the \w+|anything|any|so|not|needed|necessary|required|possible)\b"
)
_EVENT = late(r"\b(?:once|when|as soon as|until|after|as|if)\b")
_ASK = late(
    r"(?:^|[.!?:;,–—]\s*|\s-\s*|\b(?:please|kindly|(?:can|could|would|will|are) you(?: able to| please| kindly)?|just|"
    r"simply|if you could|and|or|then|you can|feel free to)\s+)"
    r"(?:\w+ly\s+)?(?:send|pop|shoot|dm|pm|message|email|e-mail|mail|call|contact|reach out|reach|reply|respond|"
    r"let us know|let me know|"
    r"provide|share|give us|give me|tell us|tell me|drop|follow|confirm|write|visit|click|fill|submit|get in touch|try|"
    r"connect|report|chat|text|attach|upload|include|forward|return|post)\b"
    r"|\bplease (?!accept|know|note|be\b|rest|bear|allow|understand|excuse|forgive|see|find|expect|do not|don't)\w+"
)
_start = attrgetter("start")
_PAST = late(
    r"\b(?:was|were|did|had|why)\b|\b(?:i|we|you|he|she|they|it|which|that|order|parcel|as) (?:just |already )?"
    r"(?:ordered|placed|charged|received|sent|made)\b|\b(?:ordered|placed|charged|received) (?:on|at|in)\b"
)
_REFERS = late(
    r"^\W*(?:you|it|this|that|they|expect|please (?:expect|allow)|our team|i|we|by|within|on|in|at|the (?:process|review))\b"
)


def asks(folded: str, sentence: Sentence) -> bool:
    """Whether a sentence asks the customer for something, so that what follows it waits for the answer."""
    return _ASK.search(folded[sentence.start : sentence.end]) is not None


def conditioned(folded: str, sentence: Sentence, found: Sequence[Commitment], asked: bool) -> list[Commitment]:
    """The commitments of a sentence with what they wait for: an act of the customer, or an event."""
    whole = folded[sentence.start : sentence.end]
    asking = _ASK.search(whole)
    waits = sentence.start if asked or _WITH_YOU.search(whole) else sentence.start + asking.end() if asking else sentence.end
    event = _EVENT.search(whole) is not None
    return [
        made._replace(condition="customer", strength="offer")
        if made.start >= waits
        else made._replace(condition="event")
        if event
        else made
        for made in found
    ]


def dated(
    folded: str, made: list[list[Commitment]], sentences: Sequence[Sentence], found: Sequence[times.Time]
) -> Iterator[Commitment]:
    """Each commitment with its times: those of its own clause, else of the sentence after or before that refers to it."""
    usable = [time for time in found if not time.past and not time.habitual]
    own = [
        [_in_sentence(folded, here, n, c, usable, sentence) for n, c in enumerate(here)]
        for here, sentence in zip(made, sentences, strict=True)
    ]
    for number, here in enumerate(own):
        for commitment in here:
            due = commitment.due or _paired(folded, commitment, here)
            if due is None and number + 1 < len(own):
                due = _beside(folded, own[number + 1], sentences[number + 1], usable)
            if due is None and number and _reports(folded, commitment):
                due = next((c.due for c in own[number - 1] if c.due and c.kind in ("investigate", "act")), None)
            yield from _parted(folded, commitment._replace(due=due))


def _paired(folded: str, made: Commitment, here: Sequence[Commitment]) -> times.Time | None:
    """The time of the promise that "and" joins to this one: "we'll test the line and I'll ring you by Tuesday"."""
    following = next((other for other in here if other.start > made.start), None)
    if following is None or following.due is None or following.due.start < following.start:
        return None
    between = folded[made.end : following.start].strip(" ,")
    return following.due if between in ("and", "") or between.endswith(" and") else None


def _reports(folded: str, made: Commitment) -> bool:
    """Whether a promise is the report of what the sentence before promised: "and I'll let you know"."""
    words = folded[made.start : made.end]
    return made.kind == "contact" and " also " not in words and (" then" in words or _REPORT.search(words) is not None)


_REPORT = late(r"\b(?:let you know|get back to you|come back to you|update you|tell you|keep you (?:posted|updated|informed))\b")
_SECOND = late(
    r"\s+and (?=(?:get|come|be|let|write|call|contact|reply|update|send|respond|reach|follow|inform|notify|drop|email|"
    r"e-mail|mail|message|ring|phone|text|confirm|report|tell|quote)\b)"
)


def _parted(folded: str, whole: Commitment) -> Iterator[Commitment]:
    """ "look into it and get back to you soon" is two promises, and only the second has its vague time."""
    second = _SECOND.search(folded, whole.start, whole.end) if whole.vague and whole.due is None else None
    if second is None or whole.vague is None or whole.vague.start < second.end():
        yield whole
        return
    yield whole._replace(end=second.start(), vague=None)
    yield whole._replace(start=second.end(), kind="contact", action=folded[second.end() : whole.end].split(maxsplit=1)[0])


def _in_sentence(
    folded: str, here: list[Commitment], number: int, made: Commitment, found: Sequence[times.Time], sentence: Sentence
) -> Commitment:
    """The commitment with the times of its clause (and of what leads up to it, for the first of a sentence)."""
    start = made.start if number else sentence.start
    end = here[number + 1].start if number + 1 < len(here) else sentence.end
    due, vague = None, made.vague
    first, last = (bisect_left(found, border, key=_start) for border in (start, end))
    for time in found[first:last]:
        if time.start > made.start and _dates_no_promise(folded[made.start : time.start], time):
            continue
        if time.end <= made.start and not _leads(folded, sentence.start, time, made.start):
            continue
        if time.kind == "vague":
            vague = vague or (time if made.start - time.end < 3 else None)
        elif time.specific and (time.start > made.start or time.governor or time.start - sentence.start < 14):
            due = time if due is None or _SECOND.search(folded, due.end, time.start) else due
    return made._replace(due=due and _joined(due, found[first:last]), vague=vague)


def _joined(due: times.Time, found: Sequence[times.Time]) -> times.Time:
    """A day before the verb and a time of day after it as one: "Tomorrow our fitter will ring at 10:15"."""
    dated = due.day or due.date
    for other in found:
        if other is due or other.past or other.habitual:
            continue
        if dated and not (due.clock or due.until or due.end_of or due.part) and other.clock and not (other.day or other.date):
            return other._replace(day=due.day, date=due.date, period=due.period)
        if due.clock and not (dated or due.part or due.period) and not other.clock and other.end <= due.start:
            return due._replace(day=other.day, date=other.date, period=other.period)
    return due


_LEAD = late(
    r"(?:^|(?:give|allow) (?:me|us) |[,;:.!?(–—-]|\b(?:and|but|so|then|that|hopefully|if|once|when|unless|after|until|as)\b"
    r"[^;.]*)\W*$"
)
_UP_TO = late(r"[^;:!?]{0,3}|.*\b(?:if|once|when|unless|after|until|as)\b.*|\W*(?:\w+ly|and|at the latest|then)\W*")


def _leads(folded: str, first: int, time: times.Time, last: int) -> bool:
    """Whether a time before a promise leads up to it ("Within two hours I'll …", "If it isn't here by Friday, I'll …")
    and is not that of another matter ("You asked for it by 6; I'll …")."""
    start = time.governor.start if time.governor else time.start
    before = folded[first:start]
    return _LEAD.search(before) is not None and _UP_TO.fullmatch(folded[time.end : last]) is not None


_WHETHER = late(
    r"\b(?:ask|asks|check|see|find out|confirm|know)\b[^,;]*\b(?:if|whether)\b(?:(?! and )[^,;])*$"
)  # "if he can do it tomorrow"
# "The fee of 3 May" names a fee, and dates nothing; what is booked for 3 May is dated.
_NAMES = late(
    r"(?<!booked )(?<!scheduled )(?<!planned )(?<!arranged )(?<!set )(?<!week )\b(?:of|from|since|for|about) (?:the )?$"
)


def _dates_no_promise(before: str, time: times.Time) -> bool:
    """Whether the words between a promise and a time make the time one of something else."""
    if _WHETHER.search(before):
        return True
    bounded = time.governor is not None and time.governor.word in ("by", "within")
    if " happened" in before and not bounded:
        return True
    return _PAST.search(before) is not None or (_NAMES.search(before) is not None and time.until is None)


def _beside(folded: str, there: list[Commitment], sentence: Sentence, found: Sequence[times.Time]) -> times.Time | None:
    """The time with which the next sentence dates a promise."""
    for commitment in there:
        if commitment.due:
            return commitment.due
    if not there and _REFERS.search(folded[sentence.start : sentence.end]):
        return next((t for t in found if sentence.start <= t.start < sentence.end and t.specific and t.governor), None)
    return None
