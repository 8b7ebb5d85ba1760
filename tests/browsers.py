"""Browsers that have the extension, for several test files: a Chromium by Playwright, and pages to try it on."""

from __future__ import annotations

import json
import os
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

from chromium_browser import CHROMIUM, FLAGS, REPOSITORY, need_chromium
from chromium_browser import until as until_evaluated
from conftest import free_port

need_chromium()

from playwright.sync_api import BrowserContext, Page, Playwright, Worker, sync_playwright  # noqa: E402

EXTENSION = REPOSITORY / "extension" / "browser"
ID = "naijkcicfiejmolghchicbiokdmmhjip"
_DEADLINE = 10  # seconds, on a machine that may be busy


@contextmanager
def driven() -> Iterator[Playwright]:
    """What drives browsers; once at a time in a thread."""
    with sync_playwright() as playwright:
        yield playwright


class Chromium:
    """A Chromium with the extension in a profile of its own."""

    def __init__(self, playwright: Playwright, profile: Path, *flags: str, display: str = "", **more: Any) -> None:
        self._playwright = playwright
        self._port = free_port()
        self._ours: Page | None = None
        loading = (f"--disable-extensions-except={EXTENSION}", f"--load-extension={EXTENSION}")
        self.context: BrowserContext = playwright.chromium.launch_persistent_context(
            profile,
            executable_path=CHROMIUM,
            headless=not display,
            args=[*loading, *FLAGS, f"--remote-debugging-port={self._port}", *flags],
            env={**os.environ, "DISPLAY": display},
            **more,
        )
        self.context.set_default_timeout(1000 * _DEADLINE)

    @property
    def worker(self) -> Worker:
        """The extension's background."""
        workers = self.context.service_workers or [self.context.wait_for_event("serviceworker")]
        return workers[-1]

    def set(self, **settings: Any) -> None:
        """Set settings as the options page does; sites are watched when this returns."""
        self.worker.evaluate("(settings) => chrome.storage.local.set(settings)", settings)
        if any(site["on"] for site in settings.get("sites", [])):
            until(lambda: bool(self.worker.evaluate("chrome.scripting.getRegisteredContentScripts()")), True)

    def kept(self, name: str) -> Any:
        """What the extension keeps under a name."""
        return self.worker.evaluate("async (name) => (await chrome.storage.local.get(name))[name]", name)

    def set_key(self, key: str) -> None:
        """Keep a key to the server, or none, where the options page keeps it."""
        if self._ours is None or self._ours.is_closed():
            self._ours = self.page_of_ours("privacy")
        self._ours.evaluate("async (key) => (await import('/shared/key.js')).writeKey(key)", key)

    def badge(self, page: Page) -> tuple[str, str]:
        """The title and the number of the toolbar's icon on a page, which is brought to the front."""
        page.bring_to_front()
        title, text = self.worker.evaluate(
            """async () => {
              const [{ id: tabId }] = await chrome.tabs.query({ active: true, lastFocusedWindow: true });
              return Promise.all([chrome.action.getTitle({ tabId }), chrome.action.getBadgeText({ tabId })]);
            }"""
        )
        return title, text

    def watching(self, page: Page) -> None:
        """Wait until the extension knows what holds on a page, which takes it less time than it takes a person to write."""
        told = """async () => {
          const [{ id }] = await chrome.tabs.query({ active: true, lastFocusedWindow: true });
          return (await chrome.tabs.sendMessage(id, { type: 'page-state' }).catch(() => null))?.watching ?? false;
        }"""
        page.bring_to_front()
        until(lambda: self.worker.evaluate(told), True)

    def page_of_ours(self, name: str) -> Page:
        """The options or the privacy page in a tab."""
        page = self.context.new_page()
        page.goto(f"chrome-extension://{ID}/{name}.html")
        return page

    def allow(self, host: str) -> None:
        """Give the browser's leave for a site beforehand, on its own page of extensions; it does not ask after that."""
        page = self.context.new_page()
        page.goto("chrome://extensions")
        page.evaluate("([id, host]) => chrome.developerPrivate.addHostPermission(id, host)", [ID, host])
        page.close()

    @contextmanager
    def popup(self, page: Page, opening: Callable[[], None] | None = None) -> Iterator[Page]:
        """The toolbar's popup over a page, opened by the extension itself unless a test does it in another way."""
        page.bring_to_front()
        if opening is None:
            self.worker.evaluate("chrome.action.openPopup()")
        for _ in range(_DEADLINE // 2):
            if opening and not self.has_popup():
                opening()  # a window that is not yet in front takes no keys
            with suppress(TimeoutError):
                until(self.has_popup, True, 2)
                break
        browser = self._playwright.chromium.connect_over_cdp(f"http://127.0.0.1:{self._port}")
        try:
            pages = [page for context in browser.contexts for page in context.pages]
            yield next(page for page in pages if page.url.endswith("popup.html"))
        finally:
            browser.close()

    def has_popup(self) -> bool:
        """Whether the popup is open: the browser closes it while it asks for leave."""
        return any(target["url"].endswith("popup.html") for target in self._targets())

    def end_worker(self) -> None:
        """End the extension's background, as a browser does that wants its memory back."""
        workers = [target["id"] for target in self._targets() if target["type"] == "service_worker"]
        assert workers
        for each in workers:
            urllib.request.urlopen(f"http://127.0.0.1:{self._port}/json/close/{each}").close()

    def _targets(self) -> list[dict[str, Any]]:
        with urllib.request.urlopen(f"http://127.0.0.1:{self._port}/json") as answer:
            targets: list[dict[str, Any]] = json.load(answer)
        return targets

    def close(self) -> None:
        self.context.close()


def until(told: Callable[[], Any], expected: Any, seconds: float = _DEADLINE) -> None:
    """Wait until something is told."""
    deadline = time.monotonic() + seconds
    while (seen := told()) != expected:
        if time.monotonic() > deadline:
            raise TimeoutError(f"{seen!r} is not {expected!r}")
        time.sleep(0.05)


# What each frame lays over the page lies on a layer of its own; these look on all of them.
LAYER = """
  const layers = [...document.querySelectorAll('replylint-surface')].map((host) => host.shadowRoot);
  const layer = () => layers.find((each) => each.querySelector('dialog')) ?? layers[0] ?? document.createElement('i');
  const all = (selector) => layers.flatMap((each) => [...each.querySelectorAll(selector)]);
  const one = (selector) => all(selector).find((element) => element.checkVisibility({ visibilityProperty: true })) ?? null;
  const said = () => layers.map((each) => each.querySelector('.unseen')?.textContent ?? '').join(' ').trim();
  const focused = () => layers.map((each) => each.activeElement).find(Boolean) ?? null;
  const marked = () => [
    ...[...CSS.highlights.values()].flatMap((marks) => [...marks].map(String)),
    ...all('.mirror mark').map((mark) => mark.textContent),
  ];
"""
MARKED = "[...CSS.highlights.values()].flatMap((marks) => [...marks].map(String))"
HELD = "layer().querySelector('dialog')?.open ?? false"


def look(page: Page, expression: str) -> Any:
    """The value of an expression in the page, with the helpers of `LAYER`."""
    return page.evaluate(f"() => {{ {LAYER} return {expression}; }}")


def until_page(page: Page, expression: str, expected: Any = True) -> None:
    """Wait with `evaluate`, which a page's content security policy does not forbid."""
    until_evaluated(page, f"() => {{ {LAYER} return {expression}; }}", expected)
