"""How often each rule's findings were shown: counted in memory, added to the store now and then. No text, no person, no draft."""

from __future__ import annotations

from collections import Counter, OrderedDict
from threading import Lock

from replylint.finding import Result

_REMEMBERED = 20_000  # findings; a draft that is checked at every pause shows each of its findings once


class Shown:
    """The counts of one tenant that the store has not got yet."""

    def __init__(self) -> None:
        self._seen: OrderedDict[str, None] = OrderedDict()
        self._counts: Counter[str] = Counter()
        self._lock = Lock()

    def add(self, result: Result) -> None:
        """Count the findings of a result that were not seen lately."""
        with self._lock:
            for found in result.findings:
                if found.id not in self._seen:
                    self._counts[found.rule] += 1
                self._seen[found.id] = None
                self._seen.move_to_end(found.id)
            while len(self._seen) > _REMEMBERED:
                self._seen.popitem(last=False)

    def take(self) -> dict[tuple[str, str], int]:
        """The counts since they were last taken, by rule and as the store names them."""
        with self._lock:
            taken, self._counts = self._counts, Counter()
        return {(rule, "shown"): count for rule, count in taken.items()}

    def put_back(self, counts: dict[tuple[str, str], int]) -> None:
        """Counts that could not be stored: they are added to the next ones."""
        with self._lock:
            self._counts.update({rule: count for (rule, _), count in counts.items()})
