"""The answer to a check in LanguageTool's shape, whole: some clients read a field without asking whether it is there."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import replylint
from replylint.faces.server.languagetool.asked import LANGUAGES, code
from replylint.faces.server.languagetool.marked import Marked
from replylint.faces.server.languagetool.matches import Match
from replylint.finding import Finding
from replylint.reading.sentences import split
from replylint.source import visible
from replylint.wire import Units

USUAL = "en-US"  # the variant that LanguageTool takes English for when it finds the language out
_AROUND = 40  # code points of context on either side of a match
_MOST = 300  # code points of a sentence that are repeated on either side of a match
_SURE = 0.99  # what is known of a language that was found out is yes or no, but a number must stand there
_FOREIGN = "The text does not seem to be English, and only English is checked."
_ISSUE = {"error": "non-conformance", "warning": "style", "suggestion": "style"}
_TYPE = {"error": "Other", "warning": "Other", "suggestion": "Hint"}


def software() -> dict[str, Any]:
    """What answers."""
    built = datetime.fromtimestamp(Path(replylint.__file__).stat().st_mtime, UTC)
    return {
        "name": "replylint",
        "version": replylint.__version__,
        "buildDate": built.strftime("%Y-%m-%d %H:%M:%S %z"),
        "apiVersion": 1,
        "premium": False,
        "premiumHint": "",
        "status": "",
    }


def whole(found: Iterable[Match], text: Marked, language: str | None, english: bool, rules_at: str) -> dict[str, Any]:
    """What was found in a text.

    `language` is what the client said, None when it was found out, and then `english` tells what came out. `rules_at` is
    the address under which the rules are explained.
    """
    units = Units(text.sent)
    sentences = _sentences(text)
    ranges = [(units.at(start), units.at(end)) for start, end in sentences]
    known = [{"language": "en", "rate": 1.0}] if english else []
    return {
        "software": software(),
        "warnings": {"incompleteResults": False} if english else {"incompleteResults": True, "incompleteResultsReason": _FOREIGN},
        "language": _language(language, english),
        "matches": [_match(match, text.sent, units, sentences, rules_at) for match in found],
        "sentenceRanges": [list(each) for each in ranges],
        "extendedSentenceRanges": [{"from": start, "to": end, "detectedLanguages": known} for start, end in ranges],
    }


def _language(told: str | None, english: bool) -> dict[str, Any]:
    shown = told or (USUAL if english else "und")
    named = {"name": LANGUAGES.get(shown, "Undetermined"), "code": shown}
    sure = 1.0 if told else _SURE if english else 0.0
    return {**named, "detectedLanguage": {**named, "confidence": sure, "source": "given" if told else "words"}}


def _sentences(text: Marked) -> list[tuple[int, int]]:
    """Where the sentences stand in what was sent."""
    seen = visible(text.plain)
    places = (text.place(*seen.source(sentence.start, sentence.end)) for sentence in split(seen.text))
    return [place[:2] for place in places if place is not None]


def _match(match: Match, sent: str, units: Units, sentences: list[tuple[int, int]], rules_at: str) -> dict[str, Any]:
    finding, start, end, replacements = match
    offset, length = units.at(start), units.at(end) - units.at(start)
    return {
        "message": f"{finding.message} {finding.advice}",
        "shortMessage": named(finding.rule.partition("/")[2]),
        "replacements": [{"value": words} for words in replacements],
        "offset": offset,
        "length": length,
        "context": _context(sent, start, end, length),
        "sentence": _sentence(sent, start, end, sentences),
        "type": {"typeName": _TYPE[finding.severity]},
        "rule": _rule(finding, rules_at),
        "ignoreForIncompleteSentence": True,  # its end may yet make it right: “we'll look into it” … “by noon”
        "contextForSureMatch": -1,
    }


def _context(sent: str, start: int, end: int, length: int) -> dict[str, Any]:
    """The text around a match. It begins behind the last character of two units before the match, so that a client that
    counts code points marks the same words."""
    first, last = max(0, start - _AROUND), min(len(sent), end + _AROUND)
    first = max((at + 1 for at in range(first, start) if sent[at] > "\uffff"), default=first)
    before, after = "..." if first else "", "..." if last < len(sent) else ""
    text = sent[first:last].replace("\n", " ")
    return {"text": f"{before}{text}{after}", "offset": len(before) + start - first, "length": length}


def _sentence(sent: str, start: int, end: int, sentences: list[tuple[int, int]]) -> str:
    """The sentence of a match; of a very long one, the part around it."""
    at = max(0, bisect_right(sentences, (start, len(sent))) - 1)
    first, last = sentences[at] if sentences else (start, end)
    return sent[max(first, start - _MOST) : max(end, min(last, end + _MOST))].strip()


def _rule(finding: Finding, rules_at: str) -> dict[str, Any]:
    return {
        "id": code(finding.rule),
        "description": f"{named(finding.rule.partition('/')[2])}. Source: {finding.source}",
        "issueType": _ISSUE[finding.severity],
        "urls": [{"value": rules_at + finding.rule}],
        "category": {"id": code(finding.category), "name": named(finding.category)},
        "isPremium": False,
    }


def named(name: str) -> str:
    """A rule's or category's name as words: `Negative priming`."""
    return name.replace("-", " ").capitalize()
