#!/usr/bin/env python3
"""What a developer runs, with nothing but Python: `python3 tasks.py try`, `test`, `accuracy DATA`, `bench [REPLIES]`.

Each makes `.venv` beside this file when it is missing and installs the pinned requirements into it.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import venv
from pathlib import Path

ROOT = Path(__file__).resolve().parent
VENV = Path(os.environ.get("REPLYLINT_VENV", ROOT / ".venv"))
BIN = VENV / ("Scripts" if os.name == "nt" else "bin")
PIP = ("-m", "pip", "install", "--quiet", "--disable-pip-version-check")
CHROMIUM = ("chromium", "chromium-browser", "google-chrome")
PROGRAMS = ("clients", "extension")  # in tests, with a lock each
RT = Path("/usr/share/request-tracker5/libexec/rt-server")
HELPDESK = ROOT / ".venv-helpdesk"  # django-helpdesk, which wants other packages than we do


def run(*command: str | Path, **keywords: object) -> int:
    """Show a command, run it, and give back its exit code."""
    print("$", *command, flush=True)
    return subprocess.run([str(part) for part in command], cwd=ROOT, check=False, **keywords).returncode  # type: ignore[call-overload]


def install(lock: str) -> None:
    """Make the environment and install what the lock names, and replylint itself, editable."""
    if install_into(VENV, lock):
        sys.exit("the requirements could not be installed")
    if run(BIN / "python", *PIP, "--no-deps", "--editable", "."):
        sys.exit("replylint could not be installed")


def install_into(folder: Path, lock: str) -> int:
    """Install what a lock names into an environment, which is made when it is missing."""
    python = folder / BIN.name / "python"
    if not python.exists():
        venv.create(folder, with_pip=True)
    return run(python, *PIP, "--require-hashes", "-r", f"requirements/{lock}.txt")


def chromium() -> bool:
    """Whether the browser that the extension is tried in is here."""
    return any(map(shutil.which, CHROMIUM))


def postgresql() -> bool:
    """Whether the database server that the store is tried with is here; Debian does not put it on the path."""
    return any(Path("/usr/lib/postgresql").glob("*/bin/initdb")) or shutil.which("initdb") is not None


def npm() -> bool:
    """Whether the installer of programs in JavaScript is here."""
    return shutil.which("npm") is not None


def firefox_esr() -> bool:
    """Whether the other browser that the extension is tried in is here."""
    return shutil.which("firefox-esr") is not None


def xvfb() -> bool:
    """Whether there is a screen without a monitor, for what a browser asks in a window of its own."""
    return shutil.which("Xvfb") is not None


def xdotool() -> bool:
    """Whether real keys can be pressed on it."""
    return shutil.which("xdotool") is not None


def install_locked(folder: Path) -> None:
    """Programs of others in JavaScript that the tests work with, as locked; not again when they are here."""
    lock, installed = folder / "package-lock.json", folder / "node_modules" / ".package-lock.json"
    if installed.exists() and installed.stat().st_mtime >= lock.stat().st_mtime:
        return
    if run("npm", "ci", "--prefix", folder, "--ignore-scripts", "--no-audit", "--no-fund", "--silent"):
        print(f"what tests/{folder.name} names could not be installed: its tests are skipped", flush=True)


def may_install() -> bool:
    """Whether this machine lets us install packages of Debian."""
    return bool(shutil.which("apt-get")) and hasattr(os, "geteuid") and os.geteuid() == 0


def apt_get(what: str, *packages: str) -> None:
    """Have Debian's installer do something without a question."""
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    run("apt-get", what, "-y", "-qq", *packages, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


def install_programs() -> None:
    """What the tests need beside packages of Python, when this machine lets us install it."""
    needed = (
        (chromium, "the extension"),
        (firefox_esr, "the extension in Firefox"),
        (xvfb, "what a browser asks"),
        (xdotool, "what a browser asks"),
        (postgresql, "a store in PostgreSQL"),
        (npm, "the MCP inspector and the extension's package"),
    )
    missing = [found.__name__.replace("_", "-") for found, _ in needed if not found()]
    if (missing or not RT.exists()) and may_install():
        apt_get("update")
    if missing and may_install():
        apt_get("install", *missing)
    for found, what in needed:
        if not found():
            print(f"no {found.__name__} here and no leave to install it: the tests of {what} are skipped", flush=True)
    for folder in PROGRAMS if npm() else ():
        install_locked(ROOT / "tests" / folder)
    if may_install() and not RT.exists():
        chosen = "request-tracker5 request-tracker5/dbconfig-install boolean false\n"  # each test makes a database of its own
        run("debconf-set-selections", input=chosen.encode())
        apt_get("install", "--no-install-recommends", "request-tracker5", "rt5-standalone", "rt5-db-sqlite")
    if not RT.exists():
        print("no Request Tracker 5 here and no leave to install it: the tests on it are skipped", flush=True)
    if install_into(HELPDESK, "helpdesk"):
        print("django-helpdesk could not be installed: its tests are skipped", flush=True)


def try_it() -> int:
    """Install, and lint the sample conversation; its findings are what it is there to show."""
    install("default")
    return run(BIN / "replylint", "check", "--fail-on", "never", "examples/late-lamp.json")


def test() -> int:
    """Install what the tests need, and run all of them."""
    install("test")
    install_programs()
    steps = (
        ("ruff", "check", "."),
        ("ruff", "format", "--check", "."),
        ("mypy",),
        ("lint-imports",),
        ("replylint", "rules", "test"),
        ("pytest", "-q", "-ra"),
    )
    return max(run(BIN / step[0], *step[1:]) for step in steps)


def accuracy(data: str) -> int:
    """Run the labelled replies in a folder (conversations.jsonl, labels.jsonl, measure.py) and print its table."""
    folder = Path(data).resolve()
    check = (BIN / "replylint", "check", "--format", "jsonl", "--profile", "strict", "--fail-on", "never")
    made = subprocess.run([*map(str, check), str(folder / "conversations.jsonl")], check=False, stdout=subprocess.PIPE)
    measure = (sys.executable, folder / "measure.py", folder / "labels.jsonl")
    return run(*measure, input=made.stdout)


def bench(*replies: str) -> int:
    """Time replylint beside its peers."""
    return run(BIN / "python", "tests/bench/bench.py", *replies)


TASKS = {"try": try_it, "test": test, "accuracy": accuracy, "bench": bench}

if __name__ == "__main__":
    if len(sys.argv) < 2 or sys.argv[1] not in TASKS:
        sys.exit(__doc__)
    sys.exit(TASKS[sys.argv[1]](*sys.argv[2:]))  # type: ignore[operator]
