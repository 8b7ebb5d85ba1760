"""What a request in LanguageTool's shape tells, by name: from its address, and from its body in whatever form that came.

A body is form-urlencoded or multipart, or it is what LibreOffice 7.4 sends, a text that nobody encoded:
`text=Q&A is 100% free&language=en-US`. The two are told apart by what an encoder never leaves: a space, a control
character, `"<>\\^`{|}`, a byte beyond ASCII, a `%` that begins no escape, a piece between `&` without a `=`. A body with
one of these in LibreOffice's frame was typed as it stands; any other is decoded. So whatever was encoded comes back, and
whatever LibreOffice sends does too, unless its paragraph is one unbroken run of ASCII with a `+`, a `%41` or an `&b=` in
it: that is what an encoded text looks like, and it is taken for one.
"""

from __future__ import annotations

import re
from urllib.parse import unquote_to_bytes

from replylint.faces.server import body
from replylint.faces.server.problem import Problem

_UNENCODED = re.compile(rb'[\x00- "<>\\^`{|}\x7f-\xff]|%(?![0-9A-Fa-f]{2})')
_AFTER_THE_TEXT = re.compile(
    rb"(?P<language>[A-Za-z]{2,3}-[A-Za-z0-9-]*)(?:&username=(?P<username>.*?)&apiKey=(?P<apiKey>.*))?", re.DOTALL
)
_BOUNDARY = re.compile(r'boundary=(?:"([^"]+)"|([^\s;"]+))', re.IGNORECASE)
_NAME = re.compile(rb'(?i:content-disposition:)[^\r\n]*?[; ]name="([^"\r\n]*)"')


def fields(given: bytes, kind: str, query: bytes) -> dict[str, str]:
    """Names and values of a body (of a media type) and of a query; raises a `Problem`. Of two with one name the last counts,
    and the query comes last."""
    parted = kind.lower().startswith("multipart/form-data")
    found = _parts(given, kind) if parted else _as_typed(given) or _decoded(given)
    found |= _decoded(query)
    return {body.text(name): body.text(value) for name, value in found.items()}


def _decoded(given: bytes) -> dict[bytes, bytes]:
    """Form-urlencoded pairs; a piece without a `=` tells nothing."""
    found = {}
    for piece in given.replace(b"+", b" ").split(b"&"):
        name, told, value = piece.partition(b"=")
        if told:
            found[unquote_to_bytes(name)] = unquote_to_bytes(value)
    return found


def _as_typed(given: bytes) -> dict[bytes, bytes]:
    """The pairs of a body as LibreOffice 7.4 sends it, nothing for any other. What it adds stands behind the text, so the
    last `&language=` is its own, whatever the text holds."""
    text, _, rest = given.removeprefix(b"text=").rpartition(b"&language=")
    after = _AFTER_THE_TEXT.fullmatch(rest)
    if not given.startswith(b"text=") or after is None:
        return {}
    bare = any(piece and b"=" not in piece for piece in given.split(b"&"))
    if not bare and not _UNENCODED.search(given):
        return {}
    told = {name.encode(): value for name, value in after.groupdict().items() if value is not None}
    return {b"text": text, **told}


def _parts(given: bytes, kind: str) -> dict[bytes, bytes]:
    """The parts of a multipart body. A form has no parts within parts, which is where a whole parser of mail would spend
    its time on a body made to cost it."""
    boundary = _BOUNDARY.search(kind)
    if boundary is None:
        raise Problem(400, "multipart/form-data without a boundary")
    found = {}
    for part in (b"\r\n" + given).split(b"\r\n--" + (boundary[1] or boundary[2]).encode("latin-1"))[1:]:
        head, told, value = part.partition(b"\r\n\r\n")
        name = _NAME.search(head)
        if told and name:
            found[name[1]] = value
    return found
