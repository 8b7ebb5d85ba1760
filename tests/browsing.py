"""A desk to write at: a browser with the extension, a server that keeps answers, and what lies over the page."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler
from pathlib import Path
from typing import TYPE_CHECKING, Any

import httpx

from browsers import REPOSITORY, Chromium, driven, look, until_page
from conftest import lacking
from serving import Server, key_for, serving
from web import PAGES, Quiet, answered, served

if TYPE_CHECKING:
    from playwright.sync_api import Locator, Page

EDITORS = REPOSITORY / "tests" / "extension-editors"
_CONDITIONS = ("production", "browser", "import", "module", "default")
_FORGET = """async (kept) => {
  const names = Object.keys(await chrome.storage.local.get(null));
  await chrome.storage.local.remove(names.filter((name) => !kept.includes(name)));
}"""


def editor_pages(folder: Path) -> Path:
    """A folder to serve, in which `editors.html?editor=KIND` has an editor of others."""
    modules = EDITORS / "node_modules"
    if not (modules / ".package-lock.json").exists():
        lacking("the editors (npm ci in tests/extension-editors)")
    (folder / "node_modules").symlink_to(modules)
    shutil.copy(EDITORS / "editors.js", folder)
    page = (EDITORS / "editors.html").read_text(encoding="utf-8")
    (folder / "editors.html").write_text(page.replace("IMPORTS", json.dumps({"imports": _imports(modules)})), encoding="utf-8")
    return folder


def _imports(modules: Path) -> dict[str, str]:
    """What the names of installed modules stand for in a browser, by their own `exports`."""
    found = {}
    for file in [*modules.glob("*/package.json"), *modules.glob("@*/*/package.json")]:
        told = json.loads(file.read_text(encoding="utf-8"))
        exports: Any = told.get("exports") or {".": told.get("module") or told.get("main") or "index.js"}
        if isinstance(exports, str) or not any(key.startswith(".") for key in exports):
            exports = {".": exports}
        for key, target in exports.items():
            while isinstance(target, dict):
                target = next((target[each] for each in _CONDITIONS if each in target), None)
            if target and "*" not in key:
                found[f"{told['name']}{key[1:]}"] = f"/node_modules/{told['name']}/{target.removeprefix('./')}"
    return found


@contextmanager
def answering(answer: Callable[[dict[str, Any]], object]) -> Iterator[str]:
    """The URL of a server that is none of ours: it answers whatever it is asked as it is told, in its own time."""

    class Handler(Quiet, BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            told = json.dumps(answer(json.loads(self.rfile.read(int(self.headers["Content-Length"]))))).encode()
            self.send_response(200)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(told)))
            self.end_headers()
            with suppress(ConnectionError):  # who asked may not have waited
                self.wfile.write(told)

    with answered(Handler) as url:
        yield url


@contextmanager
def recording_server(folder: Path) -> Iterator[tuple[Server, str]]:
    """A server that keeps overrides and counts, and a key to it."""
    key = key_for(folder, "[store]", 'url = "sqlite:///kept.db"')
    with serving(folder) as server:
        held = {"text": "Please send us your password."}
        first = httpx.post(f"{server.url}/v1/check", json=held, headers={"Authorization": f"Bearer {key}"}, timeout=30)
        assert first.json()["verdict"] == "hold"  # and the store is open; a busy machine takes its time for that
        yield server, key


@dataclass(frozen=True)
class Desk:
    """A browser with the extension, a server that keeps answers, a key to it, and a site to write on, which is watched."""

    chromium: Chromium
    server: Server
    key: str
    url: str

    @contextmanager
    def page(self, path: str, key: str = "", **settings: object) -> Iterator[Page]:
        """A fresh page, and an extension that remembers nothing but its site, its server, a key and these settings."""
        self.chromium.worker.evaluate(_FORGET, ["sites"])
        self.chromium.set_key(key)
        self.chromium.set(server=self.server.url, **settings)
        page = self.chromium.context.new_page()
        self.open(page, path)
        yield page
        page.close()

    def open(self, page: Page, path: str) -> None:
        """Go to a page of the site, and wait until it is watched."""
        page.goto(f"{self.url}/{path}")
        self.chromium.watching(page)

    def stored(self) -> dict[str, Any]:
        """All that the extension keeps, but for the key."""
        kept: dict[str, Any] = self.chromium.worker.evaluate("() => chrome.storage.local.get(null)")
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
def open_desk(folder: Path, pages: Path = PAGES) -> Iterator[Desk]:
    """All of it, in a folder of its own."""
    kept = folder / "kept"
    kept.mkdir()
    with recording_server(kept) as (server, key), served(pages) as url, driven() as playwright:
        chromium = Chromium(playwright, folder / "profile")
        chromium.set(sites=[{"origin": url, "on": True}])
        try:
            yield Desk(chromium, server, key, url)
        finally:
            chromium.close()


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
    until_page(page, "one('dialog')?.open ?? false")


def sent(page: Page) -> list[tuple[str, str]]:
    """What the page has sent: from which box, and the text."""
    return [(mail["box"], mail["text"]) for mail in page.evaluate("sent")]
