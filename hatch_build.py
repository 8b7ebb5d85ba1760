"""Puts the compiled rules into the wheel: reading sixty YAML files costs more than the whole check of a draft."""

import sys
import tempfile
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class CompiledRules(BuildHookInterface):
    """Adds `rules/en/compiled.jsonl` to a wheel (an editable install reads the YAML)."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        if version == "editable":
            return
        sys.path.insert(0, str(Path(self.root) / "src"))
        from replylint.packs import written
        from replylint.ruleset import compile_pack

        file = Path(tempfile.mkdtemp()) / "compiled.jsonl"
        file.write_bytes(written(compile_pack(Path(self.root) / "rules" / "en")))
        build_data["force_include"][str(file)] = "replylint/rules/en/compiled.jsonl"
