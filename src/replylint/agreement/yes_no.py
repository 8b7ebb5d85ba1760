"""Two judges who say yes or no, or name one of several kinds."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from math import isqrt, sqrt
from typing import NamedTuple, TypeVar

from replylint.agreement.estimate import Estimate, Of, Row, UndefinedError, estimate, estimates

T = TypeVar("T", bound=Hashable)
_Z = 1.959963984540054  # the standard normal's 97.5 % point
_CELLS = ((True, True), (True, False), (False, True), (False, False))


class YesNo(NamedTuple):
    """One judge's yes and no against another's, taken as right: counts of replies, and what they come to.

    `right`: both say yes; `false`: only the one who is judged; `missed`: only the one who is taken as right; `clear`:
    neither.
    """

    right: int
    false: int
    missed: int
    clear: int
    precision: Estimate
    recall: Estimate
    kappa: Estimate
    ac1: Estimate
    positive: Estimate
    negative: Estimate


def yes_no(pairs: Sequence[tuple[bool, bool]], draws: int = 0) -> YesNo:
    """Pairs (what the judged one says, what is right), one a reply.

    Precision and recall have Wilson's interval. Precision says nothing when no reply is known to be without the fault.
    Positive and negative agreement: Cicchetti & Feinstein, High agreement but low kappa: II, J Clin Epidemiol 43 (1990).
    """
    rows: list[Row] = [tuple(float(pair == cell) for cell in _CELLS) for pair in pairs]
    right, false, missed, clear = (sum(pair == cell for pair in pairs) for cell in _CELLS)
    functions: dict[str, Of] = {"kappa": _kappa, "ac1": _ac1, "positive": _positive, "negative": _negative}
    made = estimates(rows, functions, draws)
    precision = wilson(right, right + false, "nothing was raised")
    if precision.n and not false + clear:
        precision = Estimate(None, precision.n, "no reply is known to be without the fault")
    recall = wilson(right, right + missed, "no reply has the fault")
    return YesNo(right, false, missed, clear, precision, recall, **made)


def wilson(right: int, n: int, why_not: str = "nothing to count") -> Estimate:
    """A share with its 95 % score interval, which holds at small `n` and near 0 and 1.

    Wilson, Probable inference, the law of succession, and statistical inference, J Am Stat Assoc 22 (1927).
    """
    if not n:
        return Estimate(None, 0, why_not)
    share, z = right / n, _Z * _Z
    middle, half = (share + z / (2 * n)) / (1 + z / n), _Z * sqrt(share * (1 - share) / n + z / (4 * n * n)) / (1 + z / n)
    low, high = max(0.0, middle - half), min(1.0, middle + half)
    return Estimate(share, n, None, low if right else 0.0, high if right < n else 1.0)


def kappa(pairs: Sequence[tuple[T, T]], draws: int = 0) -> Estimate:
    """Cohen's kappa: agreement beyond that of two judges who throw dice as often as they say each kind.

    Cohen, A coefficient of agreement for nominal scales, Educ Psychol Meas 20 (1960). Not defined when both say one and
    the same kind of every reply.
    """
    return estimate(_cells(pairs), _kappa, draws)


def ac1(pairs: Sequence[tuple[T, T]], kinds: Sequence[T], draws: int = 0) -> Estimate:
    """Gwet's AC1: the same with a chance that does not grow as one kind becomes rare, which faults are.

    Gwet, Computing inter-rater reliability and its variance in the presence of high agreement, Br J Math Stat Psychol 61
    (2008). `kinds` are those to choose from, two at the least.
    """
    return estimate(_cells(pairs, kinds), _ac1, draws)


def _cells(pairs: Sequence[tuple[T, T]], kinds: Sequence[T] = ()) -> list[Row]:
    """A row a reply: a square table, flat, with a 1 where its pair stands."""
    known = list(dict.fromkeys((*kinds, *(kind for pair in pairs for kind in pair))))
    places = [(one, other) for one in known for other in known]
    return [tuple(float(pair == place) for place in places) for pair in pairs]


def _margins(cells: Row) -> tuple[float, float, list[float], list[float]]:
    """How many there are, how many on the diagonal, and the sums of the lines and the columns of a square table."""
    kinds = isqrt(len(cells))
    lines = [sum(cells[at * kinds : (at + 1) * kinds]) for at in range(kinds)]
    return sum(cells), sum(cells[:: kinds + 1]), lines, [sum(cells[at::kinds]) for at in range(kinds)]


def _kappa(cells: Row) -> float:
    n, same, lines, columns = _margins(cells)
    chance = sum(map(float.__mul__, lines, columns))
    if chance >= n * n:
        raise UndefinedError("both say the same of every reply")
    return (n * same - chance) / (n * n - chance)


def _ac1(cells: Row) -> float:
    n, same, lines, columns = _margins(cells)
    shares = [(line + column) / (2 * n) for line, column in zip(lines, columns, strict=True)]
    chance = sum(share * (1 - share) for share in shares) / (len(shares) - 1)
    return (same / n - chance) / (1 - chance)


def _positive(cells: Row) -> float:
    both, one, other, _ = cells
    if not both + one + other:
        raise UndefinedError("nobody says yes")
    return 2 * both / (2 * both + one + other)


def _negative(cells: Row) -> float:
    _, one, other, neither = cells
    if not neither + one + other:
        raise UndefinedError("nobody says no")
    return 2 * neither / (2 * neither + one + other)
