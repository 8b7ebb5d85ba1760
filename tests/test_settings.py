"""What a team sets, where it is found, and its own packs."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from conftest import Run, rule_text
from replylint import packs

Cli = Callable[..., Run]
Make = Callable[..., Path]
DRAFT = "Unfortunately, the old mill is shut."
PRIMING = "priming/negative-priming"


@pytest.fixture
def lint(run_cli: Cli, folder: Path) -> Callable[..., dict[str, Any]]:
    """The result of a draft under these settings."""

    def run(settings: str, draft: str = DRAFT, *options: str | Path, name: str = "replylint.toml") -> dict[str, Any]:
        (folder / name).write_text(settings, encoding="utf-8")
        run = run_cli("check", "--format", "json", *options, stdin=draft)
        assert run.err == ""
        return dict(json.loads(run.out))

    return run


def severities(result: dict[str, Any]) -> dict[str, str]:
    return {found["rule"]: found["severity"] for found in result["findings"]}


# -- where they are found ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("replylint.toml", f'off = ["{PRIMING}"]'),
        ("pyproject.toml", f'[tool.ruff]\noff = 3\n\n[tool.replylint]\noff = ["{PRIMING}"]\n'),
    ],
)
def test_settings_are_found_upwards(name: str, text: str, run_cli: Cli, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (folder / name).write_text(text)
    below = folder / "macros" / "spring"
    below.mkdir(parents=True)
    (below / "pyproject.toml").write_text("[tool.ruff]\n")
    monkeypatch.chdir(below)
    result = json.loads(run_cli("check", "--format", "json", stdin=DRAFT).out)
    assert PRIMING not in severities(result)
    chosen = run_cli("check", "--settings", folder / name, "--format", "json", stdin=DRAFT)
    assert PRIMING not in severities(json.loads(chosen.out))


def test_the_nearest_file_wins(run_cli: Cli, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (folder / "replylint.toml").write_text(f'off = ["{PRIMING}"]')
    below = folder / "macros"
    below.mkdir()
    (below / "replylint.toml").write_text('profile = "strict"')
    monkeypatch.chdir(below)
    assert PRIMING in severities(json.loads(run_cli("check", "--format", "json", stdin=DRAFT).out))


def test_settings_apply_to_the_hook_too(run_cli: Cli, folder: Path) -> None:
    (folder / "replylint.toml").write_text('hold = ["priming"]')
    assert run_cli("hook", stdin=DRAFT).code == 1


# -- every key ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", [PRIMING, "priming"])
def test_a_rule_or_a_category_is_switched_off(name: str, lint: Callable[..., dict[str, Any]]) -> None:
    assert PRIMING in severities(lint(""))
    assert PRIMING not in severities(lint(f'off = ["{name}"]'))


@pytest.mark.parametrize("name", ["mill/old", "mill"])
def test_a_rule_or_a_category_is_switched_on(name: str, lint: Callable[..., dict[str, Any]], make_pack: Make) -> None:
    about = "  few: {rules: [priming]}\n"
    make_pack({"mill/old": rule_text("old mill")}, about=about)
    settings = 'packs = ["own"]\nprofile = "few"\n'
    assert "mill/old" not in severities(lint(settings))
    assert "mill/old" in severities(lint(f'{settings}on = ["{name}"]\n'))


@pytest.mark.parametrize(("name", "severity"), [(PRIMING, "error"), ("priming", "suggestion")])
def test_a_severity_is_changed(name: str, severity: str, lint: Callable[..., dict[str, Any]]) -> None:
    result = lint(f'[severity]\n"{name}" = "{severity}"\n')
    assert severities(result)[PRIMING] == severity
    assert result["verdict"] == ("hold" if severity == "error" else result["verdict"])


@pytest.mark.parametrize("name", [PRIMING, "priming", "warning"])
def test_what_holds_is_a_setting(name: str, lint: Callable[..., dict[str, Any]]) -> None:
    assert lint("")["verdict"] == "warn"
    assert lint(f'hold = ["{name}"]')["verdict"] == "hold"


def test_the_glossary_bans_and_allows(lint: Callable[..., dict[str, Any]], make_pack: Make) -> None:
    pack = make_pack({"mill/words": rule_text("old mill") + "  glossary: true\n"})
    banned = '[glossary]\nallowed = ["The Old Mill"]\n[glossary.banned]\n"shut" = "closed until Monday"\n'
    draft = "The Old Mill is shut."
    result = lint(banned, draft, "--pack", pack, "--profile", "alone")
    assert [f["text"] for f in result["findings"]] == ["shut"]
    assert result["findings"][0]["fixes"][0]["edits"][0]["text"] == "closed until Monday"


@pytest.mark.parametrize("audience", ["consumer", "developer"])
def test_the_audience_of_the_settings_counts(audience: str, lint: Callable[..., dict[str, Any]], make_pack: Make) -> None:
    pack = make_pack({"mill/old": rule_text("old mill") + "unless:\n  - audience: [developer]\n"})
    result = lint(f'audience = "{audience}"', DRAFT, "--pack", pack, "--profile", "alone")
    assert bool(result["findings"]) == (audience == "consumer")


def test_a_finding_is_dismissed(lint: Callable[..., dict[str, Any]]) -> None:
    (found,) = (f for f in lint("")["findings"] if f["rule"] == PRIMING)
    result = lint(f'[[dismissals]]\nid = "{found["id"]}"\nreason = "agreed with Ana"\n')
    assert PRIMING not in severities(result)
    assert [s["by"] for s in result["suppressed"] if s["rule"] == PRIMING] == ["dismissed"]


def test_a_dismissal_may_hold_in_one_file_or_conversation(run_cli: Cli, folder: Path) -> None:
    told = {"a.txt": DRAFT, "b.txt": DRAFT, "t.json": json.dumps({"id": "T-1", "text": DRAFT})}
    for name, text in told.items():
        (folder / name).write_text(text)
    command = ("check", "--format", "json", *told)
    before = json.loads(run_cli(*command).out)
    ids = {f["id"] for result in before for f in result["findings"] if f["rule"] == PRIMING}
    assert len(ids) == 1, "the same words in the same sentence are the same finding"
    entry = f'[[dismissals]]\nid = "{ids.pop()}"\nwithin = '
    (folder / "replylint.toml").write_text(f'{entry}"./a.txt"\n{entry}"T-1"\n')
    after = json.loads(run_cli(*command).out)
    assert [PRIMING in severities(result) for result in after] == [False, True, False]
    assert len({result["ruleset"] for result in after}) == 1


def test_profiles_choose_the_rules(lint: Callable[..., dict[str, Any]], make_pack: Make) -> None:
    make_pack({"mill/old": rule_text("old mill")}, about="  calm: {without: [priming]}\n")
    assert PRIMING not in severities(lint('packs = ["own"]\nprofile = "calm"'))
    assert PRIMING in severities(lint('packs = ["own"]\nprofile = "calm"', DRAFT, "--profile", "strict"))


def test_the_ruleset_is_named_by_all_that_bears_on_it(lint: Callable[..., dict[str, Any]], make_pack: Make) -> None:
    make_pack({"mill/old": rule_text("old mill")})
    settings = ("", 'off = ["priming"]', 'hold = ["warning"]', 'audience = "developer"', 'packs = ["own"]')
    named = [lint(text)["ruleset"] for text in settings]
    assert len(set(named)) == len(settings)
    assert named[0] == lint("# only a remark\n")["ruleset"]
    assert named[0].startswith("en@")


# -- what is refused ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ('profil = "strict"', ":1:1: unknown key 'profil'; did you mean 'profile'?"),
        ('hold = ["error"]\n\n[glosary]\nallowed = []', ":3:2: unknown key 'glosary'; did you mean 'glossary'?"),
        ('[glossary]\nalowed = ["x"]', ":2:1: glossary: unknown key 'alowed'; did you mean 'allowed'?"),
        ('[[dismissals]]\nid = "x"\nwhy = "y"', ":3:1: dismissals[0]: unknown key 'why'"),
        ('file = "x"', ":1:1: unknown key 'file'"),
        ('off = "priming"', ":1:1: off: expected a list, got text"),
        (
            'audience = "everyone"',
            ":1:1: audience: 'everyone' is not one of consumer, business, developer, internal-it",
        ),
        (
            'off = [\n  "priming",\n  "primming",\n]',
            ":3:4: off: no rule or category 'primming'; did you mean 'priming'?",
        ),
        ('[severity]\n"tonne" = "error"', ":2:2: severity: no rule or category 'tonne'"),
        ('hold = ["eror"]', ":1:10: hold: no rule or category 'eror'; did you mean 'error'?"),
        ('profile = "strikt"', ":1:12: profile: no 'strikt'; did you mean 'strict'?"),
        ('profile = "strict', ":1:18: not TOML: "),
        ('packs = ["gone"]', "gone: no such pack folder"),
    ],
)
def test_a_setting_that_cannot_be_used(text: str, said: str, run_cli: Cli, folder: Path) -> None:
    (folder / "replylint.toml").write_text(text)
    run = run_cli("check", stdin=DRAFT)
    assert (run.code, run.out, run.err.count("\n")) == (2, "", 1)
    assert said in run.err
    assert run.err.startswith(str(folder))


def test_a_mistake_is_found_among_the_settings_of_others(run_cli: Cli, folder: Path) -> None:
    text = '[tool.ruff]\nselect = ["primming"]\n\n[tool.replylint]\nselect = 1\n'
    (folder / "pyproject.toml").write_text(text)
    assert run_cli("check", stdin=DRAFT).err.startswith(f"{folder / 'pyproject.toml'}:5:1: unknown key 'select'")
    (folder / "pyproject.toml").write_text("tool.replylint = 3\n[tool.replylint.x]\n")
    assert "not TOML" in run_cli("check", stdin=DRAFT).err


# -- a team's own pack -------------------------------------------------------------------------------------------------


def test_a_pack_adds_and_replaces_rules(lint: Callable[..., dict[str, Any]], make_pack: Make) -> None:
    make_pack({"mill/old": rule_text("old mill"), PRIMING: rule_text("shut", "suggestion")})
    result = lint('packs = ["own"]')
    found = {f["rule"]: (f["text"], f["severity"]) for f in result["findings"]}
    assert found["mill/old"] == ("old mill", "warning")
    assert found[PRIMING] == ("shut", "suggestion")


def test_a_pack_is_found_from_its_settings_file(
    run_cli: Cli, make_pack: Make, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    make_pack({"mill/old": rule_text("old mill")})
    (folder / "replylint.toml").write_text('packs = ["./own"]')
    (folder / "below").mkdir()
    monkeypatch.chdir(folder / "below")
    assert "mill/old" in severities(json.loads(run_cli("check", "--format", "json", stdin=DRAFT).out))


def test_a_pack_is_compiled_once_for_its_content(make_pack: Make, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(folder / "cache"))
    pack = make_pack({"mill/old": rule_text("old mill")})
    first = packs.compiled(pack)
    kept = folder / "cache" / "replylint"
    (made,) = kept.iterdir()
    with monkeypatch.context() as patch:
        patch.setattr(packs, "compile_pack", None)
        assert packs.compiled(pack) == first, "the second time it is read from the cache"
    make_pack({"mill/old": rule_text("new mill")})
    second = packs.compiled(pack)
    assert second["digest"] != first["digest"]
    assert len(list(kept.iterdir())) == 2
    whole = made.read_bytes()
    make_pack({"mill/old": rule_text("old mill")})
    for spoilt in (b"", b"{}", b"[]\n\n", whole[:-1], whole[: len(whole) // 2], whole[: whole.index(b"\n\n")], whole + b"\n\n"):
        made.write_bytes(spoilt)
        assert packs.compiled(pack) == first, "a spoilt cache is made anew"
    assert made.read_bytes() == whole
    assert not list(kept.glob("*.tmp"))


def test_a_pack_without_a_phrase_is_read_from_the_cache(make_pack: Make, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(folder / "cache"))
    text = "message: m\nadvice: a\nseverity: suggestion\nsource: s\nlimit: {of: reply words, over: 900}\n"
    pack = make_pack({"mill/long": text})
    assert packs.compiled(pack) == packs.compiled(pack)
    assert packs.load((str(pack),)).rule("mill/long").limit


def test_a_cache_that_cannot_be_written_is_no_error(
    run_cli: Cli, make_pack: Make, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (folder / "no-folder").write_text("")
    monkeypatch.setenv("XDG_CACHE_HOME", str(folder / "no-folder"))
    assert run_cli("check", "--pack", make_pack({"mill/old": rule_text("old mill")}), stdin=DRAFT).err == ""
