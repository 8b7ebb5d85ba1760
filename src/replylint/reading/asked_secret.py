"""Where a text asks the customer to send a secret: an asking verb, and behind it the thing, with nothing between that makes it
harmless (a page of ours, "reset your", "the last four digits of").

What is asked for and how stand in the lists <secret-thing> and <secret-ask>.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Literal, NamedTuple

from replylint.late import late

if TYPE_CHECKING:
    from replylint.reading import Reading, View
    from replylint.reading.sentences import Sentence


class AskedSecret(NamedTuple):
    """A request from its verb to what it asks for. `kind`: a secret, a photo of an ID or a card (`document`), or the code
    that was spoken of before (`code`)."""

    start: int
    end: int
    kind: Literal["secret", "document", "code"]


_REACH = 100  # how far the thing may stand behind the verb
_NEGATED = late(
    r"\b(?:don't|do not|never|not|won't|no need|needn't|without|avoid|refrain|nobody|no one|cannot|can't|couldn't|"
    r"shouldn't|instead of|"
    r"rather than|no point|anyone|anybody|someone|somebody|stop)\b[^.!?;]{0,70}$"
)
_LEFT, _OUT = (
    late(r"(?:leave|cross|take|cut|white|black|strike|keep)\b"),
    late(r"[^.!?;]{0,40}\b(?:out|off|aside|behind|blank|away|unsaid|to yourself)\b"),
)
_YOU_TO = late(r"\b(?:need|needs|want|wants|like|ask|asking|require|requires|have|get|trouble|expect) you (?:\w+ )?to $")
_OURS = late(  # before the verb: somebody else than the customer does it
    r"\b(?:we|i|they|it|he|she|bank|system|app|team|which|who|hub|site|always|automatically|let me|let us|to)(?:'ll|'ve|'d|'re)?"
    r"(?: (?:will|would|can|could|have|also|then|just|now|always|never|have to|already|do|did|automatically))* $"
)
_NOUN = late(r"\b(?:your|the|my|an|by|via|this|our) $")
_YOU_NEED = late(r"\b(?:you|they|it|he|she|sites?|apps?|will|and)(?:'ll|'d)?(?: \w+)? $")
_IF_YOU = late(r"\b(?:if|when|whenever|once|unless) (?:you|they|someone|somebody) $")
_TO_US = late(
    r"(?:until|till|unless|before|once|after|let me)\b|(?:i|we)\b|(?:\S+ )?(?:me|us)\b|let (?:me|us)|(?:may|can|could) (?:i|"
    r"we)|(?:i|we)\b|if you|which|what|reply|respond"
)
_HAVE_YOU = late(r"(?:do you have|(?:have )?(?:you )?got)\b")
_HANDY = late(r"[^.!?;]{0,30}\b(?:handy|to hand|at hand|there|with you|nearby|ready|in front of you|in your hand)\b")
_BEFORE_WE = late(r"(?:until|till|unless|before|once|after)\b")  # a "can't" before these denies something else
_LISTED = late(r"^[^:]{0,60}\b(?:details|following|information|info|below|these|this|things|data|points|facts)\b[^:]{0,15}:")
_BLOCKED = late(  # between the verb and the thing: another matter, or something harmless about it
    r"^ (?:you|them|him|her|customers|it to you)\b|[;:!?]|\b(?:if|whether|once|when|after|because|before|unless|"
    r"until|but|while|where|why|how|last (?:four|4|few|two|three|3)|"
    r"final (?:four|4)|first (?:four|six|6|4)|ending|(?:re)?sett?(?:ing)?|chang\w+|choos\w+|chose|pick|creat\w+|"
    r"updat\w+|forg[eo]t\w*|"
    r"remember\w*|keep\w*|protect\w*|receiv(?:e|ed)|recover\w*|reset\w*|enter\w*|log(?:ged)? in|know|have|find|see|about|for|"
    r"wrong|without|error|happen\w*|link|page|instructions|form|help|steps|that you (?:never|don't)|not|a new|another|different|"
    r"asks?|asking|masked|partial|order|tracking|booking|order number|we (?:will|can|never|don't)|i (?:can|"
    r"will))\b|\bto (?:get|use|open|unlock|a|your phone)\b"
)
_QUESTION = late(r"(?:what|which)\b")
_ASKED_FOR = late(
    r"(?:'s|'re)?(?: (?:the|your|ur|(?:did|have|had|do|would|were|are) you|you|(?:pick|cho?ose|sett?|use|give|enter|"
    r"register|regist|stor|sav|put|select|creat|mak|provid)(?:e|ed|n|t|ing|d|s)?|chosen|chose|set|use|made|given|gave|saved|"
    r"pick|put|as|for|on|under|against|with|to|is|was|are|were|full|current|new|old|exact|exactly|account|online|answers?|and|"
    r"first|"
    r"name|names|username|e-?mail|correct|word|words|phrase|number|combination|one|most|recent|latest|last|previous|former|"
    r"earlier|original|please|then|again|"
    r"usual|own|this|that|actual|present|both|user)(?= ))*+ $"  # each word once: some stand here in two ways
)
_ON_A_PAGE = late(
    r"\b(?:in|into|on|onto|via|through|using|at|with|over|to) (?:the|our|this|a|your|that|my)(?: [\w-]+){0,3} "
    r"(?:app|site|website|page|"
    r"form|portal|link|machine|atm|terminal|box|field|screen|keypad|phone line|upload|branch|wallet|vault|button|till|keyboard|"
    r"settings|prompt|window|line|hotline)\b|\b(?:secure|securely|encrypted|upload|in person|by "
    r"post|https?:)\b|\ufffc"
)
_HERE = late(
    r"\b(?:here|below|in (?:this|the|our|your|a) (?:\w+ )?(?:chat|message|email|e-mail|mail|thread|conversation|answer|dm|text)|"
    r"reply|by return|to me|"
    r"to us|with me)\b"
)
_WRITTEN = late(r"(?:please |kindly )?(?:type|enter|post|put|write|key|leave|add)\b(?! (?:me|us))")
_NOT_IT = late(
    r"(?:'s)? (?:reset|recovery|manager|hint|rules?\b|protected|page|link|policy|field|requirements|box|change|"
    r"pad|machine|generator|for\?|code\b|email|name|id\b|time|attempt|history|issue|problem|on the "
    r"(?:map|board|plug|lock)|of the (?:plug|map|hinge|paint)|holder|reader|works?|still|again|arriv\w+|doesn't|does|is|has|"
    r"expir(?:es|ed|y date only)|when|if|screen|prompt|itself)\b"
)
_PLEASE = late(r"\s+(?:is|was)\s*\?|[^.!?;]{0,40}\bplease\s*[?.!]*\s*$")
_ALONE = late(
    r"\W*(?:(?:and|then|so|also|ok|okay|now|right|next|lastly|finally|plus|what about|how about)\W+)*(?:(?:the|your|its|ur) )?"
    r"(?:(?:expiry|expiration|end|valid|date|full|name|number|sort|code|user|username|login|account|card|postcode) )*"
    r"(?:(?:and|plus|or) (?:(?:the|your|its|ur) )?)?"
)
_WONDERED = late(r"(?:,? (?:then|too|as well|please))?\s*\?")
_USED = late(r"\b(?:enter|use|have|keep|check|change|reset|type|choose|know|protect|see|find|go|open|press|click|follow)\b")
_DOCUMENT = late(
    r"\b(?:(?:photo(?:graph)?|picture|pic|cop(?:y|ies)|scan|image|snap|selfie|screenshot|shot)s? (?:of|showing|"
    r"with|holding)(?: [\w',-]+){0,8}? "
    r"(?:passport(?: page)?|driving licen[cs]e|driver'?s? licen[cs]e|licen[cs]e|id(?: card| document)?|identity "
    r"(?:card|document)|"
    r"identification|photo id|residence permit|(?:credit|debit|bank|payment) card|both sides|front and (?:the )?back)\b"
    r"(?: of (?:your|the) (?:credit |debit |bank )?(?:card|id|passport|licen[cs]e|driving licen[cs]e))?)(?! "
    r"(?:reader|holder|case|wallet))"
    r"|\b(?:scan|photograph|snap|copy|fax|take a picture of|take a photo of) (?:the |both )(?:front|sides|back|picture page|"
    r"photo page)[\w ,]{0,25} of (?:your|the) (?:credit |debit |bank |id |identity |photo )?(?:card|passport|id|licen[cs]e)\b"
    r"|\b(?:photo id|passport|driving licen[cs]e|driver'?s licen[cs]e|identity card|id card|residence permit) (?:photo|scan|"
    r"picture|pic|cop(?:y|ie))s?\b"
)
_ONLY_ONE = late(r"\b(?:label|box|meter|device|product|damage\w*|receipt|router|sticker|gift|sim|memory|loyalty)\b")
_IT = late(  # to send what was spoken of before
    r"\b(?:(?:read|send|tell|give|text|forward|pass|quote|type|paste|share|drop|pop|post|repeat|enter|write|message|dm|pm|"
    r"whatsapp|e-?mail|mail|ping|shoot|fire|fling|sling|slip|chuck|hand|put|stick|attach|photograph|dictate|spell|call|say|"
    r"provide|supply|submit|punch|key|relay|let (?:me|us) have|furnish|"
    r"communicate|(?:reply|answer|respond|come back|get back to (?:me|us)) with) "
    r"(?:it|them|that|this|those|these|both|same|the same|all (?:three|four|six|of (?:it|them))|(?:one|any|either) of (?:them|"
    r"those|these)|"
    r"the (?:codes?|number|numbers|digits|figures|photos?|pictures?|scans?|copy|answer|result))"
    r"(?: (?:back|on|over|across|through|along|straight|out|off|up|down|to|aloud|please|kindly|both))* (?:(?:to|with|for|"
    r"by|over|on|in) (?:me|us|return|(?:this|your|my|our|the same) (?:\w+ )?(?:number|address|e-?mail|chat|inbox|answer|reply|"
    r"message|"
    r"whatsapp|mail|dm|desk|team))|here|in (?:this|the|our|your|a) (?:\w+ )?(?:chat|reply|message|answer|e-?mail|thread|dm|text|"
    r"conversation)|me|us|below)\b"
    r"|(?:tell|text|give|message|send) (?:me|us) (?:what it (?:says|is|reads)|the (?:code|number|digits)\b(?! of)|"
    r"what you (?:get|see|receive)|(?:it|them|that|those|both)\b(?! (?:works?|arriv\w+|is|are|was|fail\w*)))"
    r"|let (?:me|us) (?:have|know) (?:what it (?:says|is)|the (?:code|number|digits)\b(?! of)|it when)|what does "
    r"it say|what(?:'s| is) the code\b(?! (?:on|of|for))"
    r"|(?:it|them|that|this|they|these|same|the same|which|the code|the number) (?:(?:may|can|could|should|must|shall|will|has "
    r"to|have to|"
    r"needs? to|ought to|is to|are to)(?: (?:please|kindly|then|also|just|now|have to|need to))* be |(?:needs?|wants?) )"
    r"(?:shared?|sharing|sent|sending|given|giving|told|mailed|e-?mailed|provided|quoted|read|communicated|furnished|"
    r"intimated|passed|forwarded|"
    r"messaged|texted|supplied|submitted)(?: (?:back|on|over|out|across))? (?:to|with) (?:me|us|our (?:\w+ )?(?:agent|team|"
    r"executive|desk|staff|representative)))\b"
)
_NEARER = late(  # another thing between, that "it" means, or what one does with a secret oneself
    r"\b(?:errors?|screen ?shots?|messages?|links?|orders?|references?|bills?|invoices?|statements?|receipts?|forms?|emails?|"
    r"e-mails?|reset\w*|chang\w+|choos\w+|set up|setup|address|reports?|logs?|details of|questions?|results?|names?|pages?|"
    r"fail\w*|problems?|files?|letters?|postcode|if (?:it|that|this|you (?:get|see|have|need)))\b"
)
_CODE_SENT = late(
    r"\b(?:(?:one[- ]time|verification|security|log-?in|sign-?in|authentication|(?:four|five|six|eight|[4568])[- "
    r"]digit|2fa|sms) (?:code|passcode|"
    r"pin|number)|passcode|otp|(?:text|texted|texting|send|sent|sending|ping|pinged)(?: (?:you|over|through|out|"
    r"your (?:phone|mobile)))*(?: just)? (?:a|the|an|another) "
    r"(?:\w+ )?code|(?:text|sms|message|mail|call)(?: message)? with (?:a|the|your) (?:\w+ )?(?:code|number|pin)|"
    r"(?:\d|four|five|six|seven|eight)[- ](?:digit|figure|letter|character)s? (?:code|number|pin)|(?:message|text|sms|call|"
    r"ping|mail)"
    r"(?: message)? with (?:the )?(?:\d|four|five|six|seven|eight) (?:digits|figures|numbers|letters|characters)|"
    r"code (?:(?:is|'s) (?:on its way|coming)|(?:will |should |has |just )?(?:arriv\w+|come|land\w*|"
    r"reach\w*|been sent))|text (?:message )?"
    r"(?:comes|arrives|lands|gets there|reaches|is on)|text (?:message )?with (?:a|the) code|authenticator)\b"
)
_OTHER_CODE = late(
    r"\b(?:error|promo\w*|discount|voucher|product|item|tracking|order|colour|color|post|zip|sort|gift|qr|bar)[ -]?code"
)
_TYPED = late(
    r"\bwhat (?:do|did|would|does) you (?:normally |usually |currently |always )?(?:type|key|tap|put|enter|write)(?: in| into)? ?"
    r"(?:the (?:password|pin)\b|(?:to|when you|as|for)(?: \w+){0,2} (?:sign|log|get|unlock|open|password|pin|access)\b(?: in)?)"
)


def asked_secrets(reading: Reading, view: View) -> Iterator[AskedSecret]:
    """The requests of a text for what nobody should send."""
    folded = view.folded
    if "@" in view.seen.text:
        folded = folded.replace("\ufffc", " ")  # an address is no safe place, a link may be one
    found: list[AskedSecret] = []
    things = reading.matches(view, "secret-thing")
    asks = reading.matches(view, "secret-ask") if things or _DOCUMENT.search(folded) else ()
    for start, end in things:
        sentence = view.sentences[view.sentence_at(start)]
        if not _NOT_IT.match(folded, end) and (begun := _begun(folded, sentence, asks, start, end)) is not None:
            found.append(AskedSecret(begun, end, "secret"))
    papers = list(_papers(view, folded))
    for start, end in papers:
        if (begun := _begun(folded, view.sentences[view.sentence_at(start)], asks, start, end)) is not None:
            found.append(AskedSecret(begun, end, "document"))
    named = [place for place in (*things, *papers) if not _NOT_IT.match(folded, place[1])]
    if named or _CODE_SENT.search(folded):
        found += _spoken_of(view, folded, named)
    found += [AskedSecret(*match.span(), "code") for match in _TYPED.finditer(folded)]
    last = 0
    for asked in sorted(found, key=lambda one: (one.start, -one.end)):
        if asked.start >= last:
            last = asked.end
            yield asked


def _papers(view: View, folded: str) -> Iterator[tuple[int, int]]:
    """The photos of papers and cards that a text speaks of, other than for a safe page."""
    for match in _DOCUMENT.finditer(folded):
        number = view.sentence_at(match.start())
        around = view.sentences[max(0, number - 1)].start, view.sentences[min(len(view.sentences) - 1, number + 1)].end
        if not _ON_A_PAGE.search(folded, *around) and not _ONLY_ONE.search(match[0]):
            yield match.span()


def _spoken_of(view: View, folded: str, named: list[tuple[int, int]]) -> Iterator[AskedSecret]:
    """The requests for what was spoken of before: a code on its way, or one of the things at `named`."""
    for match in _IT.finditer(folded):
        sentence = view.sentences[view.sentence_at(match.start())]
        first = view.sentences[max(0, view.sentence_at(match.start()) - 2)].start
        said = folded[first : sentence.end]
        meant = _CODE_SENT.search(said) or any(
            first <= start
            and end <= match.start()
            and not _NEARER.search(folded, end, match.start())
            and not _NEGATED.search(folded, view.sentences[view.sentence_at(start)].start, start)
            for start, end in named
        )
        if meant and not _OTHER_CODE.search(said) and _free(folded, sentence, match.start(), *match.span()):
            yield AskedSecret(*match.span(), "code")


def _begun(folded: str, sentence: Sentence, asks: tuple[tuple[int, int], ...], start: int, end: int) -> int | None:
    """Where the request for the thing at `start` begins, None when nobody asks for it."""
    for first, last in reversed(asks):
        if not (sentence.start <= first and last <= start and start - last <= _REACH):
            continue
        verb, between = folded[first:last], folded[last:start]
        if _QUESTION.match(verb):
            if _ASKED_FOR.fullmatch(between):
                return first
            continue
        if _HAVE_YOU.match(verb) and not _HANDY.match(folded, end, sentence.end):
            continue
        ours = (
            _OURS.search(folded, max(sentence.start, first - 40), first)
            and not _TO_US.match(verb)
            and not _YOU_TO.search(folded, max(sentence.start, first - 40), first)
        )
        lead = folded[max(sentence.start, first - 30) : first]
        if (
            _NOUN.search(lead)
            or (_IF_YOU.search(lead) and not _TO_US.match(verb))
            or ("need" in verb and not _TO_US.match(verb) and _YOU_NEED.search(lead))
        ):
            continue
        if (
            ours
            or _BLOCKED.search(_LISTED.sub(" ", between))
            or (_WRITTEN.match(verb) and not _HERE.search(folded, first, min(sentence.end, end + 40)))
        ):
            continue
        if _free(folded, sentence, first, start, end):
            return first
    if _ALONE.fullmatch(folded, sentence.start, start) and _WONDERED.match(folded, end, sentence.end):
        return start
    begins = max(sentence.start, folded.rfind(":", sentence.start, start) + 1)
    asked = _PLEASE.match(folded, end, sentence.end) and not _USED.search(folded, begins, end)
    return start if asked and _free(folded, sentence, start, start, end) else None


def _free(folded: str, sentence: Sentence, first: int, start: int, end: int) -> bool:
    """Whether a request is neither denied nor sends the customer to a safe place."""
    denied = (
        (not _BEFORE_WE.match(folded, first) and _NEGATED.search(folded, sentence.start, first))
        or _NEGATED.search(folded, first, end)
        or (_LEFT.match(folded, first) and _OUT.match(folded, end, sentence.end))
    )
    return (
        not denied
        and not _ON_A_PAGE.search(folded, first, start)
        and not _ON_A_PAGE.search(folded, end, min(sentence.end, end + 70))
    )
