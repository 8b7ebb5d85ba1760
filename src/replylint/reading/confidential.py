"""Card numbers in a text: what must not travel by e-mail or chat.

Shape alone is not enough. A card number has an issuer's first digits, its length and a right check digit, and no label
right before it that says it is something else.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, Literal, NamedTuple

from replylint.late import late
from replylint.reading.voice.inline import urls

if TYPE_CHECKING:
    from replylint.reading import Reading, View


class CardNumber(NamedTuple):
    """A payment card's number, or the code on its back. `kind` is `test` for a number published for tests."""

    start: int
    end: int
    kind: Literal["number", "test", "code"]


_CODE_WORDS = (
    "cvv",
    "cvc",
    "csc",
    "security",
    "verification",
    "digit",
    " strip",
    " reverse",
    " panel",
    " back",
    " front",
    "strip",
    "reverse",
)
_MANY_DIGITS = late(r"\d(?:[ .\-\r\n\t]{0,3}\d){11}")


_DIGITS = late(r"(?<![\w.+/-])\d(?:[ \t\u00a0]?[\n.\-–]?[ \t\u00a0]?\d){12,18}(?![\w-]|\.\d)")
_ISSUERS = (  # first digits, lengths, whether it needs the word card beside it
    (re.compile(r"4"), (16,), False),
    (re.compile(r"4"), (13, 19), True),
    (re.compile(r"5[1-5]|222[1-9]|22[3-9]|2[3-6]|27[01]|2720"), (16,), False),
    (re.compile(r"3[47]"), (15,), False),
    (re.compile(r"6011|64[4-9]|65"), (16,), False),
    (re.compile(r"30[0-5]|3[689]"), (14,), True),
    (re.compile(r"35(?:2[89]|[3-8])"), (16,), False),
    (re.compile(r"62|50|5[6-8]|6304|67"), (16, 17, 18, 19), True),
)
_LABEL = late(
    r"(?P<card>\b(?:cards?|visa|master ?card|amex|american express|discover|diners|jcb|maestro|debit|credit|pan|payment)\b)"
    r"|\b(?:imei|meid|serial|s/n|order|tracking|track|parcel|shipment|consignment|invoice|receipt|ticket|case|reference|ref|"
    r"booking|reservation|phone|mobile|tel|telephone|call|fax|iban|account|isbn|ean|upc|barcode|voucher|gift|coupon|member|"
    r"membership|loyalty|customer|policy|meter|id|rrn|arn|utr|transaction)\b",
    re.I,
)
_IBAN = late(r"\b[A-Z]{2}\d{2}(?: ?[A-Z0-9]{4}){2,7}(?: ?[A-Z0-9]{1,3})?\b")
_FOR_TESTS = (
    "4242424242424242 4111111111111111 4012888888881881 4000056655665556 4000000000000002 5555555555554444 "
    "5105105105105100 2223003122003222 5200828282828210 378282246310005 371449635398431 6011111111111117 "
    "6011000990139424 3530111333300000 3566002020360505 30569309025904 38520000023237 4222222222222"
)
_PUBLISHED = frozenset(_FOR_TESTS.split())
_CODE_NAME = (
    r"(?:cvv2?|cvc2?|csc|card'?s (?:security )?code|(?:card )?(?:security|verification) (?:code|number|value|digits)|"
    r"(?:last |final )?(?:3|three|4|four)[- ]digits?(?: (?:code|number))?|(?:code|number|numbers|digits|figures) "
    r"(?:on|from) (?:the )?"
    r"(?:the |its )?(?:back|front|reverse|strip|signature strip)(?: of (?:the|your) card)?)"
)
_CARD_CODE = late(rf"\b({_CODE_NAME})\b([^.?!\n\d]{{0,40}}?)(?<![\w£$€#.-])(\d{{3,4}})\b(?![-\s]?dig|[\d,.:/-]\d|%)", re.I)
_CODE_FIRST = late(
    rf"(?<![\w£$€#.,:/-])(\d{{3,4}})\b,? (?:is|was|are|were|as|for) (?:the |your |its |a )?(?:correct )?({_CODE_NAME})\b", re.I
)
_ON_CARD = late(
    r"(?<![\w£$€#.,:/-])(\d{3,4})\b,? (?:is |was |stands |printed |written )?(?:on|from|off|at|under|across) (?:the |its |your )?"
    r"((?:signature |magnetic )?(?:strip|panel|stripe)|back|reverse|rear|flip side|other side)\b(?! (?:page|cover|door|"
    r"of (?:the|your) "
    r"(?:leaflet|letter|box|house|book|shop)))",
    re.I,
)
_SURE_NAME = late(r"cvv|cvc|csc|card", re.I)
_OF_CARDS = late(
    r"\b(?:cards?|visa|master ?card|amex|american express|maestro|debit|credit|expir\w+|expiry|exp|bank|payment|"
    r"(?:digits|numbers|figures) (?:on|from) (?:the )?(?:back|reverse|strip))\b",
    re.I,
)
_NO_VALUE = late(
    r"\b(?:end(?:s|ing)? (?:in|with)|last|after|from|call|in|at|charge|pounds|euros|dollars|amount|total|and)\b", re.I
)
_BEFORE = 40  # how far a label may stand from what it names


_CARD_BEHIND = late(
    r"[^.!?\n]{0,40}\b(?:cards?|visa|master ?card|amex|american express|discover|diners|maestro|jcb|debit|credit|expir\w+|cvv|"
    r"cvc)\b",
    re.I,
)
_PAID = late(  # after another label: the number that follows is what was paid with, and not what the label names
    r"\b(?:paid|pay|charged|refunded|billed|debited|credited|taken|sent|went|goes|gone|go|going|returned|put|moved|switched)\b"
    r"[^.!?]{0,25}$|\b(?:to|with|from|onto|using|against) $",
    re.I,
)


def luhn(digits: str) -> bool:
    """Whether the check digit at the end of `digits` is right."""
    doubled = (int(digit) * (2 if place % 2 else 1) for place, digit in enumerate(reversed(digits)))
    return sum(value - 9 if value > 9 else value for value in doubled) % 10 == 0


def card_numbers(_: Reading, view: View) -> Iterator[CardNumber]:
    """The card numbers of a text and the codes that stand beside the word for them."""
    text = view.text
    low = text.lower()
    if not _MANY_DIGITS.search(text) and not any(word in low for word in _CODE_WORDS):
        return
    hidden = [(part.start, part.end) for part in urls(text)] if "/" in text else []
    hidden += [match.span() for match in _IBAN.finditer(text)]
    for match in _DIGITS.finditer(text):
        start, end = match.span()
        digits = "".join(filter(str.isdigit, match[0]))
        label = _named(text, start) or ("card" if _CARD_BEHIND.match(text, end) else None)
        if any(first < end and start < last for first, last in hidden) or label == "other" or len(set(digits)) < 2:
            continue
        if luhn(digits) and _issued(digits, label == "card"):
            yield CardNumber(start, end, "test" if digits in _PUBLISHED else "number")
    for match in _CARD_CODE.finditer(text):
        if _of_card(text, match[1]) and not _NO_VALUE.search(match[2]):
            yield CardNumber(*match.span(3), "code")
    for match in _ON_CARD.finditer(text):
        if _OF_CARDS.search(text):
            yield CardNumber(*match.span(1), "code")
    for match in _CODE_FIRST.finditer(text):
        if _of_card(text, match[2]):
            yield CardNumber(*match.span(1), "code")


def _of_card(text: str, name: str) -> bool:
    """Whether a code of that name is a card's: its name says so, or the text speaks of cards."""
    return bool(_SURE_NAME.search(name) or _OF_CARDS.search(text))


def _named(text: str, start: int) -> Literal["card", "other"] | None:
    """What the last label before a number calls it."""
    labels = list(_LABEL.finditer(text, max(0, start - _BEFORE), start))
    if not labels:
        return None
    return "card" if labels[-1]["card"] else None if _PAID.search(text, labels[-1].end(), start) else "other"


def _issued(digits: str, named: bool) -> bool:
    return any(first.match(digits) and len(digits) in lengths and (named or not strict) for first, lengths, strict in _ISSUERS)
