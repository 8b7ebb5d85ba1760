"""Terms looked up as they stand, and whether a text says what a term means."""

from __future__ import annotations

import re
from collections.abc import Iterable

from replylint.late import late
from replylint.phrase import fold

_AFTER = late(
    r"s?[\"'”’)]?\s*(?:"
    r"\((?=[^()]*[^\W\d_]{2})[^()\d][^()]{2,}\)|\((?=[^()]* [^()]* )[^()]+\)|"  # (known as …), (2 years of warranty)
    r",?\s\(?(?:that is|that's|which (?:is|are|means?|stands? for)|this means|meaning|means|in other words|"
    r"in plain (?:words|english)|i\.e\.?|or rather|stands? for|is short for|is (?:the|our) (?:name|term|word) for)\b|"
    r",\sor\s(?:the|a|an|our|your)\s|:\s(?:an?|the|our)\s|\s?[–—]\s(?:an?|the|our|that is|meaning)\s)"
)
_AROUND = frozenset(
    "a an the our your my its this that it them is are was were be being been has have in on with to of by".split()
)
_STEM = 2  # letters that are left of a word without its ending
_BEFORE = late(
    r"(?:\b(?:known|referred to|abbreviated|described) as|\b(?:called|named|termed|dubbed)|"
    r"\b(?:name|term|word|short|jargon|code) for|[^\W_]\s?\((?:known as|called|an?|the|our|also)?)"
    r"\s*(?:an?\s|the\s|our\s)?[\"'“‘(]?$"
)


def literally(terms: Iterable[str]) -> re.Pattern[str]:
    """An expression for any of these folded terms as whole words, whatever the space between them."""
    longest = sorted(terms, key=len, reverse=True)
    spaced = (r"\s+".join(map(re.escape, term.split())) for term in longest)
    return re.compile(rf"(?<!\w)(?:{'|'.join(spaced)})(?!\w)")


def edged(words: str) -> re.Pattern[str]:
    """An expression for the words of a hit, standing alone in folded text."""
    return literally([fold(words)])


def inflected(words: str) -> re.Pattern[str]:
    """An expression for the words of a hit in any of their forms: whoever writes of an SLA knows what SLAs are."""
    content = fold(words).split()
    while len(content) > 1 and content[0] in _AROUND:
        content.pop(0)
    while len(content) > 1 and content[-1] in _AROUND:
        content.pop()
    stem = " ".join(content)
    for ending in ("ing", "ed", "es", "s"):
        if stem.endswith(ending) and len(stem) - len(ending) >= _STEM:
            stem = stem.removesuffix(ending)
            break
    spaced = r"\s+".join(map(re.escape, stem.split()))
    return re.compile(rf"(?<!\w)(?:{spaced})(?:e?s|'s|e|ed|ing)?(?!\w)")


def explanation(folded: str, words: str) -> str | None:
    """Where a folded text explains a term, anywhere in it: the words with which it does, None when it does not."""
    for found in edged(words).finditer(folded):
        before = _BEFORE.search(folded, max(0, found.start() - 60), found.start())
        closed = folded[found.end() : found.end() + 2].lstrip("s").startswith((")", ":", " –", " —", ",")) if before else False
        if before and (not before[0].rstrip("\"'“‘").endswith("(") or closed):
            return before[0]
        if after := _AFTER.match(folded, found.end()):
            return after[0]
    return None
