"""Replies that only send the customer to a page: beside courtesy, every sentence points there and tells nothing of its own."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from replylint.late import late
from replylint.lexicon import Lexicon
from replylint.reading.matter import Roots, grammatical, kin, listed, merged, names, root, rooted, words
from replylint.reading.voice import OPAQUE

if TYPE_CHECKING:
    from replylint.reading import Reading, View
    from replylint.reading.sentences import Sentence

_LONG = 110  # words of a reply; a longer one holds more than courtesy
_OWN, _ALONE, _BESIDE = 4, 2, 1  # words of its own: of all sentences that point, with no customer's words to know, of any other
_PUBLIC = frozenset(("forum", "social"))
_COURTEOUS = 22  # words of a courtesy; a longer sentence tells something else as well
_PAGES = late(  # pages of two words, and places in them
    r"\b(?:help ?(?:cent(?:re|er)|hub|desk|pages?|section|topics?|tab)|support (?:cent(?:re|er)|pages?|section)|"
    r"knowledge[ -]?base|"
    r"small print|fine print|(?:t's|ts?) ?(?:&|and|n) ?(?:c's|cs?)|user guide|known issue|duplicate of|dup of|rtfm|"
    r"(?:article|section|clause|chapter|paragraph|page|issue|item|point|appendix|schedule|part) (?:#|no\.? ?)?\d[\d.]*)|"
    r"(?<!\w)#\d{2,}"
)
_NUMBERED = late(r"(?<!\w)#\d{2,}|\b(?:duplicate|dup) of\b")
_LEADS = late(  # by which a sentence of ours can point; others of ours tell of ourselves
    r"\b(?:i|we)(?:'d| would| can| could| may| might| shall| must|'ve| have|'re| are)?(?: \w+ly| also| just| always|"
    r" do| like to|"
    r" have to| got| going to)* (?:recommend|suggest|advi[sc]e|refer|point|direct|encourage|invite|steer|urge|ask|request|"
    r"propose|"
    r"link|linked|suggesting|"
    r"an?|the|some|several|lots|made|put|wrote|written|prepared|compiled|created|published|posted|explain|explained|answer|"
    r"answered|"
    r"cover|covered|describe|described|discuss|discussed|go|went|list|listed|keep|dedicated|gathered|collected|outline|"
    r"outlined|"
    r"detailed|detail|set|address|addressed|our|this|plenty|many)\b"
)
_OURS = late(r"\W*(?:i|we)\b")
_TO_PAGE = frozenset("on in at under via through from to per inside within by over into".split())
_OF_PAGE = late(
    r"'?s? (?:\S+ ){0,3}?(?:ha[sv]e?|explains?|covers?|walks?|goes|shows?|describes?|lists?|tells?|contains?|details?|"
    r"outlines?|answers?|"
    r"may|might|should|will|could|can|here|(?:is|are|was) (?:up |right |now |available )?(?:here|online|there|on|at|in)|"
    r"is your friend)\b|\s*[:\ufffc]"
)
_SHOWN = late(
    r"\b(?:here(?:'s)?|there's|there (?:is|are)|this|these|below|following|(?:have|'ve)(?: got)? (?:an?|the|our|some)|"
    r"put together)\b"
)
_REACHED = late(r"\b(?:get(?:ting)? in touch|reach|reached|contact(?:ing)?|vot(?:e|es|ing)|reporting|submit|upvote)\b")
_WANTED = late(  # what she is asked to tell or to send, or to take up elsewhere
    r"\b(?:let (?:us|me) know (?:which|what|where|when|who|how many|your|the)|(?:shar|send|forward|provid|giv|tell)(?:e|ing)?"
    r"(?: us| me| with)* (?:your|an?|the) (?:[\w-]+ ){0,3}(?:url|address|screenshot|photo|picture|number|name|error|id|handle|"
    r"version|page|site)|(?:please|kindly) (?:check|review|adjust|verify) your \w+(?! \w*(?:page|article|link|guide))|"
    r"can you (?:download|run)|should (?:any|more|new) |(?:a|by|via|us a|through) (?:dm|direct message|private message))\b"
)
_GROUNDS = late(r"\b(?:because|due to|(?:i|we)(?: are|'re|'m| am| do| can| could)?(?: not|n't|not)|unable|try \w+ing)\b")
_STATES = late(  # who or what a sentence of a matter begins with; one that begins otherwise is courtesy, a wish or a pointer
    r"\W*(?:note that|the|an?|some|most|all|any|your|our|their|these|those|[a-z]+s|for [^,.]+,)\s+(?:[\w'-]+\s+){1,9}?"
    r"(?:is|are|was|were|has|have|had|can|may|might|will|would|should|must|does|do|did|saves?|stores?|needs?|means?|"
    r"makes?|lets?|allows?|uses?|works?|keeps?|depends?|comes?|gets?)\b"
)
_FEW = 6  # words of a sentence that states something
_REACH = late(r"\b(?:which|what|would you like|are you|or are|sending|send)\b")
_NEAR = 6  # words before a page in which one is sent there
_ANSWER = late(  # a short answer: "Yes.", "We do!", "It is, ..."
    r"\b(?:yes|no|yep|yup|nope|nah|yeah|correct|true|right|indeed|absolutely|definitely|certainly)\b(?=\s*[.,!;:–—-])|"
    r"\b(?:it|we|you|they|that|he|she|there|i|this|these|those|both|neither|none|all|one)(?:'s| (?:is|are|was|were|do|does|"
    r"did|can|"
    r"could|will|would|has|have|may|must|should|need)(?:n't| not)?)(?: (?:indeed|now|not|both|still|sadly|"
    r"too))?(?=\s*[.,!;–—-])"
)
_TELLS = late(  # grounds, times, limits, deeds and offers of ours
    r"\b(?:because|due to|no longer|not yet|unfortunately|caused?|until|unless|costs?|takes|(?:can|could|do|does|is|are|was|"
    r"were|"
    r"will|would|wo|has|have|did|should)n't|(?:could|would|will) not|make sure|"
    r"(?:try|trying|recommend|suggest|advise)(?: \w+ing)? (?:to|an?|and|clearing|using|adding|removing|updating|resetting|"
    r"contacting|reporting|filing|sending|signing|logging|calling|asking|turning|switching|deleting|installing|restarting) "
    r"(?!few|couple|look|visit|read)\w+|cannot|can not|won't|we no|not (?:available|possible|supported|included|covered|"
    r"allowed|sure)|"
    r"(?:i've|we've|i have|we have|i just|we just)(?: now| just| already| also)? (?!got\b|had\b|been\b|put together|written|"
    r"made|"
    r"prepared|answered|covered|explained|compiled|collected|created|addressed|published|posted|listed|gathered|described|"
    r"built|"
    r"a\b|an\b|the\b|some\b|this\b|that\b|dedicated|our\b|detailed|several|many|lots)|"
    r"(?:i'll|i will|we'll|we will|let me|i'm going to|by|before|within) (?!be (?:happy|glad|pleased)|find|take|guide|"
    r"the (?:information|contents?)|"
    r"visiting|clicking|following|using|going|reading|checking|looking|typing|searching|means))\b"
)
_ALLOWED = late(
    r"\b(?:you(?:'d)? (?:can|could|may|might|should|must)|please|kindly|feel free to|free to)(?: also| always| \w+ly| just|"
    r" do| simply| first| then| go ahead and)* ([a-z]+)"
)
_DEED = late(  # what begins a step or a deed: at the start of a clause, "you can …", "and …", "to …", but not "how to …"
    r"(?:^|[.!?;:,()\n–—-]|\b(?:you(?:'ll| will| should| must| may| might| would|'d| just| simply)*(?: can| could| need to|"
    r" have to|"
    r" want to)?|and|then|please|kindly|just|simply|or|first|(?<!how )(?<!on )(?<!ways )(?<!way )(?<!steps )to|can|"
    r"could you|would you|do|if you))\s*(?:also |first |then |now |just |simply |please )*([a-z][a-z-]+)"
)
_WORDS = late(r"[a-z][\w'-]*")
_DIGITS = late(
    r"\d|\b(?:one|two|three|four|five|six|seven|eight|nine|ten|twelve|half|twice|both|none|noon|midnight|monday|tuesday|"
    r"wednesday|"
    r"thursday|friday|saturday|sunday|today|tomorrow)\b(?! (?:of|in)\b)"
)


class Pointer(NamedTuple):
    """The first sentence that points to a page, in a reply that tells nothing else."""

    start: int
    end: int


@lru_cache(maxsize=8)
def _idle(lexicon: Lexicon) -> Roots:
    """The roots of the words with which one points, and of those of every desk."""
    return merged(listed(lexicon[name].words) for name in ("page-word", "pointing-word", "service-word"))


def pointers(reading: Reading, view: View) -> Iterator[Pointer]:
    """The sentence that points to a page, when the rest of the draft is courtesy."""
    if not view.sentences or sum(view.words) > _LONG:
        return
    pages = [_page(reading, view, sentence) for sentence in view.sentences]
    if not any(pages):
        return
    if reading.conversation.channel in _PUBLIC and not _linked(view):
        return  # what is answered in public speaks of pages and policies that nobody is sent to
    theirs = rooted(reading.lexicon, (word for said in reading.asking for word in words(said.folded)))
    known = _idle(reading.lexicon) | theirs | {root(name) for name in names(reading)}
    courteous = {view.sentence_at(at) for at, _ in reading.matches(view, "courtesy-line")}
    greetings = [part for part in view.parts if part.kind == "greeting"]
    total = 0
    for number, sentence in enumerate(view.sentences):
        if _WANTED.search(view.folded, sentence.start, sentence.end):
            return
        if number in courteous and view.words[number] <= _COURTEOUS and not pages[number]:
            if _GROUNDS.search(view.folded, sentence.start, sentence.end):
                return
            continue
        if any(part.start <= sentence.start < part.end and sentence.end <= part.end for part in greetings):
            continue
        if _told(reading, view, sentence):
            return
        if pages[number] and _REACHED.search(view.folded, sentence.start, sentence.end):
            return
        own = _own(reading, view, sentence, known, theirs)
        if not pages[number] and (own > _BESIDE or _states(view, number)):
            return
        total += own if pages[number] else 0
    if total <= (_OWN if theirs else _ALONE):
        yield _place(view, view.sentences[pages.index(True)])


def _linked(view: View) -> bool:
    """Whether a draft has an address or the number of another thread."""
    return view.linked(0, len(view.text)) or bool(_NUMBERED.search(view.folded))


def _states(view: View, number: int) -> bool:
    """Whether a sentence tells how something is, be it in the customer's own words."""
    sentence = view.sentences[number]
    return view.words[number] >= _FEW and bool(_STATES.match(view.folded, sentence.start, sentence.end))


def _place(view: View, sentence: Sentence) -> Pointer:
    """A sentence without its greeting."""
    greeted = max((part.end for part in view.parts if part.kind == "greeting" and part.start <= sentence.start), default=0)
    start = max(sentence.start, greeted)
    start += len(view.text[start : sentence.end]) - len(view.text[start : sentence.end].lstrip(" ,!.\n"))
    return Pointer(start, start + len(view.text[start : sentence.end].rstrip(" .!")))


def _page(reading: Reading, view: View, sentence: Sentence) -> bool:
    """Whether a sentence names a page or holds an address of one."""
    if view.linked(sentence.start, sentence.end):
        return True
    if _PAGES.search(view.folded, sentence.start, sentence.end):
        return True
    shown = bool(_SHOWN.search(view.folded, sentence.start, sentence.end))
    known = reading.lexicon["page-word"].words
    before: list[str] = []
    verbs = listed(reading.lexicon["pointing-verb"].words)
    for found in _WORDS.finditer(view.folded, sentence.start, sentence.end):
        if found[0] in known:
            sent = shown or any(word in _TO_PAGE or root(word) in verbs for word in before[-_NEAR:])
            if sent or _OF_PAGE.match(view.folded, found.end(), sentence.end):
                return True
        before.append(found[0])
    return False


def _told(reading: Reading, view: View, sentence: Sentence) -> bool:
    """Whether a sentence answers, gives a ground, a number or a step."""
    start, end = sentence.start, sentence.end
    if _ANSWER.search(view.folded, start, end) or _TELLS.search(view.folded, start, end):
        return True
    if view.folded[end - 1] == "?" and (_REACH.search(view.folded, start, end) or not _page(reading, view, sentence)):
        return True
    pages = [found.span() for found in _PAGES.finditer(view.folded, start, end)]
    for digit in _DIGITS.finditer(view.folded, start, end):
        if not any(a <= digit.start() < b for a, b in pages) and not _theirs(reading, view, digit.start()):
            return True
    semicolon = view.folded.find(";", start, end)
    if semicolon > start and not _page(reading, view, sentence._replace(end=semicolon)):
        return True
    goods = reading.lexicon["page-goods"].words
    if any(word in goods for word in words(view.folded, start, end)):
        return True
    if _OURS.match(view.folded, start, end) and not _LEADS.search(view.folded, start, end):
        return _page(reading, view, sentence)
    points = listed(reading.lexicon["pointing-verb"].words)
    if any(root(found[1]) not in points for found in _ALLOWED.finditer(view.folded, start, end)):
        return True
    deeds = reading.lexicon["page-deed"].words
    return any(found[1] in deeds for found in _DEED.finditer(view.folded, start, end))


def _theirs(reading: Reading, view: View, at: int) -> bool:
    """Whether a number, or a word that holds one, is the customer's own."""
    start, end = at, at + 1
    while start and view.folded[start - 1].isalnum():
        start -= 1
    while end < len(view.folded) and view.folded[end].isalnum():
        end += 1
    return any(view.folded[start:end] in said.folded for said in reading.asking)


def _own(reading: Reading, view: View, sentence: Sentence, known: Roots, theirs: Roots) -> int:
    """How many words of a sentence are neither grammar nor of every pointer nor the customer's, of the same family included."""
    found = {
        root(word)
        for word in _WORDS.findall(view.folded, sentence.start, sentence.end)
        if not word.startswith(OPAQUE) and not grammatical(reading.lexicon, word)
    }
    rest = {word for word in found if word not in known}
    near = kin(reading.lexicon, theirs)
    return sum(not (kin(reading.lexicon, (word,)) & near) for word in rest)
