"""The examples in the rules, run through the same function as production.

A bad line must raise its rule (in `findings` or `suppressed`), exactly at the words in `[[ ]]` when it marks some; a good
line must not. `=> text` after a bad line is the draft after the rule's automatic fix. A miss should raise it and does not:
what is known to be missed is written down, and says so when it is found after all.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Literal

from replylint import fix, schema
from replylint.conversation import Conversation, Turn
from replylint.document import InputError, YamlDocument, read_yaml
from replylint.finding import Finding, Result
from replylint.late import late
from replylint.lint import lint
from replylint.phrase import fold
from replylint.ruleset import Ruleset, compile_rule, rule
from replylint.settings import Settings

Kind = Literal["bad", "good", "miss"]
STRICT = Settings(profile="strict")
_MARKED = late(r"\[\[(.+?)\]\](?!\])", re.DOTALL)


@dataclass(frozen=True)
class Example:
    """One example of a rule: a conversation whose draft must (`bad`) or must not raise it; `words` are those in `[[ ]]`."""

    rule: str
    kind: Kind
    told: Conversation
    words: tuple[str, ...]
    fixed: str | None
    severity: str | None
    file: str
    line: int

    @property
    def bad(self) -> bool:
        """Whether it must raise its rule."""
        return self.kind == "bad"

    @property
    def draft(self) -> str:
        """The draft's text."""
        return self.told.turns[-1].text


@dataclass(frozen=True)
class Outcome:
    """An example and what is wrong with how it went; `fault` is None when it holds."""

    example: Example
    fault: str | None


def read(file: Path) -> tuple[Example, ...]:
    """The examples of a rule file; raises `InputError`."""
    document = read_yaml(file)
    given = document.data.get("examples") if isinstance(document.data, dict) else None
    rule = f"{file.parent.name}/{file.stem}"
    if not isinstance(given, dict) or set(given) - {"bad", "good"} or not all(given.get(k) for k in ("bad", "good")):
        raise document.error(("examples",), "a rule has examples with at least one bad and one good line")
    kinds: tuple[Kind, ...] = ("bad", "good")
    return tuple(
        _example(document, rule, kind, entry, ("examples", kind, number))
        for kind in kinds
        for number, entry in enumerate(given[kind])
    )


def misses(file: Path) -> tuple[Example, ...]:
    """What a rule file says that its rule should find and does not; raises `InputError`."""
    document = read_yaml(file)
    given = document.data.get("misses", []) if isinstance(document.data, dict) else []
    if not isinstance(given, list):
        raise document.error(("misses",), "expected a list of drafts that the rule is known to miss")
    rule = f"{file.parent.name}/{file.stem}"
    return tuple(_example(document, rule, "miss", entry, ("misses", number)) for number, entry in enumerate(given))


def _example(document: YamlDocument, rule: str, kind: Kind, entry: Any, path: schema.Path) -> Example:
    line = document.place(path)[0]
    if isinstance(entry, str):
        entry = {"agent": entry}
    if not isinstance(entry, Mapping) or not isinstance(entry.get("agent"), str):
        raise document.error(path, "an example is a draft, or a mapping with agent, customer, thread and what is known")
    known = dict(entry)
    text, _, fixed = known.pop("agent").partition(" => ")
    words = tuple(_MARKED.findall(text)) if kind == "bad" else ()
    text = _MARKED.sub(r"\1", text) if kind == "bad" else text
    turns = [*known.pop("thread", ())]
    if "customer" in known and isinstance(known["customer"], str):
        turns.append({"role": "customer", "text": known.pop("customer")})
    if "name" in known:
        known["customer"] = {"name": known.pop("name")}
    format, severity = known.pop("format", "plain"), known.pop("severity", None)
    try:
        told = schema.decode(Conversation, {**known, "turns": turns})
    except schema.ShapeError as error:
        raise document.error((*path, *error.path), f"{schema.dotted(error.path)}: {error.reason}") from None
    told = replace(told, turns=(*told.turns, Turn("agent", text, draft=True, format=format)))
    return Example(rule, kind, told, words, fixed or None, severity, document.file, line)


def run(example: Example, rules: Ruleset, settings: Settings = STRICT) -> Outcome:
    """Lint one example and compare."""
    result = lint(example.told, rules, settings)
    found = [f for f in (*result.findings, *(s.finding for s in result.suppressed)) if f.rule == example.rule]
    if example.kind == "miss":
        return Outcome(example, "is found now: it belongs under bad" if found else None)
    if example.kind == "good":
        return Outcome(example, f"raised by “{found[0].text}”" if found else None)
    if not found:
        return Outcome(example, "not raised")
    spans = sorted(f.text for f in found)
    if example.words and sorted(example.words) != spans and found[0].about == "words":
        return Outcome(example, f"raised at {', '.join(map(repr, spans))}")
    if example.severity and example.severity != found[0].severity:
        return Outcome(example, f"raised as {found[0].severity}")
    return Outcome(example, _fix_fault(example, found, result, rules, settings))


def _fix_fault(example: Example, found: list[Finding], before: Result, rules: Ruleset, settings: Settings) -> str | None:
    """What is wrong with the automatic fix of the first finding: its words, or what it raises anew."""
    way = next((way for f in found for way in f.fixes if way.applies == "automatic"), None)
    if way is None:
        return "no automatic fix" if example.fixed else None
    text = fix.applied(example.draft, way.edits)
    if example.fixed is not None and text != example.fixed:
        return f"fixed to {text!r}"
    told = replace(example.told, turns=(*example.told.turns[:-1], replace(example.told.turns[-1], text=text)))
    old = {(f.rule, fold(f.text)) for f in (*before.findings, *(s.finding for s in before.suppressed))}
    raised = [f for f in lint(told, rules, settings).findings if f.about == "words"]
    anew = next((f for f in raised if (f.rule, fold(f.text)) not in old), None)
    return f"its fix raises {anew.rule} at {anew.text!r}" if anew else None


def files(folder: Path) -> Iterator[Path]:
    """The rule files of a pack."""
    return (file for file in sorted(folder.glob("*/*.yaml")) if file.parent.name != "words")


def outcomes(folder: Path, rules: Ruleset, names: tuple[str, ...] = ()) -> Iterator[Outcome]:
    """Every example and every known miss of the named rules or categories (all, when none is named)."""
    for file in files(folder):
        rule = f"{file.parent.name}/{file.stem}"
        if not names or rule in names or file.parent.name in names:
            for example in (*read(file), *misses(file)):
                yield run(example, rules)


def list_faults(folder: Path, rules: Ruleset) -> Iterator[tuple[str, str]]:
    """Word lists that do not hold: each entry, put in the place of `___` in the list's sentence, must be found there,
    and nothing in the sentences that it must miss."""
    for file in sorted(folder.glob("words/*.yaml")):
        document = read_yaml(file)
        words = rules.lexicon[file.stem]
        given = document.data.get("examples")
        if not isinstance(given, dict) or "___" not in given.get("sentence", "") or not given.get("miss"):
            raise document.error(("examples",), "a word list has examples: a sentence with ___ for an entry, and miss")
        at = f"{document.file}:{document.place(('examples',))[0]}"
        start = given["sentence"].index("___")
        for entry in words.entries:
            tried = plainest(entry)
            text = fold(given["sentence"].replace("___", tried))
            if tried and (start, start + len(tried)) not in set(words.pattern.finditer(text)):
                yield at, f"does not find {tried!r} in {text!r}"
        for text in given["miss"]:
            if found := next(words.pattern.finditer(fold(text)), None):
                yield at, f"finds {text[slice(*found)]!r} in {text!r}"


def plainest(phrase: str) -> str:
    """A phrase with the first of each choice and all that is optional; "" when it cannot be spelled (RE2, lists)."""
    if phrase.startswith("regex:") or "<" in phrase:
        return ""
    while (chosen := re.sub(r"\(([^()|]*)(?:\|[^()]*)?\)", r"\1", phrase)) != phrase:
        phrase = chosen
    return phrase.replace("?", "")


def idle_lines(file: Path, rules: Ruleset) -> Iterator[tuple[int, str]]:
    """Lines of a rule without which all its examples still hold: their number and what stands there.

    Tried are each phrase of `find` and `except` and each condition of `when`, `unless` and `becomes`.
    """
    document = read_yaml(file)
    given = read(file)
    for path in list(_removable(document.data, ())):
        data = _without(document.data, path)
        mutant = document.changed(data)
        try:
            compiled = compile_rule(f"{file.parent.name}/{file.stem}", mutant, rules.lexicon.nodes)
        except InputError:  # nothing is left to look for: surely needed
            continue
        lists = {name: words.pattern for name, words in rules.lexicon.lists.items()}
        alone = rules.alone(rule(compiled, lists))
        if all(run(example, alone).fault is None for example in given):
            what = document.data
            for step in path:
                what = what[step]
            yield document.place(path)[0], f"{schema.dotted(path)}: {what!r}"


def _removable(data: Any, path: schema.Path) -> Iterator[schema.Path]:
    if isinstance(data, dict):
        for key, value in data.items():
            if key in ("find", "except", "when", "unless", "becomes") and isinstance(value, list):
                yield from ((*path, key, number) for number in range(len(value)))
            if key not in ("examples", "misses"):
                yield from _removable(value, (*path, key))
    elif isinstance(data, list):
        for number, value in enumerate(data):
            yield from _removable(value, (*path, number))


def _without(data: Any, path: schema.Path) -> Any:
    first, *rest = path
    if isinstance(data, dict):
        if not rest:
            return {key: value for key, value in data.items() if key != first}
        inner = _without(data[first], tuple(rest))
        return {key: inner if key == first else value for key, value in data.items() if key != first or inner not in ([], {})}
    if not rest:
        return [value for number, value in enumerate(data) if number != first]
    return [_without(value, tuple(rest)) if number == first else value for number, value in enumerate(data)]
