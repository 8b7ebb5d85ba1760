"""The customer's questions and what became of them: answered, deferred or open.

Told are the questions of the messages that the draft answers, and those of earlier letters that no reply of ours has
answered since. A false "you did not answer" is worse than a miss: whatever may be an answer counts as one.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import TYPE_CHECKING, Literal, NamedTuple

from replylint.conversation import Span
from replylint.late import late
from replylint.reading.matter import Roots, keys, merged
from replylint.reading.questions.answers import Said, sentences
from replylint.reading.questions.asked import Asked, asked
from replylint.reading.questions.forms import EXACT
from replylint.reading.questions.passed import accounted, beside
from replylint.reading.questions.shapes import shaped

if TYPE_CHECKING:
    from replylint.reading import Reading, View

Answer = Literal["answered", "deferred", "open"]
_COSTS = frozenset(("#0",))  # the first family of <kin>
_FEWEST = 2  # words of a question, of which one is its subject
_LENGTHY = 4  # words of a question of which one says little
_TURNS = 6  # of the customer's messages, so many are read, the last ones
_MOST = 12  # questions
_PUBLIC = ("forum", "social")  # where a question is often answered in the words of another
_LETTERS = (None, "email")  # where a question of days ago still waits; a chat has moved on
_FREE = ("yes-no", "request")
_LOOSE = (*_FREE, "which", "how", "why")  # kinds whose answer may have any shape


class Question(NamedTuple):
    """A question, at the draft's first sentence: `evidence` has its words, `note` quotes them, `by` are those that answer."""

    start: int
    end: int
    kind: str
    answer: Answer
    note: str
    evidence: tuple[Span, ...]
    by: tuple[Span, ...]


class _Case(NamedTuple):
    """A question among the others: the roots that only it has, and those of other questions and of all the customer wrote."""

    question: Asked
    own: Roots
    others: Roots
    rest: Roots
    theirs: str
    latest: bool
    only_sum: bool


class _Found(NamedTuple):
    answer: Answer
    by: tuple[Said, ...] = ()


_BREAKS = tuple(",.\u2026;-\u2013\u2014")  # "does my visa... wait, no"
_LIMIT = late(r"\b(?:limit\w*|none|nothing|never|not more|depends?|varies|no (?:more|fewer|less|maximum|minimum|fixed|set))\b")
_OPEN = _Found("open")


def questions(reading: Reading, _: View) -> Iterator[Question]:
    """The customer's questions, in the order in which they were asked."""
    views = reading.customer[-_TURNS:] if reading.conversation.channel in _LETTERS else reading.asking[-_TURNS:]
    found = [question for view in views for question in asked(reading, view)][-_MOST:]
    if not found or not reading.draft.sentences:
        return
    first = reading.draft.sentences[0]
    cases = _cases(reading, views, [q for q in found if not _taken_back(reading, q, views) and not _repeated(q, found)])
    drafted = sentences(reading, reading.draft)
    verdicts = [_settled(reading, case, drafted) for case in cases]
    verdicts = [
        _OPEN if v and _touched(case, v, cases, verdicts) and not _denied(case, drafted) else v
        for case, v in zip(cases, verdicts, strict=True)
    ]
    verdicts = _reopened(reading, cases, verdicts, drafted)
    _plainly(cases, verdicts, drafted)
    if reading.matches(reading.draft, "promotes"):
        verdicts = [_OPEN if v and _beside(case.question, v, case.theirs) else v for case, v in zip(cases, verdicts, strict=True)]
    for case, verdict in zip(cases, verdicts, strict=True):
        if verdict is None:
            continue
        asking = case.question
        span = asking.view.span(asking.start, asking.end)
        verdict = _outdated(reading.number, case, verdict, cases, verdicts)
        if verdict is None:
            continue
        if verdict.answer == "open" and not (
            _passed(reading, case, cases, verdicts, drafted) or _sure(reading, case, cases, verdicts, drafted)
        ):
            verdict = _Found("answered")
        by = tuple(said.view.span(said.start, said.end) for said in verdict.by)
        yield Question(first.start, first.end, asking.kind, verdict.answer, reading.quoted(span), (span,), by)


def _cases(reading: Reading, views: tuple[View, ...], found: list[Asked]) -> list[_Case]:
    """Each question with the roots that set it apart."""
    units = [merged(question.keys) for question in found]
    counts = Counter(key for unit in units for key in unit)
    for view in views:
        for text in _other_text(view, [q for q in found if q.view is view]):
            counts.update(merged(keys(reading.lexicon, text)))
    said = frozenset(counts)
    every = frozenset().union(*(unit for unit, question in zip(units, found, strict=True) if not question.general))
    theirs = "\n".join(view.folded for view in views)
    latest = {view.turn for view in reading.asking}
    return [
        _Case(
            question,
            own=frozenset(key for key in unit if counts[key] == 1),
            others=every - unit,
            rest=said - unit,
            theirs=theirs,
            latest=question.view.turn in latest,
            only_sum=sum(other.kind == question.kind for other in found) == 1 and question.kind == "price",
        )
        for question, unit in zip(found, units, strict=True)
    ]


def _other_text(view: View, found: list[Asked]) -> Iterator[str]:
    """What a message says beside these questions, sentence by sentence."""
    for sentence in view.sentences:
        start = sentence.start
        for question in found:
            if sentence.start <= question.start < sentence.end:
                yield view.folded[start : question.start]
                start = question.end
        yield view.folded[start : sentence.end]


def _taken_back(reading: Reading, question: Asked, views: tuple[View, ...]) -> bool:
    """Whether the customer says later that the question needs no answer any more: by its matter, or by no matter at all
    right after it, in the same message or at the start of the next."""
    about = merged(question.keys)
    later = [view for view in views if view.turn >= question.view.turn]
    for view in later:
        for start, end in reading.matches(view, "question-withdrawn"):
            if view is question.view and start < question.end:
                if start > question.start and view.folded[:start].rstrip()[-1:] in _BREAKS:
                    return True
                continue
            number = view.sentence_at(start)
            words = merged(keys(reading.lexicon, view.folded[end : view.sentences[number].end]))
            at_once = question.end + 3 > start if view is question.view else view is later[1] and number < 2
            if words & about or at_once:
                return True
    return False


def _repeated(question: Asked, found: list[Asked]) -> bool:
    """Whether a later question asks for the same."""
    about = merged(question.keys)
    later = found[found.index(question) + 1 :]
    return bool(about) and any(other.kind == question.kind and about <= merged(other.keys) for other in later)


def _settled(reading: Reading, case: _Case, drafted: list[Said]) -> _Found | None:
    """What became of a question, None when an earlier reply has answered it. One that was put off there and that the draft
    passes over keeps the words that put it off."""
    waiting: _Found | None = None
    for view in reading.earlier:
        if view.turn > case.question.view.turn:
            found = _found(case, sentences(reading, view))
            if found.answer == "answered":
                return None
            waiting = found if found.answer == "deferred" else waiting
    found = _found(case, drafted)
    return waiting if waiting and found.answer == "open" else found


def _found(case: _Case, reply: list[Said]) -> _Found:
    """What a reply says to a question, as far as its own words tell."""
    put_off: _Found | None = None
    for said in reply:
        if put_off and said.end <= put_off.by[0].end:
            continue  # a clause of what puts it off
        answer = _answer(case, said)
        if answer == "answered":
            return _Found("answered", (said,))
        if answer == "deferred" and put_off is None:
            put_off = _Found("deferred", (said,))
    return put_off or _OPEN


def _answer(case: _Case, said: Said) -> Answer:
    """What one sentence is to a question."""
    question = case.question
    shared = sum(1 for word in question.keys if word & said.keys)
    near = bool(said.keys & case.own) or shared > 1 or (shared == 1 and (len(question.keys) == 1 or said.plain))
    taken = bool(question.keys) and not shared and bool(said.keys & case.others) and not (said.encloses or case.only_sum)
    if near and _barely(question, said):
        near, shared = False, 0
    free = not taken and not said.keys & case.rest
    if (said.manners and said.text.startswith("thank")) or (said.closes and not said.asks and not said.later):
        return "open"
    if said.says("answer-all") or (said.points and (said.opaque or not taken)):
        return "answered"
    if question.kind == "why" and said.reasonless and not shaped(said, question, case.theirs):
        return "open"
    if said.asks or said.later:
        answered = near and shaped(said, question, case.theirs) and question.kind in EXACT
        return "answered" if answered else "deferred" if near or (free and not said.offers) else "open"
    if said.encloses and near:
        return "answered"
    if question.kind in EXACT:
        denies = (
            said.denies and (near or said.plain) and (question.kind != "quantity" or said.plain or bool(_LIMIT.search(said.text)))
        )
        fits = shaped(said, question, case.theirs) or denies
        return "answered" if fits and not taken else "open"
    if near or (question.kind == "request" and not taken and not said.manners):
        return "answered"
    polite = said.manners and "," not in said.text
    fits = question.kind not in _FREE and not polite and shaped(said, question, case.theirs)
    return "answered" if fits and not taken else "open"


def _touched(case: _Case, found: _Found, cases: list[_Case], verdicts: list[_Found | None]) -> bool:
    """Whether what seems to answer a long question of yes or no has one word of it and answers another question better."""
    question = case.question
    lengthy = question.kind == "why" or (question.kind == "yes-no" and len(question.keys) >= _LENGTHY)
    if not lengthy or found.answer != "answered" or len(found.by) != 1:
        return False
    said = found.by[0]
    if question.kind == "why":
        if shaped(said, question, case.theirs) or said.encloses or said.points or _share(question, said) > 1 / 2:
            return False
    elif said.plain or said.denies or said.points or said.encloses or _share(question, said) > 1 / _LENGTHY:
        return False
    rest = ((c, v) for c, v in zip(cases, verdicts, strict=True) if c is not case and v)
    share = _share(question, said)
    return any(said in v.by and (_share(c.question, said), question.kind == "why") > (share, False) for c, v in rest)


def _reopened(reading: Reading, cases: list[_Case], verdicts: list[_Found | None], drafted: list[Said]) -> list[_Found | None]:
    """The verdicts without the answers that are about another matter; the next sentence that answers takes their place."""
    if reading.conversation.channel in _PUBLIC:
        return verdicts
    found: list[_Found | None] = []
    for case, verdict in zip(cases, verdicts, strict=True):
        kept = verdict
        if verdict and verdict.answer == "deferred" and len(cases) > 1 and all(_asks_else(case, said) for said in verdict.by):
            kept = _OPEN
        elif verdict and verdict.answer == "answered" and all(_beside_it(case, said, reading.number) for said in verdict.by):
            kept = _found(case, [said for said in drafted if not _beside_it(case, said, reading.number)])
        found.append(kept)
    return found


def _asks_else(case: _Case, said: Said) -> bool:
    """Whether a sentence asks the customer for what has nothing to do with a question."""
    share = _share(case.question, said)
    tries = share and said.text.startswith(("did you try", "have you tried"))  # what may be the cure
    return said.asks and not said.later and not tries and share * _LENGTHY <= 1


def _beside_it(case: _Case, said: Said, draft: int) -> bool:
    return said.view.turn == draft and beside(case.question, said, case.own, _roots(case.rest), case.theirs)


def _roots(found: Roots) -> Roots:
    """Roots without families, which hold for too much."""
    return frozenset(key for key in found if not key.startswith("#"))


def _denied(case: _Case, drafted: list[Said]) -> bool:
    """Whether a sentence says no to something of the question."""
    return any(said.denies and _share(case.question, said) for said in drafted)


def _share(question: Asked, said: Said) -> float:
    """How much of a question's words a sentence has."""
    return sum(1 for word in question.keys if word & said.keys) / len(question.keys) if question.keys else 0.0


def _beside(question: Asked, found: _Found, theirs: str) -> bool:
    """Whether what seems to answer a question only names its subject: what is asked about it is passed over."""
    if found.answer != "answered" or len(question.keys) < _FEWEST:
        return False
    if question.kind in ("where", "how"):
        return not any(shaped(said, question, theirs) or said.points for said in found.by)
    if question.kind != "yes-no" or any(said.plain or said.denies or said.points or said.encloses for said in found.by):
        return False
    said = merged(tuple(said.keys for said in found.by))
    heard = [bool(word & said) for word in question.keys]
    return sum(heard) * 2 <= len(heard)


def _barely(question: Asked, said: Said) -> bool:
    """Whether a sentence touches a question of yes or no only where it speaks of what anything costs."""
    touched = [word for word in question.keys if word & said.keys]
    return question.kind == "yes-no" and len(question.keys) > 1 and len(touched) == 1 and touched[0] & said.keys == _COSTS


def _plainly(cases: list[_Case], verdicts: list[_Found | None], drafted: list[Said]) -> None:
    """A yes or a no that answers no other question of that kind answers the next one: "We do: it's £9" answers two."""
    free = (verdict for case, verdict in zip(cases, verdicts, strict=True) if verdict and case.question.kind in _FREE)
    used = {id(said) for verdict in free for said in verdict.by}
    bare = [said for said in drafted if said.plain and id(said) not in used]
    for number, case in enumerate(cases):
        if bare and verdicts[number] == _OPEN and case.latest and case.question.kind in _FREE:
            verdicts[number] = _Found("answered", (bare.pop(0),))


def _outdated(draft: int, case: _Case, verdict: _Found, cases: list[_Case], verdicts: list[_Found | None]) -> _Found | None:
    """A question that an earlier reply put off is open when the draft answers others of the same message; else it still
    waits, and is none of the draft's."""
    if verdict.answer != "deferred" or verdict.by[0].view.turn == draft:
        return verdict
    turn = case.question.view.turn
    siblings = (v for c, v in zip(cases, verdicts, strict=True) if c.question.view.turn == turn and v)
    return _OPEN if any(v.answer == "answered" for v in siblings) else None


def _sure(reading: Reading, case: _Case, cases: list[_Case], verdicts: list[_Found | None], drafted: list[Said]) -> bool:
    """Whether a question is open beyond doubt: no sentence has the shape asked for, or the draft sees to another matter of
    the customer's and says nothing that could be the answer in other words."""
    question = case.question
    told = [said for said in drafted if not said.asks and not said.manners]
    if question.general or not told:
        return False
    if question.kind in EXACT:
        return bool(case.own) or (case.latest and not question.keys)
    if question.kind == "why" and question.keys and all(said.reasonless or said.idle for said in told):
        return True
    if question.kind in ("yes-no", "where", "how") and case.own and case.latest and reading.matches(reading.draft, "promotes"):
        plain = question.kind == "yes-no"
        return not any(
            said.encloses or (said.denies or said.plain if plain else shaped(said, question, case.theirs)) for said in told
        )
    own_words = sum(1 for word in question.keys if word & case.own)
    if not own_words or _worded_otherwise(case, cases, verdicts, told):
        return False
    others = ((c.question, v) for c, v in zip(cases, verdicts, strict=True) if c is not case)
    if any(v is None or v.answer != "open" or any(said.keys & merged(q.keys) & case.others for said in told) for q, v in others):
        return True
    if any(said.keys & case.rest for said in told) and _requested(reading, case):
        return True
    letter = reading.conversation.channel in _LETTERS and sum(reading.draft.words) > _SHORT
    return letter and own_words > 1 and any(len(said.keys & case.rest) > 1 for said in told)


_SPECIAL = 3  # words of its own that make a question about the whole matter one about a thing


def _passed(reading: Reading, case: _Case, cases: list[_Case], verdicts: list[_Found | None], drafted: list[Said]) -> bool:
    """Whether all of the draft is about something else, where letters and chats say so."""
    question = case.question
    if reading.conversation.channel in _PUBLIC or not (case.own or question.kind == "why"):
        return False
    if question.general and sum(1 for word in question.keys if word & case.own) < _SPECIAL:
        return False
    told = [said for said in drafted if not said.manners or "," in said.text]
    rest = _roots(case.rest | case.others)
    others = [(c.question, v) for c, v in zip(cases, verdicts, strict=True) if v and c is not case and v.answer == "answered"]
    spent = [(by, merged(q.keys)) for q, v in others for by in v.by if by.view.turn == reading.number]
    heard = any(said.manners and len(said.keys & rest) >= _FEWEST for said in drafted)
    return bool(told) and accounted(question, rest, case.theirs, told, spent, heard)


_SHORT = 45  # words up to which a reply holds little but answers


def _worded_otherwise(case: _Case, cases: list[_Case], verdicts: list[_Found | None], told: list[Said]) -> bool:
    """Whether something in the draft could be the answer in words of its own: in a short reply any clause that is about
    nothing else the customer wrote, in a long one such a clause where the answer is due, before that to a later question."""
    if case.question.kind not in _LOOSE:
        return False
    rest = {key for key in case.rest if not key.startswith("#")}
    at = next(number for number, other in enumerate(cases) if other is case)
    drafted = told[0].view
    before = [said.end for v in verdicts[:at] if v for said in v.by if said.view is drafted]
    after = [said.start for v in verdicts[at + 1 :] if v for said in v.by if said.view is drafted]
    start, stop = max(before, default=-1), max(after, default=-1)
    if sum(drafted.words) <= _SHORT:
        start, stop = -1, told[-1].end
    why = case.question.kind == "why"
    spent = [(by.start, by.end) for v in verdicts if v for by in v.by if by.reasonless and by.view is drafted]
    loose = [s for s in told if not s.idle and not s.after_colon and not any(a <= s.start < b for a, b in spent)]
    loose = [said for said in loose if not (why and (said.encloses or said.reasonless))]
    return any(start < said.end <= stop and said.full and not said.keys & rest for said in loose)


def _requested(reading: Reading, case: _Case) -> bool:
    """Whether the message asks for something to be done as well."""
    return bool(reading.matches(case.question.view, "customer-request"))
