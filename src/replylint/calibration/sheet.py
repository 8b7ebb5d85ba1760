"""The figures of a round as text for a person, in a hundred columns."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

from replylint.agreement import Estimate, YesNo
from replylint.calibration.answers import CATEGORY, CHECK, TOOL, Value
from replylint.calibration.calibrate import CEILING, NEAR, Calibration, Points, Steps
from replylint.calibration.measure import Apart, Line, Measure

FEW = 20
_RELY, _TENTATIVE = 0.80, 0.667  # Krippendorff's customary cut-offs
_NEAR_GOAL, _BIAS_GOAL = 0.85, 5
_STARRED = f"* from fewer than {FEW}: read the interval, not the number"
Show = Callable[[str], str] | None  # the words of a reply by its name
Texts = Callable[[Apart], str] | None


def measured(found: Measure, head: str, words: Texts) -> str:
    """The table of `replylint measure`."""
    shown = [line for line in found.lines if line.came.right + line.came.false + line.came.missed]
    quiet = len(found.lines) - len(shown)
    lines = [head, ""]
    names = short([line.check for line in found.lines])
    rows = [_measured(line, names[line.check]) for line in shown]
    if rows:
        total = [sum(getattr(line.came, key) for line in shown) for key in ("right", "false", "missed")]
        rows.append(["all checks", "", "/".join(map(str, total)), _range(found.precision), _range(found.recall), "", ""])
        lines += table(("check", "n", "right/false/missed", "precision", "recall", "kappa", "AC1"), rows)
    if quiet:
        lines.append(f"{quiet} more: nothing was raised, and people found nothing")
    if found.off:
        lines.append(f"not measured, since they are off in this profile: {', '.join(found.off)}")
    lines += ["", *_legend_of_measure(found, rows)]
    if found.apart:
        lines += ["", "To look at:"]
        for each in found.apart:
            lines.append(f"  {each.kind:11}  {plain(each.reply)}  {each.check}")
            lines += [f"    {words(each)}"] if words else []
    return "\n".join(lines)


def _measured(line: Line, name: str) -> list[str]:
    came = line.came
    counts = f"{came.right}/{came.false}/{came.missed}"
    return [name, str(line.n), counts, _range(came.precision), _range(came.recall), _number(came.kappa), _number(came.ac1)]


def _legend_of_measure(found: Measure, rows: Sequence[Sequence[str]]) -> Iterator[str]:
    yield "precision: of what was raised, the share that people see too; recall: of what people see, the share raised (95 %)"
    yield "kappa is low where a fault is rare, AC1 is not; a warning under precision 0.90 in two rounds is a suggestion,"
    yield "a suggestion under 0.70 is better switched off"
    if any("*" in cell for row in rows for cell in row):
        yield _STARRED
    unsure = [line.check for line in found.lines if line.came.precision.n and line.came.precision.value is None]
    if unsure:
        yield f"no precision without replies that are labelled no: {', '.join(unsure)}"
    apart = {kind: sum(getattr(line, kind) for line in found.lines) for kind in ("not_applicable", "gave_way")}
    if apart["not_applicable"]:
        yield f"left out: {apart['not_applicable']} labels N/A"
    if apart["gave_way"]:
        yield f"left out: {apart['gave_way']} labels of checks that gave way to another check on the same words"


def calibrated(found: Calibration, head: str, words: Show) -> str:
    """The tables of `replylint calibrate`."""
    parts = [head]
    for title, steps in (("By category, 0 to 3", found.categories), ("By check, yes or no", found.checks)):
        if steps:
            names = short([each.item.partition(":")[2] for each in steps])
            rows = [_agreement(each, names[each.item.partition(":")[2]]) for each in steps]
            header = (title, "n", "replylint–people", "goal", "people–people", "alpha of people")
            parts.append("\n".join(table(header, rows)))
    if found.checks and any(each.came for each in found.checks):
        names = short([each.item.partition(":")[2] for each in found.checks])
        came = [_came(names[each.item.partition(":")[2]], each.came) for each in found.checks if each.came]
        heads = ("replylint on a check", "right/false/missed", "precision", "recall", "AC1", "yes", "no")
        parts.append("\n".join(table(heads, came)))
    if found.total:
        parts.append("\n".join(_total(found.total)))
    if found.passed:
        parts.append("\n".join(_passed(found.passed)))
    text = "\n\n".join(parts)
    parts = [text, "\n".join(_legend(found, text))]
    if found.discuss:
        replies = len({each.reply for each in found.discuss})
        parts.append("\n".join((f"To discuss ({replies} of {found.replies} replies):", *_talk(found, words))))
    return "\n\n".join(parts)


def _agreement(each: Steps, name: str) -> list[str]:
    goal = "–" if each.goal is None else f"{each.goal:.2f} {_met(each.tool, each.goal)}".rstrip()
    n = each.tool.n or each.people.n
    return [name, str(n), _between(each.tool), goal, _between(each.people), _between(each.alpha)]


def _met(tool: Estimate, goal: float) -> str:
    return "" if tool.value is None else "met" if tool.value >= goal else "missed"


def _came(name: str, came: YesNo) -> list[str]:
    counts = f"{came.right}/{came.false}/{came.missed}"
    shares = [_number(each) for each in (came.ac1, came.positive, came.negative)]
    return [name, counts, _range(came.precision), _range(came.recall), *shares]


def _total(total: Points) -> Iterator[str]:
    bias = total.bias
    yield f"Total, 0 to 100 ({bias.bias.n or total.people_near.n} replies)"
    if bias.bias.n:
        limits = "" if bias.low is None or bias.high is None else f"; limits of agreement {bias.low:+.1f} to {bias.high:+.1f}"
        value = bias.bias.value or 0.0
        met = "met" if abs(value) <= _BIAS_GOAL else "missed"
        yield f"  replylint less people  {_signed(bias.bias)}{limits}; goal ±{_BIAS_GOAL}: {met}"
        yield f"  replylint–people       within ±{NEAR} {_between(total.near)}, ICC(2,1) {_between(total.icc)}"
    yield f"  people–people          within ±{NEAR} {_between(total.people_near)}, ICC(2,1) {_between(total.people_icc)}"
    yield f"                         alpha {_between(total.people_alpha)}"


def _passed(passed: Steps) -> Iterator[str]:
    came = passed.came
    yield f"Passed, yes or no ({passed.tool.n or passed.people.n} replies)"
    if came:
        goal = "" if passed.goal is None else f"; goal {passed.goal:.2f} {_met(passed.tool, passed.goal)}".rstrip()
        yield f"  replylint–people       kappa {_between(passed.tool)}, AC1 {_between(came.ac1)}{goal}"
        yield f"                         passed by replylint, failed by people: {came.false}"
        yield f"                         failed by replylint, passed by people: {came.missed}"
    yield f"  people–people          kappa {_between(passed.people)}, alpha {_between(passed.alpha)}"


def _legend(found: Calibration, text: str) -> Iterator[str]:
    yield "replylint–people: kappa with quadratic weights against the median of people; of yes and no,"
    yield "  Cohen's against what most of them say. people–people: its mean over all pairs of people"
    yield f"goal: replylint agrees with people as they do with each other, less {CEILING:.2f}"
    rely, tentative = f"{_RELY:.2f} and more: rely on it", f"{_TENTATIVE} to {_RELY:.2f}: tentative"
    yield f"alpha of people: {rely}; {tentative}; less: mend the wording first"
    if found.total:
        yield f"in practice {_NEAR_GOAL:.2f} of replies within ±{NEAR} points is what people reach"
    yield "in brackets 95 %, by resampling the replies; at 60 replies ±0.10 is normal"
    if "*" in text:
        yield _STARRED
    whys: dict[str, list[str]] = {}
    for each in (*found.categories, *((found.passed,) if found.passed else ()), *found.checks):
        for what, told in (("replylint–people", each.tool), ("people–people", each.people), ("alpha", each.alpha)):
            if told.why:
                whys.setdefault(f"{what}: {told.why}", []).append(each.item.partition(":")[2] or each.item)
    if found.total:
        total = found.total
        for what, told in (("ICC", total.icc), ("ICC of people", total.people_icc), ("alpha", total.people_alpha)):
            if told.why:
                whys.setdefault(f"{what}: {told.why}", []).append("total")
    for why, items in whys.items():
        yield f"– {why} ({', '.join(items)})"
    one_sided = sum(each.one_sided for each in (*found.categories, *found.checks))
    if one_sided:
        yield f"left out: {one_sided} answers where only replylint or only people say N/A"
    if found.ties:
        yield f"left out: {len(found.ties)} ties: {', '.join(f'{plain(reply)} {item}' for item, reply in found.ties)}"


def _talk(found: Calibration, words: Show) -> Iterator[str]:
    last = ""
    for each in found.discuss:
        if each.reply != last:
            yield f"  {plain(each.reply)}"
            if words:
                yield f"    “{words(each.reply)}”"
        last = each.reply
        tool = f"{TOOL} {said(each.item, each.tool)}" if found.tool else ""
        people = ", ".join(f"{plain(rater)} {said(each.item, value)}" for rater, value in each.people.items())
        item = each.item.removeprefix(CATEGORY).removeprefix(CHECK)
        yield f"    {item}, {each.why}: {'; '.join(filter(None, (tool, people)))}"


def said(item: str, value: Value) -> str:
    """An answer in the word that it was given in."""
    if value is None:
        return "N/A"
    if item.startswith(CATEGORY) or item == "total":
        return f"{value:g}"
    return "yes" if value else "no"


def plain(text: str) -> str:
    """A text in one line, with nothing that a terminal would obey."""
    return " ".join("".join(char if char.isprintable() else " " for char in text).split())


def short(names: Sequence[str]) -> Mapping[str, str]:
    """Checks by their last part, where that is not shared."""
    last = [name.rpartition("/")[2] for name in names]
    return {name: one if last.count(one) == 1 else name for name, one in zip(names, last, strict=True)}


def table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> Iterator[str]:
    """Lines with their columns under each other, the first to the left and the others to the right."""
    rows = [head, *rows]
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    for first, *others in rows:
        cells = (cell.rjust(width) for cell, width in zip(others, widths[1:], strict=True))
        yield "  ".join((first.ljust(widths[0]), *cells)).rstrip()


def _number(told: Estimate) -> str:
    return "–" if told.value is None else f"{told.value:.2f}{_star(told)}"


def _range(told: Estimate) -> str:
    """A share with its interval, which is never below 0."""
    interval = "" if told.low is None or told.high is None else f" {told.low:.2f}–{told.high:.2f}"
    return "–" if told.value is None else f"{told.value:.2f}{interval}{_star(told)}"


def _between(told: Estimate) -> str:
    interval = "" if told.low is None or told.high is None else f" ({told.low:.2f} to {told.high:.2f})"
    return "–" if told.value is None else f"{told.value:.2f}{interval}{_star(told)}"


def _signed(told: Estimate) -> str:
    interval = "" if told.low is None or told.high is None else f" ({told.low:+.1f} to {told.high:+.1f})"
    return f"{told.value or 0.0:+.1f}{interval}{_star(told)}"


def _star(told: Estimate) -> str:
    return "*" if told.n < FEW else ""
