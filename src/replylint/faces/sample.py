"""`replylint sample`: which of the scored replies a person looks at."""

from __future__ import annotations

import argparse
import csv
import io
import sys
from collections.abc import Iterator, Mapping
from functools import partial
from pathlib import Path
from typing import Any

from replylint import audit, scoresheet
from replylint.document import InputError
from replylint.faces import options as given_options
from replylint.feed import guarded

_COLUMNS = ("reply", "agent", "team", "channel", "band", "total", "at")


def run(options: argparse.Namespace) -> int:
    """Print a sample of the replies in a folder of scores; the same seed gives the same one. Raises `InputError`."""
    if options.size < 1:
        raise InputError(f"--size: {options.size}: one at least")
    rows = audit.drawn(partial(scoresheet.rows, Path(options.folder)), options.size, options.seed)
    strata = len({audit.stratum(row) for row in rows})
    if len(rows) > options.size:
        print(f"more than --size {options.size}: one of each of {strata} kinds of agent, channel and band", file=sys.stderr)
    if options.format == "csv":
        given_options.write_as_is("".join(_csv(rows)))
        return 0
    for row in rows:
        print("  ".join(_cells(row)))
    print(f"{len(rows):,} replies; kinds of agent, channel and band: {strata:,}; seed {options.seed}")
    return 0


def _csv(rows: list[Mapping[str, Any]]) -> Iterator[str]:
    for cells in (_COLUMNS, *map(_cells, rows)):
        line = io.StringIO()
        csv.writer(line, lineterminator="\n").writerow(map(guarded, cells))
        yield line.getvalue()


def _cells(row: Mapping[str, Any]) -> list[str]:
    """What stands in a line: the reply by the name that `calibrate` and `measure` know it by, then whose it is."""
    told = [row[name] for name in _COLUMNS[1:]]
    return [f"{row['conversation'] or ''}#{row['turn']}", *("" if each is None else str(each) for each in told)]
