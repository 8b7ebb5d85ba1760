"""The formulas of agreement, against published examples, scikit-learn, and what must hold of any answers."""

from __future__ import annotations

import random
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from replylint.agreement import (
    DRAWS,
    Estimate,
    ac1,
    alpha,
    difference,
    icc,
    kappa,
    mean_weighted_kappa,
    weighted_kappa,
    wilson,
    within,
    yes_no,
)

# Krippendorff, Computing Krippendorff's Alpha-Reliability (2011), section C: four observers, twelve units, gaps.
FOUR_OBSERVERS = [
    "1 2 3 3 2 1 4 1 2 . . .",
    "1 2 3 3 2 2 4 1 2 5 . 3",
    ". 3 3 3 2 3 4 2 2 5 1 .",
    "1 2 3 3 2 4 4 1 2 5 1 .",
]
# Shrout & Fleiss (1979), table 2: six targets, four judges.
SIX_TARGETS = [[9, 2, 5, 8], [6, 1, 3, 2], [8, 4, 6, 8], [7, 1, 2, 6], [10, 5, 6, 9], [6, 2, 4, 7]]
# Bland & Altman (1986), table: peak expiratory flow by two meters, the first reading of each.
WRIGHT = [494, 395, 516, 434, 476, 557, 413, 442, 650, 433, 417, 656, 267, 478, 178, 423, 427]
MINI_WRIGHT = [512, 430, 520, 428, 500, 600, 364, 380, 658, 445, 432, 626, 260, 477, 259, 350, 451]
# Ratings in the middle of the scale and rare faults, by dice: what both of two judges said.
RANDOM = random.Random(7)
MARKS = [(mark, min(3, max(0, mark + RANDOM.choice((-1, 0, 0, 0, 1))))) for mark in RANDOM.choices(range(4), k=60)]


def columns(lines: list[str]) -> list[list[float | None]]:
    """A line a unit, of a table with a line an observer; a letter or digit is a value, a dot none."""
    rows = [[None if cell == "." else float(ord(cell)) for cell in line.split()] for line in lines]
    return [list(unit) for unit in zip(*rows, strict=True)]


def cells(*counts: int) -> list[tuple[bool, bool]]:
    """Pairs of which so many are yes and yes, yes and no, no and yes, no and no."""
    kinds = [(True, True), (True, False), (False, True), (False, False)]
    return [pair for pair, count in zip(kinds, counts, strict=True) for _ in range(count)]


# -- published examples ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("level", "value"), [("nominal", 0.743), ("ordinal", 0.815), ("interval", 0.849)])
def test_alpha_is_that_of_krippendorffs_four_observers(level: Any, value: float) -> None:
    assert alpha(columns(FOUR_OBSERVERS), level) == Estimate(pytest.approx(value, abs=0.0005), 11)


@pytest.mark.parametrize(
    ("lines", "value"),
    [  # the same paper, sections A and B: two observers, two values and five, no gaps
        (["0 1 0 0 0 0 0 0 1 0", "1 1 1 0 0 1 0 0 0 0"], 0.095),
        (["a a b b d c c c e d d a", "b a b b b c c c e d d d"], 0.692),
    ],
)
def test_alpha_is_that_of_krippendorffs_two_observers(lines: list[str], value: float) -> None:
    assert alpha(columns(lines), "nominal").value == pytest.approx(value, abs=0.0005)


def test_the_intraclass_correlation_is_that_of_shrout_and_fleiss() -> None:
    assert icc(SIX_TARGETS) == Estimate(pytest.approx(0.29, abs=0.005), 6)


def test_bias_and_limits_are_those_of_bland_and_altman() -> None:
    found = difference(list(zip(WRIGHT, MINI_WRIGHT, strict=True)))
    assert found.bias == Estimate(pytest.approx(-2.1, abs=0.05), 17)
    assert found.high is not None
    assert found.low is not None
    assert (found.high - found.low) / (2 * 1.96) == pytest.approx(38.8, abs=0.05)


@pytest.mark.parametrize(
    ("counts", "agreement", "chance_corrected", "yes", "no"),
    [  # Feinstein & Cicchetti, High agreement but low kappa: I (1990): the same agreement, and what a rare "no" does to kappa
        ((40, 9, 6, 45), 0.85, 0.70, 0.84, 0.86),
        ((80, 10, 5, 5), 0.85, 0.32, 0.91, 0.40),
    ],
)
def test_a_rare_answer_lowers_kappa(counts: Any, agreement: float, chance_corrected: float, yes: float, no: float) -> None:
    found = yes_no(cells(*counts))
    assert (found.right + found.clear) / 100 == agreement
    told = (found.kappa.value, found.positive.value, found.negative.value)
    assert told == pytest.approx((chance_corrected, yes, no), abs=0.005)


def test_ac1_is_that_of_gwet() -> None:
    # Gwet, Kappa statistic is not satisfactory for assessing the extent of agreement between raters (2002): 125 subjects
    found = yes_no(cells(118, 5, 2, 0))
    assert found.ac1.value == pytest.approx(0.9408, abs=0.00005)
    assert found.kappa.value == pytest.approx(-0.0234, abs=0.00005)


@pytest.mark.parametrize(
    ("right", "n", "low", "high"),
    [  # Newcombe, Two-sided confidence intervals for the single proportion, Stat Med 17 (1998), table I, method 3
        (81, 263, 0.2553, 0.3662),
        (15, 148, 0.0624, 0.1605),
        (0, 20, 0.0, 0.1611),
        (1, 29, 0.0061, 0.1718),
    ],
)
def test_the_interval_of_a_share_is_that_of_newcombe(right: int, n: int, low: float, high: float) -> None:
    found = wilson(right, n)
    assert (found.low, found.high) == (pytest.approx(low, abs=0.00005), pytest.approx(high, abs=0.00005))


# -- scikit-learn ------------------------------------------------------------------------------------------------------


@settings(deadline=None)  # the first example imports scikit-learn
@given(some.lists(some.tuples(some.integers(0, 3), some.integers(0, 3)), min_size=2, max_size=60))
def test_kappa_is_that_of_scikit_learn(pairs: list[tuple[int, int]]) -> None:
    from sklearn.metrics import cohen_kappa_score

    if len({mark for pair in pairs for mark in pair}) == 1:  # of which scikit-learn says NaN
        assert kappa(pairs).value is weighted_kappa(pairs).value is None
        return
    one, other = zip(*pairs, strict=True)
    assert kappa(pairs).value == pytest.approx(cohen_kappa_score(one, other))
    quadratic = cohen_kappa_score(one, other, weights="quadratic", labels=[0, 1, 2, 3])
    assert weighted_kappa(pairs).value == pytest.approx(quadratic)


def test_precision_and_recall_are_those_of_scikit_learn() -> None:
    from sklearn.metrics import precision_score, recall_score

    pairs = [(one > 1, other > 1) for one, other in MARKS]
    said, right = zip(*pairs, strict=True)
    found = yes_no(pairs)
    assert found.precision.value == pytest.approx(precision_score(right, said))
    assert found.recall.value == pytest.approx(recall_score(right, said))


# -- what must hold ----------------------------------------------------------------------------------------------------

MARK = some.none() | some.integers(0, 3)
TABLE = some.integers(2, 4).flatmap(lambda judges: some.lists(some.lists(MARK, min_size=judges, max_size=judges), max_size=12))
POINTS = some.lists(some.tuples(some.integers(0, 100), some.integers(0, 100)), max_size=12)
OF_TABLES: dict[str, Callable[[Any], Estimate]] = {
    "nominal": lambda table: alpha(table, "nominal"),
    "ordinal": lambda table: alpha(table, "ordinal"),
    "interval": lambda table: alpha(table, "interval"),
    "pairs": mean_weighted_kappa,
    "icc": icc,
    "within": lambda table: within(table, 1),
}


@pytest.mark.parametrize("name", OF_TABLES)
@given(table=TABLE, dice=some.randoms(use_true_random=False))
def test_neither_the_order_of_replies_nor_that_of_judges_matters(name: str, table: Any, dice: random.Random) -> None:
    of = OF_TABLES[name]
    order = list(range(len(table[0]) if table else 0))
    dice.shuffle(order)
    turned = [[line[at] for at in order] for line in table]
    dice.shuffle(turned)
    before, after = of(table), of(turned)
    assert after.value == (None if before.value is None else pytest.approx(before.value, abs=1e-9))
    assert (after.n, after.why is None) == (before.n, before.why is None)


@pytest.mark.parametrize("name", OF_TABLES)
@given(table=TABLE)
def test_a_number_is_at_most_one_and_what_has_none_has_a_reason(name: str, table: Any) -> None:
    found = OF_TABLES[name](table)
    assert found.value is None or found.value <= 1 + 1e-9
    assert (found.value is None) == (found.why is not None)


@pytest.mark.parametrize("name", OF_TABLES)
@given(marks=some.lists(some.integers(0, 3), min_size=2, max_size=12), judges=some.integers(2, 4))
def test_perfect_agreement_is_one(name: str, marks: list[int], judges: int) -> None:
    found = OF_TABLES[name]([[mark] * judges for mark in marks])
    if len(set(marks)) > 1 or name == "within":
        assert found.value == pytest.approx(1)
    else:
        assert found.value is None


@given(pairs=some.lists(some.tuples(some.booleans(), some.booleans()), max_size=30))
def test_yes_and_no_keep_their_bounds(pairs: list[tuple[bool, bool]]) -> None:
    found, turned = yes_no(pairs), yes_no([(other, one) for one, other in pairs])
    assert found.right + found.false + found.missed + found.clear == len(pairs)
    assert (found.false, found.missed) == (turned.missed, turned.false)
    for name in ("kappa", "ac1", "positive", "negative"):
        one, other = getattr(found, name), getattr(turned, name)
        assert one.value is None or -1 <= one.value <= 1
        assert one == other
    for share in (found.precision, found.recall):
        if share.value is not None:
            assert share.low is not None
            assert share.high is not None
            assert 0 <= share.low <= share.value <= share.high <= 1
    assert kappa(pairs).value == found.kappa.value
    assert ac1(pairs, (True, False)).value == (None if found.ac1.value is None else pytest.approx(found.ac1.value))


@given(pairs=POINTS)
def test_bias_turns_its_sign_with_the_judges(pairs: list[tuple[int, int]]) -> None:
    found, turned = difference(pairs), difference([(other, one) for one, other in pairs])
    if found.bias.value is None:
        assert turned.bias.value is None
        return
    assert turned.bias.value == pytest.approx(-found.bias.value)
    if found.low is not None:
        assert turned.high == pytest.approx(-found.low)
        assert found.high is not None
        assert found.low <= found.bias.value <= found.high


@given(table=TABLE)
def test_two_judges_without_gaps_have_the_mean_kappa_of_one_pair(table: Any) -> None:
    pairs = [(line[0], line[1]) for line in table if None not in line[:2]]
    both, alone = mean_weighted_kappa(pairs), weighted_kappa(pairs)
    assert (both.value, both.n) == (alone.value, alone.n)


@pytest.mark.parametrize(
    ("found", "why"),
    [
        (kappa([(1, 1), (1, 1)]), "both say the same of every reply"),
        (weighted_kappa([(2, 2), (2, 2)]), "both say the same of every reply"),
        (weighted_kappa([]), "no replies to go by"),
        (mean_weighted_kappa([[1, None], [None, 2]]), "no reply was judged by two people"),
        (mean_weighted_kappa([[1, 1], [1, 1]]), "both say the same of every reply"),
        (alpha([], "ordinal"), "no reply was judged by two people"),
        (alpha([[1, None]], "nominal"), "no reply was judged by two people"),
        (alpha([[0.1, 0.1, 0.1], [0.1, 0.1, 0.1]], "interval"), "everyone says the same of every reply"),
        (alpha([[1, 1]], "nominal"), "everyone says the same of every reply"),
        (icc([[80, None]]), "no reply was judged by all of them"),
        (icc([[80], [90]]), "it takes two judges"),
        (icc([[80, 90]]), "it takes two replies"),
        (icc([[80.3, 80.3], [80.3, 80.3]]), "everyone gives the same points to every reply"),
        (icc([[0, 1], [1, 0]]), "too few replies to tell them from the judges"),
        (within([[50, None]], 10), "no replies to go by"),
        (difference([]).bias, "no replies to go by"),
        (yes_no(cells(0, 0, 2, 2)).precision, "nothing was raised"),
        (yes_no(cells(2, 0, 2, 0)).precision, "no reply is known to be without the fault"),
        (yes_no(cells(0, 2, 0, 2)).recall, "no reply has the fault"),
        (yes_no(cells(0, 0, 0, 2)).positive, "nobody says yes"),
        (yes_no(cells(2, 0, 0, 0)).negative, "nobody says no"),
    ],
)
def test_what_is_not_defined_says_why(found: Estimate, why: str) -> None:
    assert (found.value, found.why, found.low, found.high) == (None, why, None, None)


def test_one_difference_has_no_limits() -> None:
    assert difference([(80, 70)]) == (Estimate(10, 1), None, None)


# -- intervals ---------------------------------------------------------------------------------------------------------


def test_the_same_answers_give_the_same_interval() -> None:
    first = weighted_kappa(MARKS, DRAWS)
    assert first == weighted_kappa(MARKS, DRAWS)
    assert first.low is not None
    assert first.high is not None
    assert first.value is not None
    assert first.low < first.value < first.high
    assert f"{first.value:.3f} {first.low:.3f} {first.high:.3f}" == "0.923 0.860 0.965"


def test_an_interval_narrows_as_replies_are_added() -> None:
    def wide(found: Estimate) -> float:
        assert found.low is not None
        assert found.high is not None
        return found.high - found.low

    assert wide(weighted_kappa(MARKS * 8, DRAWS)) < wide(weighted_kappa(MARKS, DRAWS)) / 2


def test_the_bootstrap_of_a_mean_comes_near_its_known_interval() -> None:
    apart = [float(RANDOM.gauss(3, 10)) for _ in range(200)]
    found = difference([(each, 0.0) for each in apart], DRAWS)
    assert found.low is not None
    assert found.high is not None
    deviation = (found.high - found.low) / (2 * 1.96)
    half = 1.96 * deviation / 200**0.5
    assert found.bias.low is not None
    assert found.bias.high is not None
    assert found.bias.value is not None
    assert found.bias.value - found.bias.low == pytest.approx(half, rel=0.15)
    assert found.bias.high - found.bias.value == pytest.approx(half, rel=0.15)


def test_one_reply_has_no_interval() -> None:
    assert within([[50, 52]], 10, DRAWS) == Estimate(1, 1)


def test_what_is_defined_in_too_few_resamples_has_no_interval() -> None:
    assert kappa([(True, True), (False, False)], DRAWS) == Estimate(1, 2)


def test_many_replies_are_resampled_without_being_remembered() -> None:
    found = kappa([(at % 3 == 0, at % 4 == 0) for at in range(10_001)], 20)
    assert found.low is not None
    assert found.value is not None
    assert found.high is not None
    assert found.low < found.value < found.high
