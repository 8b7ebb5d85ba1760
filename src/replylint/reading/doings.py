"""Deeds as clauses tell them, whatever they are: what the customer did, what a text tells them to do, and whether they "
"are one."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, NamedTuple

from replylint.late import late
from replylint.lexicon import Lexicon
from replylint.reading.matter import Roots, grammatical, merged, plain, root
from replylint.reading.senses import act, meanings, past, shared, telling, thing

if TYPE_CHECKING:
    from replylint.reading import View
    from replylint.reading.sentences import Sentence


class Doing(NamedTuple):
    """A deed in a clause: its verb, what that may tell of, the names of what the clause is about, those that its "it" may
    stand for, the words of the whole sentence, and the lengths of time in it."""

    start: int
    end: int
    verb: str
    acts: Roots
    names: tuple[Name, ...]
    borrowed: tuple[Name, ...]
    all: tuple[Roots, ...]
    times: frozenset[str]


class Name(NamedTuple):
    """A word for a thing: what it may mean, and the root of the word that qualifies it, as in “the wax filter”."""

    senses: Roots
    of: str
    head: bool


_CLAUSE = late(
    r"[;()!?–—]|[,:](?!\d)| - |\b(?:and|or|then|but|so|which|until|till|after|before|when|while|whilst|because|as (?:it|"
    r"we|they|the|this|that|"
    r"you|i|well|soon)|if|once|where|since|though|although|to (?:see|check|make sure|get|let|allow|clear|reset|force|wake|"
    r"stop|make|help))\b"
)
_WORD = late(r"[^\W_](?:[^\W_]|['&/.-](?=[^\W_]))*")
_IT = late(r"\b(?:it|them|him|her|this|that|one|both|these|those|everything|all)\b")
_QUALIFIES = plain(
    "new fresh old little big small whole same own main usual second different brand spare clean other another proper full good "
    "quick hard soft warm cold hot simple complete current latest one two three four five six ten twenty thirty few couple "
    "several times twice minute second hour day night week"
)
_LITTLE = plain(  # names so common that one of them tells nothing
    "team support service services department desk website site page please help problem issue order message customer use "
    "time times minute minutes second seconds hour hours day days night week morning evening afternoon today yesterday bit "
    "moment while help thing side way end place part luck difference avail change effect"
)
_WEAK = plain(
    "app phone device account website settings page screen computer laptop tablet system link number menu box line "
    "profile folder file files option options button firefox windows version mode search data information"
)
_COMMON = plain(  # deeds that tell little without their object
    "check look go use put take set add open try turn move send find switch select choose click tap enter follow leave "
    "bring keep "
    "give hold run make change start press visit view access allow place see push pull get let wait call contact ask speak ring "
    "phone push fill upload read close install let"
)
_SCREEN = plain("click tap select choose type drag open access press scroll expand")
_NEVER = plain(  # no deed of a customer's that mends anything
    "be have do need want know think say tell help see come happen get work receive buy order pay book seem like love "
    "hope wish mean "
    "feel hear become break fail stop start begin finish end notice expect understand believe remember live stay sit sell "
    "send share show provide confirm reply respond write e-mail email name call promise mention advise suggest recommend "
    "explain require include contain attach dr mr mrs ms apologise appreciate thank accept charge bill debit refund cost owe own "
    "miss lose find wonder worry hate enjoy suppose guess please sorry arrive land leave travel drive fly crash freeze appear "
    "disappear continue remain support offer deliver ship return collect borrow lend improve help agree cancel join "
    "marry receive result concern relate follow-up "
    "spend waste wait mind care quote state"
) - plain("email e-mail write call leave wait return find")


def _tokens(text: str, start: int, end: int) -> list[tuple[str, int, int]]:
    return [(found[0].removesuffix("'s"), found.start(), found.end()) for found in _WORD.finditer(text, start, end)]


def _clauses(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    at = start
    for border in _CLAUSE.finditer(text, start, end):
        if border.start() > at and text[at : border.start()].strip():
            yield at, border.start()
        at = border.end()
    if at < end and text[at:end].strip():
        yield at, end


def _names(lexicon: Lexicon, tokens: list[tuple[str, int, int]], verb: int) -> tuple[Name, ...]:
    """The names of a clause without its verb; a name that follows another at once is qualified by it."""
    found: list[Name] = []
    last = ""
    for number, (word, _, _) in enumerate(tokens):
        base = root(word)
        if number == verb or not telling(lexicon, word) or base in _QUALIFIES or word.isdigit():
            last = "" if number == verb or base not in _QUALIFIES else last
            continue
        if last:
            found[-1] = found[-1]._replace(head=False)
        found.append(Name(thing(lexicon, word), last, True))
        last = base
    return tuple(found)


def _doings(lexicon: Lexicon, view: View, sentence: Sentence, before: tuple[Name, ...], told: bool) -> Iterator[Doing]:
    """The deeds of a sentence, told as done or not."""
    text = view.unmasked
    clauses = [(start, end, _tokens(text, start, end)) for start, end in _clauses(text, sentence.start, sentence.end)]
    whole: tuple[Roots, ...] = ()
    times: frozenset[str] | None = None
    for here, (start, end, tokens) in enumerate(clauses):
        held: tuple[Name, ...] = ()
        for number, (said, a, _) in enumerate(tokens):
            word = "phone" if told and said in _CALLS and _ON.search(text, start, a) else said
            if word is said and not _is_deed(lexicon, word, told, text[start:a]):
                continue
            whole = whole or _things(lexicon, text, sentence)
            if times is None:
                found = _TIMES.findall(text, sentence.start, sentence.end)
                times = frozenset(f"{_AMOUNTS.get(n, n)} {unit[:3]}" for n, unit in found)
            names = () if told else _names(lexicon, tokens[number + 1 :], -1)
            if not names and (told or not _IT.search(text, a, end)):
                names = _names(lexicon, tokens, number)
            next_one = _names(lexicon, clauses[here + 1][2], -1) if not names and here + 1 < len(clauses) else ()
            borrowed = before if next_one or not names or _IT.search(text, start, end) else ()
            yield Doing(start, end, word, act(lexicon, word), names, next_one + borrowed, whole, times)
            held = held or names
        before = held or _names(lexicon, tokens, -1) or before


def _things(lexicon: Lexicon, text: str, sentence: Sentence) -> tuple[Roots, ...]:
    """What the words of a sentence may mean."""
    tokens = _tokens(text, sentence.start, sentence.end)
    return tuple(thing(lexicon, word) for word, _, _ in tokens if telling(lexicon, word))


_CALLS = ("hold", "phone", "line", "chat")  # "I've been on hold to them"
_ON = late(r"\bon (?:the |a )?(?:live )?$")
_PLAIN_DEEDS = frozenset("try go put take keep give make use leave look check get do turn set let".split())
_THEIRS = late(
    r"\b(?:it|you|which|there|he|she|they|firefox|this|that|nothing|something|everything|what|who|page|site|website|app|"
    r"system|to|"
    r"the|a|an|your|not|never|n't)(?: (?:has|have|had|just|then|also|always|only|'s))* $"
)
_DOER = late(  # what stands before a verb that its writer did: “I then”, “we have”, “my son”, “has been”, or nothing
    r"(?:^\W*(?:[a-z]{2,}(?:er|or|ist|ian|man|mate|wife|band) )?|\b(?:i|we|i've|we've|ive|ve|i'd|have|has|had|having|been|was|"
    r"were|got|did|done|tried|also|both|myself|"
    r"(?:my|our|the) (?!\w+ly )[a-z]+|my own [a-z]+|"
    r"who|after|since|by) )"
    r"(?:(?!automatically|newly|recently|previously)(?:\w+ly|just|then|also|even|now|already|first|have|has|had|been|again|"
    r"both|all|once|twice|myself|ourselves|never|and|so|either|next|in fact|\d+ times|today|yesterday)[ ,]+)*$"
)
_NAMES_IT = late(  # what tells which thing is meant, or since when it fails, rather than what was tried
    r"\b(?:that|which|since) (?:i|we)(?:'ve| have| had)?(?: \w+)? $|\bhad (?:my|our|the) [^,]*$"
)
_TIMES = late(
    r"\b(\d+|an?|one|two|three|five|ten|twenty|thirty|sixty|half an|few) (?:full |whole |good |more )?(second|sec|minute|"
    r"min|hour|day|night)s?\b"
)
_AMOUNTS = {"a": "1", "an": "1", "one": "1", "two": "2", "three": "3", "five": "5", "ten": "10", "twenty": "20", "thirty": "30"}
_ING = late(r"\b(?:try|tried|trying|been|keep|kept|suggest|recommend|worth|by|with|after|of|is|start|how about)\b")


def _is_deed(lexicon: Lexicon, word: str, told: bool, led: str) -> bool:
    base = past(word)
    if root(base or word) in _NEVER or len(word) < 2 or not word.replace("-", "").isalpha():
        return False
    if word not in _PLAIN_DEEDS and (base or word) not in _PLAIN_DEEDS and grammatical(lexicon, word):
        return False
    if told and (_THEIRS.search(led) or _NAMES_IT.search(led) or (base is not None and not _DOER.search(led))):
        return False
    if told:
        return base is not None or (word.endswith("ing") and len(word) > 5 and _ING.search(led) is not None)
    return base is None or (base == word and not word.endswith("ed"))


def doings(lexicon: Lexicon, view: View, told: bool, of: Roots | None = None) -> Iterator[tuple[Sentence, list[Doing]]]:
    """The deeds that the sentences of a text tell as done (`told`), or may tell someone to do; only those of sentences with a
    word that may tell of one of the deeds `of`, when those are given."""
    text = view.unmasked
    for number, sentence in enumerate(view.sentences):
        words = (word for word, _, _ in _tokens(text, sentence.start, sentence.end))
        if of is None or not all(meanings(lexicon, word).isdisjoint(of) for word in words):
            yield sentence, list(_doings(lexicon, view, sentence, _names_before(lexicon, view, number), told))


def told_of(lexicon: Lexicon, view: View, told: bool) -> Roots:
    """What the words of a text may tell of as done (`told`), or tell someone to do, each word by itself."""
    words = {word for word, _, _ in _tokens(view.unmasked, 0, len(view.text))}
    deeds = [word for word in words if _is_deed(lexicon, word, told, "by ")]
    return merged(act(lexicon, word) for word in (*deeds, *(["phone"] if words & set(_CALLS) else [])))


def _names_before(lexicon: Lexicon, view: View, number: int) -> tuple[Name, ...]:
    """The names of the last sentence before one that has any, for which its “it” may stand."""
    for sentence in reversed(view.sentences[:number]):
        if names := _names(lexicon, _tokens(view.unmasked, sentence.start, sentence.end), -1):
            return names
    return ()


def one_deed(mine: Doing, done: Doing) -> bool:
    """Whether what is to be done is what was done: a verb of one deed, and what it is done to."""
    if mine.acts.isdisjoint(done.acts) or _another(mine, done) or _longer(mine, done):
        return False
    common = root(past(mine.verb) or mine.verb) in _COMMON or root(past(done.verb) or done.verb) in _COMMON
    if not mine.names and not common and root(past(mine.verb) or mine.verb) == root(past(done.verb) or done.verb):
        return True
    if root(mine.verb) in _SCREEN and not _on_screen(mine, done):
        return False
    if not (mine.names or mine.borrowed) or not (done.names or done.borrowed):
        return not common and not mine.names and not done.names and len(mine.acts & done.acts) > 1
    theirs = merged(name.senses for name in (*done.names, *done.borrowed))
    own = merged(name.senses for name in (*mine.names, *mine.borrowed))
    hits = [name for name in (*mine.names, *mine.borrowed) if not name.senses.isdisjoint(theirs)]
    strong = [name for name in hits if name.senses.isdisjoint(_LITTLE) and (not common or name.senses.isdisjoint(_WEAK))]
    told = bool(done.names) and all(not name.senses.isdisjoint(own) for name in done.names)
    if not hits or (common and not (len(strong) > 1 or (strong and (told or len(hits) >= len(mine.names))))):
        return False
    if len(strong) >= 2 or 2 * len(hits) >= len(mine.names):
        return True
    if told:
        return True
    return not common and any(name.head for name in hits)


def _on_screen(mine: Doing, done: Doing) -> bool:
    """Whether a step on a screen is the one that was taken: most of what it names is named there too."""
    theirs = merged(name.senses for name in (*done.names, *done.borrowed))
    named = [name.senses for name in mine.names]
    own, other = (
        sum(not senses.isdisjoint(theirs) and senses.isdisjoint(_WEAK | _LITTLE) for senses in each)
        for each in (named, [name.senses for name in mine.borrowed])
    )
    return own == len(named) > 0 or (own + other > 1 and 2 * (own + other) >= len(named))


def _longer(mine: Doing, done: Doing) -> bool:
    """Whether it is to last another time, or a time at all where it was a touch."""
    if not mine.times:
        return False
    return done.times.isdisjoint(mine.times) if done.times else mine.verb.rstrip("ing") in ("hold", "keep", "press", "push")


def _another(mine: Doing, done: Doing) -> bool:
    """Whether one name is qualified otherwise in the two: “the power cable” is not “the HDMI cable”."""
    theirs = merged(name.senses for name in (*done.names, *done.borrowed))
    own = merged(name.senses for name in (*mine.names, *mine.borrowed))
    for name in mine.names:
        for other in done.names:
            if name.of and other.of and name.head and other.head and not name.senses.isdisjoint(other.senses):
                return name.of not in theirs and other.of not in own
    return False


def much_shared(mine: Doing, done: Doing) -> bool:
    """Whether two sentences about deeds tell nearly the same, whatever their verbs."""
    both = shared(mine.all, merged(done.all))
    if 2 * both < len(mine.all) or done.acts.isdisjoint(merged(mine.all)):
        return False
    return both >= 4 and 5 * both >= 3 * min(len(mine.all), len(done.all))
