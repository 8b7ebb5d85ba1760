"""Draw the extension's icons, and take the pictures of its README and of docs/: `PYTHONPATH=src python tests/pictures.py`."""

from __future__ import annotations

import base64
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import rt_site
import trainers_desk
from browsers import CHROMIUM, EXTENSION, FLAGS, REPOSITORY, Chromium, driven, until, until_page
from browsing import recording_server
from mail_sink import receiving
from serving import serving
from thunderbirds import AGENT, ORIGINAL, Thunderbird, packed
from web import served

PICTURES = REPOSITORY / "extension" / "pictures"
PICTURES_OF_DOCS = REPOSITORY / "docs" / "pictures"
HELD_REPLY = ("Dear Ana,", "you are lying, and that is not our problem. We'll look into it.")
DRAFT = "Hi Ana, unfortunately your lamp was held up. To be honest, the carrier will look into it soon."
MAIL = (
    "Hi Ana,\nunfortunately your lamp was held up. To be honest, the carrier will look into it soon. Please send us your"
    " password, so that we can change the address."
)
WINDOW = {"width": 860, "height": 680}

_BUBBLE = "M7 3 H25 A4 4 0 0 1 29 7 V19 A4 4 0 0 1 25 23 H15 L8 29.5 V23 H7 A4 4 0 0 1 3 19 V7 A4 4 0 0 1 7 3 Z"
_WAVE = '<path d="M8 15.5 q2.7 -5 5.4 0 t5.4 0 t5.4 0" fill="none" stroke="#ffffff" stroke-width="3" stroke-linecap="round"/>'
_CUT = (
    '<mask id="cut"><rect width="32" height="32" fill="white"/><path d="M4 28 L28 4" stroke="black" stroke-width="7.5"/></mask>'
)
_SLASH = '<path d="M4 28 L28 4" stroke="#8b949e" stroke-width="3" stroke-linecap="round"/>'
ICONS = {
    "watching": f'<path d="{_BUBBLE}" fill="#1f5fbf"/>{_WAVE}',
    "resting": f'<path d="{_BUBBLE}" fill="#8b949e"/>{_WAVE}',
    "away": f'{_CUT}<path d="{_BUBBLE}" fill="none" stroke="#8b949e" stroke-width="2.8" mask="url(#cut)"/>{_SLASH}',
}
SIZES = {"watching": (16, 32, 48, 128), "resting": (16, 32), "away": (16, 32)}


def draw_icons(playwright: Any) -> None:
    """Each icon in its sizes, on no ground."""
    browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
    for name, body in ICONS.items():
        for size in SIZES[name]:
            page = browser.new_page(viewport={"width": size, "height": size})
            page.set_content(f'<body style="margin:0"><svg viewBox="0 0 32 32" width="{size}" height="{size}">{body}</svg>')
            page.screenshot(path=EXTENSION / "icons" / f"{name}-{size}.png", omit_background=True)
            page.close()
    browser.close()


@contextmanager
def desk(playwright: Any, scheme: str) -> Iterator[tuple[Chromium, Any, str]]:
    """A Chromium with the extension, its server, and a helpdesk's page, light or dark."""
    with tempfile.TemporaryDirectory() as folder, served() as url:
        (Path(folder) / "server").mkdir()
        with recording_server(Path(folder) / "server") as (server, key):
            chromium = Chromium(playwright, Path(folder) / "profile", color_scheme=scheme, viewport=WINDOW)
            try:
                chromium.set_key(key)
                chromium.set(server=server.url, by="Tim", week=_week())
                page = chromium.context.new_page()
                page.goto(f"{url}/desk.html")
                yield chromium, page, url
            finally:
                chromium.close()


def take_pictures(playwright: Any, scheme: str, folder: Path) -> None:
    """Every screen of the extension, on the way an agent goes: off, on, taught, found, set."""

    def picture(name: str) -> Path:
        return folder / f"{name}-{scheme}.png"

    with desk(playwright, scheme) as (chromium, page, _):
        with chromium.popup(page) as popup:
            popup.emulate_media(color_scheme=scheme)
            until(lambda: "Switched off" in popup.locator("#state").inner_text(), True)
            popup.screenshot(path=picture("popup-off"))
            popup.get_by_role("switch").check()
            until(lambda: "Watching" in popup.locator("#state").inner_text(), True)
            popup.screenshot(path=picture("popup-on"))
            popup.get_by_role("button", name="Teach this page").click()
            until_page(page, "Boolean(document.querySelector('replylint-teach'))", True)
        page.bring_to_front()
        page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
        page.hover(".box")
        page.screenshot(path=picture("teach"))
        for place in (".box", "[data-action='send-reply']", ".by-customer p >> nth=0", "text=Internal note"):
            page.click(place)
        page.get_by_role("button", name="Yes, keep it").wait_for()
        page.screenshot(path=picture("taught"))
        page.get_by_role("button", name="Yes, keep it").click()
        page.locator("replylint-teach").wait_for(state="detached")
        page.check("input[value='reply']")
        take_findings(page, picture)
        week = chromium.page_of_ours("week")
        week.emulate_media(color_scheme=scheme)
        until(lambda: week.locator("tbody tr").count(), 3)
        week.screenshot(path=picture("week"), full_page=True)
        options = chromium.page_of_ours("options")
        options.emulate_media(color_scheme=scheme)
        until(lambda: options.locator("#sites li").count(), 1)
        options.get_by_role("button", name="Save and test").click()
        until(lambda: "It works" in options.locator("#outcome").inner_text(), True)
        options.screenshot(path=picture("options"), full_page=True)
        options.get_by_label("Server", exact=True).fill("http://127.0.0.1:1")
        options.get_by_role("button", name="Save and test").click()
        until(lambda: "cannot be reached" in options.locator("#outcome").inner_text(), True)
        options.get_by_text("What you taught").click()
        options.screenshot(path=picture("options-away"), full_page=True)
        options.goto(options.url.replace("options", "privacy"))
        options.screenshot(path=picture("privacy"), full_page=True)


def take_findings(page: Any, picture: Callable[[str], Path]) -> None:
    """What is found in a reply: the marks, the card, the list and the panel."""
    page.fill(".box", DRAFT)
    page.press(".box", "End")
    until_page(page, "marked().length >= 3")
    page.screenshot(path=picture("marks"))
    page.keyboard.press("F8")
    page.locator("replylint-surface .card").wait_for()
    page.screenshot(path=picture("card"))
    page.keyboard.press("Escape")
    page.locator("replylint-surface .chip .count").click()
    page.locator("replylint-surface .checklist").wait_for()
    page.screenshot(path=picture("list"))
    page.keyboard.press("Escape")
    page.click("[data-action='send-reply']")
    until_page(page, "(one('dialog')?.open ?? false) && all('dialog button:disabled').length === 0")
    page.screenshot(path=picture("panel"))
    page.keyboard.press("Escape")


def _week() -> dict[str, dict[str, list[int]]]:
    """Three days of habits."""
    days = [(date.today() - timedelta(back)).isoformat() for back in range(3)]
    return {
        days[0]: {"commitments/vague-timeframe": [3, 2, 1], "priming/negative-priming": [1, 1, 1]},
        days[1]: {"commitments/vague-timeframe": [4, 3, 2], "priming/honesty-qualifier": [1, 1, 0]},
        days[2]: {"commitments/vague-timeframe": [6, 2, 1], "priming/negative-priming": [2, 1, 0]},
    }


def take_picture_of_request_tracker(playwright: Any, path: Path) -> None:
    """A reply that the plugin for Request Tracker holds."""
    with tempfile.TemporaryDirectory() as folder:
        (Path(folder) / "rt").mkdir()
        site = rt_site.installed(Path(folder) / "rt")
        site.plug_in()
        with (
            serving(Path(folder)) as server,
            site.running(f"Plugin('RT::Extension::Replylint'); Set($ReplylintServer, '{server.url}');") as desk,
        ):
            browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
            page = browser.new_page(viewport={"width": 1180, "height": 1170})
            rt_site.write_reply(page, desk, desk.new_ticket("My lamp", "Where is my lamp?"), *HELD_REPLY)
            rt_site.send_reply(page)
            page.get_by_text("Send anyway", exact=True).click()
            page.get_by_label("Because").fill("Her own words, quoted at her wish.")
            page.wait_for_load_state("networkidle")
            page.evaluate("scrollTo(0, 0)")
            page.screenshot(path=path)
            browser.close()


def take_picture_of_thunderbird(path: Path) -> None:
    """A held mail: its words marked in the composer, and the question."""
    with tempfile.TemporaryDirectory() as folder:
        profile, kept = Path(folder) / "profile", Path(folder) / "server"
        profile.mkdir()
        kept.mkdir()
        with recording_server(kept) as (server, key), receiving() as (port, _):
            thunderbird = Thunderbird(profile, packed(Path(folder)), port)
            try:
                thunderbird.set_up(server.url, key)
                thunderbird.watch(AGENT)
                thunderbird.compose(MAIL, original=thunderbird.ask("receive", ORIGINAL))
                until(lambda: len(thunderbird.ask("marked")) > 3, True)
                thunderbird.ask("send")
                thunderbird.question()
                path.write_bytes(base64.b64decode(thunderbird.ask("picture", 760, 640).partition(",")[2]))
            finally:
                thunderbird.close()


def take_pictures_of_the_desk(playwright: Any, folder: Path) -> None:
    """A reply that a trainer scores, and one whose finding was answered."""
    with tempfile.TemporaryDirectory() as made:
        home = Path(made)
        with trainers_desk.served_desk(home, f"sqlite:///{home}/desk.db", trainers_desk.scored(home)) as desk:
            browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
            page = browser.new_page(viewport={"width": 1280, "height": 720})
            page.goto(desk.link)
            trainers_desk.open_reply(page, desk, "D-102")
            for name, step in (("Right", "1"), ("Understood", "1"), ("Fitting tone", "0"), ("Ahead", "na")):
                trainers_desk.criterion(page, name).locator(f"input[value='{step}']").check()
            page.screenshot(path=folder / "desk-blind.png")
            trainers_desk.open_reply(page, desk, "D-101")
            trainers_desk.criterion(page, "Tone").get_by_label("Needs work").check()
            trainers_desk.score(page)
            found = trainers_desk.finding(page, "priming/negative-priming")
            trainers_desk.answer(found, "Override it", "She has to read it somewhere.", "There was a reason")
            page.goto(page.url.partition("#")[0])
            page.get_by_text("overridden").wait_for()
            page.screenshot(path=folder / "desk-reply.png")
            browser.close()


if __name__ == "__main__":
    import sys

    with driven() as started:
        if "--look" in sys.argv:  # all of them, for whoever checks how they look
            looked_at = Path(sys.argv[-1])
            for scheme in ("light", "dark"):
                take_pictures(started, scheme, looked_at)
            take_picture_of_request_tracker(started, looked_at / "request-tracker-held.png")
            take_picture_of_thunderbird(looked_at / "thunderbird-held.png")
            take_pictures_of_the_desk(started, looked_at)
        else:
            draw_icons(started)
            take_picture_of_request_tracker(started, PICTURES / "request-tracker-held.png")
            take_picture_of_thunderbird(PICTURES / "thunderbird-held.png")
            take_pictures_of_the_desk(started, PICTURES_OF_DOCS)
            with tempfile.TemporaryDirectory() as made:
                take_pictures(started, "light", Path(made))
                for name in ("popup-on", "teach", "taught", "card", "panel", "week", "options"):
                    (PICTURES / f"{name}.png").write_bytes((Path(made) / f"{name}-light.png").read_bytes())
