"""The pages of the desk, filled from the templates beside this file. All text is escaped."""

from __future__ import annotations

from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any

from fastapi.responses import HTMLResponse
from jinja2 import Environment, FileSystemLoader, StrictUndefined

from replylint import __version__
from replylint.faces.server.desk.visitor import Visitor

_HEADERS = {
    "content-security-policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; form-action 'self'; "
        "base-uri 'none'; frame-ancestors 'none'"
    ),
    "referrer-policy": "same-origin",  # with none at all a browser would not say where a form comes from
}


def page(name: str, visitor: Visitor | None = None, status: int = 200, **told: Any) -> HTMLResponse:
    """A page for a visitor."""
    text = _environment().get_template(f"{name}.html.jinja").render(visitor=visitor, version=__version__, **told)
    return HTMLResponse(text, status, _HEADERS)


@cache
def _environment() -> Environment:
    folder = FileSystemLoader(Path(__file__).parent / "pages")
    made = Environment(loader=folder, autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True)
    made.filters.update(points=_points, moment=_moment)
    return made


def _points(number: float | None) -> str:
    """Marks without a needless nought."""
    return "–" if number is None else f"{number:,.1f}".removesuffix(".0")


def _moment(at: str | datetime | None) -> str:
    if at is None:
        return ""
    moment = datetime.fromisoformat(at) if isinstance(at, str) else at
    return f"{moment.day} {moment:%b %Y, %H:%M}"
