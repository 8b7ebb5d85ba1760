"""The trainer's desk for everyone: in light and dark, on a small screen, by keyboard, for those who listen."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, NamedTuple

import pytest

from chromium_browser import REPOSITORY, until
from conftest import lacking, pictured
from page_visits import chromium, visits
from trainers_desk import Desk, answer, criterion, finding, finish, open_reply, score, scored, served_desk, sign_in

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from playwright.sync_api import Browser, Page

pytestmark = pytest.mark.slow

CONTRAST = (REPOSITORY / "tests" / "pages" / "contrast.js").read_text("utf-8")
AXE = REPOSITORY / "tests" / "extension-editors" / "node_modules" / "axe-core" / "axe.min.js"
FAULTS = """async () => {
  const told = await axe.run(document, { runOnly: ['wcag2a', 'wcag2aa', 'wcag21aa', 'wcag22aa', 'best-practice'] });
  if (told.passes.length === 0) return ['nothing was looked at'];
  return told.violations.map(({ id, nodes }) => [id, ...nodes.map((node) => node.html)].join(' '));
}"""
MOVING = "[...document.querySelectorAll('*')].filter((it) => getComputedStyle(it).transitionDuration !== '0s').length"
WIDE, NARROW = {"width": 1280, "height": 800}, {"width": 390, "height": 844}


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as opened:
        yield opened


class Office(NamedTuple):
    """A desk with everything that there is to see, and the keys of the people at it."""

    desk: Desk
    keys: dict[str, str]


@pytest.fixture(scope="module")
def office(browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    folder = tmp_path_factory.mktemp("desk")
    with served_desk(folder, f"sqlite:///{folder}/ledger.db", scored(folder)) as desk:
        keys = {"nora": desk.key("nora", "trainer"), "colin": desk.key("colin", "agent", "--agent", "Colin")}
        with visits(browser) as visit:
            work(sign_in(visit, desk, keys["nora"]), desk)
            page = sign_in(visit, desk, keys["colin"])
            page.get_by_role("link", name="D-102").click()
            answer(finding(page, "tone/condescending"), "Dispute it", "He asked me what I had told him before.", "Send")
            page.get_by_text("colin disputes it").wait_for()
        yield Office(desk, keys)


def work(page: Page, desk: Desk) -> None:
    """What a trainer has done by now: a reply with an answer, one to be disputed, one that failed."""
    open_reply(page, desk, "D-101")
    criterion(page, "Tone").get_by_label("Needs work").check()
    page.get_by_label("What you would tell the agent").fill("Say who looks into it, and until when.")
    score(page)
    found = finding(page, "priming/negative-priming")
    answer(found, "Override it", "The lamp is held up: she has to read it somewhere.", "There was a reason")
    found.get_by_text("overridden").wait_for()
    for id, steps in (("D-102", "1"), ("D-105", "2")):
        open_reply(page, desk, id)
        score(page, steps)
        finish(page)


@pytest.fixture
def visit(browser: Browser, office: Office) -> Iterator[Callable[..., Page]]:
    """A function that opens the desk of somebody."""
    with visits(browser) as visit:
        yield lambda who, **told: sign_in(visit, office.desk, office.keys[who], reduced_motion="reduce", **told)


def screens(page: Page, desk: Desk, who: str) -> Iterator[str]:
    """Every screen that a person can come to, by its name."""
    if who == "colin":
        yield "own"
        page.get_by_role("link", name="D-102").click()
        page.get_by_text("Dispute the whole").click()
        yield "agent"
        return
    yield "queue"
    open_reply(page, desk, "D-104")
    for name, step in (("Right", "3"), ("Understood", "2"), ("Ahead", "na")):
        criterion(page, name).locator(f"input[value='{step}']").check()
    yield "blind"
    page.get_by_role("button", name="Score it").click()
    page.get_by_role("alert").wait_for()
    until(page, "document.activeElement.id", "problem")
    yield "blind-problem"
    for id, name in (("D-101", "reply"), ("D-102", "disputed"), ("D-105", "failed")):
        open_reply(page, desk, id)
        yield name
        for summary in page.locator(".found summary").all():
            summary.click()
        yield f"{name}-answers"
    page.goto(f"{desk.url}/replies/none")
    yield "problem"
    page.get_by_role("button", name="Sign out").click()
    page.get_by_role("heading", name="Sign in to the desk").wait_for()
    yield "sign-in"


@pytest.mark.parametrize("viewport", [WIDE, NARROW], ids=["wide", "narrow"])
@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("who", ["nora", "colin"])
def test_every_screen_can_be_read_and_has_room(
    visit: Callable[..., Page], office: Office, who: str, scheme: str, viewport: Any
) -> None:
    page = visit(who, color_scheme=scheme, viewport=viewport)
    ground = {"light": "rgb(245, 247, 249)", "dark": "rgb(21, 25, 29)"}[scheme]
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == ground
    for name in screens(page, office.desk, who):
        page.wait_for_load_state()
        assert page.evaluate(CONTRAST) == [], name
        assert page.evaluate("document.documentElement.scrollWidth") <= viewport["width"], name
        assert page.evaluate(MOVING) == 0
        assert page.locator("table:not(:has(caption)), th:not([scope])").count() == 0
        pictured(f"desk-{name}-{scheme}-{viewport['width']}", lambda: page.screenshot(full_page=viewport == NARROW))


@pytest.mark.parametrize("viewport", [WIDE, NARROW], ids=["wide", "narrow"])
@pytest.mark.parametrize("who", ["nora", "colin"])
def test_axe_finds_nothing_wrong_on_any_screen(visit: Callable[..., Page], office: Office, who: str, viewport: Any) -> None:
    if not AXE.exists():
        lacking("axe-core (npm ci in tests/extension-editors)")
    page = visit(who, viewport=viewport)
    for name in screens(page, office.desk, who):
        page.wait_for_load_state()
        page.evaluate(AXE.read_text(encoding="utf-8"))
        assert page.evaluate(FAULTS) == [], name


def test_the_desk_has_the_tones_of_the_report() -> None:
    source = REPOSITORY / "src" / "replylint"
    report, desk = (tones(source / name) for name in ("report/report.css", "faces/server/desk/parts/desk.css"))
    assert len(report) == 28
    assert report.items() <= desk.items()


def tones(style: Path) -> dict[tuple[str, str], str]:
    """The colours that a style names, in light and in dark."""
    light, dark = style.read_text("utf-8").split("@media (prefers-color-scheme: dark)")
    blocks = {"light": light, "dark": dark.partition("\n}")[0]}
    return {(scheme, name): value for scheme, text in blocks.items() for name, value in re.findall(r"(--[\w-]+): ([^;]+);", text)}


def test_what_has_the_keyboard_is_never_under_the_bar_at_the_foot(visit: Callable[..., Page]) -> None:
    page = visit("nora", viewport=WIDE)
    page.get_by_role("link", name="Score the next reply").click()
    page.get_by_role("heading", name="Your score").wait_for()
    until(page, "document.activeElement.name", "step:Right")
    seen = []
    while (name := page.evaluate("document.activeElement.name")) != "reason":
        assert page.evaluate(
            "(() => { const it = document.activeElement, { x, y, width, height } = it.getBoundingClientRect();"
            " return document.elementFromPoint(x + width / 2, y + height / 2) === it })()"
        ), name
        assert page.evaluate("getComputedStyle(document.activeElement.parentElement).outlineStyle") == "solid"
        seen.append(name)
        page.keyboard.press("j")
    assert len(seen) == len(set(seen)) == 18


def test_a_scorecard_is_told_well_to_those_who_listen(visit: Callable[..., Page], office: Office) -> None:
    page = visit("nora")
    open_reply(page, office.desk, "D-104")
    told = page.locator("main").aria_snapshot()
    for part in (
        '- region "Conversation"',
        '- group "For you alone each needs an answer":',
        '- radiogroup "Right Are the facts and the solution right?":',
        '- radio "0 Poor"',
        '- radio "3 Excellent"',
        '- radio "N/A"',
        '- textbox "What you would tell the agent',
    ):
        assert part in told, part
    open_reply(page, office.desk, "D-101")
    told = page.locator("main").aria_snapshot()
    for part in (
        '- link "finding 1"',
        '- heading "1 priming/negative-priming" [level=3]',
        '- rowheader "Commitments"',
    ):
        assert part in told, part
