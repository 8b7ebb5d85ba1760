"""Any headers and any file of keys: a request is admitted or refused with a `Problem`; a file is read or refused as input."""

from __future__ import annotations

import base64
import tempfile
from collections.abc import Iterator
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path

from harness import fuzz, watched

with watched():
    from replylint import keys, packs
    from replylint.document import InputError
    from replylint.faces.server import access
    from replylint.faces.server.problem import Problem
    from replylint.faces.server.service import Service
    from replylint.settings import Serving, Settings

from starlette.datastructures import Headers

BLANK = b"\n\n"
HOSTS = (b"localhost:8817", b"[::1]:8817", b"[::ffff:10.0.0.7]", b"replylint.example", b"a:b:c", b"]", b"\xff", b"")
ORIGINS = (b"null", b"http://localhost:8817", b"moz-extension://5c9e", access.EXTENSION.encode())


class Gate:
    """Two services that know one key: of this machine alone, and of all others too."""

    def __init__(self, folder: Path) -> None:
        self.file = folder / "tried.json"
        kept = folder / "keys.json"
        self.token = keys.add(kept, "helpdesk", "", datetime.now(UTC))
        self.basic = base64.b64encode(b"ana:" + self.token.encode())
        self.kept = kept.read_bytes()
        rules, public = packs.load(), Serving(keys=str(kept), hosts=("replylint.example",), origins=("https://a.example",))
        self.services = (
            Service(rules, Settings(server=Serving(keys=str(kept)))),
            Service(rules, Settings(server=public), "0.0.0.0"),
        )

    def enter(self, data: bytes) -> None:
        """Try headers, a line each, and behind a blank line a file of keys."""
        head, _, file = data.partition(BLANK)
        raw = [(name.strip().lower(), value.strip()) for name, _, value in (line.partition(b":") for line in head.split(b"\n"))]
        for service in self.services:
            try:
                caller = access.admitted(Headers(raw=raw), service)
            except Problem:
                continue
            known = self.token.encode() in head or self.basic[8:-4] in head
            assert caller is None or known or not (caller.keyed or service is self.services[1])
        self.file.write_bytes(file)
        with suppress(InputError):
            keys.read(self.file).of(self.token)

    def seeds(self) -> Iterator[bytes]:
        """Requests as programs send them, and as they should not; the file as it is written, and broken."""
        own = self.token.encode()
        for sign in (
            b"Bearer " + own,
            b"Basic " + self.basic,
            b"Basic !",
            b"basic /zo=",
            b"bearer",
            b"Bearer \xe9",
            b" ",
            b"Basic Og==",
        ):
            for host in HOSTS:
                yield b"host: %s\nauthorization: %s" % (host, sign) + BLANK
            for origin in ORIGINS:
                yield b"host: localhost\norigin: %s\nauthorization: %s\nx-forwarded-for: 1" % (origin, sign) + BLANK
        bad = (b"{}", b"[]", b"\xff", b"\xef\xbb\xbf" + self.kept, self.kept[:-9], self.kept.replace(b"tenant", b"tenent"))
        yield from (BLANK + file for file in (self.kept, *bad, self.kept.replace(b'"sha256": "', b'"sha256": "\\u00e9')))


if __name__ == "__main__":
    with tempfile.TemporaryDirectory(prefix="replylint-") as made:
        gate = Gate(Path(made))
        fuzz(gate.enter, gate.seeds())
