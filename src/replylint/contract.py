"""The JSON Schemas of what replylint takes and gives back. Keys are only ever added."""

from __future__ import annotations

from typing import Any, get_args

from replylint import schema
from replylint.conversation import Conversation
from replylint.finding import Status
from replylint.wire import SCHEMA, Short


def conversation_schema() -> dict[str, Any]:
    """The JSON Schema of what is taken in: the long or the short form."""
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "A conversation to lint",
        "anyOf": [schema.json_schema(Conversation), schema.json_schema(Short)],
    }


def result_schema() -> dict[str, Any]:
    """The JSON Schema of a result."""
    engine = _object({"version": _TEXT, "syntax": _maybe(_TEXT)})
    metrics = _object({"words": _WHOLE, "sentences": _WHOLE, "grade": _maybe(_NUMBER)})
    finding = _finding_properties()
    whole = {
        "schema": {"const": SCHEMA},
        "id": _maybe(_TEXT),
        "ruleset": _TEXT,
        "engine": engine,
        "verdict": {"enum": ["pass", "warn", "hold"]},
        "findings": _list(_object(finding)),
        "suppressed": _list(_object({**finding, "by": _TEXT})),
        "not_applicable": {"type": "object", "additionalProperties": _list(_TEXT)},
        "commitments": _list(_promise_schema()),
        "questions": _list(_object({**_SPAN, "answer": {"enum": ["answered", "deferred", "open"]}, "by": _list(_object(_SPAN))})),
        "score": _score_schema(),
        "metrics": metrics,
        "override": _maybe(_object({"by": _TEXT, "reason": _TEXT, "until": _maybe(_INSTANT)})),
    }
    near = _object({"rule": _TEXT, **_SPAN, "stopped_by": _TEXT, "words": _TEXT})
    made = _object(whole)
    made["properties"]["near"] = _list(near)  # only where someone asked why nothing was found
    made["properties"]["instructions"] = _list(_TEXT)  # only where asked for: what to change, a line a finding
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", "title": "What replylint found", **made}


def error_schema() -> dict[str, Any]:
    """The JSON Schema of what stands in the place of a line that could not be used."""
    error = _object({"file": _TEXT, "line": _WHOLE, "column": _WHOLE, "what": _TEXT})
    return {"title": "A line that could not be used", **_object({"schema": {"const": SCHEMA}, "line": _WHOLE, "error": error})}


def ledger_schema() -> dict[str, Any]:
    """The JSON Schema of the promises of one conversation, a line of `promises --format jsonl`."""
    evidence = _object({**_SPAN, "at": _maybe(_INSTANT)})
    more = {
        "made": _maybe(_INSTANT),
        "by": _maybe(_TEXT),
        "status": {"enum": list(get_args(Status))},
        "evidence": _list(evidence),
    }
    promise = _object({**_promise_schema()["properties"], **more})
    whole = _object({"schema": {"const": SCHEMA}, "id": _maybe(_TEXT), "promises": _list(promise)})
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", "title": "The promises of a conversation", **whole}


def rule_schema() -> dict[str, Any]:
    """The JSON Schema of a rule, as `rules show --format json` prints it."""
    told = _finding_properties()
    kept = ("rule", "category", "severity", "gate", "message", "advice", "source", "confidence")
    read = {"type": "object", "additionalProperties": _object({"right": _WHOLE, "read": _WHOLE})}
    return {"title": "A rule", **_object({**{key: told[key] for key in kept}, "needs": _list(_TEXT), "measured": read})}


def _object(properties: dict[str, Any]) -> dict[str, Any]:
    return {"type": "object", "properties": dict(properties), "required": list(properties)}


def _list(items: dict[str, Any]) -> dict[str, Any]:
    return {"type": "array", "items": items}


def _maybe(kind: dict[str, Any]) -> dict[str, Any]:
    return {"anyOf": [kind, {"type": "null"}]}


_TEXT, _NUMBER = {"type": "string"}, {"type": "number"}
_WHOLE = {"type": "integer", "minimum": 0}
_INSTANT = {"type": "string", "format": "date-time"}
_SPAN = {"turn": _WHOLE, "start": _WHOLE, "end": _WHOLE, "text": _TEXT}


def _finding_properties() -> dict[str, Any]:
    utf16 = _object({"start": _WHOLE, "end": _WHOLE})
    edit = _object({"start": _WHOLE, "end": _WHOLE, "utf16": utf16, "text": _TEXT})
    fix = _object({"label": _TEXT, "applies": {"enum": ["automatic", "fill-in"]}, "edits": _list(edit)})
    return {
        "id": _TEXT,
        "rule": {"type": "string", "pattern": "^[a-z-]+/[a-z0-9-]+$"},
        "category": _TEXT,
        "severity": {"enum": ["error", "warning", "suggestion"]},
        "gate": {"enum": ["autofail", "section-fail", None]},
        "about": {"enum": ["words", "absence"]},
        **_SPAN,
        "utf16": utf16,
        "message": _TEXT,
        "advice": _TEXT,
        "source": _TEXT,
        "confidence": {"type": "number", "minimum": 0, "maximum": 1},
        "proven": {"type": "boolean"},
        "evidence": _list(_object(_SPAN)),
        "fixes": _list(fix),
    }


def _promise_schema() -> dict[str, Any]:
    instant = _maybe(_INSTANT)
    due = _object({"text": _TEXT, "earliest": instant, "latest": instant, "assumed": _list(_TEXT)})
    return _object(
        {
            **_SPAN,
            "actor": {"enum": ["i", "we", "named", "team", "someone", "nobody"]},
            "action": _TEXT,
            "object": _maybe(_TEXT),
            "strength": {"enum": ["promise", "expectation", "offer", "courtesy"]},
            "due": _maybe(due),
        }
    )


def _score_schema() -> dict[str, Any]:
    return _object(
        {
            "total": _maybe(_WHOLE),
            "computed": _maybe(_WHOLE),
            "band": {"enum": ["excellent", "good", "needs work", "not ready", None]},
            "passed": {"type": ["boolean", "null"]},
            "why_not": _maybe(_TEXT),
            "gates": _list(_TEXT),
            "categories": {"type": "object", "additionalProperties": _maybe(_NUMBER)},
            "coverage": _object({"applied": _WHOLE, "of": _WHOLE}),
            "unconfirmed": _list(_TEXT),
        }
    )
