"""A Request Tracker 5 of its own, from Debian's package: its database, settings, mails and log lie in one folder."""

from __future__ import annotations

import html
import os
import re
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import httpx

from chromium_browser import REPOSITORY
from conftest import free_port, lacking

if TYPE_CHECKING:
    from playwright.sync_api import Page

PLUGIN = REPOSITORY / "extension" / "request-tracker"
MODULES = Path("/usr/share/request-tracker5/lib")
_PROGRAM = MODULES.parent / "libexec" / "rt-server"
_STARTING = 60  # seconds
_CONFIG = """
$RT::LocalPluginPath = '{folder}/plugins';
$RT::MasonDataDir = '{folder}/mason';
Set($rtname, 'desk.example');
Set($Organization, 'desk.example');
Set($DatabaseType, 'SQLite');
Set($DatabaseName, '{folder}/rt.db');
Set($WebPath, '');
Set($WebDomain, '127.0.0.1');
Set($WebPort, {port});
Set($WebBaseURL, 'http://127.0.0.1:{port}');
Set($MailCommand, 'sendmailpipe');
Set($SendmailPath, '{folder}/sendmail');
Set($LogToSyslog, '');
Set($LogToSTDERR, '');
Set($LogToFile, 'info');
Set($LogDir, '{folder}');
Set($LogToFileNamed, 'rt.log');
{more}
1;
"""
_SENDMAIL = '#!/bin/sh\ncat > "$(mktemp {folder}/mails/XXXXXXXX)"\n'


@dataclass(frozen=True)
class Desk:
    """A site that runs: where it answers, and the folder it lies in."""

    url: str
    folder: Path

    def new_ticket(self, subject: str, words: str, queue: str = "General") -> int:
        """A ticket of a customer; its number."""
        told = {"Queue": queue, "Subject": subject, "Requestor": "ana@example.invalid", "Content": words}
        return int(self.ask("POST", "/ticket", json=told)["id"])

    def ask(self, method: str, path: str, **more: Any) -> Any:
        """Ask its REST service as its administrator; the answer."""
        answer = httpx.request(method, f"{self.url}/REST/2.0{path}", auth=("root", "password"), timeout=30, **more)
        return answer.raise_for_status().json()

    def kept(self, ticket: int, kind: str) -> int:
        """How many of a kind a ticket has: `Correspond` is a reply, `Comment` a comment."""
        history = self.ask("GET", f"/ticket/{ticket}/history?fields=Type&per_page=100")
        return [each["Type"] for each in history["items"]].count(kind)

    def mails(self, ticket: int) -> list[str]:
        """The mails with replies to a ticket that went out."""
        taken = [file.read_text(encoding="utf-8") for file in (self.folder / "mails").iterdir()]
        subject = re.compile(rf"^Subject: \[desk\.example #{ticket}\](?! (?:AutoReply|Resolved): )", re.MULTILINE)
        return [mail for mail in taken if subject.search(mail)]

    def log(self) -> str:
        """All that it wrote down."""
        return (self.folder / "rt.log").read_text(encoding="utf-8")


@dataclass(frozen=True)
class Site:
    """An installation. It runs as often as wanted, each time with settings of its own, over the same tickets."""

    folder: Path

    @contextmanager
    def running(self, more: str = "") -> Iterator[Desk]:
        """The site, with more lines of settings."""
        port = free_port()
        command = (_PROGRAM, "--host", "127.0.0.1", "--port", str(port))
        with running(f"http://127.0.0.1:{port}", *command, env=self._settings(port, more), cwd=self.folder) as url:
            yield Desk(url, self.folder)

    def plug_in(self) -> None:
        """Let it find our plugin; its settings still have to name it."""
        (self.folder / "plugins" / "RT-Extension-Replylint").symlink_to(PLUGIN)

    def set_up(self) -> None:
        """Make its database, and the program that takes its mails."""
        for name in ("mails", "plugins"):
            (self.folder / name).mkdir()
        sendmail = self.folder / "sendmail"
        sendmail.write_text(_SENDMAIL.format(folder=self.folder), encoding="utf-8")
        sendmail.chmod(0o755)
        command = ["rt-setup-database-5", "--action", "init", "--skip-create"]
        subprocess.run(command, env=self._settings(0, ""), check=True, capture_output=True)

    def _settings(self, port: int, more: str) -> dict[str, str]:
        """Write its settings; the environment in which RT reads them."""
        own = self.folder / f"{port}"
        (own / "conf.d").mkdir(parents=True)
        config = own / "RT_SiteConfig.pm"
        config.write_text(_CONFIG.format(folder=self.folder, port=port, more=more), encoding="utf-8")
        return {**os.environ, "RT_SITE_CONFIG": str(config), "RT_SITE_CONFIG_DIR": str(own / "conf.d")}


@dataclass(frozen=True)
class Shown:
    """A page that RT shows to the agent."""

    page: httpx.Response

    @property
    def results(self) -> list[str]:
        """The lines of the box `Results`, as they are read."""
        found = re.search(r'<ul class="action-results">(.*?)</ul>', self.page.text, re.DOTALL)
        return [html.unescape(line) for line in re.findall(r"<li>(.*?)</li>", found[1], re.DOTALL)] if found else []

    @property
    def draft(self) -> str:
        """What stands in the box to write in. A browser leaves out the line break after the tag."""
        found = re.search(r'<textarea[^>]*name="UpdateContent"[^>]*>\n?(.*?)</textarea>', self.page.text, re.DOTALL)
        assert found, self.page.url
        return html.unescape(found[1])

    @property
    def is_held(self) -> bool:
        """Whether the reply came back to its form, which asks whether it goes anyway."""
        return 'name="ReplylintAnyway"' in self.page.text

    @property
    def went(self) -> bool:
        """Whether the ticket is shown, with the reply in it."""
        return "Correspondence added" in self.results and not self.is_held

    @property
    def seen(self) -> list[str]:
        """The findings that the form says it has shown."""
        return re.findall(r'name="ReplylintSeen" value="([^"]*)"', self.page.text)


class Agent:
    """Who answers tickets, logged in."""

    def __init__(self, desk: Desk) -> None:
        self._browser = httpx.Client(base_url=desk.url, timeout=60, follow_redirects=True, headers={"Referer": f"{desk.url}/"})
        self._browser.post("/NoAuth/Login.html", data={"user": "root", "pass": "password"})

    def page(self, path: str) -> str:
        """What stands on a page."""
        return self._browser.get(path).text

    def reply(self, ticket: int, words: str, path: str = "/Ticket/Update.html", **more: Any) -> Shown:
        """Send the form to reply with, and more or other fields of it."""
        fields = {"id": f"{ticket}", "Action": "Respond", "UpdateType": "response", "UpdateContent": words}
        fields |= {"SubmitTicket": "Update Ticket", **more}
        several = [(name, value) for name, given in fields.items() for value in (given if isinstance(given, list) else [given])]
        files = [(name, value if isinstance(value, tuple) else (None, value)) for name, value in several]
        return Shown(self._browser.post(path, files=files))


def write_reply(page: Page, desk: Desk, ticket: int, *paragraphs: str) -> None:
    """Log in, and write a reply in RT's editor."""
    page.set_default_timeout(60_000)  # it is slow to draw
    page.goto(desk.url)
    page.fill("[name=user]", "root")
    page.fill("[name=pass]", "password")
    page.click("[type=submit]")
    page.goto(f"{desk.url}/Ticket/Update.html?id={ticket}&Action=Respond")
    page.frame_locator("iframe.cke_wysiwyg_frame").locator("body").click()
    for paragraph in paragraphs:
        page.keyboard.type(paragraph)
        page.keyboard.press("Enter")


def send_reply(page: Page) -> None:
    """Press the button that sends."""
    page.locator("[name=SubmitTicket]:visible").click()


def need() -> None:
    """Skip the test where there is no Request Tracker."""
    if not _PROGRAM.exists():
        lacking("Request Tracker 5 (apt-get install request-tracker5 rt5-standalone rt5-db-sqlite)")


def installed(folder: Path) -> Site:
    """A new site in a folder."""
    need()
    site = Site(folder)
    site.set_up()
    return site


@contextmanager
def running(url: str, *command: str | Path, **how: Any) -> Iterator[str]:
    """A program that serves a URL, once it answers."""
    with subprocess.Popen(
        [str(part) for part in command], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, **how
    ) as process:
        try:
            deadline = time.monotonic() + _STARTING
            while not _answers(url):
                assert process.poll() is None, f"{command[0]} ended with {process.poll()}"
                assert time.monotonic() < deadline, f"{command[0]} did not answer in {_STARTING} seconds"
                time.sleep(0.2)
            yield url
        finally:
            process.terminate()


def _answers(url: str) -> bool:
    try:
        return httpx.get(url, timeout=5, follow_redirects=True).status_code == 200
    except httpx.TransportError:
        return False
