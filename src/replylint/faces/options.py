"""What the options of a command line stand for: settings, rules, the situation of a draft."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from replylint import choice, schema, settings
from replylint.document import InputError, read_text
from replylint.ruleset import Ruleset
from replylint.transcripts import SUFFIXES, Given, Input, kind_of

if TYPE_CHECKING:
    from zoneinfo import ZoneInfo

STDIN = "<stdin>"
LOOPBACK = ("127.0.0.1", "localhost", "::1")
MOST_BYTES = 64 * 1024 * 1024


STORE = "REPLYLINT_STORE"


def chosen_settings(options: argparse.Namespace) -> settings.Settings:
    """The settings of the file that applies, with the store that the environment names, if it names one; an empty
    name is no store. Raises `InputError`."""
    file = Path(options.settings) if options.settings else settings.find(Path.cwd())
    chosen = settings.read(file) if file else settings.Settings()
    url = os.environ.get(STORE)
    if url is None:
        return chosen
    return replace(chosen, store=settings.stored(url, Path.cwd()) if url else None)


def desk_storage(chosen: settings.Settings) -> settings.Storage:
    """Where the desk keeps its replies: the store of the settings, else a file of one's own."""
    if chosen.store is not None:
        return chosen.store
    root = os.environ.get("XDG_DATA_HOME") or Path.home() / ".local" / "share"
    file = Path(root) / "replylint" / "desk.db"
    try:
        file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as error:
        raise InputError(f"cannot be written: {error.strerror}", str(file.parent)) from None
    return settings.Storage(f"sqlite:///{file}")


def rules_and_settings(options: argparse.Namespace) -> tuple[Ruleset, settings.Settings]:
    """The settings that apply and the rules that they name; raises `InputError`."""
    return choice.chosen(chosen_settings(options), options.profile, options.pack)


def given(options: argparse.Namespace) -> Given:
    """What the command line says of the situation; raises `InputError`."""
    customer = options.customer
    if options.customer_file:
        customer = read_text(options.customer_file, MOST_BYTES)
    return Given(customer, _now(options.now, options.tz), options.template, options.tz)


def zone(name: str) -> ZoneInfo:
    """The zone of `--tz`; raises `InputError`."""
    from zoneinfo import ZoneInfo, available_timezones

    try:
        return ZoneInfo(name)
    except (OSError, ValueError, KeyError):
        raise InputError(f"--tz: no zone {name!r}{schema.nearest(name, available_timezones())}") from None


def _now(now: str | None, named: str | None) -> datetime | None:
    where = zone(named) if named else None
    if now is None:
        return None
    if now == "system":
        return datetime.now(where).astimezone(where)
    try:
        moment = datetime.fromisoformat(now)
    except ValueError:
        raise InputError(f"--now: {now!r} is not an instant such as 2026-11-18T10:30:00-05:00") from None
    if not schema.EARLIEST <= moment.year <= schema.LATEST:
        raise InputError(f"--now: {now} is out of range; years run from {schema.EARLIEST} to {schema.LATEST}")
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


def file_bytes(name: str) -> bytes:
    """All of a file; raises `InputError`."""
    path = Path(name)
    try:
        if path.stat().st_size > MOST_BYTES:
            raise InputError(f"more than {MOST_BYTES:,} bytes", name)
        return path.read_bytes()
    except FileNotFoundError:
        raise InputError("no such file", name) from None
    except IsADirectoryError:
        raise InputError("is a folder; name the files in it", name) from None
    except OSError as error:
        raise InputError(f"cannot be read: {error.strerror}", name) from None
    except ValueError:  # a NUL in the name
        raise InputError("no such file", repr(name)) from None


def encoding_of(data: bytes, file: str) -> str:
    """The encoding of a text: UTF-8, else UTF-16 or Windows-1252 with a word about it on standard error."""
    try:
        data.decode("utf-8")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        column = error.start - data.rfind(b"\n", 0, error.start)
        byte = data[error.start]
    else:
        return "utf-8-sig" if data.startswith(b"\xef\xbb\xbf") else "utf-8"
    encoding = "utf-16" if data.startswith((b"\xff\xfe", b"\xfe\xff")) else "cp1252"
    print(f"{file}:{line}:{column}: byte {byte:#04x} is not UTF-8; read as {encoding}", file=sys.stderr)
    return encoding


def inputs(names: list[str]) -> Iterator[str | InputError]:
    """The inputs that a command line names, standard input when it names none. A folder stands for the files below it whose
    ending says what they are, sorted, less hidden ones and baselines; one that holds none is an error."""
    for name in names or ["-"]:
        if not os.path.isdir(name):
            yield name
            continue
        from replylint.baseline import looks_like_baseline

        known = (path for path in sorted(_below(name)) if os.path.splitext(path)[1].lower() in SUFFIXES)
        found = [path for path in known if not (path.endswith(".json") and looks_like_baseline(path))]
        yield from found
        if not found:
            yield InputError(f"no file to judge below this folder; known endings are {', '.join(SUFFIXES)}", name)


def _below(folder: str) -> Iterator[str]:
    """The files in a folder and in those within it; what is hidden, and what links lead to, is left out."""
    for place, folders, files in os.walk(folder):
        folders[:] = [name for name in folders if not name.startswith(".")]
        yield from (os.path.normpath(os.path.join(place, name)) for name in files if not name.startswith("."))


def write_as_is(text: str) -> None:
    """A text on standard output with its line ends as they are, in UTF-8."""
    sys.stdout.flush()
    sys.stdout.buffer.write(text.encode("utf-8", "backslashreplace"))
    sys.stdout.buffer.flush()


@dataclass(frozen=True, slots=True)
class File:
    """One input of the command line, read; `encoding` is the one that it was read in."""

    name: str
    text: str
    kind: Input
    encoding: str = "utf-8"


def file(name: str, told: Input | None) -> File:
    """An input by its name ("-" is standard input), of the kind that is told or that its ending says; raises
    `InputError`."""
    kind: Input
    if name == "-":
        data, name, kind = standard_input(), STDIN, told or "text"
    else:
        kind = told or kind_of(name)
        data = file_bytes(name)
    if kind == "eml":
        return File(name, data.decode("utf-8", "surrogateescape"), kind)
    encoding = encoding_of(data, name)
    return File(name, data.decode(encoding, "replace"), kind, encoding)
