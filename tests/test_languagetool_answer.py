"""Answers in LanguageTool's shape: whether a match stands where its words are, and what is offered in its place fits."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import jsonschema
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from conftest import asked
from replylint import examples, fix, packs
from replylint.faces.server import languagetool, openapi, tenants
from replylint.faces.server.languagetool.asked import code
from replylint.faces.server.languagetool.marked import Piece, marked, typed
from replylint.faces.server.languagetool.matches import placed
from replylint.lint import enabled, lint
from replylint.settings import Settings
from replylint.wire import Short
from underlining import SAMPLE, WORDS, checked, service, told, words

DOCS = Path(__file__).parent.parent / "docs"
OWN = tenants.tenant("", packs.load(), Settings())


# -- where a match stands ----------------------------------------------------------------------------------------------


def test_offsets_are_utf16_units_of_the_text_as_sent() -> None:
    answer = checked(text=SAMPLE)
    (match,) = answer["matches"]
    assert (match["offset"], match["length"]) == (35, 15)
    assert answer["sentenceRanges"] == [[0, 51]]
    assert answer["extendedSentenceRanges"] == [{"from": 0, "to": 51, "detectedLanguages": [{"language": "en", "rate": 1.0}]}]
    assert match["sentence"] == SAMPLE


def test_the_context_marks_the_same_words_for_those_who_count_code_points() -> None:
    text = "First 😀.\nThis 😀 is\nnot our problem 😀, and we have told you that more than once in the last few weeks."
    (match,) = checked(text=text)["matches"]
    context = match["context"]
    assert context["text"][context["offset"] : context["offset"] + context["length"]] == WORDS
    assert context["text"].startswith("... is not our problem 😀, and")
    assert context["text"].endswith("...")


@pytest.mark.parametrize(
    "text",
    ["Dear Ana,\r\n\r\nThat is not our problem.", "\ufeffThat\u200b is not\u00a0our problem.", "\f😀\tThat is not our problem"],
)
def test_odd_characters_do_not_move_a_match(text: str) -> None:
    answer = checked(text=text)
    assert [found.replace("\u00a0", " ") for found in words(answer, text)] == [WORDS]
    assert all(0 <= start < end <= len(text) + 1 for start, end in answer["sentenceRanges"])


def annotated(*pieces: dict[str, str]) -> tuple[dict[str, Any], str]:
    sent = "".join(piece.get("text", "") + piece.get("markup", "") for piece in pieces)
    return checked(data=json.dumps({"annotation": pieces}), level="picky"), sent


def test_markup_is_not_read_but_counted() -> None:
    answer, sent = annotated(
        {"markup": "<p title='not our problem'>"},
        {"text": "😀 That is not our "},
        {"markup": "<b>"},
        {"text": "problem"},
        {"markup": "</b>."},
    )
    assert words(answer, sent) == ["not our <b>problem"]
    assert answer["matches"][0]["replacements"] == []
    assert answer["sentenceRanges"] == [[sent.index("😀"), sent.index("</b>") + 1]]
    context = answer["matches"][0]["context"]
    assert context["text"][context["offset"] : context["offset"] + context["length"]] == "not our <b>problem"


def test_markup_is_read_as_it_says() -> None:
    answer, sent = annotated({"text": "That is not"}, {"markup": "&nbsp;", "interpretAs": " "}, {"text": "our problem."})
    assert words(answer, sent) == ["not&nbsp;our problem"]


def test_a_match_begins_and_ends_with_typed_words() -> None:
    answer, sent = annotated({"text": "That is "}, {"markup": "\\n", "interpretAs": "not our "}, {"text": "problem."})
    assert words(answer, sent) == ["problem"]
    answer, sent = annotated({"text": "That is "}, {"markup": "\\n", "interpretAs": "not our problem"}, {"text": "."})
    assert answer["matches"] == []


def test_a_replacement_takes_no_markup_away() -> None:
    answer, sent = annotated({"markup": "<b>"}, {"text": "Unfortunately"}, {"markup": "</b>"}, {"text": ", your lamp is late."})
    assert words(answer, sent) == ["Unfortunately"]
    assert answer["matches"][0]["replacements"] == []
    answer, sent = annotated(
        {"markup": "<b>"}, {"text": "Unfortunately, "}, {"text": "your lamp"}, {"markup": "</b>"}, {"text": " is late."}
    )
    assert words(answer, sent) == ["Unfortunately, your"]
    assert answer["matches"][0]["replacements"] == [{"value": "Your"}]


@given(st.lists(st.builds(Piece, st.text(max_size=4), st.none() | st.text(max_size=3)), max_size=8), st.data())
def test_a_place_leads_back_to_the_typed_words(pieces: list[Piece], data: st.DataObject) -> None:
    text = marked(pieces)
    assert text.sent == "".join(piece.text for piece in pieces)
    start = data.draw(st.integers(0, max(0, len(text.plain) - 1)))
    end = data.draw(st.integers(start + 1, max(start + 1, len(text.plain))))
    origin: list[int | None] = []
    at = 0
    for piece in pieces:
        origin += [at + n for n in range(len(piece.text))] if piece.reads is None else [None] * len(piece.reads)
        at += len(piece.text)
    inside = [place for place in origin[start:end] if place is not None]
    whole = len(inside) == end - start and inside == list(range(inside[0], inside[0] + len(inside)))
    assert text.place(start, end) == ((inside[0], inside[-1] + 1, whole) if inside else None)


BITS = [
    "Unfortunately, ",
    "your lamp",
    " not our problem",
    "😀",
    "\n",
    "\r\n",
    "\u200b",
    ".",
    " ",
    "<b>",
    "&nbsp;",
    "“",
    "> it said\n",
]


@settings(deadline=None)
@given(st.lists(st.builds(Piece, st.sampled_from(BITS), st.none() | st.sampled_from(BITS)), max_size=12))
def test_matches_lie_in_what_was_sent_one_after_another(pieces: list[Piece]) -> None:
    data = [{"text": p.text} if p.reads is None else {"markup": p.text, "interpretAs": p.reads} for p in pieces]
    asks = {"data": json.dumps({"annotation": data}), "language": "en", "level": "picky"}
    sent, last = "".join(piece.text for piece in pieces), 0
    answer = json.loads(languagetool.found(asks, OWN, "http://localhost/")[1])
    for match, marked_words in zip(answer["matches"], words(answer, sent), strict=True):
        assert match["offset"] >= last
        assert match["length"] > 0
        last = match["offset"] + match["length"]
        context = match["context"]
        assert words({"matches": [context]}, context["text"]) == [marked_words.replace("\n", " ")]
    assert last <= len(sent.encode("utf-16-le")) // 2


# -- what may stand there instead --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "marks", "instead"),
    [
        ("Unfortunately, your lamp is late.", "Unfortunately, your", "Your"),
        ("The van, unfortunately, left at noon.", "van, unfortunately, left", "van left"),
        ("Your lamp left on Friday, unfortunately.", "Friday, unfortunately", "Friday"),
        ("Your lamp is late.\nUnfortunately, we are closed.", "Unfortunately, we", "We"),
        ("😀 Unfortunately, iPad cases are late.", "Unfortunately, iPad", "iPad"),
        ("We close at noon 😀, unfortunately.", "unfortunately", None),  # the emoji would have to go into the match
    ],
)
def test_a_replacement_stands_in_the_place_of_the_match(text: str, marks: str, instead: str | None) -> None:
    answer = checked(text=text)
    assert words(answer, text) == [marks]
    assert [each["value"] for each in answer["matches"][0]["replacements"]] == ([instead] if instead else [])


def raised() -> Iterator[tuple[str, str]]:
    """Every example of a house rule that is raised: the rule and the draft."""
    for rule in packs.load().rules:
        file = packs.house() / f"{rule.id}.yaml"
        yield from ((rule.id, example.draft) for example in examples.read(file) if example.bad)


@pytest.mark.slow
def test_a_match_replaced_is_the_draft_fixed() -> None:
    ruleset, offered = packs.load(), 0
    for _, draft in raised():
        findings = [
            found for found in lint(Short(draft).long(), ruleset, Settings(profile="strict")).findings if found.about == "words"
        ]
        found = placed(findings, typed(draft))
        places = [(match.start, match.end) for match in found]
        assert all(end <= after for (_, end), (after, _) in zip(places, places[1:], strict=False))
        for match in found:
            assert match.start < match.end
            fixes = [way for way in match.finding.fixes if way.applies == "automatic"]
            for replacement in match.replacements:
                offered += 1
                made = draft[: match.start] + replacement + draft[match.end :]
                assert made in [fix.applied(draft, way.edits) for way in fixes]
                assert replacement == replacement.strip(), (draft, replacement)
            assert match.replacements or draft[match.start : match.end] == match.finding.text
    assert offered > 100


# -- the shape of an answer --------------------------------------------------------------------------------------------

# The fields and types of answers recorded from LanguageTool 5.5 and 6.6.
RECORDED: dict[str, Any] = {
    "software": {"name": "", "version": "", "buildDate": "", "apiVersion": 1, "premium": False, "premiumHint": "", "status": ""},
    "warnings": {"incompleteResults": False},
    "language": {"name": "", "code": "", "detectedLanguage": {"name": "", "code": "", "confidence": 0.9, "source": ""}},
    "matches": [
        {
            "message": "",
            "shortMessage": "",
            "replacements": [{"value": ""}],
            "offset": 0,
            "length": 0,
            "context": {"text": "", "offset": 0, "length": 0},
            "sentence": "",
            "type": {"typeName": ""},
            "rule": {
                "id": "",
                "description": "",
                "issueType": "",
                "urls": [{"value": ""}],
                "category": {"id": "", "name": ""},
                "isPremium": False,
            },
            "ignoreForIncompleteSentence": False,
            "contextForSureMatch": 0,
        }
    ],
    "sentenceRanges": [[0, 1]],
    "extendedSentenceRanges": [{"from": 0, "to": 1, "detectedLanguages": [{"language": "", "rate": 1.0}]}],
}


def fits(ours: Any, recorded: Any, at: str = "answer") -> None:
    assert type(ours) is type(recorded), at
    if isinstance(ours, dict):
        assert ours.keys() == recorded.keys(), at
        for key, value in ours.items():
            fits(value, recorded[key], f"{at}.{key}")
    elif isinstance(ours, list):
        assert ours, at
        for each in ours:
            fits(each, recorded[0], f"{at}[]")


def test_an_answer_has_every_field_in_its_type() -> None:
    answer = checked(text="Unfortunately, your lamp is late.")
    fits(answer, RECORDED)
    jsonschema.validate(answer, openapi.schemas()["LanguageToolAnswer"])
    jsonschema.validate(checked(text="", language="auto"), openapi.schemas()["LanguageToolAnswer"])
    datetime.strptime(answer["software"]["buildDate"], "%Y-%m-%d %H:%M:%S %z").astimezone(UTC)


def test_a_match_says_what_is_wrong_why_and_after_whom() -> None:
    (match,) = checked(text="That is not our problem.")["matches"]
    assert match["message"].startswith("“not our problem” dismisses what the customer told you")
    assert match["shortMessage"] == "Dismissive"
    rule = match["rule"]
    assert (rule["id"], rule["category"], rule["issueType"]) == ("TONE_DISMISSIVE", {"id": "TONE", "name": "Tone"}, "style")
    assert rule["description"].startswith("Dismissive. Source: ")
    shown = asked(rule["urls"][0]["value"].removeprefix("http://localhost:8817"), None, service())
    assert shown.json()["rule"] == "tone/dismissive"


def test_what_holds_elsewhere_looks_graver_than_style() -> None:
    (match,) = checked(text="Please reply with your password so I can sign in for you.")["matches"]
    assert (match["rule"]["category"]["id"], match["rule"]["issueType"]) == ("SAFETY", "non-conformance")


def test_a_text_without_an_end_is_not_repeated_in_each_match() -> None:
    text = "it is not our problem and " * 100
    response = told(urlencode({"text": text, "language": "en"}).encode())
    assert len(response.json()["matches"]) == 100
    assert len(response.content) < 200_000


def test_an_empty_text_has_no_matches() -> None:
    for text in ("", " \n"):
        answer = checked(text=text)
        assert (answer["matches"], answer["sentenceRanges"]) == ([], [])


def test_what_stands_beside_the_check() -> None:
    languages = asked("/v2/languages", None, service()).json()
    assert {"name": "English (US)", "code": "en", "longCode": "en-US"} in languages
    assert all(each["longCode"].startswith("en") for each in languages)
    length = asked("/v2/maxtextlength", None, service(text=5000))
    assert (length.text, length.headers["content-type"]) == ("5000", "text/plain; charset=utf-8")
    assert asked("/v2/healthcheck", None, service()).text == "OK"
    jsonschema.validate(asked("/v2/info", None, service()).json(), openapi.schemas()["LanguageToolInfo"])


def test_the_api_document_describes_it(folder: Path) -> None:  # noqa: ARG001 - entered
    paths = asked("/openapi.json", None, service()).json()["paths"]
    body = paths["/v2/check"]["post"]["requestBody"]["content"]["application/x-www-form-urlencoded"]
    example = paths["/v2/check"]["post"]["responses"]["200"]["content"]["application/json"]["example"]
    assert words(example, body["example"]["text"]) == ["Unfortunately, the"]
    assert {parameter["name"] for parameter in paths["/v2/check"]["get"]["parameters"]} >= {"text", "level", "customerMessage"}
    assert set(paths["/v2/check"]["get"]["responses"]["413"]["content"]) == {"text/plain"}


def test_the_document_lists_every_rule_that_can_be_underlined() -> None:
    text = (DOCS / "languagetool.md").read_text("utf-8")
    listed = re.findall(r"^\| `([A-Z_]+)` \| (\w+) \| (\w+) \|", text, re.MULTILINE)
    ruleset = packs.load()
    usual = {rule.id for rule in enabled(ruleset, Settings())}
    underlined = [rule for rule in ruleset.rules if rule.about == "words"]
    assert sorted(listed) == sorted(
        (code(rule.id), rule.severity, "standard" if rule.id in usual else "strict") for rule in underlined
    )
