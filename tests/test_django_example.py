"""The Django example: a real Django, a real mail server, and a browser before the page."""

from __future__ import annotations

import json
import logging
import re
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from html import unescape
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

import replylint
from conftest import child, free_port, lacking
from mail_sink import Inbox, receiving
from replylint import judgement

if TYPE_CHECKING:
    from django.core.mail import EmailMessage
    from django.test import Client
    from playwright.sync_api import Page

pytestmark = pytest.mark.slow
PROJECT = Path(__file__).parent.parent / "examples" / "django"
GATED, PLAIN = "helpdesk.backend.GatedBackend", "django.core.mail.backends.smtp.EmailBackend"
CANARY = "Sesamwort7!"
HELD = f"Hi Ana,\n\nI'm sorry about the wait 🙁 Your new password is {CANARY}\n\nTim"
CLEAN = "Hi Ana,\n\nI'm sorry about the wait. Your teapot left Leeds today, and it's with you on Friday by noon 🙂\n\nTim"
TICKET = "/tickets/4471/"


@pytest.fixture(scope="module")
def packages() -> None:
    """What the example needs beside replylint."""
    for package in ("django", "aiosmtpd"):
        if find_spec(package) is None:
            lacking(f"the package {package}")


@pytest.fixture(scope="module")
def django(packages: None) -> Iterator[None]:  # noqa: ARG001 - there to be asked
    """The project's Django in this process; it can be set up only once."""
    with pytest.MonkeyPatch.context() as patch:
        patch.syspath_prepend(PROJECT)
        patch.setenv("DJANGO_SETTINGS_MODULE", "helpdesk.settings")
        patch.setenv("TZ", "UTC")  # Django sets it for the whole process; here it goes back
        from django import setup

        setup()
        yield
    time.tzset()


@pytest.fixture
def inbox(django: None) -> Iterator[Inbox]:  # noqa: ARG001 - entered
    """What a mail server on this machine got; Django sends to it."""
    from django.test import override_settings

    with receiving() as (port, got), override_settings(EMAIL_PORT=port):
        yield got


@pytest.fixture
def client(inbox: Inbox) -> Iterator[Client]:  # noqa: ARG001 - there to be sent to
    """A browser's requests, without a browser."""
    from django.test import Client
    from helpdesk.tickets import TICKETS

    yield Client(SERVER_NAME="127.0.0.1")
    TICKETS[4471].replies.clear()


def mail(body: str, html: str | None = None, **more: Any) -> EmailMessage:
    """A mail that is the same bytes each time, but for the line that parts its alternatives."""
    from django.core.mail import EmailMultiAlternatives

    headers = {"Message-ID": "<1@shop.example>", "Date": "Wed, 18 Nov 2026 10:30:00 +0000"}
    made = EmailMultiAlternatives("Your teapot für Ana", body, to=["Ana Ruiz <ana@mail.example>"], headers=headers, **more)
    if html:
        made.attach_alternative(html, "text/html")
    return made


def sent(*mails: EmailMessage, by: str = GATED, **options: Any) -> int:
    from django.core.mail import get_connection

    return int(get_connection(by, **options).send_messages(mails))


# -- the backend -------------------------------------------------------------------------------------------------------

GOOD: dict[str, Callable[[], EmailMessage]] = {
    "a text": lambda: mail(CLEAN),
    "a text that quotes": lambda: mail(
        f"{CLEAN}\n\nOn 17 November 2026 at 08:40, Ana <ana@mail.example> wrote:\n> Where is it?\n"
    ),
    "an alternative": lambda: mail(CLEAN, html=f"<p>{CLEAN}</p>"),
    "an attachment": lambda: mail(CLEAN, attachments=[("list.txt", "1 teapot\n", "text/plain"), ("a.bin", b"\0\xff", None)]),
    "lines of dots": lambda: mail(f"{CLEAN}\n.\n..\nFrom here on, all is well.\n"),
    "another encoding": lambda: with_encoding(mail(CLEAN.replace("🙂", "ü")), "iso-8859-1"),
}


def with_encoding(made: EmailMessage, encoding: str) -> EmailMessage:
    made.encoding = encoding
    return made


@pytest.mark.parametrize("name", GOOD)
def test_a_good_mail_is_delivered_once_and_byte_for_byte_as_without_the_gate(name: str, inbox: Inbox) -> None:
    assert (sent(GOOD[name]()), sent(GOOD[name](), by=PLAIN)) == (1, 1)
    assert len(inbox) == 2
    gated, plain = (re.sub(rb"={3,}\d+==", b"==", raw) for raw in inbox)
    assert gated == plain


@pytest.mark.parametrize("form", ["plain", "html", "both"])
def test_a_mail_that_should_not_go_is_held_in_whatever_form(form: str, inbox: Inbox) -> None:
    made = mail(f"<p>{HELD}</p>" if form == "html" else HELD, html=f"<p>{HELD}</p>" if form == "both" else None)
    made.content_subtype = "html" if form == "html" else "plain"
    with pytest.raises(replylint.Held, match="1 finding holds this reply: safety/secret-in-reply") as held:
        made.send()
    assert [found.text for found in held.value.findings] == [CANARY]
    assert inbox == []


def test_nothing_is_sent_before_all_are_judged(inbox: Inbox) -> None:
    with pytest.raises(replylint.Held):
        sent(mail(CLEAN), mail(HELD))
    assert inbox == []
    assert sent(mail(HELD), mail(CLEAN), fail_silently=True) == 1
    assert len(inbox) == 1
    assert CANARY.encode() not in inbox[0]


def test_what_the_customer_wrote_is_read_from_the_quotation(inbox: Inbox) -> None:
    angry = "\n".join(
        f"> {line}" for line in ("The teapot came broken. The lid is missing, too. I am furious.", "", "> older words")
    )
    cold = mail(f"Hi Ana,\n\nThe teapot is on the shelf.\n\nTim\n\nAna Ruiz <ana@mail.example> wrote:\n{angry}\n")
    with strict(), pytest.raises(replylint.Held) as held:
        cold.send()
    assert held.value.result.conversation.turns[0].text == "The teapot came broken. The lid is missing, too. I am furious."
    assert "apology/missing-apology" in {found.rule for found in held.value.findings}
    assert inbox == []


@contextmanager
def strict() -> Iterator[None]:
    """Settings that hold at a warning."""
    from django.test import override_settings

    from replylint.settings import Settings

    with override_settings(REPLYLINT_SETTINGS=Settings(hold=("error", "warning"))):
        yield


def test_a_fault_of_replylint_delivers_and_says_so_without_a_word(
    inbox: Inbox, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def broken(told: Any, *_: object) -> None:
        raise KeyError(told.turns[-1].text)

    monkeypatch.setattr(judgement, "lint", broken)
    assert mail(HELD).send() == 1
    assert len(inbox) == 1
    (record,) = caplog.records
    assert (record.name, record.levelno) == ("replylint", logging.WARNING)
    assert "without being judged: KeyError in test_django_example.py" in record.getMessage()
    assert CANARY not in caplog.text


def test_a_mail_with_nothing_to_judge_is_delivered(inbox: Inbox, caplog: pytest.LogCaptureFixture) -> None:
    assert mail("").send() == 1
    assert len(inbox) == 1
    assert "the draft is empty" in caplog.text


# -- the page ----------------------------------------------------------------------------------------------------------


def posted(client: Client, reply: str, **more: Any) -> Any:
    return client.post(TICKET, {"reply": reply.replace("\n", "\r\n"), **more})


def seen(page: Any) -> list[str]:
    """The findings that a page shows as those that hold."""
    return re.findall(r'name="seen" value="([^"]+)"', page.content.decode())


def test_a_held_reply_is_not_delivered_and_the_page_shows_why(client: Client, inbox: Inbox) -> None:
    page = posted(client, HELD)
    assert page.status_code == 422
    shown = unescape(page.content.decode())
    assert f"“{CANARY}” is a secret in plain text" in shown
    assert "Send a reset link instead" in shown
    assert HELD in shown, "her words are not lost"
    assert inbox == []


def test_a_program_gets_the_result_as_json(client: Client, inbox: Inbox) -> None:
    answer = client.post(TICKET, {"reply": HELD}, headers={"Accept": "application/json"})
    assert answer.status_code == 422
    result = json.loads(answer.content)
    assert (result["schema"], result["verdict"], result["findings"][0]["text"]) == (1, "hold", CANARY)
    assert inbox == []


def test_a_clean_reply_is_delivered_once(client: Client, inbox: Inbox) -> None:
    answer = posted(client, CLEAN)
    assert (answer.status_code, answer["Location"]) == (302, TICKET)
    assert len(inbox) == 1
    assert "left Leeds today" in client.get(TICKET).content.decode()


def test_send_anyway_delivers_what_was_seen_and_nothing_more(client: Client, inbox: Inbox) -> None:
    known = seen(posted(client, HELD))
    assert len(known) == 1
    without_reason = posted(client, HELD, anyway="1", reason="  ", seen=known)
    by_return_key = posted(client, HELD, reason="She asked for it", seen=known)
    changed = posted(
        client, HELD.replace("Tim", "Your card number is 4539 5787 6362 1486.\n\nTim"), anyway="1", reason="x", seen=known
    )
    assert [page.status_code for page in (without_reason, by_return_key, changed)] == [422, 422, 422]
    assert inbox == []
    assert posted(client, HELD, anyway="1", reason="She asked for it", seen=known).status_code == 302
    assert len(inbox) == 1
    assert "She asked for it" in client.get(TICKET).content.decode()
    assert b"She asked for it" not in inbox[0]


def test_a_mail_server_that_is_away_is_said_on_the_page(client: Client) -> None:
    from django.test import override_settings

    with override_settings(EMAIL_PORT=free_port()):
        page = posted(client, CLEAN)
    assert page.status_code == 502
    assert "Nothing was sent" in page.content.decode()


def test_an_empty_reply_is_not_sent(client: Client, inbox: Inbox) -> None:
    assert posted(client, " \n").status_code == 400
    assert client.get("/tickets/1/").status_code == 404
    assert inbox == []


# -- as the README starts it -------------------------------------------------------------------------------------------


@contextmanager
def serving(mail_port: int) -> Iterator[str]:
    """Django's own server over the project, and its address."""
    port = free_port()
    command = [sys.executable, str(PROJECT / "manage.py"), "runserver", "--noreload", f"127.0.0.1:{port}"]
    environment = child(EMAIL_PORT=str(mail_port))
    environment.pop("DJANGO_SETTINGS_MODULE", None)
    process = subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)
    try:
        deadline = time.monotonic() + 20
        while time.monotonic() < deadline and process.poll() is None:
            with socket.socket() as probe:
                if probe.connect_ex(("127.0.0.1", port)) == 0:
                    break
            time.sleep(0.05)
        yield f"http://127.0.0.1:{port}"
    finally:
        process.terminate()
        _, said = process.communicate(timeout=10)
        assert CANARY not in said
        assert "Traceback" not in said


@pytest.fixture
def page() -> Iterator[Page]:
    if find_spec("playwright") is None:
        lacking("the package playwright")
    chromium = shutil.which("chromium")
    if chromium is None:
        lacking("Chromium as `chromium` on the path")
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox", "--disable-gpu", "--disable-quic"])
        page = browser.new_page()
        page.set_default_timeout(20_000)
        yield page
        browser.close()


@pytest.mark.usefixtures("packages")
def test_an_agent_is_held_mends_or_sends_anyway(page: Page) -> None:
    with receiving() as (port, got), serving(port) as address:
        page.goto(address)
        page.get_by_role("button", name="Send").click()
        assert "Not sent yet" in page.get_by_role("alert").inner_text()
        assert got == []
        page.get_by_role("button", name="Send anyway").click()  # the browser asks for the reason first
        assert got == []
        page.get_by_label("Your reply").fill(CLEAN)
        page.get_by_role("button", name="Send again").click()
        page.get_by_text("left Leeds today").first.wait_for()
        page.get_by_label("Your reply").fill(HELD)
        page.get_by_role("button", name="Send").click()
        page.get_by_label("Why should it go as it is?").fill("Her own word, she asked for it")
        page.get_by_role("button", name="Send anyway").click()
        page.get_by_text("Her own word, she asked for it").wait_for()
        assert len(got) == 2
