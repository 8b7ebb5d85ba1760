"""`replylint hook`: the gate before a mail is sent. Exit 0 send, 1 hold, 2 broken, and then the caller lets it go."""

from __future__ import annotations

import argparse
import json
import shutil
import sys
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from replylint import wire
from replylint.conversation import Conversation
from replylint.document import InputError
from replylint.faces import options as given_options
from replylint.finding import Override, Result
from replylint.lint import holding, lint
from replylint.mail import head, override_reason
from replylint.override import overridden, own_words
from replylint.render import text
from replylint.ruleset import Ruleset
from replylint.settings import Settings
from replylint.transcripts import Given, mail, read

if TYPE_CHECKING:
    from replylint.store import Store

T = TypeVar("T")
_PREFIX = "X-Replylint-"
_WAIT = 2  # seconds for a store to answer
_LONGEST = 500  # code points of a reason, as over HTTP


def run(options: argparse.Namespace) -> int:
    """Judge the mail or text on standard input; what holds it is said on standard error."""
    if options.tag:
        return _tag(options)
    result = _judged(given_options.standard_input(), options)
    if options.format == "json":
        print(json.dumps(wire.encode(result, result.conversation), ensure_ascii=False))
    elif result.verdict != "pass":
        print(text(result, result.conversation, "<draft>", sys.stderr.isatty()), file=sys.stderr)
    return 1 if result.verdict == "hold" else 0


def _judged(raw: bytes, options: argparse.Namespace) -> Result:
    """The result of a mail or text, as an override changes it; raises `InputError`."""
    rules, settings = given_options.rules_and_settings(options)
    if options.hold_on:
        settings = replace(settings, hold=("error", "warning") if options.hold_on == "warning" else ("error",))
    result = lint(_conversation(raw, given_options.given(options)), rules, settings)
    if result.verdict != "hold":
        return result
    return _let_go(result, override_reason(raw) if head.looks_like_mail(raw) else "", rules, settings)


def _conversation(raw: bytes, given: Given) -> Conversation:
    """What is to be judged of a mail or text; raises `InputError`."""
    if head.looks_like_mail(raw):
        return mail(raw, given_options.STDIN, given)
    words = raw.decode(given_options.encoding_of(raw, given_options.STDIN), "replace")
    (told,) = read(words, "text", given_options.STDIN, given)
    if isinstance(told, InputError):
        raise told
    return told


# -- tags --------------------------------------------------------------------------------------------------------------


def _tag(options: argparse.Namespace) -> int:
    """The mail on standard output with the verdict in its head, or without one when it cannot be judged: it is there in
    every case."""
    raw = sys.stdin.buffer.read(given_options.MOST_BYTES + 1)
    try:
        tags = _tags(raw, options)
    except Exception as fault:
        print(_said(fault), file=sys.stderr)
        tags = {}
    sys.stdout.flush()
    sys.stdout.buffer.write(head.tagged(raw, _PREFIX, tags) if tags or head.looks_like_mail(raw) else raw)
    shutil.copyfileobj(sys.stdin.buffer, sys.stdout.buffer)
    sys.stdout.buffer.flush()
    return 0


def _tags(raw: bytes, options: argparse.Namespace) -> dict[str, str]:
    """What is said of a mail in its head: no word of its text."""
    if len(raw) > given_options.MOST_BYTES:
        raise InputError(f"more than {given_options.MOST_BYTES:,} bytes", given_options.STDIN)
    if not head.looks_like_mail(raw):
        raise InputError("no head of a mail, so there is none to add to", given_options.STDIN)
    result = _judged(raw, options)
    tags: dict[str, str] = {f"{_PREFIX}Verdict": result.verdict}
    if result.score.total is not None:
        tags[f"{_PREFIX}Score"] = str(result.score.total)
    if result.findings:
        tags[f"{_PREFIX}Findings"] = ", ".join(dict.fromkeys(found.rule for found in result.findings))
    return tags


def _said(fault: Exception) -> str:
    """What is said of a failure, without a word of a draft."""
    from replylint.fault import report
    from replylint.reading.syntax import ModelError

    return str(fault) if isinstance(fault, InputError | ModelError) else report(fault)


# -- overrides ---------------------------------------------------------------------------------------------------------


def _let_go(result: Result, reason: str, rules: Ruleset, settings: Settings) -> Result:
    """A held result, or what an override makes of it: one in the mail's head, or one that is kept in the store.

    The verdict is known, so a store that is away changes nothing of it: what was held stays held, and what a person let
    go in the head of the mail goes.
    """
    told, now = result.conversation, datetime.now(UTC).replace(microsecond=0)
    if reason:
        by = told.agent.id if told.agent and told.agent.id else "the sender"
        override = Override(by, reason[:_LONGEST], now + timedelta(hours=settings.server.override_hours))
        ids = [found.id for found in holding(result.findings, settings)]
        _asked(told, rules, settings, lambda store, key: store.overrides.record(key, ids, override, now))
        print(f"<draft>: held, and let go by {by} in its own head", file=sys.stderr)
        return overridden(result, ids, override, settings)
    found = _asked(told, rules, settings, lambda store, key: store.overrides.find(key, now))
    if found is None:
        return result
    passed = overridden(result, *found, settings)
    if passed.override:
        until = f" until {passed.override.until.isoformat()}" if passed.override.until else ""
        print(f"<draft>: held, and let go by {passed.override.by}{until}", file=sys.stderr)
    return passed


def _asked(told: Conversation, rules: Ruleset, settings: Settings, work: Callable[[Store, str], T]) -> T | None:
    """What a store says of a draft by its key; None when none is switched on, it is away, or no key can be made."""
    if settings.store is None:
        return None
    from replylint import keys, store

    file = Path(settings.server.keys) if settings.server.keys else keys.home()
    if not file.exists():  # without its secret nothing can be found again
        print(f"overrides: no keys in {file}; make one: replylint keys add NAME", file=sys.stderr)
        return None
    try:
        key = keys.read(file).digest("", own_words(told, rules))
        with store.open(settings.store.url, _WAIT) as kept:
            return work(kept, key)
    except Exception as fault:
        print(f"overrides: {_said(fault)}", file=sys.stderr)
        return None
