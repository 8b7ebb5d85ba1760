"""Findings that a team has set aside for now: `replylint check --baseline FILE`.

The file says of each conversation (by its id), else of each file (from the folder of the baseline on), the ids of its
findings, each with its rule for the reader. It holds no word of a draft. An id is that of a rule, words and their sentence:
who writes the sentence anew hears of it again.
"""

from __future__ import annotations

import json
import os
import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, Literal, NamedTuple

from replylint.document import InputError, json_place, parse_json, read_text, shaped
from replylint.finding import Result
from replylint.settings import Dismissal, Settings

_FIRST_KEY = re.compile(rb'\s*\{\s*"(?:conversations|files)"\s*:\s*\{')  # a conversation has no such key
_UPDATE = "--update-baseline writes it"


class Place(NamedTuple):
    """Where findings stand: the conversation of an id, or a file as it is named from the folder of the baseline."""

    kind: Literal["conversations", "files"]
    name: str


Found = Mapping[Place, Mapping[str, str]]  # place -> the id of a finding -> its rule


@dataclass(frozen=True)
class _Written:
    """The file."""

    schema: Literal[1]
    conversations: dict[str, dict[str, str]] = field(default_factory=dict)
    files: dict[str, dict[str, str]] = field(default_factory=dict)


def read(file: Path) -> Found:
    """What a baseline sets aside; raises `InputError`."""
    if not file.exists():
        raise InputError(f"no such baseline; {_UPDATE}", str(file))
    text = read_text(file)
    written = shaped(_Written, parse_json(text, str(file)), str(file), json_place(text))
    of: dict[Literal["conversations", "files"], dict[str, dict[str, str]]]
    of = {"conversations": written.conversations, "files": written.files}
    return {Place(kind, name): found for kind, names in of.items() for name, found in names.items()}


def looks_like_baseline(file: str) -> bool:
    """Whether a JSON file is a baseline, which often lies among what it is about, by its first key."""
    try:
        with open(file, "rb") as opened:
            return _FIRST_KEY.match(opened.read(200)) is not None
    except OSError:  # told when it is read as what it seems to be
        return False


def write(file: Path, found: Found) -> None:
    """Write a baseline whole or not at all, sorted, so that a change of it reads well; raises `InputError`."""
    data: dict[str, Any] = {"schema": 1, "conversations": {}, "files": {}}
    for (kind, name), ids in found.items():
        if ids:
            data[kind][name] = dict(ids)
    text = json.dumps(data, ensure_ascii=False, indent=1, sort_keys=True)
    fresh = file.with_name(f"{file.name}.{os.getpid()}.tmp")
    try:
        fresh.write_text(text + "\n", encoding="utf-8", newline="\n")
        fresh.replace(file)
    except OSError as error:
        fresh.unlink(missing_ok=True)
        raise InputError(f"cannot be written: {error.strerror}", str(file)) from None


def place(baseline: Path, file: str, conversation: str | None) -> Place:
    """Where the findings of an input are recorded."""
    if conversation is not None:
        return Place("conversations", conversation)
    if file.startswith("<"):  # standard input
        return Place("files", file)
    return Place("files", Path(os.path.relpath(Path(file).resolve(), baseline.resolve().parent)).as_posix())


def setting_aside(settings: Settings, recorded: Mapping[str, str]) -> Settings:
    """The settings under which what is recorded of one input is dismissed."""
    aside = tuple(map(Dismissal, recorded))
    return replace(settings, dismissals=(*settings.dismissals, *aside)) if aside else settings


def named(result: Result, recorded: Mapping[str, str]) -> Result:
    """A result that says of what was set aside that the baseline did it."""
    hidden = (
        one._replace(by="baseline") if one.by == "dismissed" and one.finding.id in recorded else one for one in result.suppressed
    )
    return result._replace(suppressed=tuple(hidden))


def unneeded(recorded: Found, met: Found, resting: Collection[str], baseline: Path) -> Found:
    """What is recorded and occurs no more, or in a file that is no longer there. Of another input that was not judged in
    this run, and of a rule that did not run (`resting`), nothing is known."""
    folder = baseline.resolve().parent
    idle = {}
    for at, ids in recorded.items():
        if at in met:
            idle[at] = {id: rule for id, rule in ids.items() if id not in met[at] and rule not in resting}
        elif at.kind == "files" and not at.name.startswith("<") and not (folder / at.name).exists():
            idle[at] = dict(ids)
    return {at: ids for at, ids in idle.items() if ids}


def updated(recorded: Found, met: Found, idle: Found) -> dict[Place, dict[str, str]]:
    """What is recorded less what is `idle`, and all that was met."""
    return {
        at: {id: rule for id, rule in {**recorded.get(at, {}), **met.get(at, {})}.items() if id not in idle.get(at, ())}
        for at in (*recorded, *(at for at in met if at not in recorded))
    }


def count(found: Found) -> int:
    """How many findings that are."""
    return sum(map(len, found.values()))


def lines(found: Found) -> list[str]:
    """A line a finding, by its place, for a person."""
    return sorted(f"{_shown(at.name)}: {rule} ({id})" for at, ids in found.items() for id, rule in ids.items())


def _shown(name: str) -> str:
    return name if name.isprintable() else repr(name)
