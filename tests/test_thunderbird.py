"""The extension in a real Thunderbird: what an agent sees at Send, and what reaches the customer's mail server."""

from __future__ import annotations

import re
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass
from email import message_from_bytes, policy
from pathlib import Path
from typing import Any

import httpx
import pytest

from browsing import recording_server
from mail_sink import Inbox, receiving
from serving import Server
from stub_server import stub
from thunderbirds import AGENT, ORIGINAL, PRIVATE, Thunderbird, packed, until

pytestmark = [
    pytest.mark.slow,
    pytest.mark.filterwarnings("ignore:Exception ignored in. <socket:pytest.PytestUnraisableExceptionWarning"),  # Marionette's
]

HELD = "Hi Ana,\nplease send us your password."
CLEAN = "Hi Ana,\nyour lamp ships on Tuesday."
MENDABLE = "Hi Ana,\n😀 😀 unfortunately, your lamp ships on Tuesday."


@dataclass(frozen=True)
class Desk:
    """A Thunderbird whose agent's address is watched, its server and key, and the mails that reached the customer's."""

    thunderbird: Thunderbird
    server: Server
    key: str
    inbox: Inbox

    def delivered(self) -> str:
        """The text of the one mail that was delivered, once it is; a second one would be there a moment later."""
        until(lambda: len(self.inbox), 1)
        until(lambda: {"messengercompose.xhtml", "extensionPopup.xhtml"}.isdisjoint(self.windows()), True)
        time.sleep(0.3)
        assert len(self.inbox) == 1
        body = message_from_bytes(self.inbox[0], policy=policy.default).get_body()
        assert body is not None
        return " ".join(re.sub(r"<[^>]*>", " ", body.get_content()).split())

    def windows(self) -> list[str]:
        return list(self.thunderbird.ask("windows"))

    def judged(self, text: str) -> Any:
        """What the server says of a text."""
        headers = {"Authorization": f"Bearer {self.key}"}
        return httpx.post(f"{self.server.url}/v1/check", json={"text": text}, headers=headers, timeout=30).json()

    def checks(self) -> int:
        return sum(line.get("route") == "/v1/check" for line in self.server.journal())


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    folder = tmp_path_factory.mktemp("thunderbird")
    (folder / "served").mkdir()
    (folder / "profile").mkdir()
    with recording_server(folder / "served") as (server, key), receiving() as (port, inbox):
        thunderbird = Thunderbird(folder / "profile", packed(folder), port)
        try:
            yield Desk(thunderbird, server, key, inbox)
        finally:
            thunderbird.close()


@pytest.fixture
def desk(running: Desk) -> Iterator[Desk]:
    thunderbird = running.thunderbird
    assert "It works" in thunderbird.set_up(running.server.url, running.key)
    thunderbird.watch(AGENT)
    yield running
    thunderbird.ask("close")
    running.inbox.clear()


def test_nothing_is_watched_before_she_says_so_and_the_settings_are_tried(running: Desk) -> None:
    thunderbird = running.thunderbird
    assert thunderbird.set_up(running.server.url, "").startswith("Saved. The server answers Thunderbird only with a key.")
    assert (
        thunderbird.set_up(running.server.url, running.key) == "Saved. It works: the server is ready and judged a sample reply."
    )
    before = running.checks()
    thunderbird.compose(HELD)
    thunderbird.ask("send")
    assert "password" in running.delivered()
    assert running.checks() == before
    running.inbox.clear()


def test_an_address_that_is_switched_on_is_watched_in_the_composer_that_is_open(running: Desk) -> None:
    thunderbird = running.thunderbird
    thunderbird.compose(HELD)
    for marked in (["send us your password"], []):
        thunderbird.ask("inPage", f"document.getElementById('on-{AGENT}').click()", "tab")
        until(lambda: [words for words in thunderbird.ask("marked") if words], marked)
    thunderbird.ask("close")


@pytest.mark.parametrize("html", [True, False])
def test_a_held_mail_that_she_goes_back_to_is_as_it_was(desk: Desk, html: bool) -> None:
    desk.thunderbird.compose(HELD, html=html)
    draft = desk.thunderbird.ask("draft")
    desk.thunderbird.ask("send")
    question = desk.thunderbird.question()
    assert question.startswith("Not sent yet")
    assert "“send us your password” asks for something that nobody should send" in question
    desk.thunderbird.ask("press", "Go back and edit")
    until(desk.windows, ["messenger.xhtml", "messengercompose.xhtml"])
    assert desk.thunderbird.ask("draft") == draft
    assert not desk.thunderbird.ask("locked")
    assert desk.inbox == []


@pytest.mark.parametrize("html", [True, False])
def test_words_are_marked_where_they_stand_and_the_mail_has_no_trace_of_it(desk: Desk, tmp_path: Path, html: bool) -> None:
    words = "Hi Ana,\n😀 😀 to be honest, your lamp is small.\nIt ships on Tuesday."
    desk.thunderbird.compose(words, html=html)
    until(lambda: "to be honest" in desk.thunderbird.ask("marked"), True)
    desk.thunderbird.set_hold("hold")
    desk.thunderbird.ask("send")
    desk.delivered()
    with receiving() as (port, inbox):
        plain = Thunderbird(tmp_path, None, port)
        try:
            plain.compose(words, html=html)
            plain.ask("send")
            until(lambda: len(inbox), 1)
        finally:
            plain.close()
    assert _lasting(desk.inbox[0]) == _lasting(inbox[0])
    assert b"=F0=9F=98=80" in inbox[0] or "😀".encode() in inbox[0]


@pytest.mark.parametrize("html", [True, False])
def test_a_fix_mends_the_mail_and_it_goes_once(desk: Desk, html: bool) -> None:
    desk.thunderbird.compose(MENDABLE, html=html)
    desk.thunderbird.ask("send")
    desk.thunderbird.question()
    desk.thunderbird.ask("press", "Leave it out")
    until(lambda: desk.thunderbird.question().startswith("Mended, not sent yet"), True)
    assert desk.inbox == []
    desk.thunderbird.ask("press", "Send")
    assert desk.delivered() == "Hi Ana, 😀 😀 Your lamp ships on Tuesday."


def test_the_button_counts_and_tells_what_was_found_before_it_is_sent(desk: Desk) -> None:
    desk.thunderbird.compose(MENDABLE)
    found = "replylint: watching your mail. 2 findings, the gravest: a warning."
    until(lambda: desk.thunderbird.ask("told"), [found, "2"])
    desk.thunderbird.ask("look")
    until(lambda: "braces the customer for bad news" in desk.thunderbird.behind_button(), True)
    desk.thunderbird.ask("inPage", "button('Leave it out').click()", "button")
    until(lambda: desk.thunderbird.ask("draft").split("\n")[-1], "😀 😀 Your lamp ships on Tuesday.")
    until(lambda: "braces the customer for bad news" in desk.thunderbird.behind_button(), False)
    until(lambda: desk.thunderbird.ask("told")[1], "1")
    assert desk.inbox == []


def test_the_button_says_that_an_address_is_not_watched(desk: Desk) -> None:
    desk.thunderbird.compose(HELD, sender=PRIVATE)
    until(lambda: desk.thunderbird.ask("told"), ["replylint: not watching mail from this address", ""])
    desk.thunderbird.ask("look")
    until(lambda: "is not watched" in desk.thunderbird.behind_button(), True)
    assert desk.thunderbird.ask("marked") == []


@pytest.mark.parametrize("how", ["button", "cmd_sendWithCheck", "cmd_sendNow"])
def test_send_anyway_sends_once_and_records_why(desk: Desk, how: str) -> None:
    text = f"Hi Ana,\nplease send us your password and the code from {how}."
    desk.thunderbird.compose(text)
    desk.thunderbird.ask("send", how)
    assert f"Recorded on {desk.server.url.removeprefix('http://')}" in desk.thunderbird.question()
    desk.thunderbird.ask("press", "it cannot wait")
    assert "password" in desk.delivered()
    told = desk.judged(text)
    assert (told["verdict"], told["override"]["by"], told["override"]["reason"]) == ("pass", "ana", "it cannot wait")


def test_a_mail_that_was_to_be_sent_later_is(desk: Desk) -> None:
    before = desk.thunderbird.ask("waiting")
    desk.thunderbird.compose("Hi Ana,\nplease send us your password later.")
    desk.thunderbird.ask("send", "cmd_sendLater")
    desk.thunderbird.question()
    assert desk.thunderbird.ask("waiting") == before
    desk.thunderbird.ask("press", "it is right")
    until(lambda: desk.thunderbird.ask("waiting"), before + 1)
    assert desk.inbox == []


def test_a_clean_mail_goes_without_a_question(desk: Desk) -> None:
    desk.thunderbird.compose(CLEAN)
    desk.thunderbird.ask("send")
    assert desk.delivered() == "Hi Ana, your lamp ships on Tuesday."


def test_mail_from_another_address_is_nobodys_business(desk: Desk) -> None:
    before = desk.checks()
    desk.thunderbird.compose(HELD, sender=PRIVATE)
    desk.thunderbird.ask("send")
    assert "password" in desk.delivered()
    assert desk.checks() == before


def test_what_was_let_go_is_this_text_and_no_other(desk: Desk) -> None:
    desk.thunderbird.compose("Hi Ana,\nplease send us your password at once.")
    desk.thunderbird.ask("send")
    desk.thunderbird.question()
    desk.thunderbird.ask("write", " And your PIN, please send us your PIN.")
    desk.thunderbird.ask("press", "it is right")
    until(lambda: "PIN" in desk.thunderbird.question(), True)
    assert desk.inbox == []
    desk.thunderbird.ask("press", "it is right")
    assert "PIN" in desk.delivered()


def test_a_second_press_while_it_is_held_asks_once(desk: Desk) -> None:
    desk.thunderbird.compose("Hi Ana,\nplease send us your password, twice pressed.")
    for _ in range(2):
        desk.thunderbird.ask("send")
        desk.thunderbird.question()
    until(lambda: sorted(desk.windows()), ["extensionPopup.xhtml", "messenger.xhtml", "messengercompose.xhtml"])
    desk.thunderbird.ask("press", "it is right")
    assert "password" in desk.delivered()


def test_a_composer_that_is_closed_takes_its_question_along(desk: Desk) -> None:
    desk.thunderbird.compose(HELD)
    desk.thunderbird.ask("send")
    desk.thunderbird.question()
    desk.thunderbird.ask("discard")
    until(desk.windows, ["messenger.xhtml"])
    assert desk.inbox == []


@pytest.mark.parametrize("answer", ["Go back and edit", "it cannot wait"])
def test_a_background_that_ends_while_it_is_held_loses_nothing(desk: Desk, answer: str) -> None:
    desk.thunderbird.compose(f"Hi Ana,\nplease send us your password, {answer}.")
    desk.thunderbird.ask("send")
    desk.thunderbird.question()
    assert desk.thunderbird.ask("endBackground") == "stopped"
    desk.thunderbird.ask("press", answer)
    if answer == "it cannot wait":
        assert "password" in desk.delivered()
        return
    until(desk.windows, ["messenger.xhtml", "messengercompose.xhtml"])
    desk.thunderbird.ask("send")
    assert "password" in desk.thunderbird.question()
    assert desk.inbox == []


def test_a_server_that_is_away_lets_the_mail_go_with_a_note(desk: Desk) -> None:
    desk.thunderbird.set_up("http://127.0.0.1:1", desk.key)
    desk.thunderbird.compose(HELD)
    desk.thunderbird.ask("send")
    assert "password" in desk.delivered()
    until(lambda: "Not checked" in str(desk.thunderbird.ask("notes")), True)


def test_a_server_that_is_slow_lets_the_mail_go_with_a_note(desk: Desk) -> None:
    done = threading.Event()
    with stub() as (url, server):
        server.answer = lambda _: done.wait(10) and None
        desk.thunderbird.set_server(url)
        desk.thunderbird.compose(HELD)
        begun = time.monotonic()
        desk.thunderbird.ask("send")
        try:
            assert "password" in desk.delivered()
            assert time.monotonic() - begun < 6
        finally:
            done.set()
    until(lambda: "Not checked" in str(desk.thunderbird.ask("notes")), True)


def test_the_message_that_is_answered_goes_along_and_only_her_own_words_are_judged(desk: Desk) -> None:
    original = desk.thunderbird.ask("receive", ORIGINAL)
    with stub() as (url, server):
        desk.thunderbird.set_server(url)
        desk.thunderbird.compose(CLEAN, original=original)
        desk.thunderbird.ask("send")
        desk.delivered()
    conversation = server.bodies[-1]
    asked, draft = conversation["turns"]
    assert (asked["role"], asked["author"]) == ("customer", "Ana Lima")
    assert asked["text"].strip() == "Where is my lamp? I am waiting since Monday."
    assert asked["at"] == "2026-11-18T09:00:00.000Z"
    assert "> Where is my lamp?" in draft["text"]
    assert (conversation["customer"], conversation["agent"]) == (
        {"name": "Ana Lima", "email": "ana@lima.example"},
        {"name": "Agent Tim"},
    )


def _lasting(mail: bytes) -> tuple[list[bytes], bytes]:
    """A mail without what is another in each. Its head depends on what else Thunderbird has done: order, and the language."""
    head, _, body = mail.partition(b"\r\n\r\n")
    another = (b"Message-ID:", b"Date:", b"Content-Language:")
    return sorted(line for line in head.split(b"\r\n") if not line.startswith(another)), body
