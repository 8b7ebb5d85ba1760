"""The conversations of an export: the one place where the commands of trainers read them."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Iterator

from replylint import transcripts
from replylint.calibration.answers import Book, Find, Kind, Known
from replylint.calibration.replies import Judged, Replies, judge
from replylint.conversation import Conversation
from replylint.document import InputError
from replylint.faces import options as given_options
from replylint.ruleset import Ruleset
from replylint.schema import quotable
from replylint.settings import Settings

_MOST_ERRORS = 20
Read = Callable[[str, Kind, str, Find, Known], Book]


def conversations(name: str, options: argparse.Namespace) -> Iterator[transcripts.Told]:
    """The conversations of a file, each bad one as its error; raises `InputError` when it cannot be read."""
    file = given_options.file(name, options.input)
    for _, told in transcripts.numbered(file.text, file.kind, file.name, given_options.given(options)):
        yield told


class Round:
    """A file of answers beside the replies of an export; what cannot be used is an error line, and the others go on."""

    def __init__(self, options: argparse.Namespace) -> None:
        self.options, self.errors = options, 0

    def error(self, error: InputError) -> None:
        """A bad row or conversation; of many only the first are told, as their cause is mostly one."""
        self.errors += 1
        if self.errors <= _MOST_ERRORS:
            print(error, file=sys.stderr)

    def close(self) -> int:
        """The exit code: 2 when something could not be used, else 0."""
        if self.errors > _MOST_ERRORS:
            print(f"and {self.errors - _MOST_ERRORS:,} more errors", file=sys.stderr)
        return 2 if self.errors else 0

    def replies(self) -> Replies:
        """Those of the export."""

        def good() -> Iterator[Conversation]:
            for told in conversations(self.options.export, self.options):
                if isinstance(told, InputError):
                    self.error(told)
                else:
                    yield told

        try:
            return Replies(good())
        except InputError as error:
            raise error if error.file else InputError(error.what, self.options.export) from None

    def answers(self, name: str, read: Read, find: Find, known: Known) -> Book:
        """What people said in a file."""
        file = given_options.file(name, None)
        if file.kind not in ("csv", "jsonl"):
            raise InputError("answers are read from .csv or .jsonl", file.name)
        book = read(file.text, file.kind, file.name, find, known)
        if not book.answers:
            raise book.errors[0] if book.errors else InputError("holds no answer that can be used", file.name)
        for error in book.errors:
            self.error(error)
        return book

    def judged(self, book: Book, replies: Replies, rules: Ruleset, settings: Settings) -> dict[str, Judged]:
        """What the tool says of every reply that people answered for; one that it cannot judge leaves the book."""
        made: dict[str, Judged] = {}
        for name in book.replies:
            try:
                made[name] = judge(replies.conversation(name), rules, settings)
            except InputError as error:
                self.error(InputError(f"{quotable(name)}: {error.what}", self.options.export))
                for told in book.answers.values():
                    told.pop(name, None)
        return made
