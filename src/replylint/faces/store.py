"""`replylint store list|purge|forget`: what is kept of the promises, and how it goes."""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

from replylint import store
from replylint.conversation import Span
from replylint.document import InputError
from replylint.faces import options as given_options
from replylint.finding import Due
from replylint.late import late
from replylint.schema import quotable
from replylint.wire import time_limit

_AGE = late(r"([0-9]{1,6})([hdw])")
_HOURS = {"h": 1, "d": 24, "w": 7 * 24}
_OFF = 'no store is switched on; set url = "sqlite:///ledger.db" under [store] in replylint.toml'


def run(options: argparse.Namespace) -> int:
    """List what is kept, or delete some of it and say how much."""
    before = _before(options.older_than) if options.verb == "purge" else None
    chosen = given_options.chosen_settings(options).store
    if chosen is None:
        raise InputError(f"{_OFF}, or {given_options.STORE}")
    with store.open(chosen.url) as kept:
        if options.verb == "list":
            _list(kept.promises(options.status), options.format)
        elif before is not None:
            print(f"{_count(kept.purge(before))} purged")
        else:
            print(f"{_count(kept.forget(options.conversation))} forgotten")
    return 0


def _count(promises: int) -> str:
    return f"{promises:,} promise{'' if promises == 1 else 's'}"


def _before(age: str) -> datetime:
    """The instant that lies so long ago; raises `InputError`."""
    told = _AGE.fullmatch(age)
    if told is None:
        raise InputError(f"--older-than: {quotable(age)} is not a time such as 90d, 12w or 36h")
    try:
        return datetime.now(UTC) - timedelta(hours=int(told[1]) * _HOURS[told[2]])
    except OverflowError:
        raise InputError(f"--older-than: {age} is longer ago than any calendar reaches") from None


def _list(promises: Iterator[store.Kept], form: str) -> None:
    if form == "json":
        print(json.dumps([described(kept) for kept in promises], ensure_ascii=False, indent=2))
        return
    for kept in promises:
        print(json.dumps(described(kept), ensure_ascii=False) if form == "jsonl" else _line(kept))


def _line(kept: store.Kept) -> str:
    """A promise for a person: when it is due, what became of it, whose it is and its words."""
    promise, _, by, status, _ = kept.entry
    due = promise.due or Due("no time")
    instant = due.latest or due.earliest
    when = instant.isoformat(timespec="minutes") if instant else _plain(due.text)
    who = f" ({_plain(by)})" if by else ""
    return f"{when:22}  {status:8}  {_plain(kept.conversation)}  “{_plain(promise.text)}”{who}"


def _plain(text: str) -> str:
    """One line without anything that a terminal would obey."""
    return " ".join("".join(char if char.isprintable() else " " for char in text).split())


def described(kept: store.Kept) -> dict[str, Any]:
    """A stored promise for a machine."""
    promise, made, by, status, evidence = kept.entry
    return {
        "conversation": kept.conversation,
        **_place(promise.span),
        "text": promise.text,
        "actor": promise.actor,
        "action": promise.action,
        "strength": promise.strength,
        "due": time_limit(promise.due),
        "status": status,
        "evidence": [_place(span) for span in evidence],
        "made": made and made.isoformat(),
        "by": by,
        "recorded": kept.recorded.isoformat(),
    }


def _place(span: Span) -> dict[str, int]:
    return {"turn": span.turn, "start": span.start, "end": span.end}
