"""The build hook: the front-end packages are in place before a wheel, an sdist or an editable install is made."""

import sys
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

sys.path.insert(0, str(Path(__file__).parent / "frontend"))
import vendor


class FrontEnd(BuildHookInterface[Any]):
    """Runs frontend/vendor.py."""

    PLUGIN_NAME = "custom"

    def dependencies(self) -> list[str]:
        """Node from PyPI where npm is needed and the machine has none."""
        return [] if vendor.is_fresh() or vendor.npm_of_machine() else [vendor.NODE_PACKAGE]

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:  # noqa: ARG002  (the interface's)
        """Make the vendor folder.

        Raises:
            SystemExit: it cannot be made; the message says what to do.
        """
        try:
            vendor.make()
        except vendor.VendorError as error:
            sys.exit(f"frontend: {error}")
