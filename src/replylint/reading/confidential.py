"""Card numbers and secrets in a text: what must not travel by e-mail or chat.

Shape alone is not enough. A card number has an issuer's first digits, its length and a right check digit, and no label
that says it is something else; a secret stands right behind its label and looks like one, or has the shape of a key.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from math import log2
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


class Secret(NamedTuple):
    """A password, PIN, one-time code, answer or key, without its label."""

    start: int
    end: int
    kind: Literal["password", "pin", "code", "answer", "key"]


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
    r"(?P<card>\b(?:cards?|visa|master ?card|amex|american express|discover|maestro|debit|credit|pan|payment)\b)"
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
_CARD_CODE = late(
    r"\b(?:cvv2?|cvc2?|card (?:security|verification) (?:code|number|value))\b"
    r"[^.?!\n\d]{0,30}\b(\d{3,4})\b(?![-\s]?dig)",
    re.I,
)
_BEFORE = 40  # how far a label may stand from what it names


def luhn(digits: str) -> bool:
    """Whether the check digit at the end of `digits` is right."""
    doubled = (int(digit) * (2 if place % 2 else 1) for place, digit in enumerate(reversed(digits)))
    return sum(value - 9 if value > 9 else value for value in doubled) % 10 == 0


def card_numbers(_: Reading, view: View) -> Iterator[CardNumber]:
    """The card numbers of a text and the codes that stand beside the word for them."""
    text = view.text
    low = text.lower()
    if not _MANY_DIGITS.search(text) and "cv" not in low and "card " not in low:
        return
    hidden = [(part.start, part.end) for part in urls(text)] if "/" in text else []
    hidden += [match.span() for match in _IBAN.finditer(text)]
    for match in _DIGITS.finditer(text):
        start, end = match.span()
        digits = "".join(filter(str.isdigit, match[0]))
        label = _named(text, start)
        if any(first < end and start < last for first, last in hidden) or label == "other" or len(set(digits)) < 2:
            continue
        if luhn(digits) and _issued(digits, label == "card"):
            yield CardNumber(start, end, "test" if digits in _PUBLISHED else "number")
    for match in _CARD_CODE.finditer(text):
        yield CardNumber(match.start(1), match.end(1), "code")


def _named(text: str, start: int) -> Literal["card", "other"] | None:
    """What the last label before a number calls it."""
    labels = list(_LABEL.finditer(text, max(0, start - _BEFORE), start))
    return None if not labels else "card" if labels[-1]["card"] else "other"


def _issued(digits: str, named: bool) -> bool:
    return any(first.match(digits) and len(digits) in lengths and (named or not strict) for first, lengths, strict in _ISSUERS)


_IS = (  # what leads from a label to its value
    r"(?: (?:for|of|to) [^.:\n]{1,30}?)?(?: (?:has been|was|is))?(?: now| then)?(?: (?:re)?set)?"
    r"(?:[ \t]*[:=][ \t]*| (?:is|as|to|was) (?:now )?| (?=[\"“‘'`]))[\"“‘'`]?"
)
_PASSWORD = late(r"\b(?:pass ?(?:word|code|phrase)|pwd)" + _IS + r"([^\s\"”’`]{5,64})", re.I)
_LOGIN = late(r"\b(?:log|sign)[ -]?(?:in|on) (?:with|using|as)[ :]+\S{2,40} ?[/|] ?(\S{5,64})", re.I)
_PIN = late(r"\b(?:pin(?! ?code)(?: number)?" + _IS + r"(\d{4,6})|pin ?code" + _IS + r"(\d{4}))\b(?![-/.:]\d)", re.I)
_CODE = late(
    r"\b(?:(?:one[- ]time|verification|security|log-?in|sign-?in|recovery|backup|2fa|authentication|unlock) "
    r"(?:pass)?(?:code|password|pin)|otp)" + _IS + r"((?:[A-Z]{1,3}-)?\d{4,8})\b(?![-/.:]\d)",
    re.I,
)
_SENT_CODE = late(
    r"\bcode (?:that )?(?:you|we|i) (?:have |had |'ve )?(?:just )?(?:received|got|were sent|sent|texted|gave|entered)"
    r"(?: \w+){0,4}? ?(?:is|was|:) ?(\d{4,8})\b",
    re.I,
)
_ANSWER = late(r"\banswer to (?:the|your|a) (?:security|secret) question (?:is|was)[ :]*[\"“‘']([^\"”’'\n]{2,40})[\"”’']", re.I)
_KEY = late(
    r"\b(?:api|secret|private|access|client|auth|authentication|authorization|bearer|refresh|session|signing|encryption)"
    r"[ _-]?(?:key|token|secret)" + _IS + r"([A-Za-z0-9_\-./+=]{16,200})",
    re.I,
)
_SHAPES = late(
    r"\b(?:AKIA[0-9A-Z]{16}|gh[pousr]_[A-Za-z0-9]{36}|github_pat_\w{22,}|glpat-[\w-]{20}|[rs]k_live_[0-9A-Za-z]{16,}"
    r"|sk-[A-Za-z0-9_-]{32,}|xox[abprs]-[\w-]{10,}|AIza[\w-]{35}|SG\.[\w-]{16,}\.[\w-]{16,}"
    r"|eyJ[\w-]{10,}\.eyJ[\w-]{10,}\.[\w-]{10,})"
    r"|-----BEGIN (?:[A-Z]+ )?PRIVATE KEY-----|\b[a-z][a-z+]{2,12}://[^\s:/@]+:[^\s:/@<{\[*]{4,}@[\w.-]+"
)
_GAP = late(r"[<{\[*•…]|x{3,}|\b(?:your|my|the|new|old)[-_ ]?(?:pass|key|token|secret)|example|placeholder|changeme", re.I)
_PUBLIC = late(r"wi-?fi|\bguests?\b|\bdemo\b|\blobby\b", re.I)
_LABELS = late(  # every secret below has one of these beside it, or is a long run itself
    r"\b(?:pass(?: ?(?:word|code|phrase))|pwd|pin|pins|code|otp|key|token|secret|security question|"
    r"(?:log|sign)[ -]?(?:in|on) (?:with|using|as))\b|://[^\s/@]{1,60}:[^\s/@]{1,60}@"
)
_LONG_RUN = late(r"[A-Za-z0-9_-]{16}")
_ENTROPY = 3.0  # bits a character: below it a long value is a name or a phrase


def secrets(_: Reading, view: View) -> Iterator[Secret]:
    """The secrets that a text gives away."""
    text = view.text
    if not _LABELS.search(text.lower()) and not _LONG_RUN.search(text):
        return
    found = [Secret(*match.span(), "key") for match in _SHAPES.finditer(text)]
    found += [Secret(*match.span(1), "key") for match in _KEY.finditer(text) if _random(match[1])]
    for pattern in (_PASSWORD, _LOGIN):
        for match in pattern.finditer(text):
            value = match[1].rstrip(".,;:?)")
            if _mixed(value) and not _PUBLIC.search(text, max(0, match.start() - _BEFORE), match.end()):
                found.append(Secret(match.start(1), match.start(1) + len(value), "password"))
    for match in _PIN.finditer(text):
        found.append(Secret(*match.span(match.lastindex or 1), "pin"))
    found += [Secret(*match.span(1), "code") for pattern in (_CODE, _SENT_CODE) for match in pattern.finditer(text)]
    found += [Secret(*match.span(1), "answer") for match in _ANSWER.finditer(text)]
    end = 0
    for secret in sorted(found, key=lambda s: (s.start, -s.end)):
        if secret.start >= end:
            end = secret.end
            yield secret


def _mixed(value: str) -> bool:
    """Whether a value looks like a password: letters with digits or marks among them, and no gap to be filled."""
    letters = any(map(str.isalpha, value))
    digits = any(map(str.isdigit, value))
    marks = any(char in "!@#$%^&+=?~" for char in value[1:])
    if not letters or not (digits or marks) or len(value) < 5 or _GAP.search(value):
        return False
    return not re.fullmatch(r"\d+[-\w]{0,12}|[A-Za-z]+[-/][A-Za-z]+|https?://.*|\S+@\w[\w-]*\.\S+", value)


def _random(value: str) -> bool:
    """Whether a long value is one that nobody made up by hand."""
    counts = Counter(value)
    entropy = -sum(n / len(value) * log2(n / len(value)) for n in counts.values())
    mixed = any(map(str.isdigit, value)) and any(map(str.isalpha, value))
    return mixed and entropy > _ENTROPY and not _GAP.search(value)
