"""Secrets that a text gives away: passwords, PINs, one-time codes, security answers, keys.

A value is told by its shape and by how it stands to its label: “the password … is X”, “X as your PIN”, “password: X”. A shape
that nothing else has (mixed letters and figures, the prefix of a key) needs less of a label than a plain word does.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator
from math import log2
from typing import TYPE_CHECKING, Literal, NamedTuple

from replylint.late import late
from replylint.reading.entry import codes, entries
from replylint.reading.voice.inline import urls

if TYPE_CHECKING:
    from replylint.reading import Reading, View

Kind = Literal["password", "pin", "code", "answer", "key", "entry"]


class Secret(NamedTuple):
    """A password, PIN, one-time code, answer or key, without its label; `entry` is what opens a door, or is read aloud."""

    start: int
    end: int
    kind: Kind


_LABELS = late(  # every secret below but `_NEW` has one of these beside it, or is a long run itself
    r"\b(?:pass(?: ?(?:word|code|phrase)| ?[:=]| (?=\S*\d))|(?:2|two)-step|[im]?tan|phrase|pwd?|passwd|codes?|otp|"
    r"(?:[mt]|tele)?-?pins?|(?:temp(?:orary)?|starter|initial|default|access|log-?in|sign-?in|pass) (?:word|pass)|"
    r"(?:one-time|access|authentication|authori[sz]ation|log-?in|sign-?in) number|"
    r"keys?|tokens?|secrets?|bearer|credentials?|authorization|answer (?:we|on|you)|the question (?:is|was|asks)|"
    r"(?:security|secret|memorable|safe|seed|challenge|verification|recovery|backup|reminder) \w+|maiden name|first pet|"
    r"(?:log(?:ged|ging)?|sign(?:ed|ing)?|get(?:ting)?|got)[ -]?(?:in|on)|(?:to|when you|and) (?:sign|log|get)|prompt|portal)\b|"
    r"(?:secret|token|password|passwd|pwd|key)[a-z0-9_]*\s*[=:]|://[^\s/@]{1,60}:[^\s/@]{1,60}@"
)
_LONG_RUN = late(r"[A-Za-z0-9_-]{16}")
_REACH = 90  # how far behind its label a value may stand

# what leads from a label to its value
_SAYS = late(
    r"(?:\b(?:is|are|was|were|be|being|as|to|use|using|so|enter|type|try|called|says?|reads?|show(?:s|ed|ing)?)|it's|"
    r"that's|[:=(]|[–—-]{1,2})"
    r"(?: (?:now|still|currently|just|simply|again|set to|reset to|changed to|down as|as follows:?|called|the following:?))*"
    r"[\s:=(]*[\"“‘'`*]*$",
    re.I,
)
_BESIDE = late(r"^(?: (?:number|of|called))?[\s:=(,*]*[\"“‘'`]*$")
_QUOTED = late(r"[\"“‘'`]$")
_TOKEN = late(r"[^\s\"“”‘`()<>{}\[\]]{2,200}")
_BREAK = late(r"\n\s*\n|[.!?]\s.*[.!?]\s", re.S)  # beyond the label's sentence and the next, another matter begins

_PASSWORD = late(
    r"\b(?:pass ?(?:word|code|phrase)|pwd|pw|passwd|pass(?= [A-Z]\S*\d)|pass(?= ?[:=])|"
    r"(?:temporary|temp|starter|initial|default|access|log-?in|sign-?in|pass) (?:phrase|word|pass)|(?:safe|memorable|"
    r"security) word)\b(?! "
    r"?(?:reset|link|page|manager))",
    re.I,
)
_PIN = late(
    r"\b(?:(?:[mt]-?|tele-?|upi |atm )?pins?(?! ?code)(?: number)?|passcode|pass code|pin ?code(?= ?(?:is|was|to|"
    r":) ?\d{4}\b))\b",
    re.I,
)
_CODE = late(
    r"\b(?:(?:one[- ]time|verification|security|[mi]?tan|(?:2|two)-step|log-?in|sign-?in|recovery|backup|2fa|two[- ](?:step|"
    r"factor)|authentication|"
    r"authenticator|unlock|texted|(?:4|5|6|8|four|five|six|eight)[- ]digit)(?: recovery| backup| security| login)? "
    r"(?:pass)?(?:codes?|password|pins?|keys?|(?<=-step )numbers?)|otp|passcode|"
    r"code (?:that |which )?(?:you|we|i) \w+|code (?:on|in) your (?:phone|mobile|text|app|e-?mail))\b",
    re.I,
)
_CODE_FIRST = late(
    r"\b(?:texted|sent|typed|entered|received|got|used|use|see|saw|read|put in|text(?:ed)? you|sent you) "
    r"((?:[A-Z]-)?\d{3}[ -]?\d{3}|\d{4,8})\b"
    r"[^.!?\n]{0,70}?\b(?:one[- ]time|verification|log-?in|sign-?in|security) (?:pass)?code",
    re.I,
)
_AS_SECRET = late(
    r"(?<!\S)[\"“‘'(]?([^\s\"“”’()]{4,64})[\"”’)]?,? (?:is|was|as|in as|for) (?:now )?(?:your|the|a|his|her|"
    r"their)(?: [\w-]+){0,3}? "
    r"(password|passcode|passphrase|pin|one-time (?:pass)?code|verification code|security code|log-?in code)\b",
    re.I,
)
_LOGIN = late(r"\b(?:log|sign)[ -]?(?:in|on) (?:with|using|as)[ :]+\S{2,40} ?[/|] ?(\S{5,64})", re.I)
_QUOTED_WORDS = late(
    r"\b(?:password|passphrase|pass phrase|safe word|code word)(?: is| was| to|:|,)+ [\"“‘']([a-z]+(?: [a-z]+){1,4})[.,]?[\"”’']",
    re.I,
)
_USED = late(
    r"\b(?:use|try|enter|type|with|give|put in) [\"“‘']?([^\s\"”’',]{6,40})[\"”’']?,? (?:(?:to|when you|and) (?:sign|log|get)|"
    r"(?:at|on|in|into|as|"
    r"for) (?:the|your|that)(?: \w+)? (?:sign-in|log-?in|log-?on|password|prompt|portal|sign in)\b)",
    re.I,
)
_WORD = late(
    r"\b(?:log|sign|get|logged|signed|got)(?:ged|ing)?[ -]?(?:in|on)\b[^.!?\n]{0,40}\b(?:with|using) the (?:word|phrase|name) "
    r"[\"“‘']?([A-Z][a-z]{3,20})\b",
)
_ASSIGNED = late(
    r"\b[A-Z0-9_]*(?:SECRET|TOKEN|PASSWORD|PASSWD|PWD|API_?KEY|ACCESS_KEY|PRIVATE_KEY)[A-Z0-9_]*\s*[=:]\s*[\"']?"
    r"([A-Za-z0-9/+_.-]{12,120})"
)
_NEW = late(
    r"\b(?:(?:it's|it is|it is now|it's now|it was|the new one is|i(?:'ve| have)? (?:changed|reset|set|put) it "
    r"to)(?: now)?|(?:changed|reset|set) "
    r"(?:it )?to|(?:put|set|reset|changed|switched|moved|restored|reverted) (?:you|it|that|this|them|(?:your|the|her|"
    r"his) (?:\w+ )?"
    r"(?:account|login|log-in|profile|access|user))(?: \w+){0,2}? (?:to|on|onto|with|as)|(?:account|login|log-in|"
    r"profile) (?:has been|was|"
    r"is) (?:put|set|reset|changed|switched|moved)(?: \w+){0,2}? (?:to|on|onto))[: ]+[\"“‘'`]?([^\s\"”’`]{6,64})",
    re.I,
)
_NEW_HINTS = ("it's", "it is", "new one", "set", " put ", "changed", "switched", "restored")
_ITS_ACCOUNT = late(r"\b(?:account|log-?in|profile|user)\b", re.I)
_ABOUT_LOGIN = ("password", "passcode", "log in", "login", "log on", "logged out", "locked out", "sign in", "get in", "portal")
_KEY = late(
    r"\b(?:(?:api|secret|private|access|client|auth|authentication|authorization|bearer|refresh|session|signing|"
    r"encryption|webhook)"
    r"[ _-]?(?:signing )?(?:key|token|secret)s?|token|secret|bearer|credentials?|authorization|(?:recovery|backup|"
    r"bitlocker|emergency) keys?)\b",
    re.I,
)
_SHAPES = late(
    r"\b(?:AKIA[0-9A-Z]{16}|gh[pousr]_[A-Za-z0-9]{36}|github_pat_\w{22,}|glpat-[\w-]{20}"
    r"|(?:sk|rk|tok|token|key|api|secret|pat|whsec|hf|npm|shp[a-z]{2}|dop_v1|sbp|lin_api)_(?:[a-z]{2,8}_)?[0-9A-Za-z]{16,}"
    r"|sk-[A-Za-z0-9_-]{32,}|xox[abprs]-[\w-]{10,}|AIza[\w-]{35}|SG\.[\w-]{16,}\.[\w-]{16,}"
    r"|eyJ[\w-]{10,}\.eyJ[\w-]{10,}\.[\w-]{10,})"
    r"|-----BEGIN (?:[A-Z]+ )?PRIVATE KEY-----|\b[a-z][a-z+]{2,12}://[^\s:/@]+:[^\s:/@<{\[*]{4,}@[\w.-]+"
    r"|\b[A-Za-z0-9]{4,6}(?:-[A-Za-z0-9]{4,6}){5,}\b"
)
_GROUPS = late(r"(?=[A-Z\d-]*\d)[A-Z\d]{4,6}(?:-[A-Z\d]{4,6})+")
_PHRASE = late(
    r"\b(?:(?:seed|recovery|backup|secret) (?:phrase|words)|passphrase)\b[^.!?\n]{0,40}?(?: is| are|:) "
    r"((?:[a-z]{3,8},? ){3,23}[a-z]{3,8})\b"
)
_GAP = late(r"[<{\[*•…]|x{3,}|\b(?:your|my|the|new|old)[-_ ]?(?:pass|key|token|secret)|example|placeholder|changeme", re.I)
_PUBLIC = late(r"wi-?fi|\bguests?\b|\bdemo\b|\blobby\b|\bpublic\b|\bpublishable\b", re.I)
_OF_A_DOOR = late(r"\b(?:gate|door|key ?box|lock ?box|building|parking|barrier|garage|error|promo|discount|voucher|gift)\b", re.I)
_CUE = late(
    r"\b(?:(?:security|secret|memorable|challenge|verification|reminder) (?:question|answer|word|name|place|"
    r"information|phrase|date)s?"
    r"|maiden name|safe word|first pet|(?P<weak>(?:the )?answer (?:we have|on file|on record|you gave|you set|we hold)|"
    r"the question (?:is|was|asks)(?: about| for)? (?:the|your|which|"
    r"what|where|who)))\b",
    re.I,
)
_ANSWERED = late(
    r"\b(?:is|was|it's|that's|as|put|typed|answered|gave|entered|chose|picked|wrote|says?|are|answer|be|with|(?:is|"
    r"was) your [\w ]{3,30},)(?: (?:set to|"
    r"down as|in as|now|still|"
    r"actually|registered as|recorded as|stored as|spelled|spelt))*[ :,]*[\"“‘'`]*$",
    re.I,
)
_TOLD = late(
    r"\b(?:answer|typed?|put|gave|enter(?:ed)?|chose|spel\w+|signed up|registered|on file|we have|you said|recorded)\b", re.I
)
_NAME = late(
    r"[\"“‘']([^\"”’'\n]{2,40})[\"”’']|\b((?:St\.? )?[A-Z][a-z]{2,}(?: (?:[A-Z][a-z'’]+|of|the)){0,2})\b|"
    r"\b(\d{1,2}(?:st|nd|rd|th)? [A-Z][a-z]+ \d{4})\b"
)
_NO_ANSWER = frozenset(
    "What Which Where Who When How Why Your The This That These Please Press Under Settings Profile Security "
    "Account Menu Tools If It "
    "Its Then Once For You Our Monday Tuesday Wednesday Thursday Friday Saturday Sunday Just There And But "
    "Correct Wrong Right".split()
)
_NO_PASSWORD = _NO_ANSWER | frozenset(
    "Required Case Optional Incorrect Invalid Expired Sent Ready Confidential Secure Safe".split()
)
_ENTROPY = 3.0  # bits a character: below it a long value is a name or a phrase


def secrets(reading: Reading, view: View) -> Iterator[Secret]:
    """The secrets that a text gives away."""
    text = view.text
    low = text.lower()
    opening = [Secret(*place, "entry") for place in entries(reading, view)]
    labelled = _LABELS.search(low) or _LONG_RUN.search(text)
    found = [*_keys(text), *_passwords(text), *_numbers(text), *_answers(text), *opening] if labelled else opening
    for match in _NEW.finditer(text) if any(hint in low for hint in _NEW_HINTS) else ():
        value = match[1].rstrip(".,;:?)")
        if strong(value) and (
            _ITS_ACCOUNT.search(match[0])
            or any(word in seen.folded for seen in (view, *reading.customer) for word in _ABOUT_LOGIN)
        ):
            found.append(Secret(match.start(1), match.start(1) + len(value), "password"))
    end = 0
    for secret in sorted(found, key=lambda s: (s.start, -s.end)):
        if secret.start >= end:
            end = secret.end
            yield secret


def _behind(text: str, label: re.Match[str], right: Callable[[str, str, int], str | None]) -> Iterator[tuple[int, int]]:
    """The values behind a label: `right` gives the value of a token, from what stands between and where the token ends."""
    for token in _TOKEN.finditer(text, label.end(), min(len(text), label.end() + _REACH)):
        between = text[label.end() : token.start()]
        if _BREAK.search(between):
            return
        whole = _TOKEN.match(text, token.start())  # beyond the reach too
        if whole and (value := right(whole[0], between, whole.end())):
            yield token.start(), token.start() + len(value)


def _passwords(text: str) -> Iterator[Secret]:
    hidden = [(part.start, part.end) for part in urls(text)] if "/" in text else []
    for label in _PASSWORD.finditer(text):
        if any(start <= label.start() < end for start, end in hidden):
            continue
        if not _PUBLIC.search(text, max(0, label.start() - 40), label.end() + 20):
            for start, end in _behind(text, label, lambda token, between, at: _password(text, token, between, at)):
                yield Secret(start, end, "password")
    for match in _QUOTED_WORDS.finditer(text):
        if not _PUBLIC.search(text, max(0, match.start() - 40), match.start() + 20):
            yield Secret(*match.span(1), "password")
    for match in _USED.finditer(text):
        if strong(match[1]):
            yield Secret(*match.span(1), "password")
    yield from (Secret(*match.span(1), "password") for match in _WORD.finditer(text))
    for match in _LOGIN.finditer(text):
        value = match[1].rstrip(".,;:?)")
        if strong(value):
            yield Secret(match.start(1), match.start(1) + len(value), "password")
    for match in _AS_SECRET.finditer(text):
        numeric = match[1].replace("-", "").isdigit() and len(match[1]) <= 8
        if (numeric or strong(match[1])) and not _PUBLIC.search(text, match.start(), match.end()):
            yield Secret(*match.span(1), "pin" if numeric else "password")


def _password(text: str, token: str, between: str, end: int) -> str | None:
    """The password that a token is, read by its shape and by what leads to it."""
    value = token.rstrip("*'’").rstrip(".,;:?)'’")
    said, quoted = _SAYS.search(between), _QUOTED.search(between)
    if strong(value):
        return value if said or _BESIDE.match(between) else None
    if (
        not said
        and _BESIDE.match(between)
        and value.count("-") > 1
        and value.replace("-", "").isalpha()
        and not _GAP.search(value)
    ):
        return value
    if not said or len(value) < 4 or _GAP.search(value):
        return None
    if value.isdigit():
        return value if 4 <= len(value) <= 10 and value[:2] not in ("19", "20") else None
    if not value.replace("-", "").isalpha():
        return None
    if quoted:
        return value if text[end : end + 1] in "\"”’'`" or token != value else None
    ends = re.match(r"[.,!;]|$| (?:and|so|but|until|for now)\b", token[len(value) :] + text[end : end + 14])
    plain = re.match(
        r",? (?:so|in|all) (?:use|try|type|enter|lower|small|capital|upper|one)", token[len(value) :] + text[end : end + 14]
    )
    spelt = (
        value[0].isupper()
        and value not in _NO_PASSWORD
        and between.rstrip().endswith((" is", " was", " to", " as", "'s", " now", " still"))
    )
    return value if plain or value.count("-") > 1 or (ends and spelt) else None


def _numbers(text: str) -> Iterator[Secret]:
    """PINs and codes of figures."""
    for match in _SPELT.finditer(text):
        yield Secret(*match.span(1), "pin")
    for label in _PIN.finditer(text):
        for start, end in _behind(text, label, lambda token, between, _: _figures(token, between, 4, 6)):
            yield Secret(start, end, "pin")
    for label in _CODE.finditer(text):
        if _OF_A_DOOR.search(text, max(0, label.start() - 30), label.end() + 40):
            continue
        for start, end in _behind(text, label, _code):
            pair = _PAIR.match(text, start)
            if pair or end - start > _HALF:
                yield Secret(start, pair.end() if pair else end, "code")
    yield from (Secret(*place, "code") for place in codes(text))
    for match in _CODE_FIRST.finditer(text):
        yield Secret(*match.span(1), "code")


_SPELT = late(r"\b(?:pin|passcode|code)(?: is|:| to| was| now)+ (\d(?:[ -]\d){3,5})\b(?![ -]?\d)", re.I)
_HALF = 3  # the figures of a code that is written in two halves
_PAIR = late(r"(?:\d{3}[ -]\d{3,4}|\d{2} \d{2} \d{2})\b(?![ -]?\d)")
_FIGURES = late(r"(?:[A-Z]{1,3}-)?(\d{3}-\d{3}|\d+)")


def _figures(token: str, between: str, least: int, most: int) -> str | None:
    """A PIN or code that a token is."""
    value = token.rstrip("*").rstrip(".,;:?!)*'’")
    found = _FIGURES.fullmatch(value)
    if (
        not found
        or not least <= len(found[1].replace("-", "")) <= most
        or re.search(r"\b(?:end|last|at|in|on|from|since|until)\b", between[-12:])
    ):
        return None
    return value if _SAYS.search(between) or _BESIDE.match(between) else None


def _code(token: str, between: str, _: int) -> str | None:
    """A code that a token is or, when it is three figures, begins."""
    if len(token) in (_HALF - 1, _HALF) and token.isdigit() and (_SAYS.search(between) or _BESIDE.match(between)):
        return token
    return _figures(token, between, 4, 8) or _group(token, between)


def _group(token: str, between: str) -> str | None:
    """A recovery code: groups of capitals and figures."""
    value = token.rstrip(".,;:?!)*'’")
    told = _SAYS.search(between) or _BESIDE.match(between) or _GROUPS.search(between)
    return value if told and _GROUPS.fullmatch(value) else None


def _answers(text: str) -> Iterator[Secret]:
    """What the customer is to say when asked who they are."""
    for cue in _CUE.finditer(text):
        for match in _NAME.finditer(text, cue.end(), min(len(text), cue.end() + 140)):
            between = text[cue.end() : match.start()]
            if _BREAK.search(between):
                break
            value = match[match.lastindex or 0]
            if not _ANSWERED.search(between) or value.split()[0] in _NO_ANSWER or not any(map(str.isalnum, value)):
                continue
            if cue["weak"] and not _TOLD.search(cue[0] + between):
                continue
            yield Secret(*match.span(match.lastindex or 0), "answer")
            break


def _keys(text: str) -> Iterator[Secret]:
    for match in _SHAPES.finditer(text):
        if "://" in match[0] or match[0].startswith("-----") or _random(match[0]) or match[0].replace("-", "").isdigit():
            yield Secret(*match.span(), "key")
    for match in _ASSIGNED.finditer(text):
        if _random(match[1]):
            yield Secret(*match.span(1), "key")
    for match in _PHRASE.finditer(text):
        yield Secret(*match.span(1), "key")
    for label in _KEY.finditer(text):
        if not re.search(r"\bpublic\W*$|\bpublishable\W*$", text[: label.start()], re.I):
            for start, end in _behind(text, label, _key):
                yield Secret(start, end, "key")


def _key(token: str, between: str, _: int) -> str | None:
    """A key that a token is."""
    value = token.rstrip(".,;:?!)*'’")
    first = re.match(r"[\w-]{2,30}=(?=\S{16})", value)
    value = value[first.end() :] if first and not between else value
    if (
        not re.fullmatch(r"[A-Za-z0-9_\-./+=]{16,200}", value)
        or value.startswith("/")
        or re.search(r"\.[a-z]{2,4}(?:/|$)", value)
    ):
        return None
    return value if _random(value) else None


def strong(value: str) -> bool:
    """Whether a value looks like a password: letters with figures or marks among them, and no gap to be filled."""
    letters = any(map(str.isalpha, value))
    digits = any(map(str.isdigit, value))
    marks = any(char in "!@#$%^&+=?~" for char in value[1:])
    if not letters or not (digits or marks) or len(value) < 5 or _GAP.search(value):
        return False
    return not re.fullmatch(
        r"/.*|\d+[-\w]{0,12}|[A-Za-z]+[-/][A-Za-z]+|https?://.*|www\..*|\S+@\w[\w-]*\.\S+|[A-Z]{1,5}-?\d[\d-]*|"
        r"\w+\d\.\d|[A-Za-z]+'\w+"
        r"|[A-Z][a-z]+-in\d?|(?:windows|office|iphone|galaxy|ps|sha|aes|md|html|mp|web|sign-in)-?\d+\w?|"
        r"[A-Za-z]+[!?]|[A-Z]{2}\d[A-Z\d]{3}",
        value,
        re.I if value[:1].islower() else 0,
    )


def _random(value: str) -> bool:
    """Whether a long value is one that nobody made up by hand."""
    counts = Counter(value)
    entropy = -sum(n / len(value) * log2(n / len(value)) for n in counts.values())
    mixed = any(map(str.isdigit, value)) and any(map(str.isalpha, value))
    return mixed and entropy > _ENTROPY and not _GAP.search(value)
