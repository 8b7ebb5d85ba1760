"""Whole conversations: kept as they were told, put together comment by comment, each comment once, and gone when forgotten."""

from __future__ import annotations

import json
import random
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import pytest

from replylint import store, wire
from replylint.conversation import Conversation, Customer, Turn
from replylint.document import InputError
from replylint.schema import ShapeError
from test_contract import LONG
from test_store import entry

NOW = datetime(2026, 11, 18, 10, 30, tzinfo=timezone(timedelta(hours=-5)))
DAY, MINUTE = timedelta(days=1), timedelta(minutes=1)
ASKED = Turn("customer", "Where is my lamp?", NOW)
SAID = Turn("agent", "I'll call you by Friday.", NOW + 2 * MINUTE, "Tim")
THREAD = Conversation((ASKED, SAID), id="T-1", channel="email", customer=Customer("Ana"))


@pytest.fixture
def kept(address: str) -> Iterator[store.Store]:
    with store.open(address) as opened:
        yield opened


def texts(kept: store.Store, id: str = "T-1") -> list[str]:
    found = kept.threads.get(id)
    return [turn.text for turn in found.turns] if found else []


def after(minutes: float, text: str = "Any news?") -> Turn:
    return Turn("customer", text, NOW + minutes * MINUTE)


def test_what_is_as_of_an_earlier_instant_changes_nothing(kept: store.Store) -> None:
    kept.threads.put(replace(THREAD, now=NOW), NOW)
    kept.threads.put(replace(THREAD, turns=(ASKED,), now=NOW - MINUTE), NOW + DAY)
    assert texts(kept) == [ASKED.text, SAID.text]
    for now in (NOW, None, NOW + MINUTE):
        kept.threads.put(replace(THREAD, turns=(after(1),), now=now), NOW)
        assert texts(kept) == [after(1).text]


# -- kept as it was told -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "one",
    [
        wire.conversation(LONG),
        Conversation((ASKED,), id="T-1"),
        Conversation((), id="T-1"),
        Conversation(
            (replace(ASKED, text="half \ud83d a \0 🙂\u2028" * 2000),), id="🙂\0\ud83d", meta={"a": [1.5, None, float("inf")]}
        ),
    ],
    ids=["long", "no agent", "no turn", "odd"],
)
def test_a_conversation_comes_back_as_it_was(one: Conversation, kept: store.Store) -> None:
    kept.threads.put(one, NOW)
    assert kept.threads.get(one.id or "") == one
    assert list(kept.threads.all()) == [one]
    assert kept.threads.get("T-9") is None


def test_a_conversation_takes_the_place_of_what_was(kept: store.Store) -> None:
    kept.threads.put(THREAD, NOW)
    kept.threads.put(replace(THREAD, id="T-2"), NOW)
    shorter = replace(THREAD, turns=(ASKED,), customer=None)
    kept.threads.put(shorter, NOW + DAY)
    assert [kept.threads.get("T-1"), texts(kept, "T-2")] == [shorter, [ASKED.text, SAID.text]]


def test_all_come_in_the_order_of_their_ids(kept: store.Store) -> None:
    names = ["b", "B", "a", "ä", "Z", "10", "9", "🙂", *(f"c{n:03}" for n in range(120))]
    for name in random.Random(3).sample(names, len(names)):
        kept.threads.put(replace(THREAD, id=name), NOW)
    assert [each.id for each in kept.threads.all()] == sorted(names)


@pytest.mark.parametrize(
    "one",
    [
        replace(THREAD, id=None),
        replace(THREAD, turns=(replace(SAID, at=NOW.replace(tzinfo=None)),)),
        replace(THREAD, now=NOW.replace(year=3000)),
    ],
    ids=["no id", "no offset", "no year of ours"],
)
def test_what_could_not_be_read_again_is_not_kept(one: Conversation, kept: store.Store) -> None:
    with pytest.raises(ValueError, match=r"offset|years run|has an id") as caught:
        kept.threads.put(one, NOW)
    assert "call" not in str(caught.value)
    with pytest.raises(ShapeError):
        kept.threads.append("T-1", replace(SAID, at=NOW.replace(tzinfo=None)), "c-1", NOW)
    with pytest.raises(InputError, match="the id of a conversation has 501 characters"):
        kept.threads.put(replace(THREAD, id="x" * 501), NOW)
    assert list(kept.threads.all()) == []


# -- comment by comment ------------------------------------------------------------------------------------------------


def test_a_comment_is_added_once(kept: store.Store) -> None:
    kept.threads.put(THREAD, NOW)
    for _ in range(2):
        kept.threads.append("T-1", after(3), "c-3", NOW)
    kept.threads.append("T-1", after(3, "and changed"), "c-3", NOW)
    assert texts(kept) == [ASKED.text, SAID.text, "Any news?"]
    kept.threads.append("T-1", after(3), "c-4", NOW)
    assert texts(kept) == [ASKED.text, SAID.text, "Any news?", "Any news?"], "two comments may have the same words"
    found = kept.threads.get("T-1")
    assert found is not None
    assert replace(found, turns=THREAD.turns) == THREAD


def test_a_comment_stands_where_its_instant_puts_it(kept: store.Store) -> None:
    kept.threads.put(THREAD, NOW)
    for minutes in (1, -1, 2, 5, 4):
        turn = after(minutes, f"{minutes}")
        zone = timezone(timedelta(hours=minutes))
        kept.threads.append("T-1", replace(turn, at=turn.at and turn.at.astimezone(zone)), f"c{minutes}", NOW)
    kept.threads.append("T-1", Turn("system", "Merged."), "c-none", NOW)
    kept.threads.append("T-1", after(1.5, "1.5"), "c1.5", NOW)
    assert texts(kept) == ["-1", ASKED.text, "1", "1.5", SAID.text, "2", "4", "5", "Merged."]


def test_a_conversation_may_begin_with_a_comment(kept: store.Store) -> None:
    kept.threads.append("T-7", SAID, "c-2", NOW)
    kept.threads.append("T-7", ASKED, "c-1", NOW)
    assert kept.threads.get("T-7") == Conversation((ASKED, SAID), id="T-7")


def test_a_comment_that_was_put_before_is_not_added_again(kept: store.Store) -> None:
    kept.threads.put(THREAD, NOW)
    for _ in range(2):
        kept.threads.append("T-1", SAID, "c-2", NOW)
    assert kept.threads.get("T-1") == THREAD
    kept.threads.append("T-1", replace(SAID, text="I'll call you on Monday."), "c-2b", NOW)
    assert texts(kept) == [ASKED.text, SAID.text, "I'll call you on Monday."]


def test_a_comment_is_still_known_when_the_whole_is_put_again(kept: store.Store) -> None:
    kept.threads.append("T-1", ASKED, "c-1", NOW)
    kept.threads.append("T-1", SAID, "c-2", NOW)
    kept.threads.append("T-1", SAID, "c-2 too", NOW)
    kept.threads.put(replace(THREAD, turns=(SAID, ASKED, SAID, after(9))), NOW)
    for key, turn in (("c-1", ASKED), ("c-2", SAID), ("c-2 too", SAID)):
        kept.threads.append("T-1", turn, key, NOW)
    assert texts(kept) == [SAID.text, ASKED.text, SAID.text, "Any news?"]
    kept.threads.put(replace(THREAD, turns=(ASKED,)), NOW)
    kept.threads.append("T-1", SAID, "c-2", NOW)
    assert texts(kept) == [ASKED.text, SAID.text], "what went with a put may come back"


def test_threads_add_comments_at_once_and_none_is_lost(kept: store.Store) -> None:
    with ThreadPoolExecutor(8) as threads:
        list(threads.map(lambda n: kept.threads.append("T-1", after(n % 40, str(n % 40)), f"c-{n % 40}", NOW), range(80)))
    assert texts(kept) == [str(n) for n in range(40)]


# -- and gone ----------------------------------------------------------------------------------------------------------


def test_a_conversation_is_forgotten_with_its_promises(kept: store.Store) -> None:
    for name in ("T-1", "T-2"):
        kept.threads.put(replace(THREAD, id=name), NOW)
        kept.record(name, [entry(), entry(start=20)], NOW)
    assert kept.forget("T-1") == store.Gone(promises=2, conversations=1, overrides=0, feedback=0, webhooks=0, reviews=0)
    assert kept.forget("T-1") == (0, 0, 0, 0, 0, 0)
    assert [each.id for each in kept.threads.all()] == ["T-2"]
    assert {each.conversation for each in kept.promises()} == {"T-2"}


def test_what_nobody_changed_for_long_is_purged(kept: store.Store) -> None:
    for name in ("T-1", "T-2", "T-3"):
        kept.threads.put(replace(THREAD, id=name), NOW)
    kept.threads.append("T-1", SAID, "c-2", NOW + DAY)
    kept.threads.append("T-2", after(9), "c-9", NOW + DAY)
    kept.threads.append("T-2", after(9), "c-9", NOW + 5 * DAY)
    assert kept.purge(NOW + DAY).conversations == 1
    assert [each.id for each in kept.threads.all()] == ["T-1", "T-2"]
    assert kept.purge((NOW + 2 * DAY).astimezone(UTC)).conversations == 2, "a comment seen again is no change"


def test_a_forgotten_conversation_is_not_in_the_file(tmp_path: Path) -> None:
    with store.open(f"sqlite:///{tmp_path / 'ledger.db'}") as kept:
        kept.threads.put(replace(THREAD, turns=(Turn("customer", "Sesamwort " * 5000),)), NOW)
        kept.threads.append("T-1", SAID, "c-2", NOW)
        kept.threads.put(replace(THREAD, id="T-2", turns=(Turn("customer", "Kein Wort"),)), NOW)
        kept.forget("T-1")
        left = b"".join(file.read_bytes() for file in tmp_path.iterdir())
    assert b"Sesamwort" not in left
    assert b"Kein Wort" in left


def test_it_is_kept_in_the_shape_of_the_contract(tmp_path: Path) -> None:
    from sqlalchemy import text

    with store.open(f"sqlite:///{tmp_path / 'ledger.db'}") as kept:
        kept.threads.put(THREAD, NOW)
        with kept._database.reading() as connection:
            (told,) = connection.execute(text("SELECT told FROM replylint_threads")).scalars()
    assert json.loads(told) == {
        "turns": [
            {"role": "customer", "text": "Where is my lamp?", "at": "2026-11-18T10:30:00-05:00"},
            {"role": "agent", "text": "I'll call you by Friday.", "at": "2026-11-18T10:32:00-05:00", "author": "Tim"},
        ],
        "id": "T-1",
        "channel": "email",
        "customer": {"name": "Ana"},
    }
