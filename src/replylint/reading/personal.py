"""Personal data in a reply that does not belong there: another person's, or more of the recipient's own than is needed.

Shape alone decides nothing: nearly every address and number in a reply is the company's own. Another person's data has
that person beside it (a name that is not the recipient's, "his mobile", "another customer"); the recipient's own counts
only when it is a whole bank account, national number or date of birth that nobody wrote before.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, Literal, NamedTuple

from replylint.late import late
from replylint.phrase import fold
from replylint.reading.identifiers import STREETS
from replylint.reading.strangers import CALLED, FELLOW, beside_stranger
from replylint.reading.times.lexicon import MONTH
from replylint.reading.voice.inline import EMAIL
from replylint.reading.whom import acquainted, recipient

if TYPE_CHECKING:
    from replylint.reading import Reading, View

Kind = Literal["email", "phone", "address", "national-id", "bank-account", "birth-date", "name", "private", "mention"]
Whose = Literal["other", "own"]

_PHONE = late(r"(?<![\w/.,£$€#-])\+?\(?\d[\d ().\-]{7,17}\d(?![\w/-]|[.,]\d)")
_STREET = late(
    rf"\b\d{{1,5}}[A-Za-z]?,? (?:[A-Z][\w'’.-]+ ){{1,3}}(?:{STREETS})\b"
    r"|\b[A-Z][a-zäöüß]+(?:straße|strasse|weg|platz|gasse|allee) \d{1,4}[a-z]?\b"
    r"|\b(?:Rue|Via|Calle|Rua|Avenida) (?:[A-Za-z'’]+ ){0,3}[A-Z][\w'’]+,? \d{1,4}\b"
)
_IBAN = late(r"\b[A-Z]{2}\d{2}(?: ?[A-Z0-9]{4}){2,7}(?: ?[A-Z0-9]{1,3})?\b")
_ACCOUNT = late(
    r"\bsort code:? ?\d{2}[- ]?\d{2}[- ]?\d{2}\b[^.\n]{0,40}?\b\d{8}\b|\baccount(?: number|"
    r" no\.?)?:? ?\d{8}\b[^.\n]{0,30}?\bsort code:? ?"
    r"\d{2}[- ]?\d{2}[- ]?\d{2}\b|\bbank account (?:number |no\.? )?\d{8,12}\b",
    re.I,
)
_NATIONAL = late(r"\b[A-CEGHJ-PQ-TW-Z]{2} ?\d{2} ?\d{2} ?\d{2} ?[A-D]\b|(?<![\w-])(?!000|666)\d{3}-\d{2}-\d{4}(?![\w-])")
_NUMBERED = late(
    r"\b(?:national insurance|social security|ssn|national id(?:entity)?|identity card|id card|passport|tax(?:payer)? "
    r"(?:id(?:entification)?|file|reference)|nhs|medicare|aadhaar|social insurance|driv(?:er's|ing|er) licen[cs]e)"
    r"(?: (?:number|no\.?|card))?(?: (?:we|you|i) [\w ]{1,15}?)?(?: (?:is|as|was|of|in [^.\n]{1,20}? is))?:? ?"
    r"([a-z]{2} ?\d[\d -]{4,8}\d ?[a-d]|[a-z]{0,3} ?\d[\d -]{4,14}\d[a-z]?)\b"
)
_MONTH = rf"(?:{MONTH})\.?"
_BIRTH = late(
    r"\b(?:born(?: on)?|(?:date of birth|birth ?da(?:te|y)|d\.?o\.?b\.?)\b[^.\n\d]{0,40}?)[ :]+"
    rf"(\d{{1,2}}(?:st|nd|rd|th)? (?:of )?{_MONTH},? \d{{4}}|{_MONTH} \d{{1,2}}(?:st|nd|rd|th)?,? \d{{4}}|"
    r"\d{1,2}[/.-]\d{1,2}[/.-]\d{2,4}|\d{4}-\d{2}-\d{2})\b"
)
_PERSON = late(
    r"\b(?:(?:Mr|Mrs|Ms|Miss|Mx)\.?(?: [A-Z]\.)? [A-ZÀ-Þ][\w'’-]+(?: [A-ZÀ-Þ][\w'’-]+)?"
    r"|[A-Z]\. ?[A-ZÀ-Þ][a-zß-ÿ]{2,}"
    r"|(?<=[Tt]he )[A-ZÀ-Þ][a-zß-ÿ]+(?= (?:family|couple|household|twins|sisters|brothers|siblings)\b)"
    r"|[A-ZÀ-Þ][a-zß-ÿ'’]+(?:-[A-Z][a-z]+)? (?:(?:van|de|der|von|da|al|el|bin|O['’])[ ]?)?[A-ZÀ-Þ][\w'’]+(?:-[A-Z]\w+)?)"
)
_HINTS = late(
    r"@|\d{3}|\d,? [A-Z]|\b(?:Mr|Mrs|Ms|Miss)\b|\b(?:born|birth|other|another|also a|told|sent|picked|collected|signed|"
    r"name of|fellow|one of our|"
    r"who(?:se)?|report\w*|accus\w*|s?he|they|for mrs?|"
    r"(?:by|to|from) (?:mr|mrs|"
    r"ms|miss)|taken|named|called|family|patient|couple|gone|given|went|booked|complain\w*|client|guest|tenant|members?|"
    r"neighbou?r|buyer|"
    r"student|passenger)\b",
    re.I,
)
_SHUT = frozenset(("signature", "sign-off", "history", "footer", "code", "log", "url", "placeholder", "greeting"))
_NEAR = 60  # how far before a number the word may stand that says whose it is
_THINGS = r"(?:mail|mobile|phone|number|cell|telephone|landline|e-?mail|address|date of birth|birth ?da(?:te|y)|dob|account|iban)"
_POSSESSIVE = late(
    r"\b(?:his|her|(?:the |that |this )?(?:sender|buyer|neighbou?r|tenant|owner|account holder|cardholder|"
    rf"other (?:customer|client|guest|patient|person|party))'s)\b(?: [\w-]+){{0,2}}? {_THINGS}\b"
)
_OFFICE = late(  # what stands right before a contact that anybody may use, and the names of mailboxes that nobody owns
    r"(?:\b(?:call|ring|dial|contact|reach|via|us|on|at|write to|mail to|line|hotline|helpline|desk|support|service|team)"
    r"|\bsend (?:it|them|this|that|[\w ]{1,20}) to)[:( ]*$"
)
_BELONGS = late(r"\b(?:belong(?:s|ed)? to|held by|owned by|used by|in the name of|registered to|run by)[: ]*$")
_PARTS = late(r"[\W\d_]+")
_OUR_OWN = late(r"\b(?:our|ours|to us|beneficiary|payable|company|please (?:pay|transfer|wire|send|make)|vat|registration)\b")
_PAID = late(
    r"\b(?:you|your|refund|payout|repayment|goes to|credited|transferred to|on file|"
    r"(?:paid|pay|send|sent) (?:it |this |that |them )?(?:back )?(?:in)?to)\b"
)
_CONFIRM = late(
    r"\b(?:confirm|correct|right\?|check|which (?:account|number|one)|what (?:account|number|iban)|repeat|read back)\b"
)
_SEE = late(r"\b(?:(?<!can )see|call|visit|contact|write|ring|go to|come to|at our|look|find|open)\b")
_HIM = late(r"\b(?:him|her|them) (?:on|at|via|under)[: ]*$")
_STAFF = late(
    r"\b(?:dr|host|hostess|landlord|landlady|guide|courier|our(?! (?:file|record|system|database|book|note|list))|my|clinic|"
    r"sitter|walker|stylist|coach|midwife|vicar)\b"
)
_GIFT = late(
    r"\b(?:gifts?|present|presents|hampers?|bouquets?|flowers|recipient|friend|sister|brother|mum|mom|mother|dad|father|wife|"
    r"husband|son|daughter|aunt|uncle|partner|parents?|grand\w+|nan|colleague|neighbou?r)\b"
)
_HE = late(r"\b(?:he|she|him|her|his|hers)\b")
_NAMED_AFTER = late(
    rf"\b(?:another(?: (?:one )?of our)?|(?:the|our) other|a fellow|one of our(?: other)?|"
    rf"a different) {FELLOW}s?(?: of (?:ours|mine))?"
    r"(?:,| called| named|:| \(| by the name of)? $"
)
_NAMED_BEFORE = late(rf",? (?:who is |is )?(?:also|another|a fellow|one of our(?: other)?) (?:a |an )?(?:\w+ )?{FELLOW}s?\b")
_ABOUT_HIM = late(  # from a name to what is told of its bearer
    r"[^.!?]{0,25}?(?:\b(?:who|whose|who's|(?:as|because|since) (?:he|she|they)(?:'s|'re)?|he|she|is|was|has|had|suffers?|"
    r"needs?|got|told|"
    r"still|owes?)\b)[^.!?]{0,70}$"
)
_ROLE = late(  # before a name: of our side, or of public life
    r"\b(?:our|my|colleague|dr|prof|professor|manager|physio\w*|therapist|surgeon|consultant|nurse|instructor|trainer|"
    r"teacher|tutor|coach|"
    r"driver|guide|head|director|author|writer|singer|actor|actress|painter|artist|founder|minister|president|agent|"
    r"solicitor|lawyer|"
    r"counsellor|engineer|technician|midwife|dentist|vet|stylist|host)(?: of [\w ]{1,20})?,? $"
)
_IN_PLACE = late(  # somebody else has what the customer wanted
    r"\b(?:slots?|seats?|appointments?|rooms?|tables?|places?|pitch|bed|flat|spot|desk|court|class|lane|locker|cabin|stall|"
    r"week|weekend|month|dates?|villa|cottage|apartment|studio|suite|cabin|lodge|berth|mooring|caravan|tent|chair|booth|van|boat|"
    r"(?:january|february|march|april|may|june|july|august|september|october|november|december)|car|mon|tues|"
    r"wednes|thurs|fri|satur|sunday|day|o'clock|\d ?[ap]m|\d[:.]\d\d|noon|six|seven|eight|nine|ten|eleven|two|three|four|"
    r"five|it|it's)\b"
    r"[^.!?]{0,40}?\b(?:gone to|went to|given to|given away to|taken by|booked (?:by|for)|reserved (?:by|for)|sold to|"
    r"let to|moved (?:it )?for|"
    r"swapped with|belongs to) (?:the )?$"
)
_ACCUSED = late(
    r"\b(?:complaints?|report|objection|tip|tip-off|accusation)s? (?:\w+ ){0,3}?(?:came|comes|made|filed|sent|raised|lodged|"
    r"was|is) "
    r"(?:from|by) $|\b(?:complained|reported|accused) (?:about you )?(?:by|was|is) $"
)
_ACCUSES = late(
    r"[^.!?]{0,30}?\b(?:complained|reported you|accused you|objected|told us|made a complaint|filed a complaint|has complained)\b"
)
_OPPOSITE = late(
    r"\b(?:(?:other|third|opposing) (?:party|driver|side|bidder|applicant|claimant)|buyer|sender|previous owner|tenant|occupant|"
    r"account holder|cardholder|complainant|claimant|witness|co-owner|finder|thief|culprit|neighbou?r|(?:man|woman|lady|"
    r"gentleman|person|passenger|guest|couple|one) who)\b[^.!?]{0,30}\b(?:is|"
    r"was|called|named)\b"
)
_LONG_AGO = late(r"[^.!?]{0,14}\b1[0-8]\d\d\b")
_SENT = late(
    r"\b(?:sent|went|forwarded|copied|mailed|e-?mailed|shared|disclosed|delivered|addressed)\b[^.!?]{0,40}\b(?:to|with) $"
)
_WRONGLY = late(r"\b(?:by mistake|mistakenly|in error|wrongly|accidentally|by accident|instead of|wrong)\b")
_OF_OURS = late(r"\b(?:our|team|office|desk|department|company|firm|agency|bank|police|council|ltd)\b")
_LIVES = late(
    r"\b(?:he|she|they|who) (?:now |still |has |have )?(?:lives?|resides?|moved|stays|can be found) (?:at|to|in|on)[: ]*$"
)


class Datum(NamedTuple):
    """Personal data in a reply, whose it is, and what it is (`note`)."""

    start: int
    end: int
    kind: Kind
    whose: Whose
    note: str
    sure: bool = True


_SAID: dict[Kind, str] = {
    "email": "e-mail address",
    "phone": "phone number",
    "address": "postal address",
    "national-id": "national number",
    "bank-account": "bank account",
    "birth-date": "date of birth",
    "name": "name",
    "private": "private matter",
    "mention": "name",
}


def personal_data(reading: Reading, view: View) -> Iterator[Datum]:
    """The personal data of a draft that is another person's, or the recipient's own in full."""
    text = view.seen.text
    if view.turn != reading.number or not _HINTS.search(text):
        return
    shut = [part for part in view.parts if part.kind in _SHUT]
    last, people = -1, list(_persons(reading, view, 0, len(text)))
    for start, end, kind in sorted((*_items(text), *_customers_named(reading, view), *_talked_about(reading, view))):
        if start < last or any(part.start < end and start < part.end for part in shut):
            continue
        whose = _judged(reading, view, (start, end), kind, people)
        if whose:
            last = end
            yield Datum(start, end, kind, whose[0], _SAID[kind], whose[1])


def _items(text: str) -> Iterator[tuple[int, int, Kind]]:
    """What has the shape of personal data, and where."""
    low = fold(text)
    yield from ((*match.span(), "email") for match in EMAIL.finditer(text))
    yield from ((*match.span(), "phone") for match in _PHONE.finditer(text) if 9 <= sum(map(str.isdigit, match[0])) <= 15)
    yield from ((*match.span(), "address") for match in _STREET.finditer(text))
    yield from ((*match.span(), "bank-account") for match in _IBAN.finditer(text) if _checks_out(match[0]))
    yield from ((*match.span(), "bank-account") for match in _ACCOUNT.finditer(low))
    yield from ((*match.span(1), "birth-date") for match in _BIRTH.finditer(low))
    yield from ((*match.span(1), "national-id") for match in _NUMBERED.finditer(low))
    for match in _NATIONAL.finditer(text):
        before = low[max(0, match.start() - _NEAR) : match.start()]
        if "-" not in match[0] or "social" in before or "ssn" in before:
            yield *match.span(), "national-id"


def _checks_out(iban: str) -> bool:
    """Whether the check digits of an IBAN are right."""
    plain = iban.replace(" ", "")
    turned = plain[4:] + plain[:4]
    return 15 <= len(plain) <= 34 and int("".join(str(int(char, 36)) for char in turned)) % 97 == 1


def _customers_named(reading: Reading, view: View) -> Iterator[tuple[int, int, Kind]]:
    """The names of other customers that a draft gives as such; a forum's members are named in public."""
    if reading.conversation.channel in ("forum", "social"):
        return
    for start, end in _persons(reading, view, 0, len(view.text)):
        low = fold(view.seen.text)
        lead = low[max(0, start - _NEAR) : start]
        if _NAMED_AFTER.search(lead) or _NAMED_BEFORE.match(low, end):
            yield start, end, "name"
        elif CALLED.search(lead) and not any(_GIFT.search(said.folded) for said in reading.customer):
            yield start, end, "mention"


def _talked_about(reading: Reading, view: View) -> Iterator[tuple[int, int, Kind]]:
    """The names of others whose private matters a draft tells, who sit where the customer wanted to, or who accuse her."""
    if reading.conversation.channel in ("forum", "social"):
        return
    low, people = fold(view.seen.text), list(_persons(reading, view, 0, len(view.text)))
    about = [said.folded for said in reading.customer]
    details = [start for start, _ in reading.matches(view, "private-detail")] if people else []
    for start, end in people:
        sentence = view.sentences[view.sentence_at(start)]
        before = low[sentence.start : start]
        if _ROLE.search(before) or any(_HE.search(said) or _GIFT.search(said) for said in about):
            continue
        accuses = _ACCUSES.match(low, end)
        if accuses and not _OF_OURS.search(accuses[0]):
            yield start, end, "mention"
        elif _GIFT.search(before):
            continue
        elif any(end <= at < sentence.end and _ABOUT_HIM.match(low, end, at) for at in details):
            yield start, end, "name" if _IN_PLACE.search(before) else "private"
        elif _IN_PLACE.search(before) or _ACCUSED.search(before):
            yield start, end, "mention"


def _persons(reading: Reading, view: View, start: int, end: int) -> Iterator[tuple[int, int]]:
    """The names of persons in a stretch that are neither the recipient's nor somebody's whom she knows."""
    known = recipient(reading) | acquainted(reading)
    organised = reading.lexicon["not-a-person"].words
    for match in _PERSON.finditer(view.seen.text, start, end):
        words = set(fold(match[0]).replace(".", "").replace("-", " ").split())
        if not words & known and not words & organised:
            yield match.span()


def _judged(
    reading: Reading, view: View, place: tuple[int, int], kind: Kind, people: list[tuple[int, int]]
) -> tuple[Whose, bool] | None:
    """Whose a piece of data is, when it does not belong into the reply, and whether that is sure."""
    if kind in {"name", "private", "mention"}:
        return "other", True
    start, end = place
    text = view.seen.text
    sentence = view.sentences[view.sentence_at(start)]
    before, words = fold(text[max(sentence.start, start - _NEAR) : start]), text[start:end]
    if _told(reading, words, kind):
        return ("own", True) if kind in ("national-id", "bank-account") and not _asked_back(reading) else None
    if kind == "email" and (_stranger(reading, words, before) or _astray(reading, view, start, end)):
        return "other", True
    if kind in ("email", "phone") and _office(reading, words, before):
        return None
    if whose := _whose(reading, view, start, kind):
        return whose, True
    return ("other", False) if beside_stranger(reading, view, place, kind, people) else None


def _whose(reading: Reading, view: View, start: int, kind: Kind) -> Whose | None:
    """Whose a piece of data plainly is, by its sentence."""
    if _of_another(reading, view, start):
        return "other"
    if kind == "birth-date":
        return _born(reading, view, start)
    sentence = view.sentences[view.sentence_at(start)]
    before = fold(view.seen.text[max(sentence.start, start - _NEAR) : start])
    if kind == "national-id":
        return None if _OUR_OWN.search(before) else "own"
    around = fold(view.seen.text[sentence.start : sentence.end])
    return "own" if kind == "bank-account" and _PAID.search(around) and not _OUR_OWN.search(around) else None


def _born(reading: Reading, view: View, start: int) -> Whose | None:
    """Whose a date of birth is: hers, or of the person whose name stands before it."""
    sentence = view.sentences[view.sentence_at(start)]
    before = fold(view.seen.text[sentence.start : start])
    if "your" in before[-_NEAR:]:
        return "own"
    if _LONG_AGO.match(view.folded, start):
        return None
    return "other" if not _ROLE.search(before) and any(_persons(reading, view, sentence.start, start)) else None


def _astray(reading: Reading, view: View, start: int, end: int) -> bool:
    """Whether something of the customer's went to an address by mistake."""
    sentence = view.sentences[view.sentence_at(start)]
    local = set(_PARTS.split(fold(view.seen.text[start:end]).partition("@")[0]))
    sent = _SENT.search(fold(view.seen.text[sentence.start : start]))
    return bool(sent and _WRONGLY.search(view.folded, sentence.start, sentence.end)) and local.isdisjoint(
        reading.lexicon["mailbox"].words
    )


def _stranger(reading: Reading, words: str, before: str) -> bool:
    """Whether an address right behind "belongs to" is neither the recipient's nor one that her name is in."""
    told = reading.conversation.customer
    if told is None or told.email is None or "your" in before or not _BELONGS.search(before):
        return False
    local = set(_PARTS.split(fold(words).partition("@")[0]))
    return local.isdisjoint(reading.lexicon["mailbox"].words) and not any(
        name in part for part in local for name in recipient(reading) if len(name) > 2
    )


def _of_another(reading: Reading, view: View, start: int) -> bool:
    """Whether the sentence of a place, up to it, or the one before says that it is about another person."""
    number = view.sentence_at(start)
    sentence, before = view.sentences[number], view.sentences[max(0, number - 1)]
    about = [fold(said.text) for said in reading.customer]
    here = fold(view.seen.text[sentence.start : start])
    if not _SEE.search(here) and reading.begun(view, "another-person", sentence.start, start):
        return True
    given = any(_GIFT.search(said) for said in (*about, here))
    first = before.start if _HE.search(here) else sentence.start
    handed = [b for _, b in reading.matches(view, "handed-to") if first <= b < start]
    people = list(_persons(reading, view, first, start))
    if not given and any(0 < a - b <= 2 for b in handed for a, _ in people):
        return True
    if not given and people and _OPPOSITE.search(here) and _ROLE.search(here) is None:
        return True
    if not given and _LIVES.search(here) and not any(_HE.search(said) for said in about):
        return True
    if not _POSSESSIVE.search(here) or any(_HE.search(said) or _GIFT.search(said) for said in about):
        return False
    if _STAFF.search(fold(view.seen.text[before.start : start])):
        return False
    return not any(reading.begun(view, name, before.start, start) for name in ("actor-team", "third-party"))


def _office(reading: Reading, words: str, before: str) -> bool:
    """Whether a contact is one that anybody may use: a mailbox of a desk, a line to call, our own domain."""
    if _OFFICE.search(before) and not _POSSESSIVE.search(before) and not _HIM.search(before):
        return True
    if "@" not in words:
        return words.replace("+", "").lstrip("1-( ").startswith(("800", "888", "877", "866", "855", "844", "0800", "0808"))
    local, _, domain = words.lower().partition("@")
    if reading.lexicon["mailbox"].words & set(_PARTS.split(local)):
        return True
    whole = reading.whole.seen.text.lower()
    return any(f"{at}{domain}" in whole for at in ("//", "www.", "support@", "info@", "help@"))


def _told(reading: Reading, words: str, kind: Kind) -> bool:
    """Whether the recipient's record or a message of hers holds the data."""
    told = reading.conversation.customer
    record = (told.email, told.phone, told.address) if told else ()
    known = [fold(value) for value in record if value]
    known += [fold(reading.conversation.turns[number].text) for number in reading.customer_turns]
    if kind == "phone":
        digits = "".join(filter(str.isdigit, words))[-8:]
        return any(digits in "".join(filter(str.isdigit, said)) for said in known)
    plain = "".join(filter(str.isalnum, fold(words)))
    if kind == "address":
        plain = "".join(fold(words).replace(",", " ").split()[:2])
    return any(plain in "".join(filter(str.isalnum, said)) for said in known)


def _asked_back(reading: Reading) -> bool:
    """Whether the customer asked to have her data read back."""
    return any(_CONFIRM.search(said.folded) for said in reading.asking)
