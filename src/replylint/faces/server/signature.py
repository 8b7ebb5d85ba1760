"""Whether a webhook comes from whom it says: its signature over the bytes as they came, and its time."""

from __future__ import annotations

import base64
import binascii
import hashlib
import hmac
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

from starlette.datastructures import Headers

from replylint.document import InputError

WINDOW = timedelta(minutes=5)  # how far the clocks may be apart; that of Standard Webhooks, too


def genuine(vendor: str, secret: str, headers: Headers, body: bytes) -> bool:
    """Whether a vendor's headers sign a body with this secret, now. Takes as long for a wrong signature as for a right one."""
    return _SCHEMES[vendor](secret, headers, body)


def check(secrets: Mapping[Any, str], file: str) -> None:
    """Raise `InputError` for a secret of the settings that cannot be one; it is not repeated."""
    for vendor, secret in secrets.items():
        if not secret.strip():
            raise InputError(f"server: webhooks: {vendor}: is empty; it is the secret that the vendor signs with", file)
    if "standard" in secrets:
        _check_standard(secrets["standard"], file)


def _zendesk(secret: str, headers: Headers, body: bytes) -> bool:
    """https://developer.zendesk.com/documentation/webhooks/verifying: base64(HMAC-SHA256(secret, timestamp + body))."""
    told = headers.get("x-zendesk-webhook-signature-timestamp", "")
    given = headers.get("x-zendesk-webhook-signature", "")
    signed = hmac.new(secret.encode(), told.encode("latin-1") + body, hashlib.sha256).digest()
    return hmac.compare_digest(base64.b64encode(signed), given.encode("latin-1")) and _recent(told)


def _recent(told: str) -> bool:
    try:
        return abs(datetime.now(UTC) - datetime.fromisoformat(told)) <= WINDOW
    except (TypeError, ValueError):  # no instant, or one without an offset
        return False


def _standard(secret: str, headers: Headers, body: bytes) -> bool:
    """https://www.standardwebhooks.com: the package compares digests in constant time, over what it decodes strictly and
    encodes again, which are the bytes as they came."""
    from standardwebhooks import Webhook, WebhookVerificationError

    try:
        Webhook(secret).verify(body, dict(headers), json_parse=False)
    except (WebhookVerificationError, ValueError):  # the latter of headers that are no list of signatures, or no UTF-8
        return False
    return True


def _check_standard(secret: str, file: str) -> None:
    try:
        from standardwebhooks import Webhook
        from standardwebhooks.webhooks import EmptyWebhookSecretError
    except ModuleNotFoundError:
        raise InputError("server: webhooks: standard: needs standardwebhooks: pip install 'replylint[ledger]'", file) from None
    try:
        Webhook(secret)
    except (binascii.Error, EmptyWebhookSecretError):
        what = "is not a secret of Standard Webhooks: whsec_ and base64"
        raise InputError(f"server: webhooks: standard: {what}", file) from None


_SCHEMES = {"zendesk": _zendesk, "standard": _standard}
