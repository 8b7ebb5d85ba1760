"""What people say of a scored reply, and what its card comes to then: the original stays, nothing is said twice."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import Any, get_args

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

import month
from replylint import packs, scorecard, scoring, wire
from replylint.examples import read as read_examples
from replylint.lint import lint
from replylint.review import STEPS, Kind, Review, Said, apart, near_misses, scores
from replylint.ruleset import Ruleset
from replylint.scorecard import Scorecard
from replylint.settings import Settings

AT = datetime(2026, 11, 18, 10, 30, tzinfo=UTC)
PEOPLE = ("Nora", "Paul")


@cache
def rules() -> Ruleset:
    return packs.load()


@cache
def card() -> Scorecard:
    return scorecard.load(None, rules())


@cache
def reviews() -> tuple[Review, ...]:
    """The replies of a month, as the desk gets them: by way of JSON."""
    made = []
    for told in month.conversations(40):
        conversation = wire.thread(told)
        thread = scoring.thread(conversation)
        for row in scoring.rows(conversation, rules(), Settings(), card()):
            made.append(Review(str(len(made)), "a month", json.loads(json.dumps(row)), thread, card(), {}))
    return tuple(made)


def said(kind: Kind, finding: str | None = None, by: str = "Nora", **more: Any) -> Said:
    return Said(kind, by, AT, finding, "a reason", **more)


def told(review: Review, *words: Said) -> Review:
    return replace(review, said=(*review.said, *words))


def test_while_nobody_says_anything_the_card_is_the_one_that_was_filled() -> None:
    for review in reviews():
        assert (review.now.total, review.now.computed, review.now.passed) == tuple(
            review.row[key] for key in ("total", "computed", "passed")
        )
        marks = {line.criterion.name: line.marks for line in review.now.lines}
        assert marks == {each["name"]: each["marks"] for each in review.row["criteria"]}
        assert list(review.now.failed_by) == review.row["failed_by"]


def test_every_finding_of_a_reply_is_there_once() -> None:
    for review in reviews():
        ids = [each["finding"] for each in review.found]
        assert len(ids) == len(set(ids)) == sum(review.row["fired"].values())


words = st.sampled_from(["confirmed", "wrong", "excused", "restored"])


@given(st.integers(0, 1000), st.lists(st.tuples(st.integers(0, 30), words), max_size=12))
def test_only_the_last_word_on_a_finding_counts_and_taking_back_all_gives_the_original(
    which: int, answers: list[tuple[int, Kind]]
) -> None:
    review = reviews()[which % len(reviews())]
    if not review.found:
        return
    ids = [each["finding"] for each in review.found]
    long = told(review, *(said(kind, ids[at % len(ids)]) for at, kind in answers))
    last = {ids[at % len(ids)]: kind for at, kind in answers}
    assert long.now == told(review, *(said(kind, id) for id, kind in last.items())).now
    assert told(long, *(said("restored", id) for id in ids)).now == review.now
    assert long.row == review.row


def test_without_any_of_its_findings_a_reply_loses_nothing() -> None:
    for review in reviews():
        bare = told(review, *(said("wrong", each["finding"]) for each in review.found))
        assert bare.now.total in (None, 100)
        assert bare.now.failed_by == ()


THRICE = (
    "Hi Ana, I'm gonna fire your bowls on Monday at 9 am. You're gonna have them on Tuesday by noon, and I'm gonna add a cup for"
    " the wait. Nothing more is needed from you until then. Best wishes, Tim"
)


def test_overriding_what_was_charged_charges_what_it_had_paid_for() -> None:
    told_by_all = {"turns": [{"role": "customer", "text": "When are my bowls ready?"}, {"role": "agent", "text": THRICE}]}
    (row,) = scoring.rows(wire.thread(told_by_all), rules(), Settings(), card())
    review = Review("1", "a round", row, {"turns": [], "situation": {}}, card(), {})
    (free,) = (each for each in row["uncharged"] if each["rule"] == "tone/unprofessional-register")
    dear, half = (each for each in row["deductions"] if each["rule"] == "tone/unprofessional-register")
    assert (dear["marks"], half["marks"]) == (7.0, 3.5)
    line = next(each for each in told(review, said("wrong", dear["finding"])).now.lines if each.criterion.name == "Tone")
    assert {charge.finding.id: charge.marks for charge in line.charged} == {half["finding"]: 7.0, free["finding"]: 3.5}


def test_what_a_person_confirms_takes_marks_where_its_criterion_was_judged() -> None:
    """Each that is to be looked at, confirmed alone: it is charged, or words that it shares with another one are."""
    seen = 0
    for review in reviews():
        before = charged(review)
        for each in review.row["to_confirm"]:
            after = charged(told(review, said("confirmed", each["finding"])))
            if _not_judged(review, each["rule"]):
                assert after == before
            elif each["rule"] not in before.values():
                assert after.keys() - before.keys() == {each["finding"]} or _shared(review, each)
                seen += 1
    assert seen >= 20


def charged(review: Review) -> dict[str, str]:
    """The rules of the findings that cost something, by finding."""
    return {charge.finding.id: charge.finding.rule for line in review.now.lines for charge in line.charged}


def _shared(review: Review, found: dict[str, Any]) -> bool:
    """Whether another finding of its category stands on some of its words."""
    category = found["rule"].partition("/")[0]
    others = (each for each in review.found if each["rule"].startswith(f"{category}/") and each is not found)
    return any(each["start"] < found["end"] and found["start"] < each["end"] for each in others)


def _not_judged(review: Review, rule: str) -> bool:
    lines = {each["name"]: each["marks"] for each in review.row["criteria"]}
    takes = next((one for one in card().criteria if {rule, rule.partition("/")[0]} & set(one.checks)), None)
    return takes is None or lines[takes.name] is None


def test_a_confirmed_warning_costs_a_third_of_its_criterion() -> None:
    found = ((review, each) for review in reviews() for each in review.row["to_confirm"] if each["severity"] == "warning")
    review, one = next((review, each) for review, each in found if not _not_judged(review, each["rule"]))
    name = next(each.name for each in card().criteria if one["rule"].partition("/")[0] in each.checks)
    before = {line.criterion.name: line.marks for line in review.now.lines}[name]
    after = {line.criterion.name: line.marks for line in told(review, said("confirmed", one["finding"])).now.lines}[name]
    assert before is not None
    assert after is not None
    assert before - after in (35.0, before)


def test_criteria_for_a_person_count_with_the_mean_of_the_trainers() -> None:
    review = next(each for each in reviews() if each.row["total"] == 100)
    both = told(review, said("scored", steps={"Right": 3, "Ahead": None}), said("scored", by="Paul", steps={"Right": 1}))
    marks = {line.criterion.name: line.marks for line in both.now.lines}
    assert (marks["Right"], marks["Ahead"], marks["Kept"]) == ((STEPS[3][1] + STEPS[1][1]) / 2, None, None)
    assert both.now.total is not None
    assert both.now.total < 100 == both.without_people.total
    poor = told(review, said("scored", steps={"Right": 0}))
    assert poor.now.passed is False, "a criterion under the floor"


def test_a_score_given_again_counts_and_the_blind_one_is_kept() -> None:
    review = told(reviews()[0], said("scored", steps={"Right": 1}, passes=False), said("scored", steps={"Right": 3}, passes=True))
    assert review.scores["Nora"].steps == {"Right": 3}
    assert review.blind["Nora"].steps == {"Right": 1}
    assert [each.score for each in scores([review]) if each.rater == "Nora"] == ["no"]


def test_where_it_stands() -> None:
    review = next(each for each in reviews() if each.row["deductions"])
    one = review.row["deductions"][0]["finding"]
    assert review.state == "waiting"
    scored = told(review, said("scored", steps={}))
    assert scored.state == "scored"
    done = told(scored, said("finished"))
    assert done.state == "finished"
    disputed = told(done, said("disputed", one, by="Tim"), said("disputed", by="Tim"))
    assert (disputed.state, set(disputed.disputes)) == ("disputed", {one, None})
    half = told(disputed, said("upheld", one))
    assert (half.state, set(half.disputes)) == ("disputed", {None})
    assert told(half, said("upheld")).state == "finished"
    assert told(done, said("disputed", one), said("wrong", one)).state == "finished"


def test_steps_far_apart_are_told() -> None:
    review = next(each for each in reviews() if any(line["marks"] == 100 for line in each.row["criteria"]))
    full = next(line["name"] for line in review.row["criteria"] if line["marks"] == 100)
    assert apart(told(review, said("scored", steps={full: 1})), "Nora") == {full: (1, 3)}
    assert apart(told(review, said("scored", steps={full: 2})), "Nora") == {}
    assert apart(told(review, said("scored", steps={full: None})), "Nora") == {}


def test_scores_stand_beside_those_of_replylint_as_calibrate_reads_them() -> None:
    review = told(reviews()[0], *(said("scored", by=who, steps={"Tone": 2, "Clarity": None}, passes=True) for who in PEOPLE))
    rows = list(scores([review, reviews()[1]]))
    assert {row.reply for row in rows} == {review.name}, "what nobody scored is left out"
    assert [(row.item, row.score) for row in rows if row.rater == "Paul"] == [
        ("category:tone", "2"),
        ("category:clarity", "N/A"),
        ("passed", "yes"),
    ]
    own = {row.item: row.score for row in rows if row.rater == "replylint"}
    assert own["total"] == str(review.row["total"])
    assert {f"category:{name}" for name in ("tone", "commitments")} <= own.keys()


def test_a_person_of_replylints_name_is_not_taken_for_it() -> None:
    review = told(reviews()[0], said("scored", by="replylint", steps={"Tone": 0}, passes=False))
    rows = {(row.rater, row.item): row.score for row in scores([review])}
    assert rows["replylint (a person)", "category:tone"] == "0"
    assert rows["replylint", "passed"] == ("yes" if review.row["passed"] else "no")


def test_where_replylint_was_wrong_becomes_an_example_that_its_rule_does_not_hold_yet(tmp_path: Path) -> None:
    """A reply as exported, put among the good lines of its rule, raises it: so the example says what there is to mend."""
    for review in reviews()[:25]:
        for one in review.found:
            exported = near_misses([told(review, said("wrong", one["finding"]))])
            assert list(exported) == [one["rule"]]
            file = tmp_path / f"{one['rule']}.yaml"
            file.parent.mkdir(exist_ok=True)
            text = yaml.safe_dump({"examples": {"bad": ["x"], "good": exported[one["rule"]]}})
            file.write_text(text, encoding="utf-8")
            (example,) = (each for each in read_examples(file) if not each.bad)
            assert one["rule"] in {found.rule for found in lint(example.told, rules(), Settings()).findings}


def test_only_where_replylint_was_wrong_becomes_one() -> None:
    review = next(each for each in reviews() if each.found)
    one = review.found[0]["finding"]
    for kind in ("excused", "confirmed", "disputed", "upheld"):
        assert near_misses([told(review, said(kind, one))]) == {}
    assert near_misses([told(review, said("wrong", one), said("restored", one))]) == {}


@pytest.mark.parametrize("kind", get_args(Kind))
def test_each_kind_of_word_is_told_without_an_error(kind: Kind) -> None:
    review = next(each for each in reviews() if each.found)
    one = told(review, said(kind, review.found[0]["finding"], steps={}))
    assert one.state in ("waiting", "scored", "disputed", "finished")
    assert one.now.lines
