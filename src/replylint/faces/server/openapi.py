"""The OpenAPI document: the schemas of the contract under their names, and examples whose answers are worked out, not written."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from fastapi import FastAPI
from fastapi.openapi.utils import get_openapi

from replylint import __version__, contract, schema, wire
from replylint.faces.server import languagetool, told
from replylint.faces.server.described import ASKED_V2
from replylint.faces.server.service import Service
from replylint.lint import lint

CONVERSATION: dict[str, Any] = {
    "id": "T-4471",
    "channel": "email",
    "customer": {"name": "Ana Ruiz"},
    "now": "2026-11-18T10:30:00-05:00",
    "turns": [
        {"role": "customer", "text": "Could you check when order 4471 ships?", "at": "2026-11-18T09:02:00-05:00"},
        {"role": "agent", "text": "Hi Ana, we'll look into it.", "draft": True},
    ],
}
SHORT: dict[str, Any] = {
    "text": "Unfortunately, the lamp is sold out.",
    "customer_message": "Is the red lamp in stock?",
    "format": "plain",
}
THREAD: dict[str, Any] = {
    "id": "T-4471",
    "turns": [
        {"role": "customer", "text": "Could you check when order 4471 ships?", "at": "2026-11-18T09:02:00-05:00"},
        {"role": "agent", "text": "I'll tell you by noon.", "at": "2026-11-18T09:30:00-05:00", "author": "Tim"},
        {"role": "customer", "text": "It is 2 pm now.", "at": "2026-11-18T14:00:00-05:00"},
        {"role": "agent", "text": "I'm sorry, Ana. It leaves Leeds today.", "at": "2026-11-18T14:20:00-05:00", "author": "Tim"},
    ],
}
PASSAGE = {"text": SHORT["text"], "language": "en-US"}
ZENDESK: dict[str, Any] = {
    "account_id": 22129848,
    "id": "f1c4c1a6-0f5d-4a52-9f0e-9a6a2d6f9b51",
    "type": "zen:event-type:ticket.comment_added",
    "time": "2026-11-18T14:30:12.672717030Z",
    "zendesk_event_version": "2022-11-06",
    "subject": "zen:ticket:4471",
    "detail": {
        "id": "4471",
        "created_at": "2026-11-18T14:02:00Z",
        "is_public": True,
        "description": "Could you check when order 4471 ships?",
        "requester_id": "7301",
        "submitter_id": "7301",
    },
    "event": {
        "comment": {
            "id": "9902",
            "body": "Hi Ana, I'll tell you by noon.",
            "is_public": True,
            "author": {"id": "7318", "is_staff": True, "name": "Tim"},
        }
    },
}
STANDARD: dict[str, Any] = {"type": "conversation.updated", "timestamp": "2026-11-18T14:20:00-05:00", "data": THREAD}
_PREAMBLE = (
    "Reads a support reply together with what the customer wrote, before it is sent. Offsets are code points, and UTF-16 "
    "units beside them, of the text as it was given. Keys are only ever added: ignore those that you do not know. "
    "A conversation has at most {turns:,} turns, and {text:,} characters in all of them."
)


def document(served: FastAPI, service: Service) -> dict[str, Any]:
    """The document, made once."""
    if served.openapi_schema is None:
        made = get_openapi(
            title="replylint",
            version=__version__,
            description=_PREAMBLE.format(turns=service.settings.turns, text=service.settings.text),
            routes=served.routes,
        )
        shapes = made.setdefault("components", {}).setdefault("schemas", {})
        shapes.clear()  # FastAPI's own shape of an error, which no route of ours answers with
        shapes.update(schemas())
        made["components"]["securitySchemes"] = {"key": {"type": "http", "scheme": "bearer"}}
        for path in made["paths"].values():
            for operation in path.values():
                operation["summary"] = operation["summary"].capitalize()
        for responses in _responses(made):
            for code in [code for code, told in responses.items() if "HTTPValidationError" in json.dumps(told)]:
                del responses[code]
        _exemplify(made, examples(service))
        served.openapi_schema = made
    return served.openapi_schema


def schemas() -> dict[str, Any]:
    """The shapes by name; those of the contract are what `replylint schema` prints."""
    letting = schema.json_schema(told.Letting)
    letting["properties"]["conversation"] = _ref("Conversation")
    result = contract.result_schema()
    promise = contract.ledger_schema()["properties"]["promises"]["items"]
    return {
        "Conversation": contract.conversation_schema(),
        "Result": result,
        "Promises": contract.ledger_schema(),
        "ErrorLine": contract.error_schema(),
        "Problem": _object(type=_TEXT, title=_TEXT, status={"type": "integer"}, detail=_TEXT, optional={"field": _TEXT}),
        "Letting": letting,
        "Answer": schema.json_schema(told.Answer),
        "Override": _object(by=_TEXT, reason=_TEXT, until=_maybe(_TEXT), findings=_list(_TEXT)),
        "Scores": _object(schema=_WHOLE, id=_maybe(_TEXT), replies=_list(_scored(result["properties"]))),
        "Feedback": _object(rules=_list(_object(rule=_TEXT, shown=_WHOLE, not_here=_WHOLE, never=_WHOLE, wrong=_WHOLE))),
        "Commitments": _object(commitments=_list(_stored(promise["properties"]))),
        "Rules": _object(rules=_list(_object(**_RULE))),
        "Explained": _object(**_RULE, examples=_object(bad=_list(_TEXT), good=_list(_TEXT))),
        "ZendeskEvent": _object(id=_TEXT, type=_TEXT, optional={"time": _TEXT, "detail": _ANY, "event": _ANY}),
        "StandardEvent": _object(
            type=_TEXT,
            data={"anyOf": [_ref("Conversation"), _object(id=_TEXT)]},
            optional={"timestamp": _TEXT},
        ),
        "Outcome": _object(status={"enum": ["accepted", "seen before", "ignored"]}),
        "Health": _object(status=_TEXT, optional={"rules": _WHOLE}),
        "LanguageToolCheck": _languagetool_check(),
        "LanguageToolAnswer": _languagetool_answer(),
        "LanguageToolLanguages": _list(_object(name=_TEXT, code=_TEXT, longCode=_TEXT)),
        "LanguageToolInfo": _object(software=_object(name=_TEXT, version=_TEXT, buildDate=_TEXT, commit=_TEXT, premium=_YES)),
    }


def _languagetool_check() -> dict[str, Any]:
    told = {name: {**_TEXT, **what} for name, what in ASKED_V2.items()}
    one = [{"required": ["text"], "not": {"required": ["data"]}}, {"required": ["data"], "not": {"required": ["text"]}}]
    return {**_object(optional=told), "required": ["language"], "oneOf": one}


def _languagetool_answer() -> dict[str, Any]:
    """LanguageTool's answer, as its clients read it."""
    match = _object(
        message=_TEXT,
        shortMessage=_TEXT,
        replacements=_list(_object(value=_TEXT)),
        offset=_WHOLE,
        length=_WHOLE,
        context=_object(text=_TEXT, offset=_WHOLE, length=_WHOLE),
        sentence=_TEXT,
        type=_object(typeName=_TEXT),
        rule=_object(
            id=_TEXT,
            description=_TEXT,
            issueType=_TEXT,
            urls=_list(_object(value=_TEXT)),
            category=_object(id=_TEXT, name=_TEXT),
            isPremium=_YES,
        ),
        ignoreForIncompleteSentence=_YES,
        contextForSureMatch={"type": "integer"},
    )
    detected = _object(name=_TEXT, code=_TEXT, confidence=_PART, source=_TEXT)
    known = _list(_object(language=_TEXT, rate=_PART))
    return _object(
        software=_object(
            name=_TEXT, version=_TEXT, buildDate=_TEXT, apiVersion=_WHOLE, premium=_YES, premiumHint=_TEXT, status=_TEXT
        ),
        warnings=_object(incompleteResults=_YES, optional={"incompleteResultsReason": _TEXT}),
        language=_object(name=_TEXT, code=_TEXT, detectedLanguage=detected),
        matches=_list(match),
        sentenceRanges=_list({**_list(_WHOLE), "minItems": 2, "maxItems": 2}),
        extendedSentenceRanges=_list(_object(**{"from": _WHOLE, "to": _WHOLE, "detectedLanguages": known})),
    )


def _scored(result: dict[str, Any]) -> dict[str, Any]:
    kept = {key: result[key] for key in ("ruleset", "verdict", "score", "findings", "metrics")}
    return _object(turn=_WHOLE, author=_maybe(_TEXT), at=_maybe(_TEXT), **kept)


def _stored(promise: dict[str, Any]) -> dict[str, Any]:
    """A promise as it comes from the store: with its conversation, and places in place of the words of evidence."""
    kept = {key: value for key, value in promise.items() if key not in ("object", "evidence")}
    return _object(conversation=_TEXT, **kept, evidence=_list(_object(turn=_WHOLE, start=_WHOLE, end=_WHOLE)))


def examples(service: Service) -> dict[str, Any]:
    """An example of each body by name, the answers as this server gives them."""
    own = service.own

    def checked(given: dict[str, Any]) -> dict[str, Any]:
        conversation = wire.conversation(given)
        return wire.encode(lint(conversation, own.rules, own.settings), conversation)

    result, short = checked(CONVERSATION), checked(SHORT)
    first = result["findings"][0] if result["findings"] else {"id": "0" * 16, "rule": "commitments/vague-commitment"}
    return {
        "conversation": CONVERSATION,
        "result": result,
        "conversation lines": _as_lines(CONVERSATION, SHORT),
        "result lines": _as_lines(result, short),
        "thread": THREAD,
        "letting": {
            "conversation": CONVERSATION,
            "findings": [first["id"]],
            "by": "ana@example.com",
            "reason": "She asked for exactly this wording.",
        },
        "languagetool check": PASSAGE,
        "languagetool answer": json.loads(languagetool.found(PASSAGE, own, "http://127.0.0.1:8817/v1/rules/")[1]),
        "ZendeskEvent": ZENDESK,
        "StandardEvent": STANDARD,
        "answer": {"rule": first["rule"], "finding": first["id"], "answer": "not-here"},
    }


def _as_lines(*each: dict[str, Any]) -> str:
    return "".join(json.dumps(one, ensure_ascii=False) + "\n" for one in each)


def _exemplify(made: Any, known: dict[str, Any]) -> None:
    """Put the examples where `described` names them."""
    if isinstance(made, dict):
        name = made.pop("x-example", None)
        if name in known:
            made["example"] = known[name]
        for each in [value for key, value in made.items() if key != "example"]:
            _exemplify(each, known)
    elif isinstance(made, list):
        for each in made:
            _exemplify(each, known)


def _responses(made: dict[str, Any]) -> Iterator[dict[str, Any]]:
    for path in made["paths"].values():
        for operation in path.values():
            yield operation["responses"]


def _ref(name: str) -> dict[str, Any]:
    return {"$ref": f"#/components/schemas/{name}"}


def _object(optional: dict[str, Any] | None = None, **properties: Any) -> dict[str, Any]:
    return {"type": "object", "properties": {**properties, **(optional or {})}, "required": list(properties)}


def _list(items: dict[str, Any]) -> dict[str, Any]:
    return {"type": "array", "items": items}


def _maybe(kind: dict[str, Any]) -> dict[str, Any]:
    return {"anyOf": [kind, {"type": "null"}]}


_TEXT, _WHOLE, _ANY = {"type": "string"}, {"type": "integer", "minimum": 0}, {"type": "object"}
_PART, _YES = {"type": "number", "minimum": 0, "maximum": 1}, {"type": "boolean"}
_RULE = {
    "rule": _TEXT,
    "category": _TEXT,
    "severity": _TEXT,
    "gate": _maybe(_TEXT),
    "message": _TEXT,
    "advice": _TEXT,
    "source": _TEXT,
    "confidence": {"type": "number"},
    "needs": _list(_TEXT),
    "measured": {"type": "object", "additionalProperties": _object(right=_WHOLE, read=_WHOLE)},
}
