"""Checks in LanguageTool's shape: what of a request is read and how, what it asks for, and whom it is answered to."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from urllib.parse import quote, quote_plus, urlencode

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from conftest import asked, rule_text
from replylint import keys, packs
from replylint.faces.server import languagetool
from replylint.faces.server.languagetool.asked import code
from replylint.faces.server.languagetool.form import fields
from underlining import SAMPLE, WORDS, checked, rules, service, told, words

CANARY = "Sesamwort"


# -- how a request comes -----------------------------------------------------------------------------------------------

TEXTS = st.text(st.characters(exclude_categories=["Cs"])) | st.lists(
    st.sampled_from(
        ["a", "Q&A", "+", "100%", "%20", "%2", "=", "&language=de-DE", "&b=c", " ", "\n", "é", "😀", "&username=x&apiKey=y"]
    )
).map("".join)


@given(TEXTS, st.sampled_from([quote_plus, quote]), st.sampled_from(["", "-_.!~*'()", ";,/?:@$#[]"]), st.booleans())
def test_a_text_that_was_encoded_comes_back(text: str, by: Any, left: str, last: bool) -> None:
    pairs = {"text": text, "language": "en-US"} if last else {"language": "en-US", "text": text}
    assert fields(urlencode(pairs, safe=left, quote_via=by).encode(), "", b"") == pairs


@given(TEXTS)
def test_a_text_in_parts_comes_back(text: str) -> None:
    pairs = {"text": text, "language": "en-US", "data": ""}
    request = httpx.Request("POST", "http://localhost", files={name: (None, value.encode()) for name, value in pairs.items()})
    assert fields(request.read(), request.headers["content-type"], b"") == pairs


@given(TEXTS, st.sampled_from(["en-US", "en-", "de-DE"]), st.booleans())
def test_a_text_that_nobody_encoded_comes_back_when_it_can_be_told(text: str, language: str, keyed: bool) -> None:
    pairs = {"text": f"{text} …", "language": language} | ({"username": "ana b", "apiKey": "rl_x"} if keyed else {})
    assert fields("&".join(f"{name}={value}" for name, value in pairs.items()).encode(), "", b"") == pairs


@given(st.text(st.characters(exclude_categories=["Cs"], exclude_characters="+%&")))
def test_a_text_in_which_nothing_is_special_is_the_same_both_ways(text: str) -> None:
    assert fields(f"text={text}&language=en-US".encode(), "", b"")["text"] == text


@pytest.mark.parametrize(
    ("body", "text"),
    [
        ("text=100% sure&language=en-US", "100% sure"),
        ("text=100%&language=en-US", "100%"),
        ("text=a+b is c&language=en-US", "a+b is c"),
        ("text=Q&A&language=en-US", "Q&A"),
        ("text=Type %20 for a space&language=en-US", "Type %20 for a space"),
        ("text=in &language=de-DE it is so&language=en-US", "in &language=de-DE it is so"),
        ("text=it ends in &language=de-DE&language=en-US", "it ends in &language=de-DE"),
        ("text=a line\nand another&language=en-GB&username=ana@x.example&apiKey=rl_1", "a line\nand another"),
        ("text=&language=en-US", ""),
        # Typed or encoded, these look the same, and are taken for encoded.
        ("text=a+b&language=en-US", "a b"),
        ("text=100%25&language=en-US", "100%"),
        ("text=x&y=z&language=en-US", "x"),
        # Not LibreOffice's frame: what a hand writes for curl.
        ("language=en-US&text=a plain test", "a plain test"),
        ("text=a plain test&language=en", "a plain test"),
    ],
)
def test_what_libreoffice_sends_is_told_from_what_was_encoded(body: str, text: str) -> None:
    assert fields(body.encode(), "application/x-www-form-urlencoded", b"")["text"] == text


def test_every_way_to_ask_is_answered_the_same() -> None:
    asks = {"text": SAMPLE, "language": "en-US"}
    in_parts = httpx.Request("POST", "http://localhost", files={name: (None, value) for name, value in asks.items()})
    answers = [
        told(urlencode(asks).encode()),
        told(f"text={SAMPLE}&language=en-US".encode()),
        told(in_parts.read(), in_parts.headers["content-type"]),
        asked(f"/v2/check?{urlencode(asks)}", None, service()),
        asked("/v2/check?language=en-US", urlencode({"text": SAMPLE}).encode(), service()),
        told(urlencode({"data": json.dumps({"text": SAMPLE, "metaData": {}}), "language": "en-US"}).encode()),
    ]
    assert [answer.status_code for answer in answers] == [200] * len(answers)
    assert words(answers[0].json(), SAMPLE) == [WORDS]
    assert len({answer.text for answer in answers}) == 1


@pytest.mark.parametrize(
    ("parameters", "status", "said"),
    [
        ({}, 400, "one of 'text' and 'data'"),
        ({"text": CANARY, "data": "{}"}, 400, "not both"),
        ({"data": CANARY}, 400, "data:1:1: not JSON"),
        ({"data": json.dumps({"text": CANARY, "annotation": []})}, 400, "one of 'text' and 'annotation'"),
        ({"data": json.dumps([CANARY])}, 400, "one of 'text' and 'annotation'"),
        ({"data": json.dumps({"text": 5})}, 400, "'text' is no text"),
        ({"data": json.dumps({"annotation": CANARY})}, 400, "'annotation' is no list"),
        ({"data": json.dumps({"annotation": [CANARY]})}, 400, "annotation[0] has one of"),
        ({"data": json.dumps({"annotation": [{"text": CANARY, "markup": "b"}]})}, 400, "annotation[0] has one of"),
        ({"data": json.dumps({"annotation": [{"text": CANARY, "interpretAs": ""}]})}, 400, "goes with 'markup'"),
        ({"data": json.dumps({"annotation": [{"text": ""}, {"markup": 1}]})}, 400, "annotation[1]: 'text'"),
        ({"data": '{"text": "\\ud83d"}'}, 400, "half a character"),
        ({"text": CANARY, "language": ""}, 400, "'language' is missing"),
        ({"text": CANARY, "language": "de-DE"}, 400, "only English is checked"),
        ({"text": CANARY, "language": CANARY}, 400, "only English is checked"),
        ({"text": CANARY, "level": CANARY}, 400, "'level' is 'default' or 'picky'"),
        ({"text": CANARY, "enabledOnly": "true"}, 400, "'enabledOnly' needs"),
        ({"text": CANARY, "enabledOnly": "true", "enabledRules": "X", "disabledRules": "Y"}, 400, "goes with no disabled"),
        ({"text": CANARY * 30_000}, 413, "the limit of 200000 characters (it has 270000)"),
        ({"text": CANARY, "customerMessage": CANARY * 30_000}, 413, "the limit of 200000 characters (it has 270009)"),
        ({"text": "x" * 1_100_000}, 413, "the limit is 1,048,576 bytes"),
    ],
)
def test_a_request_that_cannot_be_used(parameters: dict[str, str], status: int, said: str) -> None:
    answer = told(urlencode({"language": "en-US", **parameters}).encode())
    assert answer.status_code == status
    assert answer.headers["content-type"].startswith("text/plain")
    assert answer.text.startswith("Error: ")
    assert said in answer.text
    assert CANARY not in answer.text


@pytest.mark.parametrize(
    ("body", "kind", "said"),
    [
        (b"text=\xff&language=en", "application/x-www-form-urlencoded", "byte 0 is not UTF-8"),
        (b"text=%ED%A0%80&language=en", "application/x-www-form-urlencoded", "byte 0 is not UTF-8"),
        (b"--x\r\n", "multipart/form-data", "without a boundary"),
        (b"--y\r\n\r\nz", "multipart/form-data; boundary=x", "one of 'text' and 'data'"),
        (b'{"text": "x"}', "application/json", "one of 'text' and 'data'"),
    ],
)
def test_a_body_that_cannot_be_used(body: bytes, kind: str, said: str) -> None:
    answer = told(body, kind)
    assert (answer.status_code, answer.text.partition(":")[0]) == (400, "Error")
    assert said in answer.text


# -- what is asked for -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("language", "shown"), [("en", "en"), ("en-GB", "en-GB"), ("EN_us", "en-US"), ("en-KE", "en"), ("en-", "en")]
)
def test_english_is_checked_by_any_of_its_codes(language: str, shown: str) -> None:
    answer = checked(text=SAMPLE, language=language)
    assert words(answer, SAMPLE) == [WORDS]
    assert answer["language"]["code"] == shown
    assert answer["language"]["detectedLanguage"]["code"] == shown


def test_a_language_that_is_not_told_is_found_out() -> None:
    answer = checked(text=SAMPLE, language="auto", preferredVariants="en-GB", motherTongue="de", dicts="x")
    assert words(answer, SAMPLE) == [WORDS]
    assert answer["language"]["code"] == "en-US"
    assert answer["warnings"] == {"incompleteResults": False}


def test_a_text_that_is_not_english_gets_no_match_and_is_said_to_be_unchecked() -> None:
    text = "Guten Tag Ana, leider ist die Lampe im Moment nicht lieferbar, und das tut uns sehr leid, unfortunately."
    answer = checked(text=text, language="auto")
    assert answer["matches"] == []
    assert answer["language"]["detectedLanguage"] == {"name": "Undetermined", "code": "und", "confidence": 0.0, "source": "words"}
    assert answer["warnings"]["incompleteResults"] is True
    assert "only English" in answer["warnings"]["incompleteResultsReason"]


PICKY = "To be honest, the lamp ships on Friday. That is not our problem."


def test_suggestions_are_for_those_who_want_more_or_name_them() -> None:
    both = ["PRIMING_HONESTY_QUALIFIER", "TONE_DISMISSIVE"]
    assert rules(checked(text=PICKY)) == both[1:]
    assert rules(checked(text=PICKY, level="picky")) == both
    assert rules(checked(text=PICKY, enabledRules=both[0])) == both
    assert rules(checked(text=PICKY, enabledCategories="PRIMING")) == both


@pytest.mark.parametrize(
    ("parameters", "left"),
    [
        ({"disabledRules": "TONE_DISMISSIVE"}, ["PRIMING_HONESTY_QUALIFIER"]),
        ({"disabledRules": "WHITESPACE_RULE, tone/dismissive"}, ["PRIMING_HONESTY_QUALIFIER"]),
        ({"disabledCategories": "TYPOS,TONE"}, ["PRIMING_HONESTY_QUALIFIER"]),
        ({"disabledCategories": "TONE", "enabledRules": "TONE_DISMISSIVE"}, ["PRIMING_HONESTY_QUALIFIER", "TONE_DISMISSIVE"]),
        ({"enabledOnly": "true", "enabledRules": "TONE_DISMISSIVE"}, ["TONE_DISMISSIVE"]),
        ({"enabledOnly": "yes", "enabledCategories": "priming"}, ["PRIMING_HONESTY_QUALIFIER"]),
        ({"enabledOnly": "true", "enabledRules": "EN_A_VS_AN"}, []),
        ({"disabledRules": "EN_A_VS_AN"}, ["PRIMING_HONESTY_QUALIFIER", "TONE_DISMISSIVE"]),
    ],
)
def test_rules_and_categories_are_chosen_by_name(parameters: dict[str, str], left: list[str]) -> None:
    assert rules(checked(text=PICKY, level="picky", **parameters)) == left


def test_a_rule_outside_the_profile_runs_when_it_is_named() -> None:
    text = "I promise this will never happen again."
    assert rules(checked(text=text, level="picky")) == []
    assert rules(checked(text=text, enabledRules="COMMITMENTS_OVERPROMISE")) == ["COMMITMENTS_OVERPROMISE"]


def test_what_is_missing_is_never_underlined() -> None:
    absent = [rule.id for rule in packs.load().rules if rule.about == "absence"]
    text, customer = "Your lamp is on the way.", "My lamp came broken, and nobody answers me. When do I get another one?"
    named = checked(text=text, customerMessage=customer, level="picky", enabledRules=",".join(absent))
    assert not {code(rule) for rule in absent} & set(rules(named))


def test_a_client_of_ones_own_may_tell_what_the_customer_wrote() -> None:
    text = "Could you send me your order number, please?"
    assert checked(text=text)["matches"] == []
    answer = checked(text=text, customerMessage="Order 4471-88 has not come. Where is it?")
    assert rules(answer) == ["HISTORY_ASKS_AGAIN"]
    assert "order number" in words(answer, text)[0]


# -- whom it answers, and what it keeps to itself ----------------------------------------------------------------------


def key(folder: Path, tenant: str = "") -> str:
    return keys.add(folder / "keys.json", tenant or "helpdesk", tenant, datetime(2026, 11, 18, tzinfo=UTC))


def test_beyond_this_machine_a_check_needs_a_key(folder: Path) -> None:
    given_key = key(folder)
    far = {"host": "0.0.0.0", "keys": "keys.json"}
    body = f"text={SAMPLE}&language=en-US"
    refused = told(body.encode(), by=service(**far))
    assert (refused.status_code, refused.headers["www-authenticate"]) == (401, "Bearer")
    assert refused.text.startswith("Error: this needs a key, as apiKey")
    wrong = told(f"{body}&username=ana&apiKey=rl_wrong".encode(), by=service(**far))
    assert (wrong.status_code, wrong.text) == (401, "Error: no such key; it may have been revoked")
    for answer in (
        told(f"{body}&username=ana&apiKey={given_key}".encode(), by=service(**far)),
        told(urlencode({"text": SAMPLE, "language": "en", "apiKey": given_key}).encode(), by=service(**far)),
        told(body.encode(), by=service(**far), authorization=f"Bearer {given_key}"),
    ):
        assert words(answer.json(), SAMPLE) == [WORDS]


@pytest.mark.parametrize("path", ["languages", "maxtextlength", "info", "healthcheck"])
def test_what_no_client_sends_a_key_for_needs_none(path: str) -> None:
    assert asked(f"/v2/{path}", None, service("0.0.0.0")).status_code == 200
    assert asked(f"/v2/{path}", None, service("0.0.0.0"), host="evil.example").status_code == 403


def test_a_key_brings_the_rules_of_its_tenant(folder: Path, make_pack: Any) -> None:
    make_pack({"house/lamp": rule_text("lampshade")})
    (folder / "tenants").mkdir()
    (folder / "tenants" / "ana.toml").write_text('packs = ["../own"]\n[server]\ntext = 100\n', encoding="utf-8")
    given_key = key(folder, "ana")
    by = {"keys": "keys.json", "tenants": "tenants"}
    text = "The lampshade is blue."
    with_key = told(urlencode({"text": text, "language": "en", "apiKey": given_key}).encode(), by=service(**by))
    assert rules(with_key.json()) == ["HOUSE_LAMP"]
    assert told(urlencode({"text": text, "language": "en"}).encode(), by=service(**by)).json()["matches"] == []
    long = told(urlencode({"text": text * 9, "language": "en", "apiKey": given_key}).encode(), by=service(**by))
    assert long.status_code == 413


def test_a_fault_of_ours_tells_nothing_of_the_text(monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture) -> None:
    def broken(conversation: Any, *_: object) -> None:
        raise KeyError(conversation.turns[0].text)

    with caplog.at_level("INFO"):
        checked(text=f"That is not our {CANARY} problem.", customerMessage=CANARY)
        monkeypatch.setattr(languagetool, "lint", broken)
        answer = told(urlencode({"text": CANARY, "language": "en"}).encode())
    assert answer.status_code == 500
    assert "please report it" in answer.text
    lines = [str(vars(record)) for record in caplog.records]
    assert any("/v2/check" in line for line in lines)
    assert CANARY not in answer.text + "".join(lines)


def test_what_is_shown_is_counted(folder: Path) -> None:  # noqa: ARG001 - entered
    told_to = service()
    told(urlencode({"text": PICKY, "language": "en"}).encode(), by=told_to)
    page = told_to.measures.page().decode()
    assert 'replylint_findings_total{rule="tone/dismissive",severity="warning"} 1.0' in page
    assert "honesty-qualifier" not in page
