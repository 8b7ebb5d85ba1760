"""Intervals worked out exactly are those that redrawing the replies gives."""

from __future__ import annotations

import random

from hypothesis import example, given, settings
from hypothesis import strategies as st

from replylint.report import interval

DRAWS = 2_000
CHANCE = 0.015  # of the share of draws beyond an end: four standard deviations of 2.5 % in 2,000


@settings(deadline=None, max_examples=8)
@given(st.integers(1, 80), st.integers(0, 80), st.integers(0, 999))
@example(20, 20, 1)
@example(1, 0, 1)
def test_the_interval_of_a_share_is_that_of_redrawn_replies(of: int, count: int, seed: int) -> None:
    count = min(count, of)
    found = interval.share(count, of)
    assert found is not None
    dice = random.Random(seed)
    drawn = [sum(dice.random() < count / of for _ in range(of)) / of for _ in range(DRAWS)]
    assert found.value == count / of
    assert sum(each < found.low for each in drawn) / DRAWS < 0.025 + CHANCE
    assert sum(each > found.high for each in drawn) / DRAWS < 0.025 + CHANCE
    assert sum(each <= found.low for each in drawn) / DRAWS > 0.025 - CHANCE
    assert sum(each >= found.high for each in drawn) / DRAWS > 0.025 - CHANCE


@settings(deadline=None, max_examples=8)
@given(st.lists(st.integers(0, 100), min_size=1, max_size=50), st.integers(0, 999))
@example([65, 93, 100, 100], 1)
def test_the_interval_of_a_median_is_that_of_redrawn_replies(totals: list[int], seed: int) -> None:
    found = interval.median([totals.count(total) for total in range(101)])
    assert found is not None
    dice, middle = random.Random(seed), len(totals) // 2
    drawn = [sorted(dice.choices(totals, k=len(totals))) for _ in range(DRAWS)]
    lower, upper = [each[(len(totals) - 1) // 2] for each in drawn], [each[middle] for each in drawn]
    ordered = sorted(totals)
    assert found.value == (ordered[(len(totals) - 1) // 2] + ordered[middle]) / 2
    assert sum(each < found.low for each in lower) / DRAWS < 0.025 + CHANCE
    assert sum(each <= found.low for each in lower) / DRAWS > 0.025 - CHANCE
    assert sum(each > found.high for each in upper) / DRAWS < 0.025 + CHANCE
    assert sum(each >= found.high for each in upper) / DRAWS > 0.025 - CHANCE


def test_a_hundred_thousand_replies_have_a_narrow_one() -> None:
    found = interval.share(80_000, 100_000)
    assert found is not None
    assert (found.value, round(found.low, 4), round(found.high, 4)) == (0.8, 0.7975, 0.8025)  # ± 1.96 standard errors
    assert interval.median([0] * 80 + [50_000] * 2 + [0] * 19) == (80.5, 80.0, 81.0)


def test_without_replies_there_is_none() -> None:
    assert interval.share(0, 0) is None
    assert interval.median([0] * 101) is None
