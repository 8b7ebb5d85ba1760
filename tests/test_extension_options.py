"""The extension's settings: tried against a real server, set by a policy, sites allowed by the browser's own question."""

from __future__ import annotations

import json
import os
import shutil
import socket
import subprocess
import time
from contextlib import closing, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from browsers import HELD, ID, MARKED, Chromium, driven, until, until_page
from conftest import free_port, lacking
from serving import key_for, serving
from web import served

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Page, Playwright

pytestmark = pytest.mark.slow

DRAFT = "🙂 Unfortunately, your lamp ships on Tuesday."
POLICIES = Path("/etc/chromium/policies/managed")
WORKS = "Saved. It works: the server is ready and judged a sample reply."
TAUGHT = {"name": "desk", "match": ["http://127.0.0.1:1/*"], "editor": "textarea", "send": "button"}


@pytest.fixture(scope="module")
def playwright() -> Iterator[Playwright]:
    with driven() as started:
        yield started


@pytest.fixture(scope="module")
def chromium(playwright: Playwright, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Chromium]:
    chromium = Chromium(playwright, tmp_path_factory.mktemp("profile"))
    yield chromium
    chromium.close()


@pytest.fixture(scope="module")
def served_with_key(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, str]]:
    """A server and a key to it."""
    folder = tmp_path_factory.mktemp("served")
    key = key_for(folder)
    with serving(folder) as server:
        yield server.url, key


@pytest.fixture
def options(chromium: Chromium) -> Iterator[Page]:
    chromium.set(sites=[])
    page = chromium.page_of_ours("options")
    until(lambda: page.input_value("#server") != "", True)
    yield page
    page.close()


def tried(options: Page, server: str, key: str = "", profile: str = "") -> str:
    """What the page says when these settings are saved and tested."""
    for label, value in (("Server", server), ("Key", key), ("Profile", profile)):
        options.get_by_label(label, exact=True).fill(value)
    options.get_by_role("button", name="Save and test").click()
    outcome = options.locator("#outcome")
    until(lambda: outcome.inner_text() not in ("", "Asking the server…"), True)
    told = outcome.inner_text()
    options.evaluate("document.getElementById('outcome').textContent = ''")
    return told


def test_settings_are_tried_and_what_is_wrong_is_said_in_words(options: Page, served_with_key: tuple[str, str]) -> None:
    server, key = served_with_key
    assert tried(options, server) == WORKS
    assert tried(options, server, key) == WORKS
    assert tried(options, server, "rl_wrong").startswith("Saved. The server does not know this key.")
    assert tried(options, f"http://127.0.0.1:{free_port()}").startswith("Saved. The replylint server cannot be reached.")
    assert tried(options, "my server").startswith("Saved. This is no address of a server.")
    with served() as other:
        assert tried(options, other) == "Saved. Something answers there, but it is no replylint server."
    with closing(socket.create_server(("127.0.0.1", 0))) as silent:
        port = silent.getsockname()[1]
        assert tried(options, f"http://127.0.0.1:{port}") == "Saved. The server took too long to answer."
    assert tried(options, server) == WORKS


def test_the_name_that_goes_with_a_reason_is_kept(options: Page, chromium: Chromium, served_with_key: tuple[str, str]) -> None:
    options.get_by_label("Your name").fill(" ana ")
    assert tried(options, served_with_key[0]) == WORKS
    assert chromium.kept("by") == "ana"


def test_a_server_that_needs_a_key_or_a_name_says_so(options: Page, tmp_path: Path) -> None:
    key_for(tmp_path, 'hosts = ["replylint.example"]')
    with serving(tmp_path) as server:
        assert tried(options, server.url).startswith("Saved. The server wants a key.")


def test_the_profile_goes_along_only_when_one_is_set(options: Page, chromium: Chromium, served_with_key: tuple[str, str]) -> None:
    server, _ = served_with_key
    chromium.worker.evaluate(
        """() => {
          self.before ??= self.fetch;
          self.asked = [];
          self.fetch = (url, how) => { self.asked.push(String(url)); return self.before(url, how); };
        }"""
    )
    tried(options, server)
    tried(options, server, profile="strict & calm")
    urls = [url.removeprefix(server) for url in chromium.worker.evaluate("self.asked")]
    assert [url for url in urls if "check" in url] == ["/v1/check", "/v1/check?profile=strict+%26+calm"]
    tried(options, server)


def test_no_page_can_read_the_key(options: Page, chromium: Chromium, served_with_key: tuple[str, str]) -> None:
    server, key = served_with_key
    tried(options, server, key)
    everything = "Promise.all(['local', 'session', 'sync'].map((area) => chrome.storage[area].get())).then(JSON.stringify)"
    assert key not in chromium.worker.evaluate(everything)
    options.reload()
    until(lambda: options.input_value("#key"), key)
    assert options.get_attribute("#key", "type") == "password"
    options.get_by_role("button", name="Show the key").click()
    assert options.get_attribute("#key", "type") == "text"
    tried(options, server)


def imported(options: Page, data: Any) -> str:
    """What the page says when a file with this is imported."""
    options.evaluate("document.getElementById('told').textContent = ''")
    text = data if isinstance(data, str) else json.dumps(data)
    options.set_input_files("#file", {"name": "desk.json", "mimeType": "application/json", "buffer": text.encode()})
    until(lambda: options.locator("#told").inner_text() != "", True)
    return options.locator("#told").inner_text()


def test_what_was_taught_is_imported_changed_exported_and_deleted(options: Page, chromium: Chromium) -> None:
    assert imported(options, TAUGHT) == "desk.json: Imported: http://127.0.0.1:1"
    until(lambda: chromium.kept("sites"), [{"origin": "http://127.0.0.1:1", "on": True, "adapter": "taught", "taught": TAUGHT}])
    options.get_by_text("What you taught").click()
    options.get_by_label("Reply box").fill("textarea((")
    options.get_by_role("button", name="Keep the changes").click()
    until(lambda: options.locator(".taught .bad").inner_text(), "editor is no CSS selector: textarea((")
    options.get_by_label("Reply box").fill("textarea[name=reply]")
    options.get_by_label("Internal note: which switch").fill("#note")
    options.get_by_label("Internal note: when the switch").select_option("has this value")
    options.get_by_label("Value or text").fill("private")
    options.get_by_label("Channel").select_option("chat")
    options.get_by_role("button", name="Keep the changes").click()
    changed = {
        **TAUGHT,
        "editor": "textarea[name=reply]",
        "internal": {"selector": "#note", "when": {"value": "private"}},
        "channel": "chat",
    }
    until(lambda: chromium.kept("sites")[0]["taught"], changed)
    with options.expect_download() as download:
        options.get_by_role("button", name="Export", exact=True).click()
    assert json.loads(download.value.path().read_text(encoding="utf-8")) == changed
    with options.expect_download() as download:
        options.get_by_role("button", name="Export all").click()
    assert imported(options, download.value.path().read_text(encoding="utf-8")).endswith("Imported: http://127.0.0.1:1")
    options.on("dialog", lambda dialog: dialog.accept())
    options.get_by_role("button", name="Delete: 127.0.0.1:1").click()
    until(lambda: chromium.kept("sites"), [])


@pytest.mark.parametrize(
    ("data", "words"),
    [
        ({**TAUGHT, "editr": "x"}, "desk.json: editr is not a field of an adapter. Did you mean editor?"),
        ({**TAUGHT, "send": "b(("}, "desk.json: send is no CSS selector: b(("),
        ({**TAUGHT, "match": ["*://*/*"]}, "desk.json: desk is for more than one site"),
        ("{", "desk.json: This file is no JSON."),
    ],
)
def test_a_file_that_is_no_adapter_is_refused_in_words(options: Page, chromium: Chromium, data: Any, words: str) -> None:
    assert imported(options, data).startswith(words)
    assert chromium.kept("sites") == []


def test_a_site_that_was_imported_is_read_once_the_browser_is_asked(
    chromium: Chromium, options: Page, served_with_key: tuple[str, str]
) -> None:
    """The browser's own page of extensions answers beforehand here; its question itself is answered below."""
    chromium.set(server=served_with_key[0])
    with served() as url:
        site = url.replace("127.0.0.1", "localhost")
        imported(options, {**TAUGHT, "match": [f"{site}/*"], "editor": "[aria-label='Plain reply']", "send": "#plain button"})
        assert "has not been given leave" in options.locator("#sites").inner_text()
        page = chromium.context.new_page()
        page.goto(f"{site}/helpdesk.html")
        chromium.allow("http://localhost/*")
        options.bring_to_front()
        options.get_by_role("button", name="Allow").click()
        until(lambda: chromium.badge(page)[0], "replylint: watching your reply.")
        options.bring_to_front()
        options.get_by_role("switch", name="localhost").uncheck()
        until(lambda: chromium.worker.evaluate("chrome.permissions.getAll()")["origins"], ["http://127.0.0.1/*"])
        page.close()


@contextmanager
def policy(rules: dict[str, Any]) -> Iterator[None]:
    """A policy of the organisation for the extension, as long as the block lasts."""
    file = POLICIES / "replylint-test.json"
    made = [folder for folder in (POLICIES, *POLICIES.parents) if not folder.exists()]
    try:
        POLICIES.mkdir(parents=True, exist_ok=True)
        file.write_text(json.dumps({"3rdparty": {"extensions": {ID: rules}}}), encoding="utf-8")
    except OSError:
        lacking(f"leave to write {POLICIES}")
    try:
        yield
    finally:
        file.unlink()
        for folder in made:
            folder.rmdir()


def test_what_the_policy_says_is_shown_and_cannot_be_changed(
    playwright: Playwright, tmp_path: Path, served_with_key: tuple[str, str]
) -> None:
    server, key = served_with_key
    with served() as url:
        desk = {"name": "desk", "match": [f"{url}/*"], "editor": "[aria-label='Plain reply']", "send": "#plain button"}
        rules = {"server": server, "key": key, "holdOn": "hold", "sites": [{"origin": url, "taught": desk}]}
        with policy(rules):
            chromium = Chromium(playwright, tmp_path)
            try:
                options = chromium.page_of_ours("options")
                until(lambda: options.input_value("#server"), server)
                for label in ("Server", "Key", "Ask before sending"):
                    field = options.get_by_label(label)
                    assert field.is_disabled()
                assert options.get_by_label("Ask before sending").input_value() == "hold"
                assert options.get_by_label("Profile").is_enabled()
                assert options.get_by_role("switch").is_disabled()
                assert options.locator(".lock").count() == 3
                chromium.set(server="http://127.0.0.1:1", holdOn="warn", sites=[])
                page = chromium.context.new_page()
                page.goto(f"{url}/helpdesk.html")
                until(lambda: chromium.badge(page)[0], "replylint: watching your reply.")
                page.fill("[aria-label='Plain reply']", DRAFT)
                until(lambda: chromium.badge(page)[1] != "", True)
                page.get_by_role("button", name="Update Ticket").click()
                until_page(page, "sent.length", 1)
            finally:
                chromium.close()


def test_a_site_stays_watched_when_the_browser_starts_again(
    playwright: Playwright, tmp_path: Path, served_with_key: tuple[str, str]
) -> None:
    with served() as url:
        chromium = Chromium(playwright, tmp_path)
        chromium.set(server=served_with_key[0], sites=[{"origin": url, "on": True}])
        chromium.close()
        chromium = Chromium(playwright, tmp_path)
        try:
            page = chromium.context.new_page()
            page.goto(f"{url}/helpdesk.html")
            until(lambda: chromium.badge(page)[0], "replylint: watching your reply.")
        finally:
            chromium.close()


@contextmanager
def screen() -> Iterator[str]:
    """A screen without a monitor; its name."""
    if not (shutil.which("Xvfb") and shutil.which("xdotool")):
        lacking("Xvfb and xdotool (apt-get install xvfb xdotool)")
    reader, writer = os.pipe()
    command = ["Xvfb", "-displayfd", str(writer), "-screen", "0", "1200x900x24", "-nolisten", "tcp"]
    process = subprocess.Popen(command, pass_fds=[writer], stderr=subprocess.DEVNULL)
    try:
        yield f":{os.read(reader, 20).decode().strip()}"
    finally:
        process.terminate()
        process.wait()
        os.close(reader)
        os.close(writer)


def pressed(display: str, *keys: str) -> None:
    """Press keys as a person does, in whatever window is in front."""
    subprocess.run(["xdotool", "key", *keys], env={**os.environ, "DISPLAY": display}, check=True)


@pytest.mark.parametrize(("answer", "given"), [(("Tab", "Return"), True), (("Return",), False)])
def test_a_site_is_watched_when_the_agent_allows_it_and_not_when_she_denies_it(
    playwright: Playwright, tmp_path: Path, served_with_key: tuple[str, str], answer: tuple[str, ...], given: bool
) -> None:
    """With real keys in real windows: the shortcut of the popup, and the browser's own question."""
    with screen() as display, served() as url:
        chromium = Chromium(playwright, tmp_path, display=display)
        try:
            chromium.set(server=served_with_key[0])
            page = chromium.context.new_page()
            page.goto(f"{url.replace('127.0.0.1', 'localhost')}/helpdesk.html")
            page.bring_to_front()
            with chromium.popup(page, lambda: pressed(display, "alt+shift+l")) as popup:
                popup.get_by_role("switch").focus()
                pressed(display, "space")
                until(chromium.has_popup, False)
            time.sleep(0.7)  # it takes no answer in its first half second, so that nobody answers by mistake
            pressed(display, *answer)
            origins = ["http://127.0.0.1/*", *(["http://localhost/*"] if given else [])]
            until(lambda: chromium.worker.evaluate("chrome.permissions.getAll()")["origins"], origins)
            if given:
                until(lambda: chromium.badge(page)[0], "replylint: watching your reply.")
                page.fill("[aria-label='Rich reply']", DRAFT)
                until_page(page, MARKED, ["Unfortunately"])
                page.get_by_role("button", name="Send reply").click()
                until_page(page, HELD, True)
            else:
                assert chromium.kept("sites") is None
        finally:
            chromium.close()
