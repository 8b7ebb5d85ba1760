"""The browser with the extension in it: opened, shown a page of ours, and asked what lies over the page."""

from __future__ import annotations

import functools
import json
import os
import shutil
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn

import httpx
import pytest

from conftest import child
from serving import Server, serving

if TYPE_CHECKING:
    from playwright.sync_api import BrowserContext, Locator, Page, Worker

REPOSITORY = Path(__file__).parent.parent
EXTENSION = REPOSITORY / "extension" / "browser"
EDITORS = REPOSITORY / "tests" / "extension-editors"
PAGES = REPOSITORY / "tests" / "pages"
FLAGS = [
    f"--disable-extensions-except={EXTENSION}",
    f"--load-extension={EXTENSION}",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]

# What each frame lays over the page lies on a layer of its own; these look on all of them.
LAYERS = """
  const layers = [...document.querySelectorAll('replylint-surface')].map((host) => host.shadowRoot);
  const all = (selector) => layers.flatMap((layer) => [...layer.querySelectorAll(selector)]);
  const one = (selector) => all(selector).find((element) => element.checkVisibility({ visibilityProperty: true })) ?? null;
  const said = () => layers.map((layer) => layer.querySelector('.unseen')?.textContent ?? '').join(' ').trim();
  const focused = () => layers.map((layer) => layer.activeElement).find(Boolean) ?? null;
  const marked = () => [
    ...[...CSS.highlights.values()].flatMap((marks) => [...marks].map(String)),
    ...all('.mirror mark').map((mark) => mark.textContent),
  ];
"""


def _lacking(what: str) -> NoReturn:
    reason = f"the extension's tests need {what}"
    if os.environ.get("REPLYLINT_NO_SKIP") == "1":
        pytest.fail(reason, pytrace=False)
    pytest.skip(reason, allow_module_level=True)


try:
    from playwright.sync_api import sync_playwright
except ImportError:
    _lacking("playwright (pip install playwright)")
CHROMIUM = shutil.which("chromium") or _lacking("Chromium as `chromium` on the path (apt-get install chromium)")


@contextmanager
def browsing(profile: Path, *flags: str, **options: Any) -> Iterator[BrowserContext]:
    """A Chromium that has the extension."""
    with sync_playwright() as playwright:
        context = playwright.chromium.launch_persistent_context(
            profile, executable_path=CHROMIUM, args=[*FLAGS, *flags], **options
        )
        context.set_default_timeout(5000)
        yield context
        context.close()


class _QuietHandler(SimpleHTTPRequestHandler):
    def log_message(self, *_: object) -> None:
        """Test output is not for a web server's lines."""


@contextmanager
def site(folder: Path) -> Iterator[str]:
    """The URL under which a folder is served."""
    handler = functools.partial(_QuietHandler, directory=folder)
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as web:
        thread = threading.Thread(target=web.serve_forever, kwargs={"poll_interval": 0.05})
        thread.start()
        yield f"http://127.0.0.1:{web.server_port}"
        web.shutdown()
        thread.join()


@contextmanager
def answering(answer: Callable[[dict[str, Any]], object]) -> Iterator[str]:
    """The URL of a server that is none of ours: it answers whatever it is asked as it is told, in its own time."""

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            told = json.dumps(answer(json.loads(self.rfile.read(int(self.headers["Content-Length"]))))).encode()
            self.send_response(200)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(told)))
            self.end_headers()
            with suppress(ConnectionError):  # who asked may not have waited
                self.wfile.write(told)

        def log_message(self, *_: object) -> None:
            """Test output is not for a web server's lines."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as web:
        thread = threading.Thread(target=web.serve_forever, kwargs={"poll_interval": 0.05})
        thread.start()
        yield f"http://127.0.0.1:{web.server_port}"
        web.shutdown()
        thread.join()


@contextmanager
def recording_server(folder: Path) -> Iterator[tuple[Server, str]]:
    """A server that keeps overrides and counts, and a key to it."""
    (folder / "replylint.toml").write_text('[store]\nurl = "sqlite:///kept.db"\n[server]\nkeys = "keys.json"\n', encoding="utf-8")
    add = [sys.executable, "-m", "replylint", "keys", "add", "browser"]
    told = subprocess.run(add, cwd=folder, env=child(), capture_output=True, check=True, text=True).stdout
    key = next(word for word in told.split() if word.startswith("rl_"))
    with serving(folder) as server:
        held = {"text": "Please send us your password."}
        first = httpx.post(f"{server.url}/v1/check", json=held, headers={"Authorization": f"Bearer {key}"}, timeout=30)
        assert first.json()["verdict"] == "hold"  # and the store is open; a busy machine takes its time for that
        yield server, key


@dataclass(frozen=True)
class Desk:
    """A browser with the extension, a server that keeps answers, a key to it, and pages to write on."""

    browser: BrowserContext
    server: Server
    key: str
    url: str

    @contextmanager
    def page(self, path: str, **options: object) -> Iterator[Page]:
        """A fresh page, and an extension that remembers nothing but its server and these options."""
        self.worker.evaluate("() => chrome.storage.local.clear()")
        self.set(server=self.server.url, **options)
        page = self.browser.new_page()
        page.goto(f"{self.url}/{path}")
        yield page
        page.close()

    def set(self, **options: object) -> None:
        """Set options of the extension, as its own pages do."""
        self.worker.evaluate("(options) => chrome.storage.local.set(options)", options)

    @property
    def worker(self) -> Worker:
        """The extension's background."""
        workers = self.browser.service_workers or [self.browser.wait_for_event("serviceworker")]
        return workers[-1]

    def stored(self) -> dict[str, Any]:
        """All that the extension keeps."""
        kept: dict[str, Any] = self.worker.evaluate("() => chrome.storage.local.get(null)")
        return kept

    def asked(self, path: str, **body: object) -> Any:
        """What the server answers to us, with the key."""
        method = "POST" if body else "GET"
        answer = httpx.request(
            method, f"{self.server.url}{path}", json=body or None, headers={"Authorization": f"Bearer {self.key}"}
        )
        assert answer.is_success, answer.text
        return answer.json()


@contextmanager
def open_desk(folder: Path, pages: Path = PAGES, flags: Sequence[str] = ()) -> Iterator[Desk]:
    """All of it, in a folder of its own."""
    kept = folder / "kept"
    kept.mkdir()
    with recording_server(kept) as (server, key), site(pages) as url, browsing(folder / "profile", *flags) as browser:
        yield Desk(browser, server, key, url)


def look(page: Page, expression: str) -> Any:
    """The value of an expression in the page, with the helpers of `LAYERS`."""
    return page.evaluate(f"() => {{ {LAYERS} return {expression}; }}")


def until(page: Page, expression: str, expected: Any = True, seconds: float = 5) -> Any:
    """Wait until an expression has a value. It polls with `evaluate`, which no content security policy forbids."""
    deadline, seen = time.monotonic() + seconds, None
    while time.monotonic() < deadline:
        seen = look(page, expression)
        if seen == expected:
            return seen
        time.sleep(0.03)
    pytest.fail(f"{expression} is {seen!r}, not {expected!r}")


def point_at(page: Page, words: str) -> None:
    """Move the pointer onto marked words in an editable element or a textarea."""
    page.mouse.move(2, 2)
    rect = look(
        page,
        """(() => {
          const ranges = [...CSS.highlights.values()].flatMap((marks) => [...marks]);
          const there = (mark) => (mark.textContent ?? String(mark)) === WORDS;
          const { left, top, width, height } = [...ranges, ...all('.mirror mark')].find(there).getClientRects()[0];
          return [left + width / 2, top + height / 2];
        })()""".replace("WORDS", repr(words)),
    )
    page.mouse.move(*rect)


def card(page: Page) -> Locator:
    """The card."""
    return page.locator("replylint-surface .card")


def press(page: Page, name: str) -> None:
    """Click the button of this name, of the page or of the extension."""
    page.get_by_role("button", name=name, exact=True).click()


def held(page: Page) -> None:
    """Wait until Send is held."""
    until(page, "one('dialog')?.open ?? false")


def sent(page: Page) -> list[tuple[str, str]]:
    """What the page has sent: from which box, and the text."""
    return [(mail["box"], mail["text"]) for mail in page.evaluate("sent")]
