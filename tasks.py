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
CLIENTS = ROOT / "tests" / "clients"
OFFICE = ("libreoffice-writer", "python3-uno")
MAILERS = ("mutt", "aerc", "git-email", "msmtp", "tmux")


def run(*command: str | Path, **keywords: object) -> int:
    """Show a command, run it, and give back its exit code."""
    print("$", *command, flush=True)
    told = {"cwd": ROOT, **keywords}
    return subprocess.run([str(part) for part in command], check=False, **told).returncode  # type: ignore[call-overload]


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


def here(package: str) -> bool:
    """Whether what a package of Debian's brings is on this machine."""
    if package == "chromium":
        return any(map(shutil.which, CHROMIUM))
    if package == "postgresql":  # Debian does not put its programs on the path
        return any(Path("/usr/lib/postgresql").glob("*/bin/initdb")) or shutil.which("initdb") is not None
    if package in OFFICE:
        return (
            shutil.which("soffice") is not None
            if package == OFFICE[0]
            else Path("/usr/lib/python3/dist-packages/uno.py").exists()
        )
    if package == "git-email":
        listed = subprocess.run(["git", "--list-cmds=main"], check=False, capture_output=True) if shutil.which("git") else None
        return listed is not None and b"send-email" in listed.stdout
    return shutil.which(package) is not None


def install_clients() -> None:
    """Programs of others that talk to replylint in the tests, as locked; not again when they are here."""
    lock, installed = CLIENTS / "package-lock.json", CLIENTS / "node_modules" / ".package-lock.json"
    if installed.exists() and installed.stat().st_mtime >= lock.stat().st_mtime:
        return
    # not by --prefix: npm would look for its own settings there, too
    if run("npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--silent", cwd=CLIENTS):
        print("the clients of tests/clients could not be installed: their tests are skipped", flush=True)


def install_programs() -> None:
    """What the tests need beside packages of Python, when this machine lets us install it."""
    needed = {"chromium": "the extension", "postgresql": "a store in PostgreSQL", "npm": "the MCP inspector"}
    needed |= dict.fromkeys(OFFICE, "LibreOffice's underlines") | dict.fromkeys(MAILERS, "mail programs")
    missing = [name for name in needed if not here(name)]
    if missing and shutil.which("apt-get") and hasattr(os, "geteuid") and os.geteuid() == 0:
        quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
        quiet["env"] = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
        run("apt-get", "update", "-qq", **quiet)
        for name in missing:  # one at a time: one that is not to be had keeps none of the others away
            alone = ("--no-install-recommends",) if name in MAILERS else ()  # what they recommend may be a mail server
            run("apt-get", "install", "-y", "-qq", *alone, name, **quiet)
    for name, what in needed.items():
        if not here(name):
            print(f"no {name} here and no leave to install it: the tests of {what} are skipped", flush=True)
    if here("npm"):
        install_clients()


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
