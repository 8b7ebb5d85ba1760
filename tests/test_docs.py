"""What the documents show is what the program does."""

from __future__ import annotations

import doctest
import json
import re
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from replylint import packs, wire
from replylint.conversation import Calendar, Conversation
from replylint.faces.cli import COMMANDS, main
from replylint.lint import lint
from replylint.reading.clock import moment, resolve
from replylint.reading.times import find
from replylint.settings import Settings

ROOT = Path(__file__).parent.parent
DOCS = [ROOT / name for name in ("README.md", "ARCHITECTURE.md", "CONTRIBUTING.md", "SECURITY.md", "CHANGELOG.md")]
DOCS += [*sorted((ROOT / "docs").glob("**/*.md")), ROOT / "examples" / "django" / "README.md"]


def test_the_sample_in_the_readme_is_what_is_printed(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)
    assert main(["check", "examples/late-lamp.json"]) == 1
    printed = capsys.readouterr().out
    (sample,) = re.findall(r"```\n\$ replylint check examples/late-lamp.json\n(.*?)```", DOCS[0].read_text("utf-8"), re.DOTALL)
    assert sample.split("\n") == [line.rstrip() for line in printed.split("\n")]


@pytest.mark.parametrize("hour", range(0, 24 * 7, 9))
def test_the_samples_of_the_page_show_what_they_are_there_to_show(hour: int) -> None:
    now = (datetime(2026, 11, 16) + timedelta(hours=hour)).isoformat() + "+00:00"
    samples = json.loads((ROOT / "src/replylint/faces/server/page/samples.json").read_text("utf-8"))
    results = {}
    for sample in samples:
        told = wire.conversation({**sample, "now": now, "agent": {"time_zone": "Europe/London"}})
        results[sample["id"]] = lint(told, packs.load(), Settings())
    verdicts = {name: result.verdict for name, result in results.items()}
    assert verdicts == {"A late lamp": "warn", "A locked account": "hold", "A template": "hold", "A good reply": "pass"}
    first = results["A late lamp"]
    assert {found.about for found in first.findings} == {"words", "absence"}
    assert {fix.applies for found in first.findings for fix in found.fixes} == {"automatic", "fill-in"}
    assert [made.due is None for made in first.commitments] == [True, False]
    assert [asked.answer for asked in first.questions] == ["deferred", "answered"]


@pytest.mark.parametrize("file", DOCS, ids=lambda file: file.name)
def test_links_within_the_project_lead_somewhere(file: Path) -> None:
    links = re.findall(r"\]\((?!https?://|#)([^)#]+)", file.read_text("utf-8"))
    assert [link for link in links if not (file.parent / link).exists()] == []


def test_every_command_is_in_the_readme() -> None:
    text = DOCS[0].read_text("utf-8")
    assert [command for command in COMMANDS if f"replylint {command}" not in text] == []


def test_every_category_of_rules_has_a_weight_or_a_gate() -> None:
    scoring = (ROOT / "docs" / "scoring.md").read_text("utf-8")
    for category, weight in packs.load().packs[0].file.weights.items():
        assert f"{category} {weight}" in " ".join(scoring.split()) or str(weight) in scoring


@pytest.mark.parametrize("file", DOCS, ids=lambda file: file.name)
def test_no_document_names_a_machine(file: Path) -> None:
    assert not re.search(r"(?:^|[\s(`])/(?:work|home|root|tmp)/", file.read_text("utf-8"))


PYTHON = "".join((ROOT / "docs" / name).read_text("utf-8") for name in ("python.md", "scale.md", "start-integrator.md"))
SESSIONS = re.findall(r"```pycon\n(.*?)```", PYTHON, re.DOTALL)


@pytest.mark.parametrize("session", SESSIONS, ids=["a draft", "a conversation", "a held draft", "a table", "a quick start"])
def test_a_python_session_answers_as_the_document_says(session: str, folder: Path) -> None:  # noqa: ARG001 - entered
    example = doctest.DocTestParser().get_doctest(session, {}, "docs", None, None)
    said: list[str] = []
    assert doctest.DocTestRunner().run(example, out=said.append).failed == 0, "".join(said)


def test_times_come_to_what_the_document_says() -> None:
    text = (ROOT / "docs" / "times.md").read_text("utf-8")
    rows = re.findall(r"^\| ([^|]+) \| (\d{4}-\d\d-\d\d \d\d:\d\d) \|", text, re.MULTILINE)
    assert len(rows) > 40
    calendar = Calendar("America/New_York", {"mon-fri": "09:00-18:00"}, ("2026-11-26",), "US")
    at = moment(Conversation((), calendar=calendar), datetime.fromisoformat("2026-11-18T10:30:00-05:00"))
    for words, latest in rows:
        (time,) = find(f"I write {words}.")
        found = resolve(time, at).latest
        assert found is not None, words
        assert f"{found:%Y-%m-%d %H:%M}" == latest, words


def test_the_ledger_in_the_document_is_what_is_printed(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(ROOT)
    assert main(["promises", "examples/lost-parcel.json"]) == 0
    printed = capsys.readouterr().out.rstrip().split("\n")
    text = (ROOT / "docs" / "promises.md").read_text("utf-8")
    sample = text.partition("$ replylint promises examples/lost-parcel.json\n")[2].split("\n")[: len(printed)]
    assert [line[4:] for line in sample] == printed
