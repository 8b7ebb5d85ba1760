"""The browser extension in a real Chromium, against a real server: what it marks, what it holds, what it lets go."""

from __future__ import annotations

import json
import socket
import subprocess
import sys
import urllib.request
from contextlib import closing, contextmanager
from typing import TYPE_CHECKING, Any

import pytest

from browsers import EXTENSION, LAYER, MARKED, Chromium, driven, until_page
from conftest import free_port
from serving import serving
from web import served

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Page

DRAFT = "🙂 Unfortunately, your order ships on Tuesday."
CLEAN = "Your order ships from our store in Leeds."

MARKED_RANGES = MARKED
MARKED_IN_MIRROR = "[...layer().querySelectorAll('.mirror mark')].map((mark) => mark.textContent)"

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The URL of a replylint server of our own."""
    with serving(tmp_path_factory.mktemp("served")) as made:
        yield made.url


@pytest.fixture(scope="module")
def site() -> Iterator[str]:
    """The URL under which tests/pages is served."""
    with served() as url:
        yield url


@pytest.fixture(scope="module")
def browser(tmp_path_factory: pytest.TempPathFactory, site: str) -> Iterator[Chromium]:
    with driven() as playwright:
        chromium = Chromium(playwright, tmp_path_factory.mktemp("profile"))
        chromium.set(sites=[{"origin": site, "on": True}])
        yield chromium
        chromium.close()


@pytest.fixture
def page(browser: Chromium, server: str, site: str) -> Iterator[Page]:
    """The helpdesk page with nothing written and nothing sent, and the extension set to our server."""
    browser.set(server=server)
    page = browser.context.new_page()
    page.goto(f"{site}/helpdesk.html")
    browser.watching(page)
    yield page
    page.close()


def _until(page: Page, expression: str, expected: Any) -> None:
    until_page(page, expression, expected)


def _held(page: Page) -> None:
    _until(page, "layer().querySelector('dialog')?.open ?? false", True)


def _sent(page: Page) -> list[tuple[str, str]]:
    return [(mail["box"], mail["text"]) for mail in page.evaluate("sent")]


def _press(page: Page, button: str) -> None:
    page.get_by_role("button", name=button, exact=True).click()


SENDERS = [
    pytest.param("rich", "Rich reply", "Send reply", id="click"),
    pytest.param("plain", "Plain reply", "Update Ticket", id="form-submit"),
    pytest.param("early", "Early reply", "Submit", id="mousedown"),
]


def test_marks_in_an_editable_element_leave_the_page_as_it_is(page: Page) -> None:
    page.fill("[aria-label='Rich reply']", DRAFT)
    before = page.evaluate("document.body.outerHTML")
    _until(page, MARKED_RANGES, ["Unfortunately"])
    assert page.evaluate("document.body.outerHTML") == before


def test_one_draft_gets_the_same_finding_from_every_face(page: Page, server: str) -> None:
    def told(*command: str) -> dict[str, Any]:
        done = subprocess.run(
            [sys.executable, "-m", "replylint", *command], input=DRAFT.encode(), capture_output=True, check=False
        )
        found: dict[str, Any] = json.loads(done.stdout)["findings"][0]
        return found

    request = urllib.request.Request(f"{server}/v1/check", json.dumps({"text": DRAFT}).encode())
    with urllib.request.urlopen(request) as answer:
        over_http = json.load(answer)["findings"][0]
    assert told("check", "--format", "json") == told("hook", "--format", "json") == over_http
    assert (over_http["rule"], over_http["text"]) == ("priming/negative-priming", "Unfortunately")

    page.fill("[aria-label='Rich reply']", DRAFT)
    _until(page, MARKED_RANGES, [over_http["text"]])
    places = "[...CSS.highlights.values()].flatMap((marks) => [...marks].map((mark) => [mark.startOffset, mark.endOffset]))"
    assert page.evaluate(places) == [[over_http["utf16"]["start"], over_http["utf16"]["end"]]]
    _press(page, "Send reply")
    _held(page)


def test_a_mark_spans_lines_and_inline_elements(page: Page) -> None:
    page.evaluate("rich.innerHTML = '<p>🙂 Hi <i>Ana</i>,</p>\\n  <p><br></p><div>Un<b>fort</b>unately, no.</div>'")
    page.focus("[aria-label='Rich reply']")
    _until(page, MARKED_RANGES, ["Unfortunately"])


def test_marks_over_a_textarea_lie_on_its_words(page: Page) -> None:
    filler = "The parcel left the depot this morning and is on its way to you. " * 6
    page.fill("[aria-label='Plain reply']", f"{filler}\n\n{DRAFT}")
    before = page.evaluate("document.body.outerHTML")
    _until(page, MARKED_IN_MIRROR, ["Unfortunately"])
    box, copy = "plain.elements.body", "layer().querySelector('.mirror')"
    for measure in ("scrollHeight", "scrollTop", "getBoundingClientRect().top", "getBoundingClientRect().width"):
        _until(page, f"{copy}.{measure} - {box}.{measure}", 0)
    page.evaluate(f"{box}.scrollTop = 0")
    _until(page, f"{copy}.scrollTop", 0)
    assert page.evaluate("document.body.outerHTML") == before


def test_marks_follow_the_words_while_the_agent_types(page: Page) -> None:
    page.fill("[aria-label='Plain reply']", DRAFT)
    _until(page, MARKED_IN_MIRROR, ["Unfortunately"])
    page.fill("[aria-label='Plain reply']", f"Hi Ana,\n{DRAFT}")
    assert page.locator("replylint-surface .mirror mark").all_text_contents() == ["Unfortunately"]
    page.fill("[aria-label='Plain reply']", CLEAN)
    _until(page, MARKED_IN_MIRROR, [])


@pytest.mark.parametrize(("box", "label", "button"), SENDERS)
def test_a_send_is_held_and_goes_once_when_sent_anyway(page: Page, box: str, label: str, button: str) -> None:
    page.fill(f"[aria-label='{label}']", DRAFT)
    _press(page, button)
    _held(page)
    assert _sent(page) == []
    panel = page.locator("replylint-surface dialog")
    assert "“Unfortunately”" in panel.inner_text()
    _press(page, "Send anyway")
    _until(page, "sent.length", 1)
    page.wait_for_timeout(300)
    assert _sent(page) == [(box, DRAFT)]
    assert panel.count() == 0


@pytest.mark.parametrize(
    ("box", "label", "keys"),
    [("rich", "Rich reply", "Control+Enter"), ("rich", "Rich reply", "Meta+Enter"), ("plain", "Plain reply", "Control+Enter")],
)
def test_ctrl_enter_and_cmd_enter_are_held(page: Page, box: str, label: str, keys: str) -> None:
    page.fill(f"[aria-label='{label}']", DRAFT)
    page.press(f"[aria-label='{label}']", keys)
    _held(page)
    assert _sent(page) == []
    _until(page, "layer().activeElement?.textContent", "Go back and edit")
    _until(page, "layer().querySelector('dialog button:disabled')", None)
    page.keyboard.press("Shift+Tab")
    page.keyboard.press("Enter")
    _until(page, "sent.length", 1)
    assert _sent(page) == [(box, DRAFT)]


def test_enter_in_another_field_of_the_form_is_held(page: Page) -> None:
    page.fill("[aria-label='Plain reply']", DRAFT)
    page.press("[aria-label='Subject']", "Enter")
    _held(page)
    assert _sent(page) == []


@pytest.mark.parametrize(("box", "label", "button"), SENDERS)
def test_a_clean_text_goes_without_a_question(page: Page, box: str, label: str, button: str) -> None:
    page.fill(f"[aria-label='{label}']", DRAFT)
    _press(page, button)
    _held(page)
    page.keyboard.press("Escape")
    _until(page, "document.activeElement.ariaLabel", label)
    assert _sent(page) == []
    page.fill(f"[aria-label='{label}']", CLEAN)
    _press(page, button)
    _until(page, "sent.length", 1)
    page.wait_for_timeout(300)
    assert _sent(page) == [(box, CLEAN)]


def test_a_text_changed_behind_the_panel_is_asked_about_again(page: Page) -> None:
    page.fill("[aria-label='Rich reply']", DRAFT)
    _press(page, "Send reply")
    _held(page)
    page.evaluate("rich.textContent = 'Unfortunately, no.'")
    page.evaluate(f"() => {{ {LAYER} layer().querySelector('dialog').dataset.seen = 'yes'; }}")
    _press(page, "Send anyway")
    _until(page, "layer().querySelector('dialog:not([data-seen])')?.open ?? false", True)
    assert _sent(page) == []


def test_what_one_box_was_granted_counts_for_no_other(page: Page) -> None:
    page.fill("[aria-label='Rich reply']", DRAFT)
    _press(page, "Send reply")
    _press(page, "Send anyway")
    _until(page, "sent.length", 1)
    page.fill("[aria-label='Plain reply']", DRAFT)
    _press(page, "Update Ticket")
    _held(page)
    assert len(_sent(page)) == 1


def test_a_page_that_trusts_only_people_takes_the_second_press(page: Page) -> None:
    page.fill("[aria-label='Strict reply']", DRAFT)
    _press(page, "Post")
    _press(page, "Send anyway")
    _until(page, "layer().querySelector('dialog')", None)
    assert _sent(page) == []
    _press(page, "Post")
    _until(page, "sent.length", 1)


def test_what_was_let_go_is_held_again_once_a_letter_has_changed(page: Page) -> None:
    page.fill("[aria-label='Strict reply']", DRAFT)
    _press(page, "Post")
    _press(page, "Send anyway")
    _until(page, "layer().querySelector('dialog')", None)
    page.fill("[aria-label='Strict reply']", f"{DRAFT}!")
    _press(page, "Post")
    _held(page)
    assert _sent(page) == []


def test_keeping_a_draft_is_not_sending_it(page: Page) -> None:
    page.fill("[aria-label='Plain reply']", DRAFT)
    _press(page, "Save draft")
    _until(page, "sent.length", 1)
    assert _sent(page) == [("kept", DRAFT)]


def test_warnings_go_where_only_errors_hold(page: Page, browser: Chromium) -> None:
    browser.set(holdOn="hold")
    try:
        page.fill("[aria-label='Rich reply']", DRAFT)
        _press(page, "Send reply")
        _until(page, "sent.length", 1)
    finally:
        browser.set(holdOn="warn")


def test_a_draft_in_a_frame_is_held_by_the_button_around_it(page: Page, browser: Chromium, site: str) -> None:
    page.goto(f"{site}/editors.html")
    browser.watching(page)
    editor = page.frame_locator("iframe").locator("body")
    editor.press_sequentially(DRAFT)
    _until(page, "frame.contentWindow.CSS.highlights.size", 1)
    _press(page, "Send from the frame")
    _held(page)
    assert _sent(page) == []
    _press(page, "Send anyway")
    _until(page, "sent.length", 1)
    assert _sent(page) == [("frame", DRAFT)]


def test_ctrl_enter_in_a_frame_asks_on_the_whole_page(page: Page, browser: Chromium, site: str) -> None:
    page.goto(f"{site}/editors.html")
    browser.watching(page)
    editor = page.frame_locator("iframe").locator("body")
    editor.press_sequentially(DRAFT)
    editor.press("Control+Enter")
    _held(page)
    _press(page, "Send anyway")
    _until(page, "sent.length", 1)


def test_a_composer_within_a_shadow_tree_is_held(page: Page, browser: Chromium, site: str) -> None:
    page.goto(f"{site}/editors.html")
    browser.watching(page)
    composer = page.locator("#shadow textarea")
    composer.fill(DRAFT)
    _until(page, MARKED_IN_MIRROR, ["Unfortunately"])
    composer.press("Control+Enter")
    _held(page)
    page.keyboard.press("Escape")
    _until(page, "layer().querySelector('dialog')", None)
    _press(page, "Send from the shadow tree")
    _held(page)
    assert _sent(page) == []
    _press(page, "Send anyway")
    _until(page, "sent.length", 1)
    assert _sent(page) == [("shadow", DRAFT)]


@contextmanager
def _silent_server() -> Iterator[str]:
    """Takes the request and never answers."""
    with closing(socket.create_server(("127.0.0.1", 0))) as listener:
        yield f"http://127.0.0.1:{listener.getsockname()[1]}"


@contextmanager
def _no_server() -> Iterator[str]:
    yield f"http://127.0.0.1:{free_port()}"


@pytest.mark.parametrize(
    ("failing", "label", "button"),
    [(_no_server, "Rich reply", "Send reply"), (_silent_server, "Plain reply", "Update Ticket")],
)
def test_without_an_answer_the_reply_goes_and_a_note_says_so(
    page: Page, browser: Chromium, failing: Any, label: str, button: str
) -> None:
    with failing() as url:
        browser.set(server=url)
        page.fill(f"[aria-label='{label}']", DRAFT)
        _press(page, button)
        _until(page, "sent.length", 1)
    assert [text for _, text in _sent(page)] == [DRAFT]
    assert page.locator("replylint-surface .notice").inner_text().startswith("Not checked")


READINGS = [
    ("<div>a</div><div>b</div>", "a\nb"),
    ("<div>a</div><div><br></div><div>b</div>", "a\n\nb"),
    ("a<br>b<br><br>c", "a\nb\n\nc"),
    ("<p>a</p><p>b</p>", "a\n\nb"),
    ("\n <ul>\n  <li>a\n   b </li>\n  <li><b>c</b> d</li>\n </ul>\n", "a b \nc d"),
    ("<div style='white-space: pre-wrap'>a\n  b\n</div><div>c</div>", "a\n  b\nc"),
    ("a<span hidden>no</span><style>no</style>&nbsp;<i>🙂</i>b", "a\u00a0🙂b"),
    ("<p>a</p><p>\ufeff<br></p>b<span data-slate-placeholder='true'>no</span>", "a\n\n\nb"),
    ("<div style='white-space: pre-wrap'>a \ufeff b\n\ufeff\nc</div>", "a  b\n\nc"),
    ("<div>a</div><blockquote>b<br><br>c</blockquote><div>d</div>", "a\n> b\n\n> c\nd"),
]


def test_reading_an_element_gives_lines_as_seen_and_the_place_of_each_character(page: Page) -> None:
    page.goto("about:blank")
    page.add_script_tag(path=EXTENSION / "content" / "draft.js")
    for html, text in READINGS:
        read, lengths, same = page.evaluate(
            """(html) => {
              document.body.innerHTML = html;
              const { text, pieces } = readElement(document.body);
              const at = Object.keys(text).map(Number).filter((i) => /\\w/.test(text[i]));
              const same = at.every((i) => rangeOf(pieces, i, i + 1).toString() === text[i]);
              return [text, pieces.map((piece) => piece.length), same];
            }""",
            html,
        )
        assert read == text, html
        assert same, html
        assert sum(lengths) <= len(text.encode("utf-16-le")) // 2
