"""Quoted history: what others (or the agent, earlier) wrote, below or between the words of this reply."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Collection, Sequence

from replylint.late import late
from replylint.reading.voice.part import Part, joined, lines
from replylint.source import Mark

# How mail programs of several languages introduce a quotation: the first word of the line, and the verb.
OPENERS = {
    "On": "wrote",
    "Am": "schrieb",
    "Le": "écrit",
    "El": "escribió",
    "Il": "scritto",
    "Op": "schreef",
    "Em": "escreveu",
    "Den": "skrev",
    "W": "napisał",
}
VERBS = tuple(OPENERS.values())
FIELDS = (
    "From|Sent|Date|To|Cc|Subject|Reply-To|Von|Gesendet|Datum|An|Betreff|De|Envoyé|À|Objet|Enviado(?: el)?|Para|Asunto|"
    "Da|Inviato|A|Oggetto|Van|Verzonden|Aan|Onderwerp|Assunto|Fra|Sendt|Til|Emne|Från|Skickat|Till|Ämne"
)
ORIGINAL = (
    "original message|original e-?mail|forwarded message|reply above this line|ursprüngliche nachricht|"
    "message d'origine|message original|mensaje original|messaggio originale|oorspronkelijk bericht|mensagem original"
)
FIELD = late(rf"[ \t]*\*?(?:{FIELDS})[ \t]?:\*?[ \t]")
SENDER = late(r"[ \t]*\*?(?:From|Von|De|Da|Van|Fra|Från)[ \t]?:\*?[ \t]")
MARKER = late(
    rf"[ \t]*(?:[-_]{{2,}}[ \t]*(?:{ORIGINAL})[ \t]*[-_]{{2,}}|#{{2,}}-.{{0,120}}-#{{2,}}"
    r"|begin forwarded message:)[ \t]*$",
    re.I,
)
SEPARATOR = late(r"[ \t]*(?:-{10,}|_{10,})[ \t]*$")
ADDRESS_OR_DATE = late(r"\S@\S|\b(?:19|20)\d\d\b|\b\d{1,2}[./-]\d{1,2}[./-]\d{2,4}\b")
CLOCK = late(r"\b\d{1,2}[:.h]\d\d\b")
# A sentence of the agent's about somebody's letter, not the line a mail program sets above one.
PROSE = late(r"\b(?:our|the|your|my|an?|we|they|he|she|I)\s+(?:\w+\s+){0,4}wrote\b")
DATED_SENDER = late(r"[ \t]*\d{4}-\d\d-\d\d\b.{0,120}<[^<>\s]+@[^<>\s]+>:[ \t]*$")
LONGEST_HEADER = 300
Rows = list[tuple[int, int]]  # where each line of a text starts and ends


def quoted(text: str, marks: Sequence[Mark]) -> list[Part]:
    """The stretches of history in a readable text, in order."""
    spans = [(mark.start, mark.end) for mark in marks if mark.kind in ("quote", "earlier")]
    rows = lines(text)
    starts = [start for start, _ in rows]
    marked = {starts[bisect_right(starts, start) - 1] for start, _ in spans}
    number = 0
    while number < len(rows):
        start, end = rows[number]
        if text[start:end].lstrip().startswith(">"):
            spans.append((start, end))
        elif last := introduced(text, rows, number, marked):
            if quoted_next(text, rows, last, marked):
                spans.append((start, rows[last - 1][1]))
            elif rows[last - 1][1] >= (stop := max((end for begin, end in spans if begin <= start < end), default=0)):
                spans.append((start, len(text)))
                break
            else:  # markup says where it ends: an answer may stand below
                last = bisect_left(starts, stop)
            number = last
            continue
        elif starts_rest(text, rows, number):
            # a ticket system may set its marker on top of everything: then nothing below it is history for that
            spans.append((start, len(text) if text[:start].strip() else end))
            break
        number += 1
    return joined(text, "history", spans)


def introduced(text: str, rows: Rows, number: int, marked: Collection[int] = ()) -> int:
    """The number of the line after a "… wrote:" header that starts on this line, wrapped or not; 0 if there is none.

    `marked` are the starts of lines that markup quotes."""
    start, end = rows[number]
    first = text[start:end].split(maxsplit=1)[:1]
    verb = OPENERS.get(first[0]) if first else None
    for last in range(number + 1, min(number + (4 if verb else 2), len(rows) + 1)):
        stop = rows[last - 1][1]
        if stop - start > LONGEST_HEADER or not text[start:stop].rstrip().endswith(":"):
            continue
        line = " ".join(text[start:stop].split())
        if DATED_SENDER.match(line):
            return last
        if verb is None or verb not in line:
            lone = line.endswith((" wrote:", " schrieb:")) or ("@" in line and any(each in line for each in VERBS))
            if quoted_next(text, rows, last, marked):  # in any language it has an address and the time of day
                return last if lone or ("@" in line and CLOCK.search(line)) else 0
            return last if lone and "<" in line else 0
        if PROSE.search(line) or (verb == "wrote" and not line.endswith("wrote:")):
            return 0
        dated = ADDRESS_OR_DATE.search(line) or (CLOCK.search(line) and quoted_next(text, rows, last, marked))
        return last if dated else 0
    return 0


def quoted_next(text: str, rows: Rows, number: int, marked: Collection[int] = ()) -> bool:
    """Whether the next line with something on it is marked as quoted."""
    for start, end in rows[number : number + 4]:
        line = text[start:end].lstrip()
        if line:
            return line.startswith(">") or start in marked
    return False


def starts_rest(text: str, rows: Rows, number: int) -> bool:
    """Whether everything from this line on is an earlier mail."""
    start, end = rows[number]
    first = text[start:end].lstrip(" \t")[:1]
    if not first:
        return False
    if first in "-_#bB":
        line = text[start:end]
        if len(line) < LONGEST_HEADER and MARKER.match(line):
            return True
        return bool(SEPARATOR.match(line)) and _heads_mail(text, rows, number + 1)
    return SENDER.match(text, start, end) is not None and _fields(text, rows, number) >= 3


def _fields(text: str, rows: Rows, number: int) -> int:
    """How many of the next lines, up to the first other one, are fields of a mail's head."""
    count = 0
    for start, end in rows[number : number + 10]:
        if FIELD.match(text, start, end):
            count += 1
        elif text[start:end].strip():
            break
    return count


def _heads_mail(text: str, rows: Rows, number: int) -> bool:
    """Whether the next line with something on it names the sender of a mail, as below a ruled line."""
    for at in range(number, min(number + 3, len(rows))):
        start, end = rows[at]
        line = text[start:end].strip()
        if line:
            named = end - start < 120 and line[-1] not in ".!?" and "," in line
            return bool(SENDER.match(line)) or bool(named and ADDRESS_OR_DATE.search(line) and CLOCK.search(line))
    return False
