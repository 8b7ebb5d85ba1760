"""What a team sets, in `replylint.toml` or under `[tool.replylint]` of a `pyproject.toml`."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, Literal

from replylint import schema
from replylint.conversation import Audience, Calendar, Glossary
from replylint.document import InputError, Place, line_and_column, misfit, read_text, shaped
from replylint.finding import RANK, Severity

NAMES = ("replylint.toml", "pyproject.toml")


@dataclass(frozen=True)
class Dismissal:
    """A finding answered with "not here": its `id`, `within` which file or conversation (any, when absent), and why."""

    id: str
    within: str | None = None
    reason: str | None = None


@dataclass(frozen=True)
class Storage:
    """Where the promises of conversations are kept: `url` is sqlite:///FILE or postgresql://…, and may hold a password."""

    url: str = field(repr=False)


@dataclass(frozen=True)
class Serving:
    """What `replylint serve` holds to.

    `keys`: the file of the keys (see `replylint.keys`), and `tenants`: a folder of settings files, one a tenant, both
    relative to the settings. `hosts`, `origins`: the names under which the server is reached and the origins of pages and
    extensions that may call it, besides this machine's own. `seconds`: how long a request may take. `turns`, `text`: the
    most turns and code points of a request. `override_hours`: for how long an override lets a draft go. `webhooks`:
    vendor -> the secret that it signs with; a vendor without one is refused.
    """

    keys: str | None = None
    tenants: str | None = None
    hosts: tuple[str, ...] = ()
    origins: tuple[str, ...] = ()
    seconds: float = 10.0
    turns: int = 500
    text: int = 200_000
    override_hours: float = 24.0
    webhooks: dict[Literal["zendesk", "standard"], str] = field(default_factory=dict, repr=False)


@dataclass(frozen=True, eq=False)
class Settings:
    """Everything that may be set.

    `packs`: folders of a team's own rules, relative to the file. `profile`: starter, standard, strict or one of a
    pack's own. `on`, `off`: rules or categories. `severity`: rule or category -> error, warning, suggestion. `hold`:
    the severities, rules or categories that hold a draft. `glossary`: words that are allowed, or banned for plain ones.
    `parser`: whether spaCy gives a second opinion on a sentence that the grammar is not certain of. `store`: where
    promises are kept, nowhere when absent; it and `server` bear on no outcome, so they are no part of what names a ruleset.
    `baseline`: the file, relative to this one, of the findings that `check` sets aside; what it set aside a result names one
    by one, so it is no part of that either.
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
    store: Storage | None = field(default=None, repr=False)
    server: Serving = field(default_factory=Serving, repr=False)
    baseline: str | None = field(default=None, repr=False)
    file: str | None = field(default=None, metadata={"key": None})

    def check(self, rules: Iterable[str], profiles: Iterable[str]) -> None:
        """Raise `InputError` when a rule, category or profile that is named does not exist."""
        rules = list(rules)
        known = {*rules, *(rule.partition("/")[0] for rule in rules)}
        for key, names in (("on", self.on), ("off", self.off), ("severity", self.severity), ("hold", self.hold)):
            allowed = {*known, *RANK} if key == "hold" else known
            for name in names:
                if name not in allowed:
                    raise self._error(name, f"{key}: no rule or category {name!r}{schema.nearest(name, allowed)}")
        profiles = list(profiles)
        if self.profile not in profiles:
            what = f"profile: no {self.profile!r}{schema.nearest(self.profile, profiles)}"
            raise self._error(self.profile, what)

    def _error(self, name: str, what: str) -> InputError:
        """An error about a name that stands in the file, unless the command line gave it."""
        text = _own(read_text(self.file), Path(self.file).name) if self.file else ""
        found = re.search(rf"(?<![\w/-]){re.escape(name)}(?![\w/-])", text)
        if found is None or self.file is None:
            return InputError(what)
        return InputError(what, self.file, *line_and_column(text, found.start()))

    def within(self, file: str, conversation: str | None) -> Settings:
        """The same for one input: what was dismissed within its file is dismissed within its conversation."""
        if not any(dismissal.within for dismissal in self.dismissals):
            return self
        path = Path(file).resolve()
        root = Path(self.file).parent if self.file else Path()

        def here(dismissal: Dismissal) -> Dismissal:
            told = dismissal.within
            named = told is not None and told != conversation and (root / told).resolve() == path
            return replace(dismissal, within=conversation) if named else dismissal

        return replace(self, dismissals=tuple(map(here, self.dismissals)))


def find(start: Path) -> Path | None:
    """The settings file that applies in a folder: the nearest upwards."""
    for folder in (start, *start.parents):
        for name in NAMES:
            file = folder / name
            if file.is_file() and (name == NAMES[0] or _own(file.read_text("utf-8", "replace"), name).strip()):
                return file
    return None


def read(file: Path) -> Settings:
    """The settings of a file; raises `InputError` naming the line and the nearest known key."""
    data, text = _data(file)
    settings = shaped(Settings, data, str(file), places(text, file.name))
    if settings.calendar:
        from replylint.reading.clock import office

        try:
            office.check(settings.calendar, ("calendar",))
        except schema.ShapeError as error:
            raise misfit(error, str(file), places(text, file.name)) from None
    _check(settings.server, str(file), places(text, file.name))
    packs = tuple(str((file.parent / folder).resolve()) for folder in settings.packs)
    store = settings.store and stored(settings.store.url, file.parent)
    baseline = settings.baseline and str(file.parent / settings.baseline)
    server = _placed(settings.server, file.parent)
    return replace(settings, packs=packs, store=store, server=server, baseline=baseline, file=str(file))


def _check(server: Serving, file: str, place: Place) -> None:
    """Raise `InputError` for a number that nothing could be served with."""
    for key, least, most in (("seconds", 0.01, 3600), ("turns", 1, 100_000), ("text", 1, 1_000_000), ("override_hours", 0, 8760)):
        told = getattr(server, key)
        if not least <= told <= most:
            raise InputError(
                f"server.{key}: {told:g} is out of range; it runs from {least:g} to {most:,}", file, *place(("server", key), True)
            )


def _placed(server: Serving, folder: Path) -> Serving:
    """What a server holds to, its files named from a folder."""
    keys, tenants = (path and str((folder / path).resolve()) for path in (server.keys, server.tenants))
    return replace(server, keys=keys, tenants=tenants)


def tenant_files(server: Serving) -> dict[str, Path]:
    """The settings file of each tenant; its name is the file's."""
    folder = Path(server.tenants) if server.tenants else None
    return {file.stem: file for file in sorted(folder.glob("*.toml"))} if folder else {}


def stored(url: str, folder: Path) -> Storage:
    """A store at an address whose file, when it has one, is named from a folder."""
    path = url.removeprefix("sqlite:///")
    if path in (url, "", ":memory:"):
        return Storage(url)
    return Storage(f"sqlite:///{(folder / path).resolve()}")


def written(file: Path) -> dict[str, int]:
    """The keys that a settings file sets, each with its line."""
    data, text = _data(file)
    place = places(text, file.name)
    return {key: place((key,), True)[0] for key in data}


def _data(file: Path) -> tuple[dict[str, Any], str]:
    """What a settings file says, and its text."""
    import tomllib

    text = read_text(file)
    try:
        data = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        place = re.search(r"line (\d+), column (\d+)", str(error))
        line, column = map(int, place.groups()) if place else line_and_column(text, len(text))
        raise InputError("not TOML: " + str(error).partition(" (at")[0], str(file), line, column) from None
    if file.name == NAMES[1]:
        tools = data.get("tool")
        data = tools.get("replylint", {}) if isinstance(tools, dict) else {}
    return data, text


def _own(text: str, name: str) -> str:
    """The text of a settings file with what belongs to other tools blanked."""
    if name != NAMES[1]:
        return text
    pieces = re.split(r"^(?=\[)", text, flags=re.MULTILINE)
    ours = re.compile(r"\[+[ \t]*tool[ \t]*\.[ \t]*[\"']?replylint\b")
    return "".join(piece if ours.match(piece) else re.sub(r"[^\n]", " ", piece) for piece in pieces)


def places(text: str, name: str) -> Place:
    """How to find a key in the text of a settings file of that name."""
    ours = _own(text, name)

    def place(path: schema.Path, _at_key: bool = True) -> tuple[int, int]:
        key = next((str(step) for step in reversed(path) if isinstance(step, str)), "")
        line = rf"^[ \t\[]*(?:[\w\"'/-]+[ \t]*\.[ \t]*)*[\"']?({re.escape(key)})[\"']?[ \t]*(?:[\].=])"
        found = re.search(line, ours, re.MULTILINE)
        found = found or re.search(rf"[{{,][ \t]*[\"']?({re.escape(key)})[\"']?[ \t]*=", ours)
        return line_and_column(ours, found.start(1) if found else 0)

    return place
