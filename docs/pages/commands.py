"""The page of the command line, from the parsers of its arguments."""

from __future__ import annotations

import argparse
from collections.abc import Iterator

from written import listed, own, table

from replylint.faces import cli

HEAD = """\
# The command line

What each command takes. `replylint COMMAND --help` says the same; [the README](../README.md#use) says who runs which, and
[settings](settings.md) hold for all of them. Exit codes: 0 all is well, 1 something was found (or a draft is held), 2 something
could not be used, said in one line.
"""


def page() -> str:
    """The page."""
    return "\n".join((HEAD, *_sections(cli.parser(), "##"))).rstrip() + "\n"


def _sections(parser: argparse.ArgumentParser, level: str) -> Iterator[str]:
    """A section for each command below a parser, and those below it."""
    for verbs in parser._actions:
        if isinstance(verbs, argparse._SubParsersAction):
            for told in verbs._choices_actions:
                command = verbs.choices[told.dest]
                yield f"{level} {command.prog.removeprefix('replylint ')}\n"
                yield f"{_opened(own(told.help or ''))}.\n"
                yield from _table(command)
                yield from _sections(command, level + "#")


def _opened(text: str) -> str:
    return text[:1].upper() + text[1:]


def _table(command: argparse.ArgumentParser) -> Iterator[str]:
    given = [each for each in command._actions if not isinstance(each, argparse._HelpAction | argparse._SubParsersAction)]
    if given:
        yield table(("argument", "what it is"), ((_called(each), _said(each)) for each in given)) + "\n"


def _called(action: argparse.Action) -> str:
    """How an argument is written."""
    value = str(action.metavar or ("ONE" if action.choices and action.option_strings else action.dest.upper()))
    if not action.option_strings:
        return f"`{value}{'…' if action.nargs in ('*', '+') else ''}`"
    return f"`{' '.join((*action.option_strings, *([] if action.nargs == 0 else [value])))}`"


def _said(action: argparse.Action) -> str:
    """What it is for, and what holds without it where that is not said."""
    choices = f"one of {listed([f'`{choice}`' for choice in action.choices])}" if action.choices else ""
    usual = action.default not in (None, False, []) and action.option_strings and "default" not in (action.help or "")
    words = (
        own(action.help or ""),
        choices,
        f"default: {action.default}" if usual else "",
        "may be repeated" if _repeats(action) else "",
    )
    return "; ".join(filter(None, words))


def _repeats(action: argparse.Action) -> bool:
    return isinstance(action, argparse._AppendAction)
