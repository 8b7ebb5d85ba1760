"""The keys of an installation: who may ask its server, and the secret that drafts are known by where overrides are kept.

They lie in one file of their owner's alone (mode 0600). A key is 256 random bits, so a plain hash of it cannot be
guessed back; it is shown once, when it is made. The file is read again when it changes, so a revoked key is refused at
once by every process.
"""

from __future__ import annotations

import hashlib
import hmac
import json
import os
import secrets
from dataclasses import asdict, dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import Literal

from replylint import schema
from replylint.document import InputError, json_place, parse_json, read_text, shaped
from replylint.late import late

Role = Literal["program", "trainer", "agent"]
_PREFIX = "rl_"
_NAME = late(r"[a-z0-9][a-z0-9._-]{0,39}")
_SHA256 = late(r"[0-9a-f]{64}")
_RULE = "a name is 1 to 40 of a-z, 0-9, '.', '_' and '-', and begins with a letter or digit"


@dataclass(frozen=True)
class Key:
    """A key as it is kept: its name, whose it is ("": the installation's own), its hash, when it was made.

    A `trainer`'s opens the desk, too; that of an `agent` (by the name that exports have) shows her own scores there, and
    nothing else that is stored.
    """

    name: str
    tenant: str
    sha256: str
    made: datetime
    role: Role = "program"
    agent: str | None = None


@dataclass(frozen=True)
class Keys:
    """What the file holds: the secret of the installation (hexadecimal) and the keys."""

    secret: str
    keys: tuple[Key, ...] = ()

    def of(self, token: str) -> Key | None:
        """The key that a token is, or None. Takes as long for a wrong one as for a right one."""
        given = _hash(token)
        found = None
        for key in self.keys:
            if hmac.compare_digest(key.sha256, given):
                found = key
        return found

    def digest(self, tenant: str, words: str) -> str:
        """What words of a tenant are known by: an HMAC, so that no one without the secret can try words against it."""
        told = f"{tenant}\n{words}".encode("utf-8", "surrogatepass")
        return hmac.new(bytes.fromhex(self.secret), told, hashlib.sha256).hexdigest()


def home() -> Path:
    """Where the file lies when no setting says so."""
    root = os.environ.get("XDG_CONFIG_HOME") or Path.home() / ".config"
    return Path(root) / "replylint" / "keys.json"


def read(file: Path) -> Keys:
    """What a file holds; a file that is not there holds no keys and a secret that is known to nobody. Raises `InputError`."""
    if not file.exists():
        return Keys(secrets.token_hex(32))
    text = read_text(file)
    kept = shaped(Keys, parse_json(text, str(file)), str(file), json_place(text))
    hashes: list[tuple[schema.Path, str]] = [(("keys", number, "sha256"), key.sha256) for number, key in enumerate(kept.keys)]
    for path, digits in ((("secret",), kept.secret), *hashes):
        if not _SHA256.fullmatch(digits):
            raise InputError(f"{schema.dotted(path)}: is not 64 hexadecimal digits", str(file), *json_place(text)(path, False))
    return kept


def add(file: Path, name: str, tenant: str, at: datetime, role: Role = "program", agent: str | None = None) -> str:
    """Make a key and keep its hash; the token itself is returned and kept nowhere. Raises `InputError`."""
    for told in (name, tenant or name):
        if not _NAME.fullmatch(told):
            raise InputError(f"keys: {told!r:.60}: {_RULE}")
    kept = read(file)
    if any(key.name == name for key in kept.keys):
        raise InputError(f"keys: there is a key {name!r} already; revoke it first, or choose another name")
    token = _PREFIX + secrets.token_urlsafe(32)
    _write(file, replace(kept, keys=(*kept.keys, Key(name, tenant, _hash(token), at, role, agent))))
    return token


def revoke(file: Path, name: str) -> Key:
    """Take a key away and return what it was; raises `InputError`."""
    kept = read(file)
    gone = next((key for key in kept.keys if key.name == name), None)
    if gone is None:
        raise InputError(f"keys: no key {name!r:.60}{schema.nearest(name, (key.name for key in kept.keys))}")
    _write(file, replace(kept, keys=tuple(key for key in kept.keys if key.name != name)))
    return gone


def _hash(token: str) -> str:
    return hashlib.sha256(token.encode("utf-8", "surrogatepass")).hexdigest()


def _write(file: Path, kept: Keys) -> None:
    """Put the file in the place of the old one, whole, for its owner alone; raises `InputError`."""
    fresh = file.with_name(f"{file.name}.{os.getpid()}.tmp")
    text = json.dumps(asdict(kept), indent=2, default=datetime.isoformat)
    try:
        file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        fresh.unlink(missing_ok=True)
        with open(os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="utf-8") as out:
            out.write(text + "\n")
            out.flush()
            os.fsync(out.fileno())
        fresh.replace(file)
    except OSError as error:
        raise InputError(f"cannot be written: {error.strerror}", str(file)) from None
