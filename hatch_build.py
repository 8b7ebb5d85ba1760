"""Puts the compiled rules into the wheel: reading sixty YAML files costs more than the whole check of a draft."""

import json
import sys
import tempfile
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class CompiledRules(BuildHookInterface):
    """Adds `rules/en/compiled.json` to a wheel (an editable install reads the YAML)."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        if version == "editable":
            return
        sys.path.insert(0, str(Path(self.root) / "src"))
        from replylint.ruleset import compile_pack

        file = Path(tempfile.mkdtemp()) / "compiled.json"
        data = compile_pack(Path(self.root) / "rules" / "en")
        file.write_text(json.dumps(data, ensure_ascii=False, separators=(",", ":")), encoding="utf-8")
        build_data["force_include"][str(file)] = "replylint/rules/en/compiled.json"
