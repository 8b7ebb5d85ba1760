"""The trainer's desk in a real Chromium, on either store: what a trainer and an agent do there, and what nobody else can."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

import pytest

from chromium_browser import until
from page_visits import chromium, visits
from trainers_desk import HUMAN, NASTY, Desk, answer, criterion, finding, finish, open_reply, score, scored, served_desk, sign_in
from web import served

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from playwright.sync_api import Browser, Locator, Page

pytestmark = pytest.mark.slow
FOCUSED = "document.activeElement.name"


@pytest.fixture(scope="module")
def scores(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return scored(tmp_path_factory.mktemp("scored"))


@pytest.fixture(scope="module")
def rows(scores: Path) -> dict[str, dict[str, Any]]:
    """What replylint gave each reply, by its name."""
    told = [json.loads(line) for line in (scores / "scores.jsonl").read_text("utf-8").splitlines()]
    return {f"{row['conversation']}#{row['turn']}": row for row in told}


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as opened:
        yield opened


@pytest.fixture
def visit(browser: Browser) -> Iterator[Callable[..., Page]]:
    with visits(browser) as visit:
        yield visit


@pytest.fixture
def desk(tmp_path: Path, address: str, scores: Path) -> Iterator[Desk]:
    with served_desk(tmp_path, address, scores) as made:
        yield made


def totals(page: Page) -> list[int]:
    """The numbers side by side."""
    return [int(re.findall(r"\d+", each)[0]) for each in page.locator(".total > .number").all_inner_texts()]


def secrets_of(row: dict[str, Any]) -> set[str]:
    """All by which one could tell what replylint found in a reply."""
    found = [each for kind in ("deductions", "failings", "to_confirm", "uncharged") for each in row[kind]]
    assert found
    return {each[key] for each in found for key in ("finding", "rule", "message", "advice")}


def press_through(page: Page, *names: str) -> None:
    """Press Tab until something with this name has the keyboard, and then Enter; for each in turn."""
    for name in names:
        for _ in range(40):
            page.keyboard.press("Tab")
            if page.evaluate("document.activeElement.textContent").strip() == name:
                break
        else:
            pytest.fail(f"{name} is not reached")
        page.keyboard.press("Enter")


def test_one_person_scores_by_keyboard_alone_and_sees_only_then_what_was_found(
    desk: Desk, visit: Callable[..., Page], rows: dict[str, dict[str, Any]]
) -> None:
    page = visit(desk.link)
    assert page.locator(".who").inner_text() == "nora, trainer"
    assert page.get_by_role("row", name="D-101").inner_text().endswith("after your score")
    press_through(page, "Score the next reply")
    page.get_by_role("heading", name="D-101#1").wait_for()
    assert [told for told in secrets_of(rows["D-101#1"]) if told in page.content()] == []
    assert page.locator("mark, .total, .found").count() == 0
    assert "Keys: 0 to 3 and n answer" in page.locator(".keys").inner_text()
    until(page, FOCUSED, "step:Right")
    for key in "32n1":
        page.keyboard.press(key)
    until(page, FOCUSED, "step:Kept")
    page.reload()
    until(page, FOCUSED, "step:Kept")
    assert page.locator(".count").inner_text() == "4 of 18 answered"
    for key in ("k", "k", "ArrowUp", "ArrowDown", "2", "j", "2", "2", "2", "2"):
        page.keyboard.press(key)
    until(page, FOCUSED, "step:Commitments")
    page.keyboard.press("Control+Enter")
    page.get_by_role("heading", name="What replylint found").wait_for()
    said = {row.get_by_role("rowheader").inner_text(): row.locator("td").last.inner_text() for row in lines(page)}
    assert [said[name] for name in HUMAN] == ["3", "2", "2", "1", "2", "2", "2", "2"]
    until(page, "sessionStorage.length", 0)
    assert {"Unfortunately", "an error occurred", "we'll look into it"} <= set(page.locator("mark").all_inner_texts())
    assert totals(page)[0] == rows["D-101#1"]["total"]


def lines(page: Page) -> list[Locator]:
    """The scorecard's lines."""
    return page.get_by_role("region", name="Scorecard").locator("tbody tr").all()


def test_an_answer_moves_the_total_beside_the_original_and_can_be_taken_back(
    desk: Desk, visit: Callable[..., Page], rows: dict[str, dict[str, Any]]
) -> None:
    page, original = visit(desk.link), rows["D-101#1"]["total"]
    open_reply(page, desk, "D-101")
    criterion(page, "Tone").get_by_label("Poor").check()
    score(page)
    assert "Tone (you 0, replylint 3)" in page.locator(".note").inner_text()
    assert totals(page)[:2] == [original, original]
    found = finding(page, "priming/negative-priming")
    found.get_by_text("Override it").click()
    found.get_by_role("button", name="replylint is wrong here").click()
    found.get_by_role("alert").wait_for()  # the script brought it here
    until(page, "document.activeElement.id", "problem")
    assert found.get_by_role("alert").inner_text() == "Give a reason: it is what the other side reads."
    found.get_by_role("textbox").fill("It is the carrier's own word.")
    found.get_by_role("button", name="replylint is wrong here").click()
    found.get_by_text("overridden").wait_for()
    assert found.locator("s").all_inner_texts()[0] == "priming/negative-priming"
    assert "nora says replylint is wrong here: It is the carrier's own word." in found.inner_text()
    assert totals(page)[0] == original < totals(page)[1]
    answer(found, "Take it back", "", "Take that back")
    found.get_by_text("took that back").wait_for()
    assert totals(page)[:2] == [original, original]
    assert found.locator("s").count() == 0
    look = finding(page, "clarity/internal-jargon")
    assert "Please look: costs nothing until you confirm it" in look.inner_text()
    answer(look, "Confirm or override it", "", "Confirm: it takes marks")
    look.get_by_text("marks", exact=False).first.wait_for()
    look.get_by_text("confirmed it").wait_for()
    assert totals(page)[0] == original > totals(page)[1]
    finish(page)
    page.get_by_role("link", name="The next reply").click()
    page.get_by_role("heading", name="D-102#1").wait_for()
    page.goto(desk.url)
    assert "You have scored 1 of 7." in page.locator(".progress").inner_text()
    assert page.get_by_role("row", name="D-101").inner_text().endswith("1 apart")


def test_trainers_are_blind_to_each_other_and_agents_see_their_own_finished_replies(
    desk: Desk, visit: Callable[..., Page]
) -> None:
    keys = {name: desk.key(name, "trainer") for name in ("nora", "omar")}
    keys |= {name: desk.key(name, "agent", "--agent", name.title()) for name in ("maya", "colin")}
    assert visit(desk.link).get_by_role("alert").inner_text().startswith("This link is not the one")
    nora, omar, maya, colin = (sign_in(visit, desk, keys[name]) for name in ("nora", "omar", "maya", "colin"))
    open_reply(nora, desk, "D-106#3")
    nora.get_by_label("What you would tell the agent").fill("Name the hour, Maya.")
    score(nora)
    open_reply(omar, desk, "D-106#3")
    assert "Name the hour" not in omar.content()
    assert omar.locator("mark, .total, .found").count() == 0
    maya.reload()
    assert maya.locator("main").inner_text().endswith("No trainer has finished one of your replies yet.")
    assert hidden(maya, nora.url)
    finish(nora)
    assert hidden(colin, nora.url)
    maya.reload()
    assert maya.locator("tbody th").all_inner_texts() == ["D-106#3"]
    maya.get_by_role("link", name="D-106#3").click()
    assert "Name the hour, Maya." in maya.locator("main").inner_text()
    assert "costs nothing until a trainer confirms it" in maya.locator("main").inner_text()
    assert hidden(maya, f"{desk.url}/scores.csv", 403, "This is for trainers.")


def test_a_dispute_comes_first_and_its_answer_goes_back_with_the_new_score(desk: Desk, visit: Callable[..., Page]) -> None:
    nora = sign_in(visit, desk, desk.key("nora", "trainer"))
    open_reply(nora, desk, "D-106#3")
    score(nora)
    finish(nora)
    maya = sign_in(visit, desk, desk.key("maya", "agent", "--agent", "Maya"))
    maya.get_by_role("link", name="D-106#3").click()
    (before,) = totals(maya)
    found = maya.locator(".found > li").filter(has_text=re.compile("−[0-9]+ marks")).first
    rule = found.locator("h3 code").inner_text()
    answer(found, "Dispute it", "I said when, on the phone.", "Send")
    maya.get_by_text("maya disputes it").wait_for()
    nora.goto(desk.url)
    assert nora.locator("tbody th").first.inner_text() == "D-106#3"
    nora.get_by_role("link", name="disputed 1").click()
    assert nora.locator("tbody th").all_inner_texts() == ["D-106#3"]
    nora.get_by_role("link", name="D-106#3").click()
    nora.get_by_role("link", name=re.compile("finding [0-9]")).first.click()
    disputed = finding(nora, rule)
    assert "maya disputes it: I said when, on the phone." in disputed.inner_text()
    disputed.get_by_label("Your answer to the agent").fill("So you did.")
    disputed.get_by_role("button", name="There was a reason").click()
    nora.get_by_text("says there was a reason").wait_for()
    maya.reload()
    assert "nora says there was a reason: So you did." in maya.locator("main").inner_text()
    assert totals(maya)[0] > before


def test_the_whole_score_is_disputed_and_upheld(desk: Desk, visit: Callable[..., Page]) -> None:
    nora = sign_in(visit, desk, desk.key("nora", "trainer"))
    open_reply(nora, desk, "D-103")
    score(nora, "1")
    finish(nora)
    maya = sign_in(visit, desk, desk.key("maya", "agent", "--agent", "Maya"))
    maya.get_by_role("link", name="D-103").click()
    answer(maya.get_by_role("region", name="The whole score"), "Dispute the whole", "Too low.", "Send")
    maya.get_by_text("A trainer answers here.").wait_for()
    nora.reload()
    nora.get_by_role("link", name="the whole score").click()
    answered = nora.get_by_role("region", name="What was said")
    answered.get_by_role("textbox").fill("It stands.")
    answered.get_by_role("button", name="Uphold the score").click()
    nora.get_by_text("upheld it: It stands.").wait_for()
    maya.reload()
    assert "nora upheld it: It stands." in maya.locator("main").inner_text()


def hidden(page: Page, address: str, status: int = 404, told: str = "There is no such reply on your desk.") -> bool:
    """Whether a page is not there for somebody who knows its address; they are back where they were then."""
    before = page.url
    answered = page.goto(address)
    assert answered is not None
    said = page.get_by_role("alert").all_inner_texts()
    page.goto(before)
    return (answered.status, said) == (status, [told])


def test_a_form_of_another_page_and_one_with_a_wrong_word_change_nothing(desk: Desk, browser: Browser, tmp_path: Path) -> None:
    page = browser.new_context().new_page()
    page.goto(desk.link)
    open_reply(page, desk, "D-103")
    word = page.locator(".score input[name='word']").input_value()
    given = {"word": word, **{f"step:{name}": "0" for name in HUMAN}}
    fields = "".join(f"<input name='{name}' value='{value}'>" for name, value in given.items())
    form = f"<form method='post' action='{page.url}/score'>{fields}<button>Win</button></form>"
    (tmp_path / "page").mkdir()
    (tmp_path / "page" / "index.html").write_text(form, encoding="utf-8")
    with served(tmp_path / "page") as url:
        other = page.context.new_page()
        other.goto(url)
        other.get_by_role("button").click()
        other.get_by_text("this server does not answer to that Origin").wait_for()
    kept = {cookie["name"] for cookie in page.context.cookies(desk.url)}
    assert any(name.startswith("replylint_desk") for name in kept), "it would have been she who said it"
    page.bring_to_front()  # one behind another is drawn seldom, and waits for that
    page.evaluate("document.querySelector('.score input[name=word]').value = 'guessed'")
    for name in HUMAN:
        criterion(page, name).get_by_label("Poor").check()
    page.get_by_role("button", name="Score it").click()
    page.get_by_text("The form is not one that this desk gave you.").wait_for()
    open_reply(page, desk, "D-103")
    assert criterion(page, "Right").get_by_label("Poor").is_checked(), "her work is not lost"
    page.goto(desk.url)
    assert "You have scored 0 of 7." in page.locator(".progress").inner_text()
    page.context.close()


def test_without_any_script_the_whole_way_is_the_same(desk: Desk, visit: Callable[..., Page]) -> None:
    page = visit(desk.link, java_script_enabled=False)
    page.get_by_role("link", name="Score the next reply").click()
    assert not page.locator(".keys").is_visible()
    criterion(page, "Right").get_by_label("Good").check()
    page.get_by_role("button", name="Score it").click()
    assert page.get_by_role("alert").inner_text().startswith("Not answered yet: Understood, Fitting tone")
    assert criterion(page, "Right").get_by_label("Good").is_checked()
    assert "not answered yet" in criterion(page, "Ahead").inner_text()
    score(page)
    found = finding(page, "priming/negative-priming")
    answer(found, "Override it", "", "replylint is wrong here")
    assert page.get_by_role("alert").inner_text().startswith("Give a reason")
    found.get_by_role("textbox").fill("A quotation.")
    found.get_by_role("button", name="There was a reason").click()
    found.get_by_text("overridden").wait_for()
    assert totals(page)[1] > totals(page)[0]
    page.locator(".turn sup a").first.click()
    assert page.locator(".found > li:target").is_visible()
    page.get_by_role("button", name="Finish").click()
    page.get_by_role("link", name="The next reply").click()
    page.get_by_role("heading", name="D-102#1").wait_for()
    page.get_by_role("button", name="Sign out").click()
    page.get_by_role("heading", name="Sign in to the desk").wait_for()


def test_texts_are_shown_as_texts_and_marks_stand_at_the_right_words(
    desk: Desk, visit: Callable[..., Page], rows: dict[str, dict[str, Any]]
) -> None:
    page = visit(desk.link)
    open_reply(page, desk, "D-104")
    assert page.locator(".by").first.inner_text().startswith(NASTY)
    page.get_by_label("What you would tell the agent").fill(f"🙂 {NASTY}")
    score(page)
    row = rows["D-104#1"]
    told = [each["text"] for kind in ("deductions", "to_confirm") for each in row[kind] if each["about"] == "words"]
    assert sorted(page.locator("mark").all_inner_texts()) == sorted(told) == ["soon", "unfortunately"]
    found = finding(page, "priming/negative-priming")
    answer(found, "Override it", f"👋🏽 {NASTY}", "replylint is wrong here")
    found.get_by_text("overridden").wait_for()
    assert f"👋🏽 {NASTY}" in found.inner_text()
    assert f"🙂 {NASTY}" in page.get_by_role("region", name="What was said").inner_text()
    assert page.locator(".words").last.inner_text().replace("1", "").startswith("🙂🙂 Hi Joe 👋🏽, unfortunately")
    assert page.locator("main script, main b").count() == 0
    assert page.title() == "D-104#1 · replylint"


def test_a_mark_and_what_was_found_in_it_show_each_other(desk: Desk, visit: Callable[..., Page]) -> None:
    page = visit(desk.link)
    open_reply(page, desk, "D-101")
    score(page)
    number = page.locator(".turn sup a").first
    page.locator("mark", has_text="Unfortunately").hover()
    assert page.locator(".found > .lit h3 code").all_inner_texts() == ["priming/negative-priming"]
    finding(page, "commitments/vague-commitment").hover()
    assert page.locator("mark.lit").all_inner_texts() == ["we'll look into it"]
    page.mouse.move(1, 1)
    assert page.locator(".lit").count() == 0
    number.focus()
    assert page.locator("mark.lit").all_inner_texts() == ["Unfortunately"]
    number.click()
    assert page.locator(".found > li:target h3 code").inner_text() == "priming/negative-priming"


def test_an_empty_desk_says_how_to_fill_it(visit: Callable[..., Page], tmp_path: Path) -> None:
    with served_desk(tmp_path, f"sqlite:///{tmp_path}/ledger.db", None) as desk:
        told = visit(desk.link).locator("main").inner_text()
        assert told.startswith("Nothing on the desk yet")
        assert "replylint sample october --size 60 --queue october" in told
        stranger = visit(desk.url)
        assert stranger.get_by_text("open the link that replylint serve --desk printed").is_visible()
