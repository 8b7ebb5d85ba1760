"""The page at `/` for everyone: by keyboard and screen reader, in both themes, on a small screen, with a key, in a shell."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
from typing import TYPE_CHECKING, Any

import pytest

from chromium_browser import REPOSITORY, until
from conftest import lacking
from page_visits import checked, chromium, section, visits, write
from serving import serving

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from playwright.sync_api import Browser, Page

pytestmark = pytest.mark.slow

CONTRAST = (REPOSITORY / "tests" / "pages" / "contrast.js").read_text("utf-8")
SAMPLES = {
    "A late lamp": "Worth another look: 1 warning, 5 suggestions",
    "A locked account": "Hold: 1 error, 1 warning",
    "A template": "Hold: 1 error, 4 suggestions",
    "A good reply": "Good to send: nothing found",
    "Clear": "Nothing to check yet: write or paste a draft, or try a sample",
}
NASTY = "It's \"soon\" $HOME `id` $(id) \\n \\\\ !! 🙂 \u00a0é\n\n'quoted' & <b>%s</b>;\t# Unfortunately, no.\n"


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
    page = visit(server)
    checked(page, "Worth another look: 1 warning, 5 suggestions")
    return page


def run(command: str, **environment: str) -> Any:
    """What a shell makes of a command."""
    for needed in ("bash", "curl"):
        if shutil.which(needed) is None:
            lacking(needed)
    done = subprocess.run(["bash", "-c", command], capture_output=True, check=False, env={**os.environ, **environment})
    assert (done.returncode, done.stderr) == (0, b"")
    return json.loads(done.stdout)


@pytest.mark.parametrize(("form", "customer"), [("plain", ""), ("html", NASTY), ("markdown", "Where is it?\r\n'")])
def test_the_copied_command_gives_the_answer_that_is_shown(page: Page, form: str, customer: str) -> None:
    page.select_option("#format", form)
    with page.expect_response(lambda answer: form in ("plain", json.loads(answer.request.post_data)["turns"][-1].get("format"))):
        write(page, NASTY, customer, channel="chat")
    page.get_by_role("button", name="Copy as curl").click()
    until(page, "copied.textContent", "Copied")
    copied = page.evaluate("navigator.clipboard.readText()")
    assert copied == page.evaluate("curl.textContent")
    answer = run(copied)
    shown = page.evaluate("[...document.querySelectorAll('.findings code')].map((code) => code.textContent)")
    assert [found["rule"] for found in answer["findings"] if found["about"] == "words"][:5] == shown
    body = json.loads(re.search(r"--data-binary '(.*)'$", copied, re.DOTALL)[1].replace("'\\''", "'"))
    assert body["turns"][-1]["text"] == NASTY
    assert body["now"] == "2026-11-18T10:30:00+00:00"
    again = page.evaluate("(body) => fetch('v1/check', { method: 'POST', body }).then((it) => it.json())", json.dumps(body))
    assert again == answer


def test_a_key_is_asked_for_when_the_server_wants_one_and_kept_in_this_tab_alone(
    visit: Callable[..., Page], tmp_path: Path, run_process: Callable[..., Any]
) -> None:
    settings = tmp_path / "replylint.toml"
    settings.write_text('[server]\nhosts = ["replies.example"]\nkeys = "keys.json"\n', encoding="utf-8")
    key = run_process("keys", "add", "page", "--settings", settings).out.strip()
    with serving(tmp_path) as made:
        page = visit(made.url)
        until(page, "document.querySelector('[role=alert]').textContent", "This server asks for a key.")
        page.get_by_label("Key").fill("wrong")
        page.keyboard.press("Enter")
        until(page, "document.querySelector('[role=alert]').textContent", "The server does not know this key.")
        assert "sessionStorage" in page.locator("#key-form").inner_text()
        page.get_by_label("Key").fill(key)
        page.keyboard.press("Enter")
        checked(page, "Worth another look: 1 warning, 5 suggestions")
        assert not page.get_by_label("Key").is_visible()
        assert page.evaluate("[Object.values(sessionStorage), localStorage.length, document.cookie]") == [[key], 0, ""]
        assert key not in page.content()
        page.get_by_role("button", name="Copy as curl").click()
        copied = page.evaluate("navigator.clipboard.readText()")
        assert key not in copied
        assert run(copied, REPLYLINT_KEY=key)["verdict"] == "warn"
        page.reload()
        checked(page, "Worth another look: 1 warning, 5 suggestions")
        page.get_by_role("button", name="Forget the key").click()
        until(page, "document.querySelector('[role=alert]').textContent", "This server asks for a key.")
        assert page.evaluate("sessionStorage.length") == 0


def test_nothing_is_kept_in_the_browser(page: Page) -> None:
    write(page, "Unfortunately, my own words.")
    assert page.evaluate("[sessionStorage.length, localStorage.length, document.cookie]") == [0, 0, ""]
    page.reload()
    checked(page, "Worth another look: 1 warning, 5 suggestions")
    assert "my own words" not in page.input_value("#draft")


def test_the_policy_of_the_page_is_the_strict_one(page: Page) -> None:
    answer = page.reload()
    assert answer is not None
    policy = answer.headers["content-security-policy"]
    for part in ("default-src 'none'", "script-src 'self';", "style-src 'self';", "connect-src 'self'"):
        assert part in policy
    assert "unsafe" not in policy
    assert page.locator("script:not([src]), style, [style]:not(.full), [onclick]").count() == 0


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_texts_and_edges_can_be_told_from_what_lies_behind_them(visit: Callable[..., Page], server: str, scheme: str) -> None:
    page = visit(server, color_scheme=scheme, reduced_motion="reduce")
    checked(page, "Worth another look: 1 warning, 5 suggestions")
    ground = {"light": "rgb(245, 247, 249)", "dark": "rgb(21, 25, 29)"}[scheme]
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == ground
    for sample, verdict in SAMPLES.items():
        page.get_by_role("button", name=sample, exact=True).click()
        checked(page, verdict)
        assert page.evaluate(CONTRAST) == []


@pytest.mark.parametrize("width", [360, 768, 1024, 1920])
def test_nothing_stands_beyond_the_edge_of_the_screen(visit: Callable[..., Page], server: str, width: int) -> None:
    page = visit(server, viewport={"width": width, "height": 800})
    checked(page, "Worth another look: 1 warning, 5 suggestions")
    page.get_by_text("Show the request").click()
    for sample, verdict in SAMPLES.items():
        page.get_by_role("button", name=sample, exact=True).click()
        checked(page, verdict)
        assert page.evaluate("document.documentElement.scrollWidth") <= width
    write(page, "Unfortunately" + "y" * 400 + ", " + "no" * 300, "Why" + "?" * 500)
    assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_what_moves_is_still_for_those_who_asked_for_it(visit: Callable[..., Page], server: str) -> None:
    moving = "[...document.querySelectorAll('*')].filter((it) => getComputedStyle(it).transitionDuration !== '0s').length"
    smooth = "getComputedStyle(document.documentElement).scrollBehavior"
    page = visit(server, reduced_motion="reduce")
    assert page.evaluate(f"[{moving}, {smooth}]") == [0, "auto"]


def test_the_page_is_told_well_to_those_who_listen(page: Page) -> None:
    told = page.locator("body").aria_snapshot()
    for part in (
        "- banner:",
        "- main:",
        "- contentinfo:",
        '- navigation "More":',
        '- heading "Check a reply before it is sent" [level=1]',
        '- heading "What was found" [level=2]',
        '- heading "Words to look at" [level=3]',
        '- status:\n      - strong: Worth another look\n      - text: ": 1 warning, 5 suggestions"',
        '- textbox "Your draft"',
        '- textbox "What the customer wrote optional"',
        '- combobox "Channel"',
        "“soon” is no time; each reader has another one in mind.",
    ):
        assert part in told, part
    finding = section(page, "Words to look at").get_by_role("listitem").first.aria_snapshot()
    assert finding.index('button "Warning: “soon”"') < finding.index("is no time") < finding.index("Swap it for a day")
    assert 'button "Fill in: by blank (day and time)"' in finding
    levels = [int(element.evaluate("(it) => it.tagName[1]")) for element in page.locator("h1, h2, h3, h4").all()]
    assert levels[0] == 1
    assert all(after <= before + 1 for before, after in zip(levels, levels[1:], strict=False))


def test_everything_that_is_pressed_has_a_name_and_room_for_a_finger(page: Page) -> None:
    nodes = page.context.new_cdp_session(page).send("Accessibility.getFullAXTree")["nodes"]
    kinds = ("button", "link", "textbox", "combobox", "DisclosureTriangle")
    pressed = [node for node in nodes if node.get("role", {}).get("value") in kinds]
    assert len(pressed) > 20
    assert [node for node in pressed if not node.get("name", {}).get("value", "").strip()] == []
    shown = "[...document.querySelectorAll('button, select, input, summary')].filter((it) => it.checkVisibility())"
    assert page.evaluate(f"{shown}.filter((it) => it.offsetHeight < 24).map((it) => it.outerHTML)") == []


def test_the_whole_page_is_walked_by_keyboard_and_the_focus_is_seen(page: Page) -> None:
    page.evaluate("document.activeElement.blur()")
    seen = []
    for _ in range(60):
        page.keyboard.press("Tab")
        name, edge = page.evaluate(
            "(() => { const it = document.activeElement, style = getComputedStyle(it.closest('.box') ?? it);"
            " return [it.id || it.ariaLabel || it.textContent, style.outlineStyle]; })()"
        )
        if [name] == seen[-1:]:
            continue  # the parts of a date
        if name in seen or page.evaluate("document.activeElement === document.body"):
            break
        assert edge != "none", name
        seen.append(name)
    for name in (
        "Skip to what was found",
        "customer",
        "draft",
        "channel",
        "sent",
        "copy",
        "Warning: “soon”",
        "Apply: Leave it out",
    ):
        assert name in seen
    assert seen.index("draft") < seen.index("channel") < seen.index("Warning: “soon”")


def test_the_keyboard_stays_where_it_was_when_an_answer_comes(page: Page) -> None:
    page.get_by_role("button", name="Warning: “soon”").focus()
    page.evaluate("sent.value = '2026-11-20T09:00'; sent.dispatchEvent(new InputEvent('input'))")
    until(page, "document.querySelector('time').dateTime", "2026-11-21T12:00:00+00:00")
    assert page.evaluate("document.activeElement.ariaLabel") == "Warning: “soon”"


def test_the_parts_of_the_page_are_what_they_say(page: Page, server: str) -> None:
    kinds = {
        ".html": "text/html",
        ".js": "text/javascript",
        ".css": "text/css",
        ".svg": "image/svg+xml",
        ".json": "application/json",
    }
    folder = REPOSITORY / "src" / "replylint" / "faces" / "server" / "page"
    for file in folder.iterdir():
        answer = page.request.get(f"{server}/page/{file.name}")
        assert answer.status == 200
        assert answer.headers["content-type"].startswith(kinds[file.suffix])
        assert answer.headers["x-content-type-options"] == "nosniff"
    assert page.request.get(f"{server}/page/none.js").status == 404
    assert page.request.get(f"{server}/page/..%2Fapp.py").status == 404
