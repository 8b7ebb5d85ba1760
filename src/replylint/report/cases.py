"""The conversations that a report shows whole: the worst by total and those of the dearest sentences, with the words marked."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from heapq import heappush, heappushpop
from typing import Any, NamedTuple

from replylint.report.summary import FOUND
from replylint.scoresheet import Place, Scored

MOST = 300
"""Conversations in a report."""
_TURNS, _LONGEST = 40, 6_000  # turns of a conversation, characters of a turn


class Worst:
    """The places of the worst conversations of all that went by: the lowest total of a reply first."""

    def __init__(self) -> None:
        self._held: list[tuple[int, int, Place]] = []  # the best of them at the head, as it is the next to go
        self._seen = 0
        self.all = 0
        """How many had something that cost marks or failed a reply."""

    def add(self, scored: Scored) -> None:
        """Consider a conversation."""
        self._seen += 1
        lowest = min((row["total"] for row in scored.rows if row["total"] is not None), default=101)
        if not any(row["deductions"] or row["failings"] for row in scored.rows):
            return
        self.all += 1
        entry = (-lowest, -self._seen, scored.place)
        if len(self._held) < MOST:
            heappush(self._held, entry)
        else:
            heappushpop(self._held, entry)

    def places(self) -> list[Place]:
        """The worst first; of the same total in the order of the export."""
        return [place for _, _, place in sorted(self._held, reverse=True)]


class Piece(NamedTuple):
    """A part of a text: `starts` are the ids of the marks that begin here, `on` whether it is marked, `ends` the numbers of
    those that end with it."""

    text: str
    starts: list[str]
    on: bool
    ends: list[tuple[int, str]]


def cases(conversations: Iterable[Scored]) -> Iterator[dict[str, Any]]:
    """Each conversation as a template shows it."""
    for number, scored in enumerate(conversations, 1):
        yield _case(f"c{number}", scored)


def link(case: Mapping[str, Any], turn: int, finding: str) -> str:
    """The id of the words of a finding in a conversation that is shown, or of the finding where they are not marked."""
    found = (each for reply in case["replies"] if reply["row"]["turn"] == turn for each in reply["found"])
    one = next(each for each in found if each["finding"] == finding)
    return f"{'m' if one['marked'] else 'd'}-{one['id']}"


def _case(id: str, scored: Scored) -> dict[str, Any]:
    replies = [_reply(id, row) for row in scored.rows]
    found = {reply["row"]["turn"]: reply["found"] for reply in replies}
    turns, shown = scored.thread["turns"], _shown(found, len(scored.thread["turns"]))
    return {
        "id": id,
        "place": scored.place,
        "name": scored.thread["conversation"],
        "replies": replies,
        "turns": [_turn(id, number, turns[number], found.get(number, ())) for number in shown],
        "left_out": len(turns) - len(shown),
        "lowest": min((row["total"] for row in scored.rows if row["total"] is not None), default=None),
        "passed": all(row["passed"] is not False for row in scored.rows),
    }


def _reply(id: str, row: dict[str, Any]) -> dict[str, Any]:
    found = [{**each, "kind": kind} for kind in FOUND for each in row[kind]]
    for number, each in enumerate(found, 1):
        each.update(number=number, id=f"{id}-t{row['turn']}-{number}")
    return {"row": row, "found": found}


def _shown(found: Mapping[int, Sequence[Any]], turns: int) -> list[int]:
    """The turns that are shown: all, or of many those where something was found, then those before them, then the others."""
    marked = {turn for turn, each in found.items() if each}
    nearness = sorted(range(turns), key=lambda turn: (turn not in marked, turn + 1 not in marked, turn))
    return sorted(nearness[:_TURNS])


def _turn(case: str, number: int, turn: dict[str, Any], found: Iterable[dict[str, Any]]) -> dict[str, Any]:
    text = turn["text"][:_LONGEST]
    return {
        **turn,
        "id": f"{case}-t{number}",
        "number": number,
        "pieces": _pieces(text, list(found)),
        "cut": len(turn["text"]) - len(text),
    }


def _pieces(text: str, found: list[dict[str, Any]]) -> list[Piece]:
    """A text in parts, cut wherever a mark begins or ends; each `found` is told whether its words are marked in it."""
    marks = [(*each["seen"], each) for each in found if each["seen"] and each["seen"][0] < each["seen"][1] <= len(text)]
    for each in found:
        each["marked"] = any(each is mark[2] for mark in marks)
    cuts = sorted({0, len(text), *(edge for mark in marks for edge in mark[:2])})
    return [
        Piece(
            text[start:end],
            [each["id"] for first, _, each in marks if first == start],
            any(first <= start and end <= last for first, last, _ in marks),
            [(each["number"], each["id"]) for _, last, each in marks if last == end],
        )
        for start, end in zip(cuts, cuts[1:], strict=False)
    ]
