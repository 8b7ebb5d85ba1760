"""The report of scored replies: its figures follow from the rows, its tables and its page hold what people wrote as text."""

from __future__ import annotations

import csv
import json
import re
import subprocess
import sys
import zipfile
from collections.abc import Callable
from datetime import date
from html import unescape
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest

import month
from conftest import child
from replylint import store
from replylint.report import cases, sheets
from scored import CARD, NASTY, SOON, PageText, figures, rows, told

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


# -- What the numbers say ----------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def team(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A month of a team, scored."""
    folder = tmp_path_factory.mktemp("team")
    (folder / "month.jsonl").write_text(month.lines(160), encoding="utf-8")
    command = [sys.executable, "-m", "replylint", "score", "month.jsonl", "--out", "out", "--workers", "1"]
    subprocess.run(command, cwd=folder, env=child(), check=True, capture_output=True)
    return folder / "out"


def test_every_figure_follows_from_the_rows(team: Path) -> None:
    every, made = rows(team), figures(team)
    assert made["replies"] == len(every) == made["scored"]
    assert made["passed"] == sum(row["passed"] for row in every)
    assert made["share"]["value"] == round(made["passed"] / len(every), 3)
    assert sum(made["distribution"]) == len(every)
    assert made["distribution"][10] == sum(row["total"] == 100 for row in every)
    for line in made["criteria"]:
        marks = [each["marks"] for row in every for each in row["criteria"] if each["name"] == line["name"]]
        known = [each for each in marks if each is not None]
        assert line["judged"] == len(known)
        assert line["mean"] == (round(sum(known) / len(known), 1) if known else None)
        assert line["under_floor"] == sum(each < 50 for each in known)
    promises = [promise["status"] for row in every for promise in row["promises"]]
    assert made["promises"]["made"] == len(promises) > made["promises"]["broken"] == promises.count("broken") > 0
    assert {mood: made["parity"][mood]["replies"] for mood in ("angry", "calm")} == {
        "angry": sum(row["angry"] is True for row in every),
        "calm": sum(row["angry"] is False for row in every),
    }
    for rule in made["rules"]:
        assert rule["fired"] == sum(row["fired"].get(rule["rule"], 0) for row in every)
        assert rule["fired"] >= rule["deductions"] + rule["failings"] + rule["to_confirm"]
    assert made["failed_by"] == {"safety/asks-for-secret": made["failed_outright"]}


def test_the_deductions_of_a_reply_make_up_what_it_lost(team: Path) -> None:
    for row in rows(team):
        if not row["failings"]:
            lost = sum(each["of_total"] for each in row["deductions"])
            assert abs(100 - lost - row["computed"]) <= 0.5 + 0.005 * len(row["deductions"])


def test_words_are_marked_where_they_stand(team: Path, run: Cli, folder: Path) -> None:
    html = told(
        "<p>Hi Ana,</p><p>We&#39;ll look &amp; get back to you <b>so</b>on &ndash; unfortunately.</p>", turn={"format": "html"}
    )
    (folder / "html.jsonl").write_text(html, encoding="utf-8")
    run("html.jsonl", "--out", "out")
    for out in (team, folder / "out"):
        threads = [json.loads(line) for line in (out / "conversations.jsonl").read_text("utf-8").splitlines()]
        texts = {(each["conversation"], number): turn["text"] for each in threads for number, turn in enumerate(each["turns"])}
        seen = [
            (texts[row["conversation"], row["turn"]][slice(*found["seen"])], found["text"])
            for row in rows(out)
            for kind in ("deductions", "to_confirm")
            for found in row[kind]
            if found["seen"]
        ]
        assert seen
        assert [(shown, words) for shown, words in seen if shown != unescape(re.sub("<.*?>", "", words))] == []


def test_the_dearest_sentences_come_with_what_to_write_instead(team: Path) -> None:
    dearest = figures(team)["costliest"]
    assert [each["cost"] for each in dearest] == sorted((each["cost"] for each in dearest), reverse=True)
    told = {(each["sentence"], each["rule"]): each for each in dearest}
    first = told["We will look into it and get back to you as soon as possible.", "commitments/vague-commitment"]
    assert first["instead"] == "We will look into it by ___ (day and time) and get back to you as soon as possible."
    every = [
        found
        for row in rows(team)
        for found in row["deductions"]
        if all(found[key] == first[key] for key in ("sentence", "rule"))
    ]
    assert (first["times"], first["cost"]) == (len(every), pytest.approx(sum(found["of_total"] for found in every)))
    word = next(each for each in dearest if each["rule"] == "priming/negative-priming")
    assert (word["sentence"].startswith("Unfortunately, an"), word["instead"].startswith("An ")) == (True, True)


def test_nobody_is_compared_on_fewer_than_twenty_replies(run: Cli, folder: Path) -> None:
    lines = [told(id=f"T-{n}", author="Many") for n in range(20)] + [told(id=f"S-{n}", author="Few") for n in range(19)]
    (folder / "desk.jsonl").write_text("".join(lines), encoding="utf-8")
    run("desk.jsonl", "--out", "out")
    many, few = figures(folder / "out")["by"]["agent"]
    assert (many["name"], many["compared"], many["scored"]) == ("Many", True, 20)
    assert few == {"name": "Few", "replies": 19, "scored": 19, "compared": False}
    page = PageText.of((folder / "out" / "report.html").read_text("utf-8"))
    assert "Few 19 19 not compared: fewer than 20 scored replies" in page


def test_a_rule_that_agents_dismiss_is_named_for_demotion(
    export: Path, run: Cli, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    url = f"sqlite:///{folder / 'kept.db'}"
    often, seldom = "tone/blames-customer", "priming/negative-priming"
    with store.open(url) as kept:
        counts = {
            (often, "shown"): 100,
            (often, "wrong"): 11,
            (often, "not-here"): 10,
            (seldom, "shown"): 100,
            (seldom, "never"): 20,
        }
        kept.feedback.add(counts, date(2026, 11, 2))
    monkeypatch.setenv("REPLYLINT_STORE", url)
    run(export, "--out", "out")
    made = {rule["rule"]: rule for rule in figures(folder / "out")["rules"]}
    assert [name for name, rule in made.items() if rule["demote"]] == [often]
    assert (made[often]["shown"], made[often]["dismissed"], made[seldom]["dismissed"]) == (100, 21, 20)
    page = PageText.of((folder / "out" / "report.html").read_text("utf-8"))
    assert "For demotion Agents dismissed more than 20 %" in page
    assert f"{often} : 21 of 100 dismissed" in page


def test_a_reply_that_fails_shows_the_words_that_failed_it(run: Cli, folder: Path) -> None:
    (folder / "desk.jsonl").write_text(told(f"{SOON} Please send me the password of your account."), encoding="utf-8")
    run("desk.jsonl", "--out", "out")
    (row,) = rows(folder / "out")
    assert (row["total"], row["passed"], row["failed_by"]) == (0, False, ["safety/asks-for-secret"])
    assert [each["text"] for each in row["failings"]] == ["send me the password"]
    assert "Fails the reply or a criterion" in (folder / "out" / "report.html").read_text("utf-8")


def test_the_report_tells_what_its_numbers_rest_on(team: Path) -> None:
    made, page = figures(team), PageText.of((team / "report.html").read_text("utf-8"))
    for part in (
        made["ruleset"],
        made["model"],
        "80 of 100, no criterion under 50",
        "Commitments 18, Structure and next steps 16",
    ):
        assert part in page
    assert re.fullmatch(r"en@[\d.]+\+sha256:[0-9a-f]{16}", made["ruleset"])
    assert "sha256:" in made["model"]


# -- Tables for a spreadsheet ------------------------------------------------------------------------------------------


def test_no_cell_is_a_formula(run: Cli, folder: Path) -> None:
    (folder / "desk.jsonl").write_text(told(author="=1+1", id="@cmd", agent={"team": "-2", "name": "=1+1"}), encoding="utf-8")
    run("desk.jsonl", "--out", "out")
    (row,) = csv.DictReader((folder / "out" / "scores.csv").read_text("utf-8").splitlines())
    assert [row[name] for name in ("conversation", "agent", "team")] == ["'@cmd", "'=1+1", "'-2"]
    cells = workbook(folder / "out" / "scores.xlsx")
    assert cells["Replies"][1][:4] == ["@cmd", "1", "=1+1", "-2"]


def workbook(file: Path) -> dict[str, list[list[str]]]:
    """The cells of a workbook's sheets as texts; a formula or a link fails."""
    space = {"m": "http://schemas.openxmlformats.org/spreadsheetml/2006/main"}
    with zipfile.ZipFile(file) as parts:
        assert parts.testzip() is None
        names = [
            sheet.attrib["name"] for sheet in ElementTree.fromstring(parts.read("xl/workbook.xml")).iterfind(".//m:sheet", space)
        ]
        found = {}
        for number, name in enumerate(names, 1):
            sheet = ElementTree.fromstring(parts.read(f"xl/worksheets/sheet{number}.xml"))
            assert sheet.find(".//m:f", space) is None
            assert sheet.find(".//m:hyperlink", space) is None
            found[name] = [["".join(cell.itertext()) for cell in row] for row in sheet.iterfind(".//m:row", space)]
    return found


def test_the_tables_hold_what_the_rows_hold(team: Path) -> None:
    every = rows(team)
    table = list(csv.DictReader((team / "scores.csv").read_text("utf-8").splitlines()))
    assert [(row["conversation"], int(row["turn"]), int(row["total"])) for row in table] == [
        (row["conversation"], row["turn"], row["total"]) for row in every
    ]
    assert {row["Right"] for row in table} == {""}
    cells = workbook(team / "scores.xlsx")
    assert len(cells["Replies"]) == len(every) + 1
    assert cells["Replies"][0] == list(table[0])
    kinds = ("deductions", "failings", "to_confirm")
    assert len(cells["Findings"]) == 1 + sum(len(row[kind]) for row in every for kind in kinds)


def test_odd_characters_break_neither_table_nor_page(run: Cli, folder: Path) -> None:
    odd = "We\u0000 will look\u000b into \uffff the matter of your lamp and get back to you soon \U0001f642, dear Ana, thank you."
    (folder / "desk.jsonl").write_text(told(f"\ud800 {SOON}") + told(odd, author="T\u0001im"), encoding="utf-8")
    run("desk.jsonl", "--out", "out", "--kind", "replylint")
    assert len(rows(folder / "out")) + len((folder / "out" / "unusable.txt").read_text("utf-8").splitlines()) == 2
    assert (folder / "out" / "report.html").read_text("utf-8").endswith("</html>\n")
    assert workbook(folder / "out" / "scores.xlsx")


def test_without_the_package_there_is_no_workbook_and_it_is_said(
    export: Path, run: Cli, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sheets, "find_spec", lambda _: None)
    done = run(export, "--out", "out")
    assert done.code == 0
    assert done.out.splitlines()[-1] == "no scores.xlsx: needs the package XlsxWriter: pip install 'replylint[trainer]'"
    assert not (folder / "out" / "scores.xlsx").exists()


# -- The page ----------------------------------------------------------------------------------------------------------


def test_what_people_wrote_stays_text(run: Cli, folder: Path) -> None:
    (folder / "desk.jsonl").write_text(
        told(f"{NASTY} {SOON} {NASTY}", author=NASTY, id=NASTY, agent={"team": NASTY}, customer={"name": NASTY}), encoding="utf-8"
    )
    (folder / f"{NASTY.replace('/', '')}.jsonl").write_text(told(f"{NASTY} soon"), encoding="utf-8")
    card = CARD.replace("Desk", json.dumps(NASTY)).replace("Words", json.dumps(NASTY))
    (folder / "card.yaml").write_text(card, encoding="utf-8")
    assert run("desk.jsonl", f"{NASTY.replace('/', '')}.jsonl", "--out", "out", "--scorecard", "card.yaml").code == 0
    page = (folder / "out" / "report.html").read_text("utf-8")
    read = PageText()
    read.feed(page)
    assert not read.tags & {"script", "img", "iframe", "link", "object", "form", "base"}
    assert page.count("&lt;img src=x onerror=") > 8
    assert "<img" not in page


def test_the_page_needs_nothing_else(team: Path) -> None:
    page = (team / "report.html").read_text("utf-8")
    read = PageText()
    read.feed(page)
    assert "default-src 'none'; style-src 'unsafe-inline'; img-src data:" in page
    assert not re.search(r"https?://|url\(|@import", page)
    assert read.links
    assert all(link.startswith("#") for link in read.links)
    assert {link[1:] for link in read.links} <= set(read.ids)
    assert len(read.ids) == len(set(read.ids))


def test_each_deduction_of_a_shown_conversation_leads_to_its_marked_words(team: Path) -> None:
    page = (team / "report.html").read_text("utf-8")
    lost = {row["conversation"] for row in rows(team) if row["deductions"] or row["failings"]}
    assert page.count('<details class="case"') == len(lost)
    taken = sum(bool(each["seen"]) for row in rows(team) if row["conversation"] in lost for each in row["deductions"])
    assert len(re.findall(r'<a href="#m-c\d+-t\d+-\d+">The words', page)) >= taken


def test_only_so_many_conversations_are_shown_the_worst_first(
    export: Path, run: Cli, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(cases, "MOST", 5)
    run(export, "--out", "out")
    page = (folder / "out" / "report.html").read_text("utf-8")
    totals = [int(total) for total in re.findall(r'<span class="total">(\d+)</span>', page)]
    every: dict[str, int] = {}
    for row in rows(folder / "out"):
        every[row["conversation"]] = min(every.get(row["conversation"], 101), row["total"])
    assert totals[:5] == sorted(every.values())[:5]
    assert "the 5 with the lowest totals" in page


def test_of_a_long_conversation_what_was_found_is_shown(run: Cli, folder: Path) -> None:
    turns = [{"role": "customer", "text": f"Message {n}: and now?"} for n in range(100)]
    turns.insert(60, {"role": "agent", "text": SOON + " Yes." * 3000})
    (folder / "long.jsonl").write_text(json.dumps({"id": "L", "turns": turns}) + "\n", encoding="utf-8")
    run("long.jsonl", "--out", "out")
    page = (folder / "out" / "report.html").read_text("utf-8")
    assert "61 messages in which nothing was found are left out" in page
    assert "Message 59: and now?" in page
    assert "<mark>soon</mark>" in page
    assert "more characters" in page


def test_nothing_at_all_makes_a_page(run: Cli, folder: Path) -> None:
    (folder / "none.jsonl").write_text(json.dumps({"turns": [{"role": "customer", "text": "Hello?"}]}) + "\n", encoding="utf-8")
    done = run("none.jsonl", "--out", "out")
    assert (done.code, done.out.splitlines()[0]) == (0, "0 replies, 0 scored, passed: – (95 % interval: – to –)")
    page = PageText.of((folder / "out" / "report.html").read_text("utf-8"))
    for part in ("No sentence cost anything.", "Nobody promised anything.", "No reply lost marks.", "the exports do not tell"):
        assert part in page
