"""A held draft that someone let go: what it is known by, and what an override does to a result. Nothing is kept here."""

from __future__ import annotations

import unicodedata
from collections.abc import Collection

from replylint.conversation import Conversation
from replylint.finding import Override, Result
from replylint.lint import holding
from replylint.reading import Reading
from replylint.reading.voice import OPAQUE
from replylint.ruleset import Ruleset
from replylint.settings import Settings


def own_words(told: Conversation, rules: Ruleset) -> str:
    """The draft's own words in one line, the same whatever its format and whatever is told around it.

    Quotations, quoted history and signature are left out, letters are composed (NFC), white space is one space.
    """
    number = told.draft or 0
    alone = Conversation((told.turns[number],))
    text = Reading(alone, 0, rules.lexicon).draft.text.replace(OPAQUE, " ")
    return " ".join(unicodedata.normalize("NFC", text).split())


def overridden(result: Result, covered: Collection[str], override: Override, settings: Settings) -> Result:
    """The result when an override covers these findings: it passes, unless another one holds the draft.

    A draft that nothing holds may still be warned about, which some gates ask about too: there all warnings count.
    """
    against = holding(result.findings, settings) or [each for each in result.findings if each.severity != "suggestion"]
    if any(found.id not in covered for found in against):
        return result
    return result._replace(verdict="pass", override=override)
