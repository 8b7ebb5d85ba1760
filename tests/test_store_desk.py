"""What the desk keeps: the same in SQLite and PostgreSQL, only added to, and gone when it is to go."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest

from desks import BASIS, QUEUED, card, replies
from replylint import store
from replylint.document import InputError
from replylint.review import Said

DAY = timedelta(days=1)
WORDS = "“no” 🙂 <b>--'\"\\"


@pytest.fixture
def kept(address: str) -> Iterator[store.Store]:
    with store.open(address) as opened:
        yield opened


def queue(kept: store.Store, replies: Any, round: str = "October", days: int = 0) -> int:
    return kept.desk.queue(round, replies, card(), BASIS, QUEUED + days * DAY)


def test_replies_come_back_as_they_were_queued(kept: store.Store) -> None:
    given = replies(7)
    assert queue(kept, given) == 7
    back = kept.desk.reviews("October")
    assert [(dict(each.row), dict(each.thread)) for each in back] == given
    assert {each.card for each in back} == {card()}
    assert [each.basis for each in back] == [BASIS] * 7
    assert kept.desk.review(back[3].id) == back[3]
    assert kept.desk.review("no such") is None


def test_queueing_again_adds_only_what_is_new_and_changes_nothing(kept: store.Store) -> None:
    given = replies(6)
    queue(kept, given[:4])
    (one, *_) = kept.desk.reviews("October")
    kept.desk.say(one.id, Said("finished", "Nora", QUEUED))
    changed = [({**row, "total": 1}, thread) for row, thread in given]
    assert queue(kept, changed, days=1) == 2
    back = {each.id: each for each in kept.desk.reviews("October")}
    assert [each.row["total"] == 1 for each in back.values()].count(True) == 2
    assert back[one.id].state == "finished"
    assert queue(kept, given, "November") == 6, "another round is another matter"
    assert kept.desk.rounds() == [store.Round("October", 6), store.Round("November", 6)]


def test_replies_without_an_id_are_told_apart_by_their_words(kept: store.Store) -> None:
    given = [({**row, "conversation": None}, thread) for row, thread in replies(5)]
    assert (queue(kept, given), queue(kept, given)) == (5, 0)


def test_what_is_said_is_only_added_and_comes_back_in_order(kept: store.Store) -> None:
    queue(kept, replies(2))
    one, other = kept.desk.reviews("October")
    words = (
        Said("scored", "Nora", QUEUED, None, WORDS, {"Right": 3, WORDS: None}, True),
        Said("wrong", "Nora", QUEUED, "f-1", WORDS),
        Said("restored", "Påul", QUEUED - DAY, "f-1"),
        Said("scored", "Nora", QUEUED, None, "", {}, None),
    )
    assert all(kept.desk.say(one.id, each) for each in words)
    back, quiet = kept.desk.reviews("October")
    assert back.said == words
    assert quiet.said == other.said == ()
    assert kept.desk.say("no such", words[0]) is False


def test_an_agents_replies_are_found_in_all_rounds(kept: store.Store) -> None:
    given = replies(12)
    queue(kept, given[:6])
    queue(kept, given[6:], "November", 1)
    agent = given[0][0]["agent"]
    names = [each.row["conversation"] for each in kept.desk.reviews(agent=agent)]
    assert sorted(names) == sorted(row["conversation"] for row, _ in given if row["agent"] == agent)
    assert kept.desk.reviews(agent="nobody") == []


def test_several_who_speak_at_once_are_all_heard(kept: store.Store) -> None:
    queue(kept, replies(1))
    (one,) = kept.desk.reviews("October")
    people = [threading.Thread(target=kept.desk.say, args=(one.id, Said("scored", f"P{n}", QUEUED))) for n in range(8)]
    for each in people:
        each.start()
    for each in people:
        each.join()
    (back,) = kept.desk.reviews("October")
    assert set(back.scores) == {f"P{n}" for n in range(8)}


def test_what_is_old_goes_with_all_that_was_said_of_it(kept: store.Store) -> None:
    given = replies(4)
    queue(kept, given[:2])
    queue(kept, given[2:], "November", 5)
    for each in (*kept.desk.reviews("October"), *kept.desk.reviews("November")):
        kept.desk.say(each.id, Said("finished", "Nora", QUEUED))
    assert kept.purge(QUEUED + 3 * DAY).reviews == 2
    assert kept.desk.rounds() == [store.Round("November", 2)]
    queue(kept, given[:2])
    assert [each.said for each in kept.desk.reviews("October")] == [(), ()], "its words are not those of the old one"


def test_a_conversation_is_forgotten_on_the_desk_too(kept: store.Store) -> None:
    given = replies(6)
    queue(kept, given)
    name = given[0][0]["conversation"]
    number = sum(row["conversation"] == name for row, _ in given)
    assert kept.forget(name).reviews == number
    assert name not in {each.row["conversation"] for each in kept.desk.reviews("October")}
    assert kept.forget(name).reviews == 0


def test_names_that_are_too_long_are_refused(kept: store.Store) -> None:
    with pytest.raises(InputError, match="the id of a round has 501 characters"):
        queue(kept, replies(1), "x" * 501)
