"""The command line. Only what the chosen command needs is imported."""

from __future__ import annotations

import argparse
import io
import os
import sys
from collections.abc import Callable, Iterator, Sequence
from typing import Any, get_args

from replylint import __version__
from replylint.document import InputError

FORMATS = ("text", "json", "jsonl", "sarif", "github")


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; returns its exit code. Nothing but `SystemExit` of argparse's own ever leaves."""
    for stream in (sys.stdout, sys.stderr):  # the same bytes in every locale; what cannot be encoded is escaped
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")
    arguments = sys.argv[1:] if arguments is None else arguments
    try:
        options = parser(next((a for a in arguments if not a.startswith("-")), "")).parse_args(arguments)
    except SystemExit as refused:
        if refused.code and arguments[:1] == ["hook"] and "--tag" in arguments:
            _pass_on()
        raise
    try:
        code = int(options.run(options))
        sys.stdout.flush()
        return code
    except InputError as error:
        print(error, file=sys.stderr)
    except KeyboardInterrupt:
        print("stopped", file=sys.stderr)
    except BrokenPipeError:  # the reader of our output has gone; nothing is wrong
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    except Exception as fault:  # a traceback could hold a customer's words
        print(_fault(fault), file=sys.stderr)
    return 2


def _pass_on() -> None:
    """Standard input to standard output: a mail that waits for its tags is not lost over a misspelt option."""
    import shutil

    shutil.copyfileobj(sys.stdin.buffer, sys.stdout.buffer)
    sys.stdout.buffer.flush()


def _fault(fault: Exception) -> str:
    from replylint.fault import report
    from replylint.reading.syntax import ModelError

    return str(fault) if isinstance(fault, ModelError) else report(fault)


class _Parser(argparse.ArgumentParser):
    """argparse whose errors are one line that names the nearest spelling; of the arguments only names are repeated."""

    def error(self, message: str) -> Any:
        """Say what is wrong in one line and exit with 2."""
        self.exit(2, f"{self.prog}: {message}\n")

    def parse_known_args(self, args: Any = None, namespace: Any = None) -> tuple[Any, list[str]]:
        """Refuse what is not known here, where the options of the command are at hand."""
        options, unknown = super().parse_known_args(args, namespace)
        if unknown:
            self.error("; ".join(self._unknown(unknown)) or "too many arguments")
        return options, []

    def _unknown(self, arguments: Sequence[str]) -> Iterator[str]:
        from replylint.schema import nearest

        known = [name for action in self._actions for name in action.option_strings]
        for option in (argument.partition("=")[0] for argument in arguments if argument.startswith("-")):
            yield f"unknown option {option:.40}{nearest(option, known).partition('; known are')[0]}"

    def _check_value(self, action: argparse.Action, value: Any) -> None:
        from replylint.schema import nearest

        if action.choices is not None and value not in action.choices:
            known = list(map(str, action.choices))
            hint = nearest(str(value), known)
            listed = "" if "; known are" in hint else f" (known are {', '.join(known)})"
            raise argparse.ArgumentError(action, f"no {str(value)!r:.40} here{hint}{listed}")


def parser(command: str = "") -> argparse.ArgumentParser:
    """The parser of all commands; when one is named, only that one gets its options, which takes time."""
    top = _Parser(prog="replylint", description="Says which words of a support reply will come back as a complaint.")
    top.add_argument("--version", action="version", version=f"replylint {__version__}")
    commands = top.add_subparsers(required=True, metavar="COMMAND", parser_class=_Parser)
    for name, (text, options) in COMMANDS.items():
        sub = commands.add_parser(name, help=text)
        if command in (name, ""):
            options(sub)
    return top


def _run(module: str, extra: str = "") -> object:
    """Import the module of a command when it is run; `extra` is the package that it needs and only an extra installs."""

    def run(options: argparse.Namespace) -> int:
        from importlib import import_module

        try:
            face = import_module(f"replylint.faces.{module}")
        except ModuleNotFoundError as error:
            if not extra or error.name != extra:
                raise
            raise InputError(f"{module}: needs the package {extra}: pip install 'replylint[{extra}]'") from None
        return int(face.run(options))

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
    command.add_argument("files", nargs="*", metavar="FILE", help="drafts, conversations, folders, or - for standard input")
    command.add_argument("--input", choices=("text", "markdown", "html", "eml", "json", "jsonl", "csv"))
    command.add_argument("--format", choices=FORMATS, default="text")
    command.add_argument("--fix", action="store_true", help="apply the automatic fixes after showing the diff")
    command.add_argument("--fail-on", choices=("error", "warning", "suggestion", "never"), default="warning")
    command.add_argument("--baseline", metavar="FILE", help="what this file records is neither told nor counted")
    command.add_argument("--update-baseline", action="store_true", help="record all that is found now, drop what is mended")
    command.add_argument("--explain", action="store_true", help="say what stopped each rule that nearly fired")
    command.add_argument("--all", action="store_true", help="show every finding, not the first five")
    command.add_argument("--instructions", action="store_true", help="in JSON: what to change, a line a finding, for a program")
    _situation(command)
    _settings(command)
    command.set_defaults(run=_run("check"))


def _hook(command: argparse.ArgumentParser) -> None:
    _situation(command)
    _settings(command)
    command.add_argument("--hold-on", choices=("error", "warning"), help="hold at this severity (default: the settings)")
    way = command.add_mutually_exclusive_group()
    way.add_argument("--format", choices=("text", "json"), default="text", help="json: the result on standard output")
    way.add_argument("--tag", action="store_true", help="hold nothing: the mail on standard output, the verdict in its head")
    command.set_defaults(run=_run("hook"))


def _rules(command: argparse.ArgumentParser) -> None:
    verbs = command.add_subparsers(required=True, metavar="VERB", parser_class=_Parser, dest="verb")
    for verb, text in (
        ("list", "every rule, a line each"),
        ("show", "one rule with its examples"),
        ("test", "run the examples of the rules: regression, not accuracy (that is `measure`)"),
    ):
        sub = verbs.add_parser(verb, help=text)
        sub.add_argument("names", nargs="*", metavar="RULE", help="rules or categories (default: all)")
        if verb == "test":
            sub.add_argument("--thorough", action="store_true", help="also name the lines that no example needs")
        else:
            sub.add_argument("--format", choices=("text", "json"), default="text")
        _settings(sub)
        sub.set_defaults(run=_run("rules"))
    _try(verbs.add_parser("try", help="what one rule says of every reply in exports of real conversations"))
    _new(verbs.add_parser("new", help="begin a rule of your own: a file with comments that explain it"))


def _try(command: argparse.ArgumentParser) -> None:
    command.add_argument("rule", metavar="RULE", help="its id, or the path of its .yaml file, which need be in no pack yet")
    command.add_argument("exports", nargs="+", metavar="EXPORT", help="real conversations: see docs/exports.md")
    command.add_argument("--kind", metavar="KIND", help="what the exports are, such as zendesk or mbox (default: guessed)")
    command.add_argument(
        "--agents", action="append", default=[], metavar="WHO", help="an address or domain of the team, for mails"
    )
    command.add_argument("--tz", metavar="ZONE", help="the zone of times that name none, such as Europe/London")
    command.add_argument("--near", action="store_true", help="also show what nearly was a hit, and what stopped it")
    command.add_argument("--limit", type=_count, metavar="N", help="show at most so many, drawn at random (default: all)")
    command.add_argument(
        "--seed", type=int, default=0, metavar="N", help="draw others (default: 0); the same seed draws the same"
    )
    command.add_argument("--format", choices=("text", "jsonl"), default="text")
    command.add_argument("--settings", metavar="FILE", help="the settings file (default: replylint.toml found upwards)")
    command.add_argument("--pack", action="append", default=[], metavar="FOLDER", help="a pack of your own, besides")
    command.set_defaults(run=_run("trial"), profile=None, customer=None, customer_file=None, now=None, template=False)


def _count(told: str) -> int:
    if not told.isdecimal():
        raise argparse.ArgumentTypeError("expected a whole number, 0 or more")
    return int(told)


def _new(command: argparse.ArgumentParser) -> None:
    command.add_argument("name", metavar="CATEGORY/NAME", help="its id, such as wording/old-product-names")
    command.add_argument("--settings", metavar="FILE", help="the settings file (default: replylint.toml found upwards)")
    command.add_argument("--pack", metavar="FOLDER", help="where to (default: the pack of the settings, else our-rules)")
    command.set_defaults(run=_run("beginning"))


def _serve(command: argparse.ArgumentParser) -> None:
    command.add_argument("--host", default="127.0.0.1")
    command.add_argument("--port", type=int, default=8817)
    command.add_argument("--workers", type=int, default=1)
    command.add_argument("--desk", action="store_true", help="the trainer's desk, too: replies to review, at /desk")
    _settings(command)
    command.set_defaults(run=_run("server"))


def _mcp(command: argparse.ArgumentParser) -> None:
    command.add_argument("--port", type=int, help="serve streamable HTTP at /mcp (default: standard input and output)")
    command.add_argument("--host", help="the loopback address for it (default: 127.0.0.1)")
    _settings(command)
    command.set_defaults(run=_run("mcp", extra="mcp"))


def _doctor(command: argparse.ArgumentParser) -> None:
    _settings(command)
    command.set_defaults(run=_run("doctor"))


def _schema(command: argparse.ArgumentParser) -> None:
    command.add_argument("shape", nargs="?", choices=("conversation", "result", "promises"), help="only this one")
    command.set_defaults(run=_run("schemas"))


def _promises(command: argparse.ArgumentParser) -> None:
    command.add_argument("files", nargs="*", metavar="EXPORT", help="conversations (.json, .jsonl); none: what the store holds")
    command.add_argument("--input", choices=("json", "jsonl", "csv", "eml", "text", "markdown", "html"))
    command.add_argument("--format", choices=("text", "json", "jsonl", "csv", "ics"), default="text")
    command.add_argument("--status", action="append", default=[], metavar="STATUS", help="only these, such as broken,due-soon")
    _situation(command)
    _settings(command)
    command.set_defaults(run=_run("promises"))


def _store(command: argparse.ArgumentParser) -> None:
    from replylint.finding import Status

    verbs = command.add_subparsers(required=True, metavar="VERB", parser_class=_Parser, dest="verb")
    for verb, text in (
        ("list", "the promises that are kept, those due first at the head"),
        ("purge", "delete what was recorded long ago"),
        ("forget", "delete all of one conversation"),
    ):
        sub = verbs.add_parser(verb, help=text)
        if verb == "list":
            sub.add_argument("--format", choices=("text", "json", "jsonl"), default="text")
            sub.add_argument("--status", action="append", default=[], choices=get_args(Status), help="only these (repeatable)")
        elif verb == "purge":
            sub.add_argument("--older-than", required=True, metavar="TIME", help="such as 90d, 12w or 36h")
        else:
            sub.add_argument("conversation", metavar="CONVERSATION", help="its id")
        sub.add_argument("--settings", metavar="FILE", help="the settings file (default: replylint.toml found upwards)")
        sub.set_defaults(run=_run("store"))


def _keys(command: argparse.ArgumentParser) -> None:
    from replylint.keys import Role

    verbs = command.add_subparsers(required=True, metavar="VERB", parser_class=_Parser, dest="verb")
    for verb, text in (
        ("add", "make a key and show it, once"),
        ("list", "the keys by name; what they are is not known"),
        ("revoke", "take a key away; running servers refuse it at once"),
    ):
        sub = verbs.add_parser(verb, help=text)
        if verb == "list":
            sub.add_argument("--format", choices=("text", "json"), default="text")
        else:
            sub.add_argument("name", metavar="NAME", help="what or whom it is for, such as helpdesk")
        if verb == "add":
            sub.add_argument(
                "--tenant", default="", metavar="TENANT", help="whose settings it stands for (default: the server's own)"
            )
            roles = "program: the API (default); trainer: the desk, too; agent: her own scores on the desk"
            sub.add_argument("--role", choices=get_args(Role), default="program", help=roles)
            sub.add_argument("--agent", metavar="NAME", help="whose scores an agent's key shows: the name in the exports")
        sub.add_argument("--settings", metavar="FILE", help="the settings file (default: replylint.toml found upwards)")
        sub.set_defaults(run=_run("keys"))


def _answers(command: argparse.ArgumentParser, name: str) -> None:
    """What `measure` and `calibrate` have in common."""
    command.add_argument("--input", choices=("json", "jsonl", "csv", "eml", "text", "markdown", "html"))
    command.add_argument("--format", choices=("text", "json", "csv"), default="text")
    command.add_argument("--show-text", action="store_true", help="the words of replies, too (default: only their names)")
    _situation(command)
    _settings(command)
    command.set_defaults(run=_run(name))


def _measure(command: argparse.ArgumentParser) -> None:
    command.add_argument("labels", metavar="LABELS", help="what people say of each reply (.csv, .jsonl)")
    command.add_argument("export", metavar="EXPORT", help="the conversations with those replies")
    _answers(command, "measure")


def _calibrate(command: argparse.ArgumentParser) -> None:
    command.add_argument("scores", metavar="SCORES", help="what people score (.csv, .jsonl)")
    command.add_argument("export", nargs="?", metavar="EXPORT", help="the conversations (default: replylint's scores in SCORES)")
    _answers(command, "calibrate")


def _score(command: argparse.ArgumentParser) -> None:
    from replylint.exports import KINDS

    command.add_argument("files", nargs="+", metavar="EXPORT", help="what a helpdesk lets out: files, or a folder of mails")
    command.add_argument(
        "--out", required=True, metavar="DIR", help="where scores and report go; of a run that was stopped: go on"
    )
    command.add_argument("--scorecard", metavar="FILE", help="a scorecard of your own (default: replylint's)")
    command.add_argument("--kind", choices=KINDS, help="what the exports are (default: by their ending and their first records)")
    command.add_argument(
        "--agents", action="append", default=[], metavar="WHO", help="addresses and domains of the team, for mails"
    )
    command.add_argument("--tz", metavar="ZONE", help="the zone of times that name none, such as Europe/London")
    command.add_argument("--workers", type=int, metavar="N", help="processes (default: as many as there are processors)")
    command.add_argument("--fresh", action="store_true", help="start anew, whatever DIR holds")
    _settings(command)
    command.set_defaults(run=_run("score"))


def _sample(command: argparse.ArgumentParser) -> None:
    command.add_argument("folder", metavar="DIR", help="the folder of a `replylint score`")
    command.add_argument("--size", type=int, default=60, metavar="N", help="replies (default: 60)")
    command.add_argument("--seed", type=int, default=1, metavar="N", help="another seed is another sample (default: 1)")
    command.add_argument("--format", choices=("text", "csv"), default="text")
    command.add_argument("--queue", metavar="ROUND", help="put them on the desk, as a round of this name")
    command.add_argument("--settings", metavar="FILE", help="the settings file (default: replylint.toml found upwards)")
    command.set_defaults(run=_run("sample"))


COMMANDS: dict[str, tuple[str, Callable[[argparse.ArgumentParser], None]]] = {
    "check": ("judge drafts and conversations", _check),
    "hook": ("judge a mail or text before it is sent: exit 0 send, 1 hold, 2 broken", _hook),
    "rules": ("list, show, test, try and begin rules", _rules),
    "serve": ("answer over HTTP", _serve),
    "keys": ("make, list and revoke the keys of the server", _keys),
    "mcp": ("answer AI agents over the Model Context Protocol", _mcp),
    "promises": ("who promised what by when in a thread, and what became of it", _promises),
    "score": ("score every reply of an export, with a report", _score),
    "sample": ("a random audit of scored replies: a list for a person", _sample),
    "measure": ("how often each check is right on replies that your team labelled", _measure),
    "calibrate": ("people's scores against replylint's, and against each other's", _calibrate),
    "doctor": ("what is installed, which settings apply and where each came from", _doctor),
    "store": ("list, purge and forget the promises that are kept", _store),
    "schema": ("the JSON Schemas of the conversation and the result", _schema),
}
