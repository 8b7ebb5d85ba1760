"""`replylint doctor`: what is installed, which settings apply and where each came from, the packs, the ruleset."""

from __future__ import annotations

import argparse
import dataclasses
import os
import platform
import re
from collections.abc import Iterator
from importlib import metadata
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from replylint import __version__, packs, settings
from replylint.document import InputError, read_text
from replylint.faces import options as given_options
from replylint.lint import enabled, identity
from replylint.reading import syntax
from replylint.ruleset import Ruleset
from replylint.store import hidden

_PROJECT = Path(__file__).resolve().parents[3] / "pyproject.toml"


def run(options: argparse.Namespace) -> int:
    """Print all of it; 1 when something that replylint needs is missing or in another version."""
    rules, chosen = given_options.rules_and_settings(options)
    lines, whole = _packages()
    print(f"replylint {__version__} in {Path(packs.__file__).parent}")
    print(f"Python {platform.python_version()} on {platform.system()} {platform.machine()}")
    _block("packages", lines)
    _block("parser", [_pipeline(chosen)])
    _block("settings", _settings(chosen, options))
    _block("packs", _packs(rules, chosen))
    running = sum(1 for _ in enabled(rules, chosen))
    print(f"\nruleset: {identity(rules, chosen)}\n  {running} of {len(rules.rules)} rules run")
    return 0 if whole else 1


def _block(title: str, lines: Any) -> None:
    print(f"\n{title}:", *lines, sep="\n  ")


def requirements() -> list[tuple[str, str]]:
    """The packages that replylint needs, each with its pinned version: of the installed project, else of a checkout."""
    try:
        told = metadata.requires("replylint") or []
    except metadata.PackageNotFoundError:
        told = _of_checkout()
    pins = (re.fullmatch(r"([\w.-]+)==([\w.+!-]+)", requirement) for requirement in told)
    return [(pin[1], pin[2]) for pin in pins if pin]


def _of_checkout() -> list[str]:
    import tomllib

    try:
        return list(tomllib.loads(read_text(_PROJECT))["project"]["dependencies"])
    except (InputError, KeyError):
        return []


def _packages() -> tuple[list[str], bool]:
    """A line a package, and whether all of them are what they should be."""
    needed = requirements()
    if not needed:
        return ["not known: replylint itself is not installed"], False
    width = max(len(name) for name, _ in needed)
    lines, whole = [], True
    for name, pin in needed:
        found = installed(name)
        remark = "" if found == pin else f"  (replylint {__version__} was measured with {pin})"
        whole = whole and found == pin
        lines.append(f"{name:{width}}  {found or 'missing'}{remark}")
    return lines, whole


def installed(package: str) -> str | None:
    """The version of an installed package, None when it is not there."""
    try:
        return metadata.version(package)
    except metadata.PackageNotFoundError:
        return None


def _pipeline(chosen: settings.Settings) -> str:
    """The parser's model, and whether the installed one is what it should be."""
    found, spec = installed(syntax.PACKAGE), find_spec(syntax.PACKAGE)
    if found is None or spec is None or spec.origin is None:
        return f"{syntax.PIPELINE}\n  {syntax.PACKAGE} is not installed"
    folder = next(Path(spec.origin).parent.glob(f"*-{syntax.VERSION}"), None)
    whole = folder is not None and syntax.digest(folder) == syntax.DIGEST
    files = "its files are the measured ones" if whole else "its files are not the measured ones; install it again"
    used = "" if chosen.parser == "auto" else "; these settings do not use it"
    return f"{syntax.PIPELINE}\n  {syntax.PACKAGE} {found} is installed, {files}{used}"


def _settings(chosen: settings.Settings, options: argparse.Namespace) -> Iterator[str]:
    """The file that applies, and each setting with the place where it was made."""
    names = " and ".join(settings.NAMES)
    yield f"file: {chosen.file}" if chosen.file else f"file: none (looked for {names} from {Path.cwd()} upwards)"
    told = (("profile", "--profile", options.profile), ("store", given_options.STORE, given_options.STORE in os.environ))
    instead = {key: name for key, name, given in told if given}
    if chosen.store is not None:
        chosen = dataclasses.replace(chosen, store=settings.Storage(hidden(chosen.store.url)))
    unsaid = dict.fromkeys(chosen.server.webhooks, "***")
    chosen = dataclasses.replace(chosen, server=dataclasses.replace(chosen.server, webhooks=unsaid))
    written: dict[str, int] = settings.written(Path(chosen.file)) if chosen.file else {}
    for known in dataclasses.fields(chosen):
        if known.name == "file":
            continue
        origins = [f"{chosen.file}:{written[known.name]}"] if known.name in written and known.name not in instead else []
        origins += [instead[known.name]] if known.name in instead else []
        origins += ["--pack"] if known.name == "packs" and options.pack else []
        yield f"{known.name} = {_shown(getattr(chosen, known.name))}  ({', '.join(origins) or 'default'})"


def _shown(value: Any) -> str:
    """A value in the spelling of TOML, nearly."""
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        value = {key: kept for key, kept in dataclasses.asdict(value).items() if kept}
    if isinstance(value, dict):
        return "{" + ", ".join(f"{key} = {_shown(kept)}" for key, kept in value.items()) + "}"
    if isinstance(value, tuple):
        return "[" + ", ".join(map(_shown, value)) + "]"
    return "not set" if value is None else f'"{value}"' if isinstance(value, str) else str(value)


def _packs(rules: Ruleset, chosen: settings.Settings) -> Iterator[str]:
    folders = (packs.house(), *map(Path, chosen.packs))
    for pack, folder, digest in zip(rules.packs, folders, rules.digests, strict=True):
        yield f"{pack.file.name} {pack.file.version}, {len(pack.rules)} rules, sha256:{digest[:16]}, in {folder}"
