"""The command line. Only what the chosen command needs is imported."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Sequence

from replylint import __version__
from replylint.document import InputError

REPORT = "this is a fault of replylint; please report it with the line above (it holds nothing of your text)"


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; returns its exit code. Nothing but `SystemExit` of argparse's own ever leaves."""
    options = parser().parse_args(arguments)
    try:
        return int(options.run(options))
    except InputError as error:
        print(error, file=sys.stderr)
    except KeyboardInterrupt:
        print("stopped", file=sys.stderr)
    except BrokenPipeError:  # the reader of our output has gone; nothing is wrong
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    except Exception as fault:  # a traceback could hold a customer's words
        print(f"replylint {__version__}: {where(fault)}\n{REPORT}", file=sys.stderr)
    return 2


def where(fault: BaseException) -> str:
    """The kind of an exception and the place in the code, without its message."""
    trace = fault.__traceback__
    while trace and trace.tb_next:
        trace = trace.tb_next
    if trace is None:
        return type(fault).__name__
    code = trace.tb_frame.f_code
    return f"{type(fault).__name__} in {os.path.basename(code.co_filename)}:{trace.tb_lineno} ({code.co_name})"


class _Parser(argparse.ArgumentParser):
    """argparse whose errors are one line that names the nearest spelling."""

    def error(self, message: str) -> None:  # type: ignore[override]
        self.exit(2, f"{self.prog}: {message}{_nearest(self, message)}\n")


def _nearest(parser: argparse.ArgumentParser, message: str) -> str:
    from replylint.schema import nearest

    known = [name for action in parser._actions for name in action.option_strings]
    word = message.partition("unrecognized arguments: ")[2].split(" ")[0].partition("=")[0]
    return nearest(word, known).partition("; known are")[0] if word.startswith("-") else ""


def parser() -> argparse.ArgumentParser:
    """The parser of all commands."""
    top = _Parser(prog="replylint", description="Says which words of a support reply will come back as a complaint.")
    top.add_argument("--version", action="version", version=f"replylint {__version__}")
    commands = top.add_subparsers(required=True, metavar="COMMAND", parser_class=_Parser)
    _check(commands.add_parser("check", help="judge drafts and conversations"))
    _hook(commands.add_parser("hook", help="judge a mail or text before it is sent: exit 0 send, 1 hold, 2 broken"))
    _rules(commands.add_parser("rules", help="list, show and test the rules"))
    _serve(commands.add_parser("serve", help="answer over HTTP"))
    doctor = commands.add_parser("doctor", help="what is installed, which settings apply and where each came from")
    _settings(doctor)
    doctor.set_defaults(run=_run("doctor"))
    schema = commands.add_parser("schema", help="the JSON Schemas of the conversation and the result")
    schema.add_argument("shape", nargs="?", choices=("conversation", "result"), help="only this one")
    schema.set_defaults(run=_run("schemas"))
    return top


def _run(module: str) -> object:
    """Import the module of a command when it is run."""

    def run(options: argparse.Namespace) -> int:
        from importlib import import_module

        return int(import_module(f"replylint.faces.{module}").run(options))

    return run


def _settings(command: argparse.ArgumentParser) -> None:
    command.add_argument("--settings", metavar="FILE", help="the settings file (default: replylint.toml found upwards)")
    command.add_argument("--profile", metavar="NAME", help="starter, standard, strict or one of a pack's own")
    command.add_argument("--pack", action="append", default=[], metavar="FOLDER", help="a pack of your own, besides")


def _situation(command: argparse.ArgumentParser) -> None:
    command.add_argument("--customer", metavar="TEXT", help="the message that the draft answers")
    command.add_argument("--customer-file", metavar="FILE", help="the same, in a file")
    command.add_argument("--now", metavar="INSTANT", help="the clock: an instant with its offset, or `system`")
    command.add_argument("--tz", metavar="ZONE", help="the zone of times that name none, such as Europe/London")
    command.add_argument("--template", action="store_true", help="the draft is a macro with placeholders")


def _check(command: argparse.ArgumentParser) -> None:
    command.add_argument("files", nargs="*", metavar="FILE", help="drafts, conversations, or - for standard input")
    command.add_argument("--input", choices=("text", "markdown", "html", "eml", "json", "jsonl", "csv"))
    command.add_argument("--format", choices=("text", "json", "jsonl"), default="text")
    command.add_argument("--fix", action="store_true", help="apply the automatic fixes after showing the diff")
    command.add_argument("--fail-on", choices=("error", "warning", "suggestion", "never"), default="warning")
    command.add_argument("--explain", action="store_true", help="say what stopped each rule that nearly fired")
    command.add_argument("--all", action="store_true", help="show every finding, not the first five")
    _situation(command)
    _settings(command)
    command.set_defaults(run=_run("check"))


def _hook(command: argparse.ArgumentParser) -> None:
    _situation(command)
    _settings(command)
    command.add_argument("--hold-on", choices=("error", "warning"), help="hold at this severity (default: the settings)")
    command.set_defaults(run=_run("hook"))


def _rules(command: argparse.ArgumentParser) -> None:
    verbs = command.add_subparsers(required=True, metavar="VERB", parser_class=_Parser, dest="verb")
    for verb, text in (
        ("list", "every rule, a line each"),
        ("show", "one rule with its examples"),
        ("test", "run the examples of the rules"),
        ("try", "what a rule finds in a file of conversations: RULE FILE"),
    ):
        sub = verbs.add_parser(verb, help=text)
        sub.add_argument("names", nargs="*", metavar="RULE", help="rules or categories (default: all)")
        if verb == "test":
            sub.add_argument("--thorough", action="store_true", help="also name the lines that no example needs")
        elif verb != "try":
            sub.add_argument("--format", choices=("text", "json"), default="text")
        _settings(sub)
        sub.set_defaults(run=_run("rules"))


def _serve(command: argparse.ArgumentParser) -> None:
    command.add_argument("--host", default="127.0.0.1")
    command.add_argument("--port", type=int, default=8817)
    command.add_argument("--workers", type=int, default=1)
    _settings(command)
    command.set_defaults(run=_run("server"))
