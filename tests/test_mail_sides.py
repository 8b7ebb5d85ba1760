"""Whose the words are that a mail quotes, where it takes a closer look: nobody is said to have written what another did."""

from __future__ import annotations

import json
import time
from collections.abc import Callable
from datetime import datetime, timedelta, timezone

import pytest

import replylint
from conftest import Run
from replylint.conversation import Agent, Conversation, Customer
from replylint.mail import conversation_of

Cli = Callable[..., Run]
TIM, ANA = "Tim Baker <tim@shop.example>", "Ana Ruiz <ana@mail.example>"
ASKED = "> The lamp came broken.\n"


def mail(body: str, **head: str) -> bytes:
    told = {"From": TIM, "To": ANA, "Subject": "Re: Lamp", "Date": "Wed, 18 Nov 2026 10:30:00 +0100"} | head
    fields = "".join(f"{name.replace('_', '-')}: {value}\n" for name, value in told.items() if value)
    return f"{fields}Content-Type: text/plain; charset=utf-8\nContent-Transfer-Encoding: 8bit\n\n{body}".encode()


def read(body: str, **head: str) -> Conversation:
    return conversation_of(mail(body, **head), "mail")


def said(body: str, **head: str) -> list[tuple[str, str]]:
    return [(turn.role, " ".join(turn.text.split())) for turn in read(body, **head).turns[:-1]]


THEIRS = [("customer", "The lamp came broken.")]
OURS = [("agent", "The lamp came broken.")]

# -- who the people are ------------------------------------------------------------------------------------------------


def test_the_head_tells_the_agent_the_customer_and_the_clock() -> None:
    told = read("It left.")
    assert told.agent == Agent(id="tim@shop.example", name="Tim Baker")
    assert told.customer == Customer(name="Ana Ruiz", email="ana@mail.example")
    assert (told.channel, told.turns[-1].author) == ("email", "Tim Baker")
    assert told.turns[-1].at == datetime(2026, 11, 18, 10, 30, tzinfo=timezone(timedelta(hours=1)))


@pytest.mark.parametrize(
    ("shown", "name"),
    [
        ('"Ruiz, Ana" <ana@mail.example>', "Ana Ruiz"),
        ("=?utf-8?q?Ana_Ru=C3=ADz?= <ana@mail.example>", "Ana Ruíz"),
        ("Ana Ruíz <ana@mail.example>", "Ana Ruíz"),
        ("'Ana Ruiz' via Support <ana@mail.example>", "Ana Ruiz"),
        ("Ana Ruiz (Acme) <ANA@mail.example>", "Ana Ruiz"),
        ('"ana@mail.example" <ana@mail.example>', None),
        ("A. Ruiz <ana@mail.example>", None),
        ("=?klingon?q?=FF?= <ana@mail.example>", None),
        ("ana@mail.example", None),
    ],
)
def test_a_name_is_what_a_person_is_called_by(shown: str, name: str | None) -> None:
    customer = read("It left.", To=shown).customer
    assert customer == Customer(name=name, email="ana@mail.example")


def test_several_recipients_and_a_colleague_among_them() -> None:
    told = read("It left.", To=f"{ANA}, Ben Okoro <ben@mail.example>, Maya <maya@shop.example>")
    assert told.customer == Customer(names=("Ana Ruiz", "Ben Okoro"), email="ana@mail.example")


@pytest.mark.parametrize("date", ["", "yesterday", "Wed, 18 Nov 2026 10:30:00 -0000", "Wed, 18 Nov 9999 10:30:00 +0100"])
def test_a_date_that_tells_no_instant_is_none(date: str) -> None:
    assert read("It left.", Date=date).turns[-1].at is None


# -- whose the words are -----------------------------------------------------------------------------------------------

SIDES = {
    "the address that the mail goes to": (f"On 16 Nov 2026 at 10:00, A <ana@mail.example> wrote:\n{ASKED}", {}, THEIRS),
    "another address under her name": (f"On 16 Nov 2026 at 10:00, Ana Ruiz <ana@work.example> wrote:\n{ASKED}", {}, THEIRS),
    "another person": (f"On 16 Nov 2026 at 10:00, Lou Ferry <lou@courier.example> wrote:\n{ASKED}", {}, []),
    "whom nobody knows, beside her": (
        f"On 16 Nov 2026 at 10:00, <lou@courier.example> wrote:\n> It is lost.\n\nOn 16 Nov 2026 at 10:00, {ANA} wrote:\n{ASKED}",
        {},
        THEIRS,
    ),
    "an address that no name speaks against": (f"On 16 Nov 2026 at 10:00, <ana@work.example> wrote:\n{ASKED}", {}, THEIRS),
    "our own address": (f"On 16 Nov 2026 at 10:00, {TIM} wrote:\n{ASKED}", {}, OURS),
    "a colleague's": (f"On 16 Nov 2026 at 10:00, Maya <maya@shop.example> wrote:\n{ASKED}", {}, OURS),
    "her name alone": (f"On 16/11/2026 10:00, Ana Ruiz wrote:\n{ASKED}", {}, THEIRS),
    "her first name alone": (f"On 16/11/2026 10:00, Ana wrote:\n{ASKED}", {}, THEIRS),
    "our name alone": (f"On 16/11/2026 10:00, Tim Baker wrote:\n{ASKED}", {}, OURS),
    "a name that nobody has": (f"On 16/11/2026 10:00, Lou wrote:\n{ASKED}", {}, []),
    "a name that both have": (f"On 16/11/2026 10:00, Ana wrote:\n{ASKED}", {"From": "Ana Baker <ana.b@shop.example>"}, []),
    "a name that is in the address": (f"On 16/11/2026 10:00, Ana Ruiz wrote:\n{ASKED}", {"To": "ana@mail.example"}, THEIRS),
    "a list that writes for her": (
        f"On 16 Nov 2026 at 10:00, 'Ana Ruiz' via Help <help@shop.example> wrote:\n{ASKED}",
        {},
        THEIRS,
    ),
    "a list that writes for somebody": (f"On 16 Nov 2026 at 10:00, Lou via Help <help@shop.example> wrote:\n{ASKED}", {}, []),
    "both with the same public provider": (
        f"On 16 Nov 2026 at 10:00, <cy@gmail.com> wrote:\n{ASKED}",
        {"From": "tim@gmail.com", "To": "cy@gmail.com"},
        THEIRS,
    ),
    "both of one company": (
        f"On 16 Nov 2026 at 10:00, <cy@shop.example> wrote:\n{ASKED}",
        {"To": "cy@shop.example"},
        THEIRS,
    ),
    "a third of the same company": (
        f"On 16 Nov 2026 at 10:00, <dee@shop.example> wrote:\n{ASKED}",
        {"To": "cy@shop.example"},
        [],
    ),
    "a desk that passes it on": (f"On 16 Nov 2026 at 10:00, {ANA} wrote:\n{ASKED}", {"To": "Desk <help@shop.example>"}, THEIRS),
    "no writer is told": (f"On 16 Nov 2026 at 10:00, <lou@courier.example> wrote:\n{ASKED}", {"From": ""}, []),
    "nothing but chevrons": (ASKED, {}, THEIRS),
    "chevrons in no answer": (ASKED, {"Subject": "Lamp"}, []),
    "chevrons in an answer in German": (ASKED, {"Subject": "AW: Lampe"}, THEIRS),
    "chevrons in an answer by its number": (ASKED, {"Subject": "Lamp", "In_Reply_To": "<1@mail.example>"}, THEIRS),
    "chevrons beside one that is introduced": (
        f"{ASKED}\nYes.\n\nOn 16 Nov 2026 at 10:00, {TIM} wrote:\n> Hm.\n",
        {},
        [("agent", "Hm.")],
    ),
    "what the courier is said to have said": (f"This is what they told us:\n{ASKED}", {}, []),
    "what we said": (f"On 3 May 2026 I wrote to you:\n{ASKED}", {}, []),
    "what she is reminded of": (f"On 3 May 2026 you wrote:\n{ASKED}", {}, THEIRS),
    "whom we asked": (f"I asked Ana (ana@mail.example) about it:\n{ASKED}", {}, []),
    "German": (f"Am 16.11.26 um 10:00 schrieb Ana Ruiz:\n{ASKED}", {}, THEIRS),
    "German, ours": (f"Am Mo., 16. Nov. 2026 um 10:00 Uhr schrieb {TIM}:\n{ASKED}", {}, OURS),
    "Russian": (f"пн, 16 нояб. 2026 г. в 10:00, {ANA}:\n{ASKED}", {}, THEIRS),
    "Russian, ours": (f"пн, 16 нояб. 2026 г. в 10:00, {TIM}:\n{ASKED}", {}, OURS),
    "deeper than what is known": (
        f"On 16 Nov 2026 at 10:00, {ANA} wrote:\n{ASKED}>\n> On 15 Nov 2026 at 9:00, <lou@courier.example> wrote:\n>> Lost.\n>>\n"
        f">> On 14 Nov 2026 at 9:00, {ANA} wrote:\n>>> Where is it?\n",
        {},
        THEIRS,
    ),
    "deeper without a word of who": (f"On 16 Nov 2026 at 10:00, {ANA} wrote:\n{ASKED}>> Lost.\n", {}, THEIRS),
    "only deeper": (">> The lamp came broken.\n", {}, []),
}


@pytest.mark.parametrize("name", SIDES)
def test_a_quotation_is_whose_it_is_known_to_be(name: str) -> None:
    quoted, head, expected = SIDES[name]
    assert said(f"Hi Ana,\n\nhere is a new one.\n\n{quoted}", **head) == expected


FIELDS = f"From: {ANA}\nSent: Monday, 16 November 2026 10:00\nTo: {TIM}\nSubject: Lamp\n\nThe lamp came broken.\n"


@pytest.mark.parametrize("above", ["Hi Ana,\n\nmy answers are below, in red.\n\n", "Please see my comments inline.\n\n", ""])
def test_where_answers_may_stand_between_nothing_is_taken_without_marks(above: str) -> None:
    assert said(above + FIELDS) == []
    assert said(f"Hi Ana,\n\na new one is on its way.\n\n{FIELDS}") == THEIRS


LOST = "It is lost.\n"
FORWARDED = {
    "Gmail": "---------- Forwarded message ---------\nFrom: Lou <lou@courier.example>\nDate: Mon, 16 Nov 2026 at 10:00\n"
    f"Subject: x\nTo: <tim@shop.example>\n\n{LOST}",
    "Apple": "Begin forwarded message:\n\n> From: Lou <lou@courier.example>\n> Subject: x\n"
    f"> Date: 16 November 2026 at 10:00:00 CET\n> To: tim@shop.example\n>\n> {LOST}",
    "Thunderbird": "-------- Forwarded Message --------\nSubject: x\nDate: Mon, 16 Nov 2026 10:00:00 +0100\n"
    f"From: Lou <lou@courier.example>\nTo: tim@shop.example\n\n{LOST}",
    "Outlook": f"From: Lou <lou@courier.example>\nSent: Monday, 16 November 2026 10:00\nTo: Tim\nSubject: x\n\n{LOST}",
}


@pytest.mark.parametrize("client", FORWARDED)
@pytest.mark.parametrize("subject", ["Fwd: Lamp", "Re: Lamp"])
def test_what_is_passed_on_is_not_what_its_reader_wrote(client: str, subject: str) -> None:
    assert said(f"Hi Ana,\n\nthis is what the courier says.\n\n{FORWARDED[client]}", Subject=subject) == []


def test_an_instant_after_the_answer_is_none() -> None:
    told = read(f"It left.\n\nOn 18 Nov 2026 at 11:00, {ANA} wrote:\n{ASKED}")
    assert told.turns[0].at is None
    unsure = read(f"It left.\n\nOn 03/05/2026 10:00, Ana Ruiz wrote:\n{ASKED}")
    assert (unsure.turns[0].role, unsure.turns[0].at) == ("customer", None)


MANY = 190_000
HOSTILE = {
    "a line above without end": "a" * MANY + ":\n> x\n",
    "a field without end": f"Hi\n\nFrom: {'a' * MANY}\nSent: x\nTo: {'a@' * 9}\n\nz\n",
    "answers between": "> a\nb\n" * (MANY // 6),
    "quotations within quotations": "> " * 500 + "a\n",
    "introductions": f"On 2026-11-16 10:00, {ANA} wrote:\n> x\n" * (MANY // 64),
    "mails below mails": FIELDS * (MANY // len(FIELDS)),
    "leads": "x:\n> y\n" * (MANY // 7),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_body_takes_no_longer(name: str) -> None:
    start = time.process_time()
    read(HOSTILE[name])
    assert time.process_time() - start < 3


@pytest.mark.parametrize(
    "field", ["(" * MANY, "<" * MANY, '"' * MANY, "a@" * MANY, "=?utf-8?q?a?= " * 9_000, "re: " * MANY, "1 " * MANY]
)
def test_a_hostile_head_takes_no_longer(field: str) -> None:
    start = time.process_time()
    read("It left.", To=field, Subject=field, Date=field, From=field)
    assert time.process_time() - start < 3


# -- what follows from it ----------------------------------------------------------------------------------------------

COLD = "Hi Ana,\n\nthe lamp is on the shelf of our shop in Leeds.\n\nKind regards,\nTim\n\n"
FURIOUS = f"On 16 Nov 2026 at 10:00, {ANA} wrote:\n> The lamp came broken, and I am furious.\n"


def rules_of(run: Run) -> set[str]:
    return {found["rule"] for found in json.loads(run.out)["findings"]}


def test_rules_that_need_the_customer_apply_through_every_way_in(run_cli: Cli) -> None:
    raw = mail(COLD + FURIOUS)
    hook = run_cli("hook", "--format", "json", stdin=raw)
    check = run_cli("check", "--input", "eml", "--format", "json", stdin=raw)
    assert json.loads(hook.out) == json.loads(check.out) == replylint.encode(replylint.check(raw))
    assert "apology/missing-apology" in rules_of(hook)
    assert "apology/missing-apology" not in rules_of(run_cli("hook", "--format", "json", stdin=mail(COLD)))


def test_what_is_told_of_the_customer_goes_before_what_the_mail_quotes(run_cli: Cli) -> None:
    run = run_cli("hook", "--format", "json", "--customer", "Which shelf is it on?", stdin=mail(COLD + FURIOUS))
    assert "apology/missing-apology" not in rules_of(run)
    told = replylint.check(mail(COLD + FURIOUS), "Which shelf is it on?").conversation
    assert [turn.text for turn in told.turns[:-1]] == ["Which shelf is it on?"]


def test_the_date_of_the_mail_is_the_clock_unless_another_is_told(run_cli: Cli) -> None:
    draft = "Hi Ana,\n\nI'll call you by Friday noon.\n\nKind regards,\nTim\n"

    def due(*options: str) -> str:
        result = json.loads(run_cli("hook", "--format", "json", *options, stdin=mail(draft)).out)
        return str(result["commitments"][0]["due"]["latest"])

    assert due() == "2026-11-20T12:00:00+01:00"
    assert due("--now", "2026-12-01T09:00:00+00:00") == "2026-12-04T12:00:00+00:00"
