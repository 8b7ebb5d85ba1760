"""The tools that are timed: how each is started on one draft, and how it is kept running over many."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent.parent
PEERS = {"npm": "write-good@1.0.8", "pip": "proselint==0.16.0"}
_COMPILE = """
import json, sys
from pathlib import Path
from replylint.ruleset import compile_pack
pack = Path(sys.argv[1])
data = json.dumps(compile_pack(pack), ensure_ascii=False, separators=(",", ":"))
(pack / "compiled.json").write_text(data, "utf-8")
"""


@dataclass(frozen=True)
class Tool:
    """`once` lints the file that is added to it; `many` reads conversations and prints what it took (see `warm.py`)."""

    name: str
    once: tuple[str, ...]
    many: tuple[str, ...] = ()


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
    subprocess.run([sys.executable, "-c", _COMPILE, str(rules / "en")], check=True, env=environment)
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
    many = (sys.executable, str(HERE / "warm.py"), "replylint", str(site))
    return Tool("replylint", (sys.executable, str(script), "check"), many)


def found(folder: Path | None) -> tuple[list[Tool], list[str]]:
    """The peers in a folder (a node_modules and a venv), and the names of those that are not there."""
    tools, missing = [], []
    node, package = shutil.which("node"), (folder or Path()) / "node_modules" / "write-good"
    if folder and node and package.is_dir():
        once = (node, str(package / "bin" / "write-good.js"))
        tools.append(Tool("write-good", once, (node, str(HERE / "warm.js"), str(package))))
    else:
        missing.append("write-good")
    programs = (folder or Path()) / "venv" / ("Scripts" if os.name == "nt" else "bin")
    if folder and (programs / "proselint").exists():
        once = (str(programs / "proselint"), "check")
        tools.append(Tool("proselint", once, (str(programs / "python"), str(HERE / "warm.py"), "proselint")))
    else:
        missing.append("proselint")
    return tools, missing


def install(folder: Path) -> None:
    """Put the peers into a folder, by npm and pip."""
    folder.mkdir(parents=True, exist_ok=True)
    if npm := shutil.which("npm"):
        subprocess.run([npm, "install", "--silent", "--prefix", str(folder), PEERS["npm"]], check=True)
    venv = folder / "venv"
    subprocess.run([sys.executable, "-m", "venv", str(venv)], check=True)
    python = venv / ("Scripts" if os.name == "nt" else "bin") / "python"
    subprocess.run([str(python), "-m", "pip", "install", "--quiet", PEERS["pip"]], check=True)


def interpreter() -> Tool:
    """Python that does nothing: the floor under everything written in it."""
    return Tool("python -c pass", (sys.executable, "-c", "pass"))


def drawn(replies: Path | None, count: int, corpus: Path) -> tuple[int, float]:
    """Write the replies to time with into a file; how many there are, and their words on average.

    In a process of its own: the memory of this one is the least that a child is said to have held.
    """
    command = [sys.executable, str(HERE / "corpus.py"), str(count), *([str(replies)] if replies else [])]
    with corpus.open("wb") as out:
        subprocess.run(command, check=True, stdout=out, env=clean_environment())
    words = [len(json.loads(line)["draft"].split()) for line in corpus.open(encoding="utf-8")]
    if not words:
        raise SystemExit(f"{replies}: no draft of 60 to 150 words")
    return len(words), sum(words) / len(words)


def kept(tool: Tool, corpus: Path) -> dict[str, object]:
    """What a tool took over the conversations of a file, in a process of its own."""
    done = subprocess.run([*tool.many, str(corpus)], check=True, stdout=subprocess.PIPE, env=clean_environment())
    return dict(json.loads(done.stdout))
