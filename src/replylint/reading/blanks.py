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
_NAMED = rf"(?i:{_NAMES})"
_BLANK = rf"""(?P<braces>\{{\{{[^{{}}\n]{{1,60}}\}}\}}|[\#$]\{{[\w.]{{1,40}}\}}|\{{%[^{{}}\n]{{1,60}}%\}}
        |\{{{_NAMED}(?:[ _./-][^{{}}\n]{{0,40}})?\}}|\{{[a-z]+(?:_[a-z]+)+\}})
    |(?P<percent>%(?i:[a-z_]*?{_NAMES}[a-z_]*)%|%%[A-Za-z_]{{2,30}}%%)
    |(?P<bracket>\[{_NAMED}(?:[ _./-][^\[\]\n]{{0,40}})?\](?!\()
        |\[[A-Z][A-Z]+(?:[ _][A-Z]+)*[ _](?:NAME|DATE|NUMBER|LINK|ID)\](?!\()
        |\[\w+(?:[ ]\w+)?\|[^\[\]\n|]{{2,30}}\])
    |(?P<angle><{_NAMED}(?:[ _-][\w -]{{0,30}})?>)
    |(?P<none>\b(?:[Hh]i|[Hh]ello|[Hh]ey|[Dd]ear)[ ]
        (?:null|undefined|None|NULL|nil|NaN|N/A|\[object[ ]Object\])(?![\w'-]))
    |(?P<greeting>(?<![\w])(?:Dear|Hi|Hello|Hey)(?:[ ](?:Mr|Mrs|Ms|Miss|Mx|Dr)\.?)?[ ]+[,!](?=\s))
    |(?P<mark>(?<![\w*•/.-])(?:XXX+|TBC|TBD|TODO|FIXME)(?![\w*•-]|/\w))
    |(?P<line>(?<![\w_/])_{{3,15}}(?![\w_/]))
    |(?P<lorem>\b[Ll]orem\ ipsum\b)"""  # compiled at its first use: few drafts have a hint of one
_HINTS = late(r"[{%\[<]|null|NULL|undefined|None|nil|NaN|N/A| [,!]|XXX|TBC|TBD|TODO|FIXME|___|orem ipsum")
_VARIABLES = "%username% %userprofile% %homedrive% %computername% %appdata% %localappdata% %date% %time%"
_SYSTEM = frozenset(_VARIABLES.split())  # of a computer: a reply may well name them
_MASKED, _MASKS = late(r"[\dX*•][ -]?$"), late(r"[ -]?[\dX]")  # the rest of a number beside it


class Blank(NamedTuple):
    """A place that was to be filled. `kind` is its shape."""

    start: int
    end: int
    kind: Literal["braces", "percent", "bracket", "angle", "none", "greeting", "mark", "line", "lorem"]


def blanks(_: Reading, view: View) -> Iterator[Blank]:
    """Every blank of a text in order."""
    text = view.text
    if not _HINTS.search(text):
        return
    for match in re.finditer(_BLANK, text, re.X):
        kind = match.lastgroup
        start, end = match.span()
        if match[0].lower() in _SYSTEM or (kind == "line" and not _within_words(text, start, end)):
            continue
        if match[0].startswith("XXX") and (_MASKED.search(text[max(0, start - 2) : start]) or _MASKS.match(text, end)):
            continue
        yield Blank(start, end, kind)  # type: ignore[arg-type]


def _within_words(text: str, start: int, end: int) -> bool:
    """Whether words stand on the same line: else it is a rule under a heading or above a signature."""
    first = text.rfind("\n", 0, start) + 1
    last = text.find("\n", end)
    return any(map(str.isalpha, text[first:start] + text[end : last if last >= 0 else len(text)]))
