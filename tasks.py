#!/usr/bin/env python3
"""What a developer runs, with nothing but Python: `python3 tasks.py try`, `test`, `docs`, `accuracy DATA`, `bench [REPLIES]`.

Each makes `.venv` beside this file when it is missing and installs the pinned requirements into it.
"""

from __future__ import annotations

import glob
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
APART = {
    "docs": "MkDocs",
    "helpdesk": "django-helpdesk",
    "spark": "PySpark",
}  # a lock and an environment each: they want packages of their own
NODE = ("clients", "extension", "extension-editors")  # folders of tests with programs in JavaScript, and a lock each

# Packages of Debian's, what shows that they are here, and whose tests need them.
PROGRAMS = (
    ("chromium", "chromium", "pages and the extension"),
    ("firefox-esr", "firefox-esr", "the extension in Firefox"),
    ("thunderbird", "thunderbird", "mail in Thunderbird"),
    ("xvfb", "Xvfb", "what a browser asks in a window of its own"),
    ("xdotool", "xdotool", "what a browser asks in a window of its own"),
    ("npm", "npm", "programs in JavaScript"),
    ("openjdk-17-jre-headless", "java", "Spark"),
    ("postgresql", "/usr/lib/postgresql/*/bin/initdb", "a store in PostgreSQL"),
    ("libreoffice-writer", "soffice", "LibreOffice's underlines"),
    ("python3-uno", "/usr/lib/python3/dist-packages/uno.py", "LibreOffice's underlines"),
    ("mutt", "mutt", "mail programs"),
    ("aerc", "aerc", "mail programs"),
    ("git-email", "/usr/lib/git-core/git-send-email", "mail programs"),
    ("msmtp", "msmtp", "mail programs"),
    ("tmux", "tmux", "mail programs"),
    ("rt5-db-sqlite", "/usr/share/doc/rt5-db-sqlite", "Request Tracker"),
    ("request-tracker5", "/usr/share/request-tracker5/html", "Request Tracker"),
    ("rt5-standalone", "/usr/share/request-tracker5/libexec/rt-server", "Request Tracker"),
)
SERVED = ("mutt", "aerc", "git-email", "msmtp", "rt5-db-sqlite", "request-tracker5", "rt5-standalone")  # would bring servers
ANSWERS = "request-tracker5 request-tracker5/dbconfig-install boolean false\n"  # each test makes a database of its own


def run(*command: str | Path, **keywords: object) -> int:
    """Show a command, run it, and give back its exit code."""
    print("$", *command, flush=True)
    told = {"cwd": ROOT, **keywords}
    return subprocess.run([str(part) for part in command], check=False, **told).returncode  # type: ignore[call-overload]


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


def here(sign: str) -> bool:
    """Whether what shows that a program is on this machine is: a command, or a path with stars."""
    return bool(glob.glob(sign)) if sign.startswith("/") else shutil.which(sign) is not None


def install_packages(packages: list[str]) -> None:
    """Have Debian's installer bring packages without a question, when it may."""
    if not packages or not shutil.which("apt-get") or not hasattr(os, "geteuid") or os.geteuid() != 0:
        return
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    run("debconf-set-selections", input=ANSWERS.encode(), **quiet)
    quiet["env"] = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    run("apt-get", "update", "-qq", **quiet)
    for name in packages:  # one at a time: one that is not to be had keeps none of the others away
        alone = ("--no-install-recommends",) if name in SERVED else ()
        run("apt-get", "install", "-y", "-qq", *alone, name, **quiet)


def install_node(folder: Path) -> None:
    """Programs of others in JavaScript that the tests work with, as locked; not again when they are here."""
    lock, installed = folder / "package-lock.json", folder / "node_modules" / ".package-lock.json"
    if installed.exists() and installed.stat().st_mtime >= lock.stat().st_mtime:
        return
    # not by --prefix: npm would look for its own settings there, too
    if run("npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--silent", cwd=folder):
        print(f"what tests/{folder.name} names could not be installed: its tests are skipped", flush=True)


def install_programs() -> None:
    """What the tests need beside packages of Python, when this machine lets us install it."""
    install_packages([package for package, sign, _ in PROGRAMS if not here(sign)])
    for package, sign, what in PROGRAMS:
        if not here(sign):
            print(f"no {package} here and no leave to install it: the tests of {what} are skipped", flush=True)
    for folder in NODE if here("npm") else ():
        install_node(ROOT / "tests" / folder)
    for lock, what in APART.items():
        if install_into(ROOT / f".venv-{lock}", lock):
            print(f"{what} could not be installed: its tests are skipped", flush=True)


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
        ("replylint", "check", "--template", "--baseline", "examples/macros/baseline.json", "examples/macros"),
        ("pytest", "-q", "-ra"),
    )
    return max(run(BIN / step[0], *step[1:]) for step in steps)


def docs() -> int:
    """Write the pages that are made from the program, and build the documentation into site/."""
    install("default")
    if install_into(ROOT / ".venv-docs", "docs"):
        sys.exit("MkDocs could not be installed")
    pages = run(BIN / "python", "docs/pages") or run(sys.executable, "docs/pages/staged.py", "build/docs")
    python = ROOT / ".venv-docs" / BIN.name / "python"
    return pages or run(python, "-m", "mkdocs", "build", "--strict", env={**os.environ, "NO_MKDOCS_2_WARNING": "1"})


def accuracy(data: str) -> int:
    """Run the labelled replies in a folder (conversations.jsonl, labels.jsonl, measure.py) and print its table."""
    folder = Path(data).resolve()
    check = (BIN / "replylint", "check", "--format", "jsonl", "--profile", "strict", "--fail-on", "never")
    made = subprocess.run([*map(str, check), str(folder / "conversations.jsonl")], check=False, stdout=subprocess.PIPE)
    measure = (sys.executable, folder / "measure.py", folder / "labels.jsonl")
    return run(*measure, input=made.stdout)


def bench(*replies: str) -> int:
    """Install, and time replylint beside its peers, which are installed into `.bench`."""
    install("default")
    return run(BIN / "python", "tests/bench/bench.py", *replies)


TASKS = {"try": try_it, "test": test, "docs": docs, "accuracy": accuracy, "bench": bench}

if __name__ == "__main__":
    if len(sys.argv) < 2 or sys.argv[1] not in TASKS:
        sys.exit(__doc__)
    sys.exit(TASKS[sys.argv[1]](*sys.argv[2:]))  # type: ignore[operator]
