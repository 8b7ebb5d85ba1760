"""Exports of helpdesks, read as a stream of whole conversations; a file a format, and however large it is, one at a time."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from pathlib import Path
from typing import Any, Protocol

from replylint.conversation import Conversation
from replylint.document import InputError
from replylint.exports import freshdesk, intercom, own, records, tables, zendesk
from replylint.exports.records import Record
from replylint.exports.thread import People, key
from replylint.schema import ShapeError, nearest, quotable
from replylint.transcripts import Given, Told, situated
from replylint.wire import thread

__all__ = ["KINDS", "kind_of", "read"]


class _Vendor(Protocol):
    """How records of JSON become conversations: `LISTS` are the keys of lists of records in a file that is an object,
    `ASIDE` those of lists of people and teams beside them."""

    @property
    def LISTS(self) -> Collection[str]: ...  # noqa: N802
    @property
    def ASIDE(self) -> Collection[str]: ...  # noqa: N802
    def looks(self, record: dict[str, Any]) -> bool:
        """Whether a record is of this vendor."""
        ...

    def read(self, record: Any, beside: dict[str, People]) -> Conversation | None:
        """The conversation of a record, None when nothing is left of it; raises `ShapeError`."""
        ...


_VENDORS: dict[str, _Vendor] = {"replylint": own, "zendesk": zendesk, "intercom": intercom, "freshdesk": freshdesk}
_ENDINGS = {".csv": "csv", ".parquet": "parquet", ".mbox": "mbox", ".mbx": "mbox", ".eml": "eml"}
_LISTS = frozenset(name for vendor in _VENDORS.values() for name in vendor.LISTS)
_LOOKED_AT = 20  # records, before it is given up to guess what a file holds

KINDS: tuple[str, ...] = (*_VENDORS, "csv", "parquet", "mbox", "eml")
"""What can be read. "replylint" is our own shape, as JSON or JSON lines; "eml" a folder of mails."""


def read(path: Path, kind: str | None, given: Given, agents: Collection[str] = ()) -> Iterator[Told]:
    """The conversations of an export in their order; a record that cannot be used is yielded as the error that names it.

    `kind`: one of `KINDS`, guessed when it is None. `agents`: addresses and domains of the team, which mails need to tell
    who is who. A ticket of which nothing is left (only notes, deleted) is not yielded. A conversation need not have a
    reply of an agent. Raises `InputError` for a file that cannot be used as a whole, or not to its end.
    """
    kind = kind or kind_of(path)
    if kind in _VENDORS:
        yield from _records(path, _VENDORS[kind], given)
    elif kind == "csv":
        yield from tables.from_csv(path, given)
    elif kind == "parquet":
        yield from tables.from_parquet(path, given)
    elif kind in ("mbox", "eml"):
        from replylint.exports import mails

        yield from (mails.from_mbox if kind == "mbox" else mails.from_folder)(path, given, agents)
    else:
        raise InputError(f"no kind of export {kind!r:.40}{nearest(kind, KINDS)}", str(path))


def kind_of(path: Path) -> str:
    """What an export is, by its ending and by what its first records look like; raises `InputError` when nothing tells."""
    if path.is_dir():
        return "eml"
    if path.suffix.lower() in _ENDINGS:
        return _ENDINGS[path.suffix.lower()]
    with records.opened(path) as file:
        start = file.read(64).lstrip(b"\xef\xbb\xbf \t\r\n")
    if start.startswith(b"From "):
        return "mbox"
    if start.startswith(b"PAR1"):
        return "parquet"
    if start[:1] in (b"{", b"["):
        found = (record for record in records.read(path, _LISTS) if isinstance(record, Record))
        for record, _ in zip(found, range(_LOOKED_AT), strict=False):
            for name, vendor in _VENDORS.items():
                if isinstance(record.data, dict) and vendor.looks(_inner(record.data)):
                    return name
    raise InputError(f"what is it? Nothing in it tells; use --kind {'|'.join(KINDS)}", str(path))


def _records(path: Path, vendor: _Vendor, given: Given) -> Iterator[Told]:
    beside = {
        name: {key(one["id"]): one for one in people if isinstance(one, dict) and "id" in one}
        for name, people in (records.aside(path, vendor.ASIDE) if vendor.ASIDE else {}).items()
    }
    for record in records.read(path, vendor.LISTS):
        if isinstance(record, InputError):
            yield record
            continue
        inner = _inner(record.data)
        try:
            told = vendor.read(inner, beside)
            if told is not None:
                yield situated(thread(told), given)
        except ShapeError as error:
            yield InputError(_which(inner) + str(error), str(path), record.line)


def _inner(data: Any) -> Any:
    """A record without the key that an API puts around one: {"ticket": {…}}."""
    if isinstance(data, dict) and isinstance(data.get("ticket"), dict) and "id" not in data:
        return data["ticket"]
    return data


def _which(record: Any) -> str:
    """The record's own name before what is wrong with it."""
    id = record.get("id") if isinstance(record, dict) else None
    return f"{quotable(id)}: " if isinstance(id, str | int) else ""
