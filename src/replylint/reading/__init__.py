"""What can be known about a conversation: each fact computed once, and only when asked for."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Iterator
from functools import cached_property
from typing import TYPE_CHECKING, Any

from replylint.conversation import Audience, Conversation, Span
from replylint.late import late
from replylint.lexicon import Lexicon
from replylint.pattern import Pattern
from replylint.phrase import fold
from replylint.reading import voice
from replylint.reading.facts import finder
from replylint.reading.view import View
from replylint.source import Visible, visible
from replylint.text import Text

if TYPE_CHECKING:
    from replylint.reading.clock import Moment

__all__ = ["Reading", "View"]

_QUOTED = 70  # code points of someone's words that a message quotes
_PLEASANTRY = late(
    r"(?:hi|hello|hey|dear|good (?:morning|afternoon|evening))\b[^.!?]{0,40}[,.!]?|(?:many )?thanks?\b(?: you)?(?: so|"
    r" very)?(?: much)?(?: for (?:your|the) (?:e-?mail|mail|letter|message|reply|note|call|enquiry|inquiry|question|patience|"
    r"feedback|review)| for (?:contacting|writing|reaching|getting|asking)[^.!?]{0,40})?[.!,]*|(?:i|"
    r"we) hope [^.!?]{0,60}[.!]*"
)


class Reading:
    """All facts about one conversation whose draft is turn number `draft`; without one all its turns have been sent."""

    def __init__(self, conversation: Conversation, draft: int | None, lexicon: Lexicon, parser: bool = False) -> None:
        self.parser = parser
        self.conversation, self.lexicon = conversation, lexicon
        self.number = len(conversation.turns) if draft is None else draft
        self._seen: dict[int, Visible] = {}
        self._facts: dict[tuple[str, int], tuple[Any, ...]] = {}
        self._moments: dict[int, Moment | None] = {}
        self._views: dict[int, View] = {}
        self._known: dict[str, bool] = {}
        self._texts: dict[str, Text] = {}

    def _visible(self, number: int) -> Visible:
        if number not in self._seen:
            turn = self.conversation.turns[number]
            self._seen[number] = visible(turn.text, turn.format)
        return self._seen[number]

    @cached_property
    def draft(self) -> View:
        """The draft with all that is not the agent's own new words blanked."""
        theirs = [self._visible(number).text for number in self.customer_turns]
        glossary = self.conversation.glossary
        own = voice.own(self._visible(self.number), theirs, glossary.allowed if glossary else ())
        return View(self.number, self._visible(self.number), own.text, own.parts, self._texts)

    @cached_property
    def whole(self) -> View:
        """The draft with everything in it, quotations and signature included."""
        seen = self._visible(self.number)
        return View(self.number, seen, seen.text, texts=self._texts)

    @property
    def customer_turns(self) -> list[int]:
        """The customer's messages before the draft."""
        return [n for n, turn in enumerate(self.conversation.turns[: self.number]) if turn.role == "customer"]

    @cached_property
    def customer(self) -> tuple[View, ...]:
        """The customer's messages before the draft, oldest first."""
        return tuple(self.view(number) for number in self.customer_turns)

    def told(self, pattern: Pattern) -> bool:
        """Whether a message of the customer holds a phrase, in whatever part of it."""
        folded = [fold(self._visible(number).text) for number in self.customer_turns]
        return any(any(pattern.finditer(self._texts.setdefault(text, Text(text)))) for text in folded)

    @cached_property
    def asking(self) -> tuple[View, ...]:
        """What the draft answers: the customer's messages since our last word, else the last one."""
        last = max((n for n, turn in enumerate(self.conversation.turns[: self.number]) if turn.role == "agent"), default=-1)
        return tuple(view for view in self.customer if view.turn > last) or self.customer[-1:]

    @property
    def recent(self) -> tuple[View, ...]:
        """The customer's last messages: what came before them is settled, or told again."""
        return self.customer[-_RECENT:]

    @property
    def lately(self) -> tuple[View, ...]:
        """Our last messages before the draft: what a long thread said before them has been settled, or was said again."""
        return self.earlier[-_LATELY:]

    @cached_property
    def earlier(self) -> tuple[View, ...]:
        """Our own messages before the draft, oldest first."""
        turns = self.conversation.turns[: self.number]
        return tuple(self.view(number) for number, turn in enumerate(turns) if turn.role == "agent")

    @cached_property
    def foreign(self) -> bool:
        """Whether what the draft answers is in another language than English."""
        from replylint.reading.language import english

        return bool(self.asking) and not any(english(self, view) for view in self.asking)

    def has(self, need: str) -> bool:
        """Whether the conversation tells what a rule needs."""
        if need not in self._known:
            self._known[need] = _NEEDS[need](self)
        return self._known[need]

    def moment(self, number: int) -> Moment | None:
        """The circumstances in which a turn was said, None without a clock: the draft's is `now`, an earlier one's its own."""
        if number not in self._moments:
            told = self.conversation
            now = told.now if number == self.number else told.turns[number].at
            if now is not None:
                from replylint.reading.clock import moment

                self._moments[number] = moment(told, now)
            else:
                self._moments[number] = None
        return self._moments[number]

    @cached_property
    def deadlines(self) -> tuple[str, ...]:
        """Deadlines that the team could keep, for the agent to choose from; none without a clock."""
        at = self.moment(self.number)
        if at is None:
            return ()
        from replylint.reading.deadlines import choices

        return choices(at)

    @property
    def audience(self) -> Audience:
        """For whom the reply is written."""
        return self.conversation.audience or "consumer"

    @cached_property
    def opening(self) -> int:
        """The number of the draft's first sentence with content: after the greeting and plain thanks."""
        greetings = [part for part in self.draft.parts if part.kind == "greeting"]
        for number, sentence in enumerate(self.draft.sentences):
            if any(part.start <= sentence.start and sentence.end <= part.end for part in greetings):
                continue
            if not _PLEASANTRY.fullmatch(self.draft.folded, sentence.start, sentence.end):
                return number
        return 0

    def facts(self, of: str, view: View) -> tuple[Any, ...]:
        """The facts of a kind in a text, in order."""
        key = (of, id(view))
        if key not in self._facts:
            self._facts[key] = tuple(sorted(finder(of)(self, view), key=lambda fact: (fact.start, fact.end)))
        return self._facts[key]

    def view(self, number: int) -> View:
        """A turn with all that is not its writer's own new words blanked."""
        if number == self.number:
            return self.draft
        if number not in self._views:
            own = voice.own(self._visible(number))
            self._views[number] = View(number, self._visible(number), own.text, own.parts, self._texts)
        return self._views[number]

    def quoted(self, span: Span) -> str:
        """Words of a turn on one line, the end of a long stretch left out."""
        words = " ".join(self.conversation.turns[span.turn].text[span.start : span.end].split())
        return words if len(words) <= _QUOTED else words[: words.rfind(" ", 0, _QUOTED)] + " …"

    def matches(self, view: View, name: str) -> tuple[tuple[int, int], ...]:
        """Where a text holds something of a named word list."""
        return view.matches(self.lexicon[name].pattern)

    def begun(self, view: View, name: str, start: int, end: int) -> tuple[tuple[int, int], ...]:
        """Where something of a named word list begins within a stretch of a text."""
        found = self.matches(view, name)
        return found[bisect_left(found, (start,)) : bisect_left(found, (end,))]

    def scopes(self, view: View, start: int, within: str) -> Iterator[tuple[View, int, int]]:
        """The stretches that a condition looks at, for words that start at `start` of `view`."""
        if within in ("customer", "recent", "message", "thread"):
            others = {"customer": self.customer, "recent": self.recent, "message": self.asking, "thread": self.earlier}
            for other in others[within]:
                yield other, 0, len(other.text)
            return
        if within == "reply":
            yield view, 0, len(view.text)
            return
        here = view.sentence_at(start)
        first, last = _window(view, here, within)
        if view.sentences:
            yield view, view.sentences[first].start, view.sentences[last].end


def _named(reading: Reading) -> bool:
    person = reading.conversation.customer
    return person is not None and bool(person.name or person.names) and not reading.conversation.template


_NEEDS: dict[str, Callable[[Reading], bool]] = {
    "customer": lambda reading: bool(reading.customer_turns) and not reading.conversation.template and not reading.foreign,
    "thread": lambda reading: any(turn.role == "agent" for turn in reading.conversation.turns[: reading.number]),
    "clock": lambda reading: reading.conversation.now is not None,
    "name": _named,
    "incident": lambda reading: reading.conversation.incident is not None or bool(reading.facts("incident", reading.draft)),
    "recipient": lambda reading: reading.conversation.customer is not None and not reading.conversation.template,
    "reply": lambda reading: not reading.conversation.template,
}


_RECENT, _LATELY = 3, 12  # messages of the customer's, and of ours


def _window(view: View, here: int, within: str) -> tuple[int, int]:
    """The first and last sentence of a stretch around sentence number `here`."""
    word, _, count = within.partition(" ")
    ends = len(view.sentences) - 1
    if word == "next":
        return here, min(ends, here + int(count))
    if word == "previous":
        return max(0, here - int(count)), here
    if word == "around":
        return max(0, here - int(count)), min(ends, here + int(count))
    if word == "paragraph":
        same = [n for n, s in enumerate(view.sentences) if s.paragraph == view.sentences[here].paragraph]
        return same[0], same[-1]
    return here, here
