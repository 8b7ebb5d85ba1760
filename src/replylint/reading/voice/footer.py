"""Legal and mailing-list text that a company sets below its mails."""

from __future__ import annotations

import re

from replylint.late import late

FOOTER = late(
    r"[\W_]*(?:(?:confidentiality|legal|privacy)\s+(?:notice|note|statement|warning)\b|disclaimer\b|unsubscribe\b.{0,60}$"
    r"|(?:the\s+(?:information|content)s?\s+(?:contained\s+)?(?:in|of)\s+)?this\s+(?:e-?mail|message|communication|transmission)\b"
    r".{0,120}\b(?:confidential|privileged|intended\s+(?:only|solely|for))"
    r"|if\s+you\s+(?:are\s+not\s+the\s+intended|(?:have\s+)?received?\s+this\s+(?:e-?mail|message)\s+in\s+error|no\s+longer\s+"
    r"wish\s+to\s+(?:receive|get))|you\s+(?:are\s+receiving|(?:have\s+)?received)\s+this\s+(?:e-?mail|message)\s+because"
    r"|(?:please\s+)?(?:consider|think\s+of)\s+the\s+environment\s+before|to\s+unsubscribe\s+from\s+(?:these|this|our)\s+"
    r"(?:e-?mails?|mailings?|list)\b.{0,40}$|(?:©|\(c\)|copyright)\s*.{0,40}(?:19|20)\d\d|all\s+rights\s+reserved"
    r"|.{0,80}\bregistered\s+(?:in\s+(?:england|scotland|wales|ireland|the\s+(?:uk|netherlands))|office)\b)",
    re.I,
)
LONGEST_OPENING = 300


def footer_at(text: str, rows: list[tuple[int, int]]) -> int:
    """The number of the first of the last lines that begins a footer; the number of lines if there is none."""
    for number, (start, end) in enumerate(rows):
        # its first sentence may be wrapped: the opening of the paragraph decides
        paragraph = text.find("\n\n", start)
        stop = min(start + LONGEST_OPENING, len(text) if paragraph < 0 else max(paragraph, end))
        if FOOTER.match(text[start:stop].replace("\n", " ")):
            return number
    return len(rows)
