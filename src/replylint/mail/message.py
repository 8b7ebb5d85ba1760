"""One mail (RFC 5322): its words, its instant, and what it answers."""

from __future__ import annotations

from datetime import datetime
from email import policy
from email.message import EmailMessage
from email.parser import BytesParser
from email.utils import parsedate_to_datetime

from replylint.conversation import Format
from replylint.document import InputError
from replylint.late import late
from replylint.mail.head import LEAD
from replylint.mail.people import raw_fields
from replylint.schema import EARLIEST, LATEST

_ID = late(r"<[^<>\s]+>")
_BY_ITSELF = ("auto-replied", "auto-generated", "auto-notified")


def parsed(raw: bytes, head: bool = False) -> EmailMessage:
    """A mail, or only its head."""
    return BytesParser(policy=policy.default).parsebytes(raw.lstrip(LEAD), headersonly=head)


def words(message: EmailMessage, file: str) -> tuple[str, Format]:
    """The words of a mail and their format: its plain part, else its HTML; raises `InputError` when it has neither."""
    part = message.get_body(preferencelist=("plain", "html"))
    if part is None:
        raise InputError("a mail without a text part; nothing to judge", file)
    try:
        content = part.get_content()
    except (LookupError, ValueError):  # a name with a NUL in it is no LookupError
        charset = part.get_content_charset()
        raise InputError(f"its text is in an encoding that is not known: {charset!r:.40}", file) from None
    return str(content), "html" if part.get_content_subtype() == "html" else "plain"


def date(message: EmailMessage) -> datetime | None:
    """The instant that a mail says it was written at, None without one that has a zone."""
    for told in raw_fields(message, "Date")[:1]:
        try:
            at = parsedate_to_datetime(told)
        except (ValueError, TypeError, IndexError, OverflowError):
            return None
        if at.tzinfo is not None and EARLIEST <= at.year <= LATEST:
            return at
    return None


def ids(message: EmailMessage, *fields: str) -> list[str]:
    """The ids of mails that these fields name, in their order."""
    return [id for field in fields for value in raw_fields(message, field) for id in _ID.findall(value)]


def automatic(message: EmailMessage) -> bool:
    """Whether a program sent a mail of itself (RFC 3834): an answering machine, a notice that a mail came back."""
    said = " ".join(raw_fields(message, "Auto-Submitted")).lower()
    returned = "multipart/report" in " ".join(raw_fields(message, "Content-Type")).lower()
    old = raw_fields(message, "X-Autoreply") + raw_fields(message, "X-Autorespond")
    return said.startswith(_BY_ITSELF) or returned or bool(old) or "auto_reply" in raw_fields(message, "Precedence")
