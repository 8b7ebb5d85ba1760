"""All figures of a report, counted while the rows go by: memory grows with the agents and the sentences, not the replies."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from replylint.report import interval
from replylint.score import BANDS
from replylint.scorecard import Scorecard

FEWEST = 20  # replies, below which people are not compared
TOP = 10  # sentences
GROUPS = ("agent", "team", "channel", "week")
_DEMOTED = 0.2  # share of dismissals above which a rule is named
_STEP = 10


class Group:
    """The totals of some replies."""

    def __init__(self) -> None:
        self.replies = self.passed = 0
        self.totals = [0] * 101

    def add(self, row: Mapping[str, Any]) -> None:
        """Count a reply."""
        self.replies += 1
        if row["total"] is not None:
            self.totals[row["total"]] += 1
            self.passed += bool(row["passed"])

    @property
    def scored(self) -> int:
        """How many of them have a total."""
        return sum(self.totals)

    def told(self) -> dict[str, Any]:
        """Its figures."""
        scored = self.scored
        mean = round(sum(total * count for total, count in enumerate(self.totals)) / scored, 1) if scored else None
        passed, middle = interval.share(self.passed, scored), interval.median(self.totals)
        return {
            "replies": self.replies,
            "scored": scored,
            "passed": self.passed,
            "share": _told(passed, 3),
            "mean": mean,
            "median": _told(middle, 1),
        }


def _told(found: interval.Interval | None, digits: int) -> dict[str, float] | None:
    return {name: round(value, digits) for name, value in found._asdict().items()} if found else None


class Summary:
    """Figures of the rows added so far."""

    def __init__(self, card: Scorecard) -> None:
        self._card = card
        self._all = Group()
        self._by: dict[str, dict[str, Group]] = {name: defaultdict(Group) for name in GROUPS}
        self._moods: dict[str, Group] = defaultdict(Group)
        self._marks: dict[str, list[float]] = {criterion.name: [0, 0.0, 0] for criterion in card.criteria}
        self._why_not: Counter[str] = Counter()
        self._bands: Counter[str] = Counter()
        self._failed_by: Counter[str] = Counter()
        self._promises: Counter[str] = Counter()
        self._rules: dict[str, Counter[str]] = defaultdict(Counter)
        self._sentences: dict[tuple[str, str], dict[str, Any]] = {}
        self._conversations = 0
        self._last: object = object()

    def add(self, row: Mapping[str, Any]) -> None:
        """Count a row; those of a conversation follow each other."""
        if row["conversation"] is None or row["conversation"] != self._last:
            self._conversations += 1
        self._last = row["conversation"]
        self._all.add(row)
        for name in GROUPS:
            value = _week(row["at"]) if name == "week" else row[name]
            if value is not None:
                self._by[name][value].add(row)
        if row["angry"] is not None:
            self._moods["angry" if row["angry"] else "calm"].add(row)
        if row["why_not"]:
            self._why_not[row["why_not"]] += 1
        else:
            self._bands[row["band"]] += 1
        self._failed_by.update(row["failed_by"])
        self._promises.update(promise["status"] for promise in row["promises"])
        self._add_findings(row)
        for line in row["criteria"]:
            if line["marks"] is not None:
                judged = self._marks[line["name"]]
                judged[0] += 1
                judged[1] += line["marks"]
                judged[2] += line["marks"] < self._card.floor

    def _add_findings(self, row: Mapping[str, Any]) -> None:
        for found in row["to_confirm"]:
            self._rules[found["rule"]]["to_confirm"] += 1
        for found in row["deductions"]:
            counts = self._rules[found["rule"]]
            counts["deductions"] += 1
            counts["marks"] += found["marks"]
            if found["about"] == "words" and found["of_total"] and row["total"] is not None:
                where = {"conversation": row["conversation"], "turn": row["turn"]}
                shown = {name: found[name] for name in ("rule", "sentence", "text", "message", "advice", "instead")}
                one = self._sentences.setdefault(
                    (found["rule"], found["sentence"]), {**shown, **where, "times": 0, "cost": 0.0}
                )
                one["times"] += 1
                one["cost"] += found["of_total"]

    def told(self, feedback: Mapping[str, Mapping[str, int]]) -> dict[str, Any]:
        """The figures as plain data. `feedback`: by rule, how often its findings were shown and what agents said of them."""
        totals = self._all.totals
        return {
            "conversations": self._conversations,
            **self._all.told(),
            "not_scored": dict(self._why_not.most_common()),
            "bands": {name: self._bands[name] for _, name in BANDS},
            "distribution": [sum(totals[low : low + _STEP]) for low in range(0, 100, _STEP)] + [totals[100]],
            "failed_by": dict(self._failed_by.most_common()),
            "criteria": [self._criterion(name, *marks) for name, marks in self._marks.items()],
            "by": {name: _groups(groups) for name, groups in self._by.items()},
            "parity": {mood: group.told() for mood, group in sorted(self._moods.items())},
            "promises": {status: self._promises[status] for status in ("kept", "open", "due-soon", "broken", "unknown")},
            "rules": [self._rule(name, counts, feedback.get(name)) for name, counts in sorted(self._rules.items())],
            "costliest": _costliest(self._sentences.values()),
        }

    def _criterion(self, name: str, judged: float, marks: float, under: float) -> dict[str, Any]:
        (criterion,) = (each for each in self._card.criteria if each.name == name)
        mean = round(marks / judged, 1) if judged else None
        told = {"name": name, "points": criterion.points, "asks": criterion.asks, "human": criterion.human}
        return {**told, "judged": int(judged), "mean": mean, "under_floor": int(under)}

    def _rule(self, name: str, counts: Counter[str], feedback: Mapping[str, int] | None) -> dict[str, Any]:
        told = {"rule": name, **{key: counts[key] for key in ("deductions", "marks", "to_confirm")}}
        if not feedback:
            return {**told, "shown": None, "dismissed": None, "demote": False}
        dismissed = sum(feedback[key] for key in ("not_here", "never", "wrong"))
        demote = dismissed > _DEMOTED * feedback["shown"] > 0
        return {**told, "shown": feedback["shown"], "dismissed": dismissed, "demote": demote}


def _groups(groups: Mapping[str, Group]) -> list[dict[str, Any]]:
    """Those with enough replies by their share of passes, then the others by name: they are not compared."""
    told = [{"name": name, **group.told(), "compared": group.scored >= FEWEST} for name, group in groups.items()]
    return sorted(told, key=lambda one: (not one["compared"], -one["share"]["value"] if one["compared"] else 0, one["name"]))


def _costliest(sentences: Iterable[dict[str, Any]]) -> list[dict[str, Any]]:
    ordered = sorted(sentences, key=lambda one: (-one["cost"], one["sentence"], one["rule"]))
    return [{**one, "cost": round(one["cost"], 1)} for one in ordered[:TOP]]


def _week(at: str | None) -> str | None:
    if at is None:
        return None
    year, week, _ = datetime.fromisoformat(at).isocalendar()
    return f"{year}-W{week:02}"
