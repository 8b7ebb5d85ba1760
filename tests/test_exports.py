"""Exports of helpdesks become whole conversations, one at a time; what an agent did not write is nobody's reply."""

from __future__ import annotations

import json
import re
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from replylint import exports
from replylint.conversation import Agent, Conversation, Customer
from replylint.document import InputError
from replylint.transcripts import Given, Told

FOLDER = Path(__file__).parent / "exports"
TEAM = ("lamps.example",)
COLUMNS = "conversation role text at author format attachments channel customer customer_email agent team".split()
MB = 1024 * 1024


def told(name: str | Path, kind: str | None = None, **more: Any) -> list[Told]:
    return list(exports.read(FOLDER / name, kind, Given(**more), TEAM))


def read(name: str | Path) -> dict[str | None, Conversation]:
    """The conversations of an export by id."""
    return {each.id: each for each in told(name) if isinstance(each, Conversation)}


def errors(name: str | Path) -> list[str]:
    """The errors of an export, each with its file's own name and place."""
    return [str(each).removeprefix(f"{FOLDER}/") for each in told(name) if isinstance(each, InputError)]


def said(conversation: Conversation) -> list[tuple[str, str]]:
    """Who said what, by the first line without its tags."""
    return [(turn.role, re.sub(r"</?\w[^>]*>", "", turn.text).split("\n")[0]) for turn in conversation.turns]


def written(folder: Path, name: str, text: str | bytes) -> Path:
    path = folder / name
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return path


# -- Zendesk -----------------------------------------------------------------------------------------------------------


def test_a_ticket_of_zendesk_is_what_the_customer_saw_in_the_order_of_time() -> None:
    ticket = read("zendesk.json")["35436"]
    assert said(ticket) == [
        ("customer", "When does order 4471 ship?"),
        ("system", "We received your request and will come back to you."),
        ("agent", "It left our warehouse this morning."),
        ("customer", "Please send it to the side door."),  # one in copy
        ("agent", "Noted, the driver has your words."),  # a colleague whom the ticket does not name
        ("system", 'Request #35440 "Lamp" was closed and merged into this request.'),
    ]
    assert [turn.author for turn in ticket.turns] == ["Ana Ruiz", None, "Tim Okafor", None, "72", "Tim Okafor"]
    assert (ticket.channel, ticket.customer) == ("email", Customer(name="Ana Ruiz", email="ana@shop.example"))
    assert (ticket.agent, ticket.meta) == (Agent(team="Orders"), {"merged": ["35440"]})  # two wrote: no one agent is named
    assert (ticket.turns[2].format, ticket.turns[2].attachments) == ("html", ("label.pdf",))
    assert ticket.turns[2].at == datetime(2026, 6, 8, 12, tzinfo=UTC)


def test_each_reply_of_an_agent_is_there_to_be_scored_and_no_other() -> None:
    drafts = [each.turns[each.draft or 0] for each in read("zendesk.json")["35436"].replies()]
    assert [draft.author for draft in drafts] == ["Tim Okafor", "72"]


def test_a_follow_up_names_its_ticket_and_a_call_is_no_reply() -> None:
    ticket = read("zendesk.json")["35500"]
    assert [role for role, _ in said(ticket)] == ["customer", "agent", "system"]
    assert (ticket.channel, ticket.meta, ticket.turns[0].format) == ("email", {"follows": "35436"}, "plain")
    assert ticket.agent == Agent(id="71", name="Tim Okafor", team="Orders")


def test_a_ticket_of_notes_alone_and_a_deleted_one_are_left_out() -> None:
    assert list(read("zendesk.json")) == ["35436", "35500", "35506"]


def test_side_loaded_users_tell_who_is_an_agent() -> None:
    ticket = read("zendesk-api.json")["35600"]
    assert [(turn.role, turn.author) for turn in ticket.turns] == [
        ("customer", "Ana Ruiz"),
        ("agent", "Bo Lind"),
        ("customer", "Cy Wren"),
    ]
    assert (ticket.channel, ticket.agent) == ("chat", Agent(id="72", name="Bo Lind", team="Orders"))


def test_a_bad_ticket_costs_itself_alone_and_is_named() -> None:
    assert errors("zendesk.json") == [
        "zendesk.json:5: 35503: comments[0].created_at: 'yesterday' is not an instant such as 2026-11-18T10:30:00-05:00",
        "zendesk.json:6:28: not JSON: Expecting value",
        "zendesk.json:7: 35504: 'comments' is missing: a list of tickets from the API has none (docs/exports.md tells what has)",
    ]


@pytest.mark.parametrize(
    ("via", "channel"), [("web", "email"), ("voice", "phone"), ("twitter", "social"), (29, "chat"), ("api", None)]
)
def test_zendesk_names_its_channels_by_name_or_number(tmp_path: Path, via: str | int, channel: str | None) -> None:
    ticket = {"id": 1, "requester_id": 5, "via": {"channel": via}, "comments": [{"author_id": 5, "body": "Hello?"}]}
    path = written(tmp_path, "one.json", json.dumps({"ticket": ticket}))
    assert [each.channel for each in read(path).values()] == [channel]


# -- Intercom ----------------------------------------------------------------------------------------------------------


def test_a_conversation_of_intercom_leaves_machines_notes_and_what_was_taken_out_unscored() -> None:
    talk = read("intercom.json")["1911149811"]
    assert said(talk) == [
        ("customer", "Does the lamp dim?"),
        ("system", "Most of our lamps dim."),  # Fin
        ("system", "Typical reply time: an hour."),  # Operator, an admin by type
        ("customer", "Earlier words, told late."),
        ("customer", "Talk to a person"),
        ("agent", "Yours does not, I'm afraid."),
        ("system", "Drafted by a machine."),  # under an admin's name
        ("agent", "I'm closing this; write again whenever you like."),
    ]
    assert {turn.format for turn in talk.turns} == {"html"}
    assert (talk.channel, talk.agent) == ("chat", Agent(id="274", name="Tim Okafor", team="Chat"))
    assert talk.customer == Customer(name="Ana Ruiz", email="ana@shop.example")
    assert (talk.turns[5].attachments, talk.turns[5].at) == (("manual.pdf",), datetime(2026, 6, 8, 8, 2, tzinfo=UTC))


def test_what_was_sent_to_many_is_no_reply_and_a_thread_with_a_hole_says_so() -> None:
    talk = read("intercom.json")["1911149812"]
    assert [role for role, _ in said(talk)] == ["system", "customer", "agent"]
    assert (talk.channel, talk.meta) == ("email", {"incomplete": True})


def test_a_bad_conversation_in_a_document_has_the_line_on_which_it_begins() -> None:
    (error,) = errors("intercom.json")
    line = int(error.split(":")[1])
    assert '"1911149813"' in "".join((FOLDER / "intercom.json").read_text("utf-8").splitlines()[line - 1 : line + 4])
    assert error.endswith("conversation_parts[0].created_at: expected a number, got text")


# -- Freshdesk ---------------------------------------------------------------------------------------------------------


def test_a_ticket_of_freshdesk_begins_with_its_description() -> None:
    ticket = read("freshdesk.json")["20"]
    assert said(ticket) == [
        ("customer", "The lamp flickers."),
        ("agent", "Please try another bulb."),
        ("customer", "It still flickers."),
        ("agent", "A new one is on its way."),  # a public note
        ("system", "This ticket will be closed."),  # written by nobody
    ]
    assert [turn.format for turn in ticket.turns] == ["html", "html", "html", "plain", "html"]
    assert (ticket.turns[0].attachments, ticket.channel, ticket.meta) == (("flicker.mp4",), "email", {"forwarded": True})
    assert ticket.customer == Customer(name="Ana Ruiz", email="ana@shop.example", phone="+44 20 7946 0000")


def test_a_ticket_that_we_opened_begins_with_our_words_and_spam_is_left_out() -> None:
    tickets = read("freshdesk.json")
    assert [role for role, _ in said(tickets["21"])] == ["agent", "customer"]
    assert list(tickets) == ["20", "21"]
    assert ["has no offset" in error for error in errors("freshdesk.json")] == [True]


def test_tickets_of_the_older_api_are_read_the_same() -> None:
    ticket = read("freshdesk-v1.json")["77"]
    assert said(ticket) == [("customer", "The lamp hums."), ("agent", "Is it near a dimmer?")]
    assert (ticket.agent, ticket.turns[1].attachments) == (Agent(id="2", name="Tim Okafor"), ("dimmer.png",))


def test_agents_and_groups_beside_the_tickets_give_names(tmp_path: Path) -> None:
    tickets = json.loads((FOLDER / "freshdesk.json").read_text("utf-8"))
    people = {"agents": [{"id": 2, "contact": {"name": "Tim Okafor"}}], "groups": [{"id": 5, "name": "Repairs"}]}
    path = written(tmp_path, "all.json", json.dumps({"tickets": tickets[:1], **people}))
    assert read(path)["20"].agent == Agent(id="2", name="Tim Okafor", team="Repairs")


# -- Mails -------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("box", ["box.mbox", "mails"])
def test_mails_are_put_together_by_what_they_answer(box: str) -> None:
    thread = read(box)["a1@shop.example"]
    assert said(thread) == [
        ("customer", "The lamp flickers."),
        ("system", "We have your mail."),  # an answering machine
        ("agent", "Please try another bulb."),  # twice in the box, once here
        ("customer", "It still does."),
        ("agent", "A new one is on its way."),
    ]
    assert "From 2024 on they differ." in thread.turns[2].text.splitlines()
    assert (thread.channel, thread.meta) == ("email", {"forwarded": True})
    assert thread.customer == Customer(name="Ana Ruiz", email="ana@shop.example")
    assert thread.agent == Agent(id="tim@lamps.example", name="Tim Okafor")


@pytest.mark.parametrize("box", ["box.mbox", "mails"])
def test_what_a_mail_quotes_becomes_a_turn_only_when_it_is_not_in_the_box(box: str) -> None:
    assert said(read(box)["t9@lamps.example"]) == [("customer", "Which shade fits?"), ("agent", "The red one fits.")]


def test_a_mail_without_a_sender_is_named_by_its_number() -> None:
    assert errors("box.mbox") == ["box.mbox: mail 10: a mail without a sender"]


def test_what_a_form_of_ours_sends_on_is_the_customers(tmp_path: Path) -> None:
    head = "From: Form <form@lamps.example>\nReply-To: Ana Ruiz <ana@shop.example>\nTo: help@lamps.example"
    (thread,) = read(written(tmp_path, "form.eml", f"{head}\n\nThe lamp flickers.\n")).values()
    assert said(thread) == [("customer", "The lamp flickers.")]
    assert thread.customer == Customer(name="Ana Ruiz", email="ana@shop.example")


def test_a_mail_of_nothing_but_a_picture_keeps_its_place_in_the_thread(tmp_path: Path) -> None:
    head = 'From: ana@shop.example\nMIME-Version: 1.0\nContent-Type: multipart/mixed; boundary="x"'
    part = "Content-Type: image/png\nContent-Disposition: attachment; filename=lamp.png\nContent-Transfer-Encoding: base64"
    mail = f"{head}\n\n--x\n{part}\n\niVBORw0K\n--x--\n"
    (thread,) = read(written(tmp_path, "picture.eml", mail)).values()
    assert [(turn.role, turn.text, turn.attachments) for turn in thread.turns] == [("customer", "", ("lamp.png",))]


def test_a_mail_in_an_encoding_that_nobody_knows_is_an_error(tmp_path: Path) -> None:
    head = "From: ana@shop.example\nMIME-Version: 1.0\nContent-Type: text/plain; charset=%s"
    for name in ("x-lamp", '"x\x00"'):
        assert "an encoding that is not known" in errors(written(tmp_path, "odd.eml", f"{head % name}\n\nHi\n"))[0]


@pytest.mark.parametrize("agents", [(), (" ",)])
def test_without_the_teams_addresses_nobody_is_taken_for_an_agent(agents: tuple[str, ...]) -> None:
    with pytest.raises(InputError, match="whose mails are the team's"):
        list(exports.read(FOLDER / "box.mbox", None, Given(), agents))


@pytest.mark.parametrize("agents", [("tim@lamps.example", "help@lamps.example"), ("@LAMPS.example",)])
def test_a_team_is_named_by_addresses_or_domains(agents: tuple[str, ...]) -> None:
    first = next(exports.read(FOLDER / "mails", None, Given(), agents))
    assert isinstance(first, Conversation)
    assert [turn.role for turn in first.turns].count("agent") >= 2


# -- Our own shape, CSV, Parquet ---------------------------------------------------------------------------------------


def test_our_own_lines_need_no_reply_and_may_be_short() -> None:
    conversations = read("replylint.jsonl")
    assert list(conversations) == ["T-1", "T-2", "T-3", "T-5"]
    assert list(conversations["T-2"].replies()) == []
    assert errors("replylint.jsonl") == [
        "replylint.jsonl:4: 'T-4': turns[0].role: 'agnet' is not one of customer, agent, system; did you mean 'agent'?",
        "replylint.jsonl:6:1: not JSON: Expecting value",
    ]


def test_a_csv_has_a_row_a_message() -> None:
    conversations = read("messages.csv")
    first = conversations["T-1"]
    assert said(first) == [("customer", "When does it ship?"), ("agent", "On Friday.")]
    assert (first.agent, first.turns[1].attachments) == (Agent(team="Orders"), ("label.pdf", "map.png"))
    assert list(conversations) == ["T-1", "T-5"]
    assert errors("messages.csv") == [
        "messages.csv:5: role: 'agnet' is not one of customer, agent, system; did you mean 'agent'?",
        "messages.csv:6: at: 2026-06-08 09:00:00 has no offset; write it as 2026-06-08T09:00:00+00:00 (or the zone's own)",
        "messages.csv:7: conversation 'T-1' goes on after another began; sort the rows by conversation",
        "messages.csv:8: no conversation is named",
        "messages.csv:9: 3 fields, and 12 columns",
    ]


def test_times_of_a_table_without_an_offset_are_of_the_zone_that_is_given() -> None:
    found = [each for each in told("messages.csv", time_zone="Europe/Berlin") if isinstance(each, Conversation)]
    assert [str(each.turns[0].at) for each in found if each.id == "T-3"] == ["2026-06-08 09:00:00+02:00"]


def test_a_csv_with_a_row_a_draft_is_still_read() -> None:
    assert said(read("drafts.csv")["D-1"]) == [("customer", "When does it ship?"), ("agent", "It ships on Friday.")]
    assert errors("drafts.csv") == ["drafts.csv:3:1: text: the draft is empty"]


def test_a_byte_that_is_not_utf8_costs_its_conversation_alone(tmp_path: Path) -> None:
    rows = b"conversation,role,text\nT-1,agent,caf\xe9\nT-2,agent,tea\n"
    assert errors(written(tmp_path, "a.csv", rows)) == [f"{tmp_path}/a.csv:2: byte 0xe9 is not UTF-8; save it as UTF-8"]
    assert list(read(tmp_path / "a.csv")) == ["T-2"]
    assert len(errors(written(tmp_path, "b.csv", b"id,text\nT-1,caf\xe9\nT-2,tea\n"))) == 1
    assert len(errors(written(tmp_path, "c.jsonl", b'{"text": "caf\xe9"}\n{"text": "tea"}\n'))) == 1


def test_a_csv_that_breaks_off_costs_the_conversation_in_which_it_does(tmp_path: Path) -> None:
    path = written(
        tmp_path, "a.csv", '\ufeffconversation,role,text\nT-1,agent,Hi\nT-2,agent,Hello\nT-2,customer,"Thanks" for all\n'
    )
    assert list(read(path)) == ["T-1"]
    assert errors(path) == [f"{path}:4: not CSV from here on: ',' expected after '\"'"]


# -- Whole files -------------------------------------------------------------------------------------------------------

BROKEN = {
    "a.txt": ("Hello", "what is it?"),
    "a.json": ("{", "ends in the middle"),
    "b.json": ('{"tickets": [{"requester_id": 1, "comments": []} {}]}', "',' is missing"),
    "c.json": ('[{"requester_id": 1, "comments": []},]', "a value is missing"),
    "d.json": ('{"weather": "fine"}', "what is it?"),
    "e.json": ('[{"turns": []}] and more', "more stands after the end"),
    "a.csv": ("conversation,role,text,mood\n", "unknown column 'mood'"),
    "b.csv": ("conversation,role\n", "no column 'text'"),
    "c.csv": ("", "no column"),
    "a.parquet": ("PAR1 and nothing", "not Parquet"),
    "a.mbox": ("Hello", "not an mbox"),
}


@pytest.mark.parametrize("name", BROKEN)
def test_a_file_that_cannot_be_used_is_refused_in_one_line(tmp_path: Path, name: str) -> None:
    text, what = BROKEN[name]
    with pytest.raises(InputError, match=what) as refused:
        told(written(tmp_path, name, text))
    assert str(refused.value).startswith(f"{tmp_path}/{name}")
    assert "\n" not in str(refused.value)


def test_what_is_not_there_and_what_is_not_known_is_refused(tmp_path: Path) -> None:
    for path, kind, what in (
        ("gone.csv", None, "no such file"),
        (".", None, "no .eml"),
        ("x", "zendask", "did you mean 'zendesk'"),
    ):
        with pytest.raises(InputError, match=what):
            told(tmp_path / path, kind)


KINDS = {
    "zendesk.json": "zendesk",
    "zendesk-api.json": "zendesk",
    "intercom.json": "intercom",
    "freshdesk.json": "freshdesk",
    "freshdesk-v1.json": "freshdesk",
    "replylint.jsonl": "replylint",
    "messages.csv": "csv",
    "box.mbox": "mbox",
    "mails": "eml",
}


@pytest.mark.parametrize("name", KINDS)
def test_the_kind_is_guessed_and_can_be_told(name: str, tmp_path: Path) -> None:
    assert exports.kind_of(FOLDER / name) == KINDS[name]
    assert KINDS[name] in exports.KINDS
    assert told(name, KINDS[name]) == told(name) or [str(each) for each in told(name, KINDS[name])] == [
        str(each) for each in told(name)
    ]
    if (FOLDER / name).is_file() and not name.endswith("csv"):
        assert exports.kind_of(written(tmp_path, "export.dat", (FOLDER / name).read_bytes())) == KINDS[name]


@pytest.mark.parametrize("name", ["zendesk-api.json", "freshdesk.json"])
def test_one_record_alone_in_a_file_is_read(name: str, tmp_path: Path) -> None:
    data = json.loads((FOLDER / name).read_text("utf-8"))
    record = data[0] if isinstance(data, list) else data["tickets"][0]
    assert list(read(written(tmp_path, "one.json", json.dumps(record, indent=2)))) == [str(record["id"])]
