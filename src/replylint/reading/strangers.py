"""Whether a piece of personal data stands beside somebody the recipient does not know, and who is none of our own people.

A name, or a word for somebody whom we know by our work only ("the buyer", "your neighbour"), near a number or an address is
enough, unless the words around it say that the data is for everybody's use: a colleague, a shop, a line to call.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from replylint.late import late
from replylint.phrase import fold

if TYPE_CHECKING:
    from replylint.reading import Reading, View

FELLOW = (
    r"(?:customer|client|guest|patient|member|user|resident|tenant|subscriber|passenger|student|policyholder|shopper|buyer|"
    r"applicant|bidder|candidate|driver|family|neighbou?r|participant|player|traveller|owner|lodger|pupil|parent|party|couple)"
)
CALLED = late(  # a name whose bearer is told as one of whom we know by our work
    rf"\b(?:(?:a|an|our|the|one|some|this|that)(?: \w+)? (?:{FELLOW}|man|woman|lady|gentleman|guy|chap|bloke|fellow|person|"
    r"girl|boy|colleague of yours|neighbou?r of yours)s?,? (?:called|named|by the name of|whose name is)|"
    rf"(?:our(?! (?:driver|family|owner|parent|party|couple|pupil)\b)|your|the (?:previous|former|last|next|first|earlier|"
    rf"other|same|real|new)) (?:{FELLOW}|occup\w+|holder|renter|"
    r"claimant|complainant|reviewer|winner|bidder|sender|seller)(?: (?:upstairs|downstairs|"
    r"opposite|below|above|next door|of ours|in (?:\w+ )?\w+|from \w+|at (?:number )?\w+))?,?|\bone|(?:^|"
    r"[.!?:;\n]\s*)(?:patient|client|name|policy ?holder|passenger|"
    r"guest|member|account holder|card ?holder|insured|beneficiary|tenant|resident|customer|booked by|ordered by|"
    r"signed by|signed for by|pupil|student|lead passenger|main guest|registered keeper|employee|applicant|claimant):) $"
)
_OUTSIDER = late(
    r"\b(?:buyer|purchaser|bidder|winner|neighbou?rs?|tenant|lodger|occupant|occupier|resident|renter|leaseholder|guest|"
    r"(?:customer|client|patient)(?!'?s? (?:service|care|support|adv|relation|experience|team|id|number|success))|passenger|"
    r"pupil|student|reviewer|complainant|claimant|applicant|candidate|finder|thief|"
    r"culprit|witness|account holder|card ?holder|policy ?holder|subscriber|keeper|payee|(?:other|opposing|third) "
    r"(?:driver|party|side|person|owner|one|family)|(?:previous|former|last|next|new|real|actual|rightful) (?:owner|holder|user|"
    r"keeper|driver)|(?:man|woman|lady|gentleman|guy|bloke|chap|fellow|person|couple|family|girl|boy|someone|somebody) "
    r"(?:who|called|named|from|at|with|next|in)|(?:his|her|their) (?:wife|husband|partner|mother|father|mum|dad|son|daughter|"
    r"brother|sister)|your ex|ex-wife|ex-husband|driven by|booked by|ordered by|paid by|collected by|taken in by|signed for by)\b"
)
_OURS = late(
    r"\b(?:our|us|shops?|stores?|branch\w*|offices?|clinic|surgery|depot|warehouse|showroom|studio|salon|garage|workshop|"
    r"hotel|restaurant|reception|receptionist|desk|hotline|helpline|help ?desk|service|services|manager|consultant|advis[eo]r|"
    r"officer|director|head of|agents?|engineers?|technicians?|fitters?|plumbers?|electricians?|mechanics?|nurse|doctor|dr|"
    r"prof|professor|dentist|vet|vets|teacher|tutor|coach|trainer|instructor|solicitor|lawyer|notary|therapist|physio\w*|"
    r"colleagues?|assistant|representative|rep|specialist|expert|handler|supervisor|couriers?|drivers?|rider|guide|hosts?|"
    r"hostess|landlord|landlady|organi[sz]er|coordinator|teams?|department|contact|contacts|"
    r"(?<!the )(?<!a )(?<!your )(?<!this )(?:call|ring)s?|phone me|reach|write to|"
    r"mail to|e-?mail to|return (?:it|them|the)|send (?:it|them|the|your)|post (?:it|them)|looks? after|handles?|in charge|"
    r"responsible|deals with|is your|is on hand|can help|will help|happy to help|speaker|author|artist|band|singer|council|"
    r"police|embassy|museum|theatre|venue|church|library|school|university|airport|station|available|open|opens|hours|sitter|"
    r"walker|"
    r"stylist|midwife|vicar|minder|cleaner|gardener|builder|supplier|manufacturer|maker|insurer|underwriter|surveyor|"
    r"ambulance|hospital|pharmacy|pharmacist|emergency)\b"
)
_GIFT = late(
    r"\b(?:gifts?|presents?|hampers?|bouquets?|flowers|recipient|friend|sister|brother|mum|mom|mother|dad|father|wife|husband|"
    r"son|daughter|aunt|uncle|partner|parents?|grand\w+|nan|cousin|nephew|niece|boss|colleague|fianc\w+)\b"
)
_MINE = late(r"\b(?:your|you) (?:new |old |own |home |delivery |billing |current |previous |postal |work |registered )*$")
_EX = late(r"\bex\b|\bex-|\b(?:former|estranged|separated|divorced|stalk\w+|strangers?|somebody|someone|who)\b")
_REACH = 70  # how far behind or before the data the word for a stranger may stand


def beside_stranger(reading: Reading, view: View, place: tuple[int, int], kind: str, people: list[tuple[int, int]]) -> bool:
    """Whether data at a place is some stranger's, by the words around it; `people` are the unknown names of the text."""
    start, end = place
    low, number = fold(view.seen.text), view.sentence_at(place[0])
    if kind == "national-id" or (kind == "phone" and _NUMBERED.search(low[max(0, start - 25) : start])):
        return False
    sentence = view.sentences[number]
    about = " ".join(said.folded for said in reading.customer)
    if _PARTED.search(about) and _HIS.search(low, sentence.start, start):
        return True
    if _MINE.search(low[max(0, start - 30) : start]) or (_GIFT.search(about) and not _EX.search(about)):
        return False
    first = max(view.sentences[max(0, number - 1)].start, start - 2 * _REACH)
    named = [a for a, b in people if first <= a < sentence.end and (0 <= start - b <= _REACH or 0 <= a - end <= _REACH)]
    if any(_IS.fullmatch(low, end, a) for a in named):
        return True
    roles = list(_OUTSIDER.finditer(low, sentence.start if not named else first, start))
    if roles and (named or len(low[roles[-1].end() : start].split()) <= _FEW):
        return _OURS.search(low, roles[-1].end(), start) is None
    return bool(named) and not _OURS.search(low, first, sentence.end)


_NUMBERED = late(
    r"\b(?:isbn|ean|order|ref|reference|case|invoice|tracking|policy|ticket|serial|imei|page|file|booking|parcel|item|size|"
    r"version|id|code)\b(?: (?:number|no|is|was)\b\.?)*[: #]*$"
)
_PARTED = late(r"\bex\b|\bex-|\b(?:former (?:partner|husband|wife)|estranged|separated|divorced|stalk\w+)")
_HIS = late(r"\b(?:his|her|he|she|him|hers)\b")
_IS = late(r" (?:is|was|belongs to|belonged to)(?: [a-z]+)? ")
_FEW = 6  # words between somebody who has no name and the data
