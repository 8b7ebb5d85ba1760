"""The library of macros in the examples, kept as its document says: a baseline, hooks for pre-commit, a workflow."""

from __future__ import annotations

import re
import shlex
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

from conftest import Run
from replylint.faces.cli import parser

Cli = Callable[..., Run]
ROOT = Path(__file__).parent.parent
TEXT = (ROOT / "docs" / "macros.md").read_text("utf-8")
BLOCKS = [yaml.safe_load(block) for block in re.findall(r"```yaml\n(.*?)```", TEXT, re.DOTALL)]
HOOKS = yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text("utf-8"))
LIBRARY = "examples/macros"


def commands() -> Iterator[str]:
    """Every command line of replylint in the document."""
    yield from re.findall(r"^    (replylint .*)$", TEXT, re.MULTILINE)
    for step in next(block for block in BLOCKS if "jobs" in block)["jobs"]["macros"]["steps"]:
        if step.get("run", "").startswith("replylint "):
            yield step["run"].partition(" > ")[0]


@pytest.fixture
def at_root(run_cli: Cli, monkeypatch: pytest.MonkeyPatch) -> Cli:
    """The command line, run from the top of the project."""
    monkeypatch.chdir(ROOT)
    return run_cli


def test_the_library_is_clean_but_for_its_baseline(at_root: Cli) -> None:
    (command,) = (line for line in commands() if LIBRARY in line)
    run = at_root(*shlex.split(command)[1:])
    assert (run.code, run.err) == (0, "")
    assert len(re.findall(r"^examples/macros/.*: good to send", run.out, re.MULTILINE)) == 12
    whole = at_root("check", "--template", "--format", "github", LIBRARY)
    assert whole.code == 1
    assert len(set(re.findall("file=([^,]*),", whole.out))) == 3


def test_its_baseline_is_the_one_that_would_be_written(run_cli: Cli, folder: Path) -> None:
    shutil.copytree(ROOT / LIBRARY, folder / "macros")
    baseline = folder / "macros" / "baseline.json"
    run_cli("check", "--template", "--baseline", baseline, "--update-baseline", "macros")
    assert baseline.read_text("utf-8") == (ROOT / LIBRARY / "baseline.json").read_text("utf-8")
    baseline.unlink()
    run_cli("check", "--template", "--baseline", baseline, "--update-baseline", "macros")
    assert baseline.read_text("utf-8") == (ROOT / LIBRARY / "baseline.json").read_text("utf-8")


def test_every_macro_has_placeholders() -> None:
    macros = sorted((ROOT / LIBRARY).glob("**/*.md"))
    assert len(macros) == 12
    assert [file for file in macros if "{{" not in file.read_text("utf-8")] == []


@pytest.mark.parametrize("command", [*commands()])
def test_the_commands_of_the_document_are_understood(command: str) -> None:
    words = shlex.split(command)[1:]
    assert callable(parser(words[0]).parse_args(words).run)


@pytest.mark.parametrize("hook", HOOKS, ids=[hook["id"] for hook in HOOKS])
def test_a_hook_runs_its_entry_over_files(hook: dict[str, Any], at_root: Cli) -> None:
    assert {*hook} == {"id", "name", "description", "entry", "language", "types_or", "files"}
    assert hook["language"] == "python"
    program, *arguments = shlex.split(hook["entry"])
    assert f'\n{program} = "replylint.faces.cli:main"\n' in (ROOT / "pyproject.toml").read_text("utf-8")
    clean = at_root(*arguments, "--template", "--baseline", f"{LIBRARY}/baseline.json", f"{LIBRARY}/orders/lost.md")
    assert (clean.code, clean.err) == (0, "")
    assert at_root(*arguments, f"{LIBRARY}/orders/lost.md", f"{LIBRARY}/orders/late.md").code == 1


def test_a_hook_takes_what_check_can_read() -> None:
    for hook in HOOKS:
        taken = [
            name for name in ("LICENSE", "a.md", "b/c.txt", "d.html", "e.htm", "f.py", "g.json") if re.search(hook["files"], name)
        ]
        assert taken == ["a.md", "b/c.txt", "d.html", "e.htm"]


def test_the_hooks_of_the_document_are_there() -> None:
    (config,) = (block for block in BLOCKS if "repos" in block)
    for hook in config["repos"][0]["hooks"]:
        (offered,) = (each for each in HOOKS if each["id"] == hook["id"])
        assert parser("check").parse_args([*shlex.split(offered["entry"])[1:], *hook["args"], "a.md"]).files == ["a.md"]
