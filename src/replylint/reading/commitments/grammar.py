"""The grammar of commitments: a modal or a progressive with the subject on its left and the verb on its right."""

from __future__ import annotations

import re
from collections.abc import Iterator

from replylint.late import late
from replylint.reading import verbs
from replylint.reading.commitments.commitment import Commitment
from replylint.reading.commitments.line import BREAK, NEGATIVE, STOP, WILLING, Line, made
from replylint.reading.commitments.subject import Subject, before_be, named, subject_of

_HEDGES = frozenset({"try", "attempt", "hope", "aim", "endeavour", "endeavor", "trying", "hoping", "aiming", "plan", "planning"})
_DUTIES = ("have to", "need to")  # "I'll have to ask" is a promise, "she will need to" is none
_LEADS = (*_DUTIES, "be sure to", "make sure to", "be certain to", "be sure and", "be looking to", "go ahead and")


_UNDERTAKING = frozenset(
    "hope aim try plan promise vow commit able committed undertake pledge intend mean undertaking undertaken intends hopes "
    "plans promises undertakes".split()
)


def in_clause(line: Line) -> Iterator[Commitment]:
    """One commitment for each modal or progressive of a sentence that is one."""
    for at, token in enumerate(line.texts):
        found = None
        if token.endswith("'ll") or token in ("will", "shall") or (token == "can" and "hopefully" in line.texts[:at]):
            found = _modal(line, at)
        elif token == "should" and (thing := subject_of(line, at - 1)) and thing.actor == "thing":
            found = _arrives(line, line.past_adverbs(at + 1), thing)
        if token in ("going", "gonna", "about"):
            found = _going_to(line, at)
        elif token in ("let", "allow") and at + 1 < len(line) and line[at + 1] in ("me", "us"):
            found = _let_me(line, at)
        elif token.endswith("ing"):
            found = _progressive(line, at)
        elif token in _UNDERTAKING:
            found = _undertaken(line, at)
        elif (token in ("look", "watch") and line.says(at + 1, "for", "out for")) or token == "expect":
            found = _expected(line, at)
        elif token in ("assigned", "asked", "arranged"):
            found = _sent_for(line, at)
        elif token in ("leave", "on"):
            found = _taken_on(line, at)
        if found:
            yield found


def _modal(line: Line, at: int) -> Commitment | None:
    """ "we'll look into it", "your case will be reviewed", ", and will write to you"."""
    text = line[at]
    if text.endswith("'ll"):
        subject = named(line, text[:-3], at)
    elif at and line[at - 1] in ("a", "the", "free", "good", "own", "her", "his"):  # a noun
        return None
    else:
        subject = subject_of(line, at - 1)
    return _predicate(line, at + 1, subject) if subject else None


def _going_to(line: Line, at: int) -> Commitment | None:
    to = at + 1 if line[at] == "gonna" else at + 2
    if to - 1 >= len(line) or (line[at] != "gonna" and line[at + 1] != "to"):
        return None
    subject = before_be(line, at - 1)
    return _predicate(line, to, subject) if subject else None


def _let_me(line: Line, at: int) -> Commitment | None:
    verb, after = line.verb(at + 2 + (line[at] == "allow"), "base")
    opens = at == 0 or line[at - 1] in ("please", "kindly") or (line[at - 1] in BREAK and line[at] == "let")
    if not opens or verb is None or verb.kind in ("none", "other"):
        return None
    return made(line, at, after, "i", verb, "let me")


def _progressive(line: Line, at: int) -> Commitment | None:
    """ "we're looking into this": work under way that stands for a promise."""
    if line[at] == "looking" and line.says(at + 1, "to"):
        verb, after = line.verb(at + 2, "base")
    else:
        verb, after = line.verb(at, "ing")
    if verb is None:
        return None
    subject = before_be(line, at - 1)
    if subject is None or subject.actor not in ("i", "we", "team"):
        return None
    if verb.kind == "investigate" or verb.base.startswith("reach out") or _works(line, at):
        return made(line, subject.first, after, subject.actor, verb, "doing", certain=subject.certain)
    if verb.base in _MENDING and subject.actor in ("we", "team") and after < len(line) and line[after] in _OBJECTS:
        return made(line, subject.first, after, subject.actor, verb, "doing", certain=subject.certain)
    if (
        subject.actor == "i"
        and verb.kind in ("act", "contact")
        and verb.base not in _EASY
        and after < len(line)
        and line[after] in _OBJECTS
    ):
        return made(line, subject.first, after, "i", verb, "done now", certain=subject.certain)
    return None


_MENDING = frozenset("sort fix repair resolve rectify arrange organise organize escalate replace refund reissue".split())
_EASY = ("make", "do", "find", "have", "help", "assist", "support", "take")  # what one is always doing
_OBJECTS = frozenset("your the a an this that our you it for both all another one".split())


def _works(line: Line, at: int) -> bool:
    """Whether "working" at word number `at` is at work on this customer's matter."""
    ahead = line.ahead(at, 9)
    return _UNDER_WAY.match(ahead) is not None


_UNDER_WAY = late(
    r"work(?:ing)? (?:hard |closely )?(?:on (?:this|it|that|your|the|a|an|getting|updating|fixing|resolving|"
    r"finding)|to (?:get|fix|resolve|"
    r"remove|correct|find|restore|solve|sort|address|update|identify|determine)|with .{3,40} to (?:get|fix|resolve|find|solve))\b"
)


def _undertaken(line: Line, at: int) -> Commitment | None:
    """ "we hope to fix it", "I promise to call", "we should be able to send it"."""
    if at + 1 >= len(line) or line[at + 1] != "to":
        return None
    word = line[at]
    if word in ("aim", "try", "plan"):  # what we do as a habit
        return None
    if word == "able":
        if at < 3 or line[at - 1] != "be" or line[at - 2] not in ("should", "might", "may"):
            return None
        subject = subject_of(line, at - 3)
    else:
        before = at - 1 - (at > 0 and line[at - 1] in ("will", "can", "do", "are", "am", "have"))
        subject = subject_of(line, before)
        if subject and not subject.certain:
            return None
    form: verbs.Form = "ing" if at + 2 < len(line) and line[at + 2].endswith("ing") else "base"
    verb, after = line.verb(at + 2, form)
    if subject is None or subject.actor not in ("i", "we", "team") or verb is None:
        return None
    news = verb.kind == "none" and line[at + 2] == "have" and _NEWS_OF.search(line.ahead(at + 3, 4)) is not None
    if verb.kind == "none" and not (word.startswith("undert") or news):
        return None
    if verb.kind == "other" and (word not in _FIRM or word.startswith("commit")):
        return None
    hedge = None if word in _FIRM else word
    return made(line, subject.first, after, subject.actor, verb, "will", hedge=hedge)


_NEWS_OF = late(
    r"\b(?:call|reply|answer|response|update|e-?mail|refund|replacement|delivery|news|hear|message|quote|quotation|decision|"
    r"estimate|reports?|results?|visit|letter|link|invoice|credit|payment|outcome|parcel|order)\b"
)
_FIRM = frozenset("promise promises vow commit committed undertake undertakes undertaken pledge undertaking".split())


def _expected(line: Line, at: int) -> Commitment | None:
    """ "you can expect a call", "expect an update"."""
    you = at >= 2 and line[at - 2] == "you" and line[at - 1] in ("can", "should", "may", "could", "will")
    if not you and at > 0 and line[at - 1] not in BREAK | {"please"}:
        return None
    if _NEWS_OF.search(line.ahead(at + 1, 5)) is None:
        return None
    verb = verbs.Verb((), "contact", "expect")
    return made(line, at - 2 * you, at + 1, "we", verb, "you will", "expectation")


def _sent_for(line: Line, at: int) -> Commitment | None:
    """ "I've asked a colleague to call you"."""
    for to in range(at + 2, min(at + 10, len(line) - 1)):
        if line[to] in STOP or line[to] in ("you", "."):
            return None
        if line[to] == "to":
            verb, after = line.verb(to + 1, "base")
            if verb is None or verb.kind != "contact" or at == 0:
                return None
            return made(line, at - 1, after, "someone", verb, "will")
    return None


def _taken_on(line: Line, at: int) -> Commitment | None:
    """ "Leave it with me", "we're on it"."""
    opens = at == 0 or line[at - 1] in BREAK or line[at - 1] in ("please", "just")
    if line[at] == "leave" and opens and line.says(at + 2, "with me", "with us", "to me", "to us"):
        return made(line, at, at + 4, "i" if line[at + 3] == "me" else "we", verbs.Verb((), "investigate", "leave"), "let me")
    if at and line.says(at, "on it", "on the case") and (at + 2 >= len(line) or line[at + 2] in BREAK):
        subject = before_be(line, at - 1)
        if subject and subject.actor in ("i", "we", "team"):
            return made(line, subject.first, at + 2, subject.actor, verbs.Verb((), "unlisted", "be on it"), "doing")
    return None


def _predicate(line: Line, at: int, subject: Subject) -> Commitment | None:
    """What follows a modal: the verb, past adverbs, hedges and "be"."""
    at, hedge = _hedged(line, line.past_adverbs(at))
    if at >= len(line) or line[at] in NEGATIVE:
        return None
    if hedge == "see what":
        seeing = verbs.Verb((), "investigate", hedge)
        return made(line, subject.first, at, subject.actor, seeing, "will", hedge=hedge)
    lead = next((lead for lead in _LEADS if line.says(at, lead)), None)
    if lead and (subject.actor == "i" or (subject.actor != "you" and lead not in _DUTIES)):
        return _predicate(line, at + lead.count(" ") + 1, subject)
    if subject.actor == "thing" and (arrival := _arrives(line, at, subject)):
        return arrival
    if line[at] in ("be", "taken") and not (subject.actor == "you" and line.says(at, "be hearing")):
        return _be(line, at, subject)
    if subject.actor in ("you", "thing"):
        return _you_will(line, at, subject) if subject.actor == "you" else None
    return _acting(line, at, subject, hedge)


def _acting(line: Line, at: int, subject: Subject, hedge: str | None) -> Commitment | None:
    """What we, or someone of ours, will do: the verb at word number `at`, or the second one where that promises nothing."""
    verb, after = line.verb(at, "base")
    if verb is None or verb.kind == "none":
        return _second(line, after, subject) if verb else None
    if subject.actor == "named" and not _TO_YOU.search(line.ahead(at + 1, 4)):
        return None  # "Firefox will rebuild the index"
    certain = subject.certain and verb.kind != "other"
    return made(line, subject.first, after, subject.actor, verb, "will", hedge=hedge, certain=certain)


_TO_YOU = late(r"\b(?:you|your|in touch)\b")


def _second(line: Line, at: int, subject: Subject) -> Commitment | None:
    """The promise after one that is none: "I'll take it from here and speak to them"."""
    for place in range(at, min(at + 8, len(line) - 1)):
        if line[place] in STOP:
            return None
        if line[place] == "and":
            verb, after = line.verb(line.past_adverbs(place + 1), "base")
            known = verb is not None and verb.kind in ("investigate", "contact")
            return made(line, place + 1, after, subject.actor, verb, "will") if verb and known else None
    return None


def _hedged(line: Line, at: int) -> tuple[int, str | None]:
    """The number of the word after a hedge ("try to", "do our best to", "see what I can"), and the hedge."""
    if at >= len(line) or line[at] not in _HEDGING:
        return at, None
    if at + 1 < len(line) and line[at] in _HEDGES and line[at + 1] == "to":
        return line.past_adverbs(at + 2), line[at]
    found = _BEST.match(line.ahead(at, 8))
    if found:
        return line.past_adverbs(at + len(found[0].split())), "do our best"
    if _SEE.match(line.ahead(at, 4)):
        return at + 3, "see what"
    return at, None


_HEDGING = _HEDGES | {"do", "see", "give", "have"}
_BEST = late(
    r"(?:do|try|give it) (?:my|our|their) (?:(?:very|level|absolute) )?(?:best|utmost|hardest|damnedest)(?: shot)? (?:to|and)\b|"
    r"try and\b"
)
_SEE = late(r"see (?:what|if|whether|how) (?:i|we|it|there) (?:can|could|might|may|is|are|'?s)\b")


def _be(line: Line, at: int, subject: Subject) -> Commitment | None:
    """What follows "will be": an act under way, a willingness, or something that is done by nobody in particular."""
    at += line[at] == "be"
    at = line.past_adverbs(at)
    if at >= len(line) or line[at] in NEGATIVE:
        return None
    doing = line[at].endswith("ing") or any(line.says(at, *ways) for ways in (_NEAR, _TOUCH)) or line[at] in WILLING
    passive = subject.actor in ("you", "thing") or (subject.actor in ("named", "someone") and not doing)
    return _be_done(line, at, subject) if passive else _be_doing(line, at, subject)


_NEAR = ("with you", "out to", "round to", "over to", "along to", "there to", "on site")
_TOUCH = ("in touch", "in contact", "back in touch", "back to you", "back with", "with you")


def _be_doing(line: Line, at: int, subject: Subject) -> Commitment | None:
    """ "will be looking into", "will be in touch", "will be happy to"."""
    if line[at] in WILLING and line[at] != "able":
        return made(line, subject.first, at + 1, subject.actor, verbs.Verb((), "none", "offer"), "will", "offer")
    if line.says(at, *_NEAR) and (subject.actor in ("team", "named", "someone") or line[at] != "with"):
        return made(line, subject.first, at + 2, subject.actor, verbs.Verb((), "arrive", "come"), "will")
    if line.says(at, *_TOUCH):
        return made(line, subject.first, at + 2, subject.actor, verbs.Verb((), "contact", "be in touch"), "will")
    verb, after = line.verb(at, "ing") if line[at].endswith("ing") else (None, at)
    if verb is None or verb.kind == "none":
        return None
    return made(line, subject.first, after, subject.actor, verb, "will", certain=verb.kind != "other")


def _be_done(line: Line, at: int, subject: Subject) -> Commitment | None:
    """ "your case will be reviewed", "you will be contacted", "measures will be taken"."""
    verb, after = line.verb(at, "done")
    if line[at] == "taken" and {"measures", "action", "actions", "steps", "care"} & set(line.texts[subject.first : at]):
        verb = verbs.Verb((), "act", "take")
    if verb is None or (subject.actor == "you" and verb.kind != "contact"):
        return None
    if verb.kind in ("none", "other"):
        ours = line[at].endswith(("ed", "en", "t")) and any(
            line.says(n, *_BY_US) for n in range(after, min(after + 6, len(line)))
        )
        return made(line, subject.first, after, "nobody", verb, "be done") if ours else None
    cares = verb.kind != "act" or verb.base.split()[0] in _CARES
    return made(line, subject.first, after, "nobody", verb, "be done", "promise" if cares else "expectation")


_BY_US = ("by us", "by me", "by our", "for you", "free of charge", "at our", "in full", "back to you", "over to you")
_CARES = frozenset(
    [
        "take",
        "fix",
        "repair",
        "correct",
        "rectify",
        "resolve",
        "solve",
        "sort",
        "handle",
        "deal",
        "address",
        "tackle",
        "attend",
        "work",
        "act",
        "arrange",
        "organise",
        "organize",
        "escalate",
        "pass",
        "refer",
        "bring",
        "consider",
        "note",
        "improve",
        "implement",
        "follow",
        "look",
        "prioritise",
        "prioritize",
        "replace",
        "refund",
        "reimburse",
        "compensate",
        "process",
        "assist",
        "do",
    ]
)  # what a person does for a customer; a machine sends, moves, opens and charges


_ARRIVES = frozenset(("arrive reach ship come land show appear clear follow").split())


def _arrives(line: Line, at: int, subject: Subject) -> Commitment | None:
    """ "your parcel will arrive", "it should be with you": an expectation about a thing."""
    ready = line.says(
        at,
        "be with you",
        "be back",
        "be ready",
        "be fixed",
        "be available",
        "be live",
        "be in stock",
        "be there",
        "be delivered",
    )
    goes = at < len(line) and line[at] == "go" and any(line.says(n, "out", "off", "back", "to you") for n in (at + 1, at + 2))
    if not ready and not goes and (at >= len(line) or line[at] not in _ARRIVES):
        return None
    verb = verbs.Verb((), "arrive", "be" if ready else line[at])
    return made(line, subject.first, at + 1, "nobody", verb, "will", "expectation")


_NEWS = late(
    r"(?:hear|be hearing) (?:back )?from|(?:receive|have (?=an?|the|your|our|my|it|this)) ?(?:an?|the|your|our|my|it|"
    r"this)? ?(?:\w+ ){0,2}?(?:e-?mail|call|reply|answer|response|"
    r"update|refund|credit|replacement|message|confirmation|notification|money|invoice|parcel|\{|\[)|have (?:it|this|that|them)\b"
)


def _you_will(line: Line, at: int, subject: Subject) -> Commitment | None:
    """ "you'll hear from me", "you will receive an e-mail"."""
    ahead = line.ahead(at, 8)
    if _NEWS.match(ahead):
        actor = "i" if re.match(r"(?:hear|be hearing) (?:back )?from me", ahead) else "we"
        return made(line, subject.first, at + 1, actor, verbs.Verb((), "contact", line[at]), "you will", "expectation")
    return None
