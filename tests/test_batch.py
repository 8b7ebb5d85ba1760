"""Tables of replies: the numbers of a single check, a row for a row, whatever the table is like and whoever does the work."""

from __future__ import annotations

import json
import pickle
import subprocess
import sys
from collections.abc import Callable, Iterator
from datetime import datetime
from functools import cache, partial
from pathlib import Path
from typing import Any

import pyarrow
import pyarrow.compute
import pytest
from hypothesis import given
from hypothesis import settings as examples
from hypothesis import strategies as st

import replylint
from conftest import child, rule_text
from month import conversations
from replylint import batch, packs, scorecard, scoring
from replylint.batch import SCHEMA, score_batch, score_batches
from replylint.conversation import Conversation
from replylint.document import InputError
from replylint.schema import decode
from replylint.settings import Dismissal, Settings

SETTINGS = Settings(parser="never")
ASKED = "Where is my teapot? I ordered it on 4 November and it still isn't here. 🙁"
DRAFT = (
    "🙂 Hi Ana,\n\nUnfortunately, we can't ship the teapot before Monday. We'll look into it and get back to you as soon as "
    "possible, and you should have told us.\n\nTim"
)
CARD = "name: Desk\ncriteria:\n  - {name: Words, points: 1, checks: [priming, tone]}\n"
Judged = list[Conversation]


@pytest.fixture(autouse=True)
def forgotten() -> None:
    """No test knows what another one scored."""
    batch._remembered.cache_clear()


@pytest.fixture
def judged(monkeypatch: pytest.MonkeyPatch) -> Judged:
    """The conversations that were judged in this process."""
    seen: Judged = []
    lint = batch.lint

    def counted(told: Conversation, *arguments: Any) -> Any:
        seen.append(told)
        return lint(told, *arguments)

    monkeypatch.setattr(batch, "lint", counted)
    return seen


def table(*rows: dict[str, Any]) -> pyarrow.RecordBatch:
    names = list(dict.fromkeys(name for row in rows for name in row))
    return pyarrow.RecordBatch.from_pydict({name: [row.get(name) for row in rows] for name in names})


def scores(*rows: dict[str, Any], **how: Any) -> list[dict[str, Any]]:
    return list(score_batch(table(*rows), settings=how.pop("settings", SETTINGS), **how).to_pylist())


def joined(batches: Iterator[pyarrow.RecordBatch]) -> list[dict[str, Any]]:
    return [row for each in batches for row in each.to_pylist()]


@cache
def month() -> pyarrow.RecordBatch:
    """Forty replies with their threads, every fourth of them twice."""
    rows = []
    for number, told in enumerate(conversations(40)):
        row = {"text": told["turns"][1]["text"], "at": told["turns"][1]["at"]}
        row["thread"] = json.dumps({**told, "turns": told["turns"][:1]})
        rows += [{"id": f"{number}-{copy}", **row} for copy in range(1 + (number % 4 == 0))]
    return table(*rows)


@cache
def month_scored() -> list[dict[str, Any]]:
    return list(score_batch(month(), settings=SETTINGS).to_pylist())


# -- the same numbers --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("profile", ["standard", "strict"])
def test_a_row_has_the_numbers_of_a_single_check(profile: str) -> None:
    now = "2026-11-18T10:30:00+00:00"
    (row,) = scores({"id": "T-1", "text": DRAFT, "customer": ASKED, "channel": "email", "now": now}, profile=profile)
    result = replylint.check(DRAFT, ASKED, now=now, channel="email", settings=SETTINGS, profile=profile)
    assert {name: row[name] for name in ("total", "computed", "band", "passed", "why_not")} == {
        name: getattr(result.score, name) for name in ("total", "computed", "band", "passed", "why_not")
    }
    assert (row["id"], row["words"], row["verdict"], row["error"]) == ("T-1", result.metrics.words, result.verdict, None)
    assert [(found["rule"], found["severity"], found["start"], found["end"], found["text"]) for found in row["findings"]] == [
        (found.rule, found.severity, found.span.start, found.span.end, found.text) for found in result.findings
    ]
    assert all(DRAFT[found["start"] : found["end"]] == found["text"] for found in row["findings"])


def test_replies_with_their_threads_have_the_numbers_of_a_score_sheet() -> None:
    rules, seen = packs.load(), 0
    card = scorecard.load(None, rules)
    for told in conversations(15, seed=3):
        (*_, sheet) = scoring.rows(decode(Conversation, told), rules, SETTINGS, card)
        reply = told["turns"][-1]
        (row,) = scores({"text": reply["text"], "at": reply["at"], "thread": json.dumps({**told, "turns": told["turns"][:-1]})})
        for name in ("total", "computed", "band", "passed", "why_not", "failed_by", "words"):
            assert row[name] == sheet[name], name
        charged = {found["finding"]: found["marks"] for found in sheet["deductions"]}
        assert sorted(charged.values()) == sorted(found["marks"] for found in row["findings"] if found["marks"])
        seen += len(charged)
    assert seen > 15


def test_a_team_scores_by_its_own_card_and_rules(folder: Path, make_pack: Callable[..., Path]) -> None:
    (folder / "card.yaml").write_text(CARD)
    own = make_pack({"tone/teapot": rule_text("teapot")})
    batch._bench.cache_clear()
    (row,) = scores({"text": DRAFT, "customer": ASKED}, scorecard="card.yaml", packs=[own])
    assert row["computed"] != scores({"text": DRAFT, "customer": ASKED})[0]["computed"]
    assert "tone/teapot" in {found["rule"] for found in row["findings"]}
    marked = {found["rule"].partition("/")[0] for found in row["findings"] if found["marks"]}
    assert marked
    assert marked <= {"priming", "tone"}


# -- rows that cannot be used ------------------------------------------------------------------------------------------

BAD: dict[str, tuple[dict[str, Any], str]] = {
    "no text": ({"text": None}, "text: the draft is empty"),
    "blank": ({"text": " \n"}, "text: the draft is empty"),
    "too long": ({"text": "ab " * 70_000}, "210,000 characters; the limit"),
    "a channel": ({"text": DRAFT, "channel": "emial"}, "did you mean 'email'?"),
    "a format": ({"text": DRAFT, "format": "htm"}, "format: 'htm' is not one of plain, html, markdown"),
    "no offset": ({"text": DRAFT, "at": "2026-11-18T10:30:00"}, "at: 2026-11-18T10:30:00 has no offset"),
    "no instant": ({"text": DRAFT, "now": "soon"}, "now: 'soon' is not an instant"),
    "no JSON": ({"text": DRAFT, "thread": "{"}, "thread: not JSON"),
    "half a character": (
        {"text": DRAFT, "thread": '{"turns": [{"role": "customer", "text": "\\ud800"}]}'},
        "thread: \\ud800 is half",
    ),
    "no conversation": ({"text": DRAFT, "thread": "[]"}, "thread: is no conversation"),
    "turns": ({"text": DRAFT, "thread": '{"turns": {}}'}, "thread: is no conversation"),
    "a key": ({"text": DRAFT, "thread": '{"truns": []}'}, "did you mean 'turns'?"),
    "two drafts": ({"text": DRAFT, "thread": '{"turns": [{"role": "agent", "text": "Hi", "draft": true}]}'}, "a second draft"),
    "a number": ({"text": 4471}, "text: expected text, got 4471"),
    "a list": ({"text": ["Sesamwort"]}, "text: expected text, got a list"),
}


@pytest.mark.parametrize("name", BAD)
def test_a_row_that_cannot_be_used_says_why_in_one_line(name: str) -> None:
    cells, said = BAD[name]
    (row,) = scores({"id": "T-1", **cells})
    assert said in row["error"]
    assert "\n" not in row["error"]
    assert "Sesamwort" not in row["error"]
    assert {key for key, value in row.items() if value is not None} == {"id", "error"}


def test_the_rows_beside_it_are_scored() -> None:
    rows = scores({"id": 1, "text": DRAFT}, {"id": 2}, {"id": None, "text": DRAFT})
    assert [row["id"] for row in rows] == ["1", "2", None]
    assert [row["error"] for row in rows] == [None, "text: the draft is empty", None]
    assert {**rows[0], "id": None} == rows[2]


def test_a_fault_of_ours_costs_its_row_alone_and_tells_no_words(monkeypatch: pytest.MonkeyPatch) -> None:
    def fails(told: Conversation, *_: Any) -> Any:
        raise ValueError(told.turns[-1].text)

    monkeypatch.setattr(batch, "lint", fails)
    (row,) = scores({"text": DRAFT})
    assert row["error"].startswith("a fault of replylint's own: ValueError in test_batch.py:")
    assert "teapot" not in row["error"]


def test_bytes_that_are_no_text_and_instants_beyond_all_calendars_cost_their_rows_alone() -> None:
    broken = pyarrow.StringArray.from_buffers(2, pyarrow.py_buffer(b"\0\0\0\0\2\0\0\0\4\0\0\0"), pyarrow.py_buffer(b"\xff\xfeHi"))
    far = pyarrow.array([2**62, 0], pyarrow.timestamp("s", "UTC"))
    for columns in ({"text": broken}, {"text": pyarrow.array([DRAFT, DRAFT]), "at": far}):
        first, second = score_batch(pyarrow.RecordBatch.from_pydict(columns), settings=SETTINGS).to_pylist()
        assert "cannot be read" in first["error"]
        assert second["error"] is None


@pytest.mark.parametrize(
    ("columns", "said"),
    [
        ({"texts": [DRAFT]}, "unknown column 'texts'; did you mean 'text'?"),
        ({"id": ["1"]}, "no column 'text'; the columns found are 'id'"),
        ({}, "no column 'text'; the columns found are none"),
    ],
)
def test_columns_that_cannot_be_scored_are_an_error(columns: dict[str, list[str]], said: str) -> None:
    with pytest.raises(InputError) as raised:
        score_batch(pyarrow.RecordBatch.from_pydict(columns))
    assert said in str(raised.value)


def test_a_column_that_is_there_twice_is_an_error() -> None:
    twice = pyarrow.RecordBatch.from_arrays([pyarrow.array(["a"]), pyarrow.array(["b"])], names=["text", "text"])
    with pytest.raises(InputError, match="the column 'text' is there twice"):
        score_batch(twice)


def test_arguments_that_cannot_be_used_are_an_error_before_any_process_starts() -> None:
    for how in ({"profile": "strickt"}, {"packs": "folder"}, {"settings": "no.toml"}, {"scorecard": "no.yaml"}, {"workers": 0}):
        with pytest.raises(InputError):
            score_batches([month()], **how)  # type: ignore[arg-type]


# -- tables of every kind ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", ["large_string", "string_view", "dictionary", "sliced"])
def test_text_may_be_stored_in_any_way(kind: str) -> None:
    usual = month()
    if kind == "sliced":
        other = pyarrow.concat_batches([usual, usual]).slice(usual.num_rows)
    else:
        columns = [
            column.dictionary_encode() if kind == "dictionary" else column.cast(getattr(pyarrow, kind)())
            for column in usual.columns
        ]
        other = pyarrow.RecordBatch.from_arrays(columns, names=usual.schema.names)
    assert score_batch(other, settings=SETTINGS).to_pylist() == month_scored()


def test_instants_may_be_timestamps_of_any_unit_in_a_zone() -> None:
    usual = month()
    at = [datetime.fromisoformat(told) for told in usual.column("at").to_pylist()]
    for unit in ("s", "us", "ns"):
        stamps = pyarrow.array(at, pyarrow.timestamp(unit, "UTC"))
        if unit == "ns":
            stamps = pyarrow.compute.add(stamps.cast(pyarrow.int64()), 7).cast(stamps.type)
        other = usual.set_column(usual.schema.get_field_index("at"), "at", stamps)
        assert score_batch(other, settings=SETTINGS).to_pylist() == month_scored()


def test_a_table_without_rows_has_no_scores() -> None:
    made = score_batch(month().slice(0, 0))
    assert (made.num_rows, made.schema) == (0, SCHEMA)


def test_empty_cells_are_as_if_they_were_not_there() -> None:
    bare = scores({"text": DRAFT})
    assert (
        scores({"text": DRAFT, **dict.fromkeys(("id", "customer", "thread", "channel", "format", "at", "now", "agent"), "")})
        == bare
    )


def test_what_a_thread_tells_itself_stands() -> None:
    thread = {"channel": "chat", "agent": {"name": "Ines"}, "turns": [{"role": "customer", "text": ASKED}]}
    told = scores({"text": DRAFT, "thread": json.dumps(thread)})
    assert (
        scores({"text": DRAFT, "thread": json.dumps(thread), "channel": "email", "customer": "Thank you!", "agent": "Tim"})
        == told
    )


# -- once is enough ----------------------------------------------------------------------------------------------------


def test_equal_rows_are_scored_once(judged: Judged) -> None:
    rows = scores(*({"id": str(number), "text": DRAFT, "customer": ASKED} for number in range(20)))
    assert len(judged) == 1
    assert [row.pop("id") for row in rows] == [str(number) for number in range(20)]
    assert all(row == rows[0] for row in rows)
    scores({"text": DRAFT, "customer": ASKED})
    assert len(judged) == 1


def test_the_same_words_elsewhere_are_scored_again(judged: Judged) -> None:
    rows = [
        {"text": DRAFT},
        {"text": DRAFT, "customer": ASKED},
        {"text": DRAFT, "channel": "chat"},
        {"text": DRAFT, "at": "2026-11-18T10:30:00+00:00"},
        {"text": DRAFT, "at": "2026-11-18T11:30:00+01:00"},  # the same instant, and another hour of the day
        {"text": DRAFT, "format": "markdown"},
        {"text": DRAFT, "thread": '{"turns": []}'},
    ]
    scores(*rows)
    scores(*rows, profile="strict")
    assert len(judged) == 2 * len(rows)


def test_a_long_row_is_not_remembered_but_scored_once_in_its_batch(judged: Judged) -> None:
    row = {"text": "Your teapot left Leeds this morning. " * 700}
    scores(row, row)
    assert len(judged) == 1
    scores(row)
    assert len(judged) == 2


def test_what_is_dismissed_within_one_conversation_counts_there_alone() -> None:
    (found,) = (found for found in replylint.check(DRAFT, settings=SETTINGS).findings if found.text == "Unfortunately")
    own = Settings(parser="never", dismissals=(Dismissal(found.id, within="T-1"),))
    first, second = scores({"id": "T-1", "text": DRAFT}, {"id": "T-2", "text": DRAFT}, settings=own)
    assert [found["text"] for found in second["findings"] if found not in first["findings"]] == ["Unfortunately"]


# -- several processes -------------------------------------------------------------------------------------------------


@examples(deadline=None, max_examples=30)
@given(st.lists(st.integers(0, month().num_rows), max_size=6))
def test_however_a_table_is_cut_its_rows_are_the_same(cuts: list[int]) -> None:
    places = [0, *sorted(cuts), month().num_rows]
    pieces = [month().slice(start, end - start) for start, end in zip(places, places[1:], strict=False)]
    assert joined(score_batches(pieces, 1, settings=SETTINGS)) == month_scored()


@pytest.mark.slow
def test_two_processes_give_what_one_gives_in_the_same_order() -> None:
    pieces = [month().slice(start, 5) for start in range(0, month().num_rows, 5)]
    assert joined(score_batches(pieces, 2, settings=SETTINGS)) == month_scored()


@pytest.mark.slow
def test_a_stream_is_not_read_ahead_of_what_is_asked_for() -> None:
    read = 0

    def endless() -> Iterator[pyarrow.RecordBatch]:
        nonlocal read
        while True:
            read += 1
            yield month().slice(0, 2)

    stream = score_batches(endless(), 2, settings=SETTINGS)
    assert next(stream).to_pylist() == month_scored()[:2]
    assert read <= 6
    stream.close()  # type: ignore[attr-defined]


def test_it_can_be_sent_to_another_process() -> None:
    sent = pickle.loads(pickle.dumps(partial(score_batch, settings=SETTINGS, profile="standard")))
    assert sent(month()).to_pylist() == month_scored()


def test_without_pyarrow_it_says_what_to_install() -> None:
    script = "import sys; sys.modules['pyarrow'] = None\nimport replylint.batch"
    done = subprocess.run([sys.executable, "-c", script], env=child(), capture_output=True, text=True, check=False)
    assert "pip install 'replylint[parquet]'" in done.stderr
