"""What replylint is installed with, and under which licences: `python tests/licences.py` prints docs/licences.md."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from importlib.metadata import metadata
from pathlib import Path
from typing import NamedTuple

from packaging.requirements import Requirement

ROOT = Path(__file__).parent.parent
PAGE = ROOT / "docs" / "licences.md"
FREE = frozenset(
    "0BSD Apache-2.0 BSD-2-Clause BSD-3-Clause CC0-1.0 CNRI-Python ISC MIT MPL-1.1 MPL-2.0 PSF-2.0 Public-Domain Zlib".split()
)
"""Licences under which a program may be passed on without its own source."""
EXTRAS = (
    "desk",
    "ledger",
    "mcp",
    "parquet",
    "postgresql",
    "trainer",
)  # that of Spark is installed into an environment of its own
_SPDX = {
    "Apache License, Version 2.0": "Apache-2.0",
    "BSD": "BSD-3-Clause",
    "BSD License": "BSD-3-Clause",
    "BSD-3-Clause and Public-Domain": "BSD-3-Clause AND Public-Domain",
    "Dual License": "Apache-2.0 OR BSD-3-Clause",
    "GPLv2+/LGPLv2+/MPL 1.1": "GPL-2.0-or-later OR LGPL-2.1-or-later OR MPL-1.1",
    "ISC License": "ISC",
    "ISC License (ISCL)": "ISC",
    "GNU Lesser General Public License v3 (LGPLv3)": "LGPL-3.0-only",
    "MIT License": "MIT",
    "PSFL": "PSF-2.0",
}
_OF_PYPHEN = "GPL-2.0-or-later OR LGPL-2.1-or-later OR MPL-1.1"  # told as three classifiers, which its own page calls a choice
_HEAD = """\
# What it is installed with

The packages of `pip install replylint`, by the lock of the default install on Linux, and their licences as they tell them (SPDX
expressions). A test fails when one comes in that has no licence without a claim on your own source: none is GPL, LGPL or AGPL
only. pyphen, which textstat brings, offers a choice, of which MPL-1.1 is ours. replylint itself is MIT.

| package | version | licence |
|---|---|---|
"""
_MORE = """
## Extras

What `pip install 'replylint[…]'` names besides. psycopg is under the LGPL: it is an extra for that reason, and used as it comes.

| extra | package | version | licence |
|---|---|---|---|
"""


class Package(NamedTuple):
    """A package of a lock."""

    name: str
    version: str
    licence: str


def installed() -> list[Package]:
    """The packages of the default install."""
    lines = (ROOT / "requirements" / "default.txt").read_text(encoding="utf-8").splitlines()
    wanted = (Requirement(line.rstrip("\\ ")) for line in lines if re.match(r"[A-Za-z0-9]", line))
    return [_package(each) for each in wanted if each.marker is None or each.marker.evaluate()]


def of_extras() -> Iterator[tuple[str, Package]]:
    """The packages that extras name."""
    told = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["optional-dependencies"]
    for extra in EXTRAS:
        yield from ((extra, _package(Requirement(each))) for each in told[extra])


def free(licence: str) -> bool:
    """Whether an expression leaves a choice of licences that are all free."""
    return any(all(part.strip("() ") in FREE for part in choice.split(" AND ")) for choice in licence.split(" OR "))


def _package(wanted: Requirement) -> Package:
    (version,) = (each.version for each in wanted.specifier)
    return Package(wanted.name, version, _OF_PYPHEN if wanted.name == "pyphen" else _licence(wanted.name))


def _licence(name: str) -> str:
    told = metadata(name)
    if told["License-Expression"]:
        return str(told["License-Expression"])
    classified = [each.rpartition(" :: ")[2] for each in told.get_all("Classifier") or () if each.startswith("License ::")]
    said = (told["License"] or "").strip()
    short = said if said and "\n" not in said and len(said) < 60 else ""
    named = short or " AND ".join(classified)
    return _SPDX.get(named, named) or "not told"


def page() -> str:
    """The page, whole."""
    lines = [f"| {each.name} | {each.version} | {each.licence} |" for each in installed()]
    more = [f"| {extra} | {each.name} | {each.version} | {each.licence} |" for extra, each in of_extras()]
    return _HEAD + "\n".join(lines) + "\n" + _MORE + "\n".join(more) + "\n"


if __name__ == "__main__":
    print(page(), end="")
