"""Mail that is judged before it is sent."""

from collections.abc import Sequence
from copy import copy

from django.conf import settings
from django.core.mail import EmailMessage
from django.core.mail.backends.smtp import EmailBackend
from django.utils import timezone

import replylint


class GatedBackend(EmailBackend):
    """Django's SMTP backend with a gate before it.

    Every mail is judged before the first is sent. One that should not be sent raises `replylint.Held`, or is left out with
    `fail_silently`. It goes all the same when its attribute `let_go` holds the id of each finding that holds it: a person
    has seen them. What replylint cannot judge is sent, and the logger `replylint` says so.
    """

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        """Send what may go; returns how many were sent."""
        return super().send_messages([message for message in email_messages if self._may_go(message)])

    def _may_go(self, message: EmailMessage) -> bool:
        try:
            replylint.gate(
                _mail(message),
                now=timezone.localtime(),
                settings=settings.REPLYLINT_SETTINGS,
            )
        except replylint.Held as held:
            if {found.id for found in held.findings} <= set(getattr(message, "let_go", ())):
                return True
            if self.fail_silently:
                return False
            raise
        return True


def _mail(message: EmailMessage) -> bytes:
    """The mail as it will be sent, but for its attachments, which would only be encoded and read again."""
    bare = copy(message)
    bare.attachments = []
    return bare.message().as_bytes()
