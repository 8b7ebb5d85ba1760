"""What the agent undertakes: each promise, expectation, offer or courtesy, who is to act, and by when.

A small grammar over words: a modal ("will", "'ll", "going to") or a progressive ("are looking into") with the subject on
its left and the verb on its right. Verbs and actors are word lists of the pack. The theory of trigger, scope and
terminator is that of ConText (Harkema et al. 2009); that rules do well here is shown by Kalia et al. (HPL-2013-4).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Literal, NamedTuple

from replylint.lexicon import Lexicon
from replylint.reading import times, verbs
from replylint.reading.sentences import Sentence

Actor = Literal["i", "we", "named", "team", "someone", "nobody"]
Strength = Literal["promise", "expectation", "offer", "courtesy"]
Form = Literal["will", "doing", "let me", "be done", "you will", "wait"]
_TRIGGER = re.compile(
    r"'ll\b|\b(?:will|shall|should|hopefully|gonna|let me|let us|let's|allow (?:me|us)|expect|(?:going|hope|hoping|aim|aiming|try|trying|"
    r"plan|planning|promise|vow|committed|commit|able) to|assigned|asked|arranged|"
    r"(?:am|are|is|'m|'re|be) (?:\w+ly |now |also |still |already )*\w+ing)\b|'(?:m|re|s) (?:\w+ly |now |also |still )*\w+ing\b"
)
_TOKEN = re.compile(r"[^\W_]+(?:['-][^\W_]+)*|[^\w\s]|_")
_ADVERBS = frozenset(
    "also then now soon still just certainly definitely surely absolutely personally gladly happily immediately promptly "
    "quickly shortly really currently actively already strictly truly directly urgently presently fully both all "
    "together indeed definately kindly simply internally further proactively thoroughly carefully".split()
)
_NEGATIVE = frozenset({"not", "never", "no", "neither", "nor", "hardly", "won't"})
_BE = frozenset({"am", "are", "is", "be"})
_BREAK = frozenset({",", ";", ":", ".", "!", "?", "(", ")", "-", "–", "—", '"', "and", "but", "so", "then", "or", "nor", "*", "\ufffc"})
_STOP = frozenset({",", ";", ":", "(", "–", "—", "if", "once", "when", "while", "because", "but", "which", "who", "unless", "since"})
_OURS = re.compile(r"(?:i|we|our|my|us|me)(?:'\w+)?")
_THINGS = frozenset({"it", "this", "that", "which", "these", "those", "there", "what", "everything", "all", "same", "who"})
_WILLING = frozenset("happy glad pleased delighted able available here more willing honoured honored grateful thrilled".split())
_HEDGES = frozenset({"try", "attempt", "hope", "aim", "endeavour", "endeavor", "trying", "hoping", "aiming", "plan", "planning"})
_TO = ("sure to", "certain to", "sure and", "looking to", "ahead and")
_WITH_YOU = re.compile(
    r"\b(?:if|once|when|whenever|as soon as|unless|until|after|in case|upon|provided)\s+(?:\w+\s+){0,2}?(?:you|your|u)\b"
    r"|\b(?:once|when|as soon as|after|until) (?:we|i)(?:'ve| have)? (?:hear|heard|receive|received|get|got|have)\b[^.!?]{0,30}\b(?:you|your)\b"
    r"|\bshould you\b|\bif (?:there (?:is|are)|this|that|it|the \w+|anything|any|so|not|needed|necessary|required|possible)\b"
)
_EVENT = re.compile(r"\b(?:once|when|as soon as|until|after|as|if)\b")
_ASK = re.compile(
    r"(?:^|[.!?:;,–—-]\s*|\b(?:please|kindly|(?:can|could|would|will|are) you(?: able to| please| kindly)?|just|simply|if you could|and|or|then|you can|feel free to)\s+)"
    r"(?:\w+ly\s+)?(?:send|pop|shoot|dm|pm|message|email|e-mail|mail|call|contact|reach out|reach|reply|respond|let us know|let me know|"
    r"provide|share|give us|give me|tell us|tell me|drop|follow|confirm|write|visit|click|fill|submit|get in touch|try|"
    r"connect|report|chat|text|attach|upload|include|forward|return|post)\b"
    r"|\bplease (?!accept|know|note|be\b|rest|bear|allow|understand|excuse|forgive|see|find|expect|do not|don't)\w+"
)
_PAST = re.compile(r"\b(?:was|were|did|had|why|happened|ordered|placed|charged|received|sent|made)\b")
_REFERS = re.compile(r"^\W*(?:you|it|this|that|they|expect|please (?:expect|allow)|our team|i|we|by|within|on|in|at|the (?:process|review))\b")
_LUCK = re.compile(r"\b(?:hopefully|with any luck|with a bit of luck|fingers crossed|all being well)\b")
_LONGEST = 140  # code points of a commitment's own words


@dataclass(frozen=True, slots=True)
class Commitment:
    """One undertaking. `start` and `end` hold its words, from the subject to the end of the clause.

    `action` is the verb's base form, `kind` its class. `due` is the specific time that dates it, `vague` a time that
    does not. `hedge` is the word that takes it half back, `condition` what it waits for. `certain` is False where the
    grammar guessed.
    """

    start: int
    end: int
    actor: Actor
    action: str
    kind: str
    form: Form
    strength: Strength = "promise"
    due: times.Time | None = None
    vague: times.Time | None = None
    hedge: str | None = None
    condition: Literal["customer", "event"] | None = None
    certain: bool = True


class Token(NamedTuple):
    """A word or a sign of the folded text."""

    text: str
    start: int
    end: int


class _Subject(NamedTuple):
    """Who acts: the actor ("you" and "thing" are not actors), the number of the subject's first word, how sure that is."""

    actor: str
    first: int
    certain: bool = True


def find(folded: str, sentences: Sequence[Sentence], found: Sequence[times.Time], lexicon: Lexicon) -> list[Commitment]:
    """The commitments of a reply, in order. `found` are the times of the same text."""
    made: list[list[Commitment]] = []
    for number, sentence in enumerate(sentences):
        here: list[Commitment] = []
        if folded[sentence.end - 1] != "?" and _TRIGGER.search(folded, sentence.start, sentence.end):
            tokens = [Token(m[0], *m.span()) for m in _TOKEN.finditer(folded, sentence.start, sentence.end)]
            here = list(_in_clause(tokens, lexicon))
            asked = number > 0 and _asks(folded, sentences[number - 1])
            here = [_conditioned(folded, sentence, commitment, asked) for commitment in here]
            luck = _LUCK.search(folded, sentence.start, sentence.end)
            here = [replace(commitment, hedge=luck[0]) if luck else commitment for commitment in here]
        here += _waiting(folded, sentence, lexicon)
        made.append(sorted(here, key=lambda commitment: commitment.start))
    return [*_dated(folded, made, sentences, found)]


def _waiting(folded: str, sentence: Sentence, lexicon: Lexicon) -> Iterator[Commitment]:
    """ "bear with us": the customer is to wait, and nobody says for how long."""
    for start, end in lexicon["waiting"].pattern.finditer(folded[sentence.start : sentence.end]):
        start, end = sentence.start + start, sentence.start + end
        yield Commitment(start, end, "we", "wait", "wait", "wait", "expectation", vague=times.Time(start, end, "vague"))


def _asks(folded: str, sentence: Sentence) -> bool:
    """Whether a sentence asks the customer for something, so that what follows it waits for the answer."""
    return _ASK.search(folded[sentence.start : sentence.end]) is not None


def _in_clause(tokens: list[Token], lexicon: Lexicon) -> Iterator[Commitment]:
    """One commitment for each modal or progressive of a sentence that is one."""
    for at, token in enumerate(tokens):
        found = None
        if token.text.endswith("'ll") or token.text in ("will", "shall"):
            found = _modal(tokens, at, lexicon)
        elif token.text == "can" and any(t.text == "hopefully" for t in tokens[:at]):
            found = _modal(tokens, at, lexicon)
        elif token.text == "should" and (thing := _subject(tokens, at - 1, lexicon)) and thing.actor == "thing":
            found = _arrives(tokens, _past_adverbs(tokens, at + 1), thing)
        if token.text in ("going", "gonna"):
            found = _going_to(tokens, at, lexicon)
        elif token.text in ("let", "allow") and at + 1 < len(tokens) and tokens[at + 1].text in ("me", "us"):
            found = _let_me(tokens, at, lexicon)
        elif token.text.endswith("ing"):
            found = _progressive(tokens, at, lexicon)
        elif token.text in ("hope", "aim", "try", "plan", "promise", "vow", "commit", "able", "committed"):
            found = _undertaken(tokens, at, lexicon)
        elif token.text == "expect":
            found = _expected(tokens, at)
        elif token.text in ("assigned", "asked", "arranged"):
            found = _sent_for(tokens, at, lexicon)
        if found:
            yield found


def _modal(tokens: list[Token], at: int, lexicon: Lexicon) -> Commitment | None:
    """ "we'll look into it", "your case will be reviewed", ", and will write to you"."""
    text = tokens[at].text
    if text.endswith("'ll"):
        subject = _named(text[:-3], at, tokens, lexicon)
    elif at and tokens[at - 1].text in ("a", "the", "free", "good", "own", "her", "his"):  # a noun
        return None
    else:
        subject = _subject(tokens, at - 1, lexicon)
    return _predicate(tokens, at + 1, subject, lexicon) if subject else None


def _going_to(tokens: list[Token], at: int, lexicon: Lexicon) -> Commitment | None:
    to = at + 1 if tokens[at].text == "gonna" else at + 2
    if to - 1 >= len(tokens) or (tokens[at].text == "going" and tokens[at + 1].text != "to"):
        return None
    subject = _before_be(tokens, at - 1, lexicon)
    return _predicate(tokens, to, subject, lexicon) if subject else None


def _let_me(tokens: list[Token], at: int, lexicon: Lexicon) -> Commitment | None:
    verb, after = _verb(tokens, at + 2 + (tokens[at].text == "allow"), "base", lexicon)
    opens = at == 0 or tokens[at - 1].text == "please" or (tokens[at - 1].text in _BREAK and tokens[at].text == "let")
    if not opens or verb is None or verb.kind in ("none", "other"):
        return None
    return _made(tokens, at, after, "i", verb, "let me")


def _progressive(tokens: list[Token], at: int, lexicon: Lexicon) -> Commitment | None:
    """ "we're looking into this": work under way that stands for a promise."""
    if tokens[at].text == "looking" and _words(tokens, at + 1, "to"):
        verb, after = _verb(tokens, at + 2, "base", lexicon)
    else:
        verb, after = _verb(tokens, at, "ing", lexicon)
    if verb is None or not (verb.kind == "investigate" or verb.base.startswith("reach out") or _works(tokens, at)):
        return None
    subject = _before_be(tokens, at - 1, lexicon)
    if subject is None or subject.actor not in ("i", "we", "team"):
        return None
    return _made(tokens, subject.first, after, subject.actor, verb, "doing", certain=subject.certain)


def _works(tokens: list[Token], at: int) -> bool:
    """Whether "working" at word number `at` is at work on this customer's matter."""
    ahead = " ".join(token.text for token in tokens[at : at + 9])
    return _UNDER_WAY.match(ahead) is not None


_UNDER_WAY = re.compile(
    r"work(?:ing)? (?:hard |closely )?(?:on (?:this|it|that|your|the|a|an|getting|updating|fixing|resolving|finding)|to (?:get|fix|resolve|"
    r"remove|correct|find|restore|solve|sort|address|update|identify|determine)|with .{3,40} to (?:get|fix|resolve|find|solve))\b"
)


def _before_be(tokens: list[Token], at: int, lexicon: Lexicon) -> _Subject | None:
    """The subject of a form of "be" that stands at `at`, adverbs between."""
    while at >= 0 and tokens[at].text in _ADVERBS:
        at -= 1
    if at < 0:
        return None
    word, _, short = tokens[at].text.partition("'")
    if short in ("m", "re") or (short == "s" and word in ("team", "he", "she")):
        return _named(word, at, tokens, lexicon)
    return _subject(tokens, at - 1, lexicon) if tokens[at].text in ("am", "are", "is") else None


def _undertaken(tokens: list[Token], at: int, lexicon: Lexicon) -> Commitment | None:
    """ "we hope to fix it", "I promise to call", "we should be able to send it"."""
    if at + 1 >= len(tokens) or tokens[at + 1].text != "to":
        return None
    word = tokens[at].text
    if word in ("aim", "try", "plan"):  # what we do as a habit
        return None
    if word == "able":
        if at < 3 or tokens[at - 1].text != "be" or tokens[at - 2].text not in ("should", "might", "may"):
            return None
        subject = _subject(tokens, at - 3, lexicon)
    else:
        before = at - 1 - (at > 0 and tokens[at - 1].text in ("will", "can", "do", "are", "am"))
        subject = _subject(tokens, before, lexicon)
        if subject and not subject.certain:
            return None
    form: verbs.Form = "ing" if at + 2 < len(tokens) and tokens[at + 2].text.endswith("ing") else "base"
    verb, after = _verb(tokens, at + 2, form, lexicon)
    if subject is None or subject.actor not in ("i", "we", "team") or verb is None or verb.kind in ("none", "other"):
        return None
    hedge = None if word in ("promise", "vow", "commit", "committed") else word
    return _made(tokens, subject.first, after, subject.actor, verb, "will", hedge=hedge)


def _expected(tokens: list[Token], at: int) -> Commitment | None:
    """ "you can expect a call", "expect an update"."""
    you = at >= 2 and tokens[at - 2].text == "you" and tokens[at - 1].text in ("can", "should", "may", "could", "will")
    if not you and at > 0 and tokens[at - 1].text not in _BREAK | {"please"}:
        return None
    ahead = " ".join(token.text for token in tokens[at + 1 : at + 6])
    if not re.search(r"\b(?:call|reply|answer|response|update|e-?mail|refund|replacement|delivery|news|hear|message)\b", ahead):
        return None
    verb = verbs.Verb((), "contact", "expect")
    return _made(tokens, at - 2 * you, at + 1, "we", verb, "you will", "expectation")


def _sent_for(tokens: list[Token], at: int, lexicon: Lexicon) -> Commitment | None:
    """ "I've asked a colleague to call you"."""
    for to in range(at + 2, min(at + 10, len(tokens) - 1)):
        if tokens[to].text in _STOP or tokens[to].text in ("you", "."):
            return None
        if tokens[to].text == "to":
            verb, after = _verb(tokens, to + 1, "base", lexicon)
            if verb is None or verb.kind != "contact" or at == 0:
                return None
            return _made(tokens, at - 1, after, "someone", verb, "will")
    return None


def _subject(tokens: list[Token], at: int, lexicon: Lexicon) -> _Subject | None:
    """The subject that ends at word number `at`; a missing one is that of the clause before."""
    while at >= 0 and tokens[at].text in _ADVERBS:
        at -= 1
    if at < 0:
        return _Subject("we", 0, certain=False)
    if tokens[at].text in _BREAK:
        return _left_out(tokens, at)
    return _named(tokens[at].text, at, tokens, lexicon)


def _left_out(tokens: list[Token], at: int) -> _Subject | None:
    """Whose is ", and will write": the nearest subject before it, when it is ours."""
    for before in range(at - 1, -1, -1):
        word = tokens[before].text.partition("'")[0]
        if word in ("i", "we"):
            return _Subject(word, at + 1, certain=False)
        leads = before == 0 or tokens[before - 1].text in _BREAK or _clause_word(tokens[before - 1].text)
        relative = before > 0 and tokens[before - 1].text in ("that", "which")
        if word in ("they", "he", "she") or (leads and not relative and word in ("you", "it", "this")):
            return None
    ours = any(_OURS.fullmatch(token.text) for token in tokens[:at])
    return _Subject("we", at + 1, certain=False) if ours or at == 0 or tokens[at].text in ".!:*" else None


def _named(word: str, at: int, tokens: list[Token], lexicon: Lexicon) -> _Subject | None:
    """The actor that a subject ending in `word` names; None in a clause such as "what we'll do next"."""
    if at and tokens[at - 1].text in ("what", "how", "when", "where", "why", "whether", "before", "until", "which", "if"):
        return None
    if word in ("i", "we"):
        return _Subject(word, at)
    if word in ("you", "u"):
        return _Subject("you", at)
    if word in ("they", "he", "she"):
        return _Subject("someone", at)
    if word in _THINGS:
        return _Subject("thing", at)
    first = at
    while first > 0 and at - first < 7 and tokens[first - 1].text not in _BREAK and not _clause_word(tokens[first - 1].text):
        first -= 1
    phrase = " ".join(token.text for token in tokens[first : at + 1])
    phrase = phrase.removesuffix("'ll")
    if any(phrase == entry or phrase.startswith(entry + " ") for entry in lexicon["actor-someone"].entries):
        return _Subject("someone", first)
    if word in lexicon["actor-team"].words or any(w in lexicon["actor-team"].words for w in phrase.split()[-3:]):
        return _Subject("team", first)
    return _Subject("thing", first)


def _clause_word(word: str) -> bool:
    """Whether a word cannot stand inside a subject."""
    return word in ("that", "you", "we", "i", "if", "when", "once", "because", "is", "are", "was", "as", "assure", "ensure", "know")


def _predicate(tokens: list[Token], at: int, subject: _Subject, lexicon: Lexicon) -> Commitment | None:
    """What follows a modal: the verb, past adverbs, hedges and "be"."""
    at = _past_adverbs(tokens, at)
    hedge = None
    if at < len(tokens) and tokens[at].text in _HEDGES and at + 1 < len(tokens) and tokens[at + 1].text == "to":
        hedge, at = tokens[at].text, _past_adverbs(tokens, at + 2)
    elif _words(tokens, at, "do our best to", "do my best to", "do our utmost to", "do everything we can to"):
        hedge, at = "do our best", at + 4
    elif _words(tokens, at, "see what i can", "see what we can"):
        verb = verbs.Verb((), "investigate", "see what")
        return _made(tokens, subject.first, at + 3, subject.actor, verb, "will", hedge="see what")
    if at >= len(tokens) or tokens[at].text in _NEGATIVE:
        return None
    for lead in _TO:  # "be sure to", "go ahead and", "make sure to"
        for start in ("be ", "make ", "go "):
            if _words(tokens, at, start + lead):
                return _predicate(tokens, at + 3, subject, lexicon)
    if subject.actor == "thing" and (arrival := _arrives(tokens, at, subject)):
        return arrival
    if tokens[at].text in ("be", "taken"):
        return _be(tokens, at, subject, lexicon)
    if subject.actor == "you":
        return _you_will(tokens, at, subject)
    if subject.actor == "thing":
        return None
    verb, after = _verb(tokens, at, "base", lexicon)
    if verb is None or verb.kind == "none":
        return None
    certain = subject.certain and verb.kind != "other"
    return _made(tokens, subject.first, after, subject.actor, verb, "will", hedge=hedge, certain=certain)


def _be(tokens: list[Token], at: int, subject: _Subject, lexicon: Lexicon) -> Commitment | None:
    """ "will be looking into", "will be reviewed", "will be in touch", "will be happy to"."""
    at += tokens[at].text == "be"
    at = _past_adverbs(tokens, at)
    if at >= len(tokens) or tokens[at].text in _NEGATIVE:
        return None
    ours = subject.actor not in ("you", "thing")
    if ours and tokens[at].text in _WILLING:
        if tokens[at].text == "able":
            return None
        return _made(tokens, subject.first, at + 1, subject.actor, verbs.Verb((), "none", "offer"), "will", "offer")
    if ours and _words(tokens, at, "in touch", "in contact", "back in touch", "back to you", "back with", "with you"):
        return _made(tokens, subject.first, at + 2, subject.actor, verbs.Verb((), "contact", "be in touch"), "will")
    if ours and tokens[at].text.endswith("ing"):
        verb, after = _verb(tokens, at, "ing", lexicon)
        if verb is None or verb.kind == "none":
            return None
        return _made(tokens, subject.first, after, subject.actor, verb, "will", certain=verb.kind != "other")
    if ours:
        return None
    verb, after = _verb(tokens, at, "done", lexicon)
    if tokens[at].text == "taken" and any(t.text in ("measures", "action", "actions", "steps", "care") for t in tokens[subject.first : at]):
        verb = verbs.Verb((), "act", "take")
    if verb is None or verb.kind in ("none", "other") or (subject.actor == "you" and verb.kind != "contact"):
        return None
    cares = verb.kind != "act" or verb.base.split()[0] in _CARES
    return _made(tokens, subject.first, after, "nobody", verb, "be done", "promise" if cares else "expectation")


_CARES = frozenset(
    "take fix repair correct rectify resolve solve sort handle deal address tackle attend work act arrange organise organize "
    "escalate pass refer bring consider note improve implement follow look prioritise prioritize replace refund reimburse "
    "compensate process assist do".split()
)  # what a person does for a customer; a machine sends, moves, opens and charges


_ARRIVES = frozenset("arrive reach ship come land show appear clear follow".split())


def _arrives(tokens: list[Token], at: int, subject: _Subject) -> Commitment | None:
    """ "your parcel will arrive", "it should be with you": an expectation about a thing."""
    ready = _words(tokens, at, "be with you", "be back", "be ready", "be fixed", "be available", "be live", "be in stock", "be there", "be delivered")
    if not ready and (at >= len(tokens) or tokens[at].text not in _ARRIVES):
        return None
    verb = verbs.Verb((), "arrive", "be" if ready else tokens[at].text)
    return _made(tokens, subject.first, at + 1, "nobody", verb, "will", "expectation")


_NEWS = re.compile(
    r"hear (?:back )?from|(?:receive|have (?=an?|the|your|our|my|it|this)) ?(?:an?|the|your|our|my|it|this)? ?(?:\w+ ){0,2}?(?:e-?mail|call|reply|answer|response|"
    r"update|refund|credit|replacement|message|confirmation|notification|money|invoice|parcel|\{|\[)|have (?:it|this|that|them)\b"
)


def _you_will(tokens: list[Token], at: int, subject: _Subject) -> Commitment | None:
    """ "you'll hear from me", "you will receive an e-mail"."""
    ahead = " ".join(token.text for token in tokens[at : at + 8])
    if _NEWS.match(ahead):
        actor = "i" if re.match(r"hear (?:back )?from me", ahead) else "we"
        return _made(tokens, subject.first, at + 1, actor, verbs.Verb((), "contact", tokens[at].text), "you will", "expectation")
    return None


def _past_adverbs(tokens: list[Token], at: int) -> int:
    while at < len(tokens) and tokens[at].text in _ADVERBS:
        at += 1
    return at


def _words(tokens: list[Token], at: int, *phrases: str) -> bool:
    """Whether one of these phrases stands at word number `at`."""
    return any([t.text for t in tokens[at : at + p.count(" ") + 1]] == p.split() for p in phrases)


def _verb(tokens: list[Token], at: int, form: verbs.Form, lexicon: Lexicon) -> tuple[verbs.Verb | None, int]:
    """The verb at word number `at` and the number of the word after it; of an unlisted one the kind is `other`."""
    if at >= len(tokens) or not tokens[at].text[0].isalpha():
        return None, at
    for verb in verbs.table(lexicon, form).get(tokens[at].text, ()):
        after = at + 1
        if all(after + n < len(tokens) and tokens[after + n].text == word for n, word in enumerate(verb.rest)):
            return verb, after + len(verb.rest)
    return verbs.Verb((), "other", tokens[at].text), at + 1


def _made(
    tokens: list[Token],
    first: int,
    after: int,
    actor: str,
    verb: verbs.Verb,
    form: Form,
    strength: Strength = "promise",
    hedge: str | None = None,
    certain: bool = True,
) -> Commitment:
    """The commitment from word number `first`, past its verb (which ends before `after`) to the end of its clause."""
    last = after - 1
    while last + 1 < len(tokens) and tokens[last + 1].text not in _STOP and tokens[last + 1].end - tokens[first].start <= _LONGEST:
        if tokens[last + 1].text == "and" and _new_clause(tokens, last + 2):
            break
        if last >= after and _words(tokens, last + 1, *_PURPOSES):
            break
        last += 1
    while last >= after and tokens[last].text in _BREAK:
        last -= 1
    known: Actor = actor if actor in ("i", "we", "named", "team", "someone", "nobody") else "nobody"  # type: ignore[assignment]
    return Commitment(tokens[first].start, tokens[last].end, known, verb.base, verb.kind, form, strength, None, None, hedge, None, certain)


_PURPOSES = ("so that", "so as", "in order", *(f"to {verb}" for verb in ("ensure", "make", "enhance", "avoid", "prevent", "offer", "give", "serve")))


def _new_clause(tokens: list[Token], at: int) -> bool:
    """Whether a clause with a subject of its own begins at word number `at`."""
    at = _past_adverbs(tokens, at)
    return at < len(tokens) and bool(re.match(r"(?:i|we|you|they|it|will|shall|our|your|the|this|that|please)\b", tokens[at].text))


def _conditioned(folded: str, sentence: Sentence, made: Commitment, asked: bool) -> Commitment:
    """The commitment with what it waits for: an act of the customer, or an event."""
    before, whole = folded[sentence.start : made.start], folded[sentence.start : sentence.end]
    if _WITH_YOU.search(whole) or (before and _ASK.search(before)) or asked:
        return replace(made, condition="customer", strength="offer")
    return replace(made, condition="event") if _EVENT.search(whole) else made


def _dated(
    folded: str, made: list[list[Commitment]], sentences: Sequence[Sentence], found: Sequence[times.Time]
) -> Iterator[Commitment]:
    """Each commitment with its times: those of its own clause, else of the sentence after or before that refers to it."""
    usable = [time for time in found if not time.past and not time.habitual]
    own = [[_in_sentence(folded, here, n, c, usable, sentence) for n, c in enumerate(here)] for here, sentence in zip(made, sentences, strict=True)]
    for number, here in enumerate(own):
        for commitment in here:
            due = commitment.due
            if due is None and number + 1 < len(own):
                due = _beside(folded, own[number + 1], sentences[number + 1], usable)
            if due is None and number:
                due = next((c.due for c in own[number - 1] if c.due), None)
            yield replace(commitment, due=due)


def _in_sentence(
    folded: str, here: list[Commitment], number: int, made: Commitment, found: Sequence[times.Time], sentence: Sentence
) -> Commitment:
    """The commitment with the times of its clause (and of what leads up to it, for the first of a sentence)."""
    start = made.start if number else sentence.start
    end = here[number + 1].start if number + 1 < len(here) else sentence.end
    due, vague = None, made.vague
    for time in found:
        if not start <= time.start < end:
            continue
        if time.start > made.start and _PAST.search(folded, made.start, time.start):
            continue
        if time.kind == "vague":
            vague = vague or (time if made.start - time.end < 3 else None)
        elif time.specific and (time.start > made.start or time.governor or time.start - sentence.start < 3):
            due = due or time
    return replace(made, due=due, vague=vague)


def _beside(folded: str, there: list[Commitment], sentence: Sentence, found: Sequence[times.Time]) -> times.Time | None:
    """The time with which the next sentence dates a promise."""
    for commitment in there:
        if commitment.due:
            return commitment.due
    if not there and _REFERS.search(folded[sentence.start : sentence.end]):
        return next((t for t in found if sentence.start <= t.start < sentence.end and t.specific and t.governor), None)
    return None
