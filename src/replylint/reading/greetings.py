"""How a draft addresses the customer, where her name is known: by nobody's name, by another's, or not at all."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache
from typing import TYPE_CHECKING, Literal, NamedTuple

from replylint.late import late
from replylint.phrase import fold
from replylint.reading.whom import TITLES, acquainted, recipient

if TYPE_CHECKING:
    from replylint.reading import Reading, View

Fault = Literal["generic", "wrong", "case", "none"]

_WORD = late(r"[^\W\d_][^\W\d_'’.-]*")
_TO = late(r"\s*to (?:the |our |all |whom|whomever|a |any )[\w /-]{2,40}(?=[:,\n])", re.I)
_BLANK = late(r"[{\[<%_]")
_MADAM = late(r" ?(?:or|and|/) ?madam[,:]?", re.I)
_GROUP = frozenset("all both everyone everybody team folks guys friends colleagues ladies gentlemen again y'all family".split())
_SMALL = frozenset(
    "the our my valued dear esteemed loyal new and or to mr mrs ms miss mx dr prof professor hi "
    "hello hey hiya howdy greetings good morning "
    "afternoon evening day to".split()
)
_INITIALS = late(r"(?:^|\n|[.!?,] )\W*[A-Z]\.? ?[A-Z]?\.?\s*$")
_SOCIAL = ("social", "forum")
_SHIFTS = str.maketrans({"ø": "o", "ł": "l", "đ": "d", "ß": "ss", "æ": "ae", "œ": "oe", "ı": "i"})  # no accent to take off


class Greeting(NamedTuple):
    """What is amiss in a greeting. `fault`: `generic`, `wrong` (another's name), `case` (all capitals or none) or `none`,
    whose place is the draft's first word; `instead` is the name as the record writes it; `note` says it in words."""

    start: int
    end: int
    fault: Fault
    note: str
    instead: str | None = None


def greetings(reading: Reading, view: View) -> Iterator[Greeting]:
    """The fault in the greeting of a draft, if it has one; none for a mailbox, a company or one who signs with initials."""
    if view.turn != reading.number or not view.sentences or not recipient(reading):
        return
    channel = reading.conversation.channel
    text = view.seen.text
    place = _place(view)
    words = list(_WORD.finditer(text, *place)) if place else []
    names = [word for word in words if fold(word[0]) not in _SMALL]
    if place and _BLANK.search(text, *place):
        return
    named = [word for word in names if _is_name(reading, word[0])]
    if place and named and _generic(reading, text[slice(*place)]) and not _hers(reading, named):
        named = []
    if named and channel not in _SOCIAL:
        if not _no_person(reading):  # who reads what is sent to a company, nobody knows
            yield from _misnamed(reading, named)
        return
    if named or channel not in ("email", None) or any(fold(word[0]) in _GROUP for word in words) or _faceless(reading):
        return
    if place and (_generic(reading, text[slice(*place)]) or not names):
        if names or (_first(reading) and not _used(reading, view)):
            yield Greeting(*_trimmed(text, place), "generic", "greets no one by name, though the name is known")
    elif not place and channel == "email" and _first(reading) and not _used(reading, view):
        first = _WORD.search(text, view.sentences[0].start)
        if first:
            yield Greeting(*first.span(), "none", "opens the reply without a greeting, though the name is known")


def _place(view: View) -> tuple[int, int] | None:
    """Where the greeting stands."""
    text = view.seen.text
    to = _TO.match(text)
    if to:
        return to.span()
    part = next((part for part in view.parts if part.kind == "greeting"), None)
    if part is None:
        return None
    more = _MADAM.match(text, part.end)
    return part.start, more.end() if more else part.end


def _trimmed(text: str, place: tuple[int, int]) -> tuple[int, int]:
    words = text[slice(*place)]
    start = place[0] + len(words) - len(words.lstrip())
    return start, start + len(words.strip().rstrip(",.!:;–— "))


def _is_name(reading: Reading, word: str) -> bool:
    """Whether a word of a greeting is a name: it has a capital, or is one of the recipient's, and is none of the words that
    a greeting has without a name."""
    low = fold(word)
    if low in (
        "hi",
        "hello",
        "hey",
        "hiya",
        "howdy",
        "dear",
        "greetings",
        "good",
        "morning",
        "afternoon",
        "evening",
        "day",
        "to",
    ):
        return False
    if low in _GROUP or any(low in entry.split() for entry in reading.lexicon["nobody-by-name"].words):
        return False
    return word[0].isupper() or plain(low) in _plain(recipient(reading))


def _misnamed(reading: Reading, named: list[re.Match[str]]) -> Iterator[Greeting]:
    """The name greeted with, when it is another's or written as nobody writes it."""
    words = [word for word in named if fold(word[0]) not in TITLES]
    if not words:
        return
    start, end = words[0].start(), words[-1].end()
    if not _hers(reading, words):
        yield Greeting(start, end, "wrong", "is not the name that this customer goes by")
        return
    said = reading.draft.seen.text[start:end]
    spelled = max(map(len, re.findall(r"\w+", said))) > 2 and not any(map(str.isdigit, said))
    if spelled and (said.isupper() or said.islower()) and not _signs_so(reading, said):
        yield Greeting(start, end, "case", "is not how a name is written", _as_recorded(reading, said))


def _hers(reading: Reading, words: list[re.Match[str]]) -> bool:
    """Whether one of the words of a greeting is a name of the recipient's, or of somebody whom she names."""
    known = _plain(recipient(reading) | acquainted(reading) | _spoken(reading))
    return any(_same(reading, plain(fold(word[0])), other) for word in words for other in known)


def _same(reading: Reading, one: str, other: str) -> bool:
    """Whether two names, plain, may be the same person's."""
    if one == other or (min(len(one), len(other)) >= 3 and (one.startswith(other) or other.startswith(one))):
        return True
    return other in _forms(reading.lexicon["short-forms"].entries).get(one, ())


@lru_cache(maxsize=4)
def _forms(entries: tuple[str, ...]) -> dict[str, frozenset[str]]:
    """Each name -> the names that may be the same person's, from groups like `susan (sue|susie)`."""
    found: dict[str, frozenset[str]] = {}
    for entry in entries:
        group = frozenset(entry.replace("(", "").replace(")", "").replace("|", " ").split())
        for name in group:
            found[name] = found.get(name, frozenset()) | group
    return found


def plain(name: str) -> str:
    """A folded name without accents."""
    return "".join(c for c in unicodedata.normalize("NFD", name.translate(_SHIFTS)) if not unicodedata.combining(c))


def _plain(names: frozenset[str]) -> frozenset[str]:
    spelled = {
        name.replace("ö", "oe").replace("ü", "ue").replace("ä", "ae").replace("ø", "oe").replace("å", "aa") for name in names
    }
    return frozenset(plain(name) for name in names | spelled)


def _spoken(reading: Reading) -> frozenset[str]:
    """The words of the customer's last lines, in whatever case: where she signs."""
    lines = [line for n in reading.customer_turns for line in reading.conversation.turns[n].text.strip().splitlines()[-2:]]
    tails = [" ".join(line.split()[-4:]) for line in lines]
    return frozenset(fold(word) for tail in tails for word in _WORD.findall(tail))


def _signs_so(reading: Reading, said: str) -> bool:
    """Whether the customer writes her name like this herself."""
    return any(said in reading.conversation.turns[number].text for number in reading.customer_turns)


def _as_recorded(reading: Reading, said: str) -> str | None:
    """The name as the record spells it, when it spells it with capitals at the front only."""
    told = reading.conversation.customer
    for name in (told.name or "", *told.names) if told else ():
        at = fold(name).find(fold(said))
        found = name[at : at + len(said)]
        if at >= 0 and found.istitle():
            return found
    return None


def _faceless(reading: Reading) -> bool:
    """Whether the recipient is a mailbox or a company, or signs with initials only."""
    if _no_person(reading):
        return True
    return any(_INITIALS.search(reading.conversation.turns[n].text.strip()) for n in reading.customer_turns)


def _no_person(reading: Reading) -> bool:
    """Whether the recipient is a mailbox or a company."""
    told = reading.conversation.customer
    if told is None:
        return True
    local = set(_WORD.findall((told.email or "").partition("@")[0].lower()))
    if local & reading.lexicon["mailbox"].words:
        return True
    names = " ".join((told.name or "", *told.names))
    words = set(_WORD.findall(fold(names)))
    return bool(
        not names.strip()
        or words <= reading.lexicon["mailbox"].words
        or words & reading.lexicon["not-a-person"].words
        or any(map(str.isdigit, names))
    )


def _generic(reading: Reading, words: str) -> bool:
    """Whether a greeting is addressed to nobody by name."""
    return any(reading.lexicon["nobody-by-name"].pattern.finditer(fold(words)))


def _first(reading: Reading) -> bool:
    """Whether this is our first reply."""
    return not any(turn.role == "agent" for turn in reading.conversation.turns[: reading.number])


def _used(reading: Reading, view: View) -> bool:
    """Whether the first two sentences call the customer by name all the same."""
    names = _plain(recipient(reading) | _spoken(reading))
    end = view.sentences[min(1, len(view.sentences) - 1)].end
    return any(word[0].isupper() and plain(fold(word)) in names for word in _WORD.findall(view.seen.text, 0, end))
