"""Which characters of a reply are the agent's own new words.

Quotations, history, signature, code, addresses and what was taken over from the customer are not hers, and are not
judged. Nothing is removed: what is hidden is replaced character by character, so every offset stays true.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from replylint.reading.voice.greeting import greeting
from replylint.reading.voice.part import Kind, Part
from replylint.reading.voice.signature import closing
from replylint.source import Visible

__all__ = ["OPAQUE", "Kind", "Part", "Voice", "own"]

OPAQUE = "\ufffc"
# Without one of these words a text needs no closer look, and the patterns of that look need not be compiled.
HISTORY_HINTS = (
    ">", "----", "____", "##-", "forwarded message:", "From:", "Von:", "De:", "De :", "Da:", "Van:", "Fra:", "Från:",
    "wrote:", "schrieb", " écrit", "escribió", "scritto", "schreef", "escreveu", "skrev", "napisał",
)  # fmt: skip
LOG_HINTS = (
    "```", "~~~", "rror", "xception", "Traceback", "ERR", "WARN", "INFO", "DEBUG", "FATAL", "TRACE", "  at ", "\tat ",
)  # fmt: skip
INLINE_HINTS = ('"', "“", "‘", "«", "„", "/", "@", "`", "**", "www.", "WWW.")
GAP_HINTS = ("{", "[", "%", "<")


class Voice(NamedTuple):
    """A text with the words of others hidden, and its parts in order.

    `text` is as long as the readable text it came from. History, signature, footer, code blocks and log lines are
    spaces; inline stretches are filled with OPAQUE, so that their sentence keeps its shape. Line breaks always stay.
    Greetings, sign-offs and placeholders are reported, not hidden (a formal valediction belongs to the signature).
    """

    text: str
    parts: tuple[Part, ...]


def own(visible: Visible, theirs: Sequence[str] = (), titles: Sequence[str] = ()) -> Voice:
    """Hide all but the agent's own words.

    `theirs` are the readable texts of the customer's messages, `titles` the names that are not to be judged.
    """
    text, marks = visible.text, visible.marks
    parts: list[Part] = []
    if any(mark.kind in ("quote", "earlier") for mark in marks) or any(hint in text for hint in HISTORY_HINTS):
        from replylint.reading.voice.history import quoted

        text = _blanked(text, parts, quoted(text, marks))
    if any(mark.kind == "code" for mark in marks) or any(hint in text for hint in LOG_HINTS):
        from replylint.reading.voice.log import machine_output

        text = _blanked(text, parts, machine_output(text, marks))
    found = closing(text)
    text = _blanked(text, parts, [part for part in found if part.kind != "sign-off"])
    parts += [part for part in found if part.kind == "sign-off"]
    if addressed := greeting(text):
        parts.append(addressed)
    inline = list(_inline(text, visible, theirs, titles))
    if any(hint in text for hint in GAP_HINTS):
        from replylint.reading.voice.inline import placeholders

        parts += placeholders(text)
    parts += inline
    return Voice(_filled(text, inline), tuple(sorted(parts, key=lambda part: (part.start, -part.end, part.kind))))


def _inline(text: str, visible: Visible, theirs: Sequence[str], titles: Sequence[str]) -> Iterable[Part]:
    marked = any(mark.kind in ("code", "bold") for mark in visible.marks)
    if marked or text.count("'") > 1 or any(hint in text for hint in INLINE_HINTS):
        from replylint.reading.voice.inline import opaque

        # a mark never begins with a space, unless it is blanked by now
        yield from opaque(text, [mark for mark in visible.marks if not text[mark.start].isspace()])
    if titles:
        from replylint.reading.voice.inline import titles_in

        yield from titles_in(text, titles)
    if theirs:
        from replylint.reading.voice.copied import copied

        yield from copied(text, theirs)


def _blanked(text: str, parts: list[Part], found: Sequence[Part]) -> str:
    """The text with the found parts turned to spaces; they join `parts`."""
    parts += found
    return _replaced(text, found, " ") if found else text


def _filled(text: str, found: Sequence[Part]) -> str:
    return _replaced(text, found, OPAQUE) if found else text


def _replaced(text: str, found: Sequence[Part], by: str) -> str:
    pieces = []
    at = 0
    for part in sorted(found, key=lambda part: part.start):
        start = max(at, part.start)
        if start < part.end:
            pieces.append(text[at:start])
            pieces.append("\n".join(by * len(line) for line in text[start : part.end].split("\n")))
            at = part.end
    return "".join([*pieces, text[at:]])
