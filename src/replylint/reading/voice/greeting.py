"""The words that address the customer before the reply begins."""

from __future__ import annotations

import re

from replylint.late import late
from replylint.reading.voice.part import Part

HELLO = late(
    r"\s*(?:@[\w.]+[,:]?\s+)*(?P<hello>(?:(?P<sure>hi|hello|hey|hiya|howdy|dear|greetings|good\s+(?:morning|afternoon|"
    r"evening|day))|morning|afternoon|evening)(?:\s+(?:there|again|all|everyone|everybody|folks|both))?)\b",
    re.I,
)
END = late(r"[,!]|[:;](?=\W|$)|\.(?=\s|$)|\s[-–—](?=\s)|[–—]|\n|$")
CLOSERS = late(r"[,!.:;–—-]*")
ADDRESSED = late(r"\s*([A-Z][\w'’.-]*(?:[ ][A-Z][\w'’.-]*){0,2}),[ \t]*(?=\n)")
NAME = late(r"[ \t]+(?:[A-Z][\w'’-]+|null\b|undefined\b|\{+[^{}\n]{1,40}\}+|\[[^\[\]\n]{1,40}\]|%\w{1,40}%)")
TITLES = frozenset({"mr", "mrs", "ms", "mx", "dr", "prof", "st"})
WORDS = (
    "a about above actually all am an and any are as at be been but by can could did do does every everything for from "
    "further get glad go good great had happy has have here he how i i'd i'll i'm i've if in is it it's just let many "
    "me might my no not of on once one or our per please regarding re she should so sorry sure thank thanks that "
    "that's the their them there they this to today unfortunately was we we'd we'll we're we've welcome were what when "
    "which while who will with would yes yet you you'll you're your"
)
NO_NAMES = frozenset(WORDS.split())
MOST_NAMES = 7
LONGEST = 70


def greeting(text: str) -> Part | None:
    """The greeting at the head of a text, with its comma; None if it begins without one."""
    match = HELLO.match(text)
    if match is None:
        lone = ADDRESSED.match(text)
        if lone and lone.group(1).lower() not in NO_NAMES:
            return Part("greeting", lone.start(1), lone.end(1) + 1)
        return None
    start, at = match.start("hello"), match.end()
    stop = _name_end(text, at)
    names = text[at:stop].replace("’", "'").lower().split()
    if stop - at <= LONGEST and len(names) <= MOST_NAMES and NO_NAMES.isdisjoint(names):
        closing = CLOSERS.match(text, stop + len(text[stop:]) - len(text[stop:].lstrip(" \t")))
        end = closing.end() if closing and closing.end() > closing.start() else stop
        return Part("greeting", start, end)
    if not match.group("sure"):
        return None
    for _ in range(3):
        name = NAME.match(text, at)
        if name is None or name.group().strip().lower() in NO_NAMES:
            break
        at = name.end()
    return Part("greeting", start, at)


def _name_end(text: str, at: int) -> int:
    """Where the names after a greeting end: at a comma, a dash, a full stop that is not a title's, or the line."""
    limit = min(len(text), at + LONGEST + 1)
    for match in END.finditer(text, at, limit):
        word = text[at : match.start()].rsplit(maxsplit=1)[-1:]
        if match.group() == "." and word and (word[0].lower() in TITLES or len(word[0]) == 1):
            continue
        return match.start()
    return limit
