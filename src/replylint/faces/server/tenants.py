"""Whose request it is: a tenant has its own settings, packs, store and webhooks. Nothing of one is seen by another."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields, replace
from pathlib import Path

from replylint import choice, schema, settings
from replylint.document import InputError
from replylint.faces.server import signature
from replylint.faces.server.problem import Problem
from replylint.faces.server.shelf import Shelf
from replylint.faces.server.shown import Shown
from replylint.ruleset import Ruleset
from replylint.settings import Serving, Settings

_OF_A_TENANT = ("turns", "text", "override_hours", "webhooks")  # the rest of [server] is the installation's


@dataclass(frozen=True, eq=False)
class Tenant:
    """One of those who share a server; the installation's own has no name. `woken` is set when a webhook has come in."""

    name: str
    rules: Ruleset
    settings: Settings
    profiles: Mapping[str, Settings]
    shelf: Shelf
    shown: Shown
    woken: asyncio.Event

    def under(self, profile: str | None) -> Settings:
        """Its settings, with another profile when one is asked for; raises a `Problem` for one that does not exist."""
        if profile is None:
            return self.settings
        if profile not in self.profiles:
            raise Problem(422, f"no such profile{schema.nearest(profile, self.profiles)}", "query.profile")
        return self.profiles[profile]


def tenant(name: str, rules: Ruleset, chosen: Settings) -> Tenant:
    """A tenant with its store, which is not opened yet; raises `InputError` for secrets of webhooks that cannot be such."""
    signature.check(chosen.server.webhooks, chosen.file or "")
    known = {profile for pack in rules.packs for profile in pack.file.profiles}
    profiles = {each: replace(chosen, profile=each) for each in known} | {chosen.profile: chosen}
    shelf = Shelf(chosen.store.url if chosen.store else None)
    return Tenant(name, rules, chosen, profiles, shelf, Shown(), asyncio.Event())


def load(own: Tenant) -> dict[str, Tenant]:
    """The installation's own tenant and those whose settings lie in its folder; raises `InputError`."""
    found = {"": own}
    for name, file in settings.tenant_files(own.settings.server).items():
        found[name] = _read(name, file)
    _apart(found.values())
    return found


def _read(name: str, file: Path) -> Tenant:
    rules, chosen = choice.chosen(settings.read(file), None, ())
    for each in fields(Serving):
        if each.name not in _OF_A_TENANT and getattr(chosen.server, each.name) != getattr(Serving(), each.name):
            what = f"server: {each.name!r} is the server's own; a tenant may set {', '.join(_OF_A_TENANT)}"
            raise InputError(what, str(file))
    return tenant(name, rules, chosen)


def _apart(tenants: Iterable[Tenant]) -> None:
    """Refuse two tenants with one store: each would read what the other keeps."""
    seen: dict[str, str] = {}
    for each in tenants:
        if each.shelf.url is None:
            continue
        other = seen.setdefault(each.shelf.url, each.name)
        if other != each.name:
            one, two = (repr(name) if name else "the server's own" for name in (other, each.name))
            raise InputError(f"store: {one} and {two} name the same store; each tenant has its own")
