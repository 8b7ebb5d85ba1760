"""Under which licences replylint is installed: they are listed, and none lays a claim on who installs it."""

from __future__ import annotations

import sys

import pytest

import licences
from conftest import lacking


def test_a_claim_is_told_from_a_choice() -> None:
    assert licences.free("MIT")
    assert licences.free("GPL-2.0-or-later OR LGPL-2.1-or-later OR MPL-1.1")
    assert not licences.free("LGPL-3.0-only")
    assert not licences.free("MIT AND AGPL-3.0-only")
    assert not licences.free("not told")


@pytest.mark.parametrize("package", licences.installed(), ids=lambda package: package.name)
def test_the_default_install_may_be_passed_on_by_anyone(package: licences.Package) -> None:
    assert licences.free(package.licence)


def test_the_list_is_the_one_in_the_document() -> None:
    if sys.platform != "linux" or sys.version_info[:2] != (3, 11):
        lacking("Linux and Python 3.11, by whose packages the list is made")
    written = licences.PAGE.read_text(encoding="utf-8")
    assert written == licences.page(), "python tests/licences.py > docs/licences.md"
