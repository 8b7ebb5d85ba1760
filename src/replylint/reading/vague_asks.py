"""Requests that leave open what is wanted: asked in words of every desk, with nothing named that could be looked up and sent."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, NamedTuple

from replylint.late import late
from replylint.reading.matter import grammatical, listed, names, root, rooted, words

if TYPE_CHECKING:
    from replylint.reading import Reading, View
    from replylint.reading.matter import Roots

_MANY = 4  # questions in a row that are more than a customer answers
_LONG = 26  # words of a sentence that names something after all
_HINTS = late(  # what is asked for without a name, or asked to be said better
    r"\b(?:more|further|additional|extra|details?|deets|info|information|particulars|specifics?|context|background|clarif\w+|"
    r"clarity|light|picture|story|facts|input|insight|colou?r|depth|elaborat\w+|expand|explain|describe|specify|flesh|vague|"
    r"clearer|precise|exact|exactly|precisely|needful|requisite|required|relevant|necessary|pertinent|documents?|"
    r"documentation|paperwork|papers|evidence|proof|material|situation|the matter|matter is|going on|happened|happening|mean|"
    r"enlighten|illuminate|elucidate|ins and outs|comments|what's up|a bit|a little|lot|everything|anything|fuller|enough|"
    r"in what way|how so|what way)\b"
)
_FRAME = late(  # that it asks
    r"(?:(?:^|[.!?,;:–—(\n]|\b(?:and|so|but|then|hi|hello|to help)\b) ?(?:(?:please|pls|plz|kindly|do|just|also|can you|"
    r"could you|would you|will you|may i|might i|request you|requesting you|you are requested|dear sir|to|ask you|"
    r"if you could|if you can|if you would|if you're able|if you are able|you could|be so kind as|would you mind|"
    r"it if you could|be able|able|perhaps|maybe|possibly|at all|sorry to hear|dm us|us) ?)*(?:to )?(?:tell|describe|"
    r"describing|explain|explaining|elucidate|elaborate|elaborating|expand|expanding|clarify|specify|specifying|detail|"
    r"outline|give|giving|send|sending|provide|providing|share|sharing|supply|furnish|submit|forward|pass|drop|dm|email|"
    r"be (?:more|a (?:bit|little) (?:more|less)|less)|let (?:me|us) (?:know|have)|come back|get back|revert|reply|include|"
    r"add|fill|flesh|shed|paint|illuminate|enlighten|talk|walk|run|take (?:me|us)|help (?:me|us)|say|do the needful|state|"
    r"put|show|jot|write|spell)\b|\b(?:i|we)(?:'d|'ll| would| will| do| still| may| might|'re going to)?(?: \w+ly| also|"
    r" just| still| first| have to| need to)* (?:need|require|must have|could do with|could use|are missing|lack|"
    r"ask (?:you|that you))\b|\b(?:i|we)(?:'d| would)(?: \w+ly| also| just| first)* (?:love|like|have|need|want|"
    r"appreciate)(?: to)?(?: it| some| knowing| hearing| know| hear| have)? (?:a (?:bit|little|lot) more|some more|more|"
    r"further|what|if you|some)\b|\b(?:just|still|also) (?:need|require)\b|\bany (?:more|further|other|"
    r"additional) [^.!?]{0,60}\byou (?:can|could|might|care)\b|\bwhat do you mean\b|(?:^|[.!?,:] ?)(?:in what way\b|how so\b|"
    r"what(?:'s| is| seems to be| appears to be| was)(?: the| your)? (?:problem|issue|matter|trouble|concern|situation|wrong|"
    r"going|happening)\b)|\bthe more (?:we|i|you)\b|\b(?:isn't|is not|not)(?: quite| really| nearly)? (?:enough|sufficient|"
    r"much)\b|\bin the absence of\b|\b(?:can|could|may) (?:i|we) (?:get|have|ask for) (?:some |a bit |a little |"
    r"any )?(?:more|further|additional|background|context|details)\b|\b(?:can|could|would|will) you(?: please| kindly|"
    r" possibly| maybe)* (?:be able to )?(?:explain|elaborate|clarify|describe|expand|specify|say|tell|give|share|provide|be|"
    r"walk|talk|let|paint|shed|flesh|fill|help|go|put|run)\b)"
)
_NOT_ASKED = late(  # an offer, a thing that is there, a question of manners
    r"\b(?:everything|all|nothing|what)(?: else)? (?:that )?(?:i|we) (?:need|want)\b|\b(?:if|when|whenever|should|in case|"
    r"where|whether) (?:you|they|anyone|it|we|i)(?: \w+)? (?:need|want|require|would like|have|like|get|find|hear|think|know|"
    r"receive|manage|decide|change)\b|\byou(?:'ll| will| can| may| might)? (?:need|find|get|receive|see|read|want)\b|"
    r"\b(?:would|do) you (?:like|want|prefer)\b|\bhow (?:can|may|could) (?:i|we)\b|\b(?:i|we)(?:'ve| have| had)(?: now|"
    r" already| all| got)* (?:the|all|every|your|more|passed|sent|added|shared|given|asked|explained)\b|\banything else\b|"
    r"\bfor (?:more|further|additional|full|all)(?: the)? (?:details|info|information)\b|\b(?:thank|thanks|thankyou|"
    r"appreciate (?:you|your)|sorry)\b|\b(?:i|we)(?:'ll| will|'m|'re| am| are| can| could| would)(?: \w+)? (?:send|give|"
    r"share|tell|let|get back|come back|explain|add|pass|write|email|forward|provide|include|be in touch|investigat\w+|look|"
    r"check|happy|glad|going)\b|\b(?:here|below|attached|above)\b|\blet (?:me|us) (?:know )?if\b|\bhappy to (?:tell|give|"
    r"explain|share)\b|\b(?:if|should|in case) (?:any|some|every)\w*|\b(?:following|the form|this form|secure link|"
    r"link below|reach out|requested|feedback|suggestions|experience with us|your experience|your stay|your visit|via phone|"
    r"by phone|an opportunity|the opportunity|a chance|communication|message that)\b|\blet (?:me|us) know\b(?= and\b|"
    r"[^a-z]*$)|\b(?:like|love|want|need|able|happy) to further [a-z]+\b|\bto (?:clarify|explain|elaborate|specify|expand) ?,|"
    r"\bin what way (?:[\w'-]+ ){3}|\bwhat (?:was|were) [a-z]+(?:ed|n)\b(?<!happened)|"
    r"\b(?:your|the) (?:(?:next|new|last|recent|upcoming|future) )*(?:visit|stay|travel|trip|booking|reservation|flight|guest|"
    r"contact|delivery|payment|room|login|bank|card|purchase) (?:details|info|information)\b"
)


_IDEA = late(r"\b(?:full|fuller|clear|clearer|better|whole|bigger) pictures?$")


class VagueAsk(NamedTuple):
    """A request that names nothing. `many`: four questions or more in a row, of whatever."""

    start: int
    end: int
    many: bool


def vague_asks(reading: Reading, view: View) -> Iterator[VagueAsk]:
    """The requests of a draft that leave open what to send, and rows of questions."""
    if view.turn != reading.number:
        return
    yield from _rows(view)
    if not _HINTS.search(view.folded):
        return
    known = listed(reading.lexicon["vague-word"].words) | listed(reading.lexicon["service-word"].words)
    theirs = rooted(reading.lexicon, (word for said in reading.asking for word in words(said.folded)))
    known |= theirs | {root(name) for name in names(reading)}
    needs = {
        view.sentence_at(a) for a, b in reading.matches(view, "named-need") if not _IDEA.search(view.folded, max(0, a - 9), b)
    }
    for number, sentence in enumerate(view.sentences):
        if number in needs or sentence.item or view.words[number] > _LONG or view.folded[sentence.end - 1] == ":":
            continue
        start, end = sentence.start, sentence.end
        if not _HINTS.search(view.folded, start, end) or _NOT_ASKED.search(view.folded, start, end):
            continue
        asked = _FRAME.search(view.folded[start:end])  # "^" is the start of the sentence
        if asked and not _own(reading, view, start + asked.start(), end, known):
            at = start + asked.start() + len(asked[0]) - len(asked[0].lstrip(" .!?,;:–—(\n"))
            yield VagueAsk(at, at + len(view.text[at:end].rstrip(" .!?")), many=False)


def _own(reading: Reading, view: View, start: int, end: int, known: Roots) -> bool:
    """Whether a request has a word that tells something of its own."""
    return any(not grammatical(reading.lexicon, word) and root(word) not in known for word in words(view.folded, start, end))


def _rows(view: View) -> Iterator[VagueAsk]:
    """Four questions or more one after the other, not as a list."""
    first = None
    count = 0
    for number, sentence in enumerate(view.sentences):
        if view.folded[sentence.end - 1] == "?" and not sentence.item:
            first = number if count == 0 else first
            count += 1
        elif count >= _MANY:
            break
        else:
            count = 0
    if count >= _MANY and first is not None:
        yield VagueAsk(view.sentences[first].start, view.sentences[first].end, many=True)
