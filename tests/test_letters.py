"""What a reply says to whom: incidents, other people's data, greetings and endings that rule examples cannot show."""

from __future__ import annotations

from typing import Any

import pytest

from replylint import packs
from replylint.conversation import Conversation, Customer, Turn
from replylint.finding import Finding, Result
from replylint.lint import lint
from replylint.ruleset import Ruleset
from replylint.settings import Settings

STRICT = Settings(profile="strict")


@pytest.fixture(scope="module")
def rules() -> Ruleset:
    return packs.load()


def judged(rules: Ruleset, draft: str, asked: str | None = None, **known: Any) -> Result:
    turns = ((Turn("customer", asked),) if asked else ()) + (Turn("agent", draft, draft=True),)
    return lint(Conversation(turns, **known), rules, STRICT)


def of(result: Result, rule: str) -> list[Finding]:
    return [f for f in (*result.findings, *(s.finding for s in result.suppressed)) if f.rule == rule]


def test_without_an_incident_its_rules_do_not_apply_and_are_no_passes(rules: Ruleset) -> None:
    result = judged(rules, "Your lamp leaves today.")
    assert {rule.partition("/")[0] for rule in result.not_applicable["incident"]} == {"incident"}
    assert result.score.categories["incident"] is None


def test_a_draft_that_announces_an_outage_is_about_an_incident_but_a_question_for_one_is_not(rules: Ruleset) -> None:
    assert of(judged(rules, "There's an outage in your area and we're on it."), "incident/incident-no-next-update")
    assert judged(rules, "Is there an outage in your area?").not_applicable["incident"]


def test_an_all_clear_says_which_parts_it_lacks(rules: Ruleset) -> None:
    (found,) = of(judged(rules, "It works again.", incident="resolved"), "incident/incident-resolution-incomplete")
    assert "what happened and when, what we did or what keeps it from coming back" in found.message


def test_never_again_is_charged_once_to_the_all_clear_that_lacks_the_prevention(rules: Ruleset) -> None:
    result = judged(rules, "All lamps are lit. It won't happen again.", incident="resolved")
    assert {s.finding.rule: s.by for s in result.suppressed} == {
        "commitments/overpromise": "incident/incident-resolution-incomplete"
    }


def test_another_persons_data_fails_the_reply_and_the_recipients_own_does_not(rules: Ruleset) -> None:
    known = {"customer": Customer(name="Ben Okoro")}
    (other,) = of(judged(rules, "Her date of birth is 4 June 1958.", **known), "safety/personal-data-in-reply")
    (own,) = of(judged(rules, "Your date of birth is 4 June 1958.", **known), "safety/personal-data-in-reply")
    assert (other.severity, other.gate) == ("error", "autofail")
    assert (own.severity, own.gate) == ("warning", None)


def test_whose_data_it_is_needs_a_recipient(rules: Ruleset) -> None:
    assert "safety/personal-data-in-reply" in judged(rules, "Her mobile is 0113 496 0774.").not_applicable["recipient"]


def test_contacts_in_the_signature_are_nobodys_business(rules: Ruleset) -> None:
    draft = "It went to another house.\n\nKind regards,\nIda Holm\n12 Mill Lane, York\n0113 496 0774"
    assert not of(judged(rules, draft, customer=Customer(name="Ben Okoro")), "safety/personal-data-in-reply")


def test_a_blank_in_the_place_of_the_name_is_not_charged_twice(rules: Ruleset) -> None:
    known = {"customer": Customer(name="Ida Holm"), "channel": "email"}
    assert not of(judged(rules, "Hi [First name],\n\nit leaves today.", **known), "personalisation/generic-greeting")


def test_a_greeting_in_capitals_is_mended_from_the_record(rules: Ruleset) -> None:
    result = judged(rules, "Hi UWE, it leaves.", customer=Customer(name="Uwe Holm"))
    (found,) = of(result, "personalisation/generic-greeting")
    assert [edit.text for fix in found.fixes for edit in fix.edits] == ["Uwe"]


def test_a_mail_that_the_desks_footer_signs_is_not_called_unsigned(rules: Ruleset) -> None:
    assert not of(judged(rules, "Unplug it at night.\n\n{agent_name}", channel="email"), "structure/abrupt-closing")
