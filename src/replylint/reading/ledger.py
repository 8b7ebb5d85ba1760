"""What became of the promises of a thread. The rules are written up for users in docs/promises.md.

A promise is kept when a later turn of ours on its matter comes before it is due. Where the thread cannot tell, its status
is unknown, never broken: a call, a courier's act or a refund leaves no trace in a mail.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Literal, NamedTuple

from replylint.conversation import Span
from replylint.finding import Status
from replylint.late import late
from replylint.lexicon import Lexicon
from replylint.reading.commitments import Commitment
from replylint.reading.matter import listed, roots

if TYPE_CHECKING:
    from replylint.reading import Reading, View
    from replylint.reading.clock import Window

SOON = timedelta(hours=1)
_FAR = 60  # turns after which nobody speaks of a promise any more; it keeps the cost of a long thread in proportion
_LEAST = 3  # letters of a root that tells anything
_ALIKE = 4  # letters in which the words of a promise and of what keeps it agree
_UNSEEN = frozenset(("nobody", "someone"))
_STILL = late(r"\b(?:still (?:waiting|no|not|looking|searching|chasing|with)|not yet|haven't|hasn't|have not|has not)\b")
_IF = late(r"(?:^|[,;:.]\s*|\b(?:and|but|so)\s+)(?:once|when|if|as soon as|after|provided|unless)\b")
_IF_THING = late(r"\b(?:if|should|unless|provided)\b(?! (?:you|u)\b)")  # "if it is lost": no message of the customer settles it


class Case(NamedTuple):
    """A promise as the ledger looks at it: the roots of what its sentence is about, and those of the other promises of the
    same message.

    `kind`: `heard`, a word from us, which any later message keeps and silence breaks; `document`, which comes itself;
    `call`, a call or a visit, which a thread of mails does not show; `act`, which shows where someone tells of it.
    """

    lexicon: Lexicon
    made: Commitment
    kind: Literal["heard", "document", "call", "act"]
    matter: frozenset[str]
    others: tuple[frozenset[str], ...]
    conditional: bool
    words: str = ""

    @property
    def shows(self) -> bool:
        """Whether the thread would show that the promise was kept."""
        return self.kind in ("heard", "document")

    def names(self, words: str) -> bool:
        """Whether a sentence names what the promise is about."""
        return not matter(self.lexicon, words).isdisjoint(self.matter)

    def concerns(self, words: str) -> bool:
        """Whether a sentence is about this promise, as far as its words tell: not about another of the same message."""
        said = matter(self.lexicon, words)
        return not said.isdisjoint(self.matter) or all(said.isdisjoint(other) for other in self.others)


class Standing(NamedTuple):
    """One promise of a thread: the turn, the promise in it, its due window, and what became of it."""

    turn: int
    case: Case
    window: Window | None
    status: Status
    evidence: tuple[Span, ...] = ()

    @property
    def made(self) -> Commitment:
        """The promise."""
        return self.case.made

    @property
    def latest(self) -> datetime | None:
        """When it is due at the latest; None when nobody knows."""
        return self.window.latest if self.window else None


class _Words(NamedTuple):
    """A sentence of a turn: its place in the turn as given, and its folded text."""

    span: Span
    text: str


def _kind(reading: Reading, words: str, made: Commitment) -> Literal["heard", "document", "call", "act"]:
    def says(name: str) -> bool:
        return next(iter(reading.lexicon[name].pattern.finditer(words)), None) is not None

    if says("ledger-sent") and says("ledger-document"):
        return "document"
    called = says("ledger-call") or made.action.split()[0] in ("visit", "come")
    if made.kind != "investigate" and called and "come back to you" not in words:
        return "call"
    if says("ledger-heard") or made.kind in ("investigate", "share"):
        return "heard"
    return "heard" if made.kind == "contact" and not _OTHERS.match(words) else "act"


# "I'll ring the hotel": whom we call is not the customer.
_OTHERS = late(
    r"(?:[\w']+ ){0,3}?(?:call|ring|phone|telephone|contact|e-?mail|message|write to) (?:the|our|your|my|them|him|her)\b"
)


def standings(reading: Reading, now: datetime | None, start: int = 0, end: int | None = None) -> Iterator[Standing]:
    """The promises of the agent's turns from `start` to before `end` (all that follow when None) as they stand at `now`."""
    turns = reading.conversation.turns
    last = len(turns) if end is None else end
    for number in range(start, last):
        if turns[number].role == "agent":
            view = reading.view(number)
            windows = {deadline.made: deadline.window for deadline in reading.facts("deadline", view)}
            found = [made for made in reading.facts("commitment", view) if _counts(made)]
            for case in _cases(reading, view, found):
                window = windows.get(case.made)
                if case.conditional and (met := _met(reading, number, case.made, last)):
                    case, window = case._replace(conditional=False), met
                elif case.conditional and _unhelped(reading, number, case.made, last):
                    case = case._replace(conditional=False)
                yield _standing(reading, number, case, window, now, last)


def _met(reading: Reading, number: int, made: Commitment, last: int) -> Window | None:
    """The window of "once you send it, I'll answer within the hour" when the customer has: it runs from that message."""
    turns = reading.conversation.turns
    if made.condition != "customer" or made.due is None or made.due.amount is None:
        return None
    view = reading.view(number)
    if _IF_THING.search(view.folded[view.sentences[view.sentence_at(made.start)].start : made.start]):
        return None
    answer = next((n for n in range(number + 1, last) if turns[n].role == "customer"), None)
    if answer is None or (reading.view(answer).text.rstrip().endswith("?") and not turns[answer].attachments):
        return None
    at = reading.moment(answer)
    if at is None:
        return None
    from replylint.reading.clock import resolve

    return resolve(made.due, at)


def _unhelped(reading: Reading, number: int, made: Commitment, last: int) -> bool:
    """Whether what "if that doesn't help, we'll come by Monday" waits for has come about: the customer says so."""
    view = reading.view(number)
    led = view.folded[view.sentences[view.sentence_at(made.start)].start : made.start]
    if made.due is None or made.due.amount is not None or not _NO_HELP.search(led):
        return False
    answer = next((n for n in range(number + 1, last) if reading.conversation.turns[n].role == "customer"), None)
    return answer is not None and _HELPLESS.search(reading.view(answer).folded) is not None


_NO_HELP = late(r"\bif (?:that|this|it|they|these|those)(?: still)? (?:doesn't|does not|don't|do not|didn't|fails?)\b")
_HELPLESS = late(
    r"\b(?:still|same|as (?:cold|bad|slow|loud|wet|dark) as|no (?:change|luck|difference|joy|better)|(?:did|"
    r"does)(?:n't| not) help|nothing)\b"
)


def _counts(made: Commitment) -> bool:
    return made.strength in ("promise", "expectation") or made.condition == "customer"


def _cases(reading: Reading, view: View, found: Sequence[Commitment]) -> Iterator[Case]:
    matters = [matter(reading.lexicon, _around(view, made, found)) for made in found]
    for number, made in enumerate(found):
        sentence = view.sentences[view.sentence_at(made.start)]
        others = tuple(
            matter - matters[number]
            for other, matter in enumerate(matters)
            if other != number and found[other].actor not in _UNSEEN
        )
        led = _IF.search(view.folded[sentence.start : made.start]) is not None
        fixed = made.due is not None and made.due.amount is None and not led
        kind = _kind(reading, view.folded[made.start : made.end], made)
        waits = led or (made.condition == "customer" and not fixed)
        yield Case(reading.lexicon, made, kind, matters[number], others, waits, view.folded[made.start : sentence.end])


def _around(view: View, made: Commitment, found: Sequence[Commitment]) -> str:
    """The words that tell what a promise is about: its sentence's, or its own where the sentence holds several."""
    sentence = view.sentences[view.sentence_at(made.start)]
    shared = sum(sentence.start <= other.start < sentence.end for other in found) > 1
    return view.folded[made.start : made.end] if shared else view.folded[sentence.start : sentence.end]


def _standing(reading: Reading, number: int, case: Case, window: Window | None, now: datetime | None, last: int) -> Standing:
    latest = window.latest if window else None
    turns = reading.conversation.turns
    released = False
    for later in range(number + 1, min(last, number + _FAR)) if not turns[number].draft else ():
        if turns[later].draft or turns[later].role == "system":
            continue
        moment = turns[later].at
        overdue = not case.conditional and latest is not None and moment is not None and moment > latest
        tells = _by_us if turns[later].role == "agent" else _by_customer
        found = tells(reading, case, later, overdue)
        if found is not None:
            status, span = found
            if status == "broken" and released:
                status = "kept" if turns[later].role == "agent" else "open"
            return Standing(number, case, window, status, (span,))
        if turns[later].role == "customer":
            released = released or _first(reading, later, "ledger-releases") is not None
    return Standing(number, case, window, _by_the_clock(case, latest, now, released))


def _by_the_clock(case: Case, latest: datetime | None, now: datetime | None, released: bool) -> Status:
    """The status of a promise of which the thread says nothing more."""
    made = case.made
    if case.conditional:
        return "unknown" if made.due or not case.shows or made.condition == "customer" else "open"
    if made.due is None:
        return "unknown" if made.actor in _UNSEEN and made.kind == "arrive" and not case.shows else "open"
    if latest is None or now is None:
        return "unknown"
    if now <= latest:
        return "due-soon" if latest - now <= SOON else "open"
    if released:
        return "open"
    return "broken" if case.kind == "document" or (case.kind == "heard" and made.actor not in _UNSEEN) else "unknown"


def _by_us(reading: Reading, case: Case, later: int, overdue: bool) -> tuple[Status, Span] | None:
    """What a later message of ours says of a promise: that it was kept, or that it was broken; None when neither."""
    if _first(reading, later, "ledger-automatic"):
        return None
    admitted = _first(reading, later, "ledger-admits", case)
    if admitted and _AS_SAID.search(admitted.text):
        admitted = None
    if admitted and overdue:
        return "broken", admitted.span
    kept = keeps(reading, case, later)
    if kept is None or (admitted and case.kind != "heard"):
        return None
    if overdue and not case.shows:
        return None  # the word came late, the act perhaps did not
    return ("broken" if overdue else "kept"), kept


_AS_SAID = late(r"\bas (?:i |we )?(?:promised|said|told|agreed)\b")


def _by_customer(reading: Reading, case: Case, later: int, overdue: bool) -> tuple[Status, Span] | None:
    """A customer's word on a promise: it came, or it did not."""
    confirmed = _first(reading, later, "ledger-confirms", case)
    chased = _first(reading, later, "ledger-chases", case) or _lacking(reading, case, later)
    if chased and not (confirmed and case.names(confirmed.text) and not case.names(chased.text)):
        return ("broken", chased.span) if overdue else None
    if confirmed is None or (case.kind == "document" and not case.names(confirmed.text)):
        return None
    return ("kept", confirmed.span) if not overdue or case.kind != "heard" else None


def _lacking(reading: Reading, case: Case, later: int) -> _Words | None:
    """The sentence of a customer that says there is "no itinerary": none of what was promised."""
    view = reading.view(later)
    for start, end, text in _sentences(view):
        found = _NO.search(text)
        if found and case.names(found[1]):
            return _Words(view.span(start, end), text)
    return None


_NO = late(r"\b(?:no|without|missing|not a)((?: [\w-]+){1,3})")


def keeps(reading: Reading, case: Case, later: int) -> Span | None:
    """The words of a later message of ours that keep a promise: any word keeps one of hearing, an act must be told."""
    view = reading.view(later)
    if case.kind == "call":
        called = _first(reading, later, "ledger-calls", case)
        return called.span if called else None
    if case.kind == "document":
        shown = _shown(reading, view, case)
        attached = reading.conversation.turns[later].attachments and case.concerns(view.folded)
        return shown or (_opening(view) if attached else None)
    done = {view.sentence_at(start) for start, _ in reading.matches(view, "ledger-done")}
    for number, (start, end, text) in enumerate(_sentences(view)):
        if _RESULT.search(case.words) and _NOTED.search(text):
            continue
        if number in done and (case.names(text) or (not case.matter and case.concerns(text))):
            return view.span(start, end)
    return _heard(view, case) if case.kind == "heard" else None


def _opening(view: View) -> Span:
    """The first sentence of a message; its beginning when it has no words of its own, but an attachment."""
    return view.span(view.sentences[0].start, view.sentences[0].end) if view.sentences else Span(view.turn, 0, 0)


def _shown(reading: Reading, view: View, case: Case) -> Span | None:
    """The sentence that hands over a document: this one, not another that it names."""
    for start, _ in reading.matches(view, "ledger-shown"):
        first, last, text = _sentence(view, start)
        named = [text[s:e] for s, e in reading.lexicon["ledger-document"].pattern.finditer(text)]
        if case.names(text) or (case.concerns(text) and not any(matter(reading.lexicon, words) for words in named)):
            return view.span(first, last)
    return None


def _heard(view: View, case: Case) -> Span | None:
    """The words with which a message tells something: of the promise's own matter, when it made several."""
    told = [(start, end, text) for start, end, text in _telling(view) if case.concerns(text)]
    if _RESULT.search(case.words):
        told = [one for one in told if not _NOTED.search(one[2])]
    if case.others:
        named = [one for one in told if case.names(one[2])]
        told = [one for one in named or told if not _STILL.search(one[2])]
    return view.span(*told[0][:2]) if told else None


_RESULT = late(
    r"\b(?:answers?|decisions?|results?|findings|outcome|verdict|figures?|quote|what (?:they|he|she) (?:say|find|"
    r"said))\b"
)
# That something came and was put by: no result.
_NOTED = late(
    r"\b(?:i|we)(?:'ve| have)(?: \w+)? (?:added|noted|passed|logged|forwarded|recorded|filed|marked)\b|\b(?:very|"
    r"really) useful\b|"
    r"\bnothing else\b|\barrived safely\b|\bwith (?:them|the \w+) now\b"
)


def _telling(view: View) -> Iterator[tuple[int, int, str]]:
    """The sentences of a message that tell something: neither greeting, nor question, nor thanks."""
    asks = "?" in view.text
    for number, (start, end, text) in enumerate(_sentences(view)):
        if view.words[number] >= (6 if asks else 3) and not text.endswith("?") and not _PLEASANT.match(text):
            yield start, end, text


_PLEASANT = late(
    r"(?:hi|hello|dear|hey|good (?:morning|afternoon|evening)|thank|thanks|best|kind|regards|quick question|just a quick|"
    r"sorry to (?:bother|trouble)|one (?:more )?question|please|could you|may i)\b"
)


def _sentence(view: View, offset: int) -> tuple[int, int, str]:
    """The sentence that holds an offset, with its words."""
    sentence = view.sentences[view.sentence_at(offset)]
    return sentence.start, sentence.end, view.folded[sentence.start : sentence.end].strip()


def _sentences(view: View) -> Iterator[tuple[int, int, str]]:
    return ((s.start, s.end, view.folded[s.start : s.end].strip()) for s in view.sentences)


def matter(lexicon: Lexicon, words: str) -> frozenset[str]:
    """The beginnings of the roots of the words that say what something is about."""
    said = roots(lexicon, words) - listed(lexicon["promise-word"].words)
    return frozenset(word[:_ALIKE] for word in said if len(word) >= _LEAST)


def _first(reading: Reading, number: int, name: str, case: Case | None = None) -> _Words | None:
    """The first sentence of a turn that says such a thing, and that is not about another promise than the case's."""
    view = reading.view(number)
    for start, _ in reading.matches(view, name):
        first, last, text = _sentence(view, start)
        if case is None or case.concerns(text):
            return _Words(view.span(first, last), text)
    return None
