"""The plugin for Request Tracker, in a real one: what a customer would get, what an agent is told, what is written down."""

from __future__ import annotations

import re
import time
from collections.abc import Iterator
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler
from pathlib import Path
from typing import Any

import httpx
import pytest

import rt_site
from chromium_browser import CHROMIUM, FLAGS, need_chromium
from conftest import free_port
from rt_site import Agent, Desk, Site
from serving import key_for, serving
from stub_server import Stub, stub

need_chromium()

from playwright.sync_api import Page, sync_playwright  # noqa: E402

pytestmark = pytest.mark.slow

PLUGGED = "Plugin('RT::Extension::Replylint');\n"
HARSH = "😀 Dear Ana,\r\n\r\n  You are stupid, and <b>your</b> lamp &amp; “shade” are late.  \r\n"
KIND = "Dear Ana,\r\n\r\nYour lamp is on its way and reaches you on Tuesday.\r\n"
REASON = "She asked me to say just that."


@dataclass(frozen=True)
class Judge:
    """A replylint that runs with a store: where, its key, and the file of the key."""

    url: str
    key: str
    key_file: Path

    def ask(self, path: str, body: dict[str, Any]) -> Any:
        """Ask it as another gate does."""
        answer = httpx.post(f"{self.url}{path}", json=body, headers={"Authorization": f"Bearer {self.key}"}, timeout=60)
        return answer.raise_for_status().json()

    def set(self, *more: str) -> str:
        """The settings of RT that name it."""
        return PLUGGED + f"Set($ReplylintServer, '{self.url}/'); Set($ReplylintKeyFile, '{self.key_file}');" + "".join(more)


@pytest.fixture(scope="module")
def judge(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Judge]:
    folder = tmp_path_factory.mktemp("judge")
    key = key_for(folder)
    (folder / "key").write_text(f"{key}\n", encoding="utf-8")
    with serving(folder, REPLYLINT_STORE="sqlite:///kept.db") as server:
        yield Judge(server.url, key, folder / "key")


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Site:
    site = rt_site.installed(tmp_path_factory.mktemp("rt"))
    site.plug_in()
    return site


@pytest.fixture(scope="module")
def desk(site: Site, judge: Judge) -> Iterator[Desk]:
    """An RT with the plugin as it is shipped, but for the address and the key."""
    with site.running(judge.set()) as desk:
        yield desk


@pytest.fixture(scope="module")
def agent(desk: Desk) -> Agent:
    return Agent(desk)


@pytest.fixture
def ticket(desk: Desk) -> int:
    return desk.new_ticket("My lamp", "Where is my lamp?")


def test_a_held_reply_comes_back_byte_for_byte_with_what_was_found(desk: Desk, agent: Agent, ticket: int) -> None:
    shown = agent.reply(ticket, HARSH)
    first, *found, last = shown.results
    assert first == "Not sent. One thing in this reply may come back as a complaint:"
    assert len(found) == 1
    assert found[0].startswith("Serious. “You are stupid” is hostile: ")
    assert found[0].endswith("answer only the problem.")
    assert last == "Change the reply, or tick “Send anyway” below it and say why."
    assert shown.is_held
    assert shown.draft == HARSH
    assert (desk.kept(ticket, "Correspond"), desk.mails(ticket)) == (0, [])


def test_html_comes_back_byte_for_byte_and_is_quoted_as_it_is_read(desk: Desk, agent: Agent, ticket: int) -> None:
    written = "<p>😀 Dear Ana,</p>\r\n\r\n<p>you <b>are</b>&nbsp;stupid, I&#39;m&nbsp;sorry &amp; late.</p>\r\n"
    shown = agent.reply(ticket, written, UpdateContentType="text/html")
    assert "“you are stupid”" in shown.results[1]
    assert shown.draft == written
    assert desk.mails(ticket) == []


def test_a_mended_reply_goes_once(desk: Desk, agent: Agent, ticket: int) -> None:
    assert agent.reply(ticket, HARSH).is_held
    shown = agent.reply(ticket, KIND, Status="resolved")
    assert shown.went
    assert not any("replylint" in line for line in shown.results)
    assert (desk.kept(ticket, "Correspond"), len(desk.mails(ticket))) == (1, 1)
    assert desk.ask("GET", f"/ticket/{ticket}")["Status"] == "resolved"


def test_a_resolution_is_held_with_its_reply(desk: Desk, agent: Agent, ticket: int) -> None:
    assert agent.reply(ticket, HARSH, Status="resolved").is_held
    assert desk.ask("GET", f"/ticket/{ticket}")["Status"] == "new"


def test_anyway_with_a_reason_it_goes_once_and_the_reason_is_kept(desk: Desk, agent: Agent, ticket: int, judge: Judge) -> None:
    words = "You are stupid, and this lamp goes anyway."
    held = agent.reply(ticket, words)
    assert agent.reply(ticket, words, ReplylintAnyway="1", ReplylintReason=f" {REASON}\t", ReplylintSeen=held.seen).went
    assert (desk.kept(ticket, "Correspond"), len(desk.mails(ticket))) == (1, 1)
    result = judge.ask("/v1/check", {"text": words})
    assert (result["verdict"], result["override"]["by"], result["override"]["reason"]) == ("pass", "root", REASON)


@pytest.mark.parametrize("reason", ["", " \t "])
def test_without_a_reason_it_is_held(desk: Desk, agent: Agent, ticket: int, reason: str) -> None:
    seen = agent.reply(ticket, HARSH).seen
    shown = agent.reply(ticket, HARSH, ReplylintAnyway="1", ReplylintReason=reason, ReplylintSeen=seen)
    assert shown.results[0].startswith("Not sent yet: say in a few words why it goes as it is.")
    assert shown.draft == HARSH
    assert desk.mails(ticket) == []


def test_what_was_not_shown_is_not_let_go(desk: Desk, agent: Agent, ticket: int) -> None:
    seen = agent.reply(ticket, HARSH).seen
    worse = f"{HARSH}\r\nYou are lying."
    shown = agent.reply(ticket, worse, ReplylintAnyway="1", ReplylintReason=REASON, ReplylintSeen=seen)
    assert shown.results[0].startswith("Not sent yet: there is something that you have not seen.")
    assert set(shown.seen) - set(seen)
    assert desk.mails(ticket) == []


@pytest.mark.parametrize("kind", ["text/plain", "text/html"])
def test_what_another_gate_let_go_is_not_asked_about_again(
    desk: Desk, agent: Agent, ticket: int, judge: Judge, kind: str
) -> None:
    words = f"You are stupid, and the lamp is here ({kind[5:]})."
    found = [finding["id"] for finding in judge.ask("/v1/check", {"text": words})["findings"]]
    judge.ask("/v1/overrides", {"conversation": {"text": words}, "findings": found, "by": "ana", "reason": "agreed"})
    written = f"<p>{words}</p>\r\n" if kind == "text/html" else words
    assert agent.reply(ticket, written, UpdateContentType=kind).went
    assert len(desk.mails(ticket)) == 1


def test_a_comment_and_a_change_without_words_are_not_judged(desk: Desk, agent: Agent, ticket: int) -> None:
    shown = agent.reply(ticket, HARSH, UpdateType="private")
    assert shown.results[0] == "Comments added"
    shown = agent.reply(ticket, "", Status="stalled")
    assert shown.results == [f"Ticket {ticket}: Status changed from 'new' to 'stalled'"]
    assert (desk.kept(ticket, "Comment"), desk.kept(ticket, "Correspond"), desk.mails(ticket)) == (1, 0, [])


def test_other_ways_into_a_ticket_are_not_judged(desk: Desk, agent: Agent, ticket: int) -> None:
    told = {"ContentType": "text/plain", "Content": HARSH}
    desk.ask("POST", f"/ticket/{ticket}/correspond", json=told)
    agent.reply(ticket, HARSH, path="/Ticket/ModifyAll.html")
    assert len(desk.mails(ticket)) == 2


def test_what_warns_alone_goes(desk: Desk, agent: Agent, ticket: int) -> None:
    shown = agent.reply(ticket, "Unfortunately, your lamp ships on Tuesday.")
    assert shown.went
    assert len(desk.mails(ticket)) == 1


def test_an_attachment_stays_with_a_held_reply(desk: Desk, agent: Agent, ticket: int) -> None:
    held = agent.reply(ticket, HARSH, Attach=("bill.txt", b"9.99"), Token="of-this-form")
    assert held.is_held
    assert agent.reply(ticket, KIND, Token="of-this-form").went
    history = desk.ask("GET", f"/ticket/{ticket}/attachments?fields=Filename&per_page=100")
    assert [each["Filename"] for each in history["items"]].count("bill.txt") == 1


def test_scripts_in_a_draft_and_in_a_reason_are_shown_as_text(agent: Agent, ticket: int) -> None:
    words = "<script>alert(1)</script></textarea> You are stupid."
    shown = agent.reply(ticket, words, ReplylintReason='"><script>alert(2)</script>')
    assert shown.draft == words
    assert "<script>alert(" not in shown.page.text


def test_the_page_for_phones_holds_and_lets_go_too(desk: Desk, agent: Agent, ticket: int) -> None:
    held = agent.reply(ticket, HARSH, path="/m/ticket/reply")
    assert held.is_held
    assert held.draft == HARSH
    assert desk.mails(ticket) == []
    again = {"ReplylintAnyway": "1", "ReplylintReason": REASON, "ReplylintSeen": held.seen}
    agent.reply(ticket, HARSH, path="/m/ticket/reply", **again)
    assert len(desk.mails(ticket)) == 1


def test_in_a_browser_the_editor_keeps_its_words_and_the_form_lets_them_go(desk: Desk, ticket: int) -> None:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        page = browser.new_page()
        rt_site.write_reply(page, desk, ticket, "😀 Dear Ana,", "your <lamp> is late & you are stupid.")
        written = editor(page)
        rt_site.send_reply(page)
        page.get_by_label("Send anyway").wait_for(state="attached")
        assert editor(page) == written
        page.get_by_text("Send anyway", exact=True).click()
        page.get_by_label("Because").fill(REASON)
        rt_site.send_reply(page)
        page.wait_for_url("**/Display.html**")
        browser.close()
    assert (desk.kept(ticket, "Correspond"), len(desk.mails(ticket))) == (1, 1)


def editor(page: Page) -> str:
    """The words in the editor, as HTML."""
    page.wait_for_function("window.CKEDITOR?.instances.UpdateContent?.status === 'ready'")
    return str(page.evaluate("CKEDITOR.instances.UpdateContent.getData()"))


@pytest.fixture(scope="module")
def stubbed(site: Site, desk: Desk) -> Iterator[tuple[Desk, Stub]]:  # noqa: ARG001 - one after the other
    """An RT whose server answers as a test wants."""
    with stub() as (url, server):
        settings = f"Set($ReplylintServer, '{url}'); Set($ReplylintKey, 'rl_of-a-test'); Set($ReplylintProfile, 'strict & own');"
        with site.running(PLUGGED + settings) as desk_of_its_own:
            yield desk_of_its_own, server


def test_the_server_is_told_the_conversation(stubbed: tuple[Desk, Stub]) -> None:
    desk, server = stubbed
    ticket, agent = desk.new_ticket("My lamp", "Where is my lamp? 😀"), Agent(desk)
    agent.reply(ticket, "I am looking for it.", Attach=("plan.txt", b"x"), Token="first")
    agent.reply(ticket, "She is angry.", UpdateType="private")
    picture = "<p>Here it <b>is</b>.</p><img src='data:image/png;base64,iVBORw0KGgo='>"
    assert agent.reply(ticket, picture, UpdateContentType="text/html").went
    told = server.bodies[-1]
    assert [(turn["role"], turn["text"]) for turn in told["turns"]] == [
        ("customer", "Where is my lamp? 😀"),
        ("agent", "I am looking for it."),
        ("agent", "<p>Here it <b>is</b>.</p><img src='data:'>"),
    ]
    first, second, draft = told["turns"]
    assert first["at"] <= second["at"] <= told["now"]
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", first["at"])
    assert (second["author"], second["attachments"]) == ("Enoch Root", ["plan.txt"])
    assert (draft["draft"], draft["format"]) == (True, "html")
    assert told["customer"] == {"email": "ana@example.invalid"}
    assert told["agent"] == {"id": "root", "name": "Enoch Root", "time_zone": "America/New_York"}
    assert (told["id"], told["channel"]) == (f"desk.example #{ticket}", "email")
    assert server.heads[-1]["Authorization"] == "Bearer rl_of-a-test"
    assert server.heads[-1]["path"] == "/v1/check?profile=strict+%26+own"


def test_the_key_is_on_no_page_of_settings(stubbed: tuple[Desk, Stub]) -> None:
    desk, _ = stubbed
    page = Agent(desk).page("/Admin/Tools/Configuration.html")
    assert "ReplylintKey" in page
    assert "rl_of-a-test" not in page


def test_a_finding_is_shown_as_text_and_five_at_most(stubbed: tuple[Desk, Stub]) -> None:
    desk, server = stubbed
    finding = {
        "severity": "error",
        "about": "words",
        "text": "<b>a</b>&lt;i&gt;",
        "message": "<script>x</script>",
        "advice": "Do.",
    }
    absent = {**finding, "id": "absent", "about": "absence", "severity": "warning"}
    many = [{**finding, "id": f'{number}"><script>'} for number in range(6)]
    server.answer = server.says({"verdict": "hold", "findings": [absent, *many]})
    shown = Agent(desk).reply(desk.new_ticket("My lamp", "Where?"), "Hello.")
    assert shown.results == [
        "Not sent. 7 things in this reply may come back as a complaint:",
        "Warning. Missing from the reply: <script>x</script> Do.",
        *["Serious. “a<i>”: <script>x</script> Do."] * 4,
        "and 2 more.",
        "Change the reply, or tick “Send anyway” below it and say why.",
    ]
    assert "<script>x" not in shown.page.text
    assert '"><script>' not in shown.page.text


def trickle(request: BaseHTTPRequestHandler) -> None:
    """Never silent for long, and never done."""
    request.wfile.write(b"HTTP/1.1 200 OK\r\n")
    for number in range(16):
        request.wfile.write(b"X-%d: 1\r\n" % number)
        time.sleep(0.5)


@pytest.mark.parametrize("trouble", ["trickles", "is ill", "refuses", "redirects", "is another", "is a page"])
def test_a_server_that_cannot_say_lets_the_reply_go_and_says_so(stubbed: tuple[Desk, Stub], trouble: str) -> None:
    desk, server = stubbed
    ticket, words = desk.new_ticket("My lamp", "Where?"), f"You are stupid, this server {trouble}."
    secret = {"detail": words, "findings": [words]}
    server.answer, said = {
        "trickles": (trickle, "did not answer within 2 seconds"),
        "is ill": (server.says(secret, 500), "answered 500"),
        "refuses": (server.says(secret, 401), "answered 401: its key is missing or not known"),
        "redirects": (server.says(secret, 302), "answered 302"),
        "is another": (server.says(secret), "is no replylint"),
        "is a page": (server.writes(f"<p>{words}".encode()), "is no replylint"),
    }[trouble]
    before, began = len(desk.log()), time.monotonic()
    shown = Agent(desk).reply(ticket, words)
    assert shown.went
    assert time.monotonic() - began < 10
    assert shown.results[-1] == "replylint did not check this reply; RT’s log says why. It was sent as it is."
    assert len(desk.mails(ticket)) == 1
    lines = [line for line in desk.log()[before:].splitlines() if "replylint" in line]
    assert len(lines) == 1
    assert said in lines[0]
    assert f"(ticket #{ticket}, root)" in lines[0]


def test_a_reason_that_cannot_be_kept_lets_the_reply_go_and_says_so(stubbed: tuple[Desk, Stub]) -> None:
    desk, server = stubbed
    finding = {"id": "one", "severity": "error", "about": "words", "text": "late", "message": "M.", "advice": "A."}
    held, refusal = server.says({"verdict": "hold", "findings": [finding]}), server.says({}, 409)
    server.answer = lambda request: refusal(request) if "overrides" in request.path else held(request)
    ticket = desk.new_ticket("My lamp", "Where?")
    again = {"ReplylintAnyway": "1", "ReplylintReason": REASON, "ReplylintSeen": "one"}
    shown = Agent(desk).reply(ticket, "It is late.", **again)
    assert shown.went
    assert shown.results[-1] == "Sent anyway. replylint could not take down your reason."
    assert "did not take down why a reply went anyway: " in desk.log()
    assert "answered 409: it has no store" in desk.log()
    assert len(desk.mails(ticket)) == 1


def test_without_a_server_the_reply_goes_and_the_agent_is_told(site: Site) -> None:
    nobody = f"http://127.0.0.1:{free_port()}"
    with site.running(f"{PLUGGED}Set($ReplylintServer, '{nobody}');") as desk:
        ticket = desk.new_ticket("My lamp", "Where?")
        shown = Agent(desk).reply(ticket, HARSH)
        assert shown.results[-1].startswith("replylint did not check this reply")
        assert len(desk.mails(ticket)) == 1
        assert f"the server at {nobody} cannot be reached" in desk.log()


@pytest.mark.parametrize(
    ("settings", "said", "goes"),
    [
        ("Set($ReplylintHoldOn, 'held');", "$ReplylintHoldOn is 'held'; it is 'hold' or 'warn'. No reply is checked", True),
        ("Set(@ReplylintQueues, 'Genral');", "@ReplylintQueues names 'Genral'; there is no such queue", True),
        ("Set($ReplylintHoldon, 'warn');", "ReplylintHoldon is no setting; there are ReplylintExceptQueues, ", False),
    ],
)
def test_settings_that_are_wrong_are_named_at_the_start(site: Site, judge: Judge, settings: str, said: str, goes: bool) -> None:
    before = len((site.folder / "rt.log").read_text(encoding="utf-8"))
    with site.running(judge.set(settings)) as desk:
        shown = Agent(desk).reply(desk.new_ticket("My lamp", "Where?"), "You are stupid, whatever is set.")
        assert (shown.went, shown.is_held) == (goes, not goes)
        lines = [line for line in desk.log()[before:].splitlines() if "[error]: replylint: " in line]
        assert lines
        assert all(said in line for line in lines)


def test_warnings_hold_where_it_is_set_and_other_queues_are_left_alone(site: Site, judge: Judge) -> None:
    more = "Set($ReplylintHoldOn, 'warn'); Set(@ReplylintQueues, 'general');"
    with site.running(judge.set(more)) as desk:
        desk.ask("POST", "/queue", json={"Name": "Workshop"})
        ours, theirs = (desk.new_ticket("My lamp", "Where?", queue) for queue in ("General", "Workshop"))
        agent = Agent(desk)
        warned = agent.reply(ours, "Unfortunately, your lamp ships on Tuesday.")
        assert warned.results[1].startswith("Warning. “Unfortunately” braces the customer")
        assert agent.reply(theirs, HARSH).went


def test_of_all_these_drafts_and_reasons_nothing_is_in_the_log(desk: Desk) -> None:
    """The last of the tests: the log is that of all of them."""
    log = desk.log()
    assert "Correspond" in log
    for words in ("stupid", "“shade”", REASON, "agreed", "Where is my lamp", "looking for it", "rl_"):
        assert words not in log
