"""The Perl modules of the plugin for Request Tracker, by themselves."""

from __future__ import annotations

import json
import subprocess
from typing import Any

import pytest

import rt_site

rt_site.need()
pytestmark = pytest.mark.slow


def test_each_module_compiles_by_itself() -> None:
    modules = sorted(rt_site.PLUGIN.rglob("*.pm"))
    for module in modules:
        command = ["perl", "-wc", f"-I{rt_site.MODULES}", f"-I{rt_site.PLUGIN / 'lib'}", "-MRT", str(module)]
        done = subprocess.run(command, capture_output=True, check=False, text=True)
        assert (done.returncode, done.stderr) == (0, f"{module} syntax OK\n")
    assert len(modules) == 4


@pytest.mark.parametrize(
    ("settings", "said"),
    [
        ({}, ""),
        ({"Server": "desk.example"}, "$ReplylintServer is 'desk.example'; it is an address as http://127.0.0.1:8817"),
        ({"Server": "http://me:secret@desk.example"}, "$ReplylintServer holds a password; a key belongs in $ReplylintKey"),
        ({"Timeout": "soon"}, "$ReplylintTimeout is 'soon'; it is a number of seconds, 30 at most"),
        ({"Timeout": 0}, "$ReplylintTimeout is '0'; it is a number of seconds, 30 at most"),
        ({"KeyFile": "/nowhere/key"}, "$ReplylintKeyFile: '/nowhere/key' cannot be read, or is empty"),
        ({"KeyFile": "key", "Key": "rl_x"}, "both $ReplylintKey and $ReplylintKeyFile are set; set one"),
        ({"Key": "rl_x\nHost: y"}, "$ReplylintKey is not a key: a key is letters, digits, _ and -"),
    ],
)
def test_what_is_wrong_with_settings_is_said_in_a_line(settings: dict[str, Any], said: str) -> None:
    shipped = {"Server": "http://127.0.0.1:8817", "Key": "", "KeyFile": "", "HoldOn": "hold", "Timeout": 2}
    program = "print RT::Extension::Replylint::Settings::fault(JSON::decode_json(shift)) // ''"
    command = ["perl", f"-I{rt_site.PLUGIN / 'lib'}", "-MJSON", "-MRT::Extension::Replylint::Settings", "-e", program]
    done = subprocess.run([*command, json.dumps(shipped | settings)], capture_output=True, check=True, text=True)
    assert done.stdout == said
