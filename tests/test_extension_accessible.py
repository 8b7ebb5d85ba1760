"""What everybody can use: contrast and names in light and dark, on every screen of the extension, and motion."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

import pytest

from browsers import EXTENSION, look
from browsers import until_page as until
from browsing import EDITORS, Desk, held, open_desk, press
from conftest import lacking

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytestmark = pytest.mark.slow

AXE = EDITORS / "node_modules" / "axe-core" / "axe.min.js"
DRAFT = "🙂 Unfortunately, we'll look into it soon. Send us your password."
RICH = "[aria-label='Rich reply']"
OURS = "chrome-extension://naijkcicfiejmolghchicbiokdmmhjip"


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    if not AXE.exists():
        lacking("axe-core (npm ci in tests/extension-editors)")
    with open_desk(tmp_path_factory.mktemp("desk")) as desk:
        yield desk


@pytest.fixture(params=["light", "dark"])
def page(request: pytest.FixtureRequest, desk: Desk) -> Iterator[Page]:
    with desk.page("helpdesk.html", key=desk.key) as page:
        page.emulate_media(color_scheme=request.param, reduced_motion="reduce")
        yield page


def faults(page: Page, where: str) -> list[str]:
    """What axe finds wrong within an element of the layer."""
    page.evaluate(AXE.read_text(encoding="utf-8"))
    found = page.evaluate(
        """async (where) => {
          const include = document.querySelector(where) ? [where] : { fromShadowDom: ['replylint-surface', where] };
          const runOnly = ['wcag2a', 'wcag2aa', 'wcag21aa', 'wcag22aa', 'best-practice'];
          const told = await axe.run({ include }, { runOnly });
          if (told.passes.length === 0) return ['nothing was looked at'];
          return told.violations.map(({ id, nodes }) => [id, ...nodes.map((node) => node.html)].join(' '));
        }""",
        where,
    )
    return [each for each in found if not each.startswith(("region", "page-has-heading-one", "landmark", "heading-order"))]


def faint(page: Page, where: str) -> list[str]:
    """The words within an element whose contrast is under 4.5 to 1: axe cannot tell on a layer without a size."""
    found: list[str] = look(
        page,
        """(() => {
          const rgb = (colour) => colour.match(/[\\d.]+/g).map(Number);
          const clear = (colour) => (rgb(colour)[3] ?? 1) === 0;
          const light = (colour) => {
            const linear = (part) => (part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4);
            const [r, g, b] = rgb(colour).map((part) => linear(part / 255));
            return 0.2126 * r + 0.7152 * g + 0.0722 * b;
          };
          const ground = (element) => {
            for (let at = element; at; at = at.parentElement) {
              const { backgroundColor } = getComputedStyle(at);
              if (!clear(backgroundColor)) return backgroundColor;
            }
            return 'rgb(128, 128, 128)';
          };
          const whole = document.querySelector('WHERE') ?? one('WHERE');
          const own = (element) => [...element.childNodes].some((node) => node.nodeType === Node.TEXT_NODE && node.data.trim());
          const said = [whole, ...whole.querySelectorAll('*')].filter((element) => own(element) && element.checkVisibility());
          if (said.length < 1) return ['nothing was looked at'];
          return said.flatMap((element) => {
            const [one, other] = [light(getComputedStyle(element).color), light(ground(element))].sort((a, b) => b - a);
            const ratio = (one + 0.05) / (other + 0.05);
            return ratio < 4.5 ? [`${element.textContent} ${ratio.toFixed(2)}`] : [];
          });
        })()""".replace("WHERE", where),
    )
    return found


def moving(page: Page, where: str) -> list[str]:
    """The elements, from one on, that move though rest was asked for."""
    found: list[str] = look(
        page,
        """(() => {
          const whole = document.querySelector('WHERE') ?? one('WHERE');
          const moves = ({ animationName, transitionDuration }) => animationName !== 'none' || transitionDuration !== '0s';
          const restless = [whole, ...whole.querySelectorAll('*')].filter((element) => moves(getComputedStyle(element)));
          return restless.map((element) => `${element.tagName}.${element.className}`);
        })()""".replace("WHERE", where),
    )
    return found


def write(page: Page) -> None:
    page.click(RICH)
    page.keyboard.insert_text(DRAFT)
    until(page, "marked().length", 3)


def open_card(page: Page) -> str:
    page.keyboard.press("F8")
    until(page, "!!one('.card')")
    return ".card"


def open_list(page: Page) -> str:
    until(page, "!!one('.chip .count')")
    page.locator("replylint-surface .chip .count").click()
    until(page, "!!one('.checklist')")
    return ".chip"


def open_panel(page: Page) -> str:
    press(page, "Send reply")
    held(page)
    until(page, "all('dialog button:disabled').length", 0)
    return "dialog"


def open_notice(page: Page) -> str:
    page.keyboard.press("F8")
    press(page, "Not here")
    until(page, "!!one('.notice')")
    return ".notice"


@pytest.mark.parametrize("show", [open_card, open_list, open_panel, open_notice])
def test_a_screen_has_contrast_and_names(page: Page, show: Callable[[Page], str]) -> None:
    write(page)
    where = show(page)
    assert faults(page, where) == []
    assert faint(page, where) == []
    assert moving(page, where) == []


@pytest.mark.parametrize(
    ("name", "drawn"),
    [
        ("week", "!!document.querySelector('li')"),
        ("options", "document.querySelector('#server').value !== ''"),
        ("privacy", "document.querySelector('#server').textContent !== ''"),
        ("popup", "document.querySelector('#settings').textContent !== ''"),
    ],
)
def test_a_page_of_its_own_has_contrast_and_names_and_no_motion(page: Page, desk: Desk, name: str, drawn: str) -> None:
    desk.chromium.set(weekOn=True, answersNever=[{"rule": "a/b", "words": "to be honest", "at": 0}])
    page.goto(f"{OURS}/{name}.html")
    until(page, drawn)
    assert faults(page, "body") == []
    assert faint(page, "body") == []
    assert moving(page, "body") == []


def test_the_privacy_page_names_the_server_and_what_goes_there(page: Page, desk: Desk) -> None:
    page.goto(f"{OURS}/privacy.html")
    until(page, "document.querySelector('#server').textContent", desk.server.url)
    told = page.locator("main").inner_text()
    for part in ("one server", "Nowhere else", "that reason, your name and the reply", "Your replies: nowhere", "seven days"):
        assert part in told


def test_marks_of_different_weight_differ_in_more_than_colour() -> None:
    style = (EXTENSION / "content" / "marks.css").read_text(encoding="utf-8")
    drawn = re.findall(r"::highlight\(replylint-(\w+)\) \{(.*?)\}", style, re.DOTALL)
    looks = {name: ("background" in rules, re.findall(r"underline (\w+)", rules)[0]) for name, rules in drawn}
    assert len(set(looks.values())) == 3, looks
