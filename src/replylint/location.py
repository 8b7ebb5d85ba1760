"""Where in its file the characters of a draft stand, when the file holds more than the draft."""

from __future__ import annotations

import csv
import io
import json
import re
from bisect import bisect_right
from collections.abc import Callable, Sequence
from functools import lru_cache

from replylint.conversation import Conversation
from replylint.document import json_place
from replylint.late import late

Where = Callable[[int], tuple[int, int]]  # the offset of a character of the draft -> its line and column in the file
_LINE_END = late(r"\r\n?|\n")
_JSON = late(r"\\u[dD][89abAB]..\\u[dD][c-fC-F]..|\\u....|\\.|.", re.DOTALL)  # what stands for one character
_DOUBLED = late(r'""|.', re.DOTALL)
_FIELD = late(r'(?:"([^"]*(?:""[^"]*)*)"|([^,\r\n]*))(?:,|\r\n?|\n|$)')


def where(text: str, kind: str, line: int, told: Conversation) -> Where:
    """How to find the draft of a conversation that begins on a line of the text of a file; of a mail, whose words are
    encoded, only that line is known."""
    if kind not in ("json", "jsonl", "csv"):
        return lambda _: (line, 1)
    starts = _starts(text, kind)
    begin = 0 if kind == "json" else starts[line - 1]
    places = _in_row(text, begin) if kind == "csv" else _in_json(text, begin, starts[line] if kind == "jsonl" else len(text))
    if len(places) != len(told.turns[told.draft or 0].text) + 1:
        return lambda _: (line, 1)

    def place(offset: int) -> tuple[int, int]:
        number = bisect_right(starts, places[offset])
        return number, places[offset] - starts[number - 1] + 1

    return place


@lru_cache(maxsize=1)
def _starts(text: str, kind: str) -> list[int]:
    """Where each line begins, and where the text ends."""
    ends = _LINE_END.finditer(text) if kind == "csv" else re.finditer("\n", text)
    return [0, *(end.end() for end in ends), len(text) + 1]


def _in_json(text: str, start: int, end: int) -> Sequence[int]:
    """The place in a text of each character of the draft that JSON within it holds, and of the end; none when it is not
    to be found."""
    raw = text[start:end]
    data = json.loads(raw)
    turns = data.get("turns")
    path = ("text",) if turns is None else ("turns", _draft(turns), "text")
    row, column = json_place(raw)(path, False)
    first = column + (start if row == 1 else _starts(text, "json")[row - 1])
    places = []
    for one in _JSON.finditer(text, first, end):
        places.append(one.start())
        if one[0] == '"':
            return places
    return ()


def _draft(turns: list[dict[str, object]]) -> int:
    """The number of the turn to judge, as `Conversation.draft` has it; a customer's message may since have been put first."""
    marked = [number for number, turn in enumerate(turns) if turn.get("draft")]
    return marked[-1] if marked else max(number for number, turn in enumerate(turns) if turn.get("role") == "agent")


def _in_row(text: str, start: int) -> Sequence[int]:
    """The same for the row of a CSV that begins there."""
    head = next(csv.reader(io.StringIO(text, newline="")))
    while text[start : start + 1] in ("\r", "\n"):
        start += 1
    field = _FIELD.match(text, start)
    for _ in range([name.strip() for name in head].index("text")):
        field = field and _FIELD.match(text, field.end())
    if field is None:
        return ()
    if field[1] is None:
        return range(field.start(2), field.end(2) + 1)
    return [*(one.start() for one in _DOUBLED.finditer(text, field.start(1), field.end(1))), field.end(1)]
