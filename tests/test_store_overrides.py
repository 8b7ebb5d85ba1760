"""Who let a held draft go, and why: each finding by the last word on it, for as long as was said."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta, timezone

import pytest

from replylint import store
from replylint.document import InputError
from replylint.finding import Override

NOW = datetime(2026, 11, 18, 10, 30, tzinfo=timezone(timedelta(hours=-5)))
HOUR = timedelta(hours=1)
DRAFT, OTHER = "0f" * 32, "a1" * 32
ANA = Override("Ana", "the customer asked for these very words", None)
BEN = Override("Ben", "agreed on the phone\n“🙂”", NOW.astimezone(UTC) + 2 * HOUR)


@pytest.fixture
def kept(address: str) -> Iterator[store.Store]:
    with store.open(address) as opened:
        yield opened


def test_an_override_comes_back_as_it_was(kept: store.Store) -> None:
    kept.overrides.record(DRAFT, ["f1", "f2", "f1"], BEN, NOW)
    assert kept.overrides.find(DRAFT, NOW) == (frozenset({"f1", "f2"}), BEN)
    assert kept.overrides.find(OTHER, NOW) is None
    (back,) = kept.overrides.all()
    assert back == (DRAFT, frozenset({"f1", "f2"}), BEN, NOW)
    assert [back.override.until and back.override.until.isoformat(), back.recorded.isoformat()] == [
        "2026-11-18T17:30:00+00:00",
        "2026-11-18T10:30:00-05:00",
    ]


def test_it_holds_until_the_instant_that_was_said(kept: store.Store) -> None:
    kept.overrides.record(DRAFT, ["f1"], BEN, NOW)
    assert kept.overrides.find(DRAFT, NOW + 2 * HOUR - timedelta(microseconds=1)) is not None
    assert kept.overrides.find(DRAFT, NOW + 2 * HOUR) is None
    kept.overrides.record(OTHER, ["f1"], ANA, NOW)
    assert kept.overrides.find(OTHER, datetime.max.replace(tzinfo=UTC)) is not None


def test_the_same_twice_changes_nothing(kept: store.Store) -> None:
    kept.overrides.record(DRAFT, ["f1", "f2"], BEN, NOW)
    kept.overrides.record(OTHER, ["f1"], ANA, NOW)
    before = list(kept.overrides.all())
    kept.overrides.record(DRAFT, ["f2", "f1"], BEN, NOW + HOUR)
    kept.overrides.record(OTHER, ["f1"], ANA, NOW + HOUR)
    assert list(kept.overrides.all()) == before


def test_the_last_word_on_a_finding_takes_the_place_of_the_one_before(kept: store.Store) -> None:
    kept.overrides.record(DRAFT, ["f1"], ANA, NOW)
    kept.overrides.record(DRAFT, ["f1"], BEN, NOW + HOUR)
    assert kept.overrides.find(DRAFT, NOW + HOUR) == (frozenset({"f1"}), BEN)
    assert kept.overrides.find(DRAFT, NOW + 3 * HOUR) is None
    assert [each.recorded for each in kept.overrides.all()] == [NOW + HOUR]


def test_a_new_finding_is_let_go_beside_the_others_and_each_until_it_was_said(kept: store.Store) -> None:
    kept.overrides.record(DRAFT, ["f1", "f2"], BEN, NOW)
    kept.overrides.record(DRAFT, ["f2", "f3"], ANA, NOW + HOUR)
    assert kept.overrides.find(DRAFT, NOW + HOUR) == (frozenset({"f1", "f2", "f3"}), ANA)
    assert kept.overrides.find(DRAFT, NOW + 2 * HOUR) == (frozenset({"f2", "f3"}), ANA), "Ben's word ended"
    told = [(each.findings, each.override.by) for each in kept.overrides.all()]
    assert told == [({"f2", "f3"}, "Ana"), ({"f1"}, "Ben")], "nobody answers for what someone else let go"


def test_the_last_ones_come_first(kept: store.Store) -> None:
    for n, key in enumerate((DRAFT, OTHER, "c3" * 32)):
        at = (NOW + n * HOUR).astimezone(timezone(timedelta(hours=9 - 9 * n)))
        kept.overrides.record(key, [f"f{m}" for m in range(300)], ANA, at)
    assert [(each.key, len(each.findings)) for each in kept.overrides.all()] == [
        ("c3" * 32, 300),
        (OTHER, 300),
        (DRAFT, 300),
    ]


def test_nothing_let_go_is_nothing_kept(kept: store.Store) -> None:
    kept.overrides.record(DRAFT, [], ANA, NOW)
    assert (kept.overrides.find(DRAFT, NOW), list(kept.overrides.all())) == (None, [])


@pytest.mark.parametrize(
    "key", ["", "0f" * 31, "0F" * 32, "0f" * 32 + "\n", "Dear Ana, I'll call you by Friday, and that is all I can do now."]
)
def test_a_text_is_not_kept_as_a_key(key: str, kept: store.Store) -> None:
    with pytest.raises(ValueError, match="64 hexadecimal digits") as caught:
        kept.overrides.record(key, ["f1"], ANA, NOW)
    assert "Ana" not in str(caught.value)


def test_what_no_database_can_keep_is_replaced(kept: store.Store) -> None:
    kept.overrides.record(DRAFT, ["f\0"], Override("A\0na", "half \ud83d a character", None), NOW)
    assert kept.overrides.find(DRAFT, NOW) == ({"f\ufffd"}, Override("A\ufffdna", "half \ufffd a character", None))
    with pytest.raises(InputError, match="the id of a finding has 501 characters; the limit is 500"):
        kept.overrides.record(DRAFT, ["f" * 501], ANA, NOW)


def test_an_instant_without_an_offset_is_a_fault(kept: store.Store) -> None:
    for override, at in ((ANA, NOW.replace(tzinfo=None)), (ANA._replace(until=NOW.replace(tzinfo=None)), NOW)):
        with pytest.raises(ValueError, match="offset"):
            kept.overrides.record(DRAFT, ["f1"], override, at)


def test_those_who_let_one_draft_go_at_once_all_do(kept: store.Store) -> None:
    def let_go(n: int) -> None:
        findings = [f"f{m}" for m in range(n % 5, n % 5 + 20)]
        kept.overrides.record(DRAFT, findings if n % 2 else findings[::-1], ANA._replace(by=f"agent {n}"), NOW + n * HOUR)

    with ThreadPoolExecutor(8) as threads:
        list(threads.map(let_go, range(40)))
    found = kept.overrides.find(DRAFT, NOW)
    assert found is not None
    assert found[0] == {f"f{n}" for n in range(24)}


def test_what_is_old_is_purged(kept: store.Store) -> None:
    kept.overrides.record(DRAFT, ["f1", "f2"], ANA, NOW)
    kept.overrides.record(OTHER, ["f1"], ANA, NOW)
    kept.overrides.record(OTHER, ["f2"], BEN, NOW + HOUR)
    assert kept.purge(NOW).overrides == 0
    assert kept.purge(NOW + HOUR).overrides == 2
    assert [(each.key, each.findings) for each in kept.overrides.all()] == [(OTHER, {"f2"})]
