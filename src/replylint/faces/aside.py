"""What a baseline sets aside in a run of `check`, and how it is written."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from replylint import baseline
from replylint.baseline import Found, Place
from replylint.conversation import Conversation
from replylint.document import InputError
from replylint.finding import Result
from replylint.lint import enabled
from replylint.ruleset import Ruleset
from replylint.settings import Settings

_MOST_NAMED = 20


class Aside:
    """What is recorded in the baseline that applies, and what was met in this run."""

    def __init__(self, options: argparse.Namespace, rules: Ruleset, settings: Settings) -> None:
        """Raises `InputError` for a baseline that cannot be used."""
        name = options.baseline or settings.baseline
        self.update, self.settings = options.update_baseline, settings
        if not name:
            raise InputError("--update-baseline: which? Add --baseline FILE, or a line baseline = FILE to the settings")
        if self.update and options.fix:
            raise InputError("--update-baseline and --fix do not go together")
        self.file = Path(name)
        self.recorded: Found = {} if self.update and not self.file.exists() else baseline.read(self.file)
        self.met: dict[Place, dict[str, str]] = {}
        running = {rule.id for rule in enabled(rules, settings)}
        self.resting = {rule.id for rule in rules.rules} - running

    def within(self, file: str, told: Conversation) -> Settings:
        """The settings under which what is recorded of an input is dismissed."""
        here = self.settings.within(file, told.id)
        return here if self.update else baseline.setting_aside(here, self._recorded(file, told))

    def take(self, result: Result, told: Conversation, file: str) -> Result:
        """Remember what was met; a result that says what the baseline set aside."""
        at = baseline.place(self.file, file, told.id)
        result = result if self.update else baseline.named(result, self._recorded(file, told))
        hidden = (one.finding for one in result.suppressed if one.by == "baseline")
        met = self.met.setdefault(at, {})
        met.update((found.id, found.rule) for found in (*result.findings, *hidden))
        unknown = {rule for rules in result.not_applicable.values() for rule in rules}  # now; there may be a clock next time
        met.update((id, rule) for id, rule in self.recorded.get(at, {}).items() if rule in unknown)
        return result

    def _recorded(self, file: str, told: Conversation) -> dict[str, str]:
        """What the baseline holds of an input, less what the settings dismiss themselves."""
        own = {d.id for d in self.settings.within(file, told.id).dismissals if d.within in (None, told.id)}
        recorded = self.recorded.get(baseline.place(self.file, file, told.id), {})
        return {id: rule for id, rule in recorded.items() if id not in own}

    def close(self) -> None:
        """Say what is no longer needed, or write the baseline anew; raises `InputError`."""
        idle = baseline.unneeded(self.recorded, self.met, self.resting, self.file)
        if self.update:
            written = baseline.updated(self.recorded, self.met, idle)
            baseline.write(self.file, written)
            kept, dropped = baseline.count(written), baseline.count(idle)
            new = kept + dropped - baseline.count(self.recorded)
            print(f"{self.file}: {kept} set aside, {new} of them new; {dropped} no longer needed and dropped")
            return
        lines = baseline.lines(idle)
        for line in lines[:_MOST_NAMED]:
            print(f"{self.file}: no longer needed: {line}", file=sys.stderr)
        if len(lines) > _MOST_NAMED:
            print(f"{self.file}: and {len(lines) - _MOST_NAMED:,} more are no longer needed", file=sys.stderr)
