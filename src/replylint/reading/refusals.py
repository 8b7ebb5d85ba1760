"""Refusals told by their place rather than by their words: a negative about what the customer asked for."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, NamedTuple

from replylint.late import late
from replylint.reading.matter import kin, listed, rooted, words

if TYPE_CHECKING:
    from replylint.reading import Reading, View
    from replylint.reading.matter import Roots

_ASKS = late(  # that she wants something done, had or allowed
    r"\b(?:can|could|may|might|will|would|cn|cld|shall)(?: \w+)? (?:i|we|you|u|ya|someone|somebody|anyone|one|my \w+|our \w+|"
    r"he|she|they|it be|this be|that be)\b|\bdo (?:you|u|ya|you guys)\b|\b(?:is|are) there\b|\bany (?:chance|way|possibility|"
    r"hope|scope|discount|room|space|spare|left)\b|\bis it (?:\w+ )?(?:possible|ok|okay|allowed|alright|fine|too late)\b|"
    r"\b(?:possible|allowed|okay|ok|able) (?:to|if|for)\b|\b(?:i|we)(?:'d| would)(?: \w+)? (?:like|love|prefer|appreciate|"
    r"rather)\b|\b(?:i|we)(?: \w+)? (?:want|need|wish|request|expect|demand|insist|must have)\b|\b(?:please|pls|plz|kindly|"
    r"requesting|wondering (?:if|whether)|hoping (?:to|for|you)|asking (?:for|if|you|to)|wanna|gimme|let me|i'm after|"
    r"applied|apply|applying|looking (?:for|to)|what about|how about|(?:phoning|calling|ringing|writing|enquiring|inquiring|"
    r"checking) (?:to|about)|want (?:to|my|a|the)|how (?:do|can|could) (?:i|we))\b"
)
_DREADS = late(  # to which a no is good news
    r"\b(?:(?:will|would|do|am|are|is) (?:i|we|my \w+|it|there)|is there) (?:be|have to|need|going to be|get|lose|a|"
    r"any)?(?: a| any)? ?(?:fined|charged|billed|blocked|lost|late|penalty|charge|fee|catch|harm|risk|risks|delay|problem|"
    r"to bring|to pay|to be|to do|to come|to send|to register|safe|dangerous|toxic)\b"
)
_ABLE = (
    r"(?:ca|wo|must|sha|may|might)n't|(?:cant|wont)|cannot|(?:can|will|must|may|shall|'ll)(?: \w+ly| just| also| now|"
    r" still)? not|no longer|nobody|no one|none|nope|unable|impossible|unavailable"
)
_THING = (  # "no refunds", "nothing we can do", "never opens"
    r"(?<!oh )(?<!at )(?<!is )(?<!was )(?<!have )(?<!had )(?<!found )(?<!makes )no(?= [a-z]{3,})|nothing(?= (?:\w+ )?(?:i|we|"
    r"more|else|further|can))|never(?= [a-z]+)"
)
_SAYS = (  # what is not, when it says that it is not to be had or allowed
    r"(?:(?:is|are|does|do|would|ai)n't|(?:isnt|arent|doesnt|dont|aint)|(?:is|are|does|do|would|'s|'re|'m|am|be)(?: \w+ly|"
    r" just| also| now| still)? not)(?= (?:\w+ly |currently |yet |also |just |usually |normally |ever |being |be |get |"
    r"going to |able to |a |an |the |one |quite |on |up |in |our |your |my |for |to |what |how |been ){0,3}(?:allow|permit|"
    r"welcome|admit|admitted|includ|cover|valid|eligible|available|open|sold|sell|free|option|offer|something|anything|part|"
    r"come|stretch|extend|run|work that|work like|apply|applies|issu|refund|pay|return|exchang|swap|switch|ship|post|deliver|"
    r"collect|stock|carry|make|made|take|taken|accept|reserv|hold|held|keep|kept|book|lend|lent|rent|hire|hiring|fit|fitt|"
    r"install|repair|replac|servic|support|provid|suppl|giv|grant|approv|authoris|authoriz|reopen|reissu|restor|recover|"
    r"releas|shar|disclos|discuss|chang|chop|alter|amend|edit|mov|transfer|merg|split|combin|waiv|reduc|discount|negotiat|"
    r"match|honou?r|backdat|bend|budge|do |doing|done|have (?:a|an|any|the) |get |getting|let |letting|insur|cater|serv|"
    r"entertain|consider|recruit|tak|bring|send|print|add|possib|doable|feasib|happen|entitl|qualif|suitab|insured|"
    r"negotiable|refundable|transferable|compatible|planned|on sale|the case|sorry|in a position|ready|my|ours|within|"
    r"up to (?:me|us)|go(?:ing)? (?:to|past|beyond|out)))"
)
_NO = late(rf"\b(?:{_ABLE})\b|\b(?:{_THING})|(?:\b|(?='))(?:{_SAYS})")
_HARMLESS = late(  # a negative that refuses nothing, from its first word on
    r"(?:no|not(?: \w+)?|nothing|none|never|neither|nobody|no one)(?: \w+)? (?:problem|worries|worry|need|needed|charge|"
    r"charged|cost|costs|fee|fees|extra|obligation|rush|hurry|harm|trouble|hassle|doubt|matter|bother|data|action|sooner|"
    r"later|less|fewer|more than|risk|catch|strings|commitment|deposit|contract|interest|penalty|limit|limits|issues?|news|"
    r"reply|answer|sign|trace|record|records|idea|pressure|wrong|lost|affected|blame|fault|time at all|surprise|wonder|"
    r"secret|just|only|sure|because|to worry|forgotten|deleted|blocked|easy|ideal|great|good|fun|nice|acceptable|okay|ok|"
    r"fair|right|the experience|what we|how we|the way|fuss|questions asked|small print|surcharge|supplement|waiting|queue|"
    r"appointment|registration|booking needed|personal|private|hidden|minimum|longer (?:needed|necessary|affected))\b|"
    r"nothing (?:more|else|further) (?:is|will be|you (?:need|have)|for you to|to (?:do|pay|send|bring|fill|sign))\b|"
    r"no longer (?:requires?|needs?|asks?|charges?)\b|none of (?:my|these|those|them)\b|"
    r"\w+(?:n't|nt| not) (?:\w+ly )?(?:worry|hesitate|forget|need|have to|know|think|believe|see|mean|mind|miss|"
    r"be (?:charged|billed|affected|lost|deleted|fined|disturbed|needed|asked|disappointed|late|long|afraid|shy)|let|lose|"
    r"hear|feel|cost|hurt|happen|take long|bother|affect|regret|charge|bill|wait|want|matter|hurry|panic|wrong|affected|lost|"
    r"blocked|just|only|find|locate|understand|require|contain|expire|blame|stop|dare|enough|about|a problem|an issue|"
    r"your fault|too late|so|mandatory|compulsory|obligatory)\b"
)
_BEGINS = late(r"\W*(?:(?:please|kindly|and|but|so|just|also) )*(?:do not|don't|dont|never)\b")
_CONDITION = late(
    r"\b(?:if|when|whenever|whether|in case|unless|so that|to make sure|to avoid|to ensure|because|since|as|that|who|which|"
    r"why|where)\b"
)
_AGREES = late(
    r"\W*(?:hi|hello|hey|dear)?[^.!?,]{0,30}[,.!]?\s*(?:yes|yep|yup|yeah|sure thing|of course|certainly|absolutely|done|"
    r"good news)\b(?! not)|\b(?:happy to|no problem|gladly)\b"
)
_GRANTS = late(
    r"\b(?:we|you|it|they|that|he|she|i) (?:do|does|can|is|are|will|may|could)(?: indeed| of course)?\s*[,.!;–—]|"
    r"\b(?:of course|certainly|gladly|with pleasure)\b"
)
_ENDED = late(  # what is over or shut, in the first words of an answer
    r"\b(?:closed|ended|stopped|expired|lapsed|ran out|is over|are over|(?:is|are) (?:\w+ly )?(?:gone|full|taken|off|shut|"
    r"forbidden|banned|prohibited|barred|fixed|set|final|capped|limited)(?! (?:via|by|through|up|to|from|using))|"
    r"loses? (?:its|their)|(?<!to )stays? (?:with|where)|"
    r"takes? (?:one|two|cash|cards?)\b|a no\b)"
)
_ASIDE = late(  # in which what is over is no answer: "after you closed it", "with the lid closed"
    r"\b(?:if|when|whenever|whether|after|before|while|once|with|without|since|because|as|that|hope|you|i|to)\b"
)
_WE = late(r"\b(?:we|i|we're|i'm|we've|i've|our|nobody|no one|never)\b")
_BORDER = late(r"[;:()\n–—]|,(?! (?:\w+,|sadly|sorry|unfortunately))|\b(?:and|but|so)\b")
_BACK = late(r"\b(?:it|that|this|these|those|one|ones|there|such|so|them|here)\b")
_LONG = 110  # words of a message that may be a request
_SHORT = 9  # words of a sentence that may be a whole answer
_TAIL = late(r"(?:\W+[\w'-]+){0,3}")


class Refusal(NamedTuple):
    """The negative words of a refusal. `opening`: whether they stand in the first sentence with content."""

    start: int
    end: int
    opening: bool


def refusals(reading: Reading, view: View) -> Iterator[Refusal]:
    """The negatives of a draft about what the customer asked for."""
    if view.turn != reading.number or not reading.asking or not (_NO.search(view.folded) or _ENDED.search(view.folded)):
        return
    asking = [said.folded for said in reading.asking]
    if not any(_ASKS.search(said) for said in asking) or any(_DREADS.search(said) for said in asking):
        return
    if sum(sum(said.words) for said in reading.asking) > _LONG:  # a review tells more than it asks
        return
    theirs = rooted(reading.lexicon, (word for said in asking for word in words(said))) - _desk(reading)
    idioms = reading.matches(view, "refusal-idiom")
    known = [
        *reading.matches(view, "refusal-ours"),
        *reading.matches(view, "refusal-any"),
        *reading.matches(view, "refusal-supply"),
    ]
    said = {view.sentence_at(start) for start, _ in known}  # its own words tell it
    opening = view.sentences[reading.opening]
    if _AGREES.match(view.folded, opening.start, opening.end) or _GRANTS.search(view.folded, opening.start, opening.end):
        return
    for number in range(len(view.sentences)):
        found = None if number in said else _refused(reading, view, number, theirs, idioms)
        if found:
            yield Refusal(*found, number == reading.opening)


def _desk(reading: Reading) -> Roots:
    """The roots of words of every desk, which show no matter."""
    return listed(reading.lexicon["empty-request"].words)


def _refused(
    reading: Reading, view: View, number: int, theirs: Roots, idioms: tuple[tuple[int, int], ...]
) -> tuple[int, int] | None:
    """The first negative of a sentence that refuses what was asked for."""
    sentence = view.sentences[number]
    text, start, end = view.folded, sentence.start, sentence.end
    if text[end - 1] == "?" or _AGREES.match(text, start, end) or _BEGINS.match(text, start, end):
        return None
    for no in _NO.finditer(text, start, end):
        at = max((border.end() for border in _BORDER.finditer(text, start, no.start())), default=start)
        if _BEGINS.match(text, at, end) or _HARMLESS.match(text, no.start(), end) or _CONDITION.search(text, at, no.start()):
            continue
        if any(a < no.end() and no.start() < b for a, b in idioms):
            continue
        if reading.conversation.channel == "forum" and not _WE.search(text, at, no.end()):
            continue  # among users a negative mostly explains
        if number != reading.opening and not _matters(reading, view, number, theirs):
            return None
        tail = _TAIL.match(text, no.end(), end)
        return no.start(), tail.end() if tail else no.end()
    return _over(reading, view, number, theirs) if number == reading.opening else None


def _over(reading: Reading, view: View, number: int, theirs: Roots) -> tuple[int, int] | None:
    """What a sentence says is over, shut or fixed, of what was asked for."""
    sentence = view.sentences[number]
    over = _ENDED.search(view.folded, sentence.start, sentence.end)
    if over is None or _ASIDE.search(view.folded, sentence.start, over.start()):
        return None
    return over.span() if _matters(reading, view, number, theirs) else None


def _matters(reading: Reading, view: View, number: int, theirs: Roots) -> bool:
    """Whether a sentence is about what the customer asked for."""
    sentence = view.sentences[number]
    ours = rooted(reading.lexicon, words(view.folded, sentence.start, sentence.end))
    if ours & theirs or kin(reading.lexicon, ours) & kin(reading.lexicon, theirs):
        return True
    count, near = view.words[number], number <= reading.opening + 2
    return count <= _SHORT or (near and count <= 2 * _SHORT and bool(_BACK.search(view.folded, sentence.start, sentence.end)))
