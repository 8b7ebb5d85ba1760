"""The wrapper that stands in for `sendmail`: what it sends, what it holds, and that it never loses or doubles a mail."""

from __future__ import annotations

import os
import re
import resource
import shutil
import signal
import subprocess
import sys
import time
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from conftest import child

WRAPPER = Path(__file__).parent.parent / "examples" / "sendmail" / "replylint-sendmail"
SHELLS = [found for found in (("sh",), ("bash", "--posix"), ("busybox", "sh")) if shutil.which(found[0])]
MAIL = b"From: Tim <tim@shop.example>\nTo: ana@mail.example\nSubject: Teapot\n\nHi Ana,\n\nit left.\n"
TO = ("-oi", "-f", "tim@shop.example", "--", "ana@mail.example")
SENDMAIL = '#!/bin/sh\ncat >"$DESK/sent.$$"\nprintf "%s\\n" "$@" >"$DESK/arguments"\nexit ${SENDMAIL_CODE:-0}\n'
ASKED = '#!/bin/sh\n[ "$1" = --version ] && exit 0\nprintf "%s\\n" "$@" >"$DESK/asked"\n'


@dataclass(frozen=True)
class Sent:
    """What a run of the wrapper left behind."""

    code: int
    out: bytes
    err: str


@dataclass
class Desk:
    """A machine with a replylint and a sendmail of the test's own."""

    folder: Path
    environment: dict[str, str] = field(default_factory=dict)

    def put(self, name: str, script: str) -> None:
        """A program on the path."""
        file = self.folder / "bin" / name
        file.write_text(script, encoding="utf-8")
        file.chmod(0o755)

    def start(self, *arguments: str, shell: tuple[str, ...] = (), **more: object) -> subprocess.Popen[bytes]:
        """The wrapper, under way."""
        command = [*shell, str(WRAPPER), *arguments]
        pipe = subprocess.PIPE
        return subprocess.Popen(command, stdin=pipe, stdout=pipe, stderr=pipe, env=self.environment, **more)  # type: ignore[call-overload,no-any-return]

    def send(self, raw: bytes, *arguments: str, **more: object) -> Sent:
        """The wrapper over a mail, once; it leaves nothing of it in the folder for temporary files."""
        process = self.start(*(arguments or TO), **more)  # type: ignore[arg-type]
        out, err = process.communicate(raw, timeout=60)
        assert list((self.folder / "tmp").iterdir()) == []
        return Sent(process.returncode, out, err.decode())

    @property
    def sent(self) -> list[bytes]:
        return [file.read_bytes() for file in sorted(self.folder.glob("sent.*"))]

    def lines(self, name: str) -> list[str]:
        return (self.folder / name).read_text(encoding="utf-8").splitlines()


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    for name in ("bin", "tmp"):
        (tmp_path / name).mkdir()
    path = f"{tmp_path / 'bin'}{os.pathsep}{os.defpath}"
    told = {
        "PATH": path,
        "DESK": str(tmp_path),
        "TMPDIR": str(tmp_path / "tmp"),
        "REPLYLINT_SENDMAIL": str(tmp_path / "bin" / "real"),
    }
    made = Desk(tmp_path, {**child(), **told})
    made.put("real", SENDMAIL)
    made.put("replylint", ASKED)
    return made


def says(code: int) -> str:
    """A replylint that reads the mail and gives a verdict."""
    return f'{ASKED}cat >"$DESK/read"\necho "warning: nearly a reason" >&2\nexit {code}\n'


# -- what is sent ------------------------------------------------------------------------------------------------------

MAILS = {
    "a mail": MAIL,
    "line ends of Windows": MAIL.replace(b"\n", b"\r\n"),
    "no last line end": MAIL.rstrip(),
    "eight bits and a NUL": MAIL + b"\0\xff\xfe \x80\n",
    "lines of dots": MAIL + b".\n..\nFrom here on all is well.\n",
    "a head without a body": MAIL.partition(b"\n\n")[0],
    "nothing": b"",
    "one long line": MAIL + b"x" * 100_000,
    "ten megabytes": MAIL + (b"QUJD" * 18 + b"\n") * 140_000,
}


@pytest.mark.parametrize("name", MAILS)
def test_a_mail_that_may_go_goes_once_and_byte_for_byte(name: str, desk: Desk) -> None:
    desk.put("replylint", says(0))
    run = desk.send(MAILS[name])
    assert (run.code, run.out) == (0, b"")
    assert desk.sent == [MAILS[name]]
    assert (desk.folder / "read").read_bytes() == MAILS[name]
    assert desk.lines("arguments") == list(TO)
    assert desk.lines("asked") == ["hook"]


@pytest.mark.parametrize("shell", SHELLS, ids=" ".join)
@pytest.mark.parametrize("code", [0, 1, 2])
def test_every_shell_does_the_same(shell: tuple[str, ...], code: int, desk: Desk) -> None:
    desk.put("replylint", says(code))
    run = desk.send(MAIL.replace(b"Subject", b"X-Replylint-Override: why\n not\nSubject"), shell=shell)
    assert (run.code, desk.sent) == ((65, []) if code == 1 else (0, [MAIL]))


def test_the_exit_code_is_that_of_the_real_sendmail(desk: Desk) -> None:
    desk.environment["SENDMAIL_CODE"] = "69"
    assert desk.send(MAIL).code == 69
    desk.environment["REPLYLINT_SENDMAIL"] = str(desk.folder / "none")
    assert desk.send(MAIL).code in (126, 127)


def test_options_are_handed_on(desk: Desk) -> None:
    desk.environment["REPLYLINT_OPTIONS"] = "--settings desk.toml  --hold-on warning"
    desk.send(MAIL, "-t")
    assert desk.lines("asked") == ["hook", "--settings", "desk.toml", "--hold-on", "warning"]
    assert desk.lines("arguments") == ["-t"]


@pytest.mark.parametrize(
    ("arguments", "judged"),
    [
        (("-bp",), False),
        (("-bs",), False),
        (("-q",), False),
        (("-q30m",), False),
        (("-I",), False),
        (("-oi", "-bs"), False),
        (("-bm", "ana@mail.example"), True),
        (("-t", "-oi"), True),
        (("-F", "-bs", "ana@mail.example"), True),
        (("--", "-bs@mail.example"), True),
    ],
)
def test_only_what_sends_a_mail_is_judged(arguments: tuple[str, ...], judged: bool, desk: Desk) -> None:
    run = desk.send(MAIL, *arguments)
    assert run.code == 0
    assert (desk.folder / "asked").exists() is judged
    assert desk.sent == [MAIL]
    assert desk.lines("arguments") == list(arguments)


def test_the_document_names_every_variable() -> None:
    document = (WRAPPER.parent.parent.parent / "docs" / "hook.md").read_text(encoding="utf-8")
    known = set(re.findall(r"REPLYLINT_[A-Z]+", WRAPPER.read_text(encoding="utf-8")))
    assert {f"`{name}`" for name in known} <= set(re.findall(r"`REPLYLINT_[A-Z]+`", document))


# -- what is held ------------------------------------------------------------------------------------------------------


def test_a_held_mail_is_not_sent_and_the_reasons_are_seen(desk: Desk) -> None:
    desk.put("replylint", says(1))
    desk.environment["REPLYLINT_REASONS"] = str(desk.folder / "reasons")
    run = desk.send(MAIL)
    assert (run.code, run.out, desk.sent) == (65, b"", [])
    assert "warning: nearly a reason\n" in run.err
    assert "held; nothing was sent" in run.err
    assert desk.lines("reasons") == ["warning: nearly a reason"]
    assert (desk.folder / "reasons").stat().st_mode & 0o077 == 0


BROKEN = {
    "it cannot judge": says(2),
    "it is not installed": None,
    "its Python does not start": "#!/bin/sh\nexit 1\n",
    "it is killed": "#!/bin/sh\nkill -9 $$\n",
    "it does not read": "#!/bin/sh\nexit 2\n",
    "it may not be run": "",
}


@pytest.mark.parametrize("name", BROKEN)
@pytest.mark.parametrize("tagging", ["", "1"])
def test_a_broken_replylint_lets_the_mail_go(name: str, tagging: str, desk: Desk) -> None:
    script = BROKEN[name]
    (desk.folder / "bin" / "replylint").unlink()
    if script is not None:
        desk.put("replylint", script)
    if script == "":
        (desk.folder / "bin" / "replylint").chmod(0o644)
    desk.environment["REPLYLINT_TAG"] = tagging
    run = desk.send(MAIL)
    assert (run.code, desk.sent) == (0, [MAIL])
    assert "could not be judged; sent without" in run.err


def test_without_room_for_a_copy_it_is_sent_or_not_at_all(desk: Desk) -> None:
    desk.put("replylint", says(1))
    desk.environment["TMPDIR"] = str(desk.folder / "none")
    assert desk.send(MAIL).code == 0
    assert desk.sent == [MAIL]
    desk.environment["TMPDIR"] = str(desk.folder / "tmp")
    full = lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (4096, 4096))  # noqa: E731 - what a full disk does
    run = desk.send(MAIL + b"x" * 100_000, preexec_fn=full)
    assert run.code == 75
    assert "no room for the mail; nothing was sent" in run.err
    assert desk.sent == [MAIL]


def test_one_that_is_ended_meanwhile_sends_nothing_and_leaves_nothing(desk: Desk) -> None:
    desk.put("replylint", f'{ASKED}cat >/dev/null\nwhile [ ! -e "$DESK/go" ]; do sleep 0.05; done\nexit 0\n')
    process = desk.start(*TO)
    assert process.stdin is not None
    process.stdin.write(MAIL)
    process.stdin.close()
    deadline = time.monotonic() + 20
    while not (desk.folder / "asked").exists():
        assert time.monotonic() < deadline
        time.sleep(0.02)
    process.send_signal(signal.SIGTERM)
    (desk.folder / "go").touch()
    assert process.wait(20) == 75
    for stream in (process.stdout, process.stderr):
        assert stream is not None
        stream.close()
    assert (desk.sent, list((desk.folder / "tmp").iterdir())) == ([], [])


# -- the head ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("newline", [b"\n", b"\r\n"])
@pytest.mark.parametrize(
    "reason",
    [
        b"X-Replylint-Override: why\n",
        b"x-REPLYLINT-override : why\n",
        b"X-Replylint-Override:\n why\n\tnot\n",
        b"X-Replylint-Override: a\n" * 3,
    ],
)
@pytest.mark.parametrize("place", [b"From:", b"To:", b"\nHi Ana"])
def test_a_reason_is_not_sent_and_nothing_else_is_lost(newline: bytes, reason: bytes, place: bytes, desk: Desk) -> None:
    bare = MAIL + b"X-Replylint-Override: in the body\n more\n\0\xff end"
    raw = bare.replace(place, reason + place, 1).replace(b"\n", newline)
    assert desk.send(raw).code == 0
    assert desk.sent == [bare.replace(b"\n", newline)]


def test_a_reason_on_the_last_line_of_all(desk: Desk) -> None:
    desk.send(b"To: ana@mail.example\nX-Replylint-Override: why")
    assert desk.sent == [b"To: ana@mail.example\n"]


def test_tags_of_others_are_not_sent_when_replylint_is_away(desk: Desk) -> None:
    desk.put("replylint", says(2))
    desk.environment["REPLYLINT_TAG"] = "1"
    desk.send(MAIL.replace(b"Subject", b"X-Replylint-Verdict: pass\nSubject"))
    assert desk.sent == [MAIL]


def test_with_tags_the_mail_that_is_sent_has_them(desk: Desk) -> None:
    desk.put("replylint", f'{ASKED}echo "X-Replylint-Verdict: hold"\ncat\n')
    desk.environment["REPLYLINT_TAG"] = "1"
    assert desk.send(MAIL).code == 0
    assert desk.sent == [b"X-Replylint-Verdict: hold\n" + MAIL]
    assert desk.lines("asked") == ["hook", "--tag"]


# -- the real replylint ------------------------------------------------------------------------------------------------

HELD = MAIL.replace(b"it left.", b"your new password is Sesamwort7!")


@pytest.fixture
def installed(desk: Desk) -> Desk:
    desk.put("replylint", f'#!/bin/sh\nexec "{sys.executable}" -m replylint "$@"\n')
    return desk


@pytest.mark.slow
def test_the_real_one_holds_lets_go_and_tags(installed: Desk) -> None:
    run = installed.send(HELD)
    assert (run.code, installed.sent) == (65, [])
    assert "“Sesamwort7!” is a secret in plain text" in run.err
    assert installed.send(MAIL).code == 0
    assert installed.send(HELD.replace(b"Subject", b"X-Replylint-Override: She asked.\nSubject")).code == 0
    assert sorted(installed.sent) == sorted([MAIL, HELD])


@pytest.mark.slow
@pytest.mark.parametrize("options", ["--settings nowhere.toml", "--no-such-option", "--profile stirct"])
@pytest.mark.parametrize("tagging", ["", "1"])
def test_the_real_one_set_wrongly_lets_it_go(options: str, tagging: str, installed: Desk) -> None:
    installed.environment |= {"REPLYLINT_OPTIONS": options, "REPLYLINT_TAG": tagging}
    assert installed.send(HELD).code == 0
    assert installed.sent == [HELD]


@pytest.mark.slow
def test_a_python_that_lacks_replylint_lets_it_go(installed: Desk) -> None:
    installed.environment["PYTHONPATH"] = ""
    installed.put("replylint", f'#!/bin/sh\nexec "{sys.executable}" -S -m replylint "$@"\n')
    run = installed.send(HELD)
    assert (run.code, installed.sent) == (0, [HELD])
    assert "No module named replylint" in run.err
