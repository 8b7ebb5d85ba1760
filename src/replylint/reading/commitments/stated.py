"""What is said to happen at a time: "the fitter comes on Friday", "the money will be in your account by noon".

A time that is set for something makes an expectation of any verb; the lists of verbs are only asked about the present
tense, which mostly tells what is so and not what is to come.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence

from replylint.reading import times, verbs
from replylint.reading.commitments.commitment import Commitment, Strength
from replylint.reading.commitments.line import ADVERBS, NEGATIVE, WILLING, Line, made
from replylint.reading.commitments.subject import Subject, before_be, named, subject_of

_ENDS = frozenset(";:?!.()–—")
_SUBORDINATE = frozenset("if when once unless because until before after whether while since than".split())
_GOVERNING = frozenset(
    "going due set scheduled booked planned expected expects expect expecting plan plans planning aim aims aiming hope "
    "hopes hoping intend intends asked arranged told instructed".split()
)
_SENT = frozenset("asked arranged told instructed".split())
_SET = frozenset("due set scheduled booked planned expected".split())
_BE = frozenset(("am", "is", "are"))
_MODALS = frozenset(("will", "shall", "should"))
_YOU_GET = frozenset("have get receive see hear find be know".split())
_CAN = frozenset("have get send ship bring call ring visit deliver".split())
_COMING = frozenset(("coming", "visiting", "calling", "arriving"))
_OBLIGED = ("to", "until", "access", "time")
_STANDING = frozenset("being having waiting looking hoping".split())
# What reaches the customer from us, and what a bank or a courier brings.
_FROM_US = frozenset(("have", "get", "receive", "hear"))
_GOODS = frozenset("money refund credit funds payment cash parcel package delivery order goods item replacement card".split())
# Verbs that promise nothing but by their time: "I'll go through the log by noon".
_DONE_BY_THEN = frozenset(
    "have get go meet explain describe outline list attach show walk guide summarise deliver provide quote".split()
)
_NEWS = frozenset(
    "update answer reply response eta delivery dispatch despatch arrival visit appointment callback call slot news "
    "decision pick-up pickup collection fitting installation repair refund shipment session follow-up fix launch".split()
)
_BEFORE_NEWS = frozenset("next expected estimated earliest final your our the with and a new first - – *".split())
# What a time only bounds or repeats, and is no act of ours: "the offer ends on Friday", "we'll be closed on Monday".
_STATES = frozenset(
    "end expire close open last renew remain stay continue closed open unavailable off away out charged billed".split()
)


def stated(line: Line, found: Sequence[times.Time], known: Sequence[Commitment]) -> Iterator[Commitment]:
    """The undertakings of a sentence that only their times make one; `known` are those that the grammar knows anyway."""
    if not found or not line.texts:
        return
    taken = [*known]
    starts = [start for start, _ in line.spans]
    for time in found:
        if not time.specific or time.past or time.habitual or _lasts(time):
            continue
        first = bisect_left(starts, time.governor.start if time.governor else time.start)
        after = bisect_left(starts, time.end)
        made_of = _before(line, first, time) or _behind(line, first, after)
        if made_of and not any(made_of.start < other.end and other.start < made_of.end for other in taken):
            taken.append(made_of)
            yield made_of


def _lasts(time: times.Time) -> bool:
    """Whether a time says how long something lasts, and not by when it is done: "for two days"."""
    return time.governor is not None and time.governor.word == "for" and time.amount is not None


_FAR = 30  # words between a time and what it dates


def _before(line: Line, first: int, time: times.Time) -> Commitment | None:
    """The undertaking whose predicate stands before its time."""
    for at in range(min(first, len(line)) - 1, max(first - _FAR, 0) - 1, -1):
        if line[at] in _SUBORDINATE or (line[at] in _ENDS and line[at] != ":"):
            break
        found = _predicate(line, at, first, time) if line[at] != ":" else None
        if found is not None:
            until = time.governor is not None and time.governor.word == "until"
            lasts = isinstance(found, Commitment) and until and found.form == "will"  # "the line is down until noon"
            return found if isinstance(found, Commitment) and not lasts else None
    return _noun(line, first)


def _noun(line: Line, first: int) -> Commitment | None:
    """What is announced without a verb: "Next update: 10:45", "ETA for the chair: Friday", "delivery to you before noon"."""
    start = _clause_start(line, first)
    if start < first and line[start].endswith("ing") and (verb := line.verb(start, "ing")[0]) and verb.kind == "act":
        return made(line, start, start + 1, "we", verb, "will", certain=False)  # "Installing Monday 7 am"
    for at in range(start, min(start + 3, first)):
        if line[at] in _NEWS:
            return made(line, start, at + 1, "we", _verb("write"), "will", "expectation", certain=False)
        if line[at] not in _BEFORE_NEWS:
            return None
    return None


def _behind(line: Line, first: int, after: int) -> Commitment | None:
    """The undertaking that a time leads up to: "By Friday the money will be with you"."""
    if any(line[at] not in ADVERBS | {"and", "but", "so", ","} for at in range(_clause_start(line, first), first)):
        return None
    for at in range(after, min(after + _FAR, len(line))):
        if line[at] in _ENDS or line[at] in _SUBORDINATE:
            return None
        if (found := _predicate(line, at, len(line), None)) is not None:
            return found if isinstance(found, Commitment) else None
    return None


def _clause_start(line: Line, first: int) -> int:
    """The number of the first word of the clause that holds word number `first`; a colon or a dash ends none."""
    at, least = first, max(0, first - _FAR)
    while at > least and line[at - 1] not in _ENDS - {":", "–", "—"} | {","}:
        at -= 1
    return at


def _predicate(line: Line, at: int, limit: int, time: times.Time | None) -> Commitment | bool | None:
    """The undertaking whose modal or verb is word number `at`; False where it is one that is no undertaking, None where
    the word is neither."""
    token = line[at]
    if token in _MODALS or token.endswith("'ll"):
        subject = _subject(line, at)
        return _future(line, at + 1, subject, should=token == "should")
    if token == "to" and at and _governed(line, at):
        return _infinitive(line, at)
    short = token.partition("'")[2] in ("m", "re", "s")
    if (token in _BE or short) and at + 1 < limit:
        return _present_be(line, at, limit)
    if (idiom := _idiom(line, at, time)) is not None:
        return idiom
    if token in ("was", "were", "did", "had", "can", "could", "must", "may", "might", "would", "please") or token.endswith("n't"):
        return False
    return _present(line, at)


def _idiom(line: Line, at: int, time: times.Time | None) -> Commitment | bool | None:
    """Undertakings in other words: "we've got a fitter coming", "give me until noon", "back with you in an hour"."""
    token = line[at]
    if token in _COMING and any(word in ("got", "have") or word.endswith("'ve") for word in line.texts[max(at - 5, 0) : at]):
        return made(line, at - 1, at + 1, "someone", _verb("come"), "will")
    if token in ("give", "allow") and time and time.governor and time.governor.word == "until" and line.says(at + 1, "me", "us"):
        return made(line, at, at + 2, "i" if line[at + 1] == "me" else "we", _verb("answer"), "let me")
    if token == "can" and at + 1 < len(line) and line[at + 1] in _CAN and line[at - 1] in ("i", "we"):
        return _future(line, at + 1, subject_of(line, at - 1))
    if token == "back" and at == 0 and line.says(1, "with you", "to you"):
        return made(line, 0, 1, "we", _verb("write"), "will", certain=False)
    if token in ("look", "watch") and at == 0 and line.says(1, "for it", "for them", "for this", "out for it"):
        return made(line, 0, 2, "we", _verb("expect"), "you will", "expectation", certain=False)
    return None


def _future(line: Line, at: int, subject: Subject | None, should: bool = False) -> Commitment | bool:
    """What "will" says: of us any act, of the customer only what reaches her, of a thing whatever becomes of it."""
    at = line.past_adverbs(at)
    subject = subject or _parted(line, at)
    if subject is None or at >= len(line) or line[at] in NEGATIVE or (should and subject.actor != "thing"):
        return False
    if subject.actor == "you" and (line[at] not in _YOU_GET or line.says(at + 1, *_OBLIGED)):
        return False
    if should and line[at] == "have":
        return False
    if line.says(at, "be able to"):
        at = line.past_adverbs(at + 3)
    elif line[at] == "be":
        return _be(line, at, subject)
    verb, after = line.verb(at, "base")
    ours = subject.actor in ("i", "we")
    if verb is None or verb.base in _STATES or (verb.kind == "none" and ours and line[at] not in _DONE_BY_THEN):
        return False
    if subject.actor == "you" and line[at] in _FROM_US and _GOODS.isdisjoint(line.texts[at:]):
        return made(
            line, subject.first, after, "we", verbs.Verb((), "contact", line[at]), "you will", "expectation", certain=False
        )
    return _made(line, subject, after, verb)


def _parted(line: Line, at: int) -> Subject | None:
    """The subject before an insertion: "Mr Lund, the surveyor, will"."""
    comma = next((n for n in range(at - 2, 0, -1) if line[n] == ","), 0)
    before = next((n for n in range(comma - 1, 0, -1) if line[n] == ","), 0)
    return named(line, line[before - 1], before - 1) if before and at - before < 12 else None


def _be(line: Line, at: int, subject: Subject) -> Commitment | bool:
    """ "Will be fitted", "will be with you": of the customer only what is done for her."""
    at = line.past_adverbs(at + 1)
    if at >= len(line) or line[at] in _STATES | NEGATIVE or (subject.actor != "thing" and line[at] in WILLING):
        return False
    if subject.actor == "you" and not line[at].endswith(("ed", "en")):
        return False
    return _made(line, subject, at, _verb("be"))


def _subject(line: Line, at: int) -> Subject | None:
    """Who acts by the modal at word number `at`; where nobody is named ("Should be with you by noon"), a thing."""
    if line[at].endswith("'ll"):
        return named(line, line[at][:-3], at)
    if at == 0 or (line[at - 1] in _ENDS and line[at] in _MODALS):
        return Subject("thing", at)
    return subject_of(line, at - 1) or _shared(line, at)


def _shared(line: Line, at: int) -> Subject | None:
    """The subject of "and will ring": that of the verb before it in the sentence."""
    if at < 2 or line[at - 1] not in ("and", "but", "then"):
        return None
    for before in range(at - 2, 0, -1):
        if line[before] in _BE | _MODALS:
            found = before_be(line, before) if line[before] in _BE else subject_of(line, before - 1)
            return found._replace(first=at) if found else None
    return None


def _governed(line: Line, to: int) -> int:
    """How many words before "to" the word stands that makes its infinitive a plan: "expects to", "asked the fitter to"."""
    for back in range(1, min(to, 7) + 1):
        word = line[to - back]
        if word in _GOVERNING and not (word == "due" and line[to - back - 1] not in _BE):
            return back
        if word in _ENDS or word in ("to", "forward"):
            return 0
    return 0


def _infinitive(line: Line, to: int) -> Commitment | bool:
    matrix = to - _governed(line, to)
    at = line.past_adverbs(to + 1)
    verb, after = line.verb(at, "base")
    if verb is None or verb.base in _STATES:
        return False
    if line[matrix] in _SENT:
        subject = subject_of(line, matrix - 1 - (line[matrix - 1] == "have"))
        ours = line[matrix - 1].endswith("'ve") or (subject is not None and subject.actor in ("i", "we", "team"))
        return made(line, max(matrix - 1, 0), after, "someone", verb, "will") if ours else False
    subject = before_be(line, matrix - 1) or subject_of(line, matrix - 1)
    if subject is None or subject.actor == "you":
        return False
    if line[at] == "be":
        return _be(line, at, subject)
    return False if verb.kind == "none" and subject.actor in ("i", "we") else _made(line, subject, after, verb)


def _present_be(line: Line, at: int, limit: int) -> Commitment | bool | None:
    """ "We're shipping it", "the visit is due", "I'm back", "delivery is (on Friday)"."""
    after = line.past_adverbs(at + 1)
    if after < len(line) and line[after] in NEGATIVE:
        return False
    subject = before_be(line, at)
    word, _, short = line[at].partition("'")
    if subject is None and short:
        subject = named(line, word, at)
    if subject is None or subject.actor == "you":
        return False
    if after < limit and line[after].endswith("ing") and line[after] not in _STANDING and not line.says(after, "going to"):
        verb, end = line.verb(after, "ing")
        idle = verb is None or (verb.kind == "none" and subject.actor in ("i", "we"))
        return False if verb is None or idle else _made(line, subject, end, verb)
    if after + 1 < limit and (line[after] == "being" or line.says(after, "to be")) and "delayed" not in line.texts[after:]:
        return _made(line, subject, after + 2, _verb("be"))
    if after < limit and line[after] in _SET and not line.says(after + 1, "from") and "to" not in line.texts[after : after + 2]:
        return _made(line, subject, after + 1, _verb("arrive"))
    if after < limit and line[after] == "back":
        return _made(line, subject, after + 1, _verb("be back"))
    if after == limit and line[at - 1] in _NEWS:
        return _made(line, subject, after, _verb("arrive"))
    return False


def _present(line: Line, at: int) -> Commitment | None:
    """ "The fitter comes", "it ships", "we deliver", "it gets sent": the present of a verb of the list."""
    token = line[at]
    if token == "expect" and (at == 0 or line[at - 1] in _ENDS | {"please", ","}):
        return made(line, at, at + 1, "we", _verb("expect"), "you will", "expectation", certain=False)
    forms = [form for form in _PRESENT if token in verbs.scheduled(line.lexicon, form)]
    passive = token in ("gets", "get") and at + 1 < len(line) and line[at + 1].endswith(("ed", "en", "nt", "id"))
    ours = at > 0 and line[at - 1] in ("i", "we")
    if not (forms or passive or ours):
        return None
    subject = subject_of(line, at - 1) if at else None
    if subject is None or not subject.certain or subject.actor == "you":
        return None
    verb = _one_off(line, at) if ours else None
    if passive or verb:
        return _made(line, subject, at + 1 + passive, verb or _verb("be"))
    return _scheduled(line, at, subject, forms)


_PRESENT: tuple[verbs.Form, ...] = ("s", "base")


def _scheduled(line: Line, at: int, subject: Subject, forms: Sequence[verbs.Form]) -> Commitment | None:
    """The verb of the list at word number `at`, in the form that goes with its subject."""
    many = subject.actor in ("i", "we") or line[at - 1].endswith("s")
    for form in forms if many else [form for form in forms if form == "s"]:
        for verb in verbs.scheduled(line.lexicon, form)[line[at]]:
            after = at + 1 + len(verb.rest)
            if line.texts[at + 1 : after] == list(verb.rest):
                return _made(line, subject, after, verb)
    return None


# What one does all the time, and not once at the time that is told: "I have 4 pm free".
_ALWAYS = frozenset(
    "have get do make take give help find support assist close open use work provide offer "
    "advise ask inform remind consider note".split()
)


def _one_off(line: Line, at: int) -> verbs.Verb | None:
    """The listed verb at word number `at` in "Tomorrow morning we swap the reader"."""
    verb, _ = line.verb(at, "base")
    known = verb is not None and verb.kind in ("investigate", "contact", "act", "share")
    return verb if known and line[at] not in _ALWAYS else None


def _made(line: Line, subject: Subject, after: int, verb: verbs.Verb) -> Commitment:
    ours = subject.actor in ("i", "we", "team", "named")
    strength: Strength = "promise" if ours else "expectation"
    kind = verb if verb.kind not in ("other", "none") else verbs.Verb((), "arrive", verb.base.split()[0])
    return made(line, subject.first, after, subject.actor, kind, "will", strength, certain=False)


def _verb(base: str) -> verbs.Verb:
    return verbs.Verb((), "contact" if base in ("write", "answer") else "arrive", base)
