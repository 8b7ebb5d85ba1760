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
CHROMIUM = ("chromium", "chromium-browser", "google-chrome")
PROGRAMS = ("clients", "extension-editors")  # in tests, with a lock each


def run(*command: str | Path, **keywords: object) -> int:
    """Show a command, run it, and give back its exit code."""
    print("$", *command, flush=True)
    return subprocess.run([str(part) for part in command], cwd=ROOT, check=False, **keywords).returncode  # type: ignore[call-overload]


def install(lock: str) -> None:
    """Make the environment and install what the lock names, and replylint itself, editable."""
    python = BIN / "python"
    if not python.exists():
        venv.create(VENV, with_pip=True)
    quiet = ("-m", "pip", "install", "--quiet", "--disable-pip-version-check")
    if run(python, *quiet, "--require-hashes", "-r", f"requirements/{lock}.txt"):
        sys.exit("the requirements could not be installed")
    if run(python, *quiet, "--no-deps", "--editable", "."):
        sys.exit("replylint could not be installed")


def chromium() -> bool:
    """Whether the browser that the extension is tried in is here."""
    return any(map(shutil.which, CHROMIUM))


def postgresql() -> bool:
    """Whether the database server that the store is tried with is here; Debian does not put it on the path."""
    return any(Path("/usr/lib/postgresql").glob("*/bin/initdb")) or shutil.which("initdb") is not None


def npm() -> bool:
    """Whether the installer of programs in JavaScript is here."""
    return shutil.which("npm") is not None


def install_locked(folder: Path) -> None:
    """Programs of others in JavaScript that the tests work with, as locked; not again when they are here."""
    lock, installed = folder / "package-lock.json", folder / "node_modules" / ".package-lock.json"
    if installed.exists() and installed.stat().st_mtime >= lock.stat().st_mtime:
        return
    if run("npm", "ci", "--prefix", folder, "--ignore-scripts", "--no-audit", "--no-fund", "--silent"):
        print(f"what tests/{folder.name} names could not be installed: its tests are skipped", flush=True)


def install_programs() -> None:
    """What the tests need beside packages of Python, when this machine lets us install it."""
    needed = ((chromium, "the extension"), (postgresql, "a store in PostgreSQL"), (npm, "the MCP inspector and of other editors"))
    missing = [found.__name__ for found, _ in needed if not found()]
    if missing and shutil.which("apt-get") and hasattr(os, "geteuid") and os.geteuid() == 0:
        run("apt-get", "update", "-qq", stdout=subprocess.DEVNULL)
        run("apt-get", "install", "-y", "-qq", *missing, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    for found, what in needed:
        if not found():
            print(f"no {found.__name__} here and no leave to install it: the tests of {what} are skipped", flush=True)
    for folder in PROGRAMS if npm() else ():
        install_locked(ROOT / "tests" / folder)


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
