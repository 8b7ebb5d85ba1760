"""What a Python program calls: `replylint.check`, `gate` and `encode`, and what `import replylint` costs."""

from __future__ import annotations

import json
import logging
import pickle
import subprocess
import sys
import traceback
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

import replylint
from conftest import Run, child, rule_text
from replylint import judgement
from replylint.conversation import Conversation, Customer, Turn
from replylint.reading import syntax
from replylint.settings import Dismissal, Settings

Cli = Callable[..., Run]
CANARY = "Sesamwort7!"
ASKED = "Where is my teapot? I ordered it on 4 November and it still isn't here. 🙁"
NOW = "2026-11-18T10:30:00+00:00"
DRAFT = "🙂 Hi Ana,\n\nUnfortunately, we can't ship before Monday. We'll look into it and get back to you soon.\n\nTim\n"
HOLDS = f"🙂 Hi Ana,\n\nYour new password is {CANARY} and the teapot is on its way.\n\nTim\n"
CLEAN = "Hi Ana,\n\nThe teapot left Leeds this morning, and the courier brings it on Friday by noon.\n\nTim\n"
CONVERSATION: dict[str, Any] = {
    "id": "T-4471",
    "channel": "email",
    "customer": {"name": "Ana Ruiz", "time_zone": "Europe/Madrid"},
    "now": NOW,
    "turns": [{"role": "customer", "text": ASKED}, {"role": "agent", "text": DRAFT, "draft": True}],
}
MAIL = (
    b"From: Tim <tim@shop.example>\r\nTo: ana@mail.example\r\nSubject: Your teapot\r\nContent-Type: text/plain; charset=utf-8\r\n"
    b"Content-Transfer-Encoding: 8bit\r\n\r\n"
    + DRAFT.replace("\n", "\r\n").encode()
    + b"\r\nAna wrote:\r\n> Unfortunately lost?\r\n"
)


# -- what it costs -----------------------------------------------------------------------------------------------------


def in_process(script: str) -> str:
    """What a script prints in a Python of its own."""
    return subprocess.run([sys.executable, "-c", script], env=child(), check=True, capture_output=True, text=True).stdout


def test_importing_replylint_imports_nothing_else() -> None:
    script = "import sys; before = set(sys.modules); import replylint; print(sorted(set(sys.modules) - before))"
    assert in_process(script) == "['replylint']\n"


def test_a_check_imports_nothing_that_answers_over_http_or_parses() -> None:
    script = "import sys, replylint; replylint.check('The teapot is here.', 'Where is it?'); print(*sys.modules)"
    loaded = {name.partition(".")[0] for name in in_process(script).split()}
    assert not loaded & {"spacy", "pydantic", "fastapi", "uvicorn", "sqlalchemy", "rich", "argparse", "email"}


def test_a_name_that_is_not_there_is_an_attribute_error() -> None:
    with pytest.raises(AttributeError, match="module 'replylint' has no attribute 'chek'"):
        getattr(replylint, "chek")  # noqa: B009 - mypy knows that it is not there


# -- the same as the command line --------------------------------------------------------------------------------------

HTML = "<p>🙂 Hi&nbsp;Ana,</p><p>Unfortunately, we can&rsquo;t <b>ship</b> before Monday.</p>"
MARKDOWN = "🙂 **Hi Ana**,\n\n*Unfortunately*, we can't ship before Monday.\n"
PLAIN = ("--now", NOW, "--customer", ASKED)
SAME: dict[str, tuple[tuple[str, ...], str | bytes, dict[str, Any]]] = {
    "a text": ((), DRAFT, {"draft": DRAFT}),
    "a text in its situation": (PLAIN, DRAFT, {"draft": DRAFT, "customer": ASKED, "now": NOW}),
    "an instant": (PLAIN, DRAFT, {"draft": DRAFT, "customer": ASKED, "now": datetime.fromisoformat(NOW)}),
    "html": (("--input", "html", *PLAIN), HTML, {"draft": HTML, "customer": ASKED, "now": NOW, "format": "html"}),
    "markdown": (("--input", "markdown"), MARKDOWN, {"draft": MARKDOWN, "format": "markdown"}),
    "a mail": (("--input", "eml", *PLAIN), MAIL, {"draft": MAIL, "customer": ASKED, "now": NOW}),
    "a conversation": (("--input", "json"), json.dumps(CONVERSATION), {"draft": CONVERSATION}),
    "a profile": (("--profile", "strict"), DRAFT, {"draft": DRAFT, "profile": "strict"}),
    "a held draft": ((), HOLDS, {"draft": HOLDS}),
}


@pytest.mark.parametrize("name", SAME)
def test_it_finds_what_the_command_line_finds(name: str, run_cli: Cli) -> None:
    options, stdin, arguments = SAME[name]
    run = run_cli("check", "--format", "json", *options, stdin=stdin)
    assert run.err == ""
    told = json.loads(json.dumps(replylint.encode(replylint.check(**arguments))))
    assert told == json.loads(run.out)
    assert told["findings"]


def test_offsets_are_code_points_and_utf16_units_of_the_text_as_given() -> None:
    result = replylint.check(HOLDS)
    (found,) = (found for found in replylint.encode(result)["findings"] if found["text"] == CANARY)
    assert HOLDS[found["start"] : found["end"]] == CANARY
    units = HOLDS.encode("utf-16-le")[2 * found["utf16"]["start"] : 2 * found["utf16"]["end"]]
    assert units.decode("utf-16-le") == CANARY
    span = result.findings[0].span
    assert result.conversation.turns[span.turn].text[span.start : span.end] == CANARY


def test_a_conversation_may_be_made_in_python() -> None:
    turns = (Turn("customer", ASKED), Turn("agent", DRAFT, draft=True))
    made = Conversation(
        turns, "T-4471", "email", Customer("Ana Ruiz", time_zone="Europe/Madrid"), now=datetime.fromisoformat(NOW)
    )
    assert replylint.check(made) == replylint.check(CONVERSATION)
    assert replylint.check({**CONVERSATION, "turns": tuple(CONVERSATION["turns"])}) == replylint.check(CONVERSATION)


def test_what_a_conversation_tells_itself_stands() -> None:
    bare = {"turns": CONVERSATION["turns"]}
    completed = replylint.check(bare, now=NOW, channel="email")
    assert (completed.conversation.channel, completed.conversation.now) == ("email", datetime.fromisoformat(NOW))
    other = replylint.check(CONVERSATION, "Thank you!", now="2027-01-01T00:00:00+00:00", channel="chat")
    assert other == replylint.check(CONVERSATION)


@pytest.mark.parametrize("blank", ["", " \n", None])
def test_a_customer_who_said_nothing_is_none(blank: str | None) -> None:
    assert "customer" in replylint.check(DRAFT, blank).not_applicable


# -- settings ----------------------------------------------------------------------------------------------------------


def test_no_settings_are_looked_for(folder: Path) -> None:
    (folder / "replylint.toml").write_text('off = ["priming"]\n')
    assert rules_of(replylint.check(DRAFT)) >= {"priming/negative-priming"}


def test_settings_are_a_file_or_made_in_python(folder: Path) -> None:
    (folder / "replylint.toml").write_text('off = ["priming"]\nhold = ["warning"]\n')
    of_file = replylint.check(DRAFT, settings="replylint.toml")
    assert "priming/negative-priming" not in rules_of(of_file)
    assert of_file.verdict == "hold"
    assert replylint.check(DRAFT, settings=folder / "replylint.toml") == of_file
    assert replylint.check(DRAFT, settings=Settings(off=("priming",), hold=("warning",))) == of_file


def test_settings_are_read_once(folder: Path) -> None:
    file = folder / "replylint.toml"
    file.write_text('hold = ["warning"]\n')
    assert replylint.check(DRAFT, settings=file).verdict == "hold"
    file.unlink()
    assert replylint.check(DRAFT, settings=file).verdict == "hold"


def test_packs_and_a_profile_go_besides(make_pack: Callable[..., Path]) -> None:
    pack = make_pack({"odd/shipping": rule_text("we can't ship")})
    assert rules_of(replylint.check(DRAFT, packs=[pack])) >= {"odd/shipping", "priming/negative-priming"}
    assert rules_of(replylint.check(DRAFT, packs=[str(pack)], profile="alone")) == {"odd/shipping"}


def test_a_dismissed_finding_does_not_hold() -> None:
    (found,) = (found for found in replylint.check(HOLDS).findings if found.severity == "error")
    assert replylint.gate(HOLDS, settings=Settings(dismissals=(Dismissal(found.id),))) is not None


def rules_of(result: replylint.Result) -> set[str]:
    return {found.rule for found in result.findings}


# -- what cannot be used -----------------------------------------------------------------------------------------------

WRONG: list[tuple[dict[str, Any], str]] = [
    ({"now": datetime(2026, 11, 18)}, "now: 2026-11-18 00:00:00 has no offset; write it as 2026-11-18T00:00:00+00:00"),
    ({"now": "soon"}, "now: 'soon' is not an instant"),
    ({"channel": "emial"}, "channel: 'emial' is not one of email, chat, social, forum, phone; did you mean 'email'?"),
    ({"format": "htlm"}, "format: 'htlm' is not one of plain, html, markdown; did you mean 'html'?"),
    ({"customer": CANARY.encode()}, "customer: expected text, got bytes"),
    ({"packs": "rules"}, "packs: expected a list of folders"),
    ({"packs": ["gone"]}, "gone: no such pack folder"),
    ({"profile": "stict"}, "profile: no 'stict'; did you mean 'strict'?"),
    ({"settings": "gone.toml"}, "gone.toml: no such file"),
    ({"settings": Settings(hold=("eror",))}, "hold: no rule or category 'eror'; did you mean 'error'?"),
]


@pytest.mark.parametrize("way", [replylint.check, replylint.gate])
@pytest.mark.parametrize(("arguments", "said"), WRONG)
def test_wrong_arguments_raise_at_once(way: Callable[..., object], arguments: dict[str, Any], said: str) -> None:
    with pytest.raises(replylint.InputError) as raised:
        way(CLEAN, **arguments)
    assert said in str(raised.value)
    assert "\n" not in str(raised.value)
    assert CANARY not in str(raised.value)


@pytest.mark.parametrize("draft", [MAIL, CONVERSATION])
def test_only_a_text_has_a_format(draft: Any) -> None:
    with pytest.raises(replylint.InputError, match="format: is that of a text"):
        replylint.gate(draft, format="html")


def test_an_unknown_keyword_raises_at_once() -> None:
    with pytest.raises(TypeError, match="profil"):
        replylint.gate(CLEAN, profil="strict")  # type: ignore[call-arg]


UNUSABLE: list[tuple[Any, str]] = [
    ("", "draft: the draft is empty"),
    (" \n\u00a0", "draft: the draft is empty"),
    (CANARY * 20_000, "draft: 220,000 characters; the limit is 200,000"),
    (None, "draft: expected a text, a mail as bytes or a conversation, got NoneType"),
    (CANARY.encode(), "draft: bytes without the head of a mail; give a text as str"),
    (b"Subject: Hi\nContent-Type: image/png\n\nx", "draft: a mail without a text part"),
    ({"turns": []}, "draft: turns: is empty"),
    ({"turn": []}, "draft: turn: unknown key 'turn'; did you mean 'turns'?"),
    ({"turns": [{"role": "customer", "text": CANARY}]}, "none has the role 'agent'"),
    ({"turns": [{"role": "agent", "text": CANARY.encode()}]}, "turns[0].text: expected text, got bytes"),
    ({**CONVERSATION, "customer": {"time_zone": "Europe/Madird"}}, "did you mean 'Europe/Madrid'?"),
    (Conversation(()), "draft: turns: is empty"),
]


@pytest.mark.parametrize(("draft", "said"), UNUSABLE)
def test_a_draft_that_cannot_be_judged(draft: Any, said: str, caplog: pytest.LogCaptureFixture) -> None:
    with pytest.raises(replylint.InputError) as raised:
        replylint.check(draft)
    assert said in str(raised.value)
    assert replylint.gate(draft) is None
    (record,) = caplog.records
    assert (record.name, record.levelno) == ("replylint", logging.WARNING)
    assert record.getMessage() == f"a reply was let go without being judged: {raised.value}"
    assert CANARY not in caplog.text
    assert "\n" not in record.getMessage()


# -- the gate ----------------------------------------------------------------------------------------------------------


def test_the_gate_lets_a_good_draft_go_with_its_result(caplog: pytest.LogCaptureFixture) -> None:
    assert replylint.gate(CLEAN, ASKED) == replylint.check(CLEAN, ASKED)
    assert replylint.gate(DRAFT, ASKED) == replylint.check(DRAFT, ASKED)
    assert caplog.records == []


def held(*arguments: Any, **keywords: Any) -> replylint.Held:
    with pytest.raises(replylint.Held) as raised:
        replylint.gate(*arguments, **keywords)
    return raised.value


def test_what_holds_is_named_without_a_word_of_the_draft() -> None:
    fault = held(HOLDS, ASKED)
    assert fault.result == replylint.check(HOLDS, ASKED)
    assert [found.text for found in fault.findings] == [CANARY]
    assert str(fault) == "1 finding holds this reply: safety/secret-in-reply"
    printed = "".join(traceback.format_exception(fault))
    assert CANARY not in printed + repr(fault) + repr(fault.args)


def test_what_holds_is_a_setting() -> None:
    fault = held(DRAFT, settings=Settings(hold=("priming", "commitments/vague-commitment")))
    assert str(fault) == "2 findings hold this reply: priming/negative-priming, commitments/vague-commitment"
    assert len(fault.result.findings) > len(fault.findings)


def test_a_result_and_what_was_held_go_through_a_pickle() -> None:
    fault = held(CONVERSATION | {"turns": [{"role": "agent", "text": HOLDS}]})
    same = pickle.loads(pickle.dumps(fault))
    assert (str(same), same.result, same.findings) == (str(fault), fault.result, fault.findings)
    assert replylint.encode(same.result) == replylint.encode(fault.result)


def broken(told: Conversation, *_: object) -> None:
    raise KeyError(told.turns[-1].text)


def test_a_fault_of_ours_lets_the_draft_go(monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture) -> None:
    monkeypatch.setattr(judgement, "lint", broken)
    assert replylint.gate(HOLDS) is None
    (record,) = caplog.records
    assert "KeyError in test_python_api.py:" in record.getMessage()
    assert "please report it" in record.getMessage()
    assert CANARY not in caplog.text
    assert record.exc_info is None


def test_a_fault_of_ours_in_a_check_tells_nothing_of_the_draft(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(judgement, "lint", broken)
    with pytest.raises(RuntimeError, match=r"KeyError in test_python_api\.py:.*please report it") as raised:
        replylint.check(HOLDS)
    assert CANARY not in "".join(traceback.format_exception(raised.value))


def test_a_parser_that_was_tampered_with_lets_the_draft_go(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def refused(_: str) -> None:
        raise syntax.ModelError("the files of the pipeline are not those of its version; install it again")

    monkeypatch.setattr("replylint.reading.commitments.opinion.parse", refused)
    assert replylint.gate(f"{CLEAN} We will varnish the lid. {CANARY}") is None
    assert caplog.messages == [
        "a reply was let go without being judged: the files of the pipeline are not those of its version; install it again"
    ]


# -- threads -----------------------------------------------------------------------------------------------------------


def test_many_threads_find_what_one_finds() -> None:
    drafts = [DRAFT, HOLDS, CLEAN, CONVERSATION, MAIL] * 20
    expected = [replylint.encode(replylint.check(draft, profile="strict")) for draft in drafts[:5]] * 20
    before = sys.getswitchinterval()
    sys.setswitchinterval(1e-5)
    try:
        with ThreadPoolExecutor(16) as pool:
            found = list(pool.map(lambda draft: replylint.encode(replylint.check(draft, profile="strict")), drafts))
    finally:
        sys.setswitchinterval(before)
    assert found == expected


COLD = """
import json, sys, threading
sys.setswitchinterval(1e-5)
import replylint
from replylint import packs
from replylint.reading import syntax
draft = sys.stdin.read()
said, loaded = [], []
digest = syntax.digest
syntax.digest = lambda folder: loaded.append(folder) or digest(folder)
together = threading.Barrier(8)

def work():
    together.wait()
    said.append(json.dumps(replylint.encode(replylint.check(draft))))

threads = [threading.Thread(target=work) for _ in range(8)]
[thread.start() for thread in threads]
[thread.join() for thread in threads]
print(len(said), len(set(said)), packs.load.cache_info().misses, len(loaded))
"""


@pytest.mark.slow
def test_threads_that_begin_together_load_rules_and_parser_once() -> None:
    draft = f"{CLEAN * 3}\nWe will sand the edge of the lid, and we will varnish the frame of the box.\n"
    done = subprocess.run([sys.executable, "-c", COLD], env=child(), input=draft, capture_output=True, text=True, check=False)
    assert (done.stderr, done.stdout) == ("", f"8 1 1 {int(syntax.installed())}\n")


# -- types -------------------------------------------------------------------------------------------------------------

TYPED = """
import replylint

result = replylint.check("Hi", "Where?", channel="chat", packs=["rules"])
verdict: str = result.verdict
words: list[str] = [found.text for found in result.findings]
let_go: replylint.Result | None = replylint.gate({"turns": []}, settings="replylint.toml")
data: dict[str, object] = replylint.encode(result)
try:
    replylint.gate(b"Subject: Hi")
except replylint.Held as held:
    rules: list[str] = [found.rule for found in held.findings]
except replylint.InputError as error:
    line: int = error.line

replylint.check("Hi", channel="emial")  # WRONG
replylint.check("Hi", "Where?", "2026")  # WRONG
replylint.gate("Hi").verdict  # WRONG
replylint.chek  # WRONG
"""


@pytest.mark.slow
def test_a_type_checker_knows_what_is_there(tmp_path: Path) -> None:
    (tmp_path / "user.py").write_text(TYPED)
    command = [sys.executable, "-m", "mypy", "--strict", "--cache-dir", str(tmp_path), "--no-error-summary", "user.py"]
    done = subprocess.run(command, cwd=tmp_path, env=child(), capture_output=True, text=True, check=False)
    wrong = [number for number, line in enumerate(TYPED.split("\n"), 1) if "WRONG" in line]
    assert [int(line.split(":")[1]) for line in done.stdout.splitlines() if ": error:" in line] == wrong, done.stdout
