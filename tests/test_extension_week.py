"""Her own week: counted on her machine when a reply goes out, shown to her alone, and nothing else is kept."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

import pytest

from browsers import until_page as until
from browsing import Desk, held, open_desk, press

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytestmark = pytest.mark.slow

RICH = "[aria-label='Rich reply']"
WEEK = "chrome-extension://naijkcicfiejmolghchicbiokdmmhjip/week.html"


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    with open_desk(tmp_path_factory.mktemp("desk")) as desk:
        yield desk


@pytest.fixture
def page(desk: Desk) -> Iterator[Page]:
    with desk.page("helpdesk.html") as page:
        page.evaluate("document.querySelector('[data-replylint-channel]').dataset.replylintChannel = 'chat'")
        yield page


def write(page: Page, draft: str, *marks: str) -> None:
    page.click(RICH)
    page.keyboard.press("Control+a")
    page.keyboard.insert_text(draft)
    until(page, "marked().sort()", sorted(marks))


def counted(desk: Desk) -> dict[str, Any]:
    """What was counted today, once something was."""
    deadline = time.monotonic() + 5
    while time.monotonic() < deadline:
        week: dict[str, Any] = desk.stored().get("week", {})
        if week:
            assert list(week) == [date.today().isoformat()]
            return dict(week[date.today().isoformat()])
        time.sleep(0.05)
    return {}


def test_a_reply_counts_by_rule_when_it_goes_out_and_leaves_no_word(page: Page, desk: Desk) -> None:
    write(page, "🙂 Unfortunately, we'll look into it soon. To be honest, it is small.", "To be honest", "Unfortunately", "soon")
    page.wait_for_timeout(1600)  # what is gone at once was only on its way to another word
    page.keyboard.press("F8")
    press(page, "Leave it out")
    until(page, "marked().sort()", ["To be honest", "soon"])
    write(page, "🙂 We'll look into it soon. It is small.", "soon")
    assert "week" not in desk.stored()
    press(page, "Send reply")
    held(page)
    press(page, "Send anyway")
    until(page, "sent.length", 1)
    assert counted(desk) == {
        "priming/negative-priming": [1, 1, 1],
        "priming/honesty-qualifier": [1, 1, 0],
        "commitments/vague-timeframe": [1, 0, 0],
    }
    kept = json.dumps(desk.stored())
    assert not any(word in kept for word in ("soon", "honest,", "Unfortunately", "small"))


def test_a_word_on_the_way_to_another_and_a_draft_that_is_dropped_count_for_nothing(page: Page, desk: Desk) -> None:
    write(page, "🙂 We'll look into it soon", "soon")
    write(page, "🙂 We'll look into it by noon tomorrow.")
    press(page, "Send reply")
    until(page, "sent.length", 1)
    write(page, "🙂 Frankly, we'll look into it soon.", "Frankly,", "soon")
    page.wait_for_timeout(500)
    assert "week" not in desk.stored()


def test_what_she_answered_is_no_habit(page: Page, desk: Desk) -> None:
    write(page, "🙂 Frankly, we'll look into it soon.", "Frankly,", "soon")
    page.keyboard.press("F8")
    press(page, "Never these words")
    until(page, "marked()", ["soon"])
    press(page, "Send reply")
    press(page, "Send anyway")
    until(page, "sent.length", 1)
    assert counted(desk) == {"commitments/vague-timeframe": [1, 0, 0]}


def test_it_can_be_switched_off(page: Page, desk: Desk) -> None:
    desk.chromium.set(weekOn=False)
    write(page, "🙂 We'll look into it soon.", "soon")
    press(page, "Send reply")
    press(page, "Send anyway")
    until(page, "sent.length", 1)
    page.wait_for_timeout(300)
    assert "week" not in desk.stored()


def test_the_page_shows_seven_days_by_the_alphabet_and_can_be_cleared(page: Page, desk: Desk) -> None:
    days = [(date.today() - timedelta(back)).isoformat() for back in range(9)]
    desk.chromium.set(
        week={
            days[0]: {"commitments/vague-timeframe": [3, 2, 1], "priming/negative-priming": [2, 2, 2]},
            days[2]: {"commitments/vague-timeframe": [4, 1, 0], "tone/blames-customer": [1, 0, 0]},
            days[8]: {"tone/condescending": [9, 9, 9]},
        },
        answersNever=[{"rule": "priming/honesty-qualifier", "words": "to be honest", "at": 0}],
        answersHere=[{"place": "a", "finding": "b", "at": 0}],
    )
    page.goto(WEEK)
    rows = page.locator("tbody tr")
    until(page, "document.querySelectorAll('tbody tr').length", 3)
    assert [row.split("\t") for row in rows.all_inner_texts()] == [
        ["Blames customer", *"····1··", "·", "·"],
        ["Negative priming", *"······2", "2", "2"],
        ["Vague timeframe", *"····4·3", "3", "1"],
    ]
    page.get_by_role("button", name="Mark again").first.click()
    until(page, "document.querySelectorAll('li').length", 1)
    assert desk.stored()["answersNever"] == []
    page.get_by_label("Count my habits").uncheck()
    until(page, "document.querySelector('#on').checked", False)
    assert desk.stored()["weekOn"] is False
    page.get_by_role("button", name="Clear the week").click()
    until(page, "document.querySelectorAll('tbody tr').length", 0)
    assert desk.stored()["week"] == {}


def test_the_chip_leads_to_the_week(page: Page, desk: Desk) -> None:
    write(page, "🙂 We'll look into it soon.", "soon")
    press(page, "1 to look at")
    with desk.chromium.context.expect_page() as opened:
        press(page, "My week")
    assert opened.value.url == WEEK
    opened.value.close()
