"""`replylint hook`: the gate before a mail is sent. Exit 0 send, 1 hold, 2 broken, and then the caller lets it go."""

from __future__ import annotations

import argparse
import sys
from dataclasses import replace

from replylint.document import InputError
from replylint.faces import options as given_options
from replylint.lint import lint
from replylint.mail import looks_like_mail
from replylint.render import text
from replylint.transcripts import read


def run(options: argparse.Namespace) -> int:
    """Judge the mail or text on standard input; what holds it is said on standard error."""
    rules, settings = given_options.rules_and_settings(options)
    if options.hold_on:
        settings = replace(settings, hold=("error", "warning") if options.hold_on == "warning" else ("error",))
    raw = given_options.standard_input()
    mail = looks_like_mail(raw)
    words = raw.decode("utf-8", "surrogateescape") if mail else given_options.decoded(raw, "<stdin>")
    (told,) = read(words, "eml" if mail else "text", "<stdin>", given_options.given(options))
    if isinstance(told, InputError):
        raise told
    result = lint(told, rules, settings)
    if result.verdict != "pass":
        print(text(result, told, "<draft>", sys.stderr.isatty()), file=sys.stderr)
    return 1 if result.verdict == "hold" else 0
