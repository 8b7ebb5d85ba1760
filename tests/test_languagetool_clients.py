"""Real clients of LanguageTool against a real server: the words that each of them marks are the right ones."""

from __future__ import annotations

import json
import os
import shutil
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from importlib.util import find_spec
from pathlib import Path

import pytest

from conftest import lacking
from replylint import keys
from serving import Server, serving
from underlining import SAMPLE, WORDS

pytestmark = pytest.mark.slow
CANARY = "Sesamwort"
LATE = f"{SAMPLE} Unfortunately, your {CANARY} is late."
UNO = "/usr/bin/python3"  # the Python of the system, for which LibreOffice's bridge is installed
PROOFREAD = Path(__file__).parent / "clients" / "proofread.py"
CHECKER = "/org.openoffice.Office.Linguistic/GrammarChecking/LanguageTool"
PROFILE = """\
<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry">{}</oor:items>
"""
ITEM = '<item oor:path="{}"><prop oor:name="{}" oor:op="fuse"><value>{}</value></prop></item>'


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A server of this machine's alone."""
    with serving(tmp_path_factory.mktemp("server")) as started:
        yield started
        assert CANARY not in started.errors.read_text("utf-8")
        assert {line["route"] for line in started.journal() if line["event"] == "request"} >= {"/v2/check"}


# -- language_tool_python ----------------------------------------------------------------------------------------------


def test_language_tool_python_marks_and_mends(server: Server) -> None:
    if find_spec("language_tool_python") is None:
        lacking("the package language_tool_python")
    import language_tool_python

    with language_tool_python.LanguageTool("en-US", remote_server=server.url) as tool:
        found = tool.check(LATE)
        assert [LATE[m.offset : m.offset + m.error_length] for m in found] == [WORDS, "Unfortunately, your"]
        assert [m.matched_text for m in found] == [WORDS, "Unfortunately, your"]
        assert [m.rule_id for m in found] == ["TONE_DISMISSIVE", "PRIMING_NEGATIVE_PRIMING"]
        assert found[0].get_line_and_column(LATE) == (1, LATE.index(WORDS) + 1)
        assert tool.correct(LATE) == LATE.replace("Unfortunately, your", "Your")
        tool.disabled_rules = {"TONE_DISMISSIVE"}
        tool.picky = True
        assert [m.rule_id for m in tool.check("To be honest, that is not our problem.")] == ["PRIMING_HONESTY_QUALIFIER"]


# -- pylanguagetool ----------------------------------------------------------------------------------------------------

# It imports pkg_resources, which newer setuptools have no more, and uses it for --version alone.
RUN = "import sys, types; sys.modules['pkg_resources'] = types.ModuleType('x'); from pylanguagetool.cli import main; main()"


def test_pylanguagetool_marks_the_words(server: Server, tmp_path: Path) -> None:
    if find_spec("pylanguagetool") is None:
        lacking("the package pylanguagetool")
    environment = {**os.environ, "HOME": str(tmp_path), "PYTHONIOENCODING": "utf-8"}
    command = [sys.executable, "-c", RUN, "--api-url", f"{server.url}/v2/", "--no-color", "--rules", "--explain-rule"]
    done = subprocess.run(command, input=LATE.encode(), capture_output=True, check=False, env=environment, timeout=60)
    lines = done.stdout.decode().splitlines()
    assert (done.returncode, done.stderr) == (1, b"")
    marked = [(lines[n - 1], line) for n, line in enumerate(lines) if set(line.strip()) == {"^"}]
    assert [above[line.index("^") : len(line)] for above, line in marked] == [WORDS, "Unfortunately, your"]
    assert any(line.strip().startswith("✓") and f"Your {CANARY} is late." in line for line in lines)
    assert any(line.startswith("  TONE_DISMISSIVE: Dismissive. Source: ") for line in lines)
    assert any(line.endswith(f"{server.url}/v1/rules/tone/dismissive") for line in lines)
    assert "English (US) detected (99% confidence)" in lines


# -- LibreOffice -------------------------------------------------------------------------------------------------------

PARAGRAPHS = {
    LATE: [WORDS, "Unfortunately, your"],
    "Type %20 & wait; in 'text=x&language=de-DE' 100%25 is 100%. It is not our problem.": [WORDS],
    "First line\nand 😀 another: not our problem": [WORDS],
    "Unfortunately,": ["Unfortunately"],
    "Your lamp ships on Friday.": [],
}


@pytest.mark.parametrize("keyed", [False, True], ids=["this machine", "with a key"])
def test_libreoffice_marks_the_words(server: Server, tmp_path: Path, keyed: bool) -> None:
    if shutil.which("soffice") is None:
        lacking("LibreOffice as `soffice` on the path (apt-get install libreoffice-writer)")
    if subprocess.run([UNO, "-c", "import uno"], capture_output=True, check=False).returncode:
        lacking("LibreOffice's bridge to Python (apt-get install python3-uno)")
    if not keyed:
        found = proofread(tmp_path, server.url)
    else:
        (tmp_path / "replylint.toml").write_text('[server]\nkeys = "keys.json"\nhosts = ["support.example"]\n', "utf-8")
        key = keys.add(tmp_path / "keys.json", "writers", "", datetime.now(UTC))
        with serving(tmp_path) as other:
            assert proofread(tmp_path, other.url) == [[]] * len(PARAGRAPHS)
            found = proofread(tmp_path, other.url, Username="ana", ApiKey=key)
    for (text, marks), errors in zip(PARAGRAPHS.items(), found, strict=True):
        units = text.encode("utf-16-le")
        assert [units[2 * e[0] : 2 * (e[0] + e[1])].decode("utf-16-le") for e in errors] == marks
    (dismissive, priming), *_ = found
    assert dismissive[2].startswith("“not our problem” dismisses what the customer told you")
    assert dismissive[3:] == ["Dismissive", []]
    assert priming[3:] == ["Negative priming", ["Your"]]


def proofread(folder: Path, url: str, **settings: str) -> list[list[list[object]]]:
    """What a LibreOffice of our own, set to a server, finds in the paragraphs."""
    port = free_port()
    with libreoffice(folder / "profile", port, BaseURL=f"{url}/v2", IsEnabled="true", **settings):
        given = json.dumps(list(PARAGRAPHS)).encode()
        done = subprocess.run([UNO, PROOFREAD, str(port)], input=given, capture_output=True, check=False, timeout=90)
    assert done.returncode == 0, done.stderr.decode()
    found: list[list[list[object]]] = json.loads(done.stdout)
    return found


@contextmanager
def libreoffice(profile: Path, port: int, **settings: str) -> Iterator[None]:
    """A LibreOffice with a profile of its own; whoever talks to it ends it, and if they did not, its own processes are."""
    (profile / "user").mkdir(parents=True, exist_ok=True)
    items = "".join(ITEM.format(CHECKER, name, value) for name, value in settings.items())
    (profile / "user" / "registrymodifications.xcu").write_text(PROFILE.format(items), encoding="utf-8")
    options = ["--headless", "--norestore", "--nologo", "--nodefault", f"-env:UserInstallation={profile.as_uri()}"]
    command = ["soffice", *options, f"--accept=socket,host=127.0.0.1,port={port};urp;"]
    quiet = subprocess.DEVNULL
    office = subprocess.Popen(command, stdin=quiet, stdout=quiet, stderr=quiet, start_new_session=True)
    try:
        yield
        office.wait(30)
    finally:
        if office.poll() is None:
            os.killpg(office.pid, signal.SIGKILL)
            office.wait()


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as probe:
        return int(probe.getsockname()[1])
