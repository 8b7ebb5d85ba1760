"""Stretches within a sentence whose words are not the agent's own: addresses, quotations, labels, names."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from replylint.late import late
from replylint.reading.voice.log import is_block
from replylint.reading.voice.part import Part
from replylint.source import Mark

COMMON_ENDINGS = "com|org|net|io|co|app|dev|gov|edu|info|me|shop|store|help|support|[a-z]{2}"
URL = late(
    r"(?:\b(?:https?|ftp)://|(?<![\w@.])www\.)[^\s<>\"“”«»\ufffc]+"
    rf"|(?<![\w@./-])(?:[a-z0-9][a-z0-9-]{{0,62}}\.){{1,4}}(?:{COMMON_ENDINGS})/[^\s<>\"“”«»\ufffc]*",
    re.I,
)
TRAILING = ".,;:!?'’*_~"
PAIRS = {")": "(", "]": "[", "}": "{"}
EMAIL = late(r"(?<![\w.+%-])[\w.+%-]{1,64}@\w[\w-]{0,62}(?:\.[\w-]{2,63}){1,5}")
PARAGRAPH_END = late(r"\n[ \t]*\n")
LONGEST_QUOTATION = 300
LONGEST_LABEL = 60
PAIRED = late(
    rf"“[^“”]{{1,{LONGEST_QUOTATION}}}”|„[^„“”]{{1,{LONGEST_QUOTATION}}}[“”]|«[^«»]{{1,{LONGEST_QUOTATION}}}»"
    rf"|(?<!\w)‘(?!\s)(?:[^‘’\n]|(?<=\w)’(?=\w)){{1,{LONGEST_QUOTATION}}}(?<!\s)’(?!\w)"
)
SINGLE = late(r"(?<![\w'])'(?![\s']|\d0s)(?:[^'\n]|(?<=\w)'(?=\w)){1,60}(?<!\s)'(?![\w'])")
BEFORE_OPENING = " \t\n([{/-–—:=>*_"
AFTER_CLOSING = " \t\n)]}/-–—:;,.!?<*_…'’"
TICKS = late(r"(?<!`)(`{1,2})(?!`)([^`\n]{1,200})\1(?!`)")
STARS = late(r"(?<![*\w])\*\*(?![\s*])([^*\n]{1,60})(?<!\s)\*\*(?![*\w])")
STRESSED_WORDS = (
    "all always any both do each every free important must never no none not nothing now only please today urgent you"
)
STRESSED = frozenset(STRESSED_WORDS.split())
PLACEHOLDER = late(
    r"\{\{[^{}\n]{1,60}\}\}|\$?\{[^{}\n:;\"]{1,60}\}|\[[A-Z][A-Z0-9 _/.-]{1,40}\](?!\()"
    r"|\[(?:[Ff]irst|[Ll]ast|[Yy]our|[Ii]nsert|[Aa]dd|[Cc]ustomer|[Aa]gent|[Nn]ame|[Dd]ate|[Tt]ime|[Oo]rder|[Cc]ompany|"
    r"[Pp]roduct|[Ll]ink|[Nn]umber|[Aa]mount)\b[^\[\]\n]{0,40}\](?!\()|%[A-Za-z_]{2,40}%|<[A-Za-z][\w -]{1,40}>"
)
HTML_NAMES = frozenset({"br", "div", "span", "strong", "em", "ul", "ol", "li", "img", "pre", "code", "table", "tr", "td", "hr"})


def opaque(text: str, marks: Sequence[Mark]) -> Iterator[Part]:
    """Every inline stretch to be hidden, in no order; only what can be there at all is looked for."""
    if "/" in text or "www." in text or "WWW." in text:
        yield from urls(text)
    if "@" in text:
        yield from (Part("email", *match.span()) for match in EMAIL.finditer(text))
    yield from quotations(text)
    yield from labels_and_code(text, marks)


def labels_and_code(text: str, marks: Sequence[Mark]) -> Iterator[Part]:
    """Labels of buttons and the like, and inline code, set apart by the markup or by its characters in plain text."""
    if text.count("'") > 1:
        yield from (Part("label", *match.span()) for match in SINGLE.finditer(text))
    if "`" in text:
        yield from (Part("code", *match.span()) for match in TICKS.finditer(text))
    if "**" in text:
        for match in STARS.finditer(text):
            if _is_label(text, match.start(), match.group(1)):
                yield Part("label", *match.span())
    for mark in marks:
        start, end = mark.start, mark.end
        if mark.kind == "code" and not is_block(text, start, end):
            yield Part("code", start, end)
        elif mark.kind == "bold" and end - start <= LONGEST_LABEL and _is_label(text, start, text[start:end]):
            yield Part("label", start, end)


def quotations(text: str) -> Iterator[Part]:
    """Text in quotation marks, with them."""
    if '"' in text:
        yield from straight_quotations(text)
    if "“" in text or "„" in text or "«" in text or "‘" in text:
        for match in PAIRED.finditer(text):
            if not PARAGRAPH_END.search(match.group()):
                yield Part("quotation", *match.span())


def urls(text: str) -> Iterator[Part]:
    """Web addresses, without the punctuation of the sentence they stand in."""
    for match in URL.finditer(text):
        start, end = match.span()
        surplus = {closer: match.group().count(closer) - match.group().count(PAIRS[closer]) for closer in PAIRS}
        while end > start:
            last = text[end - 1]
            if last not in TRAILING and surplus.get(last, 0) <= 0:
                break
            if last in surplus:
                surplus[last] -= 1
            end -= 1
        yield Part("url", start, end)


def straight_quotations(text: str) -> Iterator[Part]:
    """Text between straight double quotation marks; none in a paragraph where they do not pair up."""
    start = 0
    for border in (*(match.start() for match in PARAGRAPH_END.finditer(text)), len(text)):
        if '"' in text[start:border]:
            for opening, closing in _paired(text, start, border):
                if 1 < closing - opening <= LONGEST_QUOTATION:
                    yield Part("quotation", opening, closing + 1)
        start = border


def _paired(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """The pairs of straight quotation marks in a paragraph; inches are left out where the rest then pairs up."""
    places = [match.start() for match in re.finditer('"', text[start:end])]
    places = [start + place for place in places]
    pairs: list[tuple[int, int]] = []
    opening: int | None = None
    for number, place in enumerate(places):
        before, after = text[place - 1 : place] if place > start else " ", text[place + 1 : place + 2] or " "
        inches = before.isdigit()
        if opening is None:
            if before in BEFORE_OPENING or before in '"“‘':
                opening = place
            elif not inches:
                return []
        elif not before.isspace() and (after in AFTER_CLOSING or after == '"'):
            following = places[number + 1] if number + 1 < len(places) else None
            if inches and following is not None and text[following - 1] not in BEFORE_OPENING:
                continue  # a size within the quotation, which ends later
            pairs.append((opening, place))
            opening = None
        elif not inches:
            return []
    return pairs if opening is None else []


def titles_in(text: str, titles: Sequence[str]) -> Iterator[Part]:
    """Product names. One that is an ordinary word, such as Pages, counts only as it is written."""
    folded = text.casefold()
    for title in titles:
        if title and title.casefold() in folded:
            flags = 0 if title.isalpha() and title.istitle() else re.I
            for match in re.finditer(rf"(?<!\w){re.escape(title)}(?!\w)", text, flags):
                yield Part("title", *match.span())


def placeholders(text: str) -> Iterator[Part]:
    """Gaps of a template that somebody or something is to fill."""
    for match in PLACEHOLDER.finditer(text):
        if match.group()[1:-1].lower() not in HTML_NAMES:
            yield Part("placeholder", *match.span())


def _is_label(text: str, start: int, words: str) -> bool:
    """Whether bold words name something on a screen: a few, capitalised, within a sentence and not stressed."""
    line = text[max(0, start - LONGEST_LABEL) : start].rpartition("\n")[2].rstrip()
    if not line or line[-1] in ".!?" or len(words.split()) > 4 or words[-1] in ".!?:," or PLACEHOLDER.search(words):
        return False
    return not words[0].islower() and words.lower() not in STRESSED
