"""The shipped adapters on the helpdesks they are for: real ones, with real clicks."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

import rt_site
from browsers import HELD, MARKED, REPOSITORY, Chromium, driven, until, until_page
from conftest import free_port, lacking, pictured
from rt_site import running
from serving import serving

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from playwright.sync_api import Page

pytestmark = pytest.mark.slow

DRAFT = "Unfortunately, your lamp ships on Tuesday."
MIRRORED = "[...layer().querySelectorAll('.mirror mark')].map((mark) => mark.textContent)"
FOLLOW_UPS = "#followup-list > li > div.mt-3"  # what the ticket has kept, apart from what is being written
PYTHON = REPOSITORY / ".venv-helpdesk" / "bin" / "python"


@pytest.fixture(scope="module")
def chromium(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Chromium]:
    with serving(tmp_path_factory.mktemp("served")) as server, driven() as playwright:
        chromium = Chromium(playwright, tmp_path_factory.mktemp("profile"), viewport={"width": 1200, "height": 1000})
        chromium.set(server=server.url)
        yield chromium
        chromium.close()


def turns_of(chromium: Chromium) -> list[tuple[str, str]]:
    """The turns that went to the server last."""
    until(lambda: bool(chromium.worker.evaluate("self.asked?.length")), True)
    conversation = json.loads(chromium.worker.evaluate("self.asked.at(-1)"))
    return [(turn["role"], turn["text"]) for turn in conversation["turns"]]


def listen(chromium: Chromium) -> None:
    """Note what goes to the server from now on."""
    chromium.worker.evaluate(
        """() => {
          self.fetchBefore ??= self.fetch;
          self.asked = [];
          self.fetch = (url, how) => { if (how?.body) self.asked.push(how.body); return self.fetchBefore(url, how); };
        }"""
    )


@pytest.fixture(scope="module")
def mails(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("helpdesk")


@pytest.fixture(scope="module")
def django_helpdesk(mails: Path) -> Iterator[str]:
    if not PYTHON.exists():
        lacking("django-helpdesk (python3 tasks.py test installs it)")
    port = free_port()
    with running(f"http://127.0.0.1:{port}", PYTHON, REPOSITORY / "tests" / "helpdesk_site.py", mails, str(port)) as url:
        yield url


@pytest.fixture(scope="module")
def request_tracker(tmp_path_factory: pytest.TempPathFactory) -> Iterator[rt_site.Desk]:
    """A Request Tracker 5 of its own, with a customer's ticket."""
    site = rt_site.installed(tmp_path_factory.mktemp("rt"))
    with site.running() as desk:
        desk.new_ticket("My lamp", "Where is my lamp?")
        yield desk


@pytest.fixture
def ticket(chromium: Chromium, django_helpdesk: str) -> Iterator[Page]:
    """The ticket, with the tab open in which the agent answers."""
    chromium.set(sites=[{"origin": django_helpdesk, "on": True, "adapter": "auto"}])
    page = chromium.context.new_page()
    page.goto(f"{django_helpdesk}/tickets/1/")
    if page.locator("[name=username]").count():
        page.fill("[name=username]", "agent")
        page.fill("[name=password]", "pw")
        page.click("form [type=submit]")
        page.locator("#respond-tab").wait_for()
    listen(chromium)
    yield page
    page.close()


def messages_in(mails: Path) -> int:
    return sum(file.read_text(encoding="utf-8").count("Message-ID:") for file in (mails / "mails").glob("*"))


def test_django_helpdesk_is_watched_where_the_agent_answers(chromium: Chromium, ticket: Page) -> None:
    until(lambda: chromium.badge(ticket)[0], "replylint: not watching: the reply box was not found.")
    ticket.click("#respond-tab")
    until(lambda: chromium.badge(ticket)[0], "replylint: watching your reply.")


def test_on_other_pages_of_django_helpdesk_nothing_is_guessed(chromium: Chromium, ticket: Page, django_helpdesk: str) -> None:
    ticket.goto(f"{django_helpdesk}/tickets/submit/")
    until(lambda: chromium.badge(ticket)[0], "replylint: not watching: the reply box was not found.")
    ticket.goto(f"{django_helpdesk}/dashboard/")
    until(lambda: chromium.badge(ticket)[0], "replylint: not watching: no reply is written on this page.")


def test_in_django_helpdesk_a_reply_is_held_and_goes_out_once_when_sent_anyway(
    chromium: Chromium, ticket: Page, mails: Path
) -> None:
    ticket.click("#respond-tab")
    ticket.fill("#commentBox", DRAFT)
    until_page(ticket, MIRRORED, ["Unfortunately"])
    assert turns_of(chromium) == [
        ("customer", "Where is my lamp?\n\nI ordered it on the second of May."),
        ("agent", "I am looking for it."),
        ("customer", "It is three days late now.\n\nPlease tell me when it comes."),
        ("agent", DRAFT),
    ]
    before = messages_in(mails)
    ticket.get_by_role("button", name="Save", exact=True).click()
    until_page(ticket, HELD, True)
    pictured("django-helpdesk-held", ticket.screenshot)
    assert messages_in(mails) == before
    ticket.get_by_role("button", name="Send anyway").click()
    ticket.locator(FOLLOW_UPS).get_by_text(DRAFT).wait_for(state="attached")
    until(lambda: messages_in(mails) > before, True)


def test_in_django_helpdesk_newer_messages_may_stand_first(chromium: Chromium, ticket: Page) -> None:
    ticket.click("#followup-sort-toggle")
    ticket.click("#respond-tab")
    ticket.fill("#commentBox", "The lamp is here.")
    assert turns_of(chromium)[2] == ("customer", "It is three days late now.\n\nPlease tell me when it comes.")


def test_in_django_helpdesk_a_private_update_is_not_judged(chromium: Chromium, ticket: Page) -> None:
    ticket.click("#respond-tab")
    ticket.uncheck("#id_public")
    until(lambda: chromium.badge(ticket)[0], "replylint: not watching: this is an internal note")
    note = "Unfortunately, she is right."
    ticket.fill("#commentBox", note)
    ticket.wait_for_timeout(600)
    assert chromium.worker.evaluate("self.asked") == []
    ticket.get_by_role("button", name="Save", exact=True).click()
    ticket.locator(FOLLOW_UPS).get_by_text(note).wait_for(state="attached")


def test_in_request_tracker_a_reply_is_marked_and_held_and_a_comment_is_not(
    chromium: Chromium, request_tracker: rt_site.Desk
) -> None:
    """Its editor is CKEditor 4, in a frame that it writes anew; its page to reply on shows no message of the customer."""
    chromium.set(sites=[{"origin": request_tracker.url, "on": True, "adapter": "auto"}])
    page = chromium.context.new_page()
    page.set_default_timeout(30_000)  # it is slow to draw
    page.goto(request_tracker.url)
    page.fill("[name=user]", "root")
    page.fill("[name=pass]", "password")
    page.click("[type=submit]")
    until(lambda: chromium.badge(page)[0], "replylint: not watching: no reply is written on this page.")
    page.goto(f"{request_tracker.url}/Ticket/Update.html?id=1&Action=Respond")
    until(lambda: chromium.badge(page)[0], "replylint: watching your reply.")
    listen(chromium)
    page.frame_locator("iframe.cke_wysiwyg_frame").locator("body").click()
    page.keyboard.type(DRAFT)
    frame = "document.querySelector('iframe.cke_wysiwyg_frame').contentWindow."
    until_page(page, MARKED.replace("CSS", f"{frame}CSS"), ["Unfortunately"])
    assert turns_of(chromium) == [("agent", DRAFT)]
    page.locator("[name=SubmitTicket]:visible").click()
    until_page(page, HELD, True)
    pictured("request-tracker-held-in-the-browser", page.screenshot)
    assert request_tracker.kept(1, "Correspond") == 0
    page.get_by_role("button", name="Go back and edit").click()
    page.select_option("[name=UpdateType]", "private", force=True)
    until_page(page, MARKED.replace("CSS", f"{frame}CSS"), [])
    page.locator("[name=SubmitTicket]:visible").click()
    page.wait_for_url("**/Display.html**")
    page.goto(f"{request_tracker.url}/Ticket/Update.html?id=1&Action=Respond")
    page.frame_locator("iframe.cke_wysiwyg_frame").locator("body").click()
    page.keyboard.type(DRAFT)
    page.locator("[name=SubmitTicket]:visible").click()
    until_page(page, HELD, True)
    page.get_by_role("button", name="Send anyway").click()
    page.wait_for_url("**/Display.html**")
    assert request_tracker.kept(1, "Correspond") == 1
    page.close()
