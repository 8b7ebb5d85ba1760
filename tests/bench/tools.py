"""The tools that are timed: how each is installed, started on one draft, and kept running over many.

A peer is only ever a program of its own, in a folder of its own; nothing of replylint imports one.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent.parent
LOCK = ROOT / "requirements" / "peers.txt"
_SCRIPTS = "Scripts" if os.name == "nt" else "bin"
_COMPILE = """
import sys
from pathlib import Path
from replylint.packs import written
from replylint.ruleset import compile_pack
pack = Path(sys.argv[1])
made = compile_pack(pack)
(pack / "compiled.jsonl").write_bytes(written(made))
print(len(made["rules"]))
"""
_VERSION = "import sys, importlib.metadata as kept; print(kept.version(sys.argv[1]))"


class Peer(NamedTuple):
    """A linter of someone else's: its main package in a lock, and its program; without one, `linters` starts it."""

    name: str
    package: str
    program: tuple[str, ...] = ()


NODE = (
    Peer("write-good", "write-good", ("node_modules/write-good/bin/write-good.js",)),
    Peer("alex", "alex", ("node_modules/alex/cli.js",)),
    Peer("textlint", "textlint", ("node_modules/textlint/bin/textlint.js", "--config", "textlintrc.json")),
    Peer("retext", "retext-english"),
    Peer("harper.js", "harper.js"),
)
PYTHON = (Peer("proselint", "proselint", ("proselint", "check")), Peer("harper-py", "harper-py"))


@dataclass(frozen=True)
class Tool:
    """`once` lints the file that is added to it; `many` reads a corpus and prints what it took (see `linters.py`)."""

    name: str
    once: tuple[str, ...]
    many: tuple[str, ...] = ()
    version: str = ""


def clean_environment(**more: str) -> dict[str, str]:
    """This process's environment without Python's own variables, which change what is imported and how fast."""
    return {**{key: value for key, value in os.environ.items() if not key.startswith("PYTHON")}, **more}


def installed(folder: Path) -> Tool:
    """replylint laid out as a wheel installs it, byte code, compiled rules and script included."""
    site = folder / "site"
    shutil.copytree(ROOT / "src" / "replylint", site / "replylint", ignore=shutil.ignore_patterns("__pycache__"))
    rules = site / "replylint" / "rules"
    shutil.copytree(ROOT / "rules", rules)
    environment = clean_environment(PYTHONPATH=str(site))
    command = (sys.executable, "-c", _COMPILE, str(rules / "en"))
    made = subprocess.run(command, check=True, env=environment, stdout=subprocess.PIPE, text=True)
    subprocess.run([sys.executable, "-m", "compileall", "-q", str(site)], check=True, env=environment)
    script = folder / "replylint"
    start = (
        "import sys",
        f"sys.path.insert(0, {str(site)!r})",
        "from replylint.faces.cli import main",
        "if __name__ == '__main__':",  # the workers of a service import it, too
        "    sys.exit(main())",
    )
    script.write_text("\n".join(start) + "\n", "utf-8")
    many = (sys.executable, str(HERE / "linters.py"), "replylint", "many", str(site))
    return Tool("replylint", (sys.executable, str(script), "check"), many, f"{made.stdout.strip()} rules")


def install(folder: Path) -> None:
    """Put the locked peers into a folder: a `node_modules` and a `venv`. What cannot be had is not there afterwards."""
    folder.mkdir(parents=True, exist_ok=True)
    lock, python = folder / "package-lock.json", folder / "venv" / _SCRIPTS / "python"
    fresh = lock.exists() and lock.read_bytes() == (HERE / "peers" / "package-lock.json").read_bytes()
    shutil.copytree(HERE / "peers", folder, dirs_exist_ok=True, ignore=shutil.ignore_patterns("node_modules"))
    if not (fresh and (folder / "node_modules" / ".package-lock.json").exists()) and (npm := shutil.which("npm")):
        # not by --prefix: npm would look for its own settings there, too
        subprocess.run([npm, "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--silent"], check=False, cwd=folder)
    if not python.exists():
        subprocess.run([sys.executable, "-m", "venv", str(folder / "venv")], check=False)
    if python.exists():
        pip = (str(python), "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--require-hashes")
        subprocess.run([*pip, "-r", str(LOCK)], check=False)


def found(folder: Path) -> tuple[list[Tool], list[str]]:
    """The peers in a folder, and the names of those that are not there."""
    tools = [_of_node(folder, peer) for peer in NODE] + [_of_python(folder, peer) for peer in PYTHON]
    names = [peer.name for peer in (*NODE, *PYTHON)]
    return [tool for tool in tools if tool], [name for name, tool in zip(names, tools, strict=True) if not tool]


def _of_node(folder: Path, peer: Peer) -> Tool | None:
    node, package = shutil.which("node"), folder / "node_modules" / peer.package / "package.json"
    if not node or not package.exists():
        return None
    script = (node, str(folder / "linters.mjs"), peer.name)
    places = (str(folder / part) if (folder / part).exists() else part for part in peer.program)
    once = (node, *places) if peer.program else (*script, "once")
    version = json.loads(package.read_text("utf-8"))["version"]
    return Tool(peer.name, once, (*script, "many"), version if peer.package == peer.name else f"({peer.package} {version})")


def _of_python(folder: Path, peer: Peer) -> Tool | None:
    programs = folder / "venv" / _SCRIPTS
    command = (str(programs / "python"), "-c", _VERSION, peer.package)
    try:
        kept = subprocess.run(command, check=True, capture_output=True, text=True, env=clean_environment())
    except (OSError, subprocess.CalledProcessError):
        return None
    script = (str(programs / "python"), str(HERE / "linters.py"), peer.name)
    once = (str(programs / peer.program[0]), *peer.program[1:]) if peer.program else (*script, "once")
    return Tool(peer.name, once, (*script, "many"), kept.stdout.strip())


def interpreters() -> list[Tool]:
    """Python and Node that do nothing: the floor under everything written in them."""
    floors = [Tool("python -c pass", (sys.executable, "-c", "pass"))]
    if node := shutil.which("node"):
        floors.append(Tool("node -e 0", (node, "-e", "0")))
    return floors


def drawn(replies: Path | None, count: int, corpus: Path) -> tuple[int, float]:
    """Write the replies to time with into a file; how many are timed, and their words on average.

    In a process of its own: the memory of this one is the least that a child is said to have held.
    """
    command = [sys.executable, str(HERE / "corpus.py"), str(count), *([str(replies)] if replies else [])]
    with corpus.open("wb") as out:
        subprocess.run(command, check=True, stdout=out, env=clean_environment())
    with corpus.open(encoding="utf-8") as lines:
        words = [len(reply["draft"].split()) for reply in map(json.loads, lines) if reply["timed"]]
    if not words:
        raise SystemExit(f"{replies}: no draft of 60 to 150 words")
    return len(words), sum(words) / len(words)


def kept(tool: Tool, corpus: Path) -> Mapping[str, object]:
    """What a tool took over the conversations of a file, in a process of its own."""
    done = subprocess.run([*tool.many, str(corpus)], check=True, stdout=subprocess.PIPE, env=clean_environment())
    return dict(json.loads(done.stdout.splitlines()[-1]))  # Harper's engine prints words that it wonders about
