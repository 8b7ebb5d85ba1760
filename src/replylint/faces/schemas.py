"""`replylint schema`."""

from __future__ import annotations

import argparse
import json
from typing import Any

from replylint import schema
from replylint.contract import ledger_schema, result_schema
from replylint.conversation import Conversation
from replylint.wire import Short


def run(options: argparse.Namespace) -> int:
    """Print the JSON Schemas, one or all."""
    shapes = {"conversation": conversation_schema(), "result": result_schema(), "promises": ledger_schema()}
    print(json.dumps(shapes[options.shape] if options.shape else shapes, indent=2))
    return 0


def conversation_schema() -> dict[str, Any]:
    """What is taken in: the long or the short form."""
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "A conversation to lint",
        "anyOf": [schema.json_schema(Conversation), schema.json_schema(Short)],
    }
