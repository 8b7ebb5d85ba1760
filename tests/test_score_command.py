"""`replylint score`: every reply of an export, the same bytes each time, whatever stops it in between."""

from __future__ import annotations

import json
import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

import month
from conftest import child
from replylint import scoring
from replylint.reading.syntax import ModelError
from scored import BESIDE, CARD, FILES, SOON, PageText, contents, figures, rows, told

Cli = Callable[..., Any]


@pytest.fixture
def export(folder: Path) -> Path:
    file = folder / "month.jsonl"
    file.write_text(month.lines(30), encoding="utf-8")
    return file


@pytest.fixture
def run(run_cli: Cli) -> Cli:
    """Score by one process, this one."""
    return lambda *arguments: run_cli("score", *arguments, "--workers", "1")


# -- The same bytes ----------------------------------------------------------------------------------------------------


@pytest.mark.slow
def test_the_same_replies_give_the_same_bytes_by_any_number_of_processes(export: Path, run_process: Cli, folder: Path) -> None:
    for seed, workers in (("1", "1"), ("2", "1"), ("3", "2")):
        out = folder / f"{seed}{workers}"
        done = run_process("score", export, "--out", out, "--workers", workers, PYTHONHASHSEED=seed)
        assert (done.code, done.err) == (0, "")
    first, *others = (contents(folder / name) for name in ("11", "21", "32"))
    assert first.keys() == FILES | BESIDE
    assert others == [first, first]


def ended(export: Path, out: Path, workers: int, end: Callable[[int], None]) -> subprocess.CompletedProcess[str]:
    """Start a run in a session of its own, and once it has scores, let something end it."""
    hears = "import signal, sys; signal.signal(signal.SIGINT, signal.default_int_handler)"
    main = "from replylint.faces.cli import main\nif __name__ == '__main__': sys.exit(main())"
    command = [sys.executable, "-c", f"{hears}\n{main}", "score", str(export), "--out", str(out), "--workers", str(workers)]
    pipes: Any = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE, "text": True}
    with subprocess.Popen(command, **pipes, env=child(), start_new_session=True) as process:
        until = time.monotonic() + 60
        while not ((out / "scores.jsonl").exists() and (out / "scores.jsonl").stat().st_size):
            assert time.monotonic() < until
            assert process.poll() is None
            time.sleep(0.01)
        end(process.pid)
        said, errors = process.communicate(timeout=60)
    return subprocess.CompletedProcess(command, process.returncode, said, errors)


def press(process: int) -> None:
    """Ctrl-C, which all of a session hear."""
    os.killpg(process, signal.SIGINT)


def kill_one_that_scores(process: int) -> None:
    """What a system does that is short of memory."""
    scoring = Path(f"/proc/{process}/task/{process}/children").read_text().split()
    for each in scoring:
        if b"resource_tracker" not in Path(f"/proc/{each}/cmdline").read_bytes():
            os.kill(int(each), signal.SIGKILL)
            return


@pytest.mark.slow
@pytest.mark.parametrize("workers", [1, 2])
def test_a_run_that_was_stopped_goes_on_where_it_was(folder: Path, run_process: Cli, workers: int) -> None:
    export = folder / "month.jsonl"
    export.write_text(told() + "not JSON\n" + month.lines(299), encoding="utf-8")
    stopped = ended(export, folder / "stopped", workers, press)
    assert (stopped.returncode, stopped.stdout) == (2, "")
    count = int(re.fullmatch(r"stopped after (\d+) conversations; the same command goes on from there\n", stopped.stderr)[1])
    assert 0 < count < 301
    assert json.loads((folder / "stopped" / "progress.json").read_text())["records"] == count
    for out in ("stopped", "whole"):
        assert run_process("score", export, "--out", out, "--workers", "1").code == 2  # for the one bad record
    assert contents(folder / "stopped") == contents(folder / "whole")


@pytest.mark.slow
def test_a_process_that_is_ended_from_outside_is_told_and_the_run_goes_on(folder: Path, run_process: Cli) -> None:
    export = folder / "month.jsonl"
    export.write_text(month.lines(300), encoding="utf-8")
    broken = ended(export, folder / "out", 2, kill_one_that_scores)
    told = f"{folder / 'out'}: a process that scores was ended from outside; the same command goes on from here\n"
    assert (broken.returncode, broken.stdout, broken.stderr) == (2, "", told)
    assert 0 < json.loads((folder / "out" / "progress.json").read_text())["records"] < 300
    assert run_process("score", export, "--out", "out", "--workers", "2").code == 0
    assert figures(folder / "out")["conversations"] == 300


def test_a_model_that_is_not_the_right_one_stops_the_run(
    export: Path, run: Cli, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails(*_: Any) -> Any:
        raise ModelError("the files are others")

    monkeypatch.setattr(scoring, "rows", fails)
    assert (run(export, "--out", "out").err, run(export, "--out", "out").code) == ("the files are others\n", 2)
    assert (folder / "out" / "unusable.txt").read_bytes() == b""


def test_what_was_written_beyond_the_last_note_is_cut_off(export: Path, run: Cli, folder: Path) -> None:
    run(export, "--out", "whole")
    run(export, "--out", "torn")
    with (folder / "torn" / "scores.jsonl").open("ab") as file:
        file.write(b'{"conversation": "half of a')
    assert run(export, "--out", "torn").code == 0
    assert contents(folder / "torn") == contents(folder / "whole")


def test_a_finished_run_reads_nothing_again(export: Path, run: Cli, monkeypatch: pytest.MonkeyPatch) -> None:
    first = run(export, "--out", "out")
    monkeypatch.setattr(scoring, "rows", lambda *_: pytest.fail("scored again"))
    assert run(export, "--out", "out") == first


def test_the_folder_of_another_run_is_refused(export: Path, run: Cli, folder: Path) -> None:
    (folder / "card.yaml").write_text(CARD, encoding="utf-8")
    run(export, "--out", "out")
    before = contents(folder / "out")
    other = run(export, "--out", "out", "--scorecard", "card.yaml")
    assert (other.code, other.err) == (2, "out: holds the scores of another run; name another folder, or --fresh starts anew\n")
    assert contents(folder / "out") == before
    assert run(export, "--out", "out", "--scorecard", "card.yaml", "--fresh").code == 0
    assert figures(folder / "out")["scorecard"]["passes"] == 95
    export.write_text(month.lines(31), encoding="utf-8")
    assert run(export, "--out", "out", "--scorecard", "card.yaml").code == 2


def test_a_torn_note_is_told(export: Path, run: Cli, folder: Path) -> None:
    run(export, "--out", "out")
    (folder / "out" / "progress.json").write_text("{", encoding="utf-8")
    assert run(export, "--out", "out").err == "out/progress.json: cannot be gone on with; --fresh starts anew\n"


# -- What cannot be used -----------------------------------------------------------------------------------------------


def test_a_bad_record_is_counted_and_listed_and_the_others_go_on(run: Cli, folder: Path) -> None:
    (folder / "desk.jsonl").write_text(f'{told()}{{"turns": 3}}\n{told(id="T-2")}half of', encoding="utf-8")
    done = run("desk.jsonl", "--out", "out", "--kind", "replylint")
    assert done.code == 2
    assert done.out.startswith("2 replies, 2 scored, passed: 0 % (95 % interval: 0 % to 0 %)\nthe report: out")
    assert done.err == "2 records could not be used: out/unusable.txt\n"
    listed = (folder / "out" / "unusable.txt").read_text("utf-8").splitlines()
    assert [line.partition(": ")[0] for line in listed] == ["desk.jsonl:2", "desk.jsonl:4:1"]
    assert figures(folder / "out")["unusable"] == 2
    assert listed[0] in PageText.of((folder / "out" / "report.html").read_text("utf-8"))


def test_a_fault_of_ours_in_one_conversation_is_told_without_its_words(
    export: Path, run: Cli, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails(conversation: Any, *_: Any) -> Any:
        if conversation.id == "T-3":
            raise ValueError(conversation.turns[0].text)
        return []

    monkeypatch.setattr(scoring, "rows", fails)
    assert run(export, "--out", "out").code == 2
    (line,) = (folder / "out" / "unusable.txt").read_text("utf-8").splitlines()
    assert re.fullmatch(r"'?T-3'?: a fault of replylint's own: ValueError in test_score_command.py:\d+ \(fails\)", line)


@pytest.mark.parametrize(
    ("arguments", "error"),
    [
        (("none.jsonl",), "none.jsonl: cannot be read: No such file or directory"),
        (("month.jsonl", "--tz", "Europe/Londn"), "--tz: no zone 'Europe/Londn'; did you mean 'Europe/London'?"),
        (("month.jsonl", "--scorecard", "none.yaml"), "none.yaml: no such file"),
        (("month.jsonl", "--kind", "zendsk"), "replylint score: argument --kind: no 'zendsk' here; did you mean 'zendesk'?"),
    ],
)
def test_what_is_given_wrongly_is_one_line(export: Path, run: Cli, folder: Path, arguments: Any, error: str) -> None:  # noqa: ARG001
    done = run(*arguments, "--out", "out")
    assert (done.code, done.out) == (2, "")
    assert done.err.startswith(error)
    assert done.err.count("\n") == 1
    assert not (folder / "out").exists()


def test_no_process_is_refused(export: Path, run_cli: Cli) -> None:
    assert run_cli("score", export, "--out", "out", "--workers", "0").err == "--workers: 0: one at least\n"


def test_a_folder_that_cannot_be_written_is_told(export: Path, run: Cli, folder: Path) -> None:
    (folder / "file").write_text("", encoding="utf-8")
    assert run(export, "--out", "file").err == "file: cannot be written: File exists\n"


def test_mails_are_told_apart_by_the_agents_that_are_named(run: Cli, folder: Path) -> None:
    mail = "From: {0}\nTo: {1}\nMessage-ID: <{2}@x>\nDate: Mon, 16 Nov 2026 10:0{2}:00 +0000\n{3}\n{4}\n"
    (folder / "box").mkdir()
    ana, tim = "ana@example.com", "tim@acme.example"
    (folder / "box" / "1.eml").write_text(mail.format(ana, tim, 1, "Subject: Lamp\n", "When does my lamp come?"))
    (folder / "box" / "2.eml").write_text(mail.format(tim, ana, 2, "In-Reply-To: <1@x>\nSubject: Re: Lamp\n", SOON))
    assert run("box", "--out", "out", "--agents", "boss@acme.example, acme.example").code == 0
    assert [row["turn"] for row in rows(folder / "out")] == [1]


@pytest.mark.slow
def test_a_bar_is_shown_to_who_watches(export: Path, folder: Path) -> None:
    import pty

    watched, terminal = pty.openpty()
    command = [sys.executable, "-m", "replylint", "score", str(export), "--out", "out", "--workers", "1"]
    with subprocess.Popen(
        command, cwd=folder, stdout=subprocess.PIPE, stderr=terminal, env=child(TERM="xterm", COLUMNS="100")
    ) as run:
        os.close(terminal)
        seen = b""
        while piece := _read(watched):
            seen += piece
        assert run.wait(timeout=60) == 0
    os.close(watched)
    assert b"conversations" in seen
    assert b"/30" in seen


def _read(terminal: int) -> bytes:
    try:
        return os.read(terminal, 65_536)
    except OSError:  # all who wrote to it have gone
        return b""


def test_the_rules_are_those_of_the_settings(export: Path, run: Cli, folder: Path) -> None:
    (folder / "replylint.toml").write_text('off = ["tone"]\nparser = "never"\n', encoding="utf-8")
    run(export, "--out", "out")
    assert not any(rule["rule"].startswith("tone/") for rule in figures(folder / "out")["rules"])
    assert figures(folder / "out")["model"] is None
