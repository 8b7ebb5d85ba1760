"""The page of the shapes: every key that goes in or comes out, from the JSON Schemas that `replylint schema` prints."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from written import own, table

from replylint import contract

HEAD = """\
# Shapes

What goes in and what comes out, key by key. `replylint schema` prints the same as JSON Schemas, `GET /openapi.json` of
[the service](service.md) too. Keys are only ever added.

- **In bold** is what must be there, or always is.
- `turns[].role` is the `role` of each entry of `turns`, `categories.*` any key of `categories`.
- Each entry of `suppressed` is a finding, with `by` besides.
- Every `start` and `end` counts code points of the text as it was given; `utf16` counts for JavaScript.
"""
BOUNDS = {"maxLength": "at most {:,} characters", "maxItems": "at most {:,}", "maxProperties": "at most {:,} keys"}


def page() -> str:
    """The page."""
    asked, result = contract.conversation_schema()["anyOf"], contract.result_schema()
    hidden = result["properties"]["suppressed"]["items"]
    hidden["properties"] = {"by": hidden["properties"]["by"]}
    shapes = (
        ("A conversation, in", asked[0]),
        ("The short form, in", asked[1]),
        ("A result, out", result),
        ("The promises of a thread, out", contract.ledger_schema()),
        ("A rule, out", contract.rule_schema()),
        ("A line that could not be used, out", contract.error_schema()),
    )
    sections = (f"## {title}\n\n{table(('key', 'is'), _rows(shape, ''))}\n" for title, shape in shapes)
    return "\n".join((HEAD, *sections)).rstrip() + "\n"


def _rows(shape: dict[str, Any], under: str) -> Iterator[tuple[str, str]]:
    """A row for each key of an object, and for those within it."""
    for key, told in shape.get("properties", {}).items():
        name = f"`{under}{key}`"
        yield f"**{name}**" if key in shape.get("required", ()) else name, _is(told)
        yield from _within(told, f"{under}{key}")


def _within(shape: dict[str, Any], name: str) -> Iterator[tuple[str, str]]:
    for one in shape.get("anyOf", [shape]):
        yield from _rows(one, f"{name}.")
        yield from _within(one["items"], f"{name}[]") if "items" in one else ()
        if isinstance(one.get("additionalProperties"), dict):
            yield f"`{name}.*`", _is(one["additionalProperties"])
            yield from _within(one["additionalProperties"], f"{name}.*")


def _is(shape: dict[str, Any]) -> str:
    """What a value is, in a few words."""
    said = [own(one["description"]) for one in (shape, *shape.get("anyOf", ())) if "description" in one]
    return ". ".join((" or ".join(map(_kind, shape.get("anyOf", [shape]))), *said))


def _kind(shape: dict[str, Any]) -> str:
    if values := shape.get("enum", [shape["const"]] if "const" in shape else []):
        return ", ".join(f"`{json.dumps(value)}`" for value in values)
    told = shape.get("type", "anything")
    kinds = [told] if isinstance(told, str) else told
    words = " or ".join("instant" if "format" in shape else {"array": "list"}.get(kind, kind) for kind in kinds)
    return ", ".join((words, *(said.format(shape[bound]) for bound, said in BOUNDS.items() if bound in shape)))
