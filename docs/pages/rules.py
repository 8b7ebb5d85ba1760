"""A page for every rule, from what the rule says of itself and what it finds in its examples."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby
from pathlib import Path
from typing import Any, NamedTuple, get_args

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from written import edged, listed, plain, table

from replylint import examples, fix, packs, schema
from replylint.agreement import wilson
from replylint.conversation import Conversation, Turn
from replylint.examples import Example
from replylint.finding import Finding, Severity
from replylint.lint import enabled, find
from replylint.rule import Need, Rule
from replylint.ruleset import Ruleset
from replylint.score import SURE
from replylint.settings import Settings

PROFILES = ("starter", "standard", "strict")
MOST = 10  # examples of a kind on a page
NEEDS: dict[Need, str] = {
    "customer": "what the customer wrote",
    "thread": "the messages before",
    "clock": "the time of writing",
    "name": "the customer's name",
    "incident": "an incident, told or announced",
    "recipient": "who is written to",
    "reply": "a reply, no template",
}
TEMPLATES = Environment(
    loader=FileSystemLoader(Path(__file__).parent), undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
)
TEMPLATES.filters["plain"] = plain


class Examples(NamedTuple):
    """The examples of a rule, and what it finds in those that are bad and shown."""

    bad: list[Example]
    good: list[Example]
    misses: Sequence[Example]
    found: list[tuple[Finding, ...]]


def pages(rules: Ruleset) -> Iterator[tuple[str, str]]:
    """The path of each page below `docs/rules`, and its text."""
    running = {name: {rule.id for rule in enabled(rules, Settings(profile=name))} for name in PROFILES}
    given = {rule.id: _examples(rule, rules) for rule in rules.rules}
    for rule in rules.rules:
        yield f"{rule.id}.md", _page(rule, rules, running, given[rule.id])
    tables = []
    for category, those in groupby(rules.rules, key=lambda rule: rule.category):
        rows = [_row(rule, running, given[rule.id].found[0][0]) for rule in those]
        tables.append((category, table(("rule", "severity", "profiles", "it says", "proven"), rows)))
    yield "index.md", TEMPLATES.get_template("rules.md.jinja").render(count=len(rules.rules), tables=tables).rstrip() + "\n"


def _examples(rule: Rule, rules: Ruleset) -> Examples:
    file, alone = packs.house() / f"{rule.id}.yaml", rules.alone(rule)
    given = examples.read(file)
    bad, good = ([each for each in given if each.bad == wanted] for wanted in (True, False))
    return Examples(bad, good, examples.misses(file), [find(each.told, alone, examples.STRICT).findings for each in bad[:MOST]])


def _page(rule: Rule, rules: Ruleset, running: dict[str, set[str]], given: Examples) -> str:
    (flagged, found), (let_be, misses) = (given.bad[:MOST], given.found), (given.good[:MOST], given.misses)
    text = TEMPLATES.get_template("rule.md.jinja").render(
        rule=rule,
        first=found[0][0],
        facts=table(*_facts(rule, rules, running)),
        flagged=[_flagged(*both, every=not number) for number, both in enumerate(zip(flagged, found, strict=True))],
        flagged_more=_more(rule, len(given.bad)),
        let_be=[_told(each, plain(each.draft)) for each in let_be],
        let_be_more=_more(rule, len(given.good)),
        misses=[_told(each, plain(each.draft)) for each in misses],
        measured=_measured(rule),
    )
    return text.replace("\n\n\n", "\n\n").rstrip() + "\n"


def _facts(rule: Rule, rules: Ruleset, running: dict[str, set[str]]) -> tuple[tuple[str, str], list[tuple[str, str]]]:
    """The table at the top: its head and its rows."""
    can = _severities(rule)
    softer = [each for each in can if each != rule.severity]
    held = [each for each in can if {each, rule.id, rule.category} & set(Settings().hold)]
    over = [f"[{p.keep}](../{p.keep}.md)" for pack in rules.packs for p in pack.file.precedence if rule.id in p.over]
    rows = [
        ("profiles", _profiles(rule, running)),
        ("needs", listed([NEEDS[need] for need in rule.needs]) if rule.needs else "nothing but the draft"),
        ("holds\u00a0a\u00a0draft", "yes" if held == can else f"as {held[0]}" if held else "no, unless your settings say so"),
        ("takes\u00a0marks", _marks(rule, can)),
        *([("gives\u00a0way\u00a0to", listed(over))] if over else []),
        ("source", plain(rule.source)),
    ]
    return ("severity", rule.severity + (f", {listed(softer, 'or')} under conditions" if softer else "")), rows


def _severities(rule: Rule) -> list[Severity]:
    """The severities that a rule can have, the gravest first."""
    can = {rule.severity, *(change.severity for change in rule.becomes)}
    return [severity for severity in get_args(Severity) if severity in can]


def _marks(rule: Rule, can: list[Severity]) -> str:
    """Whether findings cost marks before a person has looked at them: `replylint.score.takes_marks`."""
    if rule.confidence < SURE:
        return "no: it is not sure enough by its nature"
    if rule.gate:
        return f"yes: as {rule.severity} it fails the {'reply' if rule.gate == 'autofail' else 'section'}"
    proven = [each for each in can if each in rule.measured and rule.measured[each].proven]
    return "no: not proven" if not proven else "yes" if proven == can else f"as {listed(proven)}"


def _measured(rule: Rule) -> str | None:
    """How often findings were right, a row a severity."""
    rows = []
    for severity, was in rule.measured.items():
        share = wilson(was.right, was.read)
        interval = f"{share.low:.2f}–{share.high:.2f}"
        rows.append((severity, f"{was.right} of {was.read}", f"{share.value:.2f}", interval, "yes" if was.proven else "no"))
    return table(("as", "right", "precision", "95 % interval", "proven"), rows) if rows else None


def _row(rule: Rule, running: dict[str, set[str]], first: Finding) -> tuple[str, ...]:
    """A rule in the table of its category."""
    proven = [m.proven for m in rule.measured.values()]
    mark = "not read" if not proven else "yes" if all(proven) else "in part" if any(proven) else "no"
    name = f"[{rule.id.partition('/')[2]}]({rule.id}.md)"
    return (name, listed(_severities(rule), "or"), _profiles(rule, running), plain(first.message), mark)


def _profiles(rule: Rule, running: dict[str, set[str]]) -> str:
    """The profiles that run a rule; a severity is the same in each of them."""
    runs = [name for name in PROFILES if rule.id in running[name]]
    return "all" if len(runs) == len(PROFILES) else listed(runs)


def _flagged(example: Example, found: tuple[Finding, ...], every: bool) -> str:
    """A draft with the words that are found, and as it reads after the first automatic fix, or the first of all."""
    spans = [(each.span.start, each.span.end) for each in found if each.about == "words"]
    ways = (way for each in found for way in each.fixes if every or way.applies == "automatic")
    after = [f"→ {plain(fix.applied(example.draft, way.edits))}" for way in ways][:1]
    return "<br>\n  ".join((_told(example, _bold(example.draft, spans)), *after))


def _bold(text: str, spans: list[tuple[int, int]]) -> str:
    """A text with these stretches in bold."""
    pieces, at = [], 0
    for start, end in sorted(spans):
        if start >= at:
            pieces += [edged(text[at:start]), f"<strong>{plain(text[start:end])}</strong>"]
            at = end
    return "".join((*pieces, edged(text[at:])))


def _told(example: Example, draft: str) -> str:
    """A draft with what is known beside it and the thread that it answers."""
    *before, _ = example.told.turns
    known = "; ".join(_known(schema.encode(Conversation((), **_besides(example.told)))))
    lines = [f"*{known}*"] if known else []
    lines += [f"{_whose(turn)}: {plain(turn.text)}" for turn in before]
    return "<br>\n  ".join((*lines, f"draft: {draft}" if before else draft))


def _besides(told: Conversation) -> dict[str, Any]:
    """All of a conversation but its turns."""
    return {name: getattr(told, name) for name, *_ in schema.fields(Conversation).values() if name != "turns"}


def _known(data: Any, name: str = "") -> Iterator[str]:
    """Plain data a value at a time: `channel chat`, `customer name Ana`."""
    if isinstance(data, dict):
        for key, value in data.items():
            yield from _known(value, f"{name} {key}".lstrip())
    elif data not in (None, (), []):
        yield f"{name} {plain(', '.join(map(str, data)) if isinstance(data, list | tuple) else str(data))}"


def _whose(turn: Turn) -> str:
    """Who wrote an earlier message, when, and what was attached to it."""
    when = f" ({turn.at:%a %d %B %Y, %H:%M})" if turn.at else ""
    return f"{turn.role}{when}" + (f", with {plain(', '.join(turn.attachments))}" if turn.attachments else "")


def _more(rule: Rule, number: int) -> str:
    return f"\n{number - MOST} more: `replylint rules show {rule.id}`." if number > MOST else ""
