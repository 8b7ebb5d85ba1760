"""Code blocks and machine output that somebody pasted into a reply."""

from __future__ import annotations

from collections.abc import Sequence

from replylint.late import late
from replylint.reading.voice.part import Part, joined, lines
from replylint.source import Mark

HINTS = (
    "```", "~~~", "Traceback", "Exception", "Error", "ERROR", "WARN", "INFO", "DEBUG", "FATAL", "TRACE",
    "\tat ", "  at ",
)  # fmt: skip
TIMESTAMP = r"\[?(?:\d{4}[-/]\d\d[-/]\d\d[T ,]*|\d\d/\w{3}/\d{4}:)?\d\d:\d\d:\d\d(?:[.,]\d{1,9})?(?:Z|[+-]\d\d:?\d\d)?\]?"
LEVEL = r"\[?\b(?:TRACE|DEBUG|INFO|NOTICE|WARN|WARNING|ERROR|CRITICAL|FATAL|SEVERE)\b"
ENTRY = late(
    rf"[ \t]*(?:{TIMESTAMP}[^\n]{{0,60}}?{LEVEL}|{LEVEL}\]?:?[ \t]+{TIMESTAMP}"
    r"|[A-Z][a-z]{2} [ \d]\d \d\d:\d\d:\d\d \S+ \S+?(?:\[\d+\])?:)"
)
TRACE = late(
    r"[ \t]*(?:Traceback \(most recent call last\)|Exception in thread|Caused by: [\w.$]+|at [\w.$<>/]+ ?\("
    r'|at \S+:\d+:\d+|File "[^"\n]+", line \d+|(?:[a-z_]\w*\.)+[A-Z]\w*(?:Exception|Error)\b'
    r"|[A-Z]\w*(?:Exception|Error): |\.\.\. \d+ more)"
)
WIDEST_MARGIN = 80
FENCE = late(r"[ \t]*(?:`{3,}|~{3,})")


def machine_output(text: str, marks: Sequence[Mark]) -> list[Part]:
    """Code blocks (of the markup, or fenced in plain text) and log lines; inline code is not among them."""
    blocks = [(mark.start, mark.end) for mark in marks if mark.kind == "code" and is_block(text, mark.start, mark.end)]
    logged: list[tuple[int, int]] = []
    if any(hint in text for hint in HINTS):
        fence: int | None = None
        tracing = False
        for start, end in lines(text):
            if FENCE.match(text, start, end):
                if fence is not None:
                    blocks.append((fence, end))
                fence = start if fence is None else None
            elif fence is None:
                entry = ENTRY.match(text, start, end) or TRACE.match(text, start, end)
                # what a trace shows of the source is indented below its frames
                if entry or (tracing and text[start : start + 1] in (" ", "\t") and text[start:end].strip()):
                    logged.append((start, end))
                tracing = bool(entry) or (tracing and text[start : start + 1] in (" ", "\t"))
    return joined(text, "code", blocks) + joined(text, "log", logged)


def is_block(text: str, start: int, end: int) -> bool:
    """Whether a stretch takes up whole lines."""
    if text.find("\n", start, end) >= 0:
        return True
    # no farther than an indent goes: a long line may hold thousands of marks
    before = text[max(0, start - WIDEST_MARGIN) : start].rpartition("\n")[2]
    after = text[end : end + WIDEST_MARGIN].partition("\n")[0]
    return not before.strip() and not after.strip()
