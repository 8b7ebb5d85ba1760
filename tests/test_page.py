"""The page at `/` in a real Chromium, against a real server: what it shows, what it does, what it leaves alone."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from chromium_browser import until
from conftest import free_port
from page_visits import checked, chromium, section, visits, write
from serving import serving

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from playwright.sync_api import Browser, Locator, Page

pytestmark = pytest.mark.slow

MARKED = (
    "Object.fromEntries(['error', 'warning', 'suggestion'].map((name) => [name, [...CSS.highlights.get(name) ?? []].map(String)])"
    ".filter(([, words]) => words.length))"
)
SELECTED = "getSelection().toString() || draft.value.slice(draft.selectionStart, draft.selectionEnd)"
RULES = "[...document.querySelectorAll('.findings code')].map((code) => code.textContent)"
SIX = (
    "Hi Ana,\n\nUnfortunately, an error occurred 🙁 I've escalated it to tier 2 and we'll look into it. To be honest, as I "
    "said, you should have read the terms. Please send me your password.\n\nBest wishes,\nTim"
)


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with serving(tmp_path_factory.mktemp("served")) as made:
        yield made.url


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as opened:
        yield opened


@pytest.fixture
def visit(browser: Browser) -> Iterator[Callable[..., Page]]:
    with visits(browser) as visit:
        yield visit


@pytest.fixture
def page(visit: Callable[..., Page], server: str) -> Page:
    """The page as a person meets it, its sample checked."""
    page = visit(server)
    checked(page, "Worth another look: 1 warning, 5 suggestions")
    return page


def card(page: Page, words: str) -> Locator:
    return page.locator(".findings > li").filter(has=page.get_by_role("button", name=f": “{words}”"))


def press(page: Page, name: str) -> None:
    page.get_by_role("button", name=name, exact=True).click()


def test_the_first_visit_shows_a_sample_that_explains_the_page(page: Page) -> None:
    assert page.input_value("#draft").startswith("Hi Ana,")
    words = {"warning": ["soon"], "suggestion": ["Unfortunately", "an error occurred", "I've escalated it to tier 2"]}
    assert page.evaluate(MARKED) == words
    titles = [title.inner_text() for title in page.locator("h3").all()]
    assert titles == ["Words to look at", "Not in the draft yet", "Promises", "Questions of the customer", "Score"]
    assert "kept nowhere" in page.get_by_role("contentinfo").inner_text()
    page.get_by_role("link", name="HTTP API").click()
    page.wait_for_url("**/docs")
    page.get_by_text("/v1/check", exact=True).first.wait_for()


def test_the_samples_are_loaded_by_one_click(page: Page) -> None:
    press(page, "A locked account")
    checked(page, "Hold: 1 error, 1 warning")
    assert page.evaluate(MARKED) == {"error": ["send me your password"], "warning": ["You should have saved"]}
    press(page, "A template")
    checked(page, "Hold: 1 error, 4 suggestions")
    assert page.input_value("#format") == "html"
    press(page, "A good reply")
    checked(page, "Good to send: nothing found")
    assert page.evaluate(MARKED) == {}
    press(page, "Clear")
    checked(page, "Nothing to check yet: write or paste a draft, or try a sample")
    assert (page.input_value("#customer"), page.input_value("#draft")) == ("", "")
    assert page.get_by_role("button", name="Copy as curl").is_disabled()


def test_a_sample_that_took_the_place_of_ones_own_words_can_be_undone(page: Page) -> None:
    write(page, "My own words.")
    press(page, "A good reply")
    checked(page, "Good to send: nothing found")
    page.focus("#draft")
    page.keyboard.press("Control+Z")
    until(page, "draft.value", "My own words.")


@pytest.mark.parametrize("before", ["", "🙂🙂 ", "🏴󠁧󠁢󠁷󠁬󠁳󠁿 \u00a0", "\n\n🏳️‍🌈\n", "e\u0301\u200b "])
def test_marks_lie_on_the_words_whatever_stands_before_them(page: Page, before: str) -> None:
    write(page, f"{before}Unfortunately, the lamp is sold out.")
    until(page, MARKED, {"warning": ["Unfortunately"]})
    copy, box = "document.querySelector('#draft').previousSibling", "draft"
    for measure in ("getBoundingClientRect().top", "getBoundingClientRect().width", "scrollHeight", "clientHeight"):
        until(page, f"{copy}.{measure} - {box}.{measure}", 0)


def test_marks_stay_on_their_line_in_a_long_draft(page: Page) -> None:
    filler = " ".join(f"Parcel {number} left the depot and is on its way." for number in range(70))
    write(page, f"{filler}\n\nUnfortunately, no.\n\n{filler}")
    assert page.evaluate(MARKED)["warning"] == ["Unfortunately"]
    assert page.evaluate("[draft.scrollTop, draft.scrollHeight - draft.clientHeight]") == [0, 0]
    card(page, "Unfortunately").get_by_role("button").first.click()
    until(page, "draft.parentElement.scrollTop > 100", True)
    top, bottom = page.evaluate(
        "(([range]) => { const seen = draft.parentElement.getBoundingClientRect(), words = range.getBoundingClientRect();"
        " return [words.top - seen.top, seen.bottom - words.bottom]; })([...CSS.highlights.get('warning')])"
    )
    assert min(top, bottom) > 0


def test_findings_that_overlap_leave_the_text_whole(page: Page) -> None:
    write(page, "🙂 Unfortunately, the lamp is sold out.", channel="email")
    assert page.evaluate(MARKED) == {"warning": ["Unfortunately"], "suggestion": ["🙂 ", ", the lamp is sold out."]}
    assert page.evaluate("[...draft.previousSibling.childNodes].map(String)") == ["[object Text]"]
    assert page.evaluate("draft.previousSibling.textContent") == page.input_value("#draft") + "\u200b"


def test_marks_follow_their_words_while_the_next_answer_is_on_its_way(page: Page) -> None:
    page.route("**/v1/check", lambda _: None)
    page.focus("#draft")
    page.keyboard.press("Control+Home")
    page.keyboard.insert_text("🙂 Dear all, ")
    assert page.evaluate(MARKED)["warning"] == ["soon"]
    page.evaluate("draft.setSelectionRange(draft.value.indexOf('soon') + 2, draft.value.indexOf('soon') + 2)")
    page.keyboard.insert_text("-")
    assert "warning" not in page.evaluate(MARKED)
    page.unroute("**/v1/check")


def test_what_was_written_is_never_markup(page: Page) -> None:
    hostile = '<img src="/stolen" onerror="window.stolen = 1"><script>window.stolen = 1</script><b>Unfortunately</b>, no.'
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    for form in ("plain", "html", "markdown"):
        page.select_option("#format", form)
        write(page, hostile, f"Where is it? {hostile} It is broken and late. <svg onload='window.stolen = 1'>")
    assert page.evaluate("window.stolen") is None
    assert page.locator("main img, main script, main b:not(#total b)").count() == 0
    assert not [url for url in asked if "stolen" in url]


def test_at_most_five_words_are_shown_first_gates_before_all_and_the_rest_when_asked(page: Page) -> None:
    write(page, SIX, "My lamp is late again and I am angry.")
    first = page.evaluate(RULES)
    assert len(first) == 5
    assert first[0] == "safety/asks-for-secret"
    assert "fails the whole reply" in card(page, "send me your password").inner_text()
    all = page.get_by_role("button", name=re.compile(r"Show all \d"))
    number = int(all.inner_text().split()[-1])
    all.click()
    until(page, f"{RULES}.length", number)
    assert page.evaluate(RULES)[:5] == first


def test_a_finding_tells_everything_a_person_needs(page: Page) -> None:
    told = card(page, "soon").inner_text()
    for words in ("Warning", "“soon”", "is no time", "Swap it for a day", "Say by when", "By giving them a precise time"):
        assert words in told
    assert "commitments/vague-timeframe" in told
    missing = section(page, "Not in the draft yet").inner_text()
    assert missing.count("apology/missing-apology") == 1
    assert "Suggestion: They wrote “my lamp was due last Tuesday" in missing
    assert "missing-apology" not in section(page, "Words to look at").inner_text()


def test_the_customers_words_that_make_it_a_fault_are_shown_and_marked(page: Page) -> None:
    customer = "🙂 My name is Ana. The lamp is broken, and it was for my mother's birthday tomorrow, so I am very sad."
    write(page, "Hi Ana,\n\nA new lamp leaves our store tomorrow by noon.\n\nBest wishes,\nTim", customer)
    proof = page.locator("li", has=page.locator(".evidence")).first
    words = proof.locator("q").first.inner_text()
    assert words in customer
    assert "The customer wrote: " in proof.inner_text()
    proof.hover()
    until(page, "[...CSS.highlights.get('evidence')].map(String)[0]", words)


def test_an_automatic_fix_is_applied_and_undone_by_the_browser(page: Page) -> None:
    before = page.input_value("#draft")
    fix = card(page, "Unfortunately").locator(".fix")
    assert fix.inner_text().split() == "Leave it out instead of Unfortunately, an write An Apply".split()
    press(page, "Apply: Leave it out")
    assert page.input_value("#draft") == before.replace("Unfortunately, an", "An")
    checked(page, "Worth another look: 1 warning, 4 suggestions")
    page.keyboard.press("Control+Z")
    until(page, "draft.value", before)
    checked(page, "Worth another look: 1 warning, 5 suggestions")
    page.keyboard.press("Control+Shift+Z")
    until(page, "draft.value.includes('Unfortunately')", False)


def test_a_fill_in_fix_waits_for_the_agent_and_puts_the_cursor_on_its_blank(page: Page) -> None:
    before = page.input_value("#draft")
    press(page, "Fill in: by blank (day and time)")
    assert page.input_value("#draft") == before.replace("soon", "by ___ (day and time)")
    until(page, SELECTED, "___")
    checked(page, "Hold: 1 error, 1 warning, 5 suggestions")
    page.keyboard.type("Friday")
    assert "by Friday (day and time)" in page.input_value("#draft")


def test_a_time_that_the_calendar_allows_is_one_click(page: Page) -> None:
    press(page, "Fill in: by 3 pm tomorrow (Thursday)")
    assert "get back to you by 3 pm tomorrow (Thursday)." in page.input_value("#draft")
    checked(page, "Good to send: 5 suggestions")


def test_a_fix_is_not_applied_to_words_that_have_moved_on(page: Page) -> None:
    page.route("**/v1/check", lambda _: None)
    page.fill("#draft", "Hello. " + page.input_value("#draft"))
    moved = page.input_value("#draft")
    press(page, "Apply: Leave it out")
    assert page.input_value("#draft") == moved
    page.unroute("**/v1/check")


def test_from_a_finding_to_its_words_and_back_by_mouse_and_keyboard(page: Page) -> None:
    card(page, "soon").locator("p").nth(1).click()
    until(page, SELECTED, "soon")
    assert page.evaluate("document.activeElement.id") == "draft"
    assert page.locator("li.current .words").inner_text() == "“soon”"
    page.evaluate("draft.setSelectionRange(11, 11)")  # within “Unfortunately”
    until(page, "document.querySelector('li.current .words')?.textContent", "“Unfortunately”")
    assert page.locator("#here").inner_text().startswith("Suggestion")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    until(page, "document.activeElement.ariaLabel", "Suggestion: “Unfortunately”")
    page.keyboard.press("Enter")
    until(page, SELECTED, "Unfortunately")


def test_the_reasons_of_words_beyond_the_first_five_are_reached_too(page: Page) -> None:
    write(page, SIX)
    assert "priming/honesty-qualifier" not in page.evaluate(RULES)
    page.focus("#draft")
    page.evaluate("draft.setSelectionRange(draft.value.indexOf('honest'), draft.value.indexOf('honest'))")
    press(page, "Read why")
    until(page, "document.activeElement.ariaLabel", "Suggestion: “To be honest”")


def test_promises_have_their_times_and_without_a_clock_they_say_so(page: Page) -> None:
    rows = section(page, "Promises").locator("li")
    assert [re.split(r"\n+", row.inner_text()) for row in rows.all()] == [
        ["“we'll get back to you soon”", "Who", "we", "When", "no time"],
        ["“I'll refund it by noon tomorrow”", "Who", "I", "When", "by Thu 19 Nov, 12:00"],
    ]
    assert "Times in Europe/London" in section(page, "Promises").inner_text()
    rows.nth(1).get_by_role("button").click()
    until(page, SELECTED, "I'll refund it by noon tomorrow")
    press(page, "No clock")
    until(page, "document.querySelectorAll('#report time').length", 0)
    assert "“noon tomorrow”; when that is depends on when it is sent" in rows.nth(1).inner_text()
    assert page.input_value("#sent") == ""
    assert "when it is sent" in section(page, "Score").inner_text()
    press(page, "Now")
    until(page, "document.querySelectorAll('#report time').length", 1)
    assert page.input_value("#sent") == "2026-11-18T10:30"


def test_a_time_of_ones_own_is_read_in_the_zone_of_the_browser(visit: Callable[..., Page], server: str) -> None:
    page = visit(server, timezone_id="America/New_York")
    assert page.input_value("#sent") == "2026-11-18T05:30"
    page.fill("#sent", "2026-07-03T09:00")
    write(page, "Hi Ana,\n\nI'll send you the invoice this afternoon.\n\nBest wishes,\nTim")
    promise = section(page, "Promises").inner_text()
    assert "from Fri 3 Jul, 12:00 to Fri 3 Jul, 17:00" in promise
    assert "assuming weekdays 09:00-17:00" in promise
    assert page.locator("time").last.get_attribute("datetime") == "2026-07-03T17:00:00-04:00"
    assert '"now": "2026-07-03T09:00:00-04:00"' in page.evaluate("curl.textContent")


def test_questions_have_their_answers(page: Page) -> None:
    rows = section(page, "Questions of the customer").locator("li")
    assert [row.locator(".state").inner_text() for row in rows.all()] == ["Deferred", "Answered"]
    assert "“You get the express fee back: I'll refund it by noon tomorrow.”" in rows.nth(1).inner_text()
    rows.nth(0).get_by_role("button").first.click()
    until(page, "customer.value.slice(customer.selectionStart, customer.selectionEnd)", "Where is it now?")
    rows.nth(0).get_by_role("button").last.click()
    until(page, SELECTED, rows.nth(0).get_by_role("button").last.inner_text()[1:-1])
    write(page, "Yes, you can return the lamp within 30 days.", "Can I return the lamp? What does a new lid for the teapot cost?")
    assert [row.locator(".state").inner_text() for row in rows.all()] == ["Answered", "Open"]


def test_the_score_has_its_parts_and_says_why_there_is_none(page: Page) -> None:
    assert "findings cost nothing until a person confirms" in section(page, "Score").inner_text()
    sorry = "Hi Ana, I'm sorry that your lamp arrived broken. A new one leaves our shop in Leeds today."
    asked = "My lamp from order 4471 arrived broken, and I was charged twice. When do I get my money back?"
    write(page, f"{sorry} I'll look into the second charge and get back to you.", asked)
    until(page, "document.querySelector('#total b')?.textContent", "93")
    assert page.locator("#total").inner_text().split() == ["93", "of", "100", "excellent"]
    bars = section(page, "Score").locator(".bars li")
    assert [text.lower() for text in bars.first.inner_text().split()] == ["commitments", "65"]
    width = bars.first.evaluate("(row) => row.querySelector('.full').offsetWidth / row.querySelector('.bar').offsetWidth")
    assert abs(width - 0.65) < 0.02
    assert re.search(r"Judged by \d+ of 62 checks", section(page, "Score").inner_text())
    write(page, "We'll see.")
    assert page.locator("#total").inner_text() == "not scored"
    assert "Not scored: under 15 words." in section(page, "Score").inner_text()
    press(page, "A locked account")
    until(page, "document.querySelector('#total b')?.textContent", "0")
    assert "A gate fell (safety/asks-for-secret); without it" in section(page, "Score").inner_text()


def test_it_asks_in_the_pauses_of_typing_and_only_the_newest_answer_counts(page: Page) -> None:
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.post_data or ""))
    page.route("**/v1/check", lambda _: None, times=1)  # the first is never answered
    draft = page.get_by_label("Your draft")
    draft.fill("")
    with page.expect_request("**/v1/check"):
        draft.press_sequentially("Unfortunately, the lamp", delay=20)
    assert len(asked) == 1, "one question for twenty keys"
    with page.expect_event("requestfailed"):
        draft.press_sequentially(" is sold out.")
    until(page, MARKED, {"warning": ["Unfortunately"], "suggestion": [", the lamp is sold out."]})
    assert len(asked) == 2


def test_the_verdict_is_told_when_it_changes_and_not_at_each_key(page: Page) -> None:
    write(page, "All is well")
    page.evaluate(
        "window.told = []; new MutationObserver(() => told.push(verdict.textContent))"
        ".observe(document.querySelector('#verdict'), { childList: true, subtree: true, characterData: true })"
    )
    assert page.locator("#verdict").get_attribute("role") == "status"
    for key in ("!", " ", "!"):
        with page.expect_response("**/v1/check"):
            page.get_by_label("Your draft").press_sequentially(key)
    write(page, "Unfortunately, no.")
    write(page, "Unfortunately, not.")
    assert page.evaluate("told") == ["Worth another look: 1 warning"]


def test_a_server_that_is_away_is_said_and_asked_again(visit: Callable[..., Page], tmp_path: Path) -> None:
    port = free_port()
    with serving(tmp_path, port=port) as made:
        page = visit(made.url)
        checked(page, "Worth another look: 1 warning, 5 suggestions")
    page.select_option("#channel", "")
    page.fill("#customer", "")
    page.fill("#draft", "Unfortunately, no.")
    until(page, "document.querySelector('[role=alert]').textContent.startsWith('The server does not answer.')", True)
    assert page.locator(".old .verdict").count() == 1
    with serving(tmp_path, port=port):
        checked(page, "Worth another look: 1 warning")
        until(page, "document.querySelector('[role=alert]').textContent", "")
        assert page.locator(".old").count() == 0


def test_what_the_server_cannot_use_is_said_in_its_words(page: Page) -> None:
    page.evaluate("draft.value = 'x'.repeat(200_001); draft.dispatchEvent(new InputEvent('input'))")
    until(page, "/limit is 200,000/.test(document.querySelector('[role=alert]').textContent)", True)
    write(page, "All is well.")
    until(page, "document.querySelector('[role=alert]').textContent", "")
