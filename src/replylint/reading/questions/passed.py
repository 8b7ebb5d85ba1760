"""Whether a question was passed over: what seems to answer it is about something else, and each sentence of the draft
is accounted for by another matter."""

from __future__ import annotations

from typing import TYPE_CHECKING

from replylint.late import late
from replylint.reading.matter import Roots, keys, merged
from replylint.reading.questions.forms import EXACT
from replylint.reading.questions.shapes import shaped

if TYPE_CHECKING:
    from replylint.reading.questions.answers import Said
    from replylint.reading.questions.asked import Asked

_FEW = 2  # words that a question asks about, of which an answer says one
# What says yes or no, may or may not, without the words of the question.
_POLAR = late(
    r"\b(?:may|able|allowed|permitted|welcome|possible|fine|ok|okay|safe|free|gladly|happily|feel free|no problem|entitled"
    r"|eligible|included|includes?|covered|needn't|should|always|any|every|whenever"
    r"|wherever|either|both|all|instead|done|sorted|agreed|approved|granted|accepted|arrived"
    r"|received|as well|too|stays?|there's|there is|there are|comes? with|depends?)\b|\byou(?:'ll| can| could|'re| are| will)\b"
)
_EVENT = late(r"\b(?:has|have|had|did|was|were)\b|'ve\b|\b\w{2,}ed\b|\b(?:came|went|got|took|made|said|sent|left|ran|gave)\b")
_IS = late(r"\b(?:is|are|was|were|'s) (?:only |just |simply |now |because )?(?:an?|the|our|for|from|what|how|where|when)\b")
_PERFECT = late(r"(?:has|have|had|did|was|were)\b|.{0,60}?\b(?:has|have) (?:\w+ ){1,4}?\w+(?:ed|en)\b")
_STEP = late(r"(?:please |kindly |do |don't |just |simply )?(?!thank|sorry|hope|see|enjoy|look)[a-z]+ (?:it|them|that|this)\b")
_BACK = late(r"(?:it|it's|they|they're|that|that's|this|he|he's|she|she's|both|these|those|which|then|so|also|there)\b")
# A deed of ours, a wish granted or promised.
_GRANTS = late(r"\b(?:i|we)(?:'ve|'ll|'m|'re| have| will| am| are| can| could)\b|^\W*(?:done|sorted|here|of course)\b")


def beside(question: Asked, said: Said, own: Roots, rest: Roots, theirs: str) -> bool:
    """Whether a sentence that seems to answer a question is about another matter: the words of what is asked are missing,
    and what it says is no yes, no or shape of an answer by itself. `own` are the roots of this question alone, `rest` those
    of all else that the customer wrote."""
    if said.encloses or said.points or said.says("answer-all") or not question.keys:
        return False
    shared = sum(1 for word in question.keys if word & said.keys)
    if general(said) and question.kind == "yes-no" and shared < len(question.keys):
        return shared * _FEW <= len(question.keys)
    if question.kind == "why":
        return not _fits(question, said, theirs)
    if shared * _FEW >= len(question.keys) or shared > _FEW:
        return _absent(question, said)
    return _absent(question, said) or _missed(question, said, own, rest, theirs)


def _missed(question: Asked, said: Said, own: Roots, rest: Roots, theirs: str) -> bool:
    """Whether a sentence that has few words of a question has none of what is asked, and no shape of its answer."""
    heard = sum(1 for word in question.focus if word & said.keys)
    moved = bool(said.keys & rest)
    if question.kind in EXACT:
        none = not any(word & said.keys for word in question.keys)
        return none and len(question.keys) >= _FEW and (moved or said.text.startswith(("he ", "she ")))
    if heard and (not moved or (heard * _FEW >= len(question.focus) and merged(question.focus) & said.keys & (own or said.keys))):
        return False
    if question.kind == "yes-no":
        denies = said.denies and (heard or len(said.keys) <= _FEW)
        return not (said.plain or denies or _POLAR.search(said.text))
    if heard or not moved:
        return False
    if question.kind == "request":
        return not (said.plain or said.denies or _GRANTS.search(said.text))
    return not shaped(said, question, theirs)


_HER = late(r"\b(?:she|he)\b")
_PERSON = late(
    r"\b(?:s?he|hers?|him|his|they|them|their|both|either|two|all|everyone|anyone|nobody|whole|wife|husband|partner|spouse|m[ou]m"
    r"|mother|dad|father|son|daughter|brother|sister|friend|colleague|boy|girl|lad|kid|child|baby|parents?|aunt|uncle|grand\w+"
    r"|guest|tenant|neighbour|neighbor|driver|passenger|traveller|people|person|member|family|(?:mr|mrs|ms|dr)\.? \w+)\b"
)


def _absent(question: Asked, said: Said) -> bool:
    """Whether a question is about a third person, of whom a sentence says nothing."""
    asked = question.view.folded[question.start : question.end]
    return bool(_HER.search(asked)) and not _PERSON.search(said.text) and not said.plain


def general(said: Said) -> bool:
    """Whether a sentence tells what holds in general, and nothing of the case."""
    return said.says("in-general") and not said.plain and not said.denies


def accounted(question: Asked, rest: Roots, theirs: str, told: list[Said], spent: list[tuple[Said, Roots]], heard: bool) -> bool:
    """Whether each sentence of a draft is about something else than a question, and one at least about something else that
    the customer wrote. `spent` are those that answer other questions, with what these are about; `heard` says whether its
    thanks or regrets are about something else."""
    other, sees = False, bool(spent) or heard
    asks = merged(question.keys)
    seen = -1
    for said in told:
        if said.end <= seen:
            continue  # a clause of the sentence before it
        seen = said.end
        if said.closes or not said.full:
            continue
        back, first, other = bool(_BACK.match(said.text)), not other, True
        used = merged(about for by, about in spent if by.start < said.end and said.start < by.end)
        if used:
            if _more(said, used | rest):
                return False
            continue
        if said.later or (first and back):
            return False
        shared = len(said.keys & rest)
        if said.plain or (shared < _FEW and not back and _fits(question, said, theirs)):
            return False
        sees = sees or (shared >= _FEW and bool(_GRANTS.search(said.text)))
        sees = sees or (shared > 0 and question.kind not in ("yes-no", "request"))
        sees = sees or ((general(said) or question.kind == "why") and bool(said.keys & (asks | rest)))
    return sees


_AND = late(r"(?:,|;|\.| -)? (?:and|but|while|so|or) (?=\w+ \w+ \w+)|; |: |, (?=\w+ \w+ \w+ \w+)")


_BOUND = late(r"(?:as|because|since|so|if|when|while|once|which|who|that)\b")
_VERB = late(r"\w+(?:s|ed)\b(?! (?:and|of|in|on|at|for|with)\b)")


def _more(said: Said, used: Roots) -> bool:
    """Whether a sentence that answers another question goes on to something that is about nothing told of."""
    parts = _AND.split(said.text)
    used = frozenset(key for key in used if key.isalpha())
    other = (part for part in parts if not merged(keys(said.reading.lexicon, part)) & used and not _BOUND.match(part))
    return any(_BACK.match(part) or _VERB.match(part) or _EVENT.search(part) for part in other)


def _fits(question: Asked, said: Said, theirs: str) -> bool:
    """Whether a sentence about nothing else could be the answer in words of its own."""
    if question.kind == "why":
        return not said.reasonless and bool(
            shaped(said, question, theirs) or said.denies or _EVENT.search(said.text) or _IS.search(said.text)
        )
    if question.kind not in ("yes-no", "request"):
        return shaped(said, question, theirs)
    if general(said):
        return False
    if said.plain or said.denies or _POLAR.search(said.text) or _STEP.match(said.text):
        return True
    asked = question.view.folded[question.start : question.end]
    return bool(question.kind == "request" and _GRANTS.search(said.text)) or bool(
        _PERFECT.match(asked) and _EVENT.search(said.text)
    )
