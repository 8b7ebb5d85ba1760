"""`replylint rules try`: what one rule says of real replies."""

from __future__ import annotations

import argparse
import json
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from random import Random
from typing import Any, NamedTuple, get_args

from replylint import exports, packs, trial
from replylint.conversation import Conversation, Span
from replylint.document import InputError, line_and_column
from replylint.faces import options as given_options
from replylint.faces.exports import Round
from replylint.finding import Finding, Near, Severity
from replylint.lint import find
from replylint.rule import Rule
from replylint.ruleset import Ruleset
from replylint.settings import Settings


class _Reply(NamedTuple):
    """A reply of an agent as the last turn of its conversation, and the name that it goes by: `T-1#3` is turn 3 of T-1."""

    told: Conversation
    file: str
    name: str


def run(options: argparse.Namespace) -> int:
    """Lint every reply of the exports with one rule alone; exit 2 when something could not be used, else 0."""
    rule, rules, settings = _chosen(options)
    alone, under = rules.alone(rule), trial.under(settings, rule.id)
    errors, page = Round(options), _Page(options, rule, alone, under)
    for reply in _replies(options, errors):
        try:
            found = find(reply.told, alone, under, options.near)
        except InputError as error:
            errors.error(InputError(f"{reply.name}: {error.what}", reply.file))
            continue
        page.take(reply, found.findings, found.near, next(iter(found.not_applicable), None))
    page.close()
    return errors.close()


def _chosen(options: argparse.Namespace) -> tuple[Rule, Ruleset, Settings]:
    """The rule of an id or a file, the rules whose word lists it may name, and the settings; raises `InputError`."""
    file = Path(options.rule)
    if file.suffix not in (".yaml", ".yml"):
        rules, settings = given_options.rules_and_settings(options)
        return rules.rule(options.rule), rules, settings
    pack = file.absolute().parent.parent
    if (pack / "pack.yaml").is_file() and pack.resolve() != packs.house().resolve():
        options.pack = [*options.pack, str(pack)]
    rules, settings = given_options.rules_and_settings(options)
    return trial.read(file, rules), rules, settings


def _replies(options: argparse.Namespace, errors: Round) -> Iterator[_Reply]:
    """Every reply of the exports as it stood when it was sent."""
    given = given_options.given(options)
    for name in options.exports:
        try:
            for number, told in enumerate(exports.read(Path(name), options.kind, given, options.agents), 1):
                if isinstance(told, InputError):
                    errors.error(told)
                    continue
                whose = told.id or f"conversation {number}"
                for reply in told.replies():
                    yield _Reply(reply, name, f"{whose}#{len(reply.turns) - 1}")
        except InputError as error:
            errors.error(error)


class _Drawn:
    """At most `limit` of the things that come by, each with the same chance, drawn by a seed; all when there is no limit."""

    def __init__(self, limit: int | None, seed: int) -> None:
        self.limit, self.random, self.met = limit, Random(seed), 0
        self.kept: list[tuple[int, Any]] = []

    def offer(self, one: Any) -> None:
        """The next one."""
        self.met += 1
        if self.limit is None or len(self.kept) < self.limit:
            self.kept.append((self.met, one))
        elif (place := self.random.randrange(self.met)) < self.limit:
            self.kept[place] = (self.met, one)

    def drawn(self) -> list[Any]:
        """Those that were drawn, in their order."""
        return [one for _, one in sorted(self.kept, key=lambda each: each[0])]


class _Page:
    """Counts what the rule says, and shows it: at once, or when there is a limit what was drawn at the end."""

    def __init__(self, options: argparse.Namespace, rule: Rule, rules: Ruleset, settings: Settings) -> None:
        self.options, self.rule, self.rules, self.settings = options, rule, rules, settings
        self.hits, self.near = _Drawn(options.limit, options.seed), _Drawn(options.limit, options.seed)
        self.read = self.raised = 0
        self.severities: Counter[Severity] = Counter()
        self.stopped: Counter[str] = Counter()
        self.lacking: Counter[str] = Counter()

    def take(self, reply: _Reply, found: tuple[Finding, ...], near: tuple[Near, ...], lacks: str | None) -> None:
        """What the rule says of a reply, or what it lacks to say something."""
        self.read += 1
        self.raised += bool(found)
        self.severities.update(each.severity for each in found)
        self.stopped.update(each.stopped_by for each in near)
        self.lacking.update([lacks] if lacks else ())
        for drawn, these in ((self.hits, found), (self.near, near)):
            for each in these:
                if self.options.limit is None:
                    drawn.met += 1
                    self.show(reply, each)
                else:
                    drawn.offer((reply, each))

    def show(self, reply: _Reply, found: Finding | Near) -> None:
        """One hit, or what was nearly one, with its sentence and place."""
        sentence = trial.sentence(reply.told, found.span, self.rules, self.settings)
        if self.options.format == "jsonl":
            print(json.dumps(self.encoded(reply, found, sentence), ensure_ascii=False))
            return
        line, column = line_and_column(reply.told.turns[found.span.turn].text, found.span.start)
        place = f"{reply.file}: {reply.name}:{line}:{column}"
        if isinstance(found, Finding):
            print(f"{place}: {found.severity}: {sentence}")
        else:
            print(f"{place}: nearly, {_stop(found)}: {sentence}")

    def encoded(self, reply: _Reply, found: Finding | Near, sentence: str) -> dict[str, Any]:
        """The same as plain data."""
        span: Span = found.span
        place = {"file": reply.file, "conversation": reply.told.id, "turn": span.turn, "start": span.start, "end": span.end}
        told = {"rule": self.rule.id, **place, "text": found.text, "sentence": sentence}
        if isinstance(found, Finding):
            return {**told, "severity": found.severity, "message": found.message}
        return {**told, "stopped_by": found.stopped_by, "by": found.words}

    def close(self) -> None:
        """What was drawn, and the counts."""
        for drawn in (self.hits, self.near):
            for reply, found in drawn.drawn():
                self.show(reply, found)
        hits = self.severities.total()
        if self.options.format == "jsonl":
            counts = {"rule": self.rule.id, "replies": self.read, "with_hits": self.raised, "hits": hits}
            more = {"severities": self.severities, "not_applicable": self.lacking, "nearly": self.stopped}
            print(json.dumps({"counts": {**counts, **more}}, ensure_ascii=False))
            return
        print(*self._counts(hits), sep="\n")

    def _counts(self, hits: int) -> Iterator[str]:
        share = f" ({self.raised / self.read:.1%})" if self.read else ""
        of = ", ".join(f"{self.severities[each]} {each}" for each in get_args(Severity) if self.severities[each])
        yield f"{self.rule.id}: {_many(hits, 'hit')} in {self.raised:,} of {self.read:,} replies{share}" + (
            f": {of}" if of else ""
        )
        for lacks, number in self.lacking.items():
            yield f"not applicable to {number:,} of them, for want of: {lacks}"
        if self.options.near:
            stops = ", ".join(f"{number:,} at {stop}" for stop, number in self.stopped.most_common())
            yield f"{self.stopped.total():,} nearly" + (f": stopped {stops}" if stops else "")
        if self.options.limit and max(self.hits.met, self.near.met) > self.options.limit:
            yield f"at most {self.options.limit} of each are shown, drawn by the seed {self.options.seed}"


def _stop(near: Near) -> str:
    words = " ".join(near.words.split())
    return f"stopped at {near.stopped_by}" + (f" by “{words}”" if words else "")


def _many(number: int, what: str) -> str:
    return f"{number:,} {what}{'' if number == 1 else 's'}"
