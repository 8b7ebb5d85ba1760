"""What the options of a command line stand for: settings, rules, the situation of a draft."""

from __future__ import annotations

import argparse
import sys
from dataclasses import replace
from datetime import datetime
from pathlib import Path

from replylint import packs, schema, settings
from replylint.document import InputError, read_text
from replylint.ruleset import Ruleset
from replylint.transcripts import Given

MOST_BYTES = 64 * 1024 * 1024


def rules_and_settings(options: argparse.Namespace) -> tuple[Ruleset, settings.Settings]:
    """The settings that apply and the rules that they name; raises `InputError`."""
    file = Path(options.settings) if options.settings else settings.find(Path.cwd())
    chosen = settings.read(file) if file else settings.Settings()
    if options.profile:
        chosen = replace(chosen, profile=options.profile)
    chosen = replace(chosen, packs=(*chosen.packs, *(str(Path(folder).resolve()) for folder in options.pack)))
    rules = packs.load(chosen.packs)
    chosen.check((rule.id for rule in rules.rules), (name for pack in rules.packs for name in pack.file.profiles))
    return rules, chosen


def given(options: argparse.Namespace) -> Given:
    """What the command line says of the situation; raises `InputError`."""
    customer = options.customer
    if options.customer_file:
        customer = read_text(options.customer_file, MOST_BYTES)
    return Given(customer, _now(options.now, options.tz), options.template)


def _now(now: str | None, zone: str | None) -> datetime | None:
    from zoneinfo import ZoneInfo

    try:
        where = ZoneInfo(zone) if zone else None
    except (OSError, ValueError):
        from zoneinfo import available_timezones

        raise InputError(f"--tz: no zone {zone!r}{schema.nearest(str(zone), available_timezones())}") from None
    if now is None:
        return None
    if now == "system":
        return datetime.now(where).astimezone(where)
    try:
        moment = datetime.fromisoformat(now)
    except ValueError:
        raise InputError(f"--now: {now!r} is not an instant such as 2026-11-18T10:30:00-05:00") from None
    if moment.tzinfo is None and where is not None:
        moment = moment.replace(tzinfo=where)
    if moment.tzinfo is None:
        raise InputError(f"--now: {now!r} has no offset; write {now}+00:00, or add --tz")
    return moment


def standard_input() -> bytes:
    """All of standard input; raises `InputError` when it is larger than can be judged."""
    data = sys.stdin.buffer.read(MOST_BYTES + 1)
    if len(data) > MOST_BYTES:
        raise InputError(f"more than {MOST_BYTES:,} bytes", "<stdin>")
    return data


def decoded(data: bytes, file: str) -> str:
    """Bytes as text: UTF-8, else Windows-1252 with a word about it on standard error."""
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        column = error.start - data.rfind(b"\n", 0, error.start)
        byte = data[error.start]
    encoding = "cp1252"
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        encoding = "utf-16"
    print(f"{file}:{line}:{column}: byte {byte:#04x} is not UTF-8; read as {encoding}", file=sys.stderr)
    return data.decode(encoding, "replace")
