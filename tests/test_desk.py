"""The trainer's desk over HTTP: who sees what and when, what may be said, and that nobody else can say it."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

import desks
import month
from conftest import Run, asked
from desks import SECRET, Visitor, steps
from replylint import keys, packs, store
from replylint.faces.server.service import Service
from replylint.settings import Settings

Cli = Callable[..., Run]
FOUND = "What replylint found</h2>"


@pytest.fixture
def desk(address: str, tmp_path: Path) -> Iterator[desks.Desk]:
    with desks.desk(address, tmp_path) as made:
        yield made


def one_with(kind: str, scored: list[desks.Reply], **wanted: Any) -> int:
    """Which of the replies has a finding of a kind."""
    return next(n for n, (row, _) in enumerate(scored) if any(wanted.items() <= each.items() for each in row[kind]))


def totals(page: str) -> list[str]:
    return re.findall(r'class="number">([^<]*)<', page)


# -- who is let in -----------------------------------------------------------------------------------------------------


def test_without_the_option_there_is_no_desk() -> None:
    answer = asked("/desk", None, Service(packs.load(), Settings()))
    assert answer.status_code == 404


def test_who_is_not_signed_in_sees_nothing(desk: desks.Desk) -> None:
    (id,) = desks.queue(desk.address, desks.replies(1))
    stranger = Visitor(desk.service)
    for path in ("/desk", f"/desk/replies/{id}", "/desk/scores.csv?round=October", "/desk/next?round=October"):
        assert "Sign in to the desk" in stranger.get(path).text
    assert "Sign in" in stranger.post(f"/desk/replies/{id}/score", **steps()).text
    with store.open(desk.address) as kept:
        assert kept.desk.reviews("October")[0].said == ()


def test_the_link_that_the_server_printed_lets_its_owner_in_and_no_other_link_does(desk: desks.Desk) -> None:
    assert Visitor(desk.service).get("/desk/enter?link=guessed").status_code == 403
    assert Visitor(desk.service).get("/desk/enter").status_code == 403
    assert "Nothing on the desk yet" in desk.owner().get("/desk").text


def test_once_people_have_keys_the_link_is_no_way_in(desk: desks.Desk) -> None:
    owner = desk.owner()
    desk.key("nora", "trainer")
    assert Visitor(desk.service).get(f"/desk/enter?link={SECRET}").status_code == 403
    assert "Sign in" in owner.get("/desk").text


def test_a_program_has_no_business_here_and_a_wrong_key_none_at_all(desk: desks.Desk) -> None:
    token = desk.key("helpdesk", "program")
    desk.key("nora", "trainer")
    for key, status, said in ((token, 403, "That key is a program&#39;s"), ("rl_x", 401, "There is no such key")):
        answer = Visitor(desk.service).post("/desk/sign-in", key=key)
        assert (answer.status_code, said in answer.text) == (status, True)


def test_a_key_that_is_revoked_is_refused_at_once_and_so_is_a_new_one_of_its_name(desk: desks.Desk) -> None:
    nora = desk.person("nora")
    assert "Nothing on the desk yet" in nora.get("/desk").text
    keys.revoke(desk.keys, "nora")
    assert "Sign in" in nora.get("/desk").text
    desk.key("nora", "trainer")
    assert "Sign in" in nora.get("/desk").text


def test_signing_out_and_a_cookie_that_was_tampered_with(desk: desks.Desk) -> None:
    owner = desk.owner()
    (name, value) = next(iter(owner.cookies.items()))
    other = Visitor(desk.service)
    other.cookies = {name: f"{value[:-2]}xx"}
    assert "Sign in" in other.get("/desk").text
    owner.get("/desk")
    answer = owner.post("/desk/sign-out")
    assert answer.url.path == "/desk/sign-in"


def test_the_cookie_is_no_scripts_and_goes_to_no_other_site(desk: desks.Desk) -> None:
    answer = asked(f"/desk/enter?link={SECRET}", None, desk.service, keep=True)
    cookie = answer.headers["set-cookie"].lower()
    assert {"httponly", "samesite=lax", "path=/desk"} <= {part.strip() for part in cookie.split(";")}


# -- what is posted ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("word", ["", "wrong", "é"])
def test_a_form_without_its_word_changes_nothing(desk: desks.Desk, word: str) -> None:
    (id,) = desks.queue(desk.address, desks.replies(1))
    owner = desk.owner()
    for path, fields in ((f"/desk/replies/{id}/score", steps()), (f"/desk/replies/{id}/answers", {"kind": "finished"})):
        owner.word = word
        assert owner.post(path, **fields).status_code == 403
    with store.open(desk.address) as kept:
        assert kept.desk.reviews("October")[0].said == ()


@pytest.mark.parametrize("origin", ["https://elsewhere.example", "null"])
def test_a_form_of_another_page_changes_nothing(desk: desks.Desk, origin: str) -> None:
    (id,) = desks.queue(desk.address, desks.replies(1))
    owner = desk.owner()
    owner.get(f"/desk/replies/{id}")
    assert owner.post(f"/desk/replies/{id}/score", {"origin": origin}, **steps()).status_code == 403
    own = owner.post(f"/desk/replies/{id}/score", {"origin": "http://localhost:8817"}, **steps())
    assert own.status_code == 200


def test_a_score_leaves_out_nothing_that_is_a_persons(desk: desks.Desk) -> None:
    (id,) = desks.queue(desk.address, desks.replies(1))
    owner = desk.owner()
    owner.get(f"/desk/replies/{id}")
    fields = steps("1", Right="")
    del fields["step:Kept"], fields["step:Right"]
    answer = owner.post(f"/desk/replies/{id}/score", reason="Well meant 🙂", **fields)
    assert answer.status_code == 422
    assert "Not answered yet: Right, Kept." in answer.text
    assert "Well meant 🙂" in answer.text, "what was typed is not lost"
    assert answer.text.count(" checked") == len(fields)
    assert FOUND not in answer.text
    bad = owner.post(f"/desk/replies/{id}/score", **steps(Tone="7"))
    assert (bad.status_code, "0 to 3, or N/A" in bad.text) == (422, True)


def test_what_cannot_be_said(desk: desks.Desk) -> None:
    scored = desks.replies(12)
    at = one_with("deductions", scored)
    id = desks.queue(desk.address, scored)[at]
    finding = scored[at][0]["deductions"][0]["finding"]
    owner, path = desk.owner(), f"/desk/replies/{id}/answers"
    owner.get(f"/desk/replies/{id}")
    early = owner.post(path, kind="wrong", finding=finding, reason="x")
    assert (early.status_code, "Score the reply first" in early.text) == (409, True)
    owner.post(f"/desk/replies/{id}/score", **steps())
    for fields, status in (
        ({"kind": "wrong", "finding": finding}, 422),
        ({"kind": "wrong", "finding": finding, "reason": " \n "}, 422),
        ({"kind": "wrong", "finding": finding, "reason": "x" * 1001}, 422),
        ({"kind": "wrong", "finding": "no such", "reason": "x"}, 422),
        ({"kind": "wrong", "reason": "x"}, 422),
        ({"kind": "disputed", "finding": finding, "reason": "x"}, 422),
        ({"kind": "scored", "finding": finding, "reason": "x"}, 422),
        ({}, 422),
    ):
        assert owner.post(path, **fields).status_code == status, fields
    assert owner.post("/desk/replies/nowhere/answers", kind="finished").status_code == 404
    assert FOUND in owner.get(path).text, "the address of the form opened again"
    with store.open(desk.address) as kept:
        assert [each.kind for each in next(r for r in kept.desk.reviews("October") if r.id == id).said] == ["scored"]


# -- what is shown -----------------------------------------------------------------------------------------------------


def test_before_a_trainer_scores_nothing_of_replylint_or_of_others_is_shown(desk: desks.Desk) -> None:
    scored = desks.replies(12)
    at = one_with("deductions", scored)
    ids = desks.queue(desk.address, scored)
    nora, paul = desk.person("nora"), desk.person("paul")
    nora.get(f"/desk/replies/{ids[at]}")
    after = nora.post(f"/desk/replies/{ids[at]}/score", reason="Nora's word", **steps("0")).text
    finding = scored[at][0]["deductions"][0]
    assert FOUND in after
    assert finding["rule"] in after
    assert "<mark>" in after
    blind = paul.get(f"/desk/replies/{ids[at]}").text
    for told in (finding["rule"], "<mark>", "Nora", "nora", FOUND, 'class="number"'):
        assert told not in blind
    assert "after your score" in paul.get("/desk").text
    assert "Your score" in paul.get("/desk/next?round=October").text


def test_an_override_changes_the_score_beside_the_original_and_can_be_taken_back(desk: desks.Desk) -> None:
    scored = desks.replies(30)
    at = one_with("deductions", scored, severity="warning")
    id = desks.queue(desk.address, scored)[at]
    row = scored[at][0]
    finding = next(each for each in row["deductions"] if each["severity"] == "warning")["finding"]
    owner = desk.owner()
    owner.get(f"/desk/replies/{id}")
    before = totals(owner.post(f"/desk/replies/{id}/score", **steps("na")).text)
    assert before[:2] == [str(row["total"])] * 2
    said = owner.post(f"/desk/replies/{id}/answers", kind="wrong", finding=finding, reason="It is <b>named</b> & done")
    after = totals(said.text)
    assert after[0] == str(row["total"])
    assert int(after[1]) > row["total"]
    assert "It is &lt;b&gt;named&lt;/b&gt; &amp; done" in said.text
    back = owner.post(f"/desk/replies/{id}/answers", kind="restored", finding=finding)
    assert totals(back.text) == before
    assert "It is &lt;b&gt;named" in back.text, "what was said stays to be read"


def test_a_trainer_scores_again_and_the_blind_score_stays(desk: desks.Desk) -> None:
    (id,) = desks.queue(desk.address, desks.replies(1))
    owner = desk.owner()
    owner.get(f"/desk/replies/{id}")
    owner.post(f"/desk/replies/{id}/score", reason="hasty", **steps("0"))
    form = owner.get(f"/desk/replies/{id}/score").text
    assert "<mark>" not in form
    assert (form.count('value="0" checked'), "hasty" in form) == (len(steps()), True)
    first = totals(owner.get(f"/desk/replies/{id}").text)
    again = totals(owner.post(f"/desk/replies/{id}/score", **steps("3")).text)
    assert first[:2] == again[:2]
    assert int(again[2]) > int(first[2])
    told = list(csv.DictReader(io.StringIO(owner.get("/desk/scores.csv?round=October").text)))
    assert {row["score"] for row in told if row["rater"] != "replylint"} == {"0"}


def test_an_agent_sees_her_own_finished_replies_and_disputes_one(desk: desks.Desk) -> None:
    scored = desks.replies(30)
    at = one_with("deductions", scored, severity="warning")
    name = scored[at][0]["agent"]
    ids = desks.queue(desk.address, scored)
    others = next(id for id, (row, _) in zip(ids, scored, strict=True) if row["agent"] != name)
    nora, tim = desk.person("nora"), desk.person("tim", "agent", name)
    assert "No trainer has finished one of your replies yet" in tim.get("/desk").text
    for id in (ids[at], others):
        nora.get(f"/desk/replies/{id}")
        nora.post(f"/desk/replies/{id}/score", reason="Well done", **steps())
        assert tim.get(f"/desk/replies/{id}").status_code == 404
        nora.post(f"/desk/replies/{id}/answers", kind="finished")
    assert tim.get(f"/desk/replies/{others}").status_code == 404
    own = tim.get(f"/desk/replies/{ids[at]}")
    assert (own.status_code, "Well done" in own.text) == (200, True)
    finding = next(each for each in scored[at][0]["deductions"] if each["severity"] == "warning")["finding"]
    said = tim.post(f"/desk/replies/{ids[at]}/answers", kind="disputed", finding=finding, reason="It was agreed on the phone")
    assert said.status_code == 200
    for kind in ("wrong", "upheld", "finished", "confirmed"):
        assert tim.post(f"/desk/replies/{ids[at]}/answers", kind=kind, finding=finding, reason="x").status_code == 422
    for path in ("/desk/scores.csv?round=October", "/desk/near-misses.yaml?round=October", "/desk/next?round=October"):
        assert tim.get(path).status_code == 403
    assert tim.post(f"/desk/replies/{ids[at]}/score", **steps()).status_code == 403
    assert scored[at][0]["conversation"] in nora.get("/desk?round=October&state=disputed").text
    assert "agreed on the phone" in nora.get(f"/desk/replies/{ids[at]}").text
    nora.post(f"/desk/replies/{ids[at]}/answers", kind="excused", finding=finding, reason="True, I asked")
    answered = tim.get(f"/desk/replies/{ids[at]}").text
    assert "True, I asked" in answered
    assert totals(answered) != totals(own.text)


def test_an_agents_key_reads_nothing_else_that_is_stored(desk: desks.Desk) -> None:
    token = desk.key("tim", "agent", "Tim")
    for path in ("/v1/commitments", "/v1/commitments.ics", "/v1/feedback"):
        answer = asked(path, None, desk.service, keep=True, authorization=f"Bearer {token}")
        assert (answer.status_code, "an agent's" in answer.json()["detail"]) == (403, True)
    draft = json.dumps({"text": "Your lamp ships on Tuesday."}).encode()
    assert asked("/v1/check", draft, desk.service, keep=True, authorization=f"Bearer {token}").status_code == 200


# -- what is taken away ------------------------------------------------------------------------------------------------


def test_a_round_goes_from_an_export_to_the_desk_and_back_to_calibrate(
    desk: desks.Desk, run_cli: Cli, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("REPLYLINT_STORE", desk.address)
    (folder / "month.jsonl").write_text(month.lines(12), encoding="utf-8")
    assert run_cli("score", "month.jsonl", "--out", "out", "--workers", "1").code == 0
    told = run_cli("sample", "out", "--size", "8", "--queue", "October")
    assert (told.code, " replies on the desk in round 'October'" in told.out) == (0, True)
    again = run_cli("sample", "out", "--size", "8", "--queue", "October")
    assert again.out.startswith("0 replies on the desk")
    owner = desk.owner()
    while "Your score" in (page := owner.get("/desk/next?round=October")).text:
        id = re.search(r"/desk/replies/([0-9a-f]+)/score", page.text)[1]  # type: ignore[index]
        owner.post(f"/desk/replies/{id}/score", passes="yes", **steps("2"))
    answer = owner.get("/desk/scores.csv?round=October")
    assert answer.headers["content-type"].startswith("text/csv")
    rows = list(csv.DictReader(io.StringIO(answer.text)))
    assert {row["item"] for row in rows} >= {"category:tone", "passed", "total"}
    (folder / "scores.csv").write_text(answer.text, encoding="utf-8")
    done = run_cli("calibrate", "scores.csv")
    assert (done.code, done.err) == (0, "")
    assert "replylint–people" in done.out


def test_where_replylint_was_wrong_is_taken_away_as_examples(desk: desks.Desk) -> None:
    scored = desks.replies(12)
    at = one_with("deductions", scored)
    id, found = desks.queue(desk.address, scored)[at], scored[at][0]["deductions"][0]
    owner = desk.owner()
    assert yaml.safe_load(owner.get("/desk/near-misses.yaml?round=October").text) == {}
    owner.get(f"/desk/replies/{id}")
    owner.post(f"/desk/replies/{id}/score", **steps())
    owner.post(f"/desk/replies/{id}/answers", kind="wrong", finding=found["finding"], reason="It is not")
    told = yaml.safe_load(owner.get("/desk/near-misses.yaml?round=October").text)
    assert list(told) == [found["rule"]]
    assert told[found["rule"]][0]["agent"] == scored[at][1]["turns"][scored[at][0]["turn"]]["text"]


def test_a_sample_is_queued_only_from_a_finished_run(run_cli: Cli, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_DATA_HOME", str(folder / "data"))
    (folder / "month.jsonl").write_text(month.lines(3), encoding="utf-8")
    run_cli("score", "month.jsonl", "--out", "out", "--workers", "1")
    (folder / "out" / "summary.json").rename(folder / "kept.json")
    refused = run_cli("sample", "out", "--queue", "x")
    assert (refused.code, "finish the `replylint score` of this folder first" in refused.err) == (2, True)
    (folder / "kept.json").rename(folder / "out" / "summary.json")
    told = run_cli("sample", "out", "--queue", "x")
    assert (told.code, (folder / "data" / "replylint" / "desk.db").exists()) == (0, True), told.err


def test_a_key_says_whose_scores_it_shows(run_cli: Cli, folder: Path) -> None:
    (folder / "replylint.toml").write_text('[server]\nkeys = "keys.json"\n', encoding="utf-8")
    for arguments in (("--role", "agent"), ("--agent", "Tim"), ("--role", "trainer", "--agent", "Tim")):
        refused = run_cli("keys", "add", "x", *arguments)
        assert (refused.code, refused.err.startswith("keys: --role agent and --agent NAME go together")) == (2, True)
    assert run_cli("keys", "add", "tim", "--role", "agent", "--agent", "Tim B.").code == 0
    assert run_cli("keys", "list").out.rstrip().endswith("agent Tim B.")
    (told,) = json.loads(run_cli("keys", "list", "--format", "json").out)
    assert (told["role"], told["agent"]) == ("agent", "Tim B.")
