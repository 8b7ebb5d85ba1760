"""What goes in and what comes out keep to their schemas, and every offset is true."""

from __future__ import annotations

import json
from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from datetime import datetime, timedelta, timezone
from functools import cache
from typing import Any, get_args

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

import places
from conftest import Run
from replylint import contract, packs, schema, wire
from replylint.conversation import Agent, Audience, Calendar, Channel, Conversation, Customer, Glossary, Incident, Role, Sla, Turn
from replylint.lint import lint
from replylint.reading import Reading
from replylint.settings import Settings

Cli = Callable[..., Run]
STRICT = Settings(profile="strict", parser="never")
WORDS = (
    "Unfortunately", "unfortunately", "I’ll", "look", "into", "it", "we", "can't", "ship", "before", "Monday", "soon",
    "will", "get", "back", "to", "you", "sorry", "the", "lamp", "is", "sadly", "don’t", "know", "our", "team",
    "escalated", "order", "4471", "as", "possible", "please", "Thanks", "Hi", "Ana,", "Regards,", "Tim", "I'm afraid",
)  # fmt: skip
SIGNS = (
    " ", " ", " ", " ", "\n", "\r\n", "\n\n", "\t", "\u00a0", "\u200b", "\u200d", "\ufeff", "\u2028", ".", ". ", "!",
    "?", ", ", "…", ":", "🙂", "👩🏽‍🔧", "日本", "é", "e\u0301", "İ", "ß", "&amp;", "&nbsp;", "&#128578;", "&", "<b>",
    "</b>", "<p>", "</p>", "**", "_", "`", '"', "“", "”", "'", "’", "> ", "On Monday Ana wrote:\n", "- ", "{name}",
    "https://a.example/x",
)  # fmt: skip
replies = st.lists(st.one_of(st.sampled_from(WORDS), st.sampled_from(SIGNS)), min_size=1, max_size=40).map("".join)
spaced = st.lists(st.sampled_from(WORDS + SIGNS), min_size=1, max_size=30).map(" ".join)
texts = st.one_of(replies, spaced).filter(lambda text: bool(text.strip()))
formats = st.sampled_from(("plain", "html", "markdown"))
customers = st.one_of(st.none(), texts)

LONG: dict[str, Any] = {
    "id": "T-4471",
    "channel": "email",
    "customer": {"name": "Ana Ruiz", "names": ["Ana"], "time_zone": "Europe/Madrid"},
    "agent": {"id": "7", "name": "Tim", "team": "Returns", "time_zone": "Europe/London"},
    "now": "2026-11-18T10:30:00-05:00",
    "calendar": {"time_zone": "Europe/London", "hours": {"mon-fri": "09:00-18:00"}, "holidays": ["2026-12-25"]},
    "sla": {"due": "2026-11-19T10:30:00Z", "hand_over": {"engineering": "PT4H"}},
    "incident": "open",
    "audience": "business",
    "glossary": {"allowed": ["Lumina"], "banned": {"SKU": "article number"}},
    "template": False,
    "meta": {"anything": [1, None]},
    "turns": [
        {"role": "customer", "text": "Where is my lamp?", "at": "2026-11-18T09:02:00-05:00", "attachments": ["a.png"]},
        {"role": "system", "text": "Merged."},
        {
            "role": "agent",
            "text": "Unfortunately, we'll look into it.",
            "draft": True,
            "format": "plain",
            "author": "Tim",
        },
    ],
}
SHORT = {
    "text": "Unfortunately, I'll look into it.",
    "customer_message": "Where is my lamp?",
    "format": "plain",
    "now": "2026-11-18T10:30:00-05:00",
}


@cache
def validator(shape: str) -> Draft202012Validator:
    return Draft202012Validator(contract.conversation_schema() if shape == "conversation" else contract.result_schema())


@pytest.mark.parametrize("shape", ["conversation", "result"])
def test_the_schemas_are_schemas(shape: str, run_cli: Cli) -> None:
    printed = json.loads(run_cli("schema", shape).out)
    Draft202012Validator.check_schema(printed)
    assert printed == validator(shape).schema
    assert json.loads(run_cli("schema").out)[shape] == printed


@pytest.mark.parametrize("told", [LONG, SHORT, {"text": "Hello."}, {"turns": [{"role": "agent", "text": "Hello."}]}])
def test_a_conversation_that_the_schema_takes_is_taken(told: dict[str, Any], run_cli: Cli) -> None:
    validator("conversation").validate(told)
    run = run_cli("check", "--input", "json", "--format", "json", "--explain", stdin=json.dumps(told))
    assert run.err == ""
    validator("result").validate(json.loads(run.out))


@pytest.mark.parametrize(
    "told",
    [
        {},
        {"text": 3},
        {"text": "x", "txet": "x"},
        {"text": "x", "channel": "fax"},
        {"turns": [{"role": "agnet", "text": "x"}]},
        {"turns": [{"role": "agent"}]},
        {"turns": "x"},
        {"turns": []},
        {"turns": [{"role": "customer", "text": "x"}]},
        {"text": " \u2003\x1c"},
        {"text": "x", "now": "1899-12-31T00:00:00Z"},
        {"turns": [{"role": "agent", "text": "x", "draft": "yes"}]},
    ],
)
def test_a_conversation_that_the_schema_refuses_is_refused(told: dict[str, Any], run_cli: Cli) -> None:
    assert not validator("conversation").is_valid(told)
    assert run_cli("check", "--input", "json", stdin=json.dumps(told)).code == 2


def test_what_is_said_of_the_situation_counts(run_cli: Cli) -> None:
    result = json.loads(run_cli("check", "--input", "json", "--format", "json", stdin=json.dumps(LONG)).out)
    assert result["id"] == "T-4471"
    assert {"customer", "clock", "name", "incident"}.isdisjoint(result["not_applicable"])
    assert {f["turn"] for f in result["findings"]} == {2}
    assert [made["text"] for made in result["commitments"]] == ["we'll look into it"]


def told_of(text: str, format: Any, customer: str | None) -> Conversation:
    before = (Turn("customer", customer),) if customer else ()
    return Conversation((*before, Turn("agent", text, draft=True, format=format)))


@settings(deadline=None, max_examples=100)
@given(text=texts, format=formats, customer=customers)
def test_every_place_is_true(text: str, format: str, customer: str | None) -> None:
    told = told_of(text, format, customer)
    result = wire.encode(lint(told, packs.load(), STRICT, explain=True), told)
    validator("result").validate(result)
    places.check_result(result, told)


@settings(deadline=None, max_examples=60)
@given(text=texts, format=formats, customer=customers)
def test_a_finding_stays_within_a_sentence(text: str, format: str, customer: str | None) -> None:
    told = told_of(text, format, customer)
    rules = packs.load()
    reading = Reading(told, told.draft or 0, rules.lexicon)
    for found in lint(told, rules, STRICT).findings:
        view = reading.draft if found.about == "absence" else reading.whole  # an absence is of the agent's own words
        ranges = [view.span(sentence.start, sentence.end) for sentence in view.sentences]
        place = found.span
        touched = [r for r in ranges if r.start < place.end and place.start < r.end]  # signs on a line belong to none
        assert all(r.start <= place.start and place.end <= r.end for r in touched), (found.rule, found.text)


@settings(deadline=None, max_examples=60)
@given(texts=st.lists(texts, min_size=1, max_size=4))
def test_the_long_form_in_and_out_loses_nothing(texts: list[str]) -> None:
    turns = [{"role": "customer", "text": text} for text in texts[:-1]]
    told = wire.conversation({"turns": [*turns, {"role": "agent", "text": texts[-1], "draft": True}]})
    assert [turn.text for turn in told.turns] == texts


ANY = st.one_of(st.text(max_size=9), st.sampled_from(("half \ud83d a character", "\0", "🙂")))
ZONES = st.integers(-86_399, 86_399).map(lambda seconds: timezone(timedelta(seconds=seconds)))
INSTANTS = st.none() | st.datetimes(datetime(1900, 1, 1), datetime(2999, 12, 31), timezones=ZONES)
PLAIN = st.recursive(
    st.none() | st.booleans() | st.integers() | ANY, lambda below: st.lists(below) | st.dictionaries(ANY, below), max_leaves=5
)
TURNS = st.builds(
    Turn,
    role=st.sampled_from(get_args(Role)),
    text=ANY,
    at=INSTANTS,
    author=st.none() | ANY,
    attachments=st.lists(ANY, max_size=2).map(tuple),
    draft=st.booleans(),
    format=formats,
)
CONVERSATIONS = st.builds(
    Conversation,
    turns=st.lists(TURNS, max_size=4).map(tuple),
    id=st.none() | ANY,
    channel=st.none() | st.sampled_from(get_args(Channel)),
    customer=st.none() | st.from_type(Customer),
    agent=st.none() | st.from_type(Agent),
    now=INSTANTS,
    calendar=st.none() | st.from_type(Calendar),
    sla=st.none() | st.builds(Sla, due=INSTANTS, hand_over=st.dictionaries(ANY, ANY)),
    incident=st.none() | st.sampled_from(get_args(Incident)),
    audience=st.none() | st.sampled_from(get_args(Audience)),
    glossary=st.none() | st.from_type(Glossary),
    template=st.booleans(),
    meta=PLAIN,
)


@settings(deadline=None, max_examples=200)
@given(made=CONVERSATIONS)
def test_a_conversation_told_is_that_conversation(made: Conversation) -> None:
    told = json.loads(json.dumps(wire.told(made)))
    assert schema.decode(Conversation, told) == made
    assert wire.told(schema.decode(Conversation, told)) == told
    with suppress(schema.ShapeError):  # of what is to be linted more is asked
        assert wire.conversation(told) == made


def test_what_was_told_is_told_again() -> None:
    assert wire.told(wire.conversation(LONG)) == {
        key: value for key, value in LONG.items() if key not in ("template", "turns", "sla")
    } | {
        "sla": {**LONG["sla"], "due": "2026-11-19T10:30:00+00:00"},
        "turns": [*LONG["turns"][:2], {key: value for key, value in LONG["turns"][2].items() if key != "format"}],
    }


def test_the_same_input_gives_the_same_bytes(run_process: Cli) -> None:
    lines = [
        json.dumps(LONG),
        json.dumps(SHORT),
        json.dumps({"text": "🙂 I’m afraid it’s late, sorry. We will get back soon."}),
    ]
    told = {"stdin": "\n".join(lines)}
    command = ("check", "--input", "jsonl", "--format", "jsonl", "--profile", "strict", "--explain")
    here = run_process(*command, **told, PYTHONHASHSEED="1", LC_ALL="C", TZ="Asia/Tokyo")
    there = run_process(*command, **told, PYTHONHASHSEED="2", LC_ALL="C.UTF-8", TZ="America/New_York")
    assert here.out == there.out
    assert here.out.count("\n") == 3


def test_a_term_of_nothing_but_space_bans_nothing() -> None:
    told = replace(wire.conversation({"text": "Fine."}), glossary=Glossary(banned={" ": "x", "": "y"}))
    assert lint(told, packs.load(), STRICT).findings == ()


def test_a_finding_keeps_its_id_while_its_words_and_sentence_stay() -> None:
    before = _findings("Hi Ana. Unfortunately, the lamp is late.")
    after = _findings("Hello, dear Ana! Thank you. Unfortunately, the  lamp is late. It is red.")
    assert before["priming/negative-priming"]["id"] == after["priming/negative-priming"]["id"]
    assert before["priming/negative-priming"]["id"] != _findings("Unfortunately, it is late.")["priming/negative-priming"]["id"]


def test_an_absence_is_known_by_the_message_it_answers() -> None:
    long = "We are sorry about the lamp. We checked the shelf and we will call you today. " * 3
    (one, same, other) = (
        _findings(text, customer)["personalisation/distant-we"]["id"]
        for text, customer in ((long, "Where is it?"), (f"Hello. {long}", "Where is it?"), (long, "Is it red?"))
    )
    assert one == same != other


def _findings(draft: str, customer: str | None = None) -> dict[str, dict[str, Any]]:
    told = wire.conversation({"text": draft, **({"customer_message": customer} if customer else {})})
    found = wire.encode(lint(told, packs.load(), Settings(profile="strict", parser="never")), told)["findings"]
    return {finding["rule"]: finding for finding in found}
