"""What cannot be used is refused in one clear line, and nothing of a draft is ever in it."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from conftest import Run, rule_text
from replylint import lint as engine
from replylint.document import InputError, YamlDocument
from replylint.faces import check, hook

Cli = Callable[..., Run]
SECRET = "Sesamwort"
DRAFT = f"Unfortunately, the {SECRET} is shut."


def refusal(run: Run) -> str:
    """The one line with which a run was refused."""
    assert run.code == 2
    assert run.out == ""
    assert run.err.count("\n") == 1
    assert run.err.endswith("\n")
    assert "Traceback" not in run.err
    assert SECRET not in run.err
    return run.err.rstrip("\n")


def written(folder: Path, name: str, data: str | bytes) -> Path:
    file = folder / name
    file.write_bytes(data.encode() if isinstance(data, str) else data)
    return Path(name)


# -- drafts ------------------------------------------------------------------------------------------------------------


def test_no_such_file(run_cli: Cli) -> None:
    assert refusal(run_cli("check", "gone.txt")) == "gone.txt: no such file"


def test_a_folder(run_cli: Cli, folder: Path) -> None:
    (folder / "drafts.txt").mkdir()
    assert refusal(run_cli("check", "drafts.txt")) == (
        "drafts.txt: no file to judge below this folder;"
        " known endings are .txt, .md, .markdown, .html, .htm, .eml, .json, .jsonl, .ndjson, .csv"
    )


def test_an_ending_that_says_nothing(run_cli: Cli, folder: Path) -> None:
    assert "--input text|markdown|html" in refusal(run_cli("check", written(folder, "draft.docx", DRAFT)))


@pytest.mark.parametrize("draft", [b"", b" \r\n\t\n", b"\xef\xbb\xbf", "\u00a0\u2028".encode()])
@pytest.mark.parametrize("command", ["check", "hook"])
def test_an_empty_draft(command: str, draft: bytes, run_cli: Cli) -> None:
    assert refusal(run_cli(command, stdin=draft)) == "<stdin>: the draft is empty"


@pytest.mark.parametrize("command", ["check", "hook"])
@pytest.mark.parametrize("encoding", ["cp1252", "utf-16"])
def test_another_encoding_is_named_and_read(encoding: str, command: str, run_cli: Cli) -> None:
    run = run_cli(command, "--format", "json", stdin="Unfortunately, the café is shut.".encode(encoding))
    assert run.err.endswith(f"is not UTF-8; read as {encoding}\n")
    assert run.err.startswith("<stdin>:1:")
    assert json.loads(run.out)["findings"][0]["text"] == "Unfortunately"


@pytest.mark.parametrize("command", ["check", "hook"])
@pytest.mark.parametrize("draft", [DRAFT * 400_000, DRAFT * 32_000], ids=["ten megabytes", "a line of one megabyte"])
def test_more_text_than_any_reply_has(command: str, draft: str, run_cli: Cli) -> None:
    assert refusal(run_cli(command, stdin=draft)).endswith("characters; the limit of one draft is 200,000")


def test_a_turn_that_is_too_long(run_cli: Cli, folder: Path) -> None:
    turns = [{"role": "customer", "text": SECRET * 30_000}, {"role": "agent", "text": "Hello."}]
    file = written(folder, "t.json", json.dumps({"turns": turns}))
    assert "turns[0].text: 270,000 characters; the limit is 200,000" in refusal(run_cli("check", file))


def test_control_characters_are_read_and_never_shown(run_cli: Cli) -> None:
    run = run_cli("check", stdin=b"\x00Unfortunately\x07, the \x1b[31mmill\x1b[0m is shut.\x00")
    assert run.code == 1
    assert "priming/negative-priming" in run.out
    assert not set(run.out) & set("\x00\x07\x1b")


def test_html_whose_tags_are_not_closed(run_cli: Cli) -> None:
    run = run_cli("check", "--input", "html", "--format", "json", stdin="<div><p <b>Unfortunately<i></p>, the mill <a href='")
    assert run.err == ""
    assert [f["text"] for f in json.loads(run.out)["findings"]][:1] == ["Unfortunately"]


@pytest.mark.parametrize(
    "raw",
    [
        "Subject: A picture\nContent-Type: image/png\n\niVBORw0\n",
        "Subject: Two\nContent-Type: multipart/mixed; boundary=b\n\n--b\nContent-Type: image/png\n\nx\n--b--\n",
    ],
    ids=["a picture", "parts that are no text"],
)
def test_a_mail_without_text(raw: str, run_cli: Cli, folder: Path) -> None:
    assert refusal(run_cli("hook", stdin=raw)) == "<stdin>: a mail without a text part; nothing to judge"
    file = written(folder, "m.eml", raw)
    assert refusal(run_cli("check", file)) == "m.eml: a mail without a text part; nothing to judge"


@pytest.mark.parametrize(
    ("raw", "said"),
    [
        (
            f"Subject: x\nContent-Type: text/plain; charset=klingon\n\n{DRAFT}\n",
            "encoding that is not known: 'klingon'",
        ),
        ("Subject: x\nContent-Type: text/plain\n\n", "the draft is empty"),
    ],
)
def test_a_mail_that_cannot_be_read(raw: str, said: str, run_cli: Cli) -> None:
    assert said in refusal(run_cli("hook", stdin=raw))


@pytest.mark.parametrize(
    "raw",
    [
        "Subject: x\nContent-Type: multipart/alternative\n\n" + DRAFT,
        "Subject: x\nContent-Type: text/plain; charset=utf-8\nContent-Transfer-Encoding: base64\n\n%%%not base64%%%",
        "From ana Mon Nov 16\nSubject: =?utf-8?q?=FF?=\n\n" + DRAFT,
        b"Subject: x\nContent-Type: text/plain; charset=us-ascii\n\nUnfortunately, the caf\xe9 is shut.",
    ],
)
def test_a_broken_mail_is_judged_or_refused(raw: str | bytes, run_cli: Cli) -> None:
    run = run_cli("hook", stdin=raw)
    assert "fault" not in run.err
    assert run.code in (0, 2)


def test_prose_with_colons_is_no_mail(run_cli: Cli) -> None:
    run = run_cli("hook", "--format", "json", stdin="Hi Ana,\nFrom: Monday on the mill is shut.\nUnfortunately: so it is.")
    assert json.loads(run.out)["findings"][0]["start"] == 42


# -- conversations -----------------------------------------------------------------------------------------------------

JSON = {
    "a key that is not known": (
        '{\n  "turns": [\n    {"role": "agent", "txet": "%s"}\n  ]\n}',
        "3:23",
        "did you mean 'text'?",
    ),
    "the outermost key misspelt": ('{"trun": [{"role": "agent", "text": "%s"}]}', "1:2", "did you mean 'turns'?"),
    "a role misspelt": ('{"turns": [{"role": "agnet", "text": "%s"}]}', "1:21", "did you mean 'agent'?"),
    "prose in the place of a role": (
        '{"turns": [{"role": "%s", "text": "x"}]}',
        "1:21",
        "a text of 37 characters is not",
    ),
    "prose in the place of the turns": ('{"turns": "%s"}', "1:11", "expected a list, got text"),
    "prose in the place of the clock": ('{"text": "x", "now": "%s"}', "1:22", "is not an instant such as"),
    "a clock without an offset": ('{"text": "%s", "now": "2026-11-18T10:30:00"}', "1:58", "has no offset; write it as"),
    "half a character": ('{"text": "%s \\ud83d"}', "1:49", "\\ud83d is half a character"),
    "an emoji before the mistake": (
        '{"text": "\\ud83d\\ude42 %s",\n\t"formt": "plain"}',
        "2:2",
        "did you mean 'format'?",
    ),
    "an empty draft": ('{"text": " ", "customer_message": "%s"}', "1:10", "text: the draft is empty"),
    "no draft": ('{"turns": [{"role": "customer", "text": "%s"}]}', "1:11", "none has the role 'agent'"),
    "no turns": ('{"turns": [], "meta": "%s"}', "1:11", "is empty"),
    "neither form": ('{"id": "%s"}', "1:1", "neither 'turns' nor 'text'"),
    "a list": ('["%s"]', "1:1", "expected a mapping, got a list"),
    "two drafts": (
        '{"turns": [{"role": "agent", "text": "%s", "draft": true}, {"role": "agent", "text": "x", "draft": true}]}',
        "1:135",
        "a second draft",
    ),
    "a draft of the customer": (
        '{"turns": [{"role": "customer", "text": "%s", "draft": true}]}',
        "1:21",
        "the agent's",
    ),
    "truncated": ('{"text": "%s', "1:10", "not JSON: Unterminated string"),
    "nothing": ("", "1:1", "not JSON: Expecting value"),
    "a number without end": ('{"text": ' + "7" * 5000 + "}", "1:1", "a number of thousands of digits"),
    "too deep": ("[" * 100_000, "1:1", "nested too deeply"),
    "a key without end": ('{"turns": [{"role": "agent", "%s": "x"}]}' % ("k" * 99_999), "1:30", "unknown key"),
    "behind ten thousand turns": (
        '{"turns": [%s{"role": "agnet"}]}' % ('{"role":"agent","text":"x"},' * 9_999),
        "1:279993",
        "did you",
    ),
}


@pytest.mark.parametrize("name", JSON)
def test_a_conversation_that_cannot_be_used(name: str, run_cli: Cli, folder: Path) -> None:
    text, place, said = JSON[name]
    file = written(folder, "ticket.json", text.replace("%s", DRAFT))
    line = refusal(run_cli("check", file))
    assert line.startswith(f"ticket.json:{place}: ")
    assert said in line


def test_a_line_that_is_cut_off_is_named(run_cli: Cli, folder: Path) -> None:
    lines = f'{{"text": "Fine."}}\n{{"text": "{DRAFT}\n{{"text": "Fine too."}}\n'
    run = run_cli("check", "--fail-on", "never", written(folder, "many.jsonl", lines))
    assert run.code == 2
    assert run.err == "many.jsonl:2:10: not JSON: Unterminated string starting at\n"
    assert SECRET not in run.out


@pytest.mark.parametrize(
    ("table", "place", "said"),
    [
        (f"id,body\n1,{DRAFT}\n", "1:1", "no column 'text'; the columns found are 'id', 'body'"),
        (f"text,chanel\n{DRAFT},email\n", "1:1", "unknown column 'chanel'; did you mean 'channel'?"),
        ("", "1:1", "no column 'text'; the columns found are none"),
        (f'text\n"{DRAFT}', "2:1", "not CSV: unexpected end of data"),
        ('text,"a"b\nx,y', "1:1", "not CSV: "),
        (f"id,text\n1,{SECRET},more\n", "2:1", "more fields than columns"),
        (f'text,now\n"{SECRET}",yesterday\n', "2:1", "now: 'yesterday' is not an instant"),
    ],
)
def test_a_table_that_cannot_be_used(table: str, place: str, said: str, run_cli: Cli, folder: Path) -> None:
    line = refusal(run_cli("check", written(folder, "t.csv", table)))
    assert line.startswith(f"t.csv:{place}: ")
    assert said in line


def test_one_bad_file_does_not_stop_the_others(run_cli: Cli, folder: Path) -> None:
    run = run_cli("check", "gone.txt", written(folder, "here.txt", DRAFT))
    assert run.code == 2
    assert run.err == "gone.txt: no such file\n"
    assert "here.txt:1:1" in run.out


# -- options -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["check", "--formt", "json"], "replylint check: unknown option --formt; did you mean '--format'?"),
        (["check", "--customr", DRAFT], "unknown option --customr; did you mean '--customer'?"),
        (["check", "--format", "jsn"], "no 'jsn' here; did you mean 'json'?"),
        (["chek"], "no 'chek' here; did you mean 'check'?"),
        (["rules", "lst"], "no 'lst' here; did you mean 'list'?"),
        (["rules", "show", "priming/negativ-priming"], "did you mean 'priming/negative-priming'?"),
        (["rules", "list", "primming"], "no rule or category 'primming'; did you mean 'priming'?"),
        (["check", "--tz", "Europe/Londn"], "--tz: no zone 'Europe/Londn'; did you mean 'Europe/London'?"),
        (["check", "--now", "2026-11-18T10:30:00"], "has no offset; write 2026-11-18T10:30:00+00:00, or add --tz"),
        (["check", "--now", "tomorrow"], "--now: 'tomorrow' is not an instant such as"),
        (["check", "--profile", "strikt"], "profile: no 'strikt'; did you mean 'strict'?"),
        (["check", "--customer-file", "gone.txt"], "gone.txt: no such file"),
        (["check", "--settings", "gone.toml"], "gone.toml: no such file"),
        (["check", "--pack", "gone"], "gone: no such pack folder"),
    ],
    ids=lambda value: " ".join(value[:3]) if isinstance(value, list) else "",
)
def test_an_option_that_is_not_known(arguments: list[str], said: str, run_cli: Cli) -> None:
    assert said in refusal(run_cli(*arguments, stdin=DRAFT))


# -- packs -------------------------------------------------------------------------------------------------------------

RULES = {
    "a key twice": (rule_text("mill") + "severity: error\n", ":8:1: the key 'severity' stands here twice"),
    "an unknown key": (rule_text("mill") + "advise: none\n", ":8:1: unknown key 'advise'; did you mean 'advice'?"),
    "a severity misspelt": (
        rule_text("mill", "warn"),
        ":3:11: severity: 'warn' is not one of error, warning, suggestion",
    ),
    "an expression": (rule_text('"regex: mi(?=ll)"'), ":7:7: in the phrase 'regex: mi(?=ll)': RE2 refuses it: "),
    "a phrase of nothing": (rule_text('"(wind)? (mill)?"'), ":7:7: in the phrase '(wind)? (mill)?': all of it may be left out"),
    "a backspace": (
        rule_text('"regex: mill\\b"'),
        ":7:7: in the phrase 'regex: mill\\x08': a control character: in double quotation",
    ),
    "a backslash": (
        rule_text(r"'mill\?'"),
        r":7:7: in the phrase 'mill\\?': \ means nothing here; only a phrase that begins with",
    ),
    "a word with its comma": (
        rule_text("'mill,? wheel'"),
        ":7:7: in the phrase 'mill,? wheel': the whole of 'mill,' may be left out; put the sign in brackets",
    ),
    "a list that is not there": (rule_text("<mills>"), ":7:7: in the phrase '<mills>': no word list <mills>"),
    "a trap of YAML": (rule_text("no"), ':7:7: no means something else in YAML; write "no" or true/false'),
    "no check": (rule_text("mill").partition("phrase:")[0], ":1:1: a rule has a check: phrase, fact, limit or asked"),
    "a key that is missing": (rule_text("mill").partition("\n")[2], ":1:1: 'message' is missing"),
    "not YAML": ("message: [\n", ":2:1: not YAML: "),
    "nothing": ("", ":1:1: is empty"),
    "an alias": ("message: &it x\nadvice: *it\n", ":1:10: an alias (*name) stands here; write the value out"),
}


@pytest.mark.parametrize("name", RULES)
def test_a_rule_that_cannot_be_used(name: str, run_cli: Cli, make_pack: Callable[..., Path]) -> None:
    text, said = RULES[name]
    pack = make_pack({"mill/shut": text})
    line = refusal(run_cli("check", "--pack", pack, stdin=DRAFT))
    assert line.startswith(f"{pack / 'mill' / 'shut.yaml'}{said}")


def test_a_pack_without_rules(run_cli: Cli, make_pack: Callable[..., Path], folder: Path) -> None:
    pack = make_pack({})
    assert refusal(run_cli("check", "--pack", pack, stdin=DRAFT)).startswith(f"{pack}: a pack without rules")
    (folder / "empty").mkdir()
    assert "no pack.yaml here: not a pack" in refusal(run_cli("check", "--pack", "empty", stdin=DRAFT))
    file = written(folder, "pack.txt", "x")
    assert "is a file; a pack is a folder" in refusal(run_cli("check", "--pack", file, stdin=DRAFT))


@pytest.mark.parametrize("text", ["[" * 101 + "]" * 101, "[" * 200_000, "- " * 200_000 + "x", "{a: " * 50_000])
def test_yaml_that_is_too_deep(text: str) -> None:
    with pytest.raises(InputError, match="nested too deeply"):
        YamlDocument(text, "deep.yaml")


# -- faults of ours ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("face", [check, hook])
def test_a_fault_of_ours_says_how_to_report_it(face: object, run_cli: Cli, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(told: engine.Conversation, *_: object) -> None:
        raise KeyError(told.turns[0].text)

    monkeypatch.setattr(face, "lint", broken)
    command = "check" if face is check else "hook"
    run = run_cli(command, stdin=DRAFT)
    assert run.code == 2
    assert run.out == ""
    assert "KeyError in test_bad_input.py:" in run.err
    assert "please report it" in run.err
    assert SECRET not in run.err
    assert "Traceback" not in run.err


def test_the_exit_codes_of_the_hook(run_cli: Cli) -> None:
    assert run_cli("hook", stdin="Your lamp ships on Monday 23 March.").code == 0
    assert run_cli("hook", stdin=DRAFT).code == 0
    assert run_cli("hook", "--hold-on", "warning", stdin=DRAFT).code == 1
    assert run_cli("hook", stdin="").code == 2
