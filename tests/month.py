"""A month of replies of a small support team, always the same for the same seed: some good, some with what checks find.

`month.py COUNT` prints so many conversations, a line each.
"""

from __future__ import annotations

import json
import random
import sys
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

START = datetime(2026, 9, 28, 8, 0, tzinfo=UTC)
TEAM = {"Ines": "Orders", "Colin": "Orders", "Maya": "Billing", "Bashir": "Billing", "Tove": "Repairs", "Udo": "Repairs"}
CARE = {"Ines": 0.15, "Colin": 0.5, "Maya": 0.3, "Bashir": 0.6, "Tove": 0.25, "Udo": 0.4}  # how often a sentence goes wrong
CUSTOMERS = ("Ana", "Tomasz", "Priya", "Joe", "Lena", "Marc", "Ruth", "Emeka")
CALM = (
    "Hello, my {thing} from order {number} has not come yet. When will it arrive?",
    "I was charged twice for the {thing}. Can you refund one of the payments?",
    "The {thing} stopped working after a week. What can I do?",
)
ANGRY = (
    "This is unacceptable! Third time I write about the {thing} and nobody answers. Where is order {number}?",
    "I am furious. You charged me twice for the {thing} and ignore me. When do I get my money back?",
)
THINGS = ("desk lamp", "coffee grinder", "rail pass", "tent", "router")
GREETING = ("Hi {name},", "Dear customer,")
SORRY = (
    "I'm sorry that your {thing} gave you this trouble; that was our mistake.",
    "We apologise for any inconvenience this may have caused.",
)
NEWS = (
    "I have booked a new {thing} for you today, and it leaves our store in Leeds on the morning van.",
    "Unfortunately, an error occurred in the system and the request was not processed.",
)
PROMISE = (
    "I'll send you the number of the parcel by Friday at 5 pm.",
    "We will look into it and get back to you as soon as possible. You will hear from us about the money soon.",
)
ASIDE = (
    "You can keep the old {thing}; there is no need to post it back.",
    "As I already told you, you should have read the instructions.",
)
SECRET = "Please send me the password of your account so that I can look."
CLOSING = ("Nothing more is needed from you. Best wishes, {agent}", "Regards, {agent}")
PARTS = (GREETING, SORRY, NEWS, PROMISE, ASIDE, CLOSING)


def conversations(count: int, seed: int = 7) -> Iterator[dict[str, Any]]:
    """So many conversations of one customer each, with one reply or two."""
    dice = random.Random(seed)
    for number in range(count):
        agent = dice.choice(sorted(TEAM))
        words = {
            "name": dice.choice(CUSTOMERS),
            "agent": agent,
            "thing": dice.choice(THINGS),
            "number": str(dice.randrange(1000, 9999)),
        }
        at = START + timedelta(minutes=dice.randrange(5 * 7 * 24 * 60))
        asks = dice.choice(ANGRY if dice.random() < 0.3 else CALM).format(**words)
        turns = [_turn("customer", words["name"], at, asks), _turn("agent", agent, at + timedelta(hours=3), _reply(dice, words))]
        if dice.random() < 0.25:
            later = at + timedelta(days=4)
            turns.append(_turn("customer", words["name"], later, "I still have no news. Did you forget me?"))
            turns.append(_turn("agent", agent, later + timedelta(hours=2), _reply(dice, words)))
        yield {
            "id": f"T-{number + 1}",
            "channel": dice.choice(("email", "email", "chat")),
            "customer": {"name": words["name"]},
            "agent": {"name": agent, "team": TEAM[agent]},
            "turns": turns,
        }


def _reply(dice: random.Random, words: dict[str, str]) -> str:
    parts = [part[dice.random() < CARE[words["agent"]]].format(**words) for part in PARTS]
    if dice.random() < 0.02:
        parts.insert(4, SECRET)
    return f"{parts[0]}\n\n{' '.join(parts[1:-1])}\n\n{parts[-1]}"


def _turn(role: str, author: str, at: datetime, text: str) -> dict[str, Any]:
    return {"role": role, "author": author, "at": at.isoformat(), "text": text}


def lines(count: int, seed: int = 7) -> str:
    """The same as JSON lines."""
    return "".join(f"{json.dumps(each, ensure_ascii=False)}\n" for each in conversations(count, seed))


if __name__ == "__main__":
    for each in conversations(int(sys.argv[1])):
        print(json.dumps(each, ensure_ascii=False))
