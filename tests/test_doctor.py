"""`replylint doctor`: what is installed, and where each setting came from."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from conftest import Run, lacking, rule_text
from replylint import __version__
from replylint.faces import doctor
from replylint.reading import syntax

Cli = Callable[..., Run]
Make = Callable[..., Path]


def test_it_names_packages_parser_packs_and_ruleset(run_cli: Cli, make_pack: Make) -> None:
    pack = make_pack({"mill/old": rule_text("old mill")})
    said = run_cli("doctor", "--pack", pack).out
    assert said.startswith(f"replylint {__version__} in ")
    assert f"\n  {syntax.PIPELINE}\n" in said
    assert "\n  own 1.2.0, 1 rules, sha256:" in said
    assert f", in {pack}\n" in said
    assert f'packs = ["{pack}"]  (--pack)' in said
    assert "\nruleset: en@" in said


def test_the_ruleset_is_that_of_a_check(run_cli: Cli) -> None:
    said = run_cli("doctor").out
    named = next(line for line in said.splitlines() if line.startswith("ruleset: ")).removeprefix("ruleset: ")
    assert f'"ruleset": "{named}"' in run_cli("check", "--format", "json", stdin="Fine.").out


def test_it_says_where_each_setting_was_made(run_cli: Cli, folder: Path) -> None:
    file = folder / "pyproject.toml"
    own = '[tool.replylint]\nhold = ["warning"]\nprofile = "starter"\n\n[tool.replylint.severity]\npriming = "error"\n'
    file.write_text("[tool.other]\nhold = 1\n\n" + own)
    said = run_cli("doctor", "--profile", "strict").out
    assert f"file: {file}\n" in said
    assert f'hold = ["warning"]  ({file}:5)' in said
    assert 'profile = "strict"  (--profile)' in said
    assert f'severity = {{priming = "error"}}  ({file}:8)' in said
    assert "audience = not set  (default)" in said


def test_without_a_file_it_says_where_it_looked(run_cli: Cli, folder: Path) -> None:
    assert f"file: none (looked for replylint.toml and pyproject.toml from {folder} upwards)" in run_cli("doctor").out


def test_broken_settings_are_refused_as_everywhere(run_cli: Cli, folder: Path) -> None:
    (folder / "replylint.toml").write_text("profil = 1")
    run = run_cli("doctor")
    assert (run.code, run.out) == (2, "")
    assert "did you mean 'profile'?" in run.err


@pytest.mark.parametrize(("found", "said"), [(None, "missing"), ("0.0.1", "0.0.1")])
def test_a_package_that_is_missing_or_another_is_named(
    found: str | None, said: str, run_cli: Cli, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = doctor.installed
    monkeypatch.setattr(doctor, "installed", lambda name: found if name == "sentencex" else real(name))
    run = run_cli("doctor")
    assert run.code == 1
    assert f"{said}  (replylint {__version__} was measured with " in run.out


def test_a_parser_that_is_not_there_is_named(run_cli: Cli, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(doctor, "find_spec", lambda _: None)
    assert f"{syntax.PACKAGE} is not installed" in run_cli("doctor").out


def test_a_model_with_other_files_is_named(run_cli: Cli, monkeypatch: pytest.MonkeyPatch) -> None:
    if not syntax.installed():
        lacking("the parser's model")
    monkeypatch.setattr(syntax, "digest", lambda _: "0" * 64)
    assert "its files are not the measured ones; install it again" in run_cli("doctor").out
