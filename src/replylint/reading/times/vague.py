"""Words that put something in the future without saying when: "soon", "in due course", "as soon as we can"."""

from __future__ import annotations

from functools import cache
from itertools import product
from typing import Final

from replylint.reading.times.lexicon import ANY_WEEKDAY, listed
from replylint.reading.times.piece import Piece
from replylint.reading.times.words import Words

# "(a|b)" is a choice, a trailing "?" marks a word that may be missing.
PHRASES: Final = (
    "soon",
    "very soon",
    "imminently",
    "in short order",
    "in double quick time",
    "in a jiff",
    "(in)? a (day|week|month|year) or so",
    "(in)? a couple of (days|weeks|months) or so",
    "one of these days",
    "at (its|his|her) earliest",
    "(when|once) things (calm|settle|quieten|quiet) down",
    "(when|once) the dust settles",
    "when it (gets|is) done",
    "any (day|minute|moment|hour|week|time) now",
    "in a matter of (minutes|hours|days|weeks)",
    "in (the)? usual time",
    "(on|as)? (a)? priority basis",
    "on priority",
    "at some (point|stage) (soon|this|next)? (year|month|week|summer|spring|autumn|winter|season)?",
    "sometime (this|next) (week|month|year|quarter|summer|spring|autumn|winter|season)",
    "sooner than you think",
    "within a matter of (minutes|hours|days|weeks)",
    "in the not so distant future",
    "before too long",
    "before very long",
    "any (second|day) soon",
    "soon as possible",
    "soon as (i|we) can",
    "real soon",
    "shortly",
    "very shortly",
    "asap",
    "momentarily",
    "promptly",
    "quickly",
    "speedily",
    "swiftly",
    "immediately",
    "eventually",
    "instantly",
    "presently",
    "right away",
    "straight away",
    "straightaway",
    "at once",
    "before long",
    "before (too|very) long",
    "without (further|any|undue)? delay",
    "any (day|time|minute|moment) now",
    "one of these days",
    "some (day|time) soon",
    "sometime soon",
    "(at|by) some (point|stage)",
    "as (soon|quickly|fast|promptly|early|swiftly) as (possible|practicable|feasible)",
    "as (soon|quickly|fast|promptly|swiftly) as (i|we|they|he|she|it|you) (possibly)? (can|could|are|is|am) (able)?",
    "as soon as (we're|i'm|they're|we|i) (are|am)? able",
    "as soon as (i|we) (have|get|hear) (any|some|more|an)? (news|update|updates|information|answer|more|something)",
    "as soon as (i|we) (know|hear|learn) (more|back)?",
    "as soon as (there's|there) (is)? (any|some|more|an)? (news|update|information)",
    "(once|when) (i|we) (have|get|hear) (any|some|more|an) (news|update|updates|information|info|answer|details)?",
    "(once|when) (i|we) (know|learn) (more|something)",
    "(when|whenever) (i|we|they) can",
    "(when|whenever) (i|we|they) are able",
    "when possible",
    "whenever possible",
    "when (time|capacity) (allows|permits)",
    "in due (course|time)",
    "in a (moment|bit|while|sec|second|jiffy|tick|flash)",
    "in (just|only) a (moment|bit|while|sec|second|tick)",
    "in a little (while|bit)",
    "in a short (while|time)",
    "in a (timely|prompt|speedy) (manner|fashion|way)",
    "in the (very)? (near|immediate|foreseeable|not-too-distant|nearest) future",
    "(in|over|during|within)? the (coming|upcoming|following|next) (days|weeks|months|hours|minutes)",
    "(coming|upcoming) (days|weeks|months|hours)",
    "(days|weeks|months) to come",
    "within a reasonable (time|timeframe|period)",
    "within a short (time|while|period)",
    "at (the|our|my|your|their) (very)? earliest",
    "at (the|our|my|your|their) (very)? earliest (convenience|opportunity|possibility)",
    "at (the|our|my|your|their) (next|first) opportunity",
    "a (little|bit) later",
    "later on",
    "later",
    "at a later (date|time|point|stage)",
    "(further)? down the (road|track|line)",
    "(in|over) the (next|coming) (little|short)? (while|bit|spell)",
    "in a (jiffy|mo|trice|heartbeat|minute|sec)",
    "in two (ticks|shakes|mins|minutes|secs|seconds)",
    "in next to no time",
    "in no time",
    "sooner (or|rather than) later",
    "any time soon",
    "anytime (soon|now)",
    "one day soon",
    "(real|pretty|fairly|quite|reasonably) (soon|quickly|shortly|promptly)",
    "pronto",
    "posthaste",
    "forthwith",
    "at the soonest",
    "in good time",
    "in the fullness of time",
    "in the not too distant future",
    "in the (days|weeks|months|hours) ahead",
    "(in|over) the (days|weeks|months) to come",
    "(when|whenever|once) (i|we|they|he|she) (get|gets) (a|the) (chance|minute|moment|second|opportunity)",
    "as soon as (i|we|they|he|she) (get|gets) (a|the) (chance|minute|moment|second|opportunity)",
    "(when|whenever|once) (i|we|they|he|she) (has|have|find) (a|the|some) (chance|minute|moment|second|opportunity|time)",
    "(when|whenever|once) (i|we|they) get (round|around) to it",
    "the first chance (i|we|they) get",
    "as (and)? when (i|we|they) can",
    "(as|when|if) time (allows|permits)",
    "with all (due|possible)? (speed|haste)",
    "with the (utmost|greatest) (speed|haste|urgency)",
    "before you know it",
    "as (soon|quickly|fast) as (is|humanly|reasonably)? (possible|practical|practicable|feasible)",
    "at the (first|earliest) (available|possible) (opportunity|chance|moment)",
    "at (the|our|my|your|their) earliest available (opportunity|slot)",
    "in a (little)? bit",
    "a (bit|little) later on",
    "by and by",
    "in a (short|little) (space|period) of time",
    "within a (short|reasonable) (space|period) of time",
    "over time",
    "as a matter of (urgency|priority)",
    "as a (top)? priority",
    "in (just)? a few",
    "sometime",
    "some time in the future",
)
# These make "soon" or "quickly" a comparison or a manner and not a time.
INTENSIFIED: Final = listed("how so too as more less not sooner no most enough than")
MANNER: Final = listed("quickly promptly swiftly speedily instantly immediately")
# "Later" before one of these belongs to a day ("later today") or compares.
NARROWED: Final = listed("than today tonight tomorrow this next in on") | frozenset(ANY_WEEKDAY)
# "In a second attempt" and "in a little box" are no times.
NOUNS_TOO: Final = listed("second sec little tick flash bit while moment time few minute mo")

# One of these is in every phrase (or a unit of time, or a connective of an event).
TELLING: Final = listed(
    "soon shortly asap momentarily promptly quickly speedily swiftly immediately eventually instantly presently away "
    "straightaway once long delay now point stage fast early when whenever due moment bit while jiffy tick flash short "
    "timely prompt speedy future coming upcoming reasonable earliest opportunity later road track sometime "
    "line spell mo trice heartbeat ticks shakes mins secs no sooner anytime pronto posthaste forthwith soonest good "
    "imminently any matter usual basis "
    "fullness ahead chance minute round around speed haste urgency priority few by permits allows time"
)

Node = dict[str, "Node"]


@cache
def _tree() -> Node:
    """The phrases as nested dictionaries, word by word; the empty word marks where one may end."""
    root: Node = {}
    for phrase in PHRASES:
        slots = [_choices(slot) for slot in phrase.split()]
        for words in product(*slots):
            node = root
            for word in filter(None, words):
                node = node.setdefault(word, {})
            node[""] = {}
    return root


def first_words() -> tuple[str, ...]:
    """The words that a vague phrase can begin with."""
    return tuple(_tree())


def second_words(first: str) -> frozenset[str]:
    """The words that can follow `first` in a vague phrase."""
    return frozenset(_tree().get(first, ()))


def _choices(slot: str) -> list[str]:
    plain = slot.rstrip("?")
    choices = plain.strip("()").split("|")
    return [*choices, ""] if slot.endswith("?") else choices


def vague(words: Words, index: int) -> Piece | None:
    """The longest vague phrase that begins at `index`."""
    row = words.words
    node, last, place = _tree(), 0, index
    while (following := node.get(row[place])) is not None and row[place]:
        node, place = following, place + 1
        if "" in node:
            last = place
    if not last:
        return None
    if (row[last - 1] in NOUNS_TOO and not words.closes(last)) or (row[index - 1] == "once" and row[index] == "in"):
        return None
    return None if last == index + 1 and _means_else(words, index) else Piece(index, last, vague=True)


def _means_else(words: Words, index: int) -> bool:
    """Whether the one word at `index` compares ("so soon"), tells how ("to quickly add") or narrows what follows."""
    row = words.words
    word, before, after = row[index], row[index - 1], row[index + 1]
    if word in ("later", "sometime"):
        return after in NARROWED or before in ("and", "or", "no") or not words.closes(index + 1)
    return before in INTENSIFIED or (word in MANNER and (after in ("after", "before") or before == "to"))
