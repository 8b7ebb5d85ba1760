"""Figures that open something, or that are read aloud: what a door, an alarm or a voicemail takes, and a code spelt out.

Such figures have no label of their own ("disarm with 7702"): a verb of opening leads to them, and near them stands the thing
that they open. Figures with a blank between each two are a code when a code was spoken of.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from replylint.late import late

if TYPE_CHECKING:
    from replylint.reading import Reading, View

_THREE = late(r"\d[ -]?\d[ -]?\d")
_DEVICE = late(
    r"\b(?:alarms?|panel|key ?safes?|key ?box|lock ?box|key ?pad|safes?|lockers?|padlock|gates?|doors?|barrier|entry ?phone|"
    r"intercom|voice ?mail|vault|(?:bike|combination|cable|number) lock|locks?|garage|shed|entrance|turnstile|shutter|elevator|"
    r"lift|tablet|phone|handset|thermostat|sim|meter room|bike store)\b"
)
_CODE = late(
    r"\b(?:(?<!item )(?<!product )(?<!error )(?<!fault )(?<!promo )(?<!discount )(?<!voucher )(?<!post )(?<!area )(?<!order )"
    r"(?<!colour )(?<!color )(?<!model )(?<!country )(?<!dress )(?<!sort )(?<!booking )(?<!reference )(?<!gift )(?<!qr )"
    r"(?<!bar )codes?|combination|pass ?codes?|pins?|sequence|digits|figures|numbers? (?:to|that|(?:\w+ ){1,4}set\b))"
    r"[^.!?\d]{0,40}?(?:\b(?:is|are|was|to|now|still|being|as)|[:=,–—-])? ?[\"'“‘*(#]*$"
)
_OPENED = late(
    r"(?:\b(?:disarm|unlock|open|arm|release|deactivate|silence|reset|enter|get in|let yourself in|answer)(?:s|ed|ing)?\b"
    r"[^.!?\d]{0,30}?\b(?:with|by pressing|by typing|using|on|to)|\b(?:press|punch|punch in|key|key in|dial|dial in|tap|"
    r"tap in|type|"
    r"type in|enter|put in|input|hit|(?:turn|set|line up|roll|scramble) (?:it|them|the (?:dials?|wheels?|numbers?|lock))"
    r"(?: so (?:it|they) (?:shows?|reads?))? ?(?:to|on|at)?|try))(?: the (?:numbers?|digits?|code))?[ :]+[\"'“‘*(#]*$"
)
_FIGURES = late(r"(?<![\w.,£$€:/+-])(?<!\d )\d(?:[ -]?\d){2,7}(?![\w:/%-]|[.,]\d| \d)")
_ENDS = late(
    r"[#*\"'”’)]*(?:$|[\s]*[.,;:!?\n)–—-]| (?:and|then|or|until|till|followed|hash|star|to (?:get|open|unlock|go|disarm|"
    r"enter)|on the|"
    r"at the|so|but|when|for (?:the|your|both)|in the|as|it|which|if|after|before|just|this|today|from|turn|push|pull|press)\b)"
)
_ALOUD = late(r"(?<![\w.,£$€:/+-])(?<!\d )\d(?: \d){3,7}(?!\w| \d)|(?<![\w-])\d(?:-\d){3,7}(?![\w-])")
_SPOKEN_OF = late(r"\b(?:codes?|pins?|passcode|otp|passwords?|digits|combination|log(?:ged)?[ -]?in)\b")
_LABELLED = late(
    r"\b(?:order|ref|reference|case|call|ring|phone|tel|number|no|isbn|account|tracking|invoice|booking|policy|score|step)"
    r"(?: is| was)?[ .:#]*$"
)
_YEAR = late(r"(?:19|20)\d\d")
_BEFORE = 80
_SPARE = late(r"\b(?:recovery|backup|back-up|emergency|rescue) codes?\b", re.I)
_MIXED = late(r"(?<![\w-])(?=[A-Z\d-]*\d[A-Z\d-]*[A-Z]|[A-Z\d-]*[A-Z][A-Z\d-]*\d)[A-Z\d]{4,6}(?:-[A-Z\d]{4,6})+(?![\w-])")
_IS_CODE = late(
    r"(?<![\w.,£$€-])(\d{3}[ -]?\d{3}|\d{4,8}) (?:is|was) (?:your|the) (?:\w+ )?(?:(?:one-time|verification|security|log-?in|"
    r"sign-?in|authori[sz]ation|authentication|access|(?:2|two)-step) (?:code|number|password)|passcode|otp|tan)\b",
    re.I,
)
_ENTERED = late(
    r"\bcode[: ]+(\d{3}[ -]?\d{3}|\d{4,8})\b(?= (?:that|which|you|we|i|came|arrived|on your|from your|in your|to get in|"
    r"to log|to sign))|"
    r"\b(?:entered|typed|put in|used|keyed in|tried) (?:the|your|that) code[: ]+(\d{3}[ -]?\d{3}|\d{4,8})\b",
    re.I,
)


def entries(reading: Reading, view: View) -> Iterator[tuple[int, int]]:
    """The figures of a text that open something, or that are read out one by one."""
    low = view.text.lower()
    if not _THREE.search(low):
        return
    for match in _ALOUD.finditer(low):
        heard = [low, *(said.folded for said in reading.asking)]
        if any(_SPOKEN_OF.search(said) or _DEVICE.search(said) for said in heard) and not _LABELLED.search(
            low[max(0, match.start() - 25) : match.start()]
        ):
            yield match.span()
    if not _DEVICE.search(low):  # on most order numbers nothing else need be tried
        return
    for match in _FIGURES.finditer(low):
        before = low[max(0, match.start() - _BEFORE) : match.start()]
        opened = _OPENED.search(before) or _CODE.search(before)
        if not opened or _YEAR.fullmatch(match[0]) or not _ENDS.match(low, match.end()):
            continue
        number = view.sentence_at(match.start())
        around = view.sentences[max(0, number - 2)].start, view.sentences[number].end
        if _DEVICE.search(low, *around):
            yield match.span()


def codes(text: str) -> Iterator[tuple[int, int]]:
    """The codes of a text that a verb or the word code leads to, and the groups that stand alone where backup codes are told."""
    if _SPARE.search(text):
        yield from (match.span() for match in _MIXED.finditer(text))
    for found in (_IS_CODE, _ENTERED):
        yield from (match.span(match.lastindex or 0) for match in found.finditer(text))
