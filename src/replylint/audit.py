"""A random audit of scored replies: some of each agent, channel and band, as many as their share of all, one at least."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from typing import Any, NamedTuple

NOT_SCORED = "not scored"


class Stratum(NamedTuple):
    """The replies that are drawn from together."""

    agent: str
    channel: str
    band: str


def drawn(rows: Callable[[], Iterable[Mapping[str, Any]]], size: int, seed: int) -> list[Mapping[str, Any]]:
    """A sample of `size` rows in their order; more when there are more strata, fewer when there are fewer rows.

    `rows` is asked for twice, and only the sample is held. The same rows, size and seed give the same sample.
    """
    shares = shared(Counter(map(stratum, rows())), size)
    dice = {each: random.Random(f"{seed} {each}") for each in sorted(shares)}
    kept: dict[Stratum, list[tuple[int, Mapping[str, Any]]]] = {each: [] for each in shares}
    seen: Counter[Stratum] = Counter()
    for number, row in enumerate(rows()):  # a reservoir each (Vitter, Random sampling with a reservoir, 1985: algorithm R)
        own = stratum(row)
        seen[own] += 1
        if len(kept[own]) < shares[own]:
            kept[own].append((number, row))
        elif (at := dice[own].randrange(seen[own])) < shares[own]:
            kept[own][at] = number, row
    return [row for _, row in sorted((each for held in kept.values() for each in held), key=lambda each: each[0])]


def stratum(row: Mapping[str, Any]) -> Stratum:
    """The one that a row belongs to."""
    return Stratum(row["agent"] or "", row["channel"] or "", row["band"] or NOT_SCORED)


def shared(counts: Mapping[Stratum, int], size: int) -> dict[Stratum, int]:
    """How many to draw of each: one, and each further one goes where most is owed to a stratum's share."""
    total = sum(counts.values())
    wanted = min(max(size, len(counts)), total)
    shares = dict.fromkeys(sorted(counts), 1)
    for _ in range(wanted - len(shares)):
        owed = {each: counts[each] * wanted / total - share for each, share in shares.items() if share < counts[each]}
        shares[max(owed, key=owed.__getitem__)] += 1
    return shares
