"""A mail (RFC 5322) to the draft in it."""

from __future__ import annotations

import re
from email import policy
from email.parser import BytesParser

from replylint.conversation import Format
from replylint.document import InputError

_HEADER = re.compile(rb"From |[!-9;-~]+[ \t]*:|[ \t]+\S")
_TELLING = re.compile(rb"^(?:from|to|cc|subject|received|date|mime-version|message-id|content-type)[ \t]*:", re.I | re.M)
_LEAD = b"\xef\xbb\xbf \t\r\n"


def draft_of(raw: bytes, file: str) -> tuple[str, Format]:
    """The words of a mail and their format: its plain part, else its HTML; raises `InputError` when it has neither."""
    message = BytesParser(policy=policy.default).parsebytes(raw.lstrip(_LEAD))
    part = message.get_body(preferencelist=("plain", "html"))
    if part is None:
        raise InputError("a mail without a text part; nothing to judge", file)
    try:
        content = part.get_content()
    except LookupError:
        charset = part.get_content_charset()
        raise InputError(f"its text is in an encoding that is not known: {charset!r:.40}", file) from None
    return str(content), "html" if part.get_content_subtype() == "html" else "plain"


def looks_like_mail(raw: bytes) -> bool:
    """Whether bytes begin with the headers of a mail, and not with prose that has colons in it."""
    head = re.split(rb"\r?\n\r?\n", raw.lstrip(_LEAD), maxsplit=1)[0][:20_000]
    return bool(_TELLING.search(head)) and all(_HEADER.match(line) for line in head.splitlines()[:-1] or [head])
