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


_LEAD = late(r"(?:(?:the|an?|our|your|my|is|are|was|be|being|been|to|in|on|with|we|i|please|kindly|this|it|that) )+")
_ENDING = late(r"(?:ing|ed|es|s|e|d)$")
_GAP = r"[\s-]+"
_STEM = 4  # letters that a word keeps when its ending is taken off
_LITTLE = r"(?:(?:of|and|the|for|to|in|on) )?"


def used(folded: str, words: str) -> bool:
    """Whether a folded text has the words of a hit: as they stand, inflected, or spelled out when they are initials."""
    words = " ".join(fold(words).split())
    core = words[found.end() :] if (found := _LEAD.match(words)) and found.end() < len(words) else words
    while (shorter := core.rpartition(" "))[0] and shorter[2] in _AROUND:
        core = shorter[0]
    if not any(word[:_STEM] in folded for word in core.split()) and not (core.isalpha() and len(core) <= _STEM + 2):
        return False
    forms = _GAP.join(map(_inflected, core.replace("-", " ").split()))
    if re.search(rf"(?<!\w){forms}(?!\w)", folded):
        return True
    return spelt(folded, core) is not None


def spelt(folded: str, initials: str) -> str | None:
    """The words of a folded text that begin with these letters, one after the other: what the letters stand for."""
    letters = initials.removesuffix("s") if len(initials) > 2 else initials
    if not (initials.isalpha() and 2 <= len(letters) <= _STEM + 2):
        return None
    ends = (0, len(letters) - 1)  # a short word may be spelled too, but not at the ends: "to last so" is no TLS
    words = (rf"{letter}[a-z]{{{_STEM - 1 if at in ends else 1},}}" for at, letter in enumerate(letters))
    found = re.search(rf"(?<!\w){(_GAP + _LITTLE).join(words)}(?!\w)", folded)
    return found[0] if found else None


def _inflected(word: str) -> str:
    """An expression for a word in any of its forms."""
    stem = _ENDING.sub("", word)
    if len(stem) < _STEM or not word.isalpha():
        return re.escape(word) + "s?"
    return re.escape(stem) + (f"{stem[-1]}?" if stem[-1].isalpha() else "") + "(?:e|es|s|ed|d|ing|er|ers|ion|ions|ment|y)?"


def explanation(folded: str, words: str) -> str | None:
    """Where a folded text explains a term, anywhere in it: the words with which it does, None when it does not."""
    for found in edged(words).finditer(folded):
        before = _BEFORE.search(folded, max(0, found.start() - 60), found.start())
        closed = folded[found.end() : found.end() + 2].lstrip("s").startswith((")", ":", " –", " —", ",")) if before else False
        if before and (not before[0].rstrip("\"'“‘").endswith("(") or closed):
            return before[0]
        if after := _AFTER.match(folded, found.end()):
            return after[0]
    return spelt(folded, fold(words))
