"""Visits to the page at `/`: a browser that knows the time, and watches that nothing is logged or asked of others."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from chromium_browser import CHROMIUM, FLAGS, need_chromium, until

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Locator, Page

NOW = "2026-11-18T10:30:00Z"  # a Wednesday
_OF_THE_BROWSER = "status of 4|ERR_CONNECTION"  # what it logs itself of an answer that is no good


@contextmanager
def chromium() -> Iterator[Browser]:
    """A browser, or the test is skipped."""
    need_chromium()
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield opened
        opened.close()


@contextmanager
def visits(browser: Browser) -> Iterator[Callable[..., Page]]:
    """A function that opens a page. Whatever a test does there, nothing goes to another origin and nothing is logged."""
    contexts, logged, asked = [], [], set()

    def visit(url: str, **told: Any) -> Page:
        usual = {"timezone_id": "Europe/London", "locale": "en-GB", "permissions": ["clipboard-read", "clipboard-write"]}
        context = browser.new_context(**{**usual, **told})
        contexts.append(context)
        context.set_default_timeout(20_000)
        context.clock.set_fixed_time(NOW)
        page = context.new_page()
        page.on("console", lambda message: logged.append(message.text))
        page.on("pageerror", lambda error: logged.append(str(error)))
        page.on("request", lambda request: asked.add("/".join(request.url.split("/")[:3])))
        page.goto(url)
        return page

    yield visit
    for context in contexts:
        context.close()
    assert [line for line in logged if not re.search(_OF_THE_BROWSER, line)] == []
    assert len(asked) <= 1, "all that is asked for is the server's own"


def checked(page: Page, verdict: str) -> None:
    """Wait for a verdict."""
    until(page, "document.querySelector('#verdict').textContent", verdict)


def write(page: Page, draft: str, customer: str = "", channel: str = "") -> None:
    """Put texts into the page and wait for what is found in them."""
    page.select_option("#channel", channel)
    page.get_by_label("What the customer wrote").fill(customer)
    page.get_by_label("Your draft").fill(draft)
    told = json.dumps(draft, ensure_ascii=False).replace("'", "'\\''")
    until(page, "(told) => curl.textContent.includes(told) && !document.querySelector('.old')", True, told)


def section(page: Page, title: str) -> Locator:
    """A part of what was found, by its heading."""
    return page.locator("#report > section").filter(has=page.get_by_role("heading", name=title, exact=True))
