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
_OURS = late(  # before the verb: somebody else than the customer does it
    r"\b(?:we|i|they|it|he|she|bank|system|app|team|which|who|hub|site|always|automatically|let me|let us|to)(?:'ll|'ve|'d|'re)?"
    r"(?: (?:will|would|can|could|have|also|then|just|now|always|never|have to|already|do|did|automatically))* $"
)
_NOUN = late(r"\b(?:your|the|my|an|by|via|this|our) $")
_YOU_NEED = late(r"\b(?:you|they|it|he|she|sites?|apps?|will|and)(?:'ll|'d)?(?: \w+)? $")
_IF_YOU = late(r"\b(?:if|when|whenever|once|unless) (?:you|they|someone|somebody) $")
_TO_US = late(r"(?:\S+ )?(?:me|us)\b|let (?:me|us)|(?:may|can|could) (?:i|we)|(?:i|we)\b|if you|which|what|reply|respond")
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
    r"(?:'s|'re)?(?: (?:the|your|ur|did you (?:put|pick|choose|set|use|give|enter) (?:as|for)|do you (?:use|have) "
    r"(?:as|for)|is|was|are|full|current|new|old|exact|exactly|account|online|answer|and|first|"
    r"name|username|e-?mail|correct|"
    r"usual|own|for|this|that|actual|present|both|user))* $"
)
_ON_A_PAGE = late(
    r"\b(?:in|into|on|onto|via|through|using|at|with|over|to) (?:the|our|this|a|your|that|my)(?: [\w-]+){0,3} "
    r"(?:app|site|website|page|"
    r"form|portal|link|machine|atm|terminal|box|field|screen|keypad|phone line|upload|branch|wallet|vault|button|till|keyboard|"
    r"settings|prompt|window|line|hotline)\b|\b(?:secure|securely|encrypted|upload|in person|by "
    r"post|https?:)\b|\ufffc"
)
_HERE = late(
    r"\b(?:here|below|in (?:this|the|our) (?:chat|message|email|e-mail|thread|conversation)|reply|by return|to me|"
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
_USED = late(r"\b(?:enter|use|have|keep|check|change|reset|type|choose|know|protect|see|find|go|open|press|click|follow)\b")
_DOCUMENT = late(
    r"\b(?:(?:photo(?:graph)?|picture|pic|cop(?:y|ies)|scan|image|snap|selfie|screenshot|shot)s? (?:of|showing|"
    r"with|holding)(?: [\w',-]+){0,8}? "
    r"(?:passport(?: page)?|driving licen[cs]e|driver'?s? licen[cs]e|licen[cs]e|id(?: card| document)?|identity "
    r"(?:card|document)|"
    r"identification|photo id|residence permit|(?:credit|debit|bank|payment) card|both sides|front and (?:the )?back)\b"
    r"(?: of (?:your|the) (?:credit |debit |bank )?(?:card|id|passport|licen[cs]e|driving licen[cs]e))?)(?! "
    r"(?:reader|holder|case|wallet))"
)
_ONLY_ONE = late(r"\b(?:label|box|meter|device|product|damage\w*|receipt|router|sticker|gift|sim|memory|loyalty)\b")
_IT = late(
    r"\b(?:(?:read|send|tell|give|text|forward|pass|quote|type|paste|share|drop|pop|post|repeat|enter|write) "
    r"(?:it|them|that|this|those|the "
    r"(?:code|number|digits))(?: (?:back|on|over|across|through|along|straight|out))* (?:(?:to|with) (?:me|us)|"
    r"here|in (?:this|the) chat|me|us|below|by return)"
    r"|(?:tell|text|give|message|send) (?:me|us) (?:what it (?:says|is|reads)|the (?:code|number|digits)\b(?! of)|"
    r"what you (?:get|see|receive))"
    r"|let (?:me|us) (?:have|know) (?:what it (?:says|is)|the (?:code|number|digits)\b(?! of)|it when)|what does "
    r"it say|what(?:'s| is) the code\b(?! (?:on|of|for)))"
)
_CODE_SENT = late(
    r"\b(?:(?:one[- ]time|verification|security|log-?in|sign-?in|authentication|(?:four|five|six|eight|[4568])[- "
    r"]digit|2fa|sms) (?:code|passcode|"
    r"pin|number)|passcode|otp|(?:text|texted|texting|send|sent|sending|ping|pinged)(?: (?:you|over|through|out|"
    r"your (?:phone|mobile)))*(?: just)? (?:a|the|an|another) "
    r"(?:\w+ )?code|code (?:(?:is|'s) (?:on its way|coming)|(?:will |should |has |just )?(?:arriv\w+|come|land\w*|"
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
    for match in _DOCUMENT.finditer(folded):
        number = view.sentence_at(match.start())
        around = view.sentences[max(0, number - 1)].start, view.sentences[min(len(view.sentences) - 1, number + 1)].end
        if _ON_A_PAGE.search(folded, *around) or _ONLY_ONE.search(match[0]):
            continue
        if (begun := _begun(folded, view.sentences[number], asks, *match.span())) is not None:
            found.append(AskedSecret(begun, match.end(), "document"))
    for match in _IT.finditer(folded):
        number = view.sentence_at(match.start())
        said = folded[view.sentences[max(0, number - 2)].start : view.sentences[number].end]
        if (
            _CODE_SENT.search(said)
            and not _OTHER_CODE.search(said)
            and _free(folded, view.sentences[number], match.start(), *match.span())
        ):
            found.append(AskedSecret(*match.span(), "code"))
    found += [AskedSecret(*match.span(), "code") for match in _TYPED.finditer(folded)]
    last = 0
    for asked in sorted(found, key=lambda one: (one.start, -one.end)):
        if asked.start >= last:
            last = asked.end
            yield asked


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
        ours = _OURS.search(folded, max(sentence.start, first - 40), first) and not _TO_US.match(verb)
        lead = folded[max(sentence.start, first - 30) : first]
        if (
            _NOUN.search(lead)
            or (_IF_YOU.search(lead) and not _TO_US.match(verb))
            or ("need" in verb and not _TO_US.match(verb) and _YOU_NEED.search(lead))
        ):
            continue
        if (
            ours
            or _BLOCKED.search(between)
            or (_WRITTEN.match(verb) and not _HERE.search(folded, first, min(sentence.end, end + 40)))
        ):
            continue
        if _free(folded, sentence, first, start, end):
            return first
    asked = _PLEASE.match(folded, end, sentence.end) and not _USED.search(folded, sentence.start, end)
    return start if asked and _free(folded, sentence, start, start, end) else None


def _free(folded: str, sentence: Sentence, first: int, start: int, end: int) -> bool:
    """Whether a request is neither denied nor sends the customer to a safe place."""
    denied = _NEGATED.search(folded, sentence.start, first) or _NEGATED.search(folded, first, end)
    return (
        not denied
        and not _ON_A_PAGE.search(folded, first, start)
        and not _ON_A_PAGE.search(folded, end, min(sentence.end, end + 70))
    )
