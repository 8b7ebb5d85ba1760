"""`replylint check`."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from replylint import fix, wire
from replylint.conversation import Conversation
from replylint.document import InputError
from replylint.faces import options as given_options
from replylint.finding import Result
from replylint.lint import at_or_above, lint
from replylint.ruleset import Ruleset
from replylint.settings import Settings
from replylint.transcripts import Input, kind_of, read

_FIXABLE = ("text", "markdown", "html")


@dataclass(frozen=True, slots=True)
class _File:
    """One input of the command line, read."""

    name: str
    text: str
    kind: Input


def run(options: argparse.Namespace) -> int:
    """Judge every input; 0 nothing at or above `--fail-on`, 1 findings, 2 an input that could not be used."""
    rules, settings = given_options.rules_and_settings(options)
    situation = given_options.given(options)
    outcome = _Outcome(options)
    for file in _files(options):
        if options.fix:
            _fix(file, options, rules, settings)
            continue
        for number, told in enumerate(read(file.text, file.kind, file.name, situation), 1):
            name = file.name if file.kind not in ("jsonl", "csv") else f"{file.name}:{number}"
            if isinstance(told, InputError):
                outcome.error(told)
            else:
                outcome.result(lint(told, rules, settings, options.explain), told, name)
    return outcome.close()


def _files(options: argparse.Namespace) -> Iterator[_File]:
    for name in options.files or ["-"]:
        if name == "-":
            yield _file("<stdin>", given_options.standard_input(), options.input or "text")
        else:
            kind = options.input or kind_of(name)
            yield _file(name, _bytes(name), kind)


def _bytes(name: str) -> bytes:
    path = Path(name)
    try:
        if path.stat().st_size > given_options.MOST_BYTES:
            raise InputError(f"more than {given_options.MOST_BYTES:,} bytes", name)
        return path.read_bytes()
    except FileNotFoundError:
        raise InputError("no such file", name) from None
    except IsADirectoryError:
        raise InputError("is a folder; name the files in it", name) from None
    except OSError as error:
        raise InputError(f"cannot be read: {error.strerror}", name) from None


def _file(name: str, data: bytes, kind: Input) -> _File:
    text = data.decode("utf-8", "surrogateescape") if kind == "eml" else given_options.decoded(data, name)
    return _File(name, text, kind)


class _Outcome:
    """Prints results as they come, and remembers the exit code."""

    def __init__(self, options: argparse.Namespace) -> None:
        self.options, self.code, self.held = options, 0, []
        self.held: list[dict[str, Any]]
        self.colour = sys.stdout.isatty() and options.format == "text"
        self.printed = False

    def error(self, error: InputError) -> None:
        """A bad line: its own error line, and the others go on."""
        self.code = 2
        print(error, file=sys.stderr)
        if self.options.format == "jsonl":
            detail = {"file": error.file, "line": error.line, "column": error.column, "what": error.what}
            self._line({"schema": wire.SCHEMA, "line": error.line, "error": detail})

    def result(self, result: Result, told: Conversation, name: str) -> None:
        """One judged draft."""
        fail_on = self.options.fail_on
        if self.code == 0 and fail_on != "never" and at_or_above(result.findings, fail_on):
            self.code = 1
        if self.options.format == "jsonl":
            self._line(wire.encode(result, told))
        elif self.options.format == "json":
            self.held.append(wire.encode(result, told))
        else:
            from replylint.render import text

            if self.printed:
                print()
            self.printed = True
            _print(text(result, told, name, self.colour, self.options.all))

    def _line(self, data: dict[str, Any]) -> None:
        import json

        _print(json.dumps(data, ensure_ascii=False))

    def close(self) -> int:
        """Print what was held back; the exit code."""
        if self.options.format == "json" and not self.options.fix:
            import json

            data: Any = self.held[0] if len(self.held) == 1 else self.held
            _print(json.dumps(data, ensure_ascii=False, indent=2))
        return self.code


def _print(text: str) -> None:
    """Print in UTF-8 whatever the terminal's locale says; a character it cannot show is escaped."""
    try:
        print(text)
    except UnicodeEncodeError:
        sys.stdout.flush()
        sys.stdout.buffer.write((text + "\n").encode("utf-8", "backslashreplace"))


def _fix(file: _File, options: argparse.Namespace, rules: Ruleset, settings: Settings) -> None:
    """Apply the automatic fixes of one draft after showing the diff; standard input goes to standard output."""
    if file.kind not in _FIXABLE:
        raise InputError("--fix changes drafts (.txt, .md, .html), not conversations", file.name)
    (told,) = read(file.text, file.kind, file.name, given_options.given(options))
    if isinstance(told, InputError):
        raise told
    fixed = fix_draft(told, rules, settings)
    from replylint.render import diff

    shown = diff(file.text, fixed, file.name)
    if file.name == "<stdin>":
        sys.stderr.write(shown)
        sys.stdout.write(fixed)
        return
    sys.stdout.write(shown)
    if fixed != file.text:
        Path(file.name).write_bytes(fixed.encode("utf-8"))


def fix_draft(told: Conversation, rules: Ruleset, settings: Settings) -> str:
    """The draft with its automatic fixes made, one at a time; one that would raise a new finding is left out."""
    from dataclasses import replace

    number = told.draft or 0
    refused: set[str] = set()
    result = lint(told, rules, settings)
    while True:
        todo = next(
            ((f, way) for f in result.findings for way in f.fixes if way.applies == "automatic" and f.id not in refused),
            None,
        )
        if todo is None:
            return told.turns[number].text
        found, way = todo
        turn = replace(told.turns[number], text=fix.applied(told.turns[number].text, way.edits))
        changed = replace(told, turns=(*told.turns[:number], turn, *told.turns[number + 1 :]))
        after = lint(changed, rules, settings)
        known = {(f.rule, f.text) for f in (*result.findings, *(s.finding for s in result.suppressed))}
        if found.id in {f.id for f in after.findings} or any((f.rule, f.text) not in known for f in after.findings):
            refused.add(found.id)
        else:
            told, result = changed, after
