"""The browser extension's sites, in a real Chromium: switched on and off, read by an adapter, taught, told by the icon."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from browsers import HELD, MARKED, Chromium, driven, look, until, until_page
from conftest import free_port
from serving import serving
from web import served

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from playwright.sync_api import Page

pytestmark = pytest.mark.slow

DRAFT = "🙂 Unfortunately, your lamp ships on Tuesday."
GUIDE = "replylint-teach"
WATCHING = "replylint: watching your reply."
TAUGHT = {
    "name": "desk",
    "match": ["http://127.0.0.1/*"],
    "editor": "div[aria-label='Write to the customer']",
    "send": "button[data-action='send-reply']",
    "customer": ".by-customer .body > p",
    "internal": {"selector": "input[name='kind'][value='note']", "when": {"checked": True}},
}


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with serving(tmp_path_factory.mktemp("served")) as made:
        yield made.url


@pytest.fixture(scope="module")
def site() -> Iterator[str]:
    with served() as url:
        yield url


@pytest.fixture(scope="module")
def chromium(tmp_path_factory: pytest.TempPathFactory, server: str) -> Iterator[Chromium]:
    with driven() as playwright:
        chromium = Chromium(playwright, tmp_path_factory.mktemp("profile"))
        chromium.set(server=server)
        yield chromium
        chromium.close()


@pytest.fixture
def desk(chromium: Chromium, site: str) -> Iterator[Page]:
    """A page of a helpdesk that is not watched."""
    chromium.set(sites=[])
    until(lambda: chromium.worker.evaluate("chrome.scripting.getRegisteredContentScripts()"), [])
    page = chromium.context.new_page()
    page.goto(f"{site}/desk.html")
    yield page
    page.close()


@pytest.fixture
def watch(chromium: Chromium, desk: Page, site: str) -> Callable[..., None]:
    """Watch the page by an adapter, changed as a test needs it."""

    def watching(**changes: Any) -> None:
        taught = {**TAUGHT, **changes}
        chromium.set(sites=[{"origin": site, "on": True, "adapter": "taught", "taught": taught}])
        until(lambda: chromium.badge(desk)[0] == "replylint: not watching this page", False)

    return watching


def test_no_site_is_read_before_it_is_switched_on(chromium: Chromium, desk: Page) -> None:
    manifest = chromium.worker.evaluate("chrome.runtime.getManifest()")
    assert manifest["host_permissions"] == ["http://127.0.0.1/*"]
    assert "content_scripts" not in manifest
    assert chromium.worker.evaluate("chrome.permissions.getAll()")["origins"] == ["http://127.0.0.1/*"]
    desk.fill(".box", DRAFT)
    desk.wait_for_timeout(600)
    assert desk.evaluate(MARKED) == []
    assert chromium.badge(desk) == ("replylint: not watching this page", "")


def test_the_popup_switches_a_site_on_in_the_open_page_and_off_again(chromium: Chromium, desk: Page, site: str) -> None:
    with chromium.popup(desk) as popup:
        assert popup.locator("h1").inner_text() in site
        popup.get_by_role("switch", name="Watch this site").check()
        until(lambda: "Watching" in popup.locator("#state").inner_text(), True)
        desk.fill(".box", DRAFT)
        until_page(desk, MARKED, ["Unfortunately"])
        popup.get_by_role("switch", name="Watch this site").uncheck()
        until(lambda: "Switched off" in popup.locator("#state").inner_text(), True)
    until_page(desk, MARKED, [])
    desk.reload()
    desk.fill(".box", DRAFT)
    desk.wait_for_timeout(600)
    assert desk.evaluate(MARKED) == []


def test_the_icon_says_how_much_was_found_and_how_grave_it_is(chromium: Chromium, desk: Page, watch: Callable[..., None]) -> None:
    watch()
    until(lambda: chromium.badge(desk), (WATCHING, ""))
    desk.fill(".box", DRAFT)
    until(lambda: chromium.badge(desk), (f"{WATCHING} One finding: a warning.", "1"))
    desk.fill(".box", "")
    until(lambda: chromium.badge(desk), (WATCHING, ""))


def test_the_icon_says_that_the_server_is_away(chromium: Chromium, desk: Page, watch: Callable[..., None], server: str) -> None:
    watch()
    chromium.set(server=f"http://127.0.0.1:{free_port()}")
    try:
        desk.fill(".box", DRAFT)
        until(lambda: chromium.badge(desk)[1], "!")
        assert chromium.badge(desk)[0].startswith("replylint: your reply goes unchecked. The replylint server cannot be reached.")
    finally:
        chromium.set(server=server)
    desk.fill(".box", f"{DRAFT} Bye.")
    until(lambda: chromium.badge(desk)[1], "1")


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"editor": "#gone"}, "the reply box was not found"),
        ({"send": "#gone"}, "the Send button was not found"),
        (
            {"internal": {"selector": "#gone", "when": {"checked": True}}},
            "the switch between reply and internal note was not found",
        ),
        ({"match": ["http://127.0.0.1/elsewhere/*"]}, "no reply is written on this page"),
    ],
)
def test_where_something_is_not_found_nothing_is_guessed(
    chromium: Chromium, desk: Page, watch: Callable[..., None], changes: dict[str, Any], words: str
) -> None:
    watch(**changes)
    until(lambda: chromium.badge(desk), (f"replylint: not watching: {words}.", ""))
    desk.fill(".box", DRAFT)
    desk.wait_for_timeout(600)
    assert desk.evaluate(MARKED) == []
    desk.click("[data-action='send-reply']")
    until_page(desk, "sent", [DRAFT])


def test_without_the_customers_message_the_reply_is_read_alone_and_the_icon_says_so(
    chromium: Chromium, desk: Page, watch: Callable[..., None]
) -> None:
    watch(customer="#gone")
    until(lambda: chromium.badge(desk)[0], "replylint: not watching: the customer’s message was not found.")
    desk.fill(".box", DRAFT)
    until_page(desk, MARKED, ["Unfortunately"])


def test_an_internal_note_is_neither_marked_nor_held(chromium: Chromium, desk: Page, watch: Callable[..., None]) -> None:
    watch()
    desk.fill(".box", DRAFT)
    until_page(desk, MARKED, ["Unfortunately"])
    desk.press(".box", "F8")
    until_page(desk, "Boolean(one('.card') && one('.chip'))")
    desk.evaluate("document.querySelector('input[value=note]').click()")  # as a shortcut of the page does it
    until_page(desk, MARKED, [])
    until_page(desk, "one('.card, .chip')", None)
    desk.press(".box", "F8")
    assert look(desk, "one('.card')") is None
    assert chromium.badge(desk) == ("replylint: not watching: this is an internal note", "")
    desk.click("[data-action='send-reply']")
    until_page(desk, "sent", [DRAFT])
    desk.check("input[value='reply']")
    until_page(desk, MARKED, ["Unfortunately"])
    desk.click("[data-action='send-reply']")
    until_page(desk, HELD, True)
    assert desk.evaluate("sent") == [DRAFT]


def test_only_the_named_button_is_held(desk: Page, watch: Callable[..., None]) -> None:
    watch()
    desk.fill(".box", DRAFT)
    desk.click("[data-action='keep']")
    until_page(desk, "sent", ["kept"])


def test_the_last_message_of_the_customer_goes_along_whole(chromium: Chromium, desk: Page, watch: Callable[..., None]) -> None:
    watch()
    assert told(chromium, desk) == [
        ("customer", "It is three days late now.\n\nPlease tell me when it comes."),
        ("agent", DRAFT),
    ]


def test_where_the_page_tells_who_wrote_what_the_thread_goes_along_without_notes(
    chromium: Chromium, desk: Page, watch: Callable[..., None]
) -> None:
    thread = {"messages": "article", "customer": ".by-customer", "agent": ".by-agent", "words": ".body"}
    watch(thread=thread)
    assert told(chromium, desk) == [
        ("customer", "Where is my lamp?\n\nI ordered it on the second of May."),
        ("agent", "I am looking for it."),
        ("customer", "It is three days late now.\n\nPlease tell me when it comes."),
        ("agent", DRAFT),
    ]


def told(chromium: Chromium, desk: Page) -> list[tuple[str, str]]:
    """The turns that go to the server when a draft is written."""
    chromium.worker.evaluate(
        """() => {
          self.asked = [];
          self.fetchBefore ??= self.fetch;
          self.fetch = (url, how) => { if (how?.body) self.asked.push(how.body); return self.fetchBefore(url, how); };
        }"""
    )
    desk.fill(".box", DRAFT)
    until(lambda: bool(chromium.worker.evaluate("self.asked.length")), True)
    conversation = json.loads(chromium.worker.evaluate("self.asked.at(-1)"))
    return [(turn["role"], turn["text"]) for turn in conversation["turns"]]


def chosen_with_the_mouse(desk: Page) -> None:
    desk.click(".box")
    desk.click("[data-action='send-reply']")
    desk.click(".by-customer p >> nth=0")
    desk.click("text=Internal note")


def chosen_with_the_keyboard(desk: Page) -> None:
    for key, times in (("Tab", 1), ("Enter", 1), ("Tab", 3), ("Enter", 1), ("Tab", 1), ("Enter", 1), ("Tab", 4), (" ", 1)):
        for _ in range(times):
            desk.keyboard.press(key)


@pytest.mark.parametrize("choose", [chosen_with_the_mouse, chosen_with_the_keyboard])
def test_what_was_taught_outlives_another_drawing_of_the_page(
    chromium: Chromium, desk: Page, choose: Callable[[Page], None]
) -> None:
    taught_by(chromium, desk, choose)
    desk.get_by_role("button", name="Yes, keep it").click()
    until(lambda: bool(chromium.kept("sites")) and chromium.kept("sites")[0]["adapter"], "taught")
    assert desk.evaluate("sent") == []
    taught = chromium.kept("sites")[0]["taught"]
    assert taught["editor"] == 'div[aria-label="Write to the customer"]'
    assert taught["send"] == 'button[data-action="send-reply"]'
    assert taught["customer"] == "article.message.by-customer > div.body > p"
    assert taught["internal"] == {"selector": 'input[name="kind"][value="note"]', "when": {"checked": True}}
    until(lambda: chromium.badge(desk)[0], "replylint: not watching: this is an internal note")
    for _ in range(2):
        desk.evaluate("draw()")
        assert told(chromium, desk)[0] == ("customer", "It is three days late now.\n\nPlease tell me when it comes.")
        desk.click("[data-action='send-reply']")
        until_page(desk, HELD, True)
        desk.keyboard.press("Escape")
    assert desk.evaluate("sent") == []


def test_no_mark_and_no_chip_is_in_the_way_while_a_page_is_taught(
    chromium: Chromium, desk: Page, watch: Callable[..., None]
) -> None:
    watch()
    desk.fill(".box", DRAFT)
    until_page(desk, "Boolean(one('.chip'))")
    with chromium.popup(desk) as popup:
        popup.get_by_role("button", name="Teach this page").click()
        until_page(desk, f"Boolean(document.querySelector('{GUIDE}'))")
    until_page(desk, MARKED, [])
    until_page(desk, "one('.chip')", None)
    desk.bring_to_front()
    desk.keyboard.press("Escape")
    until_page(desk, MARKED, ["Unfortunately"])


def test_escape_ends_teaching_and_keeps_nothing(chromium: Chromium, desk: Page) -> None:
    taught_by(chromium, desk, chosen_with_the_mouse)
    desk.keyboard.press("Escape")
    until_page(desk, f"document.querySelector('{GUIDE}')", None)
    assert chromium.kept("sites")[0]["adapter"] == "auto"
    desk.click("[data-action='keep']")
    until_page(desk, "sent", ["kept"])


def test_what_is_no_box_to_write_in_is_not_taken_for_one(chromium: Chromium, desk: Page) -> None:
    taught_by(chromium, desk, lambda page: page.click(".by-agent p"))
    assert "That is no box to write in." in desk.locator(f"{GUIDE} .guide").inner_text()


def taught_by(chromium: Chromium, desk: Page, choose: Callable[[Page], None]) -> None:
    """Start teaching from the popup, and choose."""
    with chromium.popup(desk) as popup:
        popup.get_by_role("button", name="Teach this page").click()
        until_page(desk, f"Boolean(document.querySelector('{GUIDE}'))", True)
    desk.bring_to_front()
    choose(desk)


@pytest.mark.parametrize(
    ("box", "send", "editor"),
    [
        ("#frame", "Send from the frame", "iframe#frame"),
        ("#shadow textarea", "Send from the shadow tree", "section#shadow >>> textarea"),
    ],
)
def test_a_box_in_a_frame_or_a_shadow_tree_is_taught(
    chromium: Chromium, desk: Page, site: str, box: str, send: str, editor: str
) -> None:
    desk.goto(f"{site}/editors.html")

    def choose(page: Page) -> None:
        page.click(box)
        page.get_by_role("button", name=send).click()
        page.get_by_role("button", name="It is not shown here").click()
        page.get_by_role("button", name="It is not shown here").click()

    taught_by(chromium, desk, choose)
    desk.get_by_role("button", name="Yes, keep it").click()
    until(lambda: chromium.kept("sites")[0]["adapter"], "taught")
    assert chromium.kept("sites")[0]["taught"]["editor"] == editor
    desk.locator(GUIDE).wait_for(state="detached")
    desk.click(box)
    desk.keyboard.type(DRAFT)
    desk.get_by_role("button", name=send).click()
    until_page(desk, HELD, True)
    assert desk.evaluate("sent") == []
