"""Where packs lie, and their compiled forms: shipped with the wheel, else cached by the hash of what was read."""

from __future__ import annotations

import contextlib
import gc
import hashlib
import json
import os
from collections.abc import Iterable, Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any

from replylint.document import InputError
from replylint.ruleset import FORMAT, Ruleset, compile_pack, ruleset

_HERE = Path(__file__).parent
COMPILED = "compiled.jsonl"
_COMPILING = tuple(
    f"{name}.py" for name in "anchor conversation finding lexicon literals pattern phrase rule ruleset schema text".split()
)


def house() -> Path:
    """The folder of the pack that comes with replylint: inside the package, or beside `src` in a checkout."""
    for folder in (_HERE / "rules" / "en", _HERE.parent.parent / "rules" / "en"):
        if (folder / "pack.yaml").is_file():
            return folder
    raise InputError("the rules that belong to replylint are missing; install it again", str(_HERE / "rules"))


@lru_cache(maxsize=8)
def load(folders: tuple[str, ...] = ()) -> Ruleset:
    """The house rules and the packs in `folders`, in that order; raises `InputError`.

    What is made here stays, and the garbage collector is told so: it would walk tens of thousands of phrases again and again.
    """
    collecting = gc.isenabled()
    gc.disable()
    try:
        made = ruleset([compiled(house()), *(compiled(Path(folder)) for folder in folders)])
        gc.freeze()
        return made
    finally:
        if collecting:
            gc.enable()


def compiled(folder: Path) -> dict[str, Any]:
    """The compiled form of a pack: the one beside it when it ships one, else the cached or a new one."""
    shipped = folder / COMPILED
    if shipped.is_file() and (data := read(shipped.read_bytes())):
        return data
    if folder.is_file():
        raise InputError("is a file; a pack is a folder with a pack.yaml", str(folder))
    if not folder.is_dir():
        raise InputError("no such pack folder", str(folder))
    kept = _cache() / f"{digest(sorted(folder.glob('**/*.yaml')))}.jsonl"
    with contextlib.suppress(OSError):
        if data := read(kept.read_bytes()):
            return data
    content = written(compile_pack(folder))
    _keep(kept, content)
    return read(content) or {}  # the same plain data as from the cache


def written(compiled: Mapping[str, Any]) -> bytes:
    """The compiled form of a pack as a file: a line of JSON, then its blocks, an empty line after each, for each is read only
    when it is asked for."""
    head = {**compiled, "blocks": len(compiled["blocks"])}
    line = json.dumps(head, ensure_ascii=False, separators=(",", ":")).encode()
    return b"\n\n".join([line, *compiled["blocks"], b""])


def read(content: bytes) -> dict[str, Any] | None:
    """What `written` wrote; None when it is of another version or not whole."""
    head, *blocks = content.split(b"\n\n")
    try:
        data = json.loads(head)
    except ValueError:
        return None
    whole = isinstance(data, dict) and data.get("format") == FORMAT and data.get("blocks") == len(blocks) - 1
    return {**data, "blocks": blocks[:-1]} if whole and blocks[-1] == b"" else None


def digest(files: Iterable[Path]) -> str:
    """A hash of the names and contents of a pack's files and of the code that compiles them."""
    total = hashlib.sha256(str(FORMAT).encode())
    for code in (*map(_HERE.joinpath, _COMPILING), *sorted((_HERE / "checks").glob("*.py"))):
        total.update(code.read_bytes())
    for file in files:
        content = file.read_bytes()
        total.update(f"{file.parent.name}/{file.name} {len(content)}\n".encode())
        total.update(content)
    return total.hexdigest()[:32]


def _cache() -> Path:
    root = os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache"
    return Path(root) / "replylint"


def _keep(file: Path, content: bytes) -> None:
    """Write a cache file whole or not at all; a folder that cannot be written is no error."""
    try:
        file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        fresh = file.with_suffix(f".{os.getpid()}.tmp")
        fresh.write_bytes(content)
        fresh.replace(file)
    except OSError:
        return
