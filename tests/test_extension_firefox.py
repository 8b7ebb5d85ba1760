"""The extension in a real Firefox: it loads, asks for leave, marks and holds."""

from __future__ import annotations

import json
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import httpx
import pytest

from browsers import EXTENSION
from browsing import editor_pages, recording_server
from conftest import lacking, pictured
from firefoxes import ADDON, F8, Firefox, until
from serving import key_for, serving
from web import served

if TYPE_CHECKING:
    from collections.abc import Iterator

pytestmark = [
    pytest.mark.slow,
    pytest.mark.filterwarnings("ignore:Exception ignored in. <socket:pytest.PytestUnraisableExceptionWarning"),  # Marionette's
]

POLICIES = Path("/etc/firefox/policies")
DRAFT = "🙂 Unfortunately, your lamp ships on Tuesday."
PLACE = """(() => {
  const ranges = [...CSS.highlights.values()].flatMap((marks) => [...marks]);
  const { left, top, width, height } = ranges.find((range) => String(range) === 'To be honest').getBoundingClientRect();
  return [left + width / 2, top + height / 2];
})()"""


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, str]]:
    """A server and a key to it: Firefox is answered with a key alone."""
    folder = tmp_path_factory.mktemp("served")
    key = key_for(folder)
    with serving(folder) as running:
        yield running.url, key


@pytest.fixture(scope="module")
def site() -> Iterator[str]:
    """A site that the extension has no leave for at install."""
    with served() as url:
        yield url.replace("127.0.0.1", "localhost")


@pytest.fixture(scope="module")
def firefox(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Firefox]:
    firefox = Firefox(tmp_path_factory.mktemp("firefox"), EXTENSION)
    yield firefox
    firefox.close()


@pytest.fixture(scope="module")
def watched(firefox: Firefox, server: tuple[str, str], site: str) -> Firefox:
    """A Firefox that was set up and allowed to watch the site as an agent does it."""
    set_server(firefox, *server)
    firefox.open_ours("options.html")
    sites = json.dumps([{"origin": site, "on": True, "adapter": "auto"}])
    firefox.awaited(f"browser.storage.local.set({{ sites: {sites} }})")
    until(lambda: "not been given leave" in firefox.find("#sites").text, True)
    firefox.find("[id^='allow-']").click()
    assert "localhost" in firefox.answer_question("button")
    until(lambda: firefox.awaited("browser.scripting.getRegisteredContentScripts().then((all) => all.length)"), 1)
    return firefox


def set_server(firefox: Firefox, url: str, key: str) -> str:
    """Save and test the server in the options page; what it says."""
    firefox.open_ours("options.html")
    until(lambda: firefox.in_page("document.getElementById('server').value !== ''"), True)
    for name, value in (("server", url), ("key", key)):
        field = firefox.find(f"#{name}")
        field.clear()
        field.send_keys(value)
    firefox.find("#save").click()
    until(lambda: firefox.find("#outcome").text not in ("", "Asking the server…"), True)
    return str(firefox.find("#outcome").text)


def test_the_settings_are_tried_and_firefox_needs_a_key(firefox: Firefox, server: tuple[str, str]) -> None:
    url, key = server
    assert set_server(firefox, url, "").startswith("Saved. The server answers this browser only with a key.")
    assert set_server(firefox, url, key) == "Saved. It works: the server is ready and judged a sample reply."


def test_no_site_is_read_at_install(firefox: Firefox) -> None:
    firefox.open_ours("options.html")
    assert firefox.awaited("browser.permissions.getAll().then(({ origins }) => origins)") == ["http://127.0.0.1/*"]


def test_no_page_can_read_the_key(firefox: Firefox, server: tuple[str, str]) -> None:
    set_server(firefox, *server)
    assert server[1] not in firefox.awaited("browser.storage.local.get().then(JSON.stringify)")


SENDERS = [("#rich .editor", "#rich button"), ("#plain textarea", "#plain button")]


@pytest.mark.parametrize(("box", "button"), SENDERS)
def test_a_reply_is_marked_held_and_sent_once(watched: Firefox, site: str, box: str, button: str) -> None:
    watched.marionette.navigate(f"{site}/helpdesk.html")
    watched.find(box).click()
    watched.find(box).send_keys(DRAFT)
    if "textarea" in box:
        assert watched.in_layer(".mirror mark").get_property("textContent") == "Unfortunately"
    else:
        marked = "[...CSS.highlights.values()].flatMap((marks) => [...marks].map(String))"
        until(lambda: watched.in_page(marked), ["Unfortunately"])
        title = "replylint: watching your reply. 2 findings, the gravest: a warning."
        assert watched.icon_of(f"{site.rpartition(':')[0]}/*") == [title, "2"]
    watched.find(button).click()
    watched.in_layer("dialog[open]")
    pictured("firefox-held", lambda: watched.marionette.screenshot(format="binary", full=False))
    assert sent(watched) == []
    watched.press_in_layer("dialog button", "Send anyway")
    until(lambda: [mail["text"] for mail in sent(watched)], [DRAFT])


def test_a_draft_in_a_frame_is_held(watched: Firefox, site: str) -> None:
    watched.marionette.navigate(f"{site}/editors.html")
    frame = watched.find("#frame")
    watched.marionette.switch_to_frame(frame)
    until(lambda: watched.in_page("document.readyState"), "complete")
    watched.find("body").click()
    watched.find("body").send_keys(DRAFT)
    until(lambda: watched.in_page("CSS.highlights.size"), 1)
    watched.marionette.switch_to_frame()
    watched.find("#from-frame").click()
    watched.in_layer("dialog[open]")
    assert sent(watched) == []


def test_a_card_mends_by_key_and_by_pointer_and_a_reason_is_recorded(watched: Firefox, site: str, tmp_path: Path) -> None:
    with recording_server(tmp_path) as (server, key):
        set_server(watched, server.url, key)
        watched.awaited("browser.storage.local.set({ by: 'ana' })")
        watched.marionette.navigate(f"{site}/helpdesk.html")
        box = watched.find("#rich .editor")
        box.click()
        box.send_keys(f"{DRAFT} To be honest, it is small. Please send us your password.")
        marked = "[...CSS.highlights.values()].flatMap((marks) => [...marks].map(String))"
        until(lambda: {"To be honest", "Unfortunately"} <= set(watched.in_page(marked)), True)
        box.send_keys(F8)
        until(lambda: watched.in_layer(".card h2 strong").text, "“Unfortunately”")
        watched.press_in_layer(".card button", "Leave it out")
        until(lambda: box.text, "🙂 Your lamp ships on Tuesday. To be honest, it is small. Please send us your password.")
        until(lambda: all(watched.in_page(marked)), True)  # what is left of a mark whose words are gone is empty
        watched.point_at(*watched.in_page(PLACE))
        until(lambda: watched.in_layer(".card h2 strong").text, "“To be honest”")
        watched.press_in_layer(".card button", "Leave it out")
        left = "🙂 Your lamp ships on Tuesday. It is small. Please send us your password."
        until(lambda: box.text, left)
        watched.find("#rich button").click()
        watched.press_in_layer("dialog button", "it cannot wait")
        until(lambda: [mail["text"] for mail in sent(watched)], [left])
        told = httpx.post(f"{server.url}/v1/check", json={"text": left}, headers={"Authorization": f"Bearer {key}"}).json()
        assert (told["override"]["by"], told["override"]["reason"]) == ("ana", "it cannot wait")


@pytest.mark.parametrize("kind", ["quill", "prosemirror", "slate"])
def test_a_fix_reaches_the_model_of_an_editor(watched: Firefox, server: tuple[str, str], tmp_path: Path, kind: str) -> None:
    set_server(watched, *server)
    with served(editor_pages(tmp_path)) as url:
        origin = url.replace("127.0.0.1", "localhost")
        sites = json.dumps([{"origin": origin, "on": True, "adapter": "auto"}])
        watched.awaited(f"browser.storage.local.set({{ sites: {sites} }})")
        watched.marionette.navigate(f"{origin}/editors.html?editor={kind}")
        until(lambda: watched.in_page("document.body.dataset.ready"), "yes")
        box = watched.find("[contenteditable=true]")
        box.click()
        box.send_keys(f"{DRAFT} Yes.")
        marked = "[...CSS.highlights.values()].flatMap((marks) => [...marks].map(String))"
        until(lambda: watched.in_page(marked), ["Unfortunately"])
        box.send_keys(F8)
        watched.press_in_layer(".card button", "Leave it out")
        mended = "🙂 Your lamp ships on Tuesday. Yes."
        until(lambda: watched.in_page("[editor.model(), editor.page()]"), [mended, mended])
        watched.find("#send").click()
        until(lambda: [mail["text"] for mail in sent(watched)], [mended])


def test_what_the_policy_says_is_shown_and_cannot_be_changed(tmp_path: Path, server: tuple[str, str]) -> None:
    rules = {"server": server[0], "key": server[1], "sites": [{"origin": "https://desk.example"}]}
    with policy({"3rdparty": {"Extensions": {ADDON: rules}}}):
        firefox = Firefox(tmp_path, EXTENSION)
        try:
            firefox.open_ours("options.html")
            until(lambda: firefox.in_page("document.getElementById('server').value"), server[0])
            assert not firefox.find("#server").is_enabled()
            assert not firefox.find("#key").is_enabled()
            assert firefox.find("#profile").is_enabled()
            until(lambda: "Watch desk.example" in firefox.find("#sites").text, True)
        finally:
            firefox.close()


@contextmanager
def policy(rules: dict[str, Any]) -> Iterator[None]:
    """A policy of the organisation, as long as the block lasts."""
    made = [folder for folder in (POLICIES, *POLICIES.parents) if not folder.exists()]
    file = POLICIES / "policies.json"
    if file.exists():
        lacking(f"a machine without a policy of its own in {POLICIES}")
    try:
        POLICIES.mkdir(parents=True, exist_ok=True)
        file.write_text(json.dumps({"policies": rules}), encoding="utf-8")
    except OSError:
        lacking(f"leave to write {POLICIES}")
    try:
        yield
    finally:
        file.unlink()
        for folder in made:
            folder.rmdir()


def sent(firefox: Firefox) -> list[dict[str, Any]]:
    told: list[dict[str, Any]] = json.loads(firefox.in_page("JSON.stringify(window.wrappedJSObject?.sent ?? window.sent)"))
    return told
