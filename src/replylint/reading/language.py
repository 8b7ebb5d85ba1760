"""Whether a text is in English: the rest of the reading would be wrong about any other language."""

from __future__ import annotations

from typing import TYPE_CHECKING

from replylint.late import late
from replylint.reading.matter import grammatical

if TYPE_CHECKING:
    from replylint.reading import Reading, View

_WORD = late(r"[^\W\d_]+(?:'[^\W\d_]+)?")
_LATIN = late(r"[a-z\u00df-\u024f]")
_FEWEST = 6  # words below which any guess is as good as another
_SHARE = 0.15  # of English function words; an English message has 0.35 to 0.6, other languages share a few by chance


def english(reading: Reading, view: View) -> bool:
    """Whether a text is in English, as far as can be told.

    It is not when English function words are rare in it, and those of another language are not (<function-word>,
    <foreign-word>) or it is written in another script.
    """
    words = _WORD.findall(view.folded)
    ours = sum(grammatical(reading.lexicon, word) for word in words)
    if len(words) < _FEWEST:
        return not words or any(map(_LATIN.match, words))
    if ours >= _SHARE * len(words):
        return True
    script = sum(_LATIN.match(word) is None for word in words)
    theirs = sum(word in reading.lexicon["foreign-word"].words for word in words)
    return script * 2 < len(words) and (theirs <= ours or theirs < _SHARE * len(words))
