"""Blanks that a template left in a draft: a gap in braces, a greeting without a name, TBC, XXX, ___."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, Literal, NamedTuple

from replylint.late import late

if TYPE_CHECKING:
    from replylint.reading import Reading, View

_NAMES = (
    r"(?:first|last|full|sur|given|customer|client|user|guest|member|recipient|requester|agent|staff|company|business|"
    r"brand|store|shop|product|item|order|ticket|case|booking|invoice|tracking|reference|account|contact|support|refund|"
    r"amount|price|date|day|time|timeframe|number|name|link|url|email|e-mail|phone|address|city|issue|problem|reason|"
    r"feature|topic|insert|add|your|enter|fill)"
)
_SLOTS = (  # in square brackets more words name a slot, wherever they stand
    rf"(?:{_NAMES}|names?|firstname|lastname|surname|fname|start|end|due|arrival|departure|delivery|pick-?up|"
    rf"appointment|specific|relevant|"
    r"action|actions|details|team|department|manager|location|branch|hotel|room|flight|train|plan|policy|claim|"
    r"title|position|role|"
    r"signature|currency|percentage|value|quantity|size|colou?r|model|version|error|process|service|period|year|"
    r"month|week|hours?|"
    r"minutes?|days?|dates?|times?|explanation|description|solution|summary|event|venue|driver|courier|carrier|"
    r"website|username|their|his|"
    r"figure|total|balance|fee|deadline|weekday|person|colleague|sender|subject|job|street|postcode|documents?|"
    r"numbers?|info|information|ref)"
)
_NAMED = rf"(?i:{_NAMES})"
_CURRENCY = r"(?:[£$€]|(?:EUR|GBP|USD)[ ]?)"
_UNIT = (
    r"(?:working[ ]|business[ ]|calendar[ ])?(?:days?|hours?|hrs|minutes?|mins|weeks?|months?|years?|euros?|"
    r"pounds|dollars|percent|%)"
)
_BLANK = rf"""(?P<braces>\{{\{{[^{{}}\n]{{1,60}}\}}\}}|[\#$]\{{[\w.]{{1,40}}\}}|\{{%[^{{}}\n]{{1,60}}%\}}
        |\{{!?[A-Za-z][\w.]{{0,40}}\}}
        |\{{{_NAMED}(?:[ _./-][^{{}}\n]{{0,40}})?\}}|\{{[a-z]+(?:_[a-z]+)+\}}|(?<!\w)\{{\d\}}
        |\*\|[A-Z_:]{{2,30}}\|\*|«[^«»\n]{{2,40}}»|\#\#[A-Za-z_]{{2,30}}\#\#|@@[A-Za-z_]{{2,30}}@@|(?<![\w$])\$[A-Z]+(?:_[A-Z]+)+\$?
        |(?<![\w_])__[A-Z]+(?:_[A-Z]+)*__)
    |(?P<percent>%(?i:[a-z_]{{0,40}}?{_NAMES}[a-z_]{{0,40}})%|%%[A-Za-z_]{{2,30}}%%|%[A-Z]+(?:_[A-Z]+)+%|(?<![\w%])%(?:\d\$)?[sd](?![\w%]))
    |(?P<bracket>\[{_NAMED}(?:[ _./-][^\[\]\n]{{0,40}})?\](?!\()
        |\[(?!(?i:see|sic|optional|edit|note|as|e\.g|i\.e|redacted|removed|image|photo|attach)\b)(?=[^\[\]\n]{{0,61}}(?i:\b{_SLOTS}\b))
            [A-Za-z\#][^\[\]\n]{{0,60}}\](?!\()
        |\[(?:[Xx]{{2,4}}|[Xx]{{1,4}}[ ]?{_UNIT}|\#+|_+)\](?!\()|\[[Xx]\](?=[ ]?{_UNIT})|(?<=[£$€])\[[Xx]\]
        |\[[A-Z][A-Z]+(?:[ _][A-Z]+)*[ _](?:NAME|DATE|NUMBER|LINK|ID)\](?!\()
        |\[\w+(?:[ ]\w+)?\|[^\[\]\n|]{{2,30}}\]
        |\[[^\[\]\n/]{{1,50}}[ ]/[ ][^\[\]\n]{{1,80}}\](?!\()
        |\[(?i:if|choose|select|pick|delete|only[ ]if|either|optional:|use[ ]this)\b[^\[\]\n]{{2,60}}\](?!\()
        |\((?i:amount|xx+)\)|\b(?:on|at|by|for|is|of)[ ]\((?i:day|time|date|name|amount|price|place|link)\)
        |\((?i:insert|fill[ ]in|enter)[ ][^()\n]{{2,50}}\)
        |\((?i:(?:customer|client|agent|guest|first|last|full|company)[ _]?(?:name|surname))\))
    |(?P<angle><<[^<>\n]{{2,30}}>>|<[a-z]+_[a-z_]+>|<{_NAMED}(?:[ _-][\w -]{{0,30}})?>
        |<(?:team|department|manager|location|branch|driver|surname|insert[^<>\n]{{1,30}})>)
    |(?P<none>\b(?i:thank[ ]you|thanks|welcome[ ]back|sorry|cheers|bye|regards),?[ ](?:None|null|undefined|NULL|NaN)(?=[,.!])
        |\b(?:[Hh]i|[Hh]ello|[Hh]ey|[Dd]ear|[Gg]ood[ ](?:morning|afternoon|evening))[ ]
        (?:(?i:null|undefined)(?:[ ](?i:null|undefined))?|None|NONE|nil|NaN|N/A|\[object[ ]Object\])(?=\s*(?:[,.!:;–—-]|\n|$))
        |{_CURRENCY}(?:NaN|null|undefined|None)\b|\bInvalid[ ]Date\b|\bNaN\b|\[object[ ]Object\]
        |\b(?:order|ticket|case|booking|balance|total|date|number|reference|amount|name|parcel|account|invoice)[ ](?:no\.?[ ]|\#)?
            (?:is[ ])?(?:undefined|null|None)\b)
    |(?P<greeting>(?<![\w])(?:Dear|Hi|Hello|Hey)(?:[ ](?:Mr|Mrs|Ms|Miss|Mx|Dr)\.?)?[ ]+[,!](?=\s)
        |(?<![\w])(?:Dear|Hi|Hello|Hey|Good[ ](?:morning|afternoon|evening))[ ]
            (?:(?:Mr|Mrs|Ms)\.?/(?:Mr|Mrs|Ms|Miss)\b\.?(?:[ ][A-Z]\w*)?
            |(?:(?:Customer|Client|Guest|Agent|Contact|User|First|Last|Full|CUSTOMER|CLIENT|GUEST|FIRST|LAST|FULL)
            [ _]?(?:Name|NAME|name)
            |Firstname
            |FNAME|NAME|Name|XX+|Surname|SURNAME|(?:TBC|TBD))(?![\w'-])))
    |(?P<mark>(?<![\w$])\$(?:name|first_?name|last_?name|customer|order|amount|date)\b
        |\b(?:COMPANY|CUSTOMER|AGENT|PRODUCT|ORDER|FIRST|LAST|STORE|BRAND)_[A-Z]+\b
        |{_CURRENCY}_{{2,}}|(?<![\w_])_{{2,}}[ ]?(?:[€£$%]|EUR|GBP|USD|{_UNIT})|(?<=\w[ ])\?\?+(?=[ ]\w)|\bTBA\b
        |\bTO[ ]BE[ ](?:CONFIRMED|ADVISED|DECIDED|FILLED|ADDED|COMPLETED)\b|\bDD/MM\b
        |\b(?:between|and|at|on|of|to|until|from|for|by|is|around|about|after|before)[ ]XX\b(?![-X\w:/.]*\w)
        |(?<![\w*•/.-])(?:XXX+|TBC|TBD|TODO|FIXME)(?![\w*•-]|/\w)|{_CURRENCY}[Xx]{{1,4}}(?:[.,][Xx]{{2}})?(?![\w])
        |(?<![\w:/.])XX[:/.]XX(?:[:/.]X{{2,4}})?(?![\w])|(?<![\w.-])(?<!\d[ ])(?:XX?|xx)[ ]{_UNIT}(?![\w])
        |(?<=\w[ ])\#{{3,12}}(?![\w\#])|\b(?:DD[/.-]MM[/.-]YY(?:YY)?|MM[/.-]DD[/.-]YY(?:YY)?|HH:MM)\b
        |\b(?:INSERT|ENTER|ADD|YOUR|CUSTOMER|AGENT|CLIENT|COMPANY|PRODUCT|ORDER)[ ](?:[A-Z]+[ ])?
            (?:NAME|DATE|NUMBER|LINK|TEXT|DETAILS|AMOUNT|ADDRESS|REASON|TIME)(?:[ ]HERE)?\b|\bNAME[ ]HERE\b
        |\b(?i:delete[ ](?:as|where|if|whichever)[ ](?:is[ ])?(?:not[ ])?
            (?:appropriate|applicable|necessary|needed|required|relevant))\b)
    |(?P<line>(?<![\w_/])_{{2,6}}/_{{2,6}}/_{{2,6}}(?![\w_/])|(?<![\w_/])_{{3,15}}(?![\w_/]))
    |(?P<lorem>\b[Ll]orem\ ipsum\b)"""  # compiled at its first use: few drafts have a hint of one
_HINTS = late(
    r"[(](?:day|time|date|name|price|place|link)[)]|[$][a-z]|[A-Z]_[A-Z]|"
    r"[{%\[<«]|null|NULL|Null|undefined|Undefined|None|nil|NaN|N/A|Invalid D| [,!]|XX|xx |TBA|TO BE|[?][?]|[(](?:amount|"
    r"xx)|[ £$€]X|TBC|TBD|TODO|"
    r"FIXME|___|orem ipsum|"
    r"\*\||##|@@|\$[A-Z]|__|NAME|Name|Firstname|"
    r"(?:Customer|Client|Guest|Agent|Contact|User|First|Last|Full|CUSTOMER|CLIENT|GUEST|FIRST|LAST|FULL)[ _]?name|"
    r"[dD]elete [awi]|DELETE|[(](?:insert|Insert|enter|fill|customer|agent|"
    r"client|first)|INSERT|"
    r"ENTER|DD/|DD\.|HH:|MM/|Mr\.?/|Mrs\.?/|Ms\.?/|Surname|HERE|DATE"
)
_VARIABLES = "%username% %userprofile% %homedrive% %computername% %appdata% %localappdata% %date% %time%"
_SYSTEM = frozenset(_VARIABLES.split())  # of a computer: a reply may well name them
_PRESSED = late(r"\b(?:press|click|tap|hit|select|choose|open|under|push|key|button)(?: on)?(?: the)? ?$", re.I)
_FORMAT = late(r"\b(?:format|form|write|written|type|typed|enter|as|style|field)\b[^.!?\n]{0,40}$", re.I)
_MASKED, _MASKS = late(r"[\dX*•][ -]?$"), late(r"[ -]?[\dX]")  # the rest of a number beside it


class Blank(NamedTuple):
    """A place that was to be filled. `kind` is its shape."""

    start: int
    end: int
    kind: Literal["braces", "percent", "bracket", "angle", "none", "greeting", "mark", "line", "lorem"]


def blanks(_: Reading, view: View) -> Iterator[Blank]:
    """Every blank of a text in order."""
    text = _signed(view)
    if not _HINTS.search(text):
        return
    for match in re.finditer(_BLANK, text, re.X):
        kind = match.lastgroup
        start, end = match.span()
        before = text[max(0, start - 60) : start]
        if (kind == "bracket" and _PRESSED.search(before)) or (
            match[0][1] in "DMH" and kind == "mark" and _FORMAT.search(before)
        ):
            continue
        if match[0].lower() in _SYSTEM or (kind == "line" and not _within_words(text, start, end)):
            continue
        if match[0].startswith("XXX") and (_MASKED.search(text[max(0, start - 2) : start]) or _MASKS.match(text, end)):
            continue
        yield Blank(start, end, kind)  # type: ignore[arg-type]


def _signed(view: View) -> str:
    """The text with its signature, where a blank is seen as well; the other parts stay masked."""
    text = view.text
    for part in view.parts if view.sentences else ():
        if part.kind == "signature":
            text = text[: part.start] + view.seen.text[part.start : part.end] + text[part.end :]
    return text


def _within_words(text: str, start: int, end: int) -> bool:
    """Whether words stand on the same line: else it is a rule under a heading or above a signature."""
    first = text.rfind("\n", 0, start) + 1
    last = text.find("\n", end)
    return any(map(str.isalpha, text[first:start] + text[end : last if last >= 0 else len(text)]))
