"""`replylint store list|purge|forget`: the promises that are kept, and how all that is kept goes."""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

from replylint import store, wire
from replylint.document import InputError
from replylint.faces import options as given_options
from replylint.late import late
from replylint.render import line
from replylint.schema import quotable

_AGE = late(r"([0-9]{1,6})([hdw])")
_HOURS = {"h": 1, "d": 24, "w": 7 * 24}
_KINDS = (
    ("promise", "promises"),
    ("conversation", "conversations"),
    ("override", "overrides"),
    ("count of feedback", "counts of feedback"),
    ("webhook", "webhooks"),
    ("reply on the desk", "replies on the desk"),
)
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


def _count(gone: store.Gone) -> str:
    """How many promises went, and of all else what did."""
    told = zip(gone, _KINDS, strict=True)
    return ", ".join(f"{n:,} {one if n == 1 else many}" for n, (one, many) in told if n or one == "promise")


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
        print(json.dumps([_described(kept) for kept in promises], ensure_ascii=False, indent=2))
        return
    for kept in promises:
        told = _described(kept) if form == "jsonl" else None
        print(line(kept.entry, kept.conversation) if told is None else json.dumps(told, ensure_ascii=False))


def _described(kept: store.Kept) -> dict[str, Any]:
    return {**wire.described(kept.conversation, kept.entry), "recorded": kept.recorded.isoformat()}
