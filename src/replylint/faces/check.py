"""`replylint check`."""

from __future__ import annotations

import argparse
import sys
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from replylint import fix, transcripts, wire
from replylint.conversation import Conversation
from replylint.document import InputError
from replylint.faces import options as given_options
from replylint.finding import Finding, Result
from replylint.lint import at_or_above, identity, lint
from replylint.phrase import fold
from replylint.ruleset import Ruleset
from replylint.settings import Settings

if TYPE_CHECKING:
    from replylint.exchange import Judged
    from replylint.faces.aside import Aside

_FIXABLE = ("text", "markdown", "html")


def run(options: argparse.Namespace) -> int:
    """Judge every input; 0 nothing at or above `--fail-on`, 1 findings, 2 an input that could not be used."""
    if options.instructions and (options.fix or options.format not in ("json", "jsonl")):
        raise InputError("--instructions goes with --format json or jsonl, and not with --fix")
    rules, settings = given_options.rules_and_settings(options)
    situation = given_options.given(options)
    outcome = _Outcome(options, _Judge(options, rules, settings))
    for name in given_options.inputs(options.files):
        try:
            if isinstance(name, InputError):
                raise name
            file = given_options.file(name, options.input)
            if options.fix:
                outcome.fixed(_fix(file, situation, outcome.judge))
                continue
            for line, told in transcripts.numbered(file.text, file.kind, file.name, situation):
                outcome.take(told, file, line)
        except InputError as error:
            outcome.error(error)
    return outcome.close()


class _Judge:
    """Judges drafts by the rules and settings, less what a baseline sets aside when there is one."""

    def __init__(self, options: argparse.Namespace, rules: Ruleset, settings: Settings) -> None:
        self.rules, self.settings, self.explain = rules, settings, options.explain
        self.aside: Aside | None = None
        if options.baseline or options.update_baseline or settings.baseline:
            from replylint.faces.aside import Aside

            self.aside = Aside(options, rules, settings)

    def within(self, told: Conversation, file: given_options.File) -> Settings:
        """The settings for one draft: what was dismissed within its file and what the baseline sets aside is dismissed."""
        return self.aside.within(file.name, told) if self.aside else self.settings.within(file.name, told.id)

    def judged(self, told: Conversation, file: given_options.File) -> Result:
        """The result of one draft. What bears on it alone is no part of the ruleset's identity."""
        here = self.within(told, file)
        result = lint(told, self.rules, here, self.explain)
        return self.noted(
            result if here is self.settings else result._replace(ruleset=identity(self.rules, self.settings)), told, file
        )

    def noted(self, result: Result, told: Conversation, file: given_options.File) -> Result:
        """A result of which the baseline, if any, takes note."""
        return self.aside.take(result, told, file.name) if self.aside else result


class _Outcome:
    """Prints results as they come, or holds them for a format that is one document, and remembers the exit code."""

    def __init__(self, options: argparse.Namespace, judge: _Judge) -> None:
        self.options, self.judge, self.code = options, judge, 0
        self.held: list[dict[str, Any]] = []
        self.judged: list[Judged] = []
        self.colour = sys.stdout.isatty() and options.format == "text"
        self.printed = False

    def error(self, error: InputError) -> None:
        """A bad file or line: its own error line, and the others go on."""
        self.code = 2
        print(error, file=sys.stderr)
        if self.options.format == "jsonl":
            self._line(wire.error(error))

    def take(self, told: transcripts.Told, file: given_options.File, line: int) -> None:
        """One conversation, which begins on a line of its file, or what is wrong with it."""
        if isinstance(told, InputError):
            self.error(told)
            return
        try:
            result = self.judge.judged(told, file)
        except InputError as error:
            self.error(InputError(error.what, file.name, line, 1))
        else:
            if not self.options.update_baseline:
                self.result(result, told, file, line)

    def result(self, result: Result, told: Conversation, file: given_options.File, line: int) -> None:
        """One judged draft, which begins on a line of its file."""
        self._count(result)
        form = self.options.format
        if form == "jsonl":
            self._line(self._encoded(result, told))
        elif form == "json":
            self.held.append(self._encoded(result, told))
        elif form == "text":
            self._text(result, told, file.name if file.kind not in ("jsonl", "csv") else f"{file.name}:{line}")
        else:
            from replylint.exchange import Judged
            from replylint.location import where

            place = where(file.text, file.kind, line, told) if file.kind not in _FIXABLE and result.findings else None
            self.judged.append(Judged(result, told, file.name, place))

    def _encoded(self, result: Result, told: Conversation) -> dict[str, Any]:
        """The JSON of a result, with the instructions to a writer where they are asked for."""
        data = wire.encode(result, told)
        if self.options.instructions:
            from replylint.instructions import instructions

            data["instructions"] = list(instructions(result, told))
        return data

    def fixed(self, left: Result) -> None:
        """A draft after its fixes: what is left counts."""
        self._count(left)

    def _count(self, result: Result) -> None:
        fail_on = self.options.fail_on
        if self.code == 0 and fail_on != "never" and at_or_above(result.findings, fail_on):
            self.code = 1

    def _text(self, result: Result, told: Conversation, name: str) -> None:
        from replylint.render import text

        if self.printed:
            print()
        self.printed = True
        print(text(result, told, name, self.colour, self.options.all))

    def _line(self, data: dict[str, Any]) -> None:
        import json

        print(json.dumps(data, ensure_ascii=False))

    def close(self) -> int:
        """Print what was held back; the exit code."""
        import json

        if self.judge.aside:
            self.judge.aside.close()
        form = self.options.format
        if self.options.fix or self.options.update_baseline or form in ("text", "jsonl"):
            return self.code
        data: Any = self.held[0] if len(self.held) == 1 else self.held
        if form == "json":
            print(json.dumps(data, ensure_ascii=False, indent=2))
            return self.code
        from replylint import exchange

        if form == "sarif":
            print(json.dumps(exchange.sarif(self.judged, self.judge.rules.rules), ensure_ascii=False, indent=2))
        else:
            sys.stdout.writelines(f"{line}\n" for line in exchange.github(self.judged))
        return self.code


def _fix(file: given_options.File, situation: transcripts.Given, judge: _Judge) -> Result:
    """Apply the automatic fixes of one draft after showing the diff; standard input goes to standard output.

    Gives the result of the draft as it then stands.
    """
    if file.kind not in _FIXABLE:
        raise InputError("--fix changes drafts (.txt, .md, .html), not conversations", file.name)
    (told,) = transcripts.read(file.text, file.kind, file.name, situation)
    if isinstance(told, InputError):
        raise told
    told, left, count = fix_draft(told, judge.rules, judge.within(told, file))
    left = judge.noted(left, told, file)
    fixed = told.turns[told.draft or 0].text
    from replylint.render import diff

    shown = diff(file.text, fixed, file.name)
    print(f"{file.name}: {count} fixed, {len(left.findings)} left", file=sys.stderr)
    if file.name == given_options.STDIN:
        sys.stderr.write(shown)
        given_options.write_as_is(fixed)
        return left
    print(shown, end="")
    if fixed != file.text:
        _rewrite(file, fixed)
    return left


def _rewrite(file: given_options.File, text: str) -> None:
    """The new text in the file, in the encoding of the old."""
    try:
        Path(file.name).write_bytes(text.encode(file.encoding))
    except UnicodeEncodeError:
        raise InputError(f"not changed: {file.encoding} has no sign for all of it; save it as UTF-8", file.name) from None
    except OSError as error:
        raise InputError(f"cannot be written: {error.strerror}", file.name) from None


def fix_draft(told: Conversation, rules: Ruleset, settings: Settings) -> tuple[Conversation, Result, int]:
    """The conversation with the automatic fixes of its draft made, its result, and how many were made.

    They are made one at a time; one that would raise a new finding is left out.
    """
    number = told.draft or 0
    refused: set[str] = set()
    result, count = lint(told, rules, settings), 0
    while todo := next(((f, edits) for f, edits in _automatic(result) if f.id not in refused), None):
        found, edits = todo
        turn = replace(told.turns[number], text=fix.applied(told.turns[number].text, edits))
        changed = replace(told, turns=(*told.turns[:number], turn, *told.turns[number + 1 :]))
        after = lint(changed, rules, settings) if turn.text.strip() else None
        if after is None or _raises(found, result, after):
            refused.add(found.id)
        else:
            told, result, count = changed, after, count + 1
    return told, result, count


def _automatic(result: Result) -> Iterator[tuple[Finding, tuple[Any, ...]]]:
    for found in result.findings:
        for way in found.fixes:
            if way.applies == "automatic":
                yield found, way.edits


def _raises(fixed: Finding, before: Result, after: Result) -> bool:
    """Whether a fix left its finding in place, or raised one that was not there in these or other words."""
    old = [*before.findings, *(hidden.finding for hidden in before.suppressed)]
    known = {(f.rule, fold(f.text)) for f in old if f.id != fixed.id}
    counts = Counter(f.rule for f in old)
    counts[fixed.rule] -= 1
    more = Counter(f.rule for f in after.findings) - counts
    return any(f.rule in more and (f.rule, fold(f.text)) not in known for f in after.findings)
