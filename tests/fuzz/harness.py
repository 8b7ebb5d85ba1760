"""What the targets share: replylint imported with its branches watched, and the loop of libFuzzer."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable
from pathlib import Path

import atheris


def watched() -> atheris.instrument_imports:
    """In a `with`, the modules of replylint that are imported tell libFuzzer which branches they take."""
    return atheris.instrument_imports(include=["replylint"])


def fuzz(target: Callable[[bytes], None], seeds: Iterable[bytes]) -> None:
    """Try a target on the seeds and on what libFuzzer makes of them.

    Arguments: a folder for the inputs that reach something new, and options of libFuzzer (`-runs=`, `-max_total_time=`).
    """
    folder = Path(sys.argv[1])
    folder.mkdir(exist_ok=True)
    for number, seed in enumerate(seeds):
        (folder / f"seed-{number:03}").write_bytes(seed)
    atheris.Setup(sys.argv, target)
    atheris.Fuzz()
