"""The score sheet of a run: a folder to which rows are added, so that a run that was stopped goes on where it was.

`scores.jsonl` has a row a reply, `conversations.jsonl` the conversations they are from, in the same order, `unusable.txt` the
records that could not be used. `progress.json` says how far all of them are good; what lies beyond is cut off.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterable, Iterator
from contextlib import ExitStack
from pathlib import Path
from types import TracebackType
from typing import IO, Any

from replylint.document import InputError

ROWS, THREADS, UNUSABLE, PROGRESS = "scores.jsonl", "conversations.jsonl", "unusable.txt", "progress.json"
_FILES = (ROWS, THREADS, UNUSABLE)
_EVERY = 200  # records between two notes of how far it is


class Sheet:
    """One run. `name` stands for everything that bears on its rows: two runs of another name do not mix.

    Raises `InputError` when the folder holds another run, or cannot be written.
    """

    def __init__(self, folder: Path, name: str, fresh: bool = False) -> None:
        self.folder, self.name = folder, name
        self.done = 0
        """Records of the exports that need not be read again."""
        self.unusable = 0
        self._open: dict[str, IO[bytes]] = {}
        self._fresh = fresh

    def __enter__(self) -> Sheet:
        with ExitStack() as opened:
            try:
                self.folder.mkdir(parents=True, exist_ok=True)
                sizes = self._resumed()
                for file in _FILES:
                    stream = opened.enter_context((self.folder / file).open("r+b" if sizes[file] else "wb"))
                    stream.truncate(sizes[file])
                    stream.seek(sizes[file])
                    self._open[file] = stream
            except OSError as error:
                raise InputError(f"cannot be written: {error.strerror}", str(self.folder)) from None
            self._streams = opened.pop_all()
        return self

    def __exit__(self, kind: type[BaseException] | None, fault: BaseException | None, trace: TracebackType | None) -> None:
        self.save()
        self._streams.close()

    def _resumed(self) -> dict[str, int]:
        """How much of each file is good."""
        file = self.folder / PROGRESS
        if self._fresh or not file.exists():
            return dict.fromkeys(_FILES, 0)
        try:
            kept = json.loads(file.read_bytes())
            sizes = {each: int(kept["bytes"][each]) for each in _FILES}
            whole = all((self.folder / each).stat().st_size >= size for each, size in sizes.items())
            self.done, self.unusable = int(kept["records"]), int(kept["unusable"])
        except (ValueError, KeyError, TypeError, FileNotFoundError):
            raise InputError("cannot be gone on with; --fresh starts anew", str(file)) from None
        if kept.get("run") != self.name or not whole:
            raise InputError("holds the scores of another run; name another folder, or --fresh starts anew", str(self.folder))
        return sizes

    def add(self, rows: Iterable[dict[str, Any]], thread: dict[str, Any]) -> None:
        """A conversation that was scored."""
        lines = [_line(row) for row in rows]
        if lines:
            self._open[ROWS].writelines(lines)
            self._open[THREADS].write(_line({**thread, "rows": len(lines)}))
        self._count()

    def refuse(self, error: InputError) -> None:
        """A record that could not be used."""
        self._open[UNUSABLE].write(f"{error}\n".encode())
        self.unusable += 1
        self._count()

    def _count(self) -> None:
        self.done += 1
        if self.done % _EVERY == 0:
            self.save()

    def save(self) -> None:
        """Note how far it is."""
        for stream in self._open.values():
            stream.flush()
        sizes = {file: stream.tell() for file, stream in self._open.items()}
        told = {"run": self.name, "records": self.done, "unusable": self.unusable, "bytes": sizes}
        beside = self.folder / f"{PROGRESS}.new"
        beside.write_text(json.dumps(told), encoding="utf-8")
        os.replace(beside, self.folder / PROGRESS)


def rows(folder: Path) -> Iterator[dict[str, Any]]:
    """The rows of a sheet, one at a time."""
    with (folder / ROWS).open("rb") as lines:
        yield from map(json.loads, lines)


def threads(folder: Path) -> Iterator[tuple[dict[str, Any], list[dict[str, Any]]]]:
    """The conversations of a sheet with their rows, one at a time."""
    of = rows(folder)
    with (folder / THREADS).open("rb") as lines:
        for line in lines:
            thread = json.loads(line)
            yield thread, [next(of) for _ in range(thread["rows"])]


def _line(data: dict[str, Any]) -> bytes:
    return json.dumps(data, ensure_ascii=False).encode("utf-8", "backslashreplace") + b"\n"
