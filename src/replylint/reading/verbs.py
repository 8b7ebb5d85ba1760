"""The verbs of the word lists in the forms in which a promise uses them."""

from __future__ import annotations

from functools import lru_cache
from typing import Literal, NamedTuple

from replylint.lexicon import Lexicon

Form = Literal["base", "s", "ing", "done"]
Kind = Literal["investigate", "contact", "act", "share", "arrive", "wait", "none", "other", "unlisted"]
LISTS: dict[Kind, str] = {
    "investigate": "verb-investigate",
    "contact": "verb-contact",
    "share": "verb-share",  # before act, which has the same verbs without their objects
    "act": "verb-act",
    "none": "verb-no-promise",
}
_DONE = {
    "be": "been", "become": "become", "begin": "begun", "bring": "brought", "choose": "chosen", "come": "come",
    "deal": "dealt", "do": "done", "find": "found", "get": "got", "give": "given", "go": "gone", "have": "had",
    "hear": "heard", "hold": "held", "keep": "kept", "know": "known", "leave": "left", "let": "let", "lose": "lost",
    "make": "made", "meet": "met", "pay": "paid", "put": "put", "read": "read", "reset": "reset", "ring": "rung",
    "run": "run", "say": "said", "see": "seen", "send": "sent", "resend": "resent", "set": "set", "show": "shown",
    "speak": "spoken", "take": "taken", "tell": "told", "think": "thought", "write": "written",
}  # fmt: skip
# A form of the past -> its verb; what is "left" mostly remains.
PRESENT = {done: base for base, done in _DONE.items() if done != "left"} | {"spoke": "speak"}
# The same with the forms in which a customer tells what was done; "left" is to leave here. What ends in -ed needs no list.
PAST = {done: base for done, base in PRESENT.items() if done != base} | dict(
    pair.split("/")
    for pair in (
        "began/begin bent/bend blew/blow blown/blow broke/break broken/break built/build rebuilt/rebuild bled/bleed bought/buy "
        "caught/catch chose/choose clung/cling came/come dug/dig drew/draw drawn/draw drove/drive driven/drive ate/eat fed/feed "
        "felt/feel fought/fight flew/fly forgot/forget froze/freeze frozen/freeze gave/give went/go ground/grind hung/hang "
        "hid/hide lit/light lent/lend left/leave meant/mean rang/ring rose/rise ran/run sat/sit saw/see shook/shake shaken/shake "
        "shone/shine shot/shoot shrank/shrink shrunk/shrink slept/sleep slid/slide sold/sell spent/spend spun/spin stood/stand "
        "stuck/stick swept/sweep swung/swing took/take taught/teach threw/throw thrown/throw undid/undo undone/undo redid/redo "
        "redone/redo unwound/unwind wore/wear wound/wind wrote/write retook/retake woke/wake woken/wake used/use tried/try "
        "did/do unstuck/unstick withdrew/withdraw rewrote/rewrite"
    ).split()
)
_DOUBLED = {
    "log", "swap", "refer", "transfer", "submit", "stop", "chat", "ship", "get", "put", "set", "reset", "run", "let",
}  # fmt: skip


class Verb(NamedTuple):
    """A verb of the lists: its words after the first, its class, and its base form."""

    rest: tuple[str, ...]
    kind: Kind
    base: str


def inflected(word: str, form: Form) -> str:
    """A base verb in its -s or -ing form or as a past participle."""
    if form == "base":
        return word
    if form == "s":
        return {"be": "is", "have": "has"}.get(word) or word + ("es" if word.endswith(("o", "s", "sh", "ch", "x")) else "s")
    if form == "done" and word in _DONE:
        return _DONE[word]
    if word in _DOUBLED:
        stem = word + word[-1]
    elif word.endswith("ee"):
        stem = word if form == "ing" else word[:-1]
    elif word.endswith("e"):
        stem = word[:-1]
    elif form == "done" and word.endswith("y") and word[-2] not in "aeou":
        stem = word[:-1] + "i"
    else:
        stem = word
    return stem + ("ing" if form == "ing" else "ed")


@lru_cache(maxsize=16)
def scheduled(lexicon: Lexicon, form: Form) -> dict[str, list[Verb]]:
    """The same of the verbs whose present may tell of something to come."""
    found: dict[str, list[Verb]] = {}
    for entry in lexicon["verb-scheduled"].entries:
        first, *rest = entry.split()
        found.setdefault(inflected(first, form), []).append(Verb(tuple(rest), "arrive", entry))
    return found


@lru_cache(maxsize=16)
def table(lexicon: Lexicon, form: Form) -> dict[str, list[Verb]]:
    """First word in that form -> the verbs that begin with it, those of most words first."""
    found: dict[str, list[Verb]] = {}
    for kind, name in LISTS.items():
        for entry in lexicon[name].entries:
            first, *rest = entry.split()
            found.setdefault(inflected(first, form), []).append(Verb(tuple(rest), kind, entry))
    for verbs in found.values():
        verbs.sort(key=lambda verb: -len(verb.rest))
    return found
