"""All figures of a report, counted while the rows go by: memory grows with the agents and weeks, not with the replies."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from replylint.report import interval
from replylint.score import BANDS
from replylint.scorecard import Criterion, Scorecard

FEWEST = 20  # scored replies, below which people are not compared
GROUPS = ("agent", "team", "channel", "week")
FOUND = ("deductions", "failings", "to_confirm")
DEMOTED = 0.2  # share of dismissals above which a rule is named
STEP = 10
_STATUSES = ("kept", "open", "due-soon", "broken", "unknown")
_DISMISSED = ("not_here", "never", "wrong")


class Group:
    """The totals of some replies."""

    def __init__(self) -> None:
        self.replies = self.passed = self.applied = 0
        self.totals = [0] * 101

    def add(self, row: Mapping[str, Any]) -> None:
        """Count a reply."""
        self.replies += 1
        self.applied += row["coverage"]["applied"]
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
        return {
            "replies": self.replies,
            "scored": scored,
            "passed": self.passed,
            "share": _rounded(interval.share(self.passed, scored), 3),
            "mean": mean,
            "median": _rounded(interval.median(self.totals), 1),
            "checks": round(self.applied / self.replies, 1) if self.replies else None,
        }


class Marks:
    """The marks that a criterion got."""

    def __init__(self, criterion: Criterion) -> None:
        self.criterion = criterion
        self.judged = self.under_floor = 0
        self.marks = 0.0

    def add(self, marks: float, floor: int) -> None:
        """Count those of a reply."""
        self.judged += 1
        self.marks += marks
        self.under_floor += marks < floor

    def told(self) -> dict[str, Any]:
        """Its figures."""
        about = {name: getattr(self.criterion, name) for name in ("name", "points", "asks", "human")}
        mean = round(self.marks / self.judged, 1) if self.judged else None
        return {**about, "judged": self.judged, "mean": mean, "under_floor": self.under_floor}


class Summary:
    """Figures of the rows added so far."""

    def __init__(self, card: Scorecard) -> None:
        self._floor = card.floor
        self._all = Group()
        self._by: dict[str, dict[str, Group]] = {name: defaultdict(Group) for name in GROUPS}
        self._moods: dict[str, Group] = defaultdict(Group)
        self._marks = {criterion.name: Marks(criterion) for criterion in card.criteria}
        self._counts: dict[str, Counter[str]] = defaultdict(Counter)
        self._rules: dict[str, Counter[str]] = defaultdict(Counter)
        self._conversations = self._outright = 0
        self._span: tuple[datetime, datetime] | None = None

    def add(self, rows: list[dict[str, Any]]) -> None:
        """Count the rows of a conversation."""
        self._conversations += 1
        for row in rows:
            self._add(row)

    def _add(self, row: Mapping[str, Any]) -> None:
        at = datetime.fromisoformat(row["at"]) if row["at"] else None
        if at:
            first, last = self._span or (at, at)
            self._span = min(first, at), max(last, at)
        self._all.add(row)
        for name, value in {**{name: row[name] for name in GROUPS[:-1]}, "week": _week(at)}.items():
            if value is not None:
                self._by[name][value].add(row)
        if row["angry"] is not None:
            self._moods["angry" if row["angry"] else "calm"].add(row)
        self._counts["not_scored" if row["why_not"] else "bands"][row["why_not"] or row["band"]] += 1
        self._counts["failed_by"].update(row["failed_by"])
        self._outright += row["total"] is not None and bool(row["failed_by"])
        self._counts["promises"].update(promise["status"] for promise in row["promises"])
        for line in row["criteria"]:
            if line["marks"] is not None:
                self._marks[line["name"]].add(line["marks"], self._floor)
        self._add_findings(row)

    def _add_findings(self, row: Mapping[str, Any]) -> None:
        for rule, times in row["fired"].items():
            self._rules[rule]["fired"] += times
        for kind in FOUND:
            for found in row[kind]:
                self._rules[found["rule"]][kind] += 1

    def told(self, feedback: Mapping[str, Mapping[str, int]]) -> dict[str, Any]:
        """The figures as plain data. `feedback`: by rule, how often its findings were `shown` and what agents said of them."""
        totals, counts = self._all.totals, self._counts
        first, last = (moment.isoformat() for moment in self._span) if self._span else (None, None)
        return {
            "conversations": self._conversations,
            "first": first,
            "last": last,
            **self._all.told(),
            "not_scored": dict(counts["not_scored"].most_common()),
            "bands": {name: counts["bands"][name] for _, name in BANDS},
            "distribution": [sum(totals[low : low + STEP]) for low in range(0, 100, STEP)] + [totals[100]],
            "failed_outright": self._outright,
            "failed_by": dict(counts["failed_by"].most_common()),
            "criteria": [marks.told() for marks in self._marks.values()],
            "by": {name: _groups(groups, name) for name, groups in self._by.items()},
            "parity": {mood: group.told() for mood, group in sorted(self._moods.items())},
            "promises": {"made": counts["promises"].total(), **{status: counts["promises"][status] for status in _STATUSES}},
            "rules": [_rule(name, self._rules[name], feedback.get(name)) for name in sorted({*self._rules, *feedback})],
        }


def _rounded(found: interval.Interval | None, digits: int) -> dict[str, float] | None:
    return {name: round(value, digits) for name, value in found._asdict().items()} if found else None


def _rule(name: str, counts: Mapping[str, int], feedback: Mapping[str, int] | None) -> dict[str, Any]:
    told = {"rule": name, **{key: counts[key] for key in ("fired", *FOUND)}}
    if not feedback:
        return {**told, "shown": None, "dismissed": None, "demote": False}
    dismissed = sum(feedback[answer] for answer in _DISMISSED)
    return {**told, "shown": feedback["shown"], "dismissed": dismissed, "demote": dismissed > DEMOTED * feedback["shown"] > 0}


def _groups(groups: Mapping[str, Group], by: str) -> list[dict[str, Any]]:
    """Weeks in their order. Else those with enough replies by their share of passes, then the others by name, of which
    nothing is told that they could be compared by."""
    if by == "week":
        return [{"name": name, **groups[name].told(), "compared": True} for name in sorted(groups)]
    many = {name: group.told() for name, group in groups.items() if group.scored >= FEWEST}
    ranked = sorted(many, key=lambda name: (-many[name]["share"]["value"], name))
    few = sorted(groups.keys() - many.keys())
    return [
        *({"name": name, **many[name], "compared": True} for name in ranked),
        *({"name": name, "replies": groups[name].replies, "scored": groups[name].scored, "compared": False} for name in few),
    ]


def _week(at: datetime | None) -> str | None:
    if at is None:
        return None
    year, week, _ = at.isocalendar()
    return f"{year}-W{week:02}"
