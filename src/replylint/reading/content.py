"""The content words of a stretch of text, in a form in which its wordings can be compared."""

from __future__ import annotations

from functools import lru_cache

from replylint.late import late
from replylint.reading.view import View
from replylint.reading.voice import OPAQUE

_WORD = late(r"[a-z][a-z'&-]*[a-z]|[a-z]")
_EMPTY = frozenset(
    (
        "a about above after again all also am an and any anyone anything are as at back be because been before being below "
        "best both but by came can can't cannot come could dear did didn't do does doesn't doing don't done down each either "
        "else etc even ever every few first for found from further get gets getting give given go goes going good got had has "
        "hasn't have haven't having he hello her here hey hi him his how however i i'd i'll i'm i've if in into is isn't it "
        "it'll it's its itself just keep kind kindly know last least less let let's like look lot made make makes many may me "
        "mean might mine more most much must my myself need needs never new next no non not nothing now of off ok okay on once "
        "one only onto or other our out over own per please quite rather really regards right said same say see she should "
        "simply since so some something soon sorry still such sure take taken tell than thank thanks that that's the their "
        "them then there there's these they they're thing things think this those though through to today together told too "
        "took tried try trying two under until up us use used using usually very want was way we we'd we'll we're we've well "
        "went were what what's when where whether which while who whole why will with within without won't would yes yet you "
        "you'd you'll you're you've your yours"
    ).split()
)
_ENDINGS = (
    ("isations", "is"), ("izations", "iz"), ("ations", ""), ("ation", ""), ("ating", ""), ("ated", ""), ("ates", ""), ("ate", ""),
    ("ments", ""), ("ment", ""), ("ions", ""), ("ion", ""), ("eed", "eed"), ("ies", "y"), ("ied", "y"), ("ings", ""),
    ("ing", ""), ("edly", ""), ("ed", ""), ("es", ""), ("als", ""), ("al", ""), ("ly", ""), ("s", ""), ("e", ""),
)  # fmt: skip
_SHORTEST = 3  # what an ending leaves


@lru_cache(maxsize=4096)
def stem(word: str) -> str:
    """A folded word without its ending: `delivers`, `delivered` and `delivery` come to one form."""
    word = word.removesuffix("'s")
    for ending, rest in _ENDINGS:
        if word.endswith(ending) and not word.endswith("ss") and len(word) - len(ending) + len(rest) >= _SHORTEST:
            word = word[: len(word) - len(ending)] + rest
            break
    if len(word) > _SHORTEST and word[-1] == word[-2] and word[-1] not in "aeiou":  # unplugg, swapp
        word = word[:-1]
    return word[:-1] if len(word) > _SHORTEST and word[-1] in "yi" else word


def stems(folded: str) -> frozenset[str]:
    """The stems of the content words of a folded text."""
    words = (word for found in _WORD.findall(folded) for word in (found, *found.split("-")))
    return frozenset(stem(word) for word in words if word not in _EMPTY and len(word) > 1 and not word.endswith("n't"))


def unmasked(view: View) -> str:
    """The words of a turn's writer, folded, with what is masked inside of them (quotations, addresses) put back."""
    if OPAQUE not in view.text:
        return view.folded
    seen = view.seen.text.lower() if len(view.seen.text.lower()) == len(view.seen.text) else view.seen.text
    return "".join(shown if own == OPAQUE else own for own, shown in zip(view.folded, seen, strict=True))
