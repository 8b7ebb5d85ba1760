"""Files as helpdesks and mail programs write them, and as nobody does: each record is a conversation or an error."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

from harness import fuzz, watched

with watched():
    from replylint import exports, scoring
    from replylint.conversation import Conversation
    from replylint.document import InputError
    from replylint.transcripts import Given

import seeds

KINDS = tuple(kind for kind in exports.KINDS if kind != "parquet")  # pyarrow's own reader stands before it
SAMPLES = Path(__file__).parent.parent / "exports"
GIVEN = Given(time_zone="Europe/London")


class Desk:
    """A file that is written and read again."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def read(self, data: bytes) -> None:
        """The first byte chooses the kind, the rest is the file; a mail lies in a folder of its own."""
        kind = KINDS[data[0] % len(KINDS)] if data else KINDS[0]
        place = self._folder / f"{kind}.txt"
        file = self._folder / kind / "1.eml" if kind == "eml" else place
        file.parent.mkdir(exist_ok=True)
        file.write_bytes(data[1:])
        with suppress(InputError):
            for told in exports.read(file.parent if kind == "eml" else place, kind, GIVEN, ("shop.example",)):
                assert isinstance(told, Conversation | InputError)
                if isinstance(told, Conversation):
                    scoring.thread(told)

    def seeds(self) -> Iterator[bytes]:
        """The samples of the tests, each as every kind, and texts in the frame of a mail."""
        files = [file.read_bytes() for file in sorted(SAMPLES.rglob("*")) if file.is_file() and file.stat().st_size < 20_000]
        for number in range(len(KINDS)):
            yield from (bytes([number]) + file for file in files)
        head = b"From: Tim <tim@shop.example>\r\nTo: ana@mail.example\r\nSubject: Re: x\r\n\r\n"
        yield from (bytes([KINDS.index("eml")]) + head + text.encode("utf-8", "replace") for text in seeds.TEXTS)


if __name__ == "__main__":
    with tempfile.TemporaryDirectory(prefix="replylint-") as made:
        desk = Desk(Path(made))
        fuzz(desk.read, desk.seeds())
