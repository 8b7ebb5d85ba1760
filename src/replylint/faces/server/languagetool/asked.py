"""What a check in LanguageTool's shape asks for: the text, its language, and which rules are to look at it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any, NamedTuple

from replylint.document import InputError, parse_json
from replylint.faces.server.languagetool.marked import Marked, Piece, marked, typed
from replylint.faces.server.problem import Problem
from replylint.faces.server.tenants import Tenant
from replylint.finding import Finding
from replylint.lint import enabled
from replylint.ruleset import Ruleset
from replylint.settings import Settings

LANGUAGES = {
    "en": "English",
    "en-AU": "English (Australian)",
    "en-CA": "English (Canadian)",
    "en-GB": "English (GB)",
    "en-IE": "English (Ireland)",
    "en-IN": "English (India)",
    "en-NZ": "English (New Zealand)",
    "en-US": "English (US)",
    "en-ZA": "English (South African)",
}
_ENGLISH = re.compile(r"en([-_][a-z0-9]*)*", re.IGNORECASE)
_CODE = str.maketrans("/-", "__")


class Choice(NamedTuple):
    """Rules and categories by their codes: those that are not to run, and those that are, beside the others or `only` they."""

    without_rules: frozenset[str]
    without_categories: frozenset[str]
    rules: frozenset[str]
    categories: frozenset[str]
    only: bool


@dataclass(frozen=True)
class Asked:
    """A check that is wanted. `language` is one of `LANGUAGES`, None when it is to be found out."""

    text: Marked
    customer_message: str | None
    language: str | None
    picky: bool
    choice: Choice

    def shows(self, finding: Finding) -> bool:
        """Whether a finding is shown: a suggestion only to those who want to be told more, or who named its rule or category."""
        named = code(finding.rule) in self.choice.rules or code(finding.category) in self.choice.categories
        return finding.severity != "suggestion" or self.picky or named


def code(name: str) -> str:
    """A rule or category as LanguageTool's clients know it: `PRIMING_NEGATIVE_PRIMING`. Settings of theirs are lists with
    commas, and some take such a name for a word in an address, so it has no slash."""
    return name.strip().upper().translate(_CODE)


def read(fields: Mapping[str, str], tenant: Tenant) -> Asked:
    """What is asked by names and values; raises a `Problem`."""
    text = _text(fields)
    customer_message = fields.get("customerMessage") or None
    _check_length(len(text.plain) + len(customer_message or ""), tenant)
    level = fields.get("level", "default")
    if level not in ("default", "picky"):
        raise Problem(400, "'level' is 'default' or 'picky'")
    return Asked(text, customer_message, _language(fields), level == "picky", _choice(fields, tenant.rules))


def settings_for(choice: Choice, tenant: Tenant) -> Settings:
    """The settings of a tenant with which the chosen rules run, and only those that point at words: that something is
    missing cannot be underlined, and while someone types something always is."""
    return _settings_for(choice, tenant.rules, tenant.settings)


@lru_cache(maxsize=64)
def _settings_for(choice: Choice, ruleset: Ruleset, settings: Settings) -> Settings:
    running = {rule.id for rule in enabled(ruleset, settings)}
    chosen = [r.id for r in ruleset.rules if r.about == "words" and _runs(r.id, choice, r.id in running)]
    return replace(settings, on=tuple(chosen), off=tuple(r.id for r in ruleset.rules if r.id not in chosen))


def _runs(rule: str, choice: Choice, running: bool) -> bool:
    """Whether a rule runs: what is said of it goes before what is said of its category, and that before the settings."""
    category = code(rule.partition("/")[0])
    if code(rule) in choice.rules:
        return True
    if choice.only or code(rule) in choice.without_rules:
        return choice.only and category in choice.categories
    return category in choice.categories or (running and category not in choice.without_categories)


def _choice(fields: Mapping[str, str], rules: Ruleset) -> Choice:
    """The rules that are named; a name of no rule here (clients send those of LanguageTool) says nothing."""
    known = {code(rule.id) for rule in rules.rules}
    categories = {code(rule.category) for rule in rules.rules}
    without = (_named(fields, "disabledRules", known), _named(fields, "disabledCategories", categories))
    wanted = (_named(fields, "enabledRules", known), _named(fields, "enabledCategories", categories))
    only = fields.get("enabledOnly") in ("yes", "true")
    if only and (fields.get("disabledRules") or fields.get("disabledCategories")):
        raise Problem(400, "'enabledOnly' goes with no disabled rules or categories")
    if only and not (fields.get("enabledRules") or fields.get("enabledCategories")):
        raise Problem(400, "'enabledOnly' needs 'enabledRules' or 'enabledCategories'")
    return Choice(*without, *wanted, only)


def _named(fields: Mapping[str, str], key: str, known: Iterable[str]) -> frozenset[str]:
    return frozenset(map(code, fields.get(key, "").split(","))) & frozenset(known)


def _language(fields: Mapping[str, str]) -> str | None:
    told = fields.get("language", "")
    if not told:
        raise Problem(400, "'language' is missing: 'en-US', another code of English, or 'auto'")
    if told == "auto":
        return None
    if not _ENGLISH.fullmatch(told):
        raise Problem(400, "that is not a language code known here: only English is checked ('en', 'en-US', …, 'auto')")
    near = {each.lower(): each for each in LANGUAGES}
    return near.get(told.lower().replace("_", "-"), "en")


def _check_length(length: int, tenant: Tenant) -> None:
    most = tenant.settings.server.text
    if length > most:
        raise Problem(413, f"the text exceeds the limit of {most} characters (it has {length})")


def _text(fields: Mapping[str, str]) -> Marked:
    """The text, from whichever of `text` and `data` tells it."""
    if ("text" in fields) == ("data" in fields):
        raise Problem(400, "one of 'text' and 'data' tells the text" + (", not both" if "text" in fields else ""))
    if "text" in fields:
        return typed(fields["text"])
    try:
        data = parse_json(fields["data"], "data")
    except InputError as error:
        raise Problem(400, str(error)) from None
    if not isinstance(data, dict) or ("text" in data) == ("annotation" in data):
        raise Problem(400, "'data' is JSON with one of 'text' and 'annotation'")
    if "annotation" in data:
        return marked(_pieces(data["annotation"]))
    if not isinstance(data["text"], str):
        raise Problem(400, "'data': 'text' is no text")
    return typed(data["text"])


def _pieces(annotation: Any) -> Iterator[Piece]:
    if not isinstance(annotation, list):
        raise Problem(400, "'data': 'annotation' is no list")
    for number, each in enumerate(annotation):
        where = f"'data': annotation[{number}]"
        if not isinstance(each, dict) or ("text" in each) == ("markup" in each):
            raise Problem(400, f"{where} has one of 'text' and 'markup'")
        if "text" in each and "interpretAs" in each:
            raise Problem(400, f"{where}: 'interpretAs' goes with 'markup'")
        if not all(isinstance(each.get(key, ""), str) for key in ("text", "markup", "interpretAs")):
            raise Problem(400, f"{where}: 'text', 'markup' and 'interpretAs' are texts")
        yield Piece(each["text"]) if "text" in each else Piece(each["markup"], each.get("interpretAs", ""))
