"""What is true of every place: those that a result names, and those that a readable text came from."""

from __future__ import annotations

from typing import Any

from replylint.conversation import Conversation
from replylint.source import Visible, plain


def check_result(result: dict[str, Any], told: Conversation) -> None:
    """Fail unless every span holds its text, and every offset in UTF-16 is that of its code point."""
    for span in spans(result):
        source = told.turns[span["turn"]].text
        assert 0 <= span["start"] < span["end"] <= len(source)
        assert source[span["start"] : span["end"]] == span["text"]
    for found in (*result["findings"], *result["suppressed"]):
        assert found["turn"] == told.draft
        text = told.turns[found["turn"]].text
        assert found["utf16"] == {key: units(text, found[key]) for key in ("start", "end")}
        for edit in (edit for fix in found["fixes"] for edit in fix["edits"]):
            assert 0 <= edit["start"] <= edit["end"] <= len(text)
            assert edit["utf16"] == {key: units(text, edit[key]) for key in ("start", "end")}


def spans(result: dict[str, Any]) -> list[dict[str, Any]]:
    """Everything in a result that has a place and a text."""
    findings = [*result["findings"], *result["suppressed"]]
    evidence = [span for f in findings for span in f["evidence"]]
    questions = [span for q in result["questions"] for span in (q, *q["by"])]
    return [*findings, *evidence, *result["commitments"], *questions]


def units(text: str, offset: int) -> int:
    """The UTF-16 units before a code point."""
    return len(text[:offset].encode("utf-16-le", "surrogatepass")) // 2


def check_source(text: str, view: Visible) -> None:
    """Fail unless each readable character leads back to the part of the source that shows it, each part once and in order."""
    for mark in view.marks:
        assert 0 <= mark.start < mark.end <= len(view.text)
    assert plain.read(view.text).text == view.text  # what is readable stays as it is
    if view.starts is None or view.ends is None:
        assert view.text == text
        return
    assert len(view.starts) == len(view.ends) == len(view.text)
    last = (0, 0)
    for character, start, end in zip(view.text, view.starts, view.ends, strict=True):
        assert last[1] <= start <= end <= len(text) or (start, end) == last  # an entity may be two characters
        last = (start, end)
        if start == end:
            assert character == "\n"
        elif character not in "\n \ufffd" and text[start] != "&":
            assert text[start:end] == character
