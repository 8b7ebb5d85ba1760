"""Folders of YAML to rules that can be run, every error with its file, line and column.

A pack is a folder: `pack.yaml`, `words/<list>.yaml` and `<category>/<name>.yaml`, one rule a file. Compiling reads the
phrases once into RE2 sources; the compiled form is plain data, shipped in the wheel and cached for a team's own packs.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path
from typing import Any, Literal

from replylint import schema
from replylint.document import InputError, YamlDocument, read_yaml, shaped
from replylint.lexicon import Lexicon, WordList
from replylint.pattern import Alternative, Pattern, alternative, union, written
from replylint.phrase import Node, PhraseError
from replylint.rule import Rule

FORMAT = 9  # of the compiled form
_PHRASES = ("find", "except", "hit")


@dataclass(frozen=True)
class Precedence:
    """When both would fire in the `same` span, sentence or reply, `keep` one and suppress those it stands `over`."""

    keep: str
    over: tuple[str, ...]
    same: Literal["span", "sentence", "reply"] = "span"


@dataclass(frozen=True)
class Profile:
    """Which rules a profile runs: those named in `rules` (a rule or a category; all when empty), less `without`."""

    rules: tuple[str, ...] = ()
    without: tuple[str, ...] = ()


@dataclass(frozen=True)
class PackFile:
    """`pack.yaml`: what a pack is called and how its rules stand to each other."""

    name: str
    version: str
    language: str = "en"
    precedence: tuple[Precedence, ...] = ()
    profiles: dict[str, Profile] = field(default_factory=dict)
    weights: dict[str, int] = field(default_factory=dict)


@dataclass(frozen=True)
class Pack:
    """A compiled pack."""

    file: PackFile
    rules: tuple[Rule, ...]
    lists: dict[str, WordList]


@dataclass(frozen=True, eq=False)
class Ruleset:
    """The packs that a lint uses, the first being the house's own; later ones add rules and replace those of one id."""

    packs: tuple[Pack, ...]
    digests: tuple[str, ...]

    @cached_property
    def rules(self) -> tuple[Rule, ...]:
        """All rules by id."""
        return tuple(sorted({rule.id: rule for pack in self.packs for rule in pack.rules}.values(), key=lambda r: r.id))

    @cached_property
    def lists(self) -> dict[str, WordList]:
        """The word lists of all packs."""
        return {name: words for pack in self.packs for name, words in pack.lists.items()}

    @cached_property
    def lexicon(self) -> Lexicon:
        """The word lists of all packs."""
        return Lexicon(self.lists)

    def alone(self, rule: Rule) -> Ruleset:
        """This ruleset with no rule but this one, the word lists and profiles as they are."""
        first, *others = self.packs
        kept = (replace(first, rules=(rule,)), *(replace(pack, rules=()) for pack in others))
        made = Ruleset(kept, self.digests)
        vars(made)["lists"] = self.lists  # the same object, so that what was worked out from the lists is not done again
        return made

    def rule(self, name: str) -> Rule:
        """The rule of that id; raises `InputError` with the nearest one."""
        found = next((rule for rule in self.rules if rule.id == name), None)
        if found is None:
            raise InputError(f"no rule {schema.quotable(name)}{schema.nearest(name, (rule.id for rule in self.rules))}")
        return found


def compile_pack(folder: Path) -> dict[str, Any]:
    """The compiled form of a pack, without its examples: plain data, with the number of one of its `blocks` in the place of each
    pattern and of each list's entries. Raises `InputError`."""
    files = sorted(folder.glob("*/*.yaml"))
    rules = [file for file in files if file.parent.name != "words"]
    if not (folder / "pack.yaml").is_file():
        raise InputError("no pack.yaml here: not a pack", str(folder))
    if not rules:
        raise InputError("a pack without rules: put them in <category>/<name>.yaml", str(folder))
    pack = read_yaml(folder / "pack.yaml")
    shaped(PackFile, pack.data, pack.file, pack.place)
    lists, compiled_lists = _compile_lists({file.stem: read_yaml(file) for file in files if file.parent.name == "words"})
    blocks: list[bytes] = []
    rules_compiled = (compile_rule(f"{file.parent.name}/{file.stem}", read_yaml(file), lists) for file in rules)
    data = {
        "file": pack.data,
        "rules": [_numbered(rule, blocks) for rule in rules_compiled],
        "lists": _numbered(compiled_lists, blocks),
    }
    canonical = json.dumps(data, sort_keys=True, ensure_ascii=False, separators=(",", ":")).encode()
    return {"format": FORMAT, "digest": hashlib.sha256(b"\n".join([canonical, *blocks])).hexdigest(), **data, "blocks": blocks}


def _numbered(data: Any, blocks: list[bytes]) -> Any:
    """Compiled data with each stretch of bytes put into `blocks`, and its number there in its place."""
    if isinstance(data, bytes):
        blocks.append(data)
        return len(blocks) - 1
    if isinstance(data, dict):
        return {key: _numbered(value, blocks) for key, value in data.items()}
    return [_numbered(item, blocks) for item in data] if isinstance(data, list) else data


def _compile_lists(documents: Mapping[str, YamlDocument]) -> tuple[dict[str, Node], dict[str, Any]]:
    """Word lists, those that others name first."""
    nodes: dict[str, Node] = {}
    compiled: dict[str, Any] = {}
    patterns: dict[str, Pattern] = {}
    waiting = dict(documents)
    while waiting:
        ready = [name for name, document in waiting.items() if not _names(document) & (waiting.keys() - {name})]
        for name in ready or list(waiting)[:1]:
            document = waiting.pop(name)
            if not isinstance(document.data, dict) or not isinstance(document.data.get("list"), list):
                raise document.error((), "a word list has the keys list and examples")
            entries = document.data["list"]
            for number, entry in enumerate(entries):
                if not isinstance(entry, str):
                    raise document.error(("list", number), "an entry is text; put what ends in a colon in quotation marks")
            phrases = _compiled(document, entries, ("list",), nodes)
            patterns[name] = Pattern(phrases, patterns)
            nodes[name] = union(patterns[name].alternatives)
            compiled[name] = {"entries": json.dumps(entries, ensure_ascii=False).encode(), "phrases": phrases}
    return nodes, compiled


def _names(document: YamlDocument) -> set[str]:
    """The word lists that a word list names."""
    entries = document.data.get("list", []) if isinstance(document.data, dict) else []
    return {name.partition(">")[0] for entry in entries for name in str(entry).split("<")[1:]}


def _phrase(
    document: YamlDocument, path: schema.Path, phrase: Any, lists: Mapping[str, Node], instead: str | None
) -> Alternative:
    if not isinstance(phrase, str):
        raise document.error(path, f"a phrase must be text; put {phrase!r} in quotation marks")
    try:
        return alternative(phrase, lists, instead)
    except PhraseError as error:
        hint = schema.nearest(str(error).split("<")[-1].rstrip(">"), lists) if "no word list" in str(error) else ""
        raise document.error(path, f"in the phrase {phrase!r}: {error}{hint}") from None


def compile_rule(id: str, document: YamlDocument, lists: Mapping[str, Node]) -> dict[str, Any]:
    """The compiled form of one rule, without its examples; raises `InputError`."""
    if not isinstance(document.data, dict):
        raise document.error((), "a rule is a mapping with message, advice, severity, source and a check")
    data = {key: value for key, value in document.data.items() if key not in ("examples", "misses")}
    if "id" in data:
        raise document.error(("id",), "a rule's id is its path; leave the key out")
    data = {"id": id, **_with_patterns(document, data, (), lists)}
    made = shaped(Rule, _linked(data, lambda phrases: Pattern(phrases, {})), document.file, document.place)
    if not made.checks:
        raise document.error((), "a rule has a check: phrase, fact, limit or asked")
    return data


def _with_patterns(document: YamlDocument, data: Any, path: schema.Path, lists: Mapping[str, Node]) -> Any:
    """The data with every list of phrases compiled."""
    if isinstance(data, dict):
        return {
            key: _compiled(document, value, (*path, key), lists)
            if key in _PHRASES
            else _with_patterns(document, value, (*path, key), lists)
            for key, value in data.items()
        }
    if isinstance(data, list):
        return [_with_patterns(document, item, (*path, number), lists) for number, item in enumerate(data)]
    return data


def _compiled(document: YamlDocument, phrases: Any, path: schema.Path, lists: Mapping[str, Node]) -> bytes:
    """Phrases in the form that `Pattern` reads: a word list by its name, any other phrase by what it was compiled to."""
    if not isinstance(phrases, list) or not phrases:
        raise document.error(path, "expected a list of phrases")
    made: list[Alternative | str] = []
    for number, entry in enumerate(phrases):
        for phrase, instead in entry.items() if isinstance(entry, dict) else [(entry, None)]:
            found = _phrase(document, (*path, number), phrase, lists, instead)
            whole_list = phrase.startswith("<") and phrase.find(">") == len(phrase) - 1 and instead is None
            made.append(phrase[1:-1] if whole_list else found)
    return written(made)


def pack(compiled: Mapping[str, Any]) -> Pack:
    """A pack from its compiled form."""
    blocks = compiled["blocks"]
    patterns: dict[str, Pattern] = {}
    patterns |= {name: Pattern(blocks[numbers["phrases"]], patterns) for name, numbers in compiled["lists"].items()}
    return Pack(
        schema.decode(PackFile, compiled["file"]),
        tuple(schema.decode(Rule, _linked(data, lambda number: Pattern(blocks[number], patterns))) for data in compiled["rules"]),
        {name: WordList(blocks[numbers["entries"]], patterns[name]) for name, numbers in compiled["lists"].items()},
    )


def rule(compiled: Mapping[str, Any], lists: Mapping[str, Pattern]) -> Rule:
    """A rule from the form that `compile_rule` gives."""
    return schema.decode(Rule, _linked(compiled, lambda phrases: Pattern(phrases, lists)))


def _linked(data: Any, made: Callable[[Any], Pattern]) -> Any:
    """Compiled data with its patterns made."""
    if isinstance(data, dict):
        return {k: made(v) if k in _PHRASES else _linked(v, made) for k, v in data.items()}
    return [_linked(item, made) for item in data] if isinstance(data, list) else data


def ruleset(compiled: Iterable[Mapping[str, Any]]) -> Ruleset:
    """The ruleset of some compiled packs, with the digest of all that they say."""
    compiled = list(compiled)
    return Ruleset(tuple(pack(data) for data in compiled), tuple(data["digest"] for data in compiled))
