"""The site of the documentation: built strictly, whole, and asking nothing of another host."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from functools import cache
from html.parser import HTMLParser
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import unquote, urlsplit

import pytest

from chromium_browser import until
from conftest import lacking
from page_visits import chromium
from replylint import examples, packs

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytestmark = pytest.mark.slow
ROOT = Path(__file__).parent.parent
PYTHON = ROOT / ".venv-docs" / "bin" / "python"
LOADING = {("script", "src"), ("link", "href"), ("img", "src"), ("iframe", "src"), ("source", "srcset"), ("object", "data")}

ASIDE = ("h1", "h2", "h3", "h4", "pre", "script", "style")  # whose words are no prose


class Seen(HTMLParser):
    """What a page links to and loads, the ids in it, and its words."""

    def __init__(self, page: Path) -> None:
        super().__init__()
        self.links: list[str] = []
        self.loads: list[str] = []
        self.ids: set[str] = set()
        self.said: list[str] = []
        self.within: list[str] = []
        self.feed(page.read_text("utf-8"))

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        for name, value in attrs:
            if (tag, name) in LOADING:
                self.loads.append(value or "")
            elif name == "href":
                self.links.append(value or "")
            elif name in ("id", "name"):
                self.ids.add(value or "")
            elif name == "style":
                self.loads += urls(value or "")
        if tag == "br":
            self.said.append(" ")
        if tag in ("article", *ASIDE):
            self.within.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if tag in ("article", *ASIDE):
            self.within.pop()

    def handle_data(self, data: str) -> None:
        if self.within == ["article"]:
            self.said.append(data)


def urls(style: str) -> list[str]:
    """What a style sheet loads; pictures within it are its own."""
    found = re.findall(r"url\(\s*['\"]?([^'\")]+)|@import\s+['\"]([^'\"]+)", style)
    return [told for pair in found for told in pair if told and not told.startswith(("data:", "#"))]


seen = cache(Seen)


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The site, built as `python3 tasks.py docs` builds it."""
    if not PYTHON.exists():
        lacking("MkDocs (python3 tasks.py test installs it)")
    folder = tmp_path_factory.mktemp("site")
    shutil.copy(ROOT / "mkdocs.yml", folder)
    subprocess.run([sys.executable, ROOT / "docs/pages/staged.py", folder / "build" / "docs"], check=True)
    told = {**os.environ, "NO_MKDOCS_2_WARNING": "1"}
    done = subprocess.run(
        [PYTHON, "-m", "mkdocs", "build", "--strict"], cwd=folder, env=told, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return folder / "site"


def test_no_page_loads_anything_from_another_host(site: Path) -> None:
    loads = [(page.name, told) for page in site.glob("**/*.html") for told in seen(page).loads]
    loads += [(sheet.name, told) for sheet in site.glob("**/*.css") for told in urls(sheet.read_text("utf-8"))]
    assert len(loads) > 500
    assert [load for load in loads if urlsplit(load[1]).netloc or urlsplit(load[1]).scheme] == []


def test_every_link_within_the_site_leads_somewhere(site: Path) -> None:
    broken = []
    pages = [page for page in site.glob("**/*.html") if page.name != "404.html"]  # which a server shows at any address
    links = [(page, link) for page in pages for link in (*seen(page).links, *seen(page).loads)]
    for page, link in links:
        told = urlsplit(link)
        if told.scheme or told.netloc:
            continue
        target = (page.parent / unquote(told.path)).resolve() if told.path else page
        target = target / "index.html" if target.is_dir() else target
        anchored = not told.fragment or unquote(told.fragment) in seen(target).ids
        if not target.is_file() or not anchored:
            broken.append(f"{page.relative_to(site)}: {link}")
    assert len(links) > 5000
    assert broken == []


def test_what_a_forge_reads_as_a_list_a_table_or_code_is_one_here(site: Path) -> None:
    unread = re.compile(r"\n *(?:[-*]|\d+\.) .*|.*```.*|\n\|.*|.*\\\|.*|.*\]\(.*")
    by_hand = site.glob("*.html")  # the words of examples may well begin with a number
    found = [(page.name, each) for page in by_hand for each in unread.findall("".join(seen(page).said))]
    assert found == []


def test_words_of_customers_and_drafts_are_shown_as_they_stand(site: Path) -> None:
    lost = []
    for file in examples.files(packs.house()):
        given = examples.read(file)
        bad, good = ([each for each in given if each.bad == wanted] for wanted in (True, False))
        words = " ".join("".join(seen(site / "rules" / file.parent.name / f"{file.stem}.html").said).split())
        for example in (*bad[:10], *good[:10], *examples.misses(file)):
            lost += [turn.text for turn in example.told.turns if " ".join(turn.text.split()) not in words]
    assert lost == []


def test_the_search_works_in_a_folder_and_nothing_is_asked_of_anybody(site: Path) -> None:
    with chromium() as browser:
        page: Page = browser.new_page()
        asked: list[str] = []
        page.on("request", lambda request: asked.append(request.url))
        for name in ("index.html", "service.html", "rules/tone/dismissive.html"):
            page.goto((site / name).as_uri())
            page.locator("[data-md-component=search-query]").press_sequentially("vague-timeframe")
            until(page, "!!document.querySelector('.md-search-result__item a[href*=vague-timeframe]')", True)
        assert [url for url in asked if not url.startswith(("file:", "data:", "about:"))] == []
