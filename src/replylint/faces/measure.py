"""`replylint measure`: precision and recall of each check on replies that a team labelled itself."""

from __future__ import annotations

import argparse
import json
import sys
from typing import Any

from replylint.calibration import figures, sheet
from replylint.calibration.answers import Book, labels
from replylint.calibration.measure import Apart, Measure, measure
from replylint.calibration.replies import Judged, known
from replylint.faces import options as given_options
from replylint.faces.exports import Round
from replylint.lint import identity


def run(options: argparse.Namespace) -> int:
    """Print the table; exit 2 when some label or conversation could not be used, else 0."""
    rules, settings = given_options.rules_and_settings(options)
    names = known(rules, settings)
    told = Round(options)
    replies = told.replies()
    book = told.answers(options.labels, labels, replies.find, names)
    judged = told.judged(book, replies, rules, settings)
    found = measure(book.answers, judged)
    about = {"ruleset": identity(rules, settings), "profile": settings.profile, **_counts(book)}
    if options.format == "csv":
        sys.stdout.write(figures.as_csv(figures.of_measure(found)))
    elif options.format == "json":
        print(json.dumps(_described(found, about), ensure_ascii=False, indent=2))
    else:
        print(sheet.measured(found, _head(about), _words(judged) if options.show_text else None))
    return told.close()


def _counts(book: Book) -> dict[str, Any]:
    """How many replies and labels there are, and who gave them."""
    told = [raters for replies in book.answers.values() for raters in replies.values()]
    return {
        "replies": len({reply for replies in book.answers.values() for reply in replies}),
        "labels": sum(map(len, told)),
        "raters": sorted({rater for raters in told for rater in raters}),
    }


def _head(about: dict[str, Any]) -> str:
    people = [sheet.plain(rater) for rater in about["raters"] if rater]
    by = f" by {', '.join(people)}" if people else ""
    return f"{about['replies']:,} replies, {about['labels']:,} labels{by}; profile {about['profile']}, {about['ruleset']}"


def _described(found: Measure, about: dict[str, Any]) -> dict[str, Any]:
    told = figures.nested(figures.of_measure(found))
    every = told.pop("all")
    return {
        "schema": 1,
        **about,
        "all": every,
        "checks": told,
        "off": found.off,
        "apart": [each._asdict() for each in found.apart],
    }


def _words(judged: dict[str, Judged]) -> Any:
    """How the words of a disagreement are found: those that were raised, else the whole reply."""

    def words(apart: Apart) -> str:
        result = judged[apart.reply].result
        raised = [found.text for found in result.findings if found.rule == apart.check and found.about == "words"]
        if apart.kind == "false alarm" and raised:
            return " … ".join(f"“{sheet.plain(text)}”" for text in raised)
        return sheet.plain(result.conversation.turns[result.conversation.draft or 0].text)

    return words
