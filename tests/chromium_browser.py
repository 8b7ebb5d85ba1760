"""A real Chromium, for the tests of what people see in a browser."""

from __future__ import annotations

import shutil
import time
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from conftest import lacking

if TYPE_CHECKING:
    from playwright.sync_api import Page

REPOSITORY = Path(__file__).parent.parent
CHROMIUM = shutil.which("chromium")
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


def need_chromium() -> None:
    """Skip the test where there is no browser to try it in."""
    if find_spec("playwright") is None:
        lacking("playwright (pip install playwright)")
    if CHROMIUM is None:
        lacking("Chromium as `chromium` on the path (apt-get install chromium)")


def until(page: Page, expression: str, expected: Any, argument: Any = None) -> None:
    """Wait for an expression, or a function of an argument, to have a value.

    It is asked with `evaluate`, again and again, which no content security policy forbids.
    """
    seen = None
    for _ in range(200):
        seen = page.evaluate(expression, argument)
        if seen == expected:
            return
        time.sleep(0.05)
    pytest.fail(f"{expression} is {seen!r}, not {expected!r}")
