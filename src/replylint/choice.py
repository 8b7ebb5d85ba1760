"""What a caller chose: settings, and the rules that they name."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

from replylint import packs
from replylint.ruleset import Ruleset
from replylint.settings import Settings


def chosen(settings: Settings, profile: str | None, folders: Iterable[str | Path]) -> tuple[Ruleset, Settings]:
    """The rules that run under these settings, another profile and more packs if they are given, and the settings with
    both; raises `InputError` for a name that does not exist."""
    if profile:
        settings = replace(settings, profile=profile)
    settings = replace(settings, packs=(*settings.packs, *(str(Path(folder).resolve()) for folder in folders)))
    rules = packs.load(settings.packs)
    settings.check((rule.id for rule in rules.rules), (name for pack in rules.packs for name in pack.file.profiles))
    return rules, settings
