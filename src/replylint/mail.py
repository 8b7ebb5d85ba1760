"""A mail (RFC 5322) to the draft in it."""

from __future__ import annotations

from email import policy
from email.parser import BytesParser

from replylint.conversation import Format
from replylint.document import InputError


def draft_of(raw: bytes, file: str) -> tuple[str, Format]:
    """The words of a mail and their format: its plain part, else its HTML; raises `InputError` when it has neither."""
    message = BytesParser(policy=policy.default).parsebytes(raw)
    part = message.get_body(preferencelist=("plain", "html"))
    if part is None:
        raise InputError("a mail without a text part; nothing to judge", file)
    try:
        content = part.get_content()
    except (LookupError, UnicodeError) as error:
        raise InputError(f"its text cannot be decoded: {error}", file) from None
    return str(content), "html" if part.get_content_subtype() == "html" else "plain"


def looks_like_mail(raw: bytes) -> bool:
    """Whether bytes begin with mail headers."""
    head = raw.lstrip()[:2000].split(b"\n\n")[0].split(b"\r\n\r\n")[0]
    names = {line.partition(b":")[0].strip().lower() for line in head.splitlines() if b":" in line}
    return bool(names & {b"from", b"to", b"subject", b"received", b"mime-version", b"message-id"}) and not names & {b""}
