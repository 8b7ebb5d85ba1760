"""The way in for a Python program: `check` judges a draft, `gate` holds one that should not be sent.

Both are reached as `replylint.check` and `replylint.gate`. Rules and settings are read at the first call and kept for the
life of the process. Threads may call at the same time.
"""

from __future__ import annotations

import logging
import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from pathlib import Path
from threading import Lock
from typing import Any

from replylint import schema, wire
from replylint.choice import chosen
from replylint.conversation import Channel, Conversation, Format
from replylint.document import InputError
from replylint.fault import REPORT, where
from replylint.finding import Finding, Result
from replylint.lint import holding, lint
from replylint.reading.syntax import ModelError
from replylint.ruleset import Ruleset
from replylint.settings import Settings, read
from replylint.transcripts import Given, mail, situated

__all__ = ["Draft", "Held", "InputError", "Result", "check", "encode", "gate"]

Draft = str | bytes | Mapping[str, Any] | Conversation
_LOADING = Lock()


class Held(Exception):  # noqa: N818 - nothing went wrong: it is the gate's answer
    """A draft that should not be sent. `result` is all that was found, `findings` those of it that hold.

    `str()` is one line that names the rules and holds no word of the draft, so it may be logged; the findings hold words.
    """

    def __init__(self, result: Result, findings: Sequence[Finding]) -> None:
        count = "1 finding holds" if len(findings) == 1 else f"{len(findings)} findings hold"
        super().__init__(f"{count} this reply: {', '.join(dict.fromkeys(found.rule for found in findings))}")
        self.result, self.findings = result, tuple(findings)

    def __reduce__(self) -> tuple[type[Held], tuple[Result, tuple[Finding, ...]]]:
        """To be pickled whole: an exception is otherwise made again from its line."""
        return type(self), (self.result, self.findings)


def check(
    draft: Draft,
    customer: str | None = None,
    *,
    now: datetime | str | None = None,
    channel: Channel | None = None,
    format: Format = "plain",
    settings: str | os.PathLike[str] | Settings | None = None,
    packs: Sequence[str | os.PathLike[str]] = (),
    profile: str | None = None,
) -> Result:
    """Judge a draft.

    `draft` is a text, a whole mail (RFC 5322) as bytes, or a conversation: a mapping of the shape that `replylint schema
    conversation` prints, or a `replylint.conversation.Conversation`. `customer` is the message that it answers, `now` an
    instant with its offset, `channel` one of email, chat, social, forum, phone; what a conversation tells itself goes
    before them. `format` is that of a text: plain, html or markdown.

    `settings` is the path of a `replylint.toml`, or `replylint.settings.Settings`; without it the defaults apply and no
    file is looked for. `packs` are folders of rules besides, `profile` goes before that of the settings.

    Raises `InputError`, one line, for what cannot be used. Any other failure is ours: a `RuntimeError` that tells its kind
    and place. Neither holds a word of the draft.
    """
    given = _given(draft, customer, now, channel, format)
    rules, settings = loaded(settings, packs, profile)
    try:
        return lint(_conversation(draft, given), rules, settings)
    except InputError:
        raise
    except Exception as fault:  # its own message could hold a customer's words
        raise RuntimeError(_reason(fault)) from None


def gate(
    draft: Draft,
    customer: str | None = None,
    *,
    now: datetime | str | None = None,
    channel: Channel | None = None,
    format: Format = "plain",
    settings: str | os.PathLike[str] | Settings | None = None,
    packs: Sequence[str | os.PathLike[str]] = (),
    profile: str | None = None,
) -> Result | None:
    """Judge a draft before it is sent, as `check` does; raises `Held` when it should not be.

    A draft that cannot be judged (empty, too long, of a shape that is not known) and a failure of ours let it go: None,
    and a warning of the logger `replylint` that says why without a word of the draft. Other arguments that cannot be used
    raise `InputError`: a program is wrong then, or its settings are.
    """
    given = _given(draft, customer, now, channel, format)
    rules, settings = loaded(settings, packs, profile)
    try:
        result = lint(_conversation(draft, given), rules, settings)
    except Exception as fault:
        logging.getLogger("replylint").warning("a reply was let go without being judged: %s", _reason(fault))
        return None
    if found := holding(result.findings, settings):
        raise Held(result, found)
    return result


def encode(result: Result) -> dict[str, Any]:
    """A result as plain data for `json.dumps`: what `replylint check --format json` prints, offsets in UTF-16 included."""
    return wire.encode(result, result.conversation)


@dataclass(frozen=True)
class _Given:
    """What is said of a draft beside it."""

    customer: str | None
    now: datetime | None
    channel: Channel | None
    format: Format


def _given(draft: object, customer: object, now: object, channel: object, format: object) -> _Given:
    """These arguments, when they can be used; raises `InputError`."""
    try:
        given = schema.decode(_Given, {"customer": customer, "now": now, "channel": channel, "format": format})
    except schema.ShapeError as error:
        raise InputError(str(error)) from None
    if given.format != "plain" and not isinstance(draft, str):
        raise InputError("format: is that of a text; a mail and the turns of a conversation tell their own")
    return given


def _conversation(draft: object, given: _Given) -> Conversation:
    """The conversation that a draft stands for; raises `InputError`."""
    if not isinstance(draft, str | bytes | Mapping | Conversation):
        raise InputError(f"expected a text, a mail as bytes or a conversation, got {type(draft).__name__}", "draft")
    asked = given.customer if given.customer and given.customer.strip() else None
    situation = Given(asked, given.now, channel=given.channel)
    if isinstance(draft, bytes):
        from replylint.mail import looks_like_mail

        if not looks_like_mail(draft):
            raise InputError("bytes without the head of a mail; give a text as str", "draft")
        return mail(draft, "draft", situation)
    try:
        told = wire.conversation({"text": draft, "format": given.format} if isinstance(draft, str) else draft)
    except schema.ShapeError as error:
        raise InputError(error.reason if isinstance(draft, str) else str(error), "draft") from None
    return situated(told, situation)


def loaded(
    settings: str | os.PathLike[str] | Settings | None, packs: Sequence[str | os.PathLike[str]], profile: str | None
) -> tuple[Ruleset, Settings]:
    """The rules and settings of these arguments, read when they are first asked for; raises `InputError`."""
    if isinstance(packs, str | os.PathLike):
        raise InputError("packs: expected a list of folders, got a single one")
    file = settings if settings is None or isinstance(settings, Settings) else Path(settings).absolute()
    with _LOADING:  # the first threads would all read
        return _read(file, tuple(Path(folder).absolute() for folder in packs), profile)


@lru_cache(maxsize=32)
def _read(settings: Path | Settings | None, packs: tuple[Path, ...], profile: str | None) -> tuple[Ruleset, Settings]:
    return chosen(read(settings) if isinstance(settings, Path) else settings or Settings(), profile, packs)


def _reason(fault: Exception) -> str:
    """Why a draft was not judged, without a word of it."""
    return str(fault) if isinstance(fault, InputError | ModelError) else f"{where(fault)}; {REPORT}"
