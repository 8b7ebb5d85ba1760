"""`replylint schema`."""

from __future__ import annotations

import argparse
import json

from replylint.contract import conversation_schema, ledger_schema, result_schema


def run(options: argparse.Namespace) -> int:
    """Print the JSON Schemas, one or all."""
    shapes = {"conversation": conversation_schema(), "result": result_schema(), "promises": ledger_schema()}
    print(json.dumps(shapes[options.shape] if options.shape else shapes, indent=2))
    return 0
