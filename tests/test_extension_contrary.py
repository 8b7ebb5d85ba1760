"""Pages, editors and browsers that get in the way: the draft stays as it is, and the reply goes out exactly once."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import pytest

from browsers import look
from browsers import until_page as until
from browsing import Desk, answering, held, open_desk, press, sent

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytestmark = pytest.mark.slow

DRAFT = "🙂 Unfortunately, your lamp ships on Tuesday."
BOX = "[aria-label='Reply']"
FOUND = {
    **{"id": "1", "rule": "own/word", "severity": "warning", "gate": None, "about": "words", "turn": 0},
    **{"utf16": {"start": 3, "end": 16}, "text": "Unfortunately", "message": "A word.", "advice": "Another.", "fixes": []},
}


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    with open_desk(tmp_path_factory.mktemp("desk")) as desk:
        yield desk


@pytest.fixture
def page(desk: Desk) -> Iterator[Page]:
    with desk.page("contrary.html") as page:
        page.click(BOX)
        page.keyboard.insert_text(DRAFT)
        until(page, "marked()", ["Unfortunately"])
        yield page


def assert_untouched(page: Page, draft: str = DRAFT) -> None:
    """What the page keeps and what it shows are the draft, byte for byte."""
    assert page.evaluate("state.text") == draft
    assert page.inner_text(BOX) == draft
    assert page.evaluate("place.children.length") == 2


def assert_sent_once(page: Page, draft: str = DRAFT) -> None:
    until(page, "sent.length", 1)
    page.wait_for_timeout(300)
    assert sent(page) == [("reply", draft)]
    assert_untouched(page, draft)


def test_marks_follow_an_editor_that_is_written_anew_at_each_input(page: Page) -> None:
    for letter in " To be honest, no":
        page.keyboard.insert_text(letter)
    until(page, "marked().sort()", ["To be honest", "Unfortunately"])
    page.evaluate("() => { const box = document.querySelector('.editor'); box.innerHTML = ''; box.append(state.text); }")
    until(page, "marked().sort()", ["To be honest", "Unfortunately"])
    assert_untouched(page, f"{DRAFT} To be honest, no")


def test_a_page_that_swallows_events_and_hides_strangers_gets_the_panel_and_its_buttons(page: Page) -> None:
    press(page, "Send reply")
    held(page)
    assert sent(page) == []
    assert_untouched(page)
    page.evaluate("heard.length = 0")
    press(page, "Go back and edit")
    until(page, "one('dialog')", None)
    assert page.evaluate("heard.filter(([type]) => type === 'click')") == []
    press(page, "Send reply")
    press(page, "Send anyway")
    assert_sent_once(page)


def test_the_card_answers_on_such_a_page(page: Page) -> None:
    page.keyboard.press("F8")
    press(page, "Leave it out")
    until(page, "state.text", "🙂 Your lamp ships on Tuesday.")
    assert_untouched(page, "🙂 Your lamp ships on Tuesday.")


def test_a_page_cannot_answer_for_her(page: Page) -> None:
    press(page, "Send reply")
    held(page)
    until(page, "all('dialog button:disabled').length", 0)
    look(
        page, "all('dialog button').filter((button) => button.textContent === 'Send anyway').forEach((button) => button.click())"
    )
    page.wait_for_timeout(200)
    assert sent(page) == []
    assert look(page, "one('dialog').open")


def test_a_send_button_that_was_replaced_behind_the_panel(page: Page) -> None:
    press(page, "Send reply")
    held(page)
    page.evaluate(
        "() => { const old = place.querySelector('button'); const copy = old.cloneNode(true);"
        "copy.addEventListener('click', () => sent.push({ box: 'reply', text: state.text })); old.replaceWith(copy); }"
    )
    press(page, "Send anyway")
    until(page, "one('dialog')", None)
    if not sent(page):
        until(page, "one('.notice')?.textContent.startsWith('The page has changed')")
        press(page, "Send reply")
    assert_sent_once(page)


def test_a_composer_in_a_modal_dialog_of_the_page_is_marked_and_held(page: Page) -> None:
    page.evaluate(
        """() => {
          const dialog = document.createElement('dialog');
          document.body.append(dialog);
          dialog.append(place);
          dialog.showModal();
        }"""
    )
    page.click(BOX)
    page.keyboard.press("End")
    page.keyboard.insert_text(" Frankly, yes.")
    until(page, "marked().length", 2)
    press(page, "Send reply")
    held(page)
    press(page, "Send anyway")
    assert_sent_once(page, f"{DRAFT} Frankly, yes.")


def test_a_panel_that_the_page_throws_out_comes_back(page: Page) -> None:
    press(page, "Send reply")
    held(page)
    page.evaluate("document.querySelectorAll('replylint-surface').forEach((host) => host.remove())")
    held(page)
    press(page, "Send anyway")
    assert_sent_once(page)


def test_an_editor_that_goes_while_it_is_checked_sends_nothing_of_another(page: Page, desk: Desk) -> None:
    asked, go_on = threading.Event(), threading.Event()

    def answer(_: Any) -> Any:
        asked.set()
        go_on.wait(5)
        return {"verdict": "pass", "findings": []}

    with answering(answer) as url:
        desk.chromium.set(server=url)
        press(page, "Send reply")
        assert asked.wait(5)
        page.evaluate("() => { state.text = 'Another ticket.'; write(); }")
        go_on.set()
        until(page, "one('.notice')?.textContent.startsWith('The reply box is gone')")
    assert sent(page) == []
    assert_untouched(page, "Another ticket.")


def test_chip_and_card_go_with_their_editor(page: Page) -> None:
    page.keyboard.press("F8")
    until(page, "!!one('.card') && !!one('.chip')")
    page.evaluate("() => { place.style.paddingTop = '200px'; }")
    until(page, "one('.card').getBoundingClientRect().top > 200 && one('.chip').getBoundingClientRect().top > 200")
    page.evaluate("place.replaceChildren()")
    until(page, "!one('.card') && !one('.chip')")


def test_two_quick_clicks_are_asked_about_once_and_send_once(page: Page) -> None:
    page.get_by_role("button", name="Send reply").dblclick()
    held(page)
    assert look(page, "all('dialog').length") == 1
    press(page, "Send anyway")
    assert_sent_once(page)


@pytest.mark.parametrize("pause", [0, 60, 150])
def test_two_quick_clicks_on_a_clean_draft_send_once(page: Page, desk: Desk, pause: int) -> None:
    with answering(lambda _: time.sleep(0.08) or {"verdict": "pass", "findings": []}) as url:
        desk.chromium.set(server=url)
        page.get_by_role("button", name="Send reply").click(click_count=2, delay=pause)
        assert_sent_once(page)


def test_a_background_that_was_closed_wakes_and_answers(page: Page, desk: Desk) -> None:
    desk.chromium.end_worker()
    page.wait_for_timeout(300)
    press(page, "Send reply")
    held(page)
    desk.chromium.end_worker()
    page.wait_for_timeout(300)
    assert_untouched(page)
    press(page, "Send anyway")
    assert_sent_once(page)


def test_a_background_that_dies_under_a_check_is_asked_again(page: Page, desk: Desk) -> None:
    asked: list[Any] = []
    first = threading.Event()

    def answer(body: Any) -> Any:
        asked.append(body)
        if len(asked) == 1:
            first.set()
            time.sleep(1.5)
        return {"verdict": "warn", "findings": [FOUND]}

    with answering(answer) as url:
        desk.chromium.set(server=url)
        press(page, "Send reply")
        assert first.wait(5)
        desk.chromium.end_worker()
        held(page)
        assert sent(page) == []
        assert_untouched(page)
        press(page, "Send anyway")
        assert_sent_once(page)


def test_an_extension_that_was_taken_away_clears_its_marks_and_lets_the_reply_go(page: Page, desk: Desk) -> None:
    """The scripts in the page live on; after an update others have come in their place."""
    desk.chromium.worker.evaluate("() => { setTimeout(() => chrome.runtime.reload(), 50); }")
    page.wait_for_timeout(700)
    page.click(BOX)
    until(page, "marked()", [])
    assert look(page, "one('.chip')") is None
    press(page, "Send reply")
    assert_sent_once(page)
