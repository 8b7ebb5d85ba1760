"""Scorecards: ours gives the number of a result, a team's own speaks its own words, and a wrong one says where."""

from __future__ import annotations

from pathlib import Path

import pytest

from replylint import examples, packs, scorecard
from replylint.conversation import Conversation, Turn
from replylint.document import InputError
from replylint.finding import Result
from replylint.lint import lint
from replylint.settings import Settings

SETTINGS = Settings(parser="never")
MESSAGE = "My lamp from order 4471 arrived broken, and I was charged twice. When do I get my money back?"
GOOD = (
    "Hi Ana,\n\nI'm sorry that your lamp arrived broken and that we charged you twice. I have sent the second charge back "
    "to your card today, and it reaches you by Friday at 5 pm. A new lamp leaves Leeds tomorrow; you can keep the broken one.\n\n"
    "Best wishes,\nTim"
)
CARD = """\
name: Desk
pass: 75
floor: 40
criteria:
  - {name: Words, points: 30, asks: Plain and kind?, checks: [priming, clarity, tone]}
  - {name: Promises, points: 50, checks: [commitments/vague-commitment, commitments/vague-timeframe]}
  - {name: Facts, points: 20, human: true}
autofail: [safety]
"""


def judged(text: str, message: str | None = MESSAGE) -> Result:
    turns = (Turn("customer", message), Turn("agent", text)) if message else (Turn("agent", text),)
    return lint(Conversation(turns, channel="email"), packs.load(), SETTINGS)


def card(tmp_path: Path, text: str = CARD) -> scorecard.Scorecard:
    file = tmp_path / "scorecard.yaml"
    file.write_text(text, encoding="utf-8")
    return scorecard.load(file, packs.load())


def test_our_own_card_gives_the_number_of_the_result() -> None:
    ours = scorecard.load(None, packs.load())
    drafts = [example.draft for rule in packs.load().rules[::3] for example in examples.read(packs.house() / f"{rule.id}.yaml")]
    for draft in (GOOD, *drafts[::5]):
        result = judged(draft)
        made = scorecard.filled(ours, result)
        assert (made.total, made.computed, made.passed) == (result.score.total, result.score.computed, result.score.passed)
        by_name = {line.criterion.checks: line.marks for line in made.lines if not line.criterion.human}
        assert by_name == {(category,): marks for category, marks in result.score.categories.items()}


def test_a_team_sees_its_own_criteria(tmp_path: Path) -> None:
    made = scorecard.filled(card(tmp_path), judged(GOOD.replace("by Friday at 5 pm", "soon")))
    words, promises, facts = made.lines
    assert (words.criterion.name, words.marks) == ("Words", 100)
    assert promises.marks is not None
    assert (facts.criterion.name, facts.marks) == ("Facts", None)
    assert made.total is not None


def test_a_fault_that_takes_marks_says_what_it_costs(tmp_path: Path) -> None:
    made = scorecard.filled(card(tmp_path), judged("Unfortunately, " + GOOD.replace("I'm sorry", "we're sorry", 1)))
    (charge,) = made.lines[0].charged
    assert (charge.finding.rule, charge.marks) == ("priming/negative-priming", 35)
    assert made.lines[0].marks == 65


def test_what_fails_a_reply_is_the_teams_to_say(tmp_path: Path) -> None:
    insult = judged(GOOD.replace("\n\nBest", "\n\nYou are an idiot.\n\nBest"))
    assert scorecard.filled(scorecard.load(None, packs.load()), insult).total == 0
    assert scorecard.filled(card(tmp_path), insult).total != 0
    strict = CARD.replace("[safety]", "[tone/hostile-language]")
    failed = scorecard.filled(card(tmp_path, strict), insult)
    assert (failed.total, failed.failed_by, failed.passed) == (0, ("tone/hostile-language",), False)


def test_what_could_not_be_judged_is_left_out(tmp_path: Path) -> None:
    short = scorecard.filled(card(tmp_path), judged("It ships today."))
    assert (short.total, short.why_not) == (None, "not scored: under 15 words")


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("priming, clarity", "priming, clarty", "5:72: no check 'clarty'; did you mean 'clarity'?"),
        ("points: 30", "points: 0", "a criterion is worth a point at least"),
        ("human: true", "human: false", "'Facts' is fed by `checks`, or left to a person"),
        ("name: Promises", "name: Words", "two criteria are called 'Words'"),
        ("[commitments/vague-commitment,", "[tone/dismissive,", "takes marks under 'Words' already"),
        ("pass: 75", "pass: 175", "marks run from 0 to 100"),
        ("pass: 75", "pas: 75", "did you mean 'pass'"),
        ("[safety]", "[safty]", "safety"),
    ],
)
def test_a_card_that_cannot_be_used_says_where(tmp_path: Path, old: str, new: str, said: str) -> None:
    with pytest.raises(InputError) as told:
        card(tmp_path, CARD.replace(old, new))
    assert "scorecard.yaml" in str(told.value)
    assert said in str(told.value)
