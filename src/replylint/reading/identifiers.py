"""What a customer has already given: numbers, addresses, devices, errors, pictures, dates, amounts, names."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, NamedTuple

from replylint.late import late
from replylint.reading.requests import NUMBERS
from replylint.reading.times.lexicon import MONTH

if TYPE_CHECKING:
    from replylint.reading import Reading, View


class Given(NamedTuple):
    """Something that the customer gave. `kind` as in a request, `value` its words."""

    start: int
    end: int
    kind: str
    value: str


CODE = r"#?(?=[a-z0-9/_-]*\d)(?!(?:19|20)\d\d\b(?![-/]))[a-z0-9][a-z0-9/_-]{3,}"
_LED = late(
    r"(?:'s)?(?: (?:numbers?|no\.?|nr\.?|id|ref(?:erence)?\.?|code|plate|details|confirmation))*(?: (?:is|was|on))?"
    r"[\s:=#(,–-]*(?:(?:is|was|it's|no\.?|number|nr\.?) )?#?(" + CODE + r")(?![\w?*]|[.,]\d)"
)
_REFERENCE = late(r"\bref(?:erence)?\b(?: (?:number|no\.?|code|id))*[\s:=#(,-]*(?:(?:is|was) )?(" + CODE + r")(?![\w?*])")
_BARE = late(r"(?<![\w£$€.@/-])#?(" + CODE + r")(?![\w?*@/]|[.,:]\d| ?(?:am|pm|%|€|£|mbps|gb|mb|kg|cm|mm)\b)")
_MONTH = rf"(?:{MONTH})"
_DATE = (
    r"(?:\d{1,2}(?:st|nd|rd|th)?(?: of)? "
    + _MONTH
    + r"|"
    + _MONTH
    + r" (?:the )?\d{1,2}(?:st|nd|rd|th)?|\d{1,2}[/.]\d{1,2}(?:[/.]\d{2,4})?"
    r"|\d{4}-\d\d-\d\d|(?:mon|tues|wednes|thurs|fri|satur|sun)day|yesterday|this (?:morning|afternoon)|last (?:week|month|"
    r"night|year|"
    + _MONTH
    + r")|(?:in|since) "
    + _MONTH
    + r"|(?:the|on) \d{1,2}(?:st|nd|rd|th)|(?:a|one|two|three|four|\d+) (?:day|week|month|year)s? ago)\b"
)
_PICTURE = r"(?:pictures?|photos?|photographs?|pics?|screen ?shots?|snapshots?|images?|videos?|clips?|screen ?grabs?|recordings?)"
STREETS = (  # the last word of a street's name
    r"Street|St|Road|Rd|Avenue|Ave|Lane|Ln|Drive|Dr|Close|Court|Ct|Way|Place|Pl|Terrace|Crescent|Square|Sq|Gardens|Grove|Row|"
    r"Walk|Parade|Hill|Mews|Boulevard|Blvd|Quay|Park|View|Rise|Green|Wharf|Yard|Circle|Trail|Highway|Parkway"
)
_PHONES = (
    r"i ?phone|ipad|pixel|galaxy|oneplus|xperia|moto|macbook|surface|thinkpad|kindle|xiaomi|redmi|huawei|nokia|chromebook|"
    r"playstation|ps[45]|xbox|fire ?(?:tv|stick)|roku|imac|mac ?mini|air ?pods"
)
_SHAPES = {
    "email": late(
        r"(?<![\w.])(?!(?:support|info|help|contact|sales|no-?reply|service|care|customer\w*|hello|team|"
        r"office)@)[\w.+-]+ ?@[\w-]+(?:\.[\w-]+)*\.[a-z]{2,}"
    ),
    "phone": late(
        r"\b(?:phone|mobile|cell|tel|telephone|call me|ring me|reach me|landline|whatsapp|text me|contact number|"
        r"number)\b[^.?!\n]{0,30}?"
        r"(?P<value>\+?\d[\d ()-]{7,}\d)"
    ),
    "postcode": late(r"\b(?P<value>[a-z]{1,2}\d[a-z\d]? ?\d[a-z]{2}|(?<=, )[a-z]{2} \d{5}(?:-\d{4})?)\b"),
    "device": late(
        r"\b(?:" + _PHONES + r")\b(?: (?:pro|max|mini|plus|ultra|air|se|note|[a-z]?\d+\w*))*|\bmodel(?: (?:number|no\.?|"
        r"name))?(?: is|:)? ?"
        r"(?P<value>[a-z]{0,6}[- ]?\d[\w-]*)"
    ),
    "version": late(
        r"\b(?:ios|android|windows|macos|mac os(?: x)?|ipados|ubuntu|debian|fedora|chrome ?os) ?(?:v(?:ersion)? ?)?\d[\d.]*\b"
        r"|\b(?:chrome|firefox|edge|safari|opera)\b(?: (?:v(?:ersion)? ?)?\d[\d.]*)?|\b(?:v|version|build)(?: is|"
        r":)? ?\d+(?:\.\d+)+\w*"
    ),
    "error": late(
        r"\berror(?: code| number| message| no\.?)?[ :#\"'(-]*(?:code )?[a-z]{0,6}[-_ ]?\d[\w-]*"
        r"|\b(?:shows?|showing|displays?|flash(?:es|ing)|blinking|code|fault)\b(?: [a-z]+){0,3} \"?[a-z]{1,3}-?\d{1,4}\b"
        r"|\b(?:error|message|says?|saying|reads?|shows?|get|got|getting|screen|it)\b[^.?!\n\"]{0,30}\"(?P<value>[^\"\n]{4,})\""
        r"|\b(?:comes up|pops up|error|message|says?|saying|reads?|shows?|get|getting|throws|"
        r"gives)\b[^.?!\n']{0,20} '(?P<single>[^'\n]{6,})'"
        r"|\b(?:(?:error|message|screen|it|box|app|page|display|notice) (?:just |then |only )?(?:says|said|reads)|"
        r"saying) (?:that )?"
        r"(?P<plain>(?!(?:nothing|so|this|it|how|which)\b)\w+ \w+[^.?!\n]{0,40})"
    ),
    "picture": late(
        r"\b(?:see|here(?:'s| is| are)|attach(?:ed|ing)|enclosed|i(?:'ve| have|'m)?(?: already| just| also| now)*(?: sent|"
        r" attached| uploaded|"
        r" included| added| e-?mailed| shared| posted| sending)|please find)\b(?: [\w']+){0,5}? (?P<value>" + _PICTURE + r")\b"
        r"|\b(?P<pic>" + _PICTURE + r")\b(?: [\w']+){0,4}? (?:attached|enclosed|below|included|as requested|with this)\b"
    ),
    "amount": late(r"[£$€] ?\d[\d.,]*\d|[£$€] ?\d|\b\d[\d.,]* ?(?:[£€$]|euros?\b|pounds?\b|quid\b|dollars?\b|usd\b|gbp\b|eur\b)"),
    "day": late(r"\b" + _DATE),
    "bought": late(
        r"\b(?:bought|purchased|ordered|got it|"
        r"got them)\b[^.?!\n]{0,60}?\b(?P<value>" + _DATE + r")(?P<place>[^.?!\n]{0,20} (?:at|from|in) (?:the |your )?\w+)?"
    ),
    "shop": late(
        r"\b(?:bought|purchased|ordered)\b[^.?!\n]{0,30}\b(?:at|from|in|on) (?:the |your |an? )?[\w ]{2,30}(?:store|shop|"
        r"branch|outlet|website|site|amazon|ebay)\b"
    ),
    "measure": late(r"\b\d+(?:[.,]\d+)? ?(?:cm|mm|m|in|\")? ?(?:x|by|×) ?\d+[^.?!\n]{0,12}|\b\d+(?:[.,]\d+)? ?(?:cm|mm|kg|"
        r"inch(?:es)?|lbs?|ft)\b"),
    "bank": late(r"\b(?:sort code|account(?: number)?|iban|routing number)\b[ :is]{0,5}(?P<value>\d{2}-\d{2}-\d{2}|\d{8,10}|"
        r"[a-z]{2}\d{2} ?\w{4} ?\w{4}[\w ]*)"),
    "form": late(
        r"\b(?:i|we)(?:'ve| have)?(?: already| just| also)* (?:completed|filled|submitted|sent)\b[^.?!\n]{0,30}\bform\b"
    ),
    "people": late(
        r"\b(?:\d+|two|three|four|five|six|seven|eight|nine|ten|twelve) (?:of us|people|adults|guests|passengers|persons|"
        r"kids|children|users|"
        r"seats|licen[cs]es)\b|\b(?:party|group|table|total) (?:of|for) (?:\d+|two|three|four|five|six|seven|eight|nine|ten|"
        r"twelve)\b"
    ),
    "result": late(r"\b\d+(?:\.\d+)? ?(?:mbps|mb/s|mbit|meg|down|up)\b|\bhere (?:is|are) (?:my|the) speeds?\b"),
    "status": late(
        r"\b(?:marked|showing|shows?|showed|listed|says?|said|status is|updated) (?:it )?(?:as |that |it )?(?:it )?(?:was |"
        r"has |been |is )*"
        r"(?:delivered|in transit|out for delivery|dispatched|shipped|lost)\b|\btracking (?:page |number |info |"
        r"link )?(?:says?|said|shows?|hasn't|has not|stopped|stuck)\b"
    ),
    "look": late(
        r"\bsize (?:is )?(?:uk |eu |us )?(?:\d+|x{0,2}[sml]|small|medium|large)\b|\b(?:black|white|grey|gray|red|blue|green|"
        r"yellow|pink|purple|"
        r"brown|orange|navy|beige|cream|silver|gold|mustard|turquoise)\b"
    ),
}  # fmt: skip
_ADDRESS = late(
    r"\b\d{1,5}[A-Za-z]?,? (?:[A-Z][\w'.]+ ){1,3}(?:"
    + STREETS
    + r")\b[^.?!\n]{0,40}|\b(?i:my|our)(?: \w+)? (?i:address) (?:is|:) [^?!\n]{6,60}"
    r"|\b(?i:address|live at|to|is) \d{1,4}[a-z]? (?:[a-z']+ ){1,2}(?:street|road|avenue|lane|crescent|close|drive)\b"
    r"|\b[A-ZÄÖÜ]\w+(?:straße|strasse|weg|platz|gasse) \d{1,3}\b|\bRue [\w' ]{3,25} \d{1,4}\b"
)
_NAME = late(
    r"(?i:\bmy (?:full )?name is|\bname:|\b(?:under|in) the name(?: of)?|\bname on the \w+ is|\bnames? (?:is|are|"
    r"was)) (?P<value>(?:[A-Z][\w'.-]+ ?){1,4})"
    r"|\b(?i:my) (?i:daughter|son|wife|husband|partner|mother|mum|father|dad|child|baby|dog|cat|brother|sister|friend|"
    r"colleague),? (?:is )?"
    r"(?P<kin>(?:[A-Z][\w'-]+ ?){1,3})"
    r"|(?i:\b(?:they(?:'re| are)|he(?:'s| is)|she(?:'s| is))) (?P<others>(?:(?:Mr|Mrs|Ms|Miss|Dr|Mme|"
    r"M)\b\.? ?(?:and )?){1,3}(?:[A-Z][\w'-]+ ?){1,3})"
)
_NOT_YET = late(
    r"(?:n't|cannot|unable to|\bno|\bnot|\bnever|should i|shall i|do you want|want me to|can i|could i|if you|"
    r"would you like|will)(?: \w+){0,4} $"
)
_IMAGE = late(r"\.(?:jpe?g|png|gif|heic|webp|bmp|tiff?|mp4|mov|avi|webm)$")


def given(reading: Reading, view: View) -> Iterator[Given]:
    """Everything of these kinds in a message of the customer's."""
    text = view.unmasked
    for kind, name in NUMBERS.items():
        for _, end in reading.matches(view, name):
            if led := _LED.match(text, end):
                yield _made(led, kind, led.span(1))
    for found in _REFERENCE.finditer(text):
        yield _made(found, "reference", found.span(1))
    for kind, shape in _SHAPES.items():
        for found in shape.finditer(text):
            if kind not in ("picture", "form", "error") or not _NOT_YET.search(text[max(0, found.start() - 30) : found.start()]):
                yield _made(found, kind, _value(found))
    cased = view.seen.text
    for kind, shape in (("address", _ADDRESS), ("name", _NAME)):
        for found in shape.finditer(cased):
            if not text[found.start() : found.end()].isspace():  # what is hidden is another's
                yield _made(found, kind, _value(found))
    yield from _papers(reading, view, text)


def bare(view: View) -> Iterator[Given]:
    """Numbers without a label: what answers a question of ours."""
    for found in _BARE.finditer(view.unmasked):
        yield _made(found, "reference", found.span(1))


def files(reading: Reading, view: View) -> tuple[tuple[str, bool], ...]:
    """The files that came with a message: each name, and whether it is a picture."""
    names = reading.conversation.turns[view.turn].attachments
    return tuple((name, _IMAGE.search(name.lower()) is not None) for name in names)


def _made(found: re.Match[str], kind: str, place: tuple[int, int]) -> Given:
    return Given(*place, kind, " ".join(found.string[place[0] : place[1]].split()))


def _value(found: re.Match[str]) -> tuple[int, int]:
    """The place of the value, without what led to it."""
    names = [name for name, words in found.groupdict().items() if words and name != "place"]
    return found.span(names[0]) if names else found.span()


_PAPER = late(
    r"\b(?:attach(?:ed|ing)|enclosed|i(?:'ve| have) (?:sent|included|uploaded)|here(?:'s| is)|please find)\b[^.?!\n]{0,30}$"
)
_WITH = late(r"[^.?!\n]{0,12}\b(?:attached|enclosed|included|below)\b")


def _papers(reading: Reading, view: View, text: str) -> Iterator[Given]:
    """The papers that a message says it brings."""
    for start, end in reading.matches(view, "slot-document"):
        if _PAPER.search(text, max(0, start - 60), start) or _WITH.match(text, end):
            yield Given(start, end, "document", text[start:end])
