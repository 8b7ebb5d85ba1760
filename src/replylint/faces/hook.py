"""`replylint hook`: the gate before a mail is sent. Exit 0 send, 1 hold, 2 broken, and then the caller lets it go."""

from __future__ import annotations

import argparse
import json
import sys
from dataclasses import replace

from replylint import wire
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
    encoding = "utf-8" if mail else given_options.encoding_of(raw, "<stdin>")
    words = raw.decode(encoding, "surrogateescape" if mail else "replace")
    (told,) = read(words, "eml" if mail else "text", "<stdin>", given_options.given(options))
    if isinstance(told, InputError):
        raise told
    result = lint(told, rules, settings)
    if options.format == "json":
        print(json.dumps(wire.encode(result, told), ensure_ascii=False))
    elif result.verdict != "pass":
        print(text(result, told, "<draft>", sys.stderr.isatty()), file=sys.stderr)
    return 1 if result.verdict == "hold" else 0
