"""Who writes a mail and to whom, as its head tells it. Nothing in a head is refused: what cannot be read is not known."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from email.errors import HeaderParseError
from email.header import decode_header, make_header
from email.message import Message
from email.utils import getaddresses
from typing import NamedTuple

from replylint.late import late

_WORD = late(r"[^\W\d_]+")
_APART = late(r"\s*\([^()]*\)|\s+via\s.*|\s*[|/].*")  # "(Acme)", "via Support": what is no name of a person
# Whoever has an address there says nothing about any other who has.
_PUBLIC = frozenset(
    "gmail.com googlemail.com outlook.com hotmail.com hotmail.co.uk live.com msn.com yahoo.com yahoo.co.uk ymail.com me.com "
    "icloud.com mac.com aol.com gmx.com gmx.net gmx.de web.de t-online.de proton.me protonmail.com pm.me fastmail.com mail.ru "
    "mail.com yandex.ru yandex.com qq.com 163.com orange.fr free.fr laposte.net libero.it btinternet.com comcast.net".split()
)
_LONGEST = 20_000  # code points of a field


class Person(NamedTuple):
    """A name, None when none is told, and an address in lower case, "" when none is."""

    name: str | None
    address: str = ""

    @property
    def domain(self) -> str:
        return self.address.rpartition("@")[2]

    def called(self, name: str) -> bool:
        """Whether a name, or a part of one, may be this person's."""
        words, mine = words_of(name), words_of(self.name or "")
        if words and mine and (words <= mine or mine <= words):
            return True
        return any(len(word) > 2 for word in words & words_of(self.address.partition("@")[0]))


class Parties(NamedTuple):
    """The writer of a mail, and those it is written to who are not of the writer's own side.

    `within`: all of them have the writer's domain, so that it tells nobody's side.
    """

    writer: Person | None
    recipients: tuple[Person, ...]
    within: bool = False

    def ours(self, address: str) -> bool | None:
        """Whether an address is of the writer's side; None when that is not known."""
        writer = self.writer
        if writer is None:
            return None
        if address == writer.address:
            return True
        if address.rpartition("@")[2] != writer.domain or writer.domain in _PUBLIC:
            return False
        return None if self.within else True

    def addressed(self, address: str) -> bool:
        """Whether a mail goes to an address."""
        return any(address == person.address for person in self.recipients)


def parties(message: Message) -> Parties:
    """The parties of a mail."""
    writer = next(iter(people(message, "From")), None)
    recipients = tuple(dict.fromkeys(people(message, "To")))
    if writer is None:
        return Parties(None, recipients)
    others = tuple(person for person in recipients if person.address != writer.address)
    if writer.domain in _PUBLIC:
        return Parties(writer, others)
    foreign = tuple(person for person in others if person.domain != writer.domain)
    return Parties(writer, foreign or others, not foreign)


def people(message: Message, field: str) -> Iterator[Person]:
    """Those whom the fields of a name tell, in order."""
    try:
        found = getaddresses(raw_fields(message, field))
    except RecursionError:  # thousands of brackets
        return
    for name, address in found:
        if "@" in address:
            yield Person(person_name(decoded(name)), address.strip().lower())


def raw_fields(message: Message, field: str) -> list[str]:
    """The values of a field as they were sent, on one line each; bytes beyond ASCII are read as UTF-8."""
    return [
        " ".join(str(value)[:_LONGEST].encode("utf-8", "surrogateescape").decode("utf-8", "replace").split())
        for name, value in message.raw_items()
        if name.lower() == field.lower()
    ]


def decoded(value: str) -> str:
    """A value of a head with its encoded words read; as it is when they cannot be."""
    try:
        return str(make_header(decode_header(value)))
    except (HeaderParseError, LookupError, UnicodeError, ValueError):
        return value


def person_name(shown: str) -> str | None:
    """The name in what a head shows for an address; None when it is an address again, or leaves the first name open."""
    name = _APART.sub("", " ".join(shown.split())).strip(" '\"‘’“”,;")
    family, comma, given = name.partition(",")
    if comma and "," not in given:
        name = f"{given.strip()} {family.strip()}"
    words = _WORD.findall(name)
    if "@" in name or "=?" in name or any(map(str.isdigit, name)) or not words or len(words[0]) < 2 or len(name) > 80:
        return None
    return name


def words_of(name: str) -> frozenset[str]:
    """The words of a name, folded, without accents; initials left out."""
    flat = "".join(c for c in unicodedata.normalize("NFD", name) if not unicodedata.combining(c))
    return frozenset(word for word in _WORD.findall(flat.casefold()) if len(word) > 1)
