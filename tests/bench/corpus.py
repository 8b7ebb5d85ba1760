"""Replies to time with: generated ones, always the same, or those of a file.

`corpus.py COUNT [REPLIES.jsonl]` prints them, a line each: {"told": the conversation, "draft": the text of its draft, "timed":
whether it counts}. The first ones warm up; a tool that remembers what it has read meets each reply once.
"""

from __future__ import annotations

import json
import random
import sys
from pathlib import Path
from typing import Any

FEWEST, MOST = 60, 150  # words of a draft
WARM_UP = 40
_SLOTS = {
    "name": ("Ana", "Tomasz", "Priya", "Joe", "Mrs Okafor", "Lena", "Marc"),
    "agent": ("Maya", "Colin", "Ines", "Bashir"),
    "thing": ("desk lamp", "rail pass", "router", "tent", "monthly invoice", "spare key", "coffee grinder"),
    "place": ("Leeds", "the Porto depot", "our returns bench", "your local office", "the Ghent branch"),
    "day": ("on Tuesday", "yesterday", "this morning", "last Friday"),
    "due": ("by noon tomorrow", "on Thursday by 5 pm", "within two working days", "by 20 May"),
    "sum": ("£18.40", "€112", "$7.95"),
    "number": ("4471", "80-2213", "C1907"),
}
_OPENING = (
    "Thanks for writing about the {thing}.",
    "I have your message about order {number} in front of me.",
    "You asked where the {thing} is, and I looked it up {day}.",
    "That is not how the {thing} should behave, and you shouldn't have had to chase it.",
)
_FACT = (
    "It reached {place} {day} and was scanned there twice.",
    "The charge of {sum} is for the {thing}, and the second one for {sum} has gone back to your card.",
    "Our records show one return under {number}, booked in at {place} {day}.",
    "The part that holds the hinge was missing from the box, so the lid could not close.",
    "You have three of the {thing} on the account, two of them in use.",
    "The fault is in the update of {day}: it resets the address when the page is left open.",
    "Your plan covers repairs in the first year, shipping both ways included.",
    "The form at https://example.org/returns/{number} is filled in except for your signature.",
)
_ACTION = (
    "I have sent a new {thing} from {place}, and it reaches you {due}.",
    "I'll write to you {due} with what {place} says.",
    "Please hold the small button for ten seconds until the light turns green.",
    "You can keep the {thing}; there is no need to post it back.",
    "If nobody is at home, the driver leaves a card with the address of the nearest shop.",
    "I took {sum} off the next invoice, and the new total is on page two.",
    "Open the settings, choose Delivery, and set the address once more.",
    "My colleague at {place} has the photos and repairs it {due}.",
)
_FAULT = (
    "Unfortunately, we can't look up the {thing} from here.",
    "We will look into it and get back to you as soon as possible.",
    "To be honest, this is usually because customers don't read the instructions.",
    "We apologise for any inconvenience caused.",
    "Someone should hopefully be in touch soon.",
    "As I already told you, the {thing} was sent {day}.",
)
_CLOSING = (
    "Just reply here if the light stays red.",
    "Have a good trip, and write to me directly if the gate does not take the code.",
    "Your case number is {number}, should you need it on the phone.",
)
_CUSTOMER = (
    "Hello, where is my {thing}? I ordered it weeks ago, the number is {number}.",
    "I was charged {sum} twice for the {thing}. Can you check that and tell me when I get it back?",
    "The {thing} stopped working {day}. What do I do now?",
)


class Writer:
    """Writes support replies out of sentences of its own; the same seed, the same replies."""

    def __init__(self, seed: int = 2026) -> None:
        self._chance = random.Random(seed)

    def _filled(self, sentence: str) -> str:
        return sentence.format(**{slot: self._chance.choice(words) for slot, words in _SLOTS.items()})

    def sentences(self, count: int, faults: bool = True) -> str:
        """A paragraph of so many sentences, one in eight of them with a fault."""
        made = []
        for number in range(count):
            kinds = (_FAULT,) if faults and self._chance.random() < 1 / 8 else (_FACT, _ACTION)
            made.append(self._filled(self._chance.choice(kinds[number % len(kinds)])))
        return " ".join(made)

    def draft(self, words: int, faults: bool = True) -> str:
        """A reply of about so many words, with greeting, paragraphs and signature."""
        opening = self._filled(f"Hi {{name}},\n\n{self._chance.choice(_OPENING)}")
        closing = self._filled(f"\n\n{self._chance.choice(_CLOSING)}\n\nKind regards,\n{{agent}}")
        body = ""
        while len(f"{opening}{body}{closing}".split()) < words - 6:
            body += ("\n\n" if self._chance.random() < 0.4 else " ") + self.sentences(1, faults)
        return opening + body + closing

    def message(self, words: int) -> str:
        """A customer's message of about so many words, which begins with a question."""
        text = self._filled(self._chance.choice(_CUSTOMER))
        while len(text.split()) < words - 6:
            text += " " + self.sentences(1, faults=False)
        return text

    def conversation(self) -> dict[str, Any]:
        """A customer's message and a reply of 60 to 150 words."""
        asked = {"role": "customer", "text": self._filled(self._chance.choice(_CUSTOMER))}
        text = self.draft(self._chance.randint(FEWEST + 10, MOST - 15))
        return {"turns": [asked, {"role": "agent", "text": text, "draft": True}]}


def draft_of(conversation: dict[str, Any]) -> str:
    """The text of the draft of a conversation in the JSON shape, short or long."""
    if "turns" not in conversation:
        return str(conversation["text"])
    ours = [turn for turn in conversation["turns"] if turn["role"] == "agent"]
    return str(next((turn for turn in ours if turn.get("draft")), ours[-1])["text"])


def replies(file: Path | None, count: int) -> list[dict[str, Any]]:
    """So many conversations with a draft of 60 to 150 words: drawn from a file of JSON lines, else generated."""
    if file is None:
        writer = Writer()
        return [writer.conversation() for _ in range(count)]
    read = [json.loads(line) for line in file.read_text("utf-8").splitlines() if line.strip()]
    fit = [told for told in read if FEWEST <= len(draft_of(told).split()) <= MOST]
    return random.Random(1).sample(fit, min(count, len(fit)))


if __name__ == "__main__":
    wanted, *named = sys.argv[1:]
    made = replies(Path(named[0]) if named else None, int(wanted) + WARM_UP)
    first = min(WARM_UP, max(len(made) - int(wanted), len(made) // 4))
    for number, conversation in enumerate(made):
        print(json.dumps({"told": conversation, "draft": draft_of(conversation), "timed": number >= first}))
