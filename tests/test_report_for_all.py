"""The report in a browser: for those who listen, who use a keyboard, in the dark, on a small screen and on paper."""

from __future__ import annotations

import re
import subprocess
import sys
from typing import TYPE_CHECKING, Any

import pytest

import month
from chromium_browser import REPOSITORY
from conftest import child
from page_visits import chromium, visits

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from playwright.sync_api import Browser, Page

pytestmark = pytest.mark.slow
CONTRAST = (REPOSITORY / "tests" / "pages" / "contrast.js").read_text("utf-8")


@pytest.fixture(scope="module")
def report(tmp_path_factory: pytest.TempPathFactory) -> str:
    """The address of the report of a month."""
    folder: Path = tmp_path_factory.mktemp("report")
    (folder / "month.jsonl").write_text(month.lines(140), encoding="utf-8")
    command = [sys.executable, "-m", "replylint", "score", "month.jsonl", "--out", "out", "--workers", "1"]
    subprocess.run(command, cwd=folder, env=child(), check=True, capture_output=True)
    return (folder / "out" / "report.html").as_uri()


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as opened:
        yield opened


@pytest.fixture
def visit(browser: Browser, report: str) -> Iterator[Callable[..., Page]]:
    with visits(browser) as visit:
        yield lambda **told: visit(report, **told)


def test_a_deduction_opens_the_conversation_at_its_words_and_they_lead_back(visit: Callable[..., Page]) -> None:
    page = visit()
    assert page.locator("details.case[open]").count() == 0
    page.get_by_role("link", name="Where it stands").first.click()
    words = page.locator(".place:target + mark")
    assert words.is_visible()
    assert words.evaluate("(it) => { const at = it.getBoundingClientRect(); return at.top > 0 && at.bottom < innerHeight }")
    opened = page.locator("details.case[open]")
    opened.locator("a.ref").first.click()
    assert page.locator("li:target").is_visible()
    said = page.locator("li:target").get_by_role("link", name=re.compile("^The words “")).inner_text()
    page.locator("li:target").get_by_role("link").click()
    quoted = re.fullmatch(r"The words “(.+?)(?:\.\.\.)?” in the conversation", said)  # long ones are cut
    assert quoted
    assert words.inner_text().startswith(quoted[1])


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_texts_can_be_told_from_what_lies_behind_them(visit: Callable[..., Page], scheme: str) -> None:
    page = visit(color_scheme=scheme)
    page.evaluate("[...document.querySelectorAll('details')].slice(0, 12).forEach((it) => { it.open = true })")
    assert page.evaluate(CONTRAST) == []
    fills = "[...document.querySelectorAll('.swatch .bar')].map((it) => getComputedStyle(it).fill)"
    paper = page.evaluate("getComputedStyle(document.querySelector('section')).backgroundColor")
    assert all(contrast(fill, paper) >= 3 for fill in page.evaluate(fills))
    for text in page.locator(".chart text").all()[:5]:
        assert contrast(text.evaluate("(it) => getComputedStyle(it).fill"), paper) >= 4.5


def contrast(one: str, other: str) -> float:
    """That of two colours by WCAG."""

    def light(colour: str) -> float:
        parts = [int(part) / 255 for part in re.findall(r"\d+", colour)[:3]]
        red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
        return 0.2126 * red + 0.7152 * green + 0.0722 * blue

    less, more = sorted((light(one), light(other)))
    return (more + 0.05) / (less + 0.05)


@pytest.mark.parametrize("width", [360, 768, 1920])
def test_nothing_stands_beyond_the_edge_of_the_screen(visit: Callable[..., Page], width: int) -> None:
    page = visit(viewport={"width": width, "height": 800})
    page.evaluate("[...document.querySelectorAll('details')].slice(0, 12).forEach((it) => { it.open = true })")
    assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_the_report_is_told_well_to_those_who_listen(visit: Callable[..., Page]) -> None:
    page = visit()
    told = page.locator("body").aria_snapshot()
    for part in (
        "- banner:",
        "- main:",
        '- navigation "Parts of the report"',
        '- region "Totals"',
        '- region "Who and when"',
        'img "How many replies got which total 0 to 9: ',
        'img "Share of replies that pass, by week 2026-W40: ',
        '- table "By agent":',
        '- columnheader "Drawn 0 to 100 %"',
        '- rowheader "Ines"',
    ):
        assert part in told, part
    levels = [
        int(level) for level in page.evaluate("[...document.querySelectorAll('h1, h2, h3, h4')].map((it) => it.tagName[1])")
    ]
    assert levels[0] == 1
    assert all(after <= before + 1 for before, after in zip(levels, levels[1:], strict=False))
    nodes: list[dict[str, Any]] = page.context.new_cdp_session(page).send("Accessibility.getFullAXTree")["nodes"]
    kinds = ("link", "image", "table", "region", "DisclosureTriangle")
    pressed = [node for node in nodes if node.get("role", {}).get("value") in kinds]
    assert len(pressed) > 40
    assert [node for node in pressed if not node.get("name", {}).get("value", "").strip()] == []
    assert page.locator("table:not(:has(caption)), th:not([scope])").count() == 0


def test_a_table_wider_than_its_room_is_scrolled_by_keyboard(visit: Callable[..., Page]) -> None:
    page = visit(viewport={"width": 360, "height": 800})
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "Skip to the figures"
    room = page.get_by_role("region", name="Scorecard").last
    room.focus()
    page.keyboard.press("ArrowRight")
    page.wait_for_function("() => document.activeElement.scrollLeft > 0")


def test_on_paper_there_is_no_night_and_no_empty_list(visit: Callable[..., Page]) -> None:
    page = visit(color_scheme="dark")
    page.emulate_media(media="print", color_scheme="dark")
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)"
    assert not page.locator("nav").is_visible()
    assert page.locator("details.case").first.is_hidden()
    assert page.get_by_text("Only those that are open on the screen are printed.").is_visible()
    page.evaluate("document.querySelector('details.case').open = true")
    assert page.locator("details.case").first.is_visible()
    assert page.pdf(format="A4").startswith(b"%PDF")
