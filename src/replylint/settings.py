"""What a team sets, in `replylint.toml` or under `[tool.replylint]` of a `pyproject.toml`."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Literal

from replylint import schema
from replylint.conversation import Audience, Calendar, Glossary
from replylint.document import InputError, read_text, shaped
from replylint.finding import Severity

NAMES = ("replylint.toml", "pyproject.toml")


@dataclass(frozen=True)
class Dismissal:
    """A finding answered with "not here": its `id`, `within` which file or conversation (any, when absent), and why."""

    id: str
    within: str | None = None
    reason: str | None = None


@dataclass(frozen=True)
class Settings:
    """Everything that may be set.

    `packs`: folders of a team's own rules, relative to the file. `profile`: starter, standard, strict or one of a
    pack's own. `on`, `off`: rules or categories. `severity`: rule or category -> error, warning, suggestion. `hold`:
    the severities, rules or categories that hold a draft. `parser`: whether spaCy gives a second opinion on a sentence that
    the grammar is not certain of.
    """

    packs: tuple[str, ...] = ()
    profile: str = "standard"
    on: tuple[str, ...] = ()
    off: tuple[str, ...] = ()
    severity: dict[str, Severity] = field(default_factory=dict)
    hold: tuple[str, ...] = ("error",)
    audience: Audience | None = None
    glossary: Glossary | None = None
    calendar: Calendar | None = None
    parser: Literal["auto", "never"] = "auto"
    dismissals: tuple[Dismissal, ...] = ()
    file: str | None = None

    def check(self, rules: Iterable[str], profiles: Iterable[str]) -> None:
        """Raise `InputError` when a rule, category or profile that is named does not exist."""
        rules = list(rules)
        known = {*rules, *(rule.partition("/")[0] for rule in rules)}
        held = [name for name in self.hold if name not in ("error", "warning", "suggestion")]
        for key, names in (("on", self.on), ("off", self.off), ("severity", self.severity), ("hold", held)):
            for name in names:
                if name not in known:
                    what = f"{key}: no rule or category {name!r}{schema.nearest(name, known)}"
                    raise InputError(what, self.file or "")
        profiles = list(profiles)
        if self.profile not in profiles:
            raise InputError(f"profile: no {self.profile!r}{schema.nearest(self.profile, profiles)}", self.file or "")


def find(start: Path) -> Path | None:
    """The settings file that applies in a folder: the nearest upwards."""
    for folder in (start, *start.parents):
        for name in NAMES:
            file = folder / name
            if file.is_file() and (name == NAMES[0] or "[tool.replylint" in file.read_text("utf-8", "replace")):
                return file
    return None


def read(file: Path) -> Settings:
    """The settings of a file; raises `InputError` naming the line and the nearest known key."""
    import tomllib

    text = read_text(file)
    try:
        data = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        place = re.search(r"line (\d+), column (\d+)", str(error))
        what = "not TOML: " + str(error).partition(" (at")[0]
        raise InputError(what, str(file), *(int(n) for n in place.groups()) if place else ()) from None
    if file.name == NAMES[1]:
        data = data.get("tool", {}).get("replylint", {})
    data["file"] = str(file)

    def place_of(path: schema.Path, _at_key: bool) -> tuple[int, int]:
        key = next((str(step) for step in reversed(path) if isinstance(step, str)), "")
        found = re.search(rf"^[ \t\[]*(?:[\w\"'-]+\.)*[\"']?({re.escape(key)})[\"']?[ \t]*[\]=]", text, re.MULTILINE)
        at = found.start(1) if found else 0
        return text.count("\n", 0, at) + 1, at - text.rfind("\n", 0, at)

    settings = shaped(Settings, data, str(file), place_of)
    return replace(settings, packs=tuple(str((file.parent / folder).resolve()) for folder in settings.packs))
