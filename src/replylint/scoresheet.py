"""The score sheet of a run: a folder to which rows are added, so that a run that was stopped goes on where it was.

`scores.jsonl` has a row a reply, `conversations.jsonl` the conversations they are from, in the same order, `unusable.txt` the
records that could not be used. `progress.json` says how far all of them are good; what lies beyond is cut off.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from types import TracebackType
from typing import IO, Any, NamedTuple

from replylint.document import InputError

ROWS, THREADS, UNUSABLE, PROGRESS = "scores.jsonl", "conversations.jsonl", "unusable.txt", "progress.json"
_FILES = (ROWS, THREADS, UNUSABLE)
_EVERY = 200  # records between two notes of how far it is


class _Good(NamedTuple):
    """How far a sheet is good: records of the exports, how many of them could not be used, and the bytes of each file."""

    records: int
    unusable: int
    sizes: dict[str, int]


class Sheet:
    """One run. `name` stands for everything that bears on its rows: two runs of another name do not mix.

    Raises `InputError` when the folder holds another run, or cannot be written.
    """

    def __init__(self, folder: Path, name: str, fresh: bool = False) -> None:
        self.folder, self.name = folder, name
        self._open: dict[str, IO[bytes]] = {}
        self._fresh = fresh
        self._good = _Good(0, 0, dict.fromkeys(_FILES, 0))

    @property
    def done(self) -> int:
        """Records of the exports that need not be read again."""
        return self._good.records

    @property
    def unusable(self) -> int:
        """How many of them could not be used."""
        return self._good.unusable

    def __enter__(self) -> Sheet:
        with ExitStack() as opened:
            try:
                self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
                self._good = self._resumed()
                for file, size in self._good.sizes.items():
                    stream = opened.enter_context((self.folder / file).open("r+b" if size else "wb"))
                    stream.truncate(size)
                    stream.seek(size)
                    self._open[file] = stream
            except OSError as error:
                raise InputError(f"cannot be written: {error.strerror}", str(self.folder)) from None
            self._streams = opened.pop_all()
        return self

    def __exit__(self, kind: type[BaseException] | None, fault: BaseException | None, trace: TracebackType | None) -> None:
        with self._streams:
            self.save()

    def _resumed(self) -> _Good:
        """How much of what is there is good."""
        file = self.folder / PROGRESS
        if self._fresh or not file.exists():
            return self._good
        try:
            kept = json.loads(file.read_bytes())
            sizes = {each: int(kept["bytes"][each]) for each in _FILES}
            whole = all((self.folder / each).stat().st_size >= size for each, size in sizes.items())
            good = _Good(int(kept["records"]), int(kept["unusable"]), sizes)
        except (ValueError, KeyError, TypeError, FileNotFoundError):
            raise InputError("cannot be gone on with; --fresh starts anew", str(file)) from None
        if kept.get("run") != self.name or not whole:
            raise InputError("holds the scores of another run; name another folder, or --fresh starts anew", str(self.folder))
        return good

    def add(self, rows: Iterable[dict[str, Any]], thread: dict[str, Any]) -> None:
        """A conversation that was scored."""
        lines = [_line(row) for row in rows]
        told = {ROWS: b"".join(lines), THREADS: _line({**thread, "rows": len(lines)})} if lines else {}
        self._add(told, 0)

    def refuse(self, error: InputError) -> None:
        """A record that could not be used."""
        self._add({UNUSABLE: f"{error}\n".encode("utf-8", "replace")}, 1)

    def _add(self, told: dict[str, bytes], unusable: int) -> None:
        """What is added counts from one moment on: when it is stopped in here, it was not added."""
        for file, data in told.items():
            self._open[file].write(data)
        records, refused, sizes = self._good
        grown = {file: size + len(told.get(file, b"")) for file, size in sizes.items()}
        self._good = _Good(records + 1, refused + unusable, grown)
        if self.done % _EVERY == 0:
            self.save()

    def save(self) -> None:
        """Note how far it is."""
        for stream in self._open.values():
            stream.flush()
        records, unusable, sizes = self._good
        told = {"run": self.name, "records": records, "unusable": unusable, "bytes": sizes}
        beside = self.folder / f"{PROGRESS}.new"
        beside.write_text(json.dumps(told), encoding="utf-8")
        os.replace(beside, self.folder / PROGRESS)


class Place(NamedTuple):
    """Where a conversation stands in a sheet: the bytes at which its rows and it begin."""

    row: int
    thread: int


class Scored(NamedTuple):
    """A conversation of a sheet with the rows of its replies."""

    place: Place
    thread: dict[str, Any]
    rows: list[dict[str, Any]]


def scored(folder: Path) -> Iterator[Scored]:
    """The conversations of a sheet, one at a time; raises `InputError` when there is no sheet."""
    with _opened(folder) as (rows, threads):
        while told := _next(rows, threads):
            yield told


def at(folder: Path, places: Iterable[Place]) -> Iterator[Scored]:
    """Those at these places."""
    with _opened(folder) as (rows, threads):
        for place in places:
            rows.seek(place.row)
            threads.seek(place.thread)
            told = _next(rows, threads)
            if told:
                yield told


def rows(folder: Path) -> Iterator[dict[str, Any]]:
    """The rows alone."""
    with _opened(folder) as (lines, _):
        yield from map(json.loads, lines)


@contextmanager
def _opened(folder: Path) -> Iterator[tuple[IO[bytes], IO[bytes]]]:
    try:
        with (folder / ROWS).open("rb") as rows, (folder / THREADS).open("rb") as threads:
            yield rows, threads
    except OSError as error:
        raise InputError(f"holds no scores: {error.strerror}", str(folder)) from None


def _next(rows: IO[bytes], threads: IO[bytes]) -> Scored | None:
    place = Place(rows.tell(), threads.tell())
    line = threads.readline()
    if not line:
        return None
    thread = json.loads(line)
    return Scored(place, thread, [json.loads(rows.readline()) for _ in range(thread["rows"])])


def _line(data: dict[str, Any]) -> bytes:
    return json.dumps(data, ensure_ascii=False).encode("utf-8", "replace") + b"\n"
