"""What the agent sees while she writes: marks in time, a card at the words, a chip in the corner, and her own answers."""

from __future__ import annotations

import time
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import pytest

from browsers import look
from browsers import until_page as until
from browsing import Desk, answering, card, open_desk, point_at, press

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytestmark = pytest.mark.slow

CUSTOMER = "My lamp arrived broken and I am very disappointed. When does the new one come?"
DRAFT = "🙂 Hi Ana, we'll look into it soon. To be honest, the box was thin."
RICH, PLAIN = "[aria-label='Rich reply']", "[aria-label='Plain reply']"
BOXES = [pytest.param(RICH, id="editable"), pytest.param(PLAIN, id="textarea")]


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    with open_desk(tmp_path_factory.mktemp("desk")) as desk:
        yield desk


@pytest.fixture
def page(desk: Desk) -> Iterator[Page]:
    with desk.page("helpdesk.html", key=desk.key) as page:
        set_scene(page)
        yield page


def set_scene(page: Page, customer: str = CUSTOMER) -> None:
    """A chat, in which a customer has written."""
    page.evaluate(
        """(words) => {
          document.querySelector('[data-replylint-role]').textContent = words;
          document.querySelector('[data-replylint-channel]').dataset.replylintChannel = 'chat';
        }""",
        customer,
    )


def write(page: Page, box: str, draft: str = DRAFT) -> None:
    page.click(box)
    page.keyboard.insert_text(draft)
    until(page, "marked().sort()", ["To be honest", "soon"])


def counts(desk: Desk, rule: str) -> tuple[int, int, int]:
    """How often the server was told that findings of a rule are not for here, never, or wrong."""
    row = next(row for row in desk.asked("/v1/feedback")["rules"] if row["rule"] == rule)
    return row["not_here"], row["never"], row["wrong"]


@pytest.mark.parametrize("box", BOXES)
def test_a_mark_is_there_a_moment_after_she_pauses(page: Page, box: str) -> None:
    write(page, box)  # the first check of a page is no measure
    page.evaluate("() => { addEventListener('input', () => { window.typed = performance.now(); }, true); }")
    took = []
    for words in (" The lamp ships soon.", " It arrives soon.", " We'll call you soon.", " It'll be packed soon."):
        before = look(page, "marked().length")
        page.keyboard.insert_text(words)
        took.append(
            page.evaluate(
                """(before) => new Promise((resolve) => {
                  const layer = document.querySelector('replylint-surface').shadowRoot;
                  const mirrored = () => layer.querySelectorAll('mark').length;
                  const count = () => [...CSS.highlights.values()].reduce((n, h) => n + h.size, mirrored());
                  const started = performance.now();
                  const seen = () => (count() > before || performance.now() - started > 3000)
                    ? resolve(performance.now() - window.typed) : setTimeout(seen, 1);
                  seen();
                })""",
                before,
            )
        )
    print("milliseconds from the last key to the mark:", [round(each) for each in took])
    assert min(took) < 150, took


def test_one_check_at_a_time_is_under_way_and_the_newest_text_is_next(page: Page, desk: Desk) -> None:
    asked: list[str] = []

    def answer(body: dict[str, Any]) -> dict[str, Any]:
        draft = body["turns"][-1]["text"]
        asked.append(draft)
        time.sleep(0.5)
        at = {"start": 0, "end": len(draft)}
        words = {"id": draft, "rule": "own/all", "severity": "warning", "gate": None, "about": "words", "turn": 0}
        told = {"utf16": at, "text": draft, "message": "All of it.", "advice": "Less.", "evidence": [], "fixes": []}
        return {"verdict": "warn", "findings": [{**words, **told}]}

    with answering(answer) as url:
        desk.chromium.set(server=url)
        page.click(RICH)
        for letter in "abcdefgh":
            page.keyboard.insert_text(letter)
            page.wait_for_timeout(100)
        until(page, "marked()", ["abcdefgh"])
    assert asked[-1] == "abcdefgh"
    assert len(asked) <= 4


@pytest.mark.parametrize("box", BOXES)
def test_the_card_tells_all_about_the_words_and_changes_nothing(page: Page, box: str) -> None:
    write(page, box)
    before = page.evaluate("document.body.outerHTML")
    point_at(page, "soon")
    until(page, "!!one('.card')")
    told = card(page).inner_text()
    for part in ("Warning", "“soon”", "is no time", "Swap it for a day and a time", "Say by when", "Not here", "Never", "Wrong"):
        assert part in told
    assert page.evaluate("document.activeElement.ariaLabel") in ("Rich reply", "Plain reply")
    assert page.evaluate("document.body.outerHTML") == before
    page.mouse.move(2, 2)
    until(page, "one('.card')", None)


def test_the_card_quotes_what_makes_the_words_a_fault(page: Page) -> None:
    set_scene(page, "I have already restarted the router twice. It still drops the line.")
    page.click(RICH)
    page.keyboard.insert_text("🙂 Hi Ana, please restart your router. It takes two minutes.")
    until(page, "marked()", ["please restart your router"])
    point_at(page, "please restart your router")
    until(page, "one('.card')?.innerText.includes('“I have already restarted the router twice”') ?? false")


@pytest.mark.parametrize("box", BOXES)
def test_f8_goes_from_finding_to_finding_and_the_editor_keeps_the_focus(page: Page, box: str) -> None:
    write(page, box)
    label = page.evaluate("document.activeElement.ariaLabel")
    titles = []
    for _ in range(4):
        page.keyboard.press("F8")
        titles.append(look(page, "one('.card h2 strong').textContent"))
        assert page.evaluate("document.activeElement.ariaLabel") == label
    assert titles == ["“soon”", "“To be honest”", "Missing from the reply", "“soon”"]
    page.keyboard.press("Shift+F8")
    until(page, "one('.card h2 strong')?.textContent", "Missing from the reply")
    assert look(page, "said()").startswith("Suggestion: Missing from the reply.")
    page.keyboard.press("Escape")
    until(page, "one('.card')", None)
    page.keyboard.press("F8")
    page.keyboard.type("x")
    until(page, "one('.card')", None)
    text = "document.activeElement.value ?? document.activeElement.innerText"
    assert page.evaluate(text) == DRAFT.replace("soon", "soonx")


@pytest.mark.parametrize("box", BOXES)
def test_alt_enter_leads_into_the_card_and_escape_back_to_the_very_place(page: Page, box: str) -> None:
    write(page, box)
    label = page.evaluate("document.activeElement.ariaLabel")
    page.keyboard.press("F8")
    page.keyboard.press("Alt+Enter")
    until(page, "focused()?.textContent", "Say by when …")
    page.keyboard.press("Shift+Tab")
    until(page, "focused()?.ariaLabel", "Close")
    page.keyboard.press("Shift+Tab")
    until(page, "focused()?.textContent", "Wrong")
    page.keyboard.press("Escape")
    until(page, "document.activeElement.ariaLabel", label)
    page.keyboard.type("!")
    assert page.evaluate("document.activeElement.value ?? document.activeElement.innerText") == DRAFT.replace("soon", "soon!")


def test_not_here_hides_one_finding_in_one_conversation_and_can_be_undone(page: Page, desk: Desk) -> None:
    rule = "commitments/vague-timeframe"
    before = counts(desk, rule)
    write(page, RICH)
    point_at(page, "soon")
    press(page, "Not here")
    until(page, "marked()", ["To be honest"])
    until(page, "one('.chip .count').textContent", "1 to look at · 1 missing")
    press(page, "Undo")
    until(page, "marked().sort()", ["To be honest", "soon"])
    point_at(page, "soon")
    press(page, "Not here")
    until(page, "marked()", ["To be honest"])
    page.reload()
    desk.chromium.watching(page)
    set_scene(page)
    page.click(RICH)
    page.keyboard.insert_text(DRAFT)
    until(page, "marked()", ["To be honest"])
    desk.open(page, "helpdesk.html?another")
    set_scene(page)
    page.click(RICH)
    page.keyboard.insert_text(DRAFT)
    until(page, "marked().sort()", ["To be honest", "soon"])
    assert [now - then for now, then in zip(counts(desk, rule), before, strict=True)] == [2, 0, 0]
    kept = str(desk.stored())
    assert "helpdesk" not in kept
    assert "soon" not in kept


def test_never_holds_for_these_words_in_every_conversation(page: Page, desk: Desk) -> None:
    rule = "priming/honesty-qualifier"
    before = counts(desk, rule)
    write(page, PLAIN)
    point_at(page, "To be honest")
    press(page, "Never these words")
    until(page, "marked()", ["soon"])
    desk.open(page, "helpdesk.html?another")
    set_scene(page)
    page.click(RICH)
    page.keyboard.insert_text("🙂 To be honest, we'll look into it soon.")
    until(page, "marked()", ["soon"])
    assert [now - then for now, then in zip(counts(desk, rule), before, strict=True)] == [0, 1, 0]
    (kept,) = desk.stored()["answersNever"]
    assert (kept["rule"], kept["words"]) == (rule, "to be honest")


def test_wrong_is_told_to_the_server_and_hidden_here(page: Page, desk: Desk) -> None:
    rule = "commitments/vague-timeframe"
    before = counts(desk, rule)
    write(page, RICH)
    point_at(page, "soon")
    press(page, "Wrong")
    until(page, "marked()", ["To be honest"])
    deadline = time.monotonic() + 5
    while counts(desk, rule) == before and time.monotonic() < deadline:
        time.sleep(0.05)
    assert [now - then for now, then in zip(counts(desk, rule), before, strict=True)] == [0, 0, 1]


def test_without_a_key_answers_stay_on_this_machine(page: Page, desk: Desk) -> None:
    desk.chromium.set_key("")
    lines = len(desk.server.journal())
    write(page, RICH)
    point_at(page, "soon")
    press(page, "Wrong")
    until(page, "marked()", ["To be honest"])
    page.wait_for_timeout(200)
    assert all(line.get("route") != "/v1/feedback" for line in desk.server.journal()[lines:])


def test_what_is_missing_is_a_quiet_list_in_the_corner(page: Page) -> None:
    write(page, RICH)
    until(page, "one('.chip .count').textContent", "2 to look at · 1 missing")
    assert look(page, "one('.checklist')") is None
    assert look(page, "all('.card, dialog').length") == 0
    press(page, "2 to look at · 1 missing")
    until(page, "one('.chip .count').ariaExpanded", "true")
    assert page.evaluate("document.activeElement.ariaLabel") == "Rich reply"
    missing, *words = look(page, "all('.checklist li').map((item) => item.innerText)")
    assert "does not say sorry" in missing
    assert [each.split("“")[-1] for each in words] == ["soon”", "To be honest”"]
    page.locator("replylint-surface .checklist li.absence button").click()
    until(page, "one('.card h2 strong')?.textContent", "Missing from the reply")
    assert card(page).get_by_role("button").all_inner_texts() == ["×", "Say sorry for what went wrong …", "Not here", "Wrong"]


@pytest.mark.parametrize("box", BOXES)
def test_a_suggestion_about_the_last_words_waits_until_she_has_written_on(page: Page, box: str) -> None:
    page.evaluate("document.querySelector('[data-replylint-channel]').dataset.replylintChannel = 'email'")
    page.click(box)
    page.keyboard.insert_text("🙂 We'll look into it soon. The box was thin. ")
    until(page, "marked()", ["soon"])
    page.wait_for_timeout(300)
    assert look(page, "marked()") == ["soon"]
    page.focus("[aria-label='Subject']")
    until(page, "marked().sort()", ["The box was thin.", "soon"])


def test_the_chip_is_gone_with_the_last_finding_and_with_the_focus(page: Page) -> None:
    write(page, PLAIN)
    until(page, "!!one('.chip')")
    page.focus("[aria-label='Subject']")
    until(page, "one('.chip')", None)
    page.focus(PLAIN)
    until(page, "!!one('.chip')")
    page.keyboard.press("Control+a")
    page.keyboard.insert_text("I'm sorry we sent you a broken lamp, Ana. The new one ships on Friday.")
    until(page, "one('.chip')", None)


def test_those_who_listen_are_told_the_count_once_she_pauses(page: Page) -> None:
    write(page, RICH)
    until(page, "said()", "2 to look at · 1 missing")


def test_a_draft_in_a_frame_has_its_card_and_chip_on_the_page(page: Page, desk: Desk) -> None:
    desk.open(page, "editors.html")
    body = page.frame_locator("iframe").locator("body")
    body.click()
    page.keyboard.insert_text(DRAFT)
    until(
        page,
        "[...frame.contentWindow.CSS.highlights.values()].flatMap((h) => [...h].map(String)).sort()",
        ["To be honest", "soon"],
    )
    page.keyboard.press("F8")
    until(page, "one('.card h2 strong')?.textContent", "“soon”")
    frame, at = page.locator("iframe").bounding_box(), card(page).bounding_box()
    assert frame
    assert at
    assert frame["y"] < at["y"] < frame["y"] + 60
    page.keyboard.press("Alt+Enter")
    until(page, "focused()?.textContent", "Say by when …")
    page.keyboard.press("Escape")
    until(page, "one('.card')", None)
    page.keyboard.type("!")
    assert body.inner_text() == DRAFT.replace("soon", "soon!")
