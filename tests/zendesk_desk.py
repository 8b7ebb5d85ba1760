"""A desk with the Zendesk app in it: the framework's own code, a page in the place of Zendesk's workspace, a real server.

Draw the app's logos and take the picture of its README: `PYTHONPATH=src python tests/zendesk_desk.py`.
"""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

import web
from chromium_browser import CHROMIUM, FLAGS, REPOSITORY, need_chromium, until
from conftest import child, lacking
from serving import Server, serving

if TYPE_CHECKING:
    from playwright.sync_api import Browser, BrowserContext, FrameLocator, Page

APP = REPOSITORY / "extension" / "zendesk"
PICTURES = REPOSITORY / "extension" / "pictures"
FRAMEWORK = REPOSITORY / "tests" / "clients" / "node_modules" / "zendesk_app_framework_sdk" / "lib"
FRAMEWORK_ADDRESS = "https://static.zdassets.com/zendesk_app_framework_sdk/2.0/zaf_sdk.min.js"
NOW = "2026-11-18T10:30:00Z"  # a Wednesday
HELD = "🙂 You are stupid, &amp; your lamp is <b>broken</b>."
HELD_WORDS = "You are stupid"

Proxy = Callable[[dict[str, Any]], list[Any]]


def framework() -> str:
    """Zendesk's framework for apps as one script: its modules as they are, and a `require` around them."""
    if not FRAMEWORK.is_dir():
        lacking("Zendesk's framework for apps (npm ci --ignore-scripts in tests/clients)")
    modules = {file.stem: file.read_text("utf-8") for file in FRAMEWORK.rglob("*.js")}
    bodies = ",".join(f"{json.dumps(name)}: (module, exports, require) => {{{body}\n}}" for name, body in modules.items())
    return f"""(() => {{
      const bodies = {{{bodies}}}, made = {{}};
      const require = (path) => {{
        const name = path.split('/').pop();
        if (!made[name]) bodies[name](made[name] = {{ exports: {{}} }}, made[name].exports, require);
        return made[name].exports;
      }};
      window.ZAFClient = require('index');
    }})();"""


@contextmanager
def desk_server(folder: Path, origin: str, about: str = "") -> Iterator[tuple[Server, str]]:
    """A server that answers the app, and a key of it."""
    settings = f'[store]\nurl = "sqlite:///kept.db"\n[server]\nkeys = "keys.json"\norigins = ["{origin}"]\n{about}'
    (folder / "replylint.toml").write_text(settings, encoding="utf-8")
    adding = [sys.executable, "-m", "replylint", "keys", "add", "zendesk"]
    key = subprocess.run(adding, check=True, capture_output=True, text=True, cwd=folder, env=child()).stdout.strip()
    with serving(folder) as server:
        yield server, key


@contextmanager
def chromium() -> Iterator[Browser]:
    """A browser, or the test is skipped."""
    need_chromium()
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield opened
        opened.close()


class Ticket:
    """A ticket that is open in the workspace, with the app beside it."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.app: FrameLocator = page.frame_locator("#app")

    def write(self, html: str) -> None:
        """Put a text into the editor, as the agent's typing leaves it."""
        self.page.evaluate("(html) => { editor.innerHTML = html; }", html)

    def submit(self) -> None:
        """Press Submit and wait for what becomes of it."""
        saved = self.page.evaluate("saved.length")
        self.page.click("#submit")
        until(
            self.page, "(saved) => window.saved.length > saved || document.getElementById('told').textContent !== ''", True, saved
        )

    def press(self, name: str) -> None:
        """Press a button of the app."""
        self.app.get_by_role("button", name=name, exact=True).click()

    def told(self) -> str:
        """What Zendesk shows when it does not save."""
        return self.page.inner_text("#told")

    def saved(self) -> list[str]:
        """The texts that were saved."""
        return [each["text"] for each in self.page.evaluate("saved")]

    def until_state(self, state: str) -> None:
        """Wait until the app says that things stand so."""
        self.app.locator(f"html[data-state={state}]").wait_for()

    def shown(self) -> str:
        """All that the app shows."""
        return self.app.locator("body").inner_text()


@contextmanager
def workspace(browser: Browser, app: str, host: str, watch: Watch, **told: Any) -> Iterator[Callable[..., Ticket]]:
    """A function that opens a ticket, with the settings that an admin gave the app."""
    usual = {"timezone_id": "Europe/London", "locale": "en-GB", "viewport": {"width": 980, "height": 760}}
    context = browser.new_context(**{**usual, **told})
    context.set_default_timeout(20_000)
    context.clock.set_fixed_time(NOW)
    code = framework()
    context.route(FRAMEWORK_ADDRESS, lambda route: route.fulfill(body=code, content_type="text/javascript"))
    watch.over(context)

    def open_ticket(settings: dict[str, str], proxy: Proxy | None = None) -> Ticket:
        page = context.new_page()
        page.expose_function("proxy", proxy or (lambda _: [False, {"status": 502}]))
        page.goto(f"{host}/zendesk.html?{urlencode({'app': f'{app}/assets/iframe.html', 'settings': json.dumps(settings)})}")
        ticket = Ticket(page)
        ticket.until_state("idle")
        return ticket

    yield open_ticket
    context.close()


class Watch:
    """What pages asked for and said, from the first one on."""

    def __init__(self) -> None:
        self.bodies: list[dict[str, Any]] = []
        self.origins: set[str] = set()
        self.logged: list[str] = []

    def over(self, context: BrowserContext) -> None:
        """Watch all pages of a context."""
        context.on("request", self._asked)
        context.on("console", lambda message: self.logged.append(message.text))
        context.on("weberror", lambda error: self.logged.append(str(error.error)))

    def _asked(self, request: Any) -> None:
        self.origins.add("/".join(request.url.split("/")[:3]))
        if request.method == "POST":
            self.bodies.append(request.post_data_json)


def draw_logos(browser: Browser) -> None:
    """The logos that Zendesk asks for, in its two sizes."""
    bubble = "M7 3 H25 A4 4 0 0 1 29 7 V19 A4 4 0 0 1 25 23 H15 L8 29.5 V23 H7 A4 4 0 0 1 3 19 V7 A4 4 0 0 1 7 3 Z"
    wave = '<path d="M8 15.5 q2.7 -5 5.4 0 t5.4 0 t5.4 0" fill="none" stroke="#fff" stroke-width="3" stroke-linecap="round"/>'
    for name, size in (("logo", 320), ("logo-small", 128)):
        page = browser.new_page(viewport={"width": size, "height": size})
        drawn = f'<path d="{bubble}" fill="#1f5fbf"/>{wave}'
        page.set_content(f'<body style="margin:0"><svg viewBox="0 0 32 32" width="{size}" height="{size}">{drawn}</svg>')
        page.screenshot(path=APP / "assets" / f"{name}.png", omit_background=True)
        page.close()


def take_pictures(browser: Browser, folder: Path, scheme: str) -> None:
    """A reply that is held, one that was looked at ahead, and one that was let go."""
    with ExitStack() as opened, tempfile.TemporaryDirectory() as made:
        app, host = opened.enter_context(web.served(APP)), opened.enter_context(web.served())
        server, key = opened.enter_context(desk_server(Path(made), app))
        dressed = workspace(browser, app, host, Watch(), color_scheme=scheme)
        ticket = opened.enter_context(dressed)({"server": server.url, "local_key": key})
        ticket.write("<p>Hi Ana,</p><p>We will look into it soon.</p>")
        ticket.press("Check the reply")
        ticket.until_state("found")
        ticket.app.get_by_role("button", name="Say sorry for what went wrong …").click()
        ticket.page.screenshot(path=folder / f"zendesk-found-{scheme}.png", full_page=True)
        ticket.write("<p>Hi Ana,</p><p>You are stupid if you think that it shipped. We will send another one soon.</p>")
        ticket.submit()
        ticket.until_state("held")
        ticket.page.screenshot(path=folder / f"zendesk-held-{scheme}.png", full_page=True)
        ticket.app.get_by_label("Why it should go as it is").fill("She asked for these words.")
        ticket.press("Send anyway")
        ticket.until_state("approved")
        ticket.page.screenshot(path=folder / f"zendesk-approved-{scheme}.png", full_page=True)


if __name__ == "__main__":
    with chromium() as started:
        if "--look" in sys.argv:  # all of them, for whoever checks how they look
            for each in ("light", "dark"):
                take_pictures(started, Path(sys.argv[-1]), each)
        else:
            draw_logos(started)
            PICTURES.mkdir(exist_ok=True)
            with tempfile.TemporaryDirectory() as looked_at:
                take_pictures(started, Path(looked_at), "light")
                (PICTURES / "zendesk-held.png").write_bytes((Path(looked_at) / "zendesk-held-light.png").read_bytes())
