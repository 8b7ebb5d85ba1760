"""`replylint calibrate`: the scores of people against the tool's and against each other's."""

from __future__ import annotations

import argparse
import json
import sys
from typing import Any

from replylint.calibration import figures, sheet
from replylint.calibration.answers import TOOL, Answers, Value, scores
from replylint.calibration.calibrate import Calibration, calibrate
from replylint.calibration.replies import Judged, Replies, known
from replylint.document import InputError
from replylint.faces import options as given_options
from replylint.faces.exports import Round
from replylint.lint import identity


def run(options: argparse.Namespace) -> int:
    """Print the figures of a round; exit 2 when some score or conversation could not be used, else 0."""
    if options.show_text and not options.export:
        raise InputError("--show-text: name the export that the replies are in")
    rules, settings = given_options.rules_and_settings(options)
    told = Round(options)
    replies = told.replies() if options.export else None
    book = told.answers(options.scores, scores, replies.find if replies else str, known(rules, settings))
    people, tool = _parted(book.answers)
    judged: dict[str, Judged] = {}
    if replies:
        if tool:
            raise InputError(f"holds scores of {TOOL}, and an export is named: leave one of them out", options.scores)
        judged = told.judged(book, replies, rules, settings)
        for reply, each in judged.items():
            for item, value in each.answers.items():
                tool.setdefault(item, {})[reply] = value
    if not people:
        raise InputError("holds no score of a person", options.scores)
    fell = {reply: [found.rule for found in each.result.findings if found.gate == "autofail"] for reply, each in judged.items()}
    autofail = [rule.id for rule in rules.rules if rule.gate == "autofail"]
    found = calibrate(people, tool, autofail, fell, book.replies)
    ruleset = identity(rules, settings) if judged else None
    if options.format == "csv":
        sys.stdout.write(figures.as_csv(figures.of_calibration(found)))
    elif options.format == "json":
        print(json.dumps(_described(found, ruleset), ensure_ascii=False, indent=2))
    else:
        print(sheet.calibrated(found, _head(found, ruleset), _words(replies) if options.show_text else None))
    return told.close()


def _parted(answers: Answers) -> tuple[Answers, dict[str, dict[str, Value]]]:
    """What people said, and what the tool said that stands among it."""
    people: Answers = {}
    tool: dict[str, dict[str, Value]] = {}
    for item, replies in answers.items():
        for reply, told in replies.items():
            for rater, value in told.items():
                if rater == TOOL:
                    tool.setdefault(item, {})[reply] = value
                else:
                    people.setdefault(item, {}).setdefault(reply, {})[rater] = value
    return people, tool


def _head(found: Calibration, ruleset: str | None) -> str:
    people = ", ".join(map(sheet.plain, found.raters))
    none = f"no scores of {TOOL}: name the export that the replies are in"
    beside = f"{TOOL} {ruleset or 'as in the file'}" if found.tool else none
    return f"{found.replies:,} replies scored by {people}; {beside}"


def _described(found: Calibration, ruleset: str | None) -> dict[str, Any]:
    told = figures.nested(figures.of_calibration(found))
    ties = [{"reply": reply, "item": item} for item, reply in found.ties]
    discuss = [
        {
            **each._asdict(),
            "tool": sheet.said(each.item, each.tool) if found.tool else None,
            "people": {rater: sheet.said(each.item, value) for rater, value in each.people.items()},
        }
        for each in found.discuss
    ]
    about = {"schema": 1, "ruleset": ruleset, "replies": found.replies, "raters": list(found.raters)}
    return {**about, "items": told, "ties": ties, "discuss": discuss}


def _words(replies: Replies | None) -> Any:
    """How the words of a reply are found."""

    def words(name: str) -> str:
        told = replies.conversation(name) if replies else None
        return sheet.plain(told.turns[told.draft or 0].text) if told else ""

    return words
