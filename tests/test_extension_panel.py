"""A held Send: what the panel tells, what it can mend, and what becomes of a reason."""

from __future__ import annotations

import time
from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest

from browsers import look
from browsers import until_page as until
from browsing import Desk, answering, held, open_desk, press, sent

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytestmark = pytest.mark.slow

DRAFT = "🙂 Unfortunately, we'll look into it soon."
SECRET = "🙂 Please send us your password"  # is held by any gate
RICH = "[aria-label='Rich reply']"
PANEL = "replylint-surface dialog"


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    with open_desk(tmp_path_factory.mktemp("desk")) as desk:
        yield desk


@pytest.fixture
def page(desk: Desk) -> Iterator[Page]:
    """A chat with a reply that is held, and a key with which reasons can be recorded."""
    with desk.page("helpdesk.html", key=desk.key, by="ana") as page:
        page.evaluate("document.querySelector('[data-replylint-channel]').dataset.replylintChannel = 'chat'")
        page.fill(RICH, DRAFT)
        yield page


def hold(page: Page) -> None:
    press(page, "Send reply")
    held(page)


def overrides(desk: Desk, draft: str) -> dict[str, str] | None:
    """What another gate is told of a draft that holds."""
    told: dict[str, str] | None = desk.asked("/v1/check", text=draft)["override"]
    return told


def test_at_most_five_findings_are_shown_gates_first(page: Page) -> None:
    page.fill(RICH, f"{DRAFT} Frankly, it will ship soon. Obviously, we need it: send us your password.")
    hold(page)
    severities = look(page, "all('dialog li .severity').map((badge) => badge.textContent)")
    assert len(severities) == 5
    assert severities[0] == "Serious"
    assert "password" in page.locator(f"{PANEL} li").first.inner_text()
    assert "more" in page.locator(f"{PANEL} .more").inner_text()


def test_what_is_missing_is_told_when_she_sends(page: Page) -> None:
    customer = "My lamp arrived broken and I am very disappointed."
    page.evaluate("(words) => { document.querySelector('[data-replylint-role]').textContent = words; }", customer)
    page.fill(RICH, DRAFT)
    hold(page)
    assert look(page, "one('dialog').role") == "alertdialog"
    assert "does not say sorry" in page.locator(PANEL).inner_text()
    assert page.inner_text(RICH) == DRAFT


def test_the_page_itself_asks_the_server_for_nothing(page: Page, desk: Desk) -> None:
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    desk.open(page, "helpdesk.html")
    page.fill(RICH, f"{DRAFT} {SECRET}")
    until(page, "marked().length", 3)
    page.keyboard.press("F8")
    press(page, "Wrong")
    hold(page)
    press(page, "it cannot wait")
    until(page, "sent.length", 1)
    assert f"{desk.url}/helpdesk.html" in asked
    assert [url for url in asked if url.startswith(desk.server.url)] == []


def test_one_press_on_a_reason_records_it_and_sends(page: Page, desk: Desk) -> None:
    draft = f"{SECRET} of the lamp."
    page.fill(RICH, draft)
    hold(page)
    host = desk.server.url.removeprefix("http://")
    assert f"Recorded on {host}" in page.locator(PANEL).inner_text()
    press(page, "they asked for it")
    until(page, "sent.length", 1)
    assert sent(page) == [("rich", draft)]
    told = overrides(desk, draft)
    assert told is not None
    assert (told["by"], told["reason"]) == ("ana", "they asked for it")


def test_a_draft_that_was_let_go_elsewhere_is_not_held_again(page: Page, desk: Desk) -> None:
    draft = f"{SECRET} for the shade."
    found = desk.asked("/v1/check", text=draft)["findings"]
    desk.asked("/v1/overrides", conversation={"text": draft}, findings=[each["id"] for each in found], by="ida", reason="agreed")
    page.fill(RICH, draft)
    press(page, "Send reply")
    until(page, "sent.length", 1)
    assert page.locator(PANEL).count() == 0


def test_a_reason_of_her_own_and_her_name_are_asked_for_once(page: Page, desk: Desk) -> None:
    desk.chromium.set(by="")
    draft = f"{SECRET} once more."
    page.fill(RICH, draft)
    hold(page)
    page.get_by_placeholder("Another reason").fill("agreed on the phone")
    until(page, "all('dialog button:disabled').length", 0)
    page.keyboard.press("Enter")
    assert look(page, "focused().closest('label').textContent") == "Your name"
    page.keyboard.type("Ana Ruiz")
    press(page, "Send anyway")
    until(page, "sent.length", 1)
    told = overrides(desk, draft)
    assert told is not None
    assert (told["by"], told["reason"]) == ("Ana Ruiz", "agreed on the phone")
    assert desk.stored()["by"] == "Ana Ruiz"
    page.fill(RICH, DRAFT + " Sorry.")
    hold(page)
    until(page, "one('dialog label')", None)


def test_without_a_key_it_says_that_nothing_is_recorded_and_lets_go(page: Page, desk: Desk) -> None:
    desk.chromium.set_key("")
    draft = f"{SECRET} for the bulb."
    page.fill(RICH, draft)
    hold(page)
    assert "Nothing is recorded" in page.locator(PANEL).inner_text()
    press(page, "Send anyway")
    until(page, "sent.length", 1)
    assert overrides(desk, draft) is None


def test_a_reason_that_cannot_be_recorded_lets_the_reply_go_and_says_so(page: Page, desk: Desk) -> None:
    draft = "🙂 Unfortunately, the bulb is late."
    page.fill(RICH, draft)
    hold(page)
    desk.chromium.set_key("rl_revoked")
    press(page, "it cannot wait")
    until(page, "sent.length", 1)
    until(page, "one('.notice')?.textContent.startsWith('Your reason could not be recorded')")
    assert sent(page) == [("rich", draft)]


def test_a_fix_in_the_panel_is_made_and_what_is_left_is_asked_about(page: Page) -> None:
    page.locator(RICH).focus()
    hold(page)
    press(page, "Leave it out")
    until(page, "all('dialog li').length", 1)
    assert page.locator(f"{PANEL} li .words").inner_text() == "“soon”"
    assert sent(page) == []
    assert page.inner_text(RICH) == "🙂 We'll look into it soon."
    page.keyboard.press("Escape")
    until(page, "document.activeElement.ariaLabel", "Rich reply")
    page.keyboard.press("Control+z")
    assert page.inner_text(RICH) == DRAFT


def test_after_the_last_fix_she_sees_it_before_it_is_sent(page: Page) -> None:
    page.fill(RICH, "🙂 Unfortunately, your lamp ships on Tuesday.")
    hold(page)
    press(page, "Leave it out")
    until(page, "one('dialog h2')?.textContent", "Mended, not sent yet")
    assert "“🙂 Your lamp ships on Tuesday.”" in page.locator(PANEL).inner_text()
    assert sent(page) == []
    press(page, "Send")
    until(page, "sent.length", 1)
    assert sent(page) == [("rich", "🙂 Your lamp ships on Tuesday.")]


def test_a_fix_to_fill_in_goes_back_to_the_draft_with_its_slot_selected(page: Page) -> None:
    hold(page)
    press(page, "Say by when …")
    until(page, "getSelection().toString()", "___ (day and time)")
    until(page, "one('dialog')", None)
    page.keyboard.type("Friday")
    assert page.inner_text(RICH) == "🙂 Unfortunately, we'll look into it by Friday."
    assert sent(page) == []


def test_a_dismissed_finding_does_not_hold_but_a_gate_does(page: Page) -> None:
    page.fill(RICH, "🙂 Unfortunately, your lamp ships on Tuesday.")
    until(page, "marked()", ["Unfortunately"])
    page.keyboard.press("F8")
    press(page, "Not here")
    until(page, "marked()", [])
    press(page, "Send reply")
    until(page, "sent.length", 1)
    page.fill(RICH, f"{SECRET}.")
    until(page, "marked().length", 1)
    page.keyboard.press("F8")
    press(page, "Not here")
    until(page, "marked()", [])
    hold(page)


def test_a_slow_server_holds_the_reply_for_two_seconds_and_no_longer(page: Page, desk: Desk) -> None:
    with answering(lambda _: time.sleep(3)) as url:
        desk.chromium.set(server=url)
        page.fill(RICH, "🙂 Unfortunately, it is slow.")
        pressed = time.monotonic()
        press(page, "Send reply")
        until(page, "sent.length", 1)
        took = time.monotonic() - pressed
    assert 1.8 < took < 3
    assert look(page, "one('.notice').textContent").startswith("Not checked")


def test_the_focus_stays_in_the_panel_and_escape_gives_it_back(page: Page) -> None:
    page.locator(RICH).focus()
    hold(page)
    until(page, "all('dialog button:disabled').length", 0)
    seen = set()
    for _ in range(25):
        page.keyboard.press("Tab")
        seen.add(look(page, "focused()?.textContent ?? document.activeElement.tagName"))
    assert "Go back and edit" in seen
    assert not seen & {"Send reply", "Update Ticket", "DIV"}
    page.keyboard.press("Escape")
    until(page, "document.activeElement.ariaLabel", "Rich reply")
    assert page.inner_text(RICH) == DRAFT
