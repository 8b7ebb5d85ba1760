"""Exports are read as streams, however large they are, and what is written in our own formats comes back."""

from __future__ import annotations

import csv
import io
import itertools
import json
import sys
import tempfile
import tracemalloc
from collections.abc import Iterator
from contextlib import suppress
from datetime import datetime, timedelta, timezone
from pathlib import Path
from typing import Any

import pyarrow
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pyarrow import parquet

from replylint import exports, wire
from replylint.conversation import Agent, Conversation, Customer, Turn
from replylint.document import InputError
from replylint.exports import records
from replylint.transcripts import Given, Told

COLUMNS = "conversation role text at author format attachments channel customer customer_email agent team".split()
MB = 1024 * 1024


def told(path: Path) -> list[Told]:
    return list(exports.read(path, None, Given()))


def written(folder: Path, name: str, text: str | bytes) -> Path:
    path = folder / name
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return path


# -- Large files -------------------------------------------------------------------------------------------------------


def conversations(size: int) -> Iterator[dict[str, Any]]:
    """Conversations of about this many characters, for ever."""
    for number in itertools.count():
        yield {"id": f"T-{number}", "turns": [{"role": "agent", "text": f"{number} " + "It ships. " * (size // 10)}]}


def fifty_mb(path: Path) -> int:
    """Write a file of 50 MB in the way its name says; how many conversations it has."""
    count = 50 * MB // 100_000
    each = itertools.islice(conversations(100_000), count)
    with path.open("w") as file:
        if path.suffix == ".csv":
            file.write("conversation,role,text\n")
            file.writelines(f"{data['id']},agent,{data['turns'][0]['text']}\n" for data in each)
        elif path.suffix == ".json":
            parts = (("," if number else "") + json.dumps(data) for number, data in enumerate(each))
            file.writelines(('{"count": 1, "conversations": [', *parts, "]}"))
        else:
            file.writelines(json.dumps(data) + "\n" for data in each)
    return count


@pytest.mark.parametrize("name", ["large.jsonl", "large.json", "large.csv"])
def test_a_large_file_is_never_in_memory(tmp_path: Path, name: str) -> None:
    count = fifty_mb(tmp_path / name)
    tracemalloc.start()
    try:
        assert sum(isinstance(each, Conversation) for each in exports.read(tmp_path / name, None, Given())) == count
        assert tracemalloc.get_traced_memory()[1] < 10 * MB
    finally:
        tracemalloc.stop()


def test_a_parquet_file_is_read_by_batches(tmp_path: Path) -> None:
    rows = [{"conversation": f"T-{number // 2}", "role": "agent", "text": "It ships."} for number in range(5000)]
    parquet.write_table(pyarrow.Table.from_pylist(rows), tmp_path / "many.parquet", row_group_size=500)
    found = told(tmp_path / "many.parquet")
    assert (len(found), {len(each.turns) for each in found if isinstance(each, Conversation)}) == (2500, {2})


def test_only_what_is_asked_for_is_read(tmp_path: Path) -> None:
    path = written(tmp_path, "cut.json", '[{"id": "T-1", "turns": [{"role": "agent", "text": "Hi"}]}, {"id": "T-2", ')
    stream = exports.read(path, "replylint", Given())
    first = next(stream)
    assert isinstance(first, Conversation)
    assert first.id == "T-1"
    with pytest.raises(InputError, match="ends in the middle of a record"):
        next(stream)


def test_a_record_that_is_not_json_within_a_list_costs_itself_alone(tmp_path: Path) -> None:
    good = '{"id": "T-%d", "turns": [{"role": "agent", "text": "Hi"}]}'
    path = written(tmp_path, "list.json", f'[{good % 1},\n {{"id": "T-2", turns: []}},\n{good % 3}]')
    first, error, last = told(path)
    assert [each.id for each in (first, last) if isinstance(each, Conversation)] == ["T-1", "T-3"]
    assert str(error).startswith(f"{path}:2:")
    assert "not JSON" in str(error)


@pytest.mark.parametrize("name", ["a.jsonl", "a.json"])
def test_a_record_too_large_to_hold_is_an_error(tmp_path: Path, name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(records, "LONGEST", 3 * MB)
    long = json.dumps({"turns": [{"role": "agent", "text": "x" * 6 * MB}]})
    short = json.dumps({"turns": [{"role": "agent", "text": "Hi"}]})
    path = written(tmp_path, name, f"{long}\n{short}\n" if name == "a.jsonl" else f"[{long}]")
    if name == "a.json":
        with pytest.raises(InputError, match="a record of more than"):
            list(exports.read(path, "replylint", Given()))
    else:
        assert [isinstance(each, Conversation) for each in told(path)] == [False, True]


@settings(max_examples=40, deadline=None)
@given(
    st.recursive(
        st.none() | st.booleans() | st.integers() | st.text(max_size=5),
        lambda inner: st.lists(inner) | st.dictionaries(st.text(max_size=3), inner),
    ),
    st.integers(1, 9),
)
def test_records_are_what_the_parser_reads_wherever_the_file_is_cut(data: Any, chunk: int) -> None:
    with pytest.MonkeyPatch.context() as patch, tempfile.TemporaryDirectory() as folder:
        patch.setattr(records, "_CHUNK", chunk)
        path = written(Path(folder), "a.json", json.dumps([data, data], ensure_ascii=False, indent=chunk % 2 or None))
        found = list(records.read(path, ()))
        assert [each.data if isinstance(each, records.Record) else each for each in found] == [data, data]


JUNK = (None, True, 0, -1, 1e300, 10**30, "", "x", "\x00", [], {}, [1], [None], {"id": 1}, [{}], [[]], {"a": []}, float("inf"))
VENDORS = {
    "zendesk-api.json": "zendesk",
    "intercom.json": "intercom",
    "freshdesk.json": "freshdesk",
    "freshdesk-v1.json": "freshdesk",
}


def places(data: Any) -> Iterator[tuple[Any, Any]]:
    """Every list or mapping within data, with each of its keys."""
    for key, value in data.items() if isinstance(data, dict) else enumerate(data) if isinstance(data, list) else ():
        yield data, key
        yield from places(value)


@settings(max_examples=150, deadline=None)
@given(st.sampled_from(sorted(VENDORS)), st.integers(0), st.sampled_from(JUNK))
def test_whatever_stands_in_a_record_it_is_read_or_refused(name: str, number: int, junk: Any) -> None:
    data = json.loads((Path(__file__).parent / "exports" / name).read_text("utf-8"))
    found = list(places(data))
    holder, key = found[number % len(found)]
    holder[key] = junk
    with tempfile.TemporaryDirectory() as folder, suppress(InputError):
        path = written(Path(folder), name, json.dumps(data))
        assert all(isinstance(each, Conversation | InputError) for each in exports.read(path, VENDORS[name], Given()))


def test_parquet_without_its_package_says_what_to_install(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    with pytest.raises(InputError, match=r"pip install 'replylint\[parquet\]'"):
        told(written(tmp_path, "a.parquet", b"PAR1"))


# -- There and back ----------------------------------------------------------------------------------------------------

words = st.text(st.characters(exclude_categories=("Cs",), exclude_characters="\x00|"), min_size=1, max_size=40)
names = words.map(str.strip).filter(bool)
instants = st.datetimes(datetime(2020, 1, 1), datetime(2030, 1, 1)).map(
    lambda at: at.replace(tzinfo=timezone(timedelta(hours=-5)), microsecond=0)
)
turns = st.builds(
    Turn,
    role=st.sampled_from(["customer", "agent", "system"]),
    text=words,
    at=instants,
    author=st.none() | names,
    attachments=st.lists(names, max_size=2).map(tuple),
    format=st.sampled_from(["plain", "html", "markdown"]),
)
threads = st.lists(turns, min_size=1, max_size=4).map(
    lambda found: tuple(sorted(found, key=lambda turn: turn.at or datetime.max))
)
ours = st.builds(
    Conversation,
    turns=threads,
    channel=st.sampled_from([None, "email", "chat"]),
    customer=st.none() | st.builds(Customer, name=names, email=st.none() | names),
    agent=st.none() | st.builds(Agent, name=st.none() | names, team=names),
)


def as_rows(all: list[Conversation]) -> Iterator[dict[str, Any]]:
    for each in all:
        customer, agent = each.customer or Customer(), each.agent or Agent()
        about = (each.channel, customer.name, customer.email, agent.name, agent.team)
        for turn in each.turns:
            at = turn.at.isoformat() if turn.at else None
            row = (each.id, turn.role, turn.text, at, turn.author, turn.format, list(turn.attachments), *about)
            yield dict(zip(COLUMNS, row, strict=True))


@settings(max_examples=60, deadline=None)
@given(st.lists(ours, min_size=1, max_size=3))
def test_what_is_written_comes_back(tmp_path_factory: pytest.TempPathFactory, all: list[Conversation]) -> None:
    numbered = [Conversation(**{**vars_of(each), "id": f"T-{number}"}) for number, each in enumerate(all)]
    folder = tmp_path_factory.mktemp("back")
    written(folder, "a.jsonl", "".join(json.dumps(wire.told(each)) + "\n" for each in numbered))
    rows = list(as_rows(numbered))
    table = io.StringIO(newline="")
    writer = csv.DictWriter(table, COLUMNS)
    writer.writeheader()
    writer.writerows({**row, "attachments": "|".join(row["attachments"])} for row in rows)
    written(folder, "a.csv", table.getvalue())
    parquet.write_table(pyarrow.Table.from_pylist(rows, pyarrow.schema(fields())), folder / "a.parquet")
    for name in ("a.jsonl", "a.csv", "a.parquet"):
        assert told(folder / name) == numbered, name


def vars_of(each: Conversation) -> dict[str, Any]:
    return {name: getattr(each, name) for name in each.__dataclass_fields__}


def fields() -> list[tuple[str, pyarrow.DataType]]:
    return [(name, pyarrow.list_(pyarrow.string()) if name == "attachments" else pyarrow.string()) for name in COLUMNS]
