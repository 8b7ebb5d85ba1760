"""Apologies: where something is regretted, and whether it is what the customer went through."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Literal, NamedTuple

if TYPE_CHECKING:
    from replylint.reading import Reading, View

Kind = Literal["apology", "condolence", "request", "refusal", "courtesy"]
_OTHERS: dict[Kind, str] = {
    "condolence": "apology-condolence",
    "request": "apology-request",
    "refusal": "apology-refusal",
    "courtesy": "apology-courtesy",
}


class Apology(NamedTuple):
    """Words of regret. `kind`: an `apology` for what the customer went through, a `condolence`, a `request` (sorry before a
    question of ours), a `refusal` (sorry before a no), or a `courtesy` (manners, or someone else's sorry)."""

    start: int
    end: int
    kind: Kind


def apologies(reading: Reading, view: View) -> Iterator[Apology]:
    """Every word of regret of a text: <apology> says what one is, <apology-condolence> and its like which are none."""
    made = reading.matches(view, "apology")
    if not made:
        return
    others = [(kind, *place) for kind, name in _OTHERS.items() for place in reading.matches(view, name)]
    for start, end in made:
        yield Apology(start, end, next((kind for kind, a, b in others if a < end and start < b), "apology"))
