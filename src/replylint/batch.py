"""Tables of replies scored: `score_batch` a record batch of Arrow, `score_batches` a stream of them by several processes.

A row is a draft, in columns named as those of the CSV that `replylint check` reads: `text`, and where they are there `id`,
`customer` (the message that it answers), `channel` and `now`; besides `format`, `at` (when it was sent), `agent` and `team` (who
wrote it), and `thread`: the JSON of the conversation before it, in the shape that `replylint schema conversation` prints. What a
thread tells itself goes before the other columns. Texts may be strings of any kind of Arrow's, dictionaries too; instants are
timestamps with a zone, or ISO 8601 with an offset. A cell that is null or empty is as if it were not there.

Other columns are an `InputError`: give the function only what it is to read, and join what it gives on `id`.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from functools import lru_cache
from pathlib import Path
from typing import Any, NamedTuple

from replylint import pool, schema, scorecard, wire
from replylint.conversation import Conversation, Turn
from replylint.document import InputError, parse_json
from replylint.fault import where
from replylint.finding import Result
from replylint.judgement import loaded
from replylint.lint import lint
from replylint.ruleset import Ruleset
from replylint.scorecard import Card, Scorecard
from replylint.settings import Settings
from replylint.transcripts import Given, situated

try:
    import pyarrow
except ModuleNotFoundError:
    raise ModuleNotFoundError("replylint.batch needs pyarrow: pip install 'replylint[parquet]'", name="pyarrow") from None

__all__ = ["SCHEMA", "check_columns", "score_batch", "score_batches"]

COLUMNS = "id text customer thread channel format at now agent team".split()
_FINDING = pyarrow.struct(
    [
        ("rule", pyarrow.string()),
        ("severity", pyarrow.string()),
        ("start", pyarrow.int32()),
        ("end", pyarrow.int32()),
        ("text", pyarrow.string()),
        ("proven", pyarrow.bool_()),
        ("marks", pyarrow.float64()),
    ]
)
SCHEMA = pyarrow.schema(
    [
        ("id", pyarrow.string()),
        ("total", pyarrow.int32()),
        ("computed", pyarrow.int32()),
        ("band", pyarrow.string()),
        ("passed", pyarrow.bool_()),
        ("why_not", pyarrow.string()),
        ("failed_by", pyarrow.list_(pyarrow.string())),
        ("words", pyarrow.int32()),
        ("verdict", pyarrow.string()),
        ("findings", pyarrow.list_(_FINDING)),
        ("error", pyarrow.string()),
    ]
)
"""What comes out, a row for each that went in. The first six and `failed_by` are the filled scorecard's (`scorecard.Card`), the
places of findings are code points of `text` as given, `marks` what a finding takes of the 100 of its criterion. `error` is null,
or says in one line why the row could not be used; all but `id` are null then."""

_KEPT = 4096  # rows whose scores a process remembers
_LONGEST = 20_000  # characters of such a row: the longer one is, the less likely it comes again
_ROWS = 500  # of a task
_Folder = str | os.PathLike[str]


class _How(NamedTuple):
    """What to score by, as a caller says it."""

    settings: str | os.PathLike[str] | Settings | None
    packs: tuple[_Folder, ...]
    profile: str | None
    scorecard: _Folder | None


class _Bench(NamedTuple):
    """What a process scores by."""

    rules: Ruleset
    settings: Settings
    card: Scorecard


class _Row(NamedTuple):
    """Everything that bears on the score of a row; `id` only where a dismissal is within one conversation."""

    id: str | None
    text: str
    customer: str | None
    thread: str | None
    channel: str | None
    format: str | None
    at: str | None
    now: str | None
    agent: str | None
    team: str | None


def score_batch(
    batch: pyarrow.RecordBatch,
    *,
    settings: str | os.PathLike[str] | Settings | None = None,
    packs: Sequence[_Folder] = (),
    profile: str | None = None,
    scorecard: _Folder | None = None,
) -> pyarrow.RecordBatch:
    """Score every row of a batch: the same number of rows in the same order, of the shape `SCHEMA`.

    `settings`, `packs` and `profile` are those of `replylint.check`, `scorecard` the file of a team's own; all are read once for
    the life of a process. Rows that differ in nothing but their `id` are scored once. The same batch gives the same rows, and a
    `functools.partial` of this can be sent to other processes. Raises `InputError` for arguments and columns that cannot be used.
    """
    check_columns(batch.schema.names)
    bench = _bench(_how(settings, packs, profile, scorecard))
    within = any(dismissal.within for dismissal in bench.settings.dismissals)
    scored: dict[_Row, dict[str, Any]] = {}
    rows = []
    for cells in _rows(batch):
        id = _id(cells.pop("id", None))
        try:
            row = _row(cells, id if within else None)
        except schema.ShapeError as error:
            rows.append({"id": id, "error": str(error)})
            continue
        if row not in scored:
            long = sum(len(cell) for cell in row if cell) > _LONGEST
            scored[row] = _scored(row, bench) if long else _remembered(row, bench)
        rows.append({"id": id, **scored[row]})
    return pyarrow.RecordBatch.from_pylist(rows, schema=SCHEMA)


def score_batches(
    batches: Iterable[pyarrow.RecordBatch],
    workers: int | None = None,
    *,
    settings: str | os.PathLike[str] | Settings | None = None,
    packs: Sequence[_Folder] = (),
    profile: str | None = None,
    scorecard: _Folder | None = None,
) -> Iterator[pyarrow.RecordBatch]:
    """Score the rows of a stream of batches by so many processes, one a processor unless told; the order is kept.

    What comes is cut into batches of at most 500 rows. Few wait at a time, so a stream may be longer than memory. With one worker
    this process does it all; more are started anew ("spawn"), so a script needs its `if __name__ == "__main__":`. Raises
    `InputError` as `score_batch` does.
    """
    count = pool.processors() if workers is None else workers
    if count < 1:
        raise InputError(f"workers: {count}: one at least")
    how = _how(settings, packs, profile, scorecard)
    _bench(how)  # what cannot be used is said here, not by a process that breaks
    return _one_by_one(batches, how) if count == 1 else _pooled(batches, count, how)


def check_columns(names: Sequence[str]) -> None:
    """Raise `InputError` unless these columns can be scored."""
    for name in names:
        if name not in COLUMNS:
            raise InputError(f"unknown column {name!r:.40}{schema.nearest(name, COLUMNS)}")
        if names.count(name) > 1:
            raise InputError(f"the column {name!r} is there twice")
    if "text" not in names:
        raise InputError(f"no column 'text'; the columns found are {', '.join(map(repr, names)) or 'none'}")


def _how(settings: Any, packs: Sequence[_Folder], profile: str | None, scorecard: _Folder | None) -> _How:
    if isinstance(packs, str | os.PathLike):
        raise InputError("packs: expected a list of folders, got a single one")
    return _How(settings, tuple(packs), profile, scorecard)


@lru_cache(maxsize=32)
def _bench(how: _How) -> _Bench:
    rules, settings = loaded(how.settings, how.packs, how.profile)
    return _Bench(rules, settings, scorecard.load(Path(how.scorecard) if how.scorecard else None, rules))


# -- rows in -----------------------------------------------------------------------------------------------------------


class _Unreadable:
    """Stands for a cell that Python has no value for."""


def _rows(batch: pyarrow.RecordBatch) -> Iterator[dict[str, Any]]:
    columns = [_cells(column) for column in batch.columns]
    return (dict(zip(batch.schema.names, cells, strict=True)) for cells in zip(*columns, strict=True))


def _cells(column: pyarrow.Array) -> list[Any]:
    if pyarrow.types.is_timestamp(column.type) and column.type.unit == "ns":  # finer than Python's clock
        column = column.cast(pyarrow.timestamp("us", column.type.tz), safe=False)
    try:
        return list(column.to_pylist())
    except (ValueError, OverflowError):  # one cell is not UTF-8, or no instant of Python's
        return [_cell(scalar) for scalar in column]


def _cell(scalar: Any) -> Any:
    try:
        return scalar.as_py()
    except (ValueError, OverflowError):
        return _Unreadable()


def _id(cell: Any) -> str | None:
    """An id as text; None for what names nothing."""
    return None if cell is None or isinstance(cell, _Unreadable) else str(cell) or None


def _row(cells: Mapping[str, Any], id: str | None) -> _Row:
    """A row without its columns that hold nothing; raises `schema.ShapeError`."""
    told = {name: _text(name, cell) for name, cell in cells.items() if cell is not None and cell != ""}
    if "text" not in told:
        raise schema.ShapeError(("text",), "the draft is empty")
    values: dict[str, Any] = {name: told.get(name) for name in _Row._fields}
    return _Row(**{**values, "id": id})


def _text(name: str, cell: Any) -> str:
    if isinstance(cell, _Unreadable):
        raise schema.ShapeError((name,), "cannot be read: not UTF-8, or an instant that no calendar has")
    if isinstance(cell, datetime) and name in ("at", "now"):
        return cell.isoformat()
    if not isinstance(cell, str):
        raise schema.ShapeError((name,), f"expected text, got {schema.quotable(cell)}")
    return cell


def _conversation(row: _Row) -> Conversation:
    """The conversation of a row, its text the draft; raises `schema.ShapeError`."""
    draft = schema.decode(Turn, _present(role="agent", text=row.text, draft=True, format=row.format, at=row.at))
    told = _present(id=row.id, channel=row.channel, now=row.now, agent=_present(name=row.agent, team=row.team) or None)
    thread = _thread(row.thread) if row.thread else {}
    made = schema.decode(Conversation, {**told, **thread, "turns": [*thread.get("turns", ()), draft]})
    return situated(wire.checked(made), Given(row.customer))


def _present(**values: Any) -> dict[str, Any]:
    return {name: value for name, value in values.items() if value is not None}


def _thread(text: str) -> dict[str, Any]:
    try:
        data = parse_json(text, "")
    except InputError as error:
        raise schema.ShapeError(("thread",), error.what) from None
    if not isinstance(data, dict) or not isinstance(data.get("turns", []), list):
        raise schema.ShapeError(("thread",), "is no conversation: a mapping with a list of turns")
    return _present(**data)


# -- scores out --------------------------------------------------------------------------------------------------------


def _scored(row: _Row, bench: _Bench) -> dict[str, Any]:
    """The scores of a row without its id; what goes wrong with one is told and the others go on."""
    try:
        result = lint(_conversation(row), bench.rules, bench.settings)
    except (schema.ShapeError, InputError) as error:
        return {"error": str(error)}
    except Exception as fault:  # its message could hold a customer's words
        return {"error": f"a fault of replylint's own: {where(fault)}"}
    return _scores(scorecard.filled(bench.card, result), result)


_remembered = lru_cache(maxsize=_KEPT)(_scored)


def _scores(card: Card, result: Result) -> dict[str, Any]:
    marks = {charge.finding: charge.marks for line in card.lines for charge in line.charged}
    return {
        **{name: getattr(card, name) for name in ("total", "computed", "band", "passed", "why_not", "failed_by")},
        "words": result.metrics.words,
        "verdict": result.verdict,
        "findings": [
            {
                "rule": found.rule,
                "severity": found.severity,
                "start": found.span.start,
                "end": found.span.end,
                "text": found.text,
                "proven": found.proven,
                "marks": marks.get(found, 0.0),
            }
            for found in result.findings
        ],
    }


# -- processes ---------------------------------------------------------------------------------------------------------


def _pieces(batches: Iterable[pyarrow.RecordBatch]) -> Iterator[pyarrow.RecordBatch]:
    return (batch.slice(start, _ROWS) for batch in batches for start in range(0, batch.num_rows, _ROWS))


def _one_by_one(batches: Iterable[pyarrow.RecordBatch], how: _How) -> Iterator[pyarrow.RecordBatch]:
    return (score_batch(piece, **how._asdict()) for piece in _pieces(batches))


def _pooled(batches: Iterable[pyarrow.RecordBatch], workers: int, how: _How) -> Iterator[pyarrow.RecordBatch]:
    # a slice would be sent with all that it is cut from
    tasks = (piece.take(pyarrow.array(range(piece.num_rows))) for piece in _pieces(batches))
    return pool.spread(_task, tasks, workers, _start, how)


_mine: list[_How] = []


def _start(how: _How) -> None:
    """In a process of the pool settings made in Python stay one object."""
    _mine.append(how)


def _task(batch: pyarrow.RecordBatch) -> pyarrow.RecordBatch:
    return score_batch(batch, **_mine[0]._asdict())
