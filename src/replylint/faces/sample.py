"""`replylint sample`: which of the scored replies a person looks at."""

from __future__ import annotations

import argparse
import csv
import io
import json
import sys
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import Any

from replylint import audit, schema, scoresheet, store
from replylint.document import InputError
from replylint.faces import options as given_options
from replylint.feed import guarded
from replylint.scorecard import Scorecard

_COLUMNS = ("reply", "agent", "team", "channel", "band", "total", "at")
_THREAD = "thread"  # the key of a conversation beside its row


def run(options: argparse.Namespace) -> int:
    """Print a sample of the replies in a folder of scores; the same seed gives the same one. Raises `InputError`."""
    if options.size < 1:
        raise InputError(f"--size: {options.size}: one at least")
    folder = Path(options.folder)
    rows = audit.drawn(partial(_rows, folder) if options.queue else partial(scoresheet.rows, folder), options.size, options.seed)
    strata = len({audit.stratum(row) for row in rows})
    if len(rows) > options.size:
        print(f"more than --size {options.size}: one of each of {strata} kinds of agent, channel and band", file=sys.stderr)
    if options.queue:
        _queue(options, rows)
    elif options.format == "csv":
        given_options.write_as_is("".join(_csv(rows)))
    else:
        for row in rows:
            print("  ".join(_cells(row)))
        print(f"{len(rows):,} replies; kinds of agent, channel and band: {strata:,}; seed {options.seed}")
    return 0


def _rows(folder: Path) -> Iterator[dict[str, Any]]:
    """Rows with the conversation of each, of which only the sample's are held."""
    return ({**row, _THREAD: told.thread} for told in scoresheet.scored(folder) for row in told.rows)


def _queue(options: argparse.Namespace, rows: list[Mapping[str, Any]]) -> None:
    """Put a sample on the desk, with the scorecard that it was scored by."""
    from replylint import report  # late: a list of names needs no templates

    summary = _summary(Path(options.folder) / report.SUMMARY)
    told = {"pass" if key == "passes" else key: value for key, value in summary["scorecard"].items()}
    card = schema.decode(Scorecard, told)
    replies = [({key: told for key, told in row.items() if key != _THREAD}, row[_THREAD]) for row in rows]
    storage = given_options.desk_storage(given_options.chosen_settings(options))
    with store.open(storage.url) as kept:
        basis = {key: summary[key] for key in ("version", "ruleset", "model")}
        added = kept.desk.queue(options.queue, replies, card, basis, datetime.now(UTC))
    there = f"; {len(rows) - added:,} were there" if added < len(rows) else ""
    print(f"{added:,} replies on the desk in round {schema.quotable(options.queue)}{there}: {store.hidden(storage.url)}")


def _summary(file: Path) -> dict[str, Any]:
    """What the report of a folder says; raises `InputError` when there is none."""
    try:
        found: dict[str, Any] = json.loads(file.read_bytes())
    except FileNotFoundError:
        raise InputError("is not there: finish the `replylint score` of this folder first", str(file)) from None
    except (OSError, ValueError) as error:
        raise InputError(f"cannot be read: {type(error).__name__}", str(file)) from None
    return found


def _csv(rows: list[Mapping[str, Any]]) -> Iterator[str]:
    for cells in (_COLUMNS, *map(_cells, rows)):
        line = io.StringIO()
        csv.writer(line, lineterminator="\n").writerow(map(guarded, cells))
        yield line.getvalue()


def _cells(row: Mapping[str, Any]) -> list[str]:
    """What stands in a line: the reply by the name that `calibrate` and `measure` know it by, then whose it is."""
    told = [row[name] for name in _COLUMNS[1:]]
    return [f"{row['conversation'] or ''}#{row['turn']}", *("" if each is None else str(each) for each in told)]
