"""`replylint promises`: who promised what by when in a thread, and what became of it."""

from __future__ import annotations

import argparse
import json
import sys
from collections import Counter
from collections.abc import Iterator
from contextlib import nullcontext
from datetime import UTC, datetime
from typing import Any, get_args

from replylint import store, transcripts, wire
from replylint.conversation import Conversation
from replylint.document import InputError
from replylint.faces import options as given_options
from replylint.feed import Row, as_calendar, as_csv
from replylint.finding import Entry, Status
from replylint.ledger import ledger
from replylint.render import line, promises
from replylint.schema import nearest

_OFF = "name an export, or switch a store on and read what it holds"


def run(options: argparse.Namespace) -> int:
    """Print the ledger of every conversation; with a store switched on it is recorded there too. Exit 2 when some input
    could not be used, else 0."""
    rules, settings = given_options.rules_and_settings(options)
    page = _Page(options.format, _statuses(options.status))
    if not options.files and settings.store is None:
        raise InputError(_OFF)
    with store.open(settings.store.url) if settings.store else nullcontext() as kept:
        if not options.files and kept:
            for each in kept.promises(page.wanted):
                page.rows.append(Row(each.conversation, each.entry))
        for told, name in _conversations(options):
            try:
                if isinstance(told, InputError):
                    raise told
                entries = ledger(told, rules, settings)
            except InputError as error:
                page.error(error)
                continue
            if kept and told.id is not None:
                kept.record(told.id, entries, datetime.now(UTC))
            page.take(told, entries, name)
    return page.close()


class _Page:
    """Prints conversations as they come, or holds them for a format that is one document; remembers the exit code."""

    def __init__(self, form: str, wanted: tuple[Status, ...]) -> None:
        self.form, self.wanted, self.code = form, wanted, 0
        self.rows: list[Row] = []
        self.held: list[dict[str, Any]] = []
        self.counts: Counter[Status] = Counter()

    def error(self, error: InputError) -> None:
        """A bad file or line: its own error line, and the others go on."""
        self.code = 2
        print(error, file=sys.stderr)
        if self.form == "jsonl":
            print(json.dumps(wire.error(error), ensure_ascii=False))

    def take(self, told: Conversation, entries: tuple[Entry, ...], name: str) -> None:
        """The promises of one conversation."""
        shown = tuple(entry for entry in entries if not self.wanted or entry.status in self.wanted)
        self.counts.update(entry.status for entry in shown)
        if self.form == "jsonl":
            print(json.dumps(wire.encode_ledger(shown, told), ensure_ascii=False))
        elif self.form == "json":
            self.held.append(wire.encode_ledger(shown, told))
        elif self.form == "text":
            sys.stdout.write(promises(shown, told, told.id or name, sys.stdout.isatty()))
        else:
            self.rows += [Row(told.id or name, entry) for entry in shown]

    def close(self) -> int:
        """Print what was held back; the exit code."""
        if self.form == "csv":
            sys.stdout.writelines(as_csv(self.rows))
        elif self.form == "ics":
            given_options.write_as_is(as_calendar(self.rows))
        elif self.form == "text":
            for row in self.rows:
                print(line(row.entry, row.conversation))
            self.counts.update(row.entry.status for row in self.rows)
            total = self.counts.total()
            told = ", ".join(f"{self.counts[status]} {status}" for status in get_args(Status) if self.counts[status])
            print(f"{total} promise{'' if total == 1 else 's'}" + (f": {told}" if told else ""))
        elif self.form == "jsonl":
            for row in self.rows:
                print(json.dumps(wire.described(row.conversation, row.entry), ensure_ascii=False))
        else:
            stored = [wire.described(row.conversation, row.entry) for row in self.rows]
            print(json.dumps(self.held or stored, ensure_ascii=False, indent=2))
        return self.code


def _statuses(told: list[str]) -> tuple[Status, ...]:
    """The statuses that are wanted: each `--status` may name several."""
    known = get_args(Status)
    names = [name.strip() for part in told for name in part.split(",")]
    for name in names:
        if name not in known:
            raise InputError(f"--status: no {name!r:.40}{nearest(name, known)}")
    return tuple(name for name in known if name in names)


def _conversations(options: argparse.Namespace) -> Iterator[tuple[transcripts.Told, str]]:
    """The conversations of all exports, each with the name of its place."""
    given = given_options.given(options)
    for name in options.files:
        try:
            file = given_options.file(name, options.input)
            for line, told in transcripts.numbered(file.text, file.kind, file.name, given):
                yield told, f"{file.name}:{line}" if file.kind in ("jsonl", "csv") else file.name
        except InputError as error:
            yield error, name
