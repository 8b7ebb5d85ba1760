"""Real programs that send by `sendmail`, through the wrapper and a real sendmail to a mail server: mutt, aerc, git send-email."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from urllib.parse import quote

import pytest

from conftest import child, lacking
from mail_sink import Inbox, receiving
from test_sendmail import WRAPPER

pytestmark = pytest.mark.slow
CANARY = "Sesamwort7!"
REASON = f"“{CANARY}” is a secret in plain text"
CLEAN = "Hi Ana,\n\nyour teapot left Leeds this morning, and it is with you on Friday by noon.\n\nKind regards,\nTim\n"
HELD = f"Hi Ana,\n\nI have set it up for you. Your new password is {CANARY}\n\nKind regards,\nTim\n"
PATIENCE = 60  # seconds


@dataclass(frozen=True)
class Office:
    """A machine with programs that send by `sendmail`, which is the wrapper, and the mails that a mail server got."""

    folder: Path
    environment: dict[str, str]
    inbox: Inbox

    def given(self) -> list[bytes]:
        """What the programs gave to `sendmail`."""
        return [file.read_bytes() for file in sorted(self.folder.glob("given.*"))]

    def delivered(self) -> bool:
        """Whether the last mail of a program has come once, byte for byte; False when none has come."""
        if not self.inbox:
            return False
        assert len(self.inbox) == 1
        assert self.inbox[0] in [raw.replace(b"\r\n", b"\n").replace(b"\n", b"\r\n") for raw in self.given()]
        return True

    def break_it(self) -> None:
        """Take replylint off the path."""
        (self.folder / "bin" / "replylint").unlink()

    def run(self, *command: str, stdin: bytes = b"") -> subprocess.CompletedProcess[bytes]:
        """A program, run to its end."""
        return subprocess.run(
            command, input=stdin, capture_output=True, check=False, cwd=self.folder, env=self.environment, timeout=PATIENCE
        )


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    if find_spec("aiosmtpd") is None:
        lacking("the package aiosmtpd")
    needed("msmtp")
    (tmp_path / "bin").mkdir()
    with receiving() as (port, inbox):
        settings = f"defaults\nauth off\ntls off\naccount default\nhost 127.0.0.1\nport {port}\nfrom tim@shop.example\n"
        (tmp_path / "msmtprc").write_text(settings, encoding="utf-8")
        for name, script in {
            "replylint": f'exec "{sys.executable}" -m replylint "$@"',
            "real": f'exec msmtp -C "{tmp_path / "msmtprc"}" "$@"',
            "sendmail": f'tee "{tmp_path}/given.$$" | "{WRAPPER}" "$@"',
        }.items():
            file = tmp_path / "bin" / name
            file.write_text(f"#!/bin/sh\n{script}\n", encoding="utf-8")
            file.chmod(0o755)
        told = {
            "PATH": f"{tmp_path / 'bin'}{os.pathsep}/usr/local/bin:/usr/bin:/bin",
            "HOME": str(tmp_path),
            "XDG_CONFIG_HOME": str(tmp_path / ".config"),
            "XDG_RUNTIME_DIR": str(tmp_path),
            "REPLYLINT_SENDMAIL": str(tmp_path / "bin" / "real"),
            "REPLYLINT_REASONS": str(tmp_path / "reasons"),
            "LC_ALL": "C.UTF-8",
            "TERM": "xterm-256color",
            "EDITOR": "true",
        }
        yield Office(tmp_path, {**child(), **told}, inbox)


def needed(program: str) -> None:
    if shutil.which(program) is None:
        lacking(program)


# -- git send-email ----------------------------------------------------------------------------------------------------


def git(office: Office, body: str) -> subprocess.CompletedProcess[bytes]:
    if b"send-email" not in office.run("git", "--list-cmds=main").stdout:
        lacking("git send-email")
    person = "[user]\n\tname = Tim\n\temail = tim@shop.example\n"
    server = f'[sendemail]\n\tsmtpServer = "{office.folder}/bin/sendmail"\n'
    (office.folder / ".gitconfig").write_text(person + server, encoding="utf-8")
    head = "From: Tim <tim@shop.example>\nSubject: Your teapot\nContent-Type: text/plain; charset=utf-8\n"
    (office.folder / "mail").write_text(f"{head}\n{body}", encoding="utf-8")
    return office.run("git", "send-email", "--confirm=never", "--suppress-cc=all", "--to=Ana <ana@mail.example>", "mail")


def test_git_delivers_what_may_go(office: Office) -> None:
    assert git(office, CLEAN).returncode == 0
    assert office.delivered()


def test_git_says_what_is_held(office: Office) -> None:
    run = git(office, HELD)
    assert run.returncode != 0
    assert REASON in run.stderr.decode()
    assert not office.delivered()


def test_git_delivers_when_replylint_is_away(office: Office) -> None:
    office.break_it()
    assert git(office, HELD).returncode == 0
    assert office.delivered()


# -- mutt --------------------------------------------------------------------------------------------------------------


@pytest.fixture
def mutt(office: Office) -> Callable[[str], subprocess.CompletedProcess[bytes]]:
    """Send a draft with mutt, which asks nothing."""
    needed("mutt")
    (office.folder / "muttrc").write_text(
        f'set sendmail="{office.folder}/bin/sendmail"\nset from="Tim <tim@shop.example>" use_from=yes copy=no\n'
        f'set folder="{office.folder}" abort_unmodified=no hidden_host=yes\n',
        encoding="utf-8",
    )

    def send(body: str) -> subprocess.CompletedProcess[bytes]:
        draft = f"To: Ana <ana@mail.example>\nSubject: Re: Teapot\n\n{body}"
        (office.folder / "draft").write_text(draft, encoding="utf-8")
        return office.run("mutt", "-n", "-F", "muttrc", "-H", "draft")

    return send


def test_mutt_delivers_what_may_go(office: Office, mutt: Callable[[str], subprocess.CompletedProcess[bytes]]) -> None:
    assert mutt(CLEAN).returncode == 0
    assert office.delivered()


def test_mutt_says_what_is_held(office: Office, mutt: Callable[[str], subprocess.CompletedProcess[bytes]]) -> None:
    run = mutt(HELD)
    assert run.returncode != 0
    assert REASON in (run.stdout + run.stderr).decode()
    assert not office.delivered()


def test_mutt_delivers_when_replylint_is_away(office: Office, mutt: Callable[[str], subprocess.CompletedProcess[bytes]]) -> None:
    office.break_it()
    assert mutt(HELD).returncode == 0
    assert office.delivered()


# -- in a terminal -----------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Screen:
    """A terminal that nobody sees."""

    office: Office
    socket: Path

    def tmux(self, *arguments: str) -> str:
        return self.office.run("tmux", "-S", str(self.socket), "-f", os.devnull, *arguments).stdout.decode()

    def show(self, command: str) -> None:
        """Start a program in it."""
        self.tmux("new-session", "-d", "-x", "120", "-y", "40", command)

    def press(self, *keys: str) -> None:
        self.tmux("send-keys", *keys)

    def until(self, words: str, redraw: bool = False) -> str:
        """Wait until it shows words; what it shows then. `redraw`: for a program that shows them only at the next event."""
        deadline = time.monotonic() + PATIENCE
        wide = 120
        while time.monotonic() < deadline:
            shown = self.tmux("capture-pane", "-p")
            if words in shown:
                return shown
            if redraw:
                wide = 239 - wide
                self.tmux("resize-window", "-x", str(wide), "-y", "40")
            time.sleep(0.1)
        raise AssertionError(f"{words!r} was not shown:\n{shown}")

    def until_delivered(self) -> bytes:
        """Wait until the mail has come; what came."""
        deadline = time.monotonic() + PATIENCE
        while not self.office.inbox:
            assert time.monotonic() < deadline, self.tmux("capture-pane", "-p")
            time.sleep(0.1)
        (mail,) = self.office.inbox
        return mail

    def until_sent_without(self, header: str) -> None:
        """Wait until the held mail has come although it was held, and without the header that let it go."""
        mail = self.until_delivered()
        assert CANARY.encode() in mail
        assert header.encode() not in mail
        assert any(header.encode() in raw for raw in self.office.given())


@pytest.fixture
def screen(office: Office) -> Iterator[Screen]:
    needed("tmux")
    with tempfile.TemporaryDirectory(prefix="tm") as short:  # the path of a socket has 107 characters at most
        made = Screen(office, Path(short) / "s")
        yield made
        made.tmux("kill-server")


@pytest.mark.usefixtures("mutt")
def test_an_agent_in_mutt_sees_the_reasons_keeps_the_draft_and_says_why(office: Office, screen: Screen) -> None:
    (office.folder / "body").write_text(HELD, encoding="utf-8")
    screen.show("mutt -n -F muttrc -s 'Re: Teapot' -i body ana@mail.example")
    for prompt in ("To: ana@mail.example", "Subject: Re: Teapot"):
        screen.until(prompt)
        screen.press("Enter")
    screen.until("y:Send")
    screen.press("y")
    shown = screen.until("held; nothing was sent")
    assert REASON in shown
    screen.press("q")
    assert "Re: Teapot" in screen.until("y:Send")
    assert not office.delivered()
    editor = office.folder / "bin" / "editor"
    editor.write_text('#!/bin/sh\nsed -i "1i X-Replylint-Override: She asked for it" "$1"\n', encoding="utf-8")
    editor.chmod(0o755)
    screen.press(":")
    screen.press("set editor=editor", "Enter")
    screen.press("E")  # the message with its head
    screen.until("y:Send")
    screen.press("y")
    screen.until_sent_without("Override")


@pytest.fixture
def aerc(office: Office, screen: Screen) -> Callable[[str], None]:
    """Open a draft in aerc, ready to be sent."""
    needed("aerc")
    config = office.folder / ".config" / "aerc"
    config.mkdir(parents=True)
    for name in ("cur", "new", "tmp"):
        (office.folder / "mail" / name).mkdir(parents=True)
    accounts = config / "accounts.conf"
    accounts.write_text(
        f"[desk]\nsource = maildir://{office.folder}/mail\noutgoing = {office.folder}/bin/sendmail\n"
        "from = Tim <tim@shop.example>\n",
        encoding="utf-8",
    )
    accounts.chmod(0o600)  # aerc refuses to read it otherwise

    def compose(body: str) -> None:
        screen.show(f"aerc 'mailto:ana@mail.example?subject=Re%3A%20Teapot&body={quote(body, safe='')}' 2>/dev/null")
        screen.until("Send this email?", redraw=True)

    return compose


def test_an_agent_in_aerc_keeps_the_draft_and_finds_the_reasons(
    office: Office, screen: Screen, aerc: Callable[[str], None]
) -> None:
    aerc(HELD)
    screen.press("y")
    assert "Send this email?" in screen.until("exit status 65", redraw=True)
    assert not office.delivered()
    assert REASON in (office.folder / "reasons").read_text(encoding="utf-8")
    screen.press(":")
    screen.press("header X-Replylint-Override She asked for it", "Enter")
    screen.until("X-Replylint-Override:", redraw=True)
    screen.press("y")
    screen.until_sent_without("Override")


def test_aerc_delivers_what_may_go(office: Office, screen: Screen, aerc: Callable[[str], None]) -> None:
    aerc(CLEAN)
    screen.press("y")
    screen.until_delivered()
    assert office.delivered()


def test_aerc_delivers_when_replylint_is_away(office: Office, screen: Screen, aerc: Callable[[str], None]) -> None:
    office.break_it()
    aerc(HELD)
    screen.press("y")
    screen.until_delivered()
    assert office.delivered()
