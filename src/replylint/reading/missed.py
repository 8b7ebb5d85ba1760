"""Promises that the thread has broken, or is about to, and that the draft passes over."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Literal, NamedTuple

from replylint.conversation import Span
from replylint.late import late
from replylint.reading.deadlines import said
from replylint.reading.ledger import Standing, keeps, matter, standings

if TYPE_CHECKING:
    from replylint.reading import Reading, View

_OURS = frozenset(("i", "we", "team", "named", "someone"))


class Missed(NamedTuple):
    """A promise of ours that the draft passes over. `start` and `end` hold the draft's first sentence, `evidence` the
    promise and the words that show it broken, `note` says both in a sentence."""

    start: int
    end: int
    state: Literal["broken", "due-soon"]
    note: str
    evidence: tuple[Span, ...]


def missed(reading: Reading, _: View) -> Iterator[Missed]:
    """The most overdue promise that the draft does not own, if there is one; none without a clock."""
    now = reading.conversation.now
    if now is None or not reading.draft.sentences:
        return
    start = reading.lately[0].turn if reading.lately else reading.number
    standing = [s for s in standings(reading, now, start, reading.number) if s.latest]
    state: Literal["broken", "due-soon"] = "broken"
    found = [s for s in standing if (_ours(s) and _broken(reading, s)) or _let_down(reading, s)]
    if not found or _owned(reading):
        state = "due-soon"
        found = [s for s in standing if _ours(s) and s.status == "due-soon" and not _answered(reading, s)]
    if found:
        yield _told(reading, state, min(found, key=lambda s: s.latest or now))


def _ours(standing: Standing) -> bool:
    """Whether a promise is one that we answer for."""
    return standing.made.actor in _OURS or standing.case.shows


def _told(reading: Reading, state: Literal["broken", "due-soon"], standing: Standing) -> Missed:
    view = reading.view(standing.turn)
    span = view.span(standing.made.start, standing.made.end)
    words = " ".join(reading.conversation.turns[span.turn].text[span.start : span.end].split())
    when = said(standing.latest) if standing.latest else ""
    note = f"We promised “{words}”; that was due {when}, and the draft does not own it"
    if state == "due-soon":
        note = f"We promised “{words}”; that is due {when}, and the draft gives neither the result nor a new time"
    first = reading.draft.sentences[0]
    return Missed(first.start, first.end, state, note, (span, *standing.evidence))


def _broken(reading: Reading, standing: Standing) -> bool:
    """Whether a promise is broken as far as the agent must answer for it now: neither kept late nor owned since. Of a
    call nobody knows, but a draft that goes on without a word of it tells."""
    latest, case = standing.latest, standing.case
    now, turns = reading.conversation.now, reading.conversation.turns
    if latest is None or now is None or latest >= now or _NO_TIME.search(case.words):
        return False
    since = turns[standing.turn + 1 : reading.number]
    heard_since = any(turn.role == "customer" and turn.at is not None and turn.at > latest for turn in since)
    silent = standing.status == "unknown" and case.kind == "call" and not case.conditional and not heard_since
    silent_call = silent and not reading.matches(reading.draft, "ledger-calls")
    if standing.status != "broken" and not silent_call:
        return False
    if any(turns[span.turn].role == "agent" for span in standing.evidence):
        return False
    return not _owned_since(reading, standing.turn)


# How long a thing takes, or on what terms: no time by which we do anything.
_NO_TIME = late(
    r"^(?:the|an?|your|each|it|that|this)\b[\w' -]{0,30}\b(?:takes?|lasts?|runs?)\b|\b\d+[- ]days? terms\b|\bafterwards?\b"
)


def _let_down(reading: Reading, standing: Standing) -> bool:
    """Whether a promise past due has let the customer down though the thread does not say so outright: she complained, or
    she or the draft still deals with its matter, as if nothing had come of it."""
    latest, case = standing.latest, standing.case
    now, turns = reading.conversation.now, reading.conversation.turns
    if (
        latest is None
        or now is None
        or latest >= now
        or case.conditional
        or _NO_TIME.search(case.words)
        or standing.status not in ("broken", "unknown")
    ):
        return False
    if standing.status == "broken":
        told = {turns[span.turn].role for span in standing.evidence}
        return "customer" in told and "agent" not in told and not _owned_since(reading, standing.turn)
    later = []
    for number in range(standing.turn + 1, reading.number):
        past = (turns[number].at or now) > latest
        if turns[number].role == "agent" and (past or case.kind == "heard"):
            return False  # we have written since, and know more
        if turns[number].role == "customer" and past:
            later.append(reading.view(number).folded)
    about = case.matter | asked_about(reading, standing.turn)
    sore = any(_SORE.search(words) and about & matter(reading.lexicon, words) for words in later)
    pending = bool(case.matter & matter(reading.lexicon, reading.draft.folded)) and not _KEPT.search(reading.draft.folded)
    return (sore or pending) and not _owned_since(reading, standing.turn)


# A customer who is not content.
_SORE = late(
    r"\b(?:still|again|yet|nothing|never|no|not|where|why|nobody|waiting|waited|charged|missing|late)\b|"
    r"\bwhat's (?:going|happening|up)\b|n't\b|:\(|\?\?|\bhello\?|\bwell\?"
)
# That it came: what a draft says of a promise that was kept out of sight.
_KEPT = late(
    r"\b(?:as (?:i|we) (?:said|wrote|mentioned|confirmed|promised)|glad (?:it|the|that|to)|already|great (?:that|to)|"
    r"hope (?:it|they|that) (?:helped|arrived|came|reached|works?|suits?))\b"
)


def _owned_since(reading: Reading, number: int) -> bool:
    """Whether a reply after a turn owned up and gave a time that is still ahead."""
    return any(_owned_in(reading, later) for later in range(number + 1, reading.number))


def asked_about(reading: Reading, number: int) -> frozenset[str]:
    """The roots of what the customer had asked about before a turn of ours."""
    turns = reading.conversation.turns
    before = next((n for n in range(number - 1, -1, -1) if turns[n].role == "customer"), None)
    return matter(reading.lexicon, reading.view(before).folded) if before is not None else frozenset()


def _owned_in(reading: Reading, number: int) -> bool:
    """Whether an earlier reply owned up and gave a time that is still ahead."""
    if reading.conversation.turns[number].role != "agent" or not reading.matches(reading.view(number), "ledger-admits"):
        return False
    now = reading.conversation.now
    times = [d.window.latest for d in reading.facts("deadline", reading.view(number))]
    return any(latest is not None and now is not None and latest > now for latest in times)


def _owned(reading: Reading) -> bool:
    """Whether the draft says that something was promised or late, that we are sorry, and what comes of it now: a new time,
    or a result with no promise left open."""
    view = reading.draft
    sorry = any(reading.matches(view, name) for name in ("apology", "sorry", "owned-fault", "ledger-on-us"))
    if not any(not _MATTER.match(view.folded, a) for a, _ in reading.matches(view, "ledger-admits")) or not sorry:
        return False
    made = [c for c in reading.facts("commitment", view) if c.strength in ("promise", "expectation")]
    if any(c.due for c in made) or reading.matches(view, "ledger-done") or reading.matches(view, "ledger-shown"):
        return True
    return not made and not reading.matches(view, "ledger-pending")


# Lateness that is what the matter is about, and none of ours.
_MATTER = late(
    r"(?:late|delay\w*) (?:filing|fees?|payments?|submissions?|penalt\w+|charges?|night|evening|afternoon|"
    r"morning|claims?|repay|forms?|"
    r"compensation|check-?out|booking)\b"
)


def _answered(reading: Reading, standing: Standing) -> bool:
    """Whether the draft keeps a promise that is due soon, or sets another time for it."""
    view = reading.draft
    dated = any(made.due for made in reading.facts("commitment", view))
    if not standing.case.shows or dated or reading.matches(view, "ledger-admits"):
        return True
    if not (standing.case.matter | asked_about(reading, standing.turn)) & matter(reading.lexicon, view.folded):
        return False  # it is about something else
    if _told_only(reading, standing):
        return False
    return keeps(reading, standing.case, reading.number) is not None


def _told_only(reading: Reading, standing: Standing) -> bool:
    """Whether no sentence of the draft that tells something, and neither asks nor promises, is about a promised result."""
    if standing.case.kind != "heard" or not _OUTCOME.search(standing.case.words):
        return False
    view = reading.draft
    about = standing.case.matter | asked_about(reading, standing.turn)
    made = {view.sentence_at(one.start) for one in reading.facts("commitment", view)}
    for number, sentence in enumerate(view.sentences):
        words = view.folded[sentence.start : sentence.end]
        if (
            view.words[number] > _FEW
            and number not in made
            and not _ASKING.search(words)
            and about & matter(reading.lexicon, words)
        ):
            return False
    return True


_FEW = 5  # words of a greeting or of a name
_OUTCOME = late(r"\b(?:answers?|decisions?|results?|findings|outcome|verdict|figures?)\b")
_ASKING = late(r"\?|\bplease\b|\bcould you\b|\bhow good\b|\bthank")
