"""Anchors: literal strings of which every match of a phrase holds one, and how rare they are."""

from __future__ import annotations

from math import fsum

INNER = "\0"  # before an anchor that may begin inside a word; all others begin where a word does
OPEN = "\1"  # behind an anchor that may end inside a word; all others end where a word does
FEW = 400  # strings of a set that is worth the room that it takes
_SHORT = 5  # characters of a piece of a word that tells something
_COMMON = frozenset(  # in more than one sentence of ten
    "a an and any are as at be been but by can do for from get has have if in is it its may more no not of on or our out so some "
    "that the their them there this to up us was we were what when which who will with would you your i'm we're i've we've it's "
    "that's don't am i me my had all very just also now then here how about could should please thank thanks yours make made "
    "time let know help back one new i'll we'll you're he she they his her did does than into only".split()
)
_FREQUENT = frozenset(  # in one sentence of twenty or fifty
    "account address after again already another app apologies apologise ask before being best call card case change check come "
    "contact customer customers date day days did directly does doing don't down dear details email even every feel find first "
    "free full further give go going good got great happy having hello hi hope hours however information issue it'll keep "
    "kind last like link long look looking money most much must need needed next number off once open option order other over "
    "own page payment phone possible problem question quite really reason receive received refund regards reply request right "
    "same see send sent service set should site since soon sorry still such support sure system take team tell that'll there's "
    "these they thing think those though three through today too try trying two understand until update use used using via want "
    "way well where while why within without work working year years you'll you've yet".split()
)


def share(anchor: str) -> float:
    """Roughly in how many of a reply's sentences an anchor stands."""
    words = bare(anchor).split()
    share = min((0.6 if word in _COMMON else 0.05 if word in _FREQUENT else 0.003 for word in words), default=1.0)
    if len(words) == 1 and words[0] != anchor and len(words[0]) < _SHORT:  # stands in many words
        return max(share, 0.1 if len(words[0]) > 2 else 1.0)
    return share * 0.3 ** (len(words) - 1)


def rank(anchors: frozenset[str]) -> float:
    """How selective a set of anchors is: the fewer sentences hold one of them, the higher."""
    return -fsum(map(share, anchors))  # exact, so that no order of adding tells


def bare(anchor: str) -> str:
    """An anchor without its marks."""
    return anchor.strip(INNER + OPEN)


def edged(anchors: frozenset[str], inner: bool, open_: bool) -> frozenset[str]:
    """The anchors as they are when a piece follows them or is followed without a space."""
    return frozenset(INNER * inner + a.strip(INNER * inner + OPEN * open_) + OPEN * open_ for a in anchors)
