"""Puts the compiled catalog into wheels, made by the tool's own code.

An editable install gets none: its catalog changes under the program.
"""

from __future__ import annotations

import shutil
import sys
import tempfile
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class CompiledCatalog(BuildHookInterface[Any]):
    """Compiles the catalog of the checkout, and has it packed beside its JSON files."""

    PLUGIN_NAME = "custom"

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Compile the catalog before the wheel is packed."""
        if version == "editable":
            return
        sys.path.insert(0, str(Path(self.root, "src")))
        try:
            from mi_survey.catalog.compiled import NAME
            from mi_survey.compiling import compile_catalog

            self._folder = tempfile.mkdtemp()
            path = f"{self._folder}/{NAME}"
            compile_catalog(path)
        finally:
            del sys.path[0]
        build_data["force_include"][path] = f"mi_survey/_catalog/{NAME}"

    def finalize(self, version: str, build_data: dict[str, Any], artifact_path: str) -> None:  # noqa: ARG002 - hatchling's signature
        """Take away what was packed."""
        if version != "editable":
            shutil.rmtree(self._folder)
