"""What the tests of scores share: exports of one reply, and what a run left in its folder."""

from __future__ import annotations

import json
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

FILES = {"report.html", "scores.jsonl", "scores.csv", "scores.xlsx", "summary.json"}
BESIDE = {"conversations.jsonl", "unusable.txt", "progress.json"}
NASTY = "</script><img src=x onerror=alert(1)>"
SOON = "Thank you for writing about the lamp. We will look into the matter of the lamp and get back to you soon, Ana."
CARD = "name: Desk\npass: 95\ncriteria:\n  - {name: Words, points: 30, checks: [priming, clarity, tone, commitments]}\n"


def contents(folder: Path) -> dict[str, bytes]:
    return {file.name: file.read_bytes() for file in folder.iterdir()}


def figures(folder: Path) -> dict[str, Any]:
    return json.loads((folder / "summary.json").read_text("utf-8"))


def rows(folder: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in (folder / "scores.jsonl").read_text("utf-8").splitlines()]


def told(text: str = SOON, **more: Any) -> str:
    """A line of an export: a message and a reply."""
    asked = {"role": "customer", "author": "Ana", "text": "When does my lamp come? Can I change the colour?"}
    reply = {"role": "agent", "author": more.pop("author", "Tim"), "text": text, **more.pop("turn", {})}
    return json.dumps({"id": "T-1", "channel": "email", **more, "turns": [asked, reply]}) + "\n"


class PageText(HTMLParser):
    """The words of a page, its tags and where its links lead."""

    def __init__(self) -> None:
        super().__init__()
        self.words: list[str] = []
        self.tags: set[str] = set()
        self.links: list[str] = []
        self.ids: list[str] = []

    @classmethod
    def of(cls, page: str) -> str:
        read = cls()
        read.feed(page)
        return " ".join(" ".join(read.words).split())

    def handle_data(self, data: str) -> None:
        self.words.append(data)

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        for name, value in attributes:
            assert not name.startswith("on")
            if name in ("href", "src"):
                self.links.append(value or "")
            if name == "id":
                self.ids.append(value or "")
