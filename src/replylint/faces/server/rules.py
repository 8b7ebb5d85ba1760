"""`/v1/rules`: the rules, and one with its examples."""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter

from replylint import catalogue, schema
from replylint.faces.server import described
from replylint.faces.server.access import Anyone, Serving
from replylint.faces.server.problem import Problem

router = APIRouter(tags=["rules"])


@router.get("/v1/rules", **described.RULES)
async def list_rules(caller: Anyone) -> dict[str, Any]:
    """Every rule of the settings that apply to the caller."""
    return {"rules": [catalogue.entry(rule) for rule in caller.tenant.rules.rules]}


@router.get("/v1/rules/{category}/{name}", **described.RULE)
async def explain_a_rule(category: str, name: str, caller: Anyone, service: Serving) -> dict[str, Any]:
    """One rule, with the examples that stand in its file."""
    rules = {rule.id: rule for rule in caller.tenant.rules.rules}
    found = rules.get(f"{category}/{name}")
    if found is None:
        raise Problem(404, f"no such rule{schema.nearest(f'{category}/{name}', rules)}")
    return await service.linted(catalogue.explained, found, caller.tenant.settings.packs)
