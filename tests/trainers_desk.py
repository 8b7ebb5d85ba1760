"""A trainer's desk with replies on it, for the tests of its pages: scored, queued, served, and visited by people."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager, redirect_stderr, redirect_stdout
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from conftest import Stream
from replylint.faces import cli
from serving import Server, serving

if TYPE_CHECKING:
    from playwright.sync_api import Locator, Page

SETTINGS = "replylint.toml"
ROUND = "October, first half"
NASTY = "<script>document.title = 'taken'</script> <b>bold</b> & \"quoted\""
HUMAN = ("Right", "Understood", "Fitting tone", "Ahead", "Kept", "Generous", "Stayed", "Sincere")
JUDGED = ("Commitments", "Structure and next steps", "Apology and ownership", "Clarity", "Tone", "Priming")

LAMP = (
    "Hi Ana,\n\nThank you for writing. Unfortunately, an error occurred in the system and your lamp was held up. I've escalated "
    "it to tier 2, and we'll look into it.\n\nYou will hear from us soon.\n\nBest wishes,\nMaya"
)
MONEY = (
    "Dear customer,\n\nWe apologise for any inconvenience this may have caused. As I already told you, you should have read the "
    "terms. To be honest, we will get back to you as soon as possible.\n\nRegards,\nColin"
)
GOOD = (
    "Hi Priya,\n\nI'm sorry that your tent came without its poles; that was our mistake. I have put a set into today's post, and "
    "it reaches you by Thursday 8 October.\n\nNothing more is needed from you.\n\nBest wishes,\nMaya"
)
EMOJI = "🙂🙂 Hi Joe 👋🏽, unfortunately <b>your</b> grinder broke. 🇬🇧 We'll look into it <script>soon</script> 🙂.\n\nBest, Maya"
PASSWORD = (
    "Hi Lena,\n\nI can help with the invoice. Please send me the password of your account so that I can look.\n\nBest, Colin"
)
MEANWHILE = (
    "Hi Tomasz,\n\nI have asked the carrier for the number of your parcel and will send it to you by 5 pm today.\n\nBest, Maya"
)
LATE = (
    "Hi Tomasz,\n\nUnfortunately, there is no number yet. We'll look into it and get back to you soon. Thank you for your "
    "patience.\n\nBest wishes,\nMaya"
)


def conversations() -> Iterator[dict[str, Any]]:
    """Replies of two agents: some good, some with what checks find, one that holds what a page must not take for its own."""
    yield _told("D-101", "Maya", "Ana", "My desk lamp was due on Monday. When does it come?", LAMP, "email")
    yield _told("D-102", "Colin", "Marc", "You charged me twice! I want my money back.", MONEY, "email")
    yield _told("D-103", "Maya", "Priya", "The tent has no poles in it.", GOOD, "email")
    yield _told("D-104", "Maya", NASTY, f"My grinder stopped. 😡 {NASTY}", EMOJI, "chat")
    yield _told("D-105", "Colin", "Lena", "Where do I find my invoice?", PASSWORD, "chat")
    first = _told("D-106", "Maya", "Tomasz", "Where is my rail pass?", MEANWHILE, "email")
    later = _turn("customer", "Tomasz", 9, "It is evening, and there is no number. I leave tomorrow!")
    thanks = _turn("customer", "Tomasz", 12, "Too late now. Please cancel it.")
    yield {**first, "turns": [*first["turns"], later, _turn("agent", "Maya", 10, LATE), thanks]}


def _told(id: str, agent: str, customer: str, asked: str, reply: str, channel: str) -> dict[str, Any]:
    turns = [_turn("customer", customer, 0, asked), _turn("agent", agent, 2, reply)]
    return {"id": id, "channel": channel, "agent": {"name": agent, "team": "Orders"}, "turns": turns}


def _turn(role: str, author: str, hours: int, text: str) -> dict[str, Any]:
    return {"role": role, "author": author, "at": f"2026-10-05T{8 + hours:02}:00:00+00:00", "text": text}


def run(*arguments: str | Path) -> str:
    """What a command prints."""
    out = Stream()
    with redirect_stdout(out), redirect_stderr(Stream()):
        assert cli.main(list(map(str, arguments))) == 0, out.told()
    return out.told().strip()


def scored(folder: Path) -> Path:
    """The folder of a score of these replies."""
    lines = "".join(f"{json.dumps(each, ensure_ascii=False)}\n" for each in conversations())
    (folder / "october.jsonl").write_text(lines, encoding="utf-8")
    run("score", folder / "october.jsonl", "--out", folder / "out", "--workers", "1")
    return folder / "out"


@dataclass(frozen=True)
class Desk:
    """A desk that is served: `link` is what the server printed for people."""

    folder: Path
    server: Server
    link: str

    @property
    def url(self) -> str:
        return f"{self.server.url}/desk"

    def key(self, name: str, *role: str) -> str:
        """A new key of a person."""
        return run("keys", "add", name, "--role", *role, "--settings", self.folder / SETTINGS)


@contextmanager
def served_desk(folder: Path, address: str, scores: Path | None) -> Iterator[Desk]:
    """A desk whose store is at an address, with a round on it where there are scores. It is one person's, Nora's."""
    settings = f'[store]\nurl = "{address}"\n[server]\nkeys = "keys.json"\n'
    (folder / SETTINGS).write_text(settings, encoding="utf-8")
    if scores:
        run("sample", scores, "--size", "9", "--queue", ROUND, "--settings", folder / SETTINGS)
    with serving(folder, "--desk", LOGNAME="nora") as server:
        assert server.process.stdout is not None
        yield Desk(folder, server, server.process.stdout.readline().decode().split()[-1])


def sign_in(visit: Callable[..., Page], desk: Desk, key: str, **told: Any) -> Page:
    """The desk of a person with a key."""
    page = visit(f"{desk.url}/sign-in", **told)
    page.get_by_label("Your key").fill(key)
    page.get_by_role("button", name="Sign in").click()
    page.wait_for_url(desk.url)
    return page


def open_reply(page: Page, desk: Desk, id: str) -> None:
    """Go from the queue to a reply."""
    page.goto(desk.url)
    page.get_by_role("link", name=id).click()
    page.get_by_role("heading", name=id, level=1).wait_for()
    page.wait_for_load_state()


def criterion(page: Page, name: str) -> Locator:
    """The choices of a criterion."""
    return page.get_by_role("radiogroup", name=re.compile(f"^{re.escape(name)} "))


def score(page: Page, steps: str = "2", passes: str = "No") -> None:
    """Fill in the scorecard by mouse, all alike, and send it."""
    for name in HUMAN:
        criterion(page, name).locator(f"input[value='{steps}']").check()
    criterion(page, "Would you pass it?").get_by_label(passes, exact=True).check()
    page.get_by_role("button", name="Score it").click()
    page.get_by_role("heading", name="What replylint found").wait_for()
    page.wait_for_load_state()


def finding(page: Page, rule: str) -> Locator:
    """What a rule found in the reply that is shown."""
    return page.locator(".found > li").filter(has=page.get_by_text(rule, exact=True))


def answer(found: Locator, way: str, reason: str, button: str) -> None:
    """Open the answer to a finding, give a reason and send it."""
    found.get_by_text(way, exact=True).click()
    found.get_by_role("textbox").fill(reason)
    found.get_by_role("button", name=button).click()


def finish(page: Page) -> None:
    """Let the agent see a reply."""
    page.get_by_role("button", name="Finish").click()
    page.get_by_text("finished the reply").wait_for()
