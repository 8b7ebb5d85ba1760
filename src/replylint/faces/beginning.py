"""`replylint rules new`: a rule file to begin with, whose comments explain it."""

from __future__ import annotations

import argparse
import json
import re
from pathlib import Path

from replylint import packs
from replylint.document import InputError
from replylint.faces import options as given_options

_USUAL = "our-rules"  # as in the README
_NAME = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*/[a-z0-9]+(?:-[a-z0-9]+)*")
_PACK = """\
# A pack of rules of your own: this file, and <category>/<name>.yaml, one rule a file.
name: {name}
version: 0.1.0
"""
_RULE = """\
# A rule of your own. It runs as it stands: change the words, then the examples, and test it.

# What the agent reads: one sentence that says what is wrong, and one friendly one that says what to do.
message: "“{match}” is an old name; the customer sees “{instead}” everywhere else."   # {match}: the words that were found
advice: Use the name that stands on our pages.

# suggestion: worth a look. warning: will come back as a complaint. error: holds the draft.
severity: suggestion
# Who says so: a page of your style guide, a complaint that it caused.
source: "Our style guide, Names of products"
# How sure it is by its nature, from 0 to 1; below 0.7 a score ignores it.
confidence: 0.8

# What it looks for. Case does not matter; (a|b) is a choice, word? may be missing. After the colon stand the words to
# write instead; leave colon and words out where only the agent can know, and {instead} and the => below with them.
phrase:
  find:
    - (classic|legacy) plan: Standard plan
  # What looks like it and is none.
  except:
    - legacy plan archive

# A condition: it says nothing where such words stand in the same sentence.
unless:
  - find: [used to be called, formerly, old name]
    within: sentence

# The tool runs the examples. A bad one must be found, exactly at the words in [[ ]]; => shows the draft after the fix.
# A good one must not be found: write down the sentences that you are afraid of.
examples:
  bad:
    - "Your [[classic plan]] runs until 3 March. => Your Standard plan runs until 3 March."
    - "You moved from the [[Legacy plan]] on Monday, 2 March. => You moved from the Standard plan on Monday, 2 March."
  good:
    - "Your Standard plan runs until 3 March."
    - "Your invoices of 2019 are in the Legacy plan archive, under Billing."
    - "The Standard plan used to be called the classic plan."
    - "The Standard plan (formerly the classic plan) runs until 3 March."
    - "Classic plan is the old name of the Standard plan."
"""


def run(options: argparse.Namespace) -> int:
    """Write the file of a new rule, and what its pack needs; say what to do next. Raises `InputError`."""
    if not _NAME.fullmatch(options.name) or options.name.startswith("words/"):
        raise InputError("rules new: a rule is called CATEGORY/NAME in small letters, figures and hyphens; not words/…")
    own = given_options.chosen_settings(options).packs
    pack = _near(Path(options.pack or (own[0] if own else _USUAL)))
    if (packs.house() / f"{options.name}.yaml").exists():
        raise InputError(f"rules new: {options.name} is a rule that comes with replylint; choose another name")
    file = pack / f"{options.name}.yaml"
    if file.exists():
        raise InputError("is there already; rules new overwrites nothing", str(file))
    _write(file, _RULE)
    if not (pack / "pack.yaml").exists():
        _write(pack / "pack.yaml", _PACK.format(name=json.dumps(pack.resolve().name, ensure_ascii=False)))
    in_use = str(pack.resolve()) in (*own, str(packs.house().resolve()))
    print(f"{file}: written. Change its words, and then:")
    print(f"  replylint rules test {options.name} --thorough" + ("" if in_use else f" --pack {pack}"))
    print(f"  replylint rules try {file} EXPORT   # what it would have said on real replies")
    if not in_use:
        print(f'To have it run, name its pack in replylint.toml: packs = ["{pack.as_posix()}"]')
    return 0


def _near(pack: Path) -> Path:
    """A folder as one names it from here."""
    return pack.resolve().relative_to(Path.cwd()) if pack.resolve().is_relative_to(Path.cwd()) else pack


def _write(file: Path, text: str) -> None:
    """Write a file that is not there yet; raises `InputError`."""
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        with file.open("x", encoding="utf-8", newline="\n") as new:
            new.write(text)
    except OSError as error:
        raise InputError(f"cannot be written: {error.strerror}", str(file)) from None
