"""The parser's opinion on promises of which the grammar is not certain: those whose verb no word list knows."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from operator import attrgetter

from replylint.reading.commitments.commitment import Commitment
from replylint.reading.sentences import Sentence
from replylint.reading.syntax import Word, parse

_start = attrgetter("start")
_MOST = 20_000  # code points of one text that are parsed, which takes some milliseconds a sentence
_ON = frozenset({"on", "into", "with", "for", "through", "over"})


def doubtful(made: Commitment) -> bool:
    """Whether a commitment hangs on what its verb means."""
    return made.kind == "other" and made.form == "will" and made.actor in ("i", "we", "team") and made.condition != "customer"


def settled(text: str, sentences: Sequence[Sentence], found: Iterable[Commitment]) -> Iterator[Commitment]:
    """The commitments with the doubtful ones judged by a parse of their sentence: an act on some matter is `unlisted`,
    which is right two times in three and so worth a suggestion; the others stay `other`, and so do those of the sentences
    beyond any reply's."""
    parsed: dict[Sentence, Sequence[Word]] = {}
    left = _MOST
    for made in found:
        if doubtful(made):
            sentence = sentences[bisect_right(sentences, made.start, key=_start) - 1]
            if sentence not in parsed:
                left -= sentence.end - sentence.start
                parsed[sentence] = parse(text[sentence.start : sentence.end]) if left >= 0 else ()
            if _acts(parsed[sentence], made.start - sentence.start, made.action):
                made = made._replace(kind="unlisted")
        yield made


def _acts(words: Sequence[Word], start: int, action: str) -> bool:
    """Whether the verb `action` after `start` is an active verb with an object that is no mere person or clause."""
    at = next((n for n, w in enumerate(words) if w.start >= start and w.text.lower() == action and w.pos == "VERB"), None)
    if at is None:
        return False
    ours = [w for w in words if w.head == at and w is not words[at]]
    if any(w.relation in ("neg", "ccomp", "nsubjpass") for w in ours):
        return False
    return any(
        (w.relation == "dobj" and w.lemma not in ("you", "we", "i", "it")) or (w.relation == "prep" and w.lemma in _ON)
        for w in ours
    )
