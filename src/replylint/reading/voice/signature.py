"""Where a reply ends before its text does: the sign-off, the signature below it, the legal footer."""

from __future__ import annotations

import re

from replylint.late import late
from replylint.reading.voice.part import Part, last_lines

NAMES = r"(?-i:[A-Z][\w.'’-]*(?:[ ](?:[A-Z&|][\w.'’-]*|from|at|van|de|der|von|la)){0,5})"
VALEDICTION = late(
    r"(?P<words>(?P<formal>(?:(?:with|my|our|very|kind|kindest|best|warm|warmest|heartiest|sincere|all|good|thanks|many|and|&)"
    r"\s+)*(?:regards|wishes)"
    r"|(?:all\s+the\s+(?:very\s+)?)?best|cheers|warmly|cordially|respectfully|rgds|take\s+care"
    r"|(?:yours?\s+|very\s+|most\s+)*(?:sincerely|faithfully|truly)(?:\s+yours)?)"
    r"|(?:(?:many|best|kind|warm|with)\s+)*thanks"
    r"(?:\s+(?:again|so\s+much|a\s+lot|very\s+much|and\s+\w+\s+(?:regards|wishes)))?"
    r"|thank\s+you(?:\s+(?:again|so\s+much|very\s+much))?|thx|ta"
    r"|(?:thanks|thank\s+you)\s+(?:again\s+)?(?:so\s+much\s+)?for\s+[^.!?,\n]{1,40}"
    r"|have\s+an?\s+\w+\s+(?:rest\s+of\s+(?:the|your)\s+)?(?:day|one|week|weekend|evening|afternoon|morning))"
    rf"(?P<stop>[\s,.!…~–—-]*)(?P<name>(?:(?:from|your|the)\s+)?{NAMES}"
    r"|(?:(?:from|your|the)\s+)+[\w ]{0,30}team)?\W{0,4}",
    re.I,
)
DELIMITER = late(r"--$|—$|-{2,3} ?$|_{2,9}$")
DEVICE = late(
    r"(?:(?:Sent|Gesendet|Envoyé|Enviado|Inviato|Verzonden) (?:from|with|via|von|de|depuis|desde|da|dal|vanaf)"
    r" (?:my|meinem|mon|mi|il mio|mijn|Outlook|Mail|Yahoo|Gmail|Proton|Samsung|iPhone|Android|Spark|Superhuman)\b"
    r"|Get (?:Outlook|Spark|BlueMail) for ).{0,50}$"
)
INITIALS = late(
    r"(?:^|(?<=[.!?)…])|(?<=[.!?)…]\s)|https?://\S++\s+|(?<=\s)(?=[\^*~])|(?<=[^\w\s])(?=\^))"
    r"(?P<sign>\^\s?[A-Za-z]\w{0,14}|\*[A-Z]{2,4}|/[A-Z]{2,3}"
    r"|[-–—~]{1,2}\s?[A-Z][\w.'’]{0,20}(?:\s[A-Z][\w.'’]{0,20})?)(?=(?:\s+(?:https?://\S+|\(?\d/\d\)?))?\s*$)",
    re.M,
)
FOOTER_HINTS = (
    "onfidential", "CONFIDENTIAL", "nsubscribe", "egistered in", "egistered office", "intended", "isclaimer",
    "DISCLAIMER", "ll rights reserved", "environment before", "received this", "are receiving",
)  # fmt: skip
# A line below the name that says something about the matter, not about the sender or the company.
MATTER = late(
    r"\?|\bp\.? ?s\b\.?|\b(?:i|i['’]\w+|me|my|mine|we['’]ll|you['’]ll|will|won['’]t|shall|can|could|should|would|need|"
    r"please|been|was|were|attached|once|(?:mon|tues|wednes|thurs|fri|satur|sun)day|today|tomorrow)\b",
    re.I,
)
NOT_A_NAME = late(
    r"(?:please|i|we|you|if|this|that|it|here|as|let|in|on|for|once|when|and|but|also|to|do|is|are|just|no|yes)\b|\d+[.)]",
    re.I,
)
SMALL_WORDS = "a and at care customer da de del der di for from in la of on service support team the van von your"
NAME_WORDS = frozenset(SMALL_WORDS.split())
BULLET = late(r"[-–—*~]\s")
MOST_LINES = 40
MOST_SIGNATURE_LINES = 8
MOST_DELIMITED_LINES = 15
LONGEST_LINE = 90
LONGEST_NAME = 60


def closing(text: str) -> list[Part]:
    """Sign-off, signature and footer at the end of a text from which history is blanked already."""
    rows = last_lines(text, MOST_LINES)
    parts: list[Part] = []
    if any(hint in text for hint in FOOTER_HINTS):
        from replylint.reading.voice.footer import footer_at

        number = footer_at(text, rows)
        if number < len(rows):
            parts.append(Part("footer", rows[number][0], rows[-1][1]))
            rows = rows[:number]
    while rows and DEVICE.match(text, *rows[-1]):
        parts.append(Part("signature", *rows.pop()))
    for number in range(max(0, len(rows) - MOST_DELIMITED_LINES - 1), len(rows)):
        if number and DELIMITER.match(text, *rows[number]) and _signature_lines(text, rows[number + 1 :]) is not None:
            parts.append(Part("signature", rows[number][0], rows[-1][1]))
            rows = rows[:number]
            break
    if rows:
        parts += _sign_off(text, rows) or _initials(text, rows)
    return parts


def _sign_off(text: str, rows: list[tuple[int, int]]) -> list[Part]:
    """The last valediction with nothing but a signature after it."""
    first = max(0, len(rows) - MOST_SIGNATURE_LINES - 4)
    for number in range(len(rows) - 1, first - 1, -1):
        start, end = rows[number]
        match = VALEDICTION.fullmatch(text, start, end) if end - start <= LONGEST_LINE else None
        if match is None and number == len(rows) - 1:
            match = _at_line_end(text, start, end)
        if match is None or not _plausible(match):
            continue
        below = _signature_lines(text, rows[number + 1 :])
        if below is None and not (match.group("name") and match.group("formal")):
            continue
        return _signed(text, rows, number, match, below or 0)
    return []


def _plausible(match: re.Match[str]) -> bool:
    """Whether a name on the valediction's line signs: not so in "Thanks for your call to Acme" or "Thank you, Ana!"."""
    if not match.group("name") or match.group("formal"):
        return True
    if match.string[match.end("name") - 1 : match.end()].strip(" \n*_").endswith(("!", ".")):
        return False
    return " for " not in match.group("words").lower() or any(mark in match.group("stop") for mark in ",.!–—-")


def _at_line_end(text: str, start: int, end: int) -> re.Match[str] | None:
    """A valediction after the last sentence of a line."""
    tail = max(text.rfind(mark, start, end - 2) for mark in (". ", "! ", "? ", ") ")) + 2
    match = VALEDICTION.fullmatch(text, tail, end) if start + 2 <= tail and end - tail <= LONGEST_NAME else None
    return match if match and (match.group("formal") or match.group("name")) else None


def _signed(text: str, rows: list[tuple[int, int]], number: int, match: re.Match[str], below: int) -> list[Part]:
    """The parts of a sign-off on line `number` and of the `below` lines under it."""
    start = match.start()
    while number and start == rows[number][0] and VALEDICTION.fullmatch(text, *rows[number - 1]):
        above = rows[number - 1][0]
        if rows[number - 1][1] - above > LONGEST_LINE:
            break
        number, start = number - 1, above
        below += 1
    end = rows[number + below][1] if below else match.end()
    found = [Part("sign-off", start, end)]
    if match.group("formal"):
        return [*found, Part("signature", match.start(), end)]
    # thanks are part of what the agent says; only the names are not
    name = match.start("name") if match.group("name") else match.end()
    return [*found, Part("signature", name, end)] if name < end else found


def _signature_lines(text: str, rows: list[tuple[int, int]]) -> int | None:
    """How many of the lines below a valediction are signature; None if they go on about the matter at once."""
    if not rows:
        return 0
    start, end = rows[0]
    first = text[start:end]
    if end - start > LONGEST_NAME or first[-1] in "?!:;" or not _names_somebody(first):
        return None
    count = 1
    for start, end in rows[1:]:
        line = text[start:end]
        if end - start > LONGEST_LINE or (MATTER.search(line) and (line.count(" ") >= 3 or line[-1] in ".?!")):
            break
        count += 1
    return count if count <= MOST_SIGNATURE_LINES else 1


def _names_somebody(line: str) -> bool:
    """Whether a line can be a name, a role or a company: no small words but those that names have in them."""
    if MATTER.search(line) or NOT_A_NAME.match(line):
        return False
    words = [word for word in re.split(r"[^\w'’]+", line) if word]
    small = [word for word in words if word[0].islower() and word.lower() not in NAME_WORDS]
    return not small or (len(words) <= 2 and line[-1] != ".")


def _initials(text: str, rows: list[tuple[int, int]]) -> list[Part]:
    """Initials or a first name after a dash, a caret or an asterisk at the very end."""
    start, end = rows[-1]
    match = INITIALS.search(text, max(start, end - 120), end)
    if match is None:
        return []
    alone = match.start("sign") == start
    if alone and len(rows) > 1 and BULLET.match(text, *rows[-2]) and BULLET.match(text, start, end):
        return []  # the last item of a list
    return [Part("sign-off", *match.span("sign")), Part("signature", *match.span("sign"))]
