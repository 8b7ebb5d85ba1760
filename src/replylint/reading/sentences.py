"""Where sentences begin and end: one segmentation for every rule.

sentencex (MIT) knows abbreviations, decimals and quotations; what it cannot know is what a line break means in a mail.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from replylint.late import late

_ITEM = late(r"[ \t]*(?:[-*•–▪◦]|\(?\d{1,2}[.)]|[a-h][.)])[ \t]+")
_ONLY_MARKER = late(r"\s*\(?(?:\d{1,2}|[a-h])[.)]\s*")
_AT_ONCE = 5_000  # code points
_GAP = late(r"\s")
_STOP = late(r"[a-z0-9)][.!?][)\"”]*\s+(?=[A-Z(\"“])")
# What the library takes for an abbreviation before a contraction: "Nobody told me. What's that for?"
_CONTRACTED = late(
    r"(?<=[a-z][a-z])[.!?]\s+(?=(?:I|It|That|This|There|Here|We|You|They|He|She|What|Who|Where|When|How|Let|Don|Doesn|Didn|Can"
    r"|Couldn|Won|Wouldn|Isn|Aren|Wasn|Haven|Hasn)['\u2019](?:s|m|d|t|ve|re|ll)\b)"
)
_LONG = 160
_LONGEST = 2_000  # code points: what readings do within a sentence may take the square of its length
_WRAPPED = 55  # a line at least this long that stops without punctuation was wrapped, not ended
_WIDEST = 100  # one longer than this no editor has wrapped


class Sentence(NamedTuple):
    """A sentence: its code points in the readable text, the number of its paragraph, whether it is a list item."""

    start: int
    end: int
    paragraph: int
    item: bool = False


def split(text: str, cuts: Iterable[int] = ()) -> tuple[Sentence, ...]:
    """The sentences of `text` in order, without surrounding white space; `cuts` are places where one must end."""
    borders = {0, len(text), *cuts}
    borders.update(_sentence_starts(text))
    breaks = _line_breaks(text)
    borders.update(breaks)
    found = []
    paragraph = 0
    ordered = sorted(borders)
    for start, end in _bounded(text, ordered):
        if breaks.get(start):
            paragraph += 1
        piece = text[start:end]
        bare = piece.strip()
        if any(map(str.isalnum, bare)) or "\ufffc" in bare:
            start += len(piece) - len(piece.lstrip())
            marker = _ITEM.match(text, start)
            found.append(Sentence(start, start + len(bare), paragraph, marker is not None))
    if not found and (bare := text.strip()):  # nothing but signs
        start = len(text) - len(text.lstrip())
        found.append(Sentence(start, start + len(bare), 0))
    return tuple(found)


def _bounded(text: str, borders: Sequence[int]) -> Iterator[tuple[int, int]]:
    """What lies between the borders; a stretch that is longer than any sentence (a log, a table) is cut between words."""
    for start, end in zip(borders, borders[1:], strict=False):
        while end - start > _LONGEST and (gap := _GAP.search(text, start + _LONGEST, end)):
            yield start, gap.start()
            start = gap.start()
        yield start, end


def _sentence_starts(text: str) -> Iterable[int]:
    yield from (match.end() for match in _CONTRACTED.finditer(text))
    held = False
    for start, said in _boundaries(text):
        if not held:
            yield start
            if len(said) > _LONG and "(" in said:  # the library never ends a sentence within brackets
                yield from (start + match.end() for match in _STOP.finditer(said))
        held = _ONLY_MARKER.fullmatch(said) is not None  # "1. " belongs to what follows it


def _boundaries(text: str) -> Iterator[tuple[int, str]]:
    """The sentences as the library sees them, where they start and their text. It takes the square of the time for a text
    full of quotation marks, so a long text is read in pieces, each from the paragraph (or else the sentence) on that the
    piece before may have cut off."""
    from sentencex import get_sentence_boundaries

    at, whole = 0, True
    while at < len(text):
        found = get_sentence_boundaries("en", text[at : at + _AT_ONCE])
        stop = len(found)
        if at + _AT_ONCE < len(text):
            stop = next((n for n in range(stop - 1, 0, -1) if found[n]["text"].isspace()), max(1, stop - 1))
        for each in found[:stop]:
            if whole or each["start_index"]:
                yield at + each["start_index"], each["text"]
        whole = stop < len(found)
        at += found[stop]["start_index"] if whole else _AT_ONCE


def _line_breaks(text: str) -> dict[int, bool]:
    """Offsets where a line break ends a sentence -> whether a paragraph ends there too."""
    breaks: dict[int, bool] = {}
    start = 0
    while (at := text.find("\n", start)) >= 0:
        line = text[start:at].strip()
        after = at + 1
        next_end = text.find("\n", after)
        following = text[after : next_end if next_end >= 0 else len(text)]
        if not following.strip() or not line:
            breaks[after] = True
        elif _ITEM.match(following) or not _runs_on(line, following.strip()):
            breaks[after] = False
        start = after
    return breaks


def _runs_on(line: str, following: str) -> bool:
    """Whether a line goes on in the next one, as in a mail wrapped by its editor."""
    if line[-1] in ".!?:;" or len(line) < _WRAPPED:
        return line[-1] not in ".!?:;," and following[0].islower()
    return len(line) <= _WIDEST or line[-1] == "," or not following[0].isupper()
