"""What the OpenAPI document says of each route: the shapes that go in and out, by the names of `openapi.schemas`."""

from __future__ import annotations

from typing import Any

from fastapi.responses import Response

_PROBLEMS = {
    400: "Not JSON, or not UTF-8.",
    401: "A key is needed, or this one is not known.",
    403: "Not for this Host, Origin or key.",
    404: "There is no such thing.",
    408: "The body did not come in time.",
    409: "No store is switched on.",
    413: "The body is too large.",
    422: "A field does not fit; `field` names it.",
    503: "The store does not answer, or cannot be written.",
    504: "This took too long.",
}
_EVERYWHERE = (401, 403)
_WITH_BODY = (400, 408, 413, 422, 504)
_STORED = (409, 422, 503)
_V2 = (400, 413, 504)
_JSON, _LINES, _PROBLEM = "application/json", "application/x-ndjson", "application/problem+json"
_PLAIN, _FORM, _MULTIPART = "text/plain", "application/x-www-form-urlencoded", "multipart/form-data"
_NAMES = "separated by commas"
ASKED_V2: dict[str, dict[str, Any]] = {  # the parameters of LanguageTool's check that do something here, and one of ours
    "text": {"description": "The text; this or `data`."},
    "data": {
        "description": 'As JSON: `{"text": "…"}` or `{"annotation": [{"text": "…"}, {"markup": "<br>", "interpretAs": ""}]}`.',
        "contentMediaType": _JSON,
    },
    "language": {
        "description": "`en`, `en-US`, … or `auto`; only English is checked.",
        "pattern": "^(auto|en([-_][A-Za-z0-9]*)*)$",
    },
    "level": {"description": "`default`: errors and warnings; `picky`: suggestions too.", "enum": ["default", "picky"]},
    "enabledRules": {"description": f"Rules to run beside the others, {_NAMES}; what they find is shown whatever the level."},
    "disabledRules": {"description": f"Rules not to run, {_NAMES}."},
    "enabledCategories": {"description": f"The same by category, {_NAMES}."},
    "disabledCategories": {"description": f"Categories not to run, {_NAMES}."},
    "enabledOnly": {"description": "`true` or `yes`: only the rules and categories that are named; any other word: all."},
    "apiKey": {"description": "A key of this server, for a client that sends no Authorization header."},
    "customerMessage": {"description": "Not LanguageTool's: the message that the text answers."},
}


def _ref(name: str) -> dict[str, Any]:
    return {"$ref": f"#/components/schemas/{name}"}


def _content(kind: str, shape: str | None, example: str | None = None) -> dict[str, Any]:
    """The content of a body; `example` names one of `openapi.examples`."""
    schema = _ref(shape) if shape else {"type": "string"}
    return {kind: {"schema": schema, **({"x-example": example} if example else {})}}


def _lines(example: str, *shapes: str) -> dict[str, Any]:
    """The content of a body of lines; what a line is, OpenAPI has a word for only from 3.2 on."""
    told = {"type": "string", "description": f"A line each: {' or '.join(shapes)}."}
    return {_LINES: {"schema": told, "x-itemSchema": {"anyOf": [_ref(shape) for shape in shapes]}, "x-example": example}}


def _header(name: str, what: str) -> dict[str, Any]:
    return {"name": name, "in": "header", "required": True, "description": what, "schema": {"type": "string"}}


def _webhook(shape: str, **headers: str) -> dict[str, Any]:
    """The keywords of a route that takes webhooks."""
    told = _route(
        "Accepted: it is on the disk, and worked within a moment.",
        _content(_JSON, "Outcome"),
        *(400, 401, 403, 404, 408, 409, 413, 422, 503, 504),
        body=_content(_JSON, shape, shape),
        status=202,
        signed={name.replace("_", "-"): what for name, what in headers.items()},
    )
    told["responses"][401] = told["responses"][401] | {"description": "The signature is wrong, or too old."}
    told["responses"][200] = {"description": "Seen before, or of a kind that is ignored.", "content": _content(_JSON, "Outcome")}
    return told


def _route(
    good: str,
    answer: dict[str, Any] | None,
    *problems: int,
    body: dict[str, Any] | None = None,
    keyed: bool = False,
    status: int = 200,
    empty: bool = False,
    signed: dict[str, str] | None = None,
) -> dict[str, Any]:
    """The keywords of a route's decorator; `empty` when a request without a body is taken too, `signed` has the headers,
    name -> what is in it, that stand for a key."""
    bad = {code: {"description": _PROBLEMS[code], "content": _content(_PROBLEM, "Problem")} for code in sorted(problems)}
    told = {"description": good, **({"content": answer} if answer else {})}
    extra: dict[str, Any] = {"security": [{"key": []}] if keyed else [{}, {"key": []}]}
    if signed:
        extra |= {"security": [], "parameters": [_header(name, what) for name, what in signed.items()]}
    if body:
        extra["requestBody"] = {"required": not empty, "content": body}
    # FastAPI says of every answer that it may be JSON too, unless its class has no type of its own
    other = {} if answer and _JSON in answer else {"response_class": Response}
    return {"responses": {status: told, **bad}, "openapi_extra": extra, "response_model": None, **other}


def _said_plainly(route: dict[str, Any]) -> dict[str, Any]:
    """A route whose problems are plain text; those of a Host, an Origin or a header with a key are told before it begins."""
    for code, told in route["responses"].items():
        if code in _PROBLEMS:
            told["content"] = _content(_PLAIN, None) | (told["content"] if code in _EVERYWHERE else {})
    return route


def _by_address(route: dict[str, Any]) -> dict[str, Any]:
    """A route with its parameters in the address."""
    route["openapi_extra"]["parameters"] = [
        {"name": name, "in": "query", "required": name == "language", "schema": {"type": "string", **told}}
        for name, told in ASKED_V2.items()
    ]
    return route


CHECK = _route(
    "What replylint found.",
    _content(_JSON, "Result", "result"),
    *_EVERYWHERE,
    *_WITH_BODY,
    body=_content(_JSON, "Conversation", "conversation"),
)
BATCH = _route(
    "A result a line, or an error line in its place.",
    _lines("result lines", "Result", "ErrorLine"),
    *_EVERYWHERE,
    422,
    body=_lines("conversation lines", "Conversation"),
    empty=True,
)
SCORE = _route(
    "The score of each reply.",
    _content(_JSON, "Scores", "scores"),
    *_EVERYWHERE,
    *_WITH_BODY,
    body=_content(_JSON, "Conversation", "thread"),
)
OVERRIDES = _route(
    "The override, and until when it holds.",
    _content(_JSON, "Override"),
    *_EVERYWHERE,
    *_WITH_BODY,
    *_STORED,
    body=_content(_JSON, "Letting", "letting"),
    keyed=True,
    status=201,
)
FEEDBACK = _route(
    "Counted.", None, *_EVERYWHERE, *_WITH_BODY, *_STORED, body=_content(_JSON, "Answer", "answer"), keyed=True, status=204
)
FEEDBACK_TABLE = _route("The counts, a rule a row.", _content(_JSON, "Feedback"), *_EVERYWHERE, *_STORED, keyed=True)
COMMITMENTS = _route("The promises.", _content(_JSON, "Commitments"), *_EVERYWHERE, *_STORED, keyed=True)
CALENDAR = _route("A calendar (RFC 5545).", _content("text/calendar", None), *_EVERYWHERE, *_STORED, keyed=True)
RULES = _route("The rules.", _content(_JSON, "Rules"), *_EVERYWHERE)
RULE = _route("The rule.", _content(_JSON, "Explained"), *_EVERYWHERE, 404, 422, 504)
READY = _route("Ready.", _content(_JSON, "Health"), 403)
LIVE = _route("It runs.", _content(_JSON, "Health"), 403)
METRICS = _route("Counts and times as Prometheus reads them.", _content("text/plain", None), *_EVERYWHERE)
READY["responses"][503] = {"description": "Not yet.", "content": _content(_JSON, "Health")}
CHECK_V2 = _said_plainly(
    _route(
        "What was found.",
        _content(_JSON, "LanguageToolAnswer", "languagetool answer"),
        *_EVERYWHERE,
        *_V2,
        408,
        body=_content(_FORM, "LanguageToolCheck", "languagetool check") | _content(_MULTIPART, "LanguageToolCheck"),
    )
)
CHECK_V2_BY_ADDRESS = _by_address(
    _said_plainly(_route("What was found.", _content(_JSON, "LanguageToolAnswer"), *_EVERYWHERE, *_V2))
)
LANGUAGES = _route("The languages.", _content(_JSON, "LanguageToolLanguages"), 403)
MAX_TEXT_LENGTH = _route("A number.", _content(_PLAIN, None), 403)
INFO = _route("What answers here.", _content(_JSON, "LanguageToolInfo"), 403)
HEALTHCHECK = _route("`OK`.", _content(_PLAIN, None), 403)
ZENDESK = _webhook(
    "ZendeskEvent",
    X_Zendesk_Webhook_Signature="base64(HMAC-SHA256(secret, timestamp + body))",
    X_Zendesk_Webhook_Signature_Timestamp="When it was signed, ISO 8601; at most five minutes from the server's clock.",
)
STANDARD = _webhook(
    "StandardEvent",
    webhook_id="Of the event, the same when it is sent again.",
    webhook_timestamp="When it was signed, seconds since 1970; at most five minutes from the server's clock.",
    webhook_signature="v1,base64(HMAC-SHA256(secret, id.timestamp.body)), or several with a space between them",
)
