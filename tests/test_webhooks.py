"""What helpdesks send after a message went out: only what they signed is taken in, and it ends up in the ledger, once."""

from __future__ import annotations

import itertools
import json
import logging
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import Any

import httpx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import desk
from conftest import Run, asked
from desk import Sent, comment, conversation, service, standard, ticket, url, worked, zendesk
from replylint import store
from replylint.faces.server import postroom, shelf
from replylint.faces.server.service import Service
from replylint.helpdesks import READERS
from replylint.schema import ShapeError
from replylint.settings import Serving, Settings, Storage
from replylint.store.ledger import Store

Cli = Callable[..., Run]
SECRET = "Sesamwort"
PROMISE, CHASE = "Hi Ana, I'll write to you by noon tomorrow.", "I still haven't heard from you."
WROTE = "The lamp is with our workshop."
OTHER = {"zendesk": "another secret", "standard": "whsec_" + "QUJD" * 8}
EVENTS: dict[str, Any] = {"zendesk": comment("11", PROMISE, "2026-06-08T10:00:00Z"), "standard": conversation("T-1", PROMISE)}
SIGNED: dict[str, Callable[..., Sent]] = {"zendesk": zendesk, "standard": standard}
both = pytest.mark.parametrize("vendor", ["zendesk", "standard"])


def answer(sent: Sent, by: Service) -> httpx.Response:
    """What is answered at once; nothing is worked."""
    return asked(sent.path, sent.body, by, **sent.headers)


def refused(told: httpx.Response, status: int, said: str = "") -> None:
    assert (told.status_code, told.headers["content-type"]) == (status, "application/problem+json"), told.text
    assert said in told.json()["detail"]
    assert SECRET not in told.text


def kept(folder: Path, id: str = "35436") -> list[tuple[str, str]]:
    """The thread that is kept of a conversation."""
    with store.open(url(folder)) as opened:
        found = opened.threads.get(id)
    return [(turn.role, turn.text) for turn in found.turns] if found else []


def promises(folder: Path) -> list[tuple[str, str, str]]:
    with store.open(url(folder)) as opened:
        return [(each.conversation, each.entry.promise.text, each.entry.status) for each in opened.promises()]


def after(folder: Path, *sent: Sent) -> list[int]:
    """The statuses of the answers, once all is worked."""
    return [told.status_code for told in worked(service(folder), sent, url(folder))]


# -- who is believed ---------------------------------------------------------------------------------------------------


@both
def test_what_is_signed_is_taken_in(vendor: str, folder: Path) -> None:
    told = answer(SIGNED[vendor](EVENTS[vendor]), service(folder))
    assert (told.status_code, told.json()) == (202, {"status": "accepted"})


@both
@pytest.mark.parametrize("late", [-290, 290])
def test_clocks_may_be_apart_by_less_than_five_minutes(vendor: str, late: float, folder: Path) -> None:
    assert answer(SIGNED[vendor](EVENTS[vendor], late=late), service(folder)).status_code == 202


@both
@pytest.mark.parametrize("late", [-310, 310, 86_400, -86_400 * 365])
def test_an_old_signature_and_one_of_the_future_are_refused(vendor: str, late: float, folder: Path) -> None:
    refused(answer(SIGNED[vendor](EVENTS[vendor], late=late), service(folder)), 401, "more than five minutes")


@both
def test_another_secret_is_refused(vendor: str, folder: Path) -> None:
    refused(answer(SIGNED[vendor](EVENTS[vendor], secret=OTHER[vendor]), service(folder)), 401)


@both
def test_a_body_that_was_changed_by_one_byte_is_refused(vendor: str, folder: Path) -> None:
    sent = SIGNED[vendor](EVENTS[vendor])
    for place in (0, len(sent.body) // 2, len(sent.body) - 1):
        for other in (sent.body[:place] + bytes([sent.body[place] ^ 1]) + sent.body[place + 1 :], sent.body + b" "):
            refused(answer(replace(sent, body=other), service(folder)), 401)


@both
def test_every_header_of_a_signature_is_needed(vendor: str, folder: Path) -> None:
    sent = SIGNED[vendor](EVENTS[vendor])
    for name in sent.headers:
        for value in (
            None,
            "",
            "x",
            "é",
            "v1",
            "v1,",
            "v1,%%",
            "v1,a v1,b",
            ",",
            "nan",
            "inf",
            "-1",
            "1e999",
            "2026-06-08T09:00:00",
        ):
            headers: dict[str, Any] = {key: held for key, held in sent.headers.items() if key != name}
            headers |= {} if value is None else {name: value.encode()}
            refused(answer(replace(sent, headers=headers), service(folder)), 401)


@both
def test_the_time_that_was_signed_counts(vendor: str, folder: Path) -> None:
    old, fresh = (SIGNED[vendor](EVENTS[vendor], late=late) for late in (600, 0))
    (timestamp,) = (name for name in fresh.headers if name.endswith("timestamp"))
    refused(answer(replace(old, headers=old.headers | {timestamp: fresh.headers[timestamp]}), service(folder)), 401)


def test_one_of_several_signatures_is_enough(folder: Path) -> None:
    sent = standard(EVENTS["standard"])
    several = f"v1a,abc v1,AAAA {sent.headers['webhook-signature']}"
    assert answer(replace(sent, headers=sent.headers | {"webhook-signature": several}), service(folder)).status_code == 202


def test_the_id_of_a_standard_webhook_is_signed(folder: Path) -> None:
    sent = standard(EVENTS["standard"])
    refused(answer(replace(sent, headers=sent.headers | {"webhook-id": "msg_2"}), service(folder)), 401)


@both
def test_nothing_is_read_before_the_signature_is(vendor: str, folder: Path) -> None:
    sent = SIGNED[vendor](b'{"%s": ' % SECRET.encode())
    refused(answer(sent, service(folder)), 400, "not JSON")
    refused(answer(replace(sent, body=sent.body + b" "), service(folder)), 401)
    if vendor == "zendesk":
        refused(answer(zendesk(b"\xff"), service(folder)), 400, "not UTF-8")


@both
def test_beyond_this_machine_no_key_is_needed(vendor: str, folder: Path) -> None:
    sent = SIGNED[vendor](EVENTS[vendor])
    headers = sent.headers | {"host": "lint.example", "x-forwarded-for": "192.0.2.1"}
    told = answer(replace(sent, headers=headers), service(folder, hosts=("lint.example",)))
    assert told.status_code == 202
    refused(asked("/v1/check", b'{"text": "Fine."}', service(folder, hosts=("lint.example",)), host="lint.example"), 401)


@both
def test_a_large_body_is_refused(vendor: str, folder: Path) -> None:
    refused(answer(SIGNED[vendor](b" " * 1_100_000), service(folder)), 413, "1,048,576")


# -- whose it is -------------------------------------------------------------------------------------------------------


@pytest.fixture
def shared(folder: Path) -> Service:
    """A server of which two tenants take webhooks, one takes those of Zendesk alone, and one none."""
    (folder / "tenants").mkdir()
    for name in ("acme", "beta", "zeal", "none"):
        secrets = {"zendesk": f"of {name}", "standard": OTHER["standard"]} if name in ("acme", "beta") else {}
        secrets = {"zendesk": "of zeal"} if name == "zeal" else secrets
        told = f'parser = "never"\n[store]\nurl = "sqlite:///{name}.db"\n[server.webhooks]\n'
        told += "".join(f'{vendor} = "{secret}"\n' for vendor, secret in secrets.items())
        (folder / "tenants" / f"{name}.toml").write_text(told, encoding="utf-8")
    return service(folder, tenants=str(folder / "tenants"))


def test_a_tenants_webhooks_stay_its_own(shared: Service, folder: Path) -> None:
    event = EVENTS["zendesk"]
    mine, foreign = (zendesk(event, f"of {name}", tenant="acme") for name in ("acme", "beta"))
    addresses = [f"sqlite:///{folder / 'tenants' / name}.db" for name in ("acme", "beta")]
    answers = worked(shared, [mine, foreign, zendesk(event, tenant="beta")], *addresses, url(folder))
    assert [told.status_code for told in answers] == [202, 401, 401]
    counts = []
    for address in (*addresses, url(folder)):
        with store.open(address) as opened:
            counts.append((len(list(opened.promises())), len(list(opened.threads.all()))))
    assert counts == [(1, 1), (0, 0), (0, 0)]


def test_the_same_event_of_two_tenants_is_worked_for_each(shared: Service) -> None:
    sent = [zendesk(EVENTS["zendesk"], f"of {name}", tenant=name) for name in ("acme", "beta")]
    assert [told.status_code for told in worked(shared, sent)] == [202, 202]


def test_it_is_not_told_which_tenants_there_are(shared: Service) -> None:
    answers = worked(shared, [standard(EVENTS["standard"], tenant=name) for name in ("zeal", "none", "nobody", "../acme")])
    for told in answers:
        refused(told, 404)
    assert len({told.text for told in answers}) == 1


def test_without_a_secret_there_is_no_such_webhook(folder: Path) -> None:
    refused(answer(zendesk(EVENTS["zendesk"]), service(folder, {"standard": desk.STANDARD})), 404)
    refused(answer(standard(EVENTS["standard"]), service(folder, {})), 404)


@both
def test_without_a_store_there_is_nothing_to_feed(vendor: str, folder: Path) -> None:
    refused(answer(SIGNED[vendor](EVENTS[vendor]), service(folder, stored=False)), 409, "no store is switched on")
    refused(answer(SIGNED[vendor](EVENTS[vendor], secret=OTHER[vendor]), service(folder, stored=False)), 401)


@both
def test_a_store_that_is_away_is_said_to_be(vendor: str, folder: Path) -> None:
    away = Settings(store=Storage(url(folder / "none")), server=Serving(keys=str(folder / "keys.json"), webhooks=desk.SECRETS))
    told = answer(SIGNED[vendor](EVENTS[vendor]), Service(service(folder).own.rules, away))
    refused(told, 503, "the store does not answer")
    assert told.headers["retry-after"] == "5"


@pytest.mark.parametrize(
    ("secrets", "said"),
    [
        (f'standard = "{SECRET}!"', "standard: is not a secret of Standard Webhooks"),
        ('standard = "whsec_"', "standard: is not a secret of Standard Webhooks"),
        ('zendesk = ""', "zendesk: is empty"),
        (f'front = "{SECRET}"', "is not one of zendesk, standard"),
    ],
)
def test_a_secret_that_is_none_is_refused_at_the_start(secrets: str, said: str, run_cli: Cli, folder: Path) -> None:
    (folder / "replylint.toml").write_text(f"[server.webhooks]\n{secrets}\n", encoding="utf-8")
    done = run_cli("serve", "--port", "0")
    assert done.code == 2
    assert said in done.err
    assert SECRET not in done.err
    assert "replylint.toml" in done.err


# -- what becomes of it: Zendesk ---------------------------------------------------------------------------------------


def test_a_promise_on_a_ticket_and_what_became_of_it(folder: Path) -> None:
    asked_for, promised = zendesk(ticket("created", "e-0")), zendesk(EVENTS["zendesk"])
    assert after(folder, asked_for, promised) == [202, 202]
    assert promises(folder) == [("35436", "I'll write to you by noon tomorrow", "open")]
    assert after(folder, zendesk(comment("12", CHASE, "2026-06-10T09:00:00Z", staff=False))) == [202]
    assert promises(folder) == [("35436", "I'll write to you by noon tomorrow", "broken")]
    assert kept(folder) == [("customer", desk.TOLD), ("agent", PROMISE), ("customer", CHASE)]


STORY = [
    ticket("created", "e-0"),
    comment("10", f" {desk.TOLD}\n", "2026-06-08T09:00:02Z", staff=False),  # the first message, which Zendesk may tell twice
    EVENTS["zendesk"],
    comment("12", CHASE, "2026-06-10T09:00:00.672717030Z", staff=False),
]


@pytest.mark.parametrize("order", list(itertools.permutations(range(4))), ids=str)
def test_events_may_come_in_any_order_and_twice(order: Sequence[int], folder: Path) -> None:
    again = [STORY[n] | {"id": f"again-{n}"} for n in order]
    assert after(folder, *map(zendesk, [*(STORY[n] for n in order), *again])) == [202] * 8
    first, *others = kept(folder)
    assert (first[0], first[1].strip()) == ("customer", desk.TOLD)
    assert others == [("agent", PROMISE), ("customer", CHASE)]
    assert promises(folder) == [("35436", "I'll write to you by noon tomorrow", "broken")]


def test_private_notes_and_other_events_leave_no_trace(folder: Path) -> None:
    ignored = [
        comment("13", f"{SECRET}: I'll call her by Friday.", "2026-06-08T11:00:00Z", public=False),
        comment("14", " \n", "2026-06-08T11:00:00Z"),
        ticket("created", "e-1", is_public=False),
        ticket("created", "e-2", description=None),
        ticket("status_changed", "e-3", event={"current": "OPEN", "previous": "NEW"}),
        {"id": "e-4", "type": "zen:event-type:user.created", "detail": {"email": SECRET}},
        {"id": "e-5", "type": "zen:event-type:messaging_ticket.message_added", "detail": [], "event": None},
    ]
    answers = worked(service(folder), [zendesk(each) for each in ignored], url(folder))
    assert [(told.status_code, told.json()["status"]) for told in answers] == [(200, "ignored")] * len(ignored)
    assert (kept(folder), promises(folder)) == ([], [])
    assert not any(SECRET.encode() in file.read_bytes() for file in folder.glob("ledger.db*"))


@pytest.mark.parametrize(
    ("detail", "role"),
    [({}, "customer"), ({"submitter_id": "8447"}, "agent"), ({"requester_id": 8446, "submitter_id": None}, "customer")],
)
def test_whose_words_the_description_is(detail: dict[str, Any], role: str, folder: Path) -> None:
    after(folder, zendesk(ticket("created", "e-0", **detail)))
    assert kept(folder) == [(role, desk.TOLD)]


def test_what_zendesk_itself_writes_is_nobodys_promise(folder: Path) -> None:
    after(folder, zendesk(comment("11", PROMISE, "2026-06-08T10:00:00Z", author={"id": -1, "is_staff": True, "name": "System"})))
    assert kept(folder) == [("system", PROMISE)]
    assert promises(folder) == []


def test_a_customer_may_say_the_same_again(folder: Path) -> None:
    after(folder, zendesk(ticket("created", "e-0")), zendesk(comment("15", desk.TOLD, "2026-06-09T09:00:00Z", staff=False)))
    assert kept(folder) == [("customer", desk.TOLD)] * 2


def test_a_ticket_that_is_deleted_for_good_is_forgotten(folder: Path) -> None:
    gone = {"id": "e-9", "type": "zen:event-type:ticket.permanently_deleted", "detail": {"id": "35436"}}
    assert after(folder, zendesk(EVENTS["zendesk"]), zendesk(gone)) == [202, 202]
    assert (kept(folder), promises(folder)) == ([], [])


@pytest.mark.parametrize(
    ("event", "field", "said"),
    [
        ([], None, "expected a mapping"),
        ({"id": "e-1"}, None, "'type' is missing"),
        ({"type": "zen:event-type:ticket.created"}, None, "'id' is missing"),
        ({"ticket_id": "7", "text": SECRET}, None, "is missing"),
        (ticket("created", "e-1", created_at="on Monday"), "detail.created_at", "is not an instant"),
        (ticket("created", "e-1", created_at=None), "detail.created_at", "is not an instant"),
        (ticket("comment_added", "e-1"), "event", "'comment' is missing"),
        (comment("11", PROMISE, "2026-06-08T10:00:00"), "time", "no offset"),
        (
            comment("11", PROMISE, "2026-06-08T10:00:00Z", author={"id": 7, "is_staff": SECRET}),
            "event.comment.author.is_staff",
            "true or false",
        ),
    ],
)
def test_an_event_that_does_not_fit_is_refused_by_its_field(event: Any, field: str | None, said: str, folder: Path) -> None:
    told = answer(zendesk(event), service(folder))
    refused(told, 422, said)
    assert told.json().get("field") == field


# -- what becomes of it: any system ------------------------------------------------------------------------------------


def test_a_conversation_is_kept_as_it_is_told_last(folder: Path) -> None:
    sent = [standard(conversation("T-1", *texts), f"msg_{n}") for n, texts in enumerate([(), (PROMISE,), (PROMISE, WROTE)])]
    assert after(folder, *sent) == [202, 202, 202]
    assert kept(folder, "T-1") == [("customer", desk.TOLD), ("agent", PROMISE), ("agent", WROTE)]
    assert [(id, status) for id, _, status in promises(folder)] == [("T-1", "kept")]


def test_what_comes_late_does_not_undo_what_came_after_it(folder: Path) -> None:
    new = conversation("T-1", PROMISE, WROTE, timestamp="2026-06-08T11:00:01Z")
    old = conversation("T-1", PROMISE, timestamp="2026-06-08T10:00:01Z")
    assert after(folder, standard(new, "msg_2"), standard(old, "msg_1")) == [202, 202]
    assert len(kept(folder, "T-1")) == 3


def test_a_conversation_that_is_deleted_is_forgotten(folder: Path) -> None:
    gone = {"type": "conversation.deleted", "timestamp": "2026-06-09T10:00:00Z", "data": {"id": "T-1", "why": SECRET}}
    others = [standard(conversation(id, PROMISE), f"msg_{id}") for id in ("T-1", "T-2")]
    assert after(folder, *others, standard(gone, "msg_3")) == [202, 202, 202]
    assert kept(folder, "T-1") == []
    assert [id for id, _, _ in promises(folder)] == ["T-2"]


def test_what_is_the_senders_own_is_not_kept(folder: Path) -> None:
    event = conversation("T-1", PROMISE)
    event["data"]["meta"] = {"note": SECRET}
    after(folder, standard(event))
    assert len(kept(folder, "T-1")) == 2
    assert SECRET.encode() not in (folder / "ledger.db").read_bytes()


@pytest.mark.parametrize(
    ("event", "field", "said"),
    [
        ({"type": "conversation.updated"}, "data", "expected a mapping, got nothing"),
        ({"type": "conversation.updated", "data": {"turns": []}}, "data.turns", "is empty"),
        ({"type": "conversation.updated", "data": {"text": SECRET + " is here"}}, "data.text", "unknown key"),
        (conversation("", PROMISE), "data.id", "is missing"),
        (conversation("x" * 501, PROMISE), "data.id", "501 characters"),
        ({"type": "conversation.deleted", "data": {}}, "data", "'id' is missing"),
        ({"type": "conversation.deleted", "data": {"id": 7}}, "data.id", "expected text"),
        ({"type": "conversation.updated", "timestamp": "now", "data": {}}, "timestamp", "is not an instant"),
        (conversation("T-1", *["Hello."] * 500), "data.turns", "501 turns; the limit is 500"),
        (conversation("T-1", "x" * 199_990), "data.turns", "the limit is 200,000"),
    ],
)
def test_a_conversation_that_does_not_fit_is_refused_by_its_field(event: Any, field: str, said: str, folder: Path) -> None:
    told = answer(standard(event), service(folder))
    refused(told, 422, said)
    assert told.json()["field"] == field
    assert (kept(folder), promises(folder)) == ([], [])


def test_other_events_are_ignored(folder: Path) -> None:
    told = answer(standard({"type": "invoice.paid", "data": SECRET}), service(folder))
    assert (told.status_code, told.json()) == (200, {"status": "ignored"})


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5) | st.sampled_from([desk.CREATED, "35436"]),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=3), inner, max_size=3),
    max_leaves=5,
)


@both
@given(data=st.data())
@settings(max_examples=300, deadline=None)
def test_an_event_with_anything_in_any_place_is_read_or_refused(vendor: str, data: st.DataObject) -> None:
    event = json.loads(json.dumps(EVENTS[vendor]))
    place: Any = event
    while isinstance(place, (dict, list)) and place:
        keys = list(place) if isinstance(place, dict) else list(range(len(place)))
        key = data.draw(st.sampled_from(keys))
        if data.draw(st.booleans()):
            place[key] = data.draw(JSON)
            break
        place = place[key]
    with suppress(ShapeError):
        READERS[vendor](event)
    with suppress(ShapeError):
        READERS[vendor](data.draw(JSON))


# -- once, and in the end ----------------------------------------------------------------------------------------------


@both
def test_an_event_that_is_sent_again_is_not_worked_again(vendor: str, folder: Path) -> None:
    sent = SIGNED[vendor]
    assert after(folder, sent(EVENTS[vendor]), sent(EVENTS[vendor])) == [202, 200]
    (id,) = {id for id, _, _ in promises(folder)}
    with store.open(url(folder)) as opened:
        opened.forget(id)
    told = worked(service(folder), [sent(EVENTS[vendor], late=60)], url(folder))
    assert told[0].json() == {"status": "seen before"}
    assert promises(folder) == []


def test_vendors_ids_are_apart(folder: Path) -> None:
    assert after(folder, zendesk(EVENTS["zendesk"] | {"id": "msg_1"}), standard(EVENTS["standard"], "msg_1")) == [202, 202]


def test_what_waits_is_worked_at_the_next_start(folder: Path) -> None:
    assert answer(zendesk(EVENTS["zendesk"]), service(folder)).status_code == 202
    assert promises(folder) == []
    worked(service(folder), [], url(folder))
    assert len(promises(folder)) == 1


def test_a_store_that_was_away_is_worked_when_it_is_back(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert answer(zendesk(EVENTS["zendesk"]), service(folder)).status_code == 202
    real, faults = Store.record, [store.Unavailable("store: is away"), store.Unavailable("store: is away")]

    def away(self: Store, *told: Any) -> None:
        if faults:
            raise faults.pop()
        real(self, *told)

    monkeypatch.setattr(Store, "record", away)
    monkeypatch.setattr(shelf, "AGAIN", 0.01)
    monkeypatch.setattr(postroom, "AGAIN", 0.01)
    worked(service(folder), [], url(folder))
    assert len(promises(folder)) == 1


def test_a_webhook_that_cannot_be_worked_is_set_aside_and_tells_nothing(
    folder: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def broken(told: Any, *_: object) -> None:
        if SECRET in told.turns[-1].text:
            raise KeyError(told.turns[-1].text)

    real = postroom.ledger
    monkeypatch.setattr(postroom, "ledger", lambda told, *rest: broken(told) or real(told, *rest))
    monkeypatch.setattr(postroom, "EVERY", 0.01)
    with caplog.at_level(logging.DEBUG):
        sent = [standard(conversation("T-1", f"{SECRET}: I'll call you by Friday."), "msg_1"), zendesk(EVENTS["zendesk"])]
        assert after(folder, *sent) == [202, 202]
    assert [id for id, _, _ in promises(folder)] == ["35436"]
    notes = [record for record in caplog.records if record.getMessage() == "webhook not worked"]
    assert [vars(record)["told"]["vendor"] for record in notes] == ["standard"] * 3
    assert "KeyError" in vars(notes[0])["told"]["fault"]
    assert SECRET not in json.dumps([vars(record) for record in caplog.records], default=repr)
    with store.open(url(folder)) as opened, opened._database.reading() as connection:
        rows = connection.exec_driver_sql("SELECT vendor, id, attempts, why FROM replylint_inbox").all()
    assert [tuple(row) for row in rows] == [("standard", "msg_1", 3, "KeyError")]


def test_a_deletion_does_not_overtake_what_it_deletes(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    real, faults = postroom.ledger, [MemoryError(), TimeoutError()]

    def at_last(*told: Any) -> Any:
        if faults:
            raise faults.pop()
        return real(*told)

    monkeypatch.setattr(postroom, "ledger", at_last)
    monkeypatch.setattr(postroom, "EVERY", 0.01)
    gone = {"type": "conversation.deleted", "data": {"id": "T-1"}}
    assert after(folder, standard(EVENTS["standard"], "msg_1"), standard(gone, "msg_2")) == [202, 202]
    assert faults == []
    assert (kept(folder, "T-1"), promises(folder)) == ([], [])


def test_who_changes_a_conversation_while_it_is_read_is_seen(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    real, seen = postroom.ledger, []

    def meanwhile(told: Any, *rest: Any) -> Any:
        """As if another process had taken in another comment, while this one was at it."""
        if not seen:
            with store.open(url(folder)) as other:
                other.threads.append(
                    "35436", replace(told.turns[0], role="customer", text=CHASE, at=None), "12", told.turns[0].at
                )
        seen.append(len(told.turns))
        return real(told, *rest)

    monkeypatch.setattr(postroom, "ledger", meanwhile)
    assert after(folder, zendesk(EVENTS["zendesk"])) == [202]
    assert seen == [1, 2]


def test_nothing_of_a_message_is_told_to_the_journal_or_the_counters(folder: Path, caplog: pytest.LogCaptureFixture) -> None:
    sent = [
        standard(conversation(f"T-{SECRET}", f"{SECRET}: I'll call you by Friday."), f"msg_{SECRET}"),
        standard({"type": "conversation.updated", "data": {SECRET: 1}}, "msg_2"),
        zendesk(comment("11", f"{SECRET}: {PROMISE}", "2026-06-08T10:00:00Z")),
        zendesk(ticket("created", "e-1", created_at=f"{SECRET} day")),
        zendesk({"id": SECRET, "type": f"zen:event-type:{SECRET}"}),
        zendesk(EVENTS["zendesk"], secret="wrong"),
        zendesk(EVENTS["zendesk"], tenant=SECRET),
    ]
    serving = service(folder)
    with caplog.at_level(logging.DEBUG):
        answers = worked(serving, sent, url(folder))
    assert [told.status_code for told in answers] == [202, 422, 202, 422, 200, 401, 404]
    counted = serving.measures.page().decode()
    assert SECRET not in json.dumps([vars(record) for record in caplog.records if record.name != "httpx"], default=repr) + counted
    for vendor, outcome, count in [
        ("standard", "accepted", 1),
        ("standard", "refused", 1),
        ("zendesk", "accepted", 1),
        ("zendesk", "refused", 3),
        ("zendesk", "ignored", 1),
    ]:
        assert f'replylint_webhooks_total{{outcome="{outcome}",vendor="{vendor}"}} {count}.0' in counted


def test_the_journal_names_the_tenant_that_signed(shared: Service, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.INFO, "replylint.server"):
        worked(shared, [zendesk(EVENTS["zendesk"], "of acme", tenant="acme"), zendesk(EVENTS["zendesk"], tenant="acme")])
    lines = [vars(record)["told"] for record in caplog.records if record.getMessage() == "request"]
    assert [(line["status"], line.get("tenant")) for line in lines] == [(202, "acme"), (401, None)]


@both
def test_both_routes_are_described(vendor: str, folder: Path) -> None:
    document = asked("/openapi.json", None, service(folder)).json()
    told = document["paths"][f"/v1/webhooks/{vendor}"]["post"]
    assert told["security"] == []
    assert {each["name"].lower() for each in told["parameters"]} == {"tenant", *SIGNED[vendor](EVENTS[vendor]).headers}
    assert {"200", "202", "400", "401", "404", "409", "413", "422", "503"} <= set(told["responses"])
    example = told["requestBody"]["content"]["application/json"]["example"]
    assert after(folder, SIGNED[vendor](example)) == [202]
    assert promises(folder)
