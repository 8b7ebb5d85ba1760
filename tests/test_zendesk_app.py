"""The Zendesk app with the framework's own code and a real server: what it holds, what it lets go, what it keeps to itself."""

from __future__ import annotations

import json
import re
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, closing, contextmanager
from typing import TYPE_CHECKING, Any

import httpx
import pytest

import web
from chromium_browser import REPOSITORY, until
from conftest import child, free_port
from zendesk_desk import APP, HELD, HELD_WORDS, Ticket, Watch, chromium, desk_server, workspace

if TYPE_CHECKING:
    from pathlib import Path

    from playwright.sync_api import Browser

    from serving import Server

CLEAN = "<p>Hi Ana, I'm sorry that it arrived broken. We send you a new lamp on Thursday by noon.</p><p>Best wishes, Ida</p>"
REASON = "Why it should go as it is"
NAME = "replylint.example"
CONTRAST = (REPOSITORY / "tests" / "pages" / "zendesk-contrast.js").read_text("utf-8")

slow = pytest.mark.slow


@pytest.fixture(scope="module")
def app() -> Iterator[str]:
    with web.served(APP) as url:
        yield url


@pytest.fixture(scope="module")
def host() -> Iterator[str]:
    with web.served() as url:
        yield url


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory, app: str) -> Iterator[tuple[Server, str]]:
    with desk_server(tmp_path_factory.mktemp("served"), app) as made:
        yield made


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as opened:
        yield opened


@pytest.fixture
def watch() -> Watch:
    return Watch()


@pytest.fixture
def open_ticket(browser: Browser, app: str, host: str, watch: Watch) -> Iterator[Callable[..., Ticket]]:
    """Opens tickets. Whatever a test does there, the page is silent and nothing is kept in the browser."""
    with workspace(browser, app, host, watch) as opening:
        opened: list[Ticket] = []

        def open_one(*arguments: Any) -> Ticket:
            opened.append(opening(*arguments))
            return opened[-1]

        yield open_one
        for ticket in opened:
            kept = "[localStorage.length, sessionStorage.length, document.cookie]"
            assert ticket.app.locator("body").evaluate(f"() => {kept}") == [0, 0, ""]
    of_the_browser = "ERR_CONNECTION|status of 4"  # what it logs itself of an answer that is no good
    assert [line for line in watch.logged if not re.search(of_the_browser, line)] == []


@pytest.fixture
def ticket(open_ticket: Callable[..., Ticket], served: tuple[Server, str]) -> Ticket:
    server, key = served
    return open_ticket({"server": server.url, "local_key": key})


@slow
def test_a_reply_that_holds_is_not_saved_and_the_agent_reads_why(ticket: Ticket) -> None:
    ticket.write(HELD)
    ticket.submit()
    assert ticket.saved() == []
    assert ticket.page.evaluate("editor.innerHTML") == HELD
    assert ticket.told().startswith(f"replylint holds this reply: “{HELD_WORDS}” is hostile")
    ticket.until_state("held")
    for part in ("Not sent yet", "Serious", f"“{HELD_WORDS}”", "Let this one cool for a minute", "They wrote “my lamp"):
        assert part in ticket.shown()


@slow
def test_the_customer_s_words_are_judged_with_it_and_internal_notes_are_not_told(ticket: Ticket, watch: Watch) -> None:
    ticket.write(CLEAN)
    ticket.submit()
    assert ticket.saved() == [CLEAN]
    ticket.until_state("passed")
    (conversation,) = watch.bodies
    assert [(turn["role"], turn["format"]) for turn in conversation["turns"]] == [("customer", "html"), ("agent", "html")]
    assert conversation["id"] == "4471"
    assert conversation["channel"] == "email"
    assert conversation["customer"] == {"name": "Ana Ruiz", "email": "ana@customer.example", "time_zone": "Europe/Madrid"}
    assert conversation["now"] == "2026-11-18T10:30:00+00:00"
    assert "Quentin" not in json.dumps(conversation)


@slow
@pytest.mark.parametrize(("kind", "text"), [("internalNote", HELD), ("publicReply", ""), ("publicReply", "<p><br></p>")])
def test_what_goes_to_no_customer_is_saved_and_nobody_is_asked(ticket: Ticket, watch: Watch, kind: str, text: str) -> None:
    ticket.page.select_option("#type", kind)
    ticket.write(text)
    ticket.submit()
    assert ticket.saved() == [text]
    assert watch.bodies == []


@slow
def test_a_reason_is_recorded_and_lets_this_very_reply_go(ticket: Ticket, served: tuple[Server, str]) -> None:
    text = "<p>You are stupid, said nobody here.</p>"
    ticket.write(text)
    ticket.submit()
    ticket.press("Send anyway")
    assert ticket.app.get_by_label(REASON).evaluate("(line) => line.validity.valueMissing"), "without a reason nothing happens"
    ticket.app.get_by_label(REASON).fill("She asked for these words.")
    ticket.press("Send anyway")
    ticket.until_state("approved")
    assert "Your name and reason are recorded, the reply is not." in ticket.shown()
    assert ticket.saved() == []
    ticket.write(text.replace("nobody", "somebody"))
    ticket.submit()
    assert ticket.saved() == []
    ticket.write(text)
    ticket.submit()
    assert ticket.saved() == [text]
    server, key = served
    conversation = {"turns": [{"role": "agent", "text": "You are stupid, said nobody here.", "draft": True}]}
    with httpx.Client(headers={"Authorization": f"Bearer {key}"}, trust_env=False) as client:
        result = client.post(f"{server.url}/v1/check", json=conversation).json()
    assert (result["verdict"], result["override"]["by"]) == ("pass", "Ida Moss")
    assert result["override"]["reason"] == "She asked for these words."


@slow
def test_without_a_record_a_reason_lets_the_reply_go_once(
    open_ticket: Callable[..., Ticket], served: tuple[Server, str], watch: Watch
) -> None:
    ticket = open_ticket({"server": served[0].url})
    ticket.write("You are stupid, twice.")
    ticket.submit()
    ticket.press("it is right")
    ticket.press("Send anyway")
    ticket.until_state("approved")
    assert "could not be recorded" in ticket.shown()
    ticket.submit()
    assert ticket.saved() == ["You are stupid, twice."]
    ticket.submit()
    assert len(ticket.saved()) == 1
    assert [letting.get("reason") for letting in watch.bodies] == [None, "it is right", None]


@slow
def test_a_reply_that_changed_since_it_was_held_is_not_let_go(ticket: Ticket, watch: Watch) -> None:
    ticket.write(HELD)
    ticket.submit()
    ticket.app.get_by_label(REASON).fill("agreed")
    ticket.write("You are stupid, and more.")
    ticket.press("Send anyway")
    ticket.until_state("held_ahead")
    assert not any("reason" in told for told in watch.bodies)
    ticket.submit()
    assert ticket.saved() == []


@contextmanager
def _nothing() -> Iterator[str]:
    yield f"http://127.0.0.1:{free_port()}"


@contextmanager
def _silence() -> Iterator[str]:
    with closing(socket.create_server(("127.0.0.1", 0))) as listener:
        yield f"http://127.0.0.1:{listener.getsockname()[1]}"


@contextmanager
def _no_address() -> Iterator[str]:
    yield "our server"


@slow
@pytest.mark.parametrize("away", [_nothing, _silence, _no_address])
def test_without_an_answer_the_reply_goes_and_zendesk_says_so(
    open_ticket: Callable[..., Ticket], away: Callable[[], AbstractContextManager[str]]
) -> None:
    with away() as url:
        ticket = open_ticket({"server": url})
        ticket.write(HELD)
        ticket.submit()
    assert ticket.saved() == [HELD]
    until(ticket.page, "notices.length", 1)
    words, kind = ticket.page.evaluate("notices[0]")
    assert words.startswith("Not checked: the replylint server did not answer")
    assert kind == "alert"
    ticket.until_state("unchecked")


@slow
def test_a_fix_changes_its_words_alone_behind_an_emoji_too(ticket: Ticket) -> None:
    before, after = "<p>🙂 Hi Ana,</p><p>a new lamp &amp; bulb ships <b>", "</b>.</p><p>Best wishes, Ida 🙂</p>"
    ticket.write(f"{before}soon{after}")
    ticket.press("Check the reply")
    ticket.press("by noon on Friday")
    until(ticket.page, "editor.innerHTML", f"{before}by noon on Friday{after}")
    ticket.until_state("found")
    assert "“soon”" not in ticket.shown()


@slow
def test_what_a_fix_leaves_open_is_asked_for_and_goes_in_as_text(ticket: Ticket) -> None:
    ticket.write("<p>A new lamp ships soon.</p>")
    ticket.press("Check the reply")
    ticket.press("Say by when …")
    line = ticket.app.get_by_label("by", exact=True)
    assert line.get_attribute("placeholder") == "day and time"
    line.fill("3 pm <today>")
    line.press("Enter")
    until(ticket.page, "editor.innerHTML", "<p>A new lamp ships by 3 pm &lt;today&gt;.</p>")


@slow
def test_a_fix_that_the_editor_does_not_take_is_told(ticket: Ticket) -> None:
    ticket.write("<p>A new lamp ships soon.</p>")
    ticket.press("Check the reply")
    ticket.page.evaluate("ticket.refuses = true")
    ticket.press("by noon on Friday")
    ticket.app.get_by_text("The editor took the change another way.").wait_for()
    ticket.write("<p>A new lamp ships soon, really.</p>")
    ticket.press("by noon on Friday")
    ticket.app.get_by_text("The reply has changed in the meantime").wait_for()
    assert ticket.page.evaluate("editor.innerHTML") == "<p>A new lamp ships soon, really.</p>"


@slow
def test_a_look_ahead_lists_words_and_what_is_missing_apart(ticket: Ticket) -> None:
    ticket.press("Check the reply")
    ticket.until_state("nothing")
    ticket.write("<p>Hi Ana,</p><p>We will look into it soon.</p>")
    ticket.press("Check the reply")
    ticket.until_state("found")
    lists = ticket.app.locator("ul").all_inner_texts()
    assert "“soon”" in lists[0]
    assert "does not say sorry" in lists[1]
    assert "Send anyway" not in ticket.shown()
    ticket.write(HELD)
    ticket.press("Check the reply")
    ticket.until_state("held_ahead")
    assert ticket.saved() == []


@slow
def test_what_zendesk_signs_needs_no_sign_off(ticket: Ticket) -> None:
    ticket.write("<p>Hi Ana,</p><p>We are sorry that it broke. A new lamp ships on Friday by noon.</p>")
    ticket.press("Check the reply")
    unsigned = ticket.app.get_by_text("ends the e-mail without a sign-off")
    unsigned.wait_for()
    ticket.page.evaluate("ticket.values.currentUser.signature = 'Lamps Ltd'")
    ticket.press("Check the reply")
    unsigned.wait_for(state="detached")
    ticket.until_state("found")
    assert unsigned.count() == 0


@slow
def test_a_finding_is_answered_and_counted_without_words(ticket: Ticket, served: tuple[Server, str], watch: Watch) -> None:
    ticket.write("<p>A new lamp ships soon.</p>")
    ticket.press("Check the reply")
    ticket.app.locator("li", has_text="“soon” is no time").get_by_role("button", name="Wrong").press("Enter")
    ticket.app.get_by_text("It is counted").wait_for()
    assert set(watch.bodies[-1]) == {"rule", "finding", "answer"}
    counts = httpx.get(f"{served[0].url}/v1/feedback", headers={"Authorization": f"Bearer {served[1]}"}, trust_env=False)
    assert '"wrong":1' in counts.text.replace(" ", "")
    ticket.press("Check the reply")
    ticket.until_state("found")
    assert "“soon” is no time" not in ticket.shown()


@slow
def test_a_plain_comment_is_told_as_plain(ticket: Ticket, watch: Watch) -> None:
    ticket.page.evaluate("ticket.plain = true; editor.innerText = 'a < b & You are stupid'")
    ticket.submit()
    assert ticket.saved() == []
    draft = watch.bodies[-1]["turns"][-1]
    assert (draft["format"], draft["text"]) == ("plain", "a < b & You are stupid")


@slow
def test_a_new_ticket_and_one_that_tells_only_comments_are_judged(ticket: Ticket, watch: Watch) -> None:
    ticket.page.evaluate("for (const path of ['ticket.id', 'ticket.conversation']) delete ticket.values[path]")
    ticket.write(HELD)
    ticket.submit()
    assert "hostile" in ticket.told()
    assert len(watch.bodies[-1]["turns"]) == 1
    ticket.page.evaluate(
        "ticket.values['ticket.comments'] = [{ id: 1, value: '<p>It is broken.</p>', author: ticket.values['ticket.requester'] }]"
    )
    ticket.submit()
    assert [turn["role"] for turn in watch.bodies[-1]["turns"]] == ["customer", "agent"]


@slow
def test_a_server_elsewhere_is_asked_through_zendesk_which_knows_the_key(
    open_ticket: Callable[..., Ticket], app: str, tmp_path: Path, watch: Watch
) -> None:
    with desk_server(tmp_path, app, f'hosts = ["{NAME}"]\n') as (server, key):

        def proxy(asked: dict[str, Any]) -> list[Any]:
            headers = {name: value.replace("{{setting.key}}", key) for name, value in asked["headers"].items()}
            headers |= {"Host": NAME, "Content-Type": asked["contentType"], "X-Forwarded-For": "192.0.2.1"}
            path = asked["url"].removeprefix(f"https://{NAME}")
            answer = httpx.post(server.url + path, headers=headers, content=asked["data"].encode(), trust_env=False)
            return [answer.is_success, answer.json() if answer.is_success else {"status": answer.status_code}]

        ticket = open_ticket({"server": f"https://{NAME}/", "profile": "strict"}, proxy)
        ticket.write(HELD)
        ticket.submit()
        assert HELD_WORDS in ticket.told()
        ticket.app.get_by_label(REASON).fill("agreed")
        ticket.press("Send anyway")
        ticket.until_state("approved")
        assert "are recorded" in ticket.shown()
        ticket.submit()
        assert ticket.saved() == [HELD]
        asked = ticket.page.evaluate("asked")
        assert [told["url"] for told in asked] == [f"https://{NAME}/v1/check?profile=strict", f"https://{NAME}/v1/overrides"]
        assert all(told["secure"] and told["headers"] == {"Authorization": "Bearer {{setting.key}}"} for told in asked)
        ticket.page.evaluate("editor.innerHTML = 'You are stupid again.'")
        subprocess.run([sys.executable, "-m", "replylint", "keys", "revoke", "zendesk"], check=True, cwd=tmp_path, env=child())
        ticket.submit()
        assert len(ticket.saved()) == 2
        until(ticket.page, "notices.length", 1)
    assert watch.bodies == [], "the browser itself asks nobody"


@slow
def test_texts_go_to_the_server_alone_and_into_no_journal(
    ticket: Ticket, served: tuple[Server, str], watch: Watch, app: str, host: str
) -> None:
    ticket.write("You are stupid, Zebulon.")
    ticket.submit()
    assert watch.origins == {app, host, served[0].url, "https://static.zdassets.com"}
    assert "Zebulon" not in served[0].errors.read_text("utf-8")


@slow
def test_it_can_be_used_by_keyboard_and_heard(ticket: Ticket) -> None:
    ticket.write("<p>You are stupid, and it ships soon.</p>")
    ticket.app.get_by_role("button", name="Check the reply").press("Enter")
    ticket.until_state("held_ahead")
    assert ticket.app.get_by_role("status").inner_text().startswith("This would be held")
    for field in ticket.app.locator("input").all():
        assert field.evaluate("(field) => field.labels.length === 1 && field.labels[0].textContent !== ''")
    button = ticket.app.get_by_role("button", name="Say by when …")
    button.press("Enter")
    assert button.get_attribute("aria-expanded") == "true"
    ticket.page.keyboard.type("noon on Friday")
    ticket.page.keyboard.press("Enter")
    until(ticket.page, "editor.textContent", "You are stupid, and it ships by noon on Friday.")
    ticket.app.locator("h1:focus").wait_for(state="attached")


@slow
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_every_word_stands_out_from_its_ground(
    browser: Browser, app: str, host: str, served: tuple[Server, str], scheme: Any
) -> None:
    with workspace(browser, app, host, Watch(), color_scheme=scheme) as opening:
        ticket = opening({"server": served[0].url})
        ticket.write("<p>You are stupid, and it ships soon.</p>")
        ticket.submit()
        ticket.until_state("held")
        assert ticket.app.locator("body").evaluate(CONTRAST) == []
